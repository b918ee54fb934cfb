"""Indexing of traced values as NumPy indexes arrays."""

from __future__ import annotations

from math import prod
from typing import Any

from ._library import lib
from ._traced import Value, call, int64s, is_traced, lift, values_array


def get(x: Value, index: Any) -> Value:
    """`x[index]`."""
    parts = _parts(index)
    if any(is_traced(part) for part in parts):
        return _get_traced(x, _expanded(x, parts))
    if all(_is_basic(part) for part in parts):
        return _get_basic(x, _expanded(x, parts))
    import numpy

    places = numpy.arange(x.size, dtype=numpy.int32).reshape(x.shape)[tuple(map(_plain, parts))]
    return call(lib.nnx_value_take, x.ravel(), lift(places), 0)


def put(x: Value, index: Any, value: Any) -> Value:
    """`x` with other elements at an index."""
    parts = _parts(index)
    value = lift(value).astype(x.dtype)
    if any(is_traced(part) for part in parts):
        return _put_traced(x, _expanded(x, parts), value)
    import numpy

    places = numpy.arange(x.size, dtype=numpy.int32).reshape(x.shape)[tuple(map(_plain, parts))]
    new = call(lib.nnx_value_broadcast_to, value, *int64s(places.shape))
    if places.shape == x.shape and (places.ravel() == numpy.arange(x.size)).all():
        return new
    if not places.size:
        return x
    source = numpy.full(x.size, -1, numpy.int32)
    source[places.ravel()] = numpy.arange(places.size, dtype=numpy.int32)
    new = call(lib.nnx_value_take, new.ravel(), lift(numpy.maximum(source, 0)), 0)
    return call(lib.nnx_value_where, lift(source >= 0), new, x.ravel()).reshape(x.shape)


def _parts(index: Any) -> tuple[Any, ...]:
    return index if isinstance(index, tuple) else (index,)


def _plain(part: Any) -> Any:
    """What NumPy indexes by in the place of a Tensor or a Variable."""
    return part.__array__() if hasattr(part, "__array__") else part


def _is_basic(part: Any) -> bool:
    if part is None or part is Ellipsis or isinstance(part, slice):
        return True
    return hasattr(type(part), "__index__") and not isinstance(part, bool) and not getattr(part, "shape", ())


def _expanded(x: Value, parts: tuple[Any, ...]) -> list[Any]:
    """With as many full slices in the place of `...` as axes are missing."""
    taken = sum(1 for part in parts if part is not None and part is not Ellipsis)
    if taken > x.ndim:
        raise IndexError(f"too many indices: {taken} for {x!r}")
    place = next((at for at, part in enumerate(parts) if part is Ellipsis), None)
    if place is None:
        parts, place = (*parts, Ellipsis), len(parts)
    return [*parts[:place], *[slice(None)] * (x.ndim - taken), *parts[place + 1 :]]


def _get_basic(x: Value, parts: list[Any]) -> Value:
    start, limit, strides, shape, flipped = [], [], [], [], []
    axis = 0
    for part in parts:
        if part is None:
            shape.append(1)
            continue
        length = x.shape[axis]
        if isinstance(part, slice):
            places = range(*part.indices(length))
            if len(places) and places.step < 0:
                flipped.append(axis)
                places = places[::-1]
            shape.append(len(places))
        else:
            place = part.__index__()
            if not -length <= place < length:
                raise IndexError(f"index {place} is out of range for axis {axis} of {x!r}")
            places = range(place % length, place % length + 1)
        start.append(places.start if len(places) else 0)
        limit.append(places[-1] + 1 if len(places) else 0)
        strides.append(max(abs(places.step), 1))
        axis += 1
    found = x
    if start != [0] * x.ndim or limit != list(x.shape) or any(step != 1 for step in strides):
        (first, rank), (last, _), (steps, _) = int64s(start), int64s(limit), int64s(strides)
        found = call(lib.nnx_value_slice, x, first, last, steps, rank)
    if flipped:
        found = call(lib.nnx_value_flip, found, *int64s(flipped))
    return found if found.shape == tuple(shape) else found.reshape(shape)


def _get_traced(x: Value, parts: list[Any]) -> Value:
    """Some parts are values. The slices are taken first; the axes that are indexed by arrays become one."""
    basic, arrays, axis = [], {}, 0
    for part in parts:
        if part is None or isinstance(part, slice):
            basic.append(part)
            axis += 1
        else:
            array = lift(part)
            if array.dtype.name == "bool":
                raise TypeError("a mask that is traced would give a shape that is not known; use libnnx.numpy.where")
            basic.append(slice(None))
            arrays[axis] = array
            axis += 1
    x = _get_basic(x, basic)
    axes = list(arrays)
    together = axes == list(range(axes[0], axes[-1] + 1))
    ahead = axes[0] if together else 0
    rest = [axis for axis in range(x.ndim) if axis not in arrays]
    x = x.transpose(rest[:ahead] + axes + rest[ahead:])
    lengths = x.shape[ahead : ahead + len(axes)]
    place: Any = 0
    for array, length in zip(arrays.values(), lengths):
        wrapped = call(lib.nnx_value_where, array < 0, array + length, array) if len(axes) > 1 else array
        place = place * length + (wrapped.clip(0, length - 1) if len(axes) > 1 else wrapped)
    merged = x.reshape((*x.shape[:ahead], prod(lengths), *x.shape[ahead + len(axes) :]))
    return call(lib.nnx_value_take, merged, place, ahead)


def _put_traced(x: Value, parts: list[Any], value: Any) -> Value:
    """The parts are single integers, of which some are values, and full slices."""
    starts, sizes, kept = [], [], []
    for axis, part in enumerate(parts):
        if isinstance(part, slice) and part == slice(None):
            starts.append(lift(0))
            sizes.append(x.shape[axis])
            kept.append(x.shape[axis])
        elif part is not None and not isinstance(part, slice) and not getattr(part, "shape", ()):
            place = lift(part).astype("int32")
            starts.append(call(lib.nnx_value_where, place < 0, place + x.shape[axis], place))
            sizes.append(1)
        else:
            raise TypeError(f"elements are set at single places that are traced, and full slices; {part!r} is neither")
    value = call(lib.nnx_value_broadcast_to, value, *int64s(kept)).reshape(sizes)
    return call(lib.nnx_value_dynamic_update_slice, x, value, values_array(starts), len(starts))
