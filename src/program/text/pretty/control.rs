//! Operations that compare, choose, repeat and name other operations.

use super::Pretty;
use crate::error::Error;
use crate::program::attribute::{Attribute, Attributes, Escaped, SymbolName};
use crate::program::module::ValueId;
use crate::program::op::attributes::CustomCall;
use crate::program::op::enumerations::{ComparisonDirection, ComparisonType, RngAlgorithm};
use crate::program::op::field::{Field, OpAttributes};
use crate::program::op::{Op, OpInfo};
use crate::program::text::attributes::symbol;
use crate::program::text::cursor::{Read, Syntax};
use crate::program::text::parser::{Draft, Parser};
use crate::program::text::printer::View;
use crate::program::text::types;
use crate::program::types::{TensorType, Type};

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

pub(in crate::program) static WHILE: Pretty = Pretty {
    read: |parser, draft| {
        let names = parser.assignments(draft)?;
        if !draft.operands.is_empty() {
            parser.cursor.expect(":", "before the types of what a loop carries")?;
            let types = types::list(&mut parser.cursor)?;
            parser.expect_operand_types(draft, &types)?;
            draft.results = types;
        }
        if parser.cursor.eat_word("attributes") {
            parser.dictionary(draft)?;
        }
        parser.cursor.expect_word("cond")?;
        let types = draft.results.clone();
        draft.regions.push(parser.braced_region(&names, &types)?);
        parser.cursor.expect_word("do")?;
        draft.regions.push(parser.braced_region(&names, &types)?);
        Ok(())
    },
    write: |printer, view| {
        let regions = view.operation().regions();
        printer.write(format_args!("("))?;
        for (index, &argument) in view.region(regions[1]).arguments().iter().enumerate() {
            printer.write(format_args!("{}", if index == 0 { "" } else { ", " }))?;
            printer.name(argument)?;
            printer.write(format_args!(" = "))?;
            printer.operand(view, index)?;
        }
        printer.write(format_args!(")"))?;
        if view.operand_count() > 0 {
            printer.write(format_args!(" : "))?;
            printer.operand_types(view)?;
        }
        if !view.operation().extra.is_empty() {
            printer.write(format_args!(" attributes {{{}}}", view.operation().extra))?;
        }
        printer.new_line()?;
        printer.write(format_args!("cond "))?;
        printer.braced_region(view, regions[0])?;
        printer.write(format_args!(" do "))?;
        printer.braced_region(view, regions[1])
    },
};

pub(in crate::program) static REDUCE: Pretty = Pretty {
    read: |parser, draft| {
        let mut init_values = Vec::new();
        loop {
            parser.cursor.expect("(", "before an input")?;
            draft.operands.push(parser.value()?);
            parser.cursor.expect_word("init")?;
            parser.cursor.expect(":", "after `init`")?;
            init_values.push(parser.value()?);
            parser.cursor.expect(")", "after an initial value")?;
            if !parser.cursor.eat(",") {
                break;
            }
        }
        draft.operands.append(&mut init_values);
        let applied = if parser.cursor.eat_word("applies") { Some(applied(parser)?) } else { None };
        parser.cursor.expect_word("across")?;
        parser.cursor.expect_word("dimensions")?;
        parser.cursor.expect("=", "after `dimensions`")?;
        let dimensions = parser.cursor.integers()?;
        parser.function_type(draft)?;
        draft.attributes.insert("dimensions", Attribute::integers(&dimensions));
        match applied {
            Some(op) => apply(parser, draft, op),
            None => reducer(parser, draft),
        }
    },
    write: |printer, view| {
        let Op::Reduce(attributes) = view.op() else { return Ok(()) };
        let inputs = view.operand_count() / 2;
        for input in 0..inputs {
            printer.write(format_args!("{}", if input == 0 { "(" } else { ", (" }))?;
            printer.operand(view, input)?;
            printer.write(format_args!(" init: "))?;
            printer.operand(view, inputs + input)?;
            printer.write(format_args!(")"))?;
        }
        let region = view.operation().regions()[0];
        let applied = single_operation(view);
        if let Some(name) = applied {
            printer.write(format_args!(" applies {name}"))?;
        }
        printer.write(format_args!(" across dimensions = {:?}", attributes.dimensions))?;
        printer.function_type(view)?;
        if applied.is_some() {
            return Ok(());
        }
        printer.new_line()?;
        printer.write(format_args!(" reducer"))?;
        let arguments: Vec<ValueId> = view.region(region).arguments().to_vec();
        for input in 0..inputs {
            printer.write(format_args!("("))?;
            printer.typed_name(view, arguments[input])?;
            printer.write(format_args!(", "))?;
            printer.typed_name(view, arguments[inputs + input])?;
            printer.write(format_args!(") "))?;
        }
        printer.write(format_args!(" "))?;
        printer.braced_region(view, region)
    },
};

/// Reads the name of the operation that a reduction applies.
fn applied(parser: &mut Parser) -> Read<Op> {
    let at = parser.cursor.at();
    let name = parser.cursor.word().unwrap_or("");
    match name {
        "stablehlo.add" => Ok(Op::Add),
        "stablehlo.multiply" => Ok(Op::Multiply),
        "stablehlo.minimum" => Ok(Op::Minimum),
        "stablehlo.maximum" => Ok(Op::Maximum),
        "stablehlo.and" => Ok(Op::And),
        "stablehlo.or" => Ok(Op::Or),
        "stablehlo.xor" => Ok(Op::Xor),
        _ if OpInfo::find(name).is_some() => {
            parser.cursor.jump(at);
            Err(parser.cursor.expected("an operation of two operands that may be exchanged, such as `stablehlo.add`"))
        }
        _ => {
            parser.cursor.jump(at);
            Err(parser.cursor.expected("the operation that is applied, such as `stablehlo.add`"))
        }
    }
}

/// Makes the region of a reduction that applies one operation.
fn apply(parser: &mut Parser, draft: &mut Draft, op: Op) -> Read<()> {
    let at = draft.at;
    let element = match draft.operands.first().map(|&operand| parser.builder().value_type(operand)) {
        Some(Type::Tensor(tensor)) => Type::from(TensorType::scalar(tensor.dtype)),
        _ => {
            return Err(Syntax::from_error(
                at,
                Error::invalid("stablehlo.reduce: operand `inputs[0]` must be a tensor"),
            ));
        }
    };
    let builder = parser.builder();
    let build = || {
        let arguments = builder.begin_region(&[element.clone(), element.clone()])?;
        let results = builder.operation(op, &arguments, &[], &[])?;
        builder.end_region(&results)
    };
    let region = build().map_err(|error| Syntax::from_error(at, error))?;
    draft.regions.push(region);
    Ok(())
}

/// Reads `reducer(%a: type, %b: type) {…}`.
fn reducer(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    parser.cursor.expect_word("reducer")?;
    let (mut elements, mut accumulators) = (Vec::new(), Vec::new());
    while parser.cursor.eat("(") {
        elements.push(parser.typed_argument()?);
        parser.comma()?;
        accumulators.push(parser.typed_argument()?);
        parser.cursor.expect(")", "after the arguments of a reducer")?;
    }
    elements.append(&mut accumulators);
    let (names, types): (Vec<&str>, Vec<Type>) = elements.into_iter().unzip();
    draft.regions.push(parser.braced_region(&names, &types)?);
    Ok(())
}

/// The name of the operation, when a reduction's region is only that, of two operands that may be exchanged.
fn single_operation(view: &View) -> Option<&'static str> {
    let region = view.region(view.operation().regions()[0]);
    let ([id], [left, right]) = (region.operations(), region.arguments()) else { return None };
    let operation = view.body().operation(*id);
    let name = match operation.op {
        Op::Add | Op::Multiply | Op::Minimum | Op::Maximum | Op::And | Op::Or | Op::Xor => operation.op.name(),
        _ => return None,
    };
    let operands = view.body().operands(*id);
    let element = TensorType::scalar(view.operand_type(0).as_tensor()?.dtype);
    let fits = operands == [*left, *right]
        && region.results().iter().copied().eq(operation.results())
        && operation.extra.is_empty()
        && view.body().value_type(*left).as_tensor() == Some(&element);
    fits.then_some(name)
}
