//! What a kernel costs, counted from its steps: nothing is measured.

use std::collections::BTreeMap;

use super::Plan;
use super::kernel::{BufferId, Step, Work};
use super::view::View;

/// What a kernel reads, writes and computes in one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The bytes of the elements that it reads, each counted once however often it is read.
    pub bytes_read: usize,
    /// The bytes of the elements that it writes.
    pub bytes_written: usize,
    /// The operations on elements: one for each item of an elementwise operation and of a reduction, two for each term of
    /// a sum of products. Nothing for what the evaluator computes, which is not counted.
    pub operations: Option<u64>,
}

impl Plan {
    /// The cost of a kernel, by its place.
    pub fn cost(&self, kernel: usize) -> Cost {
        let kernel = &self.kernels[kernel];
        let mut read: BTreeMap<BufferId, usize> = BTreeMap::new();
        for (buffer, view) in kernel.reads() {
            *read.entry(buffer).or_default() += view.map_or(usize::MAX / 2, distinct);
        }
        let mut written: BTreeMap<BufferId, usize> = BTreeMap::new();
        match &kernel.work {
            Work::Loop { steps, .. } => {
                for (step, _) in steps {
                    if let Step::Store { into, .. } | Step::Fold { into, .. } = step {
                        *written.entry(into.buffer).or_default() += distinct(&into.view);
                    }
                }
            }
            Work::Operation { .. } => written.extend(kernel.writes().into_iter().map(|buffer| (buffer, usize::MAX))),
        }
        let nbytes = |elements: BTreeMap<BufferId, usize>| {
            let of = |(buffer, count): (BufferId, usize)| {
                let buffer = &self.buffers[buffer];
                count.min(buffer.count) * buffer.dtype.size()
            };
            elements.into_iter().map(of).sum()
        };
        Cost { bytes_read: nbytes(read), bytes_written: nbytes(written), operations: operations(&kernel.work) }
    }
}

/// How many elements a view has, each counted once.
fn distinct(view: &View) -> usize {
    view.axes.iter().filter(|axis| axis.stride != 0).map(|axis| axis.extent).product()
}

fn operations(work: &Work) -> Option<u64> {
    let Work::Loop { count, steps } = work else { return None };
    let of = |step: &Step| match step {
        Step::Apply { .. } | Step::Fold { .. } => *count as u64,
        Step::Product(product) => {
            let terms = [product.batches, product.rows, product.columns, product.depth];
            2 * terms.into_iter().map(|extent| extent as u64).product::<u64>()
        }
        Step::Load(_) | Step::Iota { .. } | Step::Store { .. } => 0,
    };
    Some(steps.iter().map(|(step, _)| of(step)).sum())
}
