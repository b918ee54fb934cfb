//! Which nodes are computed together. Greedy and local: each node, in order, joins the first loop over as many items that
//! runs late enough for what it reads, or begins a new one at the end. So chains of elementwise operations become one loop,
//! and products and reductions are its first and last steps.
//!
//! What reads nothing but memory could run anywhere, and waits for its first reader: so a gradient that is a product, the
//! moments of an optimizer and the new leaf are one pass over that leaf, wherever the program has them, and nothing of them
//! goes to memory but the state. What single elements make of single elements alone comes first, and nobody waits for it.

use std::collections::{HashMap, HashSet};

use super::block::{BLOCK, common_multiple};
use super::graph::{Graph, Node, NodeId, NodeKind, Product, Read};
use super::view::View;
use crate::program::op::Op;
use crate::tensor::DType;

/// The most nodes of one loop.
const MAX_STEPS: usize = 4096;

/// Products with at most so many columns are steps of loops; others are loops of their own, or the first step of one.
pub(super) const MAX_FUSED_COLUMNS: usize = 64;

/// The least elements of a product of more columns that is the first step of a loop.
const LARGE: usize = 1 << 16;

/// What takes more bytes than that is computed in each run, whatever it depends on.
const MAX_ONCE_NBYTES: usize = 1 << 26;

/// How many nodes may wait for each other by way of memory.
const MAX_DEPTH: usize = 64;

/// Nodes that become a kernel.
pub(super) struct Group {
    /// How many items, where it is a loop that others may join.
    pub(super) count: Option<usize>,
    pub(super) nodes: Vec<NodeId>,
    /// Whether it is done once for many runs.
    pub(super) is_once: bool,
    /// The least number of items that is a whole number of rows of each of its products.
    row: usize,
    /// Whether one of more columns is its first step. It has one at most, and no fold: then threads could share nothing.
    is_wide: bool,
}

/// Whether a node is a product of more columns than a loop computes item by item.
fn is_wide(node: &Node) -> bool {
    matches!(&node.kind, NodeKind::Product(product) if product.columns > MAX_FUSED_COLUMNS)
}

/// Whether a node is a wide product that may be the first step of a loop: it is larger than what it multiplies, as the
/// gradients of weights are, so that to write and read it would take longer than to keep at hand what it is made of.
fn is_larger(node: &Node, product: &Product) -> bool {
    let of_operands = (product.rows + product.columns).saturating_mul(product.depth);
    let is_float = matches!(node.dtype, DType::F32 | DType::F64);
    is_float && product.batches == 1 && node.count >= LARGE && of_operands <= node.count
}

/// Whether a node is computed item by item, so that it may stand in a loop and be read there without a buffer.
fn is_itemwise(kind: &NodeKind) -> bool {
    matches!(kind, NodeKind::Elementwise { .. } | NodeKind::Iota { .. } | NodeKind::Product(_))
}

/// The nodes that follow from the program alone: no argument, and nothing that happens in a run, has a part in them. What a
/// run is to give, or what would take much memory from run to run, is not among them, nor is memory that is only filled.
pub(super) fn independent(graph: &Graph) -> Vec<bool> {
    let mut found: Vec<bool> = Vec::with_capacity(graph.nodes.len());
    let mut given = vec![false; graph.nodes.len()];
    for &node in graph.results.iter().chain(&graph.effects) {
        given[node] = true;
        if let NodeKind::Part { of, .. } = graph.nodes[node].kind {
            given[of] = true;
        }
    }
    for (id, node) in graph.nodes.iter().enumerate() {
        let is_filled = |operands: &[Read]| operands.iter().all(|operand| graph.nodes[operand.node].count == 1);
        let is_independent = match &node.kind {
            NodeKind::Argument(_) => false,
            NodeKind::Constant(_) => true,
            NodeKind::Part { of, .. } => found[*of],
            NodeKind::Elementwise { op: Op::Real, operands } if is_filled(operands) => false,
            _ => !given[id] && node.reads().iter().all(|read| found[read.node]),
        };
        found.push(is_independent && node.count.saturating_mul(node.dtype.size()) <= MAX_ONCE_NBYTES);
    }
    found
}

/// The iotas that every reader counts for itself: none of them reads one in another order.
pub(super) fn counted(graph: &Graph, live: &[bool]) -> Vec<bool> {
    let mut counted: Vec<bool> = graph.nodes.iter().map(|node| matches!(node.kind, NodeKind::Iota { .. })).collect();
    for &result in &graph.results {
        counted[result] = false;
    }
    for (_, node) in graph.nodes.iter().enumerate().filter(|(id, _)| live[*id]) {
        for read in node.reads() {
            let told = items(node, read).is_some_and(|items| is_told(&graph.nodes[read.node], &read.view, items));
            counted[read.node] &= told;
        }
    }
    counted
}

/// How many items the loop has that could tell the node what it reads here.
pub(super) fn items(node: &Node, read: &Read) -> Option<usize> {
    match &node.kind {
        NodeKind::Elementwise { .. } => Some(node.count),
        NodeKind::Fold(fold) if std::ptr::eq(read, &fold.operand) => Some(fold.operand.view.count()),
        _ => None,
    }
}

/// Whether a loop over so many items that computes the source has the items of this view at hand.
pub(super) fn is_told(source: &Node, view: &View, items: usize) -> bool {
    is_itemwise(&source.kind) && source.count == items && view.is_identity(items)
}

/// The groups in the order in which they run, and the group of each node. `carried` are pairs of an argument and the result
/// that takes its place after a run.
pub(super) fn group(
    graph: &Graph,
    live: &[bool],
    counted: &[bool],
    once: &[bool],
    carried: &[(usize, usize)],
) -> (Vec<Group>, Vec<usize>) {
    let early = early(graph, once);
    let takes_over = carried.iter().map(|&(argument, result)| (graph.results[result], graph.arguments[argument]));
    let mut grouping = Grouping {
        graph,
        counted,
        once,
        told: told(graph, live, once),
        depth: vec![0; graph.nodes.len()],
        takes_over: takes_over.collect(),
        free_from: HashMap::new(),
        groups: Vec::new(),
        group_of: vec![NONE; graph.nodes.len()],
        open: HashMap::new(),
    };
    let rank = |id: NodeId| if once[id] { 0 } else { 2 - usize::from(early[id]) };
    for now in 0..3 {
        for id in (0..graph.nodes.len()).filter(|&id| live[id] && rank(id) == now) {
            grouping.depth[id] = if now == 2 { grouping.waits(id) } else { 0 };
            if grouping.depth[id] == 0 {
                grouping.place(id);
            }
        }
    }
    (grouping.groups, grouping.group_of)
}

/// The group of what is in none.
const NONE: usize = usize::MAX;

/// The single elements that follow from arguments and constants by elementwise operations on single elements.
fn early(graph: &Graph, once: &[bool]) -> Vec<bool> {
    let mut early = vec![false; graph.nodes.len()];
    for (id, node) in graph.nodes.iter().enumerate() {
        let is_known = |read: &Read| {
            let source = &graph.nodes[read.node];
            let is_given = matches!(source.kind, NodeKind::Argument(_) | NodeKind::Constant(_));
            source.count == 1 && (is_given || once[read.node] || early[read.node])
        };
        early[id] = matches!(node.kind, NodeKind::Elementwise { .. })
            && node.count == 1
            && !once[id]
            && node.reads().into_iter().all(is_known);
    }
    early
}

/// Which nodes the loop of a reader may have at hand.
fn told(graph: &Graph, live: &[bool], once: &[bool]) -> Vec<bool> {
    let mut told = vec![false; graph.nodes.len()];
    for (_, node) in graph.nodes.iter().enumerate().filter(|(id, _)| live[*id] && !once[*id]) {
        for read in node.reads() {
            told[read.node] |= is_at_hand(graph, node, read);
        }
    }
    told
}

/// Whether a loop that computes what the node reads here may also compute the node.
fn is_at_hand(graph: &Graph, node: &Node, read: &Read) -> bool {
    items(node, read).is_some_and(|items| is_told(&graph.nodes[read.node], &read.view, items))
}

struct Grouping<'a> {
    graph: &'a Graph,
    counted: &'a [bool],
    once: &'a [bool],
    /// Which nodes the loop of a reader may have at hand.
    told: Vec<bool>,
    /// Of what waits, by way of how many arrays in memory it does; 0 for others.
    depth: Vec<usize>,
    /// The argument that a result takes the place of.
    takes_over: HashMap<NodeId, NodeId>,
    /// For arguments, the first group where what is written in their place changes nothing for others.
    free_from: HashMap<NodeId, usize>,
    groups: Vec<Group>,
    group_of: Vec<usize>,
    /// The loops over each number of items that others may join, apart for what is done once.
    open: HashMap<(usize, bool), Vec<usize>>,
}

impl Grouping<'_> {
    /// Whether a node waits for its first reader, and how deep: one does that reads memory alone, or what waits.
    fn waits(&self, id: NodeId) -> usize {
        let node = &self.graph.nodes[id];
        let may_move = match &node.kind {
            NodeKind::Elementwise { .. } => true,
            NodeKind::Product(product) => !is_wide(node) || is_larger(node, product),
            _ => false,
        };
        if !may_move || !self.told[id] {
            return 0;
        }
        let mut depth = 1;
        for read in node.reads() {
            let at_hand = is_at_hand(self.graph, node, read);
            if self.is_waiting(read.node) {
                depth = depth.max(self.depth[read.node] + usize::from(!at_hand));
            } else if at_hand && !self.counted[read.node] && !self.once[read.node] {
                return 0;
            }
        }
        if depth < MAX_DEPTH { depth } else { 0 }
    }

    fn is_waiting(&self, id: NodeId) -> bool {
        self.depth[id] > 0 && self.group_of[id] == NONE
    }

    /// Puts a node into a group, with what waits for it.
    fn place(&mut self, id: NodeId) {
        let graph = self.graph;
        let node = &graph.nodes[id];
        if self.group_of[id] != NONE {
            return;
        }
        let count = match &node.kind {
            NodeKind::Argument(_) | NodeKind::Constant(_) => return,
            NodeKind::Iota { .. } if self.counted[id] => return,
            NodeKind::Part { of, .. } => {
                self.group_of[id] = self.group_of[*of];
                return;
            }
            NodeKind::Elementwise { .. } | NodeKind::Iota { .. } => Some(node.count),
            NodeKind::Product(_) => (!is_wide(node)).then_some(node.count),
            NodeKind::Fold(fold) => Some(fold.operand.view.count()),
            NodeKind::Assemble(_) | NodeKind::Operation(_) => None,
        };
        let together = self.with_waiting(id);
        let mut from = 0;
        let mut row = 1;
        for &member in &together {
            let node = &graph.nodes[member];
            from = node.reads().into_iter().map(|read| self.earliest(node, read)).fold(from, usize::max);
            if let Some(argument) = self.takes_over.get(&member) {
                from = from.max(self.free_from.get(argument).copied().unwrap_or(0));
            }
            if let NodeKind::Product(product) = &node.kind
                && !is_wide(node)
            {
                row = common_multiple(row, product.columns.max(1));
            }
        }
        let is_wide = together.len() > 1 && together.iter().any(|&member| is_wide(&graph.nodes[member]));
        let is_fold = matches!(node.kind, NodeKind::Fold(_));
        let is_once = self.once[id];
        let joined = count.filter(|_| !is_wide).and_then(|count| {
            let candidates = self.open.get(&(count, is_once))?;
            let first = candidates.partition_point(|&group| group < from);
            let fits = |group: &&usize| {
                let group = &self.groups[**group];
                let is_apart = group.is_wide && is_fold;
                !is_apart && group.nodes.len() + together.len() <= MAX_STEPS && common_multiple(group.row, row) <= BLOCK
            };
            candidates[first..].iter().find(fits).copied()
        });
        let index = joined.unwrap_or_else(|| {
            self.groups.push(Group { count, nodes: Vec::new(), is_once, row: 1, is_wide });
            if let Some(count) = count {
                self.open.entry((count, is_once)).or_default().push(self.groups.len() - 1);
            }
            self.groups.len() - 1
        });
        for &member in &together {
            let node = &graph.nodes[member];
            for read in node.reads() {
                if matches!(graph.nodes[read.node].kind, NodeKind::Argument(_)) {
                    let in_step = items(node, read).is_some_and(|items| read.view.is_identity(items));
                    let free_from = self.free_from.entry(read.node).or_default();
                    *free_from = (*free_from).max(index + usize::from(!in_step));
                }
            }
            self.group_of[member] = index;
        }
        let group = &mut self.groups[index];
        group.row = common_multiple(group.row, row);
        group.nodes.extend(together);
    }

    /// The node and what waits for it and its loop has at hand, in order. What waits and it reads otherwise is put into
    /// groups of its own.
    fn with_waiting(&mut self, id: NodeId) -> Vec<NodeId> {
        let graph = self.graph;
        let mut together = HashSet::from([id]);
        let mut left = vec![id];
        // A loop has one wide product at most, and no fold besides.
        let (is_fold, mut has_wide) = (matches!(graph.nodes[id].kind, NodeKind::Fold(_)), false);
        while let Some(reader) = left.pop() {
            let node = &graph.nodes[reader];
            for read in node.reads() {
                let source = read.node;
                if !self.is_waiting(source) {
                    continue;
                }
                let is_apart = is_wide(&graph.nodes[source]) && (is_fold || has_wide && !together.contains(&source));
                if is_at_hand(graph, node, read) && !is_apart {
                    has_wide |= is_wide(&graph.nodes[source]);
                    if together.insert(source) {
                        left.push(source);
                    }
                } else {
                    self.place(source);
                }
            }
        }
        let mut together: Vec<NodeId> = together.into_iter().filter(|&member| self.group_of[member] == NONE).collect();
        together.sort_unstable();
        together
    }

    /// The first group that may read the operand from memory, or be told it by the loop itself.
    fn earliest(&self, node: &Node, read: &Read) -> usize {
        match self.group_of[read.node] {
            NONE => 0,
            group => group + usize::from(!is_at_hand(self.graph, node, read)),
        }
    }
}
