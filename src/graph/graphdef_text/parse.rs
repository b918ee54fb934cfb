//! Reads the text of a GraphDef.
//!
//! ```text
//! graphdef  = "graphdef" version type* node
//! type      = "type" name "<" name
//! node      = kind [name] ["#" index] "{" attribute* "}"       a container; an Object has a name
//!           | name "#" index ["{" name "=" static, … "}"]      a Variable with metadata
//!           | "->" "#" index | "None"
//! attribute = key ":" node | key ":" "array" | key "=" static
//! key       = name | integer
//! name      = word | JSON string
//! static    = "None" | "true" | "false" | integer | float | JSON string | b"bytes" | dtype | "(" static, … ")"
//! ```

use smol_str::SmolStr;

use super::super::container::ContainerKind;
use super::super::graphdef::{AttributeDef, NodeDef};
use super::super::key::{Key, looks_like_integer, quote};
use super::super::metadata::Metadata;
use super::super::path::Path;
use super::super::statics::Static;
use super::super::type_name::TypeName;
use super::print::{ARRAY, NONE, is_word};
use super::scanner::Scanner;
use super::{Draft, VERSION};
use crate::error::Result;
use crate::tensor::DType;

struct Parser<'a> {
    scanner: Scanner<'a>,
    draft: Draft<'a>,
    next_index: u32,
    open: Vec<Open>,
}

/// A container that waits for its end.
struct Open {
    kind: ContainerKind,
    /// Its number in the list of nodes.
    node: usize,
    /// Its own key; `None` for the root.
    key: Option<Key>,
    /// The last key that was read in it, and how many.
    last: Option<Key>,
    count: u32,
}

pub(super) fn parse(scanner: Scanner<'_>) -> Result<Draft<'_>> {
    let draft = Draft::new(scanner.text());
    let mut parser = Parser { scanner, draft, next_index: 0, open: Vec::new() };
    parser.header()?;
    if !parser.node(None)? {
        return Err(parser.scanner.expected("a node"));
    }
    while let Some(top) = parser.open.last() {
        if parser.scanner.take("}") {
            if let NodeDef::Container { attributes, .. } = &mut parser.draft.nodes[top.node] {
                *attributes = top.count;
            }
            parser.open.pop();
        } else {
            parser.attribute()?;
        }
    }
    parser.scanner.end()?;
    Ok(parser.draft)
}

impl Parser<'_> {
    fn header(&mut self) -> Result<()> {
        self.scanner.expect("graphdef")?;
        let mut version = self.scanner;
        if self.scanner.word() != VERSION.to_string() {
            return Err(version.expected(&format!("the version {VERSION}")));
        }
        while self.scanner.peek_word() == "type" {
            self.scanner.word();
            let place = self.scanner.place();
            let name = self.name("the name of a Variable type")?;
            self.scanner.expect("<")?;
            let parent = self.name("the name of its parent")?;
            self.draft.types.push((name, parent, place));
        }
        Ok(())
    }

    /// A node, and whether there is one.
    fn node(&mut self, key: Option<&Key>) -> Result<bool> {
        if self.scanner.take("->") {
            let mut before = self.scanner;
            let index = self.index()?;
            if index >= self.next_index {
                return Err(before.expected("the index of a node above"));
            }
            self.draft.nodes.push(NodeDef::Ref(index));
            return Ok(true);
        }
        let place = self.scanner.place();
        let word = self.scanner.peek_word();
        if let Some(kind) = ContainerKind::from_name(word) {
            self.scanner.word();
            self.container(kind, key)?;
        } else if word == NONE {
            self.scanner.word();
            self.draft.nodes.push(NodeDef::None);
        } else if word != ARRAY && (is_word(word) || self.scanner.peek() == Some('"')) {
            let name = self.name("the name of a Variable type")?;
            let index = self.new_index()?;
            let metadata = self.metadata(key)?;
            self.draft.push_variable(&name, place, index, metadata)?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }

    fn container(&mut self, kind: ContainerKind, key: Option<&Key>) -> Result<()> {
        let is_object = kind == ContainerKind::Object;
        let mut before = self.scanner;
        let type_name = if is_object { self.name("the type name of an Object")? } else { SmolStr::default() };
        if is_object && type_name.is_empty() {
            return Err(before.error("the type name of an Object is not empty"));
        }
        let type_name = TypeName::from(type_name.as_str());
        let index = if kind.is_reference() { Some(self.new_index()?) } else { None };
        self.scanner.expect("{")?;
        self.open.push(Open { kind, node: self.draft.nodes.len(), key: key.cloned(), last: None, count: 0 });
        self.draft.nodes.push(NodeDef::Container { kind, type_name, index, attributes: 0 });
        Ok(())
    }

    fn attribute(&mut self) -> Result<()> {
        let mut before = self.scanner;
        let key = self.key()?;
        let Some(top) = self.open.last_mut() else { return Ok(()) };
        if top.last.as_ref().is_some_and(|last| *last >= key) {
            return Err(before.error(format!("the key {key} stands twice or out of order")));
        }
        let allowed = top.kind.check_key(&key, top.count as usize, top.last.as_ref());
        allowed.map_err(|error| before.error(error.message()))?;
        top.last = Some(key.clone());
        top.count = top.count.checked_add(1).ok_or_else(|| before.error("too many attributes"))?;
        if self.scanner.take("=") {
            let value = self.static_value(Some(&key), 0)?;
            self.draft.attributes.push((key, AttributeDef::Static(value)));
        } else if !self.scanner.take(":") {
            return Err(self.scanner.expected("`:` and a node or array, or `=` and a static value"));
        } else if self.scanner.peek_word() == ARRAY {
            self.scanner.word();
            self.draft.attributes.push((key, AttributeDef::Leaf));
        } else {
            self.draft.attributes.push((key.clone(), AttributeDef::Node));
            if !self.node(Some(&key))? {
                return Err(self.scanner.expected("a node or `array`"));
            }
        }
        Ok(())
    }

    fn metadata(&mut self, key: Option<&Key>) -> Result<Metadata> {
        let mut entries = Vec::new();
        let mut before = self.scanner;
        if self.scanner.take("{") {
            loop {
                let name = self.name("the name of an entry of the metadata")?;
                self.scanner.expect("=")?;
                entries.push((name, self.static_value(key, 0)?));
                if !self.scanner.take(",") {
                    break;
                }
            }
            self.scanner.expect("}")?;
        }
        let twice = |name: SmolStr| before.error(format!("the metadata has {} twice", quote(&name)));
        Metadata::from_entries(entries).map_err(twice)
    }

    fn key(&mut self) -> Result<Key> {
        let mut before = self.scanner;
        if looks_like_integer(self.scanner.peek_word()) {
            let word = self.scanner.word();
            return word.parse().map(Key::Int).map_err(|_| before.error("this integer key does not fit 64 bits"));
        }
        self.name("a key or `}`").map(Key::Str)
    }

    fn name(&mut self, what: &str) -> Result<SmolStr> {
        if self.scanner.peek() == Some('"') {
            return self.scanner.string().map(SmolStr::from);
        }
        let mut before = self.scanner;
        match self.scanner.word() {
            word if is_word(word) => Ok(SmolStr::new(word)),
            _ => Err(before.expected(what)),
        }
    }

    fn index(&mut self) -> Result<u32> {
        self.scanner.expect("#")?;
        self.scanner.number("an index")
    }

    /// An index that has to be the next one.
    fn new_index(&mut self) -> Result<u32> {
        let mut before = self.scanner;
        let index = self.index()?;
        if index != self.next_index {
            return Err(before.expected(&format!("the index #{}", self.next_index)));
        }
        self.next_index = self.next_index.checked_add(1).ok_or_else(|| before.error("too many nodes"))?;
        Ok(index)
    }

    /// A static value; as deep as tuples may be nested.
    fn static_value(&mut self, key: Option<&Key>, depth: usize) -> Result<Static> {
        match self.scanner.peek() {
            Some('"') => return self.scanner.string().map(|text| Static::string(&text)),
            Some('(') => return self.tuple(key, depth),
            Some('<') => {
                let keys = self.open.iter().filter_map(|open| open.key.as_ref()).chain(key);
                let path = Path::from(keys.cloned().collect::<Vec<_>>());
                let message = "a foreign value belongs to the process that made it and cannot be read";
                return Err(self.scanner.error(message).at(path));
            }
            _ => (),
        }
        if let Some(bytes) = self.scanner.bytes()? {
            return Ok(Static::bytes(&bytes));
        }
        let mut before = self.scanner;
        let found = match self.scanner.word() {
            NONE => Some(Static::none()),
            "true" => Some(Static::from(true)),
            "false" => Some(Static::from(false)),
            word if looks_like_integer(word) => {
                let integer: i64 = word.parse().map_err(|_| before.error("this integer does not fit 64 bits"))?;
                Some(Static::from(integer))
            }
            "NaN" if self.scanner.take("(") => {
                let nan = hexadecimal(self.scanner.word()).filter(|nan| nan.is_nan());
                self.scanner.expect(")")?;
                nan.map(Static::from)
            }
            word => float(word).map(Static::from).or_else(|| DType::from_name(word).map(Static::from)),
        };
        found.ok_or_else(|| before.expected("a static value"))
    }

    fn tuple(&mut self, key: Option<&Key>, depth: usize) -> Result<Static> {
        let mut before = self.scanner;
        if depth == Static::MAX_DEPTH {
            return Err(before.error(format!("a static tuple is nested more than {} deep", Static::MAX_DEPTH)));
        }
        self.scanner.expect("(")?;
        let mut items = Vec::new();
        while !self.scanner.take(")") {
            items.push(self.static_value(key, depth + 1)?);
            if !self.scanner.take(",") {
                self.scanner.expect(")")?;
                break;
            }
        }
        Static::tuple(items).map_err(|error| before.error(error.message()))
    }
}

/// A float as it is printed: `1.0`, `-1e-5`, `inf`, `-inf`, `NaN`.
pub(super) fn float(word: &str) -> Option<f64> {
    match word {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        word if word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) => {
            word.parse().ok().filter(|value: &f64| value.is_finite())
        }
        _ => None,
    }
}

/// The float that has these bits.
pub(super) fn hexadecimal(word: &str) -> Option<f64> {
    u64::from_str_radix(word.strip_prefix("0x")?, 16).ok().map(f64::from_bits)
}
