//! In which order the attributes of a node are walked, and which of them are data: found out once per set of names.
//!
//! Objects of one class have the same attributes, set in the same order, under names that are the same objects. So the
//! dict of a node is recognised by the addresses of its keys, and the order that Flax sorts out at each visit (names by
//! code point, integers as numbers and before names) is looked up. The same with the mapping that says which attributes
//! are data. Keys are held, so that an address means one key.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::rc::Rc;

use super::flax::Flax;
use super::kind::{AddressHasher, ClassId};
use super::module::{Step, Stop};
use super::numbers::Numbers;
use super::object::{Borrowed, Object, PyResult};
use super::python::{self, Pointer};
use crate::graph::Key;

/// The keys of a dict, and their order.
pub(super) struct Layout {
    keys: Box<[Object]>,
    /// The places of the values in the dict, in the order of the walk.
    pub(super) order: Box<[u32]>,
    /// The keys as Flax has them, in the order of the walk.
    pub(super) sorted: Box<[Object]>,
    /// Where `_pytree__nodes` stands in the walk.
    pub(super) nodes_at: Option<u32>,
}

/// Which attributes of a [`Layout`] are data.
pub(super) struct Statuses {
    layout: LayoutId,
    entries: Box<[(Object, Object)]>,
    /// In the order of the walk.
    pub(super) data: Box<[bool]>,
}

/// How a named tuple is taken apart.
pub(super) struct NamedTuple {
    /// The fields in the order of the walk, each with its place in the tuple.
    pub(super) fields: Box<[(Object, u32)]>,
    /// What Flax keeps to put it together again.
    pub(super) metadata: Object,
}

pub(super) type LayoutId = u32;
pub(super) type StatusesId = u32;

/// More layouts than that are not remembered at once.
const MAX_LAYOUTS: usize = 8192;

/// Every layout that was met.
#[derive(Default)]
pub(super) struct Layouts {
    layouts: Vec<Layout>,
    layout_by_hash: Numbers,
    statuses: Vec<Statuses>,
    statuses_by_hash: Numbers,
    named: HashMap<ClassId, Rc<NamedTuple>, BuildHasherDefault<AddressHasher>>,
    pytree_states: [Option<Object>; 4],
    keys: Vec<Pointer>,
    entries: Vec<(Pointer, Pointer)>,
}

/// What the keys of a dict may be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// Names of attributes.
    Names,
    /// Names of attributes; those that read as integers are integers (`_pytree__has_int_keys`).
    NamesOrIndices,
    /// Anything; here all texts or all integers.
    Any,
}

#[inline(always)]
fn fold(hash: usize, address: usize) -> usize {
    (hash.rotate_left(5) ^ (address >> 4)).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Layouts {
    /// Whether so many are known that they had better be forgotten.
    pub(super) fn is_full(&self) -> bool {
        self.layouts.len() > MAX_LAYOUTS || self.statuses.len() > MAX_LAYOUTS
    }

    #[inline(always)]
    pub(super) fn layout(&self, id: LayoutId) -> &Layout {
        &self.layouts[id as usize]
    }

    #[inline(always)]
    pub(super) fn statuses(&self, id: StatusesId) -> &Statuses {
        &self.statuses[id as usize]
    }

    /// Takes references to the values of a dict, in its order, and finds its layout. `None` when the keys are of
    /// another kind, which only Flax can sort.
    #[inline]
    pub(super) fn read(
        &mut self,
        flax: &Flax,
        dict: &Borrowed,
        keys: Keys,
        held: &mut Vec<Object>,
    ) -> Step<Option<LayoutId>> {
        self.keys.clear();
        let mut hash = keys as usize + 1;
        for (key, value) in dict.entries() {
            self.keys.push(key.as_ptr());
            held.push(value.own());
            hash = fold(hash, key.as_ptr() as usize);
        }
        if let Some(id) = self.layout_by_hash.get(hash) {
            let known = &self.layouts[id as usize].keys;
            if known.len() == self.keys.len() && known.iter().zip(&self.keys).all(|(known, key)| known.as_ptr() == *key)
            {
                return Ok(Some(id));
            }
        }
        self.learn(flax, keys, hash)
    }

    #[cold]
    fn learn(&mut self, flax: &Flax, keys: Keys, hash: usize) -> Step<Option<LayoutId>> {
        // SAFETY: the dict still has them: no Python code has run since they were read.
        let owned: Vec<Object> = self.keys.iter().map(|key| unsafe { Object::from_borrowed(*key) }).collect();
        let mut items: Vec<(Key, Object, u32)> = Vec::with_capacity(owned.len());
        for (place, key) in owned.iter().enumerate() {
            let Some((order, key)) = sort_key(key, keys)? else { return Ok(None) };
            items.push((order, key, place as u32));
        }
        items.sort_by(|a, b| a.0.cmp(&b.0));
        let is_odd = |pair: &[(Key, Object, u32)]| {
            pair[0].0 == pair[1].0 || keys == Keys::Any && pair[0].0.is_int() != pair[1].0.is_int()
        };
        if items.windows(2).any(is_odd) {
            return Ok(None);
        }
        let nodes_at = items.iter().position(|(_, key, _)| key.is(&flax.names.pytree_nodes));
        let flags = [&flax.names.is_pytree, &flax.names.has_int_keys];
        if keys != Keys::Any && owned.iter().any(|key| flags.iter().any(|flag| key.is(flag))) {
            return Err(Stop::Fallback("an object with flags of its own"));
        }
        let id = self.layouts.len() as LayoutId;
        self.layouts.push(Layout {
            keys: owned.into(),
            order: items.iter().map(|(.., place)| *place).collect(),
            sorted: items.into_iter().map(|(_, key, _)| key).collect(),
            nodes_at: nodes_at.map(|at| at as u32),
        });
        self.layout_by_hash.insert(hash, id);
        Ok(Some(id))
    }

    /// Which attributes of a layout are data, by the mapping that the object has for that (`_pytree__nodes._mapping`).
    #[inline]
    pub(super) fn read_statuses(&mut self, layout: LayoutId, mapping: &Borrowed) -> Step<StatusesId> {
        self.entries.clear();
        let mut hash = layout as usize + 1;
        for (key, value) in mapping.entries() {
            self.entries.push((key.as_ptr(), value.as_ptr()));
            hash = fold(fold(hash, key.as_ptr() as usize), value.as_ptr() as usize);
        }
        if let Some(id) = self.statuses_by_hash.get(hash) {
            let known = &self.statuses[id as usize];
            if known.layout == layout
                && known.entries.len() == self.entries.len()
                && known
                    .entries
                    .iter()
                    .zip(&self.entries)
                    .all(|(known, found)| (known.0.as_ptr(), known.1.as_ptr()) == *found)
            {
                return Ok(id);
            }
        }
        self.learn_statuses(layout, mapping, hash)
    }

    #[cold]
    fn learn_statuses(&mut self, layout: LayoutId, mapping: &Borrowed, hash: usize) -> Step<StatusesId> {
        let entries: Box<[(Object, Object)]> = mapping.entries().map(|(key, value)| (key.own(), value.own())).collect();
        let known = &self.layouts[layout as usize];
        let mut data = Vec::with_capacity(known.order.len());
        for place in &known.order {
            data.push(match mapping.dict_get(&known.keys[*place as usize])? {
                Some(status) => status.own().truth()?,
                None => false,
            });
        }
        let id = self.statuses.len() as StatusesId;
        self.statuses.push(Statuses { layout, entries, data: data.into() });
        self.statuses_by_hash.insert(hash, id);
        Ok(id)
    }

    /// How the named tuples of a class are taken apart; JAX is asked about the first of them.
    pub(super) fn named_tuple(&mut self, flax: &Flax, class: ClassId, tuple: &Borrowed) -> Step<Rc<NamedTuple>> {
        if let Some(known) = self.named.get(&class) {
            return Ok(known.clone());
        }
        let found = Rc::new(learn_named_tuple(flax, tuple)?);
        self.named.insert(class, found.clone());
        Ok(found)
    }

    /// What Flax keeps of a `PytreeState`, by its two flags.
    pub(super) fn pytree_state(&mut self, flax: &Flax, state: &Borrowed, flags: usize) -> PyResult<Object> {
        if let Some(known) = &self.pytree_states[flags] {
            return Ok(known.clone());
        }
        let found = flax.flatten_pytree.call(&[state])?;
        let metadata = found.tuple_get(1)?.own();
        self.pytree_states[flags] = Some(metadata.clone());
        Ok(metadata)
    }
}

fn learn_named_tuple(flax: &Flax, tuple: &Borrowed) -> Step<NamedTuple> {
    const UNUSUAL: Stop = Stop::Fallback("an unusual named tuple");
    let found = flax.flatten_pytree.call(&[tuple])?;
    let (nodes, metadata) = (found.tuple_get(0)?, found.tuple_get(1)?.own());
    let size = tuple.tuple_size();
    if !nodes.is_list() || nodes.list_size() != size {
        return Err(UNUSUAL);
    }
    let places = metadata.tuple_get(0)?.get(&flax.names.mapping)?;
    let mut fields = Vec::with_capacity(size);
    for at in 0..size {
        let node = nodes.list_get(at)?.own();
        let (key, value) = (node.tuple_get(0)?.own(), node.tuple_get(1)?.own());
        let place = places.dict_get(&key)?.ok_or(UNUSUAL)?.to_isize()? as usize;
        if !key.is_str() || place >= size || !tuple.tuple_get(place)?.is(&value) {
            return Err(UNUSUAL);
        }
        fields.push((key, place as u32));
    }
    Ok(NamedTuple { fields: fields.into(), metadata })
}

/// The order of keys is that of all object graphs: integers as numbers, then texts by code point. `None` for a key that
/// has no place in it.
fn sort_key(key: &Borrowed, keys: Keys) -> PyResult<Option<(Key, Object)>> {
    let number = |number: &Borrowed| number.to_isize().map(|number| Key::from(number as i64));
    if key.is_int() && keys == Keys::Any {
        return match number(key) {
            Ok(place) => Ok(Some((place, key.own()))),
            Err(raised) => {
                raised.forget();
                Ok(None)
            }
        };
    }
    if !key.is_str() {
        return Ok(None);
    }
    if keys == Keys::NamesOrIndices {
        // SAFETY: the key is live.
        match unsafe { Object::from_new(python::PyNumber_Long(key.as_ptr())) } {
            Ok(index) => return Ok(Some((number(&index)?, index))),
            Err(raised) => raised.forget(),
        }
    }
    match key.to_text() {
        Ok(text) => Ok(Some((Key::name(text), key.own()))),
        // Half a surrogate pair has no place either.
        Err(raised) => {
            raised.forget();
            Ok(None)
        }
    }
}
