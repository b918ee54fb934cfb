//! The NNX object-graph core: a model, its optimizer and its metrics as one object graph with shared references,
//! split into a static `GraphDef` and a flat `State`, merged and updated.
//!
//! The modules stand in the order in which they build on each other; each uses only those above it.

#[cfg(not(panic = "unwind"))]
compile_error!("libnnx turns panics into statuses and must be built with panic = \"unwind\"");

pub mod bundle;
pub mod capi;
pub mod error;
pub mod graph;
pub mod tensor;

pub use error::{Error, Result, Status};
