//! What graphs and States look like when printed.

mod models;

use std::any::Any;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use models::*;
use nnx::Status;
use nnx::graph::*;
use nnx::tensor::{DType, Tensor};

#[test]
fn the_page_s_model_as_a_tree() {
    assert_eq!(page_model().tree().unwrap(), include_str!("data/page_model.tree.txt"));
}

#[test]
fn the_page_s_model_as_a_table() {
    let model = page_model();
    assert_eq!(model.table().unwrap(), include_str!("data/page_model.table.txt"));
    assert_eq!(model.split_whole().unwrap().1.table().unwrap(), include_str!("data/page_model.table.txt"));
}

#[test]
fn a_shared_variable_and_a_cycle_as_a_tree() {
    let expected = "\
Autoencoder: 1 leaf, 24 bytes
├── decoder: Decoder (1 leaf, 24 bytes)
│   └── kernel: Param float32[2,3]
└── encoder: Encoder
    ├── kernel → decoder/kernel
    └── owner → (root)
";
    assert_eq!(tied_model().tree().unwrap(), expected);
}

#[test]
fn a_shared_variable_as_a_table() {
    let expected = "\
path            type   shape  dtype    bytes
──────────────  ─────  ─────  ───────  ─────
decoder/kernel  Param  [2,3]  float32     24
encoder/kernel  → decoder/kernel

Param  1 leaf, 6 elements, 24 bytes
total  1 leaf, 6 elements, 24 bytes
";
    assert_eq!(tied_model().table().unwrap(), expected);
}

#[test]
fn a_shared_variable_and_a_cycle_as_dot() {
    let dot = tied_model().dot().unwrap();
    let (nodes, edges): (Vec<&str>, Vec<&str>) = dot
        .lines()
        .filter(|line| line.starts_with("  n") && !line.contains("node ["))
        .partition(|line| !line.contains("->"));
    assert_eq!(nodes.len(), 4);
    assert_eq!(
        nodes[2],
        "  n2 [label=<<b>Param</b><br/><font point-size=\"9\">float32[2,3]<br align=\"left\"/></font>>, \
         color=\"#15803d\", fillcolor=\"#dcfce7\"];"
    );
    let shared = "color=\"#dc2626\", fontcolor=\"#dc2626\", style=dashed, penwidth=1.4, constraint=false];";
    let expected = [
        "  n0 -> n1 [label=<decoder>];".to_owned(),
        "  n1 -> n2 [label=<kernel>];".to_owned(),
        "  n0 -> n3 [label=<encoder>];".to_owned(),
        format!("  n3 -> n2 [label=<kernel>, {shared}"),
        format!("  n3 -> n0 [label=<owner>, {shared}"),
    ];
    assert_eq!(edges, expected);
}

#[test]
fn a_shared_variable_and_a_cycle_as_json() {
    let json: serde_json::Value = serde_json::from_str(&tied_model().json().unwrap()).unwrap();
    let expected = serde_json::json!({"format": "nnx.graph", "version": 1, "leaves": 1, "bytes": 24, "nodes": [
        {"index": 0, "kind": "Object", "type": "Autoencoder",
         "attributes": [{"key": "decoder", "node": 1}, {"key": "encoder", "node": 3}]},
        {"index": 1, "kind": "Object", "type": "Decoder", "attributes": [{"key": "kernel", "node": 2}]},
        {"index": 2, "kind": "Variable", "type": "Param", "metadata": {},
         "dtype": "float32", "shape": [2, 3], "bytes": 24},
        {"index": 3, "kind": "Object", "type": "Encoder",
         "attributes": [{"key": "kernel", "node": 2}, {"key": "owner", "node": 0}]},
    ]});
    assert_eq!(json, expected);
}

/// One of everything that can stand in a graph, with names that need care.
fn everything() -> Node {
    let weight = variable("Param", Tensor::zeros(DType::F32, &[0, 4]).unwrap());
    weight.set_metadata("sharding", Static::tuple(vec!["a".into(), 1i64.into()]).unwrap()).unwrap();
    weight.set_metadata("tag<\n>", true.into()).unwrap();
    let opaque = Arc::new(Opaque::new("other.Array<\"&\n", 2048, Box::new(())));
    let list = container(
        ContainerKind::List,
        vec![(0.into(), Attribute::None), (1.into(), weight.clone().into()), ("size".into(), 2i64.into())],
    );
    let dict = container(ContainerKind::PlainDict, vec![(Key::Int(-3), "negative".into())]);
    object(
        "Odd<b>\"&\n</b>",
        [
            ("array", Tensor::zeros(DType::I8, &[1024]).unwrap().into_attribute()),
            ("dict", dict.into()),
            ("empty", container(ContainerKind::Tuple, Vec::new()).into()),
            ("foreign", Static::foreign(Box::new(Mesh)).into()),
            ("list", list.into()),
            ("\"a/b\"", "</script>\u{1}".into()),
            ("opaque", Attribute::Opaque(opaque)),
            ("weight", weight.into()),
        ],
    )
}

trait IntoAttribute {
    fn into_attribute(self) -> Attribute;
}

impl IntoAttribute for Tensor {
    fn into_attribute(self) -> Attribute {
        Attribute::Tensor(self)
    }
}

struct Mesh;

impl Foreign for Mesh {
    fn equal(&self, other: &dyn Foreign) -> bool {
        other.as_any().is::<Mesh>()
    }

    fn hash(&self) -> u64 {
        7
    }

    fn describe(&self) -> String {
        "Mesh(\n<2>)".into()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[test]
fn odd_names_and_values_stay_on_their_lines() {
    let expected = "\
Odd<b>\"&\\n</b>: 3 leaves, 3.0 KiB
├── \"a/b\" = \"</script>\\u0001\"
├── array: int8[1024]
├── dict: dict
│   └── -3 = \"negative\"
├── empty: tuple (empty)
├── foreign = <Mesh(\\n<2>)>
├── list: List (1 leaf, 0 bytes)
│   ├── 0: None
│   ├── 1: Param float32[0,4] {sharding=(\"a\", 1), tag<\\n>=true}
│   └── size = 2
├── opaque: other.Array<\"&\\n
└── weight → list/1
";
    assert_eq!(everything().tree().unwrap(), expected);
    let expected = "\
path    type   shape   dtype             bytes
──────  ─────  ──────  ────────────────  ─────
array   array  [1024]  int8              1,024
list/1  Param  [0,4]   float32               0
opaque  array  ?       other.Array<\"&\\n  2,048
weight  → list/1

array  2 leaves, 1,024 elements, 3,072 bytes (3.0 KiB)
Param  1 leaf, 0 elements, 0 bytes
total  3 leaves, 1,024 elements, 3,072 bytes (3.0 KiB)
";
    assert_eq!(everything().table().unwrap(), expected);
}

#[test]
fn markup_in_names_is_escaped() {
    let html = everything().html().unwrap();
    for markup in ["Odd<b>", "</script>", "tag<", "<2>", "Array<"] {
        assert!(!html.contains(markup), "{markup} in {html}");
    }
    assert!(html.contains("Odd&lt;b&gt;&quot;&amp;\\n&lt;/b&gt;"), "{html}");
    let dot = everything().dot().unwrap();
    for markup in ["Odd<b>", "</script>", "tag<", "<2>", "Array<"] {
        assert!(!dot.contains(markup), "{markup} in {dot}");
    }
    assert!(dot.lines().all(|line| line.matches('"').count().is_multiple_of(2)), "{dot}");
}

#[test]
fn html_is_well_formed() {
    for text in [
        page_model().html().unwrap(),
        everything().html().unwrap(),
        page_model().split_whole().unwrap().1.html().unwrap(),
    ] {
        let mut open: Vec<&str> = Vec::new();
        for tag in text.split('<').skip(1).map(|tag| tag.split(['>', ' ']).next().unwrap()) {
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop(), Some(name), "{text}"),
                None => open.push(tag),
            }
        }
        assert!(open.is_empty(), "{open:?}");
    }
}

#[test]
fn html_of_a_wide_graph_is_cut() {
    let items = (0..20_000).map(|i| (Key::Int(i), Attribute::None)).collect();
    let html = container(ContainerKind::List, items).html().unwrap();
    assert_eq!(html.matches("None").count(), 9_999);
    assert!(html.contains("… (10,001 more entries)</div>\n</details>\n"), "{}", &html[html.len() - 300..]);
}

#[test]
fn graphviz_draws_the_dot_text() {
    let version = Command::new("dot").arg("-V").output();
    if version.is_err() {
        println!("skipped: Graphviz is not installed");
        return;
    }
    for (graph, nodes, edges) in [(page_model(), 47, 46), (tied_model(), 4, 5), (everything(), 8, 8)] {
        let mut graphviz = Command::new("dot")
            .arg("-Tsvg")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        graphviz.stdin.take().unwrap().write_all(graph.dot().unwrap().as_bytes()).unwrap();
        let output = graphviz.wait_with_output().unwrap();
        let (svg, complaints) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(output.status.success() && complaints.is_empty(), "{complaints}");
        assert_eq!(svg.matches("class=\"node\"").count(), nodes);
        assert_eq!(svg.matches("class=\"edge\"").count(), edges);
    }
}

#[test]
fn json_is_well_formed_and_tells_every_kind_apart() {
    let json: serde_json::Value = serde_json::from_str(&everything().json().unwrap()).unwrap();
    let attributes = &json["nodes"][0]["attributes"];
    let of =
        |key: &str| attributes.as_array().unwrap().iter().find(|attribute| attribute["key"] == key).unwrap().clone();
    assert_eq!(of("array")["array"], serde_json::json!({"dtype": "int8", "shape": [1024], "bytes": 1024}));
    assert_eq!(of("opaque")["array"], serde_json::json!({"opaque": "other.Array<\"&\n", "bytes": 2048}));
    assert_eq!(of("foreign")["static"], serde_json::json!({"foreign": "Mesh(\n<2>)"}));
    assert_eq!(of("a/b")["static"], "</script>\u{1}");
    let list = &json["nodes"][of("list")["node"].as_u64().unwrap() as usize];
    assert_eq!(list["attributes"][0], serde_json::json!({"key": 0, "none": true}));
    assert_eq!(list["attributes"][1]["node"], of("weight")["node"]);
    let weight = &json["nodes"][of("weight")["node"].as_u64().unwrap() as usize];
    assert_eq!(weight["metadata"], serde_json::json!({"sharding": ["a", 1], "tag<\n>": true}));
}

#[test]
fn indices_are_those_of_the_graphdef() {
    let model = page_model();
    let json: serde_json::Value = serde_json::from_str(&model.json().unwrap()).unwrap();
    let printed: Vec<Option<u64>> =
        json["nodes"].as_array().unwrap().iter().map(|node| node["index"].as_u64()).collect();
    let indices = |node: &NodeDef| match node {
        NodeDef::Container { index, .. } => index.map(u64::from),
        NodeDef::Variable { index, .. } => Some((*index).into()),
        NodeDef::Ref(_) | NodeDef::None => None,
    };
    let expected: Vec<Option<u64>> = model.graphdef().unwrap().nodes().iter().map(indices).collect();
    assert_eq!(printed, expected);
}

#[test]
fn states_print_however_they_were_made() {
    let (_, whole) = tied_and_more().split_whole().unwrap();
    let expected = "\
State: 3 leaves, 32 bytes
├── a
│   └── kernel: Param float32[2,3]
├── count: MetricState int32[]
└── raw: float32[]
"
    .replace("├── a\n", "├── a (1 leaf, 24 bytes)\n");
    assert_eq!(whole.tree().unwrap(), expected);
    let leaves = (0..whole.len()).map(|leaf| whole.leaf(leaf)).collect();
    let free = State::from_leaves(leaves).unwrap();
    assert_eq!(free.tree().unwrap(), expected);
    assert_eq!(free.json().unwrap(), whole.json().unwrap());
    assert_eq!(free.table().unwrap(), whole.table().unwrap());
    let param = Filter::of_type(VariableType::named("Param").unwrap());
    let part = whole.filter(&[param]).unwrap().remove(0);
    assert_eq!(
        part.tree().unwrap(),
        "State: 1 leaf, 24 bytes\n└── a (1 leaf, 24 bytes)\n    └── kernel: Param float32[2,3]\n"
    );
    assert_eq!(State::empty().tree().unwrap(), "State: 0 leaves, 0 bytes\n");
    let json: serde_json::Value = serde_json::from_str(&whole.json().unwrap()).unwrap();
    assert_eq!(json["leaves"][2], serde_json::json!({"path": "raw", "dtype": "float32", "shape": [], "bytes": 4}));
}

/// A shared Variable, one that is not, and an array without a Variable.
fn tied_and_more() -> Node {
    let kernel = variable("Param", Tensor::zeros(DType::F32, &[2, 3]).unwrap());
    let layers = ["a", "b"].map(|_| object("Layer", [("kernel", kernel.clone().into())]));
    let [a, b] = layers;
    let count = variable("MetricState", Tensor::scalar(0i32));
    let raw = Attribute::Tensor(Tensor::scalar(1f32));
    object("Model", [("a", a.into()), ("b", b.into()), ("count", count.into()), ("raw", raw)])
}

#[test]
fn a_lone_variable_is_its_own_root() {
    let node = variable("Param", Tensor::scalar(1f32));
    assert_eq!(node.tree().unwrap(), "Param float32[]\n");
    let state = node.split_whole().unwrap().1;
    assert_eq!(state.tree().unwrap(), "Param float32[]\n");
    assert!(state.table().unwrap().contains("(root)  Param  []     float32      4\n"), "{}", state.table().unwrap());
    assert!(state.json().unwrap().contains("{\"path\":\"\",\"type\":\"Param\""));
}

/// A chain of Objects with a Variable in each.
fn chain(length: usize) -> Node {
    let graph = Graph::new();
    let mut below: Option<Node> = None;
    for _ in 0..length {
        let link = Node::object(Some(&graph), "Link").unwrap();
        let param = VariableType::named("Param").unwrap();
        let value = Node::variable(Some(&graph), param, Tensor::scalar(0u8).into()).unwrap();
        set(&link, "value", value);
        if let Some(below) = below.take() {
            set(&link, "next", below);
        }
        below = Some(link);
    }
    below.unwrap()
}

#[test]
fn a_deep_graph_is_cut_where_nobody_reads_on() {
    let tree = chain(100).tree().unwrap();
    assert_eq!(tree.lines().filter(|line| line.contains("next")).count(), 64);
    assert!(tree.contains("└── … (36 more levels)\n"), "{tree}");
    assert!(tree.ends_with("└── value: Param uint8[]\n"), "{tree}");
    let table = chain(100).table().unwrap();
    assert!(table.contains("… 92 keys …/next/next"), "{table}");
    assert!(chain(100).html().unwrap().contains("… (36 more levels)"));
}

#[test]
fn a_chain_of_a_million_nodes_prints() {
    let chain = chain(500_000);
    assert!(chain.tree().unwrap().starts_with("Link: 500,000 leaves, 488.3 KiB\n"));
    let state = chain.split_whole().unwrap().1;
    assert!(state.tree().unwrap().contains("… (499936 more levels)"));
}

#[test]
fn a_long_chain_prints_in_every_form() {
    let chain = chain(100_000);
    assert!(chain.html().unwrap().len() < 100_000);
    assert_eq!(chain.dot().unwrap().lines().count(), 5 + 100_000 + 100_000 + 199_999);
    assert_eq!(chain.json().unwrap().lines().count(), 200_002);
    assert_eq!(chain.table().unwrap().lines().count(), 100_005);
    let state = chain.split_whole().unwrap().1;
    assert_eq!(state.table().unwrap().lines().count(), 100_005);
    assert_eq!(state.json().unwrap_err().status(), Some(Status::ResourceExhausted));
}

#[test]
fn a_caller_s_description_runs_without_a_lock() {
    /// Changes the graph it is in while it is described.
    struct Meddler(std::sync::OnceLock<Node>);
    impl Foreign for Meddler {
        fn equal(&self, other: &dyn Foreign) -> bool {
            std::ptr::addr_eq(self, other)
        }
        fn hash(&self) -> u64 {
            1
        }
        fn describe(&self) -> String {
            let owner = self.0.get().unwrap();
            set(owner, "described", true);
            "meddler".into()
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
    }
    let root = object("Model", []);
    let meddler = Meddler(std::sync::OnceLock::new());
    meddler.0.set(root.clone()).ok().unwrap();
    set(&root, "meddler", Static::foreign(Box::new(meddler)));
    for print in [Node::tree, Node::dot, Node::json, Node::html] {
        set(&root, "described", false);
        assert!(print(&root).unwrap().contains("meddler"));
        assert!(matches!(root.get(&path("described")).unwrap(), Attribute::Static(value) if value == true.into()));
    }
    root.delete(&path("meddler")).unwrap();
}
