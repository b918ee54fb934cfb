//! The walk that everything but split is made of: each node of a graph once, each attribute with its path.

use std::collections::{BTreeMap, HashMap};
use std::slice;

use super::arena::{Arena, Node as ArenaNode, NodeId, Variable};
use super::attributes::Iter;
use super::container::{Container, Value};
use super::filter::{Filter, Subject};
use super::key::Key;
use super::listing::Listing;
use super::metadata::Metadata;
use super::node::{Attribute, Node};
use super::path::Path;
use super::split::Visits;
use super::statics::Static;
use super::type_name::TypeName;
use super::variable_type::VariableType;
use crate::error::{Error, Result};

/// What a walk meets at a path.
pub(super) enum Step<'a> {
    /// A container, before its attributes.
    Enter(NodeId, &'a Container),
    /// A container, after its attributes.
    Leave(NodeId),
    /// A Variable, for the first time.
    Variable(NodeId, &'a Variable),
    /// A reference node or Variable that was met before.
    Again(NodeId),
    /// An attribute that is not a node.
    Value(&'a Value),
}

impl Arena {
    /// Walks depth first, attributes in key order. A value node has no identity and is walked each time it is met.
    pub(super) fn walk<'a>(&'a self, root: NodeId, mut visit: impl FnMut(&[Key], Step<'a>)) {
        let mut visits = Visits::default();
        visits.begin(self.slots.len());
        let mut path: Vec<Key> = Vec::new();
        let mut open: Vec<(NodeId, Iter<'a, Value>)> = Vec::new();
        let mut meet = |id: NodeId, path: &[Key], open: &mut Vec<_>, visit: &mut dyn FnMut(&[Key], Step<'a>)| {
            let node = self.node(id);
            let has_identity = !matches!(node, ArenaNode::Container(container) if !container.kind.is_reference());
            if has_identity && visits.index(id).is_some() {
                return visit(path, Step::Again(id));
            }
            visits.set(id, 0);
            match node {
                ArenaNode::Variable(variable) => visit(path, Step::Variable(id, variable)),
                ArenaNode::Container(container) => {
                    visit(path, Step::Enter(id, container));
                    open.push((id, container.attributes.iter()));
                }
                ArenaNode::Free => (),
            }
        };
        meet(root, &path, &mut open, &mut visit);
        while let Some((id, attributes)) = open.last_mut() {
            let Some((key, value)) = attributes.next() else {
                visit(&path, Step::Leave(*id));
                open.pop();
                path.pop();
                continue;
            };
            path.push(key.clone());
            let depth = open.len();
            match value {
                Value::Node(child) => meet(*child, &path, &mut open, &mut visit),
                value => visit(&path, Step::Value(value)),
            }
            if open.len() == depth {
                path.pop();
            }
        }
    }
}

impl Node {
    /// Every node, Variable and other attribute below this node with its path, children before their parent, each node
    /// once; this node itself comes last, with the empty path.
    pub fn iter_graph(&self) -> Result<Vec<(Path, Attribute)>> {
        enum Found {
            Node(NodeId),
            Value(Attribute),
        }
        let found = self.graph.read(self.id, |arena, id| {
            let shift = id.wrapping_sub(self.id);
            let (mut found, mut listing, mut listed) = (Vec::new(), Listing::default(), Ok(()));
            arena.walk(id, |path, step| {
                listed = std::mem::replace(&mut listed, Ok(())).and_then(|()| listing.count(path.len()));
                if listed.is_err() {
                    return;
                }
                let item = match step {
                    Step::Leave(id) | Step::Variable(id, _) => {
                        super::node::hold(arena, id);
                        Found::Node(id.wrapping_sub(shift))
                    }
                    Step::Value(value) => Found::Value(match value {
                        Value::Tensor(tensor) => Attribute::Tensor(tensor.clone()),
                        Value::Opaque(opaque) => Attribute::Opaque(opaque.clone()),
                        Value::Static(value) => Attribute::Static(value.clone()),
                        Value::None | Value::Node(_) => Attribute::None,
                    }),
                    Step::Enter(..) | Step::Again(_) => return,
                };
                found.push((Path::from(path.to_vec()), item));
            });
            Ok((found, listed))
        })?;
        let attribute = |item| match item {
            Found::Node(id) => Attribute::Node(Node { graph: self.graph.clone(), id }),
            Found::Value(value) => value,
        };
        let (found, listed) = found;
        // First of all handles, so that no node stays held when there are too many paths.
        let items = found.into_iter().map(|(path, item)| (path, attribute(item))).collect();
        listed.map(|()| items)
    }

    /// The paths of each reference node and Variable that has more than one, in the order of their first paths. Of the
    /// later paths only those that `only` passes are listed.
    pub fn find_duplicates(&self, only: &Filter) -> Result<Vec<Vec<Path>>> {
        let (trails, met) = self.graph.read(self.id, |arena, id| {
            let (mut trails, mut first, mut met) = (Trails::default(), HashMap::new(), Vec::new());
            arena.walk(id, |path, step| {
                let trail = trails.step(path, &step);
                match step {
                    Step::Enter(id, container) if container.kind.is_reference() => drop(first.insert(id, trail)),
                    Step::Variable(id, _) => drop(first.insert(id, trail)),
                    Step::Again(id) => met.push((first[&id], trail, Description::of(arena, id))),
                    _ => (),
                }
            });
            Ok((trails, met))
        })?;
        let mut groups: BTreeMap<Trail, Vec<Path>> = BTreeMap::new();
        for (first, trail, description) in met {
            if description.passes(only, &|| trails.path(trail))? {
                groups.entry(first).or_insert_with(|| vec![trails.path(first)]).push(trails.path(trail));
            }
        }
        Ok(groups.into_values().collect())
    }

    /// The Variables below this node that pass one of these filters (all, when there are none), each under its first
    /// path, in path order.
    pub fn variables(&self, filters: &[Filter]) -> Result<Vec<(Path, Node)>> {
        let (trails, variables) = self.passing_variables(filters)?;
        let mut listing = Listing::default();
        variables.into_iter().map(|(trail, node)| Ok((listing.path(trails.path(trail))?, node))).collect()
    }

    fn passing_variables(&self, filters: &[Filter]) -> Result<(Trails, Vec<(Trail, Node)>)> {
        let (trails, found) = self.graph.read(self.id, |arena, id| {
            let shift = id.wrapping_sub(self.id);
            let (mut trails, mut found) = (Trails::default(), Vec::new());
            arena.walk(id, |path, step| {
                let trail = trails.step(path, &step);
                if let Step::Variable(id, _) = step {
                    super::node::hold(arena, id);
                    found.push((trail, id.wrapping_sub(shift), Description::of(arena, id)));
                }
            });
            Ok((trails, found))
        })?;
        // All of them first, so that none stays held when a filter fails.
        let node = |id| Node { graph: self.graph.clone(), id };
        let found: Vec<_> = found.into_iter().map(|(trail, id, about)| (trail, node(id), about)).collect();
        let mut passing = Vec::new();
        for (trail, node, description) in found {
            if description.passes_any(filters, &|| trails.path(trail))? {
                passing.push((trail, node));
            }
        }
        Ok((trails, passing))
    }

    /// Sets static attributes on every reference node below this node that has them already and passes `filter`; only
    /// about those is `filter` asked. Returns how many were set; with `require_all` a name that none has is an error and
    /// nothing is set.
    pub fn set_attributes(
        &self,
        filter: Option<&Filter>,
        values: &[(Key, Static)],
        require_all: bool,
    ) -> Result<usize> {
        let (trails, version, objects) = self.graph.read(self.id, |arena, id| {
            let (mut trails, mut objects) = (Trails::default(), Vec::new());
            arena.walk(id, |path, step| {
                let trail = trails.step(path, &step);
                if let Step::Enter(id, container) = step
                    && container.kind.is_reference()
                    && values.iter().any(|(name, _)| container.attributes.get(name).is_some())
                {
                    objects.push((trail, id, Description::of(arena, id)));
                }
            });
            Ok((trails, arena.version, objects))
        })?;
        let mut chosen = Vec::with_capacity(objects.len());
        for (trail, id, description) in objects {
            if description.passes_any(filter.map(slice::from_ref).unwrap_or_default(), &|| trails.path(trail))? {
                chosen.push(id);
            }
        }
        let set = self.graph.change(self.id, |arena, _| {
            if arena.version != version {
                return Err(Error::precondition("the graph changed while the filter of set_attributes ran"));
            }
            let mut places = Vec::new();
            for (name, value) in values {
                let before = places.len();
                let has = |id: &NodeId| {
                    arena.container(*id).is_some_and(|container| container.attributes.get(name).is_some())
                };
                places.extend(chosen.iter().copied().filter(has).map(|id| (id, name, value)));
                if require_all && places.len() == before {
                    return Err(Error::not_found(format!("no Object has the attribute {name}")));
                }
            }
            // Held meanwhile, as what one of them loses may be what held another.
            chosen.iter().for_each(|id| super::node::hold(arena, *id));
            let set = |(id, name, value): (NodeId, &Key, &Static)| arena.set(id, name, Value::Static(value.clone()));
            let removed: Result<Vec<_>> = places.into_iter().map(set).collect();
            let unheld: Vec<NodeId> = chosen.iter().copied().filter(|id| arena.let_go(*id)).collect();
            let freed: Vec<_> = unheld.into_iter().map(|id| arena.free_unheld(id)).collect();
            removed.map(|removed| (removed, freed))
        });
        set.map(|(removed, _freed)| removed.len())
    }

    /// Puts every Object below into training mode: `deterministic` and `use_running_average` become false.
    pub fn train(&self) -> Result<()> {
        self.set_mode(false)
    }

    /// Puts every Object below into evaluation mode: `deterministic` and `use_running_average` become true.
    pub fn eval(&self) -> Result<()> {
        self.set_mode(true)
    }

    fn set_mode(&self, eval: bool) -> Result<()> {
        let values = ["deterministic", "use_running_average"].map(|name| (Key::name(name), Static::from(eval)));
        self.set_attributes(None, &values, false).map(drop)
    }

    /// Sets an entry in the metadata of every Variable that passes `filter`, and returns how many.
    pub fn set_metadata_where(&self, filter: &Filter, name: &str, value: &Static) -> Result<usize> {
        let (_, variables) = self.passing_variables(slice::from_ref(filter))?;
        for (_, variable) in &variables {
            variable.set_metadata(name, value.clone())?;
        }
        Ok(variables.len())
    }
}

/// What a filter may ask about a node, taken out of the graph so that no lock is held while it answers.
pub(super) struct Description {
    variable_type: Option<VariableType>,
    object_type: Option<TypeName>,
    metadata: Metadata,
}

impl Description {
    pub(super) fn of(arena: &Arena, id: NodeId) -> Description {
        let variable = arena.variable(id);
        Description {
            variable_type: variable.map(|variable| variable.variable_type),
            object_type: arena.container(id).map(|container| container.type_name.clone()),
            metadata: variable.map(|variable| variable.metadata.clone()).unwrap_or_default(),
        }
    }

    /// An array that no Variable holds.
    pub(super) fn of_array() -> Description {
        Description { variable_type: None, object_type: None, metadata: Metadata::empty() }
    }

    pub(super) fn passes(&self, filter: &Filter, path: &dyn Fn() -> Path) -> Result<bool> {
        filter.matches(&Subject {
            path,
            variable_type: self.variable_type,
            object_type: self.object_type.as_deref(),
            metadata: &self.metadata,
        })
    }

    fn passes_any(&self, filters: &[Filter], path: &dyn Fn() -> Path) -> Result<bool> {
        for filter in filters {
            if self.passes(filter, path)? {
                return Ok(true);
            }
        }
        Ok(filters.is_empty())
    }
}

/// The place of a path in [`Trails`].
pub(super) type Trail = u32;

/// Where a walk has been: a path for every step, in memory that is linear also for a chain of a million nodes.
#[derive(Default)]
pub(super) struct Trails {
    entries: Vec<(Trail, Option<Key>)>,
    open: Vec<Trail>,
}

impl Trails {
    /// Notes a step of a walk; is to be told all of them.
    pub(super) fn step(&mut self, path: &[Key], step: &Step<'_>) -> Trail {
        if let Step::Leave(..) = step {
            return self.open.pop().unwrap_or_default();
        }
        let trail = self.entries.len() as Trail;
        self.entries.push((self.open.last().copied().unwrap_or_default(), path.last().cloned()));
        if let Step::Enter(..) = step {
            self.open.push(trail);
        }
        trail
    }

    pub(super) fn path(&self, mut trail: Trail) -> Path {
        let mut keys = Vec::new();
        while let (parent, Some(key)) = &self.entries[trail as usize] {
            keys.push(key.clone());
            trail = *parent;
        }
        keys.reverse();
        Path::from(keys)
    }
}
