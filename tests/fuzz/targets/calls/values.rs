//! Tensors, static values, opaque values and filters.

use std::ptr;

use nnx::capi::filter::*;
use nnx::capi::opaque::{nnx_opaque_data, nnx_opaque_new, nnx_opaque_release, nnx_opaque_type_name};
use nnx::capi::statics::*;
use nnx::capi::strings::nnx_str;
use nnx::capi::tensor::*;

use super::abi::{call, handle, lent, number, text};
use super::foreign::{Meaning, Thing, callbacks, destroy_opaque, destroy_thing, test};
use super::model::{self, Filter, INVALID_ARGUMENT, NOT_FOUND, Static, Tensor};
use super::{Run, agree, agree_on};

/// Variable types, the last of which does not exist.
pub const TYPES: [&str; 7] = ["Param", "BatchStat", "Variable", "LoRAParam", "RngKey", "FuzzType", "NoSuchType"];

impl Run<'_> {
    pub fn new_tensor(&mut self) {
        // bool, int8, int32, float16, float32, float64
        const DTYPES: [(i32, usize); 6] = [(0, 1), (1, 1), (3, 4), (9, 2), (11, 4), (12, 8)];
        const SHAPES: [&[i64]; 6] = [&[], &[1], &[3], &[2, 3], &[0, 4], &[40]];
        const BAD_SHAPES: [&[i64]; 3] = [&[-1], &[i64::MAX, 2], &[1 << 40, 1 << 40]];
        let (dtype, size) = self.input.pick(&DTYPES);
        if self.input.one_in(16) {
            let shape = self.input.pick(&BAD_SHAPES);
            let got = handle(|out| call!(nnx_tensor_new(dtype, shape.as_ptr(), shape.len(), ptr::null(), 0, out)));
            return agree_on(got, Err(INVALID_ARGUMENT));
        }
        let shape = self.input.pick(&SHAPES);
        let count = shape.iter().product::<i64>() as usize;
        let fill = self.input.byte() & 1;
        let nbytes = count * size;
        let got = match self.input.below(4) {
            0 => handle(|out| call!(nnx_tensor_new(dtype, shape.as_ptr(), shape.len(), ptr::null(), 0, out))),
            1 => {
                let words = vec![u64::from_ne_bytes([fill; 8]); nbytes.div_ceil(8).max(1)].into_boxed_slice();
                let words = Box::into_raw(words);
                let data = words.cast();
                let thing = Thing::make(&self.ledger, Meaning::Memory { words });
                let (read_only, destroy) = (i32::from(self.input.one_in(2)), Some(destroy_thing as _));
                handle(|out| {
                    call!(nnx_tensor_from_memory(
                        dtype,
                        shape.as_ptr(),
                        shape.len(),
                        data,
                        nbytes,
                        read_only,
                        thing.cast(),
                        destroy,
                        out,
                    ))
                })
            }
            _ => {
                let data = vec![fill; nbytes + 1];
                let wrong = usize::from(self.input.one_in(16));
                let got = handle(|out| {
                    let data = data.as_ptr().cast();
                    call!(nnx_tensor_new(dtype, shape.as_ptr(), shape.len(), data, nbytes + wrong, out))
                });
                if wrong == 1 {
                    return agree_on(got, Err(INVALID_ARGUMENT));
                }
                got
            }
        };
        let Ok(tensor) = got else { panic!("no tensor: {}", super::abi::last_error()) };
        let data = self.read_tensor(tensor).data;
        assert!(data.iter().all(|byte| *byte == fill || *byte == 0));
        let model = Tensor { dtype, shape: shape.to_vec(), data };
        self.keep_tensor(tensor, model);
    }

    pub fn keep_tensor(&mut self, tensor: *mut nnx_tensor, model: Tensor) {
        assert_eq!(self.read_tensor(tensor), model);
        if let Some(old) = self.tensors.keep(tensor, model, &mut self.input) {
            assert_eq!(nnx_tensor_release(old), 0);
        }
    }

    pub fn read_tensor(&self, tensor: *const nnx_tensor) -> Tensor {
        let dtype = number(-1, |out| call!(nnx_tensor_dtype(tensor, out))).expect("a tensor");
        let (mut shape, mut rank) = (ptr::null(), 0);
        assert_eq!(call!(nnx_tensor_shape(tensor, &mut shape, &mut rank)), 0);
        let (mut data, mut nbytes) = (ptr::null(), 0);
        assert_eq!(call!(nnx_tensor_data(tensor, &mut data, &mut nbytes)), 0);
        // SAFETY: lent by the tensor, which lives; empty ones are not read.
        let (shape, data) = unsafe {
            let shape = if rank == 0 { &[][..] } else { std::slice::from_raw_parts(shape, rank) };
            let data = if nbytes == 0 { &[][..] } else { std::slice::from_raw_parts(data.cast::<u8>(), nbytes) };
            (shape.to_vec(), data.to_vec())
        };
        Tensor { dtype, shape, data }
    }

    /// Writes through `nnx_tensor_data_mut`: no other holder may see it.
    pub fn write_tensor(&mut self) {
        let Some((tensor, _)) = self.tensors.any(&mut self.input) else { return };
        let (mut data, mut nbytes) = (ptr::null_mut(), 0);
        assert_eq!(call!(nnx_tensor_data_mut(tensor, &mut data, &mut nbytes)), 0);
        let fill = self.input.byte() & 1;
        if nbytes > 0 {
            // SAFETY: lent for writing until the next call with the tensor.
            unsafe { data.cast::<u8>().write_bytes(fill, nbytes) };
        }
        if let Some(model) = self.tensors.model_of(tensor) {
            model.data.fill(fill);
        }
    }

    pub fn new_static(&mut self) {
        const TEXTS: [&str; 4] = ["", "relu", "a\0b", "ä"];
        let (got, model) = match self.input.below(9) {
            0 => {
                let value = self.input.below(2) == 1;
                (handle(|out| call!(nnx_static_new_bool(i32::from(value), out))), Static::Bool(value))
            }
            1 => {
                let value = self.input.below(4) as i64 - 1;
                (handle(|out| call!(nnx_static_new_int(value, out))), Static::Int(value))
            }
            2 => {
                let value = self.input.pick(&[0.0, -0.0, f64::NAN, 0.5]);
                (handle(|out| call!(nnx_static_new_float(value, out))), Static::Float(value.to_bits()))
            }
            3 | 4 => {
                let value = self.input.pick(&TEXTS);
                (handle(|out| call!(nnx_static_new_string(text(value), out))), Static::Str(value.to_owned()))
            }
            5 => {
                let value = self.input.pick(&TEXTS).as_bytes();
                let data = value.as_ptr().cast();
                (handle(|out| call!(nnx_static_new_bytes(data, value.len(), out))), Static::Bytes(value.to_vec()))
            }
            6 => {
                let dtype = self.input.below(13) as i32;
                (handle(|out| call!(nnx_static_new_dtype(dtype, out))), Static::Dtype(dtype))
            }
            7 => {
                let count = self.input.below(4);
                let items: Vec<_> = (0..count).filter_map(|_| self.statics.any(&mut self.input)).collect();
                let model = Static::Tuple(items.iter().map(|(_, model)| model.clone()).collect());
                if static_size(&model) > 64 {
                    return;
                }
                let items: Vec<*const nnx_static> = items.iter().map(|(handle, _)| handle.cast_const()).collect();
                (handle(|out| call!(nnx_static_new_tuple(items.as_ptr(), items.len(), out))), model)
            }
            _ => {
                let class = self.input.byte() % 3;
                let thing = Thing::make(&self.ledger, Meaning::Foreign { class });
                let mut callbacks = callbacks(&self.ledger);
                if self.input.one_in(8) {
                    // The value is freed all the same.
                    callbacks.equal = None;
                    let got = handle(|out| call!(nnx_static_new_foreign(thing.cast(), &callbacks, out)));
                    return agree_on(got, Err(INVALID_ARGUMENT));
                }
                (handle(|out| call!(nnx_static_new_foreign(thing.cast(), &callbacks, out))), Static::Foreign(class))
            }
        };
        if let Some((value, model)) = agree(got, Ok(model)) {
            self.keep_static(value, model);
        }
    }

    pub fn keep_static(&mut self, value: *mut nnx_static, model: Static) {
        if let Some((other, other_model)) = self.statics.any(&mut self.input) {
            let equal = number(-1, |out| call!(nnx_static_equal(value, other, out)));
            agree_on(equal, Ok(i32::from(model == other_model)));
        }
        if let Some(old) = self.statics.keep(value, model, &mut self.input) {
            assert_eq!(nnx_static_release(old), 0);
        }
    }

    pub fn new_opaque(&mut self) {
        let serial = self.ledger.hand_over();
        let name = if self.input.one_in(8) { "" } else { "Array" };
        let (data, ledger) = (ptr::without_provenance_mut(serial), self.ledger.as_ptr());
        let got = handle(|out| call!(nnx_opaque_new(text(name), data, 8, ledger, Some(destroy_opaque), out)));
        let expected = if name.is_empty() { Err(INVALID_ARGUMENT) } else { Ok(serial) };
        if let Some((opaque, serial)) = agree(got, expected) {
            agree_on(lent(|out| call!(nnx_opaque_type_name(opaque, out))), Ok("Array".to_owned()));
            self.keep_opaque(opaque, serial);
        }
    }

    pub fn keep_opaque(&mut self, opaque: *mut nnx::capi::opaque::nnx_opaque, serial: usize) {
        let data = number(0x55, |out: *mut usize| call!(nnx_opaque_data(opaque, out.cast())));
        agree_on(data, Ok(serial));
        if let Some(old) = self.opaques.keep(opaque, serial, &mut self.input) {
            assert_eq!(nnx_opaque_release(old), 0);
        }
    }

    pub fn new_filter(&mut self) {
        let (got, expected) = match self.input.below(14) {
            0 | 1 => {
                let name = self.input.pick(&TYPES);
                let expected = if name == "NoSuchType" { Err(NOT_FOUND) } else { Ok(Filter::OfType(name.to_owned())) };
                (handle(|out| call!(nnx_filter_of_type(text(name), out))), expected)
            }
            2 => {
                let name = self.input.pick(&["Linear", "Model"]);
                let expected = Ok(Filter::ObjectType(name.to_owned()));
                (handle(|out| call!(nnx_filter_object_type(text(name), out))), expected)
            }
            3 | 4 => {
                let key = self.key(None);
                let (exact, name) = (self.input.one_in(2), model::print_path(std::slice::from_ref(&key)));
                let got = handle(|out| call!(nnx_filter_path_contains(text(&name), i32::from(exact), out)));
                (got, Ok(Filter::PathContains(key, exact)))
            }
            5 => {
                let leaf = self.states.any(&mut self.input).and_then(|(_, state)| state.0.first().cloned());
                let key = self.key(None);
                let paths = [leaf.map(|leaf| leaf.path).unwrap_or_default(), vec![key]];
                let printed = paths.each_ref().map(|path| model::print_path(path));
                let texts: Vec<nnx_str> = printed.iter().map(|path| text(path)).collect();
                let got = handle(|out| call!(nnx_filter_path_in(texts.as_ptr(), texts.len(), out)));
                (got, Ok(Filter::PathIn(paths.to_vec())))
            }
            6 => {
                let tag = self.input.pick(&["", "relu"]);
                let expected = Ok(Filter::WithTag(tag.to_owned()));
                (handle(|out| call!(nnx_filter_with_tag(text(tag), out))), expected)
            }
            kind @ (7 | 8) => {
                let count = self.input.below(3);
                let inner: Vec<_> = (0..count).filter_map(|_| self.filters.any(&mut self.input)).collect();
                let models: Vec<Filter> = inner.iter().map(|(_, model)| model.clone()).collect();
                if models.iter().map(Filter::size).sum::<usize>() > 64 {
                    return;
                }
                let inner: Vec<*const nnx_filter> = inner.iter().map(|(handle, _)| handle.cast_const()).collect();
                let got = handle(|out| match kind {
                    7 => call!(nnx_filter_any(inner.as_ptr(), inner.len(), out)),
                    _ => call!(nnx_filter_all(inner.as_ptr(), inner.len(), out)),
                });
                (got, Ok(if kind == 7 { Filter::Any(models) } else { Filter::All(models) }))
            }
            9 => {
                let Some((inner, model)) = self.filters.any(&mut self.input) else { return };
                if model.size() > 64 {
                    return;
                }
                (handle(|out| call!(nnx_filter_not(inner, out))), Ok(Filter::Not(Box::new(model))))
            }
            10 => (handle(|out| call!(nnx_filter_everything(out))), Ok(Filter::Everything)),
            11 => (handle(|out| call!(nnx_filter_nothing(out))), Ok(Filter::Nothing)),
            12 => (handle(|out| call!(nnx_filter_rest(out))), Ok(Filter::Rest)),
            _ => {
                let (divisor, fails) = (1 + self.input.below(3), self.input.one_in(4));
                let thing = Thing::make(&self.ledger, Meaning::Filter { divisor, fails });
                let destroy = Some(destroy_thing as _);
                if self.input.one_in(8) {
                    let got = handle(|out| call!(nnx_filter_callback(None, thing.cast(), destroy, out)));
                    return agree_on(got, Err(INVALID_ARGUMENT));
                }
                let got = handle(|out| call!(nnx_filter_callback(Some(test), thing.cast(), destroy, out)));
                (got, Ok(Filter::Callback { divisor, fails }))
            }
        };
        if let Some((filter, model)) = agree(got, expected)
            && let Some(old) = self.filters.keep(filter, model, &mut self.input)
        {
            assert_eq!(nnx_filter_release(old), 0);
        }
    }

    /// Up to three filters, as handles and as models.
    pub fn some_filters(&mut self) -> (Vec<*const nnx_filter>, Vec<Filter>) {
        let count = self.input.below(4);
        let chosen: Vec<_> = (0..count).filter_map(|_| self.filters.any(&mut self.input)).collect();
        chosen.into_iter().map(|(handle, model)| (handle.cast_const(), model)).unzip()
    }
}

fn static_size(value: &Static) -> usize {
    match value {
        Static::Tuple(items) => 1 + items.iter().map(static_size).sum::<usize>(),
        _ => 1,
    }
}
