//! Metrics: values that are collected over many steps, with the formulas of Flax 0.12.8.
//!
//! A metric is an Object. What kind it is shows in its attributes, so that a class derived from one is one as well.
//!
//! | question | file |
//! |---|---|
//! | which metrics are there, how is one told from another? | `metric.rs` |
//! | what does … collect, and what comes out? | the file of its name |

mod accuracy;
mod average;
mod metric;
mod multi_metric;
mod welford;

pub use accuracy::{init as init_accuracy, new as accuracy};
pub use average::{init as init_average, new as average};
pub use metric::{compute, reset, update};
pub use multi_metric::{init as init_multi_metric, new as multi_metric};
pub use welford::{init as init_welford, new as welford};
