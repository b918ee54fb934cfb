//! The tuples around the objects of the last calls, so that a call on the same objects makes none.

use parking_lot::Mutex;

use crate::error::Result;
use crate::graph::{ContainerKind, Node};
use crate::trace::together;

/// The most tuples that are kept.
const KEPT: usize = 4;

/// Tuples of objects. One that nobody else holds is let go of when another one is made.
#[derive(Default)]
pub(super) struct Roots(Mutex<Vec<Root>>);

struct Root {
    objects: Vec<Node>,
    tuple: Node,
}

impl Roots {
    /// A tuple of these objects: the one of an earlier call where there is one.
    pub(super) fn of(&self, objects: &[Node]) -> Result<Node> {
        let is_of = |root: &Root| {
            root.objects.len() == objects.len() && root.objects.iter().zip(objects).all(|(a, b)| a.same(b))
        };
        if let Some(root) = self.0.lock().iter().find(|root| is_of(root)) {
            return Ok(root.tuple.clone());
        }
        let tuple = together(objects)?;
        // A value node has one owner, and must be free to get another one after the call.
        let is_shared = |node: &Node| Ok(node.container_kind()?.is_none_or(ContainerKind::is_reference));
        if objects.iter().map(is_shared).collect::<Result<Vec<bool>>>()?.contains(&false) {
            return Ok(tuple);
        }
        let mut let_go = Vec::new();
        let mut roots = self.0.lock();
        for root in std::mem::take(&mut *roots) {
            let in_use = root.objects.iter().any(|object| object.num_handles().is_ok_and(|handles| handles > 1));
            if in_use { roots.push(root) } else { let_go.push(root) }
        }
        if roots.len() == KEPT {
            let_go.push(roots.remove(0));
        }
        roots.push(Root { objects: objects.to_vec(), tuple: tuple.clone() });
        drop(roots);
        // Their last holders: foreign values may be dropped here, where no lock is held.
        drop(let_go);
        Ok(tuple)
    }
}
