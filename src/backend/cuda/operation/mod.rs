//! Operations on whole arrays as phases, one file for each family. An element of a result is an item, wherever it does not
//! depend on the others.

mod bits;
mod call;
mod gather;
mod reduce;
mod region;
mod scatter;
mod slice;
mod sort;
mod triangular;
mod window;

use call::Call;

use super::frame::{Frame, Memory};
use super::phase::Phase;
use crate::error::{Error, Result, Status};
use crate::plan::Work;
use crate::program::op::Op;

/// The phases of an operation, which is a kernel of a plan. The memory that they need beside its arrays is added.
pub(super) fn phases<'p>(
    frame: &mut Frame<'p>,
    memory: &mut Memory,
    kernel: usize,
    work: &'p Work,
) -> Result<Vec<Phase>> {
    let Work::Operation { function, operation, inputs, results, .. } = work else { return Ok(Vec::new()) };
    let mut call = Call::new(frame, kernel, (*function, *operation), (inputs, results), memory);
    let operation = call.operation();
    match &operation.op {
        Op::BitcastConvert => bits::bitcast_convert(&mut call)?,
        Op::Cholesky(attributes) => triangular::cholesky(&mut call, attributes)?,
        Op::Convolution(attributes) => window::convolution(&mut call, attributes)?,
        Op::DynamicSlice(_) => slice::dynamic_slice(&mut call)?,
        Op::DynamicUpdateSlice => slice::dynamic_update_slice(&mut call)?,
        Op::Gather(attributes) => gather::gather(&mut call, attributes)?,
        Op::Map(_) => reduce::map(&mut call)?,
        Op::Reduce(attributes) => reduce::reduce(&mut call, attributes)?,
        Op::ReduceWindow(attributes) => window::reduce_window(&mut call, attributes)?,
        Op::RngBitGenerator(attributes) => bits::rng_bit_generator(&mut call, attributes)?,
        Op::Scatter(attributes) => scatter::scatter(&mut call, attributes)?,
        Op::SelectAndScatter(attributes) => window::select_and_scatter(&mut call, attributes)?,
        Op::Sort(attributes) => sort::sort(&mut call, attributes)?,
        Op::TopK(attributes) => sort::top_k(&mut call, attributes)?,
        Op::TriangularSolve(attributes) => triangular::triangular_solve(&mut call, attributes)?,
        op => {
            let kernel = call.frame.kernel(kernel);
            let text = format!("there is no CUDA source for {}, which is {kernel} of the plan", op.name());
            return Err(Error::new(Status::Unimplemented, text));
        }
    }
    Ok(call.phases)
}
