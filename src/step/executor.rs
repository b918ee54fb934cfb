//! What runs the program of a step. Nothing else in this folder knows how.

use std::env;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;

use crate::backend::cpu::{Executable, Workspace};
use crate::error::{Error, Result, Status};
use crate::plan::{Plan, simplify};
use crate::program::evaluate::{Options, evaluate_with};
use crate::program::{Denormals, Module, TensorType, Type};
use crate::tensor::Tensor;

/// A program made ready to run. Any number of threads may run it at once.
pub trait Executor: Send + Sync {
    /// The results of the program for these arguments, which are of the types that it takes. They are not changed; a
    /// result may share the memory of an argument.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory, and what an operation of the program answers.
    fn run(&self, arguments: &[Tensor]) -> Result<Vec<Tensor>>;

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

/// Makes the function of this name ready to run.
pub(super) fn compile(module: &Arc<Module>, function: &str, device: Device) -> Result<Box<dyn Executor>> {
    static BACKEND: OnceLock<Option<String>> = OnceLock::new();
    let backend = BACKEND.get_or_init(|| env::var_os(VARIABLE).map(|wanted| wanted.to_string_lossy().into_owned()));
    match (device, backend.as_deref()) {
        (Device::Cpu, None | Some("" | "plan")) => Ok(Box::new(Planned::new(module, function)?)),
        (Device::Cpu, Some("evaluator")) => {
            Ok(Box::new(Evaluator { module: Arc::clone(module), function: function.to_owned() }))
        }
        (Device::Cpu, Some(other)) => {
            Err(Error::invalid(format!("{VARIABLE} is {other:?}; it must be plan or evaluator")))
        }
    }
}

/// The plan of a program, on the CPU.
struct Planned {
    executable: Executable,
    results: Vec<TensorType>,
    /// The memory of runs that are over.
    idle: Mutex<Vec<Workspace>>,
}

impl Planned {
    fn new(module: &Arc<Module>, function: &str) -> Result<Planned> {
        let plan = Plan::new(&Arc::new(simplify(module)?), function, &[])?;
        let types = module.function(function).into_iter().flat_map(|function| function.result_types());
        let results = types.filter_map(Type::as_tensor).cloned().collect();
        Ok(Planned { executable: Executable::new(plan)?, results, idle: Mutex::default() })
    }
}

impl Executor for Planned {
    fn run(&self, arguments: &[Tensor]) -> Result<Vec<Tensor>> {
        let idle = self.idle.lock().pop();
        let mut workspace = idle.map_or_else(|| self.executable.workspace(), Ok)?;
        let results = self.executable.call(&mut workspace, arguments, &self.results);
        self.idle.lock().push(workspace);
        results
    }

    fn executable(&self) -> Option<&Executable> {
        Some(&self.executable)
    }
}

/// The reference evaluator. It takes denormal numbers for zero, as XLA does on the CPU.
struct Evaluator {
    module: Arc<Module>,
    function: String,
}

impl Executor for Evaluator {
    fn run(&self, arguments: &[Tensor]) -> Result<Vec<Tensor>> {
        let options = Options { denormals: Denormals::Flush, budget: None };
        evaluate_with(&self.module, &self.function, arguments, &options)
    }
}
