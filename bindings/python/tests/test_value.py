"""Traced values against jax.numpy: the same function over both, for dtypes and shapes."""

import operator

import numpy as np
import pytest

import libnnx as nnx
import libnnx.numpy as jnp
from libnnx import Program

jax = pytest.importorskip("jax")
import jax.numpy as jaxnp  # noqa: E402

DTYPES = ["float32", "int32", "uint8", "bool", "float16", "bfloat16"]
SHAPES = [((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1), (1, 4)), ((), (2, 2))]


def run(function, *arrays):
    """What a traced function gives for these arrays."""
    found = Program.trace(function, *arrays)(*arrays)
    return found[0] if len(found) == 1 else found


def array(shape, dtype, seed=0):
    numbers = np.random.default_rng(seed).uniform(1, 5, shape)
    if dtype == "bool":
        return np.asarray(numbers > 2)
    if dtype == "bfloat16":
        return np.asarray(jaxnp.asarray(numbers, jaxnp.bfloat16))
    return np.asarray(numbers.astype(dtype))


def same(found, expected, close=2e-6):
    expected = np.asarray(expected)
    assert found.dtype == expected.dtype, (found.dtype, expected.dtype)
    assert found.shape == expected.shape, (found.shape, expected.shape)
    close = {"float16": 2e-3, "bfloat16": 2e-2}.get(str(found.dtype), close)
    np.testing.assert_allclose(found.astype("float64"), expected.astype("float64"), close, close)


ARITHMETIC = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod]
ORDER = [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge]


@pytest.mark.parametrize("function", [*ARITHMETIC, *ORDER], ids=lambda f: f.__name__)
@pytest.mark.parametrize("a", DTYPES)
def test_operators_promote_and_broadcast_as_in_jax(function, a):
    for b in DTYPES:
        if "bool" in (a, b) and function in (operator.sub, operator.floordiv, operator.mod, operator.truediv):
            continue
        for number, (left, right) in enumerate(SHAPES):
            x, y = array(left, a, number), array(right, b, number + 9)
            close = 1e-5 if function is operator.mod else 2e-6
            if {a, b} & {"float16", "bfloat16"} and function in (operator.floordiv, operator.mod):
                continue  # a quotient next to an integer is rounded to either side
            same(run(function, x, y), function(jaxnp.asarray(x), jaxnp.asarray(y)), close)


@pytest.mark.parametrize("number", [2, -1, 1.5, True, 3])
@pytest.mark.parametrize("dtype", ["float32", "int32", "uint8", "bfloat16"])
def test_a_python_number_takes_the_dtype_of_what_it_stands_beside(number, dtype):
    if number == -1 and dtype == "uint8":
        return
    x = array((2, 3), dtype)
    for function in (operator.add, operator.mul, operator.sub, operator.lt):
        same(run(lambda v: function(v, number), x), function(jaxnp.asarray(x), number))
        same(run(lambda v: function(number, v), x), function(number, jaxnp.asarray(x)))
    same(run(lambda v: number / v, x), number / jaxnp.asarray(x))


def test_powers():
    x = array((4,), "float32")
    for exponent in (0, 1, 2, 3, 7, -2, 0.5, -1.5):
        same(run(lambda v: v**exponent, x), jaxnp.asarray(x) ** exponent)
    same(run(lambda v: 2**v, x), 2 ** jaxnp.asarray(x))
    same(run(lambda v: v**3, array((4,), "int32")), jaxnp.asarray(array((4,), "int32")) ** 3)


UNARY = "exp expm1 log log1p sqrt cbrt sin cos tan sinh cosh tanh arctan arcsinh floor ceil isfinite abs negative sign"


@pytest.mark.parametrize("name", UNARY.split())
def test_functions_of_one_element(name):
    for dtype in ("float32", "int32", "bfloat16"):
        if name in ("floor", "ceil") and dtype == "int32":
            continue
        x = array((3, 2), dtype)
        expected = getattr(jaxnp, name)(x)
        same(run(getattr(jnp, name), x), expected, 1e-5)
        if dtype != "bfloat16":
            same(run(getattr(np, name), x), expected, 1e-5)
            same(getattr(jnp, name)(x), expected, 1e-5)


@pytest.mark.parametrize("name", ["sum", "mean", "prod", "max", "min", "any", "all", "var", "std"])
@pytest.mark.parametrize("axis", [None, 0, -1, (0, 2), [1]])
@pytest.mark.parametrize("keepdims", [False, True])
def test_reductions(name, axis, keepdims):
    for dtype in ("float32", "int32", "bool", "float16", "uint8"):
        if dtype == "bool" and name in ("max", "min"):
            continue
        x = array((2, 3, 2), dtype)
        along = tuple(axis) if isinstance(axis, list) else axis
        expected = getattr(jaxnp, name)(jaxnp.asarray(x), axis=along, keepdims=keepdims)
        same(run(lambda v: getattr(v, name)(axis=axis, keepdims=keepdims), x), expected, 1e-5)
        same(run(lambda v: getattr(jnp, name)(v, axis=along, keepdims=keepdims), x), expected, 1e-5)
        if dtype != "float16":
            same(getattr(jnp, name)(x, axis=along, keepdims=keepdims), expected, 1e-5)


INDICES = [
    0,
    -1,
    slice(None),
    slice(1, None),
    slice(None, None, -1),
    slice(3, 0, -2),
    slice(5, 2),
    None,
    ...,
    (0, 1),
    (slice(None), 1),
    (..., 0),
    (None, ..., slice(0, 2)),
    (1, slice(None), None, -1),
    np.array([2, 0, 1]),
    np.array([[0, 1], [2, -1]]),
    (slice(None), np.array([1, 0])),
    (np.array([0, 3]), np.array([1, 2])),
    (np.array([0, 3]), slice(None), np.array([1, 0])),
    np.arange(24).reshape(4, 3, 2) % 3 == 0,
    np.array([True, False, True, True]),
]


@pytest.mark.parametrize("index", INDICES, ids=repr)
def test_indexing_reads_and_writes_as_numpy(index):
    x = array((4, 3, 2), "float32")
    same(run(lambda v: v[index], x), x[index])
    written = x.copy()
    written[index] = 7
    same(run(lambda v: v.with_elements(index, 7), x), written)
    values = np.arange(x[index].size, dtype="float32").reshape(x[index].shape)
    written[index] = values
    same(run(lambda v, w: v.with_elements(index, w), x, values), written)


def test_indexing_by_values():
    x, rows = array((4, 3, 2), "float32"), np.array([3, 0, -1], "int32")
    columns, one = np.array([0, 2, 1], "int32"), np.array(2, "int32")
    same(run(lambda v, i: v[i], x, rows), x[rows])
    same(run(lambda v, i: v[i], x, one), x[2])
    same(run(lambda v, i, j: v[i, j], x, rows, columns), x[rows, columns])
    same(run(lambda v, i: v[np.arange(3), i], x, columns), x[np.arange(3), columns])
    same(run(lambda v, i: v[:, i, None], x, columns), x[:, columns, None])
    same(run(lambda v, i, j: v[i, :, j % 2], x, rows, columns), x[rows, :, columns % 2])
    same(run(lambda v, i: v.dynamic_slice((i, 1, 0), (2, 2, 1)), x, one), x[2:4, 1:3, :1])
    written = x.copy()
    written[2] = 1
    same(run(lambda v, i: v.with_elements(i, 1), x, one), written)
    written[:, 2, 0] = 5
    same(run(lambda v, i: v.with_elements(2, 1).with_elements((slice(None), i, 0), 5), x, one), written)
    same(run(lambda v, i: jnp.take_along_axis(v, i, 1), x[..., 0], rows[:, None].repeat(1, 1)[[0, 1, 2, 0]] % 3),
         np.take_along_axis(x[..., 0], rows[:, None][[0, 1, 2, 0]] % 3, 1))


@pytest.mark.parametrize("index, error", [(4, IndexError), (-5, IndexError), ((0, 0, 0, 0), IndexError)])
def test_an_index_out_of_range_is_an_error(index, error):
    with pytest.raises(error):
        run(lambda v: v[index], array((4, 3, 2), "float32"))


SHAPED = {
    "reshape": lambda n, x: n.reshape(x, (3, -1)),
    "T": lambda n, x: x.T,
    "transpose": lambda n, x: n.transpose(x, (1, 0, 2)),
    "moveaxis": lambda n, x: n.moveaxis(x, 0, -1),
    "swapaxes": lambda n, x: n.swapaxes(x, 0, 2),
    "expand_dims": lambda n, x: n.expand_dims(x, (0, 2)),
    "squeeze": lambda n, x: n.squeeze(x[:1]),
    "ravel": lambda n, x: n.ravel(x),
    "flip": lambda n, x: n.flip(x, 1),
    "broadcast_to": lambda n, x: n.broadcast_to(x, (5, 2, 3, 4)),
    "concatenate": lambda n, x: n.concatenate([x, x * 2], 1),
    "stack": lambda n, x: n.stack([x, x * 2], -1),
    "hstack": lambda n, x: n.hstack([x, x]),
    "vstack": lambda n, x: n.vstack([x, x]),
    "split": lambda n, x: n.split(x, 3, 1)[2],
    "split at": lambda n, x: n.split(x, [1, 3], 2)[1],
    "pad": lambda n, x: n.pad(x, ((0, 1), (2, 0), (1, 1))),
    "repeat": lambda n, x: n.repeat(x, 2, 1),
    "tile": lambda n, x: n.tile(x, (2, 1, 3)),
    "where": lambda n, x: n.where(x > 2, x, 0),
    "clip": lambda n, x: n.clip(x, 1, 2.5),
    "square": lambda n, x: n.square(x),
    "tril": lambda n, x: n.tril(x),
    "triu": lambda n, x: n.triu(x, 1),
    "isnan": lambda n, x: n.isnan(n.sqrt(2 - x)),
    "argmax": lambda n, x: n.argmax(x, 1),
    "argmax of all": lambda n, x: n.argmax(x),
    "argmin": lambda n, x: n.argmin(x, -1),
    "maximum": lambda n, x: n.maximum(x, 2),
    "arctan2": lambda n, x: n.arctan2(x, x + 1),
    "log2": lambda n, x: n.log2(x),
    "logaddexp": lambda n, x: n.logaddexp(x, 2 * x),
    "logical": lambda n, x: n.logical_and(x > 1, n.logical_not(x > 2)),
    "matmul": lambda n, x: n.matmul(x, n.swapaxes(x, 1, 2)),
    "operator @": lambda n, x: x[0] @ x[1].T,
    "dot": lambda n, x: n.dot(x, x[0].T),
    "dot of more axes": lambda n, x: n.dot(x[0], n.swapaxes(x, 1, 2)),
    "tensordot": lambda n, x: n.tensordot(x, x, ((0, 1), (0, 1))),
    "outer": lambda n, x: n.outer(x[0, 0], x[1, 0]),
    "astype": lambda n, x: x.astype("int32"),
    "round": lambda n, x: n.round(x, 1),
    "average": lambda n, x: n.average(x, 0, n.ones((2, 3, 4))),
    "zeros_like": lambda n, x: n.zeros_like(x) + x,
    "full_like": lambda n, x: n.full_like(x, 3) * x,
    "divmod": lambda n, x: divmod(x, 1.5)[0],
}


@pytest.mark.parametrize("name", SHAPED)
def test_functions_of_arrays(name):
    x = array((2, 3, 4), "float32")
    expected = SHAPED[name](jaxnp, jaxnp.asarray(x))
    same(run(lambda v: SHAPED[name](jnp, v), x), expected)
    same(np.asarray(SHAPED[name](jnp, x)), expected)


def test_constants_and_arrays_on_the_left():
    x = array((2, 3), "float32")
    wide = np.arange(6.0).reshape(2, 3)
    same(run(lambda v: wide + v, x), wide.astype("float32") + x)
    same(run(lambda v: wide @ v.T, x), (wide @ x.T).astype("float32"))
    same(run(lambda v: np.int64(3) * v.astype("int32"), x), 3 * x.astype("int32"))
    same(run(lambda v: nnx.Tensor(wide) + v, x), (wide + x).astype("float32"))
    same(run(lambda v: v + nnx.Tensor(wide), x), wide + x)
    same(run(lambda v: jnp.array([v[0, 0], 2.0, v[1, 1]]), x), np.array([x[0, 0], 2, x[1, 1]], "float32"))
    assert jnp.ones((2, 2)).dtype == jnp.arange(3.0).dtype == "float32" and jnp.arange(3).dtype == "int32"
    assert jnp.asarray(wide).dtype == "float32" and jnp.mean(np.arange(4)).dtype == "float32"


def test_a_value_says_that_it_is_traced():
    def check(v):
        assert (v.shape, v.dtype, v.ndim, v.size, len(v)) == ((2, 3), "float32", 2, 6, 2)
        assert repr(v) == "Value(float32[2,3])" and isinstance(v, nnx.Value)
        for convert in (np.asarray, float, bool, int, list, nnx.Tensor, lambda w: w.item(), jaxnp.asarray):
            if convert is list:
                assert [row.shape for row in convert(v)] == [(3,), (3,)]
                continue
            with pytest.raises(TypeError, match=r"of Value\(float32\[2,3\]\): it has no elements before"):
                convert(v)
        with pytest.raises(TypeError, match="unsupported operand"):
            v + "text"
        with pytest.raises(TypeError, match="unhashable"):
            {v: 1}
        return v

    run(check, array((2, 3), "float32"))
    with pytest.raises(TypeError, match="from a function that is being traced"):
        nnx.Value()


def test_shapes_that_do_not_go_together_name_both():
    with pytest.raises(nnx.InvalidArgumentError, match=r"matmul: float32\[2,3\] and float32\[2,3\]"):
        run(lambda v: v @ v, array((2, 3), "float32"))
    with pytest.raises(ValueError, match=r"add: the shapes \[2, 3\] and \[2\]"):
        run(lambda v: v + np.ones(2, "float32"), array((2, 3), "float32"))


def test_a_value_of_a_trace_that_is_over():
    kept = []
    run(lambda v: kept.append(v) or v, array((2,), "float32"))
    with pytest.raises(nnx.FailedPreconditionError, match="trace that is over"):
        kept[0] + 1
    with pytest.raises(nnx.FailedPreconditionError, match="trace that is over"):
        kept[0].dtype
    assert "trace that is over" in repr(kept[0])
    with pytest.raises(nnx.FailedPreconditionError, match="value of another trace"):
        run(lambda v: run(lambda w: v + w, array((2,), "float32")), array((2,), "float32"))


def test_an_exception_comes_back_as_it_was():
    class Mine(Exception):
        pass

    error = Mine("here")

    def fails(v):
        raise error

    for wrapped in (fails, lambda v: nnx.cond(v[0] > 0, fails, fails, v), lambda v: nnx.grad(fails)(v)):
        with pytest.raises(Mine) as caught:
            run(wrapped, array((2,), "float32"))
        assert caught.value is error


def test_control_flow():
    x = array((5,), "float32")
    chosen = run(lambda v: nnx.cond(v.sum() > 1, lambda a: {"b": a * 2, "c": (a,)}, lambda a: {"b": a, "c": (a + 1,)}, v), x)
    same(chosen[0], x * 2)
    same(chosen[1], x)
    assert nnx.cond(True, lambda: 1, lambda: 2) == 1
    doubled = run(lambda v: nnx.while_loop(lambda c: c[0] < 100, lambda c: (c[0] * 2, c[1] + 1), (v, 0)), np.float32(3))
    assert doubled[0] == 192 and doubled[1] == 6
    assert nnx.while_loop(lambda c: c < 100, lambda c: c * 2, 3) == 192

    def step(carry, row):
        return carry + row, {"row": carry * row}

    rows = array((4, 3), "float32")
    for reverse in (False, True):
        last, all_rows = jax.lax.scan(step, jaxnp.zeros(3), jaxnp.asarray(rows), reverse=reverse)
        scanned = nnx.scan(step, reverse=reverse)
        found = run(lambda v: scanned(jnp.zeros(3), v), rows)
        same(found[0], last)
        same(found[1], all_rows["row"])
        at_once = scanned(jnp.zeros(3), rows)
        same(at_once[0], last)
        same(at_once[1]["row"], all_rows["row"])

    @nnx.scan(in_axes=(None, nnx.Carry, 1), out_axes=(nnx.Carry, 1))
    def along(scale, carry, column):
        return carry + scale * column, column * 2

    found = run(lambda v: along(3.0, jnp.zeros(4), v), rows)
    same(found[0], 3 * rows.sum(1), 1e-5)
    same(found[1], rows * 2)


def test_control_flow_that_does_not_fit():
    x = array((2,), "float32")
    with pytest.raises(TypeError, match="cond: on_true gives"):
        run(lambda v: nnx.cond(v[0] > 0, lambda: (v, v), lambda: v), x)
    with pytest.raises(nnx.InvalidArgumentError, match="must return"):
        run(lambda v: nnx.cond(v[0] > 0, lambda: v, lambda: v[0]), x)
    with pytest.raises(nnx.InvalidArgumentError, match="scan: the body takes"):
        run(lambda v: nnx.scan(lambda c, a: (c[None], a))(v, v), x)
    with pytest.raises(ValueError, match="length="):
        run(lambda v: nnx.scan(lambda c: c, in_axes=nnx.Carry, out_axes=nnx.Carry)(v), x)

    kept = []
    with pytest.raises(nnx.InvalidArgumentError, match="made in a branch or a loop that is over"):
        run(lambda v: nnx.scan(lambda c, a: (c, kept.append(c + a)))(v[0], v) and kept[0] + 1, x)

    def recovers(v):
        try:
            nnx.cond(v[0] > 0, lambda: v, lambda: v[0])
        except nnx.InvalidArgumentError:
            return v * 2

    same(run(recovers, x), x * 2)


class Model(nnx.Module):
    def __init__(self):
        self.kernel = nnx.Param(np.arange(6, dtype="float32").reshape(2, 3))
        self.bias = nnx.Param(np.ones(3, "float32"))
        self.count = nnx.Variable(np.zeros((), "int32"))

    def __call__(self, x):
        self.count[...] += 1
        return x @ self.kernel + self.bias[...]


def test_variables_hold_values_while_they_are_traced(held):
    model, x = Model(), np.ones((1, 2), "float32")

    def call(model, x):
        assert type(model.kernel.value) is nnx.Value and model.kernel.shape == (2, 3)
        y = model(x)
        left = np.ones((1, 2), "float32") @ model.kernel
        assert model.kernel.sum().shape == () if hasattr(model.kernel, "sum") else True
        model.bias.value = model.bias * 2
        model.kernel[0] = 5.0
        return y, left

    program = Program.trace(call, model, x)
    assert [each.name for each in program.outputs] == [
        "outputs/0", "outputs/1", "objects/0/bias", "objects/0/count", "objects/0/kernel",
    ]
    bias, count, kernel = np.ones(3, "float32"), np.zeros((), "int32"), model.kernel.value.numpy()
    y, left, new_bias, new_count, new_kernel = program(bias, count, kernel, x)
    np.testing.assert_array_equal(y, x @ kernel + bias)
    np.testing.assert_array_equal(left, x @ kernel)
    np.testing.assert_array_equal(new_bias, [2, 2, 2])
    np.testing.assert_array_equal(new_kernel, [[5, 5, 5], [3, 4, 5]])
    assert new_count == 1
    assert isinstance(model.kernel.value, nnx.Tensor) and model.count.value.item() == 0


def test_states_and_attributes_hold_values():
    model = Model()
    _, state = nnx.split(model)

    def double(state):
        assert type(state["kernel"].value) is nnx.Value
        changed = nnx.map_state(lambda path, leaf: leaf * 2, state)
        changed["bias"] = state["bias"].value + 1
        return changed, state["kernel"]

    program = Program.trace(double, state)
    assert [each.name for each in program.outputs] == [
        "outputs/0", "states/0/bias", "states/0/count", "states/0/kernel",
    ]
    kernel = model.kernel.value.numpy()
    found = program(np.ones(3, "float32"), np.array(4, "int32"), kernel)
    np.testing.assert_array_equal(found[1], [2, 2, 2])
    assert found[2] == 8
    np.testing.assert_array_equal(found[3], 2 * kernel)

    model.cache = np.zeros(2, "float32")

    def attribute(model, x):
        assert type(model.cache) is nnx.Value
        model.cache = model.cache + x
        model.seen = nnx.Intermediate(x * 3)
        return model.seen.value

    program = Program.trace(attribute, model, np.ones(2, "float32"))
    names = [each.name for each in program.outputs]
    assert "objects/0/cache" in names and "objects/0/seen" in names
    assert isinstance(model.cache, nnx.Tensor) and not hasattr(model, "seen")
