"""Operations that are not sums of products, one by one: a plan of the program that JAX lowers, next to XLA. Microseconds.

`python_operations.py [--quick] [--cores 0,1] [--only <part of a name>]`
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from turns import option, race, seconds  # before JAX

import jax
import jax.numpy as jnp
import numpy as np

import libnnx as nnx

RANDOM = np.random.default_rng(0)
COUNT, WORDS = 4096, 1024


def floats(*dims, low=-2.0, high=2.0):
    return RANDOM.uniform(low, high, dims).astype(np.float32)


def labels(*dims, of):
    return RANDOM.integers(0, of, dims).astype(np.int32)


def elementwise(function, **kwargs):
    return function, (floats(64, 1024, **kwargs),)


def cross_entropy(logits, labels):
    picked = jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], axis=-1)
    return -picked.mean()


def causal(scores):
    """Attention weights with a causal mask, which is made of iotas."""
    extent = scores.shape[-1]
    mask = jnp.arange(extent)[:, None] >= jnp.arange(extent)[None, :]
    return jax.nn.softmax(jnp.where(mask, scores, -1e9), axis=-1)


def positions(x):
    """Sines and cosines of positions, added to what they belong to."""
    length, width = x.shape[-2:]
    rates = jnp.exp(-jnp.log(10000.0) * jnp.arange(0, width, 2) / width)
    angles = jnp.arange(length)[:, None] * rates[None, :]
    return x + jnp.stack([jnp.sin(angles), jnp.cos(angles)], -1).reshape(length, width)


CASES = {
    "gelu, exact": elementwise(lambda x: jax.nn.gelu(x, approximate=False)),
    "gelu, exact: gradient": elementwise(jax.grad(lambda x: jax.nn.gelu(x, approximate=False).sum())),
    "erf_inv": elementwise(jax.scipy.special.erfinv, low=-0.99, high=0.99),
    "softplus": elementwise(jax.nn.softplus),
    "elu": elementwise(jax.nn.elu),
    "sin": elementwise(jnp.sin),
    "cos of up to 1e4": elementwise(jnp.cos, low=-1e4, high=1e4),
    "x ** 2.5": elementwise(lambda x: x**2.5, low=0.1),
    "gather of elements": (lambda x, i: x[i], (floats(WORDS), labels(COUNT, of=WORDS))),
    "take_along_axis": (
        lambda x, i: jnp.take_along_axis(x, i[:, None], axis=-1),
        (floats(COUNT, 64), labels(COUNT, of=64)),
    ),
    "embedding of 64": (lambda x, i: x[i], (floats(WORDS, 64), labels(COUNT, of=WORDS))),
    "x.at[i].add(v)": (
        lambda x, i, v: x.at[i].add(v),
        (floats(WORDS), labels(COUNT, of=WORDS), floats(COUNT)),
    ),
    "x.at[i].set(v)": (
        lambda x, i, v: x.at[i].set(v),
        (floats(WORDS), labels(COUNT, of=WORDS), floats(COUNT)),
    ),
    "embedding of 64: gradient": (
        jax.grad(lambda x, i, g: (x[i] * g).sum()),
        (floats(WORDS, 64), labels(COUNT, of=WORDS), floats(COUNT, 64)),
    ),
    "cross-entropy by labels": (cross_entropy, (floats(512, 64), labels(512, of=64))),
    "cross-entropy by labels: gradient": (jax.grad(cross_entropy), (floats(512, 64), labels(512, of=64))),
    "softmax with a causal mask": (causal, (floats(4, 128, 128),)),
    "positions added": (positions, (floats(4, 128, 64),)),
    "sort": (jnp.sort, (floats(16, 1024),)),
    "cholesky": (
        lambda x: jnp.linalg.cholesky(x, symmetrize_input=False),
        ((lambda a: a @ a.T + 64 * np.eye(64, dtype=np.float32))(floats(64, 64)),),
    ),
    "triangular solve": (
        lambda a, b: jax.lax.linalg.triangular_solve(a, b, left_side=True, lower=True),
        (np.tril(floats(64, 64)) + 8 * np.eye(64, dtype=np.float32), floats(64, 16)),
    ),
}


def lowered(function, inputs):
    """The program for a backend that has no calls of LAPACK."""
    traced = jax.jit(function, keep_unused=True).trace(*inputs)
    return traced.lower(lowering_platforms=("tpu",)).as_text()


def main():
    only = option("--only", "")
    held = nnx.List([])
    structure = nnx.graphdef((held,))
    print(f"{'operation':36} {'libnnx':>10} {'XLA':>10} {'times':>7}")
    for name, (function, inputs) in CASES.items():
        if only not in name:
            continue
        step = nnx.Step.from_program(nnx.Program.parse(lowered(function, inputs)), structure, [], [0])
        left = [kernel.work for kernel in step.report() if kernel.is_evaluated]
        session = nnx.Session(held)
        arrays = [jnp.asarray(each) for each in inputs]
        compiled = jax.jit(function)
        expected = np.asarray(compiled(*arrays))
        for place, array in enumerate(inputs):
            session.bind_input(place, array)
        given = [None] * len(inputs)
        found = np.asarray(session.run(step, *given)[0])
        np.testing.assert_allclose(found, expected, rtol=2e-4, atol=2e-5, err_msg=name)
        took = race(
            {
                "libnnx": lambda: seconds(lambda: session.run(step, *given)),
                "XLA": lambda: seconds(lambda: compiled(*arrays).block_until_ready()),
            }
        )
        note = f"  by the evaluator: {left}" if left else ""
        print(f"{name:36} {took['libnnx']:10.2f} {took['XLA']:10.2f} {took['XLA'] / took['libnnx']:7.2f}{note}", flush=True)


if __name__ == "__main__":
    main()
