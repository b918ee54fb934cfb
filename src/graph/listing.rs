//! What may be far larger than what it is made from: the paths of a chain of nodes with a leaf each grow with the square
//! of its length, and so does a text in which many attributes share a long value.
//!
//! So it is made in memory that is asked for fallibly, and there is a bound where memory seems to have no end.

use std::fmt;

use super::key::Key;
use super::path::Path;
use super::path_tree::PathTree;
use crate::error::{Error, Status};

/// The most bytes that the paths of one call take, and that one text takes.
pub(crate) const MOST_BYTES: usize = 1 << 30;

/// Why something was not made. Holds no memory, so that what was made so far can go before the error is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TooLarge {
    /// It would be larger than this.
    Bound(usize),
    /// There was no memory for this much.
    Memory(usize),
}

/// What fits, or why it does not.
pub(crate) type Fits<T> = std::result::Result<T, TooLarge>;

impl From<TooLarge> for Error {
    fn from(why: TooLarge) -> Error {
        const WHAT: &str = "the paths and values that this call lists";
        match why {
            TooLarge::Bound(bytes) => Error::new(
                Status::ResourceExhausted,
                format!("{WHAT} take more than {bytes} bytes: the graph is too deep to list them all"),
            ),
            TooLarge::Memory(bytes) => Error::out_of_memory(WHAT, bytes),
        }
    }
}

/// Tells at once that a text of paths with so many keys is too large. A key takes two bytes at least.
pub(crate) fn check_keys(keys: usize) -> Fits<()> {
    if keys.saturating_mul(2) > MOST_BYTES { Err(TooLarge::Bound(MOST_BYTES)) } else { Ok(()) }
}

/// Counts what a call lists.
pub(crate) struct Listing {
    bytes: usize,
    most: usize,
}

impl Default for Listing {
    fn default() -> Listing {
        Listing::within(MOST_BYTES)
    }
}

impl Listing {
    /// A listing of so many bytes at most.
    pub(crate) fn within(most: usize) -> Listing {
        Listing { bytes: 0, most }
    }

    /// A listing of these paths of a tree; at once an error where they are too many.
    pub(super) fn of(tree: &PathTree, mut entries: impl Iterator<Item = u32>) -> Fits<Listing> {
        let mut listing = Listing::default();
        entries.try_for_each(|entry| listing.count(tree.depth(entry) * size_of::<Key>()))?;
        Ok(Listing::default())
    }

    /// Counts so many bytes, before they are asked for.
    pub(crate) fn count(&mut self, bytes: usize) -> Fits<()> {
        self.bytes = self.bytes.saturating_add(bytes);
        if self.bytes <= self.most { Ok(()) } else { Err(TooLarge::Bound(self.most)) }
    }

    /// The path of an entry of this tree.
    pub(crate) fn path(&mut self, tree: &PathTree, entry: u32) -> Fits<Path> {
        self.collect(tree.depth(entry), tree.keys_upwards(entry)).map(|mut keys| {
            keys.reverse();
            Path::from(keys)
        })
    }

    /// A copy of these keys.
    pub(crate) fn keys(&mut self, keys: &[Key]) -> Fits<Path> {
        self.collect(keys.len(), keys.iter()).map(Path::from)
    }

    fn collect<'a>(&mut self, count: usize, keys: impl Iterator<Item = &'a Key>) -> Fits<Vec<Key>> {
        let bytes = count * size_of::<Key>();
        self.count(bytes)?;
        let mut collected = Vec::new();
        collected.try_reserve_exact(count).map_err(|_| TooLarge::Memory(bytes))?;
        collected.extend(keys.cloned());
        Ok(collected)
    }

    /// Counts a path that was made already.
    pub(crate) fn made(&mut self, path: Path) -> Fits<Path> {
        self.count(path.keys().len() * size_of::<Key>())?;
        Ok(path)
    }

    /// What is printed as a text of its own.
    pub(crate) fn text(&mut self, value: impl fmt::Display) -> Fits<String> {
        let mut text = Text::within(self.most - self.bytes.min(self.most));
        text.print(value);
        let text = text.finish().map_err(|why| match why {
            TooLarge::Bound(_) => TooLarge::Bound(self.most),
            memory => memory,
        })?;
        self.count(text.len())?;
        Ok(text)
    }
}

/// A text that is being printed. What does not fit is left out, and [`Text::finish`] says so; whoever prints much asks
/// [`Text::is_full`] now and then.
pub(crate) struct Text {
    text: String,
    most: usize,
    full: Option<TooLarge>,
}

impl Text {
    /// An empty text.
    pub(crate) fn new() -> Text {
        Text::within(MOST_BYTES)
    }

    /// An empty text that takes so many bytes at most.
    pub(crate) fn within(most: usize) -> Text {
        Text { text: String::new(), most, full: None }
    }

    pub(crate) fn push_str(&mut self, more: &str) {
        if self.full.is_some() {
            return;
        }
        if more.len() > self.most - self.text.len() {
            self.full = Some(TooLarge::Bound(self.most));
        } else if self.text.try_reserve(more.len()).is_err() {
            self.full = Some(TooLarge::Memory(self.text.len() + more.len()));
        } else {
            self.text.push_str(more);
            return;
        }
        // What is not given out anyway makes room for what follows.
        self.text = String::new();
    }

    pub(crate) fn push(&mut self, c: char) {
        self.push_str(c.encode_utf8(&mut [0; 4]));
    }

    /// Prints a value.
    pub(crate) fn print(&mut self, value: impl fmt::Display) {
        // It fails when it is full, which is remembered.
        let _ = fmt::Write::write_fmt(self, format_args!("{value}"));
    }

    /// Whether something did not fit, so that all that follows is in vain.
    pub(crate) fn is_full(&self) -> bool {
        self.full.is_some()
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// What is there so far.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether something did not fit.
    pub(crate) fn check(&self) -> Fits<()> {
        self.full.map_or(Ok(()), Err)
    }

    /// The text.
    pub(crate) fn finish(self) -> Fits<String> {
        self.check().map(|()| self.text)
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, more: &str) -> fmt::Result {
        self.push_str(more);
        if self.is_full() { Err(fmt::Error) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_does_not_fit_is_not_given_out() {
        let mut text = Text::within(5);
        text.push_str("abcd");
        text.push('e');
        assert_eq!(text.as_str(), "abcde");
        text.push('f');
        text.push_str("");
        assert!(text.is_full());
        assert_eq!(text.finish(), Err(TooLarge::Bound(5)));
        let mut text = Text::new();
        text.print(format_args!("{}{}", 1, "ä"));
        assert_eq!(text.finish().unwrap(), "1ä");
    }

    #[test]
    fn all_that_a_call_lists_counts_together() {
        let mut listing = Listing::within(100);
        let keys: Vec<Key> = vec!["a".into(), 1.into()];
        assert_eq!(listing.keys(&keys).unwrap(), Path::from(keys.clone()));
        assert_eq!(listing.text("0123456789").unwrap(), "0123456789");
        assert_eq!(listing.keys(&keys), Err(TooLarge::Bound(100)));
        let (tree, ends) = PathTree::of_sorted([&keys[..]]);
        assert_eq!(Listing::default().path(&tree, ends[0]).unwrap(), Path::from(keys));
        assert_eq!(Listing::within(3).text("0123"), Err(TooLarge::Bound(3)));
    }
}
