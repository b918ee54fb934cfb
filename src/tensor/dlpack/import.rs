//! Borrowing an array from another library.

use std::ptr::NonNull;

use super::{DEVICE_CPU, DEVICE_CUDA_HOST, DLDevice, DLManagedTensor, DLManagedTensorVersioned, DLTensor};
use super::{FLAG_READ_ONLY, VERSION};
use crate::error::{Error, Result, Status};
use crate::tensor::buffer::{External, Owner, Storage};
use crate::tensor::{DType, MAX_RANK, Shape, Tensor};

impl Tensor {
    /// A tensor over an array of another library. The struct is taken in any case: its deleter runs exactly once, when
    /// the last holder drops the tensor, or before this returns if it fails. Nothing is copied when the array is
    /// row-major without gaps and aligned for its dtype; otherwise the tensor is a copy and the struct is given back at
    /// once. Memory flagged read-only is never written, see [`Tensor::bytes_mut`]; other memory is written in place
    /// when the tensor is the only holder.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the struct is ill-formed, `UNIMPLEMENTED` for a device or element type that libnnx does
    /// not have, `VERSION_MISMATCH` for another major version of DLPack, `RESOURCE_EXHAUSTED`.
    ///
    /// # Safety
    /// `managed` is NULL or points to a struct of DLPack that is the caller's to give away. Until its deleter runs, the
    /// memory it describes is initialised, may be read from any thread, and does not change while the tensor is read;
    /// the deleter may be called from any thread.
    pub unsafe fn from_dlpack(managed: *mut DLManagedTensorVersioned) -> Result<Tensor> {
        let owner = Owned(check_struct(managed)?.as_ptr());
        // SAFETY: not NULL, so it points to the caller's struct. Version and deleter come before everything that a
        // major version may change.
        let version = unsafe { (&raw const (*managed).version).read() };
        if version.major != VERSION.major {
            return Err(Error::new(
                Status::VersionMismatch,
                format!("the array is in DLPack {}.{}, expected {}.*", version.major, version.minor, VERSION.major),
            ));
        }
        // SAFETY: as above, and the layout is the one we know.
        let (array, flags) = unsafe { ((*managed).dl_tensor, (*managed).flags) };
        // SAFETY: asked of the caller.
        unsafe { import(array, flags & FLAG_READ_ONLY == 0, Owner::Foreign(Box::new(owner))) }
    }

    /// As [`Tensor::from_dlpack`], from the older form. Since it cannot say whether its memory may be written, it never is.
    ///
    /// # Errors
    /// As [`Tensor::from_dlpack`], without versions.
    ///
    /// # Safety
    /// As [`Tensor::from_dlpack`].
    pub unsafe fn from_dlpack_legacy(managed: *mut DLManagedTensor) -> Result<Tensor> {
        let owner = Owned(check_struct(managed)?.as_ptr());
        // SAFETY: not NULL, so it points to the caller's struct.
        let array = unsafe { (*managed).dl_tensor };
        // SAFETY: asked of the caller.
        unsafe { import(array, false, Owner::Foreign(Box::new(owner))) }
    }
}

fn check_struct<M>(managed: *mut M) -> Result<NonNull<M>> {
    NonNull::new(managed)
        .filter(|managed| managed.is_aligned())
        .ok_or_else(|| Error::invalid(format!("`managed` is {managed:p}, expected a DLPack struct")))
}

/// A struct that is ours to give back.
struct Owned<M: Deletable>(*mut M);

// SAFETY: DLPack lets a consumer call the deleter from any thread, and nothing else is done with the pointer.
unsafe impl<M: Deletable> Send for Owned<M> {}

impl<M: Deletable> Drop for Owned<M> {
    fn drop(&mut self) {
        // SAFETY: the struct was given to us, and this runs once.
        unsafe { M::delete(self.0) };
    }
}

trait Deletable {
    /// # Safety
    /// The struct is valid, and ours to give back.
    unsafe fn delete(this: *mut Self);
}

impl Deletable for DLManagedTensorVersioned {
    unsafe fn delete(this: *mut Self) {
        // SAFETY: asked of the caller.
        unsafe {
            if let Some(deleter) = (&raw const (*this).deleter).read() {
                deleter(this);
            }
        }
    }
}

impl Deletable for DLManagedTensor {
    unsafe fn delete(this: *mut Self) {
        // SAFETY: asked of the caller.
        unsafe {
            if let Some(deleter) = (&raw const (*this).deleter).read() {
                deleter(this);
            }
        }
    }
}

/// # Safety
/// As [`Tensor::from_dlpack`], for what `owner` gives back.
unsafe fn import(array: DLTensor, writable: bool, owner: Owner) -> Result<Tensor> {
    check_device(array.device)?;
    let dtype = check_dtype(&array)?;
    // SAFETY: asked of the caller.
    let (dims, strides) = unsafe { layout(&array)? };
    let shape = Shape::new(dims)?;
    let nbytes = shape.byte_count(dtype)?;
    if nbytes == 0 {
        return Ok(Tensor::new(shape, Storage::zeroed(dtype, 0)?));
    }
    let Some(data) = NonNull::new(array.data.cast::<u8>()) else {
        return Err(Error::invalid(format!("data of the array is NULL, but {dtype}{shape} takes {nbytes} bytes")));
    };
    let strides = strides.filter(|strides| !is_compact(dims, strides));
    let (low, high) = extent(dims, strides, dtype.size(), nbytes).unwrap_or((i128::MIN, i128::MAX));
    let first = data.addr().get() as i128 + i128::from(array.byte_offset);
    if first.saturating_add(low) <= 0 || first.saturating_add(high) > isize::MAX as i128 {
        let offset = array.byte_offset;
        return Err(Error::invalid(format!(
            "an array {dtype}{shape} of strides {strides:?} and byte offset {offset} goes beyond the address space"
        )));
    }
    // SAFETY: the sum was just shown not to wrap, and the caller vouches for the memory there.
    let data = unsafe { data.add(array.byte_offset as usize) };
    let storage = match strides {
        // SAFETY: `extent` has shown that every offset fits; the caller vouches for the memory there.
        Some(strides) => unsafe { gather(dtype, data, dims, strides, nbytes)? },
        None if !data.addr().get().is_multiple_of(dtype.size()) => {
            // SAFETY: the caller vouches for the memory, of which `nbytes` bytes are without gaps.
            Storage::copy_of(dtype, unsafe { std::slice::from_raw_parts(data.as_ptr(), nbytes) })?
        }
        None => {
            // SAFETY: asked of the caller.
            let external = unsafe { External::new(data, nbytes, writable, owner) };
            Storage::External(dtype, Box::new(external))
        }
    };
    Ok(Tensor::new(shape, storage))
}

fn check_device(device: DLDevice) -> Result<()> {
    let name = match device.device_type {
        DEVICE_CPU | DEVICE_CUDA_HOST => return Ok(()),
        2 => "CUDA",
        4 => "OpenCL",
        7 => "Vulkan",
        8 => "Metal",
        10 => "ROCm",
        11 => "ROCm host",
        13 => "CUDA managed",
        14 => "oneAPI",
        15 => "WebGPU",
        16 => "Hexagon",
        _ => "unknown",
    };
    Err(Error::new(
        Status::Unimplemented,
        format!(
            "the array is on a device of DLPack type {} ({name}), expected CPU or CUDA host memory",
            device.device_type
        ),
    ))
}

fn check_dtype(array: &DLTensor) -> Result<DType> {
    array.dtype.dtype().ok_or_else(|| {
        let (code, bits, lanes) = (array.dtype.code, array.dtype.bits, array.dtype.lanes);
        let name = match code {
            0 => "int",
            1 => "uint",
            2 => "float",
            3 => "opaque handle",
            4 => "bfloat",
            5 => "complex",
            6 => "bool",
            7..=14 => "float8",
            15 | 16 => "float6",
            17 => "float4",
            _ => "unknown",
        };
        let what =
            format!("elements of DLPack type {code} ({name}) with {bits} bits and {lanes} lanes are not supported");
        Error::new(Status::Unimplemented, what)
    })
}

/// The extents and, where there are any, the strides.
///
/// # Safety
/// `shape` and `strides` are NULL or have `ndim` numbers that live as long as `'a`.
unsafe fn layout<'a>(array: &DLTensor) -> Result<(&'a [i64], Option<&'a [i64]>)> {
    let rank = usize::try_from(array.ndim)
        .ok()
        .filter(|&rank| rank <= MAX_RANK)
        .ok_or_else(|| Error::invalid(format!("ndim of the array is {}, expected 0 to {MAX_RANK}", array.ndim)))?;
    if rank == 0 {
        return Ok((&[], None));
    }
    if array.shape.is_null() {
        return Err(Error::invalid(format!("shape of the array is NULL, but ndim is {rank}")));
    }
    if !array.shape.is_aligned() || !array.strides.is_aligned() {
        return Err(Error::invalid("shape or strides of the array are not aligned to 8 bytes"));
    }
    // SAFETY: not NULL, aligned, and the caller vouches for the length.
    let dims = unsafe { std::slice::from_raw_parts(array.shape, rank) };
    // SAFETY: as above.
    let strides = (!array.strides.is_null()).then(|| unsafe { std::slice::from_raw_parts(array.strides, rank) });
    Ok((dims, strides))
}

/// Whether these strides are those of a row-major array without gaps. The stride of an extent of 1 says nothing.
fn is_compact(dims: &[i64], strides: &[i64]) -> bool {
    let mut expected = 1;
    dims.iter().zip(strides).rev().all(|(&dim, &stride)| {
        let fits = dim == 1 || stride == expected;
        expected *= dim;
        fits
    })
}

/// The first byte and the byte after the last one, counted from the first element, or `None` when they overflow.
fn extent(dims: &[i64], strides: Option<&[i64]>, size: usize, nbytes: usize) -> Option<(i128, i128)> {
    let Some(strides) = strides else { return Some((0, nbytes as i128)) };
    let (mut low, mut high) = (0i128, size as i128);
    for (&dim, &stride) in dims.iter().zip(strides).filter(|(dim, _)| **dim > 1) {
        let reach = i128::from(dim - 1).checked_mul(i128::from(stride))?.checked_mul(size as i128)?;
        if reach < 0 {
            low = low.checked_add(reach)?;
        } else {
            high = high.checked_add(reach)?;
        }
    }
    Some((low, high))
}

/// A row-major copy of `nbytes` bytes of an array with gaps.
///
/// # Safety
/// Every element is initialised, and its offset in bytes fits an `isize`.
unsafe fn gather(dtype: DType, data: NonNull<u8>, dims: &[i64], strides: &[i64], nbytes: usize) -> Result<Storage> {
    let mut storage = Storage::zeroed(dtype, nbytes)?;
    // The innermost dimensions without gaps are copied in one piece.
    let size = dtype.size() as i64;
    let (mut piece, mut outer) = (1, dims.len());
    while outer > 0 && (dims[outer - 1] == 1 || strides[outer - 1] == piece) {
        piece *= dims[outer - 1];
        outer -= 1;
    }
    let piece = (piece * size) as usize;
    let mut index = [0i64; MAX_RANK];
    let mut offset = 0isize;
    let out = storage.bytes_mut().map_or(&mut [][..], |bytes| &mut bytes[..nbytes]);
    for piece in out.chunks_exact_mut(piece) {
        // SAFETY: the index is within the extents, so the caller vouches for this element and those without gap after it.
        unsafe { data.offset(offset).copy_to_nonoverlapping(NonNull::from(&mut *piece).cast(), piece.len()) };
        for axis in (0..outer).rev().filter(|&axis| dims[axis] > 1) {
            let step = (strides[axis] * size) as isize;
            if index[axis] + 1 < dims[axis] {
                index[axis] += 1;
                offset += step;
                break;
            }
            offset -= step * index[axis] as isize;
            index[axis] = 0;
        }
    }
    Ok(storage)
}
