//! Windows that move over an array: which elements each meets. Along a dilated dimension the places fall into phases, each
//! of which meets some elements of the window; what lies between the elements of the array is padding.

use std::ops::Range;

use super::super::contraction::{Axis, Check, MAX_CHECKS, Run, Walk, inside, used};
use crate::program::TensorType;

/// The most phases of an operation.
pub(super) const MAX_PHASES: usize = 1 << 16;

/// The most elements of a window.
const MAX_TAPS: usize = 1 << 16;

/// The extents of a row-major array, and how far neighbours along each dimension lie apart.
pub(super) struct Dimensions(Vec<(usize, isize)>);

impl Dimensions {
    pub(super) fn of(ty: &TensorType) -> Dimensions {
        let mut stride = 1isize;
        let mut dimensions = Vec::with_capacity(ty.rank());
        for &extent in ty.dims().iter().rev() {
            dimensions.push((extent as usize, stride));
            stride = stride.wrapping_mul(extent as isize);
        }
        dimensions.reverse();
        Dimensions(dimensions)
    }

    pub(super) fn get(&self, dimension: i64) -> (usize, isize) {
        self.0[dimension as usize]
    }
}

/// How a window moves along one dimension.
pub(super) struct Window {
    pub(super) places: usize,
    pub(super) kernel: usize,
    pub(super) stride: i64,
    pub(super) low: i64,
    pub(super) lhs_dilation: i64,
    pub(super) rhs_dilation: i64,
    pub(super) is_reversed: bool,
}

/// The places of a result, along one dimension, that meet the same part of the kernel.
pub(super) struct Phase {
    /// How many places there are, the first, and their distance in the result and on the left.
    pub(super) places: usize,
    pub(super) first_place: isize,
    pub(super) result_step: isize,
    pub(super) place_step: isize,
    /// How many elements of the kernel each meets, the first, and their distance in the kernel and on the left.
    pub(super) taps: usize,
    pub(super) first_tap: isize,
    pub(super) kernel_step: isize,
    pub(super) tap_step: isize,
    /// Where on the left the first place meets the first of them.
    pub(super) first: isize,
}

impl Window {
    /// Place p and element k of the kernel meet on the left at (p * stride + k * rhs_dilation - low) / lhs_dilation, where
    /// that is a whole number. `None` when there are too many phases, or numbers too large.
    pub(super) fn phases(&self) -> Option<Vec<Phase>> {
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

/// The places of a result that meet the same elements of a window, as lines along the innermost dimensions.
#[derive(Debug)]
pub(super) struct Lines {
    /// The axes of the places; those of a line are the last ones.
    axes: Vec<Axis>,
    run: Run,
    checks: Vec<Check>,
    /// The first elements of the array and of the result.
    first: [isize; 2],
    /// The elements of the window, in order; `None` for one that meets padding everywhere.
    taps: Vec<Option<Tap>>,
    /// How many elements apart neighbours of a line are in the result.
    pub(super) result_stride: isize,
    /// Whether no two places of a line meet the same element.
    pub(super) is_disjoint: bool,
}

/// An element of the window.
#[derive(Clone, Debug)]
struct Tap {
    place: isize,
    coordinates: [isize; MAX_CHECKS],
}

/// A part of a line.
pub(super) struct Part<'a> {
    lines: &'a Lines,
    walk: Walk<'a>,
    first: usize,
    /// How many places it has, and the first of them in the result.
    pub(super) count: usize,
    pub(super) result: isize,
}

/// What the places of a part meet: those of them for which it lies in the array, and the first such element.
pub(super) struct Met {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) element: isize,
    /// How many elements apart those of neighbours are.
    pub(super) stride: isize,
}

impl Lines {
    /// Those of a row-major array and a result, for a window along each dimension; `None` for too many dimensions, phases
    /// or elements, or numbers too large to compute with.
    pub(super) fn of(array: &TensorType, result: &TensorType, windows: &[Window]) -> Option<Vec<Lines>> {
        let (array, result) = (Dimensions::of(array), Dimensions::of(result));
        if windows.len() > MAX_CHECKS {
            return None;
        }
        let taps = windows.iter().try_fold(1usize, |count, window| count.checked_mul(window.kernel))?;
        let phases = windows.iter().map(Window::phases).collect::<Option<Vec<Vec<Phase>>>>()?;
        let count = phases.iter().try_fold(1usize, |count, phases| count.checked_mul(phases.len()))?;
        if count > MAX_PHASES || taps.checked_mul(count)? > MAX_TAPS {
            return None;
        }
        let of_phase = |index: usize| {
            let mut rest = index;
            let of_dimension = |phases: &Vec<Phase>| {
                let at = rest % phases.len();
                rest /= phases.len();
                at
            };
            let chosen: Vec<usize> = phases.iter().map(of_dimension).collect();
            let chosen: Vec<&Phase> = phases.iter().zip(chosen).map(|(phases, at)| &phases[at]).collect();
            Lines::of_phase(&array, &result, windows, &chosen, taps)
        };
        Some((0..count).map(of_phase).collect())
    }

    fn of_phase(array: &Dimensions, result: &Dimensions, windows: &[Window], phases: &[&Phase], taps: usize) -> Lines {
        let (mut rows, mut terms) = (Vec::new(), Vec::new());
        let (mut checks, mut first) = (Vec::new(), [0isize; 2]);
        for (at, phase) in phases.iter().enumerate() {
            let ((extent, stride), (_, result_stride)) = (array.get(at as i64), result.get(at as i64));
            rows.push(Axis {
                extent: phase.places,
                lhs: phase.place_step.wrapping_mul(stride),
                other: phase.result_step * result_stride,
                coordinate: Some((at, phase.place_step)),
            });
            let lhs = phase.tap_step.wrapping_mul(stride);
            terms.push(Axis { extent: phase.taps, lhs, other: 0, coordinate: Some((at, phase.tap_step)) });
            checks.push(Check { first: phase.first, extent: extent as isize });
            first[0] = first[0].wrapping_add(phase.first.wrapping_mul(stride));
            first[1] += phase.first_place * result_stride;
        }
        let tap = |index: usize| {
            let (mut rest, mut tap) = (index, Tap { place: 0, coordinates: [0; MAX_CHECKS] });
            for (at, (window, phase)) in windows.iter().zip(phases).enumerate().rev() {
                let within = rest % window.kernel;
                rest /= window.kernel;
                let from_first = within.checked_sub(phase.first_tap as usize)?;
                let step = if phase.taps > 1 { phase.kernel_step as usize } else { usize::MAX };
                let (steps, over) = (from_first / step, from_first % step);
                if over != 0 || steps >= phase.taps {
                    return None;
                }
                tap.place = tap.place.wrapping_add(terms[at].lhs.wrapping_mul(steps as isize));
                tap.coordinates[at] = phase.tap_step * steps as isize;
            }
            Some(tap)
        };
        let taps = (0..taps).map(tap).collect();
        let axes = used(&rows, &terms, &checks);
        let run = Run::of(&axes, true);
        // Neighbours along a dimension meet no common element where the window is not longer than its step.
        let is_apart = |window: &Window| {
            let last = (window.kernel.max(1) - 1) as i64;
            window.stride > last.saturating_mul(window.rhs_dilation)
        };
        let (mut is_disjoint, mut covered) = (true, 1);
        for (window, phase) in windows.iter().zip(phases).rev() {
            if covered >= run.length {
                break;
            }
            is_disjoint &= phase.places == 1 || is_apart(window);
            covered *= phase.places;
        }
        let result_stride = axes.last().map_or(1, |axis| axis.other);
        Lines { axes, run, checks, first, taps, result_stride, is_disjoint }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        let outer = &self.axes[..self.run.outer];
        if self.run.length == 0 { 0 } else { outer.iter().map(|axis| axis.extent).product() }
    }

    /// How many elements a line meets at most.
    pub(super) fn elements(&self) -> usize {
        self.run.length * self.taps.len()
    }

    /// Some of the lines in order, in parts of so many places at most.
    pub(super) fn each_part(&self, lines: Range<usize>, most: usize, mut work: impl FnMut(&Part<'_>)) {
        let outer = &self.axes[..self.run.outer];
        let mut walk = Walk::at(outer, lines.start);
        for (coordinate, check) in walk.coordinates.iter_mut().zip(&self.checks) {
            *coordinate += check.first;
        }
        for _ in lines {
            let mut first = 0;
            while first < self.run.length {
                let count = most.min(self.run.length - first);
                let result = self.first[1] + walk.other + first as isize * self.result_stride;
                work(&Part { lines: self, walk, first, count, result });
                first += count;
            }
            walk.next();
        }
    }
}

impl Part<'_> {
    /// What the places meet at each element of the window, in order.
    pub(super) fn taps(&self) -> impl Iterator<Item = Met> + '_ {
        self.lines.taps.iter().map(|tap| self.met(tap.as_ref()))
    }

    #[inline]
    fn met(&self, tap: Option<&Tap>) -> Met {
        let lines = self.lines;
        let stride = lines.run.stride;
        let Some(tap) = tap else { return Met { first: 0, end: 0, element: 0, stride } };
        let mut coordinates = self.walk.coordinates;
        for (coordinate, moved) in coordinates.iter_mut().zip(&tap.coordinates[..lines.checks.len()]) {
            *coordinate += moved;
        }
        let met = inside(&lines.run, &lines.checks, &coordinates, self.first..self.first + self.count);
        let element = lines.first[0].wrapping_add(self.walk.lhs).wrapping_add(tap.place);
        let element = element.wrapping_add(stride.wrapping_mul(met.start as isize));
        Met { first: met.start - self.first, end: met.end - self.first, element, stride }
    }
}
