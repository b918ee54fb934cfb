"""Whether a structure is the same before and after a trace, and which of its leaves Variables hold."""

from __future__ import annotations

from typing import Any

from ._flax import graphlib

_EXACT = (int, str, bytes, bool, type(None))
"""Types whose equal objects nobody can tell apart."""


def leaf_holders(before: Any, after: Any) -> list[bool] | None:
    """For each leaf whether a Variable holds it, or None where the structure changed.

    `after` is a GraphDef whose objects have the index that they had before as their outer index. The metadata of
    Variables is not compared: Flax keeps what the caller's Variables have.
    """
    if len(before.nodes) != len(after.nodes) or len(before.attributes) != len(after.attributes):
        return None
    if not all(map(_same_node, before.nodes, after.nodes)) or not all(
        map(_same_attribute, before.attributes, after.attributes)
    ):
        return None
    if not before.attributes:
        return [True] * before.num_leaves  # one Variable
    holders = []
    nodes = iter(before.nodes)
    next(nodes)
    for _, attribute in before.attributes:
        if type(attribute) is graphlib.LeafAttr:
            holders.append(False)
        elif type(attribute) is graphlib.NodeAttr and type(next(nodes)) is graphlib.VariableDef:
            holders.append(True)
    return holders


def _same_node(before: Any, after: Any) -> bool:
    kind = type(before)
    if kind is not type(after) or before.index != after.index:
        return False
    if kind is graphlib.NodeRef:
        return True
    if after.outer_index != before.index or before.type is not after.type:
        return False
    if kind is graphlib.VariableDef:
        return before.array_refdef is None and after.array_refdef is None
    return kind is graphlib.NodeDef and (
        before.num_attributes == after.num_attributes
        and (before.metadata is after.metadata or bool(before.metadata == after.metadata))
    )


def _same_attribute(before: tuple[Any, Any], after: tuple[Any, Any]) -> bool:
    (key, one), (key_after, other) = before, after
    if key != key_after or type(one) is not type(other):
        return False
    if type(one) is not graphlib.Static:
        return True
    value, value_after = one.value, other.value
    return value is value_after or (
        type(value) is type(value_after) and type(value) in _EXACT and bool(value == value_after)
    )
