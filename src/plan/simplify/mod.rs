//! Passes from program to program, which leave less to do.
//!
//! Each pass is a function of a module that gives another one with the same meaning; [`PASSES`] names them. They share one
//! walk (`rewrite/`), so that [`simplify()`] does the work of all in a few walks. `docs/executor.md` says what each does.
//!
//! What no pass knows stays as it is: custom calls, checks, tuples and tokens, and loops whose length depends on inputs.

mod affine;
mod algebra;
mod branches;
mod constant;
mod cse;
mod dce;
mod fold;
mod hoist;
mod inline;
mod marks;
mod movement;
mod order;
mod product;
mod rewrite;
mod sink;
mod unit;
mod unroll;
mod update;

pub use affine::count_places;
pub use algebra::algebra;
pub use branches::decide;
pub(super) use constant::{Number, first_number};
pub use cse::cse;
pub use dce::dce;
pub use fold::fold;
pub use hoist::hoist;
pub use inline::inline;
pub use marks::remove_marks;
pub use movement::canonical_movement;
pub use order::place_scalars;
pub use product::absorb_transposes;
pub use sink::sink;
pub use unit::compare_bits;
pub use unroll::unroll;
pub use update::forward_updates;

use crate::error::Result;
use crate::program::Module;
use rewrite::{Rules, rewrite};

/// A pass and its name.
pub type Pass = (&'static str, fn(&Module) -> Result<Module>);

/// Every pass.
pub const PASSES: &[Pass] = &[
    ("remove_marks", remove_marks),
    ("inline", inline),
    ("dce", dce),
    ("unroll", unroll),
    ("hoist", hoist),
    ("decide", decide),
    ("canonical_movement", canonical_movement),
    ("sink", sink),
    ("fold", fold),
    ("algebra", algebra),
    ("count_places", count_places),
    ("compare_bits", compare_bits),
    ("forward_updates", forward_updates),
    ("absorb_transposes", absorb_transposes),
    ("cse", cse),
    ("place_scalars", place_scalars),
];

/// The most walks with all rules. What one walk leaves for the next is little: two or three are enough for programs as
/// people write them.
const MAX_WALKS: usize = 8;

/// What all passes do but the first two, in one walk.
const ALL: Rules = Rules {
    values: &[
        movement::moved,
        sink::sunk,
        fold::folded,
        algebra::reduced,
        affine::known,
        unit::on_bits,
        update::forwarded,
        product::absorbed,
    ],
    structures: &[branches::taken, branches::reduced, unroll::unrolled, hoist::hoisted],
    share: true,
    prune: true,
    late: false,
};

/// A module that computes the same in less: all passes, again and again until nothing changes any more, but not for ever.
///
/// Functions that are not private keep their names, arguments and results. Integers and bools come out bit by bit as
/// before; floating-point numbers differ by rounding at most, by the sign of a zero where 0 was added to it, and by
/// denormal numbers that an operation which is left out would have flushed.
///
/// # Errors
/// `INVALID_ARGUMENT` for a module that [`Module::verify`] does not accept, `RESOURCE_EXHAUSTED`.
pub fn simplify(module: &Module) -> Result<Module> {
    let mut module = inline::inline_with(module, &[marks::unmarked, inline::inlined])?;
    for _ in 0..MAX_WALKS {
        let next = rewrite(&module, ALL)?;
        if next == module {
            break;
        }
        module = next;
    }
    place_scalars(&module)
}
