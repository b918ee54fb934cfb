//! The walk that everything but split is made of: each node of a graph once, each attribute with its path.

use super::arena::{Arena, Node as ArenaNode, NodeId, Variable};
use super::attributes::Iter;
use super::container::{Container, Value};
use super::filter::{Filter, Subject};
use super::key::Key;
use super::metadata::Metadata;
use super::node::{Attribute, Node};
use super::path::Path;
use super::split::Visits;
use super::statics::Static;
use super::type_name::TypeName;
use super::variable_type::VariableType;
use crate::error::Result;

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
            let mut found = Vec::new();
            arena.walk(id, |path, step| {
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
            Ok(found)
        })?;
        let attribute = |item| match item {
            Found::Node(id) => Attribute::Node(Node { graph: self.graph.clone(), id }),
            Found::Value(value) => value,
        };
        Ok(found.into_iter().map(|(path, item)| (path, attribute(item))).collect())
    }

    /// The paths of each reference node and Variable that has more than one, in the order of their first paths. Of the
    /// later paths only those that `only` passes are listed.
    pub fn find_duplicates(&self, only: &Filter) -> Result<Vec<Vec<Path>>> {
        let met = self.graph.read(self.id, |arena, id| {
            let mut met = Vec::new();
            arena.walk(id, |path, step| {
                let (id, first) = match step {
                    Step::Enter(id, container) if container.kind.is_reference() => (id, true),
                    Step::Variable(id, _) => (id, true),
                    Step::Again(id) => (id, false),
                    _ => return,
                };
                met.push((id, first, Path::from(path.to_vec()), Description::of(arena, id)));
            });
            Ok(met)
        })?;
        let mut groups: Vec<Vec<Path>> = Vec::new();
        let mut group_of = std::collections::HashMap::new();
        for (id, first, path, description) in met {
            if first {
                group_of.insert(id, groups.len());
                groups.push(vec![path]);
            } else if description.passes(only, &path)?
                && let Some(group) = group_of.get(&id)
            {
                groups[*group].push(path);
            }
        }
        groups.retain(|paths| paths.len() > 1);
        Ok(groups)
    }

    /// The Variables below this node that pass one of these filters (all, when there are none), each under its first
    /// path, in path order.
    pub fn variables(&self, filters: &[Filter]) -> Result<Vec<(Path, Node)>> {
        let found = self.graph.read(self.id, |arena, id| {
            let shift = id.wrapping_sub(self.id);
            let mut found = Vec::new();
            arena.walk(id, |path, step| {
                if let Step::Variable(id, _) = step {
                    super::node::hold(arena, id);
                    found.push((Path::from(path.to_vec()), id.wrapping_sub(shift), Description::of(arena, id)));
                }
            });
            Ok(found)
        })?;
        let mut variables = Vec::with_capacity(found.len());
        for (path, id, description) in found {
            let node = Node { graph: self.graph.clone(), id };
            if description.passes_any(filters, &path)? {
                variables.push((path, node));
            }
        }
        Ok(variables)
    }

    /// Sets static attributes on every Object below this node that has them already and passes `filter`. Returns how
    /// many were set; with `require_all` a name that no Object has is an error and nothing is set.
    pub fn set_attributes(
        &self,
        filter: Option<&Filter>,
        values: &[(Key, Static)],
        require_all: bool,
    ) -> Result<usize> {
        let objects = self.graph.read(self.id, |arena, id| {
            let mut objects = Vec::new();
            arena.walk(id, |path, step| {
                if let Step::Enter(id, container) = step
                    && container.kind.is_reference()
                {
                    let names = values.iter().map(|(name, _)| container.attributes.get(name).is_some()).collect();
                    objects.push((Path::from(path.to_vec()), Description::of(arena, id), names));
                }
            });
            Ok(objects)
        })?;
        let mut chosen: Vec<(Path, Vec<bool>)> = Vec::new();
        for (path, description, names) in objects {
            if description.passes_any(filter.map(std::slice::from_ref).unwrap_or_default(), &path)? {
                chosen.push((path, names));
            }
        }
        let missing = (0..values.len()).find(|name| !chosen.iter().any(|(_, names)| names[*name]));
        if let Some(name) = missing.filter(|_| require_all) {
            let name = &values[name].0;
            return Err(crate::error::Error::not_found(format!("no Object has the attribute {name}")));
        }
        self.graph
            .change(self.id, |arena, id| {
                let (mut count, mut removed) = (0, Vec::new());
                for (path, names) in &chosen {
                    let object = arena.find(id, path.keys())?;
                    for ((name, value), _) in values.iter().zip(names).filter(|(_, has)| **has) {
                        removed.push(arena.set(object, name, Value::Static(value.clone()))?);
                        count += 1;
                    }
                }
                Ok((count, removed))
            })
            .map(|(count, _)| count)
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
        let variables = self.variables(std::slice::from_ref(filter))?;
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

    pub(super) fn passes(&self, filter: &Filter, path: &Path) -> Result<bool> {
        let path = || path.clone();
        filter.matches(&Subject {
            path: &path,
            variable_type: self.variable_type,
            object_type: self.object_type.as_deref(),
            metadata: &self.metadata,
        })
    }

    fn passes_any(&self, filters: &[Filter], path: &Path) -> Result<bool> {
        for filter in filters {
            if self.passes(filter, path)? {
                return Ok(true);
            }
        }
        Ok(filters.is_empty())
    }
}
