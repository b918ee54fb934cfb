//! The functions as C calls them.

use std::ptr::{self, null, null_mut};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::Status;
use crate::capi::error::last_error_text;
use crate::tensor::dlpack::{FLAG_IS_COPIED, FLAG_READ_ONLY};

const F32: nnx_dtype = DType::F32 as nnx_dtype;
const INVALID: nnx_status = Status::InvalidArgument as nnx_status;

unsafe extern "C" fn count(user_data: *mut c_void) {
    // SAFETY: the tests hand in a counter that outlives every tensor.
    unsafe { &*user_data.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
}

fn user_data(counter: &AtomicUsize) -> *mut c_void {
    ptr::from_ref(counter).cast_mut().cast()
}

fn new(shape: &[i64], values: &[f32]) -> *mut nnx_tensor {
    let mut tensor = null_mut();
    // SAFETY: all pointers are valid.
    let status = unsafe {
        nnx_tensor_new(F32, shape.as_ptr(), shape.len(), values.as_ptr().cast(), size_of_val(values), &mut tensor)
    };
    assert_eq!(status, 0, "{}", last_error_text());
    tensor
}

/// A copy of the elements.
fn values(tensor: *const nnx_tensor) -> Vec<f32> {
    let (mut data, mut nbytes) = (null(), 0);
    // SAFETY: outputs are valid; the data is lent and aligned.
    unsafe {
        assert_eq!(nnx_tensor_data(tensor, &mut data, &mut nbytes), 0, "{}", last_error_text());
        slice::from_raw_parts(data.cast::<f32>(), nbytes / 4).to_vec()
    }
}

fn write(tensor: *mut nnx_tensor, value: f32) {
    let (mut data, mut nbytes) = (null_mut(), 0);
    // SAFETY: outputs are valid; the data is lent for writing and aligned.
    unsafe {
        assert_eq!(nnx_tensor_data_mut(tensor, &mut data, &mut nbytes), 0, "{}", last_error_text());
        slice::from_raw_parts_mut(data.cast::<f32>(), nbytes / 4).fill(value);
    }
}

#[test]
fn a_tensor_says_what_it_is() {
    let tensor = new(&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let (mut dtype, mut shape, mut rank, mut elements, mut nbytes, mut unique) = (-1, null(), 0, 0, 0, -1);
    let mut text = null_mut();
    // SAFETY: all outputs are valid, the shape is lent.
    unsafe {
        assert_eq!(nnx_tensor_dtype(tensor, &mut dtype), 0);
        assert_eq!(nnx_tensor_shape(tensor, &mut shape, &mut rank), 0);
        assert_eq!(nnx_tensor_element_count(tensor, &mut elements), 0);
        assert_eq!(nnx_tensor_nbytes(tensor, &mut nbytes), 0);
        assert_eq!(nnx_tensor_is_unique(tensor, &mut unique), 0);
        assert_eq!(slice::from_raw_parts(shape, rank), [2, 3]);
        assert_eq!(nnx_tensor_text(tensor, &mut text), 0);
    }
    assert_eq!((dtype, elements, nbytes, unique), (F32, 6, 24, 1));
    assert_eq!(handle::get(text, "text").unwrap().as_slice(), b"float32[2,3] [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]");
    assert_eq!(handle::release(text, "text"), Ok(()));
    assert_eq!(nnx_tensor_release(tensor), 0);
    assert_eq!(nnx_tensor_release(tensor), Status::InvalidHandle as nnx_status);
}

#[test]
fn no_data_is_zeros_and_no_shape_a_single_value() {
    let mut tensor = null_mut();
    // SAFETY: NULL is allowed with a length of 0.
    unsafe { assert_eq!(nnx_tensor_new(F32, null(), 0, null(), 0, &mut tensor), 0) };
    assert_eq!(values(tensor), [0.0]);
    nnx_tensor_release(tensor);
    // SAFETY: the shape is valid.
    unsafe { assert_eq!(nnx_tensor_new(F32, [2, 20].as_ptr(), 2, null(), 0, &mut tensor), 0) };
    assert_eq!(values(tensor), [0.0; 40]);
    nnx_tensor_release(tensor);
}

#[test]
fn bad_arguments_are_named_and_outputs_zeroed() {
    let data = [0f32; 6];
    type Case<'a> = (nnx_dtype, &'a [i64], usize, *const f32, usize, &'a str);
    let cases: [Case<'_>; 7] = [
        (13, &[6], 1, data.as_ptr(), 24, "`dtype` is 13"),
        (F32, &[5], 1, data.as_ptr(), 24, "20 bytes, 24 were given"),
        (F32, &[6], 1, null(), 24, "`data` is NULL"),
        (F32, &[-6], 1, data.as_ptr(), 24, "[-6]"),
        (F32, &[i64::MAX, i64::MAX], 2, data.as_ptr(), 24, "int64 can count"),
        (F32, &[6], usize::MAX, data.as_ptr(), 24, "`shape` cannot have"),
        (F32, &[1; 65], 65, data.as_ptr(), 4, "65 dimensions"),
    ];
    for (dtype, shape, rank, data, nbytes, text) in cases {
        let mut out = ptr::dangling_mut();
        // SAFETY: what is valid is as long as it says, the rest is refused.
        let status = unsafe { nnx_tensor_new(dtype, shape.as_ptr(), rank, data.cast(), nbytes, &mut out) };
        assert_eq!(status, INVALID);
        assert!(out.is_null() && last_error_text().contains(text), "{}", last_error_text());
    }
    // SAFETY: NULL is refused.
    unsafe {
        let mut out = ptr::dangling_mut();
        assert_eq!(nnx_tensor_new(F32, null(), 1, data.as_ptr().cast(), 4, &mut out), INVALID);
        assert!(out.is_null() && last_error_text().contains("`shape` is NULL"));
        assert_eq!(nnx_tensor_new(F32, null(), 0, null(), 0, null_mut()), INVALID);
    }
}

#[test]
fn a_write_shows_in_no_other_handle() {
    let tensor = new(&[2], &[1.0, 1.0]);
    let (mut other, mut unique, mut equal) = (null_mut(), -1, -1);
    // SAFETY: all outputs are valid.
    unsafe {
        assert_eq!(nnx_tensor_retain(tensor, &mut other), 0);
        assert_eq!(nnx_tensor_is_unique(tensor, &mut unique), 0);
        assert_eq!(nnx_tensor_equal(tensor, other, &mut equal), 0);
        assert_eq!((unique, equal), (0, 1));
        write(tensor, 2.0);
        assert_eq!((values(tensor), values(other)), (vec![2.0; 2], vec![1.0; 2]));
        assert_eq!(nnx_tensor_is_unique(tensor, &mut unique), 0);
        assert_eq!(nnx_tensor_equal(tensor, other, &mut equal), 0);
        assert_eq!((unique, equal), (1, 0));
    }
    nnx_tensor_release(tensor);
    assert_eq!(values(other), [1.0; 2]);
    nnx_tensor_release(other);
}

#[test]
fn the_callers_memory_is_given_back_once() {
    let mut memory = [1f32; 8];
    for (read_only, in_place) in [(0, true), (1, false)] {
        memory.fill(1.0);
        let (counter, mut tensor) = (AtomicUsize::new(0), null_mut());
        let (data, user_data) = (memory.as_mut_ptr().cast(), user_data(&counter));
        // SAFETY: the memory outlives the tensor.
        let status =
            unsafe { nnx_tensor_from_memory(F32, &8, 1, data, 32, read_only, user_data, Some(count), &mut tensor) };
        assert_eq!(status, 0, "{}", last_error_text());
        assert_eq!((values(tensor), counter.load(Ordering::SeqCst)), (vec![1.0; 8], 0));
        write(tensor, 2.0);
        assert_eq!(counter.load(Ordering::SeqCst), usize::from(!in_place), "a copy lets go of the original");
        assert_eq!(values(tensor), [2.0; 8]);
        nnx_tensor_release(tensor);
        assert_eq!((memory[7] == 2.0, counter.load(Ordering::SeqCst)), (in_place, 1));
    }
}

#[test]
fn the_callers_memory_is_given_back_when_it_is_refused() {
    let mut memory = [1f32; 8];
    let data = memory.as_mut_ptr().cast::<c_void>();
    let mut out = ptr::dangling_mut();
    let out = &raw mut out;
    let shape: *const i64 = &8;
    let cases = [
        (99, shape, data, 32, 0, out, "`dtype` is 99"),
        (F32, null(), data, 32, 0, out, "`shape` is NULL"),
        (F32, shape, data, 31, 0, out, "32 bytes, 31 were given"),
        (F32, shape, null_mut(), 32, 0, out, "`data` is NULL"),
        (F32, shape, data.wrapping_byte_add(1), 32, 0, out, "not aligned"),
        (F32, shape, data, 32, 2, out, "`read_only` is 2"),
        (F32, shape, data, 32, 0, null_mut(), "`out` is NULL"),
    ];
    for (dtype, shape, data, nbytes, read_only, out, text) in cases {
        let counter = AtomicUsize::new(0);
        let destroy: nnx_destroy_fn = Some(count);
        // SAFETY: what is valid outlives the call, the rest is refused.
        let status = unsafe {
            nnx_tensor_from_memory(dtype, shape, 1, data, nbytes, read_only, user_data(&counter), destroy, out)
        };
        assert_eq!(status, INVALID);
        assert!(last_error_text().contains(text), "{}", last_error_text());
        assert_eq!(counter.load(Ordering::SeqCst), 1, "{text}");
        // SAFETY: the place is NULL or valid.
        assert!(out.is_null() || unsafe { (*out).is_null() });
    }
}

/// The tensor whose handle a destroy function uses again.
static REENTERED: std::sync::atomic::AtomicPtr<nnx_tensor> = std::sync::atomic::AtomicPtr::new(null_mut());

unsafe extern "C" fn read_again(user_data: *mut c_void) {
    assert_eq!(values(REENTERED.load(Ordering::SeqCst)), [1.0; 8]);
    // SAFETY: the same counter.
    unsafe { count(user_data) };
}

#[test]
fn a_destroy_function_may_use_the_tensor_that_let_go() {
    let (counter, mut memory, mut tensor) = (AtomicUsize::new(0), [1f32; 8], null_mut());
    let (data, user_data) = (memory.as_mut_ptr().cast(), user_data(&counter));
    // SAFETY: the memory outlives the tensor.
    let status = unsafe { nnx_tensor_from_memory(F32, &8, 1, data, 32, 1, user_data, Some(read_again), &mut tensor) };
    assert_eq!(status, 0);
    REENTERED.store(tensor, Ordering::SeqCst);
    write(tensor, 2.0);
    assert_eq!(counter.load(Ordering::SeqCst), 1, "it ran, and found the handle free");
    nnx_tensor_release(tensor);
}

#[test]
fn dlpack_goes_round_without_a_copy() {
    let tensor = new(&[2, 3], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let (mut managed, mut legacy, mut back, mut legacy_back) = (null_mut(), null_mut(), null_mut(), null_mut());
    let (mut place, mut back_place, mut legacy_place, mut nbytes) = (null(), null(), null(), 0);
    // SAFETY: all pointers are valid; each struct is handed on once.
    unsafe {
        assert_eq!(nnx_tensor_to_dlpack(tensor, null(), &mut managed), 0);
        assert_eq!(nnx_tensor_to_dlpack_legacy(tensor, null(), &mut legacy), 0);
        assert_eq!((*managed).flags, FLAG_READ_ONLY);
        assert_eq!(nnx_tensor_from_dlpack(managed, &mut back), 0);
        assert_eq!(nnx_tensor_from_dlpack_legacy(legacy, &mut legacy_back), 0);
        nnx_tensor_data(tensor, &mut place, &mut nbytes);
        nnx_tensor_data(back, &mut back_place, &mut nbytes);
        nnx_tensor_data(legacy_back, &mut legacy_place, &mut nbytes);
    }
    assert_eq!((place, place), (back_place, legacy_place));
    write(tensor, 0.0);
    assert_eq!((values(back)[5], values(legacy_back)[5], values(tensor)[5]), (6.0, 6.0, 0.0));
    for handle in [tensor, back, legacy_back] {
        assert_eq!(nnx_tensor_release(handle), 0);
    }
}

#[test]
fn a_copy_is_exported_when_asked_for() {
    let tensor = new(&[2], &[1.0, 2.0]);
    let copy = nnx_dlpack_options { copy: 1, ..nnx_dlpack_options::DEFAULT };
    let (mut managed, mut place, mut nbytes) = (null_mut(), null(), 0);
    // SAFETY: all pointers are valid; the struct is given back once.
    unsafe {
        assert_eq!(nnx_tensor_to_dlpack(tensor, &copy, &mut managed), 0);
        nnx_tensor_data(tensor, &mut place, &mut nbytes);
        assert_eq!((*managed).flags, FLAG_IS_COPIED);
        assert_ne!((*managed).dl_tensor.data.addr(), place.addr());
        (*managed).dl_tensor.data.cast::<f32>().write(9.0);
        (*managed).deleter.unwrap()(managed);
    }
    assert_eq!(values(tensor), [1.0, 2.0]);
    for (copy, reserved) in [(2, 0), (0, 1)] {
        let options = nnx_dlpack_options { copy, reserved, ..nnx_dlpack_options::DEFAULT };
        managed = ptr::dangling_mut();
        // SAFETY: all pointers are valid.
        assert_eq!(unsafe { nnx_tensor_to_dlpack(tensor, &options, &mut managed) }, INVALID);
        assert!(managed.is_null() && last_error_text().contains("`options."), "{}", last_error_text());
    }
    nnx_tensor_release(tensor);
}

#[test]
fn a_struct_is_taken_even_without_a_place_for_the_tensor() {
    let tensor = new(&[2], &[1.0, 2.0]);
    let (mut managed, mut legacy, mut unique) = (null_mut(), null_mut(), 0);
    // SAFETY: all other pointers are valid; each struct is handed on once.
    unsafe {
        nnx_tensor_to_dlpack(tensor, null(), &mut managed);
        nnx_tensor_to_dlpack_legacy(tensor, null(), &mut legacy);
        assert_eq!(nnx_tensor_from_dlpack(managed, null_mut()), INVALID);
        assert_eq!(nnx_tensor_from_dlpack_legacy(legacy, null_mut()), INVALID);
        nnx_tensor_is_unique(tensor, &mut unique);
    }
    assert_eq!(unique, 1, "both exports were given back");
    nnx_tensor_release(tensor);
}
