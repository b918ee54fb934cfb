//! How many threads do the work of a kernel, and which part each does.
//!
//! What is cut, and where, never changes a result: a loop is cut between items that do not depend on each other, and what
//! adds up to one element stays together.

use std::env;
use std::ops::Range;
use std::sync::OnceLock;
use std::thread::available_parallelism;
use std::time::Duration;

use super::pool;
use super::wide::rows_at_once;
use crate::error::{Error, Result};
use crate::plan::{Step, View};
use crate::program::Op;
use crate::tensor::DType;

/// The environment variable that says how many threads a kernel may use.
const VARIABLE: &str = "NNX_NUM_THREADS";

/// The most threads of a run.
pub const MAX_THREADS: usize = 1024;

/// What a part of a kernel should take at least: to wake a worker takes a few microseconds, and tens until it has begun.
pub(super) const LEAST: Duration = Duration::from_micros(50);

/// How many parts each thread gets where the work is long: who is interrupted leaves the rest to others.
const PARTS: usize = 4;

/// The rows of a product that are computed together.
const ROWS: usize = 8;

/// About how many nanoseconds it takes to pack an element of a matrix.
pub(super) const PACKED: f64 = 0.4;

/// How many threads a run has unless it is told: as many as `NNX_NUM_THREADS` says, or as the process may use at once.
///
/// # Errors
/// `INVALID_ARGUMENT` when the variable is no such number.
pub(super) fn default() -> Result<usize> {
    static CHOSEN: OnceLock<std::result::Result<usize, String>> = OnceLock::new();
    let wanted = || env::var_os(VARIABLE).map(|wanted| wanted.to_string_lossy().into_owned());
    let chosen = CHOSEN.get_or_init(|| choose(wanted().as_deref()));
    chosen.clone().map_err(Error::invalid)
}

fn choose(wanted: Option<&str>) -> std::result::Result<usize, String> {
    match wanted {
        None | Some("") => Ok(available_parallelism().map_or(1, |count| count.get()).min(MAX_THREADS)),
        Some(wanted) => {
            wanted.parse().ok().filter(|count| (1..=MAX_THREADS).contains(count)).ok_or_else(|| {
                format!("{VARIABLE} is {wanted:?}; it must be a number of threads from 1 to {MAX_THREADS}")
            })
        }
    }
}

/// How many parts are worth a thread's waking, of work that takes so many nanoseconds.
pub(super) fn worth(nanoseconds: f64, least: Duration) -> usize {
    (nanoseconds / least.as_nanos().max(1) as f64) as usize
}

/// Does the work of all items on at most so many threads, in ranges that begin at multiples of `grain`, as many as are worth
/// it; it is told by which of the threads.
pub(super) fn split(
    threads: usize,
    items: usize,
    grain: usize,
    worth: usize,
    work: &(dyn Fn(usize, Range<usize>) + Sync),
) {
    let parts = parts(threads, items, grain, worth);
    if parts < 2 {
        return work(0, 0..items);
    }
    let units = items.div_ceil(grain);
    let begin = |part: usize| ((part as u128 * units as u128 / parts as u128) as usize * grain).min(items);
    pool::run(threads, parts, &|member, part| work(member, begin(part)..begin(part + 1)));
}

/// In how many parts [`split`] does it.
pub(super) fn parts(threads: usize, items: usize, grain: usize, worth: usize) -> usize {
    if threads < 2 || worth < 2 {
        return 1;
    }
    worth.min(threads.saturating_mul(PARTS)).min(items.div_ceil(grain)).max(1)
}

/// Where a loop may be cut: at multiples of so many items. What is folded into one element stays in one part, block by
/// block as in a loop that is not cut; a view that repeats itself begins anew.
pub(super) fn grain(count: usize, block: usize, steps: &[(Step, DType)]) -> usize {
    let folds = steps.iter().any(|(step, _)| matches!(step, Step::Fold { .. }));
    let mut grain = if folds { block } else { 1 };
    for (step, _) in steps {
        let period = match step {
            Step::Fold { into, .. } => folded(&into.view),
            Step::Load(region) if repeats(&region.view) => inner(&region.view),
            Step::Product(product) if product.is_wide() && steps.len() > 2 => product.columns * rows_at_once(product),
            Step::Product(product) => product.columns * ROWS.min(product.rows),
            _ => 1,
        };
        grain = common_multiple(grain, period.max(1)).unwrap_or(count).min(count);
        if grain == count {
            break;
        }
    }
    grain.max(1)
}

/// How many neighbouring items go into elements that no other items go into.
fn folded(into: &View) -> usize {
    let first = into.axes.iter().position(|axis| axis.stride == 0 && axis.extent > 1);
    first.map_or(1, |first| into.axes[first..].iter().map(|axis| axis.extent).product())
}

/// Whether the outermost axis only repeats what is inside of it.
fn repeats(view: &View) -> bool {
    view.axes.first().is_some_and(|axis| axis.stride == 0)
}

fn inner(view: &View) -> usize {
    view.axes.iter().skip(1).map(|axis| axis.extent).product()
}

/// The least common multiple, if it is a number.
pub(super) fn common_multiple(a: usize, b: usize) -> Option<usize> {
    let (mut x, mut y) = (a, b);
    while y != 0 {
        (x, y) = (y, x % y);
    }
    (a / x).checked_mul(b)
}

/// About how many nanoseconds an item of a loop takes on one thread.
pub(super) fn nanoseconds(steps: &[(Step, DType)]) -> f64 {
    let of = |(step, dtype): &(Step, DType)| {
        let wide = match dtype {
            DType::F16 | DType::BF16 => 8.0,
            dtype => dtype.size() as f64 / 4.0,
        };
        match step {
            Step::Load(region) if region.view.axes.len() > 1 => 0.3 * wide,
            Step::Load(_) | Step::Iota { .. } => 0.03 * wide,
            Step::Store { .. } | Step::Fold { .. } => 0.1 * wide,
            Step::Product(product) => of_term(*dtype) * product.depth as f64,
            Step::Apply { op, .. } => wide * of_operation(op),
        }
    };
    steps.iter().map(of).sum()
}

/// About how many nanoseconds a term of a sum of products takes.
pub(super) fn of_term(dtype: DType) -> f64 {
    match dtype {
        DType::F32 => 0.03,
        DType::F64 => 0.06,
        dtype => 0.05 * dtype.size() as f64,
    }
}

fn of_operation(op: &Op) -> f64 {
    match op {
        Op::Exponential | Op::Log | Op::Logistic | Op::Tanh => 1.0,
        Op::ExponentialMinusOne | Op::LogPlusOne | Op::Cosine | Op::Sine | Op::Tan | Op::ChloTan => 2.0,
        Op::Power | Op::Cbrt | Op::Erf | Op::Erfc | Op::ErfInv | Op::Cosh | Op::Sinh => 3.0,
        Op::Atan2 => 15.0,
        Op::Divide | Op::Remainder | Op::Sqrt | Op::Rsqrt => 0.4,
        _ => 0.08,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;
    use crate::plan::{Axis, Region};

    #[test]
    fn the_variable_decides_and_what_is_no_number_is_said() {
        assert_eq!(choose(Some("3")), Ok(3));
        assert!(choose(None).is_ok_and(|count| count > 0));
        assert_eq!(choose(None), choose(Some("")));
        for wrong in ["0", "-1", "two", "1025", "1.5"] {
            let text = format!("NNX_NUM_THREADS is {wrong:?}; it must be a number of threads from 1 to 1024");
            assert_eq!(choose(Some(wrong)), Err(text));
        }
    }

    #[test]
    fn ranges_begin_at_multiples_of_the_grain_and_cover_all_items() {
        for (items, grain, threads) in [(1, 1, 2), (1000, 64, 4), (65, 64, 4), (64, 64, 4), (7, 1, 3), (0, 8, 2)] {
            let ranges = Mutex::new(Vec::new());
            split(threads, items, grain, usize::MAX, &|_, range| ranges.lock().unwrap().push(range));
            let mut ranges = ranges.into_inner().unwrap();
            ranges.sort_by_key(|range| range.start);
            assert_eq!(ranges.len(), items.div_ceil(grain).clamp(1, threads * PARTS));
            assert!(ranges.iter().all(|range| range.start % grain == 0), "{ranges:?}");
            let ends = ranges.iter().map(|range| range.end);
            let begins = ranges.iter().skip(1).map(|range| range.start).chain([items]);
            assert!(ranges[0].start == 0 && ends.eq(begins), "{ranges:?}");
        }
    }

    #[test]
    fn little_work_is_not_cut() {
        let worth = |nanoseconds| worth(nanoseconds, Duration::from_micros(1));
        assert_eq!(parts(4, 5000, 1, worth(1999.0)), 1);
        assert_eq!(parts(4, 5000, 1, worth(2000.0)), 2);
        assert_eq!(parts(4, 5000, 1, worth(1e12)), 4 * PARTS);
        assert_eq!(parts(1, 5000, 1, worth(1e12)), 1);
    }

    #[test]
    fn a_loop_is_cut_where_no_element_is_folded_from_two_parts() {
        let fold = |axes: &[(usize, isize)]| {
            let axes = axes.iter().map(|&(extent, stride)| Axis { extent, stride }).collect();
            let region = Region { buffer: 0, view: View { offset: 0, axes } };
            (Step::Fold { combine: Op::Add, value: 0, init: region.clone(), into: region }, DType::F32)
        };
        let rows = fold(&[(100, 1), (48, 0)]);
        assert_eq!(grain(4800, 480, &[rows.clone()]), 480);
        assert_eq!(grain(4800, 512, &[rows.clone()]), 1536);
        assert_eq!(grain(4800, 480, &[rows.clone(), fold(&[(100, 0), (48, 1)])]), 4800);
        assert_eq!(grain(4800, 480, &[fold(&[(10, 16), (30, 0), (16, 1)])]), 480);
        assert_eq!(grain(4800, 512, &[]), 1);
    }
}
