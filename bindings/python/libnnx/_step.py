"""Steps: functions that were traced and compiled, to be run by Sessions."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Mapping
from typing import Any

from . import _abi
from ._arguments import Key
from ._graphdef import GraphDef
from ._handle import Handle
from ._kernels import StepReport
from ._library import lib, own, owned_text, string
from ._program import Program, _own
from ._state import State
from ._tensor import Tensor


class Step:
    """A compiled function: immutable, and run by any number of threads and Sessions at once.

    `nnx.jit(f).step(...)` gives one, and `Step.from_program` makes one of StableHLO.
    """

    __slots__ = ("_counts", "_handle", "_tree", "__weakref__")

    _handle: Handle
    _tree: Key
    """What its results are put together by."""
    _counts: tuple[int, int] | None
    """How many States and arrays it gives."""

    def __new__(cls, *arguments: Any) -> Step:
        raise TypeError("a Step comes from nnx.jit(f).step(...) or Step.from_program")

    @staticmethod
    def _of(handle: Handle, tree: Key, counts: tuple[int, int] | None) -> Step:
        step = object.__new__(Step)
        step._handle = handle
        step._tree = tree
        step._counts = counts
        return step

    @staticmethod
    def from_program(
        program: Program, graphdef: GraphDef, changed: list[int | None], outputs: list[int], *, device: str = "cpu"
    ) -> Step:
        """A step of a program whose first inputs are the leaves of objects of this structure, in their order.

        `changed` says for each leaf which output of the program it is afterwards, or None when it stays; `outputs` are
        those that the step gives, as a list.
        """
        results = (ctypes.c_int64 * len(changed))(*[-1 if result is None else result for result in changed])
        given = (ctypes.c_size_t * len(outputs))(*outputs)
        out = _abi.nnx_step()
        lib.nnx_step_from_program(
            program._handle,
            graphdef._handle,
            results,
            len(changed),
            given,
            len(outputs),
            string(device),
            ctypes.byref(out),
        )
        return Step._of(own("step", out.value), (list, *["array"] * len(outputs)), (0, len(outputs)))

    @property
    def id(self) -> int:
        """A number that no other step of this process has."""
        out = ctypes.c_uint64()
        lib.nnx_step_id(self._handle, ctypes.byref(out))
        return out.value

    @property
    def program(self) -> Program:
        """The program, which prints as StableHLO: of the leaves of the objects, those of the States, and the inputs."""
        out = _abi.nnx_program()
        lib.nnx_step_program(self._handle, ctypes.byref(out))
        return _own(out)

    @property
    def graphdef(self) -> GraphDef:
        """The structure of its objects, in a tuple, before a run."""
        out = _abi.nnx_graphdef()
        lib.nnx_step_graphdef(self._handle, ctypes.byref(out))
        return GraphDef._own(own("graphdef", out.value))

    @property
    def out_graphdef(self) -> GraphDef:
        """The structure of its objects, in a tuple, after a run."""
        out = _abi.nnx_graphdef()
        lib.nnx_step_out_graphdef(self._handle, ctypes.byref(out))
        return GraphDef._own(own("graphdef", out.value))

    def plan(self) -> str:
        """Every buffer, kernel and operation of what its program became; `nnx.to_dot(step)` draws it for Graphviz."""
        out = _abi.nnx_bytes()
        lib.nnx_step_plan(self._handle, _abi.NNX_FORMAT_TEXT, ctypes.byref(out))
        return owned_text(out.value)

    def report(self) -> StepReport:
        """The kernels: what each costs and comes from, and its share of the time. `str()` of it is a table.

        Each kernel is timed now, over and over by itself in memory of its own, with zeros for leaves and inputs.
        """
        out = _abi.nnx_bytes()
        lib.nnx_step_report(self._handle, _abi.NNX_FORMAT_JSON, ctypes.byref(out))
        return StepReport(json.loads(owned_text(out.value)))

    def source(self, device: str = "cuda", name: str = "step") -> str:
        """Its kernels as CUDA C++, for NVRTC, nvcc or a C++17 compiler of the host; `name` begins the functions' names.

        Nothing is compiled here, and no device is opened.
        """
        out = _abi.nnx_bytes()
        lib.nnx_step_source(self._handle, string(device), string(name), ctypes.byref(out))
        return owned_text(out.value)

    def run(self, leaves: State | None, states: list[State], inputs: list[Any], *, check_finite: bool = False) -> Any:
        """Run over the leaves of its objects, States and arrays: the leaves as they are afterwards, States and arrays."""
        from ._traced import constant

        arrays = [constant(each) for each in inputs]
        natives = [state._native() for state in states]
        after, results = _abi.nnx_state(), _abi.nnx_results()
        lib.nnx_step_run(
            self._handle,
            None if leaves is None else leaves._native(),
            (_abi.nnx_state * len(natives))(*[each.value for each in natives]),
            len(natives),
            (_abi.nnx_tensor * len(arrays))(*[each._handle.value for each in arrays]),
            len(arrays),
            int(check_finite),
            ctypes.byref(after),
            ctypes.byref(results),
        )
        given, values = results_of(own("results", results.value))
        return State._own(own("state", after.value)), given, values

    def __repr__(self) -> str:
        return f"<nnx.Step {self.id}>"


def results_of(
    results: Handle, num_states: int | None = None, num_arrays: int | None = None, bound: Mapping[int, Any] | None = None
) -> tuple[list[State], list[Any]]:
    """The States and arrays that a run gave, and the arrays that are bound for outputs."""
    if num_states is None or num_arrays is None:
        count = ctypes.c_size_t()
        lib.nnx_results_num_states(results, ctypes.byref(count))
        num_states = count.value
        lib.nnx_results_num_tensors(results, ctypes.byref(count))
        num_arrays = count.value
    states, arrays = [], []
    for place in range(num_states):
        state = _abi.nnx_state()
        lib.nnx_results_state(results, place, ctypes.byref(state))
        states.append(State._own(own("state", state.value)))
    for place in range(num_arrays):
        if bound and place in bound:
            arrays.append(bound[place])
            continue
        array = _abi.nnx_tensor()
        lib.nnx_results_tensor(results, place, ctypes.byref(array))
        arrays.append(Tensor._own(own("tensor", array.value)))
    return states, arrays
