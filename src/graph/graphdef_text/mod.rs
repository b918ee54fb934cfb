//! A GraphDef as text and as JSON, and back: `parse(print(graphdef)) == graphdef`.
//!
//! | what | file |
//! |---|---|
//! | the text, for people | `print.rs`, `parse.rs` |
//! | the JSON, for files and programs | `json.rs`, `parse_json.rs` |
//! | the tokens of both | `scanner.rs` |
//!
//! What is read may come from anywhere: nothing is believed, nothing is nested deeper than a static tuple may be, and
//! memory stays in proportion to the text.

pub(super) mod json;
mod parse;
mod parse_json;
mod print;
mod scanner;

use std::collections::HashSet;
use std::fmt::Display;

use smol_str::SmolStr;

use super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::graphdef_check;
use super::key::{Key, quote};
use super::listing::{Fits, MOST_BYTES, Text};
use super::metadata::Metadata;
use super::variable_type::VariableType;
use crate::error::{Error, Result};
use scanner::Scanner;

/// The version of both forms.
const VERSION: i64 = 1;

impl GraphDef {
    /// Its text, which [`GraphDef::parse`] reads back unless a foreign value is in it. RESOURCE_EXHAUSTED when it takes
    /// more than a GiB.
    pub fn to_text(&self) -> Result<String> {
        Ok(print::print(self).finish()?)
    }

    /// Its JSON, which [`GraphDef::parse`] reads back unless a foreign value is in it. RESOURCE_EXHAUSTED when it takes
    /// more than a GiB.
    pub fn to_json(&self) -> Result<String> {
        Ok(self.to_json_within(MOST_BYTES)?)
    }

    /// Its JSON, of so many bytes at most.
    pub(crate) fn to_json_within(&self, most: usize) -> Fits<String> {
        let mut text = Text::within(most);
        json::print(self, &mut text);
        text.finish()
    }

    /// Reads a text or JSON. Variable types that it names and the process does not know are registered.
    pub fn parse(text: &str) -> Result<GraphDef> {
        let mut scanner = Scanner::new(text);
        let draft = if scanner.peek() == Some('{') { parse_json::parse(scanner) } else { parse::parse(scanner) };
        draft?.finish()
    }
}

/// The types below `Variable` in a GraphDef, each after its parent.
fn variable_types(graphdef: &GraphDef) -> Vec<(VariableType, VariableType)> {
    let mut seen = HashSet::new();
    let mut types = Vec::new();
    for node in graphdef.nodes() {
        let NodeDef::Variable { variable_type, .. } = node else { continue };
        let mut chain = Vec::new();
        let mut current = *variable_type;
        while let Some(parent) = current.parent()
            && seen.insert(current.name())
        {
            chain.push((current, parent));
            current = parent;
        }
        types.extend(chain.into_iter().rev());
    }
    types
}

/// What was read, before its Variable types are looked up. Places are offsets in `text`.
struct Draft<'a> {
    text: &'a str,
    nodes: Vec<NodeDef>,
    attributes: Vec<(Key, AttributeDef)>,
    /// Declared types: name, parent, place.
    types: Vec<(SmolStr, SmolStr, usize)>,
    /// The type of each Variable: its number in `nodes`, the name, the place.
    variables: Vec<(usize, SmolStr, usize)>,
    /// The place of the first foreign value.
    foreign: Option<usize>,
}

impl<'a> Draft<'a> {
    fn new(text: &'a str) -> Draft<'a> {
        let (nodes, attributes, types, variables) = Default::default();
        Draft { text, nodes, attributes, types, variables, foreign: None }
    }

    /// A Variable whose type is filled in at the end.
    fn push_variable(&mut self, name: &str, place: usize, index: u32, metadata: Metadata) -> Result<()> {
        let variable_type = VariableType::named("Variable")?;
        self.variables.push((self.nodes.len(), SmolStr::new(name), place));
        self.nodes.push(NodeDef::Variable { variable_type, index, metadata });
        Ok(())
    }

    fn error(&self, place: usize, message: impl Display) -> Error {
        scanner::error_at(self.text, place, message)
    }

    fn finish(mut self) -> Result<GraphDef> {
        let leaves = graphdef_check::leaves(&self.nodes, &self.attributes)
            .map_err(|error| Error::invalid(format!("not a GraphDef: {}", error.message())))?;
        if let Some(place) = self.foreign {
            let error = self.error(place, "a foreign value belongs to the process that made it and cannot be read");
            let path = GraphDef::from_traversal(self.nodes, self.attributes, leaves).foreign_static();
            return Err(match path {
                Some(path) => error.at(path),
                None => error,
            });
        }
        // Types are registered last, so that a text that is refused leaves none behind.
        self.check_types()?;
        self.register_types()?;
        Ok(GraphDef::from_traversal(self.nodes, self.attributes, leaves))
    }

    /// Every type that is used is declared or known, every one declared is used and goes with those that are known.
    fn check_types(&self) -> Result<()> {
        let at = |place: &usize, error: Error| self.error(*place, error.message());
        let used = self.variables.iter().map(|(_, name, _)| name).chain(self.types.iter().map(|(_, parent, _)| parent));
        let used: HashSet<&SmolStr> = used.collect();
        VariableType::check_room(self.types.iter().filter(|(name, ..)| VariableType::named(name).is_err()).count())?;
        let mut declared: HashSet<&SmolStr> = HashSet::new();
        for (name, parent, place) in &self.types {
            if !used.contains(name) {
                return Err(self.error(*place, format!("the type {} is declared but not used", quote(name))));
            }
            if !declared.contains(parent) {
                VariableType::named(parent).map_err(|error| at(place, error))?;
            }
            VariableType::check(name, parent).map_err(|error| at(place, error))?;
            if !declared.insert(name) {
                return Err(self.error(*place, format!("the type {} is declared twice", quote(name))));
            }
        }
        let unknown = self.variables.iter().find_map(|(_, name, place)| match VariableType::named(name) {
            Err(error) if !declared.contains(name) => Some(at(place, error)),
            _ => None,
        });
        unknown.map_or(Ok(()), Err)
    }

    fn register_types(&mut self) -> Result<()> {
        for (name, parent, place) in &self.types {
            VariableType::named(parent)
                .and_then(|parent| VariableType::register(name, parent))
                .map_err(|error| self.error(*place, error.message()))?;
        }
        for (node, name, place) in &self.variables {
            let named = VariableType::named(name).map_err(|error| self.error(*place, error.message()))?;
            if let NodeDef::Variable { variable_type, .. } = &mut self.nodes[*node] {
                *variable_type = named;
            }
        }
        Ok(())
    }
}
