//! Lines of a text, and how deep its braces nest.

use crate::program::module::Location;

/// Lines of a text, found by going forward.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
    line_start: usize,
}

impl<'a> Lines<'a> {
    /// Those of this text.
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0, line: 1, line_start: 0 }
    }

    /// The line and column of a byte.
    pub(super) fn locate(&mut self, to: usize) -> Location {
        if to < self.at {
            *self = Lines::new(self.text);
        }
        let bytes = self.text.as_bytes();
        for (offset, &byte) in bytes[self.at..to].iter().enumerate() {
            if byte == b'\n' {
                self.line += 1;
                self.line_start = self.at + offset + 1;
            }
        }
        self.at = to;
        let column = self.text[self.line_start..to].chars().count() as u32 + 1;
        Location { line: self.line, column }
    }
}

/// How deep braces nest in a text, at most.
pub(super) fn brace_depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
