//! A State becomes a file.

use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path as FilePath;

use super::header::{self, ALIGNMENT, Entry, METADATA, Stored};
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
    let contents = Contents::of(state, graphdef)?;
    atomic::replace(file, options.sync, |out| contents.write(out)).map_err(|error| in_file(file, error))
}

/// The bytes of the file that [`save`] writes.
///
/// # Errors
/// As [`save`], and `RESOURCE_EXHAUSTED`.
pub fn to_bytes(state: &State, graphdef: Option<&GraphDef>) -> Result<Vec<u8>> {
    let contents = Contents::of(state, graphdef)?;
    let size = contents.header.len() + contents.tensors.iter().map(|tensor| tensor.nbytes()).sum::<usize>();
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size).map_err(|_| Error::out_of_memory("a file", size))?;
    contents.write(&mut bytes).map_err(|error| Error::new(Status::Internal, error.to_string()))?;
    Ok(bytes)
}

/// What goes into the file.
struct Contents<'a> {
    header: Vec<u8>,
    tensors: Vec<&'a Tensor>,
}

impl<'a> Contents<'a> {
    fn of(state: &'a State, graphdef: Option<&GraphDef>) -> Result<Contents<'a>> {
        let mut listing = Listing::within(header::LONGEST);
        let names: Fits<Vec<String>> =
            (0..state.len()).map(|leaf| tensor_name(state.display_path(leaf), &mut listing)).collect();
        let names = names.map_err(header::too_long)?;
        let metadata = metadata(state, &names, graphdef)?;
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
        let entries: Vec<Entry> = tensors
            .iter()
            .map(|(leaf, tensor)| {
                let start = end;
                end += tensor.nbytes();
                let (dtype, shape) = (Stored::Held(tensor.dtype()), tensor.shape().to_vec());
                Entry { name: names[*leaf].clone(), dtype, shape, bytes: start..end }
            })
            .collect();
        let mut header = header::print(&metadata, &entries)?;
        checksum::seal(&mut header, tensors.iter().map(|(_, tensor)| tensor.bytes()));
        Ok(Contents { header, tensors: tensors.into_iter().map(|(_, tensor)| tensor).collect() })
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&self.header)?;
        self.tensors.iter().try_for_each(|tensor| out.write_all(tensor.bytes()))
    }
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

/// The texts of the header.
fn metadata(state: &State, names: &[String], graphdef: Option<&GraphDef>) -> Result<Vec<(&'static str, String)>> {
    let mut texts = vec![(text::FORMAT, FORMAT.to_owned()), (checksum::NAME, checksum::ZERO.to_owned())];
    let is_plain = |leaf| state.variable_type(leaf).is_none() && state.metadata(leaf).entries().is_empty();
    let mut told = graphdef.is_none() && (0..state.len()).all(is_plain);
    if let Some(graphdef) = graphdef {
        told = variables::told_by(graphdef, state, &leaf_numbers(graphdef, state)?);
        if let Some(path) = graphdef.foreign_static() {
            return Err(Error::invalid(
                "the GraphDef has a static value of another language here, which no file can hold",
            )
            .at(path));
        }
        texts.push((text::GRAPHDEF, json(graphdef)?));
        let (tree, aliases) = graphdef.alias_places();
        if !aliases.is_empty() {
            let mut listing = Listing::within(header::LONGEST);
            let mut alias = |(alias, first)| {
                let alias = listing.text(tree.display(alias))?;
                Ok((alias, tensor_name(tree.display(first), &mut listing)?.into()))
            };
            let aliases: Fits<serde_json::Map<String, serde_json::Value>> =
                aliases.into_iter().map(&mut alias).collect();
            texts.push((text::ALIASES, serde_json::Value::Object(aliases.map_err(header::too_long)?).to_string()));
        }
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

/// The JSON of a GraphDef that fits into a header.
fn json(graphdef: &GraphDef) -> Result<String> {
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
