//! Linear.

use super::{initializer, optional_dtype, reserved};
use crate::capi::guard;
use crate::capi::handle;
use crate::capi::input;
use crate::capi::node::nnx_node;
use crate::capi::options::{self, Options};
use crate::capi::statics::nnx_static;
use crate::capi::status::nnx_status;
use crate::capi::value::{self, nnx_value};
use crate::error::Result;
use crate::nn::linear;
use crate::tensor::DType;

/// What a Linear may be told. Start from NNX_LINEAR_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_linear_options {
    /// `sizeof(nnx_linear_options)` as the caller compiled it.
    pub struct_size: usize,
    /// How the kernel is made, see `nnx_initializer_new`; NULL (the default) is `lecun_normal`.
    pub kernel_init: *const nnx_static,
    /// How the bias is made; NULL (the default) is `zeros`.
    pub bias_init: *const nnx_static,
    /// 1 leaves the bias out; 0 by default.
    pub no_bias: i32,
    /// The `nnx_dtype` to compute in; 0 (the default) is what input and parameters promote to.
    pub dtype: i32,
    /// The `nnx_dtype` of the parameters; 0 (the default) is float32.
    pub param_dtype: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: integers and pointers without padding, behind the size; any bytes are a value of them.
unsafe impl Options for nnx_linear_options {
    const NAME: &'static str = "nnx_linear_options";
    const FIRST_SIZE: usize = 40;
    const DEFAULT: nnx_linear_options = nnx_linear_options {
        struct_size: size_of::<nnx_linear_options>(),
        kernel_init: std::ptr::null(),
        bias_init: std::ptr::null(),
        no_bias: 0,
        dtype: 0,
        param_dtype: 0,
        reserved: 0,
    };
}

/// Makes a Linear: `y = x @ kernel + bias` over the last axis of x, with an Object of the type `Linear` whose Variables
/// are `kernel` and `bias`. `rngs` gives the keys, of its stream `params`. `options` may be NULL.
///
/// INVALID_ARGUMENT for a number of features below 1, a dtype that is no float, or an initializer that is none. One
/// thread at a time for one Rngs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_linear_new(
    rngs: *mut nnx_node,
    in_features: i64,
    out_features: i64,
    options: *const nnx_linear_options,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let rngs = handle::get(rngs, "rngs")?.clone();
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        out.set_new(linear::new(in_features, out_features, &options, &rngs)?)
    })
}

/// Makes a Linear of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_linear_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_linear_init(
    node: *mut nnx_node,
    rngs: *mut nnx_node,
    in_features: i64,
    out_features: i64,
    options: *const nnx_linear_options,
) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?.clone();
        let rngs = handle::get(rngs, "rngs")?.clone();
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        linear::init(&node, in_features, out_features, &options, &rngs)
    })
}

/// What a Linear makes of `x`. INVALID_ARGUMENT, with the path of the node, when the last axis of `x` is not as long as
/// the kernel has rows, or the node is no Linear.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_linear_call(
    node: *const nnx_node,
    x: *const nnx_value,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(node, "node")?.clone();
        let x = value::get(x, "x")?;
        out.set(value::put(&linear::call(&node, &x)?))
    })
}

/// # Safety
/// As [`options::read`].
unsafe fn from_c(options: *const nnx_linear_options) -> Result<linear::Options> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    reserved(options.reserved)?;
    let default = linear::Options::default();
    Ok(linear::Options {
        use_bias: !input::flag(options.no_bias, "options.no_bias")?,
        dtype: optional_dtype(options.dtype, "options.dtype")?,
        param_dtype: optional_dtype(options.param_dtype, "options.param_dtype")?.unwrap_or(DType::F32),
        kernel_init: initializer(options.kernel_init, "options.kernel_init", default.kernel_init)?,
        bias_init: initializer(options.bias_init, "options.bias_init", default.bias_init)?,
    })
}
