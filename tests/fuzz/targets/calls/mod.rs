//! Sequences of calls through the C ABI, checked against a plain model: every status, every output, who is freed and when.

mod abi;
mod foreign;
mod input;
mod misuse;
#[path = "model/mod.rs"]
mod model;
mod nodes;
mod slots;
mod states;
mod values;
mod whole;

use std::sync::{Arc, Once};

use nnx::capi::filter::{nnx_filter, nnx_filter_release};
use nnx::capi::graph::{nnx_graph, nnx_graph_release};
use nnx::capi::graphdef::{nnx_graphdef, nnx_graphdef_release};
use nnx::capi::node::{nnx_node, nnx_node_release};
use nnx::capi::opaque::{nnx_opaque, nnx_opaque_release};
use nnx::capi::state::{nnx_state, nnx_state_release};
use nnx::capi::statics::{nnx_static, nnx_static_release};
use nnx::capi::tensor::{nnx_tensor, nnx_tensor_release};
use nnx::capi::variable_type::nnx_variable_type_register;

use abi::call;
use foreign::Ledger;
use input::Input;
use model::{Def, Filter, Id, Key, Path, State, Static, Tensor};
use slots::Slots;

/// The most nodes the model holds before calls that multiply them are left out.
const MOST_NODES: usize = 400;

pub struct Run<'a> {
    input: Input<'a>,
    ledger: Arc<Ledger>,
    model: model::Graph,
    graphs: Slots<nnx_graph, usize>,
    nodes: Slots<nnx_node, Id>,
    tensors: Slots<nnx_tensor, Tensor>,
    statics: Slots<nnx_static, Static>,
    opaques: Slots<nnx_opaque, usize>,
    filters: Slots<nnx_filter, Filter>,
    graphdefs: Slots<nnx_graphdef, Def>,
    states: Slots<nnx_state, State>,
}

/// One input: calls until its bytes are used up, then everything is released and must have been freed exactly once.
pub fn run(data: &[u8]) {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        assert_eq!(call!(nnx_variable_type_register(abi::text("FuzzType"), abi::text("Param"))), 0);
    });
    let mut run = Run {
        input: Input::new(data),
        ledger: Ledger::new(),
        model: model::Graph::default(),
        graphs: Slots::new(),
        nodes: Slots::new(),
        tensors: Slots::new(),
        statics: Slots::new(),
        opaques: Slots::new(),
        filters: Slots::new(),
        graphdefs: Slots::new(),
        states: Slots::new(),
    };
    while !run.input.is_empty() && !run.ledger.is_full() {
        run.step();
    }
    run.check_all_nodes();
    run.release_all();
    run.ledger.check_all_freed_once();
}

impl Run<'_> {
    fn step(&mut self) {
        self.model.held = self.nodes.models().copied().collect();
        match self.input.below(48) {
            0..=3 => self.new_container(),
            4..=6 => self.new_variable(),
            7 => self.new_tensor(),
            8 => self.new_static(),
            9 => self.new_opaque(),
            10 | 11 => self.new_filter(),
            12..=14 => self.set_value(),
            15..=20 => self.set_node(),
            21 | 22 => self.delete(),
            23 | 24 => self.insert(),
            25 => self.get(),
            26 => self.get_node(),
            27 => self.variable(),
            28 => self.metadata(),
            29 | 30 => self.split(),
            31 => self.state(),
            32 => self.merge(),
            33 | 34 => self.update(),
            35 => self.pop(),
            36 => self.clone_node(),
            37 => self.set_attributes(),
            38 => self.set_metadata(),
            39 => self.look(),
            40 | 41 => self.state_operation(),
            42 => self.graphdefs(),
            43 => self.collect(),
            44 => self.retain(),
            45 | 46 => self.release(),
            _ => self.misuse(),
        }
    }

    /// A path that may lead somewhere below `node`, as keys and as text; or a text that is no path.
    fn path_below(&mut self, node: Id) -> (Option<Path>, Vec<u8>) {
        const BAD: [&[u8]; 8] = [b"/", b"a/", b"a//b", b"\"a", b"99999999999999999999", b"a\"b", b"\xff", b"a\x01"];
        if self.input.one_in(32) {
            return (None, self.input.pick(&BAD).to_vec());
        }
        let (mut keys, mut at) = (Vec::new(), Some(node));
        for _ in 0..self.input.below(3) {
            let Some(id) = at else { break };
            let attributes = &self.model.nodes[id].attributes;
            if attributes.is_empty() {
                break;
            }
            let chosen = self.input.below(attributes.len());
            let Some((key, value)) = attributes.iter().nth(chosen) else { break };
            keys.push(key.clone());
            at = match value {
                model::Value::Node(child) => Some(*child),
                _ => None,
            };
        }
        if self.input.below(8) < 6 || keys.is_empty() && !self.input.one_in(8) {
            let key = self.key(at);
            keys.push(key);
        }
        let text = model::print_path(&keys).into_bytes();
        (Some(keys), text)
    }

    /// A key for `node`, mostly one that it takes.
    fn key(&mut self, node: Option<Id>) -> Key {
        const NAMES: [&str; 16] = [
            "a",
            "b",
            "c",
            "d",
            "kernel",
            "deterministic",
            "use_running_average",
            "tag",
            "",
            "0",
            "-7",
            "x/y",
            "q\"",
            "line\nfeed",
            "ä",
            "Z",
        ];
        const INTEGERS: [i64; 6] = [0, 1, 2, 3, -1, i64::MAX];
        let elements = node.map(|id| &self.model.nodes[id]).filter(|node| node.kind.is_sequence());
        if let Some(node) = elements
            && !self.input.one_in(4)
        {
            return Key::Int(self.input.below(node.attributes.len() + 1) as i64);
        }
        if self.input.one_in(6) {
            return Key::Int(self.input.pick(&INTEGERS));
        }
        let few = if self.input.one_in(4) { NAMES.len() } else { 4 };
        Key::name(NAMES[self.input.below(few)])
    }

    fn keep_node(&mut self, handle: *mut nnx_node, id: Id) {
        if let Some(old) = self.nodes.keep(handle, id, &mut self.input) {
            assert_eq!(nnx_node_release(old), 0);
        }
    }

    fn keep_state(&mut self, handle: *mut nnx_state, state: State) {
        self.check_state(handle, &state);
        if let Some(old) = self.states.keep(handle, state, &mut self.input) {
            assert_eq!(nnx_state_release(old), 0);
        }
    }

    /// Several States, or the status that both agree on.
    fn keep_states(&mut self, got: Result<Vec<*mut nnx_state>, i32>, expected: model::Result<Vec<State>>) {
        match agree(got, expected) {
            None => (),
            Some((handles, states)) => {
                assert_eq!(handles.len(), states.len());
                handles.into_iter().zip(states).for_each(|(handle, state)| self.keep_state(handle, state));
            }
        }
    }

    fn release_all(&mut self) {
        // The order is part of the input, so that each may be the last to hold a thing.
        for step in 0..8 {
            let released: Vec<i32> = match (self.input.byte() as usize + step) % 8 {
                0 => self.graphs.drain().into_iter().map(|h| nnx_graph_release(h)).collect(),
                1 => self.nodes.drain().into_iter().map(|h| nnx_node_release(h)).collect(),
                2 => self.tensors.drain().into_iter().map(|h| nnx_tensor_release(h)).collect(),
                3 => self.statics.drain().into_iter().map(|h| nnx_static_release(h)).collect(),
                4 => self.opaques.drain().into_iter().map(|h| nnx_opaque_release(h)).collect(),
                5 => self.filters.drain().into_iter().map(|h| nnx_filter_release(h)).collect(),
                6 => self.graphdefs.drain().into_iter().map(|h| nnx_graphdef_release(h)).collect(),
                _ => self.states.drain().into_iter().map(|h| nnx_state_release(h)).collect(),
            };
            assert!(released.iter().all(|status| *status == 0), "{}", abi::last_error());
        }
        self.graphs.drain().into_iter().for_each(|handle| assert_eq!(nnx_graph_release(handle), 0));
        self.nodes.drain().into_iter().for_each(|handle| assert_eq!(nnx_node_release(handle), 0));
        self.tensors.drain().into_iter().for_each(|handle| assert_eq!(nnx_tensor_release(handle), 0));
        self.statics.drain().into_iter().for_each(|handle| assert_eq!(nnx_static_release(handle), 0));
        self.opaques.drain().into_iter().for_each(|handle| assert_eq!(nnx_opaque_release(handle), 0));
        self.filters.drain().into_iter().for_each(|handle| assert_eq!(nnx_filter_release(handle), 0));
        self.graphdefs.drain().into_iter().for_each(|handle| assert_eq!(nnx_graphdef_release(handle), 0));
        self.states.drain().into_iter().for_each(|handle| assert_eq!(nnx_state_release(handle), 0));
    }
}

/// Both failed with one status (nothing), or both succeeded.
#[track_caller]
fn agree<G: std::fmt::Debug, E: std::fmt::Debug>(got: Result<G, i32>, expected: model::Result<E>) -> Option<(G, E)> {
    match (got, expected) {
        (Ok(got), Ok(expected)) => Some((got, expected)),
        (Err(got), Err(expected)) => {
            assert_eq!(got, expected, "{}", abi::last_error());
            None
        }
        (Err(got), Ok(expected)) => panic!("status {got} ({}), expected {expected:?}", abi::last_error()),
        (Ok(got), Err(expected)) => panic!("succeeded with {got:?}, expected the status {expected}"),
    }
}

/// As [`agree`], and with the same result.
#[track_caller]
fn agree_on<T: std::fmt::Debug + PartialEq>(got: Result<T, i32>, expected: model::Result<T>) {
    if let Some((got, expected)) = agree(got, expected) {
        assert_eq!(got, expected);
    }
}

/// The status of a call without outputs as a result.
fn done(status: i32) -> Result<(), i32> {
    if abi::check(status) == 0 { Ok(()) } else { Err(status) }
}
