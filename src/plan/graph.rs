//! A program as the fuser sees it: arrays, and how each is computed from views of others. Movements are gone; they are
//! part of the views.

use super::kernel::Source;
use super::outline::RegionPlan;
use super::view::View;
use crate::program::op::Op;
use crate::program::{OperationId, ValueId};
use crate::tensor::{DType, Tensor};

/// A node, by its place; it reads only nodes before it.
pub(super) type NodeId = usize;

/// A view of what a node computes.
#[derive(Clone, Debug)]
pub(super) struct Read {
    pub(super) node: NodeId,
    pub(super) view: View,
}

/// How reduced elements are combined.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    /// An operation of two elements.
    pub(super) combine: Op,
    /// What is reduced.
    pub(super) operand: Read,
    /// The one element that it starts from.
    pub(super) init: Read,
    /// For each axis of the operand, whether it is reduced.
    pub(super) reduced: Vec<bool>,
}

/// Sums of products: batches of matrices of `rows` × `depth` times `depth` × `columns`.
#[derive(Clone, Debug)]
pub(super) struct Product {
    pub(super) batches: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) depth: usize,
    /// Axes: batch, row, depth.
    pub(super) lhs: Read,
    /// Axes: batch, depth, column.
    pub(super) rhs: Read,
}

/// An operation on whole arrays.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// The function of the program that has it.
    pub(super) function: usize,
    pub(super) operation: OperationId,
    /// What it reads, its regions included.
    pub(super) inputs: Vec<(ValueId, Read)>,
    /// The plans of its regions, where it is a loop or a choice.
    pub(super) regions: Vec<RegionPlan>,
}

/// What a node computes.
#[derive(Clone, Debug)]
pub(super) enum NodeKind {
    Argument(usize),
    Constant(Tensor),
    /// 0, 1, 2, … along one axis: the index divided by `inner`, modulo `extent`.
    Iota {
        inner: usize,
        extent: usize,
    },
    /// One element from one of each operand.
    Elementwise {
        op: Op,
        operands: Vec<Read>,
    },
    Fold(Fold),
    Product(Product),
    /// Each operand goes to its place in the array, in order.
    Assemble(Vec<(Read, View)>),
    /// Its results are the nodes of kind `Part` that follow.
    Operation(Operation),
    /// A result of an operation on whole arrays.
    Part {
        of: NodeId,
        index: usize,
    },
}

/// An array of `count` elements.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) dtype: DType,
    pub(super) count: usize,
    /// The operation that it comes from.
    pub(super) source: Option<Source>,
}

impl Node {
    /// What it reads.
    pub(super) fn reads(&self) -> Vec<&Read> {
        match &self.kind {
            NodeKind::Argument(_) | NodeKind::Constant(_) | NodeKind::Iota { .. } | NodeKind::Part { .. } => Vec::new(),
            NodeKind::Elementwise { operands, .. } => operands.iter().collect(),
            NodeKind::Fold(fold) => vec![&fold.operand, &fold.init],
            NodeKind::Product(product) => vec![&product.lhs, &product.rhs],
            NodeKind::Assemble(pieces) => pieces.iter().map(|(read, _)| read).collect(),
            NodeKind::Operation(operation) => operation.inputs.iter().map(|(_, read)| read).collect(),
        }
    }
}

/// The nodes, those that have effects, and the results, each a whole array.
#[derive(Clone, Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Node>,
    pub(super) effects: Vec<NodeId>,
    pub(super) arguments: Vec<NodeId>,
    pub(super) results: Vec<NodeId>,
}

impl Graph {
    /// Which nodes the results and effects need.
    pub(super) fn live(&self) -> Vec<bool> {
        let mut live = vec![false; self.nodes.len()];
        for &node in self.results.iter().chain(&self.effects) {
            live[node] = true;
        }
        for node in (0..self.nodes.len()).rev() {
            if live[node] {
                if let NodeKind::Part { of, .. } = self.nodes[node].kind {
                    live[of] = true;
                }
                for read in self.nodes[node].reads() {
                    live[read.node] = true;
                }
            }
        }
        live
    }
}
