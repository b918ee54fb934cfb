//! Object graphs: nodes, Variables, paths and filters; split, merge, update, pop.
//!
//! | question | file |
//! |---|---|
//! | what can an attribute be called? how is a path written? | `key.rs`, `path.rs` |
//! | how are many paths kept and matched in linear time? | `path_tree.rs`, `leaf_paths.rs` |
//! | what can an attribute hold? | `container.rs` (all of it), `statics.rs`, `leaf.rs` |
//! | what is a Variable's type, its metadata? | `variable_type.rs`, `metadata.rs` |
//! | where do nodes live, how do two graphs join? | `arena.rs`, `cell.rs` |
//! | how long does a node live? | `lifetime.rs` |
//! | how is a node read and changed? | `node.rs` |
//! | what is a GraphDef, when are two equal? | `graphdef.rs`, `graphdef_check.rs` |
//! | what is a State? in what do two differ? | `state.rs`, `state_layout.rs`, `state_paths.rs`, `diff.rs` |
//! | under which further paths is a shared node reached? | `aliases.rs` |
//! | how does a graph, State or GraphDef look when printed? | `view/` (trees, tables, DOT, JSON, HTML), `graphdef_text/` |
//! | which rules hold for Python objects as well? | `rule.rs` |
//! | how does split, merge, update, pop, a filter work? | the file of that name; what a filter asks of paths: `path_tests.rs` |

mod aliases;
mod arena;
mod attributes;
mod cell;
mod container;
mod diff;
mod filter;
mod functions;
mod graphdef;
mod graphdef_check;
mod graphdef_text;
mod graphdef_walk;
mod key;
mod leaf;
mod leaf_match;
mod leaf_paths;
mod lifetime;
mod listing;
mod merge;
mod metadata;
mod node;
mod path;
mod path_tests;
mod path_tree;
mod pop;
mod room;
pub(crate) mod rule;
mod split;
mod state;
mod state_layout;
mod state_paths;
mod statics;
mod type_name;
mod update;
mod variable_type;
mod view;
mod walk;

pub use cell::Graph;
pub use container::ContainerKind;
pub use diff::{Difference, DifferenceKind, describe_differences};
pub use filter::{Filter, Predicate, Subject};
pub use graphdef::{AttributeDef, GraphDef, NodeDef};
pub use key::Key;
pub use leaf::{Leaf, Opaque};
pub(crate) use listing::{Fits, Listing, Text, TooLarge, check_keys};
pub use merge::merge;
pub use metadata::Metadata;
pub use node::{Attribute, AttributeKind, Node};
pub use path::Path;
pub use state::{State, StateLeaf};
pub use statics::{Foreign, Static, StaticValue};
pub use type_name::TypeName;
pub use update::UpdateOptions;
pub use variable_type::VariableType;
