//! The type names of Objects.

use std::cell::RefCell;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// The type name of an Object; empty for all other nodes. Objects that were copied from each other share it, and eight
/// bytes hold it.
#[derive(Clone, Default)]
pub struct TypeName(Option<Arc<Box<str>>>);

thread_local! {
    /// The names that this thread used last, so that the thousand `Linear`s of a model have one name among them.
    static RECENT: RefCell<[TypeName; 16]> = RefCell::default();
}

impl From<&str> for TypeName {
    fn from(name: &str) -> TypeName {
        let new = || TypeName(Some(Arc::new(name.into())));
        let (Some(first), Some(last)) = (name.bytes().next(), name.bytes().last()) else { return TypeName(None) };
        let place = (usize::from(first) * 7 + usize::from(last) * 3 + name.len()) % 16;
        let recent = RECENT.try_with(|recent| {
            let recent = &mut recent.borrow_mut()[place];
            if **recent != *name {
                *recent = new();
            }
            recent.clone()
        });
        // A thread that is ending has no such memory any more.
        recent.unwrap_or_else(|_| new())
    }
}

impl Deref for TypeName {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_deref().map_or("", |name| name)
    }
}

impl PartialEq for TypeName {
    fn eq(&self, other: &TypeName) -> bool {
        match (&self.0, &other.0) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b) || a == b,
            (None, None) => true,
            _ => false,
        }
    }
}

impl Eq for TypeName {}

impl Hash for TypeName {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}

impl fmt::Display for TypeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self)
    }
}
