"""Steps are run by the library inside of the interpreter, as they are through ctypes; handles are owned natively."""

from __future__ import annotations

import gc
import sys
import threading
from typing import Any

import numpy as np
import pytest

import libnnx as nnx
from libnnx import _handle, _library, _run
from libnnx._library import lib


class Line(nnx.Module):
    def __init__(self) -> None:
        self.w = nnx.Param(np.arange(3, dtype="float32"))
        self.count = nnx.Variable(np.int32(0))


def step(line: Any, x: Any, scale: Any = 1) -> Any:
    line.w.value = line.w.value + scale * x.astype("float32").sum()
    line.count.value = line.count.value + 1
    return line.w.value


@pytest.fixture(params=["native", "ctypes"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "ctypes":
        monkeypatch.setattr(_run, "run", _run._absent)
        monkeypatch.setattr(_run, "call", _run._absent)
    return str(request.param)


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[bool]:
    """Whether each call of a native function was done by it."""
    native, done = getattr(_run, name), []

    def counting(*arguments: Any) -> Any:
        found = native(*arguments)
        done.append(found is not None)
        return found

    monkeypatch.setattr(_run, name, counting)
    return done


SAME = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "float16", "float32"]
INPUTS = {
    **{name: np.array([[0, 1], [1, 1]], name) for name in SAME},
    "int64": np.array([[0, 1], [1, 2**40 + 7]], "int64"),
    "uint64": np.array([[0, 1], [1, 2**63 + 7]], "uint64"),
    "float64": np.array([[0.1, 1], [1, 1e-40]], "float64"),
    "with gaps": np.arange(8, dtype="float32").reshape(2, 4)[:, ::2],
    "transposed": np.arange(6, dtype="float32").reshape(2, 3).T,
    "no axes": np.array(2, "float32"),
    "no elements": np.zeros((0, 3), "float32"),
    "many axes": np.ones((1,) * 9, "float32"),
    "a matrix of its own class": np.ones((2, 2), "float32").view(np.matrix),
    "a number": 0.5,
    "a Tensor": nnx.Tensor(np.ones(3, "float32")),
}


@pytest.mark.parametrize("name", INPUTS)
def test_every_input_is_taken_as_before(name: str, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    x, function, line = INPUTS[name], nnx.jit(step), Line()
    narrow = {"int64": "int32", "uint64": "uint32", "float64": "float32"}.get(name)
    total = np.sum(np.asarray(x, narrow), dtype="float32")
    done = counted(monkeypatch, "call")
    for times in range(1, 4):
        result = function(line, x)
        np.testing.assert_array_equal(result, np.arange(3, dtype="float32") + times * total)
        np.testing.assert_array_equal(line.w.value, result)
    assert function.num_steps == 1 and line.count.value.item() == 3
    native = way == "native" and name in [*SAME, "int64", "uint64", "float64", "no axes", "no elements", "a Tensor"]
    assert done == [native] * len(done) and len(done) == 2
    session, compiled = nnx.Session(line), function.step(line, x)
    done = counted(monkeypatch, "run")
    np.testing.assert_array_equal(session.evaluate(compiled, x), np.arange(3, dtype="float32") + 4 * total)
    np.testing.assert_array_equal(session.run(compiled, x), np.arange(3, dtype="float32") + 4 * total)
    assert done == [native, native] and session.read("0/count").item() == 4


def test_what_is_written_to_afterwards_was_copied(way: str) -> None:
    x = np.ones(3, "float32")
    give_back = nnx.jit(lambda x: x)
    give_back(x)
    given = give_back(x)
    x[:] = 5
    np.testing.assert_array_equal(given, np.ones(3, "float32"))
    large = np.ones(1 << 16, "float32")
    large.flags.writeable = False
    give_back(large)
    assert give_back(large).address == large.ctypes.data  # nobody can write to it, so its memory is shared


def test_statics_states_and_results_of_each_kind(way: str) -> None:
    functional = nnx.jit(lambda graphdef, state, x: (merged := nnx.merge(graphdef, state), step(merged, x), nnx.state(merged))[1:])
    graphdef, state = nnx.split(Line())
    x = np.ones(2, "float32")
    for times in range(1, 5):
        w, state = functional(graphdef, state, x)
        assert type(w) is nnx.Tensor and w[1] == 1 + 2 * times and state["count"].value.item() == times
    part = nnx.State({"below": state})["below"]  # a view of a part is one too
    w, state = functional(graphdef, part, x)
    assert w[0] == 10 and functional.num_steps == 1

    scaled, line = nnx.jit(step, static_argnums=2), Line()
    for scale in 2, 3, 2, 3, 1000, 1000, 2:
        before = np.asarray(line.w.value)
        assert scaled(line, x, scale)[0] == before[0] + 2 * scale
    assert scaled.num_steps == 3
    assert scaled(line, x, scale=2)[0] == before[0] + 8

    def kinds(line: Any, other: Any, x: Any, nothing: Any) -> Any:
        return {"x": x, "nested": [x, (line, None)], "state": nnx.state(other), "again": other}

    found = nnx.jit(kinds)
    other = Line()
    for _ in range(3):
        result = found(line, other, x, None)
        assert result["nested"][1] == (line, None) and result["again"] is other and result["nested"][0][1] == 1
        assert result["state"]["count"].value.item() == 0
    with pytest.raises(TypeError, match="a graph begins at a Module"):
        found(line, x, x, None)


def test_a_call_in_a_trace_and_new_structures(way: str) -> None:
    inner, line, x = nnx.jit(step), Line(), np.ones(2, "float32")
    inner(line, x)
    outer = nnx.jit(lambda line, x: (inner(line, x), inner(line, x))[1])
    assert outer(line, x)[0] == 6 and outer(line, x)[0] == 10 and inner.num_steps == 1

    def grow(line: Any) -> Any:
        name = f"extra{len(nnx.state(line).paths())}"
        setattr(line, name, nnx.Intermediate(line.w.value * 2))
        return getattr(line, name).value

    growing = nnx.jit(grow)
    for count in range(2, 5):
        assert growing(line)[0] == 20
        assert len(nnx.state(line).paths()) == count + 1
    assert growing.num_steps == 3


def test_failures_are_the_same_exceptions(way: str) -> None:
    class Mine(Exception):
        pass

    def picky(line: Any, x: Any) -> Any:
        if x.shape == (3,):
            raise Mine("three")
        step(line, x)
        return 1 / x

    function, line = nnx.jit(picky, check_finite=True), Line()
    for _ in range(2):
        function(line, np.ones(2, "float32"))
    before = nnx.state(line)
    with pytest.raises(Mine, match="three"):
        function(line, np.ones(3, "float32"))
    with pytest.raises(nnx.NonFiniteError, match="^outputs/0: element 1 of the 2"):
        function(line, np.array([1, 0], "float32"))
    with pytest.raises(TypeError, match="x is a str"):
        function(line, "text")
    with pytest.raises(TypeError):
        function(line)
    assert nnx.state(line) == before
    session, compiled = nnx.Session(line, check_finite=True), function.step(line, np.ones(2, "float32"))
    with pytest.raises(nnx.InvalidArgumentError, match=r"input 0 of the step is float32\[2\], got float32\[4\]"):
        session.run(compiled, np.ones(4, "float32"))
    with pytest.raises(nnx.InvalidArgumentError, match=r"`inputs\[0\]` is not given, and no memory is bound there"):
        session.run(compiled)
    with pytest.raises(nnx.NonFiniteError) as caught:
        session.run(compiled, np.array([1, 0], "float32"))
    assert caught.value.path == "outputs/0"
    tensor = nnx.Tensor(np.ones(2, "float32"))
    tensor.close()
    with pytest.raises(nnx.InvalidHandleError):
        session.run(compiled, tensor)
    with pytest.raises(nnx.InvalidHandleError):
        function(line, tensor)
    assert session.run(compiled, np.ones(2, "float32"))[0] == 1


def test_memory_that_is_bound(way: str) -> None:
    function, line = nnx.jit(step), Line()
    x, w = np.ones(2, "float32"), np.zeros(3, "float32")
    session, compiled = nnx.Session(line), function.step(line, x)
    session.bind_input(0, x)
    session.bind_output(0, w)
    assert session.run(compiled) is w and w[0] == 2
    x[:] = 3
    assert session.run(compiled, None) is w and w[0] == 8
    session.bind_output(0, None)
    assert session.run(compiled)[0] == 14 and w[0] == 8


@pytest.mark.parametrize("native", [True, False])
def test_a_handle_is_released_once(native: bool) -> None:
    def own() -> Any:
        out = nnx.Tensor(np.ones(3, "float32"))._retain()
        value = out.detach()
        assert out.value is None and out.closed in (True, False)
        return _library.own("tensor", value) if native else _handle.Handle(value, _library.RELEASE["tensor"])

    if native and _library.native is None:
        pytest.skip("there is no native module in this interpreter")
    handle = own()
    assert (type(handle) is not _handle.Handle) is native
    assert not handle.closed and handle.value == handle._as_parameter_ and handle.value >> 56 == 3
    assert nnx.Tensor._own(handle).shape == (3,)
    handle.close()
    handle.close()
    assert handle.closed and isinstance(handle.value, int)
    with pytest.raises(nnx.InvalidHandleError, match="already released"):
        nnx.Tensor._own(handle).shape
    kept = own()
    value = kept.detach()
    assert kept.value is None and kept._as_parameter_ is None
    kept.close()
    del kept
    assert nnx.Tensor._own(_library.own("tensor", value)).tolist() == [1, 1, 1]
    number = own().value  # and nobody holds it
    with pytest.raises(nnx.InvalidHandleError):
        lib.nnx_tensor_release(number)
    with pytest.raises((TypeError, OverflowError, AssertionError)):
        _library.own("tensor", None)


def test_results_are_let_go_of(way: str) -> None:
    function, line, x = nnx.jit(step), Line(), np.ones(2, "float32")
    function(line, x)
    gc.collect()
    references = sys.getrefcount(x), sys.getrefcount(nnx.Tensor), sys.getrefcount(type(line.w._libnnx_node))
    for _ in range(100):
        function(line, x)
    gc.collect()
    now = sys.getrefcount(x), sys.getrefcount(nnx.Tensor), sys.getrefcount(type(line.w._libnnx_node))
    assert all(after - before < 20 for before, after in zip(references, now))


def test_threads_run_at_the_same_time(way: str) -> None:
    function, x = nnx.jit(step), np.ones(2, "float32")
    function(Line(), x)
    lines = [Line() for _ in range(4)]
    sessions = [nnx.Session(Line()) for _ in range(4)]
    compiled = function.step(Line(), x)

    def work(line: Any, session: Any) -> None:
        for _ in range(200):
            function(line, x)
            session.run(compiled, x)

    threads = [threading.Thread(target=work, args=each) for each in zip(lines, sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [line.w.value[0] for line in lines] == [400.0] * 4
    assert [session.read("0/w")[0] for session in sessions] == [400.0] * 4
