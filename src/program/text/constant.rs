//! The elements of constants as text.

use std::fmt;

use super::cursor::{Cursor, Read, Syntax, hex};
use super::float;
use crate::error::{Error, Status};
use crate::program::types::{Class, TensorType, bits, class};
use crate::tensor::{DType, Half, Tensor};

/// More elements than this are written as hexadecimal digits.
const MAX_WRITTEN: usize = 100;

/// Reads what stands between `dense<` and `>`, from `start` to `end`, as a tensor of this type. `left` is how many bytes
/// may still be made out of constants that say their one element once.
pub(super) fn parse(text: &str, start: usize, end: usize, ty: &TensorType, left: &mut usize) -> Read<Tensor> {
    let mut cursor = Cursor::new_at(&text[..end], start);
    let count = ty.element_count();
    let tensor = if cursor.is_at_end() {
        if count != 0 {
            return Err(cursor.expected(&format!("the {count} elements of {ty}")));
        }
        Tensor::zeros(ty.dtype, ty.dims())
    } else if cursor.peek() == b'"' {
        let at = cursor.at();
        let digits = cursor.raw_string()?;
        from_hex(digits, ty, left, at)?
    } else if cursor.peek() == b'[' {
        let mut bytes = Vec::new();
        list(&mut cursor, ty, 0, &mut bytes)?;
        Tensor::from_bytes(ty.dtype, ty.dims(), &bytes)
    } else {
        let at = cursor.at();
        let mut bytes = Vec::new();
        element(&mut cursor, ty.dtype, &mut bytes)?;
        splat(&bytes, ty, left, at)?
    };
    let at = cursor.at();
    if !cursor.is_at_end() {
        return Err(cursor.expected("the end of the constant"));
    }
    tensor.map_err(|error| Syntax::from_error(at, error))
}

/// Reads `[[1, 2], [3, 4]]`, whose form is that of the type. As deep as the rank, which is bounded.
fn list(cursor: &mut Cursor, ty: &TensorType, dimension: usize, bytes: &mut Vec<u8>) -> Read<()> {
    let Some(&extent) = ty.dims().get(dimension) else { return element(cursor, ty.dtype, bytes) };
    let expected = || format!("a list of {extent}, as dimension {dimension} of {ty} has");
    let at = cursor.at();
    if !cursor.eat("[") {
        return Err(cursor.expected(&expected()));
    }
    let mut found = 0;
    if !cursor.eat("]") {
        loop {
            list(cursor, ty, dimension + 1, bytes)?;
            found += 1;
            if cursor.eat("]") {
                break;
            }
            if found == extent || !cursor.eat(",") {
                return Err(cursor.expected(if found == extent { "`]`" } else { "`,` or `]`" }));
            }
        }
    }
    if found != extent {
        cursor.jump(at);
        let message = format!("expected {}, found {found}", expected());
        return Err(Syntax { at, status: Status::InvalidArgument as i32, message });
    }
    Ok(())
}

/// Reads one element and adds its bytes.
fn element(cursor: &mut Cursor, dtype: DType, bytes: &mut Vec<u8>) -> Read<()> {
    let at = cursor.at();
    let fail = |what: &str| {
        let mut cursor = *cursor;
        cursor.jump(at);
        cursor.expected(what)
    };
    if dtype == DType::Bool {
        let mut ahead = *cursor;
        let value = match ahead.word() {
            Some("true") => true,
            Some("false") => false,
            _ => {
                ahead = *cursor;
                match ahead.number() {
                    Some("0") => false,
                    Some("1" | "-1") => true,
                    _ => return Err(fail("`true` or `false`")),
                }
            }
        };
        *cursor = ahead;
        bytes.push(value.into());
        return Ok(());
    }
    let mut ahead = *cursor;
    if ahead.peek() == b'(' {
        return Err(Syntax::unsupported(at, "complex numbers are not supported"));
    }
    let Some(text) = ahead.number() else { return Err(fail("a number")) };
    if class(dtype) == Class::Float {
        let value = match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16).ok().and_then(|bits| float::from_bits(bits, dtype)),
            None if text.contains('.') => float::read(text, dtype),
            None => None,
        };
        // Bits are taken as they are: widening and narrowing a NaN would change them.
        match (text.strip_prefix("0x").and_then(|digits| u64::from_str_radix(digits, 16).ok()), value) {
            (_, None) => {
                return Err(fail(&format!("a number of {dtype} with a point, or its bits as hexadecimal digits")));
            }
            (Some(raw), Some(_)) => bytes.extend_from_slice(&raw.to_le_bytes()[..dtype.size()]),
            (None, Some(value)) => push_float(value, dtype, bytes),
        }
    } else {
        let value = integer(text, dtype).ok_or_else(|| fail(&format!("an integer within {dtype}")))?;
        bytes.extend_from_slice(&value.to_le_bytes()[..dtype.size()]);
    }
    *cursor = ahead;
    Ok(())
}

fn push_float(value: f64, dtype: DType, bytes: &mut Vec<u8>) {
    match dtype {
        DType::F16 => bytes.extend_from_slice(&half::f16::nearest(value).to_le_bytes()),
        DType::BF16 => bytes.extend_from_slice(&half::bf16::nearest(value).to_le_bytes()),
        DType::F32 => bytes.extend_from_slice(&(value as f32).to_le_bytes()),
        _ => bytes.extend_from_slice(&value.to_le_bytes()),
    }
}

/// The integer that a text says, when it lies within the dtype. Hexadecimal digits say bits.
fn integer(text: &str, dtype: DType) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let width = bits(dtype);
    let (magnitude, is_bits) = match digits.strip_prefix("0x") {
        Some(digits) => (i128::from_str_radix(digits, 16).ok()?, true),
        None => (digits.parse::<i128>().ok()?, false),
    };
    let value = if negative { -magnitude } else { magnitude };
    let (low, high) = match class(dtype) {
        Class::Signed => {
            (-(1i128 << (width - 1)), if is_bits { (1i128 << width) - 1 } else { (1i128 << (width - 1)) - 1 })
        }
        _ => (0, (1i128 << width) - 1),
    };
    (low..=high).contains(&value).then_some(value)
}

/// A tensor of one element repeated.
fn splat(element: &[u8], ty: &TensorType, left: &mut usize, at: usize) -> Read<crate::error::Result<Tensor>> {
    let size = ty.shape.byte_count(ty.dtype).map_err(|error| Syntax::from_error(at, error))?;
    if size > element.len() {
        *left = left.checked_sub(size).ok_or_else(|| {
            let message = format!("a constant {ty} says one element for {size} bytes: make it with broadcast_in_dim");
            Syntax::from_error(at, Error::new(Status::ResourceExhausted, message))
        })?;
    }
    Ok(Tensor::from_bytes(ty.dtype, ty.dims(), &element.repeat(ty.element_count())))
}

/// A tensor of the bytes that hexadecimal digits say, in order.
fn from_hex(digits: &str, ty: &TensorType, left: &mut usize, at: usize) -> Read<crate::error::Result<Tensor>> {
    let fail = |message: String| Syntax::from_error(at, Error::invalid(message));
    let Some(digits) = digits.strip_prefix("0x") else {
        return Err(fail("expected a string that begins with `0x`".into()));
    };
    if !digits.len().is_multiple_of(2) || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return Err(fail("expected two hexadecimal digits for each byte".into()));
    }
    let mut bytes: Vec<u8> = digits.as_bytes().chunks_exact(2).map(|pair| hex(pair[0]) << 4 | hex(pair[1])).collect();
    let size = ty.shape.byte_count(ty.dtype).map_err(|error| Syntax::from_error(at, error))?;
    // Any byte but 0 is true, as one byte of several elements, or of all.
    if ty.dtype == DType::Bool && (bytes.len() == size || bytes.len() == 1) {
        bytes.iter_mut().for_each(|byte| *byte = u8::from(*byte != 0));
    }
    if bytes.len() == size {
        return Ok(Tensor::from_bytes(ty.dtype, ty.dims(), &bytes));
    }
    if bytes.len() == ty.dtype.size() {
        return splat(&bytes, ty, left, at);
    }
    // Older versions of MLIR write eight bools as a byte.
    if ty.dtype == DType::Bool && bytes.len() == size.div_ceil(8) {
        let elements: Vec<u8> = (0..size).map(|index| (bytes[index / 8] >> (index % 8)) & 1).collect();
        return Ok(Tensor::from_bytes(ty.dtype, ty.dims(), &elements));
    }
    Err(fail(format!("expected the {size} bytes of {ty}, found {}", bytes.len())))
}

/// Writes `dense<…> : tensor<…>`.
pub(in crate::program) fn write_dense(out: &mut dyn fmt::Write, tensor: &Tensor) -> fmt::Result {
    let ty = TensorType::of(tensor);
    out.write_str("dense<")?;
    let size = ty.dtype.size();
    let first = tensor.bytes().get(..size);
    if first.is_some_and(|first| tensor.bytes().chunks_exact(size).all(|element| element == first)) {
        write_element(out, tensor, 0)?;
    } else if tensor.element_count() > MAX_WRITTEN {
        out.write_str("\"0x")?;
        let mut digits = String::with_capacity(2 * tensor.nbytes());
        for byte in tensor.bytes() {
            for digit in [byte >> 4, byte & 15] {
                digits.push(char::from_digit(digit.into(), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
        out.write_str(&digits)?;
        out.write_str("\"")?;
    } else if tensor.element_count() > 0 {
        let mut next = 0;
        write_list(out, tensor, tensor.shape(), &mut next)?;
    }
    write!(out, "> : {ty}")
}

fn write_list(out: &mut dyn fmt::Write, tensor: &Tensor, dims: &[i64], next: &mut usize) -> fmt::Result {
    let Some((&extent, inner)) = dims.split_first() else {
        *next += 1;
        return write_element(out, tensor, *next - 1);
    };
    out.write_str("[")?;
    for item in 0..extent {
        if item > 0 {
            out.write_str(", ")?;
        }
        write_list(out, tensor, inner, next)?;
    }
    out.write_str("]")
}

fn write_element(out: &mut dyn fmt::Write, tensor: &Tensor, index: usize) -> fmt::Result {
    let dtype = tensor.dtype();
    let size = dtype.size();
    let mut raw = [0u8; 8];
    raw[..size].copy_from_slice(&tensor.bytes()[index * size..][..size]);
    let value = u64::from_le_bytes(raw);
    match class(dtype) {
        Class::Bool => write!(out, "{}", value != 0),
        Class::Unsigned => write!(out, "{value}"),
        Class::Signed => {
            let shift = 64 - 8 * size as u32;
            write!(out, "{}", ((value << shift) as i64) >> shift)
        }
        Class::Float => match float::from_bits(value, dtype) {
            Some(number) if number.is_finite() => float::write_float(out, number, dtype),
            _ => write!(out, "0x{value:0width$X}", width = 2 * size),
        },
    }
}
