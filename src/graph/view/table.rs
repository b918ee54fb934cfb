//! The table: a row for each leaf, and totals by Variable type.
//!
//! ```text
//! path            type       shape   dtype    bytes
//! ──────────────  ─────────  ──────  ───────  ─────
//! decoder/kernel  → encoder/kernel
//! encoder/kernel  Param      [64,3]  float32    768
//! mean            BatchStat  [3]     float32     12
//!
//! Param      1 leaf, 192 elements, 768 bytes
//! BatchStat  1 leaf, 3 elements, 12 bytes
//! total      2 leaves, 195 elements, 780 bytes
//! ```

use std::collections::HashMap;

use super::super::key::one_line;
use super::super::leaf::{Dims, Leaf};
use super::super::listing::{Fits, Listing, Text};
use super::super::variable_type::VariableType;
use super::outline::{Counted, Item, Outline, Size, grouped, human_bytes};
use crate::error::Result;

const HEADER: [&str; COLUMNS] = ["path", "type", "shape", "dtype", "bytes"];
const COLUMNS: usize = 5;
/// A column grows to this width; what is wider pushes the rest of its row aside.
const WIDEST: usize = 60;

/// The leaves of one Variable type.
pub(super) struct Total {
    /// `array` for arrays without a Variable, `total` for the sum.
    pub(super) name: &'static str,
    pub(super) size: Size,
    /// In tensors; opaque leaves do not say.
    pub(super) elements: usize,
}

enum Row {
    Leaf([String; COLUMNS]),
    Shared([String; 2]),
}

/// Prints the leaves of an outline as a table.
pub(super) fn print(outline: &Outline) -> Result<String> {
    let rows = rows(outline)?;
    let mut widths = HEADER.map(width);
    for row in &rows {
        let cells: &[String] = match row {
            Row::Leaf(cells) => cells,
            Row::Shared([path, _]) => std::slice::from_ref(path),
        };
        for (longest, cell) in widths.iter_mut().zip(cells) {
            *longest = width(cell).clamp(*longest, WIDEST);
        }
    }
    let mut text = Text::new();
    push_row(&mut text, &HEADER.map(str::to_owned), &widths);
    push_row(&mut text, &widths.map(|width| "─".repeat(width)), &widths);
    for row in &rows {
        match row {
            Row::Leaf(cells) => push_row(&mut text, cells, &widths),
            Row::Shared([path, first]) => {
                push_cell(&mut text, path, widths[0]);
                text.print(format_args!("→ {first}\n"));
            }
        }
    }
    text.push('\n');
    let totals = totals(outline);
    let longest = totals.iter().map(|total| width(total.name)).max().unwrap_or(0).min(WIDEST);
    for total in &totals {
        push_cell(&mut text, total.name, longest);
        text.push_str(&total.describe());
        text.push('\n');
    }
    Ok(text.finish()?)
}

fn rows(outline: &Outline) -> Fits<Vec<Row>> {
    let mut listing = Listing::default();
    let row = |(number, entry): (usize, &super::outline::Entry)| {
        let path = || outline.path(number as u32);
        let (variable_type, leaf) = match &entry.item {
            Item::Variable { variable_type, leaf, .. } => (variable_type.name(), leaf),
            Item::Array(leaf) => ("array", leaf),
            Item::Again(first) if outline.entries[*first as usize].item.leaf().is_some() => {
                return Some(Row::Shared([path(), outline.path(*first)]));
            }
            _ => return None,
        };
        let (shape, dtype) = match leaf {
            Leaf::Tensor(tensor) => (Dims(tensor.shape()).to_string(), tensor.dtype().name().to_owned()),
            Leaf::Opaque(opaque) => ("?".to_owned(), one_line(opaque.type_name()).into_owned()),
        };
        Some(Row::Leaf([path(), variable_type.to_owned(), shape, dtype, grouped(leaf.nbytes())]))
    };
    let counted = |row: Row| {
        let cells: &[String] = match &row {
            Row::Leaf(cells) => cells,
            Row::Shared(paths) => paths,
        };
        listing.count(cells.iter().map(String::len).sum()).map(|()| row)
    };
    outline.entries.iter().enumerate().filter_map(row).map(counted).collect()
}

/// A total for each Variable type in the order in which they are met, then for arrays, then for all.
pub(super) fn totals(outline: &Outline) -> Vec<Total> {
    let mut by_type: HashMap<Option<VariableType>, usize> = HashMap::new();
    let mut totals: Vec<Total> = Vec::new();
    let new = |name| Total { name, size: Size::default(), elements: 0 };
    let mut all = new("total");
    for entry in &outline.entries {
        let Some(leaf) = entry.item.leaf() else { continue };
        let variable_type = match &entry.item {
            Item::Variable { variable_type, .. } => Some(*variable_type),
            _ => None,
        };
        let at = *by_type.entry(variable_type).or_insert_with(|| {
            totals.push(new(variable_type.map_or("array", VariableType::name)));
            totals.len() - 1
        });
        totals[at].add(leaf);
        all.add(leaf);
    }
    totals.push(all);
    totals
}

impl Total {
    fn add(&mut self, leaf: &Leaf) {
        self.size.add(leaf);
        let elements = leaf.tensor().map_or(0, |tensor| tensor.element_count());
        self.elements = self.elements.saturating_add(elements);
    }

    /// `2 leaves, 195 elements, 780 bytes`
    pub(super) fn describe(&self) -> String {
        let human = human_bytes(self.size.bytes).map(|human| format!(" ({human})")).unwrap_or_default();
        format!(
            "{}, {}, {}{human}",
            Counted(self.size.leaves, "leaf", "leaves"),
            Counted(self.elements, "element", "elements"),
            Counted(self.size.bytes, "byte", "bytes")
        )
    }
}

fn push_row(text: &mut Text, cells: &[String; COLUMNS], widths: &[usize; COLUMNS]) {
    let [others @ .., bytes] = cells;
    for (cell, width) in others.iter().zip(widths) {
        push_cell(text, cell, *width);
    }
    text.push_str(&" ".repeat(widths[COLUMNS - 1].saturating_sub(width(bytes))));
    text.push_str(bytes);
    text.push('\n');
}

/// A cell that is filled up on the right, and the space to the next one.
fn push_cell(text: &mut Text, cell: &str, column: usize) {
    text.push_str(cell);
    text.push_str(&" ".repeat(column.saturating_sub(width(cell)) + 2));
}

fn width(cell: &str) -> usize {
    cell.chars().count()
}
