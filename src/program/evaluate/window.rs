//! Windows that move over a tensor.

use super::Region;
use super::element::{single, truth};
use super::index::{Indices, position};
use super::reduce::{Elements, all_promoted, promoted};
use crate::error::{Error, Result, Status};
use crate::program::op::attributes::{ReduceWindow, SelectAndScatter};
use crate::program::types::TensorType;
use crate::tensor::Tensor;

/// How a window moves along one dimension.
pub(super) struct Window {
    /// The distance of one window to the next.
    pub(super) stride: i64,
    /// How many elements are added at the low end.
    pub(super) low: i64,
    /// The distance of neighbours of the tensor.
    pub(super) base_dilation: i64,
    /// The distance of neighbours within the window.
    pub(super) dilation: i64,
    /// How many elements the tensor has.
    pub(super) extent: i64,
}

impl Window {
    /// Which element of the tensor stands at this offset within this window; `None` when it is padding, around the
    /// elements or between them. Products of two i64 and their sums fit into i128.
    pub(super) fn source(&self, window: i64, offset: i64) -> Option<i64> {
        let start = i128::from(window) * i128::from(self.stride);
        let padded = start + i128::from(offset) * i128::from(self.dilation);
        let dilated = padded - i128::from(self.low);
        let step = i128::from(self.base_dilation);
        let at = i64::try_from(dilated / step).ok()?;
        (dilated >= 0 && dilated % step == 0 && at < self.extent).then_some(at)
    }
}

/// The place of the element at this offset within the window of this index.
fn place_of(windows: &[Window], dims: &[i64], index: &[i64], offset: &[i64]) -> Option<usize> {
    let source: Option<Vec<i64>> = windows
        .iter()
        .zip(index.iter().zip(offset))
        .map(|(window, (&at, &offset))| window.source(at, offset))
        .collect();
    position(dims, &source?)
}

/// Reduces each window, from the initial values on and in the order of its elements; padding is the initial values.
pub(super) fn reduce_window(
    inputs: &[Tensor],
    init_values: &[Tensor],
    attributes: &ReduceWindow,
    results: &[TensorType],
    body: Region,
) -> Result<Vec<Tensor>> {
    let inputs = all_promoted(inputs, results)?;
    let init_values = all_promoted(init_values, results)?;
    let dims = inputs[0].shape();
    let windows: Vec<Window> = (0..dims.len())
        .map(|dimension| Window {
            stride: attributes.window_strides[dimension],
            low: attributes.padding[dimension][0],
            base_dilation: attributes.base_dilations[dimension],
            dilation: attributes.window_dilations[dimension],
            extent: dims[dimension],
        })
        .collect();
    let mut reduced = results.iter().map(Elements::new).collect::<Result<Vec<Elements>>>()?;
    let mut indices = Indices::of(results[0].dims());
    while let Some(index) = indices.next() {
        let mut values = init_values.clone();
        let mut offsets = Indices::of(&attributes.window_dimensions);
        while let Some(offset) = offsets.next() {
            let elements = match place_of(&windows, dims, index, offset) {
                Some(at) => inputs.iter().map(|input| single(input, at)).collect::<Result<Vec<Tensor>>>()?,
                None => init_values.clone(),
            };
            values.extend(elements);
            values = body(&values)?;
        }
        for (elements, value) in reduced.iter_mut().zip(&values) {
            elements.push(value);
        }
    }
    reduced.into_iter().map(Elements::finish).collect()
}

/// Scatters each element of `source` to the element of its window that is selected, together with what else goes there.
///
/// A selected element stays so as long as the first region says true of it and of the next. Padding is never selected,
/// and where a window has nothing but padding its element of `source` goes nowhere.
pub(super) fn select_and_scatter(
    operand: &Tensor,
    source: &Tensor,
    init_value: &Tensor,
    attributes: &SelectAndScatter,
    result: &TensorType,
    run: &mut dyn FnMut(usize, &[Tensor]) -> Result<Vec<Tensor>>,
) -> Result<Tensor> {
    let dims = operand.shape();
    let windows: Vec<Window> = (0..dims.len())
        .map(|dimension| Window {
            stride: attributes.window_strides[dimension],
            low: attributes.padding[dimension][0],
            base_dilation: 1,
            dilation: 1,
            extent: dims[dimension],
        })
        .collect();
    let [source, init_value] = [promoted(source, result.dtype)?, promoted(init_value, result.dtype)?];
    let mut scattered = Elements::new(result)?;
    for _ in 0..result.element_count() {
        scattered.push(&init_value);
    }
    let mut indices = Indices::of(source.shape());
    let mut from = 0;
    while let Some(index) = indices.next() {
        let mut selected: Option<usize> = None;
        let mut offsets = Indices::of(&attributes.window_dimensions);
        while let Some(offset) = offsets.next() {
            let Some(next) = place_of(&windows, dims, index, offset) else { continue };
            let stays = match selected {
                Some(at) => only(run(0, &[single(operand, at)?, single(operand, next)?])?).and_then(|it| truth(&it))?,
                None => false,
            };
            if !stays {
                selected = Some(next);
            }
        }
        if let Some(to) = selected {
            let value = only(run(1, &[scattered.get(to)?, single(&source, from)?])?)?;
            scattered.set(to, &value);
        }
        from += 1;
    }
    scattered.finish()
}

/// The only result of a region.
fn only(results: Vec<Tensor>) -> Result<Tensor> {
    results.into_iter().next().ok_or_else(|| Error::new(Status::Internal, "a region returned nothing"))
}
