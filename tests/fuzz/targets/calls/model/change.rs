//! Update, pop and the changes all over a graph.

use std::collections::BTreeSet;

use super::graph::{Graph, Id, Kind, Value};
use super::{Filter, INVALID_ARGUMENT, Key, Leaf, Path, Result, State, StateLeaf, Static, Subject, check_order};

/// Where a leaf is kept: the node, and the key of an array attribute.
type Place = (Id, Option<Key>);

impl Graph {
    /// After an error the graph is as it was.
    pub fn update(&mut self, root: Id, states: &[State], any_shape: bool, any_dtype: bool) -> Result<()> {
        let before = self.nodes.clone();
        let mut metadata = Vec::new();
        let result = states.iter().try_for_each(|state| {
            let places = state.0.iter().map(|leaf| self.place(root, &leaf.path)).collect::<Result<Vec<_>>>()?;
            for (leaf, place) in state.0.iter().zip(places) {
                if leaf.variable_type.is_some() && place.1.is_none() {
                    metadata.push((place.0, leaf.metadata.clone()));
                }
                self.replace(place, &leaf.value, any_shape, any_dtype)?;
            }
            Ok(())
        });
        match result {
            Ok(()) => metadata.into_iter().for_each(|(id, metadata)| self.nodes[id].metadata = metadata),
            Err(_) => self.nodes = before,
        }
        result
    }

    fn place(&self, root: Id, path: &Path) -> Result<Place> {
        let variable = |id: Id| match self.nodes[id].kind {
            Kind::Variable => Ok((id, None)),
            _ => Err(INVALID_ARGUMENT),
        };
        let Some((key, parents)) = path.split_last() else { return variable(root) };
        let parent = self.find(root, parents)?;
        match self.attribute(parent, key)? {
            Value::Leaf(_) => Ok((parent, Some(key.clone()))),
            Value::Node(child) => variable(*child),
            _ => Err(INVALID_ARGUMENT),
        }
    }

    fn replace(&mut self, (id, key): Place, new: &Leaf, any_shape: bool, any_dtype: bool) -> Result<()> {
        let node = &mut self.nodes[id];
        if node.kind == Kind::Tuple {
            return Err(INVALID_ARGUMENT);
        }
        let old = match &key {
            None => node.value.as_mut(),
            Some(key) => match node.attributes.get_mut(key) {
                Some(Value::Leaf(leaf)) => Some(leaf),
                _ => None,
            },
        };
        let old = old.ok_or(INVALID_ARGUMENT)?;
        let fits = match (&*old, new) {
            (Leaf::Tensor(old), Leaf::Tensor(new)) => {
                (any_dtype || old.dtype == new.dtype) && (any_shape || old.shape == new.shape)
            }
            (Leaf::Opaque(_), Leaf::Opaque(_)) => true,
            _ => false,
        };
        if !fits {
            return Err(INVALID_ARGUMENT);
        }
        *old = new.clone();
        Ok(())
    }

    pub fn pop(&mut self, root: Id, filters: &[Filter]) -> Result<Vec<State>> {
        if filters.is_empty() || self.nodes[root].kind == Kind::Variable {
            return Err(INVALID_ARGUMENT);
        }
        check_order(filters)?;
        let mut chosen = Vec::new();
        let mut taken = BTreeSet::new();
        for met in self.walk(root) {
            let (id, leaf) = match &met.value {
                Value::Leaf(leaf) => (None, leaf.clone()),
                Value::Node(id) => match &self.nodes[*id].value {
                    Some(leaf) => (Some(*id), leaf.clone()),
                    None => continue,
                },
                _ => continue,
            };
            if id.is_some_and(|id| taken.contains(&id)) {
                continue;
            }
            let node = id.map(|id| &self.nodes[id]);
            let variable_type = node.map(|node| node.type_name.clone());
            let metadata = node.map(|node| node.metadata.clone()).unwrap_or_default();
            let subject = Subject {
                path: &met.path,
                variable_type: variable_type.as_deref(),
                object_type: None,
                metadata: Some(&metadata),
            };
            for (number, filter) in filters.iter().enumerate() {
                if filter.matches(&subject)? {
                    taken.extend(id);
                    let leaf = StateLeaf { path: met.path, variable_type, metadata, value: leaf };
                    chosen.push((number, met.parent, leaf));
                    break;
                }
            }
        }
        if chosen.iter().any(|(_, parent, _)| self.nodes[*parent].kind.is_sequence()) {
            return Err(INVALID_ARGUMENT);
        }
        let mut states = vec![Vec::new(); filters.len()];
        for (number, parent, leaf) in chosen {
            if let Some(key) = leaf.path.last() {
                self.remove(parent, key);
            }
            states[number].push(leaf);
        }
        states.into_iter().map(State::from_leaves).collect()
    }

    /// The Variables that pass one of the filters, or all, each under its first path.
    pub fn variables(&self, root: Id, filters: &[Filter]) -> Result<Vec<(Path, Id)>> {
        let mut found = Vec::new();
        for met in self.walk(root) {
            if let Value::Node(id) = met.value
                && !met.again
                && self.nodes[id].kind == Kind::Variable
                && self.passes_any(id, &met.path, filters)?
            {
                found.push((met.path, id));
            }
        }
        Ok(found)
    }

    fn passes_any(&self, id: Id, path: &[Key], filters: &[Filter]) -> Result<bool> {
        for filter in filters {
            if filter.matches(&self.subject(id, path))? {
                return Ok(true);
            }
        }
        Ok(filters.is_empty())
    }

    fn subject<'a>(&'a self, id: Id, path: &'a [Key]) -> Subject<'a> {
        let node = &self.nodes[id];
        let is_variable = node.kind == Kind::Variable;
        Subject {
            path,
            variable_type: is_variable.then_some(&node.type_name),
            object_type: (!is_variable).then_some(&node.type_name),
            metadata: is_variable.then_some(&node.metadata),
        }
    }

    /// Sets static attributes where they exist already; how many were set.
    pub fn set_attributes(
        &mut self,
        root: Id,
        filter: Option<&Filter>,
        values: &[(&str, Static)],
        require_all: bool,
    ) -> Result<usize> {
        let filters: Vec<Filter> = filter.cloned().into_iter().collect();
        let mut objects = Vec::new();
        for met in self.walk(root) {
            if let Value::Node(id) = met.value
                && !met.again
                && !met.left
                && !self.nodes[id].kind.is_value()
                && values.iter().any(|(name, _)| self.nodes[id].attributes.contains_key(&Key::name(name)))
                && self.passes_any(id, &met.path, &filters)?
            {
                objects.push(id);
            }
        }
        let mut targets = Vec::new();
        for (name, value) in values {
            let key = Key::name(name);
            let having = objects.iter().filter(|id| self.nodes[**id].attributes.contains_key(&key));
            let before = targets.len();
            targets.extend(having.map(|id| (*id, key.clone(), value.clone())));
            if require_all && targets.len() == before {
                return Err(super::NOT_FOUND);
            }
        }
        for (id, key, value) in &targets {
            let old = self.nodes[*id].attributes.insert(key.clone(), Value::Static(value.clone()));
            self.disown(old);
        }
        Ok(targets.len())
    }

    /// Each reference node and Variable that has several paths; of the later ones only those that `only` passes.
    pub fn duplicates(&self, root: Id, only: Option<&Filter>) -> Result<Vec<Vec<Path>>> {
        let mut groups: Vec<(Id, Vec<Path>)> = Vec::new();
        for met in self.walk(root) {
            let Value::Node(id) = met.value else { continue };
            let node = &self.nodes[id];
            if node.kind.is_value() || (met.left && !met.again && node.kind != Kind::Variable) {
                continue;
            }
            if !met.again {
                groups.push((id, vec![met.path]));
            } else if only.map_or(Ok(true), |filter| filter.matches(&self.subject(id, &met.path)))?
                && let Some((_, paths)) = groups.iter_mut().find(|(other, _)| *other == id)
            {
                paths.push(met.path);
            }
        }
        Ok(groups.into_iter().map(|(_, paths)| paths).filter(|paths| paths.len() > 1).collect())
    }
}
