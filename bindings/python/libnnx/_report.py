"""Reports: rows of path, code and text that a function of the library answers with."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

from . import _abi
from ._handle import Handle
from ._library import lib, own, owned_text, text
from ._path import Path, parse_path


class Row(NamedTuple):
    """One line of a report; what `code` means is said where the report comes from."""

    path: str
    code: int
    text: str

    @property
    def keys(self) -> Path:
        """The path as a tuple of keys."""
        return parse_path(self.path)


class Report(Sequence[Row]):
    """The rows of a report; `str(report)` is the text a person reads. An empty one is false."""

    __slots__ = ("_handle", "_rows")

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._rows: list[Row] | None = None

    @property
    def rows(self) -> list[Row]:
        """All rows, read in one call."""
        if self._rows is None:
            out = _abi.nnx_bytes()
            lib.nnx_report_json(self._handle, ctypes.byref(out))
            self._rows = [Row(*row) for row in json.loads(owned_text(out.value))]
        return self._rows

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice) or self._rows is not None:
            return self.rows[index]
        length = len(self)
        if not -length <= index < length:
            raise IndexError(f"row {index} of a report of {length}")
        path, code, words = _abi.nnx_str(), ctypes.c_int32(), _abi.nnx_str()
        row = index % length
        lib.nnx_report_row(self._handle, row, ctypes.byref(path), ctypes.byref(code), ctypes.byref(words))
        return Row(text(path), code.value, text(words))

    def __len__(self) -> int:
        size = ctypes.c_size_t()
        lib.nnx_report_size(self._handle, ctypes.byref(size))
        return size.value

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __str__(self) -> str:
        out = _abi.nnx_str()
        lib.nnx_report_text(self._handle, ctypes.byref(out))
        return text(out)

    def __repr__(self) -> str:
        return str(self).rstrip("\n") or "(no rows)"


def take(value: int | None) -> Report:
    """The report that a function returned."""
    return Report(own("report", value))
