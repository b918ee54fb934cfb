//! Schedules: numbers that change with the count of steps.

use super::moments::{self, or_none};
use super::transformation::{Numbers, float, tuple};
use super::update::Update;
use crate::error::{Error, Result};
use crate::graph::{Leaf, Node, Static, StaticValue};
use crate::tensor::{DType, Tensor};
use crate::trace::{Binary, Operand, Outputs, Trace, Value, run_now};

/// What a schedule says for one step.
#[derive(Clone)]
pub(super) enum Amount {
    /// A number that is known.
    Number(f64),
    /// One that depends on the count.
    Value(Value),
}

/// A number, or a schedule with a count of its own.
pub(super) enum Rate {
    Number(f64),
    Schedule(Schedule),
}

impl Rate {
    /// The rate that comes next.
    pub(super) fn parse(numbers: &mut Numbers, name: &str) -> Result<Rate> {
        let value = numbers.any(name)?;
        if let Some(number) = float(value) {
            return Ok(Rate::Number(number));
        }
        Schedule::parse(value, 0).map(Rate::Schedule).map_err(|error| {
            numbers.error(&format!("`{name}` is neither a number nor a schedule: {}", error.message()))
        })
    }

    /// The state of a transformation that keeps nothing else.
    pub(super) fn init(&self) -> Result<Node> {
        match self {
            Rate::Number(_) => moments::state(Vec::new()),
            Rate::Schedule(_) => moments::state(vec![("count", moments::count()?)]),
        }
    }

    /// What it is at this step, which is counted.
    pub(super) fn at(&self, state: &Node, step: &mut Update) -> Result<Amount> {
        match self {
            Rate::Number(number) => Ok(Amount::Number(*number)),
            Rate::Schedule(schedule) => {
                let (count, _) = step.count(state)?;
                schedule.at(&count)
            }
        }
    }
}

/// A function of the count.
pub(super) enum Schedule {
    Constant(f64),
    Polynomial { start: f64, end: f64, power: Power, steps: i64, begin: i64 },
    Exponential { start: f64, steps: i64, rate: f64, begin: i64, staircase: bool, end: Option<f64> },
    Cosine { start: f64, steps: i64, alpha: f64, exponent: f64 },
    Join { schedules: Vec<Schedule>, boundaries: Vec<i64> },
}

/// An exponent: by multiplication where it is an integer.
#[derive(Clone, Copy)]
pub(super) enum Power {
    Int(i64),
    Float(f64),
}

const CONSTANT: &str = "constant_schedule";
const POLYNOMIAL: &str = "polynomial_schedule";
const EXPONENTIAL: &str = "exponential_decay";
const COSINE: &str = "cosine_decay_schedule";
const JOIN: &str = "join_schedules";

/// How deep schedules may be joined.
const MAX_DEPTH: usize = 16;

fn checked(schedule: Static) -> Result<Static> {
    Schedule::parse(&schedule, 0)?;
    Ok(schedule)
}

/// Always this.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn constant_schedule(value: f64) -> Result<Static> {
    tuple(CONSTANT, vec![value.into()])
}

/// From one number to another in a straight line of so many steps, which begins at a step.
///
/// # Errors
/// As [`polynomial_schedule`].
pub fn linear_schedule(init_value: f64, end_value: f64, transition_steps: i64, begin: i64) -> Result<Static> {
    polynomial_schedule(init_value, end_value, 1i64, transition_steps, begin)
}

/// From one number to another along a power of the part of the steps that is left; `power` is an integer or a float.
///
/// # Errors
/// `INVALID_ARGUMENT` when `power` is no number.
pub fn polynomial_schedule(
    init_value: f64,
    end_value: f64,
    power: impl Into<Static>,
    transition_steps: i64,
    transition_begin: i64,
) -> Result<Static> {
    let values =
        vec![init_value.into(), end_value.into(), power.into(), transition_steps.into(), transition_begin.into()];
    checked(tuple(POLYNOMIAL, values)?)
}

/// Times `decay_rate` every `transition_steps`, smoothly or, with `staircase`, all at once; not beyond `end_value`.
///
/// # Errors
/// None; so that all of these functions are called alike.
pub fn exponential_decay(
    init_value: f64,
    transition_steps: i64,
    decay_rate: f64,
    transition_begin: i64,
    staircase: bool,
    end_value: Option<f64>,
) -> Result<Static> {
    let (start, rate) = (init_value.into(), decay_rate.into());
    let values =
        vec![start, transition_steps.into(), rate, transition_begin.into(), staircase.into(), or_none(end_value)];
    checked(tuple(EXPONENTIAL, values)?)
}

/// From a number down to `alpha` times it in so many steps, along half a wave of the cosine, to the power of `exponent`.
///
/// # Errors
/// `INVALID_ARGUMENT` when `decay_steps` is not positive.
pub fn cosine_decay_schedule(init_value: f64, decay_steps: i64, alpha: f64, exponent: f64) -> Result<Static> {
    checked(tuple(COSINE, vec![init_value.into(), decay_steps.into(), alpha.into(), exponent.into()])?)
}

/// In a straight line up to `peak_value`, then along a cosine down to `end_value`; `decay_steps` is the length of both.
///
/// # Errors
/// `INVALID_ARGUMENT` when `decay_steps` is not larger than `warmup_steps`.
pub fn warmup_cosine_decay_schedule(
    init_value: f64,
    peak_value: f64,
    warmup_steps: i64,
    decay_steps: i64,
    end_value: f64,
    exponent: f64,
) -> Result<Static> {
    let alpha = if peak_value == 0.0 { 0.0 } else { end_value / peak_value };
    let rise = linear_schedule(init_value, peak_value, warmup_steps, 0)?;
    let steps = decay_steps.saturating_sub(warmup_steps);
    join_schedules(vec![rise, cosine_decay_schedule(peak_value, steps, alpha, exponent)?], &[warmup_steps])
}

/// One schedule after another: the next begins, with a count from 0, at each boundary.
///
/// # Errors
/// `INVALID_ARGUMENT` when one of them is no schedule, or there is not one boundary between each two.
pub fn join_schedules(schedules: Vec<Static>, boundaries: &[i64]) -> Result<Static> {
    let boundaries = Static::tuple(boundaries.iter().map(|&boundary| boundary.into()).collect())?;
    checked(tuple(JOIN, vec![Static::tuple(schedules)?, boundaries])?)
}

/// What a schedule says after so many steps, in single precision, as in a step.
///
/// # Errors
/// `INVALID_ARGUMENT` when it is no schedule, or the count is negative or more than an `int32` holds.
pub fn schedule_value(schedule: &Static, count: i64) -> Result<f64> {
    let schedule = Schedule::parse(schedule, 0)?;
    let count = i32::try_from(count).ok().filter(|&count| count >= 0);
    let count = count.ok_or_else(|| Error::invalid("the count of steps must be from 0 to 2147483647"))?;
    let now = run_now(&[], &[], &mut |scope| {
        let amount = schedule.at(&scope.trace.constant(&Tensor::scalar(count))?)?;
        Ok(Outputs { values: vec![scope.trace.operand(amount.operand())?], states: Vec::new() })
    })?;
    let value = now.values.first().and_then(Leaf::tensor).and_then(|tensor| tensor.as_slice::<f32>()?.first().copied());
    value.map(f64::from).ok_or_else(|| Error::invalid("the schedule gave no float32"))
}

impl Schedule {
    fn parse(schedule: &Static, depth: usize) -> Result<Schedule> {
        let mut numbers = Numbers::of(schedule, "a schedule")?;
        let parsed = match numbers.name {
            CONSTANT => Schedule::Constant(numbers.float("value")?),
            POLYNOMIAL => Schedule::Polynomial {
                start: numbers.float("init_value")?,
                end: numbers.float("end_value")?,
                power: power(&mut numbers)?,
                steps: numbers.int("transition_steps")?,
                begin: numbers.int("transition_begin")?.max(0),
            },
            EXPONENTIAL => Schedule::Exponential {
                start: numbers.float("init_value")?,
                steps: numbers.int("transition_steps")?,
                rate: numbers.float("decay_rate")?,
                begin: numbers.int("transition_begin")?.max(0),
                staircase: numbers.bool("staircase")?,
                end: optional_float(&mut numbers, "end_value")?,
            },
            COSINE => Schedule::Cosine {
                start: numbers.float("init_value")?,
                steps: positive(&mut numbers, "decay_steps")?,
                alpha: numbers.float("alpha")?,
                exponent: numbers.float("exponent")?,
            },
            JOIN => join(&mut numbers, depth)?,
            name => {
                let names = [CONSTANT, POLYNOMIAL, EXPONENTIAL, COSINE, JOIN].join(", ");
                return Err(Error::invalid(format!("there is no schedule {name:?}; there are {names}")));
            }
        };
        numbers.end()?;
        Ok(parsed)
    }

    /// What it says after so many steps.
    fn at(&self, count: &Value) -> Result<Amount> {
        let trace = count.trace();
        let value = match self {
            Schedule::Constant(value) => return Ok(Amount::Number(*value)),
            // Optax's: without steps it stays where it begins.
            Schedule::Polynomial { start, steps, .. } if *steps <= 0 => return Ok(Amount::Number(*start)),
            Schedule::Exponential { start, steps, rate, .. } if *steps <= 0 || *rate == 0.0 => {
                return Ok(Amount::Number(*start));
            }
            Schedule::Polynomial { start, end, power, steps, begin } => {
                let done = count.sub(*begin)?.clip(0i64, *steps)?.div(*steps)?;
                let left = from_one(trace, &done)?;
                let left = match *power {
                    Power::Int(power) => left.pow(power)?,
                    Power::Float(power) => left.pow(power)?,
                };
                left.mul(start - end)?.add(*end)?
            }
            Schedule::Exponential { start, steps, rate, begin, staircase, end } => {
                let passed = count.sub(*begin)?;
                let exponent = passed.div(*steps)?;
                let exponent = if *staircase { exponent.floor()? } else { exponent };
                let power = trace.binary(Binary::Pow, Operand::Float(*rate), Operand::Value(&exponent))?;
                let decayed = passed.less_equal(0i64)?.where_(*start, &power.mul(*start)?)?;
                match end {
                    None => decayed,
                    Some(end) if *rate < 1.0 => decayed.maximum(*end)?,
                    Some(end) => decayed.minimum(*end)?,
                }
            }
            Schedule::Cosine { start, steps, alpha, exponent } => {
                let steps = *steps as f64;
                let count = count.astype(DType::F32)?.minimum(steps)?;
                let wave = count.mul(std::f64::consts::PI)?.div(steps)?.cos()?.add(1.0)?.mul(0.5)?;
                wave.pow(*exponent)?.mul(1.0 - alpha)?.add(*alpha)?.mul(*start)?
            }
            Schedule::Join { schedules, boundaries } => {
                let mut joined = schedules[0].at(count)?;
                for (schedule, &boundary) in schedules[1..].iter().zip(boundaries) {
                    let next = schedule.at(&count.sub(boundary)?)?;
                    let is_before = count.less(boundary)?;
                    joined = Amount::Value(is_before.where_(joined.operand(), next.operand())?);
                }
                return Ok(joined);
            }
        };
        Ok(Amount::Value(value))
    }
}

impl Amount {
    fn operand(&self) -> Operand<'_> {
        match self {
            Amount::Number(number) => Operand::Float(*number),
            Amount::Value(value) => Operand::Value(value),
        }
    }
}

fn from_one(trace: &Trace, value: &Value) -> Result<Value> {
    trace.binary(Binary::Sub, Operand::Float(1.0), Operand::Value(value))
}

fn power(numbers: &mut Numbers) -> Result<Power> {
    let value = numbers.any("power")?;
    match value.value() {
        StaticValue::Int(power) => Ok(Power::Int(power)),
        StaticValue::Float(power) => Ok(Power::Float(power)),
        _ => Err(numbers.error(&format!("`power` is {value}; it must be a number"))),
    }
}

fn positive(numbers: &mut Numbers, name: &str) -> Result<i64> {
    let steps = numbers.int(name)?;
    if steps <= 0 {
        return Err(numbers.error(&format!("`{name}` is {steps}; it must be positive")));
    }
    Ok(steps)
}

fn optional_float(numbers: &mut Numbers, name: &str) -> Result<Option<f64>> {
    let value = numbers.any(name)?;
    match value.value() {
        StaticValue::None => Ok(None),
        _ => float(value).map(Some).ok_or_else(|| numbers.error(&format!("`{name}` is {value}; it must be a number"))),
    }
}

fn join(numbers: &mut Numbers, depth: usize) -> Result<Schedule> {
    if depth >= MAX_DEPTH {
        return Err(Error::invalid(format!("schedules may be joined {MAX_DEPTH} deep, not more")));
    }
    let (schedules, boundaries) = (numbers.any("schedules")?, numbers.any("boundaries")?);
    let (StaticValue::Tuple(schedules), StaticValue::Tuple(boundaries)) = (schedules.value(), boundaries.value())
    else {
        return Err(numbers.error("`schedules` and `boundaries` must be tuples"));
    };
    if schedules.is_empty() || boundaries.len() + 1 != schedules.len() {
        let (found, between) = (schedules.len(), boundaries.len());
        return Err(numbers.error(&format!("{found} schedules need a boundary between each two; there are {between}")));
    }
    let boundaries = boundaries.iter().map(|boundary| match boundary.value() {
        StaticValue::Int(boundary) => Ok(boundary),
        _ => Err(numbers.error(&format!("the boundary {boundary} must be an integer"))),
    });
    let boundaries = boundaries.collect::<Result<Vec<i64>>>()?;
    let schedules = schedules.iter().map(|schedule| Schedule::parse(schedule, depth + 1)).collect::<Result<_>>()?;
    Ok(Schedule::Join { schedules, boundaries })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(schedule: &Static, count: i64) -> f64 {
        schedule_value(schedule, count).unwrap()
    }

    #[test]
    fn a_warmup_rises_and_falls() {
        let schedule = warmup_cosine_decay_schedule(0.0, 1.0, 10, 30, 0.25, 1.0).unwrap();
        assert_eq!([at(&schedule, 0), at(&schedule, 5), at(&schedule, 10)], [0.0, 0.5, 1.0]);
        assert!((at(&schedule, 20) - 0.625).abs() < 1e-6);
        assert_eq!([at(&schedule, 30), at(&schedule, 1000)], [0.25, 0.25]);
    }

    #[test]
    fn a_staircase_falls_all_at_once_and_not_below_its_end() {
        let schedule = exponential_decay(1.0, 10, 0.5, 0, true, Some(0.2)).unwrap();
        assert_eq!([9, 10, 19, 20, 30].map(|count| at(&schedule, count)), [1.0, 0.5, 0.5, 0.25, f64::from(0.2f32)]);
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        assert!(cosine_decay_schedule(1.0, 0, 0.0, 1.0).is_err());
        assert!(join_schedules(vec![constant_schedule(1.0).unwrap()], &[3]).is_err());
        let mut nested = constant_schedule(1.0).unwrap();
        let refused = (0..MAX_DEPTH + 1).find_map(|_| match join_schedules(vec![nested.clone()], &[]) {
            Ok(joined) => {
                nested = joined;
                None
            }
            Err(error) => Some(error),
        });
        assert!(refused.expect("too deep").message().contains("joined"));
    }
}
