"""Sessions: a state that is held in one place, and the Steps that run over it."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, NamedTuple

from . import _abi, _callback, _run
from ._arguments import ARRAY, Parts, put_results, take_apart
from ._buffer import Buffer
from ._dtype import BY_CODE, DType
from ._graphdef import GraphDef
from ._library import lib, own, string, text
from ._node import address
from ._path import Path, path_text
from ._state import State
from ._step import Step, results_of
from ._tensor import Tensor, as_tensor
from ._traced import constant


class LeafLayout(NamedTuple):
    """Where a leaf lies in the block of a Session's state."""

    path: str
    offset: int
    nbytes: int
    dtype: DType
    shape: tuple[int, ...]


class SessionReport(NamedTuple):
    """What a Session has done so far."""

    steps: int
    leaves: int
    nbytes: int
    runs: int
    seconds: float


class Session:
    """A state that is held in one place, and any number of Steps that run over it: those that take its leaves.

    `Session(model, optimizer, metrics)` holds the state of these objects and runs the Steps of functions that take them
    in this order; the objects themselves are written by `update`. `Session(graphdef, state)` holds a State, and runs
    Steps that take it and give it back first. One call runs at a time. What a Session gives never changes afterwards.

    A run is done on at most `num_threads` threads; 0 is as many as the environment variable NNX_NUM_THREADS says, or
    else as the process may use at once. Results are the same.
    """

    def __init__(
        self, *objects: Any, check_finite: bool = False, num_threads: int = 0, device: str = "cpu"
    ) -> None:
        name = device.encode()
        options = _abi.nnx_session_options(
            ctypes.sizeof(_abi.nnx_session_options), _abi.nnx_str(name, len(name)), int(check_finite), num_threads
        )
        out = _abi.nnx_session()
        parts = Parts()
        if objects and isinstance(objects[0], GraphDef):
            natives = [state._native() for state in objects[1:]]
            array = (_abi.nnx_state * len(natives))(*[each.value for each in natives])
            lib.nnx_session_from_states(
                objects[0]._handle, array, len(natives), ctypes.byref(options), ctypes.byref(out)
            )
        else:
            for place, each in enumerate(objects):
                take_apart(each, parts, f"argument {place}")
            if parts.states or parts.arrays:
                raise TypeError("a Session holds the state of Modules and Variables, or of a GraphDef and its States")
            nodes = _nodes(parts)
            lib.nnx_session_new(nodes, len(parts.objects), ctypes.byref(options), ctypes.byref(out))
        self._handle = own("session", out.value)
        self._parts = parts
        self._bound: dict[tuple[str, int], Buffer | None] = {}
        """Memory that the library was lent."""
        self._outputs: dict[int, Any] = {}
        """The arrays that are bound for outputs."""

    def run(self, step: Step, *inputs: Any) -> Any:
        """Run a Step over the state; what its function returned.

        An input that is None is the memory bound there; an output for which an array is bound is that array.
        """
        found = _run.run(self._handle, step._handle, False, inputs)
        if type(found) is Tensor and step._tree == ARRAY:
            return found
        return self._convert_and_run(lib.nnx_session_run, step, (), inputs) if found is None else self._give(step, found)

    def run_many(self, step: Step, count: int, *inputs: Any) -> Any:
        """As `run`, `count` times, as if by one call: all succeed, or the state is as before.

        An input has a first axis of `count`, of which each run takes its part, or is the same for all; what the runs give
        is put together along a new first axis.
        """
        return self._convert_and_run(lib.nnx_session_run_many, step, (count,), inputs)

    def evaluate(self, step: Step, *inputs: Any) -> Any:
        """What `run` would give; the state stays as it is."""
        found = _run.run(self._handle, step._handle, True, inputs)
        if found is None:
            return self._convert_and_run(lib.nnx_session_evaluate, step, (), inputs)
        return self._give(step, found)

    def _give(self, step: Step, found: Any) -> Any:
        """The results of what was run natively."""
        if type(found) is int:
            _run.settle(found)
        states, arrays = ([], [found]) if type(found) is Tensor else found
        for place, bound in self._outputs.items():
            if place < len(arrays):
                arrays[place] = bound
        return self._put(step, states, arrays)

    def _put(self, step: Step, states: list[State], arrays: list[Any]) -> Any:
        if step._counts is not None and len(states) < step._counts[0]:
            states.insert(0, self.state())
        return put_results(step._tree, self._parts.objects, iter(states), iter(arrays))

    def _convert_and_run(self, function: Any, step: Step, count: tuple[int, ...], inputs: tuple[Any, ...]) -> Any:
        _run.learn_arrays()
        arrays = [None if each is None else constant(each) for each in _flat(inputs)]
        given = (_abi.nnx_tensor * len(arrays))(*[None if each is None else each._handle.value for each in arrays])
        out = _abi.nnx_results()
        function(self._handle, step._handle, *count, given, len(arrays), ctypes.byref(out))
        return self._put(step, *results_of(own("results", out.value), bound=self._outputs))

    @property
    def graphdef(self) -> GraphDef:
        """The structure whose state it holds."""
        out = _abi.nnx_graphdef()
        lib.nnx_session_graphdef(self._handle, ctypes.byref(out))
        return GraphDef._own(own("graphdef", out.value))

    def state(self) -> State:
        """The state as it is now: later runs do not change what is given."""
        out = _abi.nnx_state()
        lib.nnx_session_state(self._handle, ctypes.byref(out))
        return State._own(own("state", out.value))

    def set_state(self, state: State) -> None:
        """Set leaves, by path: all of `state`, or none when one does not fit."""
        lib.nnx_session_set_state(self._handle, state._native())

    def read(self, path: Path | str) -> Tensor:
        """The array of the leaf at a path, as it is now."""
        out = _abi.nnx_tensor()
        lib.nnx_session_read(self._handle, string(_text(path)), ctypes.byref(out))
        return Tensor._own(own("tensor", out.value))

    def write(self, path: Path | str, value: Any) -> None:
        """Set the leaf at a path to an array of the same dtype and shape."""
        lib.nnx_session_write(self._handle, string(_text(path)), as_tensor(value)._handle)

    def update(self, *objects: Any) -> None:
        """Write the state into the objects that the Session was made of, or into these, of the same structure."""
        parts = self._parts
        if objects:
            parts = Parts()
            for place, each in enumerate(objects):
                take_apart(each, parts, f"argument {place}")
        lib.nnx_session_update(self._handle, _nodes(parts), len(parts.objects))

    def bind_input(self, index: int, array: Any) -> None:
        """Let the memory of an array be an input of all runs that give None in its place; `None` ends that.

        Its owner changes the elements between runs, never during one.
        """
        memory = None if array is None else _memory(array)
        if memory is None:
            lib.nnx_session_bind_input(self._handle, index, _abi.NNX_DTYPE_F32, None, 0, None, 0)
        else:
            lengths = (ctypes.c_int64 * len(memory.shape))(*memory.shape)
            lib.nnx_session_bind_input(
                self._handle, index, memory.dtype.code, lengths, len(memory.shape), memory.address, memory.nbytes
            )
        self._bound["input", index] = memory

    def bind_output(self, index: int, array: Any) -> None:
        """Have an output of each run written to the memory of this array, which runs then return; `None` ends that."""
        memory = None if array is None else _memory(array, writable=True)
        address, nbytes = (None, 0) if memory is None else (memory.address, memory.nbytes)
        lib.nnx_session_bind_output(self._handle, index, address, nbytes)
        self._bound["output", index] = memory
        if array is None:
            self._outputs.pop(index, None)
        else:
            self._outputs[index] = array

    @property
    def nbytes(self) -> int:
        """The bytes of a block of memory for the state."""
        return self._size()[1]

    def _size(self) -> tuple[int, int, int]:
        leaves, nbytes, alignment = ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_size_t()
        lib.nnx_session_size(self._handle, ctypes.byref(leaves), ctypes.byref(nbytes), ctypes.byref(alignment))
        return leaves.value, nbytes.value, alignment.value

    def layout(self) -> list[LeafLayout]:
        """Where each leaf lies in one block of memory, which begins at a multiple of 64."""
        found = []
        for index in range(self._size()[0]):
            path, offset, nbytes, rank = _abi.nnx_str(), ctypes.c_size_t(), ctypes.c_size_t(), ctypes.c_size_t()
            dtype, lengths = ctypes.c_int32(), ctypes.POINTER(ctypes.c_int64)()
            outputs = (path, offset, nbytes, dtype, lengths, rank)
            lib.nnx_session_layout(self._handle, index, *map(ctypes.byref, outputs))
            shape = tuple(lengths[: rank.value])
            found.append(LeafLayout(text(path), offset.value, nbytes.value, BY_CODE[dtype.value], shape))
        return found

    def use_memory(self, array: Any) -> None:
        """Move the state into the memory of this array, laid out as `layout` says; runs change it there from then on."""
        memory = _memory(array, writable=True)
        key = _callback.keep(memory)
        lib.nnx_session_use_memory(self._handle, memory.address, memory.nbytes, key, _callback.DROP)

    def report(self) -> SessionReport:
        """What it has done so far."""
        info = _abi.nnx_session_info(ctypes.sizeof(_abi.nnx_session_info))
        lib.nnx_session_report(self._handle, ctypes.byref(info))
        return SessionReport(info.steps, info.leaves, info.nbytes, info.runs, info.nanoseconds / 1e9)

    def __repr__(self) -> str:
        report = self.report()
        return f"<nnx.Session of {report.leaves} leaves, {report.nbytes} bytes, after {report.runs} runs>"


def _nodes(parts: Parts) -> Any:
    return (_abi.nnx_node * len(parts.objects))(*[address(each).value for each in parts.objects])


def _memory(array: Any, *, writable: bool = False) -> Buffer:
    """The memory of an array, lent as long as this lives."""
    memory = Buffer(array)
    if not memory.contiguous:
        raise ValueError("the array has gaps or is not row-major; a Session takes memory as one block")
    if writable and memory.read_only:
        raise ValueError("the array is read-only; a Session writes to it")
    return memory


def _text(path: Path | str) -> str:
    return path if isinstance(path, str) else path_text(path)


def _flat(tree: Any) -> list[Any]:
    """The arrays of nested tuples, lists and dicts, in the order in which a traced function takes them."""
    if isinstance(tree, (tuple, list)):
        return [leaf for each in tree for leaf in _flat(each)]
    if isinstance(tree, Mapping):
        return [leaf for each in tree.values() for leaf in _flat(each)]
    return [tree]
