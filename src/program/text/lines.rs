//! Lines of a text, and how deep its braces nest.

use crate::program::module::Location;

/// Lines of a text, found by going forward.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    found: Location,
}

impl<'a> Lines<'a> {
    /// Those of this text.
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        Lines { text, at: 0, found: Location { line: 1, column: 1 } }
    }

    /// The line and column of a byte.
    pub(super) fn locate(&mut self, to: usize) -> Location {
        if to < self.at {
            *self = Lines::new(self.text);
        }
        // Only what lies between is looked at: a text may be one long line.
        for character in self.text[self.at..to].chars() {
            if character == '\n' {
                self.found = Location { line: self.found.line + 1, column: 1 };
            } else {
                self.found.column += 1;
            }
        }
        self.at = to;
        self.found
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
