//! Plans on the CPU: a flat list of functions over blocks, chosen for the instruction set when the plan is made
//! executable. Running one allocates nothing but what an operation that is left to the evaluator needs.
//!
//! | question | file |
//! |---|---|
//! | how does a kernel become instructions? | `encode.rs`, `registers.rs` |
//! | what is an instruction? for which instruction set? | `instruction.rs`, `level.rs` |
//! | how do elementwise steps become machine code? | `compile/`, `chained.rs` |
//! | how does each compute? | `elementwise.rs`, `element.rs`, `math.rs`, `double.rs`, `mix.rs`, `fold.rs`, `strided.rs` |
//! | how are sums of products computed? | `product.rs`, `wide.rs`, `contraction/`, `tile.rs`, `transpose.rs`, `vector.rs` |
//! | which operations on whole arrays have functions of their own? | `native/` |
//! | how are they run, in which memory? | `executable.rs`, `workspace.rs`, `arena.rs` |
//! | on how many threads, and who does which part? | `threads.rs`, `pool.rs` |
//! | how long does each kernel take? | `measure.rs` |
//! | what becomes of denormal numbers? | `denormals.rs` |

mod arena;
mod chained;
mod compile;
mod contraction;
mod denormals;
mod double;
mod element;
mod elementwise;
mod encode;
mod executable;
mod fold;
mod instruction;
mod level;
mod math;
mod measure;
mod mix;
mod native;
mod pool;
mod product;
mod registers;
mod strided;
mod threads;
mod tile;
mod transpose;
mod vector;
mod wide;
mod workspace;

pub use executable::Executable;
pub use threads::MAX_THREADS;
pub use workspace::Workspace;
