"""Layers, activations, initializers and losses beside Flax, JAX and Optax on random inputs."""

import gc

import numpy as np
import pytest

import libnnx as nnx
from libnnx import optim

pytest.importorskip("flax")
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import optax  # noqa: E402
from flax import nnx as flax  # noqa: E402

RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def _same_numbers_in_each_test():
    RNG.bit_generator.state = np.random.default_rng(0).bit_generator.state


def normal(*shape, scale=1.0):
    return (scale * RNG.standard_normal(shape)).astype("float32")


def close(found, expected, rtol=2e-6, atol=2e-6):
    np.testing.assert_allclose(np.asarray(found), np.asarray(expected), rtol, atol)


def same_bits(found, expected):
    found, expected = np.asarray(found), np.asarray(expected)
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    assert found.tobytes() == expected.tobytes()


def with_gradient(module, function, *arrays):
    """What a function gives and the gradient of its weighted sum by its first argument."""
    weights = np.asarray(module.jit(function)(*arrays))
    weights = np.random.default_rng(1).standard_normal(weights.shape).astype(weights.dtype)
    value = module.jit(function)(*arrays)
    take = jax.grad if module is flax else nnx.grad
    gradient = module.jit(take(lambda x, *rest: (function(x, *rest) * weights).sum()))(*arrays)
    return value, gradient


ACTIVATIONS = [
    "relu", "relu6", "leaky_relu", "elu", "celu", "selu", "gelu", "sigmoid", "log_sigmoid", "silu", "swish", "tanh",
    "softplus", "soft_sign", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "identity", "glu", "softmax",
    "log_softmax", "standardize", "logsumexp",
]  # fmt: skip


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_and_their_gradients_are_those_of_flax(name):
    x = np.concatenate([normal(64, 8, scale=3.0), np.array([[0.0, 1.0, -1.0, 3.0, -3.0, 6.0, 30.0, -30.0]], "float32")])
    expected = with_gradient(flax, getattr(flax, name), x)
    found = with_gradient(nnx, getattr(nnx, name), x)
    close(found[0], expected[0], 3e-6, 1e-6)
    close(found[1], expected[1], 2e-5, 1e-5)


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("leaky_relu", {"negative_slope": 0.3}),
        ("elu", {"alpha": 0.5}),
        ("celu", {"alpha": 2.0}),
        ("gelu", {"approximate": False}),
        ("glu", {"axis": 0}),
        ("softmax", {"axis": 0}),
        ("log_softmax", {"axis": 0}),
        ("logsumexp", {"axis": 1, "keepdims": True}),
        ("standardize", {"axis": (0, 1), "epsilon": 0.1}),
        ("standardize", {"axis": None}),
    ],
)
def test_options_of_activations(name, options):
    x = normal(6, 5, scale=2.0)
    expected = with_gradient(flax, lambda x: getattr(flax, name)(x, **options), x)
    found = with_gradient(nnx, lambda x: getattr(nnx, name)(x, **options), x)
    close(found[0], expected[0])
    close(found[1], expected[1], 2e-5, 3e-6)


@pytest.mark.parametrize("axis", [-1, 0, 1])
def test_one_hot(axis):
    places = RNG.integers(-2, 6, (3, 4)).astype("int32")
    found = nnx.one_hot(places, 5, axis=axis)
    same_bits(found, flax.one_hot(places, 5, axis=axis))
    with pytest.raises(ValueError, match="no axis 7"):
        nnx.one_hot(places, 5, axis=7)


INITIALIZERS = {
    "zeros": lambda i: i.zeros,
    "ones_init": lambda i: i.ones_init(),
    "constant": lambda i: i.constant(-0.3),
    "uniform": lambda i: i.uniform(0.7),
    "normal": lambda i: i.normal(),
    "truncated_normal": lambda i: i.truncated_normal(0.5, lower=-1, upper=3),
    "lecun_normal": lambda i: i.lecun_normal(),
    "lecun_uniform": lambda i: i.lecun_uniform(),
    "glorot_normal": lambda i: i.glorot_normal(),
    "xavier_uniform": lambda i: i.xavier_uniform(),
    "he_normal over axes": lambda i: i.he_normal(in_axis=(0, 1), out_axis=2, batch_axis=()),
    "kaiming_uniform": lambda i: i.kaiming_uniform(),
    "variance_scaling": lambda i: i.variance_scaling(0.7, "fan_geo_avg", "normal", 0, -1),
    "variance_scaling batch": lambda i: i.variance_scaling(2.0, "fan_out", "uniform", 1, 2, 0),
}


@pytest.mark.parametrize("dtype", ["float32", "bfloat16", "float16"])
@pytest.mark.parametrize("name", INITIALIZERS)
def test_initializers_have_the_bits_of_jax(name, dtype):
    for seed, shape in ((0, (5, 7, 3)), (3, (4, 33, 16))):
        expected = INITIALIZERS[name](flax.initializers)(jax.random.key(seed), shape, jnp.dtype(dtype))
        found = INITIALIZERS[name](nnx.initializers)(nnx.random.key(seed), shape, dtype)
        assert found.dtype.name == dtype
        same_bits(np.asarray(found.numpy()).view("uint8"), np.asarray(expected).view("uint8"))


def state_of(module, node):
    """Path and array of each leaf; keys as their words."""
    if module is nnx:
        return {path: np.asarray(leaf.get_value()) for path, leaf in nnx.to_flat_state(nnx.state(node))}
    flat = {}
    for path, leaf in flax.to_flat_state(flax.state(node)):
        value = leaf.get_value()
        is_key = jnp.issubdtype(value.dtype, jax.dtypes.prng_key)
        flat[path] = np.asarray(jax.random.key_data(value) if is_key else value)
    return flat


def same_states(node, other, check=same_bits):
    found, expected = state_of(nnx, node), state_of(flax, other)
    assert list(found) == list(expected)
    for path in found:
        check(found[path], expected[path])


LAYERS = {
    "Linear": lambda m, r: m.Linear(5, 64, rngs=r),
    "Linear without bias": lambda m, r: m.Linear(5, 4, use_bias=False, rngs=r),
    "Linear he": lambda m, r: m.Linear(
        5, 4, kernel_init=m.initializers.he_uniform(), bias_init=m.initializers.normal(0.1), rngs=r
    ),
    "Linear bfloat16": lambda m, r: m.Linear(5, 4, param_dtype=jnp.bfloat16, dtype=jnp.bfloat16, rngs=r),
    "Linear function": lambda m, r: m.Linear(
        5, 4, kernel_init=lambda k, s, d: m_random(m).normal(k, s, d), rngs=r
    ),
    "BatchNorm": lambda m, r: m.BatchNorm(5, rngs=r),
    "BatchNorm axis": lambda m, r: m.BatchNorm(3, axis=1, momentum=0.5, epsilon=0.1, rngs=r),
    "BatchNorm plain": lambda m, r: m.BatchNorm(5, use_scale=False, use_bias=False, momentum=0.0, rngs=r),
    "BatchNorm slow": lambda m, r: m.BatchNorm(
        5, use_fast_variance=False, scale_init=m.initializers.normal(1.0), bias_init=m.initializers.normal(1.0), rngs=r
    ),
    "BatchNorm bfloat16": lambda m, r: m.BatchNorm(5, dtype=jnp.bfloat16, rngs=r),
    "Dropout": lambda m, r: m.Dropout(0.3, rngs=r),
    "Dropout rows": lambda m, r: m.Dropout(0.5, broadcast_dims=(1, -1), rngs=r),
    "Dropout all": lambda m, r: m.Dropout(1.0, rngs=r),
    "Dropout none": lambda m, r: m.Dropout(0.0, rngs=r),
}


def m_random(module):
    return jax.random if module is flax else nnx.random


@pytest.mark.parametrize("mode", ["train", "eval"])
@pytest.mark.parametrize("name", LAYERS)
def test_layers_hold_and_compute_what_those_of_flax_do(name, mode):
    node, other = LAYERS[name](nnx, nnx.Rngs(3)), LAYERS[name](flax, flax.Rngs(3))
    same_states(node, other)
    tolerance = 2e-2 if "bfloat16" in name else 5e-6
    for _ in range(3):
        x = normal(4, 3, 5, scale=2.0) + 1
        getattr(node, mode)(), getattr(other, mode)()
        found = nnx.jit(lambda layer, x: layer(x))(node, x)
        expected = flax.jit(lambda layer, x: layer(x))(other, x)
        assert np.asarray(found).dtype == np.asarray(expected).dtype
        if "Dropout" in name:
            same_bits(found, expected)
        else:
            close(np.asarray(found).astype("float32"), np.asarray(expected).astype("float32"), tolerance, tolerance)
        same_states(node, other, lambda a, b: close(a.astype("float32"), b.astype("float32"), tolerance, tolerance))


@pytest.mark.parametrize("name", ["Linear", "BatchNorm", "BatchNorm slow", "BatchNorm axis", "Dropout"])
def test_gradients_of_layers_are_those_of_flax(name):
    node, other = LAYERS[name](nnx, nnx.Rngs(3)), LAYERS[name](flax, flax.Rngs(3))
    x = normal(4, 3, 5)
    weights = np.random.default_rng(1).standard_normal(np.asarray(node(x)).shape).astype("float32")
    other(x)

    def gradients(module, layer):
        argnums = (0, 1) if name != "Dropout" else 1

        def loss(layer, x):
            return (layer(x) * weights).sum()

        return module.jit(lambda layer, x: module.grad(loss, argnums=argnums)(layer, x))(layer, x)

    found, expected = gradients(nnx, node), gradients(flax, other)
    if name != "Dropout":
        for path, leaf in flax.to_flat_state(expected[0]):
            close(dict(nnx.to_flat_state(found[0]))[path].get_value(), leaf.get_value(), 2e-5, 2e-5)
        found, expected = found[1], expected[1]
    close(found, expected, 2e-5, 2e-5)


def test_the_models_of_one_seed_are_equal_bit_by_bit():
    def model(m, rngs):
        first, norm = m.Linear(2, 64, rngs=rngs), m.BatchNorm(64, rngs=rngs)
        return m.List([first, norm, m.Dropout(0.2, rngs=rngs), m.Linear(64, 3, rngs=rngs)])

    same_states(model(nnx, nnx.Rngs(0)), model(flax, flax.Rngs(0)))
    same_states(model(nnx, nnx.Rngs(7, dropout=1)), model(flax, flax.Rngs(7, dropout=1)))
    same_states(model(nnx, nnx.Rngs(params=2, dropout=1)), model(flax, flax.Rngs(params=2, dropout=1)))


def test_the_masks_of_a_thousand_steps_are_those_of_flax():
    node, other = nnx.Dropout(0.2, rngs=nnx.Rngs(0)), flax.Dropout(0.2, rngs=flax.Rngs(0))
    x = np.ones((32, 64), "float32")
    step, other_step = nnx.jit(lambda layer, x: layer(x)), flax.jit(lambda layer, x: layer(x))
    for _ in range(1000):
        same_bits(step(node, x), other_step(other, x))
    same_states(node, other)


def test_a_call_comes_before_the_attributes():
    x = normal(16, 5)
    norm, other = nnx.BatchNorm(5, rngs=nnx.Rngs(0)), flax.BatchNorm(5, rngs=flax.Rngs(0))
    for running in (True, False, True):
        close(norm(x, use_running_average=running), other(x, use_running_average=running), 5e-6, 5e-6)
    same_states(norm, other, close)
    dropout, rngs = nnx.Dropout(0.5), nnx.Rngs(4)
    same_bits(dropout(x, deterministic=True), x)
    expected = flax.Dropout(0.5)(x, rngs=flax.Rngs(4))
    same_bits(dropout(x, rngs=rngs), expected)
    assert int(rngs.default.count.get_value()) == 1
    with pytest.raises(nnx.FailedPreconditionError, match="^Dropout: .* no random numbers"):
        dropout(x)
    undecided = nnx.BatchNorm(5, use_running_average=None, rngs=rngs), nnx.Dropout(0.5, deterministic=None, rngs=rngs)
    for layer in undecided:
        with pytest.raises(nnx.InvalidArgumentError, match="neither the call nor the attribute"):
            layer(x)


def labels(*shape):
    return RNG.integers(0, 4, shape).astype("int32")


LOSSES = [
    ("squared_error", lambda: (normal(6, 4), normal(6, 4))),
    ("l2_loss", lambda: (normal(6, 4), normal(6, 4))),
    ("softmax_cross_entropy", lambda: (normal(6, 4, scale=3), np.asarray(jax.nn.softmax(normal(6, 4))))),
    ("softmax_cross_entropy_with_integer_labels", lambda: (normal(6, 4, scale=3), labels(6))),
    ("softmax_cross_entropy_with_integer_labels", lambda: (normal(2, 3, 4), labels(2, 3))),
    ("sigmoid_binary_cross_entropy", lambda: (normal(6, 4, scale=9), RNG.integers(0, 2, (6, 4)).astype("float32"))),
]


@pytest.mark.parametrize(("name", "arrays"), LOSSES)
def test_losses_and_their_gradients_are_those_of_optax(name, arrays):
    arrays = arrays()
    expected = with_gradient(flax, getattr(optax, name), *arrays)
    found = with_gradient(nnx, getattr(optim, name), *arrays)
    close(found[0], expected[0], 3e-6, 2e-6)
    close(found[1], expected[1], 2e-5, 3e-6)


def test_losses_along_another_axis():
    logits, labels = normal(3, 5, 2), RNG.integers(-3, 3, (5, 2)).astype("int32")
    found = optim.softmax_cross_entropy_with_integer_labels(logits, labels, axis=0)
    close(found, optax.softmax_cross_entropy_with_integer_labels(logits, labels, axis=0))
    close(optim.softmax_cross_entropy(logits, logits, axis=1), optax.softmax_cross_entropy(logits, logits, axis=1))


def test_an_error_names_the_layer_and_the_call_that_would_be_right():
    class Model(nnx.Module):
        def __init__(self, rngs):
            self.linear = nnx.Linear(4, 64, rngs=rngs)

        def __call__(self, x):
            return self.linear(x)

    with pytest.raises(nnx.InvalidArgumentError) as caught:
        nnx.jit(lambda model, x: model(x))(Model(nnx.Rngs(0)), normal(32, 5))
    text = str(caught.value)
    assert "0/linear: Linear takes 4 features in the last axis, x is float32[32" in text
    assert "build it as Linear(5, 64) or pass x of shape [..., 4]" in text
    with pytest.raises(nnx.UnimplementedError, match="precision"):
        nnx.Linear(2, 3, precision="highest", rngs=nnx.Rngs(0))
    with pytest.raises(TypeError, match="rngs must be"):
        nnx.Dropout(0.5, rngs=3)
    with pytest.raises(nnx.InvalidArgumentError, match="no initializer"):
        nnx.Linear(2, 3, kernel_init=("lecun",), rngs=nnx.Rngs(0))


def test_metadata_and_subclasses():
    class Wide(nnx.Linear):
        def __init__(self, features, *, rngs):
            super().__init__(features, 2 * features, kernel_metadata={"sharding": ("data", None)}, rngs=rngs)

    layer = Wide(3, rngs=nnx.Rngs(0))
    assert layer.kernel.get_metadata("sharding") == ("data", None)
    same_bits(layer.kernel.get_value(), flax.Linear(3, 6, rngs=flax.Rngs(0)).kernel[...])
    assert layer(normal(2, 3)).shape == (2, 6)
    assert type(nnx.clone(layer)) is Wide


def test_a_class_may_take_the_name_of_a_layer_and_the_layer_has_it_again_afterwards():
    node = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    graphdef, state = nnx.split(node)

    def shadowed():
        class Linear(nnx.Module, type_name="Linear"):
            pass

        return type(nnx.merge(graphdef, state)) is Linear

    assert shadowed()
    gc.collect()
    assert type(nnx.merge(graphdef, state)) is nnx.Linear
