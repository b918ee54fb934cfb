//! Programs as text: the pretty form that JAX prints, read and written.

mod attributes;
mod constant;
mod cursor;
mod float;
mod lines;
mod mesh;
mod names;
mod operands;
mod origins;
mod parser;
pub(super) mod pretty;
mod printer;
mod types;

pub(super) use constant::write_dense;
pub(crate) use cursor::Cursor;
pub(super) use float::write_float;

use self::cursor::Syntax;
use super::module::{Location, Module};
use super::{stack, verify};
use crate::error::{Error, Result};

/// What separates modules in a text: a line of it.
const SEPARATOR: &str = "// -----";

/// The module that this text is.
///
/// # Errors
/// `INVALID_ARGUMENT` with line, column, the line itself and what was expected; `UNIMPLEMENTED` for an operation, a type
/// or an attribute that is not supported, naming it.
pub fn parse(text: &str) -> Result<Module> {
    if let Some(line) = text.lines().position(|line| line.trim_end() == SEPARATOR) {
        return Err(Error::invalid(format!(
            "line {}: `{SEPARATOR}` begins a second module, one was expected",
            line + 1
        )));
    }
    parse_part(text, 0)
}

/// The modules of a text that has several, separated by lines `// -----`.
pub fn parse_all(text: &str) -> Vec<Result<Module>> {
    let mut modules = Vec::new();
    let mut start = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == SEPARATOR {
            modules.push(parse_part(&text[..at], start));
            start = at + line.len();
        }
        at += line.len();
    }
    modules.push(parse_part(text, start));
    modules
}

/// The module that begins at a place of a text and goes on to its end.
fn parse_part(text: &str, start: usize) -> Result<Module> {
    let depth = lines::brace_depth(&text[start..]);
    let module = stack::with_depth(depth, || parser::Parser::new(text, start).module())?
        .map_err(|syntax| located(text, syntax))?;
    match verify::locate_calls(&module) {
        Ok(_) => Ok(module),
        Err((error, location)) => Err(at_line(text, location, &error)),
    }
}

/// The error of a place in a text.
fn located(text: &str, syntax: Syntax) -> Error {
    let before = &text[..syntax.at.min(text.len())];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let location = Location {
        line: before.matches('\n').count() as u32 + 1,
        column: before[line_start..].chars().count() as u32 + 1,
    };
    at_line(text, location, &Error::from_code(syntax.status, syntax.message))
}

/// The most characters of a line that an error shows.
const SHOWN: usize = 100;

/// The same failure with its place, the line and a caret below the column.
fn at_line(text: &str, location: Location, error: &Error) -> Error {
    let Location { line, column } = location;
    let content = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or("");
    let column_index = column.saturating_sub(1) as usize;
    // A long line is shown around the place.
    let first = if column_index > SHOWN * 3 / 4 { column_index - SHOWN / 2 } else { 0 };
    let shown: String = content.chars().skip(first).take(SHOWN).map(|c| if c == '\t' { ' ' } else { c }).collect();
    let (before, after) =
        (if first > 0 { "…" } else { "" }, if content.chars().nth(first + SHOWN).is_some() { "…" } else { "" });
    let indent = " ".repeat(column_index - first + before.chars().count());
    Error::from_code(
        error.code(),
        format!(
            "line {line}, column {column}: {}\n  {before}{}{after}\n  {indent}^",
            error.message(),
            shown.trim_end()
        ),
    )
}
