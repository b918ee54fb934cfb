//! Phases as text, and what launches them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::cone::Values;
use super::expression::{Index, apply, literal, type_name};
use super::fold;
use super::phase::{Body, Phase, Phases, Place, Slot};
use crate::error::Result;
use crate::plan::{Buffer, Location, Origin, Plan, Product, Region, Step, StepId, Work};
use crate::tensor::DType;

/// The threads of a block of a stage, and of the one block that is all stages.
const THREADS: [usize; 2] = [256, 512];

/// Prints all of a plan.
pub(super) fn print(plan: &Plan, phases: &Phases, stages: &[Vec<usize>], name: &str, text: &mut String) -> Result<()> {
    let _ = writeln!(
        text,
        "// {name}: {} phases in {} stages. The pointers of `buffers`:",
        phases.list.len(),
        stages.len()
    );
    for (slot, buffer) in plan.buffers().iter().enumerate() {
        let _ = writeln!(text, "//   {slot}: {}[{}], {}", buffer.dtype, buffer.count, origin(plan, slot));
    }
    for (place, scratch) in phases.scratch.iter().enumerate() {
        let slot = plan.buffers().len() + place;
        let _ = writeln!(text, "//   {slot}: {}[{}], scratch", scratch.dtype, scratch.count);
    }
    for (place, moved) in plan.moved().iter().enumerate() {
        let (slot, buffer) = (plan.buffers().len() + phases.scratch.len() + place, &plan.buffers()[moved.buffer]);
        let _ = writeln!(text, "//   {slot}: {}[{}], result {}", buffer.dtype, buffer.count, moved.result);
    }
    let printer = Printer { plan, phases, index: index(plan, phases) };
    for (place, phase) in phases.list.iter().enumerate() {
        let body = printer.phase(phase)?;
        let _ = match phase.kernel {
            Some(kernel) => {
                writeln!(text, "\n// {} items of kernel {kernel}: {}", phase.items, plan.kernels()[kernel])
            }
            None => writeln!(text, "\n// {} items of a result that is moved at the end", phase.items),
        };
        let _ = writeln!(
            text,
            "NNX_FUNCTION void {name}_{place}(unsigned long long item, void *const *buffers) {{\n{body}}}"
        );
    }
    launches(phases, stages, name, text);
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

/// The type of all places of a plan.
fn index(plan: &Plan, phases: &Phases) -> Index {
    let buffers = plan.buffers().iter().map(|buffer| buffer.count);
    let scratch = phases.scratch.iter().map(|scratch| scratch.count);
    let items = phases.list.iter().map(|phase| phase.items);
    let loops = plan.kernels().iter().map(|kernel| match &kernel.work {
        Work::Loop { count, .. } => *count,
        Work::Operation { .. } => 0,
    });
    Index::below(buffers.chain(scratch).chain(items).chain(loops).max().unwrap_or(0))
}

/// A kernel for each stage, one of all of them, and for the host a list.
fn launches(phases: &Phases, stages: &[Vec<usize>], name: &str, text: &mut String) {
    let _ = writeln!(text, "\n#if defined(__CUDACC__)");
    let [threads, block] = THREADS;
    for (place, stage) in stages.iter().enumerate() {
        let kernel = format!("{name}_stage_{place}(void *const *buffers)");
        let _ = writeln!(text, "extern \"C\" __global__ void __launch_bounds__({threads}) {kernel} {{");
        spread(phases, stage, name, text, "nnx::first_item()", "nnx::num_threads()");
        let _ = writeln!(text, "}}");
    }
    let _ = writeln!(text, "extern \"C\" __global__ void __launch_bounds__({block}) {name}(void *const *buffers) {{");
    for (place, stage) in stages.iter().enumerate() {
        if place > 0 {
            let _ = writeln!(text, "    __syncthreads();");
        }
        spread(phases, stage, name, text, "threadIdx.x", "blockDim.x");
    }
    let _ = writeln!(text, "}}\n#else\nstatic const nnx::phase {name}_phases[] = {{");
    for (place, stage) in stages.iter().enumerate() {
        for &phase in stage {
            let _ = writeln!(text, "    {{{name}_{phase}, {}ull, {place}u}},", phases.list[phase].items);
        }
    }
    // The end of the list.
    let _ = writeln!(text, "    {{nullptr, 0ull, {}u}},\n}};\n#endif", stages.len());
}

/// The items of a stage, one phase after the other, over some threads.
fn spread(phases: &Phases, stage: &[usize], name: &str, text: &mut String, first: &str, threads: &str) {
    let total: usize = stage.iter().map(|&phase| phases.list[phase].items).sum();
    let _ = writeln!(text, "    for (unsigned long long i = {first}; i < {total}ull; i += {threads}) {{");
    let mut begin = 0;
    for (place, &phase) in stage.iter().enumerate() {
        let end = begin + phases.list[phase].items;
        let (or, test) = (if place == 0 { "" } else { "else " }, format!("if (i < {end}ull) "));
        let test = if place + 1 == stage.len() { "" } else { &test };
        let item = if begin == 0 { "i".to_owned() } else { format!("i - {begin}ull") };
        let _ = writeln!(text, "        {or}{test}{name}_{phase}({item}, buffers);");
        begin = end;
    }
    let _ = writeln!(text, "    }}");
}

/// Prints phases.
pub(super) struct Printer<'a> {
    plan: &'a Plan,
    phases: &'a Phases<'a>,
    pub(super) index: Index,
}

impl Printer<'_> {
    fn phase(&self, phase: &Phase) -> Result<String> {
        let mut lines = Lines::new();
        self.pointers(phase, &mut lines);
        let index = self.index.name;
        let Some(settled) = phase.kernel.map(|kernel| &self.phases.values[kernel]) else {
            lines.line(format!("b{}[item] = b{}[item];", phase.writes[0], phase.reads[0]));
            return Ok(lines.text);
        };
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
            Body::Moved => {}
        }
        Ok(lines.text)
    }

    /// The type of the elements of a slot.
    fn dtype(&self, slot: Slot) -> DType {
        let (buffers, scratch) = (self.plan.buffers(), &self.phases.scratch);
        let moved = |place: usize| buffers[self.plan.moved()[place].buffer].dtype;
        match slot.checked_sub(buffers.len()) {
            None => buffers[slot].dtype,
            Some(place) => scratch.get(place).map_or_else(|| moved(place - scratch.len()), |scratch| scratch.dtype),
        }
    }

    /// The buffers of a phase, by their types.
    fn pointers(&self, phase: &Phase, lines: &mut Lines) {
        let written: BTreeSet<Slot> = phase.writes.iter().copied().collect();
        let mut used: BTreeMap<Slot, DType> = BTreeMap::new();
        for &slot in phase.reads.iter().chain(&phase.writes) {
            let buffer = self.plan.buffers().get(slot);
            let is_literal = buffer.is_some_and(|buffer| scalar(buffer).is_some()) && !written.contains(&slot);
            if is_literal && !matches!(phase.body, Body::Operation(_)) {
                continue;
            }
            used.insert(slot, self.dtype(slot));
        }
        for (slot, dtype) in used {
            let name = type_name(dtype);
            let constant = if written.contains(&slot) { "" } else { "const " };
            lines.line(format!("{constant}{name} *const b{slot} = ({constant}{name} *)buffers[{slot}];"));
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
                Step::Load(region) if scalar(&self.plan.buffers()[region.buffer]).is_some() => {}
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
            Step::Load(region) if !values.in_memory.contains_key(&id) => scalar(&self.plan.buffers()[region.buffer]),
            _ => None,
        };
        constant.unwrap_or_else(|| format!("v{id}"))
    }

    /// The first element of a region.
    pub(super) fn first(&self, region: &Region) -> String {
        let constant = scalar(&self.plan.buffers()[region.buffer]);
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
            if let Some(constant) = scalar(&self.plan.buffers()[region.buffer]) {
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
