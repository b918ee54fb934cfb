//! The children of one node, by key and in order, as Flax's own functions take it apart.

use std::cmp::Ordering;

use super::flax::Flax;
use super::kind::{Kind, Kinds};
use super::module::{Step, Stop};
use super::object::{Borrowed, Object, PyResult};

/// The children of a node, by key.
pub(super) enum Children {
    /// The dict of an object, by the names of attributes.
    Attributes(Object),
    /// The same of a List, whose names are numbers.
    Numbered(Object),
    Mapping(Object),
    List(Object),
    Tuple(Object),
    /// A named tuple, and its fields.
    Fields(Object, Object),
    /// What `_flatten_pytree` makes of a pytree: a list of (key, child).
    Pairs(Object),
    Nothing,
}

impl Children {
    /// The children of a node that Flax's own functions take apart.
    pub(super) fn of(flax: &Flax, kinds: &mut Kinds, node: &Borrowed) -> Step<Children> {
        let id = kinds.of_object(flax, node)?;
        let class = kinds.class(id);
        Ok(match class.kind {
            Kind::Graph => {
                let has_int_keys = class.has_int_keys;
                let dict = node.dict()?;
                if !has_int_keys {
                    Children::Attributes(dict)
                } else if dict.entries().all(|(name, _)| is_canonical(name)) {
                    Children::Numbered(dict)
                } else {
                    return Err(Stop::Fallback("a List with an odd attribute"));
                }
            }
            Kind::List => Children::List(node.own()),
            Kind::Tuple => Children::Tuple(node.own()),
            Kind::Dict => Children::Mapping(node.own()),
            Kind::State => {
                let mapping = node.get(&flax.names.mapping)?;
                if !mapping.is_dict() {
                    return Err(Stop::Fallback("a State over no dict"));
                }
                Children::Mapping(mapping)
            }
            Kind::NamedTuple => {
                let fields = node.class().get(&flax.names.fields)?;
                if !fields.is_tuple() || fields.tuple_size() != node.tuple_size() {
                    return Err(Stop::Fallback("a named tuple with odd fields"));
                }
                Children::Fields(node.own(), fields)
            }
            Kind::Pytree => {
                let pairs = flax.flatten_pytree.call(&[node])?.tuple_get(0)?.own();
                if !pairs.is_list() {
                    return Err(Stop::Fallback("a pytree of an unknown form"));
                }
                Children::Pairs(pairs)
            }
            Kind::None | Kind::PytreeState => Children::Nothing,
            Kind::CustomGraph => return Err(Stop::Fallback("a node type with functions of its own")),
            Kind::CustomPytree => return Err(Stop::Fallback("a pytree type that a user registered")),
            _ => return Err(Stop::Fallback("no node")),
        })
    }

    /// The child under a key; `None` where there is none.
    pub(super) fn get(&self, key: &Borrowed) -> Step<Option<Object>> {
        if !key.is_str() && !key.is_int() {
            return Err(Stop::Fallback("a key that is neither text nor a number"));
        }
        let item = |size: usize| -> PyResult<Option<usize>> {
            if !key.is_int() {
                return Ok(None);
            }
            let Ok(index) = usize::try_from(key.to_isize()?) else { return Ok(None) };
            Ok((index < size).then_some(index))
        };
        Ok(match self {
            Children::Attributes(dict) | Children::Mapping(dict) => dict.dict_get(key)?.map(Borrowed::own),
            Children::Numbered(dict) => {
                if key.is_int() {
                    dict.dict_get(&*Object::text(&key.to_isize()?.to_string())?)?.map(Borrowed::own)
                } else if starts_as_number(key)? {
                    None
                } else {
                    dict.dict_get(key)?.map(Borrowed::own)
                }
            }
            Children::List(list) => match item(list.list_size())? {
                Some(index) => Some(list.list_get(index)?.own()),
                None => None,
            },
            Children::Tuple(tuple) => match item(tuple.tuple_size())? {
                Some(index) => Some(tuple.tuple_get(index)?.own()),
                None => None,
            },
            Children::Fields(tuple, fields) => {
                if !key.is_str() {
                    return Ok(None);
                }
                for index in 0..fields.tuple_size() {
                    let field = fields.tuple_get(index)?;
                    if field.is(key) || (field.is_str() && field.compare_text(key).is_eq()) {
                        return Ok(Some(tuple.tuple_get(index)?.own()));
                    }
                }
                None
            }
            Children::Pairs(pairs) => {
                for index in 0..pairs.list_size() {
                    let pair = pairs.list_get(index)?.own();
                    if !pair.is_tuple() || pair.tuple_size() != 2 {
                        return Err(Stop::Fallback("a pytree of an unknown form"));
                    }
                    if pair.tuple_get(0)?.own().equals(key)? {
                        return Ok(Some(pair.tuple_get(1)?.own()));
                    }
                }
                None
            }
            Children::Nothing => None,
        })
    }

    /// All children with their keys, in Flax's order.
    pub(super) fn sorted(&self) -> Step<Vec<(Object, Object)>> {
        let places = |size: usize| (0..size).map(|index| Object::int(index));
        Ok(match self {
            Children::Attributes(dict) | Children::Mapping(dict) => {
                let mut entries: Vec<_> = dict.entries().map(|(key, value)| (key.own(), value.own())).collect();
                let alike = entries.iter().all(|(key, _)| key.is_str()) || entries.iter().all(|(key, _)| key.is_int());
                if !alike {
                    return Err(Stop::Fallback("keys that are neither all text nor all numbers"));
                }
                sort(&mut entries)?;
                entries
            }
            Children::Numbered(dict) => {
                let (mut numbered, mut named) = (Vec::new(), Vec::new());
                for (name, value) in dict.entries() {
                    match name.to_text()?.parse::<usize>() {
                        Ok(number) => numbered.push((Object::int(number)?, value.own())),
                        Err(_) => named.push((name.own(), value.own())),
                    }
                }
                sort(&mut numbered)?;
                sort(&mut named)?;
                numbered.extend(named);
                numbered
            }
            Children::List(list) => places(list.list_size())
                .enumerate()
                .map(|(index, key)| Ok((key?, list.list_get(index)?.own())))
                .collect::<PyResult<_>>()?,
            Children::Tuple(tuple) => places(tuple.tuple_size())
                .enumerate()
                .map(|(index, key)| Ok((key?, tuple.tuple_get(index)?.own())))
                .collect::<PyResult<_>>()?,
            Children::Fields(tuple, fields) => {
                let pair =
                    |index| -> PyResult<_> { Ok((fields.tuple_get(index)?.own(), tuple.tuple_get(index)?.own())) };
                let mut pairs = (0..fields.tuple_size()).map(pair).collect::<PyResult<Vec<_>>>()?;
                sort(&mut pairs)?;
                pairs
            }
            Children::Pairs(pairs) => {
                let mut read = Vec::with_capacity(pairs.list_size());
                for index in 0..pairs.list_size() {
                    let pair = pairs.list_get(index)?;
                    if !pair.is_tuple() || pair.tuple_size() != 2 {
                        return Err(Stop::Fallback("a pytree of an unknown form"));
                    }
                    read.push((pair.tuple_get(0)?.own(), pair.tuple_get(1)?.own()));
                }
                read
            }
            Children::Nothing => Vec::new(),
        })
    }
}

/// Sorts by keys that are all `str` or all `int`.
fn sort(entries: &mut [(Object, Object)]) -> Step<()> {
    if entries.first().is_some_and(|(key, _)| key.is_str()) {
        entries.sort_by(|(left, _), (right, _)| left.compare_text(right));
        return Ok(());
    }
    let mut numbers = Vec::with_capacity(entries.len());
    for (key, _) in entries.iter() {
        numbers.push(key.to_isize()?);
    }
    let mut ordered = true;
    for pair in numbers.windows(2) {
        ordered &= pair[0].cmp(&pair[1]) == Ordering::Less;
    }
    if !ordered {
        entries.sort_by_cached_key(|(key, _)| key.to_isize().unwrap_or(isize::MAX));
    }
    Ok(())
}

/// Whether `int()` takes this name of an attribute for the number that it prints as, or for none.
fn is_canonical(name: &Borrowed) -> bool {
    let Some(text) = name.is_str().then(|| name.to_text().map_err(|raised| raised.forget()).ok()).flatten() else {
        return false;
    };
    match text.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.len() < 18 && rest.iter().all(u8::is_ascii_digit),
        [first, ..] => first.is_ascii_alphabetic() || *first == b'_',
        [] => true,
    }
}

/// Whether `int()` might take this for a number.
fn starts_as_number(key: &Borrowed) -> PyResult<bool> {
    Ok(!matches!(key.to_text()?.as_bytes(), [] | [b'_' | b'a'..=b'z' | b'A'..=b'Z', ..]))
}
