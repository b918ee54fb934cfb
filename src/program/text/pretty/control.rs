//! Operations that compare, choose, repeat and name other operations.

use super::Pretty;
use crate::error::Error;
use crate::program::attribute::{Attribute, Attributes, Escaped, SymbolName};
use crate::program::op::Op;
use crate::program::op::attributes::CustomCall;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType, RngAlgorithm};
use crate::program::op::field::{Field, OpAttributes};
use crate::program::text::attributes::symbol;
use crate::program::text::cursor::{Read, Syntax};
use crate::program::text::parser::{Draft, Parser};
use crate::program::text::types;
use crate::program::types::Type;

/// Reads a word that names one of an enumeration as the attribute `name`.
fn enumerator<T: Field>(
    parser: &mut Parser,
    draft: &mut Draft,
    name: &str,
    from_name: fn(&str) -> Option<T>,
    what: &str,
) -> Read<()> {
    let at = parser.cursor.at();
    match parser.cursor.word().and_then(from_name).and_then(|value| value.to_attribute()) {
        Some(attribute) => {
            draft.attributes.insert(name, attribute);
            Ok(())
        }
        None => {
            parser.cursor.jump(at);
            Err(parser.cursor.expected(what))
        }
    }
}

pub(in crate::program) static COMPARE: Pretty = Pretty {
    read: |parser, draft| {
        let what = "`EQ`, `NE`, `GE`, `GT`, `LE` or `LT`";
        enumerator(parser, draft, "comparison_direction", ComparisonDirection::from_name, what)?;
        parser.comma()?;
        draft.operands.push(parser.value()?);
        parser.comma()?;
        draft.operands.push(parser.value()?);
        if parser.cursor.eat(",") {
            let what = "`FLOAT`, `TOTALORDER`, `SIGNED`, `UNSIGNED` or `NOTYPE`";
            enumerator(parser, draft, "compare_type", ComparisonType::from_name, what)?;
        }
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Compare(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("{}, ", attributes.comparison_direction.name()))?;
        printer.operands(view)?;
        if let Some(compare_type) = attributes.compare_type {
            printer.write(format_args!(", {}", compare_type.name()))?;
        }
        printer.function_type(view)
    },
};

pub(in crate::program) static SELECT: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.dictionary(draft)?;
        parser.cursor.expect(":", "before types")?;
        if parser.cursor.peek() == b'(' {
            return parser.function_type_only(draft);
        }
        let pred = types::parse_type(&mut parser.cursor)?;
        parser.comma()?;
        let result = types::parse_type(&mut parser.cursor)?;
        parser.expect_operand_types(draft, &[pred, result.clone(), result.clone()])?;
        draft.results = vec![result];
        Ok(())
    },
    write: |printer, view| {
        printer.operands(view)?;
        printer.extra(view)?;
        printer.write(format_args!(" : {}, {}", view.operand_type(0), view.operand_type(1)))
    },
};

pub(in crate::program) static REDUCE_PRECISION: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        parser.cursor.expect_word("format")?;
        parser.cursor.expect("=", "after `format`")?;
        let at = parser.cursor.at();
        let format = parser.cursor.word().and_then(|word| word.strip_prefix('e')).and_then(|rest| rest.split_once('m'));
        match format
            .and_then(|(exponent, mantissa)| Some((exponent.parse::<i32>().ok()?, mantissa.parse::<i32>().ok()?)))
        {
            Some((exponent, mantissa)) => {
                draft.attributes.insert("exponent_bits", exponent.to_attribute().unwrap_or(Attribute::Unit));
                draft.attributes.insert("mantissa_bits", mantissa.to_attribute().unwrap_or(Attribute::Unit));
            }
            None => {
                parser.cursor.jump(at);
                return Err(parser.cursor.expected("the bits of exponent and mantissa, such as `e5m10`"));
            }
        }
        parser.same_type(draft)
    },
    write: |printer, view| {
        let Op::ReducePrecision(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", format = e{}m{}", attributes.exponent_bits, attributes.mantissa_bits))?;
        printer.same_type(view)
    },
};

pub(in crate::program) static RNG_BIT_GENERATOR: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        parser.cursor.expect_word("algorithm")?;
        parser.cursor.expect("=", "after `algorithm`")?;
        enumerator(parser, draft, "rng_algorithm", RngAlgorithm::from_name, "`DEFAULT`, `THREE_FRY` or `PHILOX`")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::RngBitGenerator(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", algorithm = {}", attributes.rng_algorithm.name()))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static SHARDING_CONSTRAINT: Pretty = Pretty {
    read: |parser, draft| {
        draft.operands.push(parser.value()?);
        let at = parser.cursor.at();
        parser.cursor.expect("<", "before a sharding")?;
        let body = parser.cursor.balanced(b'>')?.to_owned();
        let mesh = body.trim().strip_prefix('@').and_then(|rest| rest.split([',', ' ']).next()).unwrap_or("");
        if !parser.meshes.iter().any(|name| name == mesh) {
            let message = format!("a sharding over a mesh other than one declared before is not supported: `<{body}>`");
            return Err(Syntax::unsupported(at, message));
        }
        draft.attributes.insert("sharding", Attribute::Dialect { name: "sdy.sharding".into(), body });
        parser.same_type(draft)
    },
    write: |printer, view| {
        let Op::ShardingConstraint(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        if let Attribute::Dialect { body, .. } = &attributes.sharding.0 {
            printer.write(format_args!(" <{body}>"))?;
        }
        printer.same_type(view)
    },
};

pub(in crate::program) static OPTIMIZATION_BARRIER: Pretty = Pretty {
    read: |parser, draft| {
        if parser.cursor.eat("(") {
            parser.cursor.expect(")", "where there are no operands")?;
        } else {
            parser.operands(draft)?;
        }
        parser.dictionary(draft)?;
        parser.cursor.expect(":", "before types")?;
        if parser.cursor.peek() == b'(' {
            return parser.function_type_only(draft);
        }
        let types = types::list(&mut parser.cursor)?;
        parser.expect_operand_types(draft, &types)?;
        draft.results = types;
        Ok(())
    },
    write: |printer, view| {
        if view.operand_count() == 0 {
            return printer.write(format_args!("() : () -> ()"));
        }
        printer.operands(view)?;
        printer.extra(view)?;
        printer.write(format_args!(" : "))?;
        printer.operand_types(view)
    },
};

pub(in crate::program) static AFTER_ALL: Pretty = Pretty {
    read: |parser, draft| {
        if parser.cursor.peek() == b'%' {
            parser.operands(draft)?;
        }
        parser.dictionary(draft)?;
        parser.cursor.expect(":", "before types")?;
        if parser.cursor.peek() == b'(' {
            return parser.function_type_only(draft);
        }
        let ty = types::parse_type(&mut parser.cursor)?;
        parser.expect_operand_types(draft, &vec![ty.clone(); draft.operands.len()])?;
        draft.results = vec![ty];
        Ok(())
    },
    write: |printer, view| {
        printer.operands(view)?;
        printer.extra(view)?;
        printer.write(format_args!("{}: {}", if view.operand_count() == 0 { "" } else { " " }, Type::Token))
    },
};

pub(in crate::program) static TUPLE: Pretty = Pretty {
    read: |parser, draft| {
        if parser.cursor.peek() == b'%' {
            parser.operands(draft)?;
        }
        parser.dictionary(draft)?;
        parser.cursor.expect(":", "before types")?;
        if parser.cursor.peek() == b'(' {
            return parser.function_type_only(draft);
        }
        draft.results = vec![types::parse_type(&mut parser.cursor)?];
        Ok(())
    },
    write: |printer, view| {
        printer.operands(view)?;
        printer.extra(view)?;
        printer.write(format_args!("{}: ", if view.operand_count() == 0 { "" } else { " " }))?;
        printer.result_types(view)
    },
};

pub(in crate::program) static GET_TUPLE_ELEMENT: Pretty = Pretty {
    read: |parser, draft| {
        draft.operands.push(parser.value()?);
        parser.cursor.expect("[", "before the place of an element")?;
        let at = parser.cursor.at();
        let index = i32::try_from(parser.cursor.integer()?).ok().and_then(|index| index.to_attribute());
        let Some(index) = index else {
            return Err(Syntax::from_error(at, Error::invalid("a tuple has no such element")));
        };
        draft.attributes.insert("index", index);
        parser.cursor.expect("]", "after the place of an element")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::GetTupleElement(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!("[{}]", attributes.index))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static TOP_K: Pretty = Pretty {
    read: |parser, draft| {
        parser.cursor.expect("(", "before the operand")?;
        draft.operands.push(parser.value()?);
        while parser.cursor.eat(",") {
            let at = parser.cursor.at();
            let name = match parser.cursor.word() {
                Some(name @ ("k" | "is_stable")) => name,
                _ => {
                    parser.cursor.jump(at);
                    return Err(parser.cursor.expected("`k` or `is_stable`"));
                }
            };
            parser.cursor.expect("=", "after the name of an attribute")?;
            let value = parser.context.attribute(&mut parser.cursor)?;
            draft.attributes.insert(name, value);
        }
        parser.cursor.expect(")", "after the attributes")?;
        parser.arrow_types(draft)
    },
    write: |printer, view| {
        let Op::TopK(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("("))?;
        printer.operands(view)?;
        printer.write(format_args!(", k = {}", attributes.k))?;
        if let Some(is_stable) = attributes.is_stable {
            printer.write(format_args!(", is_stable = {is_stable}"))?;
        }
        printer.write(format_args!(")"))?;
        printer.arrow_types(view)
    },
};

pub(in crate::program) static CALL: Pretty = Pretty {
    read: |parser, draft| {
        let name = symbol(&mut parser.cursor)?;
        draft.attributes.insert("callee", Attribute::Symbol(name));
        parser.bracketed_operands(draft)?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Call(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("{}", SymbolName(&attributes.callee.0)))?;
        printer.bracketed_operands(view)?;
        printer.function_type(view)
    },
};

pub(in crate::program) static CUSTOM_CALL: Pretty = Pretty {
    read: |parser, draft| {
        let name = symbol(&mut parser.cursor)?;
        parser.bracketed_operands(draft)?;
        parser.dictionary(draft)?;
        draft.attributes.insert("call_target_name", Attribute::String(name));
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::CustomCall(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("{}", SymbolName(&attributes.call_target_name)))?;
        printer.bracketed_operands(view)?;
        printer.dictionary(&call_attributes(attributes, &view.operation().extra))?;
        printer.function_type_only(view)
    },
};

/// The attributes of a custom call that are written as such.
fn call_attributes(attributes: &CustomCall, extra: &Attributes) -> Attributes {
    let mut rest = attributes.write();
    rest.remove("call_target_name");
    if !attributes.has_side_effect {
        rest.remove("has_side_effect");
    }
    for (name, attribute) in extra.iter() {
        rest.insert(name, attribute.clone());
    }
    rest
}

pub(in crate::program) static COMPOSITE: Pretty = Pretty {
    read: |parser, draft| {
        let name = parser.cursor.string()?;
        if parser.cursor.peek() == b'%' {
            parser.operands(draft)?;
        }
        parser.dictionary(draft)?;
        draft.attributes.insert("name", Attribute::String(name));
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Composite(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("\"{}\"", Escaped(&attributes.name)))?;
        if view.operand_count() > 0 {
            printer.write(format_args!(" "))?;
            printer.operands(view)?;
        }
        let mut rest = attributes.write();
        rest.remove("name");
        if attributes.version == 0 {
            rest.remove("version");
        }
        for (name, attribute) in view.operation().extra.iter() {
            rest.insert(name, attribute.clone());
        }
        printer.dictionary(&rest)?;
        printer.function_type_only(view)
    },
};
