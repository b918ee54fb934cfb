//! Rectangular parts of arrays, copied in runs of bytes that lie together in both.

/// A part with its place in two row-major arrays.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// From the outermost on; none has extent 1, and neighbours that could be one are.
    axes: Vec<Axis>,
    /// The bytes of a run; 0 where the part has no element.
    run: usize,
}

/// How many runs, or rows of them, follow each other, and how many bytes apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Axis {
    pub(super) extent: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Part {
    /// A part of these extents, between arrays of these; an element has so many bytes.
    pub(super) fn new(part: &[i64], from: &[i64], to: &[i64], size: usize) -> Part {
        let (from, to) = (strides(from, size), strides(to, size));
        let axes = part.iter().zip(from.iter().zip(&to));
        Part::of(axes.map(|(&extent, (&from, &to))| Axis { extent: extent as usize, from, to }).collect(), size)
    }

    /// A part with these axes, from the outermost on.
    pub(super) fn of(axes: Vec<Axis>, size: usize) -> Part {
        if axes.iter().any(|axis| axis.extent == 0) {
            return Part { axes: Vec::new(), run: 0 };
        }
        let mut part = Part { axes: Vec::new(), run: size };
        for axis in axes.into_iter().rev().filter(|axis| axis.extent != 1) {
            match part.axes.last_mut() {
                None if axis.from == part.run && axis.to == part.run => part.run *= axis.extent,
                Some(inner) if axis.from == inner.from * inner.extent && axis.to == inner.to * inner.extent => {
                    inner.extent *= axis.extent;
                }
                _ => part.axes.push(axis),
            }
        }
        part.axes.reverse();
        part
    }

    /// The bytes of its only run, where it has one.
    pub(super) fn single(&self) -> Option<usize> {
        self.axes.is_empty().then_some(self.run)
    }

    /// Copies the part, which begins at these places.
    ///
    /// # Safety
    /// Both arrays have the part there, and they do not overlap.
    pub(super) unsafe fn copy(&self, from: *const u8, to: *mut u8) {
        // SAFETY: asked of the caller; without axes there is one run.
        unsafe {
            match self.axes.split_last() {
                None => Axis { extent: 1, from: 0, to: 0 }.copy(self.run, from, to),
                Some((inner, outer)) => self.copy_rows(outer, *inner, from, to),
            }
        }
    }

    unsafe fn copy_rows(&self, outer: &[Axis], inner: Axis, from: *const u8, to: *mut u8) {
        let Some((axis, rest)) = outer.split_first() else {
            // SAFETY: asked of the caller of `copy`.
            return unsafe { inner.copy(self.run, from, to) };
        };
        for index in 0..axis.extent {
            // SAFETY: each index of an axis is below its extent.
            unsafe { self.copy_rows(rest, inner, from.add(index * axis.from), to.add(index * axis.to)) };
        }
    }
}

impl Axis {
    /// Copies as many runs of so many bytes.
    ///
    /// # Safety
    /// Both arrays have such runs, and they do not overlap.
    #[inline(always)]
    pub(super) unsafe fn copy(self, run: usize, from: *const u8, to: *mut u8) {
        // SAFETY: asked of the caller.
        unsafe {
            match run {
                1 => copy_elements::<u8>(self, from, to),
                2 => copy_elements::<u16>(self, from, to),
                4 => copy_elements::<u32>(self, from, to),
                8 => copy_elements::<u64>(self, from, to),
                nbytes => {
                    for index in 0..self.extent {
                        let (from, to) = (from.add(index * self.from), to.add(index * self.to));
                        std::ptr::copy_nonoverlapping(from, to, nbytes);
                    }
                }
            }
        }
    }
}

/// Runs that are as short as an element, without a call for each.
#[inline(always)]
unsafe fn copy_elements<T: Copy>(axis: Axis, from: *const u8, to: *mut u8) {
    for index in 0..axis.extent {
        // SAFETY: asked of the caller of `copy`.
        unsafe {
            let value = from.add(index * axis.from).cast::<T>().read_unaligned();
            to.add(index * axis.to).cast::<T>().write_unaligned(value);
        }
    }
}

/// How many bytes apart neighbours along each dimension of a row-major array lie.
pub(super) fn strides(dims: &[i64], size: usize) -> Vec<usize> {
    let mut strides = vec![size; dims.len()];
    for dimension in (1..dims.len()).rev() {
        strides[dimension - 1] = strides[dimension] * dims[dimension] as usize;
    }
    strides
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of an array of 4x5x6 bytes that lie in the part, by index.
    fn expected(part: [usize; 3]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for i in 0..part[0] {
            for j in 0..part[1] {
                bytes.extend((0..part[2]).map(|k| (i * 30 + j * 6 + k) as u8));
            }
        }
        bytes
    }

    #[test]
    fn a_part_is_copied_in_as_few_runs_as_there_are() {
        let array: Vec<u8> = (0..120).collect();
        for (part, axes, run) in [
            ([4, 5, 6], 0, 120),
            ([2, 5, 6], 0, 60),
            ([4, 2, 6], 1, 12),
            ([4, 1, 6], 1, 6),
            ([4, 5, 2], 1, 2),
            ([4, 3, 2], 2, 2),
            ([1, 1, 1], 0, 1),
            ([4, 1, 1], 1, 1),
            ([4, 0, 6], 0, 0),
        ] {
            let dims = part.map(|extent| extent as i64);
            let copied = Part::new(&dims, &[4, 5, 6], &dims, 1);
            assert_eq!((copied.axes.len(), copied.run), (axes, run), "{part:?}");
            let mut found = vec![255; part.iter().product()];
            // SAFETY: the part lies in both.
            unsafe { copied.copy(array.as_ptr(), found.as_mut_ptr()) };
            assert_eq!(found, expected(part), "{part:?}");
        }
    }
}
