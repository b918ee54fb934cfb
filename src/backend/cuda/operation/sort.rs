//! `sort` and `top_k`: an item finds the place of one element by counting those that go before it. Equal ones keep their
//! order.

use super::super::print::Lines;
use super::call::{Call, index, place, strides};
use crate::error::Result;
use crate::program::op::attributes::{Sort, TopK};

pub(super) fn sort(call: &mut Call, attributes: &Sort) -> Result<()> {
    let (operands, results) = (call.operands()?, call.results()?);
    let dims = operands[0].dims();
    let rank = dims.len() as i64;
    let along = (if attributes.dimension < 0 { rank + attributes.dimension } else { attributes.dimension }) as usize;
    let mut lines = Lines::new();
    let mut at = index(&mut lines, "i", "item", dims);
    let own = at[along].clone();
    lines.line(format!("const long long row = (long long)item - {own} * {}ll;", strides(dims)[along]));
    lines.line("long long before = 0;");
    lines.open(format!("for (long long k = 0; k < {}ll; ++k)", dims[along]));
    lines.line(format!("if (k == {own}) continue;"));
    lines.line(format!("const long long other = row + k * {}ll;", strides(dims)[along]));
    // Whether the later of the two goes before the earlier one.
    lines.line(format!(
        "const long long late = k < {own} ? (long long)item : other, early = k < {own} ? other : (long long)item;"
    ));
    let arguments: Vec<String> =
        operands.iter().flat_map(|operand| [operand.at("late"), operand.at("early")]).collect();
    let less = call.region(0, &arguments, "v", &mut lines)?;
    lines.line(format!("if (k < {own} ? !({0}) : ({0})) ++before;", less[0]));
    lines.close();
    at[along] = "before".to_owned();
    lines.line(format!("const long long to = {};", place(dims, &at)));
    let mut writes = Vec::new();
    for (operand, (_, slot)) in operands.iter().zip(&results) {
        let Some(slot) = *slot else { continue };
        lines.line(format!("b{slot}[to] = {};", operand.at("item")));
        writes.push(slot);
    }
    call.push(operands[0].ty.element_count(), lines, call.reads(), writes);
    Ok(())
}

pub(super) fn top_k(call: &mut Call, attributes: &TopK) -> Result<()> {
    let (operand, results) = (call.operand(0)?, call.results()?);
    let row = operand.dims().last().copied().unwrap_or(1);
    let mut lines = Lines::new();
    lines.line(format!("const long long own = (long long)item % {row}ll, row = (long long)item - own;"));
    lines.line("long long before = 0;");
    lines.open(format!("for (long long k = 0; k < {row}ll; ++k)"));
    let (one, other) = (operand.at("item"), operand.at("row + k"));
    lines.line(format!("const bool is_larger = nnx::ordered({other}) > nnx::ordered({one});"));
    lines.line(format!("const bool is_equal = nnx::ordered({other}) == nnx::ordered({one});"));
    lines.line("if (is_larger || (is_equal && k < own)) ++before;");
    lines.close();
    lines.line(format!("if (before >= {}ll) return;", attributes.k));
    lines.line(format!("const long long to = row / {row}ll * {}ll + before;", attributes.k));
    let mut writes = Vec::new();
    for ((_, slot), value) in results.iter().zip([operand.at("item"), "(int)own".to_owned()]) {
        let Some(slot) = *slot else { continue };
        lines.line(format!("b{slot}[to] = {value};"));
        writes.push(slot);
    }
    call.push(operand.ty.element_count(), lines, call.reads(), writes);
    Ok(())
}
