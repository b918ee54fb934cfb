//! An archive is written front to back.

use std::io::{self, Write};

use super::record::{
    DIRECTORY, ELSEWHERE, END, END_64, END_64_LENGTH, EXTRA_64, EXTRA_PADDING, LOCAL, LOCAL_LENGTH, LOCATOR_64, NEEDED,
    NEEDED_64, Record, UTF_8,
};

/// What becomes an entry.
pub(in crate::bundle) struct Part<'a> {
    /// Its name, a relative path with `/`.
    pub(in crate::bundle) name: String,
    /// Its bytes, piece by piece.
    pub(in crate::bundle) pieces: Vec<&'a [u8]>,
    /// Its bytes begin at a multiple of this, a power of two of at most 32 KiB.
    pub(in crate::bundle) alignment: u64,
}

/// 1 January 1980, midnight: the same content gives the same bytes.
const DATE: u16 = 1 << 5 | 1;
const TIME: u16 = 0;

/// Made by this version of the format on a Unix, whose permissions stand in the upper half of the attributes.
const MADE_BY: u16 = 3 << 8 | NEEDED_64;
const ATTRIBUTES: u32 = 0o100_644 << 16;

/// Writes an archive of these parts.
pub(in crate::bundle) fn write(parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
    write_with(parts, u64::from(ELSEWHERE), out)
}

/// As [`write`]; numbers from `large` on stand where ZIP64 puts them.
pub(super) fn write_with(parts: &[Part], large: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut directory = Record::default();
    let mut at = 0u64;
    for part in parts {
        let local = Local::new(part, at, large);
        let header = local.header();
        out.write_all(&header)?;
        part.pieces.iter().try_for_each(|piece| out.write_all(piece))?;
        directory = directory.bytes(&local.directory_entry());
        at += header.len() as u64 + local.size;
    }
    out.write_all(&directory.0)?;
    out.write_all(&end(parts.len() as u64, directory.0.len() as u64, at, large))
}

/// An entry and where it stands.
struct Local<'a> {
    name: &'a str,
    crc: u32,
    size: u64,
    at: u64,
    alignment: u64,
    large: u64,
}

impl Local<'_> {
    fn new<'a>(part: &'a Part, at: u64, large: u64) -> Local<'a> {
        let mut hasher = crc32fast::Hasher::new();
        part.pieces.iter().for_each(|piece| hasher.update(piece));
        let size = part.pieces.iter().map(|piece| piece.len() as u64).sum();
        Local { name: &part.name, crc: hasher.finalize(), size, at, alignment: part.alignment, large }
    }

    /// A number as it stands in 32 bits.
    fn short(&self, number: u64) -> u32 {
        if number >= self.large { ELSEWHERE } else { number as u32 }
    }

    /// The extra field of these numbers, as far as they need one.
    fn extra_64(&self, numbers: &[u64]) -> Record {
        let large = numbers.iter().filter(|number| **number >= self.large);
        let fields = large.fold(Record::default(), |fields, number| fields.u64(*number)).0;
        if fields.is_empty() {
            return Record::default();
        }
        Record::default().u16(EXTRA_64).u16(fields.len() as u16).bytes(&fields)
    }

    /// What the headers in both places say alike, from the flags to the length of the name.
    fn shared(&self, record: Record) -> Record {
        let size = self.short(self.size);
        let record = record.u16(UTF_8).u16(0).u16(TIME).u16(DATE).u32(self.crc).u32(size).u32(size);
        record.u16(self.name.len() as u16)
    }

    fn needed(&self) -> u16 {
        if self.size.max(self.at) >= self.large { NEEDED_64 } else { NEEDED }
    }

    fn header(&self) -> Vec<u8> {
        let mut extra = self.extra_64(&[self.size, self.size]);
        let before = self.at + (LOCAL_LENGTH + self.name.len() + extra.0.len()) as u64;
        if !before.is_multiple_of(self.alignment) {
            // The field's own number, its length and the alignment take six bytes.
            let padding = (before + 6).next_multiple_of(self.alignment) - before - 6;
            extra = extra.u16(EXTRA_PADDING).u16(padding as u16 + 2).u16(self.alignment as u16);
            extra = extra.bytes(&vec![0; padding as usize]);
        }
        let record = self.shared(Record::default().u32(LOCAL).u16(self.needed()));
        record.u16(extra.0.len() as u16).bytes(self.name.as_bytes()).bytes(&extra.0).0
    }

    fn directory_entry(&self) -> Vec<u8> {
        let extra = self.extra_64(&[self.size, self.size, self.at]);
        let record = self.shared(Record::default().u32(DIRECTORY).u16(MADE_BY).u16(self.needed()));
        // No comment, the first and only disk, no internal attributes.
        let record = record.u16(extra.0.len() as u16).u16(0).u16(0).u16(0).u32(ATTRIBUTES);
        record.u32(self.short(self.at)).bytes(self.name.as_bytes()).bytes(&extra.0).0
    }
}

/// What stands behind the directory, which has `count` entries in `size` bytes and begins at `at`.
fn end(count: u64, size: u64, at: u64, large: u64) -> Vec<u8> {
    let mut record = Record::default();
    let many = count >= u64::from(u16::MAX).min(large);
    let is_large = many || size >= large || at >= large;
    if is_large {
        record = record.u32(END_64).u64(END_64_LENGTH as u64 - 12).u16(MADE_BY).u16(NEEDED_64);
        record = record.u32(0).u32(0).u64(count).u64(count).u64(size).u64(at);
        record = record.u32(LOCATOR_64).u32(0).u64(at + size).u32(1);
    }
    let short = |number: u64| if is_large { ELSEWHERE } else { number as u32 };
    let count = if is_large { u16::MAX } else { count as u16 };
    record.u32(END).u16(0).u16(0).u16(count).u16(count).u32(short(size)).u32(short(at)).u16(0).0
}
