//! Graphs as they are held: an arena behind a lock, and the joining of two graphs into one.

use std::sync::Arc;

use parking_lot::{RwLock, RwLockWriteGuard};

use super::arena::{Arena, NodeId, Removed};
use super::node::Node;
use crate::error::{Error, Result, Status};

/// A graph: the arena that its nodes live in. Cloning gives another handle to the same graph.
///
/// A node belongs to one graph. Attaching a node of one graph to a node of another joins the two; handles to the nodes
/// of both stay valid. Readers run at the same time, a change runs alone.
#[derive(Clone)]
pub struct Graph(Arc<Cell>);

struct Cell(RwLock<Place>);

enum Place {
    Here(Box<Arena>),
    /// The nodes are in another graph now, under numbers that are this much higher.
    Moved {
        to: Graph,
        offset: u32,
    },
}

impl Default for Graph {
    fn default() -> Graph {
        Graph::new()
    }
}

impl Graph {
    /// A graph without nodes.
    pub fn new() -> Graph {
        Graph::from_arena(Arena::default())
    }

    pub(super) fn from_arena(arena: Arena) -> Graph {
        Graph(Arc::new(Cell(RwLock::new(Place::Here(Box::new(arena))))))
    }

    /// The number of its nodes, those included that no handle reaches and that are not collected yet.
    pub fn node_count(&self) -> Result<usize> {
        self.read(0, |arena, _| Ok(arena.len()))
    }

    /// Drops the nodes that no handle reaches. This happens by itself when there are many.
    pub fn collect(&self) -> Result<()> {
        let removed = self.change(0, |arena, _| Ok(arena.collect()))?;
        drop(removed);
        Ok(())
    }

    /// Whether both are the same graph, by now.
    pub fn same(&self, other: &Graph) -> bool {
        Arc::ptr_eq(&self.settled(0).0.0, &other.settled(0).0.0)
    }

    /// Whether both are the same graph and always were, which is quick to tell.
    pub(super) fn is_handle_of(&self, other: &Graph) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Where a node lives now, and its number there.
    fn settled(&self, id: NodeId) -> (Graph, NodeId) {
        let (mut graph, mut id) = (self.clone(), id);
        loop {
            let next = match &*graph.0.0.read() {
                Place::Here(_) => None,
                Place::Moved { to, offset } => Some((to.clone(), id.wrapping_add(*offset))),
            };
            match next {
                None => return (graph, id),
                Some(next) => (graph, id) = next,
            }
        }
    }

    /// Runs `f` on the arena, shared with other readers.
    pub(super) fn read<R>(&self, id: NodeId, f: impl FnOnce(&Arena, NodeId) -> Result<R>) -> Result<R> {
        if let Place::Here(arena) = &*self.0.0.read() {
            return f(arena.usable()?, id);
        }
        loop {
            let (graph, id) = self.settled(id);
            if let Place::Here(arena) = &*graph.0.0.read() {
                return f(arena.usable()?, id);
            }
        }
    }

    /// Runs `f` on the arena alone. What it takes out is for the caller to drop, when the lock is gone.
    pub(super) fn change<R>(&self, id: NodeId, f: impl FnOnce(&mut Arena, NodeId) -> Result<R>) -> Result<R> {
        if let Place::Here(arena) = &mut *self.0.0.write() {
            return arena.changing(|arena| f(arena, id));
        }
        loop {
            let (graph, id) = self.settled(id);
            if let Place::Here(arena) = &mut *graph.0.0.write() {
                return arena.changing(|arena| f(arena, id));
            }
        }
    }

    /// Runs `f` on the arena that holds both nodes, after joining their graphs where they are two.
    pub(super) fn join<R>(a: &Node, b: &Node, f: impl FnOnce(&mut Arena, NodeId, NodeId) -> Result<R>) -> Result<R> {
        loop {
            let (graph_a, id_a) = a.graph.settled(a.id);
            let (graph_b, id_b) = b.graph.settled(b.id);
            if Arc::ptr_eq(&graph_a.0, &graph_b.0) {
                if let Place::Here(arena) = &mut *graph_a.0.0.write() {
                    return arena.changing(|arena| f(arena, id_a, id_b));
                }
                continue;
            }
            let (mut place_a, mut place_b) = lock_both(&graph_a, &graph_b);
            let (Place::Here(arena_a), Place::Here(arena_b)) = (&mut *place_a, &mut *place_b) else { continue };
            arena_a.usable()?;
            arena_b.usable()?;
            // The smaller moves, so that building a graph node by node stays linear up to a logarithm.
            if arena_a.slots.len() >= arena_b.slots.len() {
                let offset = arena_a.changing(|arena| arena.absorb(arena_b))?;
                let emptied = std::mem::replace(&mut *place_b, Place::Moved { to: graph_a.clone(), offset });
                drop(place_b);
                drop(emptied);
                let Place::Here(arena_a) = &mut *place_a else { continue };
                return arena_a.changing(|arena| f(arena, id_a, id_b.wrapping_add(offset)));
            }
            let offset = arena_b.changing(|arena| arena.absorb(arena_a))?;
            let emptied = std::mem::replace(&mut *place_a, Place::Moved { to: graph_b.clone(), offset });
            drop(place_a);
            drop(emptied);
            let Place::Here(arena_b) = &mut *place_b else { continue };
            return arena_b.changing(|arena| f(arena, id_a.wrapping_add(offset), id_b));
        }
    }

    /// A handle to a node is gone.
    pub(super) fn forget(&self, id: NodeId) {
        if self.is_last() {
            // The arena goes with this handle, and every node with it.
            return;
        }
        let work = self.read(id, |arena, id| Ok((arena.let_go(id), arena.wants_collection())));
        if let Ok((unheld, wants_collection)) = work
            && (unheld || wants_collection)
        {
            let removed = self.change(id, |arena, id| {
                let freed = if unheld { arena.free_unheld(id) } else { Removed::default() };
                let collected = if arena.wants_collection() { arena.collect() } else { Removed::default() };
                Ok((freed, collected))
            });
            drop(removed);
        }
    }

    /// Whether this is the only handle to the arena, so that nobody else can come by one.
    fn is_last(&self) -> bool {
        Arc::strong_count(&self.0) == 1 && matches!(&*self.0.0.read(), Place::Here(_))
    }
}

/// Locks two graphs in an order that all callers share.
fn lock_both<'a>(a: &'a Graph, b: &'a Graph) -> (RwLockWriteGuard<'a, Place>, RwLockWriteGuard<'a, Place>) {
    if Arc::as_ptr(&a.0) < Arc::as_ptr(&b.0) {
        let place = a.0.0.write();
        (place, b.0.0.write())
    } else {
        let place = b.0.0.write();
        (a.0.0.write(), place)
    }
}

impl Arena {
    fn usable(&self) -> Result<&Arena> {
        if self.poisoned {
            return Err(Error::new(
                Status::Poisoned,
                "an earlier change of this graph panicked and may be half done; release it and build it anew",
            ));
        }
        Ok(self)
    }

    fn changing<R>(&mut self, f: impl FnOnce(&mut Arena) -> Result<R>) -> Result<R> {
        self.usable()?;
        self.poisoned = true;
        let result = f(self);
        self.poisoned = false;
        result
    }
}
