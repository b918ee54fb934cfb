"""Programs: StableHLO text read, printed, looked at and evaluated."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from . import _abi
from ._dtype import BY_CODE, DType
from ._handle import Handle
from ._library import lib, own, owned_text, string, text
from ._report import Report, take
from ._tensor import Tensor, as_tensor


class Input(NamedTuple):
    """An input of a program."""

    name: str
    """Often empty."""
    dtype: DType
    shape: tuple[int, ...]
    donated: int | None
    """The output that may take its memory, because the caller donates it."""


class Output(NamedTuple):
    """An output of a program."""

    name: str
    dtype: DType
    shape: tuple[int, ...]
    unchanged: int | None
    """The input that it is, as it came in."""


class Program:
    """A StableHLO program: immutable, comparable; `str()` gives the text that `Program.parse` reads back.

    Where a function may be named, none means `main`, or the only public one.
    """

    __slots__ = ("_handle", "__weakref__")

    _handle: Handle

    def __new__(cls, *arguments: Any) -> Program:
        raise TypeError("a Program comes from Program.parse or Program.trace")

    @staticmethod
    def parse(text: str) -> Program:
        """The program of a text as JAX prints it: `Program.parse(jax.jit(f).lower(x).as_text())`."""
        if not isinstance(text, str):
            raise TypeError(f"Program.parse takes a str, not {type(text).__name__}")
        out = _abi.nnx_program()
        lib.nnx_program_parse(string(text), ctypes.byref(out))
        return _own(out)

    @staticmethod
    def trace(function: Callable[..., Any], *arguments: Any) -> Program:
        """The program of a Python function over these arguments: objects, States, and arrays.

        The program takes the arrays of the objects, in the order in which `split` of a tuple of them gives them, then
        those of the States, then the arrays. It gives the arrays of what the function returns, values first, States
        then, and those of the objects as they are after it; `outputs` names each. Nothing changes here.
        """
        from ._trace import program

        return _own(program(function, arguments))

    def verify(self) -> None:
        """Check every operation against its rule again; `parse` has done so."""
        lib.nnx_program_verify(self._handle)

    def functions(self) -> Report:
        """The functions: name, 1 when public, type."""
        out = _abi.nnx_report()
        lib.nnx_program_functions(self._handle, ctypes.byref(out))
        return take(out.value)

    @property
    def inputs(self) -> tuple[Input, ...]:
        """What the program takes."""
        return self.inputs_of("")

    @property
    def outputs(self) -> tuple[Output, ...]:
        """What the program returns."""
        return self.outputs_of("")

    def inputs_of(self, function: str) -> tuple[Input, ...]:
        """What a function takes."""
        count = ctypes.c_size_t()
        lib.nnx_program_num_inputs(self._handle, string(function), ctypes.byref(count))
        return tuple(Input(*self._value(lib.nnx_program_input, function, index)) for index in range(count.value))

    def outputs_of(self, function: str) -> tuple[Output, ...]:
        """What a function returns."""
        return tuple(
            Output(*self._value(lib.nnx_program_output, function, index))
            for index in range(self._num_outputs(function))
        )

    def _num_outputs(self, function: str) -> int:
        count = ctypes.c_size_t()
        lib.nnx_program_num_outputs(self._handle, string(function), ctypes.byref(count))
        return count.value

    def _value(self, call: Any, function: str, index: int) -> tuple[str, DType, tuple[int, ...], int | None]:
        name, code, other = _abi.nnx_str(), ctypes.c_int32(), ctypes.c_int64()
        lengths, rank = ctypes.POINTER(ctypes.c_int64)(), ctypes.c_size_t()
        places = (ctypes.byref(place) for place in (name, code, lengths, rank, other))
        call(self._handle, string(function), index, *places)
        related = None if other.value < 0 else other.value
        return text(name), BY_CODE[code.value], tuple(lengths[: rank.value]), related

    def evaluate(
        self,
        *inputs: Any,
        function: str = "",
        denormals: Literal["keep", "flush"] = "keep",
        budget: int | None = None,
    ) -> tuple[Any, ...]:
        """What a function returns for these arrays, as NumPy arrays; `program(*inputs)` is the same.

        An input has the very dtype and shape that the program says; a Python number or list becomes an array of the
        dtype that the program says. It runs on the reference evaluator, which is made to be right and not to be fast.
        `denormals="flush"` takes denormal numbers for zeros, as XLA does on the CPU; `budget` is the most work, in
        elements read and written.
        """
        if denormals not in ("keep", "flush"):
            raise ValueError(f'denormals is "keep" or "flush", not {denormals!r}')
        if budget is not None and not 1 <= budget < 2**64:
            raise ValueError(f"budget is at least 1 and fits 64 bits, and {budget} does not")
        expected = self.inputs_of(function)
        tensors = [_tensor(value, expected[at].dtype if at < len(expected) else None) for at, value in enumerate(inputs)]
        options = _abi.nnx_evaluate_options()
        options.struct_size = ctypes.sizeof(options)
        options.flush_denormals = int(denormals == "flush")
        options.budget = budget or 0
        handles = (_abi.nnx_tensor * len(tensors))(*(tensor._handle.value for tensor in tensors))
        results = (_abi.nnx_tensor * self._num_outputs(function))()
        lib.nnx_program_evaluate(
            self._handle, string(function), handles, len(handles), ctypes.byref(options), results, len(results)
        )
        outputs = [Tensor._own(own("tensor", result.value)) for result in results]
        return tuple(output.numpy() for output in outputs)

    __call__ = evaluate

    def value_and_grad(self, wrt: int | Sequence[int] = 0, *, has_aux: bool = False, function: str = "") -> Program:
        """A program of one function: what `function` returns, and then the gradient of its first output by each input
        of `wrt`.

        The first output is one floating-point number. With `has_aux` there are more outputs, which are not
        differentiated. Reverse mode, with the conventions of JAX at ties and kinks.
        """
        places = [wrt] if isinstance(wrt, int) else list(wrt)
        if bad := [place for place in places if not isinstance(place, int) or isinstance(place, bool) or place < 0]:
            raise ValueError(f"wrt names inputs by their places, from 0 on, and {bad[0]!r} is none")
        out = _abi.nnx_program()
        lib.nnx_program_value_and_grad(
            self._handle,
            string(function),
            (ctypes.c_size_t * len(places))(*places),
            len(places),
            int(has_aux),
            ctypes.byref(out),
        )
        return _own(out)

    def close(self) -> None:
        """Let go of it now."""
        self._handle.close()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Program):
            return NotImplemented
        out = ctypes.c_int32()
        lib.nnx_program_equal(self._handle, other._handle, ctypes.byref(out))
        return bool(out.value)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __copy__(self) -> Program:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Program:
        return self

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return Program.parse, (str(self),)

    def __str__(self) -> str:
        out = _abi.nnx_bytes()
        lib.nnx_program_text(self._handle, ctypes.byref(out))
        return owned_text(out.value)

    def __repr__(self) -> str:
        names = ", ".join(f"@{row.path}: {row.text}" for row in self.functions() if row.code)
        return f"Program({names})"


def _own(out: Any) -> Program:
    program = object.__new__(Program)
    program._handle = own("program", out.value)
    return program


def _tensor(value: Any, dtype: DType | None) -> Tensor:
    if dtype is not None and isinstance(value, (bool, int, float, list, tuple)):
        return Tensor(value, dtype)
    return as_tensor(value)
