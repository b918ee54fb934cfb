"""Where an error arose: in which module of those that are traced."""

from __future__ import annotations

from collections.abc import Sequence

from ._error import InvalidArgumentError
from ._graph import iter_graph
from ._node import Node
from ._object import Object
from ._path import path_text


def name_place(error: InvalidArgumentError, objects: Sequence[Node]) -> None:
    """Gives an error without a path that of the innermost module in whose method it arose."""
    module, entry = None, error.__traceback__
    while entry is not None:
        own = entry.tb_frame.f_locals.get("self")
        module = own if isinstance(own, Object) else module
        entry = entry.tb_next
    if error.path or module is None:
        return
    for number, node in enumerate(objects):
        for path, value in iter_graph(node):
            if value is module:
                error._move_to(path_text((number, *path)))
                return
