//! The NNX object-graph core: a model, its optimizer and its metrics as one object graph with shared references,
//! split into a static `GraphDef` and a flat `State`, merged and updated; and training steps over it, traced once and
//! compiled once.
//!
//! The modules stand in the order in which they build on each other; each uses only those above it:
//! [`error`], [`tensor`], [`graph`], [`program`], [`trace`], [`random`], [`nn`], [`optim`], [`metrics`], [`plan`],
//! [`backend`], [`step`], [`bundle`], `pyobject`, [`capi`].
//!
//! ```
//! use nnx::graph::{Node, UpdateOptions, VariableType, merge};
//! use nnx::tensor::Tensor;
//!
//! # fn main() -> nnx::Result<()> {
//! let param = VariableType::named("Param")?;
//! let embed = Node::variable(None, param, Tensor::from_slice(&[3], &[0f32; 3])?.into())?;
//! let model = Node::object(None, "Model")?;
//! model.set(&"embed".parse()?, embed.clone().into())?;
//! model.set(&"readout".parse()?, embed.into())?; // shared: one Variable under two names
//!
//! let (graphdef, state) = model.split_whole()?;
//! assert_eq!(state.len(), 1);
//!
//! let new = Tensor::from_slice(&[3], &[1f32, 2.0, 3.0])?;
//! model.update(&[state.with([("embed".parse()?, new.into())])?], UpdateOptions::default())?;
//! let second = merge(&graphdef, &[state])?; // a model of its own, with the values from before
//! assert!(!model.split_whole()?.1.bit_eq(&second.split_whole()?.1));
//! # Ok(())
//! # }
//! ```

#[cfg(not(panic = "unwind"))]
compile_error!("libnnx turns panics into statuses and must be built with panic = \"unwind\"");

pub mod backend;
pub mod bundle;
pub mod capi;
pub mod error;
pub mod graph;
mod isa;
pub mod metrics;
pub mod nn;
pub mod optim;
mod pages;
pub mod plan;
pub mod program;
mod pyobject;
pub mod random;
pub mod step;
pub mod tensor;
pub mod trace;

pub use error::{Error, Result, Status};
