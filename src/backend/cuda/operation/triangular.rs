//! `cholesky` and `triangular_solve`, in double whatever the dtype is, so that each result is rounded once. A matrix, or a
//! system, is an item, which takes terms away in their order.

use super::super::expression::type_name;
use super::super::print::Lines;
use super::call::{Array, Call};
use crate::error::Result;
use crate::program::op::attributes::{Cholesky, TriangularSolve};
use crate::program::op::enumerations::Transposition;
use crate::tensor::DType;

/// Extents of matrices, and how many there are.
fn matrices(array: &Array) -> (i64, i64, i64) {
    let (outer, inner) = array.dims().split_at(array.dims().len() - 2);
    (outer.iter().product(), inner[0], inner[1])
}

pub(super) fn cholesky(call: &mut Call, attributes: &Cholesky) -> Result<()> {
    let (operand, Some(result)) = (call.operand(0)?, call.result()?) else { return Ok(()) };
    let (count, order, _) = matrices(&operand);
    let factors = call.take(DType::F64, result.ty.element_count());
    // The upper factor is the transpose of the lower one.
    let lies = |row: &str, column: &str| match attributes.lower {
        true => format!("begin + {row} * {order}ll + {column}"),
        false => format!("begin + {column} * {order}ll + {row}"),
    };
    let factor = |row: &str, column: &str| format!("b{factors}[begin + {row} * {order}ll + {column}]");
    let mut lines = Lines::new();
    lines.line(format!("const long long begin = (long long)item * {};", order * order));
    lines.line("bool is_positive_definite = true;");
    lines.open(format!("for (long long row = 0; row < {order}ll; ++row)"));
    lines.open("for (long long column = 0; column <= row; ++column)");
    lines.line(format!("double rest = {};", operand.converted(&lies("row", "column"), DType::F64)));
    let term = format!("nnx::multiply({}, {})", factor("row", "k"), factor("column", "k"));
    lines.line(format!("for (long long k = 0; k < column; ++k) rest = nnx::subtract(rest, {term});"));
    lines.line("if (row == column) is_positive_definite = is_positive_definite && rest > 0.0;");
    let divided = format!("nnx::divide(rest, {})", factor("column", "column"));
    let own = factor("row", "column");
    lines.line(format!("{own} = row == column ? nnx::square_root(rest) : {divided};"));
    lines.close();
    lines.close();
    lines.open(format!("for (long long row = 0; row < {order}ll; ++row)"));
    lines.open(format!("for (long long column = 0; column < {order}ll; ++column)"));
    lines.line(format!("const double found = column <= row ? {own} : 0.0;"));
    let nan = "nnx::bits_as<double>(nnx::limits<double>::nan)";
    let name = type_name(result.ty.dtype);
    let value = format!("nnx::convert<{name}>(is_positive_definite ? found : {nan})");
    lines.line(format!("{} = {value};", result.at(&lies("row", "column"))));
    lines.close();
    lines.close();
    call.push(count as usize, lines, call.reads(), vec![factors, result.slot]);
    Ok(())
}

pub(super) fn triangular_solve(call: &mut Call, attributes: &TriangularSolve) -> Result<()> {
    let (operands, Some(result)) = (call.operands()?, call.result()?) else { return Ok(()) };
    let (matrix, right) = (&operands[0], &operands[1]);
    let ((_, order, _), (count, rows, columns)) = (matrices(matrix), matrices(right));
    // x op(a) = b is op(a)' x' = b': the coefficients are transposed once more, and the unknowns lie along rows.
    let is_transposed = (attributes.transpose_a != Transposition::None) == attributes.left_side;
    let is_forward = attributes.lower != is_transposed;
    let systems = if attributes.left_side { columns } else { rows };
    let solutions = call.take(DType::F64, result.ty.element_count());
    let unknown = |row: &str| match attributes.left_side {
        true => format!("begin + {row} * {columns}ll + system"),
        false => format!("begin + system * {columns}ll + {row}"),
    };
    let coefficient = |column: &str| {
        let (row, column) = if is_transposed { (column, "row") } else { ("row", column) };
        matrix.converted(&format!("matrix + {row} * {order}ll + {column}"), DType::F64)
    };
    let mut lines = Lines::new();
    lines.line(format!("const long long system = (long long)item % {systems}ll, of = (long long)item / {systems}ll;"));
    lines.line(format!("const long long begin = of * {}ll, matrix = of * {}ll;", rows * columns, order * order));
    lines.open(format!("for (long long step = 0; step < {order}ll; ++step)"));
    let row = if is_forward { "step".to_owned() } else { format!("{}ll - step", order - 1) };
    lines.line(format!("const long long row = {row};"));
    lines.line(format!("double rest = {};", right.converted(&unknown("row"), DType::F64)));
    let (first, end) = if is_forward { ("0", "row".to_owned()) } else { ("row + 1", format!("{order}ll")) };
    let term = format!("nnx::multiply({}, b{solutions}[{}])", coefficient("k"), unknown("k"));
    lines.line(format!("for (long long k = {first}; k < {end}; ++k) rest = nnx::subtract(rest, {term});"));
    if !attributes.unit_diagonal {
        lines.line(format!("rest = nnx::divide(rest, {});", coefficient("row")));
    }
    lines.line(format!("b{solutions}[{}] = rest;", unknown("row")));
    let name = type_name(result.ty.dtype);
    lines.line(format!("{} = nnx::convert<{name}>(rest);", result.at(&unknown("row"))));
    lines.close();
    call.push((count * systems) as usize, lines, call.reads(), vec![solutions, result.slot]);
    Ok(())
}
