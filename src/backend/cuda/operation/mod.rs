//! Operations on whole arrays as phases, one file for each family. An element of a result is an item, wherever it does not
//! depend on the others.

mod call;
mod gather;
mod reduce;
mod region;
mod scatter;
mod slice;
mod sort;
mod window;

use call::Call;

use super::phase::{Phase, Scratch};
use crate::error::{Error, Result, Status};
use crate::plan::{BufferId, Plan};
use crate::program::op::Op;
use crate::program::{OperationId, ValueId};

/// The phases of an operation, which is a kernel of a plan. What they need beside its arrays is added to `scratch`.
pub(super) fn phases(
    plan: &Plan,
    kernel: usize,
    id: (usize, OperationId),
    inputs: &[(ValueId, BufferId)],
    results: &[Option<BufferId>],
    scratch: &mut Vec<Scratch>,
) -> Result<Vec<Phase>> {
    let mut call = Call::new(plan, kernel, id, inputs, results, scratch);
    let operation = call.operation();
    match &operation.op {
        Op::Convolution(attributes) => window::convolution(&mut call, attributes)?,
        Op::DynamicSlice(_) => slice::dynamic_slice(&mut call)?,
        Op::DynamicUpdateSlice => slice::dynamic_update_slice(&mut call)?,
        Op::Gather(attributes) => gather::gather(&mut call, attributes)?,
        Op::Map(_) => reduce::map(&mut call)?,
        Op::Reduce(attributes) => reduce::reduce(&mut call, attributes)?,
        Op::ReduceWindow(attributes) => window::reduce_window(&mut call, attributes)?,
        Op::Scatter(attributes) => scatter::scatter(&mut call, attributes)?,
        Op::SelectAndScatter(attributes) => window::select_and_scatter(&mut call, attributes)?,
        Op::Sort(attributes) => sort::sort(&mut call, attributes)?,
        Op::TopK(attributes) => sort::top_k(&mut call, attributes)?,
        op => {
            let text = format!("there is no CUDA source for {}, which is kernel {kernel} of the plan", op.name());
            return Err(Error::new(Status::Unimplemented, text));
        }
    }
    Ok(call.phases)
}
