//! What a graph was before a function was traced over it, and how it becomes that again.

use crate::error::Result;
use crate::graph::{Attribute, Key, Leaf, Metadata, Node, Path};

/// Every node below a root as it is now. The nodes live as long as this.
pub(super) struct Snapshot {
    containers: Vec<(Node, Vec<(Key, Attribute)>)>,
    variables: Vec<(Node, Leaf, Metadata)>,
}

impl Snapshot {
    /// Notes what is below `root`.
    pub(super) fn take(root: &Node) -> Result<Snapshot> {
        let mut snapshot = Snapshot { containers: Vec::new(), variables: Vec::new() };
        let mut seen = std::collections::HashSet::new();
        let mut open = vec![root.clone()];
        while let Some(node) = open.pop() {
            if !seen.insert(node.identity()?) {
                continue;
            }
            if node.container_kind()?.is_none() {
                let (value, metadata) = (node.value()?, node.metadata()?);
                snapshot.variables.push((node, value, metadata));
                continue;
            }
            let attributes = attributes(&node)?;
            open.extend(attributes.iter().filter_map(|(_, attribute)| match attribute {
                Attribute::Node(child) => Some(child.clone()),
                _ => None,
            }));
            snapshot.containers.push((node, attributes));
        }
        Ok(snapshot)
    }

    /// Puts everything back.
    pub(super) fn restore(&self) -> Result<()> {
        let mut changed = Vec::new();
        for (node, before) in &self.containers {
            let now = attributes(node)?;
            let same = now.len() == before.len()
                && now.iter().zip(before).all(|((key, now), (other, before))| key == other && same(now, before));
            if !same {
                changed.push((node, before, now));
            }
        }
        // All are emptied before one is filled: a value node may have moved from one to another.
        for (node, _, now) in &changed {
            for (key, _) in now.iter().rev() {
                node.delete(&Path::from(vec![key.clone()]))?;
            }
        }
        for (node, before, _) in changed {
            for (key, attribute) in before {
                node.set(&Path::from(vec![key.clone()]), attribute.clone())?;
            }
        }
        self.variables.iter().try_for_each(|(node, value, metadata)| {
            node.replace_metadata(metadata)?;
            node.set_value(value.clone())
        })
    }
}

pub(super) fn attributes(node: &Node) -> Result<Vec<(Key, Attribute)>> {
    let keys = node.keys()?;
    keys.into_iter().map(|(key, _)| Ok((key.clone(), node.get(&Path::from(vec![key]))?))).collect()
}

/// Whether both are the same node, array or opaque value, or equal static values.
pub(super) fn same(a: &Attribute, b: &Attribute) -> bool {
    match (a, b) {
        (Attribute::Node(a), Attribute::Node(b)) => a.same(b),
        (Attribute::Tensor(a), Attribute::Tensor(b)) => a.ptr_eq(b),
        (Attribute::Opaque(a), Attribute::Opaque(b)) => std::sync::Arc::ptr_eq(a, b),
        (Attribute::Static(a), Attribute::Static(b)) => a == b,
        (Attribute::None, Attribute::None) => true,
        _ => false,
    }
}
