//! The GraphDefs of a bundle: each once, as an entry of its own that the manifest names.

use std::collections::HashMap;

use serde_json::Value;

use super::archive::Archive;
use super::damaged;
use super::header::LONGEST;
use super::program_map::within;
use super::save::{json, refuse_foreign};
use crate::error::Result;
use crate::graph::GraphDef;

/// The entry of the GraphDef of the bundle's State.
pub(super) const OWN: &str = "graphdef.json";

/// GraphDefs that are being saved.
pub(super) struct Saved(Vec<GraphDef>);

impl Saved {
    /// With the GraphDef of the bundle's State.
    pub(super) fn new(own: &GraphDef) -> Result<Saved> {
        refuse_foreign(own)?;
        Ok(Saved(vec![own.clone()]))
    }

    /// The entry of a GraphDef.
    ///
    /// # Errors
    /// `INVALID_ARGUMENT`, with the path, for a static value that has no form in a file.
    pub(super) fn name(&mut self, graphdef: &GraphDef) -> Result<String> {
        let hash = graphdef.content_hash();
        let found = self.0.iter().position(|other| other.content_hash() == hash && other == graphdef);
        if let Some(place) = found {
            return Ok(entry_name(place));
        }
        refuse_foreign(graphdef)?;
        self.0.push(graphdef.clone());
        Ok(entry_name(self.0.len() - 1))
    }

    /// The entries and their texts.
    pub(super) fn texts(&self) -> Result<Vec<(String, String)>> {
        self.0.iter().enumerate().map(|(place, graphdef)| Ok((entry_name(place), json(graphdef)?))).collect()
    }
}

fn entry_name(place: usize) -> String {
    if place == 0 { OWN.to_owned() } else { format!("graphdefs/{place}.json") }
}

/// GraphDefs of a bundle that is being read.
pub(super) struct Stored<'a> {
    archive: &'a Archive<'a>,
    read: HashMap<String, GraphDef>,
}

impl<'a> Stored<'a> {
    pub(super) fn new(archive: &'a Archive<'a>) -> Stored<'a> {
        Stored { archive, read: HashMap::new() }
    }

    /// The GraphDef in the entry of this name.
    pub(super) fn get(&mut self, name: &Value) -> Result<GraphDef> {
        let name = name.as_str().ok_or_else(|| damaged("`graphdef` is no name of an entry"))?;
        if let Some(graphdef) = self.read.get(name) {
            return Ok(graphdef.clone());
        }
        let text = self.archive.text(name, LONGEST as u64)?;
        let graphdef = GraphDef::parse(&text).map_err(|error| within(name, error))?;
        self.read.insert(name.to_owned(), graphdef.clone());
        Ok(graphdef)
    }
}
