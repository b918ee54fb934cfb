//! Reads the JSON of a GraphDef. Members may come in any order; each stands once, and there are no others.

use std::any::Any;

use smol_str::SmolStr;

use super::super::container::ContainerKind;
use super::super::graphdef::{AttributeDef, NodeDef};
use super::super::key::{Key, looks_like_integer, quote};
use super::super::metadata::Metadata;
use super::super::statics::{Foreign, Static};
use super::super::type_name::TypeName;
use super::json::FORMAT;
use super::parse::{float, hexadecimal};
use super::scanner::Scanner;
use super::{Draft, VERSION};
use crate::error::Result;
use crate::tensor::DType;

struct Parser<'a> {
    scanner: Scanner<'a>,
    draft: Draft<'a>,
}

pub(super) fn parse(scanner: Scanner<'_>) -> Result<Draft<'_>> {
    let mut parser = Parser { scanner, draft: Draft::new(scanner.text()) };
    let members = ["format", "version", "types", "nodes", "attributes"];
    parser.object(&members, |parser, member| match member {
        "format" => parser.format(),
        "version" => parser.version(),
        "types" => parser.array(Parser::declared_type),
        "nodes" => parser.array(Parser::node),
        _ => parser.array(Parser::attribute),
    })?;
    parser.scanner.end()?;
    Ok(parser.draft)
}

impl<'a> Parser<'a> {
    /// An object of exactly these members.
    fn object(&mut self, members: &[&str], read: impl FnMut(&mut Self, &str) -> Result<()>) -> Result<()> {
        let mut end = self.scanner;
        let seen = self.members(members, read, &mut end)?;
        match members.iter().zip(seen).find(|(_, seen)| !seen) {
            Some((member, _)) => Err(end.error(format!("the member \"{member}\" is missing in this object"))),
            None => Ok(()),
        }
    }

    /// An object of some of these members, and which are there. `end` becomes the place of its end.
    fn members(
        &mut self,
        members: &[&str],
        mut read: impl FnMut(&mut Self, &str) -> Result<()>,
        end: &mut Scanner<'a>,
    ) -> Result<Vec<bool>> {
        let mut seen = vec![false; members.len()];
        self.entries(
            |parser, name, place| {
                let Some(at) = members.iter().position(|member| *member == name) else {
                    let expected = members.join("\", \"");
                    let message = format!("expected one of the members \"{expected}\", found {}", quote(name));
                    return Err(parser.draft.error(place, message));
                };
                if std::mem::replace(&mut seen[at], true) {
                    return Err(parser.draft.error(place, format!("the member \"{name}\" stands twice")));
                }
                read(parser, members[at])
            },
            end,
        )?;
        Ok(seen)
    }

    /// The entries of an object: the name and its place.
    fn entries(
        &mut self,
        mut read: impl FnMut(&mut Self, &str, usize) -> Result<()>,
        end: &mut Scanner<'a>,
    ) -> Result<()> {
        self.scanner.expect("{")?;
        *end = self.scanner;
        if self.scanner.take("}") {
            return Ok(());
        }
        loop {
            let place = self.scanner.place();
            let name = self.scanner.string()?;
            self.scanner.expect(":")?;
            read(self, &name, place)?;
            *end = self.scanner;
            if !self.scanner.take(",") {
                break;
            }
        }
        if self.scanner.take("}") { Ok(()) } else { Err(self.scanner.expected("`,` or `}`")) }
    }

    fn array(&mut self, mut read: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.scanner.expect("[")?;
        if self.scanner.take("]") {
            return Ok(());
        }
        loop {
            read(self)?;
            if !self.scanner.take(",") {
                break;
            }
        }
        if self.scanner.take("]") { Ok(()) } else { Err(self.scanner.expected("`,` or `]`")) }
    }

    fn format(&mut self) -> Result<()> {
        let mut before = self.scanner;
        match self.scanner.string()?.as_str() {
            FORMAT => Ok(()),
            other => Err(before.error(format!("expected the format \"{FORMAT}\", found {}", quote(other)))),
        }
    }

    fn version(&mut self) -> Result<()> {
        let mut before = self.scanner;
        match self.scanner.word().parse() {
            Ok(VERSION) => Ok(()),
            _ => Err(before.expected(&format!("the version {VERSION}"))),
        }
    }

    /// `["Param","Variable"]`
    fn declared_type(&mut self) -> Result<()> {
        let place = self.scanner.place();
        self.scanner.expect("[")?;
        let name = self.scanner.string()?;
        self.scanner.expect(",")?;
        let parent = self.scanner.string()?;
        self.scanner.expect("]")?;
        self.draft.types.push((name.into(), parent.into(), place));
        Ok(())
    }

    fn node(&mut self) -> Result<()> {
        let place = self.scanner.place();
        let (mut kind, mut type_name, mut index, mut attributes) = (String::new(), None, None, None);
        let mut metadata = None;
        let mut end = self.scanner;
        let members = ["kind", "type", "index", "attributes", "metadata"];
        self.members(
            &members,
            |parser, member| {
                match member {
                    "kind" => kind = parser.scanner.string()?,
                    "type" => type_name = Some(SmolStr::from(parser.scanner.string()?)),
                    "index" => index = Some(parser.scanner.number("an index")?),
                    "attributes" => attributes = Some(parser.scanner.number("the number of attributes")?),
                    _ => metadata = Some(parser.metadata()?),
                }
                Ok(())
            },
            &mut end,
        )?;
        let draft = &mut self.draft;
        match (kind.as_str(), ContainerKind::from_name(&kind), type_name, index, attributes, metadata) {
            (_, Some(kind), type_name, index, Some(attributes), None) => {
                let type_name = TypeName::from(type_name.unwrap_or_default().as_str());
                draft.nodes.push(NodeDef::Container { kind, type_name, index, attributes });
                Ok(())
            }
            ("Variable", _, Some(name), Some(index), None, Some(metadata)) => {
                draft.push_variable(&name, place, index, metadata)
            }
            ("Ref", _, None, Some(index), None, None) => {
                draft.nodes.push(NodeDef::Ref(index));
                Ok(())
            }
            ("None", _, None, None, None, None) => {
                draft.nodes.push(NodeDef::None);
                Ok(())
            }
            _ => Err(draft.error(
                place,
                "expected a node: a container with \"kind\", \"attributes\", and \"type\" and \"index\" where it has \
                 them; or a Variable with \"type\", \"index\" and \"metadata\"; or a Ref with \"index\"; or a None",
            )),
        }
    }

    /// `["kernel","node"]`, `[0,"array"]`, `["rate",{"static":0.2}]`
    fn attribute(&mut self) -> Result<()> {
        self.scanner.expect("[")?;
        let key = self.key()?;
        self.scanner.expect(",")?;
        let attribute = if self.scanner.take("\"node\"") {
            AttributeDef::Node
        } else if self.scanner.take("\"array\"") {
            AttributeDef::Leaf
        } else if self.scanner.peek() == Some('{') {
            let mut value = Static::from(false);
            self.object(&["static"], |parser, _| {
                value = parser.static_value(0)?;
                Ok(())
            })?;
            AttributeDef::Static(value)
        } else {
            return Err(self.scanner.expected("\"node\", \"array\" or {\"static\":…}"));
        };
        self.scanner.expect("]")?;
        self.draft.attributes.push((key, attribute));
        Ok(())
    }

    fn key(&mut self) -> Result<Key> {
        if self.scanner.peek() == Some('"') {
            return self.scanner.string().map(|name| Key::Str(name.into()));
        }
        let mut before = self.scanner;
        let word = self.scanner.word();
        let index = word.parse().ok().filter(|_| looks_like_integer(word));
        index.map(Key::Int).ok_or_else(|| before.expected("a key: a string or an integer of 64 bits"))
    }

    fn metadata(&mut self) -> Result<Metadata> {
        let mut before = self.scanner;
        let (mut entries, mut end) = (Vec::new(), self.scanner);
        self.entries(
            |parser, name, _| {
                entries.push((SmolStr::new(name), parser.static_value(0)?));
                Ok(())
            },
            &mut end,
        )?;
        let twice = |name: SmolStr| before.error(format!("the metadata has {} twice", quote(&name)));
        Metadata::from_entries(entries).map_err(twice)
    }

    /// A static value; as deep as tuples may be nested.
    fn static_value(&mut self, depth: usize) -> Result<Static> {
        let mut before = self.scanner;
        match self.scanner.peek() {
            Some('"') => return self.scanner.string().map(|text| Static::string(&text)),
            Some('{') => return self.special(),
            Some('[') if depth == Static::MAX_DEPTH => {
                let message = format!("a static tuple is nested more than {} deep", Static::MAX_DEPTH);
                return Err(before.error(message));
            }
            Some('[') => {
                let mut items = Vec::new();
                self.array(|parser| {
                    items.push(parser.static_value(depth + 1)?);
                    Ok(())
                })?;
                return Static::tuple(items).map_err(|error| before.error(error.message()));
            }
            _ => (),
        }
        let found = match self.scanner.word() {
            "null" => Some(Static::none()),
            "true" => Some(Static::from(true)),
            "false" => Some(Static::from(false)),
            word if looks_like_integer(word) => word.parse::<i64>().ok().map(Static::from),
            word => float(word).filter(|value| value.is_finite()).map(Static::from),
        };
        found.ok_or_else(|| before.expected("a static value"))
    }

    /// A static value that JSON has no form for.
    fn special(&mut self) -> Result<Static> {
        let (mut value, mut count) = (None, 0);
        let (mut before, mut end) = (self.scanner, self.scanner);
        self.members(
            &["float", "bytes", "dtype", "foreign"],
            |parser, member| {
                let mut place = parser.scanner;
                let text = parser.scanner.string()?;
                count += 1;
                value = match member {
                    "float" => special_float(&text).map(Static::from),
                    "bytes" => hex(&text).map(|bytes| Static::bytes(&bytes)),
                    "dtype" => DType::from_name(&text).map(Static::from),
                    _ => {
                        parser.draft.foreign.get_or_insert(place.place());
                        Some(Static::foreign(Box::new(Unreadable)))
                    }
                };
                if value.is_none() {
                    let expected = match member {
                        "float" => "\"inf\", \"-inf\", \"NaN\" or \"NaN(0x…)\"",
                        "bytes" => "an even number of hexadecimal digits",
                        _ => "the name of a dtype",
                    };
                    return Err(place.error(format!("expected {expected}, found {}", quote(&text))));
                }
                Ok(())
            },
            &mut end,
        )?;
        value.filter(|_| count == 1).ok_or_else(|| before.error("expected an object of one member: a static value"))
    }
}

fn special_float(text: &str) -> Option<f64> {
    match text.strip_prefix("NaN(").and_then(|rest| rest.strip_suffix(')')) {
        Some(bits) => hexadecimal(bits).filter(|value| value.is_nan()),
        None => float(text),
    }
}

fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| (byte as char).to_digit(16);
    if !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| Some((digit(pair[0])? * 16 + digit(pair[1])?) as u8)).collect()
}

/// Stands for a foreign value until its path is known for the error.
struct Unreadable;

impl Foreign for Unreadable {
    fn equal(&self, _: &dyn Foreign) -> bool {
        false
    }

    fn hash(&self) -> u64 {
        0
    }

    fn describe(&self) -> String {
        String::new()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
