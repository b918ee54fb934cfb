//! Graphs of Flax's own objects, walked through the C API of the Python process that holds them.
//!
//! Flax's traversals spend their time in Python functions per node, per attribute and per leaf. Here the same traversals
//! run natively on the same objects, and give the same results: Flax's classes, its order, its indices, its exceptions.
//! What is unusual goes to Flax's own code, for that call ([`Stop::Fallback`](module::Stop)): never wrong, only slower.
//!
//! | question | file |
//! |---|---|
//! | where do the interpreter's functions come from? | `python.rs` |
//! | who owns a Python object? | `object.rs` |
//! | which functions does Python see, and how is one added? | `module.rs` |
//! | what is Flax? | `flax.rs` |
//! | what is one object to Flax: a node, a Variable, a leaf? | `kind.rs` |
//! | what lives from call to call, and who may use it? | `native.rs` |
//! | what ran natively, and what did not? | `stats.rs` |

#![allow(dead_code, reason = "the traversals to come use it")]

mod flax;
mod kind;
mod module;
mod native;
mod object;
mod python;
mod stats;

pub(crate) use module::python_module;
