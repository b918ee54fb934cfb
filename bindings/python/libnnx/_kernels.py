"""What a step is made of: its kernels, what each costs, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload


class Operation(NamedTuple):
    """An operation of the program, after it was simplified."""

    name: str
    shape: str
    """The type of its first result, as `float32[2,3]`."""
    line: int
    """In the text that was parsed; 0 where there was none."""
    origin: str
    """What that text says of where it comes from, as that of `as_text(debug_info=True)` does; often empty."""


class Kernel(NamedTuple):
    """A kernel of a step."""

    work: str
    """How many items it loops over, and its steps by how often they stand there."""
    is_evaluated: bool
    """Whether the reference evaluator computes it, as no kernel can."""
    is_once: bool
    """Whether it runs once for all runs, as it depends on no leaf and no input: it takes no time of a run."""
    operations: list[Operation]
    """What it computes; what only moves elements is not among them."""
    reads: list[str]
    """The leaves and inputs that it reads."""
    writes: list[str]
    """The leaves and outputs that it writes."""
    bytes_read: int
    bytes_written: int
    num_operations: int | None
    """On elements; None where that is not counted."""
    seconds: float
    share: float
    """The part of the time of all kernels, from 0 to 1."""
    regions: list[Region]
    """What a loop or a choice consists of."""


class Region(NamedTuple):
    """A part of a loop or a choice, which runs any number of times."""

    name: str
    """`condition` and `body` of a loop, `branch 0` and so on of a choice."""
    kernels: list[Kernel]
    """Their times are those of one time, and their shares those of the time that all of them take."""


def _kernels(found: list[dict[str, Any]]) -> list[Kernel]:
    def kernel(each: dict[str, Any]) -> Kernel:
        operations = [Operation(**operation) for operation in each["operations"]]
        regions = [Region(region["name"], _kernels(region["kernels"])) for region in each["regions"]]
        return Kernel(**{**each, "operations": operations, "regions": regions})

    return [kernel(each) for each in found]


class StepReport(Sequence[Kernel]):
    """The kernels of a step, in the order in which they run; `str()` is a table of them."""

    __slots__ = ("_kernels", "_text", "arena_nbytes", "isa", "live_nbytes", "nbytes")

    _text: str
    isa: str
    """The instruction set that they are made for."""
    nbytes: int
    """The memory of a run, besides arguments and results: the arena, and what loops work in."""
    arena_nbytes: int
    """The arena: constants, and what kernels leave for each other."""
    live_nbytes: int
    """What the arena needs at once: no arena could have fewer bytes."""

    def __init__(self, found: dict[str, Any]) -> None:
        self.isa, self.nbytes = found["isa"], found["nbytes"]
        self.arena_nbytes, self.live_nbytes = found["arena_nbytes"], found["live_nbytes"]
        self._text = found["text"]
        self._kernels = _kernels(found["kernels"])

    @overload
    def __getitem__(self, index: int) -> Kernel: ...
    @overload
    def __getitem__(self, index: slice) -> list[Kernel]: ...
    def __getitem__(self, index: int | slice) -> Any:
        return self._kernels[index]

    def __len__(self) -> int:
        return len(self._kernels)

    def __iter__(self) -> Iterator[Kernel]:
        return iter(self._kernels)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return self._text.rstrip("\n")
