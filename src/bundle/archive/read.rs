//! An archive is read from its end. Nothing in it is believed.

use std::collections::HashSet;
use std::ops::Range;

use super::record::{
    DESCRIPTOR, DIRECTORY, DIRECTORY_LENGTH, ELSEWHERE, ENCRYPTED, END, END_64, END_64_LENGTH, END_LENGTH, EXTRA_64,
    Fields, LOCAL, LOCAL_LENGTH, LOCATOR_64, LOCATOR_64_LENGTH,
};
use super::{MAX_ENTRIES, MAX_NAME};
use crate::bundle::damaged;
use crate::bundle::storage::Storage;
use crate::error::Result;

/// An archive whose directory has been read and checked.
pub(in crate::bundle) struct Archive<'a> {
    storage: Storage<'a>,
    entries: Vec<Entry>,
}

/// An entry of an archive.
#[derive(Clone, Debug)]
pub(in crate::bundle) struct Entry {
    /// Its name.
    pub(in crate::bundle) name: String,
    /// Where its bytes lie.
    pub(in crate::bundle) data: Range<u64>,
    crc: u32,
}

/// The most that one entry takes in the directory.
const LONGEST_ENTRY: u64 = DIRECTORY_LENGTH as u64 + MAX_NAME as u64 + u16::MAX as u64;

impl<'a> Archive<'a> {
    /// Reads the directory and the header of each entry.
    pub(in crate::bundle) fn open(storage: Storage<'a>) -> Result<Archive<'a>> {
        let end = End::find(&storage)?;
        let bytes = storage.bytes(end.directory.clone(), "the directory of an archive")?;
        let mut fields = Fields(&bytes);
        let mut listed = Vec::new();
        for number in 0..end.count {
            listed.push(Listed::read(&mut fields, number)?);
        }
        if !fields.0.is_empty() {
            return Err(damaged(format!("the archive's directory has {} bytes too many", fields.0.len())));
        }
        let mut names = HashSet::new();
        if let Some(twice) = listed.iter().find(|entry| !names.insert(entry.name.as_str())) {
            return Err(damaged(format!("the archive has two entries {:?}", twice.name)));
        }
        listed.sort_by_key(|entry| entry.at);
        let starts: Vec<u64> = listed.iter().map(|entry| entry.at).chain([end.directory.start]).collect();
        let place = |(entry, next): (Listed, &u64)| entry.locate(&storage, *next);
        let entries = listed.into_iter().zip(&starts[1..]).map(place).collect::<Result<Vec<Entry>>>()?;
        match starts[0] {
            0 => Ok(Archive { storage, entries }),
            before => Err(damaged(format!("{before} bytes stand before the archive's first entry"))),
        }
    }

    /// The entries in the order of their data.
    #[cfg(test)]
    pub(in crate::bundle) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry with this name.
    pub(in crate::bundle) fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.name == name)
    }

    /// The bytes of an entry of at most `most`, whose checksum is right.
    pub(in crate::bundle) fn bytes(&self, entry: &Entry, most: u64) -> Result<Vec<u8>> {
        let size = entry.data.end - entry.data.start;
        if size > most {
            return Err(damaged(format!("{:?} has {size} bytes; {most} is the most that it may have", entry.name)));
        }
        let bytes = self.storage.bytes(entry.data.clone(), "an entry of an archive")?;
        entry.compare(crc32fast::hash(&bytes))?;
        Ok(bytes)
    }

    /// The text of an entry that must be there, of at most `most` bytes.
    pub(in crate::bundle) fn text(&self, name: &str, most: u64) -> Result<String> {
        let entry = self.find(name).ok_or_else(|| damaged(format!("the archive has no {name:?}")))?;
        String::from_utf8(self.bytes(entry, most)?).map_err(|_| damaged(format!("{name:?} is no UTF-8")))
    }

    /// Checks the checksum of an entry, which reads all of it.
    pub(in crate::bundle) fn check(&self, entry: &Entry) -> Result<()> {
        let mut hasher = crc32fast::Hasher::new();
        self.storage.each_piece(entry.data.clone(), &mut |piece| hasher.update(piece))?;
        entry.compare(hasher.finalize())
    }

    /// Where the archive lies.
    pub(in crate::bundle) fn into_storage(self) -> Storage<'a> {
        self.storage
    }
}

impl Entry {
    fn compare(&self, found: u32) -> Result<()> {
        if found == self.crc {
            return Ok(());
        }
        Err(damaged(format!(
            "{:?} was altered: its checksum is {found:08x}, and the archive says {:08x}",
            self.name, self.crc
        )))
    }
}

/// What the end of an archive says.
struct End {
    count: usize,
    directory: Range<u64>,
}

impl End {
    fn find(storage: &Storage) -> Result<End> {
        let no_archive = || {
            damaged(format!(
                "this is no bundle, or it is cut short: its {} bytes do not end as a zip archive does",
                storage.len()
            ))
        };
        let at = storage.len().checked_sub(END_LENGTH as u64).ok_or_else(no_archive)?;
        let bytes = storage.bytes(at..storage.len(), "the end of an archive")?;
        let mut fields = Fields(&bytes);
        let mut numbers = || -> Option<_> {
            let fields = &mut fields;
            let (signature, disk, first) = (fields.u32()?, fields.u16()?, fields.u16()?);
            let (here, count, size, start) = (fields.u16()?, fields.u16()?, fields.u32()?, fields.u32()?);
            Some((signature, disk, first, here, count, size, start, fields.u16()?))
        };
        let (signature, disk, first, here, count, size, start, comment) = numbers().ok_or_else(no_archive)?;
        if signature != END || comment != 0 {
            return Err(no_archive());
        }
        if disk != 0 || first != 0 || here != count {
            return Err(damaged("the archive is one of several parts"));
        }
        let is_64 = count == u16::MAX || size == ELSEWHERE || start == ELSEWHERE;
        let (count, size, start, end) = match is_64 {
            true => End::find_64(storage, at)?,
            false => (u64::from(count), u64::from(size), u64::from(start), at),
        };
        if count > MAX_ENTRIES as u64 || size > count * LONGEST_ENTRY {
            return Err(damaged(format!(
                "the archive says that it has {count} entries, listed in {size} bytes; {MAX_ENTRIES} is the most that it may have"
            )));
        }
        if count == 0 {
            return Err(damaged("the archive has no entries"));
        }
        if start.checked_add(size) != Some(end) {
            return Err(damaged(format!(
                "the archive says that its directory has {size} bytes from byte {start} on, and it must end at byte {end}"
            )));
        }
        Ok(End { count: count as usize, directory: start..end })
    }

    /// Count, size, begin and end of the directory from the records of ZIP64, which stand before `end`.
    fn find_64(storage: &Storage, end: u64) -> Result<(u64, u64, u64, u64)> {
        let bad = || damaged("the archive's numbers of 64 bits are not where they should be");
        let length = (LOCATOR_64_LENGTH + END_64_LENGTH) as u64;
        let at = end.checked_sub(length).ok_or_else(bad)?;
        let bytes = storage.bytes(at..end, "the end of an archive")?;
        let mut fields = Fields(&bytes);
        let mut numbers = || -> Option<(u64, u64, u64)> {
            let fields = &mut fields;
            let (signature, length) = (fields.u32()?, fields.u64()?);
            let (_made_by, _needed, disk, first) = (fields.u16()?, fields.u16()?, fields.u32()?, fields.u32()?);
            let (here, count, size, start) = (fields.u64()?, fields.u64()?, fields.u64()?, fields.u64()?);
            let (locator, locator_disk, located, disks) = (fields.u32()?, fields.u32()?, fields.u64()?, fields.u32()?);
            let right = signature == END_64 && length == END_64_LENGTH as u64 - 12 && locator == LOCATOR_64;
            let alone = disk == 0 && first == 0 && locator_disk == 0 && disks <= 1 && here == count;
            (right && alone && located == at).then_some((count, size, start))
        };
        let (count, size, start) = numbers().ok_or_else(bad)?;
        Ok((count, size, start, at))
    }
}

/// An entry as the directory lists it.
struct Listed {
    name: String,
    flags: u16,
    crc: u32,
    size: u64,
    at: u64,
}

impl Listed {
    fn read(fields: &mut Fields, number: usize) -> Result<Listed> {
        let cut_short = || damaged(format!("the archive's directory is cut short at entry {number}"));
        let mut header = || -> Option<_> {
            let (signature, _made_by, _needed) = (fields.u32()?, fields.u16()?, fields.u16()?);
            let (flags, method, _time_and_date) = (fields.u16()?, fields.u16()?, fields.u32()?);
            let (crc, stored, size) = (fields.u32()?, fields.u32()?, fields.u32()?);
            let (name, extra, comment) = (fields.u16()?, fields.u16()?, fields.u16()?);
            let (disk, _attributes, _permissions, at) = (fields.u16()?, fields.u16()?, fields.u32()?, fields.u32()?);
            let name = fields.take(usize::from(name))?;
            let extra = fields.take(usize::from(extra))?;
            fields.take(usize::from(comment))?;
            Some((signature, flags, method, crc, stored, size, disk, at, name, extra))
        };
        let (signature, flags, method, crc, stored, size, disk, at, name, extra) = header().ok_or_else(cut_short)?;
        if signature != DIRECTORY {
            return Err(damaged(format!("the archive's directory has no entry {number} where one should begin")));
        }
        let name = entry_name(name)?;
        let bad = |what: &str| damaged(format!("the archive's entry {name:?} {what}"));
        if flags & ENCRYPTED != 0 {
            return Err(bad("is encrypted"));
        }
        if method != 0 {
            return Err(bad(&format!("is compressed, by method {method}; entries of a bundle are stored as they are")));
        }
        if disk != 0 {
            return Err(bad("is on another disk"));
        }
        let extra = extra_64(extra).ok_or_else(|| bad("has extra fields that do not end where they should"))?;
        let mut extra = Fields(extra);
        let mut long = |short: u32| match short {
            ELSEWHERE => extra.u64().ok_or_else(|| bad("lacks its numbers of 64 bits")),
            short => Ok(u64::from(short)),
        };
        // In the order in which they stand there: the size, the stored size, the place.
        let (size, stored, at) = (long(size)?, long(stored)?, long(at)?);
        if size != stored {
            return Err(bad(&format!("says that its {size} bytes are stored as {stored}")));
        }
        Ok(Listed { name, flags, crc, size, at })
    }

    /// Where the data lies, between the entry's own header and the next one's, which begins at `next`.
    fn locate(self, storage: &Storage, next: u64) -> Result<Entry> {
        let Listed { name, flags, crc, size, at } = self;
        let bad = |what: &str| damaged(format!("the archive's entry {name:?} {what}"));
        let overlaps = || bad("reaches into what follows it");
        let begin = at.checked_add(LOCAL_LENGTH as u64).filter(|begin| *begin <= next).ok_or_else(overlaps)?;
        let bytes = storage.bytes(at..begin, "the header of an entry")?;
        let mut fields = Fields(&bytes);
        let mut header = || -> Option<_> {
            let fields = &mut fields;
            let (signature, _needed, flags, method) = (fields.u32()?, fields.u16()?, fields.u16()?, fields.u16()?);
            let (_time_and_date, crc, stored, size) = (fields.u32()?, fields.u32()?, fields.u32()?, fields.u32()?);
            Some((signature, flags, method, crc, stored, size, fields.u16()?, fields.u16()?))
        };
        let local = header().ok_or_else(overlaps)?;
        let (signature, local_flags, method, local_crc, stored, local_size, name_length, extra_length) = local;
        let name_end = begin + u64::from(name_length);
        let start = name_end + u64::from(extra_length);
        let end = start.checked_add(size).filter(|end| *end <= next).ok_or_else(overlaps)?;
        let local_name = storage.bytes(begin..name_end, "the name of an entry")?;
        // Of an entry that was written without looking back, the numbers stand behind the data.
        let numbers_agree = flags & DESCRIPTOR != 0
            || (local_crc == crc
                && [stored, local_size].iter().all(|local| *local == ELSEWHERE || u64::from(*local) == size));
        let agrees = signature == LOCAL && local_flags == flags && method == 0 && local_name == name.as_bytes();
        if !agrees || !numbers_agree {
            return Err(bad("has a header that does not say what the archive's directory says"));
        }
        Ok(Entry { name, data: start..end, crc })
    }
}

/// The name of an entry, which must be a relative path.
fn entry_name(name: &[u8]) -> Result<String> {
    if name.len() > MAX_NAME {
        return Err(damaged(format!(
            "an entry's name has {} bytes; {MAX_NAME} is the most that it may have",
            name.len()
        )));
    }
    let text = std::str::from_utf8(name)
        .map_err(|_| damaged(format!("an entry's name is no UTF-8: {:?}", String::from_utf8_lossy(name))))?;
    // A folder, which some tools list too, ends with a slash.
    let parts = text.strip_suffix('/').unwrap_or(text).split('/');
    let is_part = |part: &str| !matches!(part, "" | "." | "..");
    if !parts.into_iter().all(is_part) || text.contains(|c: char| c == '\\' || c.is_control()) {
        return Err(damaged(format!("an entry's name is no relative path: {text:?}")));
    }
    Ok(text.to_owned())
}

/// What the extra field of ZIP64 holds among these extra fields, empty where there is none; `None` when they are cut
/// short.
fn extra_64(extra: &[u8]) -> Option<&[u8]> {
    let mut fields = Fields(extra);
    let mut found: &[u8] = &[];
    while !fields.0.is_empty() {
        let (id, length) = (fields.u16()?, fields.u16()?);
        let content = fields.take(usize::from(length))?;
        if id == EXTRA_64 {
            found = content;
        }
    }
    Some(found)
}
