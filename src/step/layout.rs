//! Where each leaf of a state lies in one block of memory.

use crate::error::{Error, Result};
use crate::graph::{Leaf, Path, State};
use crate::program::TensorType;

/// Every leaf begins at a multiple of this, and so must the block.
const ALIGNMENT: usize = 64;

/// A leaf in the block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeafLayout {
    /// Its path.
    pub path: Path,
    /// Its path as text.
    pub name: String,
    /// Its first byte, from the beginning of the block.
    pub offset: usize,
    /// Its bytes.
    pub nbytes: usize,
    /// Its dtype and shape.
    pub ty: TensorType,
}

/// The leaves of a state in one block of memory, in the order of their paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StateLayout {
    leaves: Vec<LeafLayout>,
    nbytes: usize,
}

impl StateLayout {
    /// The layout of these leaves.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT` for an opaque leaf, whose bytes are unknown, and for more bytes than can be addressed.
    pub fn of(state: &State) -> Result<StateLayout> {
        let mut leaves = Vec::with_capacity(state.len());
        let mut end = 0usize;
        for (leaf, value) in state.values().iter().enumerate() {
            let path = state.path(leaf);
            let Leaf::Tensor(tensor) = value else {
                return Err(Error::invalid(format!("the leaf is opaque: {value}; only arrays lie in memory")).at(path));
            };
            let (offset, nbytes) = (end, tensor.nbytes());
            let name = path.to_string();
            leaves.push(LeafLayout { path, name, offset, nbytes, ty: TensorType::of(tensor) });
            end = nbytes
                .checked_next_multiple_of(ALIGNMENT)
                .and_then(|padded| padded.checked_add(offset))
                .ok_or_else(|| Error::invalid("the leaves have more bytes than memory can hold"))?;
        }
        Ok(StateLayout { leaves, nbytes: end })
    }

    /// The leaves.
    pub fn leaves(&self) -> &[LeafLayout] {
        &self.leaves
    }

    /// The bytes of the block.
    pub fn nbytes(&self) -> usize {
        self.nbytes
    }

    /// What the address of the block is a multiple of.
    pub const fn alignment() -> usize {
        ALIGNMENT
    }
}
