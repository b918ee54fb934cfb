//! From the kernels of a plan to instructions.
//!
//! A loop runs in blocks of items, a whole number of rows of what its views, folds and products see; each instruction
//! works on one block. What a view gives in order is read where it lies, what is the same in every block is made once
//! before the first, and everything else goes through registers. What may lie in the place of an argument is put there at
//! the end of a block, when nothing reads the argument's items of this block any more.

use std::collections::HashMap;
use std::time::Duration;

use super::compile::{self, Compiler, Pages, splat};
use super::elementwise::{elementwise, iota};
use super::fold::{FoldDetail, fold};
use super::instruction::{Bases, Detail, Instruction, Place};
use super::mix::{self, Mix, Rounds};
use super::native::{self, Call, NativeCall, native};
use super::product::{Matrices, product};
use super::registers::Registers;
use super::strided::{Strided, copy, gather, scatter};
use super::threads;
use super::wide::{Wide, wide};
use crate::error::{Error, Result, Status};
use crate::isa::Isa;
use crate::plan::{Axis, Buffer, BufferId, Location, Origin, Plan, Region, Step, StepId, View, Work, block};
use crate::tensor::{DType, Tensor};

/// An instruction on so many items from the first on, in as many parts as are worth threads of their own.
#[derive(Debug)]
pub(super) struct Before {
    pub(super) instruction: Instruction,
    pub(super) count: usize,
    pub(super) worth: usize,
}

/// A loop as instructions.
#[derive(Debug)]
pub(super) struct Loop {
    /// Once, before the first block.
    pub(super) before: Vec<Before>,
    /// For each block, in order.
    pub(super) body: Vec<Instruction>,
    pub(super) count: usize,
    pub(super) block: usize,
    /// It may be cut at multiples of so many items.
    pub(super) grain: usize,
    /// How many parts are worth threads of their own.
    pub(super) worth: usize,
}

/// A block that is filled with one element when an arena is made.
#[derive(Clone, Debug)]
pub(super) struct Splat {
    pub(super) element: Tensor,
    pub(super) count: usize,
    pub(super) offset: usize,
}

/// What a kernel is on this machine.
#[derive(Debug)]
pub(super) enum Code {
    Loop(Loop),
    Native(NativeCall),
    /// An operation that the evaluator computes.
    Evaluated,
}

/// The code of a plan, by kernel; the constant blocks; the bytes of the arena with them, of what kernels make before their
/// first block, and of the scratch memory of a thread.
pub(super) struct Encoded {
    pub(super) kernels: Vec<Code>,
    pub(super) splats: Vec<Splat>,
    /// What runs before the first of many runs.
    pub(super) once: Vec<Before>,
    pub(super) nbytes: usize,
    pub(super) shared_nbytes: usize,
    pub(super) scratch_nbytes: usize,
    /// Where compiled loops lie; instructions refer to it.
    pub(super) pages: Option<Pages>,
}

/// The code of a plan; parts of kernels that take at least so long are worth threads of their own. What follows from
/// constants and arguments that `stay` as they are is made once for many runs.
pub(super) fn encode(plan: &Plan, isa: Isa, least: Duration, stays: &[bool]) -> Result<Encoded> {
    let mut compiler = (isa == Isa::Avx512 && compile::is_wanted()).then(Compiler::default);
    let mut encoded = match encode_with(plan, isa, least, stays, compiler.as_mut()) {
        Err(error) if error.status() == Some(Status::ResourceExhausted) => {
            return encode_with(plan, isa, least, stays, None);
        }
        encoded => encoded?,
    };
    let Some(code) = compiler.map(Compiler::finish).filter(|code| !code.is_empty()) else { return Ok(encoded) };
    let Ok(pages) = Pages::new(&code) else { return encode_with(plan, isa, least, stays, None) };
    for kernel in &mut encoded.kernels {
        let Code::Loop(body) = kernel else { continue };
        for instruction in &mut body.body {
            if let Detail::Compiled(compiled) = &mut instruction.detail {
                compiled.place(&pages);
            }
        }
    }
    encoded.pages = Some(pages);
    Ok(encoded)
}

fn encode_with(
    plan: &Plan,
    isa: Isa,
    least: Duration,
    stays: &[bool],
    mut compiler: Option<&mut Compiler>,
) -> Result<Encoded> {
    let mut splats = Splats::of(plan);
    let mut lasting = Lasting { stays, once: Vec::new(), end: splats.place(plan.nbytes()) };
    let (mut shared, mut registers) = (Registers::of(Bases::SHARED), Registers::of(Bases::SCRATCH));
    let mut kernels = Vec::with_capacity(plan.kernels().len());
    for kernel in plan.kernels() {
        shared.clear();
        registers.clear();
        if let Work::Loop { count, steps } = &kernel.work
            && let Some(call) = large_product(plan, *count, steps, isa, &mut registers)
        {
            kernels.push(Code::Native(call));
            continue;
        }
        kernels.push(match &kernel.work {
            Work::Loop { count, steps } => {
                let block = block(*count, steps);
                let encoder = Encoder {
                    plan,
                    isa,
                    least,
                    steps,
                    count: *count,
                    block,
                    splats: &splats,
                    lasting: &mut lasting,
                    shared: &mut shared,
                    registers: &mut registers,
                    before: Vec::new(),
                    body: Vec::new(),
                    stores: Vec::new(),
                    values: vec![None; steps.len()],
                    compiler: compiler.as_deref_mut(),
                };
                Code::Loop(encoder.encode()?)
            }
            Work::Operation { function, operation, inputs, results, regions, .. } => {
                let function = &plan.module().functions()[*function];
                let call = Call { function, operation: *operation, inputs, regions, isa, least };
                match native(&call)? {
                    Some(native) => {
                        let result = |(place, buffer): (usize, &Option<BufferId>)| match buffer {
                            Some(buffer) => begin(plan, *buffer),
                            None => shared.take_unused(call.result_nbytes(place)),
                        };
                        let results = results.iter().enumerate().map(result).collect();
                        let inputs = inputs.iter().map(|&(_, buffer)| begin(plan, buffer)).collect();
                        let scratch = shared.take_unused(native.scratch_nbytes());
                        let part = registers.take_unused(native.part_nbytes());
                        let kept = lasting.take(native.kept_nbytes());
                        Code::Native(NativeCall { native, inputs, results, scratch, part, kept })
                    }
                    None => Code::Evaluated,
                }
            }
        });
    }
    let (shared_nbytes, scratch_nbytes) = (shared.end(), registers.end());
    let (once, nbytes) = (lasting.once, lasting.end);
    Ok(Encoded { kernels, splats: splats.list, once, nbytes, shared_nbytes, scratch_nbytes, pages: None })
}

/// What is made once for many runs, in memory of its own at the end of the arena.
pub(super) struct Lasting<'a> {
    /// The arguments that stay as they are, where there are many runs.
    stays: &'a [bool],
    pub(super) once: Vec<Before>,
    end: usize,
}

impl Lasting<'_> {
    pub(super) fn take(&mut self, nbytes: usize) -> Place {
        let offset = self.end;
        self.end += nbytes.next_multiple_of(64);
        Place { base: Bases::ARENA, step: 0, offset }
    }

    /// Whether a buffer is the same in each of many runs.
    pub(super) fn has(&self, buffer: &Buffer) -> bool {
        match buffer.origin {
            Origin::Argument(argument) => self.stays.get(argument) == Some(&true),
            Origin::Constant(_) => !self.stays.is_empty(),
            Origin::Computed => false,
        }
    }
}

/// A loop that does nothing but put products of large matrices where a result lies.
fn large_product(
    plan: &Plan,
    count: usize,
    steps: &[(Step, DType)],
    isa: Isa,
    registers: &mut Registers,
) -> Option<NativeCall> {
    let [(Step::Product(matrices), dtype), (Step::Store { value: 0, into }, _)] = steps else { return None };
    if !into.view.is_identity(count) || plan.buffers()[into.buffer].count != count {
        return None;
    }
    let native = native::product::product(matrices, *dtype, isa)?;
    let first = |region: &Region| {
        let begin = begin(plan, region.buffer);
        Place { offset: begin.offset + region.view.offset as usize * dtype.size(), ..begin }
    };
    let inputs = vec![first(&matrices.lhs), first(&matrices.rhs)];
    let part = registers.take_unused(native.part_nbytes());
    let (results, none) = (vec![begin(plan, into.buffer)], Place::default());
    Some(NativeCall { native, inputs, results, scratch: none, part, kept: none })
}

/// The constants of one element that loops read, as blocks.
pub(super) struct Splats {
    list: Vec<Splat>,
    by_element: HashMap<(DType, Vec<u8>), usize>,
}

impl Splats {
    fn of(plan: &Plan) -> Splats {
        let mut splats = Splats { list: Vec::new(), by_element: HashMap::new() };
        for kernel in plan.kernels() {
            let Work::Loop { count, steps } = &kernel.work else { continue };
            let block = block(*count, steps);
            for (step, _) in steps {
                if let Step::Load(region) = step
                    && let Some(element) = splat(&plan.buffers()[region.buffer])
                {
                    let next = splats.list.len();
                    let key = (element.dtype(), element.bytes().to_vec());
                    let place = *splats.by_element.entry(key).or_insert(next);
                    if place == next {
                        splats.list.push(Splat { element: element.clone(), count: 0, offset: 0 });
                    }
                    let splat = &mut splats.list[place];
                    splat.count = splat.count.max(block);
                }
            }
        }
        splats
    }

    /// Places them from here on; gives where they end.
    fn place(&mut self, begin: usize) -> usize {
        let mut end = begin;
        for splat in &mut self.list {
            splat.offset = end;
            end += (splat.count * splat.element.dtype().size()).next_multiple_of(64);
        }
        end
    }

    fn get(&self, element: &Tensor) -> Option<&Splat> {
        self.by_element.get(&(element.dtype(), element.bytes().to_vec())).map(|&place| &self.list[place])
    }
}

/// The last use of what nothing reads.
const NEVER: usize = usize::MAX;

/// What a step made.
#[derive(Clone, Copy)]
pub(super) struct Made {
    pub(super) place: Place,
    /// Whether it is the same in every block.
    pub(super) is_fixed: bool,
    /// Whether it is a register that may be used again.
    pub(super) is_loose: bool,
}

pub(super) struct Encoder<'a, 's> {
    pub(super) plan: &'a Plan,
    pub(super) isa: Isa,
    pub(super) least: Duration,
    pub(super) steps: &'a [(Step, DType)],
    pub(super) count: usize,
    pub(super) block: usize,
    pub(super) splats: &'a Splats,
    pub(super) lasting: &'a mut Lasting<'s>,
    /// For what is made before the first block and must outlive them all.
    pub(super) shared: &'a mut Registers,
    pub(super) registers: &'a mut Registers,
    pub(super) before: Vec<Before>,
    pub(super) body: Vec<Instruction>,
    /// What is put in place at the end of a block.
    pub(super) stores: Vec<Instruction>,
    pub(super) values: Vec<Option<Made>>,
    /// Where chains become code, if they do.
    pub(super) compiler: Option<&'a mut Compiler>,
}

impl Encoder<'_, '_> {
    fn encode(mut self) -> Result<Loop> {
        let body = compile::Body { plan: self.plan, steps: self.steps, count: self.count, block: self.block };
        if let Some(schedule) = self.compiler.is_some().then(|| body.schedule()).flatten() {
            return self.scheduled(&schedule, &body);
        }
        let mixes = mix::find(self.steps, self.plan.buffers());
        let mut inside = vec![false; self.steps.len()];
        let mut ends = HashMap::new();
        for mix in &mixes {
            mix.inside.iter().chain(&mix.to).for_each(|&id| inside[id] = true);
            ends.insert(mix.end(), mix);
        }
        let reads = |id: StepId| match ends.get(&id) {
            Some(mix) => mix.from.to_vec(),
            None if inside[id] => Vec::new(),
            None => self.steps[id].0.operands().to_vec(),
        };
        let reads: Vec<Vec<StepId>> = (0..self.steps.len()).map(reads).collect();
        let last = self.last_uses(&reads);
        // What a mix adds is read where it lies.
        for group in mixes.iter().flat_map(|mix| &mix.groups) {
            for &added in group.added.as_ref().map_or(&[][..], |added| &added[..]) {
                inside[added] |= last[added] == NEVER;
            }
        }
        for (id, reads) in reads.iter().enumerate() {
            match ends.get(&id) {
                Some(mix) => self.mixed(mix)?,
                None if inside[id] => {}
                None => self.step(id)?,
            }
            self.let_go(reads, |operand| last[operand] == id);
        }
        Ok(self.looped())
    }

    /// Gives registers back that nobody reads any more, of these steps.
    pub(super) fn let_go(&mut self, steps: &[StepId], is_done: impl Fn(StepId) -> bool) {
        for &step in steps {
            if is_done(step)
                && let Some(Made { place, is_loose: true, .. }) = self.values[step]
            {
                self.registers.give_back(place, self.block * self.steps[step].1.size());
                self.values[step] = None;
            }
        }
    }

    /// The loop that was encoded.
    pub(super) fn looped(mut self) -> Loop {
        self.body.append(&mut self.stores);
        let grain = threads::grain(self.count, self.block, self.steps);
        let worth = threads::worth(threads::nanoseconds(self.steps) * self.count as f64, self.least);
        Loop { before: self.before, body: self.body, count: self.count, block: self.block, grain, worth }
    }

    /// After which step each value is no longer read, or [`NEVER`]; what is stored is read at the end.
    fn last_uses(&self, reads: &[Vec<StepId>]) -> Vec<usize> {
        const END: usize = NEVER - 1;
        let mut last = vec![NEVER; self.steps.len()];
        for (id, (step, _)) in self.steps.iter().enumerate() {
            for &operand in &reads[id] {
                if matches!(step, Step::Store { .. }) {
                    last[operand] = END;
                } else if last[operand] != END {
                    last[operand] = id;
                }
            }
        }
        last
    }

    fn mixed(&mut self, mix: &Mix) -> Result<()> {
        let from = [self.made(mix.from[0])?, self.made(mix.from[1])?];
        let is_fixed = from[0].is_fixed && from[1].is_fixed;
        let to = mix.to.map(|id| self.target(id, is_fixed));
        let element = |id: StepId| match &self.steps[id] {
            (Step::Load(region), dtype) => self.element(region, dtype.size()),
            _ => Place::default(),
        };
        let added = mix.groups.iter().map(|group| group.added.map(|steps| steps.map(element))).collect();
        let instruction = Instruction {
            function: mix::words(self.isa),
            to: to[0].place,
            from: [from[0].place, from[1].place, to[1].place],
            detail: Detail::Rounds(Rounds::new(mix, added)),
        };
        self.push(instruction, is_fixed);
        for (id, made) in mix.to.into_iter().zip(to) {
            self.values[id] = Some(made);
        }
        Ok(())
    }

    pub(super) fn step(&mut self, id: StepId) -> Result<()> {
        let steps = self.steps;
        let (step, dtype) = &steps[id];
        match step {
            Step::Load(region) => self.load(id, region, *dtype),
            Step::Iota { inner, extent } => {
                let to = self.target(id, false);
                self.body.push(Instruction {
                    function: iota(*dtype, self.isa),
                    to: to.place,
                    from: [Place::default(); 3],
                    detail: Detail::Iota(*inner, *extent),
                });
                self.values[id] = Some(to);
            }
            Step::Apply { op, from, operands } => {
                let (function, detail) = elementwise(op, *from, *dtype, self.isa).ok_or_else(|| {
                    Error::new(Status::Internal, format!("no function computes {} of {from}", op.name()))
                })?;
                let mut places = [Place::default(); 3];
                let mut is_fixed = true;
                for (place, operand) in places.iter_mut().zip(operands) {
                    let made = self.made(*operand)?;
                    *place = made.place;
                    is_fixed &= made.is_fixed;
                }
                let to = self.target(id, is_fixed);
                let instruction = Instruction { function, to: to.place, from: places, detail };
                self.push(instruction, is_fixed);
                self.values[id] = Some(to);
            }
            Step::Product(matrices) => {
                let (pack, rows) = product(*dtype, self.isa, matrices.columns)
                    .ok_or_else(|| Error::new(Status::Internal, format!("no function computes products of {dtype}")))?;
                let size = dtype.size();
                let lhs = self.element(&matrices.lhs, size);
                let mut rhs = self.element(&matrices.rhs, size);
                let lies = Matrices::new(matrices, *dtype, self.isa);
                if lies.is_packed {
                    let nbytes = lies.packed_count() * size;
                    let is_lasting = self.lasting.has(&self.plan.buffers()[matrices.rhs.buffer]);
                    let packed = if is_lasting { self.lasting.take(nbytes) } else { self.shared.take_unused(nbytes) };
                    let detail = Detail::Matrices(lies.clone());
                    let from = [rhs, Place::default(), Place::default()];
                    let instruction = Instruction { function: pack, to: packed, from, detail };
                    let worth = threads::worth(threads::PACKED * lies.packed_count() as f64, self.least);
                    let before = if is_lasting { &mut self.lasting.once } else { &mut self.before };
                    before.push(Before { instruction, count: lies.panel_count(), worth });
                    rhs = packed;
                }
                let to = self.target(id, false);
                let instruction = match wide(*dtype, self.isa).filter(|_| matrices.is_wide() && self.steps.len() > 2) {
                    Some(function) => {
                        let wide = Wide::new(matrices, lies.strides(), self.read_in_order());
                        let scratch = self.registers.take_unused(wide.scratch_count() * size);
                        Instruction { function, to: to.place, from: [lhs, rhs, scratch], detail: Detail::Wide(wide) }
                    }
                    None => {
                        let from = [lhs, rhs, Place::default()];
                        Instruction { function: rows, to: to.place, from, detail: Detail::Matrices(lies) }
                    }
                };
                self.body.push(instruction);
                self.values[id] = Some(to);
            }
            Step::Store { value, into } => {
                let made = self.made(*value)?;
                let buffer = &self.plan.buffers()[into.buffer];
                let size = dtype.size();
                let in_order = into.view.is_identity(self.count) && buffer.count == self.count;
                let to = self.begin(into.buffer);
                let to = if in_order { in_order_from(to, size) } else { to };
                if in_order && made.place == to {
                    return Ok(());
                }
                let (function, detail) = match in_order {
                    true => (copy(self.isa, size), Detail::None),
                    false => (scatter(self.isa, size), Detail::Strided(Strided::new(&into.view))),
                };
                let from = [made.place, Place::default(), Place::default()];
                self.stores.push(Instruction { function, to, from, detail });
            }
            Step::Fold { combine, value, init, into } => {
                let to = self.begin(into.buffer);
                self.fill(init, into.buffer, *dtype);
                let function = fold(combine, *dtype, self.isa).ok_or_else(|| {
                    Error::new(Status::Internal, format!("no function folds {dtype} by {}", combine.name()))
                })?;
                let from = [self.made(*value)?.place, Place::default(), Place::default()];
                let detail = Detail::Fold(FoldDetail { into: Strided::new(&into.view) });
                self.body.push(Instruction { function, to, from, detail });
            }
        }
        Ok(())
    }

    /// Fills what is folded into with what it starts from, before the first block.
    pub(super) fn fill(&mut self, init: &Region, into: BufferId, dtype: DType) {
        let count = self.plan.buffers()[into].count;
        let everywhere = View { offset: 0, axes: vec![Axis { extent: count.max(1), stride: 0 }] };
        let fill = Instruction {
            function: gather(self.isa, dtype.size()),
            to: self.begin(into),
            from: [self.element(init, dtype.size()), Place::default(), Place::default()],
            detail: Detail::Strided(Strided::new(&everywhere)),
        };
        self.before.push(Before { instruction: fill, count, worth: 1 });
    }

    fn load(&mut self, id: StepId, region: &Region, dtype: DType) {
        let buffer = &self.plan.buffers()[region.buffer];
        let size = dtype.size();
        let known = splat(buffer).and_then(|element| self.splats.get(element));
        if let Some(splat) = known {
            let place = Place { base: Bases::ARENA, step: 0, offset: splat.offset };
            self.values[id] = Some(Made { place, is_fixed: true, is_loose: false });
            return;
        }
        let axes = &region.view.axes;
        let first = self.element(region, size);
        let in_order = match axes.as_slice() {
            [] => true,
            [axis] => axis.stride == 1,
            _ => false,
        };
        if in_order && !self.is_overwritten(id, region) {
            let place = if axes.is_empty() { first } else { in_order_from(first, size) };
            self.values[id] = Some(Made { place, is_fixed: axes.is_empty(), is_loose: false });
            return;
        }
        // What an outermost axis only repeats is the same in every block of whole repetitions.
        let period: usize = axes.iter().skip(1).map(|axis| axis.extent).product();
        let is_fixed = axes.first().is_some_and(|axis| axis.stride == 0) && self.block.is_multiple_of(period);
        let is_lasting = is_fixed && self.lasting.has(buffer);
        let place = if is_lasting { self.lasting.take(self.block * size) } else { self.register(size, is_fixed) };
        let from = [self.begin(region.buffer), Place::default(), Place::default()];
        let detail = Detail::Strided(Strided::new(&region.view));
        let gather = Instruction { function: gather(self.isa, size), to: place, from, detail };
        match is_lasting {
            true => {
                let count = self.block.min(self.count);
                self.lasting.once.push(Before { instruction: gather, count, worth: 1 });
            }
            false => self.push(gather, is_fixed),
        }
        self.values[id] = Some(Made { place, is_fixed, is_loose: !is_fixed });
    }

    /// Where the items lie that are read one by one, and the bytes of each.
    fn read_in_order(&self) -> Vec<(Place, usize)> {
        let place = |(step, dtype): &(Step, DType)| match step {
            Step::Load(region) if region.view.is_identity(self.count) => {
                let size = dtype.size();
                Some((in_order_from(self.element(region, size), size), size))
            }
            _ => None,
        };
        self.steps.iter().filter_map(place).collect()
    }

    /// Whether what is read here is put somewhere as it is, while something else is put in its place.
    fn is_overwritten(&self, id: StepId, region: &Region) -> bool {
        let stored = |step: &Step| matches!(step, Step::Store { value, .. } if *value == id);
        self.steps.iter().any(|(step, _)| stored(step)) && self.is_read_and_written(region.buffer)
    }

    /// Whether a store of this loop goes where this buffer lies.
    fn is_read_and_written(&self, buffer: BufferId) -> bool {
        self.steps.iter().any(|(step, _)| match step {
            Step::Store { into, .. } => into.buffer != buffer && self.overlap(into.buffer, buffer),
            _ => false,
        })
    }

    pub(super) fn overlap(&self, one: BufferId, other: BufferId) -> bool {
        compile::overlap(self.plan, one, other)
    }

    /// The place for what a step makes: where it is stored, if nothing that this loop reads lies there, or a register.
    fn target(&mut self, id: StepId, is_fixed: bool) -> Made {
        let size = self.steps[id].1.size();
        let stored = self.steps.iter().find_map(|(step, _)| match step {
            Step::Store { value, into } if *value == id && into.view.is_identity(self.count) => Some(into.buffer),
            _ => None,
        });
        if let Some(buffer) = stored.filter(|_| !is_fixed) {
            let reads = self.steps.iter().any(|(step, _)| match step {
                Step::Load(region) => self.overlap(region.buffer, buffer),
                Step::Product(product) => {
                    self.overlap(product.lhs.buffer, buffer) || self.overlap(product.rhs.buffer, buffer)
                }
                _ => false,
            });
            if !reads {
                let place = in_order_from(self.begin(buffer), size);
                return Made { place, is_fixed: false, is_loose: false };
            }
        }
        Made { place: self.register(size, is_fixed), is_fixed, is_loose: !is_fixed }
    }

    /// A register for a block of elements of so many bytes.
    pub(super) fn register(&mut self, size: usize, is_fixed: bool) -> Place {
        let nbytes = self.block * size;
        if is_fixed { self.shared.take_unused(nbytes) } else { self.registers.take(nbytes) }
    }

    fn push(&mut self, instruction: Instruction, is_fixed: bool) {
        if is_fixed {
            self.before.push(Before { instruction, count: self.block.min(self.count), worth: 1 });
        } else {
            self.body.push(instruction);
        }
    }

    pub(super) fn made(&self, id: StepId) -> Result<Made> {
        self.values[id].ok_or_else(|| Error::new(Status::Internal, "a step reads what no step before it made"))
    }

    /// The first element of a region.
    pub(super) fn element(&self, region: &Region, size: usize) -> Place {
        let begin = self.begin(region.buffer);
        Place { offset: begin.offset + region.view.offset as usize * size, ..begin }
    }

    /// The beginning of a buffer.
    pub(super) fn begin(&self, buffer: BufferId) -> Place {
        begin(self.plan, buffer)
    }
}

/// The beginning of a buffer.
pub(super) fn begin(plan: &Plan, buffer: BufferId) -> Place {
    let argument = Bases::FIRST_ARGUMENT;
    let (base, offset) = match plan.buffers()[buffer].location {
        Location::Arena(offset) => (Bases::ARENA, offset),
        Location::Argument(place) => (argument + place as u32, 0),
        Location::Result(place) => (argument + (plan.arguments().len() + place) as u32, 0),
    };
    Place { base, step: 0, offset }
}

/// The items from a place on, in order.
pub(super) fn in_order_from(place: Place, size: usize) -> Place {
    Place { step: size as u32, ..place }
}
