//! Pop: the leaves that filters match, taken out of their nodes.
//!
//! First the graph is walked, each object once, and nothing is changed; then Flax's own function for each type of node
//! takes the leaves out, in the order in which they were met.

use std::collections::HashSet;

use super::children::Children;
use super::filter::Filter;
use super::flax::Flax;
use super::kind::{Kind, Kinds};
use super::module::{Answer, Step, Stop};
use super::native;
use super::object::{Borrowed, Object};
use super::walk::MAX_DEPTH;

/// `flax.nnx.pop(node, *filters)`.
pub(super) fn pop([node, filters]: [&Borrowed; 2]) -> Answer {
    let mut native = native::enter()?;
    let native = &mut *native;
    let filters = Filter::read_all(&native.flax, filters)?;
    if filters.is_empty() {
        return Err(Stop::Fallback("no filters"));
    }
    if filters.iter().any(Filter::asks_a_function) {
        // It sees what the leaves before are gone from.
        return Err(Stop::Fallback("a filter that is a function, in pop"));
    }
    let mut walk = Walk {
        flax: &native.flax,
        kinds: &mut native.kinds,
        filters: &filters,
        seen: HashSet::new(),
        held: Vec::new(),
        path: Vec::new(),
        taken: Vec::new(),
    };
    walk.node(node)?;
    let taken = walk.taken;
    for leaf in &taken {
        leaf.pop_key.call(&[&leaf.node, &leaf.key]).map_err(Stop::Propagate)?;
    }
    let states =
        (0..filters.len()).map(|filter| nested(&native.flax, taken.iter().filter(|leaf| leaf.filter == filter)));
    let states = states.collect::<Step<Vec<Object>>>();
    let states = match states {
        // The leaves are out: Flax cannot do it again.
        Err(Stop::Raised(raised)) => return Err(Stop::Propagate(raised)),
        states => states?,
    };
    match <[Object; 1]>::try_from(states) {
        Ok([state]) => Ok(state),
        Err(states) => Object::tuple(states.into_iter()).map_err(Stop::Propagate),
    }
}

/// A leaf that a filter takes.
struct Taken {
    filter: usize,
    path: Vec<Object>,
    value: Object,
    pop_key: Object,
    node: Object,
    key: Object,
}

struct Walk<'a> {
    flax: &'a Flax,
    kinds: &'a mut Kinds,
    filters: &'a [Filter],
    /// What was visited or taken, by address, and what keeps it.
    seen: HashSet<usize>,
    held: Vec<Object>,
    path: Vec<Object>,
    taken: Vec<Taken>,
}

impl Walk<'_> {
    fn see(&mut self, object: &Borrowed) -> bool {
        let new = self.seen.insert(object.as_ptr() as usize);
        if new {
            self.held.push(object.own());
        }
        new
    }

    fn node(&mut self, node: &Borrowed) -> Step<()> {
        if !self.kinds.kind(self.flax, node)?.is_node() {
            return Err(Stop::Fallback("the root is no node"));
        }
        if self.path.len() > MAX_DEPTH {
            return Err(Stop::Fallback("a very deep graph"));
        }
        if !self.see(node) {
            return Ok(());
        }
        for (key, value) in Children::of(self.flax, self.kinds, node)?.sorted()? {
            let kind = self.kinds.kind(self.flax, &value)?;
            let is_leaf = match kind {
                Kind::Variable | Kind::Array => true,
                Kind::Value => false,
                Kind::Tracer => return Err(Stop::Fallback("a tracer")),
                Kind::Unusual(reason) => return Err(Stop::Fallback(reason)),
                _ => {
                    self.path.push(key);
                    self.node(&value)?;
                    self.path.pop();
                    continue;
                }
            };
            if is_leaf && !self.seen.contains(&(value.as_ptr() as usize)) {
                self.leaf(node, key, value)?;
            }
        }
        Ok(())
    }

    fn leaf(&mut self, node: &Borrowed, key: Object, value: Object) -> Step<()> {
        let path = Object::tuple(self.path.iter().chain([&key]).cloned().collect::<Vec<_>>().into_iter())?;
        let Some(filter) = Filter::first(self.flax, self.filters, &value, &path)? else { return Ok(()) };
        let id = self.kinds.of_object(self.flax, node)?;
        let Some(entry) = self.kinds.class(id).entry.clone() else {
            return Err(Stop::Fallback("a node that gives nothing away"));
        };
        let pop_key = entry.get(&self.flax.names.pop_key)?;
        let is_flax_own = match self.kinds.class(id).kind {
            Kind::Graph => {
                pop_key.is(&self.flax.graph_node_pop_key)
                    && node.class().get(&self.flax.names.delattr)?.is(&self.flax.pytree_delattr)
            }
            Kind::Dict | Kind::State => true,
            _ => false,
        };
        if !is_flax_own {
            return Err(Stop::Fallback("a node that gives nothing away, or in its own way"));
        }
        self.see(&value);
        let mut path = self.path.clone();
        path.push(key.clone());
        self.taken.push(Taken { filter, path, value, pop_key, node: node.own(), key });
        Ok(())
    }
}

/// A `State` of leaves.
fn nested<'a>(flax: &Flax, leaves: impl Iterator<Item = &'a Taken>) -> Answer {
    let root = Object::new_dict()?;
    for leaf in leaves {
        let mut inner = root.clone();
        for key in &leaf.path[..leaf.path.len() - 1] {
            let known = inner.dict_get(key)?.map(Borrowed::own);
            inner = match known {
                Some(known) => known,
                None => {
                    let made = Object::new_dict()?;
                    inner.dict_set(key, &made)?;
                    made
                }
            };
        }
        inner.dict_set(&leaf.key, &leaf.value)?;
    }
    Ok(flax.new_state(&root)?)
}
