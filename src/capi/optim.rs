//! Gradient transformations and schedules, which are static values, and Optimizers, which are nodes.

use std::ptr;

use super::dtype::{self, nnx_dtype};
use super::filter::nnx_filter;
use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::options::{self, Options};
use super::out::Zeroed;
use super::state::nnx_state;
use super::statics::nnx_static;
use super::status::nnx_status;
use crate::error::{Error, Result};
use crate::graph::{Filter, Static, VariableType};
use crate::optim::{self, Adam};
use crate::tensor::DType;

/// What `nnx_optim_adam` and `nnx_optim_adamw` may be told; a field that is 0 stands for its default, which is Optax's.
/// `nnx_optim_scale_by_adam` takes every number as it is. Start from NNX_ADAM_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_adam_options {
    /// `sizeof(nnx_adam_options)` as the caller compiled it.
    pub struct_size: usize,
    /// How slowly the moving average of the gradients changes: 0.9.
    pub b1: f64,
    /// How slowly the moving average of their squares changes: 0.999.
    pub b2: f64,
    /// Added to the divisor: 1e-8.
    pub eps: f64,
    /// Added to the square before its root is taken: 0.
    pub eps_root: f64,
    /// Of `nnx_optim_adamw` only: the part of each parameter that is taken away at each step, times the rate: 1e-4.
    pub weight_decay: f64,
    /// Lent for the call: a schedule that stands for the learning rate. NULL: the number is it.
    pub schedule: *const nnx_static,
    /// 1 to look ahead, as Nesterov does.
    pub nesterov: i32,
    /// The `nnx_dtype` of the moving average of the gradients; 0 is that of the parameters.
    pub mu_dtype: i32,
}

// SAFETY: plain numbers and a pointer without padding, behind the size.
unsafe impl Options for nnx_adam_options {
    const NAME: &'static str = "nnx_adam_options";
    const FIRST_SIZE: usize = 64;
    const DEFAULT: nnx_adam_options = nnx_adam_options {
        struct_size: size_of::<nnx_adam_options>(),
        b1: 0.0,
        b2: 0.0,
        eps: 0.0,
        eps_root: 0.0,
        weight_decay: 0.0,
        schedule: ptr::null(),
        nesterov: 0,
        mu_dtype: 0,
    };
}

/// What `nnx_optim_sgd` may be told. Start from NNX_SGD_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_sgd_options {
    /// `sizeof(nnx_sgd_options)` as the caller compiled it.
    pub struct_size: usize,
    /// How much of the updates so far goes into the next one; 0 is none of them.
    pub momentum: f64,
    /// Lent for the call: a schedule that stands for the learning rate. NULL: the number is it.
    pub schedule: *const nnx_static,
    /// 1 to look ahead, as Nesterov does; it needs `momentum`.
    pub nesterov: i32,
    /// Must be 0.
    pub reserved: i32,
}

// SAFETY: plain numbers and a pointer without padding, behind the size.
unsafe impl Options for nnx_sgd_options {
    const NAME: &'static str = "nnx_sgd_options";
    const FIRST_SIZE: usize = 32;
    const DEFAULT: nnx_sgd_options = nnx_sgd_options {
        struct_size: size_of::<nnx_sgd_options>(),
        momentum: 0.0,
        schedule: ptr::null(),
        nesterov: 0,
        reserved: 0,
    };
}

/// The number, or the schedule where there is one.
fn rate(number: f64, schedule: *const nnx_static, argument: &str) -> Result<Static> {
    Ok(match handle::get_optional(schedule, argument)? {
        Some(schedule) => (*schedule).clone(),
        None => number.into(),
    })
}

fn or(number: f64, default: f64) -> f64 {
    if number == 0.0 { default } else { number }
}

fn optional_dtype(code: i32, argument: &str) -> Result<Option<DType>> {
    if code == 0 { Ok(None) } else { dtype::from_c(code, argument).map(Some) }
}

impl nnx_adam_options {
    fn adam(&self) -> Result<Adam> {
        let defaults = Adam::default();
        Ok(Adam {
            b1: or(self.b1, defaults.b1),
            b2: or(self.b2, defaults.b2),
            eps: or(self.eps, defaults.eps),
            eps_root: self.eps_root,
            nesterov: input::flag(self.nesterov, "options.nesterov")?,
            mu_dtype: optional_dtype(self.mu_dtype, "options.mu_dtype")?,
        })
    }
}

/// Stochastic gradient descent, with momentum where `options` say so. `options` may be NULL. The result is a static
/// value, as are all transformations: the tuple of a name and its numbers. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_sgd(
    learning_rate: f64,
    options: *const nnx_sgd_options,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let options = unsafe { options::read(options, "options") }?;
        let nesterov = input::flag(options.nesterov, "options.nesterov")?;
        if options.reserved != 0 {
            return Err(Error::invalid(format!("`options.reserved` is {}; it must be 0", options.reserved)));
        }
        let momentum = (options.momentum != 0.0).then_some(options.momentum);
        out.set_new(optim::sgd(rate(learning_rate, options.schedule, "options.schedule")?, momentum, nesterov)?)
    })
}

/// Adam. `options` may be NULL. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_adam(
    learning_rate: f64,
    options: *const nnx_adam_options,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let options = unsafe { options::read(options, "options") }?;
        out.set_new(optim::adam(rate(learning_rate, options.schedule, "options.schedule")?, options.adam()?)?)
    })
}

/// Adam with decayed weights. `options` may be NULL. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_adamw(
    learning_rate: f64,
    options: *const nnx_adam_options,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let options = unsafe { options::read(options, "options") }?;
        let rate = rate(learning_rate, options.schedule, "options.schedule")?;
        out.set_new(optim::adamw(rate, options.adam()?, or(options.weight_decay, 1e-4))?)
    })
}

/// These transformations, each of what the one before it made: `count` static values, at least one, which stay the
/// caller's. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_chain(
    transformations: *const *const nnx_static,
    count: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let parts = unsafe { input::handles(transformations, count, "transformations") }?;
        out.set_new(optim::chain(parts.iter().map(|part| (**part).clone()).collect())?)
    })
}

/// The transformation that changes nothing. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_identity(out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::identity()?)
    })
}

/// The part of Adam before the learning rate; `nesterov` is 0 or 1, `mu_dtype` an `nnx_dtype`, or 0 for that of the
/// parameters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_scale_by_adam(
    b1: f64,
    b2: f64,
    eps: f64,
    eps_root: f64,
    nesterov: i32,
    mu_dtype: nnx_dtype,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (nesterov, mu_dtype) = (input::flag(nesterov, "nesterov")?, optional_dtype(mu_dtype, "mu_dtype")?);
        out.set_new(optim::scale_by_adam(Adam { b1, b2, eps, eps_root, nesterov, mu_dtype })?)
    })
}

/// Momentum, Optax's `trace`: each update plus `decay` times the sum so far; `nesterov` is 0 or 1, `accumulator_dtype`
/// an `nnx_dtype`, or 0 for that of the parameters. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_trace(
    decay: f64,
    nesterov: i32,
    accumulator_dtype: nnx_dtype,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let dtype = optional_dtype(accumulator_dtype, "accumulator_dtype")?;
        out.set_new(optim::trace(decay, input::flag(nesterov, "nesterov")?, dtype)?)
    })
}

/// The updates plus a part of the parameters: `weight_decay`. `schedule` may be NULL; else it stands for the number.
/// Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_add_decayed_weights(
    weight_decay: f64,
    schedule: *const nnx_static,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::add_decayed_weights(rate(weight_decay, schedule, "schedule")?)?)
    })
}

/// The updates times a number. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_scale(step_size: f64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::scale(step_size)?)
    })
}

/// The updates times the negative of a learning rate. `schedule` may be NULL; else it stands for the number. Any
/// thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_scale_by_learning_rate(
    learning_rate: f64,
    schedule: *const nnx_static,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::scale_by_learning_rate(rate(learning_rate, schedule, "schedule")?)?)
    })
}

/// The updates times what a schedule says for the step. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_scale_by_schedule(
    schedule: *const nnx_static,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let schedule = handle::get(schedule, "schedule")?;
        out.set_new(optim::scale_by_schedule((*schedule).clone())?)
    })
}

/// Each element of the updates between `-max_delta` and `max_delta`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_clip(max_delta: f64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::clip(max_delta)?)
    })
}

/// All updates scaled together, so that the root of the sum of their squares is at most `max_norm`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_clip_by_global_norm(max_norm: f64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::clip_by_global_norm(max_norm)?)
    })
}

/// The schedule that is always `value`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_constant_schedule(value: f64, out: *mut *mut nnx_static) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::constant_schedule(value)?)
    })
}

/// From one number to another along a power of the part of the `transition_steps` that is left, from step
/// `transition_begin` on; `power` 1 is a straight line. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_polynomial_schedule(
    init_value: f64,
    end_value: f64,
    power: f64,
    transition_steps: i64,
    transition_begin: i64,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let is_integer = power.fract() == 0.0 && power.abs() < 1024.0;
        let power = if is_integer { Static::from(power as i64) } else { power.into() };
        out.set_new(optim::polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin)?)
    })
}

/// Times `decay_rate` every `transition_steps`, from step `transition_begin` on; `staircase` is 0 for smoothly, 1 for
/// all at once; not beyond `end_value`, unless that is a NaN. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_exponential_decay(
    init_value: f64,
    transition_steps: i64,
    decay_rate: f64,
    transition_begin: i64,
    staircase: i32,
    end_value: f64,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let staircase = input::flag(staircase, "staircase")?;
        let end = (!end_value.is_nan()).then_some(end_value);
        let begin = transition_begin;
        out.set_new(optim::exponential_decay(init_value, transition_steps, decay_rate, begin, staircase, end)?)
    })
}

/// From `init_value` down to `alpha` times it in `decay_steps`, along half a wave of the cosine to the power of
/// `exponent`. INVALID_ARGUMENT when `decay_steps` is not positive. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_cosine_decay_schedule(
    init_value: f64,
    decay_steps: i64,
    alpha: f64,
    exponent: f64,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(optim::cosine_decay_schedule(init_value, decay_steps, alpha, exponent)?)
    })
}

/// In a straight line up to `peak_value`, then along a cosine down to `end_value`; `decay_steps` is the length of both.
/// INVALID_ARGUMENT when `decay_steps` is not larger than `warmup_steps`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_warmup_cosine_decay_schedule(
    init_value: f64,
    peak_value: f64,
    warmup_steps: i64,
    decay_steps: i64,
    end_value: f64,
    exponent: f64,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (rise, whole) = (warmup_steps, decay_steps);
        out.set_new(optim::warmup_cosine_decay_schedule(init_value, peak_value, rise, whole, end_value, exponent)?)
    })
}

/// One schedule after another: the next begins, with a count from 0, at each boundary. There are `count` schedules, at
/// least one, and a boundary between each two: `count - 1`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_join_schedules(
    schedules: *const *const nnx_static,
    count: usize,
    boundaries: *const i64,
    num_boundaries: usize,
    out: *mut *mut nnx_static,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let schedules = unsafe { input::handles(schedules, count, "schedules") }?;
        // SAFETY: the contract of all exports.
        let boundaries = unsafe { input::array(boundaries, num_boundaries, "boundaries") }?;
        let schedules = schedules.iter().map(|schedule| (**schedule).clone()).collect();
        out.set_new(optim::join_schedules(schedules, boundaries)?)
    })
}

/// What a schedule says after `count` steps, in single precision, as in a step. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optim_schedule_value(
    schedule: *const nnx_static,
    count: i64,
    out: *mut f64,
) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(optim::schedule_value(&*handle::get(schedule, "schedule")?, count)?)
    })
}

/// An Optimizer of the Variables below `model` that `wrt` takes, with the transformation `tx`. `wrt` may be NULL: the
/// Variables of type Param are meant then, and the Optimizer keeps the model, as its attribute `model`.
/// INVALID_ARGUMENT when `tx` is no transformation, or a Variable cannot be trained.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optimizer_new(
    model: *const nnx_node,
    tx: *const nnx_static,
    wrt: *const nnx_filter,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let (model, tx, wrt) =
            (handle::get(model, "model")?, handle::get(tx, "tx")?, handle::get_optional(wrt, "wrt")?);
        let keeps_model = wrt.is_none();
        let optimizer = optim::new(&model, &tx, &or_param(wrt.as_deref())?)?;
        if keeps_model {
            optim::keep_model(&optimizer, &model)?;
        }
        out.set_new(optimizer)
    })
}

/// As `nnx_optimizer_new`, for an Object that exists; `wrt` may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optimizer_init(
    optimizer: *mut nnx_node,
    model: *const nnx_node,
    tx: *const nnx_static,
    wrt: *const nnx_filter,
) -> nnx_status {
    guard(|| {
        let optimizer = handle::get(optimizer, "optimizer")?;
        let (model, tx, wrt) =
            (handle::get(model, "model")?, handle::get(tx, "tx")?, handle::get_optional(wrt, "wrt")?);
        optim::init(&optimizer, &model, &tx, &or_param(wrt.as_deref())?)?;
        if wrt.is_none() { optim::keep_model(&optimizer, &model) } else { Ok(()) }
    })
}

fn or_param(wrt: Option<&Filter>) -> Result<Filter> {
    wrt.map_or_else(|| Ok(Filter::of_type(VariableType::named("Param")?)), |filter| Ok(filter.clone()))
}

/// One step of an Optimizer that keeps its model: its parameters, the Optimizer's state and its step count have new
/// values. Where nothing is traced it is computed at once. `grads` is what `nnx_value_and_grad` gave. NOT_FOUND for a
/// gradient that is missing or has no parameter, INVALID_ARGUMENT for one of another shape, each with the path; nothing
/// has changed then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optimizer_update(optimizer: *mut nnx_node, grads: *const nnx_state) -> nnx_status {
    guard(|| {
        let (optimizer, grads) = (handle::get(optimizer, "optimizer")?, handle::get(grads, "grads")?);
        optim::update(&optimizer, &grads).map(drop)
    })
}

/// As `nnx_optimizer_update`, for an Optimizer that does not keep its model; `model` may be NULL where it does.
/// `out_updates`, which may be NULL, gets what was added to each parameter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_optimizer_update_model(
    optimizer: *mut nnx_node,
    model: *mut nnx_node,
    grads: *const nnx_state,
    out_updates: *mut *mut nnx_state,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of all exports.
        let out_updates = unsafe { Zeroed::new(out_updates, "out_updates") }.optional();
        let optimizer = handle::get(optimizer, "optimizer")?;
        let (model, grads) = (handle::get_optional(model, "model")?, handle::get(grads, "grads")?);
        let updates = match model {
            Some(model) => optim::update_model(&optimizer, &model, &grads)?,
            None => optim::update(&optimizer, &grads)?,
        };
        out_updates.map_or(Ok(()), |out| out.set_new(updates))
    })
}
