//! Clone: a graph taken apart and put together again, with copies of its Variables or with the Variables themselves.

use super::flatten::{is_never_a_mapping, traverse};
use super::module::{Answer, Stop};
use super::native;
use super::object::{Borrowed, Object};
use super::unflatten::{Options, build};

/// `flax.nnx.clone(node, variables)`.
pub(super) fn clone([node, copy]: [&Borrowed; 2]) -> Answer {
    let copy = copy.truth()?;
    let mut native = native::enter()?;
    traverse(
        &mut native,
        node,
        true,
        |_| (),
        |native, found, known| {
            // Flax merges a State: it sorts the paths, and would take a leaf that is a mapping apart.
            if known.leaves.has_odd_keys {
                return Err(Stop::Fallback("keys that Python cannot sort"));
            }
            let leaves: Vec<Object> = (0..found.leaves.len()).map(|leaf| found.leaf(leaf).own()).collect();
            if leaves.iter().any(|leaf| !is_never_a_mapping(&native.flax, leaf)) {
                return Err(Stop::Fallback("a leaf that may be a mapping"));
            }
            let (mut variables, plans) = native.variables();
            let plan = plans.of(variables.flax, &known.graphdef)?;
            build(&mut variables, &plan, &leaves, Options { index_ref: None, outer: None, copy, recreate: true })
        },
    )
}
