//! An open safetensors file, or its bytes in memory: the checked header, and the tensors when they are asked for.

use std::fs::File;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use memmap2::{Mmap, MmapOptions};

use super::header::{self, Entry, Header, LENGTH};
use super::load::LoadOptions;
use super::storage::{Storage, read_at};
use super::{FORMAT, checksum, damaged, text};
use crate::error::{Error, Result};
use crate::tensor::Tensor;

/// From this size on a tensor is used where the file is mapped; smaller ones are copied.
const MAPPED: usize = 4096;

/// Copied tensors are read in pieces of this size, if the gaps between them are no longer than [`GAP`].
const PIECE: usize = 1 << 20;
const GAP: usize = 1 << 14;

/// A file whose header has been read and checked.
pub(super) struct StateFile<'a> {
    pub(super) header: Header,
    /// Where the data begins.
    data: usize,
    storage: Storage<'a>,
    /// Whether the file may be mapped.
    may_map: bool,
}

impl<'a> StateFile<'a> {
    /// The file as bytes.
    pub(super) fn of_bytes(bytes: &'a [u8], options: &LoadOptions) -> Result<StateFile<'a>> {
        StateFile::within(Storage::Bytes(bytes), 0..bytes.len() as u64, options)
    }

    /// Opens a file, reads its header, and checks its checksum if it has one.
    pub(super) fn open(path: &Path, options: &LoadOptions) -> Result<StateFile<'static>> {
        let storage = Storage::open(path)?;
        let all = 0..storage.len();
        StateFile::within(storage, all, options)
    }

    /// The file that lies in this range of another one.
    pub(super) fn within(storage: Storage<'a>, range: Range<u64>, options: &LoadOptions) -> Result<StateFile<'a>> {
        let len = range.end - range.start;
        if len < LENGTH as u64 {
            return Err(too_short(len));
        }
        let what = "the header of a file";
        let mut front = storage.bytes(range.start..range.start + LENGTH as u64, what)?;
        let first = front.first_chunk::<LENGTH>().ok_or_else(|| too_short(len))?;
        let front_end = range.start + (LENGTH + header::length(*first, len)?) as u64;
        front = storage.bytes(range.start..front_end, what)?;
        let place = |at: u64| usize::try_from(at).map_err(|_| too_long(len));
        let (data, end) = (place(front_end)?, place(range.end)?);
        let header = header::parse(&front[LENGTH..], end - data)?;
        if let Some(expected) = expected_checksum(&header, options)? {
            checksum::check(&mut front, expected, |update| storage.each_piece(front_end..range.end, update))?;
        }
        Ok(StateFile { header, data, storage, may_map: !options.copy })
    }

    /// The tensors with these numbers in the header, which are in order.
    pub(super) fn tensors(&self, wanted: &[usize]) -> Result<Vec<Tensor>> {
        match &self.storage {
            Storage::Bytes(bytes) => wanted
                .iter()
                .map(|&number| {
                    let entry = &self.header.tensors[number];
                    let bytes = &bytes[self.data + entry.bytes.start..self.data + entry.bytes.end];
                    Tensor::from_bytes(entry.dtype()?, &entry.shape, bytes)
                })
                .collect(),
            Storage::File(file, _) => self.tensors_of(file, wanted),
        }
    }

    fn tensors_of(&self, file: &File, wanted: &[usize]) -> Result<Vec<Tensor>> {
        let entries: Vec<&Entry> = wanted.iter().map(|&number| &self.header.tensors[number]).collect();
        let worth_mapping = |entry: &Entry| -> Result<bool> {
            let aligned = (self.data + entry.bytes.start).is_multiple_of(entry.dtype()?.size());
            Ok(self.may_map && aligned && entry.bytes.len() >= MAPPED)
        };
        let mut map = None;
        let mut piece = Piece::default();
        let mut tensors = Vec::with_capacity(entries.len());
        for (at, &entry) in entries.iter().enumerate() {
            let (dtype, start) = (entry.dtype()?, self.data + entry.bytes.start);
            if worth_mapping(entry)?
                && let Some(map) = map.get_or_insert_with(|| self.map(file))
            {
                tensors.push(Tensor::from_mapped(dtype, &entry.shape, Arc::clone(map), start)?);
            } else if entry.bytes.len() >= PIECE {
                let mut tensor = Tensor::zeros(dtype, &entry.shape)?;
                read_at(file, tensor.bytes_mut()?, start as u64)?;
                tensors.push(tensor);
            } else {
                if piece.get(start, entry.bytes.len()).is_none() {
                    let end = end_of_piece(&entries[at..]);
                    piece.fill(file, start, end - entry.bytes.start)?;
                }
                let bytes = piece.get(start, entry.bytes.len()).unwrap_or_default();
                tensors.push(Tensor::from_bytes(dtype, &entry.shape, bytes)?);
            }
        }
        Ok(tensors)
    }

    /// A private mapping of the file as long as it was when its header was checked; `None` where it cannot be mapped.
    fn map(&self, file: &File) -> Option<Arc<Mmap>> {
        let end = self.header.tensors.last().map_or(0, |entry| entry.bytes.end);
        // SAFETY: the bytes stay what they are as long as nobody changes this file in place, which the documentation of
        // `load` asks for; a file that `save` replaces is not changed, since it keeps its inode.
        unsafe { MmapOptions::new().len(self.data + end).map_copy_read_only(file) }.ok().map(Arc::new)
    }
}

/// Bytes of the file that were read at once.
#[derive(Default)]
struct Piece {
    start: usize,
    bytes: Vec<u8>,
}

impl Piece {
    fn get(&self, start: usize, len: usize) -> Option<&[u8]> {
        let start = start.checked_sub(self.start)?;
        self.bytes.get(start..start.checked_add(len)?)
    }

    fn fill(&mut self, file: &File, start: usize, len: usize) -> Result<()> {
        self.bytes.clear();
        self.bytes.try_reserve_exact(len).map_err(|_| Error::out_of_memory("a piece of a file", len))?;
        self.bytes.resize(len, 0);
        self.start = start;
        read_at(file, &mut self.bytes, start as u64)
    }
}

/// Where the piece that begins with the first of these tensors ends.
fn end_of_piece(entries: &[&Entry]) -> usize {
    let start = entries[0].bytes.start;
    let mut end = entries[0].bytes.end;
    for entry in &entries[1..] {
        if entry.bytes.end - start > PIECE || entry.bytes.start - end > GAP {
            break;
        }
        end = entry.bytes.end;
    }
    end
}

/// What the file says its checksum is, if it is to be checked.
fn expected_checksum<'a>(header: &'a Header, options: &LoadOptions) -> Result<Option<&'a str>> {
    let format = header.metadata.get(text::FORMAT);
    match header.metadata.get(checksum::NAME) {
        // How another version checks its files is not known; that it is another one is said later.
        _ if options.no_checksum || format.is_some_and(|format| format != FORMAT) => Ok(None),
        Some(checksum) => Ok(Some(checksum)),
        None if format.is_some() => Err(damaged("the file's checksum is missing")),
        None => Ok(None),
    }
}

fn too_short(file_len: u64) -> Error {
    damaged(format!("this is no safetensors file: it has {file_len} bytes"))
}

fn too_long(file_len: u64) -> Error {
    damaged(format!("the file has {file_len} bytes, more than this machine can address"))
}
