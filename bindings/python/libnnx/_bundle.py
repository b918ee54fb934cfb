"""Bundles: a run in one file, with the steps that go on with it."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from typing import Any

from . import _abi
from ._arguments import PLAIN, Parts, put_results, take_apart
from ._graph import merge, split, state, update
from ._graphdef import GraphDef
from ._handle import Handle
from ._jit import Jit, _Traced
from ._library import lib, own, owned_text, string
from ._program import Program, _own
from ._report import Report, take
from ._state import State, _load_options
from ._step import Step, results_of


def save_bundle(
    file: str | os.PathLike[str],
    objects: Any,
    *,
    steps: Mapping[str, Jit | Step] | None = None,
    metadata: Mapping[str, str] | None = None,
    no_sync: bool = False,
) -> None:
    """Write objects as they are now, and steps over them, to one file, completely or not at all.

    `objects` are a Module, or a tuple, list or dict of Modules; or a pair of GraphDef and State. `steps` are functions
    that `nnx.jit` gave, with all the Steps that they became, and Steps. `metadata` are texts of your own.
    """
    pair = type(objects) is tuple and len(objects) == 2 and isinstance(objects[0], GraphDef)
    graphdef, leaves = objects if pair else split(objects)
    out = _abi.nnx_bundle()
    lib.nnx_bundle_new(graphdef._handle, leaves._native(), ctypes.byref(out))
    bundle = own("bundle", out.value)
    for name, step in (steps or {}).items():
        if isinstance(step, Step):
            lib.nnx_bundle_add_step(bundle, string(name), step._handle)
        elif isinstance(step, Jit):
            if not step.num_steps:
                raise ValueError(f"{name} was never called, so that it has no Step to save: call it, or its `step`")
            for traced in step._traced.values():
                if traced.num_steps:
                    lib.nnx_bundle_add_jit(bundle, string(name), traced.handle)
        else:
            raise TypeError(f"steps[{name!r}] is a {type(step).__name__}; it must come from nnx.jit, or be a Step")
    for name, text in (metadata or {}).items():
        lib.nnx_bundle_set_metadata(bundle, string(name), string(text))
    options = _abi.nnx_save_options(ctypes.sizeof(_abi.nnx_save_options), int(no_sync))
    lib.nnx_bundle_save(bundle, string(os.fsdecode(file)), ctypes.byref(options))


def load_bundle(file: str | os.PathLike[str], *, copy: bool = False, no_checksum: bool = False) -> Bundle:
    """The bundle in a file. Nothing that is in it is run.

    Large arrays are mapped from the file, not read; `copy` reads them. The checksum of the State is compared, which
    reads all of it; `no_checksum` leaves that out.
    """
    out = _abi.nnx_bundle()
    options = _load_options(None, copy, no_checksum)
    lib.nnx_bundle_open(string(os.fsdecode(file)), ctypes.byref(options), ctypes.byref(out))
    return Bundle._of(own("bundle", out.value))


class Bundle:
    """What `nnx.load_bundle` gives: the structure and State of objects, and Steps. It prints as tables of both."""

    __slots__ = ("_handle", "__weakref__")

    _handle: Handle

    def __new__(cls, *arguments: Any) -> Bundle:
        raise TypeError("a Bundle comes from nnx.load_bundle")

    @classmethod
    def _of(cls, handle: Handle) -> Bundle:
        bundle = object.__new__(cls)
        bundle._handle = handle
        return bundle

    @property
    def graphdef(self) -> GraphDef:
        """The structure of the objects."""
        out = _abi.nnx_graphdef()
        lib.nnx_bundle_graphdef(self._handle, ctypes.byref(out))
        return GraphDef._own(own("graphdef", out.value))

    @property
    def state(self) -> State:
        """The values of all leaves."""
        out = _abi.nnx_state()
        lib.nnx_bundle_state(self._handle, ctypes.byref(out))
        return State._own(own("state", out.value))

    @property
    def metadata(self) -> dict[str, str]:
        """What was said about it when it was saved."""
        out = _abi.nnx_report()
        lib.nnx_bundle_metadata(self._handle, ctypes.byref(out))
        return {row.path: row.text for row in take(out.value)}

    @property
    def programs(self) -> list[str]:
        """The names of its programs."""
        out = _abi.nnx_report()
        lib.nnx_bundle_programs(self._handle, ctypes.byref(out))
        return [row.path for row in take(out.value)]

    def merge(self) -> Any:
        """New objects with this structure and these values."""
        return merge(self.graphdef, self.state)

    def update(
        self,
        objects: Any,
        *,
        rename: Mapping[str, str] | None = None,
        partial: bool = False,
        allow_dtype_change: bool = False,
    ) -> Report:
        """Bring the values into objects that are there, by path; a report says what became of each leaf.

        `rename` maps paths in the bundle, or parts of them, to paths here. Objects that differ are a
        `FailedPreconditionError` that lists the paths, and stay as they are; with `partial` what fits is brought in.
        """
        options = _load_options(rename, False, False, partial, allow_dtype_change)
        out, report = _abi.nnx_state(), _abi.nnx_report()
        like = state(objects)._native()
        lib.nnx_bundle_fit(self._handle, like, ctypes.byref(options), ctypes.byref(out), ctypes.byref(report))
        update(objects, State._own(own("state", out.value)), allow_dtype_change=allow_dtype_change)
        return take(report.value)

    def program(self, name: str) -> Program:
        """The program of this name, which prints as StableHLO."""
        out = _abi.nnx_program()
        lib.nnx_bundle_program(self._handle, string(name), ctypes.byref(out))
        return _own(out)

    def step(self, name: str, *, device: str = "cpu") -> Step:
        """The Step of this name, for a Session.

        A run gives what the Step gives: one State or array as it is, several as a tuple, States first.
        """
        out = _abi.nnx_step()
        lib.nnx_bundle_step(self._handle, string(name), string(device), ctypes.byref(out))
        return Step._of(own("step", out.value), PLAIN, None)

    def jit(
        self, name: str, *, check_finite: bool = False, num_threads: int = 0, device: str = "cpu"
    ) -> LoadedJit:
        """The function of this name, to be called with objects, States and arrays as it was when it was saved.

        It is not traced again: a call for which no Step was saved is a `FailedPreconditionError`.
        """
        text = device.encode()
        options = _abi.nnx_jit_options(
            ctypes.sizeof(_abi.nnx_jit_options), _abi.nnx_str(text, len(text)), int(check_finite), num_threads
        )
        out = _abi.nnx_jit()
        lib.nnx_bundle_jit(self._handle, string(name), ctypes.byref(options), ctypes.byref(out))
        return LoadedJit(name, _Loaded(own("jit", out.value)))

    def __str__(self) -> str:
        out = _abi.nnx_bytes()
        lib.nnx_bundle_text(self._handle, ctypes.byref(out))
        return owned_text(out.value)

    def __repr__(self) -> str:
        return f"<nnx.Bundle of {self.state.num_leaves} leaves and the programs {self.programs}>"


class LoadedJit:
    """What `Bundle.jit` gives: the Steps of a function whose source is elsewhere."""

    def __init__(self, name: str, loaded: _Loaded) -> None:
        self.__name__ = name
        self._loaded = loaded

    def __call__(self, *arguments: Any) -> Any:
        """What the Step gives: one State or array as it is, several as a tuple, States first."""
        return self._loaded.call(self._parts(arguments))

    def step(self, *arguments: Any) -> Step:
        """The Step that a call with these arguments would run."""
        return self._loaded.step(self._parts(arguments))

    @staticmethod
    def _parts(arguments: tuple[Any, ...]) -> Parts:
        parts = Parts()
        for place, each in enumerate(arguments):
            if not isinstance(each, GraphDef):
                take_apart(each, parts, f"argument {place}")
        return parts

    def __repr__(self) -> str:
        return f"<the steps of {self.__name__!r} of a bundle>"


class _Loaded(_Traced):
    """The steps of a function that is not here."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle
        self._last = ([], None)

    def call(self, parts: Parts) -> Any:
        out = _abi.nnx_results()
        self._native(lib.nnx_jit_call, parts, out)
        states, arrays = results_of(own("results", out.value))
        return put_results(PLAIN, parts.objects, iter(states), iter(arrays))

    def step(self, parts: Parts) -> Step:
        out = _abi.nnx_step()
        self._native(lib.nnx_jit_step, parts, out)
        return Step._of(own("step", out.value), PLAIN, None)
