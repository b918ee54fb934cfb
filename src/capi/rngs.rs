//! Streams of random keys.

use super::guard;
use super::handle;
use super::input;
use super::node::nnx_node;
use super::status::nnx_status;
use super::strings::nnx_str;
use super::tensor::nnx_tensor;
use super::trace::{self, nnx_trace};
use super::value::{self, nnx_value};
use crate::error::Result;
use crate::graph::Leaf;
use crate::random::rngs;

/// Makes an Object `Rngs` with a stream `default` of the key `nnx_random_key(seed)`. Any thread.
///
/// The attributes of an `Rngs` are streams: Objects `RngStream` with the Variables `key` (an RngKey, `uint32[2]`) and
/// `count` (an RngCount, uint32) and the static `tag`, their name, which both Variables have as metadata too. Key
/// number n of a stream is `nnx_random_fold_in(key, n)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_new(seed: i64, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(rngs::new(seed)?)
    })
}

/// Gives an Object `count` streams: one with each of the names, its tag, that begins with the key `uint32[2]` beside
/// it. `names` and `keys` may be NULL when `count` is 0. INVALID_ARGUMENT for a key that is none, ALREADY_EXISTS for a
/// name that stands twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_init(
    rngs: *mut nnx_node,
    names: *const nnx_str,
    keys: *const *const nnx_tensor,
    count: usize,
) -> nnx_status {
    guard(|| {
        let node = handle::get(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let streams = unsafe { named_keys(names, keys, count) }?;
        rngs::init(&node, &streams)
    })
}

/// The stream of this name; where there is none, `default`; of a stream itself, whatever the name. NOT_FOUND when there
/// is neither, saying which there are. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_stream(rngs: *const nnx_node, name: nnx_str, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        out.set_new(rngs::find(&node, name)?)
    })
}

/// The next key of a stream, `uint32[2]`; the stream counts on. `rngs` is an `Rngs`, whose stream `name` or `default`
/// is asked, or a stream. NOT_FOUND when there is none; INVALID_ARGUMENT for a stream of several keys;
/// FAILED_PRECONDITION when the stream is among the objects of an open trace: `nnx_rngs_next_key_value` is for that.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_next_key(
    rngs: *mut nnx_node,
    name: nnx_str,
    out: *mut *mut nnx_tensor,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        out.set_new(rngs::next_key_array(&node, name)?)
    })
}

/// As `nnx_rngs_next_key`, as a value of a trace: the key is computed when the program runs where the stream is among
/// the objects of the trace, and is a constant where it is not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_next_key_value(
    trace: *mut nnx_trace,
    rngs: *mut nnx_node,
    name: nnx_str,
    out: *mut *mut nnx_value,
) -> nnx_status {
    guard(|| {
        out!(out);
        let trace = trace::trace_of(trace)?;
        let node = handle::get(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let name = unsafe { name.as_str("name") }?;
        out.set(value::put(&trace.leaf_value(&rngs::next_key(&node, name)?)?))
    })
}

/// Makes an `Rngs` with a new stream for each one, which begins with its next key. Errors as in `nnx_rngs_next_key`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_fork(rngs: *mut nnx_node, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(rngs::fork_all(&*handle::get(rngs, "rngs")?)?)
    })
}

/// Makes an `Rngs` with a new stream for each one, which has several keys in an array of `rank` extents at `shape`:
/// those that its next key is split into; and a count for each. `shape` may be NULL when `rank` is 0. Errors as in
/// `nnx_rngs_next_key`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rngs_split(
    rngs: *mut nnx_node,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let node = handle::get(rngs, "rngs")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set_new(rngs::split_all(&node, shape)?)
    })
}

/// Makes a stream of a key `uint32[2]`, or of several in an array of one more dimension, which has a count for each.
/// INVALID_ARGUMENT for a key that is none. Any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rng_stream_new(
    key: *const nnx_tensor,
    tag: nnx_str,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let key = handle::get(key, "key")?.clone();
        // SAFETY: the contract of all exports.
        let tag = unsafe { tag.as_str("tag") }?;
        out.set_new(rngs::stream(None, key.into(), tag)?)
    })
}

/// Makes an Object a stream, as `nnx_rng_stream_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rng_stream_init(
    stream: *mut nnx_node,
    key: *const nnx_tensor,
    tag: nnx_str,
) -> nnx_status {
    guard(|| {
        let stream = handle::get(stream, "stream")?;
        let key = handle::get(key, "key")?.clone();
        // SAFETY: the contract of all exports.
        let tag = unsafe { tag.as_str("tag") }?;
        rngs::init_stream(&stream, key.into(), tag)
    })
}

/// Makes a stream that begins with the next key of this one. Errors as in `nnx_rngs_next_key`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rng_stream_fork(stream: *mut nnx_node, out: *mut *mut nnx_node) -> nnx_status {
    guard(|| {
        out!(out);
        out.set_new(rngs::fork(&*handle::get(stream, "stream")?, rngs::DEFAULT)?)
    })
}

/// Makes a stream of several keys, as `nnx_rngs_split` does for each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_rng_stream_split(
    stream: *mut nnx_node,
    shape: *const i64,
    rank: usize,
    out: *mut *mut nnx_node,
) -> nnx_status {
    guard(|| {
        out!(out);
        let stream = handle::get(stream, "stream")?;
        // SAFETY: the contract of all exports.
        let shape = unsafe { input::array(shape, rank, "shape") }?;
        out.set_new(rngs::split(&stream, rngs::DEFAULT, shape)?)
    })
}

/// Begins the streams below `node` anew that have one of `count` tags, each with the next key of a stream of the key
/// `uint32[2]` beside it. `names` and `keys` may be NULL when `count` is 0. INVALID_ARGUMENT for a key that is none, or
/// a stream of several keys; ALREADY_EXISTS for a tag that stands twice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nnx_node_reseed(
    node: *mut nnx_node,
    names: *const nnx_str,
    keys: *const *const nnx_tensor,
    count: usize,
) -> nnx_status {
    guard(|| {
        let node = handle::get(node, "node")?;
        // SAFETY: the contract of all exports.
        let seeds = unsafe { named_keys(names, keys, count) }?;
        rngs::reseed(&node, &seeds)
    })
}

/// `count` names and the keys beside them.
///
/// # Safety
/// As [`input::texts`] and [`input::handles`].
unsafe fn named_keys<'a>(
    names: *const nnx_str,
    keys: *const *const nnx_tensor,
    count: usize,
) -> Result<Vec<(&'a str, Leaf)>> {
    // SAFETY: asked of the caller.
    let names = unsafe { input::texts(names, count, "names") }?;
    // SAFETY: asked of the caller.
    let keys = unsafe { input::handles(keys, count, "keys") }?;
    Ok(names.into_iter().zip(keys.iter().map(|key| Leaf::from((**key).clone()))).collect())
}
