//! Attributes as text.

use std::collections::HashMap;

use super::cursor::{Cursor, Read, Syntax};
use super::origins::Origins;
use super::{constant, float, types};
use crate::error::{Error, Status};
use crate::program::attribute::{Attribute, Attributes, Literal, Real};
use crate::program::types::{Class, MAX_TYPE_DEPTH, TensorType, Type, class};
use crate::tensor::DType;

/// The most bytes that constants of a text which say their one element once may take together.
const MAX_SPLAT_BYTES: usize = 256 << 20;

/// The most bytes that names of attributes may stand for together, as text: each may stand for several others.
const MAX_ALIAS_BYTES: usize = 4 << 20;

/// What reading attributes needs to know, and counts.
pub(super) struct Context<'a> {
    text: &'a str,
    aliases: HashMap<&'a str, Alias>,
    alias_bytes_left: usize,
    splat_bytes_left: usize,
    /// What the text says of where operations come from.
    pub(super) origins: Origins<'a>,
}

/// An attribute that has a name.
struct Alias {
    attribute: Attribute,
    depth: usize,
    bytes: usize,
}

impl<'a> Context<'a> {
    /// That of a text, before anything was read.
    pub(super) fn new(text: &'a str) -> Context<'a> {
        Context {
            text,
            aliases: HashMap::new(),
            alias_bytes_left: MAX_ALIAS_BYTES,
            splat_bytes_left: MAX_SPLAT_BYTES,
            origins: Origins::default(),
        }
    }

    /// Reads `#name = attribute`, or `#name = loc(…)`.
    pub(super) fn alias(&mut self, cursor: &mut Cursor<'a>) -> Read<()> {
        cursor.expect("#", "before the name of an attribute")?;
        let name = cursor.suffix();
        cursor.expect("=", "after the name of an attribute")?;
        if cursor.sees("loc(") {
            let location = location(cursor)?;
            location.into_iter().for_each(|location| self.origins.alias(name, location));
            return Ok(());
        }
        let attribute = self.attribute(cursor)?;
        let (depth, bytes) = (attribute.depth(), attribute.to_string().len());
        self.aliases.insert(name, Alias { attribute, depth, bytes });
        Ok(())
    }

    /// Reads an attribute.
    pub(super) fn attribute(&mut self, cursor: &mut Cursor<'a>) -> Read<Attribute> {
        self.nested(cursor, 0)
    }

    /// Reads `{name = attribute, …}`.
    pub(super) fn dictionary(&mut self, cursor: &mut Cursor<'a>) -> Read<Attributes> {
        self.entries(cursor, 0)
    }

    /// Reads a dictionary where there is one.
    pub(super) fn optional_dictionary(&mut self, cursor: &mut Cursor<'a>) -> Read<Attributes> {
        if cursor.peek() == b'{' { self.dictionary(cursor) } else { Ok(Attributes::new()) }
    }

    fn entries(&mut self, cursor: &mut Cursor<'a>, depth: usize) -> Read<Attributes> {
        let mut entries = Vec::new();
        cursor.expect("{", "before attributes")?;
        while !cursor.eat("}") {
            let at = cursor.at();
            let name = match cursor.word() {
                Some(word) => word.to_owned(),
                None if cursor.peek() == b'"' => cursor.string()?,
                None => return Err(cursor.expected("the name of an attribute")),
            };
            let value = if cursor.eat("=") { self.nested(cursor, depth + 1)? } else { Attribute::Unit };
            entries.push((name, at, value));
            if !cursor.eat(",") && cursor.peek() != b'}' {
                return Err(cursor.expected("`,` or `}` after an attribute"));
            }
        }
        // All at once: inserted one by one in the wrong order, each would move those before it.
        entries.sort_by(|(name, ..), (other, ..)| name.cmp(other));
        if let Some(pair) = entries.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            let (name, at, _) = &pair[1];
            return Err(Syntax::from_error(*at, Error::invalid(format!("attribute `{name}` stands twice"))));
        }
        Ok(entries.into_iter().map(|(name, _, value)| (name, value)).collect())
    }

    fn nested(&mut self, cursor: &mut Cursor<'a>, depth: usize) -> Read<Attribute> {
        let at = cursor.at();
        if depth > MAX_TYPE_DEPTH {
            return Err(too_deep(at));
        }
        match cursor.peek() {
            b'"' => {
                let text = cursor.string()?;
                Ok(Attribute::String(text))
            }
            b'@' => symbol(cursor).map(Attribute::Symbol),
            b'[' => {
                let mut items = Vec::new();
                cursor.expect("[", "before a list")?;
                while !cursor.eat("]") {
                    items.push(self.nested(cursor, depth + 1)?);
                    if !cursor.eat(",") && cursor.peek() != b']' {
                        return Err(cursor.expected("`,` or `]` in a list of attributes"));
                    }
                }
                Ok(Attribute::Array(items))
            }
            b'{' => self.entries(cursor, depth).map(Attribute::Dictionary),
            b'#' => self.dialect(cursor, depth),
            b'!' => types::parse_type(cursor).map(Attribute::Type),
            b'-' | b'0'..=b'9' => number(cursor),
            _ => {
                let mut ahead = *cursor;
                match ahead.word() {
                    Some("true") => done(cursor, ahead, Attribute::Bool(true)),
                    Some("false") => done(cursor, ahead, Attribute::Bool(false)),
                    Some("unit") => done(cursor, ahead, Attribute::Unit),
                    Some("array") => {
                        *cursor = ahead;
                        integer_array(cursor)
                    }
                    Some("dense") => {
                        *cursor = ahead;
                        self.dense_attribute(cursor)
                    }
                    Some("dense_resource") => Err(Syntax::unsupported(
                        at,
                        "constants that lie outside the text (`dense_resource`) are not supported",
                    )),
                    Some("tensor" | "tuple") => types::parse_type(cursor).map(Attribute::Type),
                    Some(word) => Err(Syntax::unsupported(at, format!("attribute `{word}` is not supported"))),
                    None => Err(cursor.expected("an attribute")),
                }
            }
        }
    }

    /// Reads `<…> : type`, after `dense`.
    fn dense(&mut self, cursor: &mut Cursor<'a>) -> Read<Literal> {
        let (start, end) = dense_body(cursor)?;
        cursor.expect(":", "before the type of a constant")?;
        let at = cursor.at();
        match types::parse_type(cursor)? {
            Type::Tensor(ty) => self.dense_of(start, end, &ty),
            other => Err(Syntax::from_error(at, Error::invalid(format!("a constant must be a tensor, not {other}")))),
        }
    }

    /// Reads `<…> : type`, after `dense`, where the elements may be of type `index`.
    fn dense_attribute(&mut self, cursor: &mut Cursor<'a>) -> Read<Attribute> {
        let mut ahead = *cursor;
        let (start, end) = dense_body(&mut ahead)?;
        match (ahead.eat(":"), types::index_tensor(&mut ahead)) {
            (true, Some(ty)) => {
                *cursor = ahead;
                self.dense_of(start, end, &ty?).map(Attribute::DenseIndex)
            }
            _ => self.dense(cursor).map(Attribute::Dense),
        }
    }

    fn dense_of(&mut self, start: usize, end: usize, ty: &TensorType) -> Read<Literal> {
        constant::parse(self.text, start, end, ty, &mut self.splat_bytes_left).map(Literal)
    }

    /// Reads `dense<…> : type`.
    pub(super) fn constant(&mut self, cursor: &mut Cursor<'a>) -> Read<Literal> {
        let at = cursor.at();
        match cursor.word() {
            Some("dense") => self.dense(cursor),
            Some("dense_resource") => {
                Err(Syntax::unsupported(at, "constants that lie outside the text (`dense_resource`) are not supported"))
            }
            _ => {
                cursor.jump(at);
                Err(cursor.expected("a constant, such as `dense<0.0> : tensor<2xf32>`"))
            }
        }
    }

    /// Reads `#alias`, `#dialect.name<body>` or `#dialect<body>`.
    fn dialect(&mut self, cursor: &mut Cursor<'a>, depth: usize) -> Read<Attribute> {
        let at = cursor.at();
        cursor.expect("#", "before the name of an attribute")?;
        let name = cursor.suffix();
        if cursor.eat("<") {
            let body = cursor.balanced(b'>')?;
            return Ok(Attribute::Dialect { name: name.to_owned(), body: body.to_owned() });
        }
        let Some(alias) = self.aliases.get(name) else {
            let message = format!("there is no attribute `#{name}` before this place");
            return Err(Syntax::from_error(at, Error::invalid(message)));
        };
        if depth + alias.depth > MAX_TYPE_DEPTH {
            return Err(too_deep(at));
        }
        self.alias_bytes_left = self.alias_bytes_left.checked_sub(alias.bytes).ok_or_else(|| {
            let message =
                format!("names of attributes stand for more than {MAX_ALIAS_BYTES} bytes, at the last `#{name}`");
            Syntax::from_error(at, Error::new(Status::ResourceExhausted, message))
        })?;
        Ok(alias.attribute.clone())
    }
}

fn too_deep(at: usize) -> Syntax {
    Syntax::from_error(at, Error::invalid(format!("attributes nest deeper than {MAX_TYPE_DEPTH}")))
}

fn done<'a>(cursor: &mut Cursor<'a>, ahead: Cursor<'a>, attribute: Attribute) -> Read<Attribute> {
    *cursor = ahead;
    Ok(attribute)
}

/// Reads `<…>` of a constant without looking into it.
fn dense_body(cursor: &mut Cursor) -> Read<(usize, usize)> {
    cursor.expect("<", "after `dense`")?;
    let start = cursor.at();
    let body = cursor.balanced(b'>')?;
    // Space before the body belongs to it; only its end matters then.
    let end = cursor.at_exactly() - 1;
    debug_assert!(end >= start || body.trim().is_empty());
    Ok((start.min(end), end))
}

/// Reads `3`, `3 : i32`, `1.0 : f32`, `0x7F800000 : f32`.
fn number(cursor: &mut Cursor) -> Read<Attribute> {
    let at = cursor.at();
    let Some(text) = cursor.number() else { return Err(cursor.expected("a number")) };
    let is_real = text.contains('.');
    let dtype = if cursor.eat(":") {
        if cursor.eat_word("index") { None } else { Some(types::dtype(cursor)?) }
    } else {
        Some(if is_real { DType::F64 } else { DType::I64 })
    };
    let fail = || Syntax::from_error(at, Error::invalid(format!("`{text}` is no number of its type")));
    match dtype {
        Some(dtype) if class(dtype) == Class::Float => {
            let value = match text.strip_prefix("0x") {
                Some(digits) => u64::from_str_radix(digits, 16).ok().and_then(|bits| float::from_bits(bits, dtype)),
                None => float::read(text, dtype),
            };
            value.map(|value| Attribute::Float(Real(value), dtype)).ok_or_else(fail)
        }
        _ => {
            let (negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
            let value = match digits.strip_prefix("0x") {
                Some(digits) => i128::from_str_radix(digits, 16).ok(),
                None => digits.parse::<i128>().ok(),
            };
            let value = value.map(|value| if negative { -value } else { value });
            value
                .filter(|value| value.unsigned_abs() <= u128::from(u64::MAX))
                .map(|value| Attribute::Integer(value, dtype))
                .ok_or_else(fail)
        }
    }
}

/// Reads `<i64: 1, 2>`, after `array`.
fn integer_array(cursor: &mut Cursor) -> Read<Attribute> {
    cursor.expect("<", "after `array`")?;
    let at = cursor.at();
    let dtype = types::dtype(cursor)?;
    if class(dtype) == Class::Float {
        return Err(Syntax::unsupported(at, "arrays of floating-point numbers are not supported"));
    }
    let mut values = Vec::new();
    if cursor.eat(":") {
        loop {
            values.push(if cursor.eat_word("true") {
                1
            } else if cursor.eat_word("false") {
                0
            } else {
                cursor.integer()?
            });
            if !cursor.eat(",") {
                break;
            }
        }
    }
    cursor.expect(">", "after an array")?;
    Ok(Attribute::IntegerArray(dtype, values))
}

/// Reads `@name` or `@"name"`.
pub(super) fn symbol(cursor: &mut Cursor) -> Read<String> {
    cursor.expect("@", "before the name of a function")?;
    if cursor.peek() == b'"' {
        return cursor.string();
    }
    let name = cursor.suffix();
    if name.is_empty() { Err(cursor.expected("a name after `@`")) } else { Ok(name.to_owned()) }
}

/// Passes over `loc(…)`.
pub(super) fn skip_location(cursor: &mut Cursor) -> Read<()> {
    location(cursor).map(|_| ())
}

/// Reads `loc(…)`, where it stands: what is between the brackets.
pub(super) fn location<'a>(cursor: &mut Cursor<'a>) -> Read<Option<&'a str>> {
    if !cursor.eat_word("loc") {
        return Ok(None);
    }
    cursor.expect("(", "after `loc`")?;
    cursor.balanced(b')').map(Some)
}
