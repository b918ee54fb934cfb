//! Layers, activations, initializers and losses.
//!
//! A layer is an Object. `nnx_<layer>_new` makes one, `nnx_<layer>_init` makes one of an Object that is there already,
//! such as that of a subclass, and `nnx_<layer>_call` computes with it inside a trace.

pub mod activation;
pub mod batch_norm;
pub mod dropout;
pub mod initializer;
pub mod linear;
pub mod loss;

use super::dtype::{self, nnx_dtype};
use super::handle;
use super::input;
use super::node::nnx_node;
use super::options::Options;
use super::statics::nnx_static;
use crate::error::{Error, Result};
use crate::graph::{Node, Static};
use crate::tensor::DType;

/// Whether a layer trains or evaluates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Mode {
    /// As the attribute of the layer says, which `train` and `eval` of a model set.
    Attribute = 0,
    /// With the statistics of the batch, and random.
    Train = 1,
    /// With the running averages, and not random.
    Eval = 2,
}

/// A [`Mode`], as an integer.
pub type nnx_mode = i32;

/// What one call of a layer may be told. Start from NNX_CALL_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_call_options {
    /// `sizeof(nnx_call_options)` as the caller compiled it.
    pub struct_size: usize,
    /// An `nnx_mode`: NNX_MODE_ATTRIBUTE (the default), or what comes before the attribute of the layer in this call.
    pub mode: i32,
    /// 0.
    pub reserved: i32,
    /// An Rngs or one of its streams, which comes before what the layer has; NULL by default.
    pub rngs: *mut nnx_node,
}

// SAFETY: integers and a pointer without padding, behind the size; any bytes are a value of them.
unsafe impl Options for nnx_call_options {
    const NAME: &'static str = "nnx_call_options";
    const FIRST_SIZE: usize = 24;
    const DEFAULT: nnx_call_options = nnx_call_options {
        struct_size: size_of::<nnx_call_options>(),
        mode: 0,
        reserved: 0,
        rngs: std::ptr::null_mut(),
    };
}

impl nnx_call_options {
    /// Whether the layer evaluates; nothing where its attribute decides.
    fn evaluates(&self) -> Result<Option<bool>> {
        reserved(self.reserved)?;
        match self.mode {
            mode if mode == Mode::Attribute as i32 => Ok(None),
            mode if mode == Mode::Train as i32 => Ok(Some(false)),
            mode if mode == Mode::Eval as i32 => Ok(Some(true)),
            mode => Err(Error::invalid(format!("`options.mode` is {mode}; it must be an nnx_mode, 0 to 2"))),
        }
    }

    fn rngs(&self) -> Result<Option<Node>> {
        Ok(handle::get_optional(self.rngs, "options.rngs")?.map(|rngs| (*rngs).clone()))
    }
}

/// The dtype of an option, where 0, which is bool and no layer's dtype, says nothing.
fn optional_dtype(code: nnx_dtype, argument: &str) -> Result<Option<DType>> {
    if code == 0 { Ok(None) } else { dtype::from_c(code, argument).map(Some) }
}

/// The initializer of an option, or the default.
fn initializer(given: *const nnx_static, argument: &str, default: Static) -> Result<Static> {
    Ok(handle::get_optional(given, argument)?.map_or(default, |given| (*given).clone()))
}

/// A truth value that may be left to each call: 0, 1, or 2 for that.
fn optional_flag(value: i32, argument: &str) -> Result<Option<bool>> {
    match value {
        2 => Ok(None),
        0 | 1 => input::flag(value, argument).map(Some),
        _ => Err(Error::invalid(format!("`{argument}` is {value}; it must be 0, 1 or 2"))),
    }
}

fn reserved(value: i32) -> Result<()> {
    if value == 0 {
        return Ok(());
    }
    Err(Error::invalid(format!("`options.reserved` is {value}; it must be 0")))
}
