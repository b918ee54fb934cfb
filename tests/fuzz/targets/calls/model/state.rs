//! States.

use super::{Filter, INVALID_ARGUMENT, Key, Leaf, Metadata, NOT_FOUND, Path, Result, Subject, check_order};

#[derive(Clone, Debug, PartialEq)]
pub struct StateLeaf {
    pub path: Path,
    pub variable_type: Option<String>,
    pub metadata: Metadata,
    pub value: Leaf,
}

/// The leaves in the order of their paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State(pub Vec<StateLeaf>);

impl State {
    pub fn from_leaves(mut leaves: Vec<StateLeaf>) -> Result<State> {
        leaves.sort_by(|a, b| a.path.cmp(&b.path));
        if leaves.windows(2).any(|pair| pair[1].path.starts_with(&pair[0].path)) {
            return Err(INVALID_ARGUMENT);
        }
        Ok(State(leaves))
    }

    pub fn get(&self, path: &[Key]) -> Result<usize> {
        self.0.iter().position(|leaf| leaf.path == path).ok_or(NOT_FOUND)
    }

    /// A State for each filter, and whether any leaf was left over.
    pub fn take(&self, filters: &[Filter]) -> Result<(Vec<State>, bool)> {
        check_order(filters)?;
        let (mut states, mut left_over) = (vec![State::default(); filters.len()], false);
        'leaves: for leaf in &self.0 {
            let subject = Subject {
                path: &leaf.path,
                variable_type: leaf.variable_type.as_deref(),
                object_type: None,
                metadata: Some(&leaf.metadata),
            };
            for (filter, state) in filters.iter().zip(&mut states) {
                if filter.matches(&subject)? {
                    state.0.push(leaf.clone());
                    continue 'leaves;
                }
            }
            left_over = true;
        }
        Ok((states, left_over))
    }

    pub fn split(&self, filters: &[Filter]) -> Result<Vec<State>> {
        let (states, left_over) = self.take(filters)?;
        if left_over { Err(INVALID_ARGUMENT) } else { Ok(states) }
    }

    /// The last State wins.
    pub fn merge(states: &[State]) -> Result<State> {
        let mut leaves: Vec<StateLeaf> = Vec::new();
        for leaf in states.iter().flat_map(|state| &state.0) {
            leaves.retain(|other| other.path != leaf.path);
            leaves.push(leaf.clone());
        }
        State::from_leaves(leaves)
    }

    pub fn at(&self, prefix: &[Key]) -> State {
        let below = self.0.iter().filter_map(|leaf| {
            let path = leaf.path.strip_prefix(prefix)?.to_vec();
            Some(StateLeaf { path, ..leaf.clone() })
        });
        State(below.collect())
    }

    pub fn with(&self, changes: &[(Path, Leaf)]) -> Result<State> {
        let mut state = self.clone();
        for (path, value) in changes {
            let leaf = state.get(path)?;
            state.0[leaf].value = value.clone();
        }
        Ok(state)
    }
}
