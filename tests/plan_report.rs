//! What a plan says of itself: where its kernels come from, what they cost, how it is drawn.

use std::sync::Arc;
use std::time::Duration;

use nnx::Result;
use nnx::backend::cpu::Executable;
use nnx::plan::{Cost, Plan, simplify};
use nnx::program::parse;

/// A product whose columns are summed, and the sine of what is left to the evaluator.
const PROGRAM: &str = r#"func.func @main(%x: tensor<4x3xf32>, %w: tensor<3x2xf32>, %b: tensor<2xf32>) -> (tensor<2xf32>, tensor<2x2xf32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %product = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<4x3xf32>, tensor<3x2xf32>) -> tensor<4x2xf32>
  %bias = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<2xf32>) -> tensor<4x2xf32>
  %sum = stablehlo.add %product, %bias : tensor<4x2xf32>
  %total = stablehlo.reduce(%sum init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<4x2xf32>, tensor<f32>) -> tensor<2xf32>
  %sine = stablehlo.sine %total : tensor<2xf32>
  %gram = stablehlo.constant dense<[[2.0, 1.0], [1.0, 2.0]]> : tensor<2x2xf32>
  %root = stablehlo.cholesky %gram, lower = true : tensor<2x2xf32>
  return %sine, %root : tensor<2xf32>, tensor<2x2xf32>
}"#;

fn plan() -> Result<Plan> {
    Plan::new(&Arc::new(parse(PROGRAM)?), "main", &[])
}

#[test]
fn a_kernel_names_the_operations_it_computes() -> Result<()> {
    let plan = plan()?;
    let of = |kernel: usize| -> Vec<(&str, String, u32)> {
        let operations = plan.operations(kernel);
        operations.map(|operation| (operation.name, operation.shape, operation.location.line)).collect()
    };
    let shape = |text: &str| text.to_owned();
    assert_eq!(
        of(0),
        [
            ("dot_general", shape("float32[4,2]"), 3),
            ("add", shape("float32[4,2]"), 5),
            ("reduce", shape("float32[2]"), 6)
        ]
    );
    assert_eq!(of(1), [("sine", shape("float32[2]"), 7)]);
    assert_eq!(of(2), [("cholesky", shape("float32[2,2]"), 9)]);
    assert_eq!(plan.shape(plan.arguments()[0]), "float32[4,3]");
    assert_eq!(plan.shape(plan.results()[1]), "float32[2,2]");
    let text = plan.to_string();
    assert!(
        text.contains("loop over 8, of dot_general float32[4,2], add float32[4,2], reduce float32[2] (lines 3 to 6)")
    );
    assert!(text.contains("kernel 2: stablehlo.cholesky(b"), "{text}");
    Ok(())
}

#[test]
fn operations_keep_their_lines_when_a_program_is_simplified() -> Result<()> {
    let plan = Plan::new(&Arc::new(simplify(&parse(PROGRAM)?)?), "main", &[])?;
    let lines: Vec<u32> = plan.operations(0).map(|operation| operation.location.line).collect();
    assert_eq!(lines, [3, 5, 6]);
    Ok(())
}

#[test]
fn costs_are_counted() -> Result<()> {
    let plan = plan()?;
    // 12 + 6 elements of the product, 2 of the bias, the 0 that sums begin with; 8 sums of 3 products, 8 additions for
    // the bias and 8 into the sums.
    let cost = Cost { bytes_read: 4 * (12 + 6 + 2 + 1), bytes_written: 4 * 2, operations: Some(2 * 8 * 3 + 8 + 8) };
    assert_eq!(plan.cost(0), cost);
    assert_eq!(plan.cost(1), Cost { bytes_read: 8, bytes_written: 8, operations: Some(2) });
    assert_eq!(plan.cost(2), Cost { bytes_read: 16, bytes_written: 16, operations: None });
    Ok(())
}

#[test]
fn a_plan_is_drawn() -> Result<()> {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    let dot = plan()?.to_dot(&names(&["input \"x\"", "layer/kernel"]), &names(&["sine"]));
    for line in [
        r#"k0 [label="kernel 0: 8 items\ldot_general float32[4,2], add float32[4,2]\lreduce float32[2] (lines 3 to 6)\l", "#,
        r#"a0 [label="input \"x\"\nfloat32[4,3]\n48 B", "#,
        r#"a1 [label="layer/kernel\nfloat32[3,2]\n24 B", "#,
        r#"a2 [label="argument 2\nfloat32[2]\n8 B", "#,
        "a0 -> k0;",
        "a1 -> k0;",
        "a2 -> k0;",
        r#"k0 -> k1 [label="float32[2]\n8 B"];"#,
        r#"k2 [label="kernel 2: whole arrays\l"#,
        r#"r0 [label="sine\nfloat32[2]\n8 B", "#,
        "k1 -> r0;",
        r#"r1 [label="result 1\nfloat32[2,2]\n16 B", "#,
        "k2 -> r1;",
    ] {
        assert_eq!(dot.matches(line).count(), 1, "{line}\n{dot}");
    }
    assert_eq!(dot.matches(" -> ").count(), 6, "{dot}");
    Ok(())
}

#[test]
fn every_kernel_is_timed() -> Result<()> {
    let executable = Executable::new(plan()?)?;
    let times = executable.kernel_times()?;
    assert_eq!(times.len(), executable.plan().kernels().len());
    assert!(times.iter().all(|time| *time > Duration::ZERO && *time < Duration::from_secs(1)), "{times:?}");
    Ok(())
}

#[test]
fn operations_have_the_names_and_places_that_the_text_says() -> Result<()> {
    let text = r##"#loc1 = loc("x")
module @step {
  func.func @main(%x: tensor<4xf32> loc("x")) -> tensor<4xf32> {
    %0 = stablehlo.add %x, %x : tensor<4xf32> loc(#loc5)
    %1 = stablehlo.sine %0 : tensor<4xf32> loc("jit(step)/sin")
    %2 = stablehlo.cosine %1 : tensor<4xf32> loc(fused<"pass">["a.py":3:1, "b.py":4:1])
    %3 = stablehlo.tanh %2 : tensor<4xf32> loc(#loc6)
    %4 = stablehlo.negate %3 : tensor<4xf32> loc(unknown)
    %5 = stablehlo.abs %4 : tensor<4xf32> loc(not MLIR)
    return %5 : tensor<4xf32> loc(#loc)
  } loc(#loc)
} loc(#loc)
#loc = loc(unknown)
#loc2 = loc("/home/user/model.py":42:8 to :57)
#loc3 = loc("Model.__call__"(#loc2))
#loc4 = loc(callsite(#loc3 at #loc1))
#loc5 = loc("jit(step)/add"(#loc4))
#loc6 = loc(callsite(#loc6 at #loc6))
"##;
    let module = Arc::new(simplify(&parse(text)?)?);
    let plan = Plan::new(&module, "main", &[])?;
    let origins: Vec<(&str, String)> = plan.operations(0).map(|operation| (operation.name, operation.origin)).collect();
    let said = [
        ("add", "jit(step)/add model.py:42"),
        ("sine", "jit(step)/sin"),
        ("cosine", "a.py:3"),
        ("tanh", ""),
        ("negate", ""),
        ("abs", ""),
    ];
    assert_eq!(origins, said.map(|(name, origin)| (name, origin.to_owned())));
    Ok(())
}
