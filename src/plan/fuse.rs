//! From a graph to kernels. The groups of `group.rs` become loops, each a list of steps that make one value of each item, or
//! operations on whole arrays; what another group reads goes to memory. `docs/executor.md` has the rule and an example.

use std::collections::{HashMap, HashSet};

use super::graph::{Graph, NodeId, NodeKind, Operation, Read};
use super::group::{Group, counted, group, independent, is_told, items};
use super::kernel::{Buffer, BufferId, Kernel, Location, Origin, Product, Region, Source, Step, StepId, Work};
use super::view::{Axis, View};
use crate::program::differentiate::captures;
use crate::program::op::Op;
use crate::program::{Body, Module, ValueId};
use crate::tensor::DType;

/// Kernels and buffers, and which buffer each argument and result is.
pub(super) struct Fused {
    pub(super) kernels: Vec<Kernel>,
    /// How many of the kernels, the first ones, are done once for many runs.
    pub(super) prelude: usize,
    pub(super) buffers: Vec<Buffer>,
    pub(super) arguments: Vec<BufferId>,
    pub(super) results: Vec<BufferId>,
}

/// The kernels of a graph. Where it `has_prelude`, those that read no argument come first. `carried` are pairs of an argument
/// and the result that takes its place after a run.
pub(super) fn fuse(module: &Module, graph: &Graph, carried: &[(usize, usize)], has_prelude: bool) -> Fused {
    let live = graph.live();
    let counted = counted(graph, &live);
    let once = if has_prelude { independent(graph) } else { vec![false; graph.nodes.len()] };
    let (groups, group_of) = group(graph, &live, &counted, &once, carried);
    let kept = kept(graph, &live, &group_of, &counted);
    let mut buffers: Vec<Buffer> = Vec::new();
    let mut buffer_of: HashMap<NodeId, BufferId> = HashMap::new();
    for (id, node) in graph.nodes.iter().enumerate() {
        let origin = match &node.kind {
            NodeKind::Argument(argument) => Origin::Argument(*argument),
            NodeKind::Constant(value) if live[id] => Origin::Constant(value.clone()),
            NodeKind::Operation(_) => continue,
            _ if kept[id] => Origin::Computed,
            _ => continue,
        };
        buffer_of.insert(id, buffers.len());
        buffers.push(Buffer {
            origin,
            dtype: node.dtype,
            count: node.count,
            location: Location::Arena(0),
            source: node.source,
        });
    }
    let builder = Builder { module, graph, group_of: &group_of, counted: &counted, kept: &kept, buffer_of: &buffer_of };
    let mut kernels = Vec::with_capacity(groups.len());
    let mut prelude = 0;
    for (index, group) in groups.iter().enumerate() {
        kernels.extend(builder.kernels(index, group));
        if group.is_once {
            prelude = kernels.len();
        }
    }
    let all = |nodes: &[NodeId]| nodes.iter().map(|node| buffer_of[node]).collect();
    Fused { kernels, prelude, arguments: all(&graph.arguments), results: all(&graph.results), buffers }
}

/// Which nodes are kept in buffers.
fn kept(graph: &Graph, live: &[bool], group_of: &[usize], counted: &[bool]) -> Vec<bool> {
    let mut kept = vec![false; graph.nodes.len()];
    for &result in &graph.results {
        kept[result] = true;
    }
    for (id, node) in graph.nodes.iter().enumerate().filter(|(id, _)| live[*id]) {
        kept[id] |= matches!(node.kind, NodeKind::Fold(_) | NodeKind::Assemble(_) | NodeKind::Part { .. });
        for read in node.reads() {
            kept[read.node] |= !counted[read.node] && !stays(graph, group_of, id, read);
        }
    }
    kept
}

/// Whether the loop of the reading node has at hand what it reads.
fn stays(graph: &Graph, group_of: &[usize], reader: NodeId, read: &Read) -> bool {
    let Some(items) = items(&graph.nodes[reader], read) else { return false };
    group_of[read.node] == group_of[reader] && is_told(&graph.nodes[read.node], &read.view, items)
}

/// Makes the kernels of groups.
struct Builder<'a> {
    module: &'a Module,
    graph: &'a Graph,
    group_of: &'a [usize],
    counted: &'a [bool],
    kept: &'a [bool],
    buffer_of: &'a HashMap<NodeId, BufferId>,
}

impl Builder<'_> {
    fn kernels(&self, index: usize, group: &Group) -> Vec<Kernel> {
        match (&self.graph.nodes[group.nodes[0]].kind, group.count) {
            (_, Some(count)) => vec![self.looped(count, group)],
            (NodeKind::Assemble(pieces), None) => self.assembled(group.nodes[0], pieces),
            (NodeKind::Product(_), None) => vec![self.looped(self.graph.nodes[group.nodes[0]].count, group)],
            (_, None) => vec![self.operation(index, group.nodes[0])],
        }
    }

    /// The operations that these nodes come from.
    fn sources(&self, nodes: &[NodeId]) -> Vec<Source> {
        let mut seen = HashSet::new();
        nodes.iter().filter_map(|&node| self.graph.nodes[node].source).filter(|&source| seen.insert(source)).collect()
    }

    fn region(&self, read: &Read) -> Region {
        Region { buffer: self.buffer_of[&read.node], view: read.view.simplified() }
    }

    fn looped(&self, count: usize, group: &Group) -> Kernel {
        let mut steps = Steps::default();
        for &id in &group.nodes {
            let node = &self.graph.nodes[id];
            let mut operand = |read: &Read| {
                let source = &self.graph.nodes[read.node];
                match &source.kind {
                    NodeKind::Iota { inner, extent } if self.counted[read.node] => {
                        steps.count(read.node, *inner, *extent, source.dtype)
                    }
                    _ if stays(self.graph, self.group_of, id, read) => steps.made[&read.node],
                    _ => steps.load(self.region(read), source.dtype),
                }
            };
            match &node.kind {
                NodeKind::Elementwise { op: Op::Real, operands } => {
                    let copied = operand(&operands[0]);
                    steps.made.insert(id, copied);
                }
                NodeKind::Elementwise { op, operands } => {
                    let from = operands.last().map_or(node.dtype, |read| self.graph.nodes[read.node].dtype);
                    let operands = operands.iter().map(operand).collect();
                    steps.make(id, Step::Apply { op: op.clone(), from, operands }, node.dtype);
                }
                NodeKind::Iota { inner, extent } => {
                    steps.make(id, Step::Iota { inner: *inner, extent: *extent }, node.dtype);
                }
                NodeKind::Product(product) => {
                    let axes = |read: &Read| Region { buffer: self.buffer_of[&read.node], view: read.view.clone() };
                    let product = Product {
                        batches: product.batches,
                        rows: product.rows,
                        columns: product.columns,
                        depth: product.depth,
                        lhs: axes(&product.lhs),
                        rhs: axes(&product.rhs),
                    };
                    steps.make(id, Step::Product(product), node.dtype);
                }
                NodeKind::Fold(fold) => {
                    let value = operand(&fold.operand);
                    let mut stride = 1;
                    let mut axes = vec![Axis { extent: 1, stride: 0 }; fold.reduced.len()];
                    for (axis, source) in fold.operand.view.axes.iter().enumerate().rev() {
                        axes[axis].extent = source.extent;
                        if !fold.reduced[axis] {
                            axes[axis].stride = stride;
                            stride *= source.extent as isize;
                        }
                    }
                    let view = View { offset: 0, axes }.simplified();
                    let into = Region { buffer: self.buffer_of[&id], view };
                    let init = self.region(&fold.init);
                    let step = Step::Fold { combine: fold.combine.clone(), value, init, into };
                    steps.list.push((step, node.dtype));
                    continue;
                }
                NodeKind::Argument(_)
                | NodeKind::Constant(_)
                | NodeKind::Assemble(_)
                | NodeKind::Operation(_)
                | NodeKind::Part { .. } => continue,
            }
            if self.kept[id] {
                let into = Region { buffer: self.buffer_of[&id], view: View::identity(&[count]) };
                steps.list.push((Step::Store { value: steps.made[&id], into }, node.dtype));
            }
        }
        Kernel { work: Work::Loop { count, steps: steps.list }, sources: self.sources(&group.nodes) }
    }

    fn assembled(&self, id: NodeId, pieces: &[(Read, View)]) -> Vec<Kernel> {
        let dtype = self.graph.nodes[id].dtype;
        let piece = |(read, place): &(Read, View)| {
            let into = Region { buffer: self.buffer_of[&id], view: place.simplified() };
            let steps = vec![(Step::Load(self.region(read)), dtype), (Step::Store { value: 0, into }, dtype)];
            Kernel { work: Work::Loop { count: place.count(), steps }, sources: self.sources(&[id]) }
        };
        pieces.iter().map(piece).collect()
    }

    fn operation(&self, index: usize, id: NodeId) -> Kernel {
        let NodeKind::Operation(whole) = &self.graph.nodes[id].kind else {
            unreachable!("group {index} is neither a loop nor an operation on whole arrays")
        };
        let body = self.module.functions()[whole.function].body();
        let operation = body.operation(whole.operation);
        let mut results = vec![None; operation.results().len()];
        for (part, node) in self.graph.nodes.iter().enumerate().skip(id + 1) {
            match node.kind {
                NodeKind::Part { of, index } if of == id => results[index] = self.buffer_of.get(&part).copied(),
                _ => break,
            }
        }
        let inputs = whole.inputs.iter().map(|(value, read)| (*value, self.buffer_of[&read.node])).collect();
        let (function, name) = (whole.function, operation.op.name());
        let (overwrites, regions) = (overwrites(body, whole), whole.regions.clone());
        let work = Work::Operation { function, operation: whole.operation, name, inputs, results, overwrites, regions };
        Kernel { work, sources: self.sources(&[id]) }
    }
}

/// Pairs of an input of an operation and the result that may lie in its place, by their places. The input is of no other
/// use to the operation.
fn overwrites(body: &Body, whole: &Operation) -> Vec<(usize, usize)> {
    let operands = body.operands(whole.operation);
    let count = match body.operation(whole.operation).op {
        Op::DynamicUpdateSlice => 1,
        Op::Scatter(_) => (operands.len() - 1) / 2,
        Op::While if !whole.regions.is_empty() => operands.len(),
        _ => 0,
    };
    let captured: Vec<ValueId> = match whole.regions.as_slice() {
        [] => body.operation(whole.operation).regions().iter().flat_map(|&region| captures(body, region)).collect(),
        regions => regions.iter().flat_map(|region| region.captured.iter().copied()).collect(),
    };
    let pair = |(result, &operand): (usize, &ValueId)| {
        let is_used_again =
            operands.iter().filter(|other| **other == operand).count() > 1 || captured.contains(&operand);
        let place = whole.inputs.iter().position(|(input, _)| *input == operand)?;
        let node = whole.inputs[place].1.node;
        let is_known_twice = whole.inputs.iter().filter(|(_, read)| read.node == node).count() > 1;
        (!is_used_again && !is_known_twice).then_some((place, result))
    };
    operands[..count].iter().enumerate().filter_map(pair).collect()
}

/// The steps of a loop.
#[derive(Default)]
struct Steps {
    list: Vec<(Step, DType)>,
    made: HashMap<NodeId, StepId>,
    loaded: HashMap<Region, StepId>,
}

impl Steps {
    fn load(&mut self, region: Region, dtype: DType) -> StepId {
        *self.loaded.entry(region).or_insert_with_key(|region| {
            self.list.push((Step::Load(region.clone()), dtype));
            self.list.len() - 1
        })
    }

    fn count(&mut self, id: NodeId, inner: usize, extent: usize, dtype: DType) -> StepId {
        if !self.made.contains_key(&id) {
            self.make(id, Step::Iota { inner, extent }, dtype);
        }
        self.made[&id]
    }

    fn make(&mut self, id: NodeId, step: Step, dtype: DType) {
        self.list.push((step, dtype));
        self.made.insert(id, self.list.len() - 1);
    }
}
