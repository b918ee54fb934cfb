//! Paths as they come in.

use super::strings::nnx_str;
use crate::error::Result;
use crate::graph::Path;

/// The path of this text.
///
/// # Safety
/// As [`nnx_str::as_str`].
pub(super) unsafe fn from_c(text: nnx_str, argument: &str) -> Result<Path> {
    // SAFETY: asked of the caller.
    unsafe { text.as_str(argument) }?.parse()
}
