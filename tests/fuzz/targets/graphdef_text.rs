//! GraphDefs as text or JSON: whatever parses prints in both forms, is read back as the same, and can be merged.

use nnx::graph::{Attribute, ContainerKind, GraphDef, Key, Metadata, NodeDef, Path, State, StateLeaf, merge};
use nnx::tensor::Tensor;

/// One input: a text.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(graphdef) = GraphDef::parse(text) else { return };
    for printed in [graphdef.to_text().unwrap(), graphdef.to_json().unwrap()] {
        let again = GraphDef::parse(&printed).unwrap_or_else(|error| panic!("{error}\n{printed}"));
        assert_eq!(again, graphdef, "{printed}");
        assert_eq!(again.content_hash(), graphdef.content_hash(), "{printed}");
    }
    let leaves = (0..graphdef.num_leaves()).map(|leaf| StateLeaf {
        path: graphdef.leaf_path(leaf),
        variable_type: graphdef.leaf_type(leaf),
        metadata: graphdef.leaf_metadata(leaf).clone(),
        value: Tensor::scalar(1f32).into(),
    });
    let state = State::from_leaves(leaves.collect()).expect("the paths of a GraphDef");
    let root = merge(&graphdef, &[state.clone()]).expect("the leaves of a GraphDef");
    assert_eq!(root.graphdef().as_ref(), Ok(&graphdef));
    // A change and back again, so that the graph is walked anew.
    let length = root.len().expect("a node") as i64;
    for key in [Key::name("not in it"), Key::Int(length), Key::Int(i64::MIN)] {
        let path = Path::from(vec![key]);
        if root.get(&path).is_err() && root.set(&path, Attribute::None).is_ok() {
            assert_ne!(root.graphdef().as_ref(), Ok(&graphdef));
            root.delete(&path).expect("what was just set");
        }
    }
    let (walked, values) = root.split_whole().expect("a graph");
    assert_eq!(walked, graphdef);
    assert!(values.bit_eq(&state));
    let untyped =
        (0..state.len()).map(|leaf| StateLeaf { variable_type: None, metadata: Metadata::empty(), ..state.leaf(leaf) });
    let updated = root.update(&[State::from_leaves(untyped.collect()).expect("the same paths")], Default::default());
    let in_tuple = |node: &NodeDef| matches!(node, NodeDef::Container { kind: ContainerKind::Tuple, .. });
    assert!(updated.is_ok() || graphdef.nodes().iter().any(in_tuple), "{updated:?}");
}
