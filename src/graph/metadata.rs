//! The metadata of a Variable: names and static values.

use std::sync::Arc;

use smol_str::SmolStr;

use super::statics::Static;

/// Names and static values, sorted by name. Cloning shares them; most Variables have none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Metadata(Option<Arc<Vec<(SmolStr, Static)>>>);

impl Metadata {
    /// No metadata.
    pub const fn empty() -> Metadata {
        Metadata(None)
    }

    /// Entries in any order; the name that stands twice when there is one.
    pub(super) fn from_entries(mut entries: Vec<(SmolStr, Static)>) -> std::result::Result<Metadata, SmolStr> {
        entries.sort_by(|a, b| a.0.cmp(&b.0));
        if let Some(pair) = entries.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(pair[0].0.clone());
        }
        Ok(Metadata((!entries.is_empty()).then(|| Arc::new(entries))))
    }

    /// The entries, sorted by name.
    pub fn entries(&self) -> &[(SmolStr, Static)] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The value of this name.
    pub fn get(&self, name: &str) -> Option<&Static> {
        let entries = self.entries();
        let at = entries.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        Some(&entries[at].1)
    }

    /// Whether both hold the same, told without calling foreign code: foreign values must be one.
    pub(super) fn is_same(&self, other: &Metadata) -> bool {
        let (a, b) = (self.entries(), other.entries());
        std::ptr::eq(a, b) || (a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.0 == b.0 && a.1.is_same(&b.1)))
    }

    /// Sets a value and returns the one it replaces.
    pub fn set(&mut self, name: &str, value: Static) -> Option<Static> {
        let entries = Arc::make_mut(self.0.get_or_insert_default());
        match entries.binary_search_by(|(other, _)| other.as_str().cmp(name)) {
            Ok(at) => Some(std::mem::replace(&mut entries[at].1, value)),
            Err(at) => {
                entries.insert(at, (SmolStr::new(name), value));
                None
            }
        }
    }

    /// Takes a value away.
    pub fn remove(&mut self, name: &str) -> Option<Static> {
        let entries = Arc::make_mut(self.0.as_mut()?);
        let at = entries.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        let (_, value) = entries.remove(at);
        if entries.is_empty() {
            self.0 = None;
        }
        Some(value)
    }
}
