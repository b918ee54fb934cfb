//! How often each traversal ran natively, and how often Flax did it, by reason.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::module::{Answer, NATIVES};
use super::native::Locked;
use super::object::{Borrowed, Object};

/// A counter; whoever counts holds the interpreter's lock.
pub(super) struct Count(Locked<Cell<u64>>);

impl Count {
    pub(super) const fn new() -> Count {
        Count(Locked::new(Cell::new(0)))
    }

    #[inline(always)]
    pub(super) fn add(&self) {
        let count = self.0.get();
        count.set(count.get() + 1);
    }
}

static FALLBACKS: Locked<RefCell<BTreeMap<(&str, &str), u64>>> = Locked::new(RefCell::new(BTreeMap::new()));

/// Counts a call that Flax does.
pub(super) fn fell_back(name: &'static str, reason: &'static str) {
    *FALLBACKS.get().borrow_mut().entry((name, reason)).or_default() += 1;
}

/// `{"native": {function: calls}, "fallback": {"function: reason": calls}}`.
pub(super) fn stats([]: [&Borrowed; 0]) -> Answer {
    let fallbacks = FALLBACKS.get().borrow().clone();
    let native = Object::new_dict()?;
    for (name, count) in NATIVES.iter().filter_map(|native| Some((native.name, native.count?.0.get().get()))) {
        if count > 0 {
            native.dict_set(&*Object::text(name)?, &*Object::int(count as usize)?)?;
        }
    }
    let fallback = Object::new_dict()?;
    for ((name, reason), count) in fallbacks {
        fallback.dict_set(&*Object::text(&format!("{name}: {reason}"))?, &*Object::int(count as usize)?)?;
    }
    let stats = Object::new_dict()?;
    stats.dict_set(&*Object::text("native")?, &native)?;
    stats.dict_set(&*Object::text("fallback")?, &fallback)?;
    Ok(stats)
}

/// Begins to count anew.
pub(super) fn reset_stats([]: [&Borrowed; 0]) -> Answer {
    for native in NATIVES {
        if let Some(count) = native.count {
            count.0.get().set(0);
        }
    }
    FALLBACKS.get().borrow_mut().clear();
    Ok(Object::none())
}
