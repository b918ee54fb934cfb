//! Where constants and single elements stand.

use super::rewrite::{Rules, rewrite};
use crate::error::Result;
use crate::program::Module;

/// Moves what makes constants, single elements and broadcasts of either to before its first use. Programs that differ only
/// in where these stand are the same then.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn place_scalars(module: &Module) -> Result<Module> {
    rewrite(module, Rules { late: true, ..Rules::default() })
}
