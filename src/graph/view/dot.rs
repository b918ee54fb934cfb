//! Graphviz's DOT language.
//!
//! Containers are boxes with their static attributes, Variables are boxes coloured by type. Each node is drawn once;
//! whoever reaches it a second time does so by a dashed red edge.

use smol_str::SmolStr;

use super::super::container::ContainerKind;
use super::super::key::one_line;
use super::super::listing::Text;
use super::super::variable_type::VariableType;
use super::outline::{Item, Outline, short};
use super::tree::title;
use crate::error::Result;

/// So many static attributes of a node are shown.
const MAX_STATICS: usize = 12;
/// So many characters of a static value are shown.
const LONGEST_STATIC: usize = 32;

const HEAD: &str = r##"digraph nnx {
  graph [rankdir=LR, nodesep=0.15, ranksep=0.45, fontname="Helvetica", bgcolor="white"];
  node [shape=box, style="rounded,filled", height=0.3, margin="0.1,0.05", fontname="Helvetica", fontsize=11];
  edge [fontname="Helvetica", fontsize=9, color="#6b7280", fontcolor="#374151", arrowsize=0.6];
"##;

/// The colours of the built-in types, each for its descendants too: the border and the background.
const COLOURS: [(&str, &str, &str); 7] = [
    ("Param", "#15803d", "#dcfce7"),
    ("BatchStat", "#b45309", "#fef3c7"),
    ("RngState", "#7e22ce", "#f3e8ff"),
    ("OptState", "#1d4ed8", "#dbeafe"),
    ("MetricState", "#be185d", "#fce7f3"),
    ("Cache", "#0e7490", "#cffafe"),
    ("Intermediate", "#57534e", "#e7e5e4"),
];
const OTHER: (&str, &str) = ("#4b5563", "#f3f4f6");
const OBJECT: (&str, &str) = ("#111827", "#ffffff");
const CONTAINER: (&str, &str) = ("#9ca3af", "#f9fafb");
const SHARED: &str = "color=\"#dc2626\", fontcolor=\"#dc2626\", style=dashed, penwidth=1.4, constraint=false";

/// Prints an outline of a graph.
pub(super) fn print(outline: &Outline) -> Result<String> {
    let mut text = Text::new();
    text.push_str(HEAD);
    let statics = statics(outline);
    for (number, entry) in outline.entries.iter().enumerate() {
        if text.is_full() {
            break;
        }
        let target = match &entry.item {
            Item::Static(_) => continue,
            Item::Again(first) => *first,
            item => {
                text.print(format_args!("  n{number} [{}];\n", node(item, &statics[number])));
                number as u32
            }
        };
        if let Some(key) = &entry.key {
            let shared = if target == number as u32 { String::new() } else { format!(", {SHARED}") };
            let key = escape(&short_text(&key.to_string()));
            text.print(format_args!("  n{} -> n{target} [label=<{key}>{shared}];\n", entry.parent));
        }
    }
    text.push_str("}\n");
    Ok(text.finish()?)
}

/// The rows of static attributes of each entry.
fn statics(outline: &Outline) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = vec![Vec::new(); outline.entries.len()];
    let mut left_out = vec![0; outline.entries.len()];
    for entry in &outline.entries {
        let (Item::Static(value), Some(key)) = (&entry.item, &entry.key) else { continue };
        let parent = entry.parent as usize;
        if rows[parent].len() < MAX_STATICS {
            rows[parent].push(format!("{} = {}", short_text(&key.to_string()), short(value, LONGEST_STATIC)));
        } else {
            left_out[parent] += 1;
        }
    }
    for (rows, left_out) in rows.iter_mut().zip(left_out) {
        if left_out > 0 {
            rows.push(format!("… {left_out} more"));
        }
    }
    rows
}

/// The attributes of a node: an HTML-like label and the colours.
fn node(item: &Item, statics: &[String]) -> String {
    let none = ("#d1d5db", "#ffffff");
    match item {
        Item::Variable { variable_type, metadata, leaf, .. } => {
            let entry = |(name, value): &(SmolStr, _)| format!("{name} = {}", short(value, LONGEST_STATIC));
            let mut lines = vec![leaf.to_string()];
            lines.extend(metadata.entries().iter().take(MAX_STATICS).map(entry));
            boxed(variable_type.name(), &lines, colours(*variable_type))
        }
        Item::Array(leaf) => boxed("array", &[leaf.to_string()], OTHER),
        Item::Container { kind: ContainerKind::Object, .. } => boxed(&title(item), statics, OBJECT),
        Item::Container { .. } => boxed(&title(item), statics, CONTAINER),
        Item::None | Item::Level | Item::Again(_) | Item::Static(_) => boxed("None", &[], none),
    }
}

fn boxed(title: &str, lines: &[String], (border, background): (&str, &str)) -> String {
    let mut label = format!("<b>{}</b>", escape(&short_text(title)));
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(|line| escape(&one_line(line))).collect();
        let rows = lines.join("<br align=\"left\"/>");
        label.push_str(&format!("<br/><font point-size=\"9\">{rows}<br align=\"left\"/></font>"));
    }
    format!("label=<{label}>, color=\"{border}\", fillcolor=\"{background}\"")
}

fn colours(variable_type: VariableType) -> (&'static str, &'static str) {
    let is = |name: &str| VariableType::named(name).is_ok_and(|ancestor| variable_type.is(ancestor));
    let found = COLOURS.iter().find(|(name, ..)| is(name));
    found.map_or(OTHER, |(_, border, background)| (border, background))
}

/// One line of a bounded length.
fn short_text(text: &str) -> String {
    let mut line = one_line(text).into_owned();
    if let Some((end, _)) = line.char_indices().nth(LONGEST_STATIC) {
        line.truncate(end);
        line.push('…');
    }
    line
}

/// What XML would read as markup or refuse, as entities.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    // An empty label is no HTML-like label.
    if escaped.is_empty() { "&quot;&quot;".to_owned() } else { escaped }
}
