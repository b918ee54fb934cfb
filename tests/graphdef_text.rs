//! GraphDefs printed and read back, and what a text that is none gets.

mod models;

use std::any::Any;

use models::*;
use nnx::Status;
use nnx::graph::*;
use nnx::tensor::DType;
use proptest::prelude::*;

fn round_trips(graphdef: &GraphDef) {
    for text in [graphdef.to_text().unwrap(), graphdef.to_json().unwrap()] {
        let parsed = GraphDef::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(&parsed, graphdef);
        assert_eq!(parsed.content_hash(), graphdef.content_hash());
    }
    serde_json::from_str::<serde_json::Value>(&graphdef.to_json().unwrap()).unwrap();
}

const TIED: &str = "\
graphdef 1
type Param < Variable

Object Autoencoder #0 {
  decoder: Object Decoder #1 {
    kernel: Param #2
  }
  encoder: Object Encoder #3 {
    kernel: -> #2
    owner: -> #0
  }
}
";

const TIED_JSON: &str = r#"{"format":"nnx.graphdef","version":1,"types":[["Param","Variable"]],"nodes":[
{"kind":"Object","type":"Autoencoder","index":0,"attributes":2},
{"kind":"Object","type":"Decoder","index":1,"attributes":1},
{"kind":"Variable","type":"Param","index":2,"metadata":{}},
{"kind":"Object","type":"Encoder","index":3,"attributes":2},
{"kind":"Ref","index":2},
{"kind":"Ref","index":0}
],"attributes":[
["decoder","node"],
["kernel","node"],
["encoder","node"],
["kernel","node"],
["owner","node"]
]}
"#;

#[test]
fn a_tied_model_with_a_cycle() {
    let graphdef = tied_model().graphdef().unwrap();
    assert_eq!(graphdef.to_text().unwrap(), TIED);
    assert_eq!(graphdef.to_json().unwrap(), TIED_JSON);
    assert_eq!(format!("{graphdef:?}"), TIED);
    round_trips(&graphdef);
}

#[test]
fn the_page_s_model() {
    let graphdef = page_model().graphdef().unwrap();
    assert_eq!(graphdef.to_text().unwrap(), include_str!("data/page_model.graphdef.txt"));
    round_trips(&graphdef);
}

#[test]
fn whitespace_and_the_order_of_members_do_not_matter() {
    let graphdef = tied_model().graphdef().unwrap();
    let squeezed = TIED.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(GraphDef::parse(&squeezed).unwrap(), graphdef);
    let indented: serde_json::Value = serde_json::from_str(TIED_JSON).unwrap();
    // Members in the order of their names: attributes before nodes before types.
    assert_eq!(GraphDef::parse(&serde_json::to_string_pretty(&indented).unwrap()).unwrap(), graphdef);
}

fn with_static(value: Static) -> GraphDef {
    object("Model", [("value", value.into())]).graphdef().unwrap()
}

#[test]
fn every_float_keeps_its_bits() {
    let odd_nans = [0x7ff8000000000001u64, 0xfff8000000000000, 0x7ff0000000000001].map(f64::from_bits);
    let others = [0.0, -0.0, 1.0, -1e-5, 1e300, 5e-324, f64::MAX, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.1];
    for value in odd_nans.into_iter().chain(others) {
        round_trips(&with_static(value.into()));
    }
    assert!(
        with_static(f64::from_bits(0x7ff8000000000001).into())
            .to_text()
            .unwrap()
            .contains("= NaN(0x7ff8000000000001)\n")
    );
}

#[test]
fn every_kind_of_static_value() {
    let mut nested = Static::from(1i64);
    for _ in 0..64 {
        nested = Static::tuple(vec![nested]).unwrap();
    }
    let mut values =
        vec![true.into(), i64::MIN.into(), i64::MAX.into(), "".into(), "a\"\n\\\u{1}é\u{2028}".into(), nested];
    values.push(Static::bytes(&(0..=255).collect::<Vec<u8>>()));
    values.extend(DType::ALL.map(Static::from));
    for value in &values {
        round_trips(&with_static(value.clone()));
    }
    round_trips(&with_static(Static::tuple(values.into_iter().take(5).collect()).unwrap()));
}

#[test]
fn an_unknown_variable_type_is_registered_with_its_parents() {
    let text = |parent: &str| {
        format!("graphdef 1 type TextBase < {parent} type \"Text leaf\" < TextBase Dict #0 {{ a: \"Text leaf\" #1 }}")
    };
    assert!(VariableType::named("Text leaf").is_err());
    let graphdef = GraphDef::parse(&text("Param")).unwrap();
    let leaf = VariableType::named("Text leaf").unwrap();
    assert_eq!(graphdef.leaf_type(0), Some(leaf));
    assert!(leaf.is(VariableType::named("Param").unwrap()));
    round_trips(&graphdef);
    let error = GraphDef::parse(&text("Cache")).unwrap_err();
    assert!(error.message().ends_with("the Variable type TextBase exists below Param, not below Cache"), "{error}");
}

#[test]
fn a_refused_text_registers_nothing() {
    for text in [
        "graphdef 1 type LeftBehind < Variable Dict #0 { a: LeftBehind #1 ",
        "graphdef 1 type LeftBehind < Variable Dict #0 { a: LeftBehind #1 b: NoSuchType #2 }",
        "graphdef 1 type LeftBehind < Variable Dict #0 { a: Param #1 }",
    ] {
        assert!(GraphDef::parse(text).is_err());
        assert!(VariableType::named("LeftBehind").is_err(), "{text}");
    }
}

#[test]
fn variable_types_named_like_other_things() {
    let variable_type = VariableType::named("Variable").unwrap();
    for name in ["Object", "list", "None", "array", "type", "->", "a b", "#1"] {
        let variable_type = VariableType::register(name, variable_type).unwrap();
        let leaf = nnx::tensor::Tensor::scalar(0f32).into();
        let node = Node::variable(None, variable_type, leaf).unwrap();
        round_trips(&object("type", [("node", node.into())]).graphdef().unwrap());
    }
}

struct Mesh;

impl Foreign for Mesh {
    fn equal(&self, _: &dyn Foreign) -> bool {
        true
    }

    fn hash(&self) -> u64 {
        1
    }

    fn describe(&self) -> String {
        "Mesh(2, 4)".into()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[test]
fn a_foreign_value_prints_but_is_not_read_back() {
    let mesh = || Static::tuple(vec![1i64.into(), Static::foreign(Box::new(Mesh))]).unwrap();
    let model = tied_model();
    set(&model, "encoder/mesh", mesh());
    let graphdef = model.graphdef().unwrap();
    assert!(graphdef.to_text().unwrap().contains("    mesh = (1, <Mesh(2, 4)>)\n"), "{graphdef:?}");
    for text in [graphdef.to_text().unwrap(), graphdef.to_json().unwrap()] {
        let error = GraphDef::parse(&text).unwrap_err();
        assert_eq!(error.path(), Some("encoder/mesh"), "{error}");
        assert!(error.message().contains("foreign") && error.message().contains(": line "), "{error}");
    }
    model.delete(&path("encoder/mesh")).unwrap();
    model.node(&path("encoder/kernel")).unwrap().set_metadata("mesh", mesh()).unwrap();
    let graphdef = model.graphdef().unwrap();
    for text in [graphdef.to_text().unwrap(), graphdef.to_json().unwrap()] {
        assert_eq!(GraphDef::parse(&text).unwrap_err().path(), Some("decoder/kernel"), "{text}");
    }
}

/// A Dict in a Dict in a Dict, and the last one back to the first.
fn chain(length: u32) -> GraphDef {
    let kind = ContainerKind::Dict;
    let link = |index| NodeDef::Container { kind, type_name: "".into(), index: Some(index), attributes: 1 };
    let nodes = (0..length).map(link).chain([NodeDef::Ref(0)]).collect();
    let attributes = (0..length).map(|_| (Key::name("next"), AttributeDef::Node)).collect();
    GraphDef::new(nodes, attributes).unwrap()
}

#[test]
fn a_million_nodes_in_a_chain() {
    let text = chain(1_000_000).to_text().unwrap();
    assert_eq!(GraphDef::parse(&text).unwrap().nodes().len(), 1_000_001);
    round_trips(&chain(50_000));
}

/// Ill-formed texts, and what the error says.
#[test]
fn the_error_says_where_and_what_was_expected() {
    for (text, expected) in [
        ("", "line 1, column 1: expected `graphdef`, found the end of the text"),
        ("graph 1", "line 1, column 1: expected `graphdef`, found `graph`"),
        ("graphdef 2\n", "line 1, column 10: expected the version 1, found `2`"),
        ("graphdef 1", "line 1, column 11: expected a node, found the end of the text"),
        ("graphdef 1\n{", "line 2, column 1: expected a node, found `{`"),
        ("graphdef 1\nNone", "the root of a GraphDef cannot be None"),
        ("graphdef 1\narray", "line 2, column 1: expected a node, found `array`"),
        ("graphdef 1\nDict #0 {", "line 2, column 10: expected a key or `}`, found the end of the text"),
        ("graphdef 1\nDict #0 {}}", "line 2, column 11: expected the end of the text, found `}`"),
        ("graphdef 1\nDict {}", "line 2, column 6: expected `#`, found `{`"),
        ("graphdef 1\nDict #1 {}", "line 2, column 6: expected the index #0, found `#`"),
        ("graphdef 1\nDict #-0 {}", "line 2, column 7: expected an index, found `-0`"),
        ("graphdef 1\nDict #99999999999 {}", "line 2, column 7: expected an index, found `99999999999`"),
        ("graphdef 1\nObject #0 {}", "line 2, column 8: expected the type name of an Object, found `#`"),
        ("graphdef 1\nObject \"\" #0 {}", "line 2, column 8: the type name of an Object is not empty"),
        ("graphdef 1\nDict #0 {\n  é: None }", "line 3, column 3: expected a key or `}`, found `é`"),
        (
            "graphdef 1\nDict #0 {\n  \"é\" None }",
            "line 3, column 7: expected `:` and a node or array, or `=` and a static",
        ),
        ("graphdef 1\nDict #0 {\n a = }", "line 3, column 6: expected a static value, found `}`"),
        ("graphdef 1\nDict #0 {\n a = 1e999 }", "line 3, column 6: expected a static value, found `1e999`"),
        ("graphdef 1\nDict #0 {\n a = 99999999999999999999 }", "line 3, column 6: this integer does not fit 64 bits"),
        (
            "graphdef 1\nDict #0 {\n 99999999999999999999 = 1 }",
            "line 3, column 2: this integer key does not fit 64 bits",
        ),
        ("graphdef 1\nDict #0 {\n a = NaN(0x1) }", "line 3, column 6: expected a static value, found `NaN`"),
        ("graphdef 1\nDict #0 {\n a = \"b }", "line 3, column 6: this string has no closing quote"),
        ("graphdef 1\nDict #0 {\n a = \"\\x\" }", "line 3, column 6: this string is not one of JSON"),
        ("graphdef 1\nDict #0 {\n a = b\"\\xg0\" }", "expected printable ASCII and the escapes"),
        ("graphdef 1\nDict #0 {\n a = b\"é\" }", "expected printable ASCII and the escapes"),
        ("graphdef 1\nDict #0 {\n a = (1 2) }", "line 3, column 9: expected `)`, found `2`"),
        ("graphdef 1\nDict #0 {\n a: nothing }", "line 3, column 13: expected `#`, found `}`"),
        ("graphdef 1\nDict #0 {\n a: NoSuch #1 }", "line 3, column 5: no Variable type is named \"NoSuch\""),
        ("graphdef 1\nDict #0 {\n a: -> #1 }", "line 3, column 8: expected the index of a node above, found `#`"),
        ("graphdef 1\nDict #0 {\n b = 1 a = 1 }", "line 3, column 8: the key a stands twice or out of order"),
        ("graphdef 1\nDict #0 {\n a = 1 a = 1 }", "line 3, column 8: the key a stands twice or out of order"),
        (
            "graphdef 1\nDict #0 {\n 1 = 1 a = 1 }",
            "line 3, column 8: the keys of a Dict are all strings or all integers",
        ),
        ("graphdef 1\nlist {\n 1 = 1 }", "line 3, column 2: 1 is not an element of a list of 0, nor the next one"),
        ("graphdef 1\nParam #0 {a = 1, a = 2}", "line 2, column 10: the metadata has \"a\" twice"),
        ("graphdef 1\nParam #0 {}", "line 2, column 11: expected the name of an entry of the metadata, found `}`"),
        ("graphdef 1 type Param < Cache\nParam #0", "line 1, column 17: the Variable type Param exists below Variable"),
        ("graphdef 1 type Z1 < Z2 type Z2 < Z1\nZ1 #0", "line 1, column 17: no Variable type is named \"Z2\""),
        (
            "graphdef 1 type Variable < Param\nParam #0",
            "line 1, column 17: the type \"Variable\" is declared but not used",
        ),
        ("graphdef 1 type \"\" < Param\n\"\" #0", "line 1, column 17: \"\" cannot name a Variable type"),
        ("{}", "line 1, column 2: the member \"format\" is missing"),
        ("{\"format\":\"zip\"}", "line 1, column 11: expected the format \"nnx.graphdef\", found \"zip\""),
        ("{\"format\":\"nnx.graphdef\",\"version\":7}", "line 1, column 36: expected the version 1, found `7`"),
        ("{\"nodes\":[{\"kind\":\"Rope\"}]}", "line 1, column 11: expected a node: a container with"),
        ("{\"nodes\":[{\"index\":-1}]}", "line 1, column 20: expected an index, found `-1`"),
        ("{\"nodes\":[{\"kind\":1}]}", "line 1, column 19: expected a string, found `1`"),
        ("{\"nodes\":[],\"nodes\":[]}", "line 1, column 13: the member \"nodes\" stands twice"),
        (
            "{\"knots\":[]}",
            "line 1, column 2: expected one of the members \"format\", \"version\", \"types\", \"nodes\"",
        ),
        ("{\"attributes\":[[1.5,\"node\"]]}", "line 1, column 17: expected a key: a string or an integer of 64 bits"),
        (
            "{\"attributes\":[[1,\"knot\"]]}",
            "line 1, column 19: expected \"node\", \"array\" or {\"static\":…}, found a string",
        ),
        ("{\"attributes\":[[1,{\"static\":nil}]]}", "line 1, column 29: expected a static value, found `nil`"),
        ("{\"attributes\":[[1,{\"static\":{}}]]}", "line 1, column 29: expected an object of one member"),
        (
            "{\"attributes\":[[1,{\"static\":{\"bytes\":\"0\"}}]]}",
            "expected an even number of hexadecimal digits, found \"0\"",
        ),
        ("{\"attributes\":[[1,{\"static\":{\"dtype\":\"f33\"}}]]}", "expected the name of a dtype, found \"f33\""),
        (
            "{\"attributes\":[[1,{\"static\":{\"float\":\"x\"}}]]}",
            "expected \"inf\", \"-inf\", \"NaN\" or \"NaN(0x…)\", found",
        ),
        ("[1", "line 1, column 1: expected `graphdef`, found `[`"),
        ("{", "line 1, column 2: expected a string, found the end of the text"),
        ("{\"nodes\":[", "line 1, column 11: expected `{`, found the end of the text"),
        ("{\"nodes\":[{}", "expected a node: a container with"),
    ] {
        let error = GraphDef::parse(text).unwrap_err();
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{text}: {error}");
        assert!(error.message().contains(expected), "{text}\n{error}\n{expected}");
    }
}

#[test]
fn lists_that_do_not_fit_each_other_are_refused() {
    let with = |nodes: &str, attributes: &str| {
        format!(r#"{{"format":"nnx.graphdef","version":1,"types":[],"nodes":[{nodes}],"attributes":[{attributes}]}}"#)
    };
    let dict = |attributes| format!(r#"{{"kind":"Dict","index":0,"attributes":{attributes}}}"#);
    assert!(GraphDef::parse(&with(&dict(0), "")).is_ok());
    for text in [
        with("", ""),
        with(&dict(1), ""),
        with(&dict(4294967295u32), ""),
        with(&dict(0), r#"["a","array"]"#),
        with(&dict(1), r#"["a","node"]"#),
        with(&format!("{},{}", dict(0), dict(0)), ""),
        with(r#"{"kind":"Ref","index":0}"#, ""),
        with(r#"{"kind":"Variable","type":"Param","index":1,"metadata":{}}"#, ""),
        with(r#"{"kind":"Object","index":0,"attributes":0}"#, ""),
        with(r#"{"kind":"Object","type":"","index":0,"attributes":0}"#, ""),
        with(r#"{"kind":"tuple","type":"Pair","attributes":0}"#, ""),
    ] {
        let error = GraphDef::parse(&text).unwrap_err();
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{text}: {error}");
    }
}

#[test]
fn nesting_is_bounded() {
    let deep = 1_000_000;
    for (open, close) in [("(", ",)"), ("", "")] {
        let text = format!("graphdef 1 Dict #0 {{ a = {}1{} }}", open.repeat(deep), close.repeat(deep));
        assert_eq!(GraphDef::parse(&text).is_err(), !open.is_empty());
    }
    let text = format!("{{\"attributes\":[[1,{{\"static\":{}", "[".repeat(deep));
    let error = GraphDef::parse(&text).unwrap_err();
    assert!(error.message().contains("nested more than 64 deep"), "{error}");
    let open = format!("graphdef 1 {}", "tuple { 0: ".repeat(deep));
    assert!(GraphDef::parse(&open).unwrap_err().message().contains("expected a node"));
}

fn key() -> impl Strategy<Value = Key> {
    prop_oneof!["[a-c]{1,2}".prop_map(|name| Key::name(&name)), any::<String>().prop_map(|name| Key::name(&name))]
}

fn static_value() -> impl Strategy<Value = Static> {
    let leaf = prop_oneof![
        Just(Static::none()),
        any::<bool>().prop_map(Static::from),
        any::<i64>().prop_map(Static::from),
        any::<u64>().prop_map(|bits| Static::from(f64::from_bits(bits))),
        any::<String>().prop_map(|text| Static::string(&text)),
        any::<Vec<u8>>().prop_map(|bytes| Static::bytes(&bytes)),
        (0..DType::ALL.len()).prop_map(|at| Static::from(DType::ALL[at])),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop::collection::vec(inner, 0..4).prop_map(|items| Static::tuple(items).unwrap())
    })
}

/// What is done to one node of a growing graph.
#[derive(Clone, Debug)]
enum Step {
    Container(usize, Key, ContainerKind, String),
    Variable(usize, Key, String, Vec<(String, Static)>),
    Share(usize, Key, usize),
    Static(usize, Key, Static),
    Array(usize, Key),
    None(usize, Key),
}

fn step() -> impl Strategy<Value = Step> {
    let (at, other) = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let kinds = prop::sample::select(ContainerKind::ALL.to_vec());
    let types = prop::sample::select(vec!["Param", "RngKey", "LoRAParam", "Variable", "Text Custom"]);
    let metadata = prop::collection::vec((any::<String>(), static_value()), 0..3);
    let at = at.prop_map(|at| at.index(1 << 20));
    let other = other.prop_map(|at| at.index(1 << 20));
    prop_oneof![
        (at.clone(), key(), kinds, "[A-Z]\\PC{0,3}")
            .prop_map(|(at, key, kind, name)| Step::Container(at, key, kind, name)),
        (at.clone(), key(), types, metadata).prop_map(|(at, key, name, data)| Step::Variable(
            at,
            key,
            name.into(),
            data
        )),
        (at.clone(), key(), other).prop_map(|(at, key, other)| Step::Share(at, key, other)),
        (at.clone(), key(), static_value()).prop_map(|(at, key, value)| Step::Static(at, key, value)),
        (at.clone(), key()).prop_map(|(at, key)| Step::Array(at, key)),
        (at, key()).prop_map(|(at, key)| Step::None(at, key)),
    ]
}

/// The graph that these steps build. A step that the graph refuses is left out.
fn build(steps: Vec<Step>) -> Node {
    let custom = VariableType::register("Text Custom", VariableType::named("Cache").unwrap()).unwrap();
    let leaf = || nnx::tensor::Tensor::scalar(0f32);
    let mut nodes = vec![object("Root", [])];
    for step in steps {
        let count = nodes.len();
        let (at, key, value) = match step {
            Step::Container(at, key, ContainerKind::Object, name) => {
                (at, key, Node::object(None, &name).unwrap().into())
            }
            Step::Container(at, key, kind, _) => (at, key, Node::empty(None, kind).unwrap().into()),
            Step::Variable(at, key, name, metadata) => {
                let variable_type = if name == custom.name() { custom } else { VariableType::named(&name).unwrap() };
                let node = Node::variable(None, variable_type, leaf().into()).unwrap();
                for (name, value) in metadata {
                    node.set_metadata(&name, value).unwrap();
                }
                (at, key, node.into())
            }
            Step::Share(at, key, other) => (at, key, nodes[other % count].clone().into()),
            Step::Static(at, key, value) => (at, key, Attribute::Static(value)),
            Step::Array(at, key) => (at, key, Attribute::Tensor(leaf())),
            Step::None(at, key) => (at, key, Attribute::None),
        };
        let parent = &nodes[at % count];
        let is_sequence = parent.container_kind().unwrap().is_some_and(ContainerKind::is_sequence);
        let key = if is_sequence { Key::Int(parent.len().unwrap() as i64) } else { key };
        if parent.set(&Path::from(vec![key]), value.clone()).is_ok()
            && let Attribute::Node(node) = value
        {
            nodes.push(node);
        }
    }
    nodes.swap_remove(0)
}

proptest! {
    #[test]
    fn parse_undoes_print(steps in prop::collection::vec(step(), 0..30)) {
        round_trips(&build(steps).graphdef().unwrap());
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        prop_assert!(GraphDef::parse(&text).is_err());
    }

    /// A text that is changed in one place is refused, or is the text of another GraphDef that round-trips too.
    #[test]
    fn a_damaged_text_is_read_or_refused(
        steps in prop::collection::vec(step(), 0..10),
        json in any::<bool>(),
        at in any::<prop::sample::Index>(),
        cut in 0usize..3,
        insert in prop_oneof![Just(String::new()), any::<char>().prop_map(String::from), "[]{}()\"\\\\#:=,<>0-9a-z.-]{1,3}"],
    ) {
        let graphdef = build(steps).graphdef().unwrap();
        let text: Vec<char> = if json { graphdef.to_json().unwrap() } else { graphdef.to_text().unwrap() }.chars().collect();
        let at = at.index(text.len() + 1);
        let end = (at + cut).min(text.len());
        let damaged: String = text[..at].iter().copied().chain(insert.chars()).chain(text[end..].iter().copied()).collect();
        match GraphDef::parse(&damaged) {
            Ok(parsed) => round_trips(&parsed),
            Err(error) => prop_assert_eq!(error.status(), Some(Status::InvalidArgument)),
        }
    }
}
