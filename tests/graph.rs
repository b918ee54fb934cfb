//! Object graphs: the rules of split, merge and update, each on the smallest graph that shows it.

use nnx::Status;
use nnx::graph::*;
use nnx::tensor::{DType, Tensor};

fn param(value: f32) -> Node {
    Node::variable(None, VariableType::named("Param").unwrap(), Tensor::scalar(value).into()).unwrap()
}

fn object(name: &str) -> Node {
    Node::object(None, name).unwrap()
}

fn path(text: &str) -> Path {
    text.parse().unwrap()
}

fn set(node: &Node, at: &str, value: impl Into<Attribute>) {
    node.set(&path(at), value.into()).unwrap();
}

fn paths(state: &State) -> Vec<String> {
    (0..state.len()).map(|leaf| state.path(leaf).to_string()).collect()
}

fn value(leaf: &Leaf) -> f32 {
    leaf.tensor().unwrap().as_slice::<f32>().unwrap()[0]
}

fn of_type(name: &str) -> Filter {
    Filter::of_type(VariableType::named(name).unwrap())
}

/// A model with two layers that share their kernel, and a metric.
fn tied() -> Node {
    let (model, a, b, kernel) = (object("Model"), object("Linear"), object("Linear"), param(1.0));
    set(&a, "kernel", kernel.clone());
    set(&b, "kernel", kernel);
    set(&a, "bias", param(2.0));
    set(&a, "in_features", 2i64);
    set(&model, "b", b);
    set(&model, "a", a);
    let count = Node::variable(None, VariableType::named("MetricState").unwrap(), Tensor::scalar(3i32).into()).unwrap();
    set(&model, "count", count);
    model
}

#[test]
fn a_shared_variable_is_one_leaf_under_its_first_path() {
    let (graphdef, state) = tied().split_whole().unwrap();
    assert_eq!(paths(&state), ["a/bias", "a/kernel", "count"]);
    assert_eq!(graphdef.num_leaves(), 3);
    assert!(graphdef.nodes().contains(&NodeDef::Ref(3)));
}

#[test]
fn a_write_goes_to_the_callers_memory_unless_a_state_holds_it() {
    let mut memory = [1f32; 8];
    let place = memory.as_mut_ptr();
    // SAFETY: the memory outlives the graph.
    let tensor = unsafe { Tensor::from_foreign(DType::F32, &[8], place.cast(), 32, true, ()) }.unwrap();
    let variable = Node::variable(None, VariableType::named("Param").unwrap(), tensor.into()).unwrap();
    variable.write(&2f32.to_ne_bytes().repeat(8)).unwrap();
    let leaf = variable.value().unwrap();
    assert_eq!((value(&leaf), leaf.tensor().unwrap().bytes().as_ptr().addr()), (2.0, place.addr()));
    variable.write(&3f32.to_ne_bytes().repeat(8)).unwrap();
    assert_eq!((value(&leaf), value(&variable.value().unwrap())), (2.0, 3.0));
}

#[test]
fn what_is_remembered_of_a_root_ends_with_that_root() {
    let model = tied();
    let graph = model.graph();
    let before = model.graphdef().unwrap();
    let other = Node::object(Some(&graph), "Other").unwrap();
    let of_other = other.graphdef().unwrap();
    drop(other);
    assert!(model.graphdef().unwrap().ptr_eq(&before), "nothing below the model has changed");
    let again = Node::object(Some(&graph), "Again").unwrap();
    assert_ne!(again.graphdef().unwrap(), of_other, "it has the number that the other had");
}

#[test]
fn merge_restores_sharing() {
    let (graphdef, state) = tied().split_whole().unwrap();
    let copy = merge(&graphdef, &[state]).unwrap();
    let (a, b) = (copy.node(&path("a/kernel")).unwrap(), copy.node(&path("b/kernel")).unwrap());
    assert!(a.same(&b));
    a.set_value(Tensor::scalar(9f32).into()).unwrap();
    assert_eq!(value(&b.value().unwrap()), 9.0);
}

#[test]
fn an_unchanged_structure_gives_the_same_graphdef() {
    let model = tied();
    let (first, state) = model.split_whole().unwrap();
    model.node(&path("a/bias")).unwrap().set_value(Tensor::scalar(7f32).into()).unwrap();
    let (second, later) = model.split_whole().unwrap();
    assert!(first.ptr_eq(&second));
    assert_eq!(value(&state.values()[0]), 2.0);
    assert_eq!(value(&later.values()[0]), 7.0);
    set(&model, "a/in_features", 3i64);
    let (third, _) = model.split_whole().unwrap();
    assert_ne!(first, third);
    set(&model, "a/in_features", 2i64);
    let (fourth, _) = model.split_whole().unwrap();
    assert_eq!(first, fourth);
    assert_eq!(first.content_hash(), fourth.content_hash());
}

#[test]
fn cycles_survive() {
    let (a, b) = (object("A"), object("B"));
    set(&a, "next", b.clone());
    set(&b, "next", a.clone());
    set(&b, "w", param(1.0));
    let (graphdef, state) = a.split_whole().unwrap();
    assert_eq!(paths(&state), ["next/w"]);
    let copy = merge(&graphdef, &[state]).unwrap();
    assert!(copy.node(&path("next/next")).unwrap().same(&copy));
    assert_eq!(copy.graphdef().unwrap(), graphdef);
    assert!(copy.graphdef().unwrap().ptr_eq(&graphdef));
}

#[test]
fn filters_take_the_first_match_and_complain_of_a_rest() {
    let model = tied();
    let (_, states) = model.split(&[of_type("Param"), Filter::rest()]).unwrap();
    assert_eq!(paths(&states[0]), ["a/bias", "a/kernel"]);
    assert_eq!(paths(&states[1]), ["count"]);
    let error = model.split(&[of_type("Param")]).unwrap_err();
    assert_eq!(error.path(), Some("count"));
    assert!(model.split(&[Filter::rest(), of_type("Param")]).is_err());
    let kernels = model.state(&[Filter::path_contains("kernel".into(), true)]).unwrap();
    assert_eq!(paths(&kernels[0]), ["a/kernel"]);
}

#[test]
fn merge_gives_every_leaf_its_value_however_many_there_are() {
    for count in [0, 1, 31, 32, 33, 64, 65, 100] {
        let list = Node::empty(None, ContainerKind::List).unwrap();
        (0..count).for_each(|index| list.append(&param(index as f32)).unwrap());
        let (graphdef, state) = list.split_whole().unwrap();
        let copy = merge(&graphdef, &[state]).unwrap();
        for index in 0..count {
            assert_eq!(value(&copy.node(&path(&index.to_string())).unwrap().value().unwrap()), index as f32);
        }
        assert_eq!(copy.len().unwrap(), count);
    }
}

#[test]
fn states_from_filters_merge_back() {
    let model = tied();
    let (graphdef, states) = model.split(&[of_type("Param"), Filter::rest()]).unwrap();
    let copy = merge(&graphdef, &states).unwrap();
    assert!(copy.split_whole().unwrap().1.bit_eq(&model.split_whole().unwrap().1));
    let error = merge(&graphdef, &states[..1]).err().unwrap();
    assert!(error.message().contains("missing: count"), "{error}");
    let doubled = merge(&graphdef, &[states[0].clone(), states[0].clone(), states[1].clone()]).err().unwrap();
    assert!(doubled.message().contains("doubled: a/bias, a/kernel"), "{doubled}");
}

#[test]
fn update_writes_in_place_and_aliases_see_it() {
    let model = tied();
    let alias = model.node(&path("b/kernel")).unwrap();
    let (_, old) = model.split_whole().unwrap();
    let new = old.with([(path("a/kernel"), Tensor::scalar(5f32).into())]).unwrap();
    model.update(&[new], UpdateOptions::default()).unwrap();
    assert_eq!(value(&alias.value().unwrap()), 5.0);
    assert_eq!(value(old.get(&path("a/kernel")).unwrap()), 1.0);
}

#[test]
fn states_of_another_graph_of_the_same_structure_fit() {
    let (model, other) = (tied(), tied());
    let (graphdef, state) = other.split_whole().unwrap();
    assert!(!graphdef.ptr_eq(&model.graphdef().unwrap()));
    let new = state.with([(path("a/kernel"), Tensor::scalar(6f32).into())]).unwrap();
    model.update(std::slice::from_ref(&new), UpdateOptions::default()).unwrap();
    assert_eq!(value(&model.node(&path("b/kernel")).unwrap().value().unwrap()), 6.0);
    let params = new.filter(&[of_type("Param")]).unwrap();
    tied().update(&params, UpdateOptions::default()).unwrap();
    assert!(merge(&model.graphdef().unwrap(), &[new]).is_ok());
}

#[test]
fn a_failed_update_changes_nothing() {
    let model = tied();
    let (_, before) = model.split_whole().unwrap();
    let wrong = before
        .with([(path("a/bias"), Tensor::scalar(8f32).into()), (path("count"), Tensor::scalar(8f32).into())])
        .unwrap();
    let error = model.update(std::slice::from_ref(&wrong), UpdateOptions::default()).unwrap_err();
    assert_eq!(error.path(), Some("count"));
    assert!(model.split_whole().unwrap().1.bit_eq(&before));
    let allowed = UpdateOptions { allow_dtype_change: true, ..UpdateOptions::default() };
    model.update(&[wrong.clone()], allowed).unwrap();
    assert!(model.split_whole().unwrap().1.bit_eq(&wrong));
}

#[test]
fn update_of_an_unknown_path_is_not_found() {
    let model = tied();
    let leaf = StateLeaf {
        path: path("a/missing"),
        variable_type: None,
        metadata: Metadata::empty(),
        value: Tensor::scalar(1f32).into(),
    };
    let state = State::from_leaves(vec![leaf]).unwrap();
    let error = model.update(&[state], UpdateOptions::default()).unwrap_err();
    assert_eq!((error.status(), error.path()), (Some(Status::NotFound), Some("a/missing")));
}

#[test]
fn update_leaves_the_arrays_of_a_tuple_alone() {
    let (model, tuple) = (object("Model"), Node::empty(None, ContainerKind::Tuple).unwrap());
    tuple.set(&path("0"), Attribute::Tensor(Tensor::scalar(1f32))).unwrap();
    model.set(&path("t"), tuple.into()).unwrap();
    let (_, state) = model.split_whole().unwrap();
    let error = model.update(&[state.clone()], UpdateOptions::default()).unwrap_err();
    assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some("t/0")));
    assert!(model.split_whole().unwrap().1.bit_eq(&state));
}

#[test]
fn value_nodes_have_one_owner() {
    let (model, list) = (object("Model"), Node::empty(None, ContainerKind::PlainList).unwrap());
    set(&list, "0", param(1.0));
    set(&model, "a", list.clone());
    let shared = model.set(&path("b"), list.clone().into()).unwrap_err();
    assert!(shared.message().contains("owner"), "{shared}");
    let cyclic = list.set(&path("1"), list.clone().into()).unwrap_err();
    assert_eq!(cyclic.status(), Some(Status::InvalidArgument));
    model.set(&path("a"), list.clone().into()).unwrap();
    let outer = Node::empty(None, ContainerKind::PlainList).unwrap();
    set(&outer, "0", Node::empty(None, ContainerKind::PlainList).unwrap());
    let inner = outer.node(&path("0")).unwrap();
    assert!(outer.insert(0, &inner).is_err());
    model.delete(&path("a")).unwrap();
    model.set(&path("b"), list.into()).unwrap();
}

#[test]
fn a_tuple_is_complete_when_it_has_an_owner() {
    let (model, tuple) = (object("Model"), Node::empty(None, ContainerKind::Tuple).unwrap());
    set(&tuple, "0", param(1.0));
    set(&tuple, "1", 2i64);
    set(&model, "pair", tuple.clone());
    assert!(tuple.set(&path("2"), Attribute::None).is_err());
    assert!(tuple.set(&path("1"), Attribute::None).is_err());
    assert!(model.delete(&path("pair/0")).is_err());
}

#[test]
fn keys_of_one_level_are_of_one_kind() {
    let dict = Node::empty(None, ContainerKind::Dict).unwrap();
    set(&dict, "a", 1i64);
    assert!(dict.set(&path("1"), Attribute::None).is_err());
    assert!(object("Model").set(&path("1"), Attribute::None).is_err());
    let list = Node::empty(None, ContainerKind::List).unwrap();
    assert!(list.set(&path("1"), Attribute::None).is_err());
    set(&list, "0", param(1.0));
    set(&list, "name", "layers");
    list.insert(0, &param(0.0)).unwrap();
    list.append(&param(2.0)).unwrap();
    let (_, state) = list.split_whole().unwrap();
    assert_eq!(paths(&state), ["0", "1", "2"]);
    assert_eq!(state.values().iter().map(value).collect::<Vec<_>>(), [0.0, 1.0, 2.0]);
    list.delete(&path("0")).unwrap();
    assert_eq!(paths(&list.split_whole().unwrap().1), ["0", "1"]);
}

#[test]
fn pop_takes_the_first_path_of_a_shared_variable() {
    let model = tied();
    let popped = model.pop(&[of_type("Param")]).unwrap();
    assert_eq!(paths(&popped[0]), ["a/bias", "a/kernel"]);
    assert_eq!(paths(&model.split_whole().unwrap().1), ["b/kernel", "count"]);
}

#[test]
fn find_duplicates_groups_paths() {
    let groups = tied().find_duplicates(&Filter::everything()).unwrap();
    assert_eq!(groups, [[path("a/kernel"), path("b/kernel")]]);
}

#[test]
fn train_and_eval_set_what_is_there() {
    let (model, dropout) = (object("Model"), object("Dropout"));
    set(&dropout, "deterministic", false);
    set(&model, "dropout", dropout);
    model.eval().unwrap();
    let Attribute::Static(mode) = model.get(&path("dropout/deterministic")).unwrap() else { panic!() };
    assert_eq!(mode, Static::from(true));
    let error = model.set_attributes(None, &[("missing".into(), true.into())], true).unwrap_err();
    assert_eq!(error.status(), Some(Status::NotFound));
}

#[test]
fn unreachable_nodes_are_collected() {
    let model = object("Model");
    for i in 0..10_000 {
        set(&model, "w", param(i as f32));
    }
    assert!(model.graph().node_count().unwrap() < 4000);
    model.graph().collect().unwrap();
    assert_eq!(model.graph().node_count().unwrap(), 2);
    let w = model.node(&path("w")).unwrap();
    drop(model);
    w.graph().collect().unwrap();
    assert_eq!(w.graph().node_count().unwrap(), 1);
    assert_eq!(value(&w.value().unwrap()), 9999.0);
}

#[test]
fn a_chain_of_a_million_nodes_overflows_no_stack() {
    let graph = Graph::new();
    let root = Node::object(Some(&graph), "Link").unwrap();
    let mut last = root.clone();
    for _ in 0..1_000_000 {
        let next = Node::object(Some(&graph), "Link").unwrap();
        last.set(&path("n"), next.clone().into()).unwrap();
        last = next;
    }
    set(&last, "w", param(1.0));
    let (graphdef, state) = root.split_whole().unwrap();
    let copy = merge(&graphdef, std::slice::from_ref(&state)).unwrap();
    assert_eq!(copy.graphdef().unwrap(), graphdef);
    let rebuilt = GraphDef::new(graphdef.nodes().to_vec(), graphdef.attributes().to_vec()).unwrap();
    assert_eq!(rebuilt, graphdef);
    assert_eq!(rebuilt.content_hash(), graphdef.content_hash());
    assert_eq!(state.path(0).keys().len(), 1_000_001);
    assert!(copy.update(&[state], UpdateOptions::default()).is_ok());
    drop((root, last, graph, copy));
}

#[test]
fn joining_keeps_handles_valid() {
    let nodes: Vec<Node> = (0..200).map(|i| param(i as f32)).collect();
    let objects: Vec<Node> = (0..20).map(|_| object("Model")).collect();
    for (i, node) in nodes.iter().enumerate() {
        set(&objects[i % 20], &format!("w{i}"), node.clone());
    }
    for i in 1..20 {
        set(&objects[i - 1], "next", objects[i].clone());
    }
    for (i, node) in nodes.iter().enumerate() {
        assert_eq!(value(&node.value().unwrap()), i as f32);
        assert!(objects[i % 20].node(&path(&format!("w{i}"))).unwrap().same(node));
    }
    assert_eq!(objects[0].split_whole().unwrap().1.len(), 200);
    assert!(objects[0].graph().same(&objects[19].graph()));
}

#[test]
fn threads_join_split_and_update_at_once() {
    let model = tied();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let model = &model;
            scope.spawn(move || {
                for i in 0..200 {
                    let layer = object("Linear");
                    set(&layer, "w", param(i as f32));
                    set(model, &format!("t{thread}"), layer);
                    let (graphdef, state) = model.split_whole().unwrap();
                    merge(&graphdef, &[state]).unwrap();
                }
            });
        }
    });
    assert_eq!(model.split_whole().unwrap().1.len(), 7);
}

/// A foreign value whose drop uses the graph that it was in, which needs the graph unlocked.
struct Reentrant(std::sync::Mutex<Option<Node>>);

impl Foreign for Reentrant {
    fn equal(&self, other: &dyn Foreign) -> bool {
        std::ptr::addr_eq(self, other)
    }
    fn hash(&self) -> u64 {
        1
    }
    fn describe(&self) -> String {
        "reentrant".to_owned()
    }
    fn as_any(&self) -> &dyn std::any::Any {
        self
    }
}

impl Drop for Reentrant {
    fn drop(&mut self) {
        if let Some(node) = self.0.lock().unwrap().take() {
            set(&node, "dropped", true);
        }
    }
}

#[test]
fn foreign_code_runs_without_a_lock() {
    let model = tied();
    let reentrant = || Static::foreign(Box::new(Reentrant(std::sync::Mutex::new(Some(model.clone())))));
    let dropped = || model.delete(&path("dropped")).is_ok();
    set(&model, "x", Attribute::Static(reentrant()));
    model.split_whole().unwrap();
    set(&model, "x", 1i64);
    assert!(dropped(), "replaced, and remembered by a split");
    model.set(&path("missing/x"), Attribute::Static(reentrant())).unwrap_err();
    assert!(dropped(), "refused");
    model.set_metadata("x", reentrant()).unwrap_err();
    assert!(dropped(), "refused as metadata");
    let bias = model.node(&path("a/bias")).unwrap();
    bias.set_metadata("x", reentrant()).unwrap();
    model.split_whole().unwrap();
    bias.delete_metadata("x").unwrap();
    assert!(dropped(), "deleted");
    let child = object("Child");
    set(&child, "x", Attribute::Static(reentrant()));
    set(&model, "child", child);
    model.delete(&path("child")).unwrap();
    model.graph().collect().unwrap();
    assert!(dropped(), "collected");
    let opaque = Opaque::new("Reentrant", 0, Box::new(Reentrant(std::sync::Mutex::new(Some(model.clone())))));
    model.set_value(Leaf::Opaque(std::sync::Arc::new(opaque))).unwrap_err();
    assert!(dropped(), "refused as value");
}

#[test]
fn a_value_node_is_free_again_when_nothing_reaches_its_owner() {
    let (owner, second) = (object("Model"), object("Model"));
    let list = Node::empty(None, ContainerKind::PlainList).unwrap();
    let tuple = Node::empty(None, ContainerKind::Tuple).unwrap();
    set(&owner, "list", list.clone());
    set(&owner, "tuple", tuple.clone());
    assert!(second.set(&path("list"), list.clone().into()).is_err());
    drop(owner);
    // Whether the owner has been collected by now makes no difference.
    set(&second, "list", list);
    set(&tuple, "0", 1i64);
}

#[test]
fn attributes_are_set_everywhere_also_when_one_of_them_was_the_way_to_another() {
    let (model, inner) = (object("Model"), object("Inner"));
    set(&inner, "a", 1i64);
    set(&model, "a", inner.clone());
    let values = [(Key::name("a"), Static::from(2i64))];
    assert_eq!(model.set_attributes(None, &values, true), Ok(2));
    for node in [&model, &inner] {
        assert!(matches!(node.get(&path("a")), Ok(Attribute::Static(value)) if value == Static::from(2i64)));
    }
}

#[test]
fn the_last_state_decides_the_metadata_too() {
    let (model, other) = (object("Model"), object("Model"));
    for node in [&model, &other] {
        set(node, "w", param(1.0));
    }
    other.node(&path("w")).unwrap().set_metadata("tag", Static::from("frozen")).unwrap();
    let (plain, tagged) = (model.split_whole().unwrap().1, other.split_whole().unwrap().1);
    let tag = || model.node(&path("w")).unwrap().metadata().unwrap().get("tag").cloned();
    model.update(&[tagged.clone(), plain.clone()], UpdateOptions::default()).unwrap();
    assert_eq!(tag(), None);
    model.update(&[plain, tagged.clone()], UpdateOptions::default()).unwrap();
    assert_eq!(tag(), Some(Static::from("frozen")));
    // After a failed update everything is as it was, the metadata too.
    let wide = Tensor::zeros(DType::F32, &[2]).unwrap();
    let unfit = tagged.with([(path("w"), wide.into())]).unwrap();
    model.node(&path("w")).unwrap().delete_metadata("tag").unwrap();
    assert!(model.update(&[tagged, unfit], UpdateOptions::default()).is_err());
    assert_eq!(tag(), None);
}

#[test]
fn a_filter_that_fails_leaves_no_node_held() {
    let model = object("Model");
    set(&model, "a", param(1.0));
    set(&model, "b", param(1.0));
    let failing = Filter::callback(Box::new(|_| Err(nnx::Error::invalid("no"))));
    assert!(model.variables(&[failing]).is_err());
    let graph = model.graph();
    drop(model);
    graph.collect().unwrap();
    assert_eq!(graph.node_count(), Ok(0));
}

#[test]
fn an_update_compares_no_foreign_values_while_the_graph_is_locked() {
    struct Reader(Node);
    impl Foreign for Reader {
        fn equal(&self, _other: &dyn Foreign) -> bool {
            // Waits for ever when the graph is locked.
            self.0.len().is_ok()
        }
        fn hash(&self) -> u64 {
            0
        }
        fn describe(&self) -> String {
            String::new()
        }
        fn as_any(&self) -> &dyn std::any::Any {
            self
        }
    }
    let (model, other) = (object("Model"), object("Model"));
    for node in [&model, &other] {
        set(node, "w", param(1.0));
        let foreign = Static::foreign(Box::new(Reader(model.clone())));
        node.node(&path("w")).unwrap().set_metadata("x", foreign).unwrap();
    }
    set(&other, "more", 1i64);
    let state = other.split_whole().unwrap().1;
    model.update(&[state], UpdateOptions::default()).unwrap();
    // The value holds the graph that holds it.
    for node in [&model, &other] {
        node.node(&path("w")).unwrap().delete_metadata("x").unwrap();
    }
}

#[test]
fn a_state_from_training_mode_fits_a_graph_in_evaluation_mode() {
    let (model, other) = (tied(), tied());
    for graph in [&model, &other] {
        set(graph, "deterministic", false);
    }
    let (_, states) = other.split(&[of_type("Param"), Filter::rest()]).unwrap();
    let new = states[0].with([(path("a/kernel"), Tensor::scalar(6f32).into())]).unwrap();
    other.node(&path("count")).unwrap().set_metadata("note", "x".into()).unwrap();
    let whole = other.split_whole().unwrap().1;
    model.eval().unwrap();
    model.update(&[whole.clone(), new.clone()], UpdateOptions::default()).unwrap();
    assert_eq!(value(&model.node(&path("b/kernel")).unwrap().value().unwrap()), 6.0);
    assert_eq!(model.node(&path("count")).unwrap().metadata().unwrap().get("note"), Some(&"x".into()));
    assert!(!model.split_whole().unwrap().1.bit_eq(&whole));
    other.update(&[new], UpdateOptions::default()).unwrap();
    assert!(model.split_whole().unwrap().1.bit_eq(&other.split_whole().unwrap().1));
}

#[test]
fn a_state_made_by_hand_reaches_a_shared_variable_under_any_of_its_paths() {
    let model = tied();
    let leaf = |at: &str, new: f32| StateLeaf {
        path: path(at),
        variable_type: None,
        metadata: Metadata::empty(),
        value: Tensor::scalar(new).into(),
    };
    let state = State::from_leaves(vec![leaf("a/bias", 4.0), leaf("b/bias", 5.0), leaf("b/kernel", 6.0)]);
    let error = model.update(&[state.unwrap()], UpdateOptions::default()).unwrap_err();
    assert_eq!((error.status(), error.path()), (Some(Status::NotFound), Some("b/bias")));
    let state = State::from_leaves(vec![leaf("a/bias", 4.0), leaf("b/kernel", 6.0)]).unwrap();
    model.update(&[state], UpdateOptions::default()).unwrap();
    let values: Vec<f32> = model.state(&[of_type("Param")]).unwrap()[0].values().iter().map(value).collect();
    assert_eq!(values, [4.0, 6.0]);
}

#[test]
fn deep_value_nodes_are_built_from_either_end_and_still_never_hold_themselves() {
    let list = || Node::empty(None, ContainerKind::PlainList).unwrap();
    let chain: Vec<Node> = (0..100).map(|_| list()).collect();
    for pair in chain.windows(2) {
        set(&pair[1], "0", 1i64);
        pair[0].append(&pair[1]).unwrap();
    }
    for (outer, inner) in [(99, 0), (50, 0), (1, 0)] {
        assert!(chain[outer].append(&chain[inner]).is_err());
    }
    assert!(chain[0].append(&chain[0]).is_err());
}

#[test]
fn what_nothing_holds_any_more_is_dropped_at_once() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    struct Counted(std::sync::Arc<AtomicUsize>);
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    let dropped = std::sync::Arc::new(AtomicUsize::new(0));
    let cache = VariableType::named("Cache").unwrap();
    let counted = || {
        let opaque = Opaque::new("Counted", 1 << 30, Box::new(Counted(dropped.clone())));
        Node::variable(None, cache, Leaf::Opaque(std::sync::Arc::new(opaque))).unwrap()
    };
    let count = || dropped.load(Ordering::Relaxed);
    let model = object("Model");
    set(&model, "x", counted());
    set(&model, "x", counted());
    assert_eq!(count(), 1, "replaced");
    model.delete(&path("x")).unwrap();
    assert_eq!(count(), 2, "deleted");
    let (outer, inner, list) = (object("Outer"), object("Inner"), Node::empty(None, ContainerKind::PlainList).unwrap());
    set(&list, "0", counted());
    set(&inner, "list", list);
    set(&outer, "a", inner.clone());
    set(&outer, "b", inner);
    set(&model, "outer", outer);
    let held = model.node(&path("outer/a/list/0")).unwrap();
    model.delete(&path("outer/a")).unwrap();
    model.delete(&path("outer")).unwrap();
    assert_eq!(count(), 2, "a handle holds it");
    drop(held);
    assert_eq!(count(), 3, "the last handle is gone");
    set(&model, "x", counted());
    let popped = model.pop(&[Filter::of_type(cache)]).unwrap();
    assert_eq!(count(), 3, "the State holds it");
    drop(popped);
    assert_eq!(count(), 4, "popped");
    let list = Node::empty(None, ContainerKind::List).unwrap();
    set(&model, "list", list.clone());
    list.append(&counted()).unwrap();
    list.append(&counted()).unwrap();
    list.delete(&path("0")).unwrap();
    assert_eq!(count(), 5, "taken out of a list");
    let cycle = object("Cycle");
    set(&cycle, "self", cycle.clone());
    set(&cycle, "x", counted());
    set(&model, "cycle", cycle);
    model.delete(&path("cycle")).unwrap();
    assert_eq!(count(), 5, "a cycle waits for a collection");
    model.graph().collect().unwrap();
    assert_eq!(count(), 6, "collected");
    let copy = model.duplicate().unwrap();
    drop((model, list));
    assert_eq!(count(), 6, "the copy shares it");
    copy.delete(&path("list")).unwrap();
    assert_eq!(count(), 7, "in a merged graph");
    assert_eq!(copy.graph().node_count().unwrap(), 1);
}

#[test]
fn long_lists_grow_at_the_end_in_constant_time() {
    let list = Node::empty(None, ContainerKind::List).unwrap();
    set(&list, "name", "layers");
    let same = param(1.0);
    for _ in 0..100_000 {
        list.append(&same).unwrap();
    }
    assert_eq!(list.len().unwrap(), 100_001);
    for _ in 0..1000 {
        list.insert(0, &same).unwrap();
        list.delete(&path("50000")).unwrap();
    }
    let keys = list.keys().unwrap();
    assert!((0..100_000).all(|at| keys[at as usize].0 == Key::Int(at)));
}

#[test]
fn paths_that_would_take_all_memory_are_not_listed() {
    let graph = Graph::new();
    let root = Node::object(Some(&graph), "Link").unwrap();
    let mut last = root.clone();
    let name = "n".repeat(100);
    for _ in 0..20_000 {
        let next = Node::object(Some(&graph), "Link").unwrap();
        set(&last, &name, next.clone());
        set(&last, "w", param(1.0));
        last = next;
    }
    let before = graph.node_count().unwrap();
    let exhausted = Some(Status::ResourceExhausted);
    assert_eq!(root.iter_graph().err().unwrap().status(), exhausted);
    assert_eq!(root.variables(&[]).err().unwrap().status(), exhausted);
    let (graphdef, state) = root.split_whole().unwrap();
    assert_eq!(nnx::bundle::to_bytes(&state, Some(&graphdef)).unwrap_err().status(), exhausted);
    drop((root, last));
    graph.collect().unwrap();
    assert_eq!((before, graph.node_count().unwrap()), (40_001, 0));
}

#[test]
fn a_value_node_keeps_its_owner_when_an_earlier_one_is_freed() {
    let (first, second, third) = (object("Model"), object("Model"), object("Model"));
    let list = Node::empty(None, ContainerKind::PlainList).unwrap();
    set(&first, "list", list.clone());
    // A cycle, so that it is not freed at once.
    set(&first, "self", first.clone());
    drop(first);
    set(&second, "list", list.clone());
    list.graph().collect().unwrap();
    assert!(third.set(&path("list"), list.into()).is_err());
    assert_eq!(second.node(&path("list")).unwrap().len(), Ok(0));
}

#[test]
fn attributes_are_set_also_on_what_that_frees() {
    let (model, inner) = (object("Model"), object("Inner"));
    set(&inner, "a", 1i64);
    set(&model, "a", inner);
    assert_eq!(model.set_attributes(None, &[(Key::name("a"), Static::from(2i64))], true), Ok(2));
    assert_eq!(model.graph().node_count(), Ok(1));
}

#[test]
fn filters_that_share_their_parts_are_bounded() {
    let mut filter = of_type("Param");
    let refused = (0..64).find_map(|_| match Filter::all(vec![filter.clone(), filter.clone()]) {
        Ok(both) => {
            filter = both;
            None
        }
        Err(error) => Some(error),
    });
    assert!(refused.unwrap().message().contains("made of"));
    assert_eq!(paths(&tied().state(&[filter]).unwrap()[0]), ["a/bias", "a/kernel"]);
}
