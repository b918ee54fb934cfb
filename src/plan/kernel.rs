//! What a plan is made of: buffers, and kernels over them.

use super::outline::RegionPlan;
use super::view::View;
use crate::program::op::Op;
use crate::program::{OperationId, ValueId};
use crate::tensor::{DType, Tensor};

/// A buffer, by its place in the plan.
pub type BufferId = usize;

/// A step of a loop, by its place in it.
pub type StepId = usize;

/// An operation of the program of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// The function that has it, by its place.
    pub function: usize,
    /// The operation.
    pub operation: OperationId,
}

/// What fills a buffer.
#[derive(Clone, Debug)]
pub enum Origin {
    /// An argument of the program.
    Argument(usize),
    /// The program itself.
    Constant(Tensor),
    /// A kernel.
    Computed,
}

/// Where a buffer begins. An argument and a result have memory of their own, which a run is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// So many bytes after the beginning of the arena.
    Arena(usize),
    /// At the beginning of the memory of this argument.
    Argument(usize),
    /// At the beginning of the memory of this result.
    Result(usize),
}

/// An array in memory, row-major.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// What fills it.
    pub origin: Origin,
    /// The type of its elements.
    pub dtype: DType,
    /// How many there are.
    pub count: usize,
    /// Where it lies.
    pub location: Location,
    /// The operation whose result it is, where it is one.
    pub source: Option<Source>,
}

impl Buffer {
    /// The bytes of its elements.
    pub fn nbytes(&self) -> usize {
        self.count * self.dtype.size()
    }
}

/// Elements of a buffer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Region {
    /// The buffer.
    pub buffer: BufferId,
    /// Which elements.
    pub view: View,
}

/// Sums of products: batches of matrices of `rows` × `depth` times `depth` × `columns`. Each sum is taken in order.
#[derive(Clone, Debug)]
pub struct Product {
    /// How many products.
    pub batches: usize,
    /// Rows of the left matrices and of the result.
    pub rows: usize,
    /// Columns of the right matrices and of the result.
    pub columns: usize,
    /// Over how many products each sum goes.
    pub depth: usize,
    /// Axes: batch, row, depth.
    pub lhs: Region,
    /// Axes: batch, depth, column.
    pub rhs: Region,
}

impl Product {
    /// Whether it has more columns than a loop takes at a time, so that several blocks make a row.
    pub(crate) fn is_wide(&self) -> bool {
        self.columns > super::group::MAX_FUSED_COLUMNS
    }
}

/// A step of a loop: what it makes of each item, or where it puts it.
#[derive(Clone, Debug)]
pub enum Step {
    /// The elements of a view with as many indices as the loop has items.
    Load(Region),
    /// The index of the item divided by `inner`, modulo `extent`.
    Iota {
        /// How often each number is repeated.
        inner: usize,
        /// How many numbers there are.
        extent: usize,
    },
    /// An elementwise operation on what earlier steps made, of this dtype.
    Apply {
        /// The operation.
        op: Op,
        /// The dtype of its last operand.
        from: DType,
        /// Its operands.
        operands: Vec<StepId>,
    },
    /// Elements of products of matrices.
    Product(Product),
    /// Puts each item into its element of a view.
    Store {
        /// What is put there.
        value: StepId,
        /// Where.
        into: Region,
    },
    /// Combines the items that have the same element of a view, in a fixed order: in runs along the innermost axis, each
    /// run of 32 items or more in 32 lanes that are combined pairwise at its end, and runs in order. A run ends where a
    /// block of items does, too.
    Fold {
        /// The operation of two elements.
        combine: Op,
        /// What is combined.
        value: StepId,
        /// What each element starts from.
        init: Region,
        /// Where; stride 0 along the axes that are reduced.
        into: Region,
    },
}

impl Step {
    /// The earlier steps that it reads.
    pub fn operands(&self) -> &[StepId] {
        match self {
            Step::Load(_) | Step::Iota { .. } | Step::Product(_) => &[],
            Step::Apply { operands, .. } => operands,
            Step::Store { value, .. } | Step::Fold { value, .. } => std::slice::from_ref(value),
        }
    }
}

/// What a kernel does.
#[derive(Clone, Debug)]
pub enum Work {
    /// Steps for each of so many items. Items do not depend on each other, but in what is folded.
    Loop {
        /// How many items.
        count: usize,
        /// The steps and the dtype that each makes, or stores.
        steps: Vec<(Step, DType)>,
    },
    /// An operation on whole arrays, as the program has it.
    Operation {
        /// The function of the program that has it, by its place.
        function: usize,
        /// The operation.
        operation: OperationId,
        /// Its name.
        name: &'static str,
        /// The values that it reads, its regions included, each once. What a loop starts from is not among them where no
        /// element of it is left in the end.
        inputs: Vec<(ValueId, BufferId)>,
        /// Where its results go; those that nothing reads go nowhere.
        results: Vec<Option<BufferId>>,
        /// Pairs of an input and a result, by their places, that may lie at one place: whoever computes the operation
        /// reads nothing of the input after it wrote the same element of the result.
        overwrites: Vec<(usize, usize)>,
        /// The plans of its regions, where it is a loop or a choice.
        regions: Vec<RegionPlan>,
    },
}

/// A part of a plan that reads buffers and fills others.
#[derive(Clone, Debug)]
pub struct Kernel {
    /// What it does.
    pub work: Work,
    /// The operations that it computes, in order; those that only move elements are part of its views.
    pub sources: Vec<Source>,
}

impl Kernel {
    /// The regions that it reads; `None` for all of a buffer.
    pub fn reads(&self) -> Vec<(BufferId, Option<&View>)> {
        match &self.work {
            Work::Loop { steps, .. } => {
                let mut reads = Vec::new();
                for (step, _) in steps {
                    match step {
                        Step::Load(region) => reads.push((region.buffer, Some(&region.view))),
                        Step::Product(product) => {
                            reads.extend([(product.lhs.buffer, None), (product.rhs.buffer, None)]);
                        }
                        Step::Fold { init, .. } => reads.push((init.buffer, None)),
                        Step::Iota { .. } | Step::Apply { .. } | Step::Store { .. } => {}
                    }
                }
                reads
            }
            Work::Operation { inputs, .. } => inputs.iter().map(|&(_, buffer)| (buffer, None)).collect(),
        }
    }

    /// Pairs of a buffer that it reads and one that it writes, which may lie at one place.
    pub fn overwrites(&self) -> impl Iterator<Item = (BufferId, BufferId)> {
        let pairs = match &self.work {
            Work::Loop { .. } => None,
            Work::Operation { inputs, results, overwrites, .. } => Some(
                overwrites.iter().filter_map(|&(input, result)| Some((inputs.get(input)?.1, (*results.get(result)?)?))),
            ),
        };
        pairs.into_iter().flatten()
    }

    /// The buffers that it writes.
    pub fn writes(&self) -> Vec<BufferId> {
        match &self.work {
            Work::Loop { steps, .. } => {
                let written = |step: &Step| match step {
                    Step::Store { into, .. } | Step::Fold { into, .. } => Some(into.buffer),
                    Step::Load(_) | Step::Iota { .. } | Step::Apply { .. } | Step::Product(_) => None,
                };
                steps.iter().filter_map(|(step, _)| written(step)).collect()
            }
            Work::Operation { results, .. } => results.iter().flatten().copied().collect(),
        }
    }
}
