//! BatchNorm.

use super::{initializer, nnx_call_options, optional_dtype, optional_flag};
use crate::capi::guard;
use crate::capi::handle;
use crate::capi::input;
use crate::capi::node::nnx_node;
use crate::capi::options::{self, Options};
use crate::capi::statics::nnx_static;
use crate::capi::status::nnx_status;
use crate::capi::value::{self, nnx_value};
use crate::error::{Error, Result};
use crate::nn::batch_norm;
use crate::tensor::DType;

/// What a BatchNorm may be told; a number that is 0 stands for its default, which is Flax's. Start from
/// NNX_BATCH_NORM_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_batch_norm_options {
    /// `sizeof(nnx_batch_norm_options)` as the caller compiled it.
    pub struct_size: usize,
    /// The axis of the features, negative from the last; NULL (the default) is -1.
    pub axis: *const i64,
    /// How much of a running average stays in each step: 0.99. (For nothing set the attribute `momentum` to 0
    /// afterwards.)
    pub momentum: f64,
    /// What is added to the variance: 1e-5.
    pub epsilon: f64,
    /// How the scale is made, see `nnx_initializer_new`; NULL (the default) is `ones`.
    pub scale_init: *const nnx_static,
    /// How the bias is made; NULL (the default) is `zeros`.
    pub bias_init: *const nnx_static,
    /// 1 leaves the scale out; 0 by default.
    pub no_scale: i32,
    /// 1 leaves the bias out; 0 by default.
    pub no_bias: i32,
    /// 0 (the default) computes the variance in one pass, 1 in two, which is exacter where the mean is large.
    pub slow_variance: i32,
    /// 1 normalizes with the running averages, as in evaluation; 0 by default; 2 when each call says it.
    pub use_running_average: i32,
    /// The `nnx_dtype` of the result; 0 (the default) is what input and parameters promote to.
    pub dtype: i32,
    /// The `nnx_dtype` of scale and bias; 0 (the default) is float32.
    pub param_dtype: i32,
}

// SAFETY: numbers and pointers without padding, behind the size; any bytes are a value of them.
unsafe impl Options for nnx_batch_norm_options {
    const NAME: &'static str = "nnx_batch_norm_options";
    const FIRST_SIZE: usize = 72;
    const DEFAULT: nnx_batch_norm_options = nnx_batch_norm_options {
        struct_size: size_of::<nnx_batch_norm_options>(),
        axis: std::ptr::null(),
        momentum: 0.0,
        epsilon: 0.0,
        scale_init: std::ptr::null(),
        bias_init: std::ptr::null(),
        no_scale: 0,
        no_bias: 0,
        slow_variance: 0,
        use_running_average: 0,
        dtype: 0,
        param_dtype: 0,
    };
}

/// Makes a BatchNorm, which gives each feature mean 0 and variance 1 over the batch and then scales and moves it: an
/// Object of the type `BatchNorm` whose Variables are `scale` and `bias`, and the running averages `mean` and `var`.
/// `rngs` gives the keys, of its stream `params`. `options` may be NULL.
///
/// INVALID_ARGUMENT for a number of features below 1, a dtype that is no float, or an initializer that is none. One
/// thread at a time for one Rngs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_batch_norm_new(
    rngs: *mut nnx_node,
    num_features: i64,
    options: *const nnx_batch_norm_options,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let rngs = handle::get(rngs, "rngs")?.clone();
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        out.set_new(batch_norm::new(num_features, &options, &rngs)?)
    })
}

/// Makes a BatchNorm of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_batch_norm_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_batch_norm_init(
    node: *mut nnx_node,
    rngs: *mut nnx_node,
    num_features: i64,
    options: *const nnx_batch_norm_options,
) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?.clone();
        let rngs = handle::get(rngs, "rngs")?.clone();
        // SAFETY: the contract of all exports.
        let options = unsafe { from_c(options) }?;
        batch_norm::init(&node, num_features, &options, &rngs)
    })
}

/// What a BatchNorm makes of `x`. When it trains it normalizes with the mean and variance of `x`, and moves the running
/// averages; when it evaluates it normalizes with those. `options` may be NULL: the attribute `use_running_average`,
/// which training and evaluating a model set, decides.
///
/// INVALID_ARGUMENT, with the path of the node, when `x` has another number of features, when neither the attribute nor
/// the options decide, or when the node is no BatchNorm.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_batch_norm_call(
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
        if options.rngs()?.is_some() {
            return Err(Error::invalid("`options.rngs` is not NULL, but a BatchNorm draws no random numbers"));
        }
        out.set(value::put(&batch_norm::call(&node, &x, options.evaluates()?)?))
    })
}

/// # Safety
/// As [`options::read`], and `axis` is NULL or can be read.
unsafe fn from_c(options: *const nnx_batch_norm_options) -> Result<batch_norm::Options> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    let default = batch_norm::Options::default();
    // SAFETY: asked of the caller.
    let axis = unsafe { input::optional(options.axis) };
    let number = |given: f64, default: f64| if given == 0.0 { default } else { given };
    Ok(batch_norm::Options {
        use_running_average: optional_flag(options.use_running_average, "options.use_running_average")?,
        axis: axis.unwrap_or(default.axis),
        momentum: number(options.momentum, default.momentum),
        epsilon: number(options.epsilon, default.epsilon),
        dtype: optional_dtype(options.dtype, "options.dtype")?,
        param_dtype: optional_dtype(options.param_dtype, "options.param_dtype")?.unwrap_or(DType::F32),
        use_bias: !input::flag(options.no_bias, "options.no_bias")?,
        use_scale: !input::flag(options.no_scale, "options.no_scale")?,
        bias_init: initializer(options.bias_init, "options.bias_init", default.bias_init)?,
        scale_init: initializer(options.scale_init, "options.scale_init", default.scale_init)?,
        use_fast_variance: !input::flag(options.slow_variance, "options.slow_variance")?,
    })
}
