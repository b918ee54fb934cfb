"""Metrics compared with Flax: what they keep, and every number of several updates."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import libnnx as nnx

flax_nnx = pytest.importorskip("flax.nnx")
import jax.numpy as jnp

RANDOM = np.random.default_rng(0)


def batch(*shape: int, dtype: str = "float32") -> np.ndarray:
    return (RANDOM.standard_normal(shape) * 5).astype(dtype)


def logits_and_labels(rows: int, classes: int) -> dict[str, np.ndarray]:
    return {"logits": batch(rows, classes), "labels": RANDOM.integers(0, classes, rows).astype("int32")}


UPDATES: dict[str, tuple[Any, list[dict[str, Any]]]] = {
    "average": (lambda m: m.Average(), [{"values": batch(4)}, {"values": batch(2, 3)}, {"values": batch()}]),
    "average of integers": (lambda m: m.Average(), [{"values": batch(9, dtype="int32")}] * 3),
    "average of truths": (lambda m: m.Average(), [{"values": batch(9) > 0}] * 2),
    "average of halves": (lambda m: m.Average(), [{"values": batch(9, dtype="float16")}] * 2),
    "average of numbers": (lambda m: m.Average("loss"), [{"loss": 2.5}, {"loss": 3}, {"loss": -0.25}]),
    "average with a mask": (
        lambda m: m.Average(),
        [
            {"values": batch(2, 3), "mask": np.array([1, 0, 1])},
            {"values": batch(3), "mask": np.array([True, False, True])},
        ],
    ),
    "accuracy": (lambda m: m.Accuracy(), [logits_and_labels(8, 3), logits_and_labels(5, 4)]),
    "accuracy with a mask": (
        lambda m: m.Accuracy(),
        [logits_and_labels(4, 3) | {"mask": np.array([1, 1, 0, 1])}],
    ),
    "accuracy with a threshold": (
        lambda m: m.Accuracy(threshold=0.5),
        [{"logits": batch(9), "labels": RANDOM.integers(0, 2, 9).astype("int32")}] * 2,
    ),
    "welford": (lambda m: m.Welford(), [{"values": batch(7)}, {"values": batch(2, 3)}, {"values": batch()}]),
    "welford of numbers": (lambda m: m.Welford("loss"), [{"loss": 2.5}, {"loss": 3}, {"loss": -0.25}]),
    "several": (
        lambda m: m.MultiMetric(loss=m.Average("loss"), accuracy=m.Accuracy(), spread=m.Welford("loss")),
        [logits_and_labels(6, 3) | {"loss": batch(6)}, logits_and_labels(6, 3) | {"loss": batch(6)}],
    ),
    "several with a mask for one": (
        lambda m: m.MultiMetric(loss=m.Average("loss"), accuracy=m.Accuracy()),
        [logits_and_labels(3, 3) | {"loss": batch(2), "mask": {"accuracy": np.array([1, 0, 1])}}],
    ),
}


def flat(computed: Any) -> dict[str, Any]:
    """What a metric has computed, by name."""
    if isinstance(computed, dict):
        return {f"{name}.{key}": value for name, part in computed.items() for key, value in flat(part).items()}
    if hasattr(computed, "standard_deviation"):
        return {name: getattr(computed, name) for name in ("mean", "standard_error_of_mean", "standard_deviation")}
    return {"": computed}


def to_jax(arguments: dict[str, Any]) -> dict[str, Any]:
    def convert(value: Any) -> Any:
        return to_jax(value) if isinstance(value, dict) else jnp.asarray(value) if isinstance(value, np.ndarray) else value

    return {name: convert(value) for name, value in arguments.items()}


def assert_same(ours: Any, theirs: Any) -> None:
    mine, flax = nnx.to_flat_state(nnx.state(ours)), flax_nnx.to_flat_state(flax_nnx.state(theirs))
    assert [path for path, _ in mine] == [path for path, _ in flax]
    for (path, leaf), (_, expected) in zip(mine, flax):
        assert leaf.type is nnx.MetricState, path
        assert leaf.value.numpy().dtype == expected.dtype, path
        np.testing.assert_allclose(leaf.value.numpy(), expected.get_value(), rtol=2e-6, err_msg=str(path))
    found, wanted = flat(ours.compute()), flat(theirs.compute())
    assert list(found) == list(wanted)
    for name, value in found.items():
        assert isinstance(value, nnx.Tensor) and value.dtype.name == wanted[name].dtype.name, name
        np.testing.assert_allclose(value.numpy(), wanted[name], rtol=2e-6, err_msg=name)


@pytest.mark.parametrize("name", UPDATES)
def test_every_update_is_that_of_flax(name: str) -> None:
    make, updates = UPDATES[name]
    namespaces = [nnx.metrics, flax_nnx.metrics]
    ours, theirs = (make(namespace) for namespace in namespaces)
    assert_same(ours, theirs)
    for update in updates:
        ours.update(**update)
        theirs.update(**to_jax(update))
        assert_same(ours, theirs)
    ours.reset()
    theirs.reset()
    assert_same(ours, theirs)


def test_a_metric_of_ones_own_takes_part() -> None:
    class Largest(nnx.Metric):
        def __init__(self) -> None:
            self.largest = nnx.MetricState(np.float32(-np.inf))

        def update(self, *, values: Any, **_: Any) -> None:
            self.largest = nnx.MetricState(np.maximum(self.largest.value.numpy(), np.max(values)))

        def compute(self) -> Any:
            return self.largest.value

        def reset(self) -> None:
            self.largest = nnx.MetricState(np.float32(-np.inf))

    both = nnx.MultiMetric(largest=Largest(), mean=nnx.metrics.Average())
    both.update(values=np.array([1.0, 5.0, 3.0], "float32"))
    both.update(values=np.array([2.0], "float32"))
    computed = both.compute()
    assert (float(computed["largest"]), float(computed["mean"])) == (5.0, 2.75)


def test_a_derived_metric_is_one() -> None:
    class Percentage(nnx.metrics.Accuracy):
        def compute(self) -> Any:
            return 100 * float(super().compute())

    metric = nnx.merge(*nnx.split(Percentage()))
    assert type(metric) is Percentage
    metric.update(logits=np.eye(4, dtype="float32"), labels=np.array([0, 1, 2, 0]))
    assert metric.compute() == 75.0


def test_what_is_wrong_is_said() -> None:
    with pytest.raises(TypeError, match="expected keyword argument 'loss'"):
        nnx.metrics.Average("loss").update(values=1.0)
    accuracy = nnx.metrics.Accuracy()
    with pytest.raises(nnx.InvalidArgumentError, match=r"the logits must have 2 axes, they are float32\[3\]"):
        accuracy.update(logits=batch(3), labels=np.zeros(3, "int32"))
    with pytest.raises(nnx.InvalidArgumentError, match="the labels must be int32"):
        accuracy.update(logits=batch(3, 2), labels=np.zeros(3, "float32"))
    assert int(accuracy.count.value) == 0
    several = nnx.MultiMetric(loss=nnx.metrics.Average("loss"), hits=accuracy)
    wrong = {"loss": 1.0, "logits": batch(4, 3), "labels": np.zeros(5, "int32")}
    answers = r"the labels int32\[5\] do not go with the logits float32\[4,3\]; .* shape \[4\]"
    with pytest.raises(nnx.InvalidArgumentError, match=f"^hits: {answers}") as caught:
        several.update(**wrong)
    assert caught.value.path == "hits"
    with pytest.raises(nnx.InvalidArgumentError, match=f"^0/hits: {answers}"):
        nnx.jit(lambda several, wrong: several.update(**wrong))(several, wrong)
    with pytest.raises(TypeError, match="threshold"):
        nnx.metrics.Accuracy(threshold=1)  # type: ignore[arg-type]
    with pytest.raises(nnx.InvalidArgumentError, match="cannot be called update"):
        nnx.MultiMetric(update=nnx.metrics.Average())
    with pytest.raises(NotImplementedError):
        nnx.Metric()


def test_a_traced_update_computes_what_one_at_once_does() -> None:
    def several() -> Any:
        parts = {"mean": nnx.metrics.Average(), "accuracy": nnx.metrics.Accuracy(), "spread": nnx.metrics.Welford()}
        return nnx.MultiMetric(**parts)

    def run(metrics: Any, x: Any, labels: Any) -> Any:
        metrics.update(values=x, logits=x, labels=labels, mask={"mean": np.array([True, False, True])})
        metrics.update(values=2.0, logits=x, labels=np.array([0, 1], "int32"))
        computed = flat(metrics.compute())
        metrics.reset()
        metrics.update(values=x, logits=x, labels=labels)
        return computed | {f"{name} after": value for name, value in flat(metrics.compute()).items()}

    x, labels = batch(2, 3), np.array([2, 1], "int32")
    expected = run(several(), x, labels)
    found = nnx.Program.trace(lambda x, labels: tuple(run(several(), x, labels).values()), x, labels)(x, labels)
    for (name, wanted), value in zip(expected.items(), found, strict=True):
        assert value.tobytes() == wanted.numpy().tobytes(), name
