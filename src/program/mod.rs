//! Programs: typed SSA in StableHLO's vocabulary and meaning.
//!
//! A [`Module`] has [`Function`]s; a function has operations over values of static type, some with regions. It is built
//! with a [`FunctionBuilder`], or [`parse`]d from the text that JAX prints; it prints as the same text, and
//! [`evaluate()`](evaluate::evaluate) runs it, slowly and plainly: what it computes is what a program means.
//!
//! One table ([`op::OPS`]) has a row for each operation. What else an operation needs (a rule for its types, its
//! evaluation) stands in a `match` over all operations without a catch-all, so that the compiler lists what is missing.

pub mod attribute;
mod builder;
pub mod differentiate;
mod effect;
pub(crate) mod emit;
mod equality;
pub mod evaluate;
mod module;
pub mod op;
mod rules;
pub(crate) mod stack;
pub mod text;
pub mod types;
pub(crate) mod verify;

pub use attribute::{Attribute, Attributes};
pub use builder::FunctionBuilder;
pub use differentiate::{pullback, stop_gradient, value_and_grad};
pub use evaluate::{Denormals, evaluate};
pub use module::{
    Body, Definition, Function, Location, MAX_NESTING, Module, Operation, OperationId, Region, RegionId, ValueId,
    Visibility,
};
pub use op::Op;
pub use text::{parse, parse_all};
pub use types::{TensorType, Type};
