"""How long a program of 1 MB of StableHLO text takes to parse and verify, and to print: medians in milliseconds."""

from __future__ import annotations

import statistics
import time

import libnnx as nnx

MEGABYTE = 1_000_000
ROUNDS = 15


def text_of(size: int) -> str:
    """A chain of the operations that training steps are made of, as JAX prints them."""
    lines, values, length = [], ["%arg0"], 0
    while length < size:
        last, other, n = values[-1], values[len(values) // 2], 4 * len(lines)
        block = f"""\
    %{n} = stablehlo.dot_general {last}, %arg1, contracting_dims = [1] x [0], precision = [DEFAULT, DEFAULT] : (tensor<32x64xf32>, tensor<64x64xf32>) -> tensor<32x64xf32> loc(#loc)
    %{n + 1} = stablehlo.add %{n}, {other} : tensor<32x64xf32> loc(#loc)
    %cst_{n} = stablehlo.constant dense<{1 + n / 7:.6e}> : tensor<f32> loc(#loc)
    %{n + 2} = stablehlo.broadcast_in_dim %cst_{n}, dims = [] : (tensor<f32>) -> tensor<32x64xf32> loc(#loc)
    %{n + 3} = stablehlo.maximum %{n + 1}, %{n + 2} : tensor<32x64xf32> loc(#loc)
"""
        lines.append(block)
        values.append(f"%{n + 3}")
        length += len(block)
    body = "".join(lines)
    return (
        "#loc = loc(unknown)\nmodule @large {\n"
        "  func.func public @main(%arg0: tensor<32x64xf32>, %arg1: tensor<64x64xf32>) -> (tensor<32x64xf32>) {\n"
        f"{body}    return {values[-1]} : tensor<32x64xf32> loc(#loc)\n  }}\n}}\n"
    )


def milliseconds(run) -> float:
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def main() -> None:
    text = text_of(MEGABYTE)
    program = nnx.Program.parse(text)
    print(f"programs: {len(text) / 1e6:.2f} MB of StableHLO text, from Python (goal for parsing: 50 ms)")
    print(f"  parse and verify  {milliseconds(lambda: nnx.Program.parse(text)):6.1f} ms")
    print(f"  print             {milliseconds(lambda: str(program)):6.1f} ms")


if __name__ == "__main__":
    main()
