//! How long a node lives: while a handle or an attribute holds it.
//!
//! A node that nothing holds any more is freed at once, and with it what only it held. Nodes that hold each other in a
//! cycle, and that no handle reaches, are found by a collection, which marks from the nodes with handles; its cost is
//! linear in the nodes, so it waits until as many handles and attributes let go of a node.

use std::sync::atomic::Ordering;

use super::arena::{Arena, Node, NodeId, Removed};
use super::container::Value;
use super::split::SplitCache;

impl Arena {
    /// An attribute of `parent` holds this node now.
    pub(super) fn attached(&mut self, child: Option<NodeId>, parent: NodeId) {
        let Some(child) = child else { return };
        self.slots[child as usize].parents += 1;
        self.own(child, Some(parent));
    }

    /// An attribute no longer holds this node.
    pub(super) fn detached(&mut self, child: Option<NodeId>, removed: &mut Removed) {
        let Some(child) = child else { return };
        self.own(child, None);
        self.slots[child as usize].parents -= 1;
        if self.is_held(child) {
            self.note_garbage();
        } else {
            self.free(child, removed);
        }
    }

    /// A handle to this node is gone. Says whether the node is to be freed by [`Arena::free_unheld`].
    pub(super) fn let_go(&self, id: NodeId) -> bool {
        let slot = &self.slots[id as usize];
        let before = slot.handles.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |handles| {
            (handles != u32::MAX).then(|| handles.saturating_sub(1))
        });
        if before != Ok(1) {
            return false;
        }
        if slot.parents > 0 {
            self.note_garbage();
        }
        slot.parents == 0
    }

    /// Frees a node if nothing holds it.
    pub(super) fn free_unheld(&mut self, id: NodeId) -> Removed {
        let mut removed = Removed::default();
        if !self.is_held(id) && !matches!(self.node(id), Node::Free) {
            self.free(id, &mut removed);
            self.forget_freed(&mut removed);
        }
        removed
    }

    fn is_held(&self, id: NodeId) -> bool {
        let slot = &self.slots[id as usize];
        slot.parents > 0 || slot.handles.load(Ordering::Relaxed) > 0
    }

    /// Frees a node that nothing holds, and what only it held.
    fn free(&mut self, id: NodeId, removed: &mut Removed) {
        let mut unheld = vec![id];
        while let Some(id) = unheld.pop() {
            let node = self.take(id);
            if let Node::Container(container) = &node {
                for child in container.attributes.iter().filter_map(|(_, value)| value.node()) {
                    self.disown(child, id);
                    self.slots[child as usize].parents -= 1;
                    if !self.is_held(child) {
                        unheld.push(child);
                    }
                }
            }
            removed.nodes.push(node);
        }
    }

    /// Forgets the splits of roots that are gone, because their numbers come again. The others stay right: a root that is
    /// there holds every node below it.
    fn forget_freed(&mut self, removed: &mut Removed) {
        let slots = &self.slots;
        let is_freed = |split: &mut SplitCache| matches!(slots[split.root as usize].node, Node::Free);
        removed.splits.extend(self.splits.get_mut().extract_if(.., is_freed));
    }

    fn take(&mut self, id: NodeId) -> Node {
        self.free.push(id);
        self.identities.get_mut().remove(&id);
        std::mem::replace(&mut self.slots[id as usize].node, Node::Free)
    }

    /// Notes who holds a value node.
    fn own(&mut self, id: NodeId, owner: Option<NodeId>) {
        if let Some(container) = self.container_mut(id)
            && !container.kind.is_reference()
        {
            container.set_owner(owner);
        }
    }

    /// A node that held a value node is gone. The value node may have another owner by now: see [`Arena::owner`].
    fn disown(&mut self, id: NodeId, former: NodeId) {
        if self.container(id).is_some_and(|container| container.owner() == Some(former)) {
            self.own(id, None);
        }
    }

    /// The owner of a value node. One that no handle reaches any more does not count, whether it is collected or not.
    pub(super) fn owner(&self, id: NodeId) -> Option<NodeId> {
        let owner = self.container(id)?.owner()?;
        self.reached()[owner as usize].then_some(owner)
    }

    /// A cycle may have become unreachable.
    fn note_garbage(&self) {
        self.garbage.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether a collection would pay.
    pub(super) fn wants_collection(&self) -> bool {
        self.garbage.load(Ordering::Relaxed) > self.len().max(1024)
    }

    /// Takes out every node that no handle reaches.
    pub(super) fn collect(&mut self) -> Removed {
        self.garbage.store(0, Ordering::Relaxed);
        let reached = self.reached();
        let mut removed = Removed::default();
        for id in 0..self.slots.len() as u32 {
            if reached[id as usize] || matches!(self.node(id), Node::Free) {
                continue;
            }
            let node = self.take(id);
            if let Node::Container(container) = &node {
                for child in container.attributes.iter().filter_map(|(_, value)| value.node()) {
                    self.disown(child, id);
                    self.slots[child as usize].parents -= 1;
                }
            }
            removed.nodes.push(node);
        }
        self.forget_freed(&mut removed);
        removed
    }

    /// Which nodes a handle reaches.
    fn reached(&self) -> Vec<bool> {
        let mut reached = vec![false; self.slots.len()];
        let mut open: Vec<NodeId> = (0..self.slots.len() as u32)
            .filter(|id| self.slots[*id as usize].handles.load(Ordering::Relaxed) > 0)
            .collect();
        for id in &open {
            reached[*id as usize] = true;
        }
        while let Some(id) = open.pop() {
            let Some(container) = self.container(id) else { continue };
            for (_, value) in container.attributes.iter() {
                if let Value::Node(child) = value
                    && !std::mem::replace(&mut reached[*child as usize], true)
                {
                    open.push(*child);
                }
            }
        }
        reached
    }
}
