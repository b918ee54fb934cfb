//! Convolutions: sums of products of windows of the left operand with the kernel. A dilated left operand has zeros between
//! its elements, which are left out: the places of the result fall into phases, each of which meets some of the kernel.

use std::ops::Range;

use super::super::contraction::{
    Axis, Check, Contract, Contraction, MAX_CHECKS, Memory, ROWS, contract, scratch_count,
};
use super::super::elementwise::elementwise;
use super::super::instruction::{Bases, Instruction, Place};
use super::super::threads;
use super::depthwise::depthwise;
use super::windows::{Dimensions, MAX_PHASES, Window};
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::Op;
use crate::program::TensorType;
use crate::program::op::attributes::Convolution;
use crate::program::types::{Class, class};
use crate::tensor::DType;

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
    /// The bytes of scratch memory for some of the rows.
    part_nbytes: usize,
    /// About how long a term of a sum takes.
    nanoseconds: f64,
}

/// Where the arrays of the sums lie.
struct Operands {
    lhs: *const u8,
    rhs: *const u8,
    to: *mut u8,
}

// SAFETY: threads read the operands, and each writes other rows.
unsafe impl Sync for Operands {}

impl Convolve {
    /// Some rows of a phase of a group.
    ///
    /// # Safety
    /// The operands are those of the convolution; the scratch memory is of this thread alone.
    unsafe fn rows(
        &self,
        operands: &Operands,
        group: usize,
        contraction: &Contraction,
        rows: Range<usize>,
        scratch: *mut u8,
    ) {
        let at = |distance: isize| distance.wrapping_mul(group as isize);
        let memory = Memory {
            contraction,
            lhs: operands.lhs.wrapping_offset(at(self.group[0])),
            rhs: operands.rhs.wrapping_offset(at(self.group[1])),
            to: operands.to.wrapping_offset(at(self.group[2])),
            scratch,
            rows,
            columns: 0..contraction.column_count(),
        };
        // SAFETY: the phases are those of the operands and of the result.
        unsafe { (self.contract)(&memory) };
    }
}

impl Native for Convolve {
    fn scratch_nbytes(&self) -> usize {
        self.scratch_nbytes
    }

    fn part_nbytes(&self) -> usize {
        self.part_nbytes
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
        let operands = &Operands { lhs, rhs, to };
        let of_row = |phase: &Contraction| phase.products_of_row() as f64 * self.nanoseconds;
        if self.groups > 1 {
            let of_group = self.phases.iter().map(|phase| phase.row_count() as f64 * of_row(phase)).sum();
            arrays.split(self.groups, 1, of_group, &|scratch, groups| {
                for group in groups {
                    for phase in &self.phases {
                        // SAFETY: the operands are those of the convolution.
                        unsafe { self.rows(operands, group, phase, 0..phase.row_count(), scratch) };
                    }
                }
            });
        } else {
            for phase in &self.phases {
                arrays.split(phase.row_count(), ROWS, of_row(phase), &|scratch, rows| {
                    // SAFETY: as above.
                    unsafe { self.rows(operands, 0, phase, rows, scratch) };
                });
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
    if let Some(native) = depthwise([lhs_place, rhs_place], [lhs, rhs, result], attributes, call.isa) {
        return Ok(Some(native));
    }
    let Some(sum) = sum_dtype(lhs.dtype, result.dtype) else { return Ok(None) };
    let Some(contract) = contract(sum, call.isa) else { return Ok(None) };
    let Some(geometry) = Geometry::of(lhs, rhs, result, attributes) else { return Ok(None) };
    let mut scratch_nbytes = 0;
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
        part_nbytes: scratch_count() * sum.size(),
        nanoseconds: threads::of_term(sum),
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
