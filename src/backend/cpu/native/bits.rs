//! Bits as they are, and random ones: `bitcast_convert` between elements of different widths, `rng_bit_generator`.

use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::TensorType;
use crate::program::evaluate::random_words;
use crate::program::op::attributes::RngBitGenerator;
use crate::program::op::enumerations::RngAlgorithm;
use crate::tensor::DType;

/// The most words that the state of a generator has.
const MOST_WORDS: usize = 3;

#[derive(Debug)]
struct SameBytes {
    operand: usize,
    nbytes: usize,
}

/// The first of several narrow elements are the low bits of a wide one: the bytes stay where they are. A bool, which has a
/// byte for its bit, is another matter.
pub(super) fn bitcast_convert(call: &Call) -> Result<Option<Box<dyn Native>>> {
    let ((operand, ty), result) = (call.operand(0)?, call.result(0)?);
    if ty.dtype == DType::Bool || result.dtype == DType::Bool {
        return Ok(None);
    }
    Ok(Some(Box::new(SameBytes { operand, nbytes: call.result_nbytes(0) })))
}

impl Native for SameBytes {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        // SAFETY: asked of the caller; both have so many bytes.
        unsafe {
            std::ptr::copy_nonoverlapping(arrays.input(self.operand), arrays.result::<u8>(0), self.nbytes);
        }
        Ok(())
    }
}

#[derive(Debug)]
struct RandomBits {
    state: usize,
    words: usize,
    algorithm: RngAlgorithm,
    output: TensorType,
}

pub(super) fn rng_bit_generator(call: &Call, attributes: &RngBitGenerator) -> Result<Option<Box<dyn Native>>> {
    let ((state, ty), output) = (call.operand(0)?, call.result(1)?);
    let words = ty.element_count();
    if ty.dtype != DType::U64 || words > MOST_WORDS {
        return Ok(None);
    }
    let algorithm = attributes.rng_algorithm;
    Ok(Some(Box::new(RandomBits { state, words, algorithm, output: output.clone() })))
}

impl Native for RandomBits {
    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let mut words = [0u64; MOST_WORDS];
        let size = self.output.dtype.size();
        // SAFETY: asked of the caller; there is a word for each element of the output.
        unsafe {
            std::ptr::copy_nonoverlapping(arrays.input(self.state), words.as_mut_ptr(), self.words);
            let mut to: *mut u8 = arrays.result(1);
            random_words(self.algorithm, &mut words[..self.words], &self.output, |word| {
                std::ptr::copy_nonoverlapping(word.to_le_bytes().as_ptr(), to, size);
                to = to.add(size);
            });
            std::ptr::copy_nonoverlapping(words.as_ptr(), arrays.result(0), self.words);
        }
        Ok(())
    }
}
