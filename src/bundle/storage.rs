//! Where the bytes of a file lie: in memory, or on the disk.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;

use super::{damaged, io_error};
use crate::error::{Error, Result};

/// Long ranges are read in pieces of this size.
const PIECE: u64 = 1 << 20;

/// The bytes of a file, as many as it had when it was opened.
pub(super) enum Storage<'a> {
    Bytes(&'a [u8]),
    File(File, u64),
}

impl<'a> Storage<'a> {
    /// Opens a regular file.
    pub(super) fn open(path: &Path) -> Result<Storage<'static>> {
        // Asked before it is opened: opening a pipe would wait for a writer.
        let metadata = std::fs::metadata(path).map_err(|error| io_error("find the file", &error))?;
        if !metadata.is_file() {
            return Err(Error::invalid("this is not a regular file"));
        }
        let file = File::open(path).map_err(|error| io_error("open the file", &error))?;
        let len = file.metadata().map_err(|error| io_error("look at the file", &error))?.len();
        Ok(Storage::File(file, len))
    }

    /// The number of bytes.
    pub(super) fn len(&self) -> u64 {
        match self {
            Storage::Bytes(bytes) => bytes.len() as u64,
            Storage::File(_, len) => *len,
        }
    }

    /// The bytes in a range, which lies within the file.
    pub(super) fn bytes(&self, range: Range<u64>, what: &str) -> Result<Vec<u8>> {
        let mut bytes = zeros((range.end - range.start) as usize, what)?;
        self.read(&mut bytes, range.start)?;
        Ok(bytes)
    }

    /// Hands over the bytes in a range piece by piece.
    pub(super) fn each_piece(&self, range: Range<u64>, each: &mut dyn FnMut(&[u8])) -> Result<()> {
        if let Storage::Bytes(bytes) = self {
            let piece = bytes.get(range.start as usize..range.end as usize).ok_or_else(became_shorter)?;
            each(piece);
            return Ok(());
        }
        let mut piece = zeros(PIECE.min(range.end - range.start) as usize, "a piece of a file")?;
        let mut at = range.start;
        while at < range.end {
            let piece = &mut piece[..PIECE.min(range.end - at) as usize];
            self.read(piece, at)?;
            each(piece);
            at += piece.len() as u64;
        }
        Ok(())
    }

    fn read(&self, into: &mut [u8], at: u64) -> Result<()> {
        match self {
            Storage::Bytes(bytes) => {
                let bytes = bytes.get(at as usize..).and_then(|bytes| bytes.get(..into.len()));
                into.copy_from_slice(bytes.ok_or_else(became_shorter)?);
                Ok(())
            }
            Storage::File(file, _) => read_at(file, into, at),
        }
    }
}

/// Fills `into` with the bytes of a file from `at` on.
pub(super) fn read_at(file: &File, into: &mut [u8], at: u64) -> Result<()> {
    file.read_exact_at(into, at).map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => became_shorter(),
        _ => io_error("read the file", &error),
    })
}

fn zeros(len: usize, what: &str) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len).map_err(|_| Error::out_of_memory(what, len))?;
    bytes.resize(len, 0);
    Ok(bytes)
}

fn became_shorter() -> Error {
    damaged("the file became shorter while it was read")
}
