//! Outputs: zeroed on entry, set only on success.

use std::ffi::c_void;
use std::ptr;

use super::handle::{self, Handle};
use crate::error::{Error, Result};

/// An output that is already zeroed and still may be NULL.
pub struct Zeroed<T> {
    place: *mut T,
    argument: &'static str,
}

/// An output that can be set.
pub struct Out<T> {
    place: *mut T,
}

/// `count` outputs of one kind in a row.
pub struct OutArray<T> {
    place: *mut T,
    count: usize,
}

/// Shadows the named output arguments by [`Out`]s: all of them are zeroed before the first NULL among them is answered
/// with INVALID_ARGUMENT. Stands first in the body of an exported function, whose contract says that each is NULL or
/// valid for writing.
macro_rules! out {
    ($($name:ident),+ $(,)?) => {
        $(
            // SAFETY: the exported function requires that its outputs are NULL or valid for writing.
            let $name = unsafe { $crate::capi::out::Zeroed::new($name, stringify!($name)) };
        )+
        $(let $name = $name.required()?;)+
    };
}

impl<T> Zeroed<T> {
    /// Zeroes the output.
    ///
    /// # Safety
    /// `place` is NULL or valid for writing as long as the result lives; it need not be aligned.
    pub unsafe fn new(place: *mut T, argument: &'static str) -> Zeroed<T> {
        if !place.is_null() {
            // SAFETY: the caller promises that a place that is not NULL can be written.
            unsafe { ptr::write_bytes(place.cast::<u8>(), 0, size_of::<T>()) };
        }
        Zeroed { place, argument }
    }

    /// The output, which must not be NULL.
    pub fn required(self) -> Result<Out<T>> {
        if self.place.is_null() {
            return Err(Error::invalid(format!("`{}` is NULL; it must point to where the result goes", self.argument)));
        }
        Ok(Out { place: self.place })
    }

    /// The output, unless it is NULL.
    pub fn optional(self) -> Option<Out<T>> {
        (!self.place.is_null()).then_some(Out { place: self.place })
    }
}

impl<T> Out<T> {
    /// Hands the value to the caller.
    #[expect(clippy::unnecessary_wraps, reason = "so that setting the output can be the last expression of a body")]
    pub fn set(self, value: T) -> Result<()> {
        // SAFETY: an `Out` is only made of a place that can be written.
        unsafe { self.place.write_unaligned(value) };
        Ok(())
    }
}

impl<H: Handle> Out<*mut H> {
    /// Hands a new handle of this object to the caller.
    pub fn set_new(self, object: H::Object) -> Result<()> {
        self.set(handle::new(object)?)
    }
}

impl<T> OutArray<T> {
    /// Zeroes `count` outputs.
    ///
    /// # Safety
    /// `place` is NULL or valid for writing `count` values as long as the result lives; it need not be aligned.
    pub unsafe fn new(place: *mut T, count: usize, argument: &'static str) -> Result<OutArray<T>> {
        if place.is_null() && count > 0 {
            return Err(Error::invalid(format!("`{argument}` is NULL; it must point to {count} places for results")));
        }
        if count.checked_mul(size_of::<T>()).is_none_or(|bytes| bytes > isize::MAX as usize) {
            return Err(Error::invalid(format!("`{argument}` cannot have {count} places: more than memory can hold")));
        }
        if count > 0 {
            // SAFETY: the caller promises that so many places can be written.
            unsafe { ptr::write_bytes(place.cast::<c_void>().cast::<u8>(), 0, count * size_of::<T>()) };
        }
        Ok(OutArray { place, count })
    }
}

impl<T> OutArray<T> {
    /// The first `count` of the places.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are fewer.
    pub fn first(self, count: usize) -> Result<OutArray<T>> {
        if count > self.count {
            return Err(Error::invalid(format!("`capacity` is {}; there are {count} results", self.count)));
        }
        Ok(OutArray { count, ..self })
    }

    /// Hands these to the caller.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when there are not as many as places, whose number `argument` says.
    pub fn set_all(self, values: impl ExactSizeIterator<Item = T>, argument: &str) -> Result<()> {
        if values.len() != self.count {
            return Err(Error::invalid(format!("`{argument}` is {}; there are {} results", self.count, values.len())));
        }
        for (index, value) in values.enumerate() {
            // SAFETY: `index` is below `count`, and all of these places can be written.
            unsafe { self.place.add(index).write_unaligned(value) };
        }
        Ok(())
    }
}

impl<H: Handle> OutArray<*mut H> {
    /// Hands one handle to the caller, in the first place.
    pub fn set_one(self, handle: *mut H) -> Result<()> {
        Out { place: self.place }.set(handle)
    }

    /// Hands new handles of these objects to the caller: all of them, or none.
    ///
    /// # Panics
    /// When there are not as many objects as places.
    pub fn set_new(self, objects: Vec<H::Object>) -> Result<()> {
        assert_eq!(objects.len(), self.count, "as many objects as outputs");
        let mut made = Vec::with_capacity(objects.len());
        for object in objects {
            match handle::new::<H>(object) {
                Ok(handle) => made.push(handle),
                Err(error) => {
                    for handle in made {
                        handle::release(handle, "handle")?;
                    }
                    return Err(error);
                }
            }
        }
        for (index, handle) in made.into_iter().enumerate() {
            // SAFETY: `index` is below `count`, and all of these places can be written.
            unsafe { self.place.add(index).write_unaligned(handle) };
        }
        Ok(())
    }
}
