//! JSON for other programs: what is there and how large it is, without the values.
//!
//! A graph is the list of its nodes in traversal order, the root first. An attribute names its node by the place in that
//! list, so sharing and cycles are the same number twice:
//!
//! ```text
//! {"format":"nnx.graph","version":1,"leaves":1,"bytes":24,"nodes":[
//!   {"index":0,"kind":"Object","type":"Model","attributes":[{"key":"rate","static":0.2},{"key":"w","node":1}]},
//!   {"index":1,"kind":"Variable","type":"Param","metadata":{},"dtype":"float32","shape":[2,3],"bytes":24}
//! ]}
//! ```
//!
//! `index` is the one that a GraphDef gives; value nodes have none. A State is the list of its leaves by path.

use super::super::graphdef_text::json::{push_key, push_metadata, push_static, push_string};
use super::super::key::Key;
use super::super::leaf::Leaf;
use super::super::listing::{Text, check_keys};
use super::super::path;
use super::outline::{Item, Outline};
use crate::error::Result;

/// Prints an outline of a graph.
pub(super) fn print_graph(outline: &Outline) -> Result<String> {
    let mut places = vec![0; outline.entries.len()];
    let mut attributes: Vec<Vec<u32>> = vec![Vec::new(); outline.entries.len()];
    let mut nodes = 0;
    for (number, entry) in outline.entries.iter().enumerate() {
        if matches!(entry.item, Item::Container { .. } | Item::Variable { .. }) {
            places[number] = nodes;
            nodes += 1;
        }
        if let Some(attributes) = attributes.get_mut(entry.parent as usize) {
            attributes.push(number as u32);
        }
    }
    let size = outline.below()[0].size;
    let mut text = Text::new();
    text.print(format_args!(
        "{{\"format\":\"nnx.graph\",\"version\":1,\"leaves\":{},\"bytes\":{},\"nodes\":[",
        size.leaves, size.bytes
    ));
    let mut separator = "\n";
    for (entry, attributes) in outline.entries.iter().zip(&attributes) {
        if text.is_full() {
            break;
        }
        match &entry.item {
            Item::Container { kind, type_name, index } => {
                text.push_str(separator);
                push_index(&mut text, *index);
                text.print(format_args!("\"kind\":\"{}\",\"type\":", kind.name()));
                push_string(&mut text, type_name);
                text.push_str(",\"attributes\":[");
                for (i, attribute) in attributes.iter().enumerate() {
                    text.push_str(if i > 0 { "," } else { "" });
                    push_attribute(&mut text, outline, *attribute, &places);
                }
                text.push_str("]}");
            }
            Item::Variable { variable_type, index, metadata, leaf } => {
                text.push_str(separator);
                push_index(&mut text, *index);
                text.push_str("\"kind\":\"Variable\",\"type\":");
                push_string(&mut text, variable_type.name());
                text.push_str(",\"metadata\":");
                push_metadata(&mut text, metadata);
                text.push(',');
                push_leaf(&mut text, leaf);
                text.push('}');
            }
            _ => continue,
        }
        separator = ",\n";
    }
    text.push_str("\n]}\n");
    Ok(text.finish()?)
}

fn push_index(text: &mut Text, index: Option<u32>) {
    match index {
        Some(index) => text.print(format_args!("{{\"index\":{index},")),
        None => text.push('{'),
    }
}

fn push_attribute(text: &mut Text, outline: &Outline, number: u32, places: &[u32]) {
    let entry = &outline.entries[number as usize];
    text.push_str("{\"key\":");
    push_key(text, entry.key.as_ref().unwrap_or(&Key::Int(0)));
    match &entry.item {
        Item::Static(value) => {
            text.push_str(",\"static\":");
            push_static(text, value);
        }
        Item::Array(leaf) => {
            text.push_str(",\"array\":{");
            push_leaf(text, leaf);
            text.push('}');
        }
        Item::Again(first) => text.print(format_args!(",\"node\":{}", places[*first as usize])),
        Item::Container { .. } | Item::Variable { .. } | Item::Level => {
            text.print(format_args!(",\"node\":{}", places[number as usize]));
        }
        Item::None => text.push_str(",\"none\":true"),
    }
    text.push('}');
}

/// The members that say what a leaf is.
fn push_leaf(text: &mut Text, leaf: &Leaf) {
    match leaf {
        Leaf::Tensor(tensor) => {
            let shape: Vec<String> = tensor.shape().iter().map(i64::to_string).collect();
            text.print(format_args!("\"dtype\":\"{}\",\"shape\":[{}]", tensor.dtype(), shape.join(",")));
        }
        Leaf::Opaque(opaque) => {
            text.push_str("\"opaque\":");
            push_string(text, opaque.type_name());
        }
    }
    text.print(format_args!(",\"bytes\":{}", leaf.nbytes()));
}

/// Prints an outline of a State.
pub(super) fn print_state(outline: &Outline) -> Result<String> {
    let leaves = outline.entries.iter().filter(|entry| entry.item.leaf().is_some());
    check_keys(leaves.map(|leaf| leaf.depth as usize).sum())?;
    let size = outline.below()[0].size;
    let mut text = Text::new();
    text.print(format_args!("{{\"format\":\"nnx.state\",\"version\":1,\"bytes\":{},\"leaves\":[", size.bytes));
    let mut keys: Vec<Key> = Vec::new();
    let mut separator = "\n";
    for entry in &outline.entries {
        if let Some(key) = &entry.key {
            keys.truncate(entry.depth as usize - 1);
            keys.push(key.clone());
        }
        if text.is_full() {
            break;
        }
        let Some(leaf) = entry.item.leaf() else { continue };
        text.push_str(separator);
        separator = ",\n";
        text.push_str("{\"path\":");
        push_string(&mut text, &path::display(&keys).to_string());
        if let Item::Variable { variable_type, metadata, .. } = &entry.item {
            text.push_str(",\"type\":");
            push_string(&mut text, variable_type.name());
            text.push_str(",\"metadata\":");
            push_metadata(&mut text, metadata);
        }
        text.push(',');
        push_leaf(&mut text, leaf);
        text.push('}');
    }
    text.push_str("\n]}\n");
    Ok(text.finish()?)
}
