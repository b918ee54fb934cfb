//! Convolutions: sums of products of windows of the left operand with the kernel. A dilated left operand has zeros between
//! its elements, which are left out: the places of the result fall into phases, each of which meets some of the kernel.

use super::super::contraction::{Axis, Check, Contract, Contraction, MAX_CHECKS, Memory, contract, scratch_count};
use super::super::elementwise::elementwise;
use super::super::instruction::{Bases, Instruction, Place};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::Op;
use crate::program::TensorType;
use crate::program::op::attributes::Convolution;
use crate::program::types::{Class, class};
use crate::tensor::DType;

/// The most phases of a convolution.
const MAX_PHASES: usize = 1 << 16;

/// A convolution, for groups of features or of the batch.
#[derive(Debug)]
struct Convolve {
    contract: Contract,
    phases: Vec<Contraction>,
    groups: usize,
    /// The distance of groups, in bytes, on the left, on the right and in the result.
    group: [isize; 3],
    /// The places of the operands among the inputs.
    operands: [usize; 2],
    /// Where the arrays of the sums lie in the scratch memory, of operands and result; `None` for those as they are.
    converted: [Option<(usize, Instruction, usize)>; 3],
    scratch_nbytes: usize,
}

impl Native for Convolve {
    fn scratch_nbytes(&self) -> usize {
        self.scratch_nbytes
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        let scratch: *mut u8 = arrays.scratch();
        let [mut lhs, mut rhs] = self.operands.map(|place| arrays.input::<u8>(place));
        let mut to = arrays.result::<u8>(0);
        for (operand, place) in [&mut lhs, &mut rhs].into_iter().zip(&self.converted) {
            if let Some((offset, instruction, count)) = place {
                let into = scratch.wrapping_add(*offset);
                // SAFETY: the scratch memory has room for all elements of the operand.
                unsafe { convert(instruction, *operand, into, *count) };
                *operand = into;
            }
        }
        let result = to;
        if let Some((offset, ..)) = &self.converted[2] {
            to = scratch.wrapping_add(*offset);
        }
        for group in 0..self.groups as isize {
            let at = |distance: isize| distance.wrapping_mul(group);
            for phase in &self.phases {
                let memory = Memory {
                    contraction: phase,
                    lhs: lhs.wrapping_offset(at(self.group[0])),
                    rhs: rhs.wrapping_offset(at(self.group[1])),
                    to: to.wrapping_offset(at(self.group[2])),
                    scratch,
                    rows: 0..phase.row_count(),
                };
                // SAFETY: the phases are those of the operands and of the result.
                unsafe { (self.contract)(&memory) };
            }
        }
        if let Some((_, instruction, count)) = &self.converted[2] {
            // SAFETY: the result has so many elements.
            unsafe { convert(instruction, to, result, *count) };
        }
        Ok(())
    }
}

/// # Safety
/// Both arrays have so many elements of the dtypes of the instruction.
unsafe fn convert(instruction: &Instruction, from: *const u8, to: *mut u8, count: usize) {
    let blocks = [from.cast_mut(), to];
    // SAFETY: asked of the caller; the places of the instruction are the beginnings of the two blocks.
    unsafe { (instruction.function)(instruction, Bases::new(&blocks), 0, count) }
}

/// The native function of a convolution.
pub(super) fn convolution(call: &Call, attributes: &Convolution) -> Result<Option<Box<dyn Native>>> {
    let ((lhs_place, lhs), (rhs_place, rhs)) = (call.operand(0)?, call.operand(1)?);
    let result = call.result(0)?;
    let Some(sum) = sum_dtype(lhs.dtype, result.dtype) else { return Ok(None) };
    let Some(contract) = contract(sum, call.isa) else { return Ok(None) };
    let Some(geometry) = Geometry::of(lhs, rhs, result, attributes) else { return Ok(None) };
    let mut scratch_nbytes = (scratch_count() * sum.size()).next_multiple_of(64);
    let mut converted = [None, None, None];
    for (place, (ty, from, to)) in
        [(lhs, lhs.dtype, sum), (rhs, rhs.dtype, sum), (result, sum, result.dtype)].into_iter().enumerate()
    {
        if from != to {
            let Some((function, detail)) = elementwise(&Op::Convert, from, to, call.isa) else { return Ok(None) };
            let from = Place { base: 0, step: from.size() as u32, offset: 0 };
            let into = Place { base: 1, step: to.size() as u32, offset: 0 };
            let instruction = Instruction { function, to: into, from: [from; 3], detail };
            converted[place] = Some((scratch_nbytes, instruction, ty.element_count()));
            scratch_nbytes += (ty.element_count() * sum.size()).next_multiple_of(64);
        }
    }
    let size = sum.size() as isize;
    Ok(Some(Box::new(Convolve {
        contract,
        phases: geometry.phases,
        groups: geometry.groups,
        group: geometry.group.map(|distance| distance * size),
        operands: [lhs_place, rhs_place],
        converted,
        scratch_nbytes,
    })))
}

/// The dtype in which products of this one are summed to a result.
fn sum_dtype(operand: DType, result: DType) -> Option<DType> {
    match (class(operand), class(result)) {
        (Class::Float, Class::Float) if [operand, result].contains(&DType::F64) => Some(DType::F64),
        (Class::Float, Class::Float) => Some(DType::F32),
        (Class::Bool, Class::Bool) => Some(DType::Bool),
        (Class::Bool | Class::Signed | Class::Unsigned, Class::Signed | Class::Unsigned) => Some(result),
        _ => None,
    }
}

/// A convolution as sums of products.
struct Geometry {
    phases: Vec<Contraction>,
    groups: usize,
    /// The distance of groups, in elements.
    group: [isize; 3],
}

impl Geometry {
    /// `None` for one of too many dimensions or phases, or with numbers too large to compute with.
    fn of(lhs: &TensorType, rhs: &TensorType, result: &TensorType, attributes: &Convolution) -> Option<Geometry> {
        let numbers = &attributes.dimension_numbers;
        let spatial = numbers.input_spatial_dimensions.len();
        if spatial > MAX_CHECKS {
            return None;
        }
        let (lhs, rhs, to) = (Dimensions::of(lhs), Dimensions::of(rhs), Dimensions::of(result));
        let (batch_groups, feature_groups) = (attributes.batch_group_count, attributes.feature_group_count);
        let groups = batch_groups.max(feature_groups);
        let (_, lhs_batch) = lhs.get(numbers.input_batch_dimension);
        let (_, lhs_feature) = lhs.get(numbers.input_feature_dimension);
        let (features, rhs_feature) = rhs.get(numbers.kernel_input_feature_dimension);
        let (columns, rhs_column) = rhs.get(numbers.kernel_output_feature_dimension);
        let (batch, to_batch) = to.get(numbers.output_batch_dimension);
        let (_, to_column) = to.get(numbers.output_feature_dimension);
        let columns = columns / groups as usize;
        let of_lhs = if feature_groups > 1 { features as isize * lhs_feature } else { batch as isize * lhs_batch };
        let mut dimensions = Vec::with_capacity(spatial);
        for at in 0..spatial {
            let (extent, lhs_stride) = lhs.get(numbers.input_spatial_dimensions[at]);
            let (kernel, rhs_stride) = rhs.get(numbers.kernel_spatial_dimensions[at]);
            let (places, to_stride) = to.get(numbers.output_spatial_dimensions[at]);
            let window = Window {
                places,
                kernel,
                stride: attributes.window_strides[at],
                low: attributes.padding[at][0],
                lhs_dilation: attributes.lhs_dilation[at],
                rhs_dilation: attributes.rhs_dilation[at],
                is_reversed: attributes.window_reversal[at],
            };
            dimensions.push((window.phases()?, extent, [lhs_stride, rhs_stride, to_stride]));
        }
        let count = dimensions.iter().try_fold(1usize, |count, (phases, ..)| count.checked_mul(phases.len()))?;
        if count > MAX_PHASES {
            return None;
        }
        let mut contractions = Vec::with_capacity(count);
        for index in 0..count {
            let mut rest = index;
            let mut rows = vec![Axis { extent: batch, lhs: lhs_batch, other: to_batch, coordinate: None }];
            let mut terms = vec![Axis { extent: features, lhs: lhs_feature, other: rhs_feature, coordinate: None }];
            let (mut checks, mut first) = (Vec::with_capacity(spatial), [0isize; 3]);
            for (at, (phases, extent, [lhs_stride, rhs_stride, to_stride])) in dimensions.iter().enumerate() {
                let phase = &phases[rest % phases.len()];
                rest /= phases.len();
                rows.push(Axis {
                    extent: phase.places,
                    lhs: phase.place_step.wrapping_mul(*lhs_stride),
                    other: phase.result_step * to_stride,
                    coordinate: Some((at, phase.place_step)),
                });
                terms.push(Axis {
                    extent: phase.taps,
                    lhs: phase.tap_step.wrapping_mul(*lhs_stride),
                    other: phase.kernel_step * rhs_stride,
                    coordinate: Some((at, phase.tap_step)),
                });
                checks.push(Check { first: phase.first, extent: *extent as isize });
                first[0] = first[0].wrapping_add(phase.first.wrapping_mul(*lhs_stride));
                first[1] += phase.first_tap * rhs_stride;
                first[2] += phase.first_place * to_stride;
            }
            // Rows as they lie in the result, terms as they lie on the left.
            rows.sort_by_key(|axis| std::cmp::Reverse(axis.other.unsigned_abs()));
            terms.sort_by_key(|axis| std::cmp::Reverse(axis.lhs.unsigned_abs()));
            contractions.push(Contraction::new(rows, terms, columns, [rhs_column, to_column], checks, first));
        }
        let group = [of_lhs, columns as isize * rhs_column, columns as isize * to_column];
        Some(Geometry { phases: contractions, groups: groups as usize, group })
    }
}

/// The extents of a row-major array, and how far neighbours along each dimension lie apart.
struct Dimensions(Vec<(usize, isize)>);

impl Dimensions {
    fn of(ty: &TensorType) -> Dimensions {
        let mut stride = 1isize;
        let mut dimensions = Vec::with_capacity(ty.rank());
        for &extent in ty.dims().iter().rev() {
            dimensions.push((extent as usize, stride));
            stride = stride.wrapping_mul(extent as isize);
        }
        dimensions.reverse();
        Dimensions(dimensions)
    }

    fn get(&self, dimension: i64) -> (usize, isize) {
        self.0[dimension as usize]
    }
}

/// How the window moves along one dimension.
struct Window {
    places: usize,
    kernel: usize,
    stride: i64,
    low: i64,
    lhs_dilation: i64,
    rhs_dilation: i64,
    is_reversed: bool,
}

/// The places of a result, along one dimension, that meet the same part of the kernel.
struct Phase {
    /// How many places there are, the first, and their distance in the result and on the left.
    places: usize,
    first_place: isize,
    result_step: isize,
    place_step: isize,
    /// How many elements of the kernel each meets, the first, and their distance in the kernel and on the left.
    taps: usize,
    first_tap: isize,
    kernel_step: isize,
    tap_step: isize,
    /// Where on the left the first place meets the first of them.
    first: isize,
}

impl Window {
    /// Place p and element k of the kernel meet on the left at (p * stride + k * rhs_dilation - low) / lhs_dilation, where
    /// that is a whole number. `None` when there are too many phases, or numbers too large.
    fn phases(&self) -> Option<Vec<Phase>> {
        let period = self.lhs_dilation / gcd(self.lhs_dilation, self.stride);
        let count = usize::try_from(period).unwrap_or(usize::MAX).min(self.places);
        if count > MAX_PHASES {
            return None;
        }
        (0..count).map(|first| self.phase(first, period)).collect()
    }

    fn phase(&self, first_place: usize, period: i64) -> Option<Phase> {
        let [stride, dilation, spread] = [self.stride, self.lhs_dilation, self.rhs_dilation].map(i128::from);
        let start = first_place as i128 * stride - i128::from(self.low);
        let common = i128::from(gcd(self.lhs_dilation, self.rhs_dilation));
        let kernel_step = dilation / common;
        let meets = |tap: &i128| (start + tap * spread).rem_euclid(dilation) == 0;
        let first_tap = (0..kernel_step.min(self.kernel as i128)).find(meets);
        let taps = first_tap.map_or(0, |first| (self.kernel as i128 - first + kernel_step - 1) / kernel_step);
        let first_tap = first_tap.unwrap_or(0);
        let places = (self.places - first_place).div_ceil(usize::try_from(period).ok()?);
        let (place_step, tap_step) = (i128::from(period) * stride / dilation, spread / common);
        let first = (start + first_tap * spread).div_euclid(dilation);
        // No coordinate is too large to compute with.
        let far = first.abs() + (places as i128 + 1) * place_step + (taps + 1) * tap_step;
        if far > i128::from(i64::MAX / 4) {
            return None;
        }
        let (first_tap, kernel_step) = match self.is_reversed {
            true => (self.kernel as i128 - 1 - first_tap, -kernel_step),
            false => (first_tap, kernel_step),
        };
        // What is stepped over but once or never may be larger than any stride.
        let once = |step: i128, count: usize| if count > 1 { isize::try_from(step).ok() } else { Some(0) };
        let taps = taps as usize;
        Some(Phase {
            places,
            first_place: first_place as isize,
            result_step: once(period.into(), places)?,
            place_step: once(place_step, places)?,
            taps,
            first_tap: isize::try_from(first_tap).ok()?,
            kernel_step: once(kernel_step, taps)?,
            tap_step: once(tap_step, taps)?,
            first: isize::try_from(first).ok()?,
        })
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x
}
