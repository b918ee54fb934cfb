//! `flatten`, `split`, `state` and `graphdef`: a graph taken apart into its GraphDef and its leaves.

use std::rc::Rc;

use super::filter::{self, Filter};
use super::flax::Flax;
use super::graphdef::{self, Known};
use super::module::{Answer, Step, Stop};
use super::native::{self, Native};
use super::object::{Borrowed, Object};
use super::record::Record;
use super::walk::{self, Found};

/// Walks the graph and says what it found, and what is known of its structure.
pub(super) fn traverse<R>(
    native: &mut Native,
    root: &Borrowed,
    leaf_variables: bool,
    begin: impl Fn(&mut Found),
    result: impl FnOnce(&mut Native, &Found, &Rc<Known>) -> Step<R>,
) -> Step<R> {
    let mut found = native.walks.pop().unwrap_or_default();
    begin(&mut found);
    let done = walk::walk::<false>(native, &mut found, &mut Record::default(), root, leaf_variables)
        .and_then(|()| graphdef::describe(native, &mut found, root, leaf_variables, begin))
        .and_then(|known| result(native, &found, &known));
    found.clear();
    native.walks.push(found);
    done
}

/// `flax.nnx.graphdef(node)`.
pub(super) fn graphdef([node]: [&Borrowed; 1]) -> Answer {
    let mut native = native::enter()?;
    traverse(&mut native, node, true, as_graph, |_, _, known| Ok(known.graphdef.clone()))
}

/// `flax.nnx.graphdef(node, graph=False)`.
pub(super) fn tree_graphdef([node]: [&Borrowed; 1]) -> Answer {
    let mut native = native::enter()?;
    traverse(&mut native, node, true, as_tree, |_, _, known| Ok(known.graphdef.clone()))
}

fn as_graph(_: &mut Found) {}

fn as_tree(found: &mut Found) {
    found.is_tree = true;
}

/// `flax.nnx.split(node, *filters)`.
pub(super) fn split([node, filters]: [&Borrowed; 2]) -> Answer {
    split_as(as_graph, node, filters)
}

/// `flax.nnx.split(node, *filters, graph=False)`.
pub(super) fn tree_split([node, filters]: [&Borrowed; 2]) -> Answer {
    split_as(as_tree, node, filters)
}

fn split_as(begin: fn(&mut Found), node: &Borrowed, filters: &Borrowed) -> Answer {
    let mut native = native::enter()?;
    let filters = Filter::read_all(&native.flax, filters)?;
    traverse(&mut native, node, true, begin, |native, found, known| {
        let flax = &native.flax;
        if filters.is_empty() {
            let state = nest_all(flax, found, known)?;
            return Ok(Object::tuple([known.graphdef.clone(), state].into_iter())?);
        }
        let (taken, left) = filter::distribute(flax, &filters, found, &known.leaves)?;
        if left > 0 {
            return Err(Stop::Fallback("leaves that no filter takes"));
        }
        let mut result = vec![known.graphdef.clone()];
        for leaves in &taken {
            result.push(nest(flax, found, known, leaves)?);
        }
        Ok(Object::tuple(result.into_iter())?)
    })
}

/// `flax.nnx.state(node, *filters)`.
pub(super) fn state([node, filters]: [&Borrowed; 2]) -> Answer {
    state_as(as_graph, node, filters)
}

/// `flax.nnx.state(node, *filters, graph=False)`.
pub(super) fn tree_state([node, filters]: [&Borrowed; 2]) -> Answer {
    state_as(as_tree, node, filters)
}

fn state_as(begin: fn(&mut Found), node: &Borrowed, filters: &Borrowed) -> Answer {
    let mut native = native::enter()?;
    let filters = Filter::read_all(&native.flax, filters)?;
    traverse(&mut native, node, true, begin, |native, found, known| {
        let flax = &native.flax;
        if known.leaves.is_root() {
            return Err(Stop::Fallback("the root is a leaf"));
        }
        if filters.is_empty() {
            return nest_all(flax, found, known);
        }
        // Flax makes a State and flattens that: it sorts the paths, and would take a leaf that is a mapping apart.
        if known.leaves.has_odd_keys {
            return Err(Stop::Fallback("keys that Python cannot sort"));
        }
        if (0..found.leaves.len()).any(|leaf| !is_never_a_mapping(flax, found.leaf(leaf))) {
            return Err(Stop::Fallback("a leaf that may be a mapping"));
        }
        let (mut taken, _) = filter::distribute(flax, &filters, found, &known.leaves)?;
        if let [leaves] = &mut taken[..] {
            return nest(flax, found, known, leaves);
        }
        let states: Vec<Object> = taken.iter().map(|leaves| nest(flax, found, known, leaves)).collect::<Step<_>>()?;
        Ok(Object::tuple(states.into_iter())?)
    })
}

/// Whether Flax takes a leaf in a State for a leaf.
pub(super) fn is_never_a_mapping(flax: &Flax, leaf: &Borrowed) -> bool {
    leaf.is_a(&flax.variable)
        || leaf.is_exactly(&flax.array_impl)
        || leaf.is_a(&flax.ndarray)
        || leaf.is_a(&flax.tracer)
        || leaf.is_exactly(&flax.prng_key_array)
        || leaf.is_str()
        || leaf.is_int()
        || leaf.is_float()
        || leaf.is_true()
        || leaf.is_false()
}

/// A `State` of some of the leaves, or the leaf that is the root itself.
fn nest(flax: &Flax, found: &Found, known: &Known, leaves: &[usize]) -> Answer {
    if !leaves.is_empty() && known.leaves.is_root() {
        return Ok(found.leaf(0).own());
    }
    Ok(known.leaves.nest(flax, leaves.iter().map(|leaf| (*leaf, found.leaf(*leaf))))?)
}

/// A `State` of all leaves, or the leaf that is the root itself.
fn nest_all(flax: &Flax, found: &Found, known: &Known) -> Answer {
    if known.leaves.is_root() {
        return Ok(found.leaf(0).own());
    }
    Ok(known.leaves.nest(flax, (0..known.leaves.len()).map(|leaf| (leaf, found.leaf(leaf))))?)
}

/// `flax.nnx.graphlib.flatten(node, ref_index=…, ref_outer_index=…, with_paths=…)`.
pub(super) fn flatten([node, ref_index, ref_outer_index, with_paths]: [&Borrowed; 4]) -> Answer {
    let with_paths = with_paths.truth()?;
    let mut native = native::enter()?;
    let known = references(&native.flax, ref_index)?;
    let outer = references(&native.flax, ref_outer_index)?;
    let begin = |found: &mut Found| {
        found.begin_at(known.iter().copied(), known.len() as u32);
        found.know_outer(outer.iter().copied());
    };
    traverse(&mut native, node, with_paths, begin, |native, found, known| {
        let result = flat(&native.flax, found, known, with_paths)?;
        if !ref_index.is_none() {
            commit(&native.flax, ref_index, found)?;
        }
        Ok(result)
    })
}

/// `flax.nnx.graphlib.flatten(node, graph=False, with_paths=…)`: the maps of indices are not looked at.
pub(super) fn tree_flatten([node, with_paths]: [&Borrowed; 2]) -> Answer {
    let with_paths = with_paths.truth()?;
    let mut native = native::enter()?;
    traverse(&mut native, node, true, as_tree, |native, found, known| flat(&native.flax, found, known, with_paths))
}

/// The GraphDef, and all leaves: as a `FlatState` or as a list.
fn flat(flax: &Flax, found: &Found, known: &Known, with_paths: bool) -> Answer {
    let leaves = (0..found.leaves.len()).map(|leaf| found.leaf(leaf));
    let leaves = if with_paths { known.leaves.flat(flax, leaves)? } else { Object::list(leaves.map(Borrowed::own))? };
    Ok(Object::tuple([known.graphdef.clone(), leaves].into_iter())?)
}

/// The objects and indices of a `RefMap`, by address; none of `None`.
fn references(flax: &Flax, map: &Borrowed) -> Step<Vec<(usize, u32)>> {
    if map.is_none() {
        return Ok(Vec::new());
    }
    let mapping = mapping_of(flax, map)?;
    let mut known = Vec::with_capacity(mapping.dict_size());
    for (_, entry) in mapping.entries() {
        if !entry.is_tuple() || entry.tuple_size() != 2 {
            return Err(Stop::Fallback("an odd RefMap"));
        }
        let index = u32::try_from(entry.tuple_get(1)?.to_isize()?).ok().ok_or(Stop::Fallback("an odd RefMap"))?;
        known.push((entry.tuple_get(0)?.as_ptr() as usize, index));
    }
    Ok(known)
}

fn mapping_of(flax: &Flax, map: &Borrowed) -> Step<Object> {
    if !map.is_exactly(&flax.ref_map) {
        return Err(Stop::Fallback("an odd RefMap"));
    }
    let mapping = map.get(&flax.names.mapping)?;
    if !mapping.is_dict() {
        return Err(Stop::Fallback("an odd RefMap"));
    }
    Ok(mapping)
}

/// Adds what got an index to a `RefMap`, last of all.
fn commit(flax: &Flax, map: &Borrowed, found: &Found) -> Step<()> {
    let mapping = mapping_of(flax, map)?;
    let mut entries = Vec::with_capacity(found.indexed.len());
    for at in 0..found.indexed.len() {
        let node = found.indexed(at);
        let entry = Object::tuple([node.own(), Object::int(found.base as usize + at)?].into_iter())?;
        entries.push((Object::id(node)?, entry));
    }
    for (id, entry) in &entries {
        mapping.dict_set(id, entry).map_err(Stop::Propagate)?;
    }
    Ok(())
}
