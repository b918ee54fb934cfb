//! What differs between two States, leaf by leaf.

use std::cmp::Ordering;
use std::fmt::{self, Write};

use half::{bf16, f16};

use super::leaf::{Dims, Leaf};
use super::listing::{Fits, Listing};
use super::metadata::Metadata;
use super::path::Path;
use super::state::State;
use super::variable_type::VariableType;
use crate::error::Result;
use crate::tensor::{DType, Element, Tensor};

/// In what two States differ at a path. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum DifferenceKind {
    /// Only the left State has this leaf.
    OnlyLeft = 1,
    /// Only the right State has this leaf.
    OnlyRight = 2,
    /// The leaves belong to Variables of different types, or only one of them to a Variable.
    Type = 3,
    /// The dtypes differ, or one of the leaves is opaque.
    Dtype = 4,
    /// The shapes differ.
    Shape = 5,
    /// The metadata of the Variables differ.
    Metadata = 6,
    /// The values differ.
    Value = 7,
}

/// One difference between two States. A leaf may have several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the leaf.
    pub path: Path,
    /// In what it differs.
    pub kind: DifferenceKind,
    /// How, for a person.
    pub detail: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let separator = if self.path.keys().is_empty() { "" } else { ": " };
        write!(f, "{}{separator}{}", self.path, self.detail)
    }
}

impl State {
    /// Everything in which the other State differs from this one (the left), in the order of the paths. Empty when and
    /// only when [`State::bit_eq`] holds.
    ///
    /// Elements differ when their bits do. The absolute difference of a NaN or an infinity and another number is
    /// infinite, that of two NaN is 0; the relative one is the absolute divided by the larger magnitude of the two.
    /// RESOURCE_EXHAUSTED when the paths and texts take more than a GiB.
    pub fn diff(&self, other: &State) -> Result<Vec<Difference>> {
        let (mut found, mut listing) = (Vec::new(), Listing::default());
        let listed: Fits<()> = self.each_difference(other, &mut |(state, leaf), kind, detail| {
            listing.count(detail.len())?;
            found.push(Difference { path: state.listed_path(leaf, &mut listing)?, kind, detail });
            Ok(())
        });
        if listed.is_err() {
            found.clear();
        }
        listed?;
        Ok(found)
    }

    /// Calls `found` with each difference as [`State::diff`] lists them: whose leaf it is, and in what it differs.
    pub(crate) fn each_difference<E>(
        &self,
        other: &State,
        found: &mut dyn FnMut((&State, usize), DifferenceKind, String) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let (here, there) = (other.places_in(self), self.places_in(other));
        let (mut left, mut right) = (0, 0);
        while left < self.len() || right < other.len() {
            let order = match (there.get(left), here.get(right)) {
                (Some(Some(_)), Some(Some(_))) => Ordering::Equal,
                // What has no partner comes before what waits for one.
                (Some(None), Some(Some(_)) | None) => Ordering::Less,
                (Some(Some(_)) | None, Some(None)) => Ordering::Greater,
                (Some(None), Some(None)) => self.path(left).cmp(&other.path(right)),
                (_, None) => Ordering::Less,
                (None, _) => Ordering::Greater,
            };
            match order {
                Ordering::Less => {
                    let detail = format!("only on the left: {}", describe(self, left));
                    found((self, left), DifferenceKind::OnlyLeft, detail)?;
                    left += 1;
                }
                Ordering::Greater => {
                    let detail = format!("only on the right: {}", describe(other, right));
                    found((other, right), DifferenceKind::OnlyRight, detail)?;
                    right += 1;
                }
                Ordering::Equal => {
                    let mut failed = None;
                    leaf_differences(self, left, other, right, |kind, detail| {
                        if failed.is_none() {
                            failed = found((self, left), kind, detail).err();
                        }
                    });
                    failed.map_or(Ok(()), Err)?;
                    (left, right) = (left + 1, right + 1);
                }
            }
        }
        Ok(())
    }
}

/// These differences as text for a person: how many there are, and a line for each.
pub fn describe_differences(differences: &[Difference]) -> String {
    let mut text = match differences.len() {
        0 => "no difference\n".to_owned(),
        1 => "1 difference\n".to_owned(),
        many => format!("{many} differences\n"),
    };
    for difference in differences {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{difference}");
    }
    text
}

fn describe(state: &State, leaf: usize) -> String {
    format!("{} {}", type_name(state.variable_type(leaf)), state.values()[leaf])
}

fn type_name(variable_type: Option<VariableType>) -> &'static str {
    variable_type.map_or("array", VariableType::name)
}

fn leaf_differences(left: &State, a: usize, right: &State, b: usize, mut add: impl FnMut(DifferenceKind, String)) {
    let (type_a, type_b) = (left.variable_type(a), right.variable_type(b));
    if type_a != type_b {
        add(DifferenceKind::Type, sides("type", type_name(type_a), type_name(type_b)));
    }
    let (metadata_a, metadata_b) = (left.metadata(a), right.metadata(b));
    if metadata_a != metadata_b {
        add(DifferenceKind::Metadata, metadata_differences(metadata_a, metadata_b));
    }
    match (&left.values()[a], &right.values()[b]) {
        (a, b) if a.bit_eq(b) => (),
        (Leaf::Tensor(a), Leaf::Tensor(b)) => {
            if a.dtype() != b.dtype() {
                add(DifferenceKind::Dtype, sides("dtype", a.dtype(), b.dtype()));
            }
            if a.shape() != b.shape() {
                add(DifferenceKind::Shape, sides("shape", Dims(a.shape()), Dims(b.shape())));
            } else if a.dtype() == b.dtype() {
                add(DifferenceKind::Value, value_differences(a, b));
            }
        }
        (Leaf::Opaque(a), Leaf::Opaque(_)) => {
            add(DifferenceKind::Value, format!("another opaque value of type {}", a.type_name()));
        }
        (a, b) => add(DifferenceKind::Dtype, sides("value", a, b)),
    }
}

fn sides(what: &str, left: impl fmt::Display, right: impl fmt::Display) -> String {
    format!("{what} {left} on the left, {right} on the right")
}

fn metadata_differences(left: &Metadata, right: &Metadata) -> String {
    let mut names: Vec<&str> = [left, right].iter().flat_map(|side| side.entries()).map(|(name, _)| &**name).collect();
    names.sort_unstable();
    names.dedup();
    let side = |metadata: &Metadata, name| metadata.get(name).map_or("nothing".to_owned(), ToString::to_string);
    let differing = names.into_iter().filter(|name| left.get(name) != right.get(name));
    let texts: Vec<String> =
        differing.map(|name| sides(&format!("metadata {name}"), side(left, name), side(right, name))).collect();
    texts.join("; ")
}

/// What two tensors of one dtype and shape have different bits in.
fn value_differences(a: &Tensor, b: &Tensor) -> String {
    match a.dtype() {
        DType::Bool => truths(a, b),
        DType::I8 => integers::<i8>(a, b),
        DType::I16 => integers::<i16>(a, b),
        DType::I32 => integers::<i32>(a, b),
        DType::I64 => integers::<i64>(a, b),
        DType::U8 => integers::<u8>(a, b),
        DType::U16 => integers::<u16>(a, b),
        DType::U32 => integers::<u32>(a, b),
        DType::U64 => integers::<u64>(a, b),
        DType::F16 => floats::<f16>(a, b),
        DType::BF16 => floats::<bf16>(a, b),
        DType::F32 => floats::<f32>(a, b),
        DType::F64 => floats::<f64>(a, b),
    }
}

/// The positions at which two slices have different bits, with both elements.
fn differing<'a, T: Element>(a: &'a Tensor, b: &'a Tensor) -> impl Iterator<Item = (usize, T, T)> {
    let (a, b) = (a.as_slice::<T>().unwrap_or_default(), b.as_slice::<T>().unwrap_or_default());
    let pairs = a.iter().zip(b).enumerate();
    pairs.filter(|(_, (a, b))| bytemuck::bytes_of(*a) != bytemuck::bytes_of(*b)).map(|(at, (a, b))| (at, *a, *b))
}

fn truths(a: &Tensor, b: &Tensor) -> String {
    let (mut count, mut first) = (0usize, None);
    for (at, left, right) in differing::<u8>(a, b) {
        count += 1;
        first.get_or_insert((at, left != 0, right != 0));
    }
    let at = first.map(|(at, left, right)| format!(", the first at {} ({left} and {right})", index(a, at)));
    format!("{} elements differ{}", of(count, a), at.unwrap_or_default())
}

fn integers<T: Element + Into<i128> + fmt::Debug>(a: &Tensor, b: &Tensor) -> String {
    let mut summary = Summary::new();
    for (at, left, right) in differing::<T>(a, b) {
        let (x, y): (i128, i128) = (left.into(), right.into());
        let absolute = (x - y).unsigned_abs();
        let relative = absolute as f64 / x.unsigned_abs().max(y.unsigned_abs()) as f64;
        summary.add(at, absolute, relative, (left, right));
    }
    summary.text(a, |absolute| absolute.to_string())
}

fn floats<T: Element + Into<f64> + fmt::Debug>(a: &Tensor, b: &Tensor) -> String {
    let mut summary = Summary::new();
    for (at, left, right) in differing::<T>(a, b) {
        let (x, y): (f64, f64) = (left.into(), right.into());
        let (absolute, relative) = if x == y || x.is_nan() && y.is_nan() {
            (0.0, 0.0)
        } else if !x.is_finite() || !y.is_finite() {
            (f64::INFINITY, f64::INFINITY)
        } else {
            ((x - y).abs(), (x - y).abs() / x.abs().max(y.abs()))
        };
        summary.add(at, absolute, relative, (left, right));
    }
    summary.text(a, |absolute| format!("{absolute:.3e}"))
}

/// How many elements differ, and where the most.
struct Summary<T, A> {
    count: usize,
    /// The place, the absolute difference and both elements.
    absolute: Option<(usize, A, (T, T))>,
    /// The place and the relative difference.
    relative: Option<(usize, f64)>,
}

impl<T: fmt::Debug, A: PartialOrd> Summary<T, A> {
    fn new() -> Summary<T, A> {
        Summary { count: 0, absolute: None, relative: None }
    }

    fn add(&mut self, at: usize, absolute: A, relative: f64, both: (T, T)) {
        self.count += 1;
        if self.absolute.as_ref().is_none_or(|(_, largest, _)| absolute > *largest) {
            self.absolute = Some((at, absolute, both));
        }
        if self.relative.is_none_or(|(_, largest)| relative > largest) {
            self.relative = Some((at, relative));
        }
    }

    fn text(&self, tensor: &Tensor, print: impl Fn(&A) -> String) -> String {
        let mut text = format!("{} elements differ", of(self.count, tensor));
        if let (Some((at, absolute, (left, right))), Some((relative_at, relative))) = (&self.absolute, self.relative) {
            let (absolute, at) = (print(absolute), index(tensor, *at));
            text += &format!("; largest absolute difference {absolute} at {at} ({left:?} and {right:?})");
            text += &format!(", largest relative difference {relative:.3e} at {}", index(tensor, relative_at));
        }
        text
    }
}

fn of(count: usize, tensor: &Tensor) -> String {
    format!("{count} of {}", tensor.element_count())
}

/// The place of an element as `[1,2]`.
fn index(tensor: &Tensor, at: usize) -> String {
    let (mut rest, mut place) = (at as i64, vec![0; tensor.rank()]);
    for (axis, dim) in tensor.shape().iter().enumerate().rev() {
        place[axis] = rest % dim;
        rest /= dim;
    }
    Dims(&place).to_string()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::leaf::Opaque;
    use super::super::state::StateLeaf;
    use super::*;
    use crate::graph::Static;

    fn leaf(path: &str, variable_type: &str, value: impl Into<Leaf>) -> StateLeaf {
        let variable_type = VariableType::named(variable_type).ok();
        StateLeaf { path: path.parse().unwrap(), variable_type, metadata: Metadata::empty(), value: value.into() }
    }

    fn floats_of<T: Element>(dims: &[i64], values: &[T]) -> Tensor {
        Tensor::from_slice(dims, values).unwrap()
    }

    fn differences(left: Vec<StateLeaf>, right: Vec<StateLeaf>) -> Vec<(String, DifferenceKind, String)> {
        let (left, right) = (State::from_leaves(left).unwrap(), State::from_leaves(right).unwrap());
        let found = left.diff(&right).unwrap();
        assert_eq!(found.is_empty(), left.bit_eq(&right));
        let mirrored = right.diff(&left).unwrap();
        assert_eq!(found.len(), mirrored.len());
        found.into_iter().map(|Difference { path, kind, detail }| (path.to_string(), kind, detail)).collect()
    }

    fn only(left: impl Into<Leaf>, right: impl Into<Leaf>) -> (DifferenceKind, String) {
        let found = differences(vec![leaf("a", "Param", left)], vec![leaf("a", "Param", right)]);
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].1, found[0].2.clone())
    }

    #[test]
    fn leaves_of_one_side_are_found_in_order() {
        let one = || Tensor::scalar(1f32);
        let left = vec![leaf("a", "Param", one()), leaf("b/0", "Param", one()), leaf("b/2", "Param", one())];
        let right = vec![leaf("b/0", "Param", one()), leaf("b/1", "BatchStat", one()), leaf("c", "", one())];
        let found = differences(left, right);
        let expected = [
            ("a", DifferenceKind::OnlyLeft, "only on the left: Param float32[]"),
            ("b/1", DifferenceKind::OnlyRight, "only on the right: BatchStat float32[]"),
            ("b/2", DifferenceKind::OnlyLeft, "only on the left: Param float32[]"),
            ("c", DifferenceKind::OnlyRight, "only on the right: array float32[]"),
        ];
        assert_eq!(found, expected.map(|(path, kind, detail)| (path.to_owned(), kind, detail.to_owned())));
    }

    #[test]
    fn the_largest_difference_is_named_with_its_place() {
        let left = floats_of(&[2, 3], &[1f32, 2.0, 100.0, 4.0, 0.0, 6.0]);
        let right = floats_of(&[2, 3], &[1f32, 1.0, 110.0, 4.0, -0.0, 6.0]);
        let (kind, detail) = only(left, right);
        assert_eq!(kind, DifferenceKind::Value);
        assert_eq!(
            detail,
            "3 of 6 elements differ; largest absolute difference 1.000e1 at [0,2] (100.0 and 110.0), \
             largest relative difference 5.000e-1 at [0,1]"
        );
    }

    #[test]
    fn integers_differ_exactly() {
        let detail = only(floats_of(&[1], &[i64::MIN]), floats_of(&[1], &[i64::MAX])).1;
        assert!(detail.contains("absolute difference 18446744073709551615 at [0]"), "{detail}");
        let detail = only(floats_of(&[2], &[0u64, 7]), floats_of(&[2], &[u64::MAX, 7])).1;
        assert!(detail.starts_with("1 of 2") && detail.contains("(0 and 18446744073709551615)"), "{detail}");
    }

    #[test]
    fn nan_against_a_number_is_the_largest_and_against_nan_the_smallest_difference() {
        let detail = only(floats_of(&[3], &[1f64, f64::NAN, 3.0]), floats_of(&[3], &[9.0, 2.0, 3.0])).1;
        assert!(detail.contains("absolute difference inf at [1] (NaN and 2.0)"), "{detail}");
        let other_nan = f64::from_bits(f64::NAN.to_bits() | 1);
        let detail = only(Tensor::scalar(f64::NAN), Tensor::scalar(other_nan)).1;
        assert!(detail.contains("absolute difference 0.000e0 at []"), "{detail}");
        assert!(
            differences(vec![leaf("a", "", Tensor::scalar(f64::NAN))], vec![leaf("a", "", Tensor::scalar(f64::NAN))])
                .is_empty()
        );
    }

    #[test]
    fn half_floats_and_truths_print_their_elements() {
        let (half, third) = (f16::from_f32(0.5), f16::from_f32(0.25));
        let detail = only(Tensor::scalar(half), Tensor::scalar(third)).1;
        assert!(detail.contains("(0.5 and 0.25)"), "{detail}");
        let truths = |values: &[bool]| Tensor::from_bools(&[2], values).unwrap();
        let detail = only(truths(&[true, true]), truths(&[true, false])).1;
        assert_eq!(detail, "1 of 2 elements differ, the first at [1] (true and false)");
    }

    #[test]
    fn shape_dtype_type_and_metadata_are_told_apart() {
        let kinds =
            |found: Vec<(String, DifferenceKind, String)>| found.into_iter().map(|row| row.1).collect::<Vec<_>>();
        let left = vec![leaf("a", "Param", floats_of(&[2], &[1f32, 2.0]))];
        let mut other = leaf("a", "BatchStat", floats_of(&[1, 2], &[1f64, 2.0]));
        other.metadata.set("tag", Static::from(1i64));
        let found = differences(left, vec![other]);
        assert!(found[1].2.contains("metadata tag nothing on the left, 1 on the right"), "{found:?}");
        let expected = [DifferenceKind::Type, DifferenceKind::Metadata, DifferenceKind::Dtype, DifferenceKind::Shape];
        assert_eq!(kinds(found), expected);
    }

    #[test]
    fn opaque_values_differ_by_identity() {
        let opaque = || Leaf::Opaque(Arc::new(Opaque::new("foreign.Array", 4, Box::new(()))));
        let (kind, detail) = only(opaque(), opaque());
        assert_eq!((kind, detail.as_str()), (DifferenceKind::Value, "another opaque value of type foreign.Array"));
        assert_eq!(only(opaque(), Tensor::scalar(1f32)).0, DifferenceKind::Dtype);
        let same = opaque();
        assert!(differences(vec![leaf("a", "", same.clone())], vec![leaf("a", "", same)]).is_empty());
    }

    #[test]
    fn the_text_counts_and_lists() {
        let states =
            [1f32, 2.0].map(|value| State::from_leaves(vec![leaf("a", "Param", Tensor::scalar(value))]).unwrap());
        let text = describe_differences(&states[0].diff(&states[1]).unwrap());
        assert!(text.starts_with("1 difference\na: 1 of 1 elements differ; "), "{text}");
        assert_eq!(describe_differences(&[]), "no difference\n");
    }
}
