//! The rules of filters and of indices, wherever the objects live: in an arena, or in a Python process.

/// What a filter is made of.
pub(crate) enum Rule<'a, F, T> {
    /// What passes one of these.
    Any(&'a [F]),
    /// What passes all of these.
    All(&'a [F]),
    /// What does not pass this.
    Not(&'a F),
    /// All of it.
    Everything,
    /// None of it.
    Nothing,
    /// What passes a test of the leaf.
    Test(&'a T),
}

/// A filter, made of tests of one kind.
pub(crate) trait Combined: Sized {
    /// A test of a leaf.
    type Test;

    /// What it is made of.
    fn rule(&self) -> Rule<'_, Self, Self::Test>;

    /// Whether this is `...`: the rest, which may be followed only by itself.
    fn takes_the_rest(&self) -> bool;
}

/// Whether what `test` answers for passes the filter. Tests are asked in order, and only as long as the answer is open.
pub(crate) fn passes<F: Combined, E>(
    filter: &F,
    test: &mut impl FnMut(&F::Test) -> Result<bool, E>,
) -> Result<bool, E> {
    Ok(match filter.rule() {
        Rule::Any(filters) => {
            for filter in filters {
                if passes(filter, test)? {
                    return Ok(true);
                }
            }
            false
        }
        Rule::All(filters) => {
            for filter in filters {
                if !passes(filter, test)? {
                    return Ok(false);
                }
            }
            true
        }
        Rule::Not(filter) => !passes(filter, test)?,
        Rule::Everything => true,
        Rule::Nothing => false,
        Rule::Test(leaf) => test(leaf)?,
    })
}

/// The first filter that a leaf passes: it takes the leaf.
pub(crate) fn first<F: Combined, E>(
    filters: &[F],
    test: &mut impl FnMut(&F::Test) -> Result<bool, E>,
) -> Result<Option<usize>, E> {
    for (place, filter) in filters.iter().enumerate() {
        if passes(filter, test)? {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

/// The first filter that takes the rest although another one follows, which could never take a leaf.
pub(crate) fn misplaced<F: Combined>(filters: &[F]) -> Option<usize> {
    let is_misplaced =
        |place: &usize| filters[*place].takes_the_rest() && !filters[place + 1..].iter().all(Combined::takes_the_rest);
    (0..filters.len()).find(is_misplaced)
}

/// Which objects have an index.
pub(crate) trait Marks {
    /// How an object is named.
    type Node: Copy;

    /// The index of an object that has one; any other is given `next`.
    fn mark(&mut self, node: Self::Node, next: u32) -> Option<u32>;
}

/// One counter for graph nodes and Variables, in the order in which they are first met.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counter {
    next: u32,
}

impl Counter {
    /// A counter that begins behind the indices that were given before.
    pub(crate) fn behind(given: u32) -> Counter {
        Counter { next: given }
    }

    /// A new index for this object, or as an error the one that it has: then it becomes a reference.
    #[inline(always)]
    pub(crate) fn index<M: Marks>(&mut self, marks: &mut M, node: M::Node) -> Result<u32, u32> {
        let next = self.next;
        match marks.mark(node, next) {
            Some(index) => Err(index),
            None => {
                self.next += 1;
                Ok(next)
            }
        }
    }
}
