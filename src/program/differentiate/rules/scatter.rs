//! Updates at places that indices choose.

use super::super::outline::{outline, splice};
use super::super::tape::{Site, Tape};
use super::gather::{clamped, components, scatter_add};
use super::no_rule;
use super::reduce::combination;
use crate::error::Result;
use crate::program::builder::FunctionBuilder;
use crate::program::emit::{Emit, first};
use crate::program::module::{Body, RegionId, ValueId};
use crate::program::op::Op;
use crate::program::op::attributes::{Gather, Scatter};
use crate::program::op::dimensions::GatherDimensionNumbers;
use crate::program::op::enumerations::ComparisonDirection::Eq;
use crate::program::types::TensorType;
use crate::tensor::DType;

/// Reads and writes the places that updates go to.
struct Places {
    numbers: GatherDimensionNumbers,
    indices: ValueId,
    sorted: bool,
    /// The extents of the updates.
    updates: Vec<i64>,
    /// The extents of an update within the operand.
    window: Vec<i64>,
}

pub(super) fn scatter(tape: &mut Tape, site: &Site, attributes: &Scatter) -> Result<()> {
    let ([x, indices, updates], [y]) = (&site.operands[..], &site.results[..]) else {
        return Err(no_rule(site, "it updates several inputs together"));
    };
    let (x, updates, y) = (*x, *updates, *y);
    let Some(g) = tape.cotangent(y) else { return Ok(()) };
    let b = &mut *tape.builder;
    let places = Places::new(b, *indices, x, updates, attributes)?;
    let dtype = b.tensor(g)?.dtype;
    let (narrow, of_updates) = (b.tensor(x)?.dtype, b.tensor(updates)?.dtype);
    let (wide, wide_updates) = (b.convert(x, dtype)?, b.convert(updates, dtype)?);
    let region = site.regions[0];
    let (mut x_cotangent, mut update_cotangent) = (None, None);
    if is_replacement(b.body(), region) {
        let last = if attributes.unique_indices { None } else { Some(places.last(b, &site.op, x)?) };
        if tape.wants(x) {
            let b = &mut *tape.builder;
            x_cotangent = Some(match last {
                None => {
                    let zeros = b.full_like(wide_updates, 0.0)?;
                    places.write(b, region, &site.op, g, zeros)?
                }
                Some((writers, _)) => {
                    let unwritten = b.compare_with(writers, 0.0, Eq)?;
                    b.keep_where(unwritten, g)?
                }
            });
        }
        if tape.wants(updates) {
            let b = &mut *tape.builder;
            let read = places.read(b, g)?;
            update_cotangent = Some(match last {
                None => read,
                Some((_, is_last)) => b.keep_where(is_last, read)?,
            });
        }
    } else {
        match combination(b.body(), region) {
            Some(Op::Add) => {
                x_cotangent = Some(g);
                if tape.wants(updates) {
                    update_cotangent = Some(places.read(tape.builder, g)?);
                }
            }
            Some(Op::Multiply) => {
                if tape.wants(x) {
                    let b = &mut *tape.builder;
                    let ones = b.full_like(wide, 1.0)?;
                    let factor = places.write(b, region, &site.op, ones, wide_updates)?;
                    x_cotangent = Some(b.multiply(g, factor)?);
                }
                if tape.wants(updates) {
                    if !attributes.unique_indices {
                        let why = "updates that are multiplied have one only with `unique_indices`";
                        return Err(no_rule(site, why));
                    }
                    let b = &mut *tape.builder;
                    let product = b.multiply(g, wide)?;
                    update_cotangent = Some(places.read(b, product)?);
                }
            }
            Some(Op::Maximum | Op::Minimum) => {
                // What equals the result shares its cotangent.
                let own = b.compare(wide, y, Eq)?;
                let own = b.convert(own, dtype)?;
                let there = places.read(b, y)?;
                let theirs = b.compare(wide_updates, there, Eq)?;
                let theirs = b.convert(theirs, dtype)?;
                let count = scatter_add(b, own, places.indices, theirs, &places.numbers, places.sorted)?;
                let share = b.divide(g, count)?;
                x_cotangent = Some(b.multiply(share, own)?);
                let read = places.read(b, share)?;
                update_cotangent = Some(b.multiply(theirs, read)?);
            }
            _ => return Err(no_rule(site, "its region is not a replacement, sum, product, maximum or minimum")),
        }
    }
    if let Some(cotangent) = x_cotangent {
        let cotangent = tape.builder.convert(cotangent, narrow)?;
        tape.give(x, cotangent)?;
    }
    if let Some(cotangent) = update_cotangent {
        let cotangent = tape.builder.convert(cotangent, of_updates)?;
        tape.give(updates, cotangent)?;
    }
    Ok(())
}

/// Whether a region returns its second argument.
fn is_replacement(body: &Body, region: RegionId) -> bool {
    let region = body.region(region);
    region.results().first() == region.arguments().get(1) && region.results().len() == 1
}

impl Places {
    fn new(
        b: &mut FunctionBuilder,
        indices: ValueId,
        x: ValueId,
        updates: ValueId,
        attributes: &Scatter,
    ) -> Result<Places> {
        let numbers = attributes.scatter_dimension_numbers.gather();
        let (x, updates) = (b.tensor(x)?, b.tensor(updates)?);
        let mut extents = numbers.offset_dims.iter().map(|&dimension| updates.dims()[dimension as usize]);
        let window = (0..x.rank() as i64).map(|dimension| {
            let dropped = [&numbers.collapsed_slice_dims, &numbers.operand_batching_dims];
            if dropped.iter().any(|list| list.contains(&dimension)) { 1 } else { extents.next().unwrap_or(1) }
        });
        let window = window.collect();
        let (updates, sorted) = (updates.dims().to_vec(), attributes.indices_are_sorted);
        Ok(Places { numbers, indices, sorted, updates, window })
    }

    /// What stands where each update goes, zero outside: the operand gets a margin of zeros as wide as a window, and
    /// what lies beyond is moved to within it.
    fn read(&self, b: &mut FunctionBuilder, operand: ValueId) -> Result<ValueId> {
        let dims = b.tensor(operand)?.dims().to_vec();
        if dims.contains(&0) || self.window.contains(&0) {
            let ty = b.tensor(operand)?.with_dims(&self.updates)?;
            return b.full(&ty, 0.0);
        }
        let mut margin = vec![0; dims.len()];
        for &dimension in &self.numbers.start_index_map {
            margin[dimension as usize] = self.window[dimension as usize];
        }
        let padded = b.pad(operand, &margin, &margin, &vec![0; dims.len()])?;
        let along = |value: &dyn Fn(usize) -> i64| {
            self.numbers.start_index_map.iter().map(|&dimension| value(dimension as usize)).collect::<Vec<i64>>()
        };
        let (width, low, high) = (along(&|at| margin[at]), along(&|at| -margin[at]), along(&|at| dims[at]));
        let vector_dim = self.numbers.index_vector_dim;
        let near = clamped(b, self.indices, vector_dim, &low, &high)?;
        let width = components(b, near, vector_dim, &width)?;
        let shifted = b.add(near, width)?;
        let gather = Gather {
            dimension_numbers: self.numbers.clone(),
            slice_sizes: self.window.clone(),
            indices_are_sorted: self.sorted,
        };
        b.emit(Op::Gather(Box::new(gather)), &[padded, shifted])
    }

    /// The same `scatter`, of other values of the same dtype.
    fn write(
        &self,
        b: &mut FunctionBuilder,
        region: RegionId,
        op: &Op,
        operand: ValueId,
        updates: ValueId,
    ) -> Result<ValueId> {
        let (combines, captured) = outline(b.body(), region)?;
        let dtype = b.tensor(operand)?.dtype;
        let element = TensorType::scalar(dtype);
        let arguments = b.begin_region(&[element.clone().into(), element.into()])?;
        let combined = splice(b, &combines, &[&arguments[..], &captured].concat())?;
        let region = b.end_region(&combined)?;
        first(b.operation(op.clone(), &[operand, self.indices, updates], &[region], &[])?)
    }

    /// Which update each element of the result is, counted from 1 and 0 for none; and whether each update is still there.
    fn last(&self, b: &mut FunctionBuilder, op: &Op, operand: ValueId) -> Result<(ValueId, ValueId)> {
        let count: i64 = self.updates.iter().product();
        let numbers = b.iota(DType::I64, &[count], 0)?;
        let numbers = b.shift(numbers, 1.0)?;
        let numbers = b.reshape(numbers, &self.updates)?;
        let ty = b.tensor(operand)?.with_dtype(DType::I64)?;
        let none = b.full(&ty, 0.0)?;
        let element = TensorType::scalar(DType::I64);
        let arguments = b.begin_region(&[element.clone().into(), element.into()])?;
        let region = b.end_region(&arguments[1..])?;
        let writers = first(b.operation(op.clone(), &[none, self.indices, numbers], &[region], &[])?)?;
        let there = self.read(b, writers)?;
        let is_last = b.compare(there, numbers, Eq)?;
        Ok((writers, is_last))
    }
}
