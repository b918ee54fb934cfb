//! How each operation that is written in a way of its own is read and written, both next to each other.

mod check;
mod control;
mod movement;
mod products;
mod regions;

pub(in crate::program) use check::{
    EXPECT_ALMOST_EQ, EXPECT_ALMOST_EQ_CONST, EXPECT_CLOSE, EXPECT_EQ, EXPECT_EQ_CONST,
};
pub(in crate::program) use control::{
    AFTER_ALL, CALL, COMPARE, COMPOSITE, CUSTOM_CALL, GET_TUPLE_ELEMENT, OPTIMIZATION_BARRIER, REDUCE_PRECISION,
    RNG_BIT_GENERATOR, SELECT, SHARDING_CONSTRAINT, TOP_K, TUPLE,
};
pub(in crate::program) use movement::{CONSTANT, SLICE};
pub(in crate::program) use products::{CHOLESKY, CONVOLUTION, DOT_GENERAL};
pub(in crate::program) use regions::{REDUCE, WHILE};

use std::fmt;

use super::cursor::Read;
use super::parser::{Draft, Parser};
use super::printer::{Printer, View};

/// How an operation is read and written after its name.
pub(in crate::program) struct Pretty {
    /// Reads what follows the name, types included.
    pub(super) read: for<'a> fn(&mut Parser<'a>, &mut Draft<'a>) -> Read<()>,
    /// Writes the same.
    pub(super) write: fn(&mut Printer, &View) -> fmt::Result,
}
