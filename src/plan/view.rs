//! Index maps: which element of an array each element of a value is.

/// One axis of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Axis {
    /// How many indices it has.
    pub extent: usize,
    /// By how many elements of the array neighbours are apart.
    pub stride: isize,
}

/// An affine map from indices to elements of a row-major array. Broadcasts, transposes, slices and reversals are views;
/// none of them moves an element.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct View {
    /// The element at index 0.
    pub offset: isize,
    /// Outermost first.
    pub axes: Vec<Axis>,
}

impl View {
    /// All elements of an array of these extents.
    pub fn identity(extents: &[usize]) -> View {
        let mut stride = 1;
        let mut axes: Vec<Axis> = Vec::with_capacity(extents.len());
        for &extent in extents.iter().rev() {
            axes.push(Axis { extent, stride });
            stride *= extent as isize;
        }
        axes.reverse();
        View { offset: 0, axes }
    }

    /// The number of indices.
    pub fn count(&self) -> usize {
        self.axes.iter().map(|axis| axis.extent).product()
    }

    /// The extents.
    pub fn extents(&self) -> Vec<usize> {
        self.axes.iter().map(|axis| axis.extent).collect()
    }

    /// The view whose axis `dimensions[i]` is axis `i` of this one; the others repeat it.
    pub fn broadcast(&self, dimensions: &[usize], extents: &[usize]) -> View {
        let mut axes: Vec<Axis> = extents.iter().map(|&extent| Axis { extent, stride: 0 }).collect();
        for (axis, &dimension) in self.axes.iter().zip(dimensions) {
            if axis.extent != 1 {
                axes[dimension].stride = axis.stride;
            }
        }
        View { offset: self.offset, axes }
    }

    /// The view whose axis `i` is axis `permutation[i]` of this one.
    pub fn transpose(&self, permutation: &[usize]) -> View {
        View { offset: self.offset, axes: permutation.iter().map(|&axis| self.axes[axis]).collect() }
    }

    /// Every `strides[i]`-th index of axis `i` from `starts[i]` on, `extents[i]` of them.
    pub fn slice(&self, starts: &[usize], strides: &[usize], extents: &[usize]) -> View {
        let mut view = self.clone();
        for (place, axis) in view.axes.iter_mut().enumerate() {
            view.offset += axis.stride * starts[place] as isize;
            *axis = Axis { extent: extents[place], stride: axis.stride * strides[place] as isize };
        }
        view
    }

    /// The view with these axes read from their ends.
    pub fn reverse(&self, dimensions: &[usize]) -> View {
        let mut view = self.clone();
        for &dimension in dimensions {
            let axis = &mut view.axes[dimension];
            view.offset += axis.stride * (axis.extent as isize - 1).max(0);
            axis.stride = -axis.stride;
        }
        view
    }

    /// The view with other extents over the same elements in the same order, where its strides allow one.
    pub fn reshape(&self, extents: &[usize]) -> Option<View> {
        if self.count() == 0 {
            return Some(View { offset: 0, axes: View::identity(extents).axes });
        }
        let source = self.simplified().axes;
        let mut axes = vec![Axis { extent: 1, stride: 0 }; extents.len()];
        // From the innermost axis on, each axis of the source is cut into axes of the result.
        let mut left = source.iter().rev().copied();
        let mut current = Axis { extent: 1, stride: 0 };
        for (place, &extent) in extents.iter().enumerate().rev() {
            if extent == 1 {
                continue;
            }
            if current.extent == 1 {
                current = left.next()?;
            }
            if current.extent % extent != 0 {
                return None;
            }
            axes[place] = Axis { extent, stride: current.stride };
            current = Axis { extent: current.extent / extent, stride: current.stride * extent as isize };
        }
        Some(View { offset: self.offset, axes })
    }

    /// The same map with as few axes as it takes: none of extent 1, none that continues the one inside of it.
    pub fn simplified(&self) -> View {
        let mut axes: Vec<Axis> = Vec::with_capacity(self.axes.len());
        for &axis in self.axes.iter().filter(|axis| axis.extent != 1) {
            match axes.last_mut() {
                Some(outer) if outer.stride == axis.stride * axis.extent as isize => {
                    *outer = Axis { extent: outer.extent * axis.extent, stride: axis.stride };
                }
                _ => axes.push(axis),
            }
        }
        View { offset: self.offset, axes }
    }

    /// Whether it is the elements of an array of so many, each once and in order.
    pub fn is_identity(&self, count: usize) -> bool {
        if self.count() != count {
            return false;
        }
        let simple = self.simplified();
        count == 0
            || (simple.offset == 0
                && match simple.axes.as_slice() {
                    [] => true,
                    [axis] => axis.stride == 1,
                    _ => false,
                })
    }

    /// Whether it is one element everywhere.
    pub fn is_uniform(&self) -> bool {
        self.axes.iter().all(|axis| axis.extent == 1 || axis.stride == 0)
    }

    /// The element at an index, counted row-major.
    pub fn element(&self, index: usize) -> isize {
        let (mut element, mut rest) = (self.offset, index);
        for axis in self.axes.iter().rev() {
            element += (rest % axis.extent) as isize * axis.stride;
            rest /= axis.extent;
        }
        element
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(view: &View) -> Vec<isize> {
        (0..view.count()).map(|index| view.element(index)).collect()
    }

    #[test]
    fn movements_compose() {
        let all = View::identity(&[2, 3]);
        assert_eq!(elements(&all.transpose(&[1, 0])), [0, 3, 1, 4, 2, 5]);
        assert_eq!(elements(&all.reverse(&[1])), [2, 1, 0, 5, 4, 3]);
        assert_eq!(elements(&all.slice(&[0, 1], &[1, 2], &[2, 1])), [1, 4]);
        assert_eq!(elements(&all.transpose(&[1, 0]).slice(&[1, 0], &[1, 1], &[2, 2])), [1, 4, 2, 5]);
        let row = View::identity(&[3]).broadcast(&[1], &[2, 3]);
        assert_eq!(elements(&row), [0, 1, 2, 0, 1, 2]);
        assert!(all.is_identity(6) && !row.is_identity(6) && !all.reverse(&[0]).is_identity(6));
    }

    #[test]
    fn a_reshape_is_a_view_where_strides_allow() {
        let all = View::identity(&[2, 3, 4]);
        assert_eq!(elements(&all.reshape(&[6, 4]).expect("contiguous")), (0..24).collect::<Vec<isize>>());
        let turned = all.transpose(&[2, 0, 1]);
        assert_eq!(elements(&turned.reshape(&[4, 6]).expect("the inner axes follow each other")), elements(&turned));
        assert_eq!(elements(&turned.reshape(&[2, 2, 6]).expect("the outer axis is cut")), elements(&turned));
        assert_eq!(turned.reshape(&[8, 3]), None);
        assert_eq!(turned.reshape(&[24]), None);
        let row = View::identity(&[3]).broadcast(&[1], &[2, 3]);
        assert_eq!(elements(&row.reshape(&[2, 1, 3]).expect("an axis of one")), elements(&row));
        assert_eq!(row.reshape(&[6]), None);
    }

    #[test]
    fn fewest_axes() {
        let view = View::identity(&[2, 1, 3, 4]);
        assert_eq!(view.simplified().axes, [Axis { extent: 24, stride: 1 }]);
        let spread = View::identity(&[]).broadcast(&[], &[2, 3]);
        assert_eq!(spread.simplified().axes, [Axis { extent: 6, stride: 0 }]);
        assert!(spread.is_uniform());
    }
}
