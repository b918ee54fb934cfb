//! Vectors of elements for sums of products: those of the machine for f32 and f64, arrays for other elements.

use super::element::Element;

/// So many elements that are multiplied and added at once.
pub(super) trait Vector: Copy + 'static {
    type Element: Element;
    const LANES: usize;
    /// The most rows of a tile whose sums stay in registers when it is two vectors wide.
    const ROWS: usize;
    unsafe fn splat(value: Self::Element) -> Self;
    unsafe fn load(from: *const Self::Element) -> Self;
    unsafe fn store(self, to: *mut Self::Element);
    /// Writes the first `count` elements, or all of them.
    unsafe fn store_first(self, to: *mut Self::Element, count: usize);
    unsafe fn multiply_add(self, other: Self, sum: Self) -> Self;
}

/// Vectors of a machine, by its functions.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
macro_rules! vectors {
    ($($type:ty: $element:ty, $lanes:literal, $rows:literal, $splat:ident, $load:ident, $store:ident,
       |$x:ident, $y:ident, $sum:ident| $fma:expr, |$to:ident, $vector:ident, $count:ident| $store_first:expr;)*) => {$(
        impl Vector for $type {
            type Element = $element;
            const LANES: usize = $lanes;
            const ROWS: usize = $rows;
            #[inline(always)]
            unsafe fn splat(value: $element) -> Self {
                // SAFETY: the caller is compiled for the instruction set of the vector.
                unsafe { $splat(value) }
            }
            #[inline(always)]
            unsafe fn load(from: *const $element) -> Self {
                // SAFETY: as above, and the caller has so many elements there.
                unsafe { $load(from) }
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $element) {
                // SAFETY: as above.
                unsafe { $store(to, self) }
            }
            #[inline(always)]
            unsafe fn store_first(self, $to: *mut $element, $count: usize) {
                let $vector = self;
                // SAFETY: as above; no lane after the first `count` is written.
                unsafe { $store_first }
            }
            #[inline(always)]
            unsafe fn multiply_add(self, other: Self, sum: Self) -> Self {
                let ($x, $y, $sum) = (self, other, sum);
                // SAFETY: as above.
                unsafe { $fma }
            }
        }
    )*};
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use super::Vector;

    /// All bits of eight numbers, and none of eight.
    static FIRST: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];

    /// Where numbers begin of which the first `count` are all ones and the others zeros, as many as a vector has lanes.
    #[inline(always)]
    fn first(count: usize, lanes: usize) -> *const i32 {
        FIRST[8 - if count < lanes { count } else { lanes }..].as_ptr()
    }

    /// The bits of the first `count` lanes.
    #[inline(always)]
    fn bits(count: usize) -> u16 {
        if count < 16 { (1 << count) - 1 } else { u16::MAX }
    }

    vectors! {
        __m512: f32, 16, 12, _mm512_set1_ps, _mm512_loadu_ps, _mm512_storeu_ps, |x, y, z| _mm512_fmadd_ps(x, y, z),
            |to, vector, count| _mm512_mask_storeu_ps(to, bits(count), vector);
        __m256: f32, 8, 6, _mm256_set1_ps, _mm256_loadu_ps, _mm256_storeu_ps, |x, y, z| _mm256_fmadd_ps(x, y, z),
            |to, vector, count| _mm256_maskstore_ps(to, _mm256_loadu_si256(first(count, 8).cast()), vector);
        __m128: f32, 4, 12, _mm_set1_ps, _mm_loadu_ps, _mm_storeu_ps, |x, y, z| _mm_fmadd_ps(x, y, z),
            |to, vector, count| _mm_maskstore_ps(to, _mm_loadu_si128(first(count, 4).cast()), vector);
        __m512d: f64, 8, 12, _mm512_set1_pd, _mm512_loadu_pd, _mm512_storeu_pd, |x, y, z| _mm512_fmadd_pd(x, y, z),
            |to, vector, count| _mm512_mask_storeu_pd(to, bits(count) as u8, vector);
        __m256d: f64, 4, 6, _mm256_set1_pd, _mm256_loadu_pd, _mm256_storeu_pd, |x, y, z| _mm256_fmadd_pd(x, y, z),
            |to, vector, count| {
                let mask = _mm256_cvtepi32_epi64(_mm_loadu_si128(first(count, 4).cast()));
                _mm256_maskstore_pd(to, mask, vector);
            };
    }
}

/// NEON has 32 registers, as AVX-512 has.
#[cfg(target_arch = "aarch64")]
mod neon {
    use std::arch::aarch64::*;

    use super::Vector;

    vectors! {
        float32x4_t: f32, 4, 12, vdupq_n_f32, vld1q_f32, vst1q_f32, |x, y, z| vfmaq_f32(z, x, y),
            |to, vector, count| for_first(vector, to, count);
        float64x2_t: f64, 2, 12, vdupq_n_f64, vld1q_f64, vst1q_f64, |x, y, z| vfmaq_f64(z, x, y),
            |to, vector, count| for_first(vector, to, count);
    }

    /// Writes the first elements one by one.
    #[inline(always)]
    unsafe fn for_first<V: Vector>(vector: V, to: *mut V::Element, count: usize) {
        let mut all = [V::Element::default(); 4];
        // SAFETY: a vector has four lanes at most; there is room for so many elements.
        unsafe {
            vector.store(all.as_mut_ptr());
            let mut lane = 0;
            while lane < V::LANES && lane < count {
                *to.add(lane) = all[lane];
                lane += 1;
            }
        }
    }
}

/// An array that stands for a vector.
#[derive(Clone, Copy)]
pub(super) struct Plain<T, const LANES: usize>([T; LANES]);

macro_rules! plain {
    ($($type:ty: $lanes:literal, $rows:literal, |$x:ident, $y:ident, $sum:ident| $term:expr;)*) => {$(
        impl Vector for Plain<$type, $lanes> {
            type Element = $type;
            const LANES: usize = $lanes;
            const ROWS: usize = $rows;
            #[inline(always)]
            unsafe fn splat(value: $type) -> Self {
                Plain([value; $lanes])
            }
            #[inline(always)]
            unsafe fn load(from: *const $type) -> Self {
                // SAFETY: the caller has so many elements there.
                Plain(unsafe { from.cast::<[$type; $lanes]>().read_unaligned() })
            }
            #[inline(always)]
            unsafe fn store(self, to: *mut $type) {
                // SAFETY: as above.
                unsafe { to.cast::<[$type; $lanes]>().write_unaligned(self.0) }
            }
            #[inline(always)]
            unsafe fn store_first(self, to: *mut $type, count: usize) {
                let mut lane = 0;
                while lane < $lanes && lane < count {
                    // SAFETY: as above.
                    unsafe { *to.add(lane) = self.0[lane] };
                    lane += 1;
                }
            }
            #[inline(always)]
            unsafe fn multiply_add(self, other: Self, sum: Self) -> Self {
                let mut sums = sum;
                let mut lane = 0;
                while lane < $lanes {
                    let ($x, $y, $sum) = (self.0[lane], other.0[lane], sum.0[lane]);
                    sums.0[lane] = $term;
                    lane += 1;
                }
                sums
            }
        }
    )*};
}

/// Whether the baseline multiplies and adds at once.
const FUSED: bool = cfg!(target_arch = "aarch64");

plain! {
    f32: 4, 6, |x, y, sum| if FUSED { x.mul_add(y, sum) } else { x * y + sum };
    f64: 2, 6, |x, y, sum| if FUSED { x.mul_add(y, sum) } else { x * y + sum };
    i8: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    i16: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    i32: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    i64: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    u8: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    u16: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    u32: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    u64: 16, 4, |x, y, sum| x.multiply_add(y, sum);
    super::element::Truth: 16, 4, |x, y, sum| x.multiply_add(y, sum);
}
