//! Convolutions of which each feature is a group by itself. Features follow each other in all arrays, so a place of the result
//! takes vectors of them: the sum of what the window meets there, in the order in which it lies in memory.

use std::ops::Range;

use super::super::level::{self, Kernel};
use super::super::threads;
use super::super::vector::{Plain, Vector};
use super::{Arrays, Native};
use crate::error::Result;
use crate::isa::Isa;
use crate::program::TensorType;
use crate::program::op::attributes::Convolution;
use crate::tensor::DType;

/// The most spatial dimensions.
const MOST: usize = 3;
/// The most elements of a window.
const MAX_TAPS: usize = 1 << 12;

#[derive(Debug)]
struct Depthwise {
    operands: [usize; 2],
    batch: usize,
    /// How far apart the parts of a batch lie on the left and in the result, in bytes.
    batch_stride: [isize; 2],
    /// The spatial dimensions, from the outermost on; those that are not there have one place.
    dimensions: [Dimension; MOST],
    taps: Vec<Tap>,
    channels: usize,
    sum: Sum,
    nanoseconds: f64,
}

#[derive(Clone, Copy, Debug)]
struct Dimension {
    places: usize,
    stride: isize,
    /// What the first place meets first, and how far after that it meets the last.
    first: isize,
    reach: isize,
    extent: isize,
    /// How far apart neighbours lie on the left and in the result, in bytes.
    lhs: isize,
    to: isize,
}

/// An element of the window: where it is, and how many bytes after the beginnings of what is met and of the kernel.
#[derive(Clone, Copy, Debug)]
struct Tap {
    at: [isize; MOST],
    met: Met,
}

#[derive(Clone, Copy, Debug)]
struct Met {
    lhs: isize,
    rhs: isize,
}

/// The sums of one place.
struct Place<'a> {
    met: &'a [Met],
    lhs: *const u8,
    rhs: *const u8,
    to: *mut u8,
    channels: usize,
}

type Sum = for<'a, 'b> unsafe fn(&'a Place<'b>);

/// The convolution of these operands, where it is such a one.
pub(super) fn depthwise(
    operands: [usize; 2],
    [lhs, rhs, result]: [&TensorType; 3],
    attributes: &Convolution,
    isa: Isa,
) -> Option<Box<dyn Native>> {
    let numbers = &attributes.dimension_numbers;
    let spatial = numbers.input_spatial_dimensions.len();
    let groups = attributes.feature_group_count;
    let is_each = lhs.dims()[numbers.input_feature_dimension as usize] == groups
        && result.dims()[numbers.output_feature_dimension as usize] == groups
        && rhs.dims()[numbers.kernel_input_feature_dimension as usize] == 1
        && attributes.batch_group_count == 1;
    let is_dense = attributes.lhs_dilation.iter().all(|&dilation| dilation == 1);
    if groups < 2 || !is_each || !is_dense || spatial > MOST || lhs.dtype != rhs.dtype || lhs.dtype != result.dtype {
        return None;
    }
    let size = lhs.dtype.size() as isize;
    let strides = |ty: &TensorType| -> Vec<isize> {
        super::part::strides(ty.dims(), size as usize).into_iter().map(|stride| stride as isize).collect()
    };
    let (of_lhs, of_rhs, of_result) = (strides(lhs), strides(rhs), strides(result));
    let follow = [
        of_lhs[numbers.input_feature_dimension as usize],
        of_rhs[numbers.kernel_output_feature_dimension as usize],
        of_result[numbers.output_feature_dimension as usize],
    ];
    if follow != [size; 3] {
        return None;
    }
    let alone = Dimension { places: 1, stride: 1, first: 0, reach: 0, extent: 1, lhs: 0, to: 0 };
    let mut dimensions = [alone; MOST];
    let mut taps = vec![Tap { at: [0; MOST], met: Met { lhs: 0, rhs: 0 } }];
    for at in 0..spatial {
        let (input, kernel, output) = (
            numbers.input_spatial_dimensions[at] as usize,
            numbers.kernel_spatial_dimensions[at] as usize,
            numbers.output_spatial_dimensions[at] as usize,
        );
        let (extent, count) = (lhs.dims()[input] as isize, rhs.dims()[kernel] as isize);
        let step = isize::try_from(attributes.rhs_dilation[at]).ok()?;
        let last = (count - 1).max(0).checked_mul(step)?;
        let place = MOST - spatial + at;
        if taps.len().checked_mul(count as usize).is_none_or(|count| count > MAX_TAPS) {
            return None;
        }
        dimensions[place] = Dimension {
            places: result.dims()[output] as usize,
            stride: isize::try_from(attributes.window_strides[at]).ok()?,
            first: isize::try_from(attributes.padding[at][0].checked_neg()?).ok()?,
            reach: last,
            extent,
            lhs: of_lhs[input],
            to: of_result[output],
        };
        let is_reversed = attributes.window_reversal[at];
        let along = |tap: &Tap, element: isize| {
            let mut tap = *tap;
            tap.at[place] = element * step;
            tap.met.lhs = tap.met.lhs.wrapping_add(tap.at[place].wrapping_mul(of_lhs[input]));
            tap.met.rhs += if is_reversed { count - 1 - element } else { element } * of_rhs[kernel];
            tap
        };
        taps = taps.iter().flat_map(|tap| (0..count).map(move |element| along(tap, element))).collect();
    }
    taps.sort_by_key(|tap| tap.met.lhs);
    let batch = lhs.dims()[numbers.input_batch_dimension as usize] as usize;
    let nanoseconds =
        threads::of_term(lhs.dtype) * (taps.len() * groups as usize * dimensions[MOST - 1].places) as f64 * 2.0;
    Some(Box::new(Depthwise {
        operands,
        batch,
        batch_stride: [
            of_lhs[numbers.input_batch_dimension as usize],
            of_result[numbers.output_batch_dimension as usize],
        ],
        dimensions,
        taps,
        channels: groups as usize,
        sum: sum(lhs.dtype, isa)?,
        nanoseconds,
    }))
}

impl Native for Depthwise {
    fn part_nbytes(&self) -> usize {
        2 * self.taps.len() * size_of::<Met>()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let [outer, middle, _] = self.dimensions.map(|dimension| dimension.places);
        arrays.split_arrays(self.batch * outer * middle, self.nanoseconds, &|arrays, scratch, lines| {
            // SAFETY: asked of the caller; threads compute other lines.
            unsafe { self.lines(arrays, scratch.cast(), lines) };
        });
        Ok(())
    }
}

impl Depthwise {
    /// Places that lie side by side, of so many lines.
    ///
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part.
    unsafe fn lines(&self, arrays: &Arrays, scratch: *mut Met, lines: Range<usize>) {
        let count = self.taps.len();
        let [outer, middle, inner] = &self.dimensions;
        let (all, some) = (scratch, scratch.wrapping_add(count));
        for (at, tap) in self.taps.iter().enumerate() {
            // SAFETY: there is room for all, twice.
            unsafe { all.add(at).write(tap.met) };
        }
        for line in lines {
            let places = [line / middle.places % outer.places, line % middle.places, 0].map(|place| place as isize);
            let part = (line / middle.places / outer.places) as isize;
            for place in 0..inner.places as isize {
                let places = [places[0], places[1], place];
                let (mut lhs, mut to) = (part * self.batch_stride[0], part * self.batch_stride[1]);
                let (mut first, mut is_inside) = ([0; MOST], true);
                for (at, dimension) in self.dimensions.iter().enumerate() {
                    first[at] = dimension.first.wrapping_add(places[at].wrapping_mul(dimension.stride));
                    is_inside &= first[at] >= 0 && first[at].saturating_add(dimension.reach) < dimension.extent;
                    lhs = lhs.wrapping_add(first[at].wrapping_mul(dimension.lhs));
                    to += places[at] * dimension.to;
                }
                let met = if is_inside { (all, count) } else { (some, self.met(first, some)) };
                // SAFETY: asked of the caller; what is met lies inside.
                unsafe {
                    (self.sum)(&Place {
                        met: std::slice::from_raw_parts(met.0, met.1),
                        lhs: arrays.input::<u8>(self.operands[0]).wrapping_offset(lhs),
                        rhs: arrays.input(self.operands[1]),
                        to: arrays.result::<u8>(0).wrapping_offset(to),
                        channels: self.channels,
                    });
                }
            }
        }
    }

    /// Writes down which elements of a window are met inside of the array, when its first is here; gives how many.
    fn met(&self, first: [isize; MOST], to: *mut Met) -> usize {
        let mut count = 0;
        for tap in &self.taps {
            let is_met = (0..MOST).all(|at| {
                let place = first[at].saturating_add(tap.at[at]);
                place >= 0 && place < self.dimensions[at].extent
            });
            if is_met {
                // SAFETY: there is room for all.
                unsafe { to.add(count).write(tap.met) };
                count += 1;
            }
        }
        count
    }
}

struct Sums<V>(std::marker::PhantomData<V>);

/// So many vectors at once: enough for additions to overlap.
const VECTORS: usize = 4;

impl<V: Vector> Kernel for Sums<V> {
    type Task<'a> = Place<'a>;

    #[inline(always)]
    unsafe fn run(place: &Place) {
        let size = size_of::<V::Element>();
        let mut channel = 0;
        // SAFETY: there are so many features at each place and in the kernel.
        unsafe {
            while channel + VECTORS * V::LANES <= place.channels {
                vectors::<V, VECTORS>(place, channel * size);
                channel += VECTORS * V::LANES;
            }
            while channel + V::LANES <= place.channels {
                vectors::<V, 1>(place, channel * size);
                channel += V::LANES;
            }
            if channel < place.channels {
                rest::<V>(place, channel * size, place.channels - channel);
            }
        }
    }
}

/// # Safety
/// There are so many vectors of features, so many bytes after the first.
#[inline(always)]
unsafe fn vectors<V: Vector, const N: usize>(place: &Place, offset: usize) {
    // SAFETY: asked of the caller.
    unsafe {
        let mut sums = [V::splat(V::Element::default()); N];
        let mut at = 0;
        while at < place.met.len() {
            let Met { lhs, rhs } = place.met[at];
            let lhs: *const V::Element = place.lhs.wrapping_offset(lhs).wrapping_add(offset).cast();
            let rhs: *const V::Element = place.rhs.wrapping_offset(rhs).wrapping_add(offset).cast();
            let mut vector = 0;
            while vector < N {
                let (lhs, rhs) = (V::load(lhs.add(vector * V::LANES)), V::load(rhs.add(vector * V::LANES)));
                sums[vector] = lhs.multiply_add(rhs, sums[vector]);
                vector += 1;
            }
            at += 1;
        }
        let to: *mut V::Element = place.to.wrapping_add(offset).cast();
        let mut vector = 0;
        while vector < N {
            sums[vector].store(to.add(vector * V::LANES));
            vector += 1;
        }
    }
}

/// What is less than a vector, in one that is filled up.
///
/// # Safety
/// There are so many features, so many bytes after the first.
#[inline(always)]
unsafe fn rest<V: Vector>(place: &Place, offset: usize, count: usize) {
    /// As many elements as the longest vector has.
    const LONGEST: usize = 16;
    let (mut left, mut right) = ([V::Element::default(); LONGEST], [V::Element::default(); LONGEST]);
    // SAFETY: asked of the caller; no vector is longer.
    unsafe {
        let mut sum = V::splat(V::Element::default());
        let mut at = 0;
        while at < place.met.len() {
            let Met { lhs, rhs } = place.met[at];
            let lhs: *const V::Element = place.lhs.wrapping_offset(lhs).wrapping_add(offset).cast();
            let rhs: *const V::Element = place.rhs.wrapping_offset(rhs).wrapping_add(offset).cast();
            std::ptr::copy_nonoverlapping(lhs, left.as_mut_ptr(), count);
            std::ptr::copy_nonoverlapping(rhs, right.as_mut_ptr(), count);
            sum = V::load(left.as_ptr()).multiply_add(V::load(right.as_ptr()), sum);
            at += 1;
        }
        sum.store(left.as_mut_ptr());
        std::ptr::copy_nonoverlapping(left.as_ptr(), place.to.wrapping_add(offset).cast(), count);
    }
}

/// The function of an instruction set, for floats that are summed as they are.
fn sum(dtype: DType, isa: Isa) -> Option<Sum> {
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::{__m256, __m256d, __m512, __m512d};
    Some(match (dtype, isa) {
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx512) => level::avx512_kernel::<Sums<__m512>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F32, Isa::Avx2) => level::avx2_kernel::<Sums<__m256>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx512) => level::avx512_kernel::<Sums<__m512d>>,
        #[cfg(target_arch = "x86_64")]
        (DType::F64, Isa::Avx2) => level::avx2_kernel::<Sums<__m256d>>,
        (DType::F32, _) => level::baseline_kernel::<Sums<Plain<f32, 4>>>,
        (DType::F64, _) => level::baseline_kernel::<Sums<Plain<f64, 2>>>,
        _ => return None,
    })
}
