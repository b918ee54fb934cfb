//! What runs the program of a step. Nothing else in this folder knows how.

use std::env;
use std::sync::{Arc, OnceLock};

use super::workspaces::Workspaces;
use crate::backend::cpu::Executable;
use crate::error::{Error, Result, Status};
use crate::plan::{Plan, simplify};
use crate::program::evaluate::{Options, evaluate_with};
use crate::program::{Denormals, Module, TensorType, Type};
use crate::tensor::Tensor;

/// A program made ready to run. Any number of threads may run it at once.
pub trait Executor: Send + Sync {
    /// The argument in whose place a result may be written.
    fn in_place(&self, result: usize) -> Option<usize>;

    /// Whether a run can fail when results are written already.
    fn can_fail(&self) -> bool;

    /// Runs the program on so many threads at most, 0 as many as there are: reads its arguments from these places and
    /// writes its results to those.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory, and what an operation of the program answers.
    ///
    /// # Safety
    /// There is one place for each argument and result, aligned for its dtype and as large as its type says. Arguments are
    /// initialised, a bool among them is 0 or 1, and nobody writes to them meanwhile. Nobody else uses the places of
    /// results meanwhile, which overlap nothing but, each, the argument that [`Executor::in_place`] names, in its place.
    unsafe fn run(&self, arguments: &[*const u8], results: &[*mut u8], num_threads: usize) -> Result<()>;

    /// The plan that it runs, where it runs one.
    fn executable(&self) -> Option<&Executable> {
        None
    }
}

/// Where steps run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Device {
    /// The processor of this machine.
    #[default]
    Cpu,
}

impl Device {
    /// The device of this name; the empty one is `cpu`.
    ///
    /// # Errors
    /// `UNIMPLEMENTED` for `cuda`, `INVALID_ARGUMENT` for what is no device.
    pub fn named(name: &str) -> Result<Device> {
        match name {
            "" | "cpu" => Ok(Device::Cpu),
            "cuda" => Err(Error::new(
                Status::Unimplemented,
                "the device \"cuda\" is not supported: this version of libnnx compiles steps for \"cpu\" only",
            )),
            other => Err(Error::invalid(format!("there is no device {other:?}; there is \"cpu\""))),
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Device::Cpu => "cpu",
        }
    }
}

/// The environment variable that says what runs steps on the CPU: `plan` or `evaluator`.
const VARIABLE: &str = "NNX_BACKEND";

/// Makes the function of this name ready to run. `carried` are pairs of an argument and the result that may take its place.
pub(super) fn compile(
    module: &Arc<Module>,
    function: &str,
    carried: &[(usize, usize)],
    device: Device,
) -> Result<Box<dyn Executor>> {
    static BACKEND: OnceLock<Option<String>> = OnceLock::new();
    let backend = BACKEND.get_or_init(|| env::var_os(VARIABLE).map(|wanted| wanted.to_string_lossy().into_owned()));
    match (device, backend.as_deref()) {
        (Device::Cpu, None | Some("" | "plan" | "cpu")) => Ok(Box::new(Planned::new(module, function, carried)?)),
        (Device::Cpu, Some("evaluator")) => Ok(Box::new(Evaluator::new(module, function, carried))),
        (Device::Cpu, Some(other)) => {
            Err(Error::invalid(format!("{VARIABLE} is {other:?}; it must be plan or evaluator")))
        }
    }
}

/// The plan of a program, on the CPU.
struct Planned {
    executable: Executable,
    can_fail: bool,
    workspaces: Workspaces,
}

impl Planned {
    fn new(module: &Arc<Module>, function: &str, carried: &[(usize, usize)]) -> Result<Planned> {
        let plan = Plan::new(&Arc::new(simplify(module)?), function, carried)?;
        let executable = Executable::new(plan)?;
        Ok(Planned { can_fail: executable.can_fail(), executable, workspaces: Workspaces::default() })
    }
}

impl Executor for Planned {
    fn in_place(&self, result: usize) -> Option<usize> {
        let plan = self.executable.plan();
        plan.in_place(result)
            .or_else(|| plan.moved().iter().find(|moved| moved.result == result).map(|moved| moved.argument))
    }

    fn can_fail(&self) -> bool {
        self.can_fail
    }

    unsafe fn run(&self, arguments: &[*const u8], results: &[*mut u8], num_threads: usize) -> Result<()> {
        let mut workspace = match self.workspaces.take() {
            Some(workspace) => workspace,
            None => Box::new(self.executable.workspace()?),
        };
        self.executable.set_num_threads(&mut workspace, num_threads)?;
        self.executable.bind(&mut workspace, arguments, results)?;
        // SAFETY: asked of the caller.
        let answer = unsafe { self.executable.run(&mut workspace) };
        self.workspaces.give_back(workspace);
        answer
    }

    fn executable(&self) -> Option<&Executable> {
        Some(&self.executable)
    }
}

/// The reference evaluator. It takes denormal numbers for zero, as XLA does on the CPU.
struct Evaluator {
    module: Arc<Module>,
    function: String,
    arguments: Vec<TensorType>,
    /// The argument in whose place each result may be written.
    in_place: Vec<Option<usize>>,
}

impl Evaluator {
    fn new(module: &Arc<Module>, function: &str, carried: &[(usize, usize)]) -> Evaluator {
        let types = module.function(function).into_iter().flat_map(|function| function.argument_types());
        let arguments = types.filter_map(Type::as_tensor).cloned().collect();
        let results = module.function(function).map_or(0, |function| function.results().len());
        let mut in_place = vec![None; results];
        carried.iter().for_each(|&(argument, result)| in_place[result] = Some(argument));
        Evaluator { module: Arc::clone(module), function: function.to_owned(), arguments, in_place }
    }
}

impl Executor for Evaluator {
    fn in_place(&self, result: usize) -> Option<usize> {
        self.in_place[result]
    }

    fn can_fail(&self) -> bool {
        false
    }

    unsafe fn run(&self, arguments: &[*const u8], results: &[*mut u8], _num_threads: usize) -> Result<()> {
        let options = Options { denormals: Denormals::Flush, budget: None };
        let read = |(ty, place): (&TensorType, &*const u8)| {
            let nbytes = ty.shape.byte_count(ty.dtype)?;
            // SAFETY: asked of the caller.
            Tensor::from_bytes(ty.dtype, ty.dims(), unsafe { std::slice::from_raw_parts(*place, nbytes) })
        };
        let arguments = self.arguments.iter().zip(arguments).map(read).collect::<Result<Vec<Tensor>>>()?;
        let found = evaluate_with(&self.module, &self.function, &arguments, &options)?;
        for (value, place) in found.iter().zip(results) {
            // SAFETY: asked of the caller; what was computed lies elsewhere.
            unsafe { std::ptr::copy_nonoverlapping(value.bytes().as_ptr(), *place, value.nbytes()) };
        }
        Ok(())
    }
}
