//! Prints the JSON of a GraphDef: its two lists as they are, and the Variable types with their parents.
//!
//! ```text
//! {"format":"nnx.graphdef","version":1,"types":[["Param","Variable"]],"nodes":[
//!   {"kind":"Object","type":"Model","index":0,"attributes":3},
//!   {"kind":"Variable","type":"Param","index":1,"metadata":{}},
//!   {"kind":"Ref","index":0}
//! ],"attributes":[
//!   ["kernel","node"],
//!   ["owner","node"],
//!   ["rate",{"static":0.2}]
//! ]}
//! ```
//!
//! Static values are JSON's own where it has them: `null`, `true`, `1`, `0.2`, `"relu"`, and an array for a tuple; a number with
//! a point or exponent is a float. Others are an object of one member: `{"float":"inf"}`, `{"bytes":"00ff"}`,
//! `{"dtype":"float32"}`, `{"foreign":"…"}`.

use super::super::graphdef::{AttributeDef, GraphDef, NodeDef};
use super::super::key::{Key, quote};
use super::super::listing::Text;
use super::super::metadata::Metadata;
use super::super::statics::{Static, StaticValue};
use super::{VERSION, variable_types};

/// What [`super::parse_json`] tells the file by.
pub(super) const FORMAT: &str = "nnx.graphdef";

pub(super) fn print(graphdef: &GraphDef, text: &mut Text) {
    text.print(format_args!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"types\":["));
    for (i, (variable_type, parent)) in variable_types(graphdef).into_iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        text.print(format_args!("{comma}[{},{}]", quote(variable_type.name()), quote(parent.name())));
    }
    text.push_str("],\"nodes\":[");
    for (i, node) in graphdef.nodes().iter().enumerate() {
        if text.is_full() {
            return;
        }
        text.push_str(if i > 0 { ",\n" } else { "\n" });
        push_node(text, node);
    }
    text.push_str("\n],\"attributes\":[");
    for (i, (key, attribute)) in graphdef.attributes().iter().enumerate() {
        if text.is_full() {
            return;
        }
        text.push_str(if i > 0 { ",\n[" } else { "\n[" });
        push_key(text, key);
        match attribute {
            AttributeDef::Node => text.push_str(",\"node\"]"),
            AttributeDef::Leaf => text.push_str(",\"array\"]"),
            AttributeDef::Static(value) => {
                text.push_str(",{\"static\":");
                push_static(text, value);
                text.push_str("}]");
            }
        }
    }
    text.push_str("\n]}\n");
}

fn push_node(text: &mut Text, node: &NodeDef) {
    match node {
        NodeDef::Container { kind, type_name, index, attributes } => {
            text.print(format_args!("{{\"kind\":\"{}\"", kind.name()));
            if !type_name.is_empty() {
                text.push_str(",\"type\":");
                push_string(text, type_name);
            }
            if let Some(index) = index {
                text.print(format_args!(",\"index\":{index}"));
            }
            text.print(format_args!(",\"attributes\":{attributes}}}"));
        }
        NodeDef::Variable { variable_type, index, metadata } => {
            text.push_str("{\"kind\":\"Variable\",\"type\":");
            push_string(text, variable_type.name());
            text.print(format_args!(",\"index\":{index},\"metadata\":"));
            push_metadata(text, metadata);
            text.push('}');
        }
        NodeDef::Ref(index) => text.print(format_args!("{{\"kind\":\"Ref\",\"index\":{index}}}")),
        NodeDef::None => text.push_str("{\"kind\":\"None\"}"),
    }
}

pub(in crate::graph) fn push_string(text: &mut Text, string: &str) {
    text.push_str(&quote(string));
}

pub(in crate::graph) fn push_key(text: &mut Text, key: &Key) {
    match key {
        Key::Int(index) => text.print(index),
        Key::Str(name) => push_string(text, name),
    }
}

pub(in crate::graph) fn push_metadata(text: &mut Text, metadata: &Metadata) {
    text.push('{');
    for (i, (name, value)) in metadata.entries().iter().enumerate() {
        text.push_str(if i > 0 { "," } else { "" });
        push_string(text, name);
        text.push(':');
        push_static(text, value);
    }
    text.push('}');
}

/// As deep as tuples may be nested.
pub(in crate::graph) fn push_static(text: &mut Text, value: &Static) {
    match value.value() {
        StaticValue::None => text.push_str("null"),
        StaticValue::Bool(_) | StaticValue::Int(_) => text.print(value),
        StaticValue::Float(float) if float.is_finite() => text.print(value),
        StaticValue::Float(_) => text.print(format_args!("{{\"float\":\"{value}\"}}")),
        StaticValue::Str(string) => push_string(text, string),
        StaticValue::DType(dtype) => text.print(format_args!("{{\"dtype\":\"{dtype}\"}}")),
        StaticValue::Bytes(bytes) => {
            text.push_str("{\"bytes\":\"");
            bytes.iter().for_each(|byte| text.print(format_args!("{byte:02x}")));
            text.push_str("\"}");
        }
        StaticValue::Tuple(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                text.push_str(if i > 0 { "," } else { "" });
                push_static(text, item);
            }
            text.push(']');
        }
        StaticValue::Foreign(foreign) => {
            text.push_str("{\"foreign\":");
            push_string(text, &foreign.describe());
            text.push('}');
        }
    }
}
