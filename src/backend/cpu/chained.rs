//! Loops whose elementwise steps are chains of machine code: what each chain reads and leaves, and what runs between them.

use super::compile::{self, Access, Chain, Index, Schedule, Terms, Unit, splat};
use super::encode::{Before, Encoder, Loop, Made, in_order_from};
use super::instruction::{Detail, Instruction, Place};
use super::strided::{Strided, gather};
use super::threads;
use crate::error::{Error, Result, Status};
use crate::plan::{BufferId, Product, Step, StepId, View};
use crate::tensor::{DType, Tensor};

impl Encoder<'_, '_> {
    /// As [`Encoder::encode`], with chains as code.
    pub(super) fn scheduled(mut self, schedule: &Schedule, body: &compile::Body) -> Result<Loop> {
        for (place, unit) in schedule.units.iter().enumerate() {
            let read = match unit {
                Unit::Step(id) => {
                    self.step(*id)?;
                    self.steps[*id].0.operands().to_vec()
                }
                Unit::Chain(steps) => {
                    self.chain(steps, schedule, body, place)?;
                    steps.iter().flat_map(|&id| self.steps[id].0.operands()).copied().collect()
                }
            };
            self.let_go(&read, |operand| schedule.last[operand] == place);
        }
        let whole = schedule.columns.unwrap_or(schedule.lanes.count());
        let is_one_chain = schedule.units.len() == 1;
        let mut looped = self.looped();
        let count = looped.count.max(1);
        looped.grain = threads::common_multiple(looped.grain, whole).unwrap_or(count).clamp(1, count);
        // One chain needs no blocks.
        if is_one_chain {
            looped.block = count;
        }
        Ok(looped)
    }

    /// Steps as code; what they make for others goes to memory.
    fn chain(&mut self, steps: &[StepId], schedule: &Schedule, body: &compile::Body, unit: usize) -> Result<()> {
        let all = self.steps;
        let lanes = schedule.lanes.count();
        let has_tail = !self.count.is_multiple_of(lanes) || !self.block.is_multiple_of(lanes);
        let mut chain = Chain::new(schedule.lanes, schedule.columns, has_tail, self.count);
        let no_code = || Error::new(Status::Internal, "a chain has a step without code");
        let far =
            || Error::new(Status::ResourceExhausted, "a loop works on memory further apart than its code can say");
        let mut loads: Vec<(StepId, BufferId)> = Vec::new();
        for &id in steps {
            for &operand in all[id].0.operands() {
                if chain.has(operand) {
                    continue;
                }
                let (step, dtype) = &all[operand];
                let size = dtype.size();
                if let Step::Load(region) = step {
                    loads.push((operand, region.buffer));
                }
                let known = match step {
                    Step::Load(region) => splat(&self.plan.buffers()[region.buffer]).filter(|_| *dtype != DType::Bool),
                    _ => None,
                };
                match (step, body.index(operand, schedule.lanes, schedule.columns)) {
                    _ if known.is_some() => chain.constant(operand, known.map_or(&[][..], Tensor::bytes)),
                    (Step::Load(region), Some(index)) => {
                        let Place { base, offset, .. } = self.element(region, size);
                        chain.read(operand, *dtype, Access { base, offset, size, index });
                    }
                    _ => {
                        let access = access(self.made(operand)?.place, size);
                        chain.read(operand, *dtype, access);
                    }
                }
            }
            let (step, dtype) = &all[id];
            match step {
                Step::Apply { op, from, operands } => {
                    chain.apply(id, op, (*from, *dtype), operands).then_some(()).ok_or_else(no_code)?;
                }
                Step::Iota { .. } => {
                    let counter = body.counter(id, schedule.lanes, schedule.columns).ok_or_else(no_code)?;
                    chain.counts(id, *dtype, counter);
                }
                Step::Store { value, into } => {
                    let shares = |load: &&(StepId, BufferId)| self.overlap(load.1, into.buffer);
                    let reads: Vec<StepId> = loads.iter().filter(shares).map(|load| load.0).collect();
                    let to = in_order_from(self.begin(into.buffer), dtype.size());
                    chain.store(*value, access(to, dtype.size()), &reads);
                }
                Step::Fold { combine, value, init, into } => {
                    let Place { base, offset, .. } = self.begin(into.buffer);
                    self.fill(init, into.buffer, *dtype);
                    let offset = offset + into.view.offset as usize * dtype.size();
                    let into = Access { base, offset, size: dtype.size(), index: Index::Column };
                    chain.fold(*value, combine, *dtype, into).then_some(()).ok_or_else(no_code)?;
                }
                Step::Product(product) => {
                    let terms = self.terms(product, *dtype).ok_or_else(far)?;
                    chain.terms(id, terms);
                }
                Step::Load(_) => return Err(no_code()),
            }
        }
        for &id in steps {
            let is_read = schedule.last[id] != unit && schedule.last[id] != usize::MAX;
            if !is_read || matches!(all[id].0, Step::Store { .. } | Step::Fold { .. }) {
                continue;
            }
            let stored = steps.iter().find_map(|&store| match &all[store].0 {
                Step::Store { value, into } if *value == id => Some(into.buffer),
                _ => None,
            });
            let size = all[id].1.size();
            let made = match stored {
                Some(buffer) => {
                    let place = in_order_from(self.begin(buffer), size);
                    Made { place, is_fixed: false, is_loose: false }
                }
                None => {
                    let place = self.register(size, false);
                    chain.store(id, access(place, size), &[]);
                    Made { place, is_fixed: false, is_loose: true }
                }
            };
            self.values[id] = Some(made);
        }
        let registers = &mut *self.registers;
        let mut spills = |nbytes: usize| i32::try_from(registers.take_unused(nbytes).offset).ok();
        let compiler = self.compiler.as_deref_mut().ok_or_else(no_code)?;
        let compiled = compiler.compile(&mut chain, &mut spills).ok_or_else(far)?;
        let none = Place::default();
        let detail = Detail::Compiled(compiled);
        self.body.push(Instruction { function: compile::run, to: none, from: [none; 3], detail });
        Ok(())
    }

    /// A product of which a chain takes each term; columns that are no neighbours become ones before the first block.
    fn terms(&mut self, product: &Product, dtype: DType) -> Option<Terms> {
        let size = dtype.size();
        let bytes = |stride: isize| i32::try_from(stride * size as isize).ok();
        let read = |place: Place| Access { base: place.base, offset: place.offset, size, index: Index::Column };
        let (lhs, rhs) = (&product.lhs.view.axes, &product.rhs.view.axes);
        let (mut right, mut rhs_term) = (self.element(&product.rhs, size), rhs[1].stride);
        if rhs[2].stride != 1 && product.columns > 1 {
            let count = product.depth * product.columns;
            let is_lasting = self.lasting.has(&self.plan.buffers()[product.rhs.buffer]);
            let to = if is_lasting { self.lasting.take(count * size) } else { self.shared.take_unused(count * size) };
            let view = View { offset: product.rhs.view.offset, axes: rhs[1..].to_vec() };
            let instruction = Instruction {
                function: gather(self.isa, size),
                to,
                from: [self.begin(product.rhs.buffer), Place::default(), Place::default()],
                detail: Detail::Strided(Strided::new(&view)),
            };
            let before = if is_lasting { &mut self.lasting.once } else { &mut self.before };
            before.push(Before { instruction, count, worth: 1 });
            (right, rhs_term) = (to, product.columns as isize);
        }
        Some(Terms {
            depth: product.depth,
            lhs: read(self.element(&product.lhs, size)),
            row: bytes(lhs[1].stride)?,
            lhs_term: bytes(lhs[2].stride)?,
            rhs: read(right),
            rhs_term: bytes(rhs_term)?,
        })
    }
}

/// What a chain reads and writes of the items of a block.
fn access(place: Place, size: usize) -> Access {
    let index = if place.step == 0 { Index::Block } else { Index::Item };
    Access { base: place.base, offset: place.offset, size, index }
}
