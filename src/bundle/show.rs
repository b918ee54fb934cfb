//! A bundle as a text for people: what wrote it, its leaves, and what its programs take and give.
//!
//! ```text
//! a bundle of libnnx 0.1.0, written for avx2
//! note: Iris, 100 steps
//!
//! path    type   shape  dtype    bytes
//! …
//!
//! program train: 3 operations
//!
//! argument        type
//! ──────────────  ────────────
//! objects/0/bias  float32[3]
//! inputs/0        float32[4,3]
//!
//! result          type        from
//! ──────────────  ──────────  ──────────────
//! objects/0/bias  float32[3]  result 0
//! outputs/0       float32[]   inputs/0
//! ```

use std::fmt::Display;

use super::bundle::{Bundle, SavedProgram};
use crate::error::Result;
use crate::graph::{Fits, Listing, State, Text};
use crate::program::TensorType;
use crate::trace::Source;

/// A column grows to this width; what is wider pushes the rest of its row aside.
const WIDEST: usize = 60;

impl Bundle {
    /// What it holds, for a person: versions, a table of the leaves, and for each program a table of what it takes and one
    /// of what it gives.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when that is more than a GiB.
    pub fn to_text(&self) -> Result<String> {
        let mut text = Text::new();
        if let Some(origin) = &self.origin {
            text.print(format_args!("a bundle of libnnx {}, written for {}\n", origin.version, origin.isa));
        }
        for (name, value) in &self.metadata {
            text.print(format_args!("{name}: {value}\n"));
        }
        text.push('\n');
        // With the further paths of what is shared, where the GraphDef is one of a graph.
        text.push_str(&self.merge().and_then(|root| root.table()).or_else(|_| self.state.table())?);
        for program in &self.programs {
            let SavedProgram { name, module, map, .. } = program;
            let operations: usize = module.functions().iter().map(|function| function.body().operation_count()).sum();
            let plural = if operations == 1 { "" } else { "s" };
            text.print(format_args!("\nprogram {name}: {operations} operation{plural}\n\n"));
            let names = Names::of(program)?;
            let taken =
                names.taken.iter().zip(map.leaves.iter().map(Option::as_ref).chain(map.inputs.iter().map(Some)));
            let rows = taken.map(|(name, ty)| [name.clone(), type_text(ty)]).collect();
            print_table(&mut text, ["argument", "type"], rows);
            text.push('\n');
            print_table(&mut text, ["result", "type", "from"], names.given(program)?);
        }
        Ok(text.finish()?)
    }
}

/// What the leaves and inputs of a program are called.
struct Names {
    taken: Vec<String>,
    num_leaves: usize,
}

impl Names {
    fn of(program: &SavedProgram) -> Fits<Names> {
        let (map, mut listing) = (&program.map, Listing::default());
        let mut taken = paths("objects", &State::without_values(&program.graphdef), &mut listing)?;
        for (place, state) in map.state_arguments.iter().enumerate() {
            taken.extend(paths(format_args!("states/{place}"), state, &mut listing)?);
        }
        let num_leaves = taken.len();
        taken.extend((0..map.inputs.len()).map(|input| format!("inputs/{input}")));
        Ok(Names { taken, num_leaves })
    }

    /// The rows of what the program gives.
    fn given(&self, program: &SavedProgram) -> Result<Vec<[String; 3]>> {
        let (map, mut listing) = (&program.map, Listing::default());
        let results: Vec<Option<&TensorType>> =
            program.module.entry()?.result_types().map(|ty| ty.as_tensor()).collect();
        let row = |name: String, source: &Source| {
            let (ty, from) = match source {
                Source::Result(result) => (results.get(*result).copied().flatten(), format!("result {result}")),
                Source::Leaf(leaf) => (map.leaves.get(*leaf).and_then(Option::as_ref), self.name(*leaf)),
                Source::Input(input) => (map.inputs.get(*input), self.name(self.num_leaves + input)),
                Source::Known(value) => (None, value.to_string()),
            };
            [name, type_text(ty), from]
        };
        let objects = paths("objects", &State::without_values(&program.out_graphdef), &mut listing)?;
        let mut rows: Vec<[String; 3]> =
            objects.into_iter().zip(&map.object_leaves).map(|(name, source)| row(name, source)).collect();
        for (place, state) in map.states.iter().enumerate() {
            let names = paths(format_args!("states/{place}"), &state.template, &mut listing)?;
            rows.extend(names.into_iter().zip(&state.leaves).map(|(name, source)| row(name, source)));
        }
        let outputs = map.outputs.iter().enumerate();
        rows.extend(outputs.map(|(place, source)| row(format!("outputs/{place}"), source)));
        Ok(rows)
    }

    fn name(&self, place: usize) -> String {
        self.taken.get(place).cloned().unwrap_or_default()
    }
}

/// The paths of the leaves of a State, below what it is called.
fn paths(name: impl Display, state: &State, listing: &mut Listing) -> Fits<Vec<String>> {
    (0..state.len()).map(|leaf| listing.text(format_args!("{name}/{}", state.display_path(leaf)))).collect()
}

fn type_text(ty: Option<&TensorType>) -> String {
    ty.map_or_else(|| "opaque".to_owned(), |ty| format!("{}{}", ty.dtype, ty.shape))
}

fn print_table<const COLUMNS: usize>(text: &mut Text, header: [&str; COLUMNS], rows: Vec<[String; COLUMNS]>) {
    let width = |cell: &str| cell.chars().count();
    let mut widths = header.map(width);
    for row in &rows {
        for (longest, cell) in widths.iter_mut().zip(row) {
            *longest = width(cell).clamp(*longest, WIDEST);
        }
    }
    let lines = widths.map(|width| "─".repeat(width));
    for row in [header.map(str::to_owned), lines].iter().chain(&rows) {
        let (last, cells) = row.split_last().map_or(("", &row[..]), |(last, cells)| (last.as_str(), cells));
        for (cell, width) in cells.iter().zip(widths) {
            text.print(format_args!("{cell:width$}  "));
        }
        text.print(format_args!("{last}\n"));
    }
}
