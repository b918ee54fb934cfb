//! A plan as text: one line for each kernel, and one for each of its steps; plans of regions are indented.

use std::collections::BTreeMap;
use std::fmt;

use super::kernel::{Kernel, Location, Origin, Region, Step, Work};
use super::sources::{InOneLine, SourceOperation, short};
use super::{Plan, View};

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "plan: {} kernels; arena of {} bytes", self.kernels.len(), self.nbytes)?;
        for (index, buffer) in self.buffers.iter().enumerate() {
            let origin = match &buffer.origin {
                Origin::Argument(argument) => format!("argument {argument}"),
                Origin::Constant(_) => "constant".to_owned(),
                Origin::Computed => "computed".to_owned(),
            };
            let results = self.results.iter().enumerate().filter(|(_, result)| **result == index);
            let results: String = results.map(|(result, _)| format!(", result {result}")).collect();
            let place = match buffer.location {
                Location::Arena(offset) => format!(" at {offset}"),
                Location::Argument(_) | Location::Result(_) => String::new(),
            };
            writeln!(f, "b{index}: {}{place}, {origin}{results}", self.shape(index))?;
        }
        for (index, kernel) in self.kernels.iter().enumerate() {
            let sources: Vec<SourceOperation> = self.operations(index).collect();
            let sources = if sources.is_empty() { String::new() } else { format!(", of {}", InOneLine(&sources)) };
            let once = if index < self.prelude { ", once" } else { "" };
            match &kernel.work {
                Work::Loop { count, steps } => {
                    writeln!(f, "kernel {index}{once}: loop over {count}{sources}")?;
                    for (place, (step, dtype)) in steps.iter().enumerate() {
                        writeln!(f, "  {}", Line { place, step, dtype: dtype.name() })?;
                    }
                }
                Work::Operation { name, inputs, results, regions, .. } => {
                    let inputs: Vec<String> = inputs.iter().map(|(_, buffer)| format!("b{buffer}")).collect();
                    let name_of = |result: &Option<usize>| result.map_or("_".to_owned(), |buffer| format!("b{buffer}"));
                    let results: Vec<String> = results.iter().map(name_of).collect();
                    let (inputs, results) = (inputs.join(", "), results.join(", "));
                    writeln!(f, "kernel {index}{once}: {name}({inputs}) -> {results}{sources}")?;
                    for region in regions {
                        region.plan.to_string().lines().try_for_each(|line| writeln!(f, "  {line}"))?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl fmt::Display for Kernel {
    /// What it does, in one line: the operations of a loop, by how often they stand there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, steps) = match &self.work {
            Work::Loop { count, steps } => (count, steps),
            Work::Operation { name, .. } => return f.write_str(name),
        };
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for (step, _) in steps {
            let name = match step {
                Step::Load(_) => "load",
                Step::Iota { .. } => "iota",
                Step::Apply { op, .. } => short(op.name()),
                Step::Product(_) => "product",
                Step::Store { .. } => "store",
                Step::Fold { .. } => "fold",
            };
            *names.entry(name).or_default() += 1;
        }
        write!(f, "{count} items:")?;
        for (name, times) in names {
            if times == 1 { write!(f, " {name}")? } else { write!(f, " {times} {name}")? }
        }
        Ok(())
    }
}

struct Line<'a> {
    place: usize,
    step: &'a Step,
    dtype: &'a str,
}

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Line { place, step, dtype } = self;
        match step {
            Step::Load(region) => write!(f, "%{place} = load {region} : {dtype}"),
            Step::Iota { inner, extent } => write!(f, "%{place} = iota / {inner} % {extent} : {dtype}"),
            Step::Apply { op, operands, .. } => {
                let operands: Vec<String> = operands.iter().map(|operand| format!("%{operand}")).collect();
                write!(f, "%{place} = {} {} : {dtype}", short(op.name()), operands.join(", "))
            }
            Step::Product(product) => write!(
                f,
                "%{place} = product {} x {} x {}, depth {}, of {} and {} : {dtype}",
                product.batches, product.rows, product.columns, product.depth, product.lhs, product.rhs
            ),
            Step::Store { value, into } => write!(f, "store %{value} into {into}"),
            Step::Fold { combine, value, init, into } => {
                write!(f, "fold {} %{value} into {into} from {init}", short(combine.name()))
            }
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b{}{}", self.buffer, self.view)
    }
}

impl fmt::Display for View {
    /// `[2:64, 64:1]+5`: extent and stride of each axis, and the first element where it is not 0.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let axes: Vec<String> = self.axes.iter().map(|axis| format!("{}:{}", axis.extent, axis.stride)).collect();
        write!(f, "[{}]", axes.join(", "))?;
        if self.offset != 0 { write!(f, "+{}", self.offset) } else { Ok(()) }
    }
}
