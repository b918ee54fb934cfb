//! A run in one file: objects, their State, and the steps that go on with it.

use std::collections::{BTreeMap, HashSet};
use std::path::Path as FilePath;
use std::sync::Arc;

use super::archive::{self, Archive, Part};
use super::file::StateFile;
use super::graphdefs::{self, Saved, Stored};
use super::header::ALIGNMENT;
use super::load::{self, LoadOptions};
use super::load_into::{Fit, fit};
use super::manifest::{self, Manifest, Origin};
use super::program_map::{self, field, text, within};
use super::save::{Contents, SaveOptions, announced};
use super::storage::Storage;
use super::{atomic, damaged, in_file};
use crate::error::{Error, Result, Status};
use crate::graph::{GraphDef, Leaf, Node, State, UpdateOptions, merge};
use crate::program::{self, Module};
use crate::step::{Device, Jit, JitOptions, Step, StepMap};
use crate::trace::StructureChange;

/// The entry of the State.
const STATE: &str = "state.safetensors";

/// The longest manifest and the longest text of a program.
const LONGEST_TEXT: u64 = 1 << 30;

/// The longest name of a program.
const LONGEST_NAME: usize = 128;

/// What a bundle file holds: a GraphDef, the State of all its leaves, and programs.
#[derive(Clone)]
pub struct Bundle {
    /// The structure.
    pub graphdef: GraphDef,
    /// The values of all its leaves.
    pub state: State,
    /// Steps over these objects, or others. No two have the same name.
    pub programs: Vec<SavedProgram>,
    /// What the user says about the bundle.
    pub metadata: BTreeMap<String, String>,
    /// What wrote the file; nothing of a bundle that was not read from one.
    pub origin: Option<Origin>,
}

/// A program, and what its arguments and results are.
#[derive(Clone)]
pub struct SavedProgram {
    /// Its name: up to 128 letters, digits, `_`, `-` and `.` of ASCII, no `.` at the beginning.
    pub name: String,
    /// The program.
    pub module: Arc<Module>,
    /// The structure of the objects that it takes, in a tuple.
    pub graphdef: GraphDef,
    /// The structure of the objects after it.
    pub out_graphdef: GraphDef,
    /// What it changes in the structure.
    pub structure: Option<StructureChange>,
    /// Which argument and result is which leaf, input or output.
    pub map: StepMap,
}

impl SavedProgram {
    /// The program of a step.
    pub fn of(name: &str, step: &Step) -> SavedProgram {
        SavedProgram {
            name: name.to_owned(),
            module: Arc::clone(step.module()),
            graphdef: step.graphdef().clone(),
            out_graphdef: step.out_graphdef().clone(),
            structure: step.structure().cloned(),
            map: step.map().clone(),
        }
    }

    /// The step of the program, which runs on this device.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` when program, structures and map do not fit each other, `UNIMPLEMENTED` for what the device
    /// cannot do.
    pub fn step(&self, device: Device) -> Result<Step> {
        let structures = (self.graphdef.clone(), self.out_graphdef.clone());
        Step::from_parts(Arc::clone(&self.module), structures, self.structure.clone(), self.map.clone(), device)
    }
}

impl Bundle {
    /// A bundle of the objects below a node as they are now, without programs.
    ///
    /// # Errors
    /// As [`Node::split_whole`].
    pub fn of(root: &Node) -> Result<Bundle> {
        let (graphdef, state) = root.split_whole()?;
        Ok(Bundle::new(graphdef, state))
    }

    /// A bundle without programs.
    pub fn new(graphdef: GraphDef, state: State) -> Bundle {
        Bundle { graphdef, state, programs: Vec::new(), metadata: BTreeMap::new(), origin: None }
    }

    /// Saves it as a file, whole or not at all, as [`save`](super::save) does.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` with the path for an opaque leaf, for a static value of another language, and for a State that
    /// has not exactly the leaves of the GraphDef; with the program for a name that cannot be or stands twice, and for one
    /// whose map does not fit. As [`save`](super::save). The old file is unchanged then.
    pub fn save(&self, file: &FilePath, options: &SaveOptions) -> Result<()> {
        let saved = self.with_parts(|parts| atomic::replace(file, options.sync, |out| archive::write(parts, out)));
        saved.map_err(|error| in_file(file, error))
    }

    /// The bytes of the file that [`Bundle::save`] writes.
    ///
    /// # Errors
    /// As there.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        self.with_parts(|parts| {
            let size = parts.iter().flat_map(|part| &part.pieces).map(|piece| piece.len()).sum::<usize>();
            let mut bytes = Vec::new();
            bytes.try_reserve(size).map_err(|_| Error::out_of_memory("a file", size))?;
            archive::write(parts, &mut bytes).map_err(|error| Error::new(Status::Internal, error.to_string()))?;
            Ok(bytes)
        })
    }

    /// Hands over the entries of the file.
    fn with_parts<R>(&self, f: impl FnOnce(&[Part]) -> Result<R>) -> Result<R> {
        let state = whole(&self.graphdef, &self.state)?;
        let state = Contents::of(&state, Some(&self.graphdef), false)?;
        let mut graphdefs = Saved::new(&self.graphdef)?;
        let (mut entries, mut texts, mut names) = (Vec::new(), Vec::new(), HashSet::new());
        for program in &self.programs {
            let name = program.name.as_str();
            let file = program_file(name);
            let saved =
                check_new_name(name, &mut names).and_then(|()| program_map::to_json(program, &file, &mut graphdefs));
            entries.push(saved.map_err(|error| of_program(name, error))?);
            texts.push((file, program.module.to_string()));
        }
        let manifest = (manifest::NAME.to_owned(), manifest::print(&self.metadata, entries));
        let texts: Vec<(String, String)> = [manifest].into_iter().chain(graphdefs.texts()?).chain(texts).collect();
        let mut parts = Vec::with_capacity(texts.len() + 1);
        for (name, text) in &texts {
            if text.len() as u64 > LONGEST_TEXT {
                let message = format!("{name} has {} bytes; {LONGEST_TEXT} is the most that it may have", text.len());
                return Err(Error::new(Status::ResourceExhausted, message));
            }
            parts.push(Part { name: name.clone(), pieces: vec![text.as_bytes()], alignment: 1 });
        }
        parts.push(Part { name: STATE.to_owned(), pieces: state.pieces(), alignment: ALIGNMENT as u64 });
        f(&parts)
    }

    /// Reads a bundle. Of the options `copy` and `no_checksum` count; large tensors are mapped as
    /// [`load`](super::load) says.
    ///
    /// # Errors
    /// `NOT_FOUND` when there is no such file; `DATA_LOSS` when it is cut short, altered or no bundle; `UNIMPLEMENTED` for
    /// operations and types that this version does not know; `VERSION_MISMATCH` for a newer format.
    pub fn open(file: &FilePath, options: &LoadOptions) -> Result<Bundle> {
        let storage = Storage::open(file);
        storage.and_then(|storage| Bundle::read(storage, options)).map_err(|error| in_file(file, error))
    }

    /// Reads a bundle from the bytes of a file, as [`Bundle::open`]. Every tensor is copied.
    ///
    /// # Errors
    /// As there.
    pub fn from_bytes(bytes: &[u8], options: &LoadOptions) -> Result<Bundle> {
        Bundle::read(Storage::Bytes(bytes), options)
    }

    fn read(storage: Storage<'_>, options: &LoadOptions) -> Result<Bundle> {
        let archive = Archive::open(storage)?;
        let json = archive.text(manifest::NAME, LONGEST_TEXT)?;
        let Manifest { origin, metadata, programs: entries } =
            manifest::parse(&json).map_err(|error| in_entry(manifest::NAME, error))?;
        let mut graphdefs = Stored::new(&archive);
        let graphdef = graphdefs.get(&graphdefs::OWN.into())?;
        let (mut programs, mut names) = (Vec::new(), HashSet::new());
        for (place, entry) in entries.iter().enumerate() {
            let program = read_program(&archive, entry, &mut graphdefs);
            let program =
                program.map_err(|error| in_entry(format_args!("{}: programs[{place}]", manifest::NAME), error))?;
            if !names.insert(program.name.clone()) {
                return Err(damaged(format!("{}: two programs are called {:?}", manifest::NAME, program.name)));
            }
            programs.push(program);
        }
        let entry = archive.find(STATE).ok_or_else(|| damaged(format!("the archive has no {STATE:?}")))?.clone();
        if !options.no_checksum {
            archive.check(&entry)?;
        }
        // The archive has checked the bytes.
        let options = LoadOptions { copy: options.copy, no_checksum: true, ..LoadOptions::default() };
        let state = StateFile::within(archive.into_storage(), entry.data, &options)
            .and_then(|file| load::read(&file, &options, Some(&graphdef)))
            .and_then(|(state, _)| whole(&graphdef, &state))
            .map_err(|error| in_entry(STATE, error))?;
        Ok(Bundle { graphdef, state, programs, metadata, origin: Some(origin) })
    }

    /// The program of this name.
    ///
    /// # Errors
    /// `NOT_FOUND`, with the names of those that are there.
    pub fn program(&self, name: &str) -> Result<&SavedProgram> {
        self.programs.iter().find(|program| program.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.programs.iter().map(|program| program.name.as_str()).collect();
            Error::not_found(format!("the bundle has no program {name:?}; it has {names:?}"))
        })
    }

    /// Adds programs.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for a name that a program cannot have, `ALREADY_EXISTS` for one that the bundle has; then none
    /// is added.
    pub fn add(&mut self, programs: Vec<SavedProgram>) -> Result<()> {
        let mut names: HashSet<&str> = self.programs.iter().map(|program| program.name.as_str()).collect();
        for program in &programs {
            check_new_name(&program.name, &mut names)?;
        }
        self.programs.extend(programs);
        Ok(())
    }

    /// Adds the steps of a jit: the first one under this name, those for other arguments as `name.2`, `name.3`, …, behind
    /// those that the bundle has under this name already.
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` when it has none, because it was never called; as [`Bundle::add`].
    pub fn add_jit(&mut self, name: &str, jit: &Jit) -> Result<()> {
        let steps = jit.steps();
        if steps.is_empty() {
            return Err(Error::precondition(format!(
                "{name:?} was never called, so that it has no step: call it once, or ask it for the step of the arguments"
            )));
        }
        let mut programs = Vec::with_capacity(steps.len());
        let mut names = numbered(name).filter(|name| self.program(name).is_err());
        programs.extend(steps.iter().zip(names.by_ref()).map(|(step, name)| SavedProgram::of(&name, step)));
        drop(names);
        self.add(programs)
    }

    /// A jit of the steps of this name, as [`Bundle::add_jit`] calls them. It cannot be traced again: a call that none of
    /// its steps fits is `FAILED_PRECONDITION`.
    ///
    /// # Errors
    /// As [`Bundle::program`] and [`SavedProgram::step`].
    pub fn jit(&self, name: &str, options: JitOptions) -> Result<Jit> {
        self.program(name)?;
        let programs = numbered(name).map_while(|name| self.program(&name).ok());
        let steps = programs.map(|program| program.step(options.device)).collect::<Result<Vec<Step>>>()?;
        Ok(Jit::of_steps(steps, options))
    }

    /// New objects with this structure and State.
    ///
    /// # Errors
    /// As [`merge`].
    pub fn merge(&self) -> Result<Node> {
        merge(&self.graphdef, std::slice::from_ref(&self.state))
    }

    /// Brings the State into the objects below a node, matched by path after the rename rules of the options. They keep
    /// their identity; `partial` and `allow_dtype_change` count as in [`load_into`](super::load_into).
    ///
    /// # Errors
    /// `FAILED_PRECONDITION` with a list of the paths that differ, unless the options allow them; `INVALID_ARGUMENT` when
    /// two tensors go to one path. The objects are as before then.
    pub fn load_into(&self, node: &Node, options: &LoadOptions) -> Result<Fit> {
        let (_, like) = node.split_whole()?;
        let (state, fit) = self.fit(&like, options)?;
        // Dtypes and shapes were compared; arrays in tuples are brought in too.
        node.update(&[state], UpdateOptions { allow_any_change: true, ..UpdateOptions::default() })?;
        Ok(fit)
    }

    /// A State like this one with the values of the bundle, as [`Bundle::load_into`].
    ///
    /// # Errors
    /// As there.
    pub fn fit(&self, like: &State, options: &LoadOptions) -> Result<(State, Fit)> {
        let (header, tensors) = announced(&self.state, &self.graphdef)?;
        fit(like, &header, |numbers| Ok(numbers.iter().map(|number| tensors[*number].clone()).collect()), options)
    }
}

/// The State with the leaves of the GraphDef, which must be all that it has.
fn whole(graphdef: &GraphDef, state: &State) -> Result<State> {
    let missing = || Error::invalid("the State has a leaf here that the GraphDef does not have");
    let mut values: Vec<Option<Leaf>> = vec![None; graphdef.num_leaves()];
    for (leaf, number) in graphdef.leaves_of(state).into_iter().enumerate() {
        let place = number.and_then(|number| values.get_mut(number));
        let place = place.ok_or_else(|| missing().at(state.display_path(leaf)))?;
        *place = Some(state.values()[leaf].clone());
    }
    let value = |(leaf, value): (usize, Option<Leaf>)| {
        let missing = || Error::invalid("the GraphDef has a leaf here that the State does not have");
        value.ok_or_else(|| missing().at(graphdef.display_leaf(leaf)))
    };
    let values = values.into_iter().enumerate().map(value).collect::<Result<Vec<Leaf>>>()?;
    State::whole(graphdef, values)
}

fn read_program(archive: &Archive, entry: &serde_json::Value, graphdefs: &mut Stored) -> Result<SavedProgram> {
    let name = text(entry, "name")?;
    check_name(name)?;
    let file = field(entry, "file")?.as_str().unwrap_or_default();
    let text = archive.text(file, LONGEST_TEXT)?;
    let module = program::parse(&text).map_err(|error| in_entry(file, error))?;
    program_map::from_json(entry, name.to_owned(), module, graphdefs)
}

fn program_file(name: &str) -> String {
    format!("programs/{name}.mlir")
}

/// What the steps of one jit are called.
fn numbered(name: &str) -> impl Iterator<Item = String> {
    std::iter::once(name.to_owned()).chain((2..).map(move |number| format!("{name}.{number}")))
}

fn check_name(name: &str) -> Result<()> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || name.len() > LONGEST_NAME || name.starts_with('.') || !name.chars().all(is_allowed) {
        return Err(Error::invalid(format!(
            "a program is called by up to {LONGEST_NAME} letters, digits, `_`, `-` and `.` of ASCII, not {name:?}"
        )));
    }
    Ok(())
}

/// Checks the name of another program beside these.
fn check_new_name<'a>(name: &'a str, names: &mut HashSet<&'a str>) -> Result<()> {
    check_name(name)?;
    match names.insert(name) {
        true => Ok(()),
        false => Err(Error::new(Status::AlreadyExists, format!("the bundle has a program {name:?} already"))),
    }
}

/// The failure of a program that is to be saved.
fn of_program(name: &str, error: Error) -> Error {
    let named = Error::from_code(error.code(), format!("program {name:?}: {}", error.message()));
    match error.path() {
        Some(path) => named.at(path),
        None => named,
    }
}

/// The failure of an entry of a file: what is wrong in it is damage.
fn in_entry(entry: impl std::fmt::Display, error: Error) -> Error {
    match error.status() {
        Some(Status::VersionMismatch) => Error::new(Status::VersionMismatch, format!("{entry}: {error}")),
        _ => within(entry, error),
    }
}
