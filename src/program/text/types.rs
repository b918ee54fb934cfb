//! Types as text.

use super::cursor::{Cursor, Read, Syntax};
use crate::program::types::{MAX_TYPE_DEPTH, TensorType, Type, dtype_from_name};
use crate::tensor::{DType, MAX_RANK};

/// Reads `tensor<2x3xf32>`, `tuple<…>` or `!stablehlo.token`.
pub(super) fn parse_type(cursor: &mut Cursor) -> Read<Type> {
    nested(cursor, 0)
}

fn nested(cursor: &mut Cursor, depth: usize) -> Read<Type> {
    let at = cursor.at();
    if cursor.eat("!") {
        let name = cursor.suffix();
        return match name {
            "stablehlo.token" => Ok(Type::Token),
            _ => Err(Syntax::unsupported(at, format!("type `!{name}` is not supported"))),
        };
    }
    match cursor.word() {
        Some("tensor") => tensor(cursor).map(Type::Tensor),
        Some("tuple") => {
            if depth >= MAX_TYPE_DEPTH {
                return Err(Syntax::from_error(
                    at,
                    crate::error::Error::invalid(format!("types nest deeper than {MAX_TYPE_DEPTH}")),
                ));
            }
            let elements = cursor.list("<", ">", |cursor| nested(cursor, depth + 1))?;
            Type::tuple(elements).map_err(|error| Syntax::from_error(at, error))
        }
        Some(name @ ("memref" | "vector" | "complex" | "none" | "index")) => {
            Err(Syntax::unsupported(at, format!("values of type `{name}` are not supported")))
        }
        Some(name) if dtype_from_name(name).is_some() => {
            Err(Syntax::unsupported(at, format!("values of type `{name}` are not supported, only tensors are")))
        }
        Some(name) => Err(Syntax::unsupported(at, format!("type `{name}` is not supported"))),
        None => {
            cursor.jump(at);
            Err(cursor.expected("a type, such as `tensor<2x3xf32>`"))
        }
    }
}

/// Reads `<2x3xf32>`.
fn tensor(cursor: &mut Cursor) -> Read<TensorType> {
    let start = cursor.at();
    let dims = dimensions(cursor)?;
    let dtype = dtype(cursor)?;
    let at = cursor.at();
    if cursor.eat(",") {
        return Err(Syntax::unsupported(at, "encodings of tensor types are not supported"));
    }
    cursor.expect(">", "after the dtype of a tensor")?;
    TensorType::new(dtype, &dims).map_err(|error| Syntax::from_error(start, error))
}

/// Reads `tensor<2x3xindex>` as a type of int64, where that follows. Only attributes have such a type.
pub(super) fn index_tensor(cursor: &mut Cursor) -> Option<Read<TensorType>> {
    let start = cursor.at();
    if !cursor.eat_word("tensor") {
        return None;
    }
    let dims = dimensions(cursor).ok()?;
    (cursor.eat_word("index") && cursor.eat(">"))
        .then(|| TensorType::new(DType::I64, &dims).map_err(|error| Syntax::from_error(start, error)))
}

/// Reads `<2x3x`.
fn dimensions(cursor: &mut Cursor) -> Read<Vec<i64>> {
    cursor.expect("<", "after `tensor`")?;
    let mut dims = Vec::new();
    loop {
        let at = cursor.at();
        match cursor.peek() {
            b'0'..=b'9' => {
                let Ok(dim) = cursor.digits().parse::<i64>() else {
                    cursor.jump(at);
                    return Err(cursor.expected("an extent within an int64"));
                };
                if dims.len() == MAX_RANK {
                    cursor.jump(at);
                    return Err(cursor.expected(&format!("at most {MAX_RANK} dimensions")));
                }
                dims.push(dim);
                if !cursor.eat_character('x') {
                    return Err(cursor.expected("`x` after an extent"));
                }
            }
            b'?' => return Err(Syntax::unsupported(at, "dynamic shapes (`?`) are not supported")),
            b'*' => return Err(Syntax::unsupported(at, "unranked tensors (`*`) are not supported")),
            _ => return Ok(dims),
        }
    }
}

/// Reads `f32`.
pub(super) fn dtype(cursor: &mut Cursor) -> Read<DType> {
    let at = cursor.at();
    if cursor.eat("!") {
        let name = cursor.suffix();
        return Err(Syntax::unsupported(at, format!("element type `!{name}` is not supported")));
    }
    let Some(name) = cursor.word() else { return Err(cursor.expected("a dtype, such as `f32`")) };
    if name == "complex" {
        return Err(Syntax::unsupported(at, "element type `complex` is not supported"));
    }
    dtype_from_name(name).ok_or_else(|| Syntax::unsupported(at, format!("element type `{name}` is not supported")))
}

/// Reads `(type, type) -> type` or `(type) -> (type, type)`.
pub(super) fn function_type(cursor: &mut Cursor) -> Read<(Vec<Type>, Vec<Type>)> {
    let operands = cursor.list("(", ")", parse_type)?;
    cursor.expect("->", "before the types of the results")?;
    Ok((operands, results(cursor)?))
}

/// Reads `type` or `(type, type)`.
pub(super) fn results(cursor: &mut Cursor) -> Read<Vec<Type>> {
    if cursor.peek() == b'(' { cursor.list("(", ")", parse_type) } else { Ok(vec![parse_type(cursor)?]) }
}

/// Reads `type, type`.
pub(super) fn list(cursor: &mut Cursor) -> Read<Vec<Type>> {
    let mut types = vec![parse_type(cursor)?];
    while cursor.eat(",") {
        types.push(parse_type(cursor)?);
    }
    Ok(types)
}
