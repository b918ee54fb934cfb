//! What a program must not be: each text breaks one rule, and the error says which, of what, and where.

use nnx::Status;
use nnx::program::{MAX_NESTING, parse};

/// The body of a function of `%x: tensor<2x3xf32>` and `%i: tensor<4xi32>`, and a part of the error.
const BROKEN: &[(&str, &str)] = &[
    (
        "%0 = stablehlo.add %x, %i : (tensor<2x3xf32>, tensor<4xi32>) -> tensor<2x3xf32>",
        "stablehlo.add: operand `rhs` must have the type of `lhs`",
    ),
    (
        "%0 = stablehlo.add %x, %x : tensor<2x3xf64>",
        "stablehlo.add: operand `lhs` is tensor<2x3xf32>, the text says tensor<2x3xf64>",
    ),
    ("%0 = stablehlo.not %x : tensor<2x3xf32>", "stablehlo.not: operand `operand` must be of integers or bools"),
    ("%0 = stablehlo.sine %i : tensor<4xi32>", "stablehlo.sine: operand `operand` must be of floating-point numbers"),
    (
        "%0 = stablehlo.abs %x : (tensor<2x3xf32>) -> tensor<2x4xf32>",
        "the result is (tensor<2x3xf32>), it is declared to be (tensor<2x4xf32>)",
    ),
    (
        "%0 = stablehlo.compare LT, %x, %x, SIGNED : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xi1>",
        "operand `lhs` cannot be compared as SIGNED",
    ),
    (
        "%0 = stablehlo.convert %x : (tensor<2x3xf32>) -> tensor<6xi32>",
        "stablehlo.convert: operand `operand` must have the shape of the result",
    ),
    ("%0 = stablehlo.bitcast_convert %x : (tensor<2x3xf32>) -> tensor<2x3xf64>", "cannot be read as tensor<2x3xf64>"),
    ("%0 = stablehlo.reshape %x : (tensor<2x3xf32>) -> tensor<7xf32>", "as many elements as the result"),
    ("%0 = stablehlo.transpose %x, dims = [0, 0] : (tensor<2x3xf32>) -> tensor<3x2xf32>", "`permutation` has 0 twice"),
    (
        "%0 = stablehlo.transpose %x, dims = [0] : (tensor<2x3xf32>) -> tensor<2xf32>",
        "`permutation` has 1 entries, it must have 2",
    ),
    (
        "%0 = stablehlo.broadcast_in_dim %x, dims = [0, 2] : (tensor<2x3xf32>) -> tensor<2x3xf32>",
        "`broadcast_dimensions` has 2, which must be in [0, 2)",
    ),
    (
        "%0 = stablehlo.broadcast_in_dim %x, dims = [0, 1] : (tensor<2x3xf32>) -> tensor<2x4xf32>",
        "it must be 1 or the same",
    ),
    ("%0 = stablehlo.slice %x [0:3, 0:3] : (tensor<2x3xf32>) -> tensor<3x3xf32>", "which [0:3:1] does not fit"),
    ("%0 = stablehlo.slice %x [0:2, 0:3:0] : (tensor<2x3xf32>) -> tensor<2x3xf32>", "does not fit"),
    (
        "%0 = stablehlo.concatenate %x, %i, dim = 0 : (tensor<2x3xf32>, tensor<4xi32>) -> tensor<4x3xf32>",
        "operand `inputs[1]` must be as tensor<2x3xf32>",
    ),
    (
        "%0 = stablehlo.pad %x, %x, low = [0, 0], high = [0, 0], interior = [0, 0] : (tensor<2x3xf32>, tensor<2x3xf32>) -> tensor<2x3xf32>",
        "operand `padding_value` must be one element",
    ),
    ("%0 = stablehlo.reverse %x, dims = [2] : tensor<2x3xf32>", "`dimensions` has 2"),
    ("%0 = stablehlo.iota dim = 1 : tensor<4xi32>", "`iota_dimension` has 1"),
    (
        "%0 = \"stablehlo.if\"(%x) ({ stablehlo.return }, { stablehlo.return }) : (tensor<2x3xf32>) -> ()",
        "operand `pred` must be tensor<i1>",
    ),
    (
        "%0 = \"stablehlo.reverse\"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>",
        "attribute `dimensions`, a list of integers",
    ),
    (
        "%0 = \"stablehlo.reverse\"(%x) <{dimensions = 1 : i64}> : (tensor<2x3xf32>) -> tensor<2x3xf32>",
        "attribute `dimensions` must be a list of integers",
    ),
    (
        "%0 = \"stablehlo.reverse\"(%x) <{dimensions = array<i64>, twist = true}> : (tensor<2x3xf32>) -> tensor<2x3xf32>",
        "there is no attribute `twist`",
    ),
    ("%0 = stablehlo.add %x, %y : tensor<2x3xf32>", "there is no value `%y` before this place"),
    ("%0 = stablehlo.add %x : tensor<2x3xf32>", "the operands are (lhs, rhs); 1 were given"),
    ("%x = stablehlo.abs %x : tensor<2x3xf32>", "`%x` is already the name of another value"),
    ("%0:2 = stablehlo.abs %x : tensor<2x3xf32>", "has 1 results, 2 are named"),
    (
        "%0 = call @f(%x, %i) : (tensor<2x3xf32>, tensor<4xi32>) -> tensor<f32>",
        "@f returns (tensor<2x3xf32>), (tensor<f32>) is expected",
    ),
    ("%0 = call @f(%x, %i) : (tensor<2x3xf32>, tensor<4xi32>) -> tensor<2x3xf32>", "@f calls itself"),
    ("%0 = call @g(%x) : (tensor<2x3xf32>) -> tensor<f32>", "there is no function @g"),
];

fn error_of(body: &str) -> nnx::Error {
    let text = format!(
        "func.func @f(%x: tensor<2x3xf32>, %i: tensor<4xi32>) -> tensor<2x3xf32> {{\n  {body}\n  return %x : tensor<2x3xf32>\n}}\n"
    );
    parse(&text).expect_err(body)
}

#[test]
fn an_error_names_operation_operand_and_rule_and_shows_the_line() {
    for (body, expected) in BROKEN {
        let error = error_of(body);
        assert_eq!(error.status(), Some(Status::InvalidArgument), "{body}: {error}");
        let message = error.message();
        assert!(message.contains(expected), "{body}:\n{message}");
        assert!(message.starts_with("line 2, column "), "{message}");
        assert!(message.contains("\n  ") && message.ends_with('^'), "{message}");
    }
}

#[test]
fn what_is_not_supported_is_named() {
    let unsupported = [
        (
            "%0 = \"stablehlo.fft\"(%x) : (tensor<2x3xf32>) -> tensor<2x3xf32>",
            "operation `stablehlo.fft` is not supported",
        ),
        ("%0 = stablehlo.convert %x : (tensor<2x3xf32>) -> tensor<2x3xcomplex<f32>>", "`complex` is not supported"),
        ("%0 = stablehlo.convert %x : (tensor<2x3xf32>) -> tensor<2x3xi4>", "element type `i4` is not supported"),
        ("%0 = stablehlo.convert %x : (tensor<2x3xf32>) -> tensor<?x3xf32>", "dynamic shapes"),
        ("%0 = stablehlo.convert %x : (tensor<2x3xf32>) -> memref<3xf32>", "`memref`"),
        ("%0 = stablehlo.constant dense_resource<a> : tensor<3xf32>", "dense_resource"),
    ];
    for (body, expected) in unsupported {
        let error = error_of(body);
        assert_eq!(error.status(), Some(Status::Unimplemented), "{body}: {error}");
        assert!(error.message().contains(expected), "{body}: {error}");
    }
}

#[test]
fn a_caret_stands_below_what_was_found() {
    let error =
        parse("func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {\n  return %x ; tensor<2xf32>\n}\n").unwrap_err();
    let expected = "line 2, column 13: expected `:` before the types of what is returned, found `;`\n    return %x ; tensor<2xf32>\n              ^";
    assert_eq!(error.message(), expected);
}

#[test]
fn absurd_programs_are_refused_before_anything_of_their_size_is_made() {
    let constant = |ty: &str| {
        parse(&format!("func.func @f() {{ %0 = stablehlo.constant dense<0.0> : {ty}\n return }}")).unwrap_err()
    };
    assert_eq!(constant("tensor<1000000x1000000xf32>").status(), Some(Status::ResourceExhausted));
    assert_eq!(constant("tensor<9223372036854775807x2xf32>").status(), Some(Status::InvalidArgument));
    assert_eq!(constant("tensor<99999999999999999999xf32>").status(), Some(Status::InvalidArgument));
    let many = format!("tensor<{}f32>", "1x".repeat(65));
    assert_eq!(constant(&many).status(), Some(Status::InvalidArgument));

    let nested = |depth: usize| {
        let open = "\"stablehlo.if\"(%p) ({\n".repeat(depth);
        let close = " stablehlo.return }, { stablehlo.return }) : (tensor<i1>) -> ()\n".repeat(depth);
        parse(&format!("func.func @f(%p: tensor<i1>) {{\n{open}{close} return }}"))
    };
    let deep = nested(MAX_NESTING - 1).expect("the bound itself is allowed");
    assert_eq!(parse(&deep.to_string()).expect("what is printed is read"), deep);
    assert_eq!(nested(MAX_NESTING + 1).unwrap_err().status(), Some(Status::InvalidArgument));
    assert_eq!(nested(100_000).unwrap_err().status(), Some(Status::InvalidArgument));

    let tuple =
        format!("func.func @f(%x: {}tensor<f32>{}) {{ return }}", "tuple<".repeat(100_000), ">".repeat(100_000));
    assert_eq!(parse(&tuple).unwrap_err().status(), Some(Status::InvalidArgument));
    let attribute = format!("module attributes {{a = {}{}}} {{}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(parse(&attribute).unwrap_err().status(), Some(Status::InvalidArgument));
    let list =
        format!("func.func @f() {{ %0 = stablehlo.constant dense<{}> : tensor<1xf32>\n return }}", "[".repeat(100_000));
    assert_eq!(parse(&list).unwrap_err().status(), Some(Status::InvalidArgument));
}
