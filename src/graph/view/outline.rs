//! The outline: a graph or State as one flat list, in the order in which it is printed.

use std::fmt;

use super::super::arena::NodeId;
use super::super::container::{ContainerKind, Value};
use super::super::graphdef::NodeDef;
use super::super::key::{self, Key};
use super::super::leaf::Leaf;
use super::super::metadata::Metadata;
use super::super::node::Node;
use super::super::path;
use super::super::state::{Layout, State};
use super::super::statics::Static;
use super::super::type_name::TypeName;
use super::super::variable_type::VariableType;
use super::super::walk::Step;
use crate::error::Result;

/// A graph or State, outermost first, each entry before what is below it.
pub(super) struct Outline {
    pub(super) entries: Vec<Entry>,
}

/// One line of an outline.
pub(super) struct Entry {
    /// The entry above; [`ROOT`] for the first.
    pub(super) parent: u32,
    pub(super) depth: u32,
    /// `None` for the first.
    pub(super) key: Option<Key>,
    pub(super) item: Item,
}

/// What stands there.
pub(super) enum Item {
    /// A node with attributes. Value nodes have no index.
    Container { kind: ContainerKind, type_name: TypeName, index: Option<u32> },
    /// A level of a State.
    Level,
    /// A Variable; without an index in a State.
    Variable { variable_type: VariableType, index: Option<u32>, metadata: Metadata, leaf: Leaf },
    /// An array without a Variable.
    Array(Leaf),
    /// The node of an earlier entry.
    Again(u32),
    /// A static value.
    Static(Static),
    /// None.
    None,
}

/// No entry: what is above the first.
pub(super) const ROOT: u32 = u32::MAX;

/// Of a path of more keys only the last are printed.
const MAX_KEYS: u32 = 64;
/// So many of them.
const LAST_KEYS: usize = 8;

/// Leaves and their bytes.
#[derive(Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) leaves: usize,
    pub(super) bytes: usize,
}

/// What is below each entry.
pub(super) struct Below {
    /// The leaves at and below it.
    pub(super) size: Size,
    /// How many levels are below it.
    pub(super) levels: u32,
    /// Whether it is the last of its parent.
    pub(super) last: bool,
}

impl Outline {
    /// What is below a node.
    pub(super) fn of_node(node: &Node) -> Result<Outline> {
        node.graph.read(node.id, |arena, id| {
            let mut outline = Outline { entries: Vec::new() };
            let mut first = vec![ROOT; arena.slots.len()];
            let mut next_index = 0;
            let mut new_index = || {
                next_index += 1;
                next_index - 1
            };
            let mut open: Vec<u32> = Vec::new();
            arena.walk(id, |path, step| {
                let mut visit = |id: NodeId, number: usize| first[id as usize] = number as u32;
                let (number, mut enters) = (outline.entries.len(), false);
                let item = match step {
                    Step::Leave(..) => {
                        open.pop();
                        return;
                    }
                    Step::Enter(id, container) => {
                        let index = container.kind.is_reference().then(&mut new_index);
                        visit(id, number);
                        enters = true;
                        Item::Container { kind: container.kind, type_name: container.type_name.clone(), index }
                    }
                    Step::Variable(id, variable) => {
                        visit(id, number);
                        Item::Variable {
                            variable_type: variable.variable_type,
                            index: Some(new_index()),
                            metadata: variable.metadata.clone(),
                            leaf: variable.value.clone(),
                        }
                    }
                    Step::Again(id) => Item::Again(first[id as usize]),
                    Step::Value(value) => match value {
                        Value::Tensor(tensor) => Item::Array(Leaf::Tensor(tensor.clone())),
                        Value::Opaque(opaque) => Item::Array(Leaf::Opaque(opaque.clone())),
                        Value::Static(value) => Item::Static(value.clone()),
                        Value::None | Value::Node(_) => Item::None,
                    },
                };
                outline.push(open.last().copied(), path.last().cloned(), item);
                if enters {
                    open.push(number as u32);
                }
            });
            Ok(outline)
        })
    }

    /// The leaves of a State.
    pub(super) fn of_state(state: &State) -> Outline {
        let mut outline = Outline { entries: Vec::new() };
        let item = |leaf: usize| match state.variable_type(leaf) {
            None => Item::Array(state.values()[leaf].clone()),
            Some(variable_type) => Item::Variable {
                variable_type,
                index: None,
                metadata: state.metadata(leaf).clone(),
                leaf: state.values()[leaf].clone(),
            },
        };
        match &state.layout {
            Layout::Whole(graphdef) | Layout::Part(graphdef, _) => {
                let leaves: Vec<u32> = (0..state.len()).map(|leaf| state.leaf_id(leaf) as u32).collect();
                match graphdef.nodes().first() {
                    Some(NodeDef::Variable { .. }) if !leaves.is_empty() => outline.push(None, None, item(0)),
                    _ => outline.push_levels(graphdef.paths().levels_above(&leaves), item),
                }
            }
            Layout::Free(leaves) => outline.push_paths(leaves.iter().map(|leaf| leaf.path.keys()), item),
        }
        if outline.entries.is_empty() {
            outline.push(None, None, Item::Level);
        }
        outline
    }

    /// Entries for levels whose parents are known by their numbers.
    fn push_levels(&mut self, levels: Vec<(Option<u32>, &Key, Option<usize>)>, item: impl Fn(usize) -> Item) {
        self.push(None, None, Item::Level);
        for (parent, key, leaf) in levels {
            self.push(Some(parent.map_or(0, |parent| parent + 1)), Some(key.clone()), leaf.map_or(Item::Level, &item));
        }
    }

    /// Entries for sorted paths.
    fn push_paths<'a>(&mut self, paths: impl Iterator<Item = &'a [Key]>, item: impl Fn(usize) -> Item) {
        let mut before: &[Key] = &[];
        let mut open: Vec<u32> = Vec::new();
        for (leaf, keys) in paths.enumerate() {
            let Some((last, above)) = keys.split_last() else { return self.push(None, None, item(leaf)) };
            let shared = before.iter().zip(above).take_while(|(a, b)| a == b).count();
            open.truncate(shared + 1);
            if open.is_empty() {
                open.push(0);
                self.push(None, None, Item::Level);
            }
            for key in &above[shared..] {
                self.push(open.last().copied(), Some(key.clone()), Item::Level);
                open.push(self.entries.len() as u32 - 1);
            }
            self.push(open.last().copied(), Some(last.clone()), item(leaf));
            before = above;
        }
    }

    fn push(&mut self, parent: Option<u32>, key: Option<Key>, item: Item) {
        let depth = parent.map_or(0, |parent| self.entries[parent as usize].depth + 1);
        self.entries.push(Entry { parent: parent.unwrap_or(ROOT), depth, key, item });
    }

    /// What is below each entry.
    pub(super) fn below(&self) -> Vec<Below> {
        let new = |_| Below { size: Size::default(), levels: 0, last: false };
        let mut below: Vec<Below> = (0..self.entries.len()).map(new).collect();
        for (number, entry) in self.entries.iter().enumerate().rev() {
            if let Some(leaf) = entry.item.leaf() {
                below[number].size.add(leaf);
            }
            let (Size { leaves, bytes }, levels) = (below[number].size, below[number].levels);
            let Some(parent) = below.get_mut(entry.parent as usize) else { continue };
            let is_last = parent.levels == 0;
            parent.levels = parent.levels.max(levels + 1);
            parent.size.leaves += leaves;
            parent.size.bytes = parent.size.bytes.saturating_add(bytes);
            below[number].last = is_last;
        }
        below
    }

    /// The path of an entry; of a very long one only the end, so that a table of deep leaves stays linear.
    pub(super) fn path(&self, number: u32) -> String {
        let mut keys = Vec::new();
        let mut entry = &self.entries[number as usize];
        let depth = entry.depth;
        if depth == 0 {
            return "(root)".into();
        }
        let shown = if depth > MAX_KEYS { LAST_KEYS } else { depth as usize };
        while let Some(key) = &entry.key
            && keys.len() < shown
        {
            keys.push(key.clone());
            entry = &self.entries[entry.parent as usize];
        }
        keys.reverse();
        match depth - keys.len() as u32 {
            0 => path::display(&keys).to_string(),
            hidden => format!("… {hidden} keys …/{}", path::display(&keys)),
        }
    }
}

impl Size {
    pub(super) fn add(&mut self, leaf: &Leaf) {
        self.leaves += 1;
        // An opaque leaf says itself how large it is.
        self.bytes = self.bytes.saturating_add(leaf.nbytes());
    }
}

/// `3 leaves, 1.5 KiB`
impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, ", Counted(self.leaves, "leaf", "leaves"))?;
        match human_bytes(self.bytes) {
            Some(human) => f.write_str(&human),
            None => write!(f, "{}", Counted(self.bytes, "byte", "bytes")),
        }
    }
}

impl Item {
    /// The leaf, when it is or holds one.
    pub(super) fn leaf(&self) -> Option<&Leaf> {
        match self {
            Item::Variable { leaf, .. } | Item::Array(leaf) => Some(leaf),
            _ => None,
        }
    }
}

/// A number and what it counts: `1 leaf`, `26 leaves`.
pub(super) struct Counted(pub(super) usize, pub(super) &'static str, pub(super) &'static str);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = if self.0 == 1 { self.1 } else { self.2 };
        write!(f, "{} {name}", grouped(self.0))
    }
}

/// `1,234,567`
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1.5 KiB`; nothing below 1024 bytes.
pub(super) fn human_bytes(bytes: usize) -> Option<String> {
    const UNITS: [&str; 6] = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
    let mut value = bytes as f64;
    let mut unit = None;
    // Where one decimal would round up to 1024.0, the next unit is the better one.
    while value >= if unit.is_none() { 1024.0 } else { 1023.95 } && unit != Some(UNITS.len() - 1) {
        value /= 1024.0;
        unit = Some(unit.map_or(0, |unit| unit + 1));
    }
    unit.map(|unit| format!("{value:.1} {}", UNITS[unit]))
}

/// A static value on one line, cut where it is long.
pub(super) fn short(value: &Static, longest: usize) -> String {
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(longest) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// ` {axis=0, name="w"}`; nothing when there is no metadata.
pub(super) fn metadata_text(metadata: &Metadata, longest: usize) -> String {
    let entries: Vec<String> = metadata
        .entries()
        .iter()
        .map(|(name, value)| format!("{}={}", key::one_line(name), short(value, longest)))
        .collect();
    if entries.is_empty() { String::new() } else { format!(" {{{}}}", entries.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        let numbers = [0, 999, 1000, 1234567].map(grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "1,234,567"]);
        let bytes = [1023, 1024, 1548, 1024 * 1024 - 1, 5 << 30, usize::MAX].map(human_bytes);
        let expected = [None, Some("1.0 KiB"), Some("1.5 KiB"), Some("1.0 MiB"), Some("5.0 GiB"), Some("16.0 EiB")];
        assert_eq!(bytes.each_ref().map(Option::as_deref), expected);
        assert_eq!(Size { leaves: 1, bytes: 1 }.to_string(), "1 leaf, 1 byte");
        assert_eq!(Size { leaves: 2, bytes: 2048 }.to_string(), "2 leaves, 2.0 KiB");
    }

    #[test]
    fn long_statics_are_cut_between_characters() {
        assert_eq!(short(&Static::from("ää"), 4), "\"ää\"");
        assert_eq!(short(&Static::from("äää"), 3), "\"ää…");
    }
}
