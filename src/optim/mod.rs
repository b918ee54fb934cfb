//! Optimizers: gradient transformations and the Optimizer that applies them, with the formulas of Optax 0.2.8.
//!
//! A transformation is a static value, a tuple of its name and its numbers: `("scale_by_adam", 0.9, 0.999, 1e-08, 0.0,
//! false)`. So it is part of a GraphDef, prints, compares and is saved, in every language the same.
//!
//! | question | file |
//! |---|---|
//! | what is an Optimizer, what does an update do? | `optimizer.rs` |
//! | which Variables does it train? | `wrt.rs` |
//! | what is a transformation, and how is one added? | `transformation.rs`, `docs/adding-an-optimizer.md` |
//! | how does a transformation keep an array per parameter, and read it? | `moments.rs`, `update.rs` |
//! | what is the update of …? | the file of its name |
//! | how does a rate change with the steps? | `schedules.rs` |

mod adam;
mod chain;
mod clip;
mod moments;
mod momentum;
mod optimizer;
mod scale;
mod schedules;
mod sgd;
mod transformation;
mod update;
mod weight_decay;
mod wrt;

pub use adam::{Adam, adam, adamw, scale_by_adam};
pub use chain::{chain, identity};
pub use clip::{clip, clip_by_global_norm};
pub use momentum::trace;
pub use optimizer::{init, keep_model, new, update, update_model};
pub use scale::{scale, scale_by_learning_rate, scale_by_schedule};
pub use schedules::{
    constant_schedule, cosine_decay_schedule, exponential_decay, join_schedules, linear_schedule, polynomial_schedule,
    schedule_value, warmup_cosine_decay_schedule,
};
pub use sgd::sgd;
pub use transformation::check;
pub use weight_decay::add_decayed_weights;
