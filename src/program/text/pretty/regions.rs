//! Operations whose regions are written without quotes: loops and reductions.

use super::Pretty;
use crate::error::Error;
use crate::program::attribute::Attribute;
use crate::program::module::ValueId;
use crate::program::op::{Op, OpInfo};
use crate::program::text::cursor::{Read, Syntax};
use crate::program::text::parser::{Draft, Parser};
use crate::program::text::printer::View;
use crate::program::text::types;
use crate::program::types::{TensorType, Type};

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
