//! Variable types: `Param`, `BatchStat` and the others, and those a user adds.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::iter;
use std::ptr;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};
use std::sync::atomic::{AtomicPtr, AtomicUsize};

use super::key::quote;
use crate::error::{Error, Result, Status};

/// The type of a Variable: a name and a parent type. A process-wide value, compared by identity.
#[derive(Clone, Copy)]
pub struct VariableType(&'static Declared);

struct Declared {
    name: &'static str,
    parent: Option<VariableType>,
    /// The one that was added before it to the same list.
    older: *const Declared,
}

// SAFETY: what `older` points to is never written again, and lives as long as the process.
unsafe impl Sync for Declared {}

const fn built_in(name: &'static str, parent: usize) -> Declared {
    Declared { name, parent: Some(VariableType(&BUILT_IN[parent])), older: ptr::null() }
}

/// The types that Flax has, each with the place of its parent.
static BUILT_IN: [Declared; 14] = [
    Declared { name: "Variable", parent: None, older: ptr::null() },
    built_in("Param", 0),
    built_in("BatchStat", 0),
    built_in("Cache", 0),
    built_in("Intermediate", 0),
    built_in("Perturbation", 4),
    built_in("RngState", 0),
    built_in("RngKey", 6),
    built_in("RngCount", 6),
    built_in("OptState", 0),
    built_in("OptArray", 9),
    built_in("OptVariable", 9),
    built_in("MetricState", 0),
    built_in("LoRAParam", 1),
];

/// The newest of the added types, in a list for each hash of a name. Without a lock, so that a forked child finds no lock
/// held; a type lives as long as the process, as a class does, and there are as many as there are distinct names.
static NEWEST: [AtomicPtr<Declared>; 1 << 12] = [const { AtomicPtr::new(ptr::null_mut()) }; 1 << 12];

/// How many types were added.
static ADDED: AtomicUsize = AtomicUsize::new(0);

/// So many may be added: types never go away, and files may name any number of them.
const MOST_ADDED: usize = 1 << 16;

/// The list in which the type of this name is, if it was added.
fn list_of(name: &str) -> &'static AtomicPtr<Declared> {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    &NEWEST[hasher.finish() as usize % NEWEST.len()]
}

/// The type of this name, among the built-in ones and those from `newest` on.
fn find(name: &str, newest: *const Declared) -> Option<VariableType> {
    // SAFETY: what the list points to lives as long as the process, and is not written once it is in the list.
    let follow = |declared: *const Declared| unsafe { declared.as_ref() };
    let added = iter::successors(follow(newest), |declared| follow(declared.older));
    BUILT_IN.iter().chain(added).find(|declared| declared.name == name).map(VariableType)
}

/// The type of this name below this parent, where it exists; an error where it cannot be added.
fn check(name: &str, parent: &str, newest: *const Declared) -> Result<Option<VariableType>> {
    if name.is_empty() || name.chars().any(char::is_control) {
        return Err(Error::invalid(format!("{} cannot name a Variable type", quote(name))));
    }
    let Some(known) = find(name, newest) else { return Ok(None) };
    match known.parent().map_or("nothing", |parent| parent.name()) {
        below if below == parent => Ok(Some(known)),
        below => Err(Error::new(
            Status::AlreadyExists,
            format!("the Variable type {name} exists below {below}, not below {parent}"),
        )),
    }
}

impl VariableType {
    /// The type of this name.
    pub fn named(name: &str) -> Result<VariableType> {
        let built_in = find(name, ptr::null());
        built_in.or_else(|| find(name, list_of(name).load(Acquire))).ok_or_else(|| {
            Error::not_found(format!("no Variable type is named {}; register it with its parent first", quote(name)))
        })
    }

    /// Adds a type below `parent`. The same name with the same parent again is the same type. RESOURCE_EXHAUSTED when
    /// 65,536 were added.
    pub fn register(name: &str, parent: VariableType) -> Result<VariableType> {
        let list = list_of(name);
        let mut newest = list.load(Acquire);
        if let Some(known) = check(name, parent.name(), newest)? {
            return Ok(known);
        }
        VariableType::check_room(1)?;
        let own_name: *mut str = Box::into_raw(name.to_owned().into_boxed_str());
        // SAFETY: it was just made, and is freed below only when nobody but this call has seen it.
        let own = Declared { name: unsafe { &*own_name }, parent: Some(parent), older: newest };
        let own: *mut Declared = Box::into_raw(Box::new(own));
        loop {
            // SAFETY: not in the list yet, so that nobody else looks at it.
            unsafe { (*own).older = newest };
            match list.compare_exchange(newest, own, AcqRel, Acquire) {
                Ok(_) => {
                    ADDED.fetch_add(1, Relaxed);
                    // SAFETY: in the list now, where it lives as long as the process.
                    return Ok(VariableType(unsafe { &*own }));
                }
                Err(now) => newest = now,
            }
            // Another thread was faster, perhaps with the same name.
            if let Some(answer) = check(name, parent.name(), newest).transpose() {
                // SAFETY: both were made above and never came into the list.
                drop(unsafe { (Box::from_raw(own), Box::from_raw(own_name)) });
                return answer;
            }
        }
    }

    /// Whether [`VariableType::register`] would take this name, once there is a type named `parent`.
    pub(super) fn check(name: &str, parent: &str) -> Result<()> {
        check(name, parent, list_of(name).load(Acquire)).map(drop)
    }

    /// Whether so many types more may be added.
    pub(super) fn check_room(more: usize) -> Result<()> {
        if ADDED.load(Relaxed).saturating_add(more) <= MOST_ADDED {
            return Ok(());
        }
        Err(Error::new(
            Status::ResourceExhausted,
            format!("a process may add {MOST_ADDED} Variable types, which stay as long as it lives"),
        ))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The type it refines; `None` for `Variable`.
    pub fn parent(self) -> Option<VariableType> {
        self.0.parent
    }

    /// Whether it is `ancestor` or refines it.
    pub fn is(self, ancestor: VariableType) -> bool {
        let mut current = Some(self);
        while let Some(candidate) = current {
            if candidate == ancestor {
                return true;
            }
            current = candidate.parent();
        }
        false
    }
}

impl PartialEq for VariableType {
    fn eq(&self, other: &VariableType) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for VariableType {}

impl Hash for VariableType {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for VariableType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for VariableType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hierarchy_is_flax_s() {
        let named = |name| VariableType::named(name).unwrap();
        assert!(named("RngKey").is(named("RngState")));
        assert!(named("RngKey").is(named("Variable")));
        assert!(!named("RngKey").is(named("Param")));
        assert!(!named("Variable").is(named("Param")));
    }

    #[test]
    fn a_name_is_registered_once() {
        let param = VariableType::named("Param").unwrap();
        let mine = VariableType::register("OnceOnly", param).unwrap();
        assert_eq!(VariableType::register("OnceOnly", param).unwrap(), mine);
        let other = VariableType::register("OnceOnly", VariableType::named("Cache").unwrap()).unwrap_err();
        assert_eq!(other.status(), Some(Status::AlreadyExists));
        assert!(VariableType::register("", param).is_err());
    }

    #[test]
    fn threads_that_register_one_name_get_one_type() {
        let param = VariableType::named("Param").unwrap();
        for round in 0..20 {
            let name = format!("Raced{round}");
            let types = std::thread::scope(|scope| {
                let racers: Vec<_> =
                    (0..4).map(|_| scope.spawn(|| VariableType::register(&name, param).unwrap())).collect();
                racers.into_iter().map(|racer| racer.join().unwrap()).collect::<Vec<_>>()
            });
            assert!(types.iter().all(|found| *found == types[0]));
            assert_eq!(VariableType::named(&name).unwrap(), types[0]);
        }
    }
}
