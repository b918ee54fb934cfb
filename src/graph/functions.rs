//! The functions of an object graph that are made of the others: split with filters, state, graphdef, duplicate.

use super::filter::Filter;
use super::graphdef::GraphDef;
use super::merge::merge;
use super::node::Node;
use super::state::{Layout, State};
use crate::error::Result;

impl Node {
    /// Takes the graph below this node apart: its structure, and one State for each filter. Without filters there is
    /// one State with all leaves; a leaf that no filter takes is an error.
    pub fn split(&self, filters: &[Filter]) -> Result<(GraphDef, Vec<State>)> {
        let (graphdef, state) = self.split_whole()?;
        let states = if filters.is_empty() { vec![state] } else { state.into_split(filters)? };
        Ok((graphdef, states))
    }

    /// As [`Node::split`] without filters.
    pub fn split_whole(&self) -> Result<(GraphDef, State)> {
        let (graphdef, values) = self.graph.read(self.id, |arena, id| arena.split(id))?;
        let layout = Layout::Whole(graphdef.clone());
        Ok((graphdef, State { layout, values }))
    }

    /// The leaves below this node: one State for each filter, or one with all leaves. Leaves that no filter takes are
    /// left out.
    pub fn state(&self, filters: &[Filter]) -> Result<Vec<State>> {
        let (_, state) = self.split_whole()?;
        if filters.is_empty() { Ok(vec![state]) } else { state.into_filter(filters) }
    }

    /// The structure of the graph below this node.
    pub fn graphdef(&self) -> Result<GraphDef> {
        self.graph.read(self.id, |arena, id| Ok(arena.structure(id)?.graphdef))
    }

    /// A new graph like the one below this node: new nodes and Variables, the same arrays.
    pub fn duplicate(&self) -> Result<Node> {
        let (graphdef, state) = self.split_whole()?;
        merge(&graphdef, &[state])
    }
}
