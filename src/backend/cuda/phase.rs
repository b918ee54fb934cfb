//! From the kernels of a plan to phases.
//!
//! A loop without folds is one phase for each group of stores that share no operation. A fold follows in a phase of its
//! own over the elements that it makes, each of which reads its items in the order of the plan; where the items of an
//! element lie side by side, its 32 lanes are a phase before that. What is folded is computed again from what lies in
//! memory if that takes few operations, and goes through scratch memory otherwise.

use std::collections::HashMap;

use super::cone::Values;
use super::frame::{Frame, Memory, Slot, overlap};
use crate::plan::{BufferId, Plan, Region, Step, StepId, View, block};
use crate::tensor::DType;

/// The lanes of a run, as the plan has them.
pub(super) const LANES: usize = 32;

/// The most operations that a fold does again.
const MOST_AGAIN: usize = 8;

/// What the items of a phase are.
pub(super) enum Body {
    /// Those of the loop. Each puts values where they belong.
    Items(Vec<(StepId, Place)>),
    /// The elements of folds.
    Elements(Folds),
    /// The lanes of all pieces of runs; each puts what it made into scratch memory.
    Lanes(Folds),
    /// The elements of folds, from what their lanes made.
    Combined(Folds),
    /// The elements of an array that is copied.
    Copied,
    /// Those of an operation on whole arrays, printed already.
    Operation(String),
}

/// Where a value goes.
pub(super) enum Place {
    Region(Region),
    Scratch(Slot),
}

/// Folds over the same items in the same order.
#[derive(Clone)]
pub(super) struct Folds {
    /// The steps.
    pub(super) steps: Vec<StepId>,
    /// Where the lanes of each lie, if it has any.
    pub(super) lanes: Vec<Slot>,
    /// Which element each item belongs to.
    pub(super) into: View,
    /// How many items there are.
    pub(super) count: usize,
    /// A run ends at multiples of so many items.
    pub(super) block: usize,
}

impl Folds {
    /// The items of a run: neighbours that belong to one element. `None` where neighbours belong to different ones.
    pub(super) fn run(&self) -> Option<usize> {
        self.into.axes.last().filter(|axis| axis.stride == 0).map(|axis| axis.extent)
    }

    /// Whether runs end only where they do by themselves.
    pub(super) fn is_whole(&self) -> bool {
        self.block >= self.count || self.run().is_none_or(|run| self.block.is_multiple_of(run))
    }

    /// The most pieces that the ends of blocks cut a run into.
    pub(super) fn pieces(&self) -> usize {
        match self.run() {
            None => 1,
            Some(_) if self.is_whole() => 1,
            Some(run) if run.is_multiple_of(self.block) => run / self.block,
            Some(run) => (run - 1) / self.block + 2,
        }
    }
}

/// A part of a kernel: so many items, each for itself.
pub(super) struct Phase {
    /// The plan that it is a part of.
    pub(super) frame: usize,
    /// The kernel of that, if there is one.
    pub(super) kernel: Option<usize>,
    pub(super) items: usize,
    pub(super) body: Body,
    pub(super) reads: Vec<Slot>,
    pub(super) writes: Vec<Slot>,
}

impl Phase {
    /// A phase without items.
    pub(super) fn new(kernel: Option<usize>, body: Body, reads: Vec<Slot>, writes: Vec<Slot>) -> Phase {
        Phase { frame: 0, kernel, items: 0, body, reads, writes }
    }
}

/// Adds the phases of a loop; gives what it computes, for its folds.
pub(super) fn loop_phases<'p>(
    frame: &mut Frame<'p>,
    memory: &mut Memory,
    kernel: usize,
    count: usize,
    steps: &'p [(Step, DType)],
    list: &mut Vec<Phase>,
) -> Values<'p> {
    let (values, over) = (Values::new(steps), overwritten(frame.plan, steps));
    Splitter { plan: frame.plan, frame, memory, kernel, count, values, over, list }.split()
}

/// For each buffer that a loop stores to, the buffers that it loads from and that lie in the same place.
fn overwritten(plan: &Plan, steps: &[(Step, DType)]) -> HashMap<BufferId, Vec<BufferId>> {
    let mut loaded: Vec<BufferId> = Vec::new();
    for (step, _) in steps {
        if let Step::Load(region) = step {
            loaded.push(region.buffer);
        }
    }
    loaded.sort_unstable();
    loaded.dedup();
    let mut over = HashMap::new();
    for (step, _) in steps {
        let Step::Store { into, .. } = step else { continue };
        let below: Vec<BufferId> = loaded.iter().copied().filter(|&at| overlap(plan, into.buffer, at)).collect();
        if !below.is_empty() {
            over.insert(into.buffer, below);
        }
    }
    over
}

/// Makes the phases of one loop.
struct Splitter<'a, 'p> {
    plan: &'p Plan,
    frame: &'a mut Frame<'p>,
    memory: &'a mut Memory,
    kernel: usize,
    count: usize,
    values: Values<'p>,
    /// What is stored over what is loaded.
    over: HashMap<BufferId, Vec<BufferId>>,
    list: &'a mut Vec<Phase>,
}

impl<'p> Splitter<'_, 'p> {
    fn split(mut self) -> Values<'p> {
        let steps = self.values.steps;
        let mut stores: Vec<(StepId, Place)> = Vec::new();
        let mut stored: HashMap<StepId, Slot> = HashMap::new();
        for (step, _) in steps {
            let Step::Store { value, into } = step else { continue };
            stores.push((*value, Place::Region(into.clone())));
            if into.view.is_identity(self.count) && self.plan.buffers()[into.buffer].count == self.count {
                stored.insert(*value, into.buffer);
            }
        }
        // What the items have put into memory need not be computed again.
        let settled = Values { steps, in_memory: stored };
        let (folds, missing) = self.fold_groups(&settled);
        let mut settled = settled;
        for value in missing {
            let slot = self.scratch(steps[value].1, self.count);
            settled.in_memory.insert(value, slot);
            stores.push((value, Place::Scratch(slot)));
        }
        for group in self.grouped(stores) {
            self.items(group);
        }
        self.values = settled;
        for folds in folds {
            self.folds(folds);
        }
        self.values
    }

    /// The folds, those over the same items together; and the values that must go to memory for them.
    fn fold_groups(&self, settled: &Values<'p>) -> (Vec<Folds>, Vec<StepId>) {
        let (mut groups, mut missing): (Vec<Folds>, Vec<StepId>) = (Vec::new(), Vec::new());
        let block = block(self.count, settled.steps);
        for (id, (step, _)) in settled.steps.iter().enumerate() {
            let Step::Fold { value, into, .. } = step else { continue };
            if !missing.contains(value) && !self.is_cheap(settled, *value) {
                missing.push(*value);
            }
            match groups.iter_mut().find(|folds| folds.into == into.view) {
                Some(folds) => folds.steps.push(id),
                None => {
                    let (into, lanes) = (into.view.clone(), Vec::new());
                    groups.push(Folds { steps: vec![id], lanes, into, count: self.count, block });
                }
            }
        }
        (groups, missing)
    }

    /// Whether a value is computed with few operations from what lies in memory once the items are done.
    fn is_cheap(&self, settled: &Values<'p>, value: StepId) -> bool {
        let mut operations = 0;
        settled.cone(&[value]).into_iter().all(|id| match &settled.steps[id].0 {
            _ if settled.in_memory.contains_key(&id) => true,
            Step::Load(region) => !self.over.values().any(|below| below.contains(&region.buffer)),
            Step::Apply { .. } => {
                operations += 1;
                operations <= MOST_AGAIN
            }
            Step::Iota { .. } => true,
            Step::Product(_) | Step::Store { .. } | Step::Fold { .. } => false,
        })
    }

    fn scratch(&mut self, dtype: DType, count: usize) -> Slot {
        self.frame.take(self.memory, dtype, count)
    }

    /// Stores by what they share: those of one group are computed together; those of different ones share no operation,
    /// and none reads where another writes.
    fn grouped(&self, stores: Vec<(StepId, Place)>) -> Vec<Vec<(StepId, Place)>> {
        let steps = self.values.steps;
        let mut sets = Sets::new(steps.len() + stores.len());
        let is_computed = |id: StepId| matches!(steps[id].0, Step::Apply { .. } | Step::Product(_));
        for (id, (step, _)) in steps.iter().enumerate() {
            if let Step::Apply { operands, .. } = step {
                operands.iter().filter(|&&operand| is_computed(operand)).for_each(|&operand| sets.join(id, operand));
            }
        }
        // What is stored over is read by the item that does so, before it does.
        let mut touched: HashMap<BufferId, usize> = HashMap::new();
        for (place, (value, to)) in stores.iter().enumerate() {
            let store = steps.len() + place;
            if is_computed(*value) {
                sets.join(store, *value);
            }
            let mut buffers: Vec<BufferId> = Vec::new();
            if !self.over.is_empty() {
                for id in self.values.cone(&[*value]) {
                    if let Step::Load(region) = &steps[id].0 {
                        buffers.extend(self.over.values().flatten().filter(|&&below| below == region.buffer));
                    }
                }
            }
            if let Place::Region(into) = to {
                buffers.extend(self.over.get(&into.buffer).into_iter().flatten());
            }
            for buffer in buffers {
                let first = *touched.entry(buffer).or_insert(store);
                sets.join(first, store);
            }
        }
        let mut groups: Vec<(usize, Vec<(StepId, Place)>)> = Vec::new();
        for (place, store) in stores.into_iter().enumerate() {
            let set = sets.find(steps.len() + place);
            match groups.iter_mut().find(|(of, _)| *of == set) {
                Some((_, group)) => group.push(store),
                None => groups.push((set, vec![store])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The buffers that these values are computed from.
    fn reads(&self, targets: &[StepId]) -> Vec<Slot> {
        let mut reads = Vec::new();
        for id in self.values.cone(targets) {
            match (&self.values.steps[id].0, self.values.in_memory.get(&id)) {
                (_, Some(slot)) => reads.push(*slot),
                (Step::Load(region), None) => reads.push(region.buffer),
                (Step::Product(product), None) => reads.extend([product.lhs.buffer, product.rhs.buffer]),
                (Step::Iota { .. } | Step::Apply { .. } | Step::Store { .. } | Step::Fold { .. }, None) => {}
            }
        }
        reads.sort_unstable();
        reads.dedup();
        reads
    }

    fn push(&mut self, items: usize, body: Body, reads: Vec<Slot>, writes: Vec<Slot>) {
        if items > 0 {
            self.list.push(Phase { items, ..Phase::new(Some(self.kernel), body, reads, writes) });
        }
    }

    fn items(&mut self, stores: Vec<(StepId, Place)>) {
        let targets: Vec<StepId> = stores.iter().map(|(value, _)| *value).collect();
        let slot = |place: &Place| match place {
            Place::Region(into) => into.buffer,
            Place::Scratch(slot) => *slot,
        };
        let writes = stores.iter().map(|(_, place)| slot(place)).collect();
        let reads = self.reads(&targets);
        self.push(self.count, Body::Items(stores), reads, writes);
    }

    fn folds(&mut self, mut folds: Folds) {
        let steps = self.values.steps;
        let (mut values, mut inits, mut writes, mut elements) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for &id in &folds.steps {
            let Step::Fold { value, init, into, .. } = &steps[id].0 else { continue };
            values.push(*value);
            inits.push(init.buffer);
            writes.push(into.buffer);
            elements = self.plan.buffers()[into.buffer].count;
        }
        let mut reads = self.reads(&values);
        match folds.run().filter(|run| *run >= LANES && self.count > 0) {
            Some(run) => {
                let lanes = self.count / run * folds.pieces() * LANES;
                folds.lanes = folds.steps.clone().into_iter().map(|id| self.scratch(steps[id].1, lanes)).collect();
                self.push(lanes, Body::Lanes(folds.clone()), reads, folds.lanes.clone());
                inits.extend(&folds.lanes);
                self.push(elements, Body::Combined(folds), inits, writes);
            }
            None => {
                reads.extend(inits);
                self.push(elements, Body::Elements(folds), reads, writes);
            }
        }
    }
}

/// Disjoint sets.
struct Sets(Vec<usize>);

impl Sets {
    fn new(count: usize) -> Sets {
        Sets((0..count).collect())
    }

    fn find(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.find(one), self.find(other));
        self.0[one.max(other)] = one.min(other);
    }
}
