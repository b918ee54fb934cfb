//! What is multiplied and added: a row, a column and a term give one element of each operand.

use std::ops::Range;

/// The most coordinates that can lie outside, and one less than the most axes of rows and of terms.
pub(in super::super) const MAX_CHECKS: usize = 6;

const MAX_AXES: usize = MAX_CHECKS + 1;

/// One axis of the rows, or of the terms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in super::super) struct Axis {
    pub(in super::super) extent: usize,
    /// The distance of neighbours on the left.
    pub(in super::super) lhs: isize,
    /// The distance of neighbours in the result, of rows; on the right, of terms.
    pub(in super::super) other: isize,
    /// Which coordinate moves with it, and by how much.
    pub(in super::super) coordinate: Option<(usize, isize)>,
}

/// A coordinate that rows and terms move together. Where it is not less than the extent, or negative, the element on the
/// left is 0.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Check {
    pub(in super::super) first: isize,
    pub(in super::super) extent: isize,
}

/// Sums of products. Each adds its terms in order.
#[derive(Clone, Debug)]
pub(in super::super) struct Contraction {
    pub(super) rows: Vec<Axis>,
    pub(super) terms: Vec<Axis>,
    pub(super) columns: usize,
    /// The distance of columns on the right and in the result.
    pub(super) column: [isize; 2],
    pub(super) checks: Vec<Check>,
    /// The first elements on the left, on the right and of the result.
    pub(super) first: [isize; 3],
    /// Whether what is copied on the left lies along the rows, not along the terms.
    pub(super) along_rows: bool,
    pub(super) run: Run,
}

/// Elements on the left that are copied at once: those of the innermost axes.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct Run {
    /// How many axes are walked over to go from run to run.
    pub(in super::super) outer: usize,
    pub(in super::super) length: usize,
    pub(in super::super) stride: isize,
    /// A coordinate that moves along it, by how much, and how many elements have the same.
    pub(in super::super) coordinate: Option<(usize, isize)>,
    pub(in super::super) unit: usize,
}

impl Contraction {
    pub(in super::super) fn new(
        rows: Vec<Axis>,
        terms: Vec<Axis>,
        columns: usize,
        column: [isize; 2],
        checks: Vec<Check>,
        first: [isize; 3],
    ) -> Contraction {
        let (rows, terms) = (used(&rows, &terms, &checks), used(&terms, &rows, &checks));
        let (by_rows, by_terms) = (Run::of(&rows, false), Run::of(&terms, false));
        // Neighbours in memory are copied at once, as many as there are.
        let gain = |run: &Run| if run.stride == 1 { run.length } else { 1 };
        let along_rows = gain(&by_rows) > gain(&by_terms);
        let run = if along_rows { by_rows } else { by_terms };
        Contraction { rows, terms, columns, column, checks, first, along_rows, run }
    }

    pub(in super::super) fn row_count(&self) -> usize {
        count(&self.rows)
    }

    /// How many products a row is made of.
    pub(in super::super) fn products_of_row(&self) -> usize {
        self.depth() * self.columns
    }

    pub(in super::super) fn column_count(&self) -> usize {
        self.columns
    }

    pub(super) fn depth(&self) -> usize {
        count(&self.terms)
    }
}

impl Run {
    /// The longest one; where the other operand or the result counts too, it is in order there as well.
    pub(in super::super) fn of(axes: &[Axis], in_both: bool) -> Run {
        let Some((inner, outer)) = axes.split_last() else {
            return Run { outer: 0, length: 1, stride: 1, coordinate: None, unit: 1 };
        };
        let extent = inner.extent as isize;
        let follows = |next: &&Axis| {
            let in_order = inner.coordinate.is_none() && next.lhs == extent.wrapping_mul(inner.lhs);
            in_order && (!in_both || next.other == extent.wrapping_mul(inner.other))
        };
        let next = outer.last().filter(follows);
        match next {
            Some(next) => Run {
                outer: outer.len() - 1,
                length: inner.extent * next.extent,
                stride: inner.lhs,
                coordinate: next.coordinate,
                unit: inner.extent,
            },
            None => Run {
                outer: outer.len(),
                length: inner.extent,
                stride: inner.lhs,
                coordinate: inner.coordinate,
                unit: 1,
            },
        }
    }
}

fn count(axes: &[Axis]) -> usize {
    axes.iter().map(|axis| axis.extent).product()
}

/// Whether some row and term bring the coordinate outside.
fn can_leave(check: &Check, rows: &[Axis], terms: &[Axis], dimension: usize) -> bool {
    let far = |axis: &Axis| match axis.coordinate {
        Some((moved, step)) if moved == dimension => (axis.extent as isize - 1).max(0).saturating_mul(step),
        _ => 0,
    };
    let last = rows.iter().chain(terms).fold(check.first, |last, axis| last.saturating_add(far(axis)));
    check.first < 0 || last >= check.extent
}

/// The axes without those of one index, and with those as one that lie one in the other. `others` move the coordinates
/// too; one that never leaves the array is left alone.
pub(in super::super) fn used(axes: &[Axis], others: &[Axis], checks: &[Check]) -> Vec<Axis> {
    let needed: Vec<bool> = (0..checks.len()).map(|at| can_leave(&checks[at], axes, others, at)).collect();
    let mut merged: Vec<Axis> = Vec::with_capacity(axes.len());
    for &axis in axes {
        let mut axis = axis;
        axis.coordinate = axis.coordinate.filter(|(dimension, _)| needed[*dimension]);
        if axis.extent == 1 {
            continue;
        }
        match merged.last_mut() {
            Some(outer)
                if outer.coordinate.is_none()
                    && axis.coordinate.is_none()
                    && outer.lhs == axis.lhs.wrapping_mul(axis.extent as isize)
                    && outer.other == axis.other.wrapping_mul(axis.extent as isize) =>
            {
                *outer = Axis { extent: outer.extent * axis.extent, ..axis };
            }
            _ => merged.push(axis),
        }
    }
    merged
}

/// An index of some axes, and where it lies.
#[derive(Clone, Copy)]
pub(in super::super) struct Walk<'a> {
    axes: &'a [Axis],
    index: [usize; MAX_AXES],
    pub(in super::super) lhs: isize,
    pub(in super::super) other: isize,
    pub(in super::super) coordinates: [isize; MAX_CHECKS],
}

impl<'a> Walk<'a> {
    /// The index at this place, in row-major order.
    #[inline(always)]
    pub(in super::super) fn at(axes: &'a [Axis], place: usize) -> Walk<'a> {
        let mut walk = Walk { axes, index: [0; MAX_AXES], lhs: 0, other: 0, coordinates: [0; MAX_CHECKS] };
        let (mut rest, mut axis) = (place, axes.len());
        while axis > 0 && rest > 0 {
            axis -= 1;
            let extent = axes[axis].extent;
            walk.step(axis, (rest % extent) as isize);
            rest /= extent;
        }
        walk
    }

    #[inline(always)]
    fn step(&mut self, at: usize, count: isize) {
        let axis = self.axes[at];
        self.index[at] = self.index[at].wrapping_add_signed(count);
        self.lhs = self.lhs.wrapping_add(axis.lhs.wrapping_mul(count));
        self.other = self.other.wrapping_add(axis.other.wrapping_mul(count));
        if let Some((dimension, step)) = axis.coordinate {
            self.coordinates[dimension] += step * count;
        }
    }

    /// Goes on to the next index.
    #[inline(always)]
    pub(in super::super) fn next(&mut self) {
        let mut axis = self.axes.len();
        while axis > 0 {
            axis -= 1;
            if self.index[axis] + 1 < self.axes[axis].extent {
                self.step(axis, 1);
                return;
            }
            self.step(axis, -(self.index[axis] as isize));
        }
    }
}

/// Which of the elements of a run lie inside, of those from `first` to `end`.
#[inline(always)]
pub(in super::super) fn inside(
    run: &Run,
    checks: &[Check],
    at: &[isize; MAX_CHECKS],
    elements: Range<usize>,
) -> Range<usize> {
    let (mut first, mut end) = (elements.start, elements.end);
    let mut dimension = 0;
    while dimension < checks.len() {
        let (coordinate, extent) = (at[dimension], checks[dimension].extent);
        match run.coordinate {
            Some((moved, step)) if moved == dimension => {
                let low = if coordinate < 0 { steps(-coordinate, step) } else { 0 };
                let high = if coordinate < extent { steps(extent - coordinate, step) } else { 0 };
                first = first.max(low.min(run.length).saturating_mul(run.unit));
                end = end.min(high.min(run.length).saturating_mul(run.unit));
            }
            _ if coordinate < 0 || coordinate >= extent => end = 0,
            _ => {}
        }
        dimension += 1;
    }
    if first < end { first..end } else { elements.start..elements.start }
}

/// How many steps reach this far.
#[inline(always)]
fn steps(distance: isize, step: isize) -> usize {
    if step == 1 { distance as usize } else { ((distance - 1) / step + 1) as usize }
}
