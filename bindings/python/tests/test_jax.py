"""Tensors, Variables and leaves in JAX's operators, as JAX's arrays and in its transforms."""

import numpy as np
import pytest

import libnnx as nnx

jax = pytest.importorskip("jax")
import jax.numpy as jnp


def test_operators_and_asarray_take_them(net):
    leaf, kernel = nnx.state(net)["linear"]["kernel"], net.linear.kernel
    x = jnp.ones((3, 2))
    expected = np.ones((3, 2)) @ np.asarray(kernel)
    for value in (kernel, kernel.value, leaf):
        assert isinstance(jnp.asarray(value), jax.Array) and (jnp.asarray(value) == np.asarray(kernel)).all()
        for product in (x @ value, jax.jit(lambda x, value=value: x @ value)(x)):
            assert isinstance(product, jax.Array) and (product == expected).all()
        assert isinstance(value - jnp.ones(()), jax.Array) and isinstance(jnp.ones(()) - value, jax.Array)


def test_memory_is_shared():
    tensor = nnx.Tensor.zeros((300,))
    assert jnp.asarray(tensor).unsafe_buffer_pointer() == tensor.address
    assert jnp.asarray(nnx.Param(tensor)).unsafe_buffer_pointer() == tensor.address


def test_gradients_by_way_of_pure_dicts(net):
    graphdef, params, rest = nnx.split(net, nnx.Param, ...)
    pure = jax.tree.map(jnp.asarray, params.to_pure_dict())

    def loss(pure, x):
        return ((x @ pure["linear"]["kernel"] + pure["linear"]["bias"]) ** 2).sum()

    gradients = jax.jit(jax.grad(loss))(pure, jnp.ones((3, 2)))
    stepped = jax.tree.map(lambda value, gradient: value - 0.1 * gradient, pure, gradients)
    params.replace_by_pure_dict(stepped)
    nnx.update(net, params)
    assert isinstance(net.linear.kernel, nnx.Param)
    assert (np.asarray(net.linear.kernel) == np.asarray(stepped["linear"]["kernel"])).all()


def test_jax_array_is_a_filter_for_arrays_that_are_no_variables():
    holder = nnx.Dict(raw=jnp.arange(3), p=nnx.Param(1.0), o=nnx.Opaque(object()))
    for kind in (jax.Array, np.ndarray, nnx.Tensor):
        assert nnx.state(holder, kind).paths() == [("raw",)]
        assert nnx.state(holder).filter(nnx.Not(kind)).paths() == [("o",), ("p",)]
    with pytest.raises(TypeError):
        nnx.state(holder, int)


def test_a_traced_value_is_refused_with_a_reason():
    with pytest.raises(TypeError, match="no elements that could be shared"):
        jax.jit(lambda x: nnx.Param(x).shape)(jnp.ones(2))
