//! How many items of a loop are taken at a time: folds take their items in runs that end where a block does, on every
//! device, so that the order in which they add does not depend on what runs them.

use super::kernel::Step;
use crate::tensor::DType;

/// The most items of a block, where products do not ask for more.
pub(crate) const BLOCK: usize = 512;

/// How many items a block of this loop has: as many whole rows as fit. A product that a loop has for itself is one block,
/// one of many columns is computed for several blocks at a time.
pub(crate) fn block(count: usize, steps: &[(Step, DType)]) -> usize {
    let mut row = 1;
    for (step, _) in steps {
        let length = match step {
            Step::Load(region) | Step::Store { into: region, .. } | Step::Fold { into: region, .. } => {
                region.view.axes.iter().skip(1).map(|axis| axis.extent).product()
            }
            Step::Product(product) if steps.len() <= 2 => return count.max(product.columns).max(1),
            Step::Product(product) if product.is_wide() => 1,
            Step::Product(product) => product.columns,
            Step::Iota { .. } | Step::Apply { .. } => 1,
        };
        row = common_multiple(row, length.max(1));
        if row > BLOCK {
            row = required(steps);
            break;
        }
    }
    (BLOCK / row.min(BLOCK) * row).min(count).max(1)
}

/// The least number of items that products ask for: whole rows of theirs.
fn required(steps: &[(Step, DType)]) -> usize {
    let columns = steps.iter().map(|(step, _)| match step {
        Step::Product(product) if !product.is_wide() => product.columns.max(1),
        _ => 1,
    });
    columns.fold(1, common_multiple)
}

/// The least common multiple of two numbers that are not 0.
pub(super) fn common_multiple(a: usize, b: usize) -> usize {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}
