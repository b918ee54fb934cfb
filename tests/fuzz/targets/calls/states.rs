//! States: read, filtered, put together.

use nnx::capi::opaque::{nnx_opaque_data, nnx_opaque_release};
use nnx::capi::state::*;
use nnx::capi::statics::{
    nnx_static, nnx_static_as_bool, nnx_static_as_int, nnx_static_equal, nnx_static_release, nnx_static_size,
};
use nnx::capi::strings::nnx_str;
use nnx::capi::tensor::{nnx_tensor, nnx_tensor_release};

use super::abi::{call, handle, handles, number, rows, text};
use super::model::{INVALID_ARGUMENT, Leaf, Metadata, NOT_FOUND, State, StateLeaf, Static, print_path};
use super::nodes::lend;
use super::values::TYPES;
use super::{Run, agree, agree_on};

impl Run<'_> {
    /// Every leaf of a State is as the model says.
    pub fn check_state(&self, state: *const nnx_state, model: &State) {
        let got = rows(|out| call!(nnx_state_paths(state, out))).expect("paths");
        let expected = model.0.iter().map(|leaf| {
            let kind = if matches!(leaf.value, Leaf::Tensor(_)) { 2 } else { 3 };
            (print_path(&leaf.path), kind, leaf.variable_type.clone().unwrap_or_default())
        });
        assert_eq!(got, expected.collect::<Vec<_>>());
        for (index, leaf) in model.0.iter().enumerate() {
            match &leaf.value {
                Leaf::Tensor(model) => {
                    let tensor = handle(|out| call!(nnx_state_tensor(state, index, out))).expect("a tensor");
                    assert_eq!(self.read_tensor(tensor), *model, "{}", print_path(&leaf.path));
                    assert_eq!(nnx_tensor_release(tensor), 0);
                }
                Leaf::Opaque(serial) => {
                    let opaque = handle(|out| call!(nnx_state_opaque(state, index, out))).expect("an opaque value");
                    let data = number(0x55, |out: *mut usize| call!(nnx_opaque_data(opaque, out.cast())));
                    agree_on(data, Ok(*serial));
                    assert_eq!(nnx_opaque_release(opaque), 0);
                }
            }
            for name in ["tag", "sharding", "ä"] {
                let got = handle(|out| call!(nnx_state_metadata(state, index, text(name), out)));
                let expected = leaf.metadata.get(name).ok_or(NOT_FOUND);
                if let Some((value, expected)) = agree(got, expected) {
                    self.check_static(value, expected);
                }
            }
        }
    }

    fn check_static(&self, value: *mut nnx_static, expected: &Static) {
        match expected {
            Static::Int(expected) => agree_on(number(7, |out| call!(nnx_static_as_int(value, out))), Ok(*expected)),
            Static::Bool(expected) => {
                agree_on(number(7, |out| call!(nnx_static_as_bool(value, out))), Ok(i32::from(*expected)));
            }
            Static::Tuple(items) => agree_on(number(7, |out| call!(nnx_static_size(value, out))), Ok(items.len())),
            _ => agree_on(number(7, |out| call!(nnx_static_equal(value, value, out))), Ok(1)),
        }
        assert_eq!(nnx_static_release(value), 0);
    }

    pub fn state_operation(&mut self) {
        if self.input.one_in(6) {
            return self.state_from_leaves();
        }
        let Some((state, model)) = self.states.any(&mut self.input) else { return };
        match self.input.below(6) {
            0 => {
                let (filters, models) = self.some_filters();
                let exhaustive = self.input.one_in(2);
                let got = handles(filters.len(), |out| match exhaustive {
                    true => call!(nnx_state_split(state, filters.as_ptr(), filters.len(), out)),
                    false => call!(nnx_state_filter(state, filters.as_ptr(), filters.len(), out)),
                });
                let expected = if exhaustive { model.split(&models) } else { model.take(&models).map(|taken| taken.0) };
                self.keep_states(got, expected);
            }
            1 => {
                let (states, models) = self.some_states();
                let got = handle(|out| call!(nnx_state_merge(states.as_ptr(), states.len(), out)));
                if let Some((state, model)) = agree(got, State::merge(&models)) {
                    self.keep_state(state, model);
                }
            }
            2 => {
                let path = self.leaf_path(&model);
                let prefix = &path[..self.input.below(path.len() + 1)];
                let printed = print_path(prefix);
                let got = handle(|out| call!(nnx_state_at(state, text(&printed), out)));
                if let Some((below, model)) = agree(got, Ok(model.at(prefix))) {
                    self.keep_state(below, model);
                }
            }
            3 => {
                let paths = [self.leaf_path(&model), self.leaf_path(&model)];
                let values: Vec<_> = (0..2).filter_map(|_| self.tensors.any(&mut self.input)).collect();
                let printed = paths.each_ref().map(|path| print_path(path));
                let texts: Vec<nnx_str> = printed.iter().map(|path| text(path)).collect();
                let changes: Vec<_> =
                    paths.into_iter().zip(values.iter().map(|(_, tensor)| Leaf::Tensor(tensor.clone()))).collect();
                let tensors: Vec<*const nnx_tensor> = values.iter().map(|(handle, _)| handle.cast_const()).collect();
                let got =
                    handle(|out| call!(nnx_state_with(state, texts.as_ptr(), tensors.as_ptr(), tensors.len(), out)));
                if let Some((changed, changed_model)) = agree(got, model.with(&changes)) {
                    // The State it came from stays as it was.
                    self.check_state(state, &model);
                    self.keep_state(changed, changed_model);
                }
            }
            4 => {
                let Some((other, other_model)) = self.states.any(&mut self.input) else { return };
                let equal = number(-1, |out| call!(nnx_state_equal(state, other, out)));
                agree_on(equal, Ok(i32::from(model == other_model)));
            }
            _ => {
                let path = self.leaf_path(&model);
                let printed = print_path(&path);
                let found = model.get(&path);
                agree_on(number(7, |out| call!(nnx_state_find(state, text(&printed), out))), found);
                let tensor = found.and_then(|leaf| match &model.0[leaf].value {
                    Leaf::Tensor(tensor) => Ok(tensor.clone()),
                    Leaf::Opaque(_) => Err(INVALID_ARGUMENT),
                });
                let got = handle(|out| call!(nnx_state_get(state, text(&printed), out)));
                if let Some((tensor, model)) = agree(got, tensor) {
                    self.keep_tensor(tensor, model);
                }
            }
        }
    }

    /// The path of a leaf most of the time.
    fn leaf_path(&mut self, state: &State) -> super::Path {
        if state.0.is_empty() || self.input.one_in(8) {
            return vec![self.key(None)];
        }
        state.0[self.input.below(state.0.len().min(256))].path.clone()
    }

    fn state_from_leaves(&mut self) {
        let mut leaves = Vec::new();
        let mut tensors = Vec::new();
        for _ in 0..self.input.below(4) {
            let Some((tensor, model)) = self.tensors.any(&mut self.input) else { return };
            let path: super::Path = (0..self.input.below(3)).map(|_| self.key(None)).collect();
            let name = self.input.pick(&TYPES);
            let variable_type = (name != "Variable").then(|| name.to_owned());
            leaves.push(StateLeaf { path, variable_type, metadata: Metadata::new(), value: Leaf::Tensor(model) });
            tensors.push(tensor.cast_const());
        }
        let printed: Vec<Vec<u8>> = leaves.iter().map(|leaf| print_path(&leaf.path).into_bytes()).collect();
        let paths: Vec<nnx_str> = printed.iter().map(|path| lend(path)).collect();
        let types: Vec<nnx_str> =
            leaves.iter().map(|leaf| text(leaf.variable_type.as_deref().unwrap_or_default())).collect();
        let got = handle(|out| {
            call!(nnx_state_from_leaves(paths.as_ptr(), types.as_ptr(), tensors.as_ptr(), tensors.len(), out))
        });
        let unknown = leaves.iter().any(|leaf| leaf.variable_type.as_deref() == Some("NoSuchType"));
        let expected = if unknown { Err(NOT_FOUND) } else { State::from_leaves(leaves) };
        if let Some((state, model)) = agree(got, expected) {
            self.keep_state(state, model);
        }
    }
}
