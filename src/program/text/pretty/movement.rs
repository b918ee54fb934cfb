//! Operations that make, move and drop elements.

use super::Pretty;
use crate::program::attribute::{Attribute, Attributes};
use crate::program::op::Op;
use crate::program::text::cursor::Read;
use crate::program::text::parser::{Draft, Parser};

/// Reads `word = [1, 2]` as the attribute `name`.
fn integers(parser: &mut Parser, draft: &mut Draft, word: &str, name: &str) -> Read<()> {
    parser.cursor.expect_word(word)?;
    parser.cursor.expect("=", &format!("after `{word}`"))?;
    let values = parser.cursor.integers()?;
    draft.attributes.insert(name, Attribute::integers(&values));
    Ok(())
}

/// Reads `word = 1` as the attribute `name`.
fn integer(parser: &mut Parser, draft: &mut Draft, word: &str, name: &str) -> Read<()> {
    parser.cursor.expect_word(word)?;
    parser.cursor.expect("=", &format!("after `{word}`"))?;
    let value = parser.cursor.integer()?;
    draft.attributes.insert(name, Attribute::i64(value));
    Ok(())
}

pub(in crate::program) static BROADCAST_IN_DIM: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integers(parser, draft, "dims", "broadcast_dimensions")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::BroadcastInDim(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", dims = {:?}", attributes.broadcast_dimensions))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static TRANSPOSE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integers(parser, draft, "dims", "permutation")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Transpose(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", dims = {:?}", attributes.permutation))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static REVERSE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integers(parser, draft, "dims", "dimensions")?;
        parser.same_type(draft)
    },
    write: |printer, view| {
        let Op::Reverse(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", dims = {:?}", attributes.dimensions))?;
        printer.same_type(view)
    },
};

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

pub(in crate::program) static DYNAMIC_SLICE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integers(parser, draft, "sizes", "slice_sizes")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::DynamicSlice(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", sizes = {:?}", attributes.slice_sizes))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static CONCATENATE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integer(parser, draft, "dim", "dimension")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Concatenate(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", dim = {}", attributes.dimension))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static PAD: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integers(parser, draft, "low", "edge_padding_low")?;
        parser.comma()?;
        integers(parser, draft, "high", "edge_padding_high")?;
        parser.comma()?;
        integers(parser, draft, "interior", "interior_padding")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::Pad(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        let (low, high) = (&attributes.edge_padding_low, &attributes.edge_padding_high);
        printer
            .write(format_args!(", low = {low:?}, high = {high:?}, interior = {:?}", attributes.interior_padding))?;
        printer.function_type(view)
    },
};

pub(in crate::program) static IOTA: Pretty = Pretty {
    read: |parser, draft| {
        integer(parser, draft, "dim", "iota_dimension")?;
        parser.result_type(draft)
    },
    write: |printer, view| {
        let Op::Iota(attributes) = view.op() else { return Ok(()) };
        printer.write(format_args!("dim = {}", attributes.iota_dimension))?;
        printer.result_type(view)
    },
};

pub(in crate::program) static GET_DIMENSION_SIZE: Pretty = Pretty {
    read: |parser, draft| {
        parser.operands(draft)?;
        parser.comma()?;
        integer(parser, draft, "dim", "dimension")?;
        parser.function_type(draft)
    },
    write: |printer, view| {
        let Op::GetDimensionSize(attributes) = view.op() else { return Ok(()) };
        printer.operands(view)?;
        printer.write(format_args!(", dim = {}", attributes.dimension))?;
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
