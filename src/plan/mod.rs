//! What a program becomes before it runs.

pub mod simplify;

pub use simplify::simplify;
