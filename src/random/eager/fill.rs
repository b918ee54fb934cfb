//! The loop over the elements of a random tensor, compiled for each instruction set that makes it faster. What it
//! computes does not depend on which one runs.

use super::element::One;
use crate::random::draw::Draw;
use crate::random::numbers::Number;

/// What an array holds of what `D` draws.
type Stored<D> = <<D as Draw>::Output as Number>::Stored;

/// Draws all elements.
pub(super) fn fill<D: Draw>(draw: &D, keys: [[u32; 2]; 2], elements: &mut [Stored<D>]) {
    #[cfg(target_arch = "x86_64")]
    {
        if is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512bw")
        {
            // SAFETY: the processor has what the function is compiled for.
            return unsafe { fill_avx512(draw, keys, elements) };
        }
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
            // SAFETY: as above.
            return unsafe { fill_avx2(draw, keys, elements) };
        }
    }
    fill_with(draw, keys, elements);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
fn fill_avx512<D: Draw>(draw: &D, keys: [[u32; 2]; 2], elements: &mut [Stored<D>]) {
    fill_with(draw, keys, elements);
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn fill_avx2<D: Draw>(draw: &D, keys: [[u32; 2]; 2], elements: &mut [Stored<D>]) {
    fill_with(draw, keys, elements);
}

#[inline(always)]
fn fill_with<D: Draw>(draw: &D, keys: [[u32; 2]; 2], elements: &mut [Stored<D>]) {
    for (high, elements) in elements.chunks_mut(1 << 32).enumerate() {
        for (low, element) in elements.iter_mut().enumerate() {
            let Ok(drawn) = draw.draw(&mut One, keys, [high as u32, low as u32]);
            *element = drawn.stored();
        }
    }
}
