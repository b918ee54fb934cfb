//! Prints the text of a GraphDef.
//!
//! ```text
//! graphdef 1
//! type Param < Variable
//!
//! Object Model #0 {
//!   decoder: Object Linear #1 {
//!     kernel: Param #2 {sharding = ("data",)}
//!     owner: -> #0
//!   }
//!   mask: array
//!   rate = 0.2
//! }
//! ```
//!
//! Indentation is for the reader, and stops growing at a depth.

use super::super::container::ContainerKind;
use super::super::graphdef::{GraphDef, NodeDef};
use super::super::graphdef_walk::{self, Place};
use super::super::key::{Key, quote};
use super::super::listing::Text;
use super::super::metadata::Metadata;
use super::{VERSION, variable_types};

/// Words that stand for nodes, which a Variable type of that name is quoted for.
pub(super) const NONE: &str = "None";
/// See [`NONE`].
pub(super) const ARRAY: &str = "array";

/// The depth up to which lines are indented.
const MAX_INDENT: usize = 16;

pub(super) fn print(graphdef: &GraphDef) -> Text {
    let mut text = Text::new();
    text.print(format_args!("graphdef {VERSION}\n"));
    for (variable_type, parent) in variable_types(graphdef) {
        text.print(format_args!("type {} < {}\n", name(variable_type.name()), name(parent.name())));
    }
    text.push('\n');
    graphdef_walk::walk(graphdef, |place| match place {
        _ if text.is_full() => (),
        Place::Node(keys, number) => {
            start(&mut text, keys, ": ");
            push_node(&mut text, &graphdef.nodes()[number]);
        }
        Place::End(keys) => {
            indent(&mut text, keys.len());
            text.push_str("}\n");
        }
        Place::Leaf(keys) => {
            start(&mut text, keys, ": ");
            text.push_str("array\n");
        }
        Place::Static(keys, value) => {
            start(&mut text, keys, " = ");
            text.print(format_args!("{value}\n"));
        }
    });
    text
}

/// Indentation and name of an attribute; nothing for the root.
fn start(text: &mut Text, keys: &[Key], separator: &str) {
    if let Some(last) = keys.last() {
        indent(text, keys.len());
        match last {
            Key::Int(index) => text.print(index),
            Key::Str(key) => text.push_str(&name(key)),
        }
        text.push_str(separator);
    }
}

fn indent(text: &mut Text, depth: usize) {
    (0..depth.min(MAX_INDENT)).for_each(|_| text.push_str("  "));
}

fn push_node(text: &mut Text, node: &NodeDef) {
    match node {
        NodeDef::Container { kind, type_name, index, .. } => {
            text.push_str(kind.name());
            if !type_name.is_empty() {
                text.print(format_args!(" {}", name(type_name)));
            }
            if let Some(index) = index {
                text.print(format_args!(" #{index}"));
            }
            text.push_str(" {\n");
        }
        NodeDef::Variable { variable_type, index, metadata } => {
            text.print(format_args!("{} #{index}", type_word(variable_type.name())));
            push_metadata(text, metadata);
            text.push('\n');
        }
        NodeDef::Ref(index) => text.print(format_args!("-> #{index}\n")),
        NodeDef::None => text.push_str("None\n"),
    }
}

fn push_metadata(text: &mut Text, metadata: &Metadata) {
    for (i, (key, value)) in metadata.entries().iter().enumerate() {
        text.push_str(if i > 0 { ", " } else { " {" });
        text.print(format_args!("{} = {value}", name(key)));
    }
    if !metadata.entries().is_empty() {
        text.push('}');
    }
}

/// A name as it is when it is a word, else as a JSON string.
fn name(text: &str) -> String {
    if is_word(text) { text.to_owned() } else { quote(text) }
}

/// The name of a Variable type where a node may stand.
fn type_word(text: &str) -> String {
    let is_keyword = text == NONE || text == ARRAY || ContainerKind::from_name(text).is_some();
    if is_keyword { quote(text) } else { name(text) }
}

/// A letter or underscore, then those, digits and dots.
pub(super) fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
}
