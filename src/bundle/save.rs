//! A State becomes a file.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path as FilePath;

use super::header::{self, ALIGNMENT, Entry, Header, METADATA, Stored};
use super::{FORMAT, atomic, checksum, in_file, text, variables};
use crate::error::{Error, Result, Status};
use crate::graph::{Fits, GraphDef, Key, Listing, State};
use crate::tensor::Tensor;

/// How a file is written.
#[derive(Clone, Copy, Debug)]
pub struct SaveOptions {
    /// Waits until the content and the name of the file are on the disk, so that it outlives a loss of power. Without, it
    /// is faster, and whole as long as the machine runs.
    pub sync: bool,
}

impl Default for SaveOptions {
    fn default() -> SaveOptions {
        SaveOptions { sync: true }
    }
}

/// Saves a State as a safetensors file, with the GraphDef it belongs to if one is given. The State may be a part of it.
///
/// The file is written under another name beside its own, which it gets when it is complete: whatever happens, the old
/// file or the new one is there. A process that is killed may leave a file `.nnx-*.tmp` behind.
///
/// # Errors
/// `INVALID_ARGUMENT` with the path for an opaque leaf, for a static value of another language, and for a leaf that the
/// GraphDef does not have; the status of [`crate::Status`] that fits what the operating system says. The old file is
/// unchanged then.
pub fn save(state: &State, graphdef: Option<&GraphDef>, file: &FilePath, options: &SaveOptions) -> Result<()> {
    let contents = Contents::of(state, graphdef, true)?;
    atomic::replace(file, options.sync, |out| contents.write(out)).map_err(|error| in_file(file, error))
}

/// The bytes of the file that [`save`] writes.
///
/// # Errors
/// As [`save`], and `RESOURCE_EXHAUSTED`.
pub fn to_bytes(state: &State, graphdef: Option<&GraphDef>) -> Result<Vec<u8>> {
    let contents = Contents::of(state, graphdef, true)?;
    let size = contents.header.len() + contents.tensors.iter().map(|tensor| tensor.nbytes()).sum::<usize>();
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| Error::out_of_memory("a file", size))?;
    contents.write(&mut bytes).map_err(|error| Error::new(Status::Internal, error.to_string()))?;
    Ok(bytes)
}

/// What goes into the file.
pub(super) struct Contents<'a> {
    header: Vec<u8>,
    tensors: Vec<&'a Tensor>,
}

impl<'a> Contents<'a> {
    /// The contents of the file of a State. Without `embed`, the file does not have the GraphDef, which stands elsewhere,
    /// but all else that is known by it.
    pub(super) fn of(state: &'a State, graphdef: Option<&GraphDef>, embed: bool) -> Result<Contents<'a>> {
        let names = tensor_names(state)?;
        let metadata = metadata(state, &names, graphdef, embed)?;
        let (tensors, entries) = in_file_order(state, &names)?;
        let mut header = header::print(&metadata, &entries)?;
        checksum::seal(&mut header, tensors.iter().map(|tensor| tensor.bytes()));
        Ok(Contents { header, tensors })
    }

    /// The bytes of the file, piece by piece.
    pub(super) fn pieces(&self) -> Vec<&[u8]> {
        let tensors = self.tensors.iter().map(|tensor| tensor.bytes());
        std::iter::once(self.header.as_slice()).chain(tensors).collect()
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.header)?;
        self.tensors.iter().try_for_each(|tensor| out.write_all(tensor.bytes()))
    }
}

/// What a file of this State and its GraphDef would hold, and the tensors in that order.
pub(super) fn announced<'a>(state: &'a State, graphdef: &GraphDef) -> Result<(Header, Vec<&'a Tensor>)> {
    let names = tensor_names(state)?;
    let (tensors, entries) = in_file_order(state, &names)?;
    let texts = [(text::FORMAT, FORMAT.to_owned())].into_iter().chain(aliases(graphdef)?);
    let metadata = texts.map(|(name, text)| (name.to_owned(), text)).collect();
    Ok((Header { metadata, tensors: entries }, tensors))
}

/// The names of the tensors of all leaves.
fn tensor_names(state: &State) -> Result<Vec<String>> {
    let mut listing = Listing::within(header::LONGEST);
    let names: Fits<Vec<String>> =
        (0..state.len()).map(|leaf| tensor_name(state.display_path(leaf), &mut listing)).collect();
    names.map_err(header::too_long)
}

/// The tensors in the order of their data, and their entries in the header.
fn in_file_order<'a>(state: &'a State, names: &[String]) -> Result<(Vec<&'a Tensor>, Vec<Entry>)> {
    let mut tensors = Vec::with_capacity(state.len());
    for (leaf, value) in state.values().iter().enumerate() {
        let tensor = value.tensor().ok_or_else(|| {
            Error::invalid(format!("an opaque leaf cannot be saved: {value}")).at(state.display_path(leaf))
        })?;
        tensors.push((leaf, tensor));
    }
    // Stable, so that the leaves of one size class stay in the order of their paths.
    tensors.sort_by_key(|(_, tensor)| std::cmp::Reverse(size_class(tensor.nbytes())));
    let mut end = 0;
    let entry = |(leaf, tensor): &(usize, &Tensor)| {
        let start = end;
        end += tensor.nbytes();
        let (dtype, shape) = (Stored::Held(tensor.dtype()), tensor.shape().to_vec());
        Entry { name: names[*leaf].clone(), dtype, shape, bytes: start..end }
    };
    let entries = tensors.iter().map(entry).collect();
    Ok((tensors.into_iter().map(|(_, tensor)| tensor).collect(), entries))
}

/// The name of a leaf's tensor: its printed path, in quotes where that is the one name that means something else.
fn tensor_name(path: impl Display, listing: &mut Listing) -> Fits<String> {
    let name = listing.text(path)?;
    Ok(if name == METADATA { format!("\"{METADATA}\"") } else { name })
}

/// The largest power of two that divides the size, as far as it matters. Every tensor begins at a multiple of its own,
/// when those of larger ones come before.
fn size_class(nbytes: usize) -> usize {
    if nbytes == 0 { ALIGNMENT } else { ALIGNMENT.min(1 << nbytes.trailing_zeros().min(31)) }
}

/// The text that lists the aliases of a GraphDef, where it has any.
fn aliases(graphdef: &GraphDef) -> Result<Option<(&'static str, String)>> {
    let (tree, aliases) = graphdef.alias_places();
    if aliases.is_empty() {
        return Ok(None);
    }
    let mut listing = Listing::within(header::LONGEST);
    let mut alias = |(alias, first)| {
        let alias = listing.text(tree.display(alias))?;
        Ok((alias, tensor_name(tree.display(first), &mut listing)?.into()))
    };
    let aliases: Fits<serde_json::Map<String, serde_json::Value>> = aliases.into_iter().map(&mut alias).collect();
    let text = serde_json::Value::Object(aliases.map_err(header::too_long)?).to_string();
    Ok(Some((text::ALIASES, text)))
}

/// The texts of the header.
fn metadata(
    state: &State,
    names: &[String],
    graphdef: Option<&GraphDef>,
    embed: bool,
) -> Result<Vec<(&'static str, String)>> {
    let mut texts = vec![(text::FORMAT, FORMAT.to_owned()), (checksum::NAME, checksum::ZERO.to_owned())];
    let is_plain = |leaf| state.variable_type(leaf).is_none() && state.metadata(leaf).entries().is_empty();
    let mut told = graphdef.is_none() && (0..state.len()).all(is_plain);
    if let Some(graphdef) = graphdef {
        told = variables::told_by(graphdef, state, &leaf_numbers(graphdef, state)?);
        refuse_foreign(graphdef)?;
        if embed {
            texts.push((text::GRAPHDEF, json(graphdef)?));
        }
        texts.extend(aliases(graphdef)?);
    }
    if !told {
        let table = variables::table(state, names)?;
        if let Some(path) = table.foreign_static() {
            let path = match path.keys().first() {
                Some(Key::Str(path)) => path.to_string(),
                _ => path.to_string(),
            };
            return Err(
                Error::invalid("the metadata has a value of another language here, which no file can hold").at(path)
            );
        }
        texts.push((text::VARIABLES, json(&table)?));
    }
    Ok(texts)
}

/// An error for a static value that has no form in a file.
pub(super) fn refuse_foreign(graphdef: &GraphDef) -> Result<()> {
    match graphdef.foreign_static() {
        Some(path) => {
            let message = "the GraphDef has a static value of another language here, which no file can hold";
            Err(Error::invalid(message).at(path))
        }
        None => Ok(()),
    }
}

/// The JSON of a GraphDef that fits into a header.
pub(super) fn json(graphdef: &GraphDef) -> Result<String> {
    graphdef.to_json_within(header::LONGEST).map_err(header::too_long)
}

/// The numbers that the leaves of a State have in the GraphDef.
fn leaf_numbers(graphdef: &GraphDef, state: &State) -> Result<Vec<usize>> {
    let number = |(leaf, number): (usize, Option<usize>)| {
        let missing = || Error::invalid("the State has a leaf here that the GraphDef does not have");
        number.ok_or_else(|| missing().at(state.display_path(leaf)))
    };
    graphdef.leaves_of(state).into_iter().enumerate().map(number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_class_is_a_power_of_two_that_divides_the_size() {
        for (nbytes, class) in [(0, 256), (1, 1), (2, 2), (3, 1), (12, 4), (64, 64), (96, 32), (4096, 256), (4097, 1)] {
            assert_eq!(size_class(nbytes), class, "{nbytes}");
        }
    }
}
