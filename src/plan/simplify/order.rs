//! Where constants stand.

use super::rewrite::{Rules, rewrite};
use crate::error::Result;
use crate::program::Module;

/// Moves constants, `iota`s and broadcasts of either to before their first use. Programs that differ only in where these
/// stand are the same then.
///
/// # Errors
/// `RESOURCE_EXHAUSTED`.
pub fn place_constants(module: &Module) -> Result<Module> {
    rewrite(module, Rules { late: true, ..Rules::default() })
}
