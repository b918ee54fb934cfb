//! Dropout.

use super::{nnx_call_options, optional_flag, reserved};
use crate::capi::guard;
use crate::capi::handle;
use crate::capi::input;
use crate::capi::node::nnx_node;
use crate::capi::options::{self, Options};
use crate::capi::status::nnx_status;
use crate::capi::strings::nnx_str;
use crate::capi::value::{self, nnx_value};
use crate::error::Result;
use crate::nn::dropout;

/// What a Dropout may be told. Start from NNX_DROPOUT_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_dropout_options {
    /// `sizeof(nnx_dropout_options)` as the caller compiled it.
    pub struct_size: usize,
    /// `num_broadcast_dims` axes along which elements are left out together, negative ones from the last.
    pub broadcast_dims: *const i64,
    /// The number of those axes; 0 by default.
    pub num_broadcast_dims: usize,
    /// The stream of an Rngs that the random numbers are of; NULL (the default) is `dropout`.
    pub rng_collection: *const nnx_str,
    /// 1 leaves nothing out, as in evaluation; 0 by default; 2 when each call says it.
    pub deterministic: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: integers and pointers without padding, behind the size; any bytes are a value of them.
unsafe impl Options for nnx_dropout_options {
    const NAME: &'static str = "nnx_dropout_options";
    const FIRST_SIZE: usize = 40;
    const DEFAULT: nnx_dropout_options = nnx_dropout_options {
        struct_size: size_of::<nnx_dropout_options>(),
        broadcast_dims: std::ptr::null(),
        num_broadcast_dims: 0,
        rng_collection: std::ptr::null(),
        deterministic: 0,
        reserved: 0,
    };
}

/// Makes a Dropout, which leaves out elements with the probability `rate` and divides the others by the probability
/// that they stay: an Object of the type `Dropout` with a stream of random numbers `rngs` of its own, forked off that
/// of `rngs`. `rngs`, an Rngs or one of its streams, can be left out, and then each call brings random numbers: `rngs`
/// may be NULL. `options` may be NULL.
///
/// INVALID_ARGUMENT for a rate that is not 0 to 1. One thread at a time for one Rngs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_dropout_new(
    rngs: *mut nnx_node,
    rate: f64,
    options: *const nnx_dropout_options,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let rngs = handle::get_optional(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        out.set_new(dropout::new(rate, &options, rngs.as_deref())?)
    })
}

/// Makes a Dropout of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_dropout_new`.
/// `rngs` may be NULL. `options` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_dropout_init(
    node: *mut nnx_node,
    rngs: *mut nnx_node,
    rate: f64,
    options: *const nnx_dropout_options,
) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?.clone();
        let rngs = handle::get_optional(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        dropout::init(&node, rate, &options, rngs.as_deref())
    })
}

/// What a Dropout makes of `x`: `x` itself when it evaluates. `options` may be NULL: the attribute `deterministic`,
/// which training and evaluating a model set, decides, and the random numbers are of the layer's own stream.
///
/// INVALID_ARGUMENT, with the path of the node, when neither the attribute nor the options decide, or when the node is
/// no Dropout; FAILED_PRECONDITION when there are no random numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_dropout_call(
    node: *mut nnx_node,
    x: *const nnx_value,
    options: *const nnx_call_options,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(node, "node")?.clone();
        let x = value::get(x, "x")?;
        // SAFETY: the contract of all exports.
        let options = unsafe { options::read(options, "options") }?;
        let rngs = options.rngs()?;
        out.set(value::put(&dropout::call(&node, &x, options.evaluates()?, rngs.as_ref())?))
    })
}

/// # Safety
/// As [`options::read`], and what the pointers point to can be read.
unsafe fn from_c(options: *const nnx_dropout_options) -> Result<dropout::Options> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    reserved(options.reserved)?;
    // SAFETY: asked of the caller.
    let dims = unsafe { input::array(options.broadcast_dims, options.num_broadcast_dims, "options.broadcast_dims") }?;
    // SAFETY: asked of the caller.
    let collection = match unsafe { input::optional(options.rng_collection) } {
        // SAFETY: asked of the caller.
        Some(name) => unsafe { name.as_str("options.rng_collection") }?.to_owned(),
        None => dropout::Options::default().rng_collection,
    };
    Ok(dropout::Options {
        broadcast_dims: dims.to_vec(),
        deterministic: optional_flag(options.deterministic, "options.deterministic")?,
        rng_collection: collection,
    })
}
