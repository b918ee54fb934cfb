//! Plans as CUDA source, compiled for the host and run there.

use std::ffi::{CStr, CString, c_void};
use std::path::Path;
use std::process::Command;

use nnx::backend::cuda::{self, Source};
use nnx::plan::{Location, Origin, Plan};
use nnx::tensor::{DType, Tensor};
use nnx::{Error, Result, Status};
use tempfile::TempDir;

/// What runs the phases.
const SHUFFLE: &str = include_str!("shuffle.h");

/// What fills memory before a run, so that nobody reads zeros by chance: a NaN as a float.
const FILL: u8 = 0xff;

type Run = unsafe extern "C" fn(buffers: *const *mut c_void, seed: u64) -> bool;

/// Plans to be compiled together.
#[derive(Default)]
pub(super) struct Batch {
    programs: Vec<(Plan, Source)>,
}

/// Plans that were compiled together.
pub(super) struct Compiled {
    programs: Vec<(Plan, Source, Run)>,
    library: *mut c_void,
}

/// The C++ compiler that `CXX` names, or `c++`.
pub(super) fn compiler() -> String {
    std::env::var("CXX").unwrap_or_else(|_| "c++".to_owned())
}

/// Why there is no C++ compiler, if there is none.
pub(super) fn missing_compiler() -> Option<String> {
    let compiler = compiler();
    match Command::new(&compiler).arg("--version").output() {
        Ok(output) if output.status.success() => None,
        Ok(output) => Some(format!("{compiler} --version: {}", output.status)),
        Err(error) => Some(format!("{compiler}: {error}")),
    }
}

impl Batch {
    /// Adds a plan; gives its place.
    pub(super) fn add(&mut self, plan: Plan) -> Result<usize> {
        let source = cuda::source(&plan, &format!("p{}", self.programs.len()))?;
        self.programs.push((plan, source));
        Ok(self.programs.len() - 1)
    }

    pub(super) fn len(&self) -> usize {
        self.programs.len()
    }

    /// Compiles all of them.
    pub(super) fn compile(self) -> Result<Compiled> {
        let directory = TempDir::new().map_err(|error| Error::new(Status::Internal, error.to_string()))?;
        let mut text = String::new();
        for (place, (_, source)) in self.programs.iter().enumerate() {
            text += &source.to_string();
            if place == 0 {
                text += SHUFFLE;
            }
            text += &format!(
                "extern \"C\" bool run_p{place}(void *const *buffers, unsigned long long seed) {{\n    \
                 const flush_to_zero mode;\n    \
                 shuffled run{{p{place}_phases, seed, true}};\n    \
                 p{place}_order(run, buffers);\n    \
                 return run.is_complete;\n}}\n"
            );
        }
        let (file, library) = (directory.path().join("plans.cpp"), directory.path().join("plans.so"));
        std::fs::write(&file, text).map_err(|error| Error::new(Status::Internal, error.to_string()))?;
        let mut command = Command::new(compiler());
        command.args([
            "-std=c++17",
            "-O1",
            "-ffp-contract=off",
            "-fPIC",
            "-shared",
            "-Werror=uninitialized",
            "-Werror=return-type",
        ]);
        let output = command.arg("-o").arg(&library).arg(&file).output();
        let output = output.map_err(|error| Error::new(Status::Internal, error.to_string()))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr);
            let kept = directory.keep().join("plans.cpp");
            return Err(Error::new(Status::Internal, format!("{} does not compile:\n{errors}", kept.display())));
        }
        Compiled::open(&library, self.programs)
    }
}

impl Compiled {
    fn open(path: &Path, programs: Vec<(Plan, Source)>) -> Result<Compiled> {
        let path = CString::new(path.as_os_str().as_encoded_bytes()).expect("a path without NUL");
        // SAFETY: the library was made here, and has no initialisers.
        let library = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        if library.is_null() {
            // SAFETY: `dlopen` has failed, so there is a text.
            let text = unsafe { CStr::from_ptr(libc::dlerror()) }.to_string_lossy().into_owned();
            return Err(Error::new(Status::Internal, text));
        }
        let mut compiled = Compiled { programs: Vec::with_capacity(programs.len()), library };
        for (place, (plan, source)) in programs.into_iter().enumerate() {
            let name = CString::new(format!("run_p{place}")).expect("a name without NUL");
            // SAFETY: the library is open.
            let function = unsafe { libc::dlsym(library, name.as_ptr()) };
            assert!(!function.is_null(), "there is no {name:?}");
            // SAFETY: the function was printed with this signature.
            let run = unsafe { std::mem::transmute::<*mut c_void, Run>(function) };
            compiled.programs.push((plan, source, run));
        }
        Ok(compiled)
    }

    pub(super) fn plan(&self, program: usize) -> &Plan {
        &self.programs[program].0
    }

    /// The bytes of the results of a plan for these arguments, whose items run in the order that `seed` chooses. Results
    /// lie where arguments did if they may.
    pub(super) fn run(&self, program: usize, arguments: &[Tensor], seed: u64) -> Vec<Vec<u8>> {
        let (plan, source, run) = &self.programs[program];
        let nbytes = |buffer: usize| plan.buffers()[buffer].nbytes();
        let mut arena = Memory::new(plan.nbytes());
        let mut taken: Vec<Memory> = plan.arguments().iter().map(|&buffer| Memory::new(nbytes(buffer))).collect();
        let mut given: Vec<Memory> = plan.results().iter().map(|&buffer| Memory::new(nbytes(buffer))).collect();
        let mut scratch: Vec<Memory> = source.scratch().iter().map(|scratch| Memory::new(scratch.nbytes())).collect();
        for (memory, scratch) in scratch.iter_mut().zip(source.scratch()) {
            scratch.constants().iter().for_each(|(offset, value)| memory.set(*offset, value));
        }
        for (memory, argument) in taken.iter_mut().zip(arguments) {
            memory.set(0, argument);
        }
        for buffer in plan.buffers() {
            if let (Origin::Constant(value), Location::Arena(offset)) = (&buffer.origin, buffer.location) {
                arena.set(offset, value);
            }
        }
        let moved = |result: usize| plan.moved().iter().find(|moved| moved.result == result);
        let place = |result: usize| plan.in_place(result).or(moved(result).map(|moved| moved.argument));
        let results: Vec<*mut u8> = (0..given.len())
            .map(|result| match place(result) {
                Some(argument) => taken[argument].at(0),
                None => given[result].at(0),
            })
            .collect();
        let mut buffers: Vec<*mut u8> = Vec::new();
        for buffer in plan.buffers() {
            buffers.push(match buffer.location {
                Location::Arena(offset) => arena.at(offset),
                Location::Argument(argument) => taken[argument].at(0),
                Location::Result(result) => results[result],
            });
        }
        buffers.extend(scratch.iter_mut().map(|memory| memory.at(0)));
        buffers.extend(plan.moved().iter().map(|moved| results[moved.result]));
        // SAFETY: the pointers are those that the source lists, and point to as many bytes as it says.
        assert!(unsafe { run(buffers.as_ptr().cast(), seed) }, "there is no memory for a run");
        let bytes = |(&from, &buffer): (&*mut u8, &usize)| {
            // SAFETY: the result has so many bytes.
            unsafe { std::slice::from_raw_parts(from, nbytes(buffer)) }.to_vec()
        };
        results.iter().zip(plan.results()).map(bytes).collect()
    }
}

/// Aligned memory, filled.
struct Memory(Vec<[u8; 64]>);

impl Memory {
    fn new(nbytes: usize) -> Memory {
        Memory(vec![[FILL; 64]; nbytes / 64 + 1])
    }

    fn at(&mut self, offset: usize) -> *mut u8 {
        self.0.as_flattened_mut()[offset..].as_mut_ptr()
    }

    /// Puts an array there; a bool that is not 0 is 1.
    fn set(&mut self, offset: usize, value: &Tensor) {
        let is_bool = value.dtype() == DType::Bool;
        for (to, &from) in self.0.as_flattened_mut()[offset..].iter_mut().zip(value.bytes()) {
            *to = if is_bool { u8::from(from != 0) } else { from };
        }
    }
}

impl Drop for Compiled {
    fn drop(&mut self) {
        // SAFETY: no function of it is called any more.
        unsafe { libc::dlclose(self.library) };
    }
}
