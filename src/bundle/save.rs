//! A State becomes a file.

use std::io::{self, Write};
use std::path::Path as FilePath;

use super::header::{self, ALIGNMENT, Entry, METADATA, Stored};
use super::{FORMAT, atomic, checksum, in_file, text, variables};
use crate::error::{Error, Result, Status};
use crate::graph::{GraphDef, Key, Listing, Path, State};
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
        let mut listing = Listing::default();
        let paths: Vec<Path> = (0..state.len()).map(|leaf| listing.path(state.path(leaf))).collect::<Result<_>>()?;
        let names: Vec<String> = paths.iter().map(tensor_name).collect();
        let metadata = metadata(state, &paths, &names, graphdef)?;
        let mut tensors = Vec::with_capacity(state.len());
        for (leaf, value) in state.values().iter().enumerate() {
            let tensor = value
                .tensor()
                .ok_or_else(|| Error::invalid(format!("an opaque leaf cannot be saved: {value}")).at(&paths[leaf]))?;
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
fn tensor_name(path: &Path) -> String {
    let name = path.to_string();
    if name == METADATA { format!("\"{METADATA}\"") } else { name }
}

/// The largest power of two that divides the size, as far as it matters. Every tensor begins at a multiple of its own,
/// when those of larger ones come before.
fn size_class(nbytes: usize) -> usize {
    if nbytes == 0 { ALIGNMENT } else { ALIGNMENT.min(1 << nbytes.trailing_zeros().min(31)) }
}

/// The texts of the header.
fn metadata(
    state: &State,
    paths: &[Path],
    names: &[String],
    graphdef: Option<&GraphDef>,
) -> Result<Vec<(&'static str, String)>> {
    let mut texts = vec![(text::FORMAT, FORMAT.to_owned()), (checksum::NAME, checksum::ZERO.to_owned())];
    let is_plain = |leaf| state.variable_type(leaf).is_none() && state.metadata(leaf).entries().is_empty();
    let mut told = graphdef.is_none() && (0..state.len()).all(is_plain);
    if let Some(graphdef) = graphdef {
        told = variables::told_by(graphdef, state, &leaf_numbers(graphdef, paths)?);
        if let Some(path) = graphdef.foreign_static() {
            return Err(Error::invalid(
                "the GraphDef has a static value of another language here, which no file can hold",
            )
            .at(path));
        }
        texts.push((text::GRAPHDEF, graphdef.to_json()));
        let aliases = graphdef.aliases();
        if !aliases.is_empty() {
            let aliases: serde_json::Map<String, serde_json::Value> =
                aliases.iter().map(|(alias, first)| (alias.to_string(), tensor_name(first).into())).collect();
            texts.push((text::ALIASES, serde_json::Value::Object(aliases).to_string()));
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
        texts.push((text::VARIABLES, table.to_json()));
    }
    Ok(texts)
}

/// The numbers that leaves with these paths have in the GraphDef.
fn leaf_numbers(graphdef: &GraphDef, paths: &[Path]) -> Result<Vec<usize>> {
    let mut numbers = Vec::with_capacity(paths.len());
    let mut next = 0;
    for path in paths {
        // Both are in the order of their paths.
        while next < graphdef.num_leaves() && graphdef.leaf_path(next) < *path {
            next += 1;
        }
        if next == graphdef.num_leaves() || graphdef.leaf_path(next) != *path {
            return Err(Error::invalid("the State has a leaf here that the GraphDef does not have").at(path));
        }
        numbers.push(next);
    }
    Ok(numbers)
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
