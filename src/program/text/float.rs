//! Floating-point numbers as text: as MLIR writes them, so that reading gives the same bits.

use std::fmt;

use half::{bf16, f16};

use crate::tensor::DType;

/// Writes a number of this dtype: `1.000000e+00` where seven digits say it, else as many as it takes, else its bits.
pub(in crate::program) fn write_float(out: &mut dyn fmt::Write, value: f64, dtype: DType) -> fmt::Result {
    if value.is_finite() {
        let short = scientific(value);
        if same(&short, value, dtype) {
            return out.write_str(&short);
        }
        let long = shortest(value, significant_digits(dtype));
        if long.contains('.') && same(&long, value, dtype) {
            return out.write_str(&long);
        }
    }
    write_bits(out, value, dtype)
}

/// The bits of a number as hexadecimal digits.
fn write_bits(out: &mut dyn fmt::Write, value: f64, dtype: DType) -> fmt::Result {
    match dtype {
        DType::F16 => write!(out, "0x{:04X}", f16::from_f64(value).to_bits()),
        DType::BF16 => write!(out, "0x{:04X}", bf16::from_f64(value).to_bits()),
        DType::F32 => write!(out, "0x{:08X}", (value as f32).to_bits()),
        _ => write!(out, "0x{:016X}", value.to_bits()),
    }
}

/// The number that this text says, in this dtype.
pub(super) fn read(text: &str, dtype: DType) -> Option<f64> {
    Some(match dtype {
        DType::F32 => f64::from(text.parse::<f32>().ok()?),
        DType::F16 => f16::from_f64(text.parse().ok()?).to_f64(),
        DType::BF16 => bf16::from_f64(text.parse().ok()?).to_f64(),
        _ => text.parse().ok()?,
    })
}

/// The number of these bits, in this dtype.
pub(super) fn from_bits(bits: u64, dtype: DType) -> Option<f64> {
    Some(match dtype {
        DType::F16 => f16::from_bits(u16::try_from(bits).ok()?).to_f64(),
        DType::BF16 => bf16::from_bits(u16::try_from(bits).ok()?).to_f64(),
        DType::F32 => f64::from(f32::from_bits(u32::try_from(bits).ok()?)),
        _ => f64::from_bits(bits),
    })
}

fn same(text: &str, value: f64, dtype: DType) -> bool {
    read(text, dtype).is_some_and(|read| read.to_bits() == value.to_bits())
}

/// How many decimal digits tell two neighbours of this dtype apart.
fn significant_digits(dtype: DType) -> usize {
    let precision = match dtype {
        DType::F16 => 11,
        DType::BF16 => 8,
        DType::F32 => 24,
        _ => 53,
    };
    2 + precision * 59 / 196
}

/// `-1.250000e-03`: six digits after the point, two of the exponent or more.
fn scientific(value: f64) -> String {
    let text = format!("{value:.6e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => ('-', digits),
        None => ('+', exponent),
    };
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// As many digits as there are up to a limit, with a point among them, or `E` where more than three zeros would be needed.
fn shortest(value: f64, limit: usize) -> String {
    let text = format!("{:.*e}", limit - 1, value.abs());
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = match digits.trim_end_matches('0') {
        "" => "0",
        digits => digits,
    };
    let sign = if value.is_sign_negative() { "-" } else { "" };
    // Zeros that would stand between the last digit and the point.
    let trailing = exponent - (digits.len() as i32 - 1);
    let is_scientific = if trailing >= 0 { trailing > 3 || exponent + 1 > limit as i32 } else { exponent < -3 };
    if is_scientific {
        let fraction = if digits.len() == 1 { "0" } else { &digits[1..] };
        let (exponent_sign, exponent) = if exponent < 0 { ("-", -exponent) } else { ("+", exponent) };
        return format!("{sign}{}.{fraction}E{exponent_sign}{exponent}", &digits[..1]);
    }
    if trailing >= 0 {
        return format!("{sign}{digits}{}", "0".repeat(trailing as usize));
    }
    if exponent >= 0 {
        let (whole, fraction) = digits.split_at(exponent as usize + 1);
        return format!("{sign}{whole}.{fraction}");
    }
    format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize))
}
