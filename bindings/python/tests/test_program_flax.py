"""Training steps that JAX lowered: parsed, printed as they came, evaluated, and compared with what JAX computes."""

from __future__ import annotations

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from flax_steps import cases, step_of
from jax._src.interpreters import mlir
from jaxlib.mlir import ir

import libnnx as nnx

CASES = cases()


def raw(array: jax.Array) -> np.ndarray:
    """The array; of random keys their words."""
    return np.asarray(jax.random.key_data(array) if jnp.issubdtype(array.dtype, jax.dtypes.prng_key) else array)


def compare(name: str, found: list[np.ndarray], expected: list[np.ndarray]) -> None:
    assert len(found) == len(expected)
    for position, (ours, theirs) in enumerate(zip(found, expected)):
        assert (ours.dtype, ours.shape) == (theirs.dtype, theirs.shape)
        if theirs.dtype == np.float32:
            # Sums in another order: within 1e-5 of the largest element, for every leaf.
            assert np.abs(ours - theirs).max() <= 1e-5 * max(1.0, np.abs(theirs).max()), f"{name}: output {position}"
        else:
            np.testing.assert_array_equal(ours, theirs, err_msg=f"{name}: output {position}")


@pytest.mark.parametrize("platform", ["cpu", "cuda"])
@pytest.mark.parametrize("name", CASES)
def test_a_step_computes_what_jax_computes(name: str, platform: str) -> None:
    step, arguments = step_of(CASES[name])
    # For the one platform threefry is loops with calls, for the other it is unrolled.
    lowered = jax.jit(step, donate_argnums=0, keep_unused=True).trace(*arguments).lower(lowering_platforms=(platform,))
    text = lowered.as_text()
    program = nnx.Program.parse(text)
    assert nnx.Program.parse(str(program)) == program
    with mlir.make_ir_context():
        assert ir.Module.parse(str(program)).operation.verify()

    expected = [raw(leaf) for leaf in jax.tree.leaves(jax.jit(step)(*arguments))]
    given = [raw(leaf) for leaf in jax.tree.leaves(arguments)]
    compare(f"{name} by the evaluator", program.evaluate(*given, denormals="flush"), expected)
    nothing = nnx.split(())
    planned = nnx.Step.from_program(program, nothing[0], [], list(range(len(expected))))
    assert not any(kernel.is_evaluated for kernel in planned.report()), "every operation has a kernel"
    compare(f"{name} by its plan", [np.asarray(array) for array in planned.run(nothing[1], [], given)[2]], expected)


def test_what_a_step_leaves_unchanged_is_found() -> None:
    step, arguments = step_of(CASES["page"])
    text = jax.jit(step, donate_argnums=0, keep_unused=True).lower(*arguments).as_text()
    program = nnx.Program.parse(text)
    inputs = [raw(leaf) for leaf in jax.tree.leaves(arguments)]
    expected = [raw(leaf) for leaf in jax.tree.leaves(jax.jit(step)(*arguments))]
    unchanged = {position: output.unchanged for position, output in enumerate(program.outputs) if output.unchanged is not None}
    assert unchanged, "the random key stays as it is"
    for position, source in unchanged.items():
        np.testing.assert_array_equal(expected[position], inputs[source])
