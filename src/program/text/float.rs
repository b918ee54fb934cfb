//! Floating-point numbers as text: as MLIR writes them, so that reading gives the same bits.

use std::fmt;

use half::{bf16, f16};

use crate::tensor::{DType, Half};

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

/// The digits that are tried first.
const SHORT: usize = 6;

/// The bits of a number as hexadecimal digits.
fn write_bits(out: &mut dyn fmt::Write, value: f64, dtype: DType) -> fmt::Result {
    match dtype {
        DType::F16 => write!(out, "0x{:04X}", f16::nearest(value).to_bits()),
        DType::BF16 => write!(out, "0x{:04X}", bf16::nearest(value).to_bits()),
        DType::F32 => write!(out, "0x{:08X}", narrow(value)),
        _ => write!(out, "0x{:016X}", value.to_bits()),
    }
}

/// The number that this text says, in this dtype.
pub(super) fn read(text: &str, dtype: DType) -> Option<f64> {
    Some(match dtype {
        DType::F32 => f64::from(text.parse::<f32>().ok()?),
        DType::F16 => f16::nearest(text.parse().ok()?).to_f64(),
        DType::BF16 => bf16::nearest(text.parse().ok()?).to_f64(),
        _ => text.parse().ok()?,
    })
}

/// The number of these bits, in this dtype.
pub(super) fn from_bits(bits: u64, dtype: DType) -> Option<f64> {
    Some(match dtype {
        DType::F16 => f16::from_bits(u16::try_from(bits).ok()?).to_f64(),
        DType::BF16 => bf16::from_bits(u16::try_from(bits).ok()?).to_f64(),
        DType::F32 => widen(u32::try_from(bits).ok()?),
        _ => f64::from_bits(bits),
    })
}

/// The number of these bits of f32. A conversion may give any NaN for a NaN; here it keeps its sign and its payload.
fn widen(bits: u32) -> f64 {
    let number = f32::from_bits(bits);
    if !number.is_nan() {
        return f64::from(number);
    }
    let (sign, fraction) = (u64::from(bits >> 31), u64::from(bits & 0x7F_FFFF));
    f64::from_bits(sign << 63 | 0x7FF << 52 | fraction << 29)
}

/// The bits of f32 of a number: what [`widen`] takes.
fn narrow(value: f64) -> u32 {
    if !value.is_nan() {
        return (value as f32).to_bits();
    }
    let bits = value.to_bits();
    let (sign, fraction) = ((bits >> 63) as u32, (bits >> 29) as u32 & 0x7F_FFFF);
    // A payload that f32 has no room for must not leave an infinity.
    sign << 31 | 0xFF << 23 | if fraction == 0 { 1 << 22 } else { fraction }
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

/// `-1.250000e-03`: six digits, a zero after them, two digits of the exponent or more.
fn scientific(value: f64) -> String {
    let (digits, exponent) = decimal(value.abs(), SHORT);
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let exponent_sign = if exponent < 0 { '-' } else { '+' };
    format!("{sign}{}.{:0<SHORT$}e{exponent_sign}{:02}", &digits[..1], &digits[1..], exponent.abs())
}

/// As many digits as there are up to a limit, with a point among them, or `E` where more than three zeros would be needed.
fn shortest(value: f64, limit: usize) -> String {
    let (digits, exponent) = decimal(value.abs(), limit);
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

/// The digits of a number, no zeros at their end, and the power of ten of the first: at most `limit`, which are rounded
/// as LLVM rounds them, from digits that were cut off to a few more than that or, at times, to just as many.
fn decimal(value: f64, limit: usize) -> (String, i32) {
    if value == 0.0 {
        return ("0".to_owned(), 0);
    }
    let raw = value.to_bits();
    let (fraction, biased) = (raw & ((1 << 52) - 1), (raw >> 52) as i32);
    let (mantissa, exponent) = if biased == 0 { (fraction, -1074) } else { (fraction | 1 << 52, biased - 1075) };
    let exponent = exponent + mantissa.trailing_zeros() as i32;
    let mantissa = mantissa >> mantissa.trailing_zeros();
    // The number as a whole number of so many bits times a power of ten, exactly.
    let places = (-exponent).max(0);
    let bits = if exponent >= 0 {
        (64 - mantissa.leading_zeros()) as i32 + exponent
    } else {
        ((mantissa as f64).log2() + f64::from(places) * 5f64.log2()).floor() as i32 + 1
    };
    let text = format!("{value:.*}", places as usize);
    let mut digits: Vec<u8> = text.bytes().filter(u8::is_ascii_digit).skip_while(|&digit| digit == b'0').collect();
    let mut power = -places;
    let needed = ((limit * 196 + 58) / 59) as i32;
    if bits > needed {
        let removed = (bits - needed) * 59 / 196;
        digits.truncate(digits.len() - removed as usize);
        power += removed;
    }
    let mut power = power + digits.len() as i32 - 1;
    if digits.len() > limit {
        let up = digits[limit] >= b'5';
        digits.truncate(limit);
        if up {
            while digits.last() == Some(&b'9') {
                digits.pop();
            }
            match digits.last_mut() {
                Some(last) => *last += 1,
                None => {
                    digits.push(b'1');
                    power += 1;
                }
            }
        }
    }
    while digits.last() == Some(&b'0') && digits.len() > 1 {
        digits.pop();
    }
    (String::from_utf8_lossy(&digits).into_owned(), power)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: f64, dtype: DType) -> String {
        let mut text = String::new();
        write_float(&mut text, value, dtype).unwrap();
        text
    }

    #[test]
    fn numbers_are_written_as_mlir_writes_them() {
        let cases: &[(f32, &str)] = &[
            (0.0, "0.000000e+00"),
            (-0.0, "-0.000000e+00"),
            (2.0, "2.000000e+00"),
            (-0.5, "-5.000000e-01"),
            (0.99, "9.900000e-01"),
            (0.9, "0.899999976"),
            (0.01, "0.00999999977"),
            (1e-5, "9.99999974E-6"),
            (3.62587, "3.625870e+00"),
            (0.647726, "0.647725999"),
            (std::f32::consts::PI, "3.14159274"),
            (1e30, "1.000000e+30"),
            (f32::MAX, "3.40282347E+38"),
            (f32::from_bits(1), "1.401300e-45"),
            (f32::INFINITY, "0x7F800000"),
            // Six digits do not say it, and there is no point among those that do.
            (16777216.0, "0x4B800000"),
        ];
        for &(value, expected) in cases {
            assert_eq!(text(f64::from(value), DType::F32), expected);
        }
        assert_eq!(text(0.1, DType::F64), "1.000000e-01");
        assert_eq!(text(4.5999635273281747, DType::F64), "4.5999635273281747");
        assert_eq!(text(3.421875, DType::BF16), "3.421880e+00");
        assert_eq!(text(-3.134765625, DType::F16), "-3.134770e+00");
    }

    #[test]
    fn nans_keep_their_bits() {
        for (bits, expected) in [
            (0x7FC0_0000, "0x7FC00000"),
            (0xFFC0_0001, "0xFFC00001"),
            (0x7F80_0001, "0x7F800001"),
            (0xFFBF_FFFF, "0xFFBFFFFF"),
        ] {
            assert_eq!(text(from_bits(bits, DType::F32).unwrap(), DType::F32), expected);
        }
        assert_eq!(narrow(f64::from_bits(0x7FF0_0000_0000_0001)), 0x7FC0_0000);
    }

    #[test]
    fn what_is_written_reads_as_the_same_bits() {
        let mut state = 1u64;
        for _ in 0..if cfg!(miri) { 20 } else { 4_000 } {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let value = f32::from_bits((state >> 32) as u32);
            if value.is_finite() {
                let text = text(f64::from(value), DType::F32);
                if !text.starts_with("0x") {
                    assert_eq!(text.parse::<f32>().unwrap().to_bits(), value.to_bits(), "{text}");
                }
            }
            let value = f64::from_bits(state);
            if value.is_finite() {
                let text = super::tests::text(value, DType::F64);
                if !text.starts_with("0x") {
                    assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
                }
            }
        }
    }
}
