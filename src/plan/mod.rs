//! What a program becomes before it runs.
//!
//! | question | file |
//! |---|---|
//! | how is a program made smaller without a change of what it means? | `simplify/` |
//! | which elements of an array does a value have? | `view.rs` |
//! | how is each array computed, when movements are left out? | `graph.rs`, `lower.rs`, `decompose.rs`, `batch_norm.rs` |
//! | which of that is done together, in one kernel? | `group.rs`, `fuse.rs`, `kernel.rs` |
//! | how many items does a loop take at a time? | `block.rs` |
//! | where does each array lie? | `place.rs` |
//! | what becomes of the regions of loops and branches? | `outline.rs`, `stacks.rs` |
//! | how is a plan printed and drawn? | `text.rs`, `dot.rs` |
//! | what does a kernel cost, and which operations does it come from? | `cost.rs`, `sources.rs` |

mod batch_norm;
mod block;
mod cost;
mod decompose;
mod dot;
mod fuse;
mod graph;
mod group;
mod kernel;
mod lower;
mod outline;
mod place;
pub mod simplify;
mod sources;
mod stacks;
mod text;
mod view;

use std::sync::Arc;

pub(crate) use block::block;
pub use cost::Cost;
pub use kernel::{Buffer, BufferId, Kernel, Location, Origin, Product, Region, Source, Step, StepId, Work};
pub(crate) use lower::{combiner, is_elementwise};
pub use outline::RegionPlan;
pub use simplify::simplify;
pub use sources::{InOneLine, SourceOperation};
pub use view::{Axis, View};

use crate::error::Result;
use crate::program::Module;
use place::Otherwise;

/// A result that is moved from the arena at the end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Where it is computed.
    pub buffer: BufferId,
    /// The result.
    pub result: usize,
    /// The argument whose place it may take.
    pub argument: usize,
}

/// A program as kernels over one arena, for any device: what is computed together, in which order, and what lies where.
#[derive(Clone, Debug)]
pub struct Plan {
    module: Arc<Module>,
    /// The function, by its place in the module.
    function: usize,
    kernels: Vec<Kernel>,
    prelude: usize,
    buffers: Vec<Buffer>,
    arguments: Vec<BufferId>,
    results: Vec<BufferId>,
    nbytes: usize,
    live_nbytes: usize,
    in_place: Vec<Option<usize>>,
    moved: Vec<Moved>,
}

impl Plan {
    /// The plan of a function. `carried` are pairs of an argument and the result that may take its place after a run, at
    /// most one for each: the memory of both may be the same. Such results are computed in place where no kernel could
    /// notice, and moved there at the end of a run otherwise.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is no such function, `UNIMPLEMENTED` for a program whose arguments or results are not
    /// tensors, `RESOURCE_EXHAUSTED` for one that grows too large when its calls are opened.
    pub fn new(module: &Arc<Module>, function: &str, carried: &[(usize, usize)]) -> Result<Plan> {
        Plan::at_depth(module, function, carried, Otherwise::Moved, 0)
    }

    /// The plan of a region, which lies in so many plans. Of the `carried` pairs, those that cannot be computed in place
    /// are arguments and results like any others: their memory is not the same.
    fn nested(module: &Arc<Module>, function: &str, carried: &[(usize, usize)], depth: usize) -> Result<Plan> {
        Plan::at_depth(module, function, carried, Otherwise::Apart, depth)
    }

    fn at_depth(
        module: &Arc<Module>,
        function: &str,
        carried: &[(usize, usize)],
        otherwise: Otherwise,
        depth: usize,
    ) -> Result<Plan> {
        let graph = lower::lower(module, function, depth)?;
        let mut fused = fuse::fuse(module, &graph, carried, depth == 0);
        let placement = place::place(&mut fused, carried, otherwise);
        Ok(Plan {
            module: Arc::clone(module),
            function: module.function_index(function).unwrap_or_default(),
            kernels: fused.kernels,
            prelude: fused.prelude,
            buffers: fused.buffers,
            arguments: fused.arguments,
            results: fused.results,
            nbytes: placement.nbytes,
            live_nbytes: placement.live_nbytes,
            in_place: placement.in_place,
            moved: placement.moved,
        })
    }

    /// The kernels, in the order in which they run.
    pub fn kernels(&self) -> &[Kernel] {
        &self.kernels
    }

    /// How many of the kernels, the first ones, depend on no argument: what they leave in the arena stays, so they need not
    /// run again for the next run.
    pub fn prelude(&self) -> usize {
        self.prelude
    }

    /// The buffers.
    pub fn buffers(&self) -> &[Buffer] {
        &self.buffers
    }

    /// The buffer of each argument.
    pub fn arguments(&self) -> &[BufferId] {
        &self.arguments
    }

    /// The buffer of each result.
    pub fn results(&self) -> &[BufferId] {
        &self.results
    }

    /// The bytes of the arena: constants, and what only kernels read.
    pub fn nbytes(&self) -> usize {
        self.nbytes
    }

    /// The bytes of the arena that constants, and the buffers of one kernel with what must be kept for later ones, take at
    /// most: no arena could have fewer.
    pub fn live_nbytes(&self) -> usize {
        self.live_nbytes
    }

    /// The argument in whose place a result may be computed.
    pub fn in_place(&self, result: usize) -> Option<usize> {
        self.in_place[result]
    }

    /// The results that take the place of an argument at the end of a run, since kernels read the argument when the result
    /// is there already.
    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    pub(crate) fn module(&self) -> &Arc<Module> {
        &self.module
    }
}
