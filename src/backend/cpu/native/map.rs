//! `map`: a region of single elements for each element.

use super::computation::Computation;
use super::{Arrays, Call, Native};
use crate::error::Result;

/// The most elements at once.
const BLOCK: usize = 256;

#[derive(Debug)]
struct Map {
    /// The inputs and the bytes of their elements.
    inputs: Vec<(usize, usize)>,
    count: usize,
    size: usize,
    computation: Computation,
}

pub(super) fn map(call: &Call) -> Result<Option<Box<dyn Native>>> {
    let Some(computation) = Computation::new(call, 0, BLOCK) else { return Ok(None) };
    let operands = call.function.body().operands(call.operation).len();
    let inputs = (0..operands).map(|place| call.operand(place).map(|(input, ty)| (input, ty.dtype.size())));
    let result = call.result(0)?;
    let (count, size) = (result.element_count(), result.dtype.size());
    Ok(Some(Box::new(Map { inputs: inputs.collect::<Result<_>>()?, count, size, computation })))
}

impl Native for Map {
    fn scratch_nbytes(&self) -> usize {
        self.computation.scratch_nbytes()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller; blocks end with the arrays.
        unsafe {
            let mut running = self.computation.begin(arrays, arrays.scratch());
            for done in (0..self.count).step_by(self.computation.block) {
                let block = self.computation.block.min(self.count - done);
                for (place, &(input, size)) in self.inputs.iter().enumerate() {
                    running.set(place, arrays.input::<u8>(input).add(done * size));
                }
                running.run(block);
                let to = arrays.result::<u8>(0).add(done * self.size);
                std::ptr::copy_nonoverlapping(running.result(0), to, block * self.size);
            }
        }
        Ok(())
    }
}
