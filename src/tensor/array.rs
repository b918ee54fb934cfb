//! The array itself: a dtype, a shape and bytes, shared by counting.

use std::ptr::NonNull;
use std::sync::Arc;

use memmap2::Mmap;

use super::buffer::{External, Owner, Storage};
use super::{DType, Element, Shape};
use crate::error::{Error, Result, Status};

/// A dense row-major array of static shape. Its bytes never change while somebody else holds them.
///
/// One pointer wide; a clone is one atomic increment and shares the bytes. A value of up to 16 bytes costs a single
/// allocation. The data is always aligned for its dtype; an allocation of its own begins on a 64-byte boundary, from
/// 4 KiB on a 256-byte one.
#[derive(Clone)]
pub struct Tensor(Arc<Inner>);

struct Inner {
    shape: Shape,
    storage: Storage,
}

// With the two counters of the Arc a scalar is one allocation of 72 bytes.
const _: () = assert!(size_of::<Inner>() <= 64 && size_of::<Tensor>() == 8);

impl Tensor {
    /// An array of zeros.
    ///
    /// # Errors
    /// As [`Shape::new`], and `RESOURCE_EXHAUSTED` when there is no memory for it.
    pub fn zeros(dtype: DType, dims: &[i64]) -> Result<Tensor> {
        let shape = Shape::new(dims)?;
        let storage = Storage::zeroed(dtype, shape.byte_count(dtype)?)?;
        Ok(Tensor::new(shape, storage))
    }

    /// An array with a copy of these bytes, which are its elements in row-major order and in the byte order of the machine.
    ///
    /// # Errors
    /// As [`Tensor::zeros`], and `INVALID_ARGUMENT` when the length is not what dtype and shape ask for.
    pub fn from_bytes(dtype: DType, dims: &[i64], bytes: &[u8]) -> Result<Tensor> {
        let shape = Shape::new(dims)?;
        check_length(dtype, &shape, bytes.len())?;
        Ok(Tensor::new(shape, Storage::copy_of(dtype, bytes)?))
    }

    /// An array with a copy of these elements, in row-major order.
    ///
    /// # Errors
    /// As [`Tensor::from_bytes`].
    pub fn from_slice<T: Element>(dims: &[i64], values: &[T]) -> Result<Tensor> {
        Tensor::from_bytes(T::DTYPE, dims, bytemuck::cast_slice(values))
    }

    /// An array of [`DType::Bool`] with these elements, in row-major order.
    ///
    /// # Errors
    /// As [`Tensor::from_bytes`].
    pub fn from_bools(dims: &[i64], values: &[bool]) -> Result<Tensor> {
        Tensor::from_bytes(DType::Bool, dims, bytemuck::cast_slice(values))
    }

    /// A single value.
    pub fn scalar<T: Element>(value: T) -> Tensor {
        let mut words = [0; 2];
        bytemuck::bytes_of_mut(&mut words)[..size_of::<T>()].copy_from_slice(bytemuck::bytes_of(&value));
        Tensor::new(Shape::SCALAR, Storage::Inline(T::DTYPE, words))
    }

    /// An array over `nbytes` bytes of memory that `owner` keeps; no byte is copied. The owner is dropped exactly once,
    /// on whatever thread drops the last holder, or before this returns if it fails. [`Release`](super::Release) makes
    /// an owner of a closure.
    ///
    /// With `writable`, [`Tensor::bytes_mut`] writes to this memory when nobody else holds the array; without, it copies.
    ///
    /// # Errors
    /// As [`Tensor::from_bytes`], and `INVALID_ARGUMENT` for memory that is NULL or not aligned for the dtype.
    ///
    /// # Safety
    /// Until `owner` is dropped, the memory is valid and initialised, may be read from any thread (written too, with
    /// `writable`), and does not change behind the array's back while it is read.
    pub unsafe fn from_foreign(
        dtype: DType,
        dims: &[i64],
        data: *mut u8,
        nbytes: usize,
        writable: bool,
        owner: impl Send + 'static,
    ) -> Result<Tensor> {
        // Boxed first: whatever fails below drops it.
        let owner = Owner::Foreign(Box::new(owner));
        let shape = Shape::new(dims)?;
        check_length(dtype, &shape, nbytes)?;
        let data = match NonNull::new(data) {
            Some(data) if is_aligned(data, dtype) => data,
            _ if nbytes == 0 => NonNull::<u64>::dangling().cast(),
            None => {
                return Err(Error::invalid(format!(
                    "`data` is NULL, but an array {dtype}{shape} takes {nbytes} bytes"
                )));
            }
            Some(data) => {
                let align = dtype.size();
                return Err(Error::invalid(format!("data at {data:p} is not aligned to the {align} bytes of {dtype}")));
            }
        };
        // SAFETY: asked of the caller.
        let external = unsafe { External::new(data, nbytes, writable, owner) };
        Ok(Tensor::new(shape, Storage::External(dtype, Box::new(external))))
    }

    /// An array over the bytes of a mapped file from `offset` on. They are copied only where they are not aligned for
    /// the dtype, and whoever writes to the array always gets a copy.
    ///
    /// # Errors
    /// As [`Tensor::zeros`], and `INVALID_ARGUMENT` when the array would end after the file.
    pub fn from_mapped(dtype: DType, dims: &[i64], map: Arc<Mmap>, offset: usize) -> Result<Tensor> {
        let shape = Shape::new(dims)?;
        let nbytes = shape.byte_count(dtype)?;
        let region = offset.checked_add(nbytes).and_then(|end| map.get(offset..end)).ok_or_else(|| {
            let size = map.len();
            Error::invalid(format!("{dtype}{shape} takes {nbytes} bytes from byte {offset} on, the file has {size}"))
        })?;
        let data = NonNull::from(region).cast();
        if !is_aligned(data, dtype) || nbytes == 0 {
            return Ok(Tensor::new(shape, Storage::copy_of(dtype, region)?));
        }
        // SAFETY: the region lies in the map, which the owner keeps; it is never written.
        let external = unsafe { External::new(data, nbytes, false, Owner::Mapped(map)) };
        Ok(Tensor::new(shape, Storage::External(dtype, Box::new(external))))
    }

    pub(super) fn new(shape: Shape, storage: Storage) -> Tensor {
        Tensor(Arc::new(Inner { shape, storage }))
    }

    /// The type of the elements.
    pub fn dtype(&self) -> DType {
        self.0.storage.dtype()
    }

    /// The extents, outermost first. They stay where they are as long as any clone of this tensor lives.
    pub fn shape(&self) -> &[i64] {
        self.0.shape.dims()
    }

    /// The number of dimensions.
    pub fn rank(&self) -> usize {
        self.shape().len()
    }

    /// The number of elements.
    pub fn element_count(&self) -> usize {
        self.0.shape.element_count()
    }

    /// The number of bytes of all elements.
    pub fn nbytes(&self) -> usize {
        // Cannot overflow: checked when the tensor was made.
        self.element_count() * self.dtype().size()
    }

    /// The elements as bytes. They stay where they are as long as any clone of this tensor lives.
    pub fn bytes(&self) -> &[u8] {
        &self.0.storage.bytes()[..self.nbytes()]
    }

    /// The elements, or `None` when the dtype is not that of `T`. `u8` also reads [`DType::Bool`].
    pub fn as_slice<T: Element>(&self) -> Option<&[T]> {
        if !T::reads(self.dtype()) {
            return None;
        }
        if self.nbytes() == 0 {
            return Some(&[]);
        }
        bytemuck::try_cast_slice(self.bytes()).ok()
    }

    /// Makes this the only holder of memory that may be written: itself where it already is, else a copy, so that every
    /// other holder keeps what it had. In the second case the old tensor comes back. Dropping it may run foreign code,
    /// which must not happen while a lock is held.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory for the copy; the tensor is unchanged.
    pub fn unshare(&mut self) -> Result<Option<Tensor>> {
        if self.data_if_writable().is_some() {
            return Ok(None);
        }
        let copy = self.copied()?;
        Ok(Some(std::mem::replace(self, copy)))
    }

    /// The bytes to write to, after [`Tensor::unshare`]; what it gave back is dropped.
    ///
    /// # Errors
    /// As [`Tensor::unshare`].
    pub fn bytes_mut(&mut self) -> Result<&mut [u8]> {
        let nbytes = self.nbytes();
        drop(self.unshare()?);
        let storage = Arc::get_mut(&mut self.0).map(|inner| &mut inner.storage);
        let bytes = storage
            .and_then(Storage::bytes_mut)
            .ok_or_else(|| Error::new(Status::Internal, "a tensor that was just unshared is not writable"))?;
        Ok(&mut bytes[..nbytes])
    }

    /// The elements to write to, as [`Tensor::bytes_mut`].
    ///
    /// # Errors
    /// As [`Tensor::bytes_mut`], and `INVALID_ARGUMENT` when the dtype is not that of `T`.
    pub fn as_mut_slice<T: Element>(&mut self) -> Result<&mut [T]> {
        if !T::reads(self.dtype()) {
            return Err(Error::invalid(format!("a tensor of {} cannot be written as {}", self.dtype(), T::DTYPE)));
        }
        if self.nbytes() == 0 {
            return Ok(&mut []);
        }
        Ok(bytemuck::cast_slice_mut(self.bytes_mut()?))
    }

    /// Replaces all elements by these bytes: in place where [`Tensor::unshare`] would copy nothing, else in new memory,
    /// without a copy of what is about to be replaced. In the second case the old tensor comes back, as there.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when the length differs, `RESOURCE_EXHAUSTED`; the tensor is unchanged.
    pub fn overwrite(&mut self, bytes: &[u8]) -> Result<Option<Tensor>> {
        check_length(self.dtype(), &self.0.shape, bytes.len())?;
        if self.data_if_writable().is_some() {
            self.bytes_mut()?.copy_from_slice(bytes);
            return Ok(None);
        }
        let new = Tensor::new(self.0.shape.clone(), Storage::copy_of(self.dtype(), bytes)?);
        Ok(Some(std::mem::replace(self, new)))
    }

    /// The tensor itself, or a copy in which every bool is 0 or 1.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED`.
    pub(crate) fn with_plain_bools(&self) -> Result<Tensor> {
        if self.dtype() != DType::Bool || self.bytes().iter().all(|byte| *byte <= 1) {
            return Ok(self.clone());
        }
        let mut plain = self.copied()?;
        plain.bytes_mut()?.iter_mut().for_each(|byte| *byte = u8::from(*byte != 0));
        Ok(plain)
    }

    /// An equal tensor with memory of its own, which nobody else holds.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED`.
    pub fn copied(&self) -> Result<Tensor> {
        Ok(Tensor::new(self.0.shape.clone(), Storage::copy_of(self.dtype(), self.bytes())?))
    }

    /// The data, when this is the only holder of memory that may be written.
    pub(super) fn data_if_writable(&mut self) -> Option<*mut u8> {
        Arc::get_mut(&mut self.0).and_then(|inner| inner.storage.bytes_mut()).map(<[u8]>::as_mut_ptr)
    }

    /// The data, when nobody else holds it and it is not somebody else's memory.
    pub(crate) fn own_data(&mut self) -> Option<*mut u8> {
        // `Arc::get_mut` would lock the count, which a step over many leaves feels.
        if !self.is_unique() {
            return None;
        }
        // What others did with it before they let go of it has happened.
        std::sync::atomic::fence(std::sync::atomic::Ordering::Acquire);
        // SAFETY: nobody else holds it, there are no weak holders of tensors, and it is borrowed alone.
        let inner = unsafe { &mut *Arc::as_ptr(&self.0).cast_mut() };
        inner.storage.own_bytes_mut().map(<[u8]>::as_mut_ptr)
    }

    /// Where the elements lie.
    #[inline]
    pub(crate) fn data(&self) -> *const u8 {
        self.0.storage.bytes().as_ptr()
    }

    /// Asks for the memory that cloning or dropping this tensor will touch. Counting holders waits for that memory, so
    /// whoever clones very many asks some tensors ahead.
    #[inline]
    pub(crate) fn prefetch(&self) {
        #[cfg(target_arch = "x86_64")]
        // SAFETY: a hint, which touches nothing; every x86-64 has it.
        unsafe {
            use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
            let count = Arc::as_ptr(&self.0).cast::<i8>().wrapping_sub(2 * size_of::<usize>());
            _mm_prefetch::<_MM_HINT_T0>(count);
        }
    }

    /// Whether both are clones of one tensor.
    pub fn ptr_eq(&self, other: &Tensor) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether nobody else holds this tensor: no clone and no export of it lives.
    pub fn is_unique(&self) -> bool {
        Arc::strong_count(&self.0) == 1
    }

    /// Whether both have the same dtype, shape and bits. A NaN equals itself; 0.0 and -0.0 differ.
    pub fn bit_eq(&self, other: &Tensor) -> bool {
        self.ptr_eq(other)
            || (self.dtype() == other.dtype() && self.0.shape == other.0.shape && self.bytes() == other.bytes())
    }

    /// Whether dropping the last holder runs foreign code. Such a drop must not happen while a lock is held;
    /// [`Tensor::unshare`] and [`Tensor::overwrite`] let go of nothing themselves.
    pub fn drops_foreign(&self) -> bool {
        matches!(&self.0.storage, Storage::External(_, external) if external.is_foreign())
    }

    /// The bytes that the tensor takes from the allocator, shared by all its clones. Memory that somebody else owns is
    /// not counted.
    pub fn heap_bytes(&self) -> usize {
        let counters = 2 * size_of::<usize>();
        let data = match &self.0.storage {
            Storage::Inline(..) => 0,
            Storage::Own(_, buffer) => buffer.len(),
            Storage::External(..) => size_of::<External>(),
        };
        counters + size_of::<Inner>() + self.0.shape.heap_bytes() + data
    }
}

fn check_length(dtype: DType, shape: &Shape, found: usize) -> Result<()> {
    let expected = shape.byte_count(dtype)?;
    if found != expected {
        return Err(Error::invalid(format!("an array {dtype}{shape} takes {expected} bytes, {found} were given")));
    }
    Ok(())
}

fn is_aligned(data: NonNull<u8>, dtype: DType) -> bool {
    data.addr().get().is_multiple_of(dtype.size())
}
