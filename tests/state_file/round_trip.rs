//! What is saved is loaded: values, types, metadata, structure, sharing.

use std::collections::BTreeMap;
use std::sync::Arc;

use nnx::Status;
use nnx::bundle::{self, LoadOptions};
use nnx::graph::{Foreign, Key, Opaque, merge};
use proptest::prelude::*;

use super::*;

#[test]
fn every_dtype_comes_back_bit_for_bit() {
    let folder = Folder::new();
    let leaves = DType::ALL.into_iter().flat_map(|dtype| {
        [&[][..], &[0, 4], &[3], &[5, 7, 2], &[64, 33]].map(|dims| {
            let at = format!("{}/{}", dtype.name(), dims.iter().map(|dim| format!("d{dim}")).collect::<String>() + "_");
            leaf(&at, "Param", counting(dtype, dims))
        })
    });
    let saved = state(leaves.collect());
    let file = folder.file("a.safetensors");
    save(&saved, None, &file);
    let (loaded, graphdef) = load(&file);
    assert!(loaded.bit_eq(&saved), "{}", nnx::graph::describe_differences(&saved.diff(&loaded).unwrap()));
    assert!(graphdef.is_none());
    assert_eq!(folder.names(), ["a.safetensors"]);
    let copied = bundle::load(&file, &LoadOptions { copy: true, ..Default::default() }).unwrap().0;
    assert!(copied.bit_eq(&saved));
    let bytes = bundle::to_bytes(&saved, None).unwrap();
    assert_eq!(bytes, std::fs::read(&file).unwrap());
    assert!(bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap().0.bit_eq(&saved));
}

#[test]
fn types_and_metadata_come_back() {
    let parent = VariableType::named("OptState").unwrap();
    VariableType::register("Momentum", parent).unwrap();
    let mut metadata = Metadata::empty();
    let pair = Static::tuple(vec![Static::from(1i64), Static::from(DType::BF16)]).unwrap();
    let values = [Static::from(true), Static::from(f64::NAN), Static::from("a\"b\n"), Static::bytes(b"\0\xff"), pair];
    for (name, value) in ["bool", "float", "string", "bytes", "pair"].into_iter().zip(values) {
        metadata.set(name, value);
    }
    let with_metadata = StateLeaf { metadata, ..leaf("b", "Momentum", Tensor::scalar(1i64)) };
    let saved =
        state(vec![leaf("a", "", Tensor::scalar(1f32)), with_metadata, leaf("c/0", "RngKey", Tensor::scalar(2u32))]);
    let bytes = bundle::to_bytes(&saved, None).unwrap();
    let (loaded, _) = bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap();
    assert!(saved.diff(&loaded).unwrap().is_empty(), "{:?}", saved.diff(&loaded).unwrap());
    assert_eq!(loaded.variable_type(0), None);
}

#[test]
fn arrays_alone_need_nothing_but_their_names() {
    let bytes = bundle::to_bytes(&state(vec![leaf("a/0", "", floats(&[1.0]))]), None).unwrap();
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let texts = header.metadata().as_ref().unwrap();
    let mut names: Vec<&str> = texts.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["libnnx", "libnnx.crc32"]);
}

#[test]
fn a_variable_type_that_is_not_known_is_registered() {
    let known = VariableType::named("Param").unwrap();
    VariableType::register("TypeA", known).unwrap();
    let bytes = bundle::to_bytes(&state(vec![leaf("a", "TypeA", Tensor::scalar(1f32))]), None).unwrap();
    // The same file from a program that calls the type otherwise.
    let bytes: Vec<u8> = {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        text.replace("TypeA", "TypeB").chars().map(|c| c as u8).collect()
    };
    assert!(VariableType::named("TypeB").is_err());
    let options = LoadOptions { no_checksum: true, ..LoadOptions::default() };
    let (loaded, _) = bundle::load_bytes(&bytes, &options).unwrap();
    let found = loaded.variable_type(0).unwrap();
    assert_eq!((found.name(), found.parent()), ("TypeB", Some(known)));
}

#[test]
fn a_graph_comes_back_with_its_sharing() {
    let folder = Folder::new();
    let file = folder.file("model.safetensors");
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    save(&saved, Some(&graphdef), &file);
    let (loaded, loaded_graphdef) = load(&file);
    assert_eq!(loaded_graphdef.as_ref(), Some(&graphdef));
    assert!(loaded.bit_eq(&saved));
    let copy = merge(&loaded_graphdef.unwrap(), &[loaded]).unwrap();
    assert!(copy.node(&path("twin")).unwrap().same(&copy.node(&path("encoder")).unwrap()));
    assert!(copy.node(&path("encoder/owner")).unwrap().same(&copy));
}

#[test]
fn each_tensor_is_stored_once_and_aliases_stand_in_the_metadata() {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    let bytes = bundle::to_bytes(&saved, Some(&graphdef)).unwrap();
    let (_, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    let mut names = header.offset_keys();
    names.sort();
    assert_eq!(names, ["encoder/bias", "encoder/kernel"]);
    let texts = header.metadata().as_ref().unwrap();
    let aliases: BTreeMap<String, String> = serde_json::from_str(&texts["libnnx.aliases"]).unwrap();
    let expected = [("encoder/owner", ""), ("head/kernel", "encoder/kernel"), ("twin", "encoder")];
    assert_eq!(aliases, expected.map(|(a, b)| (a.to_owned(), b.to_owned())).into_iter().collect());
    assert!(!texts.contains_key("libnnx.variables"), "the GraphDef says them already");
}

#[test]
fn a_part_of_the_leaves_can_be_saved_and_a_strange_leaf_cannot() {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    let part = state(vec![saved.leaf(1)]);
    let bytes = bundle::to_bytes(&part, Some(&graphdef)).unwrap();
    assert!(bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap().0.bit_eq(&part));
    for at in ["a", "encoder/c", "z"] {
        let error = bundle::to_bytes(&state(vec![leaf(at, "Param", floats(&[1.0]))]), Some(&graphdef)).unwrap_err();
        assert_eq!((error.status(), error.path()), (Some(Status::InvalidArgument), Some(at)));
    }
}

#[test]
fn a_state_that_says_more_than_its_graphdef_keeps_it() {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    let changed = StateLeaf { variable_type: VariableType::named("BatchStat").ok(), ..saved.leaf(0) };
    let changed = state(vec![changed, saved.leaf(1)]);
    let bytes = bundle::to_bytes(&changed, Some(&graphdef)).unwrap();
    let (loaded, loaded_graphdef) = bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap();
    assert!(loaded.bit_eq(&changed));
    assert_eq!(loaded_graphdef, Some(graphdef));
}

#[test]
fn what_no_file_can_hold_is_refused_by_its_path() {
    struct Value;
    impl Foreign for Value {
        fn equal(&self, _: &dyn Foreign) -> bool {
            true
        }
        fn hash(&self) -> u64 {
            0
        }
        fn describe(&self) -> String {
            "value".to_owned()
        }
        fn as_any(&self) -> &dyn std::any::Any {
            self
        }
    }
    let folder = Folder::new();
    let refuse = |saved: &State, graphdef: Option<&GraphDef>| {
        let error = bundle::save(saved, graphdef, &folder.file("a"), &SaveOptions::default()).unwrap_err();
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{error}");
        error.path().unwrap().to_owned()
    };
    let opaque = Leaf::Opaque(Arc::new(Opaque::new("foreign.Array", 4, Box::new(()))));
    assert_eq!(refuse(&state(vec![leaf("a/b", "Param", opaque)]), None), "a/b");
    let mut odd = leaf("a/c", "Param", floats(&[1.0]));
    odd.metadata.set("sharding", Static::foreign(Box::new(Value)));
    assert_eq!(refuse(&state(vec![odd]), None), "a/c");
    let model = shared_model();
    model.set(&path("encoder/init"), Static::foreign(Box::new(Value)).into()).unwrap();
    let (graphdef, saved) = model.split_whole().unwrap();
    assert_eq!(refuse(&saved, Some(&graphdef)), "encoder/init");
    assert!(folder.names().is_empty());
}

#[test]
fn large_tensors_lie_in_the_mapping_and_outlive_the_file() {
    let folder = Folder::new();
    let file = folder.file("a");
    let sizes = [16_384, 1024, 1000, 1027, 3];
    let leaves = sizes.map(|size| leaf(&format!("a{size}"), "Param", counting(DType::F32, &[size])));
    let saved = state(leaves.into_iter().chain([leaf("odd", "Param", counting(DType::U8, &[8191]))]).collect());
    save(&saved, None, &file);
    let (loaded, _) = load(&file);
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let canonical = std::fs::canonicalize(&file).unwrap();
    let mapped: Vec<std::ops::Range<usize>> = maps
        .lines()
        .filter(|line| line.ends_with(canonical.to_str().unwrap()))
        .map(|line| {
            let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
            usize::from_str_radix(start, 16).unwrap()..usize::from_str_radix(end, 16).unwrap()
        })
        .collect();
    let address = |at: &str, of: &State| of.tensor(&path(at)).unwrap().bytes().as_ptr().addr();
    let is_mapped = |at: &str, of: &State| mapped.iter().any(|range| range.contains(&address(at, of)));
    for at in ["a16384", "a1024", "a1027", "odd"] {
        assert!(is_mapped(at, &loaded), "{at}");
    }
    assert!(!is_mapped("a3", &loaded) && !is_mapped("a1000", &loaded));
    assert!(address("a16384", &loaded).is_multiple_of(256) && address("a1024", &loaded).is_multiple_of(256));
    // Replacing and removing the file leaves the mapping as it was.
    save(&state(vec![leaf("b", "", floats(&[1.0]))]), None, &file);
    std::fs::remove_file(&file).unwrap();
    assert!(loaded.bit_eq(&saved));
    // Whoever writes to a mapped tensor writes to a copy.
    let mut tensor = loaded.tensor(&path("a1024")).unwrap().clone();
    tensor.bytes_mut().unwrap().fill(0);
    assert!(!is_mapped("x", &state(vec![leaf("x", "", tensor)])));
    assert!(loaded.bit_eq(&saved));
}

#[test]
fn without_a_mapping_large_tensors_are_read_in_pieces() {
    let folder = Folder::new();
    let file = folder.file("a");
    // A tensor above the size of a piece, and enough small ones for several pieces.
    let mut leaves = vec![leaf("large", "", counting(DType::U8, &[3_000_001]))];
    leaves.extend((0..700).map(|at| leaf(&format!("small/{at}"), "", counting(DType::U16, &[2000 + at]))));
    let saved = state(leaves);
    save(&saved, None, &file);
    for copy in [false, true] {
        let (loaded, _) = bundle::load(&file, &LoadOptions { copy, ..Default::default() }).unwrap();
        assert!(loaded.bit_eq(&saved), "copy {copy}");
    }
}

#[test]
fn the_data_of_every_tensor_is_aligned_for_its_dtype() {
    let leaves = DType::ALL.into_iter().flat_map(|dtype| {
        (0..6).map(move |size| leaf(&format!("{dtype}/d{size}"), "", counting(dtype, &[1 + 3 * size * size])))
    });
    let bytes = bundle::to_bytes(&state(leaves.collect()), None).unwrap();
    let (length, header) = safetensors::SafeTensors::read_metadata(&bytes).unwrap();
    assert_eq!((length + 8) % 256, 0);
    for (name, info) in header.tensors() {
        let size = info.data_offsets.1 - info.data_offsets.0;
        let class = if size == 0 { 256 } else { 256.min(1 << size.trailing_zeros()) };
        assert_eq!(info.data_offsets.0 % class, 0, "{name}");
    }
}

#[test]
fn odd_paths_come_back() {
    let folder = Folder::new();
    let keys = ["__metadata__", "", "0", "-1", "a/b", "a.b", "\"", "\n", "\u{85}", "ä", "libnnx"].map(Key::name);
    let leaves = keys.into_iter().chain([Key::Int(0), Key::Int(-7)]).map(|key| {
        let value = Tensor::scalar(1f32).into();
        StateLeaf { path: Path::from(vec![key]), variable_type: None, metadata: Metadata::empty(), value }
    });
    let saved = state(leaves.collect());
    save(&saved, None, &folder.file("a"));
    assert!(load(&folder.file("a")).0.bit_eq(&saved));
    let root = state(vec![leaf("", "Param", Tensor::scalar(2f32))]);
    save(&root, None, &folder.file("root"));
    assert!(load(&folder.file("root")).0.bit_eq(&root));
    save(&State::empty(), None, &folder.file("empty"));
    assert!(load(&folder.file("empty")).0.is_empty());
}

#[test]
fn the_same_state_gives_the_same_bytes() {
    let (graphdef, saved) = shared_model().split_whole().unwrap();
    let bytes = || bundle::to_bytes(&saved, Some(&graphdef)).unwrap();
    assert_eq!(bytes(), bytes());
    let forward = vec![leaf("a", "Param", floats(&[1.0])), leaf("b", "Cache", floats(&[2.0]))];
    let backward = vec![leaf("b", "Cache", floats(&[2.0])), leaf("a", "Param", floats(&[1.0]))];
    assert_eq!(bundle::to_bytes(&state(forward), None).unwrap(), bundle::to_bytes(&state(backward), None).unwrap());
}

fn any_tensor() -> impl Strategy<Value = Tensor> {
    let shape = proptest::collection::vec(0i64..5, 0..4);
    (0..DType::ALL.len(), shape, any::<u64>()).prop_map(|(dtype, dims, seed)| {
        let dtype = DType::ALL[dtype];
        let nbytes = dims.iter().product::<i64>() as usize * dtype.size();
        let byte = |at: usize| (seed.wrapping_mul(at as u64 | 1) >> 24) as u8;
        Tensor::from_bytes(dtype, &dims, &(0..nbytes).map(byte).collect::<Vec<u8>>()).unwrap()
    })
}

fn any_leaves() -> impl Strategy<Value = Vec<(Vec<Key>, bool, Tensor)>> {
    let key = prop_oneof![
        (-3i64..12).prop_map(Key::Int),
        "[a-c/\"._0-]{0,3}".prop_map(|name| Key::name(&name)),
        any::<String>().prop_map(|name| Key::name(&name)),
    ];
    // One length for all paths of a State, so that none leads through another leaf.
    (1usize..4).prop_flat_map(move |length| {
        let path = proptest::collection::vec(key.clone(), length);
        proptest::collection::vec((path, any::<bool>(), any_tensor()), 0..8)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_state_comes_back(leaves in any_leaves()) {
        let leaves: BTreeMap<Path, (bool, Tensor)> =
            leaves.into_iter().map(|(keys, is_variable, tensor)| (Path::from(keys), (is_variable, tensor))).collect();
        let saved = state(leaves.into_iter().map(|(path, (is_variable, tensor))| {
            let variable_type = is_variable.then(|| VariableType::named("Param").unwrap());
            StateLeaf { path, variable_type, metadata: Metadata::empty(), value: tensor.into() }
        }).collect());
        let bytes = bundle::to_bytes(&saved, None).unwrap();
        let (loaded, _) = bundle::load_bytes(&bytes, &LoadOptions::default()).unwrap();
        prop_assert!(loaded.bit_eq(&saved), "{:?}", saved.diff(&loaded).unwrap());
        prop_assert!(safetensors::SafeTensors::deserialize(&bytes).is_ok(), "another reader takes it");
    }
}
