//! Products and solvers.

use super::Pretty;
use crate::program::attribute::{Attribute, Attributes, Literal};
use crate::program::op::Op;
use crate::program::op::attributes::Convolution;
use crate::program::op::dimensions::{ConvDimensionNumbers, DotDimensionNumbers};
use crate::program::op::enumerations::Precision;
use crate::program::op::field::{Field, OpAttributes};
use crate::program::text::cursor::{Read, Syntax};
use crate::program::text::parser::{Draft, Parser};
use crate::tensor::Tensor;

pub(in crate::program) static DOT_GENERAL: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        let mut numbers = DotDimensionNumbers::default();
        while parser.cursor.eat(",") {
            if parser.cursor.eat_word("batching_dims") {
                (numbers.lhs_batching_dimensions, numbers.rhs_batching_dimensions) = pair(parser)?;
            } else if parser.cursor.eat_word("contracting_dims") {
                (numbers.lhs_contracting_dimensions, numbers.rhs_contracting_dimensions) = pair(parser)?;
            } else if parser.cursor.eat_word("precision") {
                precision(parser, draft)?;
            } else if parser.cursor.eat_word("algorithm") {
                parser.cursor.expect("=", "after `algorithm`")?;
                parser.cursor.expect("<", "before an algorithm")?;
                let body = parser.cursor.balanced(b'>')?.to_owned();
                draft
                    .attributes
                    .insert("algorithm", Attribute::Dialect { name: "stablehlo.dot_algorithm".into(), body });
            } else {
                return Err(parser.cursor.expected("`batching_dims`, `contracting_dims`, `precision` or `algorithm`"));
            }
        }
        if let Some(attribute) = numbers.to_attribute() {
            draft.attributes.insert("dot_dimension_numbers", attribute);
        }
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::DotGeneral(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        let numbers = &attributes.dot_dimension_numbers;
        let (lhs, rhs) = (&numbers.lhs_batching_dimensions, &numbers.rhs_batching_dimensions);
        if !lhs.is_empty() {
            printer.write(format_args!(", batching_dims = {lhs:?} x {rhs:?}"))?;
        }
        let (lhs, rhs) = (&numbers.lhs_contracting_dimensions, &numbers.rhs_contracting_dimensions);
        printer.write(format_args!(", contracting_dims = {lhs:?} x {rhs:?}"))?;
        if !attributes.precision_config.is_empty() {
            let names: Vec<&str> = attributes.precision_config.iter().map(|precision| precision.name()).collect();
            printer.write(format_args!(", precision = [{}]", names.join(", ")))?;
        }
        if let Some(algorithm) = &attributes.algorithm {
            printer.write(format_args!(", algorithm = <{}>", algorithm.0))?;
        }
        printer.function_type(view)
    },
};

/// Reads `= [0] x [1]`.
fn pair(parser: &mut Parser) -> Read<(Vec<i64>, Vec<i64>)> {
    parser.cursor.expect("=", "before dimensions")?;
    let lhs = parser.cursor.integers()?;
    if !parser.cursor.eat_character('x') {
        return Err(parser.cursor.expected("`x` between the dimensions of both operands"));
    }
    Ok((lhs, parser.cursor.integers()?))
}

/// Reads `= [DEFAULT, HIGHEST]`.
fn precision(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    parser.cursor.expect("=", "after `precision`")?;
    let items = parser.cursor.list("[", "]", |cursor| {
        let at = cursor.at();
        let precision = cursor.word().and_then(Precision::from_name);
        precision.ok_or_else(|| {
            cursor.jump(at);
            cursor.expected("`DEFAULT`, `HIGH` or `HIGHEST`")
        })
    })?;
    if let Some(attribute) = items.to_attribute() {
        draft.attributes.insert("precision_config", attribute);
    }
    Ok(())
}

pub(in crate::program) static CONVOLUTION: Pretty = Pretty {
    read: |parser, draft| {
        parser.bracketed_operands(draft)?;
        parser.cursor.expect_word("dim_numbers")?;
        parser.cursor.expect("=", "after `dim_numbers`")?;
        let at = parser.cursor.at();
        let numbers = ConvDimensionNumbers::parse(&mut parser.cursor).map_err(|what| {
            let mut cursor = parser.cursor;
            let found = cursor.expected(&what);
            Syntax { at: at.max(found.at), ..found }
        })?;
        parser.comma()?;
        parser.cursor.expect_word("window")?;
        parser.cursor.expect("=", "after `window`")?;
        parser.cursor.expect("{", "before a window")?;
        while !parser.cursor.eat("}") {
            window(parser, draft)?;
            if !parser.cursor.eat(",") && parser.cursor.peek() != b'}' {
                return Err(parser.cursor.expected("`,` or `}` in a window"));
            }
        }
        if let Some(attribute) = numbers.to_attribute() {
            draft.attributes.insert("dimension_numbers", attribute);
        }
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Convolution(attributes) = view.op() else { return Ok(()) };
        printer.bracketed_operands(view)?;
        printer.write(format_args!(" dim_numbers = {}, window = {{", attributes.dimension_numbers))?;
        printer.write(format_args!("stride = {:?}, pad = {:?}", attributes.window_strides, attributes.padding))?;
        printer.write(format_args!(
            ", lhs_dilate = {:?}, rhs_dilate = {:?}",
            attributes.lhs_dilation, attributes.rhs_dilation
        ))?;
        printer.write(format_args!(", reverse = {:?}}}", attributes.window_reversal))?;
        printer.dictionary(&rest(attributes, &view.operation().extra))?;
        printer.function_type_only(view)
    },
};

/// The attributes of a convolution that are written as such.
fn rest(attributes: &Convolution, extra: &Attributes) -> Attributes {
    let mut rest = attributes.write();
    for name in ["dimension_numbers", "window_strides", "padding", "lhs_dilation", "rhs_dilation", "window_reversal"] {
        rest.remove(name);
    }
    for (name, attribute) in extra.iter() {
        rest.insert(name, attribute.clone());
    }
    rest
}

/// Reads one entry of a window: `stride = [1, 1]`.
fn window(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    let at = parser.cursor.at();
    let word = parser.cursor.word().unwrap_or("");
    let name = match word {
        "stride" => "window_strides",
        "pad" => "padding",
        "lhs_dilate" => "lhs_dilation",
        "rhs_dilate" => "rhs_dilation",
        "reverse" => "window_reversal",
        _ => {
            parser.cursor.jump(at);
            return Err(parser.cursor.expected("`stride`, `pad`, `lhs_dilate`, `rhs_dilate` or `reverse`"));
        }
    };
    parser.cursor.expect("=", "in a window")?;
    let attribute = match word {
        "pad" => {
            let at = parser.cursor.at();
            let pairs = parser.cursor.list("[", "]", |cursor| {
                let at = cursor.at();
                let pair = cursor.integers()?;
                <[i64; 2]>::try_from(pair).map_err(|_| {
                    cursor.jump(at);
                    cursor.expected("a pair of integers")
                })
            })?;
            let values: Vec<i64> = pairs.iter().flatten().copied().collect();
            let tensor =
                Tensor::from_slice(&[pairs.len() as i64, 2], &values).map_err(|error| Syntax::from_error(at, error))?;
            Attribute::Dense(Literal(tensor))
        }
        "reverse" => parser
            .cursor
            .list("[", "]", |cursor| {
                if cursor.eat_word("true") {
                    Ok(true)
                } else if cursor.eat_word("false") {
                    Ok(false)
                } else {
                    cursor.integer().map(|value| value != 0)
                }
            })?
            .to_attribute()
            .unwrap_or(Attribute::Unit),
        _ => Attribute::integers(&parser.cursor.integers()?),
    };
    if draft.attributes.insert(name, attribute).is_some() {
        parser.cursor.jump(at);
        return Err(parser.cursor.expected("each entry of a window once"));
    }
    Ok(())
}

pub(in crate::program) static CHOLESKY: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        if parser.cursor.eat(",") {
            parser.cursor.expect_word("lower")?;
            parser.cursor.expect("=", "after `lower`")?;
            let value = parser.context.attribute(&mut parser.cursor)?;
            draft.attributes.insert("lower", value);
        }
        parser.same_type(draft)
    },
    write: |printer, view| {
        let Op::Cholesky(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        if attributes.lower {
            printer.write(format_args!(", lower = true"))?;
        }
        printer.same_type(view)
    },
};
