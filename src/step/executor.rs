//! What runs the program of a step. Nothing else in this folder knows how.

use std::sync::Arc;

use crate::error::{Error, Result, Status};
use crate::program::evaluate::{Options, evaluate_with};
use crate::program::{Denormals, Module};
use crate::tensor::Tensor;

/// A program made ready to run. Any number of threads may run it at once.
pub trait Executor: Send + Sync {
    /// The results of the program for these arguments, which are of the types that it takes. They are not changed; a
    /// result may share the memory of an argument.
    ///
    /// # Errors
    /// `RESOURCE_EXHAUSTED` when there is no memory, and what an operation of the program answers.
    fn run(&self, arguments: &[Tensor]) -> Result<Vec<Tensor>>;
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

/// Makes the function of this name ready to run.
pub(super) fn compile(module: &Arc<Module>, function: &str, device: Device) -> Result<Box<dyn Executor>> {
    match device {
        Device::Cpu => Ok(Box::new(Evaluator { module: Arc::clone(module), function: function.to_owned() })),
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
