//! Phases as text, and what launches them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::cone::Values;
use super::expression::{Index, apply, literal, type_name};
use super::fold;
use super::frame::{Frame, Slot};
use super::order::{Order, Phases};
use super::phase::{Body, Phase, Place};
use crate::error::Result;
use crate::plan::{Buffer, Location, Origin, Plan, Product, Region, Step, StepId, Work};
use crate::tensor::DType;

/// The threads of a block of a stage, and of the one block that is all stages.
const THREADS: [usize; 2] = [256, 512];

/// Prints all of a plan.
pub(super) fn print(plan: &Plan, phases: &Phases, name: &str, text: &mut String) -> Result<()> {
    let (count, stages) = (phases.list.len(), phases.stages.len());
    let _ = writeln!(text, "// {name}: {count} phases in {stages} stages. The pointers of `buffers`:");
    for (slot, buffer) in plan.buffers().iter().enumerate() {
        let _ = writeln!(text, "//   {slot}: {}[{}], {}", buffer.dtype, buffer.count, origin(plan, slot));
    }
    for (place, scratch) in phases.memory.list.iter().enumerate() {
        let (slot, purpose) = (plan.buffers().len() + place, &scratch.purpose);
        let _ = writeln!(text, "//   {slot}: {}[{}], {purpose}", scratch.dtype, scratch.count);
    }
    for (place, moved) in plan.moved().iter().enumerate() {
        let (slot, buffer) = (phases.memory.end() + place, &plan.buffers()[moved.buffer]);
        let _ = writeln!(text, "//   {slot}: {}[{}], result {}", buffer.dtype, buffer.count, moved.result);
    }
    let index = index(phases);
    for (place, phase) in phases.list.iter().enumerate() {
        let frame = &phases.frames[phase.frame];
        let body = Printer { frame, index }.phase(phase)?;
        let _ = match phase.kernel {
            Some(kernel) => {
                let work = &frame.plan.kernels()[kernel];
                writeln!(text, "\n// {} items of {}: {work}", phase.items, frame.kernel(kernel))
            }
            None => writeln!(text, "\n// {} items of a result that is moved at the end", phase.items),
        };
        let function = format!("{name}_{place}(unsigned long long item, void *const *buffers, unsigned turns)");
        let _ = writeln!(text, "NNX_FUNCTION void {function} {{\n{body}}}");
    }
    launches(phases, name, text);
    Ok(())
}

fn origin(plan: &Plan, slot: Slot) -> String {
    let buffer = &plan.buffers()[slot];
    match (buffer.location, &buffer.origin) {
        (Location::Argument(argument), _) => format!("argument {argument}"),
        (Location::Result(result), _) => match plan.in_place(result) {
            Some(argument) => format!("result {result}, which may lie where argument {argument} does"),
            None => format!("result {result}"),
        },
        (Location::Arena(offset), Origin::Constant(_)) => format!("constant, at {offset} of the arena"),
        (Location::Arena(offset), _) => format!("at {offset} of the arena"),
    }
}

/// The type of all places.
fn index(phases: &Phases) -> Index {
    let slots = phases.frames.iter().flat_map(|frame| frame.slots.iter().map(|entry| entry.count));
    let items = phases.list.iter().map(|phase| phase.items);
    let kernels = phases.frames.iter().flat_map(|frame| frame.plan.kernels());
    let loops = kernels.map(|kernel| match &kernel.work {
        Work::Loop { count, .. } => *count,
        Work::Operation { .. } => 0,
    });
    Index::below(slots.chain(items).chain(loops).max().unwrap_or(0))
}

/// A kernel for each stage, one of all of them, and for the host a list.
fn launches(phases: &Phases, name: &str, text: &mut String) {
    let _ = writeln!(text, "\n#if defined(__CUDACC__)");
    let [threads, block] = THREADS;
    for (place, stage) in phases.stages.iter().enumerate() {
        let kernel = format!("{name}_stage_{place}(void *const *buffers, unsigned turns)");
        let _ = writeln!(text, "extern \"C\" __global__ void __launch_bounds__({threads}) {kernel} {{");
        let mut lines = Lines::new();
        spread(phases, stage, name, "turns", ["nnx::first_item()", "nnx::num_threads()"], &mut lines);
        let _ = writeln!(text, "{}}}", lines.text);
    }
    let _ = writeln!(text, "extern \"C\" __global__ void __launch_bounds__({block}) {name}(void *const *buffers) {{");
    let mut lines = Lines::new();
    let last = match phases.order.last() {
        Some(Order::Stage(stage)) => Some(*stage),
        Some(Order::Loop { end, .. }) => *end,
        Some(Order::Choice { .. }) | None => None,
    };
    let in_block = |stage: usize, turns: &str, lines: &mut Lines| {
        spread(phases, &phases.stages[stage], name, turns, ["threadIdx.x", "blockDim.x"], lines);
        if last != Some(stage) {
            lines.line("__syncthreads();");
        }
    };
    in_order(&phases.order, "0u", &mut lines, &mut 0, &in_block);
    let _ = writeln!(text, "{}}}\n#else\nstatic const nnx::phase {name}_phases[] = {{", lines.text);
    for (place, stage) in phases.stages.iter().enumerate() {
        for &phase in stage {
            let _ = writeln!(text, "    {{{name}_{phase}, {}ull, {place}u}},", phases.list[phase].items);
        }
    }
    // The end of the list.
    let _ = writeln!(text, "    {{nullptr, 0ull, {}u}},\n}};", phases.stages.len());
    let mut lines = Lines::new();
    let by_function =
        |stage: usize, turns: &str, lines: &mut Lines| lines.line(format!("run(buffers, {stage}u, {turns});"));
    in_order(&phases.order, "0u", &mut lines, &mut 0, &by_function);
    let function = format!("template <class Run> void {name}_order(Run &run, void *const *buffers)");
    let _ = writeln!(text, "{function} {{\n{}}}\n#endif", lines.text);
}

/// Lines that run stages in order; `stage` prints one.
fn in_order(
    order: &[Order],
    turns: &str,
    lines: &mut Lines,
    loops: &mut usize,
    stage: &dyn Fn(usize, &str, &mut Lines),
) {
    for part in order {
        match part {
            Order::Stage(place) => stage(*place, turns, lines),
            Order::Loop { bit, condition, goes_on, body, end } => {
                let name = format!("t{loops}");
                *loops += 1;
                lines.line(format!("unsigned {name} = {turns};"));
                lines.open("for (;;)");
                in_order(condition, &name, lines, loops, stage);
                lines.line(format!("if (!*(const bool *)buffers[{goes_on}]) break;"));
                in_order(body, &name, lines, loops, stage);
                lines.line(format!("{name} ^= {}u;", 1u32 << bit));
                lines.close();
                if let Some(end) = end {
                    stage(*end, &name, lines);
                }
            }
            Order::Choice { chosen, branches } => {
                lines.open(format!("switch (*(const int *)buffers[{chosen}])"));
                for (place, branch) in branches.iter().enumerate() {
                    lines.open(format!("case {place}:"));
                    in_order(branch, turns, lines, loops, stage);
                    lines.line("break;");
                    lines.close();
                }
                lines.close();
            }
        }
    }
}

/// Lines that run the items of a stage, one phase after the other, over some threads.
fn spread(phases: &Phases, stage: &[usize], name: &str, turns: &str, [first, threads]: [&str; 2], lines: &mut Lines) {
    let total: usize = stage.iter().map(|&phase| phases.list[phase].items).sum();
    lines.open(format!("for (unsigned long long i = {first}; i < {total}ull; i += {threads})"));
    let mut begin = 0;
    for (place, &phase) in stage.iter().enumerate() {
        let end = begin + phases.list[phase].items;
        let (or, test) = (if place == 0 { "" } else { "else " }, format!("if (i < {end}ull) "));
        let test = if place + 1 == stage.len() { "" } else { &test };
        let item = if begin == 0 { "i".to_owned() } else { format!("i - {begin}ull") };
        lines.line(format!("{or}{test}{name}_{phase}({item}, buffers, {turns});"));
        begin = end;
    }
    lines.close();
}

/// Prints the phases of a plan.
pub(super) struct Printer<'a> {
    frame: &'a Frame<'a>,
    pub(super) index: Index,
}

impl Printer<'_> {
    fn phase(&self, phase: &Phase) -> Result<String> {
        let mut lines = Lines::new();
        self.pointers(phase, &mut lines);
        let index = self.index.name;
        let none = Values::default();
        let settled = phase.kernel.map_or(&none, |kernel| &self.frame.values[kernel]);
        match &phase.body {
            Body::Items(stores) => {
                lines.line(format!("const {index} i = ({index})item;"));
                let values = Values::new(settled.steps);
                let targets: Vec<StepId> = stores.iter().map(|(value, _)| *value).collect();
                self.values(&values, &targets, &mut lines)?;
                for (value, place) in stores {
                    let to = match place {
                        Place::Region(into) => self.element(into),
                        Place::Scratch(slot) => format!("b{slot}[i]"),
                    };
                    lines.line(format!("{to} = {};", self.operand(&values, *value)));
                }
            }
            Body::Elements(folds) => fold::elements(self, settled, folds, &mut lines)?,
            Body::Lanes(folds) => fold::lanes(self, settled, folds, &mut lines)?,
            Body::Combined(folds) => fold::combined(self, settled, folds, &mut lines)?,
            Body::Operation(text) => lines.text += text,
            Body::Copied => lines.line(format!("b{}[item] = b{}[item];", phase.writes[0], phase.reads[0])),
        }
        Ok(lines.text)
    }

    /// The buffers of a phase, by their types.
    fn pointers(&self, phase: &Phase, lines: &mut Lines) {
        let written: BTreeSet<Slot> = phase.writes.iter().copied().collect();
        let mut used: BTreeMap<Slot, DType> = BTreeMap::new();
        for &slot in phase.reads.iter().chain(&phase.writes) {
            let buffer = self.frame.plan.buffers().get(slot);
            let is_literal = buffer.is_some_and(|buffer| scalar(buffer).is_some()) && !written.contains(&slot);
            if is_literal && !matches!(phase.body, Body::Operation(_) | Body::Copied) {
                continue;
            }
            used.insert(slot, self.frame.slots[slot].dtype);
        }
        for (slot, dtype) in used {
            let name = type_name(dtype);
            let constant = if written.contains(&slot) { "" } else { "const " };
            let pointer = &self.frame.slots[slot].pointer;
            lines.line(format!("{constant}{name} *const b{slot} = ({constant}{name} *){pointer};"));
        }
    }

    /// Lines that compute these values of item `i`.
    pub(super) fn values(&self, values: &Values, targets: &[StepId], lines: &mut Lines) -> Result<()> {
        for id in values.cone(targets) {
            let (step, dtype) = &values.steps[id];
            let name = type_name(*dtype);
            if let Some(slot) = values.in_memory.get(&id) {
                lines.line(format!("const {name} v{id} = b{slot}[i];"));
                continue;
            }
            match step {
                Step::Load(region) if scalar(&self.frame.plan.buffers()[region.buffer]).is_some() => {}
                Step::Load(region) => lines.line(format!("const {name} v{id} = {};", self.element(region))),
                Step::Iota { inner, extent } => {
                    let number = self.index.coordinate("i", *inner, Some(*extent));
                    lines.line(format!("const {name} v{id} = nnx::convert<{name}>((unsigned long long)({number}));"));
                }
                Step::Apply { op, operands, .. } => {
                    let operands: Vec<String> = operands.iter().map(|&operand| self.operand(values, operand)).collect();
                    lines.line(format!("const {name} v{id} = {};", apply(op, *dtype, &operands)?));
                }
                Step::Product(product) => self.product(id, product, *dtype, lines),
                Step::Store { .. } | Step::Fold { .. } => {}
            }
        }
        Ok(())
    }

    /// A value: a constant, or what a line has computed.
    pub(super) fn operand(&self, values: &Values, id: StepId) -> String {
        let constant = match &values.steps[id].0 {
            Step::Load(region) if !values.in_memory.contains_key(&id) => {
                scalar(&self.frame.plan.buffers()[region.buffer])
            }
            _ => None,
        };
        constant.unwrap_or_else(|| format!("v{id}"))
    }

    /// The first element of a region.
    pub(super) fn first(&self, region: &Region) -> String {
        let constant = scalar(&self.frame.plan.buffers()[region.buffer]);
        constant.unwrap_or_else(|| format!("b{}[{}]", region.buffer, self.index.number(region.view.offset as usize)))
    }

    fn element(&self, region: &Region) -> String {
        format!("b{}[{}]", region.buffer, self.index.element(&region.view, "i"))
    }

    /// The sum of products that item `i` is.
    fn product(&self, id: StepId, product: &Product, dtype: DType, lines: &mut Lines) {
        let (index, name) = (self.index, type_name(dtype));
        let Product { batches, rows, columns, depth, lhs, rhs } = product;
        let batch = index.coordinate("i", rows * columns, None);
        let row = index.coordinate("i", *columns, (*batches > 1).then_some(*rows));
        let column = index.coordinate("i", 1, (batches * rows > 1).then_some(*columns));
        let begin = |region: &Region, inner: &str, axis: usize| {
            let axes = &region.view.axes;
            let mut terms = vec![(inner.to_owned(), axes[axis].stride)];
            if *batches > 1 {
                terms.insert(0, (batch.clone(), axes[0].stride));
            }
            terms.retain(|(_, stride)| *stride != 0);
            index.sum(region.view.offset, &terms)
        };
        let (left, right) = (begin(lhs, &row, 1), begin(rhs, &column, 2));
        let at = |region: &Region, begin: &str, axis: usize| {
            if let Some(constant) = scalar(&self.frame.plan.buffers()[region.buffer]) {
                return constant;
            }
            let stride = region.view.axes[axis].stride;
            let terms = if stride == 0 { Vec::new() } else { vec![("k".to_owned(), stride)] };
            format!("b{}[{begin} + ({})]", region.buffer, index.sum(0, &terms))
        };
        lines.line(format!("const {} l{id} = {left}, r{id} = {right};", index.name));
        lines.line(format!("{name} v{id}{{}};"));
        lines.line(format!("for ({} k = 0; k < {}; ++k)", index.name, index.number(*depth)));
        let (x, y) = (at(lhs, &format!("l{id}"), 2), at(rhs, &format!("r{id}"), 1));
        lines.line(format!("    v{id} = nnx::multiply_add({x}, {y}, v{id});"));
    }
}

/// The literal of a constant of one element.
fn scalar(buffer: &Buffer) -> Option<String> {
    match &buffer.origin {
        Origin::Constant(value) if buffer.count == 1 => Some(literal(value)),
        _ => None,
    }
}

/// Lines of a function, indented.
pub(super) struct Lines {
    text: String,
    depth: usize,
}

impl Lines {
    /// None yet.
    pub(super) fn new() -> Lines {
        Lines { text: String::new(), depth: 1 }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        let _ = writeln!(self.text, "{:indent$}{}", "", line.as_ref(), indent = 4 * self.depth);
    }

    /// A line that begins a block.
    pub(super) fn open(&mut self, line: impl AsRef<str>) {
        self.line(format!("{} {{", line.as_ref()));
        self.depth += 1;
    }

    pub(super) fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }
}
