"""GraphDefs: the structure of a graph without its arrays."""

from __future__ import annotations

import ctypes
from typing import Any

from . import _abi, _display
from ._handle import Handle
from ._library import lib, own, owned_text, string
from ._report import Report, take


class GraphDef:
    """The static half of a split graph: nodes, attributes, sharing and cycles; immutable, comparable, hashable.

    `str()` and `to_json()` give texts that `GraphDef.parse` reads back.
    """

    __slots__ = ("_handle", "_hash", "__weakref__")

    _handle: Handle
    _hash: int | None

    @classmethod
    def _own(cls, handle: Handle) -> GraphDef:
        graphdef = object.__new__(cls)
        graphdef._handle = handle
        graphdef._hash = None
        return graphdef

    def __new__(cls, *arguments: Any) -> GraphDef:
        raise TypeError("a GraphDef comes from nnx.split, nnx.graphdef, nnx.load or GraphDef.parse")

    @staticmethod
    def parse(text: str) -> GraphDef:
        """The GraphDef of a text or JSON."""
        out = _abi.nnx_graphdef()
        lib.nnx_graphdef_parse(string(text), ctypes.byref(out))
        return GraphDef._own(own("graphdef", out.value))

    @property
    def num_leaves(self) -> int:
        """How many leaves a State must have to be merged."""
        return self._count(lib.nnx_graphdef_num_leaves)

    @property
    def num_nodes(self) -> int:
        """The number of nodes; a second visit of a shared one counts too."""
        return self._count(lib.nnx_graphdef_num_nodes)

    @property
    def num_attributes(self) -> int:
        """The number of attributes of all nodes."""
        return self._count(lib.nnx_graphdef_num_attributes)

    def _count(self, function: Any) -> int:
        out = ctypes.c_size_t()
        function(self._handle, ctypes.byref(out))
        return out.value

    def leaves(self) -> Report:
        """The leaves that a State must have: path, kind of attribute, Variable type ("" for an array)."""
        out = _abi.nnx_report()
        lib.nnx_graphdef_leaves(self._handle, ctypes.byref(out))
        return take(out.value)

    def to_json(self) -> str:
        """The GraphDef as JSON."""
        return _display.to_json(self)

    def is_same(self, other: GraphDef) -> bool:
        """Whether both are one object in memory, as of two splits between which no structure changed."""
        out = ctypes.c_int32()
        lib.nnx_graphdef_same(self._handle, other._handle, ctypes.byref(out))
        return bool(out.value)

    def close(self) -> None:
        """Let go of it now."""
        self._handle.close()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GraphDef):
            return NotImplemented
        out = ctypes.c_int32()
        lib.nnx_graphdef_equal(self._handle, other._handle, ctypes.byref(out))
        return bool(out.value)

    def __hash__(self) -> int:
        if self._hash is None:
            out = ctypes.c_uint64()
            lib.nnx_graphdef_hash(self._handle, ctypes.byref(out))
            self._hash = hash(out.value)
        return self._hash

    def __copy__(self) -> GraphDef:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> GraphDef:
        return self

    def __reduce__(self) -> tuple[Any, tuple[str]]:
        return GraphDef.parse, (self.to_json(),)

    def __str__(self) -> str:
        out = _abi.nnx_bytes()
        lib.nnx_graphdef_text(self._handle, _abi.NNX_FORMAT_TEXT, ctypes.byref(out))
        return owned_text(out.value)

    def __repr__(self) -> str:
        return f"GraphDef({self.num_nodes} nodes, {self.num_attributes} attributes, {self.num_leaves} leaves)"
