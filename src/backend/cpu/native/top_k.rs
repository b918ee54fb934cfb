//! `chlo.top_k`: of each row the largest elements and where they stand.

use super::order::Order;
use super::radix::Entry;
use super::{Arrays, Call, Native};
use crate::error::Result;
use crate::program::op::attributes::TopK as Attributes;
use crate::tensor::DType;

/// About how many nanoseconds it takes to look at an element.
const OF_ELEMENT: f64 = 2.0;

/// So many are held in order while the others are looked through; of more all are put to one side or the other.
const FEW: usize = 64;

#[derive(Debug)]
struct TopK {
    operand: usize,
    dtype: DType,
    rows: usize,
    length: usize,
    k: usize,
}

pub(super) fn top_k(call: &Call, attributes: &Attributes) -> Result<Option<Box<dyn Native>>> {
    let (operand, ty) = call.operand(0)?;
    let length = ty.dims().last().map_or(1, |&extent| extent as usize);
    if i32::try_from(length).is_err() || call.result(1)?.dtype != DType::I32 {
        return Ok(None);
    }
    let rows = ty.dims()[..ty.rank().saturating_sub(1)].iter().product::<i64>() as usize;
    Ok(Some(Box::new(TopK { operand, dtype: ty.dtype, rows, length, k: attributes.k as usize })))
}

impl Native for TopK {
    fn part_nbytes(&self) -> usize {
        (self.length * size_of::<u64>()).next_multiple_of(64) + self.length * size_of::<u128>()
    }

    unsafe fn run(&self, arrays: &Arrays) -> Result<()> {
        arrays.split_arrays(self.rows, OF_ELEMENT * self.length as f64, &|arrays, scratch, rows| {
            for row in rows {
                // SAFETY: asked of the caller; threads look through other rows.
                unsafe {
                    if self.dtype.size() == 8 {
                        self.row::<u128>(arrays, scratch, row);
                    } else {
                        self.row::<u64>(arrays, scratch, row);
                    }
                }
            }
        });
        Ok(())
    }
}

impl TopK {
    /// # Safety
    /// As for [`Native::run`]; the scratch memory is that of a part.
    unsafe fn row<E: Entry>(&self, arrays: &Arrays, scratch: *mut u8, row: usize) {
        let (length, k, size) = (self.length, self.k, self.dtype.size());
        // SAFETY: the row and its results lie there; the scratch memory, which is initialised from the beginning, has room for
        // numbers and entries.
        unsafe {
            let elements = arrays.input::<u8>(self.operand).add(row * length * size);
            let numbers: *mut u64 = scratch.cast();
            let entries: *mut E = scratch.add((length * size_of::<u64>()).next_multiple_of(64)).cast();
            let numbers = std::slice::from_raw_parts_mut(numbers, length);
            // Bits are only looked at, not computed with.
            let order = Order { dtype: self.dtype, is_descending: true, is_total: true, flushes: false };
            order.numbers(elements, numbers);
            let entries = std::slice::from_raw_parts_mut(entries, length);
            let (values, places) = (arrays.result::<u8>(0).add(row * k * size), arrays.result::<i32>(1).add(row * k));
            for (at, entry) in least(numbers, entries, k).iter().enumerate() {
                let place = entry.place() as usize;
                std::ptr::copy_nonoverlapping(elements.add(place * size), values.add(at * size), size);
                places.add(at).write(place as i32);
            }
        }
    }
}

/// The least `k` numbers with their places, in their order. There is room for all.
fn least<'e, E: Entry>(numbers: &[u64], entries: &'e mut [E], k: usize) -> &'e [E] {
    let k = k.min(numbers.len());
    let first = if k <= FEW { k } else { numbers.len() };
    for (place, (entry, &number)) in entries.iter_mut().zip(&numbers[..first]).enumerate() {
        *entry = E::new(number, place as u32);
    }
    if first > k {
        entries.select_nth_unstable(k - 1);
    }
    let least = &mut entries[..k];
    least.sort_unstable();
    let (Some(mut last), true) = (least.last().copied(), first == k) else { return least };
    for (place, &number) in numbers.iter().enumerate().skip(first) {
        let entry = E::new(number, place as u32);
        if entry < last {
            let at = least.partition_point(|other| *other < entry);
            least.copy_within(at..k - 1, at + 1);
            least[at] = entry;
            last = least[k - 1];
        }
    }
    least
}
