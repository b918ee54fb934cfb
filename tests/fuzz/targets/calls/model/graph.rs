//! Nodes, their attributes, and who owns a value node.

use std::collections::{BTreeMap, BTreeSet};

use super::{INVALID_ARGUMENT, Key, Leaf, Metadata, NOT_FOUND, Path, Result, Static};

pub type Id = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Kind {
    Object = 1,
    List,
    Dict,
    Variable,
    PlainList,
    PlainDict,
    Tuple,
}

impl Kind {
    pub fn is_value(self) -> bool {
        matches!(self, Kind::PlainList | Kind::PlainDict | Kind::Tuple)
    }

    pub fn is_sequence(self) -> bool {
        matches!(self, Kind::List | Kind::PlainList | Kind::Tuple)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Node(Id),
    Leaf(Leaf),
    Static(Static),
    None,
}

#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub type_name: String,
    pub attributes: BTreeMap<Key, Value>,
    pub owner: Option<Id>,
    pub graph: usize,
    /// Of a Variable.
    pub value: Option<Leaf>,
    pub metadata: Metadata,
}

#[derive(Clone, Debug, Default)]
pub struct Graph {
    pub nodes: Vec<Node>,
    /// For each graph the one it became part of; itself when none.
    graphs: Vec<usize>,
    /// The nodes that handles stand for; set before each change.
    pub held: Vec<Id>,
}

impl Graph {
    pub fn new_graph(&mut self) -> usize {
        self.graphs.push(self.graphs.len());
        self.graphs.len() - 1
    }

    pub fn graph_of(&self, mut graph: usize) -> usize {
        while self.graphs[graph] != graph {
            graph = self.graphs[graph];
        }
        graph
    }

    pub fn join(&mut self, a: Id, b: Id) {
        let (a, b) = (self.graph_of(self.nodes[a].graph), self.graph_of(self.nodes[b].graph));
        self.graphs[a] = b;
    }

    pub fn add(&mut self, kind: Kind, type_name: &str, graph: usize, value: Option<Leaf>) -> Id {
        let (type_name, attributes, metadata) = (type_name.to_owned(), BTreeMap::new(), Metadata::new());
        self.nodes.push(Node { kind, type_name, attributes, owner: None, graph, value, metadata });
        self.nodes.len() - 1
    }

    pub fn reachable(&self, roots: &[Id]) -> BTreeSet<Id> {
        let (mut reached, mut open) = (BTreeSet::new(), roots.to_vec());
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                open.extend(self.nodes[id].attributes.values().filter_map(|value| match value {
                    Value::Node(child) => Some(*child),
                    _ => None,
                }));
            }
        }
        reached
    }

    /// The owner of a value node: one that nothing reaches any more does not count.
    fn owner(&self, id: Id) -> Option<Id> {
        self.nodes[id].owner.filter(|owner| self.reachable(&self.held).contains(owner))
    }

    pub fn attribute(&self, id: Id, key: &Key) -> Result<&Value> {
        self.nodes[id].attributes.get(key).ok_or(NOT_FOUND)
    }

    pub fn find(&self, root: Id, keys: &[Key]) -> Result<Id> {
        keys.iter().try_fold(root, |id, key| match self.attribute(id, key)? {
            Value::Node(child) => Ok(*child),
            _ => Err(INVALID_ARGUMENT),
        })
    }

    /// The attribute at a path; the node itself at the empty one.
    pub fn get(&self, root: Id, path: &[Key]) -> Result<Value> {
        match path.split_last() {
            None => Ok(Value::Node(root)),
            Some((key, parents)) => self.attribute(self.find(root, parents)?, key).cloned(),
        }
    }

    fn elements(&self, id: Id) -> usize {
        self.nodes[id].attributes.keys().filter(|key| key.is_int()).count()
    }

    fn check_key(&self, id: Id, key: &Key) -> Result<()> {
        let node = &self.nodes[id];
        let fits = match (node.kind, key) {
            (Kind::Variable, _) | (Kind::Object, Key::Int(_)) => false,
            (Kind::Object | Kind::List, Key::Str(_)) => true,
            (kind, Key::Str(_)) if kind.is_sequence() => false,
            (kind, Key::Int(index)) if kind.is_sequence() => (0..=self.elements(id) as i64).contains(index),
            _ => node.attributes.keys().next().is_none_or(|other| other.is_int() == key.is_int()),
        };
        if fits { Ok(()) } else { Err(INVALID_ARGUMENT) }
    }

    /// Whether `parent` may hold `child`, which it may hold `already`.
    fn check_owner(&self, parent: Id, child: Id, already: bool) -> Result<()> {
        if !self.nodes[child].kind.is_value() {
            return Ok(());
        }
        if !already && self.owner(child).is_some() {
            return Err(INVALID_ARGUMENT);
        }
        let mut above = Some(parent);
        while let Some(id) = above.filter(|id| self.nodes[*id].kind.is_value()) {
            if id == child {
                return Err(INVALID_ARGUMENT);
            }
            above = self.owner(id);
        }
        Ok(())
    }

    pub fn disown(&mut self, value: Option<Value>) {
        if let Some(Value::Node(id)) = value {
            self.nodes[id].owner = None;
        }
    }

    fn own(&mut self, parent: Id, value: &Value) {
        if let Value::Node(child) = value
            && self.nodes[*child].kind.is_value()
        {
            self.nodes[*child].owner = Some(parent);
        }
    }

    pub fn set(&mut self, root: Id, path: &[Key], value: Value) -> Result<()> {
        let (key, parents) = path.split_last().ok_or(INVALID_ARGUMENT)?;
        let id = self.find(root, parents)?;
        self.check_key(id, key)?;
        let old = self.nodes[id].attributes.get(key).cloned();
        if self.nodes[id].kind == Kind::Tuple && (old.is_some() || self.owner(id).is_some()) {
            return Err(INVALID_ARGUMENT);
        }
        if let Value::Node(child) = value {
            self.check_owner(id, child, old == Some(Value::Node(child)))?;
        }
        if let Value::Node(child) = value {
            self.join(root, child);
        }
        self.disown(old);
        self.own(id, &value);
        self.nodes[id].attributes.insert(key.clone(), value);
        Ok(())
    }

    /// Puts a node into a list; at its end when there is no index.
    pub fn insert(&mut self, id: Id, index: Option<i64>, child: Id) -> Result<()> {
        let index = index.unwrap_or(self.elements(id) as i64);
        let kind = self.nodes[id].kind;
        if !kind.is_sequence() || (kind == Kind::Tuple && self.owner(id).is_some()) {
            return Err(INVALID_ARGUMENT);
        }
        self.check_key(id, &Key::Int(index))?;
        self.check_owner(id, child, false)?;
        self.join(id, child);
        self.shift(id, index, 1);
        let value = Value::Node(child);
        self.own(id, &value);
        self.nodes[id].attributes.insert(Key::Int(index), value);
        Ok(())
    }

    pub fn delete(&mut self, root: Id, path: &[Key]) -> Result<()> {
        let (key, parents) = path.split_last().ok_or(INVALID_ARGUMENT)?;
        let id = self.find(root, parents)?;
        self.attribute(id, key)?;
        if self.nodes[id].kind == Kind::Tuple {
            return Err(INVALID_ARGUMENT);
        }
        self.remove(id, key);
        Ok(())
    }

    pub fn remove(&mut self, id: Id, key: &Key) {
        let old = self.nodes[id].attributes.remove(key);
        self.disown(old);
        if let Key::Int(index) = key
            && self.nodes[id].kind.is_sequence()
        {
            self.shift(id, index + 1, -1);
        }
    }

    fn shift(&mut self, id: Id, from: i64, by: i64) {
        let attributes = std::mem::take(&mut self.nodes[id].attributes);
        let moved = |key| match key {
            Key::Int(index) if index >= from => Key::Int(index + by),
            key => key,
        };
        self.nodes[id].attributes = attributes.into_iter().map(|(key, value)| (moved(key), value)).collect();
    }

    /// A Variable, or the status for anything else.
    pub fn variable(&mut self, id: Id) -> Result<&mut Node> {
        let node = &mut self.nodes[id];
        if node.kind == Kind::Variable { Ok(node) } else { Err(INVALID_ARGUMENT) }
    }

    /// Everything below `root` in the order of a traversal: path, the node that has the attribute, its value, and
    /// whether a reference node or Variable was met before. The root comes first, as an attribute of itself.
    pub fn walk(&self, root: Id) -> Vec<Met> {
        let (mut met, mut seen) = (Vec::new(), BTreeSet::new());
        self.walk_value(root, &Value::Node(root), &mut Vec::new(), &mut seen, &mut met);
        met
    }

    fn walk_value(&self, parent: Id, value: &Value, path: &mut Path, seen: &mut BTreeSet<Id>, met: &mut Vec<Met>) {
        let Value::Node(id) = value else {
            return met.push(Met { parent, path: path.clone(), value: value.clone(), again: false, left: true });
        };
        let node = &self.nodes[*id];
        let again = !node.kind.is_value() && !seen.insert(*id);
        let is_leaf = again || node.kind == Kind::Variable;
        met.push(Met { parent, path: path.clone(), value: value.clone(), again, left: is_leaf });
        if is_leaf {
            return;
        }
        for (key, value) in &node.attributes {
            path.push(key.clone());
            self.walk_value(*id, value, path, seen, met);
            path.pop();
        }
        met.push(Met { parent, path: path.clone(), value: value.clone(), again: false, left: true });
    }
}

/// A step of [`Graph::walk`]. A container is met twice: before its attributes and, as `left`, behind them.
pub struct Met {
    pub parent: Id,
    pub path: Path,
    pub value: Value,
    pub again: bool,
    pub left: bool,
}
