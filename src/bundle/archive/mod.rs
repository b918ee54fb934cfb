//! Zip archives whose entries are stored as they are, as far as a bundle needs them.
//!
//! ```text
//! for each entry: local header, name, extra field (padding) | the bytes
//! the directory: for each entry its header, name, extra field
//! where a number needs it: the ZIP64 end and its locator
//! the end: how many entries, where the directory lies
//! ```
//!
//! Every reader of zip files can read what is written, and the numbers of ZIP64 are used where 32 bits are too few. What
//! is read must be an archive that can be understood in one way only: no byte before the first entry or after the end, no
//! name twice, no entries that overlap, local headers that say what the directory says, nothing compressed or encrypted.

mod read;
mod record;
mod write;

pub(super) use read::Archive;
pub(super) use write::{Part, write};

/// The most entries that an archive may have.
const MAX_ENTRIES: usize = 65_536;

/// The longest name of an entry, in bytes.
const MAX_NAME: usize = 512;

#[cfg(test)]
mod tests;
