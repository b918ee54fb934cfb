//! A bound on what one call lists: in a chain of nodes with a leaf each, the paths together grow with the square of its
//! length, and would take all memory there is.

use super::path::Path;
use crate::error::{Error, Result, Status};

/// The most keys that the paths of one call have together: about 1.6 GB of paths. A million leaves may stand 67 deep.
const MOST_KEYS: usize = 1 << 26;

/// Counts the keys of the paths that a call lists.
#[derive(Default)]
pub(crate) struct Listing {
    keys: usize,
}

impl Listing {
    /// Counts a path of so many keys, before it is made.
    pub(crate) fn count(&mut self, keys: usize) -> Result<()> {
        self.keys = self.keys.saturating_add(keys);
        if self.keys <= MOST_KEYS {
            return Ok(());
        }
        Err(Error::new(
            Status::ResourceExhausted,
            format!("the paths have more than {MOST_KEYS} keys together: the graph is too deep to list them all"),
        ))
    }

    /// Counts a path.
    pub(crate) fn path(&mut self, path: Path) -> Result<Path> {
        self.count(path.keys().len())?;
        Ok(path)
    }
}
