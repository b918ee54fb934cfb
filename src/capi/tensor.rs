//! Arrays: made, read, written, and exchanged with other libraries.

use std::ffi::c_void;

use super::callback::{UserData, nnx_destroy_fn};
use super::dtype::{self, nnx_dtype};
use super::guard;
use super::handle::{self, Tag};
use super::input;
use super::options::{self, Options};
use super::status::nnx_status;
use super::strings::{Bytes, nnx_bytes};
use crate::error::{Error, Result};
use crate::tensor::dlpack::{DLManagedTensor, DLManagedTensorVersioned};
use crate::tensor::{DType, Tensor};

/// A dense array in row-major order, without gaps: a value. Its elements never change while anyone else holds it, be it
/// another handle, a graph, a state or an export. Any thread may use it; `nnx_tensor_data_mut` wants one thread at a time.
///
/// The data is aligned for its dtype. Data of more than 16 bytes that libnnx allocates begins on a 64-byte boundary,
/// from 4096 bytes on a 256-byte one. The elements of NNX_DTYPE_BOOL are one byte each, 0 for false; from outside any
/// other byte is accepted and reads as true.
pub struct nnx_tensor {
    _private: [u8; 0],
}

handle!(nnx_tensor, Tag::Tensor, Tensor);

/// What `nnx_tensor_to_dlpack` may be told. Start from NNX_DLPACK_OPTIONS_INIT.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nnx_dlpack_options {
    /// `sizeof(nnx_dlpack_options)` as the caller compiled it.
    pub struct_size: usize,
    /// 1 exports a copy, which the consumer may write to; 0 (the default) exports the tensor's own memory, read-only.
    pub copy: i32,
    /// 0.
    pub reserved: i32,
}

// SAFETY: plain integers without padding, behind the size.
unsafe impl Options for nnx_dlpack_options {
    const NAME: &'static str = "nnx_dlpack_options";
    const FIRST_SIZE: usize = 16;
    const DEFAULT: nnx_dlpack_options =
        nnx_dlpack_options { struct_size: size_of::<nnx_dlpack_options>(), copy: 0, reserved: 0 };
}

/// Makes a tensor with a copy of `nbytes` bytes at `data`: its elements in row-major order and in the machine's byte
/// order. With `data` NULL and `nbytes` 0 it is all zeros.
///
/// `shape` has `rank` extents (at most 64, none negative, outermost first) and may be NULL when `rank` is 0: a single
/// value. INVALID_ARGUMENT when `nbytes` is not the product of the extents times `nnx_dtype_size(dtype)`, or that product
/// overflows; RESOURCE_EXHAUSTED when there is no memory. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_new(
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    data: *const c_void,
    nbytes: usize,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        if data.is_null() && nbytes == 0 {
            return out.set_new(Tensor::zeros(dtype, shape)?);
        }
        // SAFETY: the contract of all exports.
        let bytes = unsafe { input::array(data.cast::<u8>(), nbytes, "data") }?;
        out.set_new(Tensor::from_bytes(dtype, shape, bytes)?)
    })
}

/// Makes a tensor over `nbytes` bytes of the caller's memory at `data`, which are not copied. `destroy(user_data)` runs
/// exactly once, when the last holder lets go, on whatever thread that is; it also runs when this call fails. Until then
/// the memory stays valid and nobody else writes to it.
///
/// With `read_only` 0, `nnx_tensor_data_mut` and `nnx_variable_write` write to this memory when nobody else holds the
/// tensor; with 1 they always copy first. `shape`, `rank` and `nbytes` as in `nnx_tensor_new`. INVALID_ARGUMENT too when
/// `data` is NULL (unless `nbytes` is 0) or not a multiple of `nnx_dtype_size(dtype)`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_from_memory(
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
    data: *mut c_void,
    nbytes: usize,
    read_only: i32,
    user_data: *mut c_void,
    destroy: nnx_destroy_fn,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        // SAFETY: the contract of callbacks.
        let owner = unsafe { UserData::new(user_data, destroy) };
        out!(out);
        // SAFETY: the contract of all exports.
        let (dtype, shape) = unsafe { array_type(dtype, shape, rank) }?;
        let writable = !input::flag(read_only, "read_only")?;
        // SAFETY: the caller keeps the memory valid, and its bytes unchanged, until the owner is dropped.
        let tensor = unsafe { Tensor::from_foreign(dtype, shape, data.cast(), nbytes, writable, owner) }?;
        out.set_new(tensor)
    })
}

/// Makes a tensor over an array of another library, given as DLPack's versioned struct. The struct is taken in any case:
/// its deleter runs exactly once, when the last holder lets go, on whatever thread that is, or before this call returns
/// if it fails. Nothing is copied when the array is row-major without gaps and aligned for its dtype; otherwise the
/// tensor is a copy, and the struct is given back at once.
///
/// Memory that is flagged read-only is never written; other memory is written in place by whoever writes to the tensor
/// while nobody else holds it. INVALID_ARGUMENT when the struct is ill-formed; UNIMPLEMENTED for a device other than CPU
/// and CUDA host memory, and for an element type that is no nnx_dtype; VERSION_MISMATCH for another major version than 1;
/// RESOURCE_EXHAUSTED when there is no memory for a copy. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_from_dlpack(
    managed: *mut DLManagedTensorVersioned,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        // First of all, so that the struct is taken whatever else is wrong.
        // SAFETY: the contract of all exports; the struct becomes ours.
        let tensor = unsafe { Tensor::from_dlpack(managed) };
        out!(out);
        out.set_new(tensor?)
    })
}

/// As `nnx_tensor_from_dlpack`, for DLPack's older struct without version and flags. Since it cannot say whether its
/// memory may be written, it never is. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_from_dlpack_legacy(
    managed: *mut DLManagedTensor,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        // First of all, so that the struct is taken whatever else is wrong.
        // SAFETY: the contract of all exports; the struct becomes ours.
        let tensor = unsafe { Tensor::from_dlpack_legacy(managed) };
        out!(out);
        out.set_new(tensor?)
    })
}

/// Exports a tensor as DLPack's versioned struct (1.1), for another library. The struct is the caller's, who hands it to
/// a consumer or calls its deleter, from any thread. It holds the tensor: until the deleter runs, whoever writes to the
/// tensor writes to a copy, so the export never changes. It is flagged read-only, because the tensor must not change
/// either; with the option `copy` it is a copy that the consumer may write to, and flagged so. `options` may be NULL.
/// RESOURCE_EXHAUSTED when there is no memory for the copy. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_to_dlpack(
    tensor: *const nnx_tensor,
    options: *const nnx_dlpack_options,
    out: *mut *mut DLManagedTensorVersioned,
) -> nnx_status {
    guard(|| {
        out!(out);
        let tensor = handle::get(tensor, "tensor")?;
        // SAFETY: the contract of all exports.
        let copy = unsafe { copy_option(options) }?;
        out.set(tensor.to_dlpack(copy)?.as_ptr())
    })
}

/// As `nnx_tensor_to_dlpack`, as DLPack's older struct. It has no read-only flag: only a consumer that does not write may
/// have it, unless it is a copy. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_to_dlpack_legacy(
    tensor: *const nnx_tensor,
    options: *const nnx_dlpack_options,
    out: *mut *mut DLManagedTensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let tensor = handle::get(tensor, "tensor")?;
        // SAFETY: the contract of all exports.
        let copy = unsafe { copy_option(options) }?;
        out.set(tensor.to_dlpack_legacy(copy)?.as_ptr())
    })
}

/// The type of the elements. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_dtype(tensor: *const nnx_tensor, out: *mut nnx_dtype) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(tensor, "tensor")?.dtype() as nnx_dtype)
    })
}

/// The extents, outermost first: `out_rank` numbers at `out_shape`, lent until `tensor` is released or written through
/// `nnx_tensor_data_mut`. `out_rank` is 0 for a single value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_shape(
    tensor: *const nnx_tensor,
    out_shape: *mut *const i64,
    out_rank: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out_shape, out_rank);
        let tensor = handle::get(tensor, "tensor")?;
        out_shape.set(tensor.shape().as_ptr())?;
        out_rank.set(tensor.rank())
    })
}

/// The number of elements: the product of the extents, 1 for a single value. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_element_count(tensor: *const nnx_tensor, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(tensor, "tensor")?.element_count())
    })
}

/// The bytes of all elements. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_nbytes(tensor: *const nnx_tensor, out: *mut usize) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(handle::get(tensor, "tensor")?.nbytes())
    })
}

/// The elements, to read: `out_nbytes` bytes at `out`, which is not NULL, lent until `tensor` is released or written
/// through `nnx_tensor_data_mut`. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_data(
    tensor: *const nnx_tensor,
    out: *mut *const c_void,
    out_nbytes: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out, out_nbytes);
        let tensor = handle::get(tensor, "tensor")?;
        let bytes = tensor.bytes();
        out.set(bytes.as_ptr().cast())?;
        out_nbytes.set(bytes.len())
    })
}

/// The elements, to read and write: `out_nbytes` bytes at `out`, which is not NULL. When another handle, a graph, a state
/// or an export holds the tensor too, or its memory is read-only, `tensor` first gets a copy of its own, and the others
/// keep what they have. Write before `tensor` is given to anyone else: the pointer is lent until the next call with
/// `tensor`, because that call may share it. RESOURCE_EXHAUSTED when there is no memory for the copy. One thread at a
/// time.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_data_mut(
    tensor: *mut nnx_tensor,
    out: *mut *mut c_void,
    out_nbytes: *mut usize,
) -> nnx_status {
    guard(|| {
        out!(out, out_nbytes);
        let mut before = None;
        let (data, nbytes) = handle::change(tensor, "tensor", |tensor| {
            before = tensor.unshare()?;
            let bytes = tensor.bytes_mut()?;
            Ok((bytes.as_mut_ptr(), bytes.len()))
        })?;
        // Here, because it may run the caller's destroy function, which must find the handle free.
        drop(before);
        out.set(data.cast())?;
        out_nbytes.set(nbytes)
    })
}

/// 1 when nobody else holds the tensor: no other handle, graph, state or export; else 0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_is_unique(tensor: *const nnx_tensor, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        out.set(i32::from(handle::get(tensor, "tensor")?.is_unique()))
    })
}

/// 1 when both have the same dtype, shape and bits, else 0. So a NaN equals itself, and 0.0 differs from -0.0. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_equal(a: *const nnx_tensor, b: *const nnx_tensor, out: *mut i32) -> nnx_status {
    guard(|| {
        out!(out);
        let (a, b) = (handle::get(a, "a")?, handle::get(b, "b")?);
        out.set(i32::from(a.bit_eq(&b)))
    })
}

/// The tensor as text for a person, such as `float32[2,2] [[1.0, 2.0], [3.0, 4.0]]`. Of many elements some of the first
/// and last are shown. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_text(tensor: *const nnx_tensor, out: *mut *mut nnx_bytes) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(Bytes::from(handle::get(tensor, "tensor")?.to_string()))
    })
}

/// Makes another handle for the same tensor. It is a value: a write through one handle does not show in the other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_tensor_retain(tensor: *const nnx_tensor, out: *mut *mut nnx_tensor) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(handle::get(tensor, "tensor")?.clone())
    })
}

/// Gives a handle back. `tensor` may be NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nnx_tensor_release(tensor: *mut nnx_tensor) -> nnx_status {
    guard(|| handle::release(tensor, "tensor"))
}

/// The checked dtype and extents of a new tensor.
///
/// # Safety
/// `shape` is NULL or valid for reading `rank` numbers as long as `'a`.
pub(in crate::capi) unsafe fn array_type<'a>(
    dtype: nnx_dtype,
    shape: *const i64,
    rank: usize,
) -> Result<(DType, &'a [i64])> {
    let dtype = dtype::from_c(dtype, "dtype")?;
    // SAFETY: asked of the caller.
    Ok((dtype, unsafe { input::array(shape, rank, "shape") }?))
}

/// # Safety
/// As [`options::read`].
unsafe fn copy_option(options: *const nnx_dlpack_options) -> Result<bool> {
    // SAFETY: asked of the caller.
    let options = unsafe { options::read(options, "options") }?;
    if options.reserved != 0 {
        return Err(Error::invalid(format!("`options.reserved` is {}; it must be 0", options.reserved)));
    }
    input::flag(options.copy, "options.copy")
}

#[cfg(test)]
mod tests;
