//! NumPy arrays as inputs of a run: read by the buffer protocol and copied, since their owner may write to them.

use std::ffi::{CStr, c_int};
use std::mem::MaybeUninit;
use std::ptr;

use super::object::{Borrowed, Raised};
use super::python::{self, Buffer};
use crate::error::{Error, Result};
use crate::tensor::{DType, Element, Tensor};

/// `PyBUF_C_CONTIGUOUS | PyBUF_FORMAT`.
const FLAGS: c_int = 0x20 | 0x10 | 0x08 | 0x04;

/// From so many bytes on an array that nobody may write to is left to Python, which shares its memory.
const LARGE: isize = 1 << 16;

/// More axes than that are left to Python.
const AXES: usize = 8;

/// A tensor with the elements of an array, numbers of 64 bits as those of 32; `None` for one that Python has to look at: not
/// row-major, of another dtype, or large and read-only.
pub(super) fn tensor(array: &Borrowed) -> Option<Tensor> {
    let view = View::of(array)?;
    let elements = view.elements()?;
    let rank = usize::try_from(view.0.rank).ok().filter(|rank| *rank <= AXES)?;
    if view.0.read_only != 0 && view.0.nbytes >= LARGE {
        return None;
    }
    let mut dims = [0i64; AXES];
    for (axis, length) in dims.iter_mut().enumerate().take(rank) {
        // SAFETY: a view that was asked for with its shape has as many lengths as axes.
        *length = unsafe { *view.0.shape.add(axis) } as i64;
    }
    let bytes = match usize::try_from(view.0.nbytes).ok()? {
        0 => &[][..],
        // SAFETY: the elements lie there without gaps, and the interpreter's lock is held: no Python code writes to them.
        nbytes => unsafe { std::slice::from_raw_parts(view.0.data.cast_const().cast::<u8>(), nbytes) },
    };
    match elements {
        Elements::Same(dtype) => Tensor::from_bytes(dtype, &dims[..rank], bytes),
        Elements::Float64 => narrowed(&dims[..rank], bytes, |wide| f64::from_ne_bytes(wide) as f32),
        Elements::Int64 => narrowed(&dims[..rank], bytes, |wide| i64::from_ne_bytes(wide) as i32),
        Elements::UInt64 => narrowed(&dims[..rank], bytes, |wide| u64::from_ne_bytes(wide) as u32),
    }
    .ok()
}

/// What the elements of an array are.
enum Elements {
    /// Those of a tensor of this dtype.
    Same(DType),
    Float64,
    Int64,
    UInt64,
}

/// A tensor of half as wide elements. What does not fit becomes what NumPy's `astype` makes of it.
fn narrowed<T: Element>(dims: &[i64], bytes: &[u8], narrow: impl Fn([u8; 8]) -> T) -> Result<Tensor> {
    let mut narrow_all: Vec<T> = Vec::new();
    narrow_all
        .try_reserve_exact(bytes.len() / 8)
        .map_err(|_| Error::out_of_memory("an input of 32-bit numbers", bytes.len() / 2))?;
    narrow_all.extend(bytes.as_chunks::<8>().0.iter().map(|wide| narrow(*wide)));
    Tensor::from_slice(dims, &narrow_all)
}

/// The memory of an object, lent until this is dropped.
struct View(Buffer);

impl View {
    fn of(array: &Borrowed) -> Option<View> {
        let mut view = MaybeUninit::<Buffer>::zeroed();
        // SAFETY: the object is live, and the view can be written.
        if unsafe { python::PyObject_GetBuffer(array.as_ptr(), view.as_mut_ptr(), FLAGS) } < 0 {
            Raised.forget();
            return None;
        }
        // SAFETY: zeros are a `Buffer`, and the call has filled it.
        Some(View(unsafe { view.assume_init() }))
    }

    /// What elements are of one letter, in the machine's byte order.
    fn elements(&self) -> Option<Elements> {
        if ptr::eq(self.0.format, ptr::null()) {
            return Some(Elements::Same(DType::U8));
        }
        // SAFETY: a format is a text that ends with NUL and lives as long as the view.
        let format = unsafe { CStr::from_ptr(self.0.format) };
        let dtype = match format.to_bytes() {
            b"?" => DType::Bool,
            b"b" => DType::I8,
            b"B" => DType::U8,
            b"h" => DType::I16,
            b"H" => DType::U16,
            b"i" => DType::I32,
            b"I" => DType::U32,
            b"e" => DType::F16,
            b"f" => DType::F32,
            b"d" => return Some(Elements::Float64),
            // `long` has 64 bits on the targets of this library.
            b"l" | b"q" => return Some(Elements::Int64),
            b"L" | b"Q" => return Some(Elements::UInt64),
            _ => return None,
        };
        Some(Elements::Same(dtype))
    }
}

impl Drop for View {
    fn drop(&mut self) {
        // SAFETY: the view was filled, and is given back once.
        unsafe { python::PyBuffer_Release(&raw mut self.0) };
    }
}
