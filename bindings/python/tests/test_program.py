"""Programs: StableHLO text in and out, signatures, evaluation with NumPy arrays."""

import copy
import pickle

import libnnx as nnx
import numpy as np
import pytest

TEXT = """\
module @step {
  func.func public @main(%arg0: tensor<2x3xf32> {jax.arg_info = "x", tf.aliasing_output = 1 : i32}, %arg1: tensor<i32>) -> (tensor<i32> {jax.result_info = "count"}, tensor<2x3xf32>) {
    %0 = stablehlo.add %arg0, %arg0 : tensor<2x3xf32>
    return %arg1, %0 : tensor<i32>, tensor<2x3xf32>
  }
  func.func private @half(%arg0: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.constant dense<5.000000e-01> : tensor<f32>
    %1 = stablehlo.multiply %arg0, %0 : tensor<f32>
    return %1 : tensor<f32>
  }
}
"""
X = np.arange(6, dtype=np.float32).reshape(2, 3)
HALF_OF_A_DENORMAL = np.float32(2e-40)


@pytest.fixture
def program():
    return nnx.Program.parse(TEXT)


def test_what_is_printed_is_read_back(program):
    again = nnx.Program.parse(str(program))
    assert again == program and hash(again) == hash(program) and str(again) == str(program)
    assert pickle.loads(pickle.dumps(program)) == program and copy.deepcopy(program) is program
    assert program != nnx.Program.parse(TEXT.replace("stablehlo.add", "stablehlo.multiply"))
    assert program != TEXT
    program.verify()


def test_the_signature(program):
    assert program.inputs == (("x", nnx.float32, (2, 3), 1), ("", nnx.int32, (), None))
    assert program.outputs == (("count", nnx.int32, (), 1), ("", nnx.float32, (2, 3), None))
    first, second = program.inputs
    assert (first.name, first.dtype, first.shape, first.donated, second.donated) == ("x", "float32", (2, 3), 1, None)
    assert program.outputs[0].unchanged == 1
    assert program.inputs_of("half") == (("", nnx.float32, (), None),)
    assert program.outputs_of("half") == (("", nnx.float32, (), None),)
    assert [(row.path, row.code, row.text) for row in program.functions()] == [
        ("main", 1, "(tensor<2x3xf32>, tensor<i32>) -> (tensor<i32>, tensor<2x3xf32>)"),
        ("half", 0, "(tensor<f32>) -> tensor<f32>"),
    ]
    assert repr(program) == "Program(@main: (tensor<2x3xf32>, tensor<i32>) -> (tensor<i32>, tensor<2x3xf32>))"


def test_arrays_in_and_out(program):
    count, doubled = program(X, np.int32(7))
    assert isinstance(doubled, np.ndarray) and doubled.dtype == np.float32 and count.dtype == np.int32
    assert count == 7 and np.array_equal(doubled, X + X)
    assert np.array_equal(program.evaluate(nnx.Tensor(X), 7)[1], X + X)
    assert program.evaluate(np.float32(3), function="half")[0] == 1.5


def test_denormals_are_kept_or_flushed(program):
    assert program.evaluate(HALF_OF_A_DENORMAL, function="half")[0] > 0
    assert program.evaluate(HALF_OF_A_DENORMAL, function="half", denormals="flush")[0] == 0
    with pytest.raises(ValueError, match="keep.*flush.*'round'"):
        program.evaluate(HALF_OF_A_DENORMAL, function="half", denormals="round")


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ((X,), "@main takes 2 inputs, 1 were given"),
        ((X, np.int32(1), X), "@main takes 2 inputs, 3 were given"),
        ((X.astype(np.float64), np.int32(1)), "input 0 must be tensor<2x3xf32>, it is tensor<2x3xf64>"),
        ((X, np.int64(1)), "input 1 must be tensor<i32>, it is tensor<i64>"),
        ((X.T.copy(), np.int32(1)), "input 0 must be tensor<2x3xf32>, it is tensor<3x2xf32>"),
    ],
)
def test_an_input_that_does_not_fit_is_named(program, inputs, says):
    with pytest.raises(nnx.InvalidArgumentError) as caught:
        program(*inputs)
    assert says in str(caught.value)


def test_a_value_that_is_no_array_is_refused(program):
    with pytest.raises(TypeError):
        program(object(), 1)


def test_functions_are_found_by_name(program):
    with pytest.raises(nnx.NotFoundError, match="@third"):
        program.inputs_of("third")
    with pytest.raises(nnx.NotFoundError, match="@third"):
        program.evaluate(function="third")
    only = nnx.Program.parse(TEXT.replace("@main", "@only"))
    assert only(X, 1)[0] == 1
    both = nnx.Program.parse(TEXT.replace("@main", "@only").replace("private ", ""))
    with pytest.raises(nnx.InvalidArgumentError, match="@only and @half"):
        both(X, 1)


def test_bad_text_is_shown_with_a_caret():
    with pytest.raises(nnx.InvalidArgumentError) as caught:
        nnx.Program.parse(TEXT.replace("%arg0, %arg0", "%arg0, %arg7"))
    lines = str(caught.value).splitlines()
    assert "line 3, column 31" in lines[0] and "%arg7" in lines[0]
    assert lines[1][lines[2].index("^") :].startswith("%arg7")


def test_an_ill_typed_operand_is_named():
    with pytest.raises(nnx.InvalidArgumentError, match=r"line 3, column 10: stablehlo.add: operand `rhs` is tensor<i32>"):
        nnx.Program.parse(TEXT.replace("%arg0, %arg0", "%arg0, %arg1"))


def test_what_is_unknown_is_unimplemented():
    with pytest.raises(nnx.UnimplementedError, match=r"line 3.*stablehlo\.adds"):
        nnx.Program.parse(TEXT.replace("stablehlo.add ", "stablehlo.adds "))
    with pytest.raises(nnx.UnimplementedError, match="complex"):
        nnx.Program.parse("func.func @main(%0: tensor<complex<f32>>) { return }")


def test_a_budget_ends_what_would_not_end():
    endless = nnx.Program.parse(
        """
        func.func @main(%arg0: tensor<i32>) -> tensor<i32> {
          %0 = stablehlo.while(%iterArg = %arg0) : tensor<i32>
            cond {
              %1 = stablehlo.constant dense<true> : tensor<i1>
              stablehlo.return %1 : tensor<i1>
            } do {
              stablehlo.return %iterArg : tensor<i32>
            }
          return %0 : tensor<i32>
        }
        """
    )
    with pytest.raises(nnx.ResourceExhaustedError, match="budget"):
        endless.evaluate(1, budget=1000)
    with pytest.raises(ValueError, match="at least 1"):
        endless.evaluate(1, budget=0)


def test_programs_are_parsed_only():
    with pytest.raises(TypeError, match="Program.parse"):
        nnx.Program(TEXT)
    with pytest.raises(TypeError, match="not bytes"):
        nnx.Program.parse(TEXT.encode())


def test_a_closed_program_is_an_error(program):
    program.close()
    with pytest.raises(nnx.InvalidHandleError, match="already released"):
        str(program)


def test_a_function_that_jax_lowers():
    jax = pytest.importorskip("jax")
    jnp = jax.numpy

    def step(params, x):
        return {"w": params["w"] - 0.1 * x.sum(0), "b": params["b"]}

    params = {"b": np.float32(2), "w": np.ones(3, np.float32)}
    lowered = jax.jit(step, donate_argnums=0, keep_unused=True).lower(params, X)
    program = nnx.Program.parse(lowered.as_text())
    assert program.outputs[0].unchanged == 0
    _, w = program(params["b"], params["w"], X)
    np.testing.assert_allclose(w, np.asarray(jnp.ones(3) - 0.1 * X.sum(0)), rtol=1e-6)
