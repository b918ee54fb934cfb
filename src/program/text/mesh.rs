//! Meshes of devices, which JAX declares even where there is one device: `sdy.mesh @empty_mesh = <[]>`.

use super::attributes::{Context, symbol};
use super::cursor::{Cursor, Read, Syntax};

/// Reads `@name = <["x"=1]> {…}`, after `sdy.mesh`: the name and the rest as it is written.
pub(super) fn declaration<'a>(cursor: &mut Cursor<'a>, context: &mut Context<'a>) -> Read<(String, String)> {
    let name = symbol(cursor)?;
    cursor.expect("=", "after the name of a mesh")?;
    let start = cursor.at();
    cursor.expect("<", "before the axes of a mesh")?;
    let body = cursor.balanced(b'>')?;
    if devices(body) != Some(1) {
        return Err(Syntax::unsupported(
            start,
            format!("mesh @{name} is not of one device: `<{body}>` is not supported"),
        ));
    }
    let mut end = cursor.at_exactly();
    if cursor.peek() == b'{' {
        context.dictionary(cursor)?;
        end = cursor.at_exactly();
    }
    Ok((name, cursor.between(start, end).to_owned()))
}

/// How many devices a mesh has: the product of the extents of its axes.
fn devices(body: &str) -> Option<i64> {
    let mut cursor = Cursor::new(body);
    let mut product = 1i64;
    if cursor.peek() == b'[' {
        let extents = cursor.list("[", "]", |cursor| {
            cursor.raw_string()?;
            cursor.expect("=", "in an axis")?;
            cursor.integer()
        });
        for extent in extents.ok()? {
            product = product.checked_mul(extent)?;
        }
        cursor.eat(",");
    }
    Some(product)
}
