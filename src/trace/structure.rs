//! What a function changed in the structure of its objects, done again to the objects of a call.

use std::collections::HashMap;

use super::snapshot::{attributes, same};
use crate::error::{Error, Result, Status};
use crate::graph::{Attribute, AttributeDef, GraphDef, Key, Leaf, Node, NodeDef, Path};

/// Which of the nodes after the function are those of before, by their indices.
#[derive(Clone, Debug)]
pub struct StructureChange {
    kept: Vec<Option<usize>>,
}

impl StructureChange {
    /// What became of the nodes `before`, as the same root has them now.
    pub(super) fn between(before: &[Node], after: &[Node]) -> Result<StructureChange> {
        let mut index = HashMap::new();
        for (place, node) in before.iter().enumerate() {
            index.insert(node.identity()?, place);
        }
        let kept = after.iter().map(|node| Ok(index.get(&node.identity()?).copied())).collect::<Result<_>>()?;
        Ok(StructureChange { kept })
    }

    /// The change that keeps these nodes: for each node of `after`, by its index, the index that it has in `before`.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when they are not as many, or one is kept as two or as a node of another kind.
    pub fn new(kept: Vec<Option<usize>>, before: &GraphDef, after: &GraphDef) -> Result<StructureChange> {
        let (before, after) = (definitions(before), definitions(after));
        if kept.len() != after.len() {
            return Err(Error::invalid(format!("{} nodes are said to be kept or new, of {}", kept.len(), after.len())));
        }
        let mut taken = vec![false; before.len()];
        for (now, place) in kept.iter().enumerate().filter_map(|(now, place)| Some((now, (*place)?))) {
            let stays = before.get(place).is_some_and(|old| is_kept_as(old, after[now]));
            if !stays || std::mem::replace(&mut taken[place], true) {
                return Err(Error::invalid(format!("node {now} cannot be what node {place} was before")));
            }
        }
        Ok(StructureChange { kept })
    }

    /// For each node after the function, by its index, the index that it had before.
    pub fn kept(&self) -> &[Option<usize>] {
        &self.kept
    }

    /// Gives the objects below `root`, whose structure is `before`, the structure `after` with these leaves.
    pub fn apply(&self, root: &Node, before: &GraphDef, after: &GraphDef, leaves: Vec<Leaf>) -> Result<()> {
        let known = nodes_by_index(root, before)?;
        let mut leaves = leaves.into_iter();
        let mut made: Vec<Option<Node>> = vec![None; self.kept.len()];
        let mut nodes = after.nodes().iter();
        let mut entries = after.attributes().iter();
        let kept = |index: u32| self.kept.get(index as usize).copied().flatten().and_then(|place| known.get(place));
        let mut open: Vec<Open> = Vec::new();
        let mut next = nodes.next();
        let mut finished: Option<Attribute> = None;
        loop {
            if let Some(definition) = next.take() {
                let attribute = match definition {
                    NodeDef::None => Attribute::None,
                    NodeDef::Ref(index) => {
                        let node = made.get(*index as usize).cloned().flatten().ok_or_else(broken)?;
                        Attribute::Node(node)
                    }
                    NodeDef::Variable { variable_type, index, metadata } => {
                        let leaf = leaves.next().ok_or_else(broken)?;
                        let node = match kept(*index) {
                            Some(node) => {
                                node.set_value(leaf)?;
                                node.replace_metadata(metadata)?;
                                node.clone()
                            }
                            None => {
                                let node = Node::variable(None, *variable_type, leaf)?;
                                for (name, value) in metadata.entries() {
                                    node.set_metadata(name, value.clone())?;
                                }
                                node
                            }
                        };
                        made[*index as usize] = Some(node.clone());
                        Attribute::Node(node)
                    }
                    NodeDef::Container { kind, type_name, index, attributes } => {
                        let node = match index {
                            // The tuple around the arguments stays.
                            _ if open.is_empty() => root.clone(),
                            Some(index) => {
                                let node = match kept(*index) {
                                    Some(node) => node.clone(),
                                    None if type_name.is_empty() => Node::empty(None, *kind)?,
                                    None => Node::object(None, type_name)?,
                                };
                                made[*index as usize] = Some(node.clone());
                                node
                            }
                            None => Node::empty(None, *kind)?,
                        };
                        open.push(Open { node, left: *attributes, key: None, attributes: Vec::new() });
                        finished = None;
                        if open.last().is_some_and(|open| open.left > 0) {
                            next = step(&mut open, &mut entries, &mut leaves, &mut nodes)?;
                            if next.is_some() {
                                continue;
                            }
                        }
                        close(&mut open)?
                    }
                };
                finished = Some(attribute);
            }
            let Some(attribute) = finished.take() else { return Err(broken()) };
            let Some(parent) = open.last_mut() else { return Ok(()) };
            let key = parent.key.take().ok_or_else(broken)?;
            parent.attributes.push((key, attribute));
            next = step(&mut open, &mut entries, &mut leaves, &mut nodes)?;
            if next.is_none() {
                finished = Some(close(&mut open)?);
            }
        }
    }
}

/// The reference nodes and Variables of a structure, in the order of their indices.
fn definitions(graphdef: &GraphDef) -> Vec<&NodeDef> {
    let has_index = |node: &&NodeDef| match node {
        NodeDef::Variable { .. } => true,
        NodeDef::Container { index, .. } => index.is_some(),
        NodeDef::Ref(_) | NodeDef::None => false,
    };
    graphdef.nodes().iter().filter(has_index).collect()
}

/// Whether a node can be `before` and `after` a function.
fn is_kept_as(before: &NodeDef, after: &NodeDef) -> bool {
    match (before, after) {
        (NodeDef::Variable { variable_type: before, .. }, NodeDef::Variable { variable_type: after, .. }) => {
            before == after
        }
        (
            NodeDef::Container { kind: old_kind, type_name: old_name, .. },
            NodeDef::Container { kind, type_name, .. },
        ) => old_kind == kind && old_name == type_name,
        _ => false,
    }
}

/// A container whose attributes are being put together.
struct Open {
    node: Node,
    left: u32,
    /// The name of the child that is being made.
    key: Option<Key>,
    attributes: Vec<(Key, Attribute)>,
}

/// Reads attributes of the innermost container up to the next node; nothing when it has them all.
fn step<'a>(
    open: &mut [Open],
    entries: &mut impl Iterator<Item = &'a (Key, AttributeDef)>,
    leaves: &mut impl Iterator<Item = Leaf>,
    nodes: &mut impl Iterator<Item = &'a NodeDef>,
) -> Result<Option<&'a NodeDef>> {
    let here = open.last_mut().ok_or_else(broken)?;
    while here.left > 0 {
        here.left -= 1;
        let (key, attribute) = entries.next().ok_or_else(broken)?;
        match attribute {
            AttributeDef::Static(value) => here.attributes.push((key.clone(), Attribute::Static(value.clone()))),
            AttributeDef::Leaf => here.attributes.push((key.clone(), leaves.next().ok_or_else(broken)?.into())),
            AttributeDef::Node => {
                here.key = Some(key.clone());
                return Ok(Some(nodes.next().ok_or_else(broken)?));
            }
        }
    }
    Ok(None)
}

/// Gives the innermost container its attributes.
fn close(open: &mut Vec<Open>) -> Result<Attribute> {
    let Open { node, attributes: wanted, .. } = open.pop().ok_or_else(broken)?;
    if !open.is_empty() {
        let now = attributes(&node)?;
        let stays = |key: &Key| wanted.iter().any(|(other, _)| other == key);
        for (key, _) in now.iter().rev().filter(|(key, _)| !stays(key)) {
            node.delete(&Path::from(vec![key.clone()]))?;
        }
        for (key, attribute) in wanted {
            let is_there = now.iter().any(|(other, before)| *other == key && same(before, &attribute));
            if !is_there {
                node.set(&Path::from(vec![key]), attribute)?;
            }
        }
    }
    Ok(Attribute::Node(node))
}

/// The reference nodes and Variables below a root, in the order of their indices.
pub(super) fn nodes_by_index(root: &Node, graphdef: &GraphDef) -> Result<Vec<Node>> {
    let mut found = Vec::new();
    let mut nodes = graphdef.nodes().iter();
    let mut entries = graphdef.attributes().iter();
    let mut open: Vec<(Node, u32)> = Vec::new();
    let enter = |node: Node, definition: &NodeDef, found: &mut Vec<Node>, open: &mut Vec<(Node, u32)>| match definition
    {
        NodeDef::Variable { .. } => found.push(node),
        NodeDef::Container { index, attributes, .. } => {
            if index.is_some() {
                found.push(node.clone());
            }
            open.push((node, *attributes));
        }
        NodeDef::Ref(_) | NodeDef::None => (),
    };
    enter(root.clone(), nodes.next().ok_or_else(broken)?, &mut found, &mut open);
    while let Some((node, left)) = open.last_mut() {
        if *left == 0 {
            open.pop();
            continue;
        }
        *left -= 1;
        let (key, attribute) = entries.next().ok_or_else(broken)?;
        if *attribute == AttributeDef::Node {
            let definition = nodes.next().ok_or_else(broken)?;
            if let Attribute::Node(child) = node.get(&Path::from(vec![key.clone()]))? {
                enter(child, definition, &mut found, &mut open);
            }
        }
    }
    Ok(found)
}

fn broken() -> Error {
    Error::new(Status::Internal, "the lists of a GraphDef do not fit each other")
}
