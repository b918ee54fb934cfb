//! A file becomes a State.

use std::path::Path as FilePath;

use super::file::StateFile;
use super::header::Header;
use super::rename::Renames;
use super::variables::Variables;
use super::{FORMAT, damaged, in_file, text};
use crate::error::{Error, Result, Status};
use crate::graph::{GraphDef, Key, Listing, Path, State, StateLeaf};

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct LoadOptions {
    /// Rules from names in the file to paths, for files of other libraries. The rule for the exact name comes first, then
    /// the longest.
    ///
    /// - A rule whose `from` ends with neither `.` nor `/` renames the one tensor of that name to the path `to`.
    /// - A rule whose `from` ends with `.` or `/` moves every tensor whose name begins with it; `to` is empty or a path
    ///   that ends with `/`. The rest of the name is taken apart at that same character: with the rule
    ///   `("encoder.", "model/")` the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or `/`
    ///   takes every name.
    /// - In a rule with one `*` in `from` and one in `to` the `*` stands for one or more whole components, taken apart at
    ///   the `.` or `/` beside it: `("*.weight", "*/kernel")`. A text with more than one `*` is an error.
    pub rename: Vec<(String, String)>,
    /// Copies every tensor instead of using large ones where the file is mapped.
    pub copy: bool,
    /// Does not check the file's checksum, for which all of it is read.
    pub no_checksum: bool,
    /// For [`load_into`](super::load_into): leaves that the file does not have or that do not fit keep their value, and
    /// tensors that are not asked for are passed over.
    pub partial: bool,
    /// For [`load_into`](super::load_into): a leaf takes the tensor of the file although it has another dtype.
    pub allow_dtype_change: bool,
}

/// Reads a State from a safetensors file, and the GraphDef if the file has one.
///
/// Names are taken as paths. In a file that libnnx did not write a name that is no path, such as `a//b`, is one key; so is
/// `layer1.weight`, which is a path of one key. Its leaves are arrays without Variables. Variable types that the file
/// names and the program does not know are registered.
///
/// The checksum of a file that libnnx wrote is checked, unless the options say `no_checksum`. Tensors of 4 KiB and more
/// are not copied but mapped from the file, unless the options say `copy` or the file does not
/// allow it. [`save`](super::save) never changes a file that is there. **A mapped file that another program changes in
/// place changes the tensors, and one that it cuts short ends the process when they are read**: copy where that may happen.
///
/// # Errors
/// `NOT_FOUND` when there is no such file; `DATA_LOSS` when it is cut short, altered or no safetensors file;
/// `UNIMPLEMENTED` for element types that libnnx does not hold; `VERSION_MISMATCH` for a newer format of libnnx.
pub fn load(file: &FilePath, options: &LoadOptions) -> Result<(State, Option<GraphDef>)> {
    StateFile::open(file, options).and_then(|file| read(&file, options, None)).map_err(|error| in_file(file, error))
}

/// Reads a State from the bytes of a safetensors file, as [`load`]. Every tensor is copied.
///
/// # Errors
/// As [`load`].
pub fn load_bytes(bytes: &[u8], options: &LoadOptions) -> Result<(State, Option<GraphDef>)> {
    read(&StateFile::of_bytes(bytes, options)?, options, None)
}

/// Reads the State of a file, whose GraphDef may be known already.
pub(super) fn read(
    file: &StateFile<'_>,
    options: &LoadOptions,
    known: Option<&GraphDef>,
) -> Result<(State, Option<GraphDef>)> {
    let header = &file.header;
    let paths = Names::new(header, &options.rename)?.paths(header)?;
    let graphdef = match (known, header.metadata.get(text::GRAPHDEF)) {
        (Some(known), _) => Some(known.clone()),
        (None, Some(json)) if is_own(header) => Some(
            GraphDef::parse(json).map_err(|error| damaged(format!("the file's GraphDef cannot be read: {error}")))?,
        ),
        _ => None,
    };
    let variables = if is_own(header) { Variables::read(header, graphdef.as_ref())? } else { Variables::default() };
    let all: Vec<usize> = (0..header.tensors.len()).collect();
    let tensors = file.tensors(&all)?;
    let leaves = paths.into_iter().zip(tensors).zip(&header.tensors).map(|((path, tensor), entry)| {
        let (variable_type, metadata) = variables.get(&entry.name);
        StateLeaf { path, variable_type, metadata, value: tensor.into() }
    });
    let state = State::from_leaves(leaves.collect()).map_err(|error| {
        let status =
            if is_own(header) && options.rename.is_empty() { Status::DataLoss } else { Status::InvalidArgument };
        let contradiction = Error::new(status, format!("the names in the file are no State: {}", error.message()));
        contradiction.at(error.path().unwrap_or_default())
    })?;
    Ok((state, graphdef))
}

/// Whether libnnx wrote the file.
fn is_own(header: &Header) -> bool {
    header.metadata.contains_key(text::FORMAT)
}

/// How the names in a file become paths.
pub(super) struct Names {
    renames: Renames,
    own: bool,
}

impl Names {
    /// Checks the rules and the format of the file.
    pub(super) fn new(header: &Header, rename: &[(String, String)]) -> Result<Names> {
        if let Some(format) = header.metadata.get(text::FORMAT)
            && format != FORMAT
        {
            return Err(Error::new(
                Status::VersionMismatch,
                format!("the file has format {format:?} of libnnx; this version reads {FORMAT:?}"),
            ));
        }
        Ok(Names { renames: Renames::new(rename)?, own: is_own(header) })
    }

    /// The paths of all tensors of the file.
    pub(super) fn paths(&self, header: &Header) -> Result<Vec<Path>> {
        let mut listing = Listing::default();
        header.tensors.iter().map(|entry| Ok(listing.made(self.path(&entry.name, Renames::tensor)?)?)).collect()
    }

    /// The aliases that the file knows: each further path of a shared node with its first path.
    pub(super) fn aliases(&self, header: &Header) -> Result<Vec<(Path, Path)>> {
        let Some(json) = header.metadata.get(text::ALIASES).filter(|_| self.own) else { return Ok(Vec::new()) };
        let bad = |why: String| damaged(format!("the file's {} cannot be read: {why}", text::ALIASES));
        let aliases: std::collections::BTreeMap<String, String> =
            serde_json::from_str(json).map_err(|error| bad(error.to_string()))?;
        let path = |name: &str| self.path(name, Renames::node).map_err(|error| bad(error.message().to_owned()));
        let mut listing = Listing::default();
        let mut path = |name| -> Result<Path> { Ok(listing.made(path(name)?)?) };
        aliases.iter().map(|(alias, first)| Ok((path(alias)?, path(first)?))).collect()
    }

    /// The rename rules that took no name, see [`Renames::unused`].
    pub(super) fn unused_rules(&self) -> Vec<&str> {
        self.renames.unused()
    }

    fn path(&self, name: &str, rename: impl Fn(&Renames, &str) -> Option<Path>) -> Result<Path> {
        if let Some(path) = rename(&self.renames, name) {
            return Ok(path);
        }
        match name.parse() {
            Ok(path) => Ok(path),
            Err(error) if self.own => Err(damaged(format!("the name of a tensor is {}", error.message()))),
            Err(_) => Ok(Path::from(vec![Key::name(name)])),
        }
    }
}
