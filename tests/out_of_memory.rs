//! When there is no memory for what a caller asks for, the call says so and nothing is lost.
//!
//! The allocator of this program refuses large pieces to a thread that asks it to. (Small ones end the process, as in any
//! Rust program; here every size is the caller's.)

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr;

use nnx::capi::error::{nnx_error_message, nnx_error_release, nnx_error_take};
use nnx::capi::file::*;
use nnx::capi::filter::{nnx_filter_any, nnx_filter_everything, nnx_filter_release};
use nnx::capi::graphdef::nnx_graphdef_release;
use nnx::capi::node::*;
use nnx::capi::options::Options;
use nnx::capi::split::*;
use nnx::capi::state::*;
use nnx::capi::statics::*;
use nnx::capi::strings::*;
use nnx::capi::tensor::*;
use nnx::capi::variable::*;

/// Pieces of this many bytes are refused.
const LARGE: usize = 128 << 10;
const MANY: usize = 1 << 20;
const F32: i32 = 11;
const RESOURCE_EXHAUSTED: i32 = 8;

struct Scarce;

thread_local! {
    static REFUSING: Cell<bool> = const { Cell::new(false) };
    static REFUSED: Cell<usize> = const { Cell::new(0) };
}

fn refuses(size: usize) -> bool {
    let refuses = size >= LARGE && REFUSING.try_with(Cell::get).unwrap_or(false);
    if refuses {
        REFUSED.with(|refused| refused.set(refused.get() + 1));
    }
    refuses
}

// SAFETY: hands everything to the system's allocator, or answers that there is no memory.
unsafe impl GlobalAlloc for Scarce {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(layout.size()) { ptr::null_mut() } else { unsafe { System.alloc(layout) } }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(layout.size()) { ptr::null_mut() } else { unsafe { System.alloc_zeroed(layout) } }
    }

    unsafe fn realloc(&self, old: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise.
        if refuses(size) { ptr::null_mut() } else { unsafe { System.realloc(old, layout, size) } }
    }

    unsafe fn dealloc(&self, old: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(old, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Scarce = Scarce;

/// Calls an exported function, which must succeed.
macro_rules! call {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        #[allow(unused_unsafe, reason = "functions that only release are safe")]
        // SAFETY: every pointer is NULL, a handle, or valid for what the function does with it.
        let status = unsafe { $function($($argument),*) };
        assert_eq!(status, 0, "{}", stringify!($function));
    }};
}

/// Calls an exported function without memory, which must say so.
macro_rules! refused {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        REFUSED.with(|refused| refused.set(0));
        REFUSING.with(|refusing| refusing.set(true));
        // SAFETY: every pointer is NULL, a handle, or valid for what the function does with it.
        let status = unsafe { $function($($argument),*) };
        REFUSING.with(|refusing| refusing.set(false));
        assert_eq!(status, RESOURCE_EXHAUSTED, "{}", stringify!($function));
        assert_ne!(REFUSED.with(Cell::get), 0, "{} asked for no memory", stringify!($function));
        let message = message();
        assert!(message.contains("cannot allocate"), "{}: {message}", stringify!($function));
    }};
}

fn message() -> String {
    let error = made(|out| call!(nnx_error_take(out)));
    let mut text = text("");
    call!(nnx_error_message(error, &mut text));
    // SAFETY: lent by the error, which lives.
    let message = unsafe { text.as_str("message") }.expect("UTF-8").to_owned();
    call!(nnx_error_release(error));
    message
}

fn made<H>(call: impl FnOnce(*mut *mut H)) -> *mut H {
    let mut out = ptr::null_mut();
    call(&mut out);
    out
}

fn text(text: &str) -> nnx_str {
    nnx_str { data: text.as_ptr().cast(), size: text.len() }
}

/// An array of a mebibyte, of which every byte is `fill`.
fn large(fill: u8) -> *mut nnx_tensor {
    let (data, shape) = (vec![fill; MANY], [MANY as i64 / 4]);
    made(|out| call!(nnx_tensor_new(F32, shape.as_ptr(), 1, data.as_ptr().cast(), MANY, out)))
}

fn assert_filled(tensor: *const nnx_tensor, fill: u8) {
    let (mut data, mut nbytes) = (ptr::null(), 0);
    call!(nnx_tensor_data(tensor, &mut data, &mut nbytes));
    // SAFETY: lent by the tensor, which lives.
    let bytes = unsafe { std::slice::from_raw_parts(data.cast::<u8>(), nbytes) };
    assert!(nbytes == MANY && bytes.iter().all(|byte| *byte == fill));
}

#[test]
fn new_arrays() {
    let (data, shape) = (vec![0u8; MANY], [MANY as i64 / 4]);
    let mut out = ptr::without_provenance_mut(1);
    refused!(nnx_tensor_new(F32, shape.as_ptr(), 1, ptr::null(), 0, &mut out));
    assert!(out.is_null());
    refused!(nnx_tensor_new(F32, shape.as_ptr(), 1, data.as_ptr().cast(), MANY, &mut out));
    assert!(out.is_null());
}

#[test]
fn more_than_the_machine_has() {
    let shape = [1i64 << 45];
    let mut out = ptr::without_provenance_mut(1);
    refused!(nnx_tensor_new(F32, shape.as_ptr(), 1, ptr::null(), 0, &mut out));
    assert!(out.is_null());
}

#[test]
fn an_array_that_is_shared_and_written() {
    let tensor = large(1);
    let other = made(|out| call!(nnx_tensor_retain(tensor, out)));
    let (mut data, mut nbytes) = (ptr::without_provenance_mut(1), 1);
    refused!(nnx_tensor_data_mut(tensor, &mut data, &mut nbytes));
    assert!(data.is_null() && nbytes == 0);
    assert_filled(tensor, 1);
    // With memory it works, and the other handle keeps the old bytes.
    call!(nnx_tensor_data_mut(tensor, &mut data, &mut nbytes));
    // SAFETY: lent for writing until the next call with the tensor.
    unsafe { data.cast::<u8>().write_bytes(2, nbytes) };
    assert_filled(tensor, 2);
    assert_filled(other, 1);
    [tensor, other].into_iter().for_each(|tensor| call!(nnx_tensor_release(tensor)));
}

#[test]
fn an_array_that_a_state_holds_and_a_variable_writes() {
    let tensor = large(3);
    let variable = made(|out| call!(nnx_variable_new(ptr::null_mut(), text("Param"), tensor, out)));
    let new = vec![4u8; MANY];
    refused!(nnx_variable_write(variable, new.as_ptr().cast(), MANY));
    let value = made(|out| call!(nnx_variable_get(variable, out)));
    assert_filled(value, 3);
    call!(nnx_variable_write(variable, new.as_ptr().cast(), MANY));
    assert_filled(tensor, 3);
    [tensor, value].into_iter().for_each(|tensor| call!(nnx_tensor_release(tensor)));
    call!(nnx_node_release(variable));
}

#[test]
fn an_export_that_is_to_be_a_copy() {
    let tensor = large(5);
    let options = nnx_dlpack_options { copy: 1, ..nnx_dlpack_options::DEFAULT };
    let mut out = ptr::without_provenance_mut(1);
    refused!(nnx_tensor_to_dlpack(tensor, &options, &mut out));
    assert!(out.is_null());
    assert_filled(tensor, 5);
    call!(nnx_tensor_release(tensor));
}

#[test]
fn long_texts_and_bytes() {
    let long = "x".repeat(MANY);
    let node = made(|out| call!(nnx_dict_new(ptr::null_mut(), out)));
    call!(nnx_node_set_int(node, text("a"), 7));
    let (mut value, mut bytes) = (ptr::without_provenance_mut(1), ptr::without_provenance_mut(1));
    refused!(nnx_static_new_string(text(&long), &mut value));
    assert!(value.is_null());
    refused!(nnx_static_new_bytes(long.as_ptr().cast(), MANY, &mut value));
    assert!(value.is_null());
    refused!(nnx_bytes_new(long.as_ptr().cast(), MANY, &mut bytes));
    assert!(bytes.is_null());
    refused!(nnx_node_set_string(node, text("a"), text(&long)));
    let mut kept = 0;
    call!(nnx_node_get_int(node, text("a"), &mut kept));
    assert_eq!(kept, 7);
    call!(nnx_node_release(node));
}

#[test]
fn long_arrays_of_handles() {
    let filter = made(|out| call!(nnx_filter_everything(out)));
    let filters = vec![filter.cast_const(); LARGE];
    let mut out = ptr::without_provenance_mut(1);
    refused!(nnx_filter_any(filters.as_ptr(), filters.len(), &mut out));
    assert!(out.is_null());
    call!(nnx_filter_release(filter));
}

#[test]
fn the_leaves_of_a_state() {
    let zero = made(|out| call!(nnx_tensor_new(F32, ptr::null(), 0, ptr::null(), 0, out)));
    let root = made(|out| call!(nnx_list_new(ptr::null_mut(), out)));
    for _ in 0..LARGE / 8 {
        let variable = made(|out| call!(nnx_variable_new(ptr::null_mut(), text("Param"), zero, out)));
        call!(nnx_list_append(root, variable));
        call!(nnx_node_release(variable));
    }
    let (mut graphdef, mut state) = (ptr::null_mut(), ptr::null_mut());
    call!(nnx_node_split(root, ptr::null(), 0, &mut graphdef, &mut state));
    // The structure is known by now, and the first State has the buffer.
    let (mut no_graphdef, mut no_state) = (ptr::without_provenance_mut(1), ptr::without_provenance_mut(1));
    refused!(nnx_node_split(root, ptr::null(), 0, &mut no_graphdef, &mut no_state));
    assert!(no_graphdef.is_null() && no_state.is_null());
    let (mut again, mut same) = (ptr::null_mut(), 0);
    call!(nnx_node_split(root, ptr::null(), 0, &mut no_graphdef, &mut again));
    call!(nnx_state_equal(state, again, &mut same));
    assert_eq!(same, 1);
    [graphdef, no_graphdef].into_iter().for_each(|graphdef| call!(nnx_graphdef_release(graphdef)));
    [state, again].into_iter().for_each(|state| call!(nnx_state_release(state)));
    call!(nnx_node_release(root));
    call!(nnx_tensor_release(zero));
}

#[test]
fn a_file_that_is_read() {
    let tensor = large(6);
    let (paths, types) = ([text("w")], [text("Param")]);
    let tensors = [tensor.cast_const()];
    let state = made(|out| call!(nnx_state_from_leaves(paths.as_ptr(), types.as_ptr(), tensors.as_ptr(), 1, out)));
    let file = std::env::temp_dir().join(format!("nnx-out-of-memory-{}.safetensors", std::process::id()));
    let name = file.to_str().expect("UTF-8");
    call!(nnx_state_save(state, ptr::null(), text(name), ptr::null()));
    let options = nnx_load_options { copy: 1, ..nnx_load_options::DEFAULT };
    let mut out = ptr::without_provenance_mut(1);
    refused!(nnx_state_load(text(name), &options, &mut out, ptr::null_mut()));
    assert!(out.is_null());
    let mut same = 0;
    call!(nnx_state_load(text(name), &options, &mut out, ptr::null_mut()));
    call!(nnx_state_equal(state, out, &mut same));
    assert_eq!(same, 1);
    [state, out].into_iter().for_each(|state| call!(nnx_state_release(state)));
    call!(nnx_tensor_release(tensor));
    std::fs::remove_file(file).expect("the file that was saved");
}
