//! A plan drawn, in Graphviz's DOT language: kernels are boxes, and what one leaves in a buffer for another is an edge.
//!
//! Arguments and results stand at the sides, under the names that the caller has for them; constants are not drawn.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
// Writing to a String does not fail.
use std::fmt::Write;

use super::Plan;
use super::kernel::{BufferId, Origin, Work};
use super::sources::{InOneLine, SourceOperation};

const HEAD: &str = r##"digraph plan {
  graph [rankdir=LR, nodesep=0.12, ranksep=0.6, fontname="Helvetica", bgcolor="white"];
  node [shape=box, style="rounded,filled", height=0.2, margin="0.1,0.05", fontname="Helvetica", fontsize=10];
  edge [fontname="Helvetica", fontsize=8, color="#6b7280", fontcolor="#374151", arrowsize=0.6];
"##;

const LOOP: &str = "color=\"#1d4ed8\", fillcolor=\"#eff6ff\"";
const OPERATION: &str = "color=\"#dc2626\", fillcolor=\"#fee2e2\"";
const ARGUMENT: &str = "color=\"#15803d\", fillcolor=\"#dcfce7\"";
const RESULT: &str = "color=\"#7e22ce\", fillcolor=\"#f3e8ff\"";

/// The most characters of a line in a box.
const LINE: usize = 48;
/// The most lines of operations in a box.
const LINES: usize = 8;

impl Plan {
    /// The plan for Graphviz. `arguments` and `results` are the names of arguments and results, as many as there are;
    /// where there is none, it is the number.
    pub fn to_dot(&self, arguments: &[String], results: &[String]) -> String {
        let mut text = HEAD.to_owned();
        let mut line = |parts: std::fmt::Arguments<'_>| {
            let _ = writeln!(text, "  {parts}");
        };
        let name = |names: &[String], place: usize, kind: &str| match names.get(place) {
            Some(name) => escape(name),
            None => format!("{kind} {place}"),
        };
        let size = |buffer: BufferId| self.sizes(&[buffer]);
        for kernel in 0..self.kernels.len() {
            let colours = match self.kernels[kernel].work {
                Work::Loop { .. } => LOOP,
                Work::Operation { .. } => OPERATION,
            };
            line(format_args!("k{kernel} [label=\"{}\", {colours}];", self.label(kernel)));
        }
        let read: HashSet<BufferId> =
            self.kernels.iter().flat_map(|kernel| kernel.reads()).map(|(buffer, _)| buffer).collect();
        let mut writers: HashMap<BufferId, Vec<usize>> = HashMap::new();
        for (index, kernel) in self.kernels.iter().enumerate() {
            let written: BTreeSet<BufferId> = kernel.writes().into_iter().collect();
            written.into_iter().for_each(|buffer| writers.entry(buffer).or_default().push(index));
        }
        let writers = |buffer: BufferId| writers.get(&buffer).into_iter().flatten().copied();
        for (place, &buffer) in self.arguments.iter().enumerate() {
            if read.contains(&buffer) || self.results.contains(&buffer) {
                let name = name(arguments, place, "argument");
                line(format_args!("a{place} [label=\"{name}\\n{}\", {ARGUMENT}];", size(buffer)));
            }
        }
        for (index, kernel) in self.kernels.iter().enumerate() {
            let read: BTreeSet<BufferId> = kernel.reads().into_iter().map(|(buffer, _)| buffer).collect();
            let mut from: BTreeMap<usize, Vec<BufferId>> = BTreeMap::new();
            for buffer in read {
                if let Origin::Argument(place) = self.buffers[buffer].origin {
                    line(format_args!("a{place} -> k{index};"));
                }
                for writer in writers(buffer).filter(|writer| *writer < index) {
                    from.entry(writer).or_default().push(buffer);
                }
            }
            for (writer, buffers) in from {
                line(format_args!("k{writer} -> k{index} [label=\"{}\"];", self.sizes(&buffers)));
            }
        }
        for (place, &buffer) in self.results.iter().enumerate() {
            let name = name(results, place, "result");
            line(format_args!("r{place} [label=\"{name}\\n{}\", {RESULT}];", size(buffer)));
            if let Origin::Argument(argument) = self.buffers[buffer].origin {
                line(format_args!("a{argument} -> r{place};"));
            }
            for writer in writers(buffer) {
                line(format_args!("k{writer} -> r{place};"));
            }
        }
        text.push_str("}\n");
        text
    }

    /// The shapes of buffers, each with how many have it, and their bytes together.
    fn sizes(&self, buffers: &[BufferId]) -> String {
        let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
        buffers.iter().for_each(|&buffer| *shapes.entry(self.shape(buffer)).or_default() += 1);
        let mut text = String::new();
        for (shape, times) in shapes {
            let _ = if times == 1 { write!(text, "{shape}\\n") } else { write!(text, "{times} {shape}\\n") };
        }
        let nbytes: usize = buffers.iter().map(|&buffer| self.buffers[buffer].nbytes()).sum();
        let _ = write!(text, "{nbytes} B");
        text
    }

    /// The number of a kernel, its items, and the operations that it computes, on a few short lines.
    fn label(&self, kernel: usize) -> String {
        let operations: Vec<SourceOperation> = self.operations(kernel).collect();
        let mut lines = vec![String::new()];
        for part in InOneLine(&operations).to_string().split(", ") {
            let last = lines.len() - 1;
            if lines[last].is_empty() {
                lines[last].push_str(part);
            } else if lines[last].len() + part.len() < LINE {
                lines[last].push_str(", ");
                lines[last].push_str(part);
            } else {
                lines.push(part.to_owned());
            }
        }
        if lines.len() > LINES {
            let more = lines.len() - LINES;
            lines.truncate(LINES);
            lines.push(format!("… {more} more lines"));
        }
        let items = match &self.kernels[kernel].work {
            Work::Loop { count, .. } => format!("{count} items"),
            Work::Operation { .. } => "whole arrays".to_owned(),
        };
        let lines: String = lines.iter().map(|line| format!("{}\\l", escape(line))).collect();
        format!("kernel {kernel}: {items}\\l{lines}")
    }
}

/// What a quoted text of DOT would read as its end or as an escape.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
