//! Inputs that are right, as a beginning for mutations.

use nnx::bundle::{Bundle, to_bytes};
use nnx::graph::{Attribute, ContainerKind, Node, Path, Static, VariableType};
use nnx::step::{Jit, JitOptions};
use nnx::tensor::{DType, Tensor};
use nnx::trace::{Outputs, Scope, read_variable, write_variable};

pub fn paths() -> Vec<Vec<u8>> {
    let texts = ["", "layers/0/kernel", "\"a/b\"/-7/\"\\u0000\"", "ä/9223372036854775807", "\"\\\\\"/x", "\"0\"/\"\""];
    texts.map(|text| text.as_bytes().to_vec()).to_vec()
}

/// GraphDefs in both forms.
pub fn graphdefs() -> Vec<Vec<u8>> {
    let graphdefs = models().into_iter().map(|model| model.graphdef().expect("a graph"));
    graphdefs
        .flat_map(|graphdef| [graphdef.to_text().unwrap().into_bytes(), graphdef.to_json().unwrap().into_bytes()])
        .collect()
}

/// The cases of the tests of programs and of gradients, each function of its own.
pub fn programs() -> Vec<Vec<u8>> {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data");
    let data = std::path::Path::new(if std::path::Path::new(data).is_dir() { data } else { "tests/data" });
    let mut texts = Vec::new();
    for entry in
        ["programs", "gradients"].iter().flat_map(|folder| std::fs::read_dir(data.join(folder)).expect("cases"))
    {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        // A file of functions alone, which do not call each other, is taken apart.
        let parts: Vec<&str> = text.split("\n\n").collect();
        let alone = !text.contains("module") && !text.contains("call") && !text.contains("composite");
        texts.extend(if alone { parts } else { vec![text.as_str()] }.into_iter().map(|part| part.as_bytes().to_vec()));
    }
    texts.retain(|text| text.len() < 4096);
    texts.sort();
    texts
}

/// The header and the data of State files, with and without a GraphDef.
pub fn files() -> Vec<(Vec<u8>, Vec<u8>)> {
    let splits = models().into_iter().map(|model| model.split_whole().expect("a graph"));
    let files = splits.flat_map(|(graphdef, state)| {
        [to_bytes(&state, None).expect("a State"), to_bytes(&state, Some(&graphdef)).expect("a State")]
    });
    let apart = |file: Vec<u8>| {
        let length = u64::from_le_bytes(file[..8].try_into().expect("eight bytes")) as usize;
        (file[8..8 + length].to_vec(), file[8 + length..].to_vec())
    };
    files.map(apart).collect()
}

/// A file of these parts, with the length that it should have.
pub fn file(header: &[u8], data: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header, data].concat()
}

/// The entries of a bundle: their names and bytes.
pub type Entries = Vec<(&'static str, Vec<u8>)>;

/// Bundles with and without steps: their bytes, and the entries that they are made of.
pub fn bundles() -> Vec<(Vec<u8>, Entries)> {
    let double = |scope: &Scope| {
        let model = &scope.objects[0];
        for name in ["a", "b"] {
            let leaf = model.node(&name.parse()?)?;
            write_variable(&leaf, &read_variable(&scope.trace, &leaf)?.mul(&scope.inputs[0])?)?;
        }
        model.delete(&"c".parse()?)?;
        model.set(&"d".parse()?, scope.trace.scalar(DType::F32, 1.0)?.to_leaf().into())?;
        Ok(Outputs { values: vec![scope.inputs[0].clone()], states: vec![scope.states[0].clone()] })
    };
    let mut made: Vec<Bundle> = models().iter().map(|model| Bundle::of(model).expect("a graph")).collect();
    let model = Node::object(None, "Model").expect("an Object");
    for name in ["a", "b", "c"] {
        let value = Tensor::from_slice(&[2], &[1.0f32, 2.0]).expect("a tensor");
        let variable = Node::variable(None, VariableType::named("Param").expect("a type"), value.into());
        model.set(&name.parse().expect("a path"), variable.expect("a Variable").into()).expect("an attribute");
    }
    let (graphdef, state) = model.split_whole().expect("a graph");
    let jit = Jit::new(Box::new(double), JitOptions::default());
    let two = Tensor::from_slice(&[], &[2.0f32]).expect("a tensor");
    jit.step(&[model], std::slice::from_ref(&state), &[two]).expect("a step");
    let mut bundle = Bundle::new(graphdef, state);
    bundle.metadata.insert("note".to_owned(), "ä".to_owned());
    bundle.add_jit("double", &jit).expect("a step");
    made.push(bundle);
    made.iter().map(|bundle| apart(bundle.to_bytes().expect("a bundle"))).collect()
}

/// The input of the target `bundle` that has these entries.
pub fn bundle_input(entries: &Entries) -> Vec<u8> {
    let entries: Vec<Vec<u8>> = entries.iter().map(|(name, bytes)| [name.as_bytes(), b"\n", bytes].concat()).collect();
    entries.join(&b"\n====\n"[..])
}

/// The bytes of a bundle with the entries that they hold.
fn apart(bytes: Vec<u8>) -> (Vec<u8>, Entries) {
    let names = [
        "manifest.json",
        "graphdef.json",
        "graphdefs/1.json",
        "graphdefs/2.json",
        "graphdefs/3.json",
        "programs/double.mlir",
        "state.safetensors",
    ];
    let entry = |name: &'static str| {
        let number = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        // The name stands in the manifest, too; in a header the signature stands before it.
        let mut places = bytes.windows(name.len()).enumerate().filter(|(_, window)| *window == name.as_bytes());
        let (at, _) = places.find(|(at, _)| *at >= 30 && bytes[at - 30..].starts_with(b"PK\x03\x04"))?;
        let start = at + name.len() + number(at - 2);
        let size = u32::from_le_bytes(bytes[at - 12..at - 8].try_into().expect("four bytes")) as usize;
        Some((name, bytes[start..start + size].to_vec()))
    };
    let entries = names.into_iter().filter_map(entry).collect();
    (bytes, entries)
}

fn models() -> Vec<Node> {
    let set = |node: &Node, path: &str, value: Attribute| {
        node.set(&path.parse::<Path>().expect("a path"), value).expect("an attribute");
    };
    let variable = |name, dtype, shape: &[i64]| {
        let value = Tensor::zeros(dtype, shape).expect("a tensor");
        Node::variable(None, VariableType::named(name).expect("a type"), value.into()).expect("a Variable")
    };
    let object = |name| Node::object(None, name).expect("an Object");
    let empty = |kind| Node::empty(None, kind).expect("a container");
    // Every kind of node and of static value, sharing and a cycle.
    let (model, layers, config) = (object("Model"), empty(ContainerKind::List), empty(ContainerKind::PlainDict));
    let kernel = variable("Param", DType::F32, &[2, 3]);
    kernel.set_metadata("tag", Static::from("frozen")).expect("metadata");
    for index in 0..2 {
        let linear = object("Linear");
        set(&linear, "kernel", kernel.clone().into());
        set(&linear, "bias", variable("LoRAParam", DType::BF16, &[3]).into());
        set(&linear, "parent", model.clone().into());
        set(&layers, &index.to_string(), linear.into());
    }
    set(&layers, "name", Static::from("ä \"quoted\"").into());
    let pair = Static::tuple(vec![Static::from(1i64), Static::bytes(b"\0"), Static::from(DType::U8)]).expect("a tuple");
    for (key, value) in [("a/b", pair), ("0.5", Static::from(f64::NAN)), ("on", Static::from(true))] {
        config.set(&Path::from(vec![key.into()]), value.into()).expect("an attribute");
    }
    let (tuple, list) = (empty(ContainerKind::Tuple), empty(ContainerKind::PlainList));
    set(&tuple, "0", Attribute::Tensor(Tensor::zeros(DType::I64, &[0, 4]).expect("a tensor")));
    set(&list, "0", tuple.into());
    set(&list, "1", Attribute::None);
    for (key, node) in [("layers", layers), ("config", config), ("list", list)] {
        set(&model, key, node.into());
    }
    let (dict, small) = (empty(ContainerKind::Dict), object("Small"));
    set(&dict, "-3", variable("BatchStat", DType::Bool, &[]).into());
    set(&small, "w", variable("Param", DType::F64, &[1]).into());
    vec![model, dict, small, variable("RngKey", DType::U32, &[2]), object("Empty")]
}
