//! Where operations come from, as the program says that wrote the text: `loc("jit(step)/dot_general"(#loc7))` behind an
//! operation, `#loc7 = loc("model.py":42:8)` elsewhere. JAX writes them with `as_text(debug_info=True)`.

use std::collections::HashMap;
use std::sync::Arc;

use super::cursor::{Cursor, Read};

/// How many locations are followed from one to the next.
const MAX_DEPTH: usize = 64;

/// The most characters of a name: many operations may have one that stands in the text once.
const MAX_CHARACTERS: usize = 200;

/// The locations of a text while it is read, without their `loc(` and `)`.
#[derive(Default)]
pub(super) struct Origins<'a> {
    /// By the line of the operation.
    operations: Vec<(u32, &'a str)>,
    /// By the name, with its `#`.
    aliases: HashMap<&'a str, &'a str>,
}

/// What is known of an operation.
#[derive(Default)]
struct Origin {
    /// What the program calls it.
    name: Option<String>,
    /// The last part of a file's name, and the line.
    place: Option<String>,
}

impl<'a> Origins<'a> {
    /// Keeps the location of the operation of a line, where it has one.
    pub(super) fn of_operation(&mut self, line: u32, location: Option<&'a str>) {
        self.operations.extend(location.filter(|location| *location != "unknown").map(|location| (line, location)));
    }

    /// Keeps a location that has a name.
    pub(super) fn alias(&mut self, name: &'a str, location: &'a str) {
        self.aliases.insert(name, location);
    }

    /// What is said of each line that an operation begins in: `jit(step)/dot_general model.py:42`.
    pub(super) fn resolve(&self) -> HashMap<u32, Arc<str>> {
        let mut known: HashMap<&str, Option<Arc<str>>> = HashMap::new();
        let mut lines = HashMap::new();
        for &(line, location) in &self.operations {
            let text = known.entry(location).or_insert_with(|| {
                let mut origin = Origin::default();
                // What is not written as MLIR writes it says nothing.
                let _ = self.follow(&mut Cursor::new(location), &mut origin, 0);
                let parts: Vec<String> = [origin.name, origin.place].into_iter().flatten().collect();
                (!parts.is_empty()).then(|| parts.join(" ").into())
            });
            lines.extend(text.clone().map(|text| (line, text)));
        }
        lines
    }

    /// The first name and the first place of a location.
    fn follow(&self, cursor: &mut Cursor<'_>, origin: &mut Origin, depth: usize) -> Read<()> {
        if depth > MAX_DEPTH || (origin.name.is_some() && origin.place.is_some()) {
            return Ok(());
        }
        if cursor.eat("#") {
            return match self.aliases.get(cursor.suffix()) {
                Some(location) => self.follow(&mut Cursor::new(location), origin, depth + 1),
                None => Ok(()),
            };
        }
        if cursor.peek() == b'"' {
            let text = cursor.string()?;
            if cursor.eat(":") {
                let file: String =
                    text.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(MAX_CHARACTERS).collect();
                origin.place.get_or_insert_with(|| format!("{file}:{}", cursor.digits()));
                return Ok(());
            }
            origin.name.get_or_insert_with(|| text.chars().take(MAX_CHARACTERS).collect());
            return if cursor.eat("(") { self.follow(cursor, origin, depth + 1) } else { Ok(()) };
        }
        // Of a call the callee, of several that became one the first.
        if cursor.eat_word("callsite") {
            cursor.expect("(", "after `callsite`")?;
            return self.follow(cursor, origin, depth + 1);
        }
        if cursor.eat_word("fused") {
            if cursor.eat("<") {
                cursor.balanced(b'>')?;
            }
            cursor.expect("[", "after `fused`")?;
            return self.follow(cursor, origin, depth + 1);
        }
        Ok(())
    }
}
