//! The text tree.
//!
//! ```text
//! Model: 3 leaves, 784 bytes
//! ├── activation = "relu"
//! ├── decoder: Linear
//! │   └── kernel → encoder/kernel
//! └── encoder: Linear (2 leaves, 780 bytes)
//!     ├── bias: Param float32[3]
//!     └── kernel: Param float32[64,3] {sharding=("data",)}
//! ```

use super::super::key::one_line;
use super::super::listing::Text;
use super::MAX_DEPTH;
use super::outline::{Below, Entry, Item, Outline, metadata_text, short};
use crate::error::Result;

/// So many characters of a static value are shown.
const LONGEST_STATIC: usize = 100;

/// Prints an outline as a tree.
pub(super) fn print(outline: &Outline) -> Result<String> {
    let below = outline.below();
    let mut text = Text::new();
    // What is to the left of the entries at each depth, and the length of it at the depth above.
    let mut margin = String::new();
    let mut margins: Vec<usize> = Vec::new();
    for (number, (entry, below)) in outline.entries.iter().zip(&below).enumerate() {
        if text.is_full() {
            break;
        }
        if entry.depth > MAX_DEPTH {
            continue;
        }
        if let Some(key) = &entry.key {
            margins.truncate(entry.depth as usize - 1);
            margin.truncate(margins.last().copied().unwrap_or(0));
            text.push_str(&margin);
            text.push_str(if below.last { "└── " } else { "├── " });
            text.print(key);
            margin.push_str(if below.last { "    " } else { "│   " });
            margins.push(margin.len());
        }
        text.push_str(&describe(outline, number, entry, below));
        text.push('\n');
        if entry.depth == MAX_DEPTH && below.levels > 0 {
            text.print(format_args!("{margin}└── {}\n", more_levels(below)));
        }
    }
    Ok(text.finish()?)
}

/// What stands for everything below the deepest level that is drawn.
pub(super) fn more_levels(below: &Below) -> String {
    let plural = if below.levels == 1 { "" } else { "s" };
    format!("… ({} more level{plural})", below.levels)
}

/// What comes after the name.
fn describe(outline: &Outline, number: usize, entry: &Entry, below: &Below) -> String {
    let colon = if number == 0 { "" } else { ": " };
    match &entry.item {
        Item::Container { .. } | Item::Level => {
            let title = title(&entry.item);
            let mut text = match number {
                0 if title.is_empty() => return format!("State: {}", below.size),
                0 => return format!("{title}: {}", below.size),
                _ if title.is_empty() => title,
                _ => format!(": {title}"),
            };
            if below.levels == 0 {
                text.push_str(" (empty)");
            } else if below.size.leaves > 0 {
                text.push_str(&format!(" ({})", below.size));
            }
            text
        }
        Item::Variable { variable_type, metadata, leaf, .. } => {
            let metadata = metadata_text(metadata, LONGEST_STATIC);
            format!("{colon}{} {}{metadata}", variable_type.name(), one_line(&leaf.to_string()))
        }
        Item::Array(leaf) => format!("{colon}{}", one_line(&leaf.to_string())),
        Item::Again(first) => format!(" → {}", outline.path(*first)),
        Item::Static(value) => format!(" = {}", short(value, LONGEST_STATIC)),
        Item::None => format!("{colon}None"),
    }
}

/// The name of a container's type; nothing for a level of a State.
pub(super) fn title(item: &Item) -> String {
    match item {
        Item::Container { type_name, .. } if !type_name.is_empty() => one_line(type_name).into_owned(),
        Item::Container { kind, .. } => kind.name().to_owned(),
        _ => String::new(),
    }
}
