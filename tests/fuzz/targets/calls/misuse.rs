//! Bad handles in the middle of everything: refused, and nothing changed. (That every pointer of every function is
//! checked is shown by a generated test; here the tables are in use.)

use std::ptr;

use nnx::capi::filter::nnx_filter_not;
use nnx::capi::graph::nnx_graph_collect;
use nnx::capi::graphdef::{nnx_graphdef_hash, nnx_graphdef_merge};
use nnx::capi::node::*;
use nnx::capi::split::{nnx_node_split, nnx_node_update};
use nnx::capi::state::{nnx_state_equal, nnx_state_merge, nnx_state_release};
use nnx::capi::statics::nnx_static_release;
use nnx::capi::tensor::{nnx_tensor_data_mut, nnx_tensor_release};
use nnx::capi::variable::nnx_variable_set;

use super::Run;
use super::abi::{call, check, handle, number, text};

impl Run<'_> {
    pub fn misuse(&mut self) {
        let Some(node) = self.nodes.first() else { return };
        let tensor = self.tensors.first().map_or(0, |tensor| tensor.addr());
        let (bad, status) = self.nodes.bad(tensor, &mut self.input);
        match self.input.below(12) {
            0 => assert_eq!(check(call!(nnx_node_set_node(bad, text("a"), node))), status),
            1 => assert_eq!(check(call!(nnx_node_set_node(node, text("a"), bad))), status),
            2 => assert_eq!(check(call!(nnx_list_append(node, bad))), status),
            3 => assert_eq!(handle(|out| call!(nnx_node_get_node(bad, text(""), out))), Err(status)),
            4 => {
                let (mut graphdef, mut state) = (ptr::without_provenance_mut(1), ptr::without_provenance_mut(1));
                assert_eq!(check(call!(nnx_node_split(bad, ptr::null(), 0, &mut graphdef, &mut state))), status);
                assert!(graphdef.is_null() && state.is_null());
            }
            // NULL is nothing to give back.
            5 => assert_eq!(check(nnx_node_release(bad)), if status == 3 { 0 } else { status }),
            6 => {
                let (bad, status) = self.states.bad(node.addr(), &mut self.input);
                let states = [bad.cast_const()];
                assert_eq!(check(call!(nnx_node_update(node, states.as_ptr(), 1, ptr::null()))), status);
                assert_eq!(handle(|out| call!(nnx_state_merge(states.as_ptr(), 1, out))), Err(status));
                assert_eq!(number(7, |out| call!(nnx_state_equal(bad, bad, out))), Err(status));
                assert_eq!(check(nnx_state_release(bad)), if status == 3 { 0 } else { status });
            }
            7 => {
                let (bad, status) = self.graphdefs.bad(node.addr(), &mut self.input);
                assert_eq!(number(7, |out| call!(nnx_graphdef_hash(bad, out))), Err(status));
                assert_eq!(handle(|out| call!(nnx_graphdef_merge(bad, ptr::null(), 0, out))), Err(status));
            }
            8 => {
                let (bad, status) = self.tensors.bad(node.addr(), &mut self.input);
                assert_eq!(check(call!(nnx_variable_set(node, bad))), status);
                let (mut data, mut nbytes) = (ptr::without_provenance_mut(1), 1);
                assert_eq!(check(call!(nnx_tensor_data_mut(bad, &mut data, &mut nbytes))), status);
                assert!(data.is_null() && nbytes == 0);
                assert_eq!(check(nnx_tensor_release(bad)), if status == 3 { 0 } else { status });
            }
            9 => {
                let (bad, status) = self.filters.bad(node.addr(), &mut self.input);
                assert_eq!(handle(|out| call!(nnx_filter_not(bad, out))), Err(status));
            }
            10 => {
                let (bad, status) = self.graphs.bad(node.addr(), &mut self.input);
                assert_eq!(check(call!(nnx_graph_collect(bad))), status);
                // A graph may be left out.
                let got = handle(|out| call!(nnx_list_new(bad, out)));
                match status {
                    3 => assert_eq!(check(nnx_node_release(got.expect("a List"))), 0),
                    status => assert_eq!(got, Err(status)),
                }
            }
            _ => {
                let (bad, status) = self.statics.bad(node.addr(), &mut self.input);
                assert_eq!(check(call!(nnx_node_set_static(node, text("a"), bad))), status);
                assert_eq!(check(nnx_static_release(bad)), if status == 3 { 0 } else { status });
            }
        }
    }
}
