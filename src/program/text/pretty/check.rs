//! What test programs expect.

use super::Pretty;
use crate::program::attribute::{Attribute, Literal};
use crate::program::op::Op;
use crate::program::text::cursor::Read;
use crate::program::text::parser::{Draft, Parser};
use crate::program::text::types;
use crate::program::types::Type;

/// Reads `, name = value` for each that follows.
fn entries(parser: &mut Parser, draft: &mut Draft, names: &[&str]) -> Read<()> {
    while parser.cursor.eat(",") {
        let at = parser.cursor.at();
        let Some(name) = parser.cursor.word().filter(|word| names.contains(word)) else {
            parser.cursor.jump(at);
            return Err(parser.cursor.expected(&format!("`{}`", names.join("` or `"))));
        };
        parser.cursor.expect("=", "after the name of an attribute")?;
        let at = parser.cursor.at();
        // Without a type: what follows a colon is the type of the operands.
        let Some(text) = parser.cursor.number() else { return Err(parser.cursor.expected("a number")) };
        let attribute = match (text.contains('.'), text.parse::<f64>(), text.parse::<i64>()) {
            (true, Ok(value), _) => Attribute::Float(crate::program::attribute::Real(value), crate::tensor::DType::F64),
            (false, _, Ok(value)) => Attribute::i64(value),
            _ => {
                parser.cursor.jump(at);
                return Err(parser.cursor.expected("a number"));
            }
        };
        draft.attributes.insert(name, attribute);
    }
    Ok(())
}

/// Reads `%a, %b` and stops before another comma.
fn two(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    draft.operands.push(parser.value()?);
    parser.comma()?;
    draft.operands.push(parser.value()?);
    Ok(())
}

/// Reads `: type`, or `: type, type`, of the operands.
fn operand_types(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    parser.dictionary(draft)?;
    parser.cursor.expect(":", "before types")?;
    let mut types: Vec<Type> = types::list(&mut parser.cursor)?;
    while types.len() < draft.operands.len() {
        types.push(types[0].clone());
    }
    parser.expect_operand_types(draft, &types)
}

/// Reads `%a, dense<…> : type`.
fn with_constant(parser: &mut Parser, draft: &mut Draft) -> Read<()> {
    draft.operands.push(parser.value()?);
    parser.comma()?;
    let value: Literal = parser.context.constant(&mut parser.cursor)?;
    draft.attributes.insert("value", Attribute::Dense(value));
    Ok(())
}

pub(in crate::program) static EXPECT_EQ: Pretty = Pretty {
    read: |parser, draft| {
        two(parser, draft)?;
        operand_types(parser, draft)
    },
    write: |printer, view| {
        printer.operands(view)?;
        printer.extra(view)?;
        printer.write(format_args!(" : {}", view.operand_type(0)))
    },
};

pub(in crate::program) static EXPECT_EQ_CONST: Pretty = Pretty {
    read: |parser, draft| {
        with_constant(parser, draft)?;
        parser.dictionary(draft)
    },
    write: |printer, view| {
        let Op::ExpectEqConst(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", {}", Attribute::Dense(attributes.value.clone())))?;
        printer.extra(view)
    },
};

pub(in crate::program) static EXPECT_ALMOST_EQ: Pretty = Pretty {
    read: |parser, draft| {
        two(parser, draft)?;
        entries(parser, draft, &["tolerance"])?;
        operand_types(parser, draft)
    },
    write: |printer, view| {
        let Op::ExpectAlmostEq(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", tolerance = "))?;
        printer.number(attributes.tolerance)?;
        printer.extra(view)?;
        printer.write(format_args!(" : {}", view.operand_type(0)))
    },
};

pub(in crate::program) static EXPECT_ALMOST_EQ_CONST: Pretty = Pretty {
    read: |parser, draft| {
        with_constant(parser, draft)?;
        entries(parser, draft, &["tolerance"])?;
        parser.dictionary(draft)
    },
    write: |printer, view| {
        let Op::ExpectAlmostEqConst(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", {}, tolerance = ", Attribute::Dense(attributes.value.clone())))?;
        printer.number(attributes.tolerance)?;
        printer.extra(view)
    },
};

pub(in crate::program) static EXPECT_CLOSE: Pretty = Pretty {
    read: |parser, draft| {
        two(parser, draft)?;
        entries(parser, draft, &["max_ulp_difference", "min_ulp_difference"])?;
        operand_types(parser, draft)
    },
    write: |printer, view| {
        let Op::ExpectClose(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", max_ulp_difference = {}", attributes.max_ulp_difference))?;
        if attributes.min_ulp_difference != 0 {
            printer.write(format_args!(", min_ulp_difference = {}", attributes.min_ulp_difference))?;
        }
        printer.extra(view)?;
        printer.write(format_args!(" : {}, {}", view.operand_type(0), view.operand_type(1)))
    },
};
