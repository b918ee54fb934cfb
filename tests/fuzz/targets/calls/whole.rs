//! Calls that go over a whole graph: split, merge, update, pop, clone, and looking at it.

use std::ptr;

use nnx::capi::filter::{nnx_filter, nnx_filter_release};
use nnx::capi::graphdef::*;
use nnx::capi::node::{nnx_node, nnx_node_get_kind, nnx_node_release};
use nnx::capi::split::*;
use nnx::capi::state::{nnx_state, nnx_state_release};
use nnx::capi::statics::nnx_static;
use nnx::capi::strings::nnx_str;
use nnx::capi::walk::*;

use super::abi::{call, handle, handles, number, rows, text};
use super::model::{Def, Filter, Id, State, Static, Value, print_path};
use super::{MOST_NODES, Run, agree, agree_on, done};

impl Run<'_> {
    pub fn split(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (filters, models) = self.some_filters();
        let mut graphdef = ptr::null_mut();
        let got = handles(filters.len().max(1), |out| {
            call!(nnx_node_split(node, filters.as_ptr(), filters.len(), &mut graphdef, out))
        });
        let (def, state) = self.model.split(id);
        let expected = if models.is_empty() { Ok(vec![state]) } else { state.split(&models) };
        assert_eq!(got.is_ok(), !graphdef.is_null());
        if got.is_ok() {
            self.keep_graphdef(graphdef, def);
        }
        self.keep_states(got, expected);
    }

    pub fn state(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (filters, models) = self.some_filters();
        let got =
            handles(filters.len().max(1), |out| call!(nnx_node_state(node, filters.as_ptr(), filters.len(), out)));
        let (def, state) = self.model.split(id);
        let expected = if models.is_empty() { Ok(vec![state]) } else { state.take(&models).map(|taken| taken.0) };
        self.keep_states(got, expected);
        let graphdef = handle(|out| call!(nnx_node_graphdef(node, out))).expect("a GraphDef");
        self.keep_graphdef(graphdef, def);
    }

    fn keep_graphdef(&mut self, graphdef: *mut nnx_graphdef, def: Def) {
        let (leaves, nodes, attributes) = def.counts();
        agree_on(number(7, |out| call!(nnx_graphdef_num_leaves(graphdef, out))), Ok(leaves));
        agree_on(number(7, |out| call!(nnx_graphdef_num_nodes(graphdef, out))), Ok(nodes));
        agree_on(number(7, |out| call!(nnx_graphdef_num_attributes(graphdef, out))), Ok(attributes));
        if let Some(old) = self.graphdefs.keep(graphdef, def, &mut self.input) {
            assert_eq!(nnx_graphdef_release(old), 0);
        }
    }

    pub fn graphdefs(&mut self) {
        let Some((a, def_a)) = self.graphdefs.any(&mut self.input) else { return };
        let Some((b, def_b)) = self.graphdefs.any(&mut self.input) else { return };
        let equal = def_a == def_b;
        let hash = |graphdef| number(7, |out| call!(nnx_graphdef_hash(graphdef, out))).expect("a hash");
        if self.input.one_in(2) {
            assert!(!equal || hash(a) == hash(b), "equal GraphDefs with different hashes");
        }
        agree_on(number(-1, |out| call!(nnx_graphdef_equal(a, b, out))), Ok(i32::from(equal)));
        if number(-1, |out| call!(nnx_graphdef_same(a, b, out))) == Ok(1) {
            assert!(equal);
        }
    }

    /// Up to three States, as handles and as models.
    pub fn some_states(&mut self) -> (Vec<*const nnx_state>, Vec<State>) {
        let count = self.input.pick(&[1, 1, 1, 2, 3, 0]);
        let chosen: Vec<_> = (0..count).filter_map(|_| self.states.any(&mut self.input)).collect();
        chosen.into_iter().map(|(handle, model)| (handle.cast_const(), model)).unzip()
    }

    pub fn merge(&mut self) {
        let Some((graphdef, def)) = self.graphdefs.any(&mut self.input) else { return };
        let (states, models) = self.some_states();
        if self.model.nodes.len() > MOST_NODES {
            return;
        }
        let got = handle(|out| call!(nnx_graphdef_merge(graphdef, states.as_ptr(), states.len(), out)));
        if let Some((root, id)) = agree(got, self.model.merge(&def, &models)) {
            self.keep_node(root, id);
            self.check_node(root, id);
        }
    }

    pub fn clone_node(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        if self.model.nodes.len() > MOST_NODES {
            return;
        }
        let (def, state) = self.model.split(id);
        let copy = handle(|out| call!(nnx_node_clone(node, out))).expect("a node");
        let id = self.model.merge(&def, &[state]).expect("what was just split");
        self.keep_node(copy, id);
    }

    pub fn update(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (states, models) = self.some_states();
        let (any_shape, any_dtype) = (self.input.one_in(2), self.input.one_in(2));
        let options = nnx_update_options {
            struct_size: size_of::<nnx_update_options>(),
            allow_shape_change: any_shape.into(),
            allow_dtype_change: any_dtype.into(),
        };
        let options = if any_shape || any_dtype { &raw const options } else { ptr::null() };
        let status = call!(nnx_node_update(node, states.as_ptr(), states.len(), options));
        agree_on(done(status), self.model.update(id, &models, any_shape, any_dtype));
        self.check_node(node, id);
    }

    pub fn pop(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (filters, models) = self.some_filters();
        let got = handles(filters.len(), |out| call!(nnx_node_pop(node, filters.as_ptr(), filters.len(), out)));
        let expected = self.model.pop(id, &models);
        self.keep_states(got, expected);
        self.check_node(node, id);
    }

    fn maybe_filter(&mut self) -> (*const nnx_filter, Option<Filter>) {
        match self.filters.any(&mut self.input) {
            Some((filter, model)) if self.input.one_in(2) => (filter, Some(model)),
            _ => (ptr::null(), None),
        }
    }

    pub fn set_attributes(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        match self.input.below(4) {
            0 | 1 => {
                let eval = self.input.one_in(2);
                let status = if eval { call!(nnx_node_eval(node)) } else { call!(nnx_node_train(node)) };
                let values = ["deterministic", "use_running_average"].map(|name| (name, Static::Bool(eval)));
                agree_on(done(status), self.model.set_attributes(id, None, &values, false).map(drop));
            }
            count => {
                let (filter, filter_model) = self.maybe_filter();
                let names: Vec<&str> = (1..count).map(|_| self.input.pick(&["a", "b", "c", ""])).collect();
                let values: Vec<_> = names.iter().filter_map(|_| self.statics.any(&mut self.input)).collect();
                let models: Vec<_> = names.iter().copied().zip(values.iter().map(|(_, model)| model.clone())).collect();
                let texts: Vec<nnx_str> = names.iter().map(|name| text(name)).collect();
                let values: Vec<*const nnx_static> = values.iter().map(|(handle, _)| handle.cast_const()).collect();
                let require_all = self.input.one_in(2);
                let got = number(7, |out| {
                    let (names, values, count) = (texts.as_ptr(), values.as_ptr(), values.len());
                    call!(nnx_node_set_attributes(node, filter, names, values, count, require_all.into(), out))
                });
                let expected = self.model.set_attributes(id, filter_model.as_ref(), &models, require_all);
                agree_on(got, expected);
            }
        }
        self.check_node(node, id);
    }

    pub fn set_metadata(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        let (filter, filter_model) = self.maybe_filter();
        let Some((value, model)) = self.statics.any(&mut self.input) else { return };
        let got = number(7, |out| call!(nnx_node_set_metadata(node, filter, text("tag"), value, out)));
        let variables = self.model.variables(id, &filter_model.into_iter().collect::<Vec<_>>());
        for (_, variable) in variables.iter().flatten() {
            self.model.nodes[*variable].metadata.insert("tag".to_owned(), model.clone());
        }
        agree_on(got, variables.map(|variables| variables.len()));
    }

    /// Everything that only looks.
    pub fn look(&mut self) {
        let Some((node, id)) = self.nodes.any(&mut self.input) else { return };
        self.look_at(node, id);
        let paths = |rows: Vec<(String, i32, String)>| rows.into_iter().map(|(path, ..)| path).collect::<Vec<_>>();
        let met = self.model.walk(id).into_iter().filter(|met| met.left && !met.again);
        let expected = met.map(|met| print_path(&met.path)).collect();
        agree_on(rows(|out| call!(nnx_node_iter(node, out))).map(paths), Ok(expected));
        let (filters, models) = self.some_filters();
        let got = rows(|out| call!(nnx_node_variables(node, filters.as_ptr(), filters.len(), out)));
        let expected = self.model.variables(id, &models);
        let expected = expected.map(|found| found.iter().map(|(path, _)| print_path(path)).collect());
        agree_on(got.map(paths), expected);
        let (filter, model) = self.maybe_filter();
        let got = rows(|out| call!(nnx_node_find_duplicates(node, filter, out)));
        let got = got.map(|rows| rows.into_iter().map(|(path, group, _)| (path, group)).collect::<Vec<_>>());
        let groups = self.model.duplicates(id, model.as_ref());
        let expected = groups.map(|groups| {
            let numbered = groups.iter().zip(0..);
            numbered.flat_map(|(paths, group)| paths.iter().map(move |path| (print_path(path), group))).collect()
        });
        agree_on(got, expected);
    }

    /// The whole graph below a node is as the model says.
    pub fn check_node(&mut self, node: *const nnx_node, id: Id) {
        let (def, state) = self.model.split(id);
        let (mut graphdef, mut handle) = (ptr::null_mut(), ptr::null_mut());
        assert_eq!(call!(nnx_node_split(node, ptr::null(), 0, &mut graphdef, &mut handle)), 0);
        self.check_state(handle, &state);
        let (leaves, nodes, attributes) = def.counts();
        agree_on(number(7, |out| call!(nnx_graphdef_num_leaves(graphdef, out))), Ok(leaves));
        agree_on(number(7, |out| call!(nnx_graphdef_num_nodes(graphdef, out))), Ok(nodes));
        agree_on(number(7, |out| call!(nnx_graphdef_num_attributes(graphdef, out))), Ok(attributes));
        assert_eq!(nnx_state_release(handle), 0);
        assert_eq!(nnx_graphdef_release(graphdef), 0);
    }

    /// At the end of a run: every node, and every static and None in the graphs.
    pub fn check_all_nodes(&mut self) {
        self.model.held = self.nodes.models().copied().collect();
        while let Some((node, id)) = self.nodes.any(&mut self.input) {
            self.check_node(node, id);
            self.look_at(node, id);
            let met = self.model.walk(id).into_iter();
            for met in met.filter(|met| matches!(met.value, Value::Static(_))) {
                let path = print_path(&met.path);
                let kind = number(0, |out| call!(nnx_node_get_kind(node, text(&path), out)));
                agree_on(kind, Ok(4));
            }
            let Some(node) = self.nodes.remove_any(&mut self.input) else { return };
            assert_eq!(nnx_node_release(node), 0);
            self.model.held = self.nodes.models().copied().collect();
        }
    }

    pub fn release_whole(&mut self) {
        let (status, again) = match self.input.below(3) {
            0 => match self.filters.remove_any(&mut self.input) {
                Some(filter) => (nnx_filter_release(filter), nnx_filter_release(filter)),
                None => return,
            },
            1 => match self.graphdefs.remove_any(&mut self.input) {
                Some(graphdef) => (nnx_graphdef_release(graphdef), nnx_graphdef_release(graphdef)),
                None => return,
            },
            _ => match self.states.remove_any(&mut self.input) {
                Some(state) => (nnx_state_release(state), nnx_state_release(state)),
                None => return,
            },
        };
        assert_eq!((status, again), (0, 100));
    }
}
