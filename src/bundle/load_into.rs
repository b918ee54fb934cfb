//! A file is brought into a State that is there: of another library, of another version of a model, of a part of it.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path as FilePath;

use super::file::StateFile;
use super::header::{Entry, Header, Stored};
use super::in_file;
use super::load::{LoadOptions, Names};
use crate::error::{Error, Result, Status};
use crate::graph::{Leaf, Listing, Path, State};
use crate::tensor::{Shape, Tensor};

/// What became of a leaf, of a tensor of the file, or of a rename rule. The numbers cross the C ABI and are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(i32)]
pub enum Outcome {
    /// The leaf has its value from the file.
    Loaded = 1,
    /// The file has no tensor for the leaf.
    Missing = 2,
    /// The State has no leaf for the tensor.
    Unexpected = 3,
    /// The tensor has another shape than the leaf.
    Shape = 4,
    /// The tensor has another dtype than the leaf.
    Dtype = 5,
    /// The rename rule takes no name of the file.
    UnusedRule = 6,
}

/// What became of one leaf, of one tensor of the file, or of a rename rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FitRow {
    /// The path of the leaf; where there is none, the path that the name of the tensor becomes; empty for a rule.
    pub path: Path,
    /// What became of it.
    pub outcome: Outcome,
    /// Where the value comes from, or what does not fit, for a person.
    pub detail: String,
}

/// How a file fits a State: a row for each leaf in order, then one for each tensor that no leaf asked for, and one for
/// each rename rule that takes no name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// The rows.
    pub rows: Vec<FitRow>,
}

/// A State like this one with the values of a safetensors file: types and metadata stay, names are matched with paths,
/// after [`LoadOptions::rename`]. Where the file knows a leaf under another path because it is shared, that counts too.
///
/// Without [`LoadOptions::partial`] every leaf must be loaded and every tensor used. With it the others keep their value,
/// and the rows say which. Mapping as [`load`](super::load).
///
/// # Errors
/// As [`load`](super::load); `FAILED_PRECONDITION` with a list when the file does not fit, and `INVALID_ARGUMENT` when
/// two tensors go to one path.
pub fn load_into(like: &State, file: &FilePath, options: &LoadOptions) -> Result<(State, Fit)> {
    let loaded = StateFile::open(file, options).and_then(|file| fit_file(like, &file, options));
    loaded.map_err(|error| in_file(file, error))
}

/// As [`load_into`], from the bytes of a safetensors file. Every tensor is copied.
///
/// # Errors
/// As [`load_into`].
pub fn load_bytes_into(like: &State, bytes: &[u8], options: &LoadOptions) -> Result<(State, Fit)> {
    fit_file(like, &StateFile::of_bytes(bytes, options)?, options)
}

fn fit_file(like: &State, file: &StateFile<'_>, options: &LoadOptions) -> Result<(State, Fit)> {
    fit(like, &file.header, |numbers| file.tensors(numbers), options)
}

/// Brings what a header announces, and `read` gives by its numbers, into a State like this one.
pub(super) fn fit(
    like: &State,
    header: &Header,
    read: impl FnOnce(&[usize]) -> Result<Vec<Tensor>>,
    options: &LoadOptions,
) -> Result<(State, Fit)> {
    let entries = &header.tensors;
    let names = Names::new(header, &options.rename)?;
    let paths = names.paths(header)?;
    let mut tensors = HashMap::with_capacity(paths.len());
    for (number, path) in paths.iter().enumerate() {
        if let Some(other) = tensors.insert(path, number) {
            let (first, second) = (&entries[other].name, &entries[number].name);
            return Err(Error::invalid(format!("the tensors {first:?} and {second:?} both go here")).at(path));
        }
    }
    let aliases: HashMap<Path, Path> = names.aliases(header)?.into_iter().collect();
    let mut used = vec![false; entries.len()];
    let mut listing = Listing::default();
    // The leaves to load, with the numbers of their tensors.
    let (mut rows, mut loaded) = (Vec::with_capacity(like.len()), Vec::new());
    for leaf in 0..like.len() {
        let path = like.listed_path(leaf, &mut listing)?;
        let number = tensors.get(&path).or_else(|| tensors.get(&first_path(&path, &aliases)?)).copied();
        let (outcome, detail) = match number {
            Some(number) => {
                used[number] = true;
                check(&like.values()[leaf], &entries[number], options.allow_dtype_change)
            }
            None => (Outcome::Missing, format!("the file has no tensor for this leaf, {}", like.values()[leaf])),
        };
        if let (Outcome::Loaded, Some(number)) = (outcome, number) {
            loaded.push((number, leaf));
        }
        listing.count(detail.len())?;
        rows.push(FitRow { path, outcome, detail });
    }
    let mut unexpected: Vec<usize> = (0..entries.len()).filter(|number| !used[*number]).collect();
    unexpected.sort_by_key(|number| &paths[*number]);
    rows.extend(unexpected.into_iter().map(|number| FitRow {
        path: paths[number].clone(),
        outcome: Outcome::Unexpected,
        detail: format!("no leaf for {}", describe(&entries[number])),
    }));
    rows.extend(names.unused_rules().into_iter().map(|rule| FitRow {
        path: Path::root(),
        outcome: Outcome::UnusedRule,
        detail: format!("the rename rule {rule} takes no name of the file"),
    }));
    if !options.partial {
        refuse_unless_all_loaded(&rows)?;
    }
    // In the order of the file; several leaves may have one tensor.
    loaded.sort_unstable();
    let mut numbers: Vec<usize> = loaded.iter().map(|(number, _)| *number).collect();
    numbers.dedup();
    let read = read(&numbers)?;
    let value_of = |number: &usize| numbers.binary_search(number).ok().map(|at| Leaf::from(read[at].clone()));
    let changes = loaded.iter().filter_map(|(number, leaf)| Some((*leaf, value_of(number)?)));
    Ok((like.with_leaves(changes), Fit { rows }))
}

/// The first path of what this path leads to in the graph that the file was made from; `None` when it is this one.
fn first_path(path: &Path, aliases: &HashMap<Path, Path>) -> Option<Path> {
    if aliases.is_empty() {
        return None;
    }
    let mut at = aliases.get(&Path::root()).cloned().unwrap_or_default();
    for key in path.keys() {
        at.push(key.clone());
        if let Some(first) = aliases.get(&at) {
            at = first.clone();
        }
    }
    (at != *path).then_some(at)
}

fn check(leaf: &Leaf, entry: &Entry, allow_dtype_change: bool) -> (Outcome, String) {
    let found = describe(entry);
    let Leaf::Tensor(tensor) = leaf else {
        return (Outcome::Dtype, format!("{found} cannot be put into an opaque leaf, {leaf}"));
    };
    if tensor.shape() != entry.shape {
        return (Outcome::Shape, format!("{found} does not fit {leaf}"));
    }
    match entry.dtype {
        Stored::Held(dtype) if dtype == tensor.dtype() => (Outcome::Loaded, format!("from {found}")),
        Stored::Held(_) if allow_dtype_change => {
            (Outcome::Loaded, format!("from {found}, instead of {}", tensor.dtype()))
        }
        Stored::Held(_) => (Outcome::Dtype, format!("{found} does not fit {leaf}")),
        Stored::Other(_) => (Outcome::Dtype, format!("{found} is of a type that libnnx does not hold")),
    }
}

/// `"layer1.weight" float32[64,2]`
fn describe(entry: &Entry) -> String {
    let shape = Shape::new(&entry.shape).map_or_else(|_| format!("{:?}", entry.shape), |shape| shape.to_string());
    format!("{:?} {}{shape}", entry.name, entry.dtype)
}

/// An error that lists what was not loaded.
fn refuse_unless_all_loaded(rows: &[FitRow]) -> Result<()> {
    const LISTED: usize = 100;
    let (rules, leaves): (Vec<&FitRow>, Vec<&FitRow>) = rows.iter().partition(|row| row.outcome == Outcome::UnusedRule);
    let others: Vec<&FitRow> = leaves.into_iter().filter(|row| row.outcome != Outcome::Loaded).collect();
    if others.is_empty() {
        return Ok(());
    }
    let places = if others.len() == 1 { "place" } else { "places" };
    let mut text = format!("the file does not fit the State in {} {places}:", others.len());
    for FitRow { path, detail, .. } in others.iter().take(LISTED) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  {path}: {detail}");
    }
    if others.len() > LISTED {
        let _ = write!(text, "\n  and {} more", others.len() - LISTED);
    }
    for FitRow { detail, .. } in rules {
        let _ = write!(text, "\n  {detail}");
    }
    Err(Error::new(Status::FailedPrecondition, text))
}
