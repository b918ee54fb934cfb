//! Which steps of a loop are chains, and in which order they and the others are done.

use super::assembler::Lanes;
use super::chain::{Counter, Index};
use super::operations::{combination, computes, holds};
use crate::plan::{Buffer, Location, Origin, Plan, Product, Region, Step, StepId};
use crate::tensor::{DType, Tensor};

/// A part of a loop.
#[derive(Debug)]
pub(in crate::backend::cpu) enum Unit {
    /// A step that is instructions of its own.
    Step(StepId),
    /// Steps that are one chain.
    Chain(Vec<StepId>),
}

/// The parts of a loop, in order.
#[derive(Debug)]
pub(in crate::backend::cpu) struct Schedule {
    pub(in crate::backend::cpu) units: Vec<Unit>,
    pub(in crate::backend::cpu) lanes: Lanes,
    /// The length of a row, where chains go by rows.
    pub(in crate::backend::cpu) columns: Option<usize>,
    /// After which part each value is no longer read; `END` for what is stored after all of them.
    pub(in crate::backend::cpu) last: Vec<usize>,
}

/// After the last part.
pub(in crate::backend::cpu) const END: usize = usize::MAX - 1;

/// What is never read.
const NEVER: usize = usize::MAX;

/// What a schedule is made of.
pub(in crate::backend::cpu) struct Body<'a> {
    pub(in crate::backend::cpu) plan: &'a Plan,
    pub(in crate::backend::cpu) steps: &'a [(Step, DType)],
    pub(in crate::backend::cpu) count: usize,
    pub(in crate::backend::cpu) block: usize,
}

impl Body<'_> {
    /// The schedule with chains, where there are some.
    pub(in crate::backend::cpu) fn schedule(&self) -> Option<Schedule> {
        let lanes = self.lanes()?;
        let columns = self.columns(lanes);
        let by_rows = columns.map(|columns| self.in_order(lanes, Some(columns)));
        // Blocks are whole rows, unless everything is one chain, which needs no blocks.
        let is_whole = |columns: usize| self.block.is_multiple_of(columns) || self.block == self.count;
        match (by_rows, columns) {
            (Some(schedule), Some(columns)) if schedule.units.len() == 1 || is_whole(columns) => Some(schedule),
            _ => Some(self.in_order(lanes, None)),
        }
    }

    /// The vectors that hold most of the steps, if any.
    fn lanes(&self) -> Option<Lanes> {
        // What is only about bools has many more of them in an instruction over blocks.
        let is_of_numbers = |id: StepId| match &self.steps[id] {
            (Step::Apply { from, .. }, to) => *from != DType::Bool || *to != DType::Bool,
            _ => false,
        };
        let counts = |id: &StepId, lanes: Lanes| is_of_numbers(*id) && self.is_computed(*id, lanes);
        let computed = |lanes: Lanes| (0..self.steps.len()).filter(|id| counts(id, lanes)).count();
        let [sixteen, eight] = [Lanes::Sixteen, Lanes::Eight].map(computed);
        match (sixteen, eight) {
            (0, 0) => None,
            _ if sixteen >= eight => Some(Lanes::Sixteen),
            _ => Some(Lanes::Eight),
        }
    }

    fn is_computed(&self, id: StepId, lanes: Lanes) -> bool {
        match &self.steps[id] {
            (Step::Apply { op, from, operands }, to) => {
                computes(op, *from, *to, lanes) && operands.iter().all(|&operand| holds(self.steps[operand].1, lanes))
            }
            _ => false,
        }
    }

    /// The length of the rows that most arrays have which are not read or added up item by item.
    fn columns(&self, lanes: Lanes) -> Option<usize> {
        let mut lengths: Vec<(usize, usize)> = Vec::new();
        let mut add = |columns: usize| {
            let is_right = columns >= lanes.count() && self.count.is_multiple_of(columns);
            if is_right && i32::try_from(columns).is_ok() {
                match lengths.iter_mut().find(|(length, _)| *length == columns) {
                    Some((_, count)) => *count += 1,
                    None => lengths.push((columns, 1)),
                }
            }
        };
        for (step, _) in self.steps {
            let view = match step {
                Step::Load(region) => &region.view,
                Step::Fold { into, .. } => &into.view,
                Step::Product(product) if is_short(product) => {
                    add(product.columns);
                    continue;
                }
                _ => continue,
            };
            if let [_, inner] = view.simplified().axes.as_slice()
                && matches!(inner.stride, 0 | 1)
            {
                add(inner.extent);
            }
        }
        lengths.into_iter().max_by_key(|&(length, count)| (count, std::cmp::Reverse(length))).map(|(length, _)| length)
    }

    fn in_order(&self, lanes: Lanes, columns: Option<usize>) -> Schedule {
        let count = self.steps.len();
        let is_chained: Vec<bool> = (0..count)
            .map(|id| match &self.steps[id].0 {
                Step::Iota { .. } => self.counter(id, lanes, columns).is_some(),
                Step::Product(product) => self.has_terms(product, self.steps[id].1, lanes, columns),
                _ => self.is_computed(id, lanes),
            })
            .collect();
        let mut unit_of = vec![NEVER; count];
        let mut units: Vec<Unit> = Vec::new();
        loop {
            let before = units.len();
            for id in 0..count {
                if unit_of[id] == NEVER
                    && !is_chained[id]
                    && !matches!(self.steps[id].0, Step::Store { .. })
                    && self.steps[id].0.operands().iter().all(|&operand| unit_of[operand] != NEVER)
                {
                    match self.chain_that_folds(id, &units, &unit_of, columns) {
                        Some(unit) => {
                            unit_of[id] = unit;
                            if let Unit::Chain(steps) = &mut units[unit] {
                                steps.push(id);
                            }
                        }
                        None => {
                            unit_of[id] = units.len();
                            units.push(Unit::Step(id));
                        }
                    }
                }
            }
            let mut chain = Vec::new();
            for id in 0..count {
                let is_there = |operand: &StepId| unit_of[*operand] != NEVER;
                if is_chained[id] && unit_of[id] == NEVER && self.steps[id].0.operands().iter().all(is_there) {
                    unit_of[id] = units.len();
                    chain.push(id);
                }
            }
            if !chain.is_empty() {
                units.push(Unit::Chain(chain));
            }
            if units.len() == before {
                break;
            }
        }
        let users = self.users();
        // A load that only chains read where it lies is no part of its own.
        let is_read_by_chains =
            |id: StepId| self.index(id, lanes, columns).is_some() && users[id].iter().all(|&user| is_chained[user]);
        let mut kept: Vec<usize> = Vec::new();
        let mut place = 0;
        units.retain(|unit| {
            kept.push(place);
            let is_kept =
                !matches!(unit, Unit::Step(id) if matches!(self.steps[*id].0, Step::Load(_)) && is_read_by_chains(*id));
            place += usize::from(is_kept);
            is_kept
        });
        unit_of.iter_mut().filter(|unit| **unit != NEVER).for_each(|unit| *unit = kept[*unit]);
        self.place_stores(&mut units, &mut unit_of, &users);
        let last = self.last_uses(&units, &unit_of);
        Schedule { units, lanes, columns, last }
    }

    /// Whether a chain computes a product term by term.
    fn has_terms(&self, product: &Product, dtype: DType, lanes: Lanes, columns: Option<usize>) -> bool {
        let is_float = matches!((dtype, lanes), (DType::F32, Lanes::Sixteen) | (DType::F64, Lanes::Eight));
        is_float
            && is_short(product)
            && Some(product.columns) == columns
            && product.rows * product.columns == self.count
    }

    /// Which chain adds a value up by columns.
    fn chain_that_folds(&self, id: StepId, units: &[Unit], unit_of: &[usize], columns: Option<usize>) -> Option<usize> {
        let Step::Fold { combine, value, into, .. } = &self.steps[id].0 else { return None };
        let unit = unit_of[*value];
        let dtype = self.steps[*value].1;
        let is_by_columns = match into.view.simplified().axes.as_slice() {
            [outer, inner] => outer.stride == 0 && inner.stride == 1 && Some(inner.extent) == columns,
            _ => false,
        };
        let lanes = if dtype.size() == 8 { Lanes::Eight } else { Lanes::Sixteen };
        let is_chain = matches!(units[unit], Unit::Chain(_));
        (is_chain && is_by_columns && combination(combine, dtype, lanes).is_some()).then_some(unit)
    }

    /// What is stored in order goes into the chain that makes it, if nothing reads the memory later.
    fn place_stores(&self, units: &mut Vec<Unit>, unit_of: &mut [usize], users: &[Vec<StepId>]) {
        let loads: Vec<StepId> =
            (0..self.steps.len()).filter(|&id| matches!(self.steps[id].0, Step::Load(_) | Step::Product(_))).collect();
        for (id, (step, _)) in self.steps.iter().enumerate() {
            let Step::Store { value, into } = step else { continue };
            let unit = unit_of[*value];
            let is_chained = matches!(units[unit], Unit::Chain(_)) && !matches!(self.steps[*value].0, Step::Load(_));
            let in_order = into.view.is_identity(self.count) && self.plan.buffers()[into.buffer].count == self.count;
            if is_chained && in_order && !self.is_read_after(unit, into, unit_of, &loads, users) {
                unit_of[id] = unit;
                if let Unit::Chain(steps) = &mut units[unit] {
                    steps.push(id);
                }
            } else {
                unit_of[id] = units.len();
                units.push(Unit::Step(id));
            }
        }
    }

    /// Whether what is stored lies where something is read after a part.
    fn is_read_after(
        &self,
        unit: usize,
        stored: &Region,
        unit_of: &[usize],
        loads: &[StepId],
        users: &[Vec<StepId>],
    ) -> bool {
        let shares = |region: &Region| overlap(self.plan, region.buffer, stored.buffer);
        let is_late = |user: &StepId| matches!(self.steps[*user].0, Step::Store { .. }) || unit_of[*user] > unit;
        loads.iter().any(|&id| match &self.steps[id].0 {
            Step::Load(region) => shares(region) && users[id].iter().any(is_late),
            Step::Product(product) => unit_of[id] > unit && (shares(&product.lhs) || shares(&product.rhs)),
            _ => false,
        })
    }

    /// The steps that read each step.
    fn users(&self) -> Vec<Vec<StepId>> {
        let mut users = vec![Vec::new(); self.steps.len()];
        for (user, (step, _)) in self.steps.iter().enumerate() {
            step.operands().iter().for_each(|&operand| users[operand].push(user));
        }
        users
    }

    fn last_uses(&self, units: &[Unit], unit_of: &[usize]) -> Vec<usize> {
        let mut last = vec![NEVER; self.steps.len()];
        for (id, (step, _)) in self.steps.iter().enumerate() {
            let is_at_end = matches!(step, Step::Store { .. }) && matches!(units[unit_of[id]], Unit::Step(_));
            for &operand in step.operands() {
                let used = if is_at_end { END } else { unit_of[id] };
                last[operand] = if last[operand] == NEVER { used } else { last[operand].max(used) };
            }
        }
        last
    }

    /// How chains read what a step loads, where they can without a copy.
    pub(in crate::backend::cpu) fn index(&self, id: StepId, lanes: Lanes, columns: Option<usize>) -> Option<Index> {
        let (Step::Load(region), dtype) = &self.steps[id] else { return None };
        let is_bool = *dtype == DType::Bool;
        if !holds(*dtype, lanes) || (is_bool && splat(&self.plan.buffers()[region.buffer]).is_some()) {
            return None;
        }
        let size = dtype.size() as isize;
        let apart = |stride: isize| i32::try_from(stride * size).ok();
        let index = match region.view.simplified().axes.as_slice() {
            [] if is_bool => Index::Item,
            [] => Index::Same,
            [axis] if axis.stride == 1 => Index::Item,
            [axis] if axis.stride == 0 => Index::Same,
            [outer, inner] if Some(inner.extent) == columns => match (outer.stride, inner.stride) {
                (0, 0) => Index::Same,
                (0, 1) => Index::Column,
                (stride, 0) => Index::Row(apart(stride)?),
                (stride, 1) => Index::RowColumn(apart(stride)?),
                _ => return None,
            },
            _ => return None,
        };
        (!is_bool || !matches!(index, Index::Same | Index::Row(_))).then_some(index)
    }

    /// What a step counts, where a chain can.
    pub(in crate::backend::cpu) fn counter(&self, id: StepId, lanes: Lanes, columns: Option<usize>) -> Option<Counter> {
        let (Step::Iota { inner, extent }, dtype) = &self.steps[id] else { return None };
        let is_counted = match (dtype, lanes) {
            // Numbers up to there are exact as floats.
            (DType::F32, Lanes::Sixteen) => self.count < 1 << 24,
            (DType::I32 | DType::U32, Lanes::Sixteen) | (DType::I64 | DType::U64, Lanes::Eight) => true,
            _ => false,
        };
        match is_counted {
            true if *inner == 1 && *extent >= self.count => Some(Counter::Item),
            true if *inner == 1 && Some(*extent) == columns => Some(Counter::Column),
            true if Some(*inner) == columns && extent * inner >= self.count => Some(Counter::Row),
            _ => None,
        }
    }
}

/// The most terms that a chain writes out.
const TERMS: usize = 8;

/// Whether the sums of a product have so few terms that each vector of the result takes them by itself.
fn is_short(product: &Product) -> bool {
    product.batches == 1 && product.depth <= TERMS
}

/// The one element of a constant that has one.
pub(in crate::backend::cpu) fn splat(buffer: &Buffer) -> Option<&Tensor> {
    match &buffer.origin {
        Origin::Constant(value) if buffer.count == 1 => Some(value),
        _ => None,
    }
}

/// Whether two buffers share memory.
pub(in crate::backend::cpu) fn overlap(plan: &Plan, one: usize, other: usize) -> bool {
    let (one, other) = (&plan.buffers()[one], &plan.buffers()[other]);
    match (one.location, other.location) {
        (Location::Arena(begin), Location::Arena(other_begin)) => {
            begin < other_begin + other.nbytes() && other_begin < begin + one.nbytes()
        }
        (Location::Argument(argument), Location::Result(result))
        | (Location::Result(result), Location::Argument(argument)) => plan.in_place(result) == Some(argument),
        (one, other) => one == other,
    }
}
