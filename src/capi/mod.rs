//! The C ABI: the only `extern "C"` of the library. `include/nnx.h` is made from this folder.
//!
//! The boundary itself, which no caller sees:
//! - [`guard`](mod@guard): every exported body runs in it; no panic gets out, and none is printed.
//! - [`handle`]: the checked table behind every opaque pointer.
//! - [`out`], [`input`], [`options`]: pointers that come in, checked before they are used.
//! - [`callback`]: the caller's functions, their `user_data` and its destroy function.
//!
//! Then one file per C noun, each with its type, its handle and its exported functions. How to add an export is in
//! `docs/adding-an-export.md`.
//!
//! # Safety
//! One contract holds for every exported `unsafe fn`, so none repeats it: each pointer is NULL, or a handle (any value
//! will do), or memory of the size that its type or the length beside it says, valid as long as the call and not
//! written by anyone else meanwhile; functions are what their types say. Whatever more a function needs, its text says.

#![allow(non_camel_case_types, reason = "the C names, as C writes them")]
#![allow(clippy::missing_safety_doc, reason = "the contract above")]

pub mod callback;
pub mod guard;
#[macro_use]
pub mod handle;
pub mod input;
pub mod options;
#[macro_use]
pub mod out;

// The nouns, in the order in which the header has them (which a blank line keeps).
pub mod status;

pub mod error;

pub mod version;

pub mod api;

pub mod environment;

pub mod strings;

pub mod report;

pub mod path;

pub mod dtype;

pub mod tensor;

pub mod pycapsule;

pub mod python;

pub mod statics;

pub mod opaque;

pub mod variable_type;

pub mod graph;

pub mod node;

pub mod variable;

pub mod filter;

pub mod split;

pub mod walk;

pub mod graphdef;

pub mod state;

pub mod view;

pub mod file;

pub mod program;

pub mod random;

pub mod rngs;

pub mod trace;

pub mod value;

pub mod gradient;

pub mod control;

pub mod optim;

pub mod metrics;

pub mod nn;
pub mod results;

pub mod step;

pub mod jit;

pub mod session;

pub mod bundle;

pub mod table;

pub use guard::guard;
