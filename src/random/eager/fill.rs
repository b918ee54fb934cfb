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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::draw::{Gumbel, Normal, TruncatedNormal, Uniform};

    #[test]
    fn every_instruction_set_gives_the_same_bits() {
        fn check<D: Draw<Output = f32>>(draw: &D) {
            let keys = [[3, 4]; 2];
            let (mut fastest, mut plain) = (vec![0f32; 5003], vec![0f32; 5003]);
            fill(draw, keys, &mut fastest);
            fill_with(draw, keys, &mut plain);
            let bits = |elements: &[f32]| elements.iter().map(|element| element.to_bits()).collect::<Vec<u32>>();
            assert_eq!(bits(&fastest), bits(&plain));
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                let mut middle = vec![0f32; 5003];
                // SAFETY: the processor has what the function is compiled for.
                unsafe { fill_avx2(draw, keys, &mut middle) };
                assert_eq!(bits(&middle), bits(&plain));
            }
        }
        check(&Uniform::new(-0.3f32, 0.9));
        check(&Normal::new());
        check(&TruncatedNormal::new(-2f32, 2.0));
        check(&Gumbel::new());
    }
}
