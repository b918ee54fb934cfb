//! Memory of the caller: for the state of a Session, and for the arrays that it takes and gives.

use std::any::Any;
use std::ops::Range;
use std::ptr::{self, NonNull};

use super::layout::StateLayout;
use super::step::text;
use crate::error::{Error, Result};
use crate::graph::Leaf;
use crate::program::TensorType;
use crate::tensor::Tensor;

/// A block of the caller's memory that holds the state of a Session.
pub(super) struct StateMemory {
    data: NonNull<u8>,
    layout: StateLayout,
    /// Arrays over the block, in the order of the layout.
    views: Vec<Leaf>,
    #[expect(dead_code, reason = "held for its drop")]
    owner: Box<dyn Any + Send>,
}

// SAFETY: that the block may be used from any thread is asked of `StateMemory::new`; a Session uses it under its lock.
unsafe impl Send for StateMemory {}

impl StateMemory {
    /// Takes a block for the state; what is in it stays until something is written.
    ///
    /// # Safety
    /// Until `owner` is dropped, `nbytes` bytes at `data` are initialised and may be read and written from any thread,
    /// and nobody else writes them while a call of the Session runs.
    pub(super) unsafe fn new(
        layout: StateLayout,
        data: *mut u8,
        nbytes: usize,
        owner: Box<dyn Any + Send>,
    ) -> Result<StateMemory> {
        let Some(data) = NonNull::new(data) else {
            return Err(Error::invalid("`data` is NULL; it must point to the memory for the state"));
        };
        if nbytes < layout.nbytes() {
            let needed = layout.nbytes();
            return Err(Error::invalid(format!("the state takes {needed} bytes of memory, {nbytes} were given")));
        }
        let alignment = StateLayout::alignment();
        if !data.addr().get().is_multiple_of(alignment) {
            return Err(Error::invalid(format!(
                "memory at {data:p} does not begin at a multiple of {alignment} bytes"
            )));
        }
        let view = |leaf: &super::layout::LeafLayout| -> Result<Leaf> {
            // SAFETY: the leaf lies in the block, which the caller keeps valid until `owner` is dropped; views leave the
            // Session only as copies, and nothing writes to them.
            let view = unsafe {
                let begin = data.as_ptr().add(leaf.offset);
                Tensor::from_foreign(leaf.ty.dtype, leaf.ty.dims(), begin, leaf.nbytes, false, ())
            };
            view.map(Leaf::Tensor)
        };
        let views = layout.leaves().iter().map(view).collect::<Result<_>>()?;
        Ok(StateMemory { data, layout, views, owner })
    }

    /// The state, as arrays over the block.
    pub(super) fn views(&self) -> &[Leaf] {
        &self.views
    }

    /// Whether a leaf is the array in its place.
    pub(super) fn holds(&self, leaf: usize, leaves: &[Leaf]) -> bool {
        match (&self.views[leaf], &leaves[leaf]) {
            (Leaf::Tensor(view), Leaf::Tensor(held)) => view.ptr_eq(held),
            _ => true,
        }
    }

    /// Where a leaf begins.
    pub(super) fn place(&self, leaf: usize) -> *mut u8 {
        // SAFETY: the leaf lies in the block.
        unsafe { self.data.as_ptr().add(self.layout.leaves()[leaf].offset) }
    }

    /// The bytes of the block.
    pub(super) fn range(&self) -> Range<usize> {
        let begin = self.data.addr().get();
        begin..begin + self.layout.nbytes()
    }

    /// Writes a leaf. The array is of the leaf's type and lies elsewhere.
    pub(super) fn write(&mut self, leaf: usize, value: &Tensor) {
        let place = &self.layout.leaves()[leaf];
        let bytes = &value.bytes()[..place.nbytes];
        // SAFETY: the leaf lies in the block, which may be written; the array does not overlap it.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.data.as_ptr().add(place.offset), bytes.len()) };
    }
}

/// A place of the caller's to which an output is written after each run.
pub struct OutputMemory {
    data: *mut u8,
    nbytes: usize,
    #[expect(dead_code, reason = "held for its drop")]
    owner: Box<dyn Any + Send>,
}

// SAFETY: that the place may be written from any thread is asked of `OutputMemory::new`.
unsafe impl Send for OutputMemory {}

impl OutputMemory {
    /// A place for an output of so many bytes.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for memory that is NULL.
    ///
    /// # Safety
    /// Until `owner` is dropped, `nbytes` bytes at `data` may be written from any thread, and nobody else uses them
    /// while a call of the Session runs.
    pub unsafe fn new(data: *mut u8, nbytes: usize, owner: impl Send + 'static) -> Result<OutputMemory> {
        let owner = Box::new(owner);
        if data.is_null() && nbytes > 0 {
            return Err(Error::invalid(format!("`data` is NULL; it must point to {nbytes} bytes for the output")));
        }
        Ok(OutputMemory { data, nbytes, owner })
    }

    /// That so many outputs of a type have as many bytes.
    pub(super) fn check(&self, index: usize, ty: &TensorType, count: usize) -> Result<()> {
        let nbytes = ty.shape.byte_count(ty.dtype)?.saturating_mul(count);
        if nbytes == self.nbytes {
            return Ok(());
        }
        let (what, bound) = (text(ty), self.nbytes);
        Err(Error::invalid(format!("output {index} is {what} of {nbytes} bytes, but {bound} bytes are bound for it")))
    }

    /// Whether an array of a type may lie there.
    pub(super) fn can_be_written(&self, ty: &TensorType) -> bool {
        self.data.addr().is_multiple_of(ty.dtype.size()) && ty.element_count() * ty.dtype.size() == self.nbytes
    }

    /// Where it begins.
    pub(super) fn place(&self) -> *mut u8 {
        self.data
    }

    /// The bytes of the place.
    pub(super) fn range(&self) -> Range<usize> {
        self.data.addr()..self.data.addr() + self.nbytes
    }

    /// Whether it has bytes among these.
    pub(super) fn overlaps(&self, range: &Range<usize>) -> bool {
        self.range().start < range.end && range.start < self.range().end
    }

    /// Writes an output that was checked.
    pub(super) fn write(&mut self, output: &Tensor) {
        let bytes = output.bytes();
        if bytes.len() == self.nbytes && self.nbytes > 0 {
            // SAFETY: the place has so many bytes, which may be written. An output may overlap it, where it is an input
            // of the same memory, and so the bytes are moved.
            unsafe { ptr::copy(bytes.as_ptr(), self.data, bytes.len()) };
        }
    }
}

/// Where the arguments and results of a run lie.
#[derive(Default)]
pub(super) struct Addresses {
    pub(super) arguments: Vec<*const u8>,
    pub(super) results: Vec<*mut u8>,
}

impl Addresses {
    /// Moves arguments and results on, each by so many times its bytes.
    pub(super) fn advance(&mut self, strides: &Strides, times: usize) {
        for &(argument, nbytes) in &strides.arguments {
            self.arguments[argument] = self.arguments[argument].wrapping_add(times * nbytes);
        }
        for &(result, nbytes) in &strides.results {
            self.results[result] = self.results[result].wrapping_add(times * nbytes);
        }
    }
}

/// The arguments and results that lie elsewhere in the next of several runs, by their places, and by how many bytes.
#[derive(Default)]
pub(super) struct Strides {
    pub(super) arguments: Vec<(usize, usize)>,
    pub(super) results: Vec<(usize, usize)>,
}

// SAFETY: addresses are followed only in the run for which they were set.
unsafe impl Send for Addresses {}

/// Whether an array has bytes in this memory.
pub(super) fn overlap(tensor: &Tensor, memory: &Range<usize>) -> bool {
    let range = range(tensor);
    range.start < memory.end && memory.start < range.end
}

/// Where an array lies.
pub(super) fn range(tensor: &Tensor) -> Range<usize> {
    let begin = tensor.bytes().as_ptr().addr();
    begin..begin + tensor.nbytes()
}
