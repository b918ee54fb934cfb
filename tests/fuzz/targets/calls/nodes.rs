//! Nodes: made, set, read, deleted.

use std::ptr;

use nnx::capi::graph::*;
use nnx::capi::node::*;
use nnx::capi::opaque::{nnx_opaque_data, nnx_opaque_release};
use nnx::capi::statics::nnx_static_release;
use nnx::capi::strings::nnx_str;
use nnx::capi::tensor::nnx_tensor_release;
use nnx::capi::variable::*;

use super::abi::{bytes, call, handle, number, text};
use super::model::{INVALID_ARGUMENT, Id, Kind, Leaf, NOT_FOUND, Static, Value, print_path};
use super::values::TYPES;
use super::{Run, agree, agree_on, done};

impl Run<'_> {
    /// A graph to put a node into; NULL most of the time.
    fn graph(&mut self) -> (*mut nnx_graph, usize) {
        match self.graphs.any(&mut self.input) {
            Some(graph) if self.input.one_in(2) => graph,
            _ => (ptr::null_mut(), self.model.new_graph()),
        }
    }

    pub fn new_container(&mut self) {
        let (graph, model_graph) = self.graph();
        let kind = self.input.pick(&[
            Kind::Object,
            Kind::Object,
            Kind::List,
            Kind::Dict,
            Kind::PlainList,
            Kind::PlainDict,
            Kind::Tuple,
        ]);
        let name = match kind {
            Kind::Object => self.input.pick(&["Model", "Linear", "Linear", ""]),
            _ => "",
        };
        let got = handle(|out| match kind {
            Kind::Object => call!(nnx_object_new(graph, text(name), out)),
            Kind::List => call!(nnx_list_new(graph, out)),
            Kind::Dict => call!(nnx_dict_new(graph, out)),
            Kind::PlainList => call!(nnx_plain_list_new(graph, out)),
            Kind::PlainDict => call!(nnx_plain_dict_new(graph, out)),
            Kind::Tuple | Kind::Variable => call!(nnx_tuple_new(graph, out)),
        });
        let fails = kind == Kind::Object && name.is_empty();
        if let Some((node, ())) = agree(got, if fails { Err(INVALID_ARGUMENT) } else { Ok(()) }) {
            let id = self.model.add(kind, name, model_graph, None);
            self.keep_node(node, id);
        }
    }

    pub fn new_variable(&mut self) {
        let few = if self.input.one_in(8) { TYPES.len() } else { TYPES.len() - 1 };
        let name = TYPES[self.input.below(few)];
        let (graph, model_graph) = self.graph();
        let (got, leaf) = if self.input.one_in(4) {
            let Some((value, serial)) = self.opaques.any(&mut self.input) else { return };
            (handle(|out| call!(nnx_variable_new_opaque(graph, text(name), value, out))), Leaf::Opaque(serial))
        } else {
            let Some((value, tensor)) = self.tensors.any(&mut self.input) else { return };
            (handle(|out| call!(nnx_variable_new(graph, text(name), value, out))), Leaf::Tensor(tensor))
        };
        let expected = if name == "NoSuchType" { Err(NOT_FOUND) } else { Ok(leaf) };
        if let Some((node, leaf)) = agree(got, expected) {
            let id = self.model.add(Kind::Variable, name, model_graph, Some(leaf));
            self.keep_node(node, id);
        }
    }

    pub fn set_value(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (keys, path) = self.path_below(id);
        let path = lend(&path);
        let (status, value) = match self.input.below(8) {
            0 => {
                let value = self.input.below(3) as i32;
                let status = call!(nnx_node_set_bool(node, path, value));
                if value == 2 {
                    return assert_eq!(status, INVALID_ARGUMENT);
                }
                (status, Value::Static(Static::Bool(value == 1)))
            }
            1 => (call!(nnx_node_set_int(node, path, -3)), Value::Static(Static::Int(-3))),
            2 => (call!(nnx_node_set_float(node, path, 0.2)), Value::Static(Static::Float(0.2f64.to_bits()))),
            3 => (call!(nnx_node_set_string(node, path, text("relu"))), Value::Static(Static::Str("relu".to_owned()))),
            4 => {
                let Some((value, model)) = self.statics.any(&mut self.input) else { return };
                (call!(nnx_node_set_static(node, path, value)), Value::Static(model))
            }
            5 => {
                let Some((value, model)) = self.tensors.any(&mut self.input) else { return };
                (call!(nnx_node_set_tensor(node, path, value)), Value::Leaf(Leaf::Tensor(model)))
            }
            6 => {
                let Some((value, serial)) = self.opaques.any(&mut self.input) else { return };
                (call!(nnx_node_set_opaque(node, path, value)), Value::Leaf(Leaf::Opaque(serial)))
            }
            _ => (call!(nnx_node_set_none(node, path)), Value::None),
        };
        let expected = keys.ok_or(INVALID_ARGUMENT).and_then(|keys| self.model.set(id, &keys, value));
        agree_on(done(status), expected);
    }

    pub fn set_node(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let Some((child, child_id)) = self.nodes.any(&mut self.input) else { return };
        let (keys, path) = self.path_below(id);
        let status = call!(nnx_node_set_node(node, lend(&path), child));
        let expected = keys.ok_or(INVALID_ARGUMENT).and_then(|keys| self.model.set(id, &keys, Value::Node(child_id)));
        agree_on(done(status), expected);
        self.note_joined((node, id), (child, child_id));
    }

    /// Whether a refused call joins the graphs of its nodes is not said; what happened is noted.
    fn note_joined(&mut self, a: (*mut nnx_node, Id), b: (*mut nnx_node, Id)) {
        let graphs = [a, b].map(|(node, _)| handle(|out| call!(nnx_node_graph(node, out))).expect("a graph"));
        let same = number(-1, |out| call!(nnx_graph_same(graphs[0], graphs[1], out)));
        if same == Ok(1) {
            self.model.join(a.1, b.1);
        }
        graphs.into_iter().for_each(|graph| assert_eq!(nnx_graph_release(graph), 0));
    }

    pub fn delete(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (keys, path) = self.path_below(id);
        let status = call!(nnx_node_delete(node, lend(&path)));
        let expected = keys.ok_or(INVALID_ARGUMENT).and_then(|keys| self.model.delete(id, &keys));
        agree_on(done(status), expected);
    }

    pub fn insert(&mut self) {
        let Some((list, id)) = self.nodes.any(&mut self.input) else { return };
        let Some((child, child_id)) = self.nodes.any(&mut self.input) else { return };
        if self.input.one_in(2) {
            let status = call!(nnx_list_append(list, child));
            agree_on(done(status), self.model.insert(id, None, child_id));
            return self.note_joined((list, id), (child, child_id));
        }
        let index = self.input.below(4) as i64 - 1;
        let status = call!(nnx_list_insert(list, index, child));
        agree_on(done(status), self.model.insert(id, Some(index), child_id));
        self.note_joined((list, id), (child, child_id));
    }

    pub fn get(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (keys, path) = self.path_below(id);
        let path = lend(&path);
        let found = keys.ok_or(INVALID_ARGUMENT).and_then(|keys| self.model.get(id, &keys));
        let kind = found.clone().map(|value| match value {
            Value::Node(_) => 1,
            Value::Leaf(Leaf::Tensor(_)) => 2,
            Value::Leaf(Leaf::Opaque(_)) => 3,
            Value::Static(_) => 4,
            Value::None => 5,
        });
        agree_on(number(-1, |out| call!(nnx_node_get_kind(node, path, out))), kind);
        let value = found.clone().and_then(|value| match value {
            Value::Static(value) => Ok(value),
            _ => Err(INVALID_ARGUMENT),
        });
        let as_int = value.clone().and_then(|value| match value {
            Static::Int(value) => Ok(value),
            _ => Err(INVALID_ARGUMENT),
        });
        agree_on(number(-1, |out| call!(nnx_node_get_int(node, path, out))), as_int);
        let as_string = value.clone().and_then(|value| match value {
            Static::Str(value) => Ok(value),
            _ => Err(INVALID_ARGUMENT),
        });
        agree_on(bytes(|out| call!(nnx_node_get_string(node, path, out))), as_string);
        if let Some((value, model)) = agree(handle(|out| call!(nnx_node_get_static(node, path, out))), value) {
            self.keep_static(value, model);
        }
        let leaf = found.and_then(|value| match value {
            Value::Leaf(leaf) => Ok(leaf),
            Value::Node(id) => self.model.nodes[id].value.clone().ok_or(INVALID_ARGUMENT),
            _ => Err(INVALID_ARGUMENT),
        });
        let tensor = leaf.clone().and_then(as_tensor);
        if let Some((value, model)) = agree(handle(|out| call!(nnx_node_get_tensor(node, path, out))), tensor) {
            self.keep_tensor(value, model);
        }
        let opaque = leaf.and_then(as_opaque);
        if let Some((value, serial)) = agree(handle(|out| call!(nnx_node_get_opaque(node, path, out))), opaque) {
            self.keep_opaque(value, serial);
        }
    }

    pub fn get_node(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (keys, path) = self.path_below(id);
        let found = keys.ok_or(INVALID_ARGUMENT).and_then(|keys| match self.model.get(id, &keys)? {
            Value::Node(id) => Ok(id),
            _ => Err(INVALID_ARGUMENT),
        });
        if let Some((node, id)) = agree(handle(|out| call!(nnx_node_get_node(node, lend(&path), out))), found) {
            self.keep_node(node, id);
        }
    }

    pub fn variable(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        match self.input.below(4) {
            0 => {
                let leaf = self.model.variable(id).and_then(|node| node.value.clone().ok_or(INVALID_ARGUMENT));
                let tensor = leaf.clone().and_then(as_tensor);
                if let Some((value, model)) = agree(handle(|out| call!(nnx_variable_get(node, out))), tensor) {
                    self.keep_tensor(value, model);
                }
                let opaque = leaf.and_then(as_opaque);
                if let Some((value, serial)) = agree(handle(|out| call!(nnx_variable_get_opaque(node, out))), opaque) {
                    self.keep_opaque(value, serial);
                }
            }
            1 => {
                let Some((value, tensor)) = self.tensors.any(&mut self.input) else { return };
                let expected = self.model.variable(id).map(|node| node.value = Some(Leaf::Tensor(tensor)));
                agree_on(done(call!(nnx_variable_set(node, value))), expected);
            }
            2 => {
                let Some((value, serial)) = self.opaques.any(&mut self.input) else { return };
                let expected = self.model.variable(id).map(|node| node.value = Some(Leaf::Opaque(serial)));
                agree_on(done(call!(nnx_variable_set_opaque(node, value))), expected);
            }
            _ => {
                let fill = self.input.byte() & 1;
                let nbytes = self.input.pick(&[0, 4, 8, 12, 24, 40, 160]);
                let data = vec![fill; nbytes];
                let expected = self.model.variable(id).and_then(|node| match &mut node.value {
                    Some(Leaf::Tensor(tensor)) if tensor.data.len() == nbytes => {
                        tensor.data.fill(fill);
                        Ok(())
                    }
                    _ => Err(INVALID_ARGUMENT),
                });
                agree_on(done(call!(nnx_variable_write(node, data.as_ptr().cast(), nbytes))), expected);
            }
        }
    }

    pub fn metadata(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let name = self.input.pick(&["tag", "sharding", "ä"]);
        match self.input.below(4) {
            0 | 1 => {
                let Some((value, model)) = self.statics.any(&mut self.input) else { return };
                let expected = self.model.variable(id).map(|node| drop(node.metadata.insert(name.to_owned(), model)));
                agree_on(done(call!(nnx_variable_set_metadata(node, text(name), value))), expected);
            }
            2 => {
                let removed = self.model.variable(id).map(|node| node.metadata.remove(name));
                let expected = removed.and_then(|removed| removed.ok_or(NOT_FOUND)).map(drop);
                agree_on(done(call!(nnx_variable_delete_metadata(node, text(name)))), expected);
            }
            _ => {
                let found = self.model.variable(id).and_then(|node| node.metadata.get(name).cloned().ok_or(NOT_FOUND));
                let got = handle(|out| call!(nnx_variable_metadata(node, text(name), out)));
                if let Some((value, model)) = agree(got, found) {
                    self.keep_static(value, model);
                }
            }
        }
    }

    /// Whether the handle is to what the model says it is, without changing anything.
    pub fn look_at(&mut self, node: *const nnx_node, id: Id) {
        let model = &self.model.nodes[id];
        agree_on(number(-1, |out| call!(nnx_node_kind_of(node, out))), Ok(model.kind as i32));
        agree_on(number(7, |out| call!(nnx_node_size(node, out))), Ok(model.attributes.len()));
        agree_on(super::abi::lent(|out| call!(nnx_node_type_name(node, out))), Ok(model.type_name.clone()));
        let keys = super::abi::rows(|out| call!(nnx_node_keys(node, out)));
        let keys = keys.map(|rows| rows.into_iter().map(|(path, ..)| path).collect::<Vec<_>>());
        agree_on(keys, Ok(model.attributes.keys().map(|key| print_path(std::slice::from_ref(key))).collect()));
        if let Some((other, other_id)) = self.nodes.any(&mut self.input) {
            agree_on(number(-1, |out| call!(nnx_node_same(node, other, out))), Ok(i32::from(id == other_id)));
        }
    }

    pub fn collect(&mut self) {
        if self.input.one_in(3) {
            let graph = handle(|out| call!(nnx_graph_new(out))).expect("a graph");
            let model = self.model.new_graph();
            return self.keep_graph(graph, model);
        }
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let graph = handle(|out| call!(nnx_node_graph(node, out))).expect("a graph");
        let model = self.model.graph_of(self.model.nodes[id].graph);
        if let Some((other, other_model)) = self.graphs.any(&mut self.input) {
            let same = model == self.model.graph_of(other_model);
            agree_on(number(-1, |out| call!(nnx_graph_same(graph, other, out))), Ok(i32::from(same)));
        }
        let all = self.model.nodes.iter().filter(|node| self.model.graph_of(node.graph) == model).count();
        let before = number(0, |out| call!(nnx_graph_node_count(graph, out))).expect("a count");
        let reached = self.model.reachable(&self.model.held);
        let alive = reached.iter().filter(|id| self.model.graph_of(self.model.nodes[**id].graph) == model).count();
        assert!((alive..=all).contains(&before), "{before} nodes, of which {alive} are reachable");
        assert_eq!(call!(nnx_graph_collect(graph)), 0);
        agree_on(number(0, |out| call!(nnx_graph_node_count(graph, out))), Ok(alive));
        self.keep_graph(graph, model);
    }

    fn keep_graph(&mut self, graph: *mut nnx_graph, model: usize) {
        if let Some(old) = self.graphs.keep(graph, model, &mut self.input) {
            assert_eq!(nnx_graph_release(old), 0);
        }
    }

    pub fn retain(&mut self) {
        if self.input.one_in(2) {
            self.write_tensor();
        }
        if let Some((node, id)) = self.nodes.any(&mut self.input) {
            let again = handle(|out| call!(nnx_node_retain(node, out))).expect("a handle");
            self.keep_node(again, id);
        }
        if let Some((opaque, serial)) = self.opaques.any(&mut self.input) {
            let data = number(0x55, |out: *mut usize| call!(nnx_opaque_data(opaque, out.cast())));
            agree_on(data, Ok(serial));
        }
    }

    /// Releases something, and again, which must be refused.
    pub fn release(&mut self) {
        macro_rules! twice {
            ($slots:ident, $release:ident) => {
                if let Some(handle) = self.$slots.remove_any(&mut self.input) {
                    assert_eq!($release(handle), 0);
                    assert_eq!($release(handle), 100);
                }
            };
        }
        match self.input.below(10) {
            0..=4 => twice!(nodes, nnx_node_release),
            5 => twice!(tensors, nnx_tensor_release),
            6 => twice!(statics, nnx_static_release),
            7 => twice!(opaques, nnx_opaque_release),
            8 => twice!(graphs, nnx_graph_release),
            _ => self.release_whole(),
        }
    }
}

pub fn lend(path: &[u8]) -> nnx_str {
    nnx_str { data: path.as_ptr().cast(), size: path.len() }
}

fn as_tensor(leaf: Leaf) -> Result<super::Tensor, i32> {
    match leaf {
        Leaf::Tensor(tensor) => Ok(tensor),
        Leaf::Opaque(_) => Err(INVALID_ARGUMENT),
    }
}

fn as_opaque(leaf: Leaf) -> Result<usize, i32> {
    match leaf {
        Leaf::Opaque(serial) => Ok(serial),
        Leaf::Tensor(_) => Err(INVALID_ARGUMENT),
    }
}
