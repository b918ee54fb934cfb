//! The plain model that calls are checked against: what an object graph means, with vectors and maps, without sharing,
//! caches, locks or in-place changes. Every rule is written here a second time, from the documentation.

mod change;
mod filter;
mod graph;
mod split;
mod state;
mod text;

use std::collections::BTreeMap;

pub use filter::{Filter, Subject, callback_answer, check_order};
pub use graph::{Graph, Id, Kind, Value};
pub use split::Def;
pub use state::{State, StateLeaf};
pub use text::print_path;

pub const INVALID_ARGUMENT: i32 = 3;
pub const NOT_FOUND: i32 = 5;

/// The result of a modelled call, or the status that it must answer.
pub type Result<T> = std::result::Result<T, i32>;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Int(i64),
    Str(String),
}

impl Key {
    pub fn name(name: &str) -> Key {
        Key::Str(name.to_owned())
    }

    pub fn is_int(&self) -> bool {
        matches!(self, Key::Int(_))
    }
}

pub type Path = Vec<Key>;

#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    pub dtype: i32,
    pub shape: Vec<i64>,
    pub data: Vec<u8>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    Tensor(Tensor),
    /// By the number it was made with.
    Opaque(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Static {
    Bool(bool),
    Int(i64),
    /// By its bits.
    Float(u64),
    Str(String),
    Bytes(Vec<u8>),
    Dtype(i32),
    Tuple(Vec<Static>),
    /// By what its `equal` callback compares.
    Foreign(u8),
}

pub type Metadata = BTreeMap<String, Static>;
