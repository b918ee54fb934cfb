//! The arguments of a compiled function, read flat: its leaves in the order of `nnx.jit`, the Variables that hold them,
//! and on the walk's tape everything else that the compiled function depends on.
//!
//! Behind what `walk.rs` writes down of the graph nodes stand the containers around them and, for each leaf, of which
//! kind it is. Equal tapes are arguments for the same compiled function.

use std::ops::Range;

use super::kind::Kind;
use super::layout::Keys;
use super::module::{Step, Stop};
use super::native::Native;
use super::object::{Borrowed, Object};
use super::record::Record;
use super::variable::Variables;
use super::walk::{self, Found};

/// Containers deeper than that are for JAX.
const MAX_DEPTH: u32 = 64;

/// What stands in the lowest bits of the words that are written here; those of the walk have other bits.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Tag {
    Node = 0x81,
    Plain,
    None,
    List,
    Tuple,
    Dict,
    /// A leaf that is a `jax.Array`.
    Array,
    /// A leaf that JAX makes an array of.
    Host,
    /// A leaf that is a typed PRNG key, of the implementation that follows.
    Key,
}

/// The leaves of a call.
#[derive(Default)]
pub(super) struct Arguments {
    /// What the compiled function takes; of a typed PRNG key its words.
    pub(super) leaves: Vec<Object>,
    /// The Variable that holds the leaf, or `None`.
    pub(super) variables: Vec<Object>,
}

/// Reads the arguments. With `RECORD`, `record` receives what the tape has the addresses of.
pub(super) fn read<const RECORD: bool>(
    native: &mut Native,
    found: &mut Found,
    record: &mut Record,
    args: &Borrowed,
    kwargs: &Borrowed,
) -> Step<Arguments> {
    let mut reader = Reader::<RECORD> { native, found, record, parts: Vec::new(), depth: 0 };
    reader.value(args)?;
    reader.value(kwargs)?;
    let parts = reader.parts;
    leaves(native, found, record, &parts)
}

/// Where leaves stand.
enum Part {
    /// Among those of the walk.
    Walked(Range<usize>),
    /// An argument that is a leaf itself.
    Plain(Object),
}

struct Reader<'a, const RECORD: bool> {
    native: &'a mut Native,
    found: &'a mut Found,
    record: &'a mut Record,
    parts: Vec<Part>,
    depth: u32,
}

impl<const RECORD: bool> Reader<'_, RECORD> {
    /// An argument, or what a container among the arguments holds. The caller keeps it alive.
    fn value(&mut self, value: &Borrowed) -> Step<()> {
        let kind = self.native.kinds.kind(&self.native.flax, value)?;
        match kind {
            Kind::Graph | Kind::CustomGraph | Kind::Variable => {
                self.found.word(Tag::Node as u64);
                let start = self.found.leaves.len();
                walk::walk::<RECORD>(self.native, self.found, self.record, value, true)?;
                self.parts.push(Part::Walked(start..self.found.leaves.len()));
                Ok(())
            }
            Kind::Array | Kind::Value => {
                self.found.word(Tag::Plain as u64);
                self.parts.push(Part::Plain(value.own()));
                Ok(())
            }
            Kind::None => {
                self.found.word(Tag::None as u64);
                Ok(())
            }
            Kind::List | Kind::Tuple | Kind::Dict => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Stop::Fallback("deep arguments"));
                }
                match kind {
                    Kind::List => self.list(value)?,
                    Kind::Tuple => self.tuple(value)?,
                    _ => self.dict(value)?,
                }
                self.depth -= 1;
                Ok(())
            }
            _ => Err(Stop::Fallback("an argument of another kind")),
        }
    }

    fn list(&mut self, list: &Borrowed) -> Step<()> {
        let items: Vec<Object> =
            (0..list.list_size()).map(|at| list.list_get(at).map(Borrowed::own)).collect::<Result<_, _>>()?;
        self.found.word(Tag::List as u64 | (items.len() as u64) << 32);
        items.into_iter().try_for_each(|item| self.held(item))
    }

    fn tuple(&mut self, tuple: &Borrowed) -> Step<()> {
        let count = tuple.tuple_size();
        self.found.word(Tag::Tuple as u64 | (count as u64) << 32);
        (0..count).try_for_each(|at| self.value(tuple.tuple_get(at)?))
    }

    fn dict(&mut self, dict: &Borrowed) -> Step<()> {
        let mut values = Vec::new();
        let Some(layout) = self.native.layouts.read(&self.native.flax, dict, Keys::Any, &mut values)? else {
            return Err(Stop::Fallback("an argument with odd keys"));
        };
        self.found.word(Tag::Dict as u64 | u64::from(layout) << 32);
        for at in 0..values.len() {
            let place = self.native.layouts.layout(layout).order[at] as usize;
            self.held(values[place].clone())?;
        }
        Ok(())
    }

    fn held(&mut self, value: Object) -> Step<()> {
        let pointer = self.found.hold(value);
        // SAFETY: it is held until the reading is over.
        self.value(unsafe { Borrowed::from_ptr(pointer) })
    }
}

/// The values of all leaves, and their kinds.
fn leaves(native: &mut Native, found: &mut Found, record: &mut Record, parts: &[Part]) -> Step<Arguments> {
    let count = parts.iter().map(|part| if let Part::Walked(range) = part { range.len() } else { 1 }).sum();
    let mut arguments = Arguments { leaves: Vec::with_capacity(count), variables: Vec::with_capacity(count) };
    let (mut variables, _) = native.variables();
    for part in parts {
        match part {
            Part::Plain(value) => {
                leaf(&mut variables, found, record, value.clone(), &mut arguments)?;
                arguments.variables.push(Object::none());
            }
            Part::Walked(range) => {
                for at in range.clone() {
                    let held = found.leaf(at).own();
                    let (value, holder) = match variables.kinds.kind(variables.flax, &held)? {
                        Kind::Variable => {
                            variables.expect_writable(&held)?;
                            (variables.flax.raw_value.get(&held)?, held)
                        }
                        _ => (held, Object::none()),
                    };
                    leaf(&mut variables, found, record, value, &mut arguments)?;
                    arguments.variables.push(holder);
                }
            }
        }
    }
    Ok(arguments)
}

#[inline]
fn leaf(
    variables: &mut Variables<'_>,
    found: &mut Found,
    record: &mut Record,
    value: Object,
    arguments: &mut Arguments,
) -> Step<()> {
    let flax = variables.flax;
    if value.is_exactly(&flax.array_impl) {
        found.word(Tag::Array as u64);
        arguments.leaves.push(value);
    } else if value.is_exactly(&flax.prng_key_array) {
        let implementation = value.get(&flax.names.implementation)?;
        found.word(Tag::Key as u64);
        found.word(implementation.as_ptr() as u64);
        record.pins.push(implementation.clone());
        found.hold(implementation);
        arguments.leaves.push(value.get(&flax.names.base_array)?);
    } else if value.is_exactly(&flax.ndarray)
        || value.is_float()
        || value.is_int()
        || value.is_true()
        || value.is_false()
    {
        found.word(Tag::Host as u64);
        arguments.leaves.push(value);
    } else {
        return Err(Stop::Fallback("a leaf of another kind"));
    }
    Ok(())
}
