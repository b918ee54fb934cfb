//! `reduce` of several arrays together, or by a region that no loop folds by: from the initial values on and in the order
//! of the elements, for many results at once.

use super::argmax;
use super::computation::{Computation, Running};
use super::part::{Axis, strides};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::op::attributes::Reduce as Attributes;

/// How many results are computed at once: where their elements lie side by side, and where they have to be put together,
/// each from a line of the cache of its own.
const SIDE_BY_SIDE: usize = 256;
const APART: usize = 64;

#[derive(Debug)]
struct Reduce {
    arrays: Vec<Array>,
    /// The dimensions that stay, but for the last of them.
    outer: Vec<Dimension>,
    /// The last dimension that stays.
    lanes: Dimension,
    /// The dimensions that are reduced.
    reduced: Vec<Dimension>,
    body: Computation,
}

#[derive(Debug)]
struct Array {
    input: usize,
    init: usize,
    size: usize,
}

/// How many elements there are along a dimension, and how many elements apart.
#[derive(Clone, Copy, Debug)]
struct Dimension {
    extent: usize,
    stride: usize,
}

pub(super) fn reduce(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    if let Some(native) = argmax::argmax(call, attributes)? {
        return Ok(Some(native));
    }
    let count = call.function.body().operands(call.operation).len() / 2;
    let mut arrays = Vec::with_capacity(count);
    for place in 0..count {
        let ((input, ty), (init, init_ty)) = (call.operand(place)?, call.operand(count + place)?);
        let dtype = call.result(place)?.dtype;
        if ty.dtype != dtype || init_ty.dtype != dtype {
            return Ok(None);
        }
        arrays.push(Array { input, init, size: dtype.size() });
    }
    let dims = call.operand(0)?.1.dims();
    let (mut outer, mut reduced) = (Vec::new(), Vec::new());
    for (dimension, (&extent, stride)) in dims.iter().zip(strides(dims, 1)).enumerate() {
        let is_reduced = attributes.dimensions.contains(&(dimension as i64));
        let dimensions = if is_reduced { &mut reduced } else { &mut outer };
        dimensions.push(Dimension { extent: extent as usize, stride });
    }
    let lanes = outer.pop().unwrap_or(Dimension { extent: 1, stride: 1 });
    let block = if lanes.stride == 1 { SIDE_BY_SIDE } else { APART };
    let body = Computation::new(call, 0, block.min(lanes.extent.max(1)));
    Ok(body.map(|body| Box::new(Reduce { arrays, outer, lanes, reduced, body }) as Box<dyn Native>))
}

impl Native for Reduce {
    fn scratch_nbytes(&self) -> usize {
        self.body.scratch_nbytes().next_multiple_of(64) + self.arrays.len() * 3 * self.register_nbytes()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let rows = count(&self.outer);
        // SAFETY: asked of the caller; the scratch memory has room for the body and three registers for each array.
        unsafe {
            let mut body = self.body.begin(arrays, arrays.scratch());
            for row in 0..rows {
                let from = offset(&self.outer, row);
                for lane in (0..self.lanes.extent).step_by(self.body.block) {
                    let lanes = self.body.block.min(self.lanes.extent - lane);
                    let first = from + lane * self.lanes.stride;
                    self.block(arrays, &mut body, first, row * self.lanes.extent + lane, lanes);
                }
            }
        }
        Ok(())
    }
}

impl Reduce {
    fn register_nbytes(&self) -> usize {
        self.body.block * size_of::<u64>()
    }

    /// Computes so many results from `result` on, whose first element is `first`.
    ///
    /// # Safety
    /// As for [`Native::run`]; there are so many results in the row.
    unsafe fn block(&self, arrays: &Arrays, body: &mut Running, first: usize, result: usize, lanes: usize) {
        let count_of_arrays = self.arrays.len();
        let registers = self.body.scratch_nbytes().next_multiple_of(64);
        // SAFETY: asked of the caller; registers have room for a block.
        unsafe {
            let register = |set: usize, array: usize| {
                arrays.scratch::<u8>().add(registers + (set * count_of_arrays + array) * self.register_nbytes())
            };
            for (place, array) in self.arrays.iter().enumerate() {
                let init: *const u8 = arrays.input(array.init);
                Axis { extent: lanes, from: 0, to: array.size }.copy(array.size, init, register(0, place));
            }
            let mut now = 0;
            for term in 0..count(&self.reduced) {
                let at = first + offset(&self.reduced, term);
                for (place, array) in self.arrays.iter().enumerate() {
                    let elements = arrays.input::<u8>(array.input).add(at * array.size);
                    body.set(place, register(now, place));
                    if self.lanes.stride == 1 {
                        body.set(count_of_arrays + place, elements);
                    } else {
                        let to = register(2, place);
                        let apart = Axis { extent: lanes, from: self.lanes.stride * array.size, to: array.size };
                        apart.copy(array.size, elements, to);
                        body.set(count_of_arrays + place, to);
                    }
                }
                body.run(lanes);
                // What a result is may be what another array has: it is read before it is written.
                for (place, array) in self.arrays.iter().enumerate() {
                    std::ptr::copy_nonoverlapping(body.result(place), register(1 - now, place), lanes * array.size);
                }
                now = 1 - now;
            }
            for (place, array) in self.arrays.iter().enumerate() {
                let to = arrays.result::<u8>(place).add(result * array.size);
                std::ptr::copy_nonoverlapping(register(now, place), to, lanes * array.size);
            }
        }
    }
}

/// How many indices there are.
fn count(dimensions: &[Dimension]) -> usize {
    dimensions.iter().map(|dimension| dimension.extent).product()
}

/// The element of an index, of which they are counted in row-major order.
fn offset(dimensions: &[Dimension], mut index: usize) -> usize {
    let mut offset = 0;
    for dimension in dimensions.iter().rev() {
        offset += index % dimension.extent * dimension.stride;
        index /= dimension.extent;
    }
    offset
}
