//! Operations: the table of them, and what each carries besides operands and regions.

pub mod attributes;
pub mod dimensions;
pub mod enumerations;
mod family;
pub(crate) mod field;
mod table;

pub use field::{Padding, Symbol};
pub(in crate::program) use table::Form;
pub use table::{OPS, Op, OpInfo, Regions};
