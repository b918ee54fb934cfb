//! How many windows fit into a padded dimension, which convolutions and reductions over windows share.

use super::Check;
use crate::error::Result;

/// How a window moves along one dimension.
pub(super) struct Window {
    /// How many elements it has.
    pub(super) size: i64,
    /// The distance of one window to the next.
    pub(super) stride: i64,
    /// What is added at the low and at the high end.
    pub(super) padding: [i64; 2],
    /// The distance of neighbours of the tensor.
    pub(super) base_dilation: i64,
    /// The distance of neighbours within the window.
    pub(super) dilation: i64,
}

impl Window {
    /// How many windows there are along a dimension of this extent, which is named for the error.
    ///
    /// Products of two i64 and their sums fit into i128.
    pub(super) fn count(&self, check: &Check, dimension: usize, extent: i64) -> Result<i64> {
        let padded = dilated(extent, self.base_dilation) + i128::from(self.padding[0]) + i128::from(self.padding[1]);
        let window = dilated(self.size, self.dilation);
        if padded <= 0 || window > padded {
            return Ok(0);
        }
        i64::try_from((padded - window) / i128::from(self.stride) + 1)
            .map_err(|_| check.fail(format!("dimension {dimension} would have a too large extent")))
    }
}

/// What so many elements span when neighbours have this distance.
fn dilated(extent: i64, dilation: i64) -> i128 {
    if extent == 0 { 0 } else { (i128::from(extent) - 1) * i128::from(dilation) + 1 }
}

/// Checks that an attribute has a positive number for each dimension of a window.
pub(super) fn expect_positive(check: &Check, what: &str, values: &[i64], rank: usize) -> Result<()> {
    check.expect_length(what, values.len(), rank)?;
    match values.iter().find(|&&value| value < 1) {
        Some(value) => Err(check.fail(format!("`{what}` has {value}, which must be at least 1"))),
        None => Ok(()),
    }
}
