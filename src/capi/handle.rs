//! Handles: the checked table behind every opaque pointer of the C ABI.
//!
//! A handle is not an address. Its 64 bits are
//!
//! ```text
//! tag (8) | generation (24) | index (32)
//! ```
//!
//! Each C type has a [`Table`] of its own, so what a handle stands for is part of its Rust type, and the tag tells a
//! handle of another type apart. A slot of the table has one atomic word
//!
//! ```text
//! generation (24) | LIVE | POISONED | WRITING | unused (5) | pins (32)
//! ```
//!
//! A look-up compares the generation and takes a pin with one compare-and-swap; there is no lock. Releasing clears
//! `LIVE`; whoever takes the last pin away then takes the object out, raises the generation and drops the object. So a
//! release beside a use on another thread either comes after it or makes it INVALID_HANDLE. A slot whose generations are
//! used up is retired. Slots never move and never go away, and nothing here can be found half-done by a forked child.

mod table;

use std::fmt;
use std::ops::Deref;
use std::ptr;

use super::guard;
use crate::error::{Error, Result, Status};
pub use table::Table;
use table::{Change, Pin, Refusal};

/// The handle types. The number is the first byte of a handle, and never 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// `nnx_bytes`
    Bytes = 1,
    /// `nnx_error`
    Error,
    /// `nnx_tensor`
    Tensor,
    /// `nnx_static`
    Static,
    /// `nnx_opaque`
    Opaque,
    /// `nnx_graph`
    Graph,
    /// `nnx_node`
    Node,
    /// `nnx_filter`
    Filter,
    /// `nnx_graphdef`
    GraphDef,
    /// `nnx_state`
    State,
    /// `nnx_report`
    Report,
    /// `nnx_program`
    Program,
    /// `nnx_trace`
    Trace,
    /// `nnx_value`, which is a name and has no table: `value.rs`
    Value,
    /// `nnx_step`
    Step,
    /// `nnx_jit`
    Jit,
    /// `nnx_results`
    Results,
    /// `nnx_session`
    Session,
    /// `nnx_bundle`
    Bundle,
}

impl Tag {
    /// The C type by the first byte of its handles.
    fn name_of(byte: u8) -> Option<&'static str> {
        const NAMES: [&str; Tag::Bundle as usize + 1] = [
            "",
            "nnx_bytes",
            "nnx_error",
            "nnx_tensor",
            "nnx_static",
            "nnx_opaque",
            "nnx_graph",
            "nnx_node",
            "nnx_filter",
            "nnx_graphdef",
            "nnx_state",
            "nnx_report",
            "nnx_program",
            "nnx_trace",
            "nnx_value",
            "nnx_step",
            "nnx_jit",
            "nnx_results",
            "nnx_session",
            "nnx_bundle",
        ];
        NAMES.get(usize::from(byte)).copied().filter(|name| !name.is_empty())
    }
}

/// A C handle type. `handle!` implements it.
pub trait Handle: Sized + 'static {
    /// The first byte of its handles.
    const TAG: Tag;

    /// What a handle stands for. Cloning is cheap: an `Arc` inside.
    type Object: Clone + Send + Sync + 'static;

    /// The table of its handles.
    fn table() -> &'static Table<Self::Object>;
}

/// `handle!(nnx_state, Tag::State, State)` makes `nnx_state` the handle type of `State` objects. Using one tag for two
/// types does not compile.
macro_rules! handle {
    ($name:ident, $tag:expr, $object:ty) => {
        impl $crate::capi::handle::Handle for $name {
            const TAG: $crate::capi::handle::Tag = $tag;
            type Object = $object;

            fn table() -> &'static $crate::capi::handle::Table<$object> {
                static TABLE: $crate::capi::handle::Table<$object> = $crate::capi::handle::Table::new();
                &TABLE
            }
        }

        impl $crate::capi::handle::TagOwner for $crate::capi::handle::TagIs<{ $tag as u8 }> {
            type Owner = $name;
        }
    };
}
/// Who owns a tag: two owners of one would be two implementations of [`TagOwner`] for one type.
pub struct TagIs<const TAG: u8>;

/// See [`TagIs`].
pub trait TagOwner {
    /// The handle type.
    type Owner: Handle;
}

/// An object that a call uses: pinned, so that a release on another thread takes effect after the call.
pub struct Ref<H: Handle> {
    pin: Pin<H::Object>,
}

impl<H: Handle> Deref for Ref<H> {
    type Target = H::Object;

    fn deref(&self) -> &H::Object {
        self.pin.object()
    }
}

/// Puts an object into the table; its handle is to be released once.
pub fn new<H: Handle>(object: H::Object) -> Result<*mut H> {
    match H::table().insert(object) {
        Some((generation, index)) => {
            let bits = (H::TAG as u64) << 56 | u64::from(generation) << 32 | u64::from(index);
            Ok(ptr::without_provenance_mut(bits as usize))
        }
        None => Err(Error::new(Status::ResourceExhausted, format!("no memory for another {} handle", name::<H>()))),
    }
}

/// The object of a handle.
#[inline]
pub fn get<H: Handle>(handle: *const H, argument: impl fmt::Display) -> Result<Ref<H>> {
    let bits = handle.addr() as u64;
    if bits >> 56 == H::TAG as u64 {
        if let Ok(pin) = H::table().pin((bits >> 32) as u32 & GENERATIONS, bits as u32) {
            return Ok(Ref { pin });
        }
    }
    get_slowly(bits, &argument)
}

/// The object of a handle that may be NULL.
pub fn get_optional<H: Handle>(handle: *const H, argument: impl fmt::Display) -> Result<Option<Ref<H>>> {
    if handle.is_null() { Ok(None) } else { get(handle, argument).map(Some) }
}

/// Changes the object of a handle in place. Calls on other threads that use the handle meanwhile wait for each other.
/// When `change` panics, the object is poisoned: whatever is called with the handle then answers POISONED, and only
/// releasing it works. `change` calls no function of the caller.
pub fn change<H: Handle, R>(
    handle: *mut H,
    argument: impl fmt::Display,
    change: impl FnOnce(&mut H::Object) -> Result<R>,
) -> Result<R> {
    let (generation, index) = parts::<H>(handle.addr() as u64, &argument)?;
    let mut held = wait(|| H::table().change(generation, index)).map_err(|refusal| refuse::<H>(refusal, &argument))?;
    let result = change(Change::object(&mut held));
    held.finish();
    result
}

/// Gives a handle back. NULL is nothing to give back.
pub fn release<H: Handle>(handle: *mut H, argument: &str) -> Result<()> {
    if handle.is_null() {
        return Ok(());
    }
    let (generation, index) = parts::<H>(handle.addr() as u64, &argument)?;
    H::table().release(generation, index).map_err(|refusal| refuse::<H>(refusal, &argument))
}

/// A handle that crossed as a number.
pub fn of_number<H: Handle>(number: u64) -> *mut H {
    ptr::without_provenance_mut(number as usize)
}

/// The highest generation.
const GENERATIONS: u32 = (1 << 24) - 1;

fn name<H: Handle>() -> &'static str {
    Tag::name_of(H::TAG as u8).unwrap_or_default()
}

/// Generation and index of a handle that has the right tag.
fn parts<H: Handle>(bits: u64, argument: &dyn fmt::Display) -> Result<(u32, u32)> {
    parts_of(H::TAG, bits, argument)
}

/// The two numbers behind the tag of a handle, which must be this one.
pub(super) fn parts_of(tag: Tag, bits: u64, argument: &dyn fmt::Display) -> Result<(u32, u32)> {
    let (wanted, tag) = (tag, (bits >> 56) as u8);
    if tag == wanted as u8 {
        return Ok(((bits >> 32) as u32 & GENERATIONS, bits as u32));
    }
    let wanted = Tag::name_of(wanted as u8).unwrap_or_default();
    if bits == 0 {
        return Err(Error::invalid(format!("`{argument}` is NULL; it must be an {wanted} handle")));
    }
    let found = match Tag::name_of(tag) {
        Some(other) => format!("a handle of type {other}, not {wanted}"),
        None => format!("{bits:#x}, which no call returned as an {wanted} handle"),
    };
    Err(Error::new(Status::InvalidHandle, format!("`{argument}` is {found}")))
}

#[cold]
fn get_slowly<H: Handle>(bits: u64, argument: &dyn fmt::Display) -> Result<Ref<H>> {
    let (generation, index) = parts::<H>(bits, argument)?;
    match wait(|| H::table().pin(generation, index)) {
        Ok(pin) => Ok(Ref { pin }),
        Err(refusal) => Err(refuse::<H>(refusal, argument)),
    }
}

/// Tries again while another thread is busy with the object. Inside a callback it does not wait: the call around the
/// callback may be what the object is busy with.
fn wait<T>(mut attempt: impl FnMut() -> std::result::Result<T, Refusal>) -> std::result::Result<T, Refusal> {
    loop {
        match attempt() {
            Err(Refusal::Busy) if !guard::is_nested() => std::thread::yield_now(),
            answer => return answer,
        }
    }
}

#[cold]
fn refuse<H: Handle>(refusal: Refusal, argument: &dyn fmt::Display) -> Error {
    let name = name::<H>();
    match refusal {
        Refusal::Stale => {
            Error::new(Status::InvalidHandle, format!("`{argument}` is an {name} handle that was already released"))
        }
        Refusal::Never => Error::new(
            Status::InvalidHandle,
            format!("`{argument}` looks like an {name} handle, but no call returned it"),
        ),
        Refusal::Poisoned => Error::new(
            Status::Poisoned,
            format!("`{argument}` is an {name} whose change failed half-way because of a bug; it can only be released"),
        ),
        Refusal::Busy => Error::precondition(format!(
            "`{argument}` is in use by the call that this callback was called from, or by another thread"
        )),
    }
}

#[cfg(test)]
mod tests;
