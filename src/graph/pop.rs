//! Pop: leaves taken out of a graph.

use std::collections::HashSet;

use super::arena::{Arena, NodeId};
use super::container::{Container, Value};
use super::filter::Filter;
use super::key::Key;
use super::leaf::Leaf;
use super::listing::Listing;
use super::metadata::Metadata;
use super::node::Node;
use super::path::Path;
use super::path_tests::PathTests;
use super::path_tree::PathTree;
use super::state::{State, StateLeaf};
use super::variable_type::VariableType;
use super::walk::{Description, Step, Trail, Trails};
use crate::error::{Error, Result};

/// A place where a leaf stands.
struct Occurrence {
    parent: NodeId,
    trail: Trail,
    /// The Variable, when it is one.
    variable: Option<NodeId>,
    description: Description,
}

/// A leaf without its path.
type Taken = (Option<VariableType>, Metadata, Leaf);

impl Node {
    /// Takes the leaves that pass a filter out of the graph: one State for each filter, the first that matches wins.
    ///
    /// Of a shared Variable only the first path that passes is taken. A leaf in a list or tuple cannot be taken out, as
    /// its neighbours would change their paths.
    pub fn pop(&self, filters: &[Filter]) -> Result<Vec<State>> {
        if filters.is_empty() {
            return Err(Error::invalid("pop needs at least one filter"));
        }
        Filter::check_order(filters)?;
        let (version, tree, occurrences) = self.graph.read(self.id, |arena, id| {
            if arena.container(id).is_none() {
                return Err(Error::invalid("a Variable has no attributes to pop"));
            }
            let (tree, occurrences) = occurrences(arena, id);
            Ok((arena.version, tree, occurrences))
        })?;
        let (mut taken, mut tests, mut listing) = (HashSet::new(), PathTests::default(), Listing::default());
        let mut chosen: Vec<(usize, Path, Occurrence)> = Vec::new();
        for occurrence in occurrences {
            if occurrence.variable.is_some_and(|variable| taken.contains(&variable)) {
                continue;
            }
            for (i, filter) in filters.iter().enumerate() {
                if occurrence.description.passes(filter, &mut tests, &tree, occurrence.trail)? {
                    taken.extend(occurrence.variable);
                    // Made before anything is taken out, so that nothing is lost where there is no memory for it.
                    chosen.push((i, listing.path(&tree, occurrence.trail)?, occurrence));
                    break;
                }
            }
        }
        let (leaves, removed) = self.graph.change(self.id, |arena, _| {
            if arena.version != version {
                return Err(Error::precondition("the graph changed while the filters of pop ran"));
            }
            for (_, path, occurrence) in &chosen {
                check_parent(arena, occurrence, path)?;
            }
            let (mut leaves, mut removed) = (Vec::with_capacity(chosen.len()), Vec::new());
            for (_, path, occurrence) in &chosen {
                let Some((_, key)) = path.split_last() else { continue };
                leaves.push(leaf(arena, occurrence, path, key)?);
                removed.push(arena.remove(occurrence.parent, key)?);
            }
            Ok((leaves, removed))
        })?;
        drop(removed);
        let mut states: Vec<Vec<StateLeaf>> = filters.iter().map(|_| Vec::new()).collect();
        for ((filter, path, _), (variable_type, metadata, value)) in chosen.into_iter().zip(leaves) {
            states[filter].push(StateLeaf { path, variable_type, metadata, value });
        }
        states.into_iter().map(State::from_leaves).collect()
    }
}

fn occurrences(arena: &Arena, root: NodeId) -> (PathTree, Vec<Occurrence>) {
    let (mut trails, mut found, mut parents) = (Trails::new(), Vec::new(), Vec::new());
    arena.walk(root, |path, step| {
        let trail = trails.step(path, &step);
        let (variable, description) = match step {
            Step::Enter(id, _) => return parents.push(id),
            Step::Leave(..) => {
                parents.pop();
                return;
            }
            Step::Variable(id, _) | Step::Again(id) if arena.variable(id).is_some() => {
                (Some(id), Description::of(arena, id))
            }
            Step::Value(value) if value.is_leaf() => (None, Description::of_array()),
            _ => return,
        };
        if let Some(parent) = parents.last() {
            found.push(Occurrence { parent: *parent, trail, variable, description });
        }
    });
    (trails.into_tree(), found)
}

fn check_parent(arena: &Arena, occurrence: &Occurrence, path: &Path) -> Result<()> {
    match arena.container(occurrence.parent) {
        Some(Container { kind, .. }) if kind.is_sequence() => {
            let message = format!("cannot pop from a {kind}: its other elements would change their paths");
            Err(Error::invalid(message).at(path))
        }
        _ => Ok(()),
    }
}

fn leaf(arena: &Arena, occurrence: &Occurrence, path: &Path, key: &Key) -> Result<Taken> {
    if let Some(variable) = occurrence.variable.and_then(|id| arena.variable(id)) {
        return Ok((Some(variable.variable_type), variable.metadata.clone(), variable.value.clone()));
    }
    let value: Option<Leaf> = arena.attribute(occurrence.parent, key).ok().and_then(Value::leaf);
    let value = value.ok_or_else(|| Error::not_found("the leaf is gone").at(path))?;
    Ok((None, Metadata::empty(), value))
}
