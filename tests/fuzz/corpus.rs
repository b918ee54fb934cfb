//! Inputs that are right, as a beginning for mutations.

use nnx::bundle::to_bytes;
use nnx::graph::{Attribute, ContainerKind, Node, Path, Static, VariableType};
use nnx::tensor::{DType, Tensor};

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
