//! Steps: a function over objects, traced once, compiled once, and run often.
//!
//! | question | file |
//! |---|---|
//! | what is a step, and what does it give? | `step.rs` |
//! | which argument and result of its program is which leaf, input or output? | `map.rs` |
//! | what runs a program? on which device? | `executor.rs`, `workspaces.rs` |
//! | when is a step traced again? how do the objects get its results? | `jit.rs`, `roots.rs` |
//! | what is a step made of, and what does each part cost? | `report.rs` |
//! | how is a state held and many steps run over it? | `session.rs`, `held.rs`, `fit.rs` |
//! | where does each leaf lie in one block of memory? who owns that memory? | `layout.rs`, `memory.rs` |
//! | how are several runs made one? | `batch.rs` |
//! | what does `CHECK_FINITE` look at? | `finite.rs` |

mod batch;
mod executor;
mod finite;
mod fit;
mod held;
mod jit;
mod layout;
mod map;
mod memory;
mod report;
mod roots;
mod session;
mod source;
#[expect(clippy::module_inception, reason = "the step itself")]
mod step;
mod workspaces;

pub use executor::{Device, Executor};
pub use jit::{Jit, JitOptions, StepFunction};
pub use layout::{LeafLayout, StateLayout};
pub use map::StepMap;
pub use memory::OutputMemory;
pub use report::{KernelReport, RegionReport, StepReport};
pub use session::{Session, SessionOptions, SessionReport};
pub use step::{Results, Step};
