//! Operations that make, move and drop elements, where their form is not one of the table's.

use super::Pretty;
use crate::program::attribute::{Attribute, Attributes};
use crate::program::op::Op;

pub(in crate::program) static SLICE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        let mut parts = [Vec::new(), Vec::new(), Vec::new()];
        parser.cursor.list("[", "]", |cursor| {
            parts[0].push(cursor.integer()?);
            cursor.expect(":", "between the first index and the limit of a slice")?;
            parts[1].push(cursor.integer()?);
            parts[2].push(if cursor.eat(":") { cursor.integer()? } else { 1 });
            Ok(())
        })?;
        for (name, values) in ["start_indices", "limit_indices", "strides"].into_iter().zip(&parts) {
            draft.attributes.insert(name, Attribute::integers(values));
        }
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Slice(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(" ["))?;
        for (dimension, start) in attributes.start_indices.iter().enumerate() {
            let separator = if dimension == 0 { "" } else { ", " };
            printer.write(format_args!("{separator}{start}:{}", attributes.limit_indices[dimension]))?;
            if attributes.strides[dimension] != 1 {
                printer.write(format_args!(":{}", attributes.strides[dimension]))?;
            }
        }
        printer.write(format_args!("]"))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static CONSTANT: Pretty = Pretty {
    read: |parser, draft| {
        // The long form: `stablehlo.constant() {value = dense<…> : type} : () -> type`.
        if parser.cursor.eat("(") {
            parser.cursor.expect(")", "of a constant, which takes no operands")?;
            parser.dictionary(draft)?;
            return parser.function_type(draft);
        }
        let extra: Attributes = parser.context.optional_dictionary(&mut parser.cursor)?;
        draft.attributes = extra;
        let value = parser.context.constant(&mut parser.cursor)?;
        draft.attributes.insert("value", Attribute::Dense(value));
        Ok(())
    },
    write: |printer, view| {
        let Op::Constant(attributes) = view.op() else { return Ok(()) };
        if !view.operation().extra.is_empty() {
            printer.write(format_args!("{{{}}} ", view.operation().extra))?;
        }
        printer.write(format_args!("{}", Attribute::Dense(attributes.value.clone())))
    },
};
