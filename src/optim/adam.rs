//! Adam, and AdamW, which is Adam with decayed weights.

use super::moments::{self, Params};
use super::transformation::{Numbers, Transformation, tuple};
use super::update::{BiasCorrection, Update, incremented, moving_average};
use super::{chain, scale_by_learning_rate, weight_decay};
use crate::error::Result;
use crate::graph::{Node, Static};
use crate::tensor::DType;
use crate::trace::Value;

pub(super) const NAME: &str = "scale_by_adam";

/// The numbers of Adam; the defaults are Optax's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// How slowly the moving average of the gradients changes.
    pub b1: f64,
    /// How slowly the moving average of their squares changes.
    pub b2: f64,
    /// Added to the divisor.
    pub eps: f64,
    /// Added to the square before its root is taken.
    pub eps_root: f64,
    /// Whether to look ahead, as Nesterov does.
    pub nesterov: bool,
    /// The dtype of the moving average of the gradients; without one, that of the parameters.
    pub mu_dtype: Option<DType>,
}

impl Default for Adam {
    fn default() -> Adam {
        Adam { b1: 0.9, b2: 0.999, eps: 1e-8, eps_root: 0.0, nesterov: false, mu_dtype: None }
    }
}

/// Adam: the updates are divided by the root of a moving average of their squares, times a rate or a schedule.
///
/// # Errors
/// `INVALID_ARGUMENT` when `learning_rate` is neither a number nor a schedule.
pub fn adam(learning_rate: impl Into<Static>, options: Adam) -> Result<Static> {
    chain(vec![scale_by_adam(options)?, scale_by_learning_rate(learning_rate)?])
}

/// Adam, with a part of each parameter taken away at each step.
///
/// # Errors
/// `INVALID_ARGUMENT` when `learning_rate` or `weight_decay` is neither a number nor a schedule.
pub fn adamw(learning_rate: impl Into<Static>, options: Adam, weight_decay: impl Into<Static>) -> Result<Static> {
    let decay = weight_decay::add_decayed_weights(weight_decay)?;
    chain(vec![scale_by_adam(options)?, decay, scale_by_learning_rate(learning_rate)?])
}

/// The part of Adam before the rate.
///
/// # Errors
/// `INVALID_ARGUMENT` for a `mu_dtype` that holds no fractions.
pub fn scale_by_adam(options: Adam) -> Result<Static> {
    let Adam { b1, b2, eps, eps_root, nesterov, mu_dtype } = options;
    let mut values: Vec<Static> = [b1, b2, eps, eps_root].map(Static::from).to_vec();
    values.push(nesterov.into());
    values.extend(mu_dtype.map(Static::from));
    let tx = tuple(NAME, values)?;
    super::check(&tx)?;
    Ok(tx)
}

pub(super) fn parse(numbers: &mut Numbers) -> Result<Box<dyn Transformation>> {
    Ok(Box::new(Adam {
        b1: numbers.float("b1")?,
        b2: numbers.float("b2")?,
        eps: numbers.float("eps")?,
        eps_root: numbers.float("eps_root")?,
        nesterov: numbers.bool("nesterov")?,
        mu_dtype: numbers.optional_float_dtype("mu_dtype")?,
    }))
}

impl Transformation for Adam {
    fn init(&self, params: &Params) -> Result<Node> {
        let (mu, nu) = (params.zeros(self.mu_dtype)?, params.zeros(None)?);
        moments::state(vec![("count", moments::count()?), ("mu", mu), ("nu", nu)])
    }

    fn update(&self, updates: Vec<Value>, state: &Node, step: &mut Update) -> Result<Vec<Value>> {
        let (kept_mu, kept_nu) = (step.kept(state, "mu")?, step.kept(state, "nu")?);
        let mu = step.each(|leaf| moving_average(&updates[leaf], &kept_mu.values[leaf], self.b1))?;
        let nu = step.each(|leaf| moving_average(&updates[leaf].square()?, &kept_nu.values[leaf], self.b2))?;
        let (_, count) = step.count(state)?;
        let after = if self.nesterov { Some(incremented(&count)?) } else { None };
        let mut mu_correction = BiasCorrection::new(after.as_ref().unwrap_or(&count), self.b1);
        let mut update_correction = BiasCorrection::new(&count, self.b1);
        let mut nu_correction = BiasCorrection::new(&count, self.b2);
        let scaled = step.each(|leaf| {
            let mut mu_hat = mu_correction.of(&mu[leaf])?;
            if self.nesterov {
                mu_hat = moving_average(&update_correction.of(&updates[leaf])?, &mu_hat, self.b1)?;
            }
            let nu_hat = nu_correction.of(&nu[leaf])?;
            mu_hat.div(&nu_hat.add(self.eps_root)?.sqrt()?.add(self.eps)?)
        })?;
        let mu =
            step.each(|leaf| self.mu_dtype.map_or_else(|| Ok(mu[leaf].clone()), |dtype| mu[leaf].astype(dtype)))?;
        let nu = step.each(|leaf| nu[leaf].astype(kept_nu.values[leaf].dtype()))?;
        step.keep(kept_mu, &mu);
        step.keep(kept_nu, &nu);
        Ok(scaled)
    }
}
