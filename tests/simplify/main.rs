//! Programs are simplified: each pass alone, all of them on training steps, and random programs, which compute the same.

mod passes;
mod random_programs;
mod steps;

use nnx::Result;
use nnx::plan::simplify;
use nnx::program::{Module, parse};

/// The module with one pass done, and what makes it readable: no dead operations, constants where they are used.
fn after(pass: impl Fn(&Module) -> Result<Module>, text: &str) -> Result<Module> {
    let module = parse(text)?;
    module.verify()?;
    let done = pass(&module)?;
    done.verify()?;
    let tidy = simplify::place_scalars(&simplify::dce(&done)?)?;
    tidy.verify()?;
    Ok(tidy)
}

/// Checks what a pass makes of a program.
#[track_caller]
fn expect(pass: impl Fn(&Module) -> Result<Module>, before: &str, expected: &str) {
    let found = after(pass, before).unwrap_or_else(|error| panic!("{error}"));
    let expected = parse(expected).unwrap_or_else(|error| panic!("what is expected: {error}"));
    assert!(found == expected, "found:\n{found}\nexpected:\n{expected}");
}

/// The function of these arguments and lines, which returns the value of the last one.
fn function(arguments: &str, lines: &[&str], result: &str) -> String {
    format!("func.func @main({arguments}) -> {result} {{\n{}\nreturn %r : {result}\n}}", lines.join("\n"))
}

/// As [`expect`], for functions that differ in their lines; each defines `%r`.
#[track_caller]
fn expect_lines(
    pass: impl Fn(&Module) -> Result<Module>,
    arguments: &str,
    result: &str,
    before: &[&str],
    expected: &[&str],
) {
    expect(pass, &function(arguments, before, result), &function(arguments, expected, result));
}

/// As [`expect_lines`], where the first argument comes back.
#[track_caller]
fn expect_argument(pass: impl Fn(&Module) -> Result<Module>, arguments: &str, result: &str, before: &[&str]) {
    let expected = format!("func.func @main({arguments}) -> {result} {{\nreturn %x : {result}\n}}");
    expect(pass, &function(arguments, before, result), &expected);
}
