//! The walk that everything but split is made of: each node of a graph once, each attribute with its path.

use std::collections::{BTreeMap, HashMap};
use std::slice;

use super::arena::{Arena, Node as ArenaNode, NodeId, Variable};
use super::attributes::Iter;
use super::container::{Container, Value};
use super::filter::{Filter, Subject};
use super::key::Key;
use super::listing::{Fits, Listing};
use super::metadata::Metadata;
use super::node::{Attribute, Node};
use super::path::Path;
use super::path_tests::PathTests;
use super::path_tree::{PathTree, ROOT};
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
    /// once; this node itself comes last, with the empty path. RESOURCE_EXHAUSTED when the paths take more than a GiB.
    pub fn iter_graph(&self) -> Result<Vec<(Path, Attribute)>> {
        let (tree, found) = self.walked()?;
        let mut listing = Listing::of(&tree, found.iter().map(|(trail, _)| *trail))?;
        let listed: Fits<_> = found.into_iter().map(|(trail, item)| Ok((listing.path(&tree, trail)?, item))).collect();
        Ok(listed?)
    }

    /// As [`Node::iter_graph`], with the places of the paths in a tree.
    pub(crate) fn walked(&self) -> Result<(PathTree, Vec<(Trail, Attribute)>)> {
        enum Found {
            Node(NodeId),
            Value(Attribute),
        }
        let (trails, found) = self.graph.read(self.id, |arena, id| {
            let shift = id.wrapping_sub(self.id);
            let (mut trails, mut found) = (Trails::new(), Vec::new());
            arena.walk(id, |path, step| {
                let trail = trails.step(path, &step);
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
                found.push((trail, item));
            });
            Ok((trails, found))
        })?;
        let attribute = |item| match item {
            Found::Node(id) => Attribute::Node(Node { graph: self.graph.clone(), id }),
            Found::Value(value) => value,
        };
        Ok((trails.into_tree(), found.into_iter().map(|(trail, item)| (trail, attribute(item))).collect()))
    }

    /// The paths of each reference node and Variable that has more than one, in the order of their first paths. Of the
    /// later paths only those that `only` passes are listed. RESOURCE_EXHAUSTED when they take more than a GiB.
    pub fn find_duplicates(&self, only: &Filter) -> Result<Vec<Vec<Path>>> {
        let (tree, groups) = self.duplicates(only)?;
        let mut listing = Listing::of(&tree, groups.iter().flatten().copied())?;
        let mut paths =
            |group: Vec<Trail>| group.into_iter().map(|trail| listing.path(&tree, trail)).collect::<Fits<_>>();
        let listed: Fits<_> = groups.into_iter().map(&mut paths).collect();
        Ok(listed?)
    }

    /// As [`Node::find_duplicates`], with the places of the paths in a tree.
    pub(crate) fn duplicates(&self, only: &Filter) -> Result<(PathTree, Vec<Vec<Trail>>)> {
        let (trails, met) = self.graph.read(self.id, |arena, id| {
            let (mut trails, mut first, mut met) = (Trails::new(), HashMap::new(), Vec::new());
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
        let (tree, mut tests) = (trails.into_tree(), PathTests::default());
        let mut groups: BTreeMap<Trail, Vec<Trail>> = BTreeMap::new();
        for (first, trail, description) in met {
            if description.passes(only, &mut tests, &tree, trail)? {
                groups.entry(first).or_insert_with(|| vec![first]).push(trail);
            }
        }
        Ok((tree, groups.into_values().collect()))
    }

    /// The Variables below this node that pass one of these filters (all, when there are none), each under its first
    /// path, in path order. RESOURCE_EXHAUSTED when the paths take more than a GiB.
    pub fn variables(&self, filters: &[Filter]) -> Result<Vec<(Path, Node)>> {
        let (tree, variables) = self.passing_variables(filters)?;
        let mut listing = Listing::of(&tree, variables.iter().map(|(trail, _)| *trail))?;
        let listed: Fits<_> =
            variables.into_iter().map(|(trail, node)| Ok((listing.path(&tree, trail)?, node))).collect();
        Ok(listed?)
    }

    /// As [`Node::variables`], with the places of the paths in a tree.
    pub(crate) fn passing_variables(&self, filters: &[Filter]) -> Result<(PathTree, Vec<(Trail, Node)>)> {
        let (trails, found) = self.graph.read(self.id, |arena, id| {
            let shift = id.wrapping_sub(self.id);
            let (mut trails, mut found) = (Trails::new(), Vec::new());
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
        let (tree, mut tests) = (trails.into_tree(), PathTests::default());
        let mut passing = Vec::new();
        for (trail, node, description) in found {
            if description.passes_any(filters, &mut tests, &tree, trail)? {
                passing.push((trail, node));
            }
        }
        Ok((tree, passing))
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
            let (mut trails, mut objects) = (Trails::new(), Vec::new());
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
        let (tree, mut tests) = (trails.into_tree(), PathTests::default());
        let filters = filter.map(slice::from_ref).unwrap_or_default();
        let mut chosen = Vec::with_capacity(objects.len());
        for (trail, id, description) in objects {
            if description.passes_any(filters, &mut tests, &tree, trail)? {
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

    /// Whether a node passes a filter. `tests` are for this tree.
    pub(super) fn passes(&self, filter: &Filter, tests: &mut PathTests, tree: &PathTree, trail: Trail) -> Result<bool> {
        let subject = Subject {
            path: &|| tree.path(trail),
            variable_type: self.variable_type,
            object_type: self.object_type.as_deref(),
            metadata: &self.metadata,
        };
        filter.answer(&subject, &mut |test| tests.passes(test, tree, trail))
    }

    fn passes_any(&self, filters: &[Filter], tests: &mut PathTests, tree: &PathTree, trail: Trail) -> Result<bool> {
        for filter in filters {
            if self.passes(filter, tests, tree, trail)? {
                return Ok(true);
            }
        }
        Ok(filters.is_empty())
    }
}

/// The place of a path in the tree of [`Trails`].
pub(crate) type Trail = u32;

/// Where a walk has been: a path for every step.
pub(super) struct Trails {
    tree: PathTree,
    open: Vec<Trail>,
}

impl Trails {
    pub(super) fn new() -> Trails {
        Trails { tree: PathTree::new(), open: Vec::new() }
    }

    /// Notes a step of a walk; is to be told all of them.
    pub(super) fn step(&mut self, path: &[Key], step: &Step<'_>) -> Trail {
        if let Step::Leave(..) = step {
            return self.open.pop().unwrap_or(ROOT);
        }
        let trail = match (self.open.last(), path.last()) {
            (Some(parent), Some(key)) => self.tree.push(*parent, key.clone()),
            _ => ROOT,
        };
        if let Step::Enter(..) = step {
            self.open.push(trail);
        }
        trail
    }

    pub(super) fn into_tree(self) -> PathTree {
        self.tree
    }
}
