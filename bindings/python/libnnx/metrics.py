"""Metrics: values that are collected over many steps, with the names and arguments of Flax.

They are updated inside a traced step as well as at once; `compute` then gives a traced value or a Tensor.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import _abi
from ._error import NnxError
from ._library import lib, own, string, strings
from ._node import address
from ._object import Object
from ._state import State
from ._traced import constant, is_traced, lift, values_array

__all__ = ["Accuracy", "Average", "Metric", "MultiMetric", "Statistics", "Welford"]


class Metric(Object):
    """The base class of metrics, also of a user's own: they define `update`, `compute` and `reset`."""

    __slots__ = ()

    def __init__(self) -> None:
        raise NotImplementedError("a metric must define `__init__`")

    def reset(self) -> None:
        """Begin again."""
        raise NotImplementedError("a metric must define `reset`")

    def update(self, **kwargs: Any) -> None:
        """Add what the arguments say."""
        raise NotImplementedError("a metric must define `update`")

    def compute(self) -> Any:
        """The value of what was collected."""
        raise NotImplementedError("a metric must define `compute`")

    def split(self, *filters: Any) -> Any:
        """The GraphDef and the States of the metric."""
        from ._graph import split

        return split(self, *filters)


class _Native(Metric):
    """A metric whose mathematics is in the library."""

    __slots__ = ()

    def reset(self) -> None:
        """Begin again."""
        lib.nnx_metric_reset(address(self))

    def compute(self) -> Any:
        """The value of what was collected."""
        return _computed(self)[()]


class Average(_Native):
    """The average of all values that updates have under the name `argname`."""

    __slots__ = ()

    def __init__(self, argname: str = "values") -> None:
        lib.nnx_average_init(address(self), string(argname))

    def update(self, mask: Any = None, **kwargs: Any) -> None:
        """Add the values under the name `argname`; with a `mask`, as much of each as it says."""
        _update(self, _wanted(kwargs, self.argname), mask)


class Accuracy(Average):
    """The part of the answers that are right: the class with the largest logit, or whether it reaches a threshold."""

    __slots__ = ()

    def __init__(self, threshold: float | None = None) -> None:
        if threshold is not None and not isinstance(threshold, float):
            raise TypeError(f"expected threshold to be a float, got a {type(threshold).__name__}")
        lib.nnx_accuracy_init(address(self), math.nan if threshold is None else threshold)

    def update(self, mask: Any = None, *, logits: Any, labels: Any, **_: Any) -> None:  # type: ignore[override]
        """Compare the answers that the logits give with the labels."""
        _update(self, {"logits": logits, "labels": labels}, mask)


@dataclass(frozen=True)
class Statistics:
    """What a Welford computes."""

    mean: Any
    standard_error_of_mean: Any
    standard_deviation: Any


class Welford(_Native):
    """Mean and variance of all values that updates have under the name `argname`, by Welford's algorithm."""

    __slots__ = ()

    def __init__(self, argname: str = "values") -> None:
        lib.nnx_welford_init(address(self), string(argname))

    def update(self, **kwargs: Any) -> None:
        """Add the values under the name `argname`."""
        _update(self, _wanted(kwargs, self.argname), None)

    def compute(self) -> Statistics:
        """Mean, standard deviation, and the error of the mean."""
        computed = _computed(self)
        return Statistics(**{name: computed[(name,)] for name in Statistics.__dataclass_fields__})


class MultiMetric(Metric):
    """Several metrics, which are updated together: `MultiMetric(loss=Average("loss"), accuracy=Accuracy())`."""

    __slots__ = ()

    def __init__(self, **metrics: Any) -> None:
        nodes = (_abi.nnx_node * len(metrics))(*(address(metric).value for metric in metrics.values()))
        lib.nnx_multi_metric_init(address(self), strings(list(metrics)), nodes, len(metrics))

    def update(self, **updates: Any) -> None:
        """Give every metric the arguments; a `mask` may be a dict with one for each metric."""
        mask = updates.pop("mask", None)
        for name in self._metric_names:
            own_mask = mask.get(name) if isinstance(mask, Mapping) else mask
            more = {} if own_mask is None else {"mask": own_mask}
            try:
                getattr(self, name).update(**updates, **more)
            except NnxError as error:
                error._move_to(name)
                raise

    def compute(self) -> dict[str, Any]:
        """What each metric computes, by name."""
        return {name: getattr(self, name).compute() for name in self._metric_names}

    def reset(self) -> None:
        """Let every metric begin again."""
        for name in self._metric_names:
            getattr(self, name).reset()


def _wanted(kwargs: dict[str, Any], name: str) -> dict[str, Any]:
    if name not in kwargs:
        raise TypeError(f"expected keyword argument {name!r}")
    return {name: kwargs[name]}


def _update(metric: Metric, arguments: dict[str, Any], mask: Any) -> None:
    """Give a metric the arguments: as values when one of them is traced, as arrays otherwise."""
    if mask is not None:
        arguments = {**arguments, "mask": mask}
    names, found = strings(list(arguments)), list(arguments.values())
    if any(map(is_traced, found)):
        values = values_array([lift(each) for each in found])
        lib.nnx_metric_update(address(metric), names, values, len(found))
        return
    tensors = [constant(each)._handle for each in found]
    array = (_abi.nnx_tensor * len(tensors))(*(tensor.value for tensor in tensors))
    lib.nnx_metric_update_tensors(address(metric), names, array, len(tensors))


def _computed(metric: Metric) -> dict[Any, Any]:
    """What a metric computes, by path."""
    out = _abi.nnx_state()
    lib.nnx_metric_compute(address(metric), ctypes.byref(out))
    return dict(State._own(own("state", out.value)).flat_items())
