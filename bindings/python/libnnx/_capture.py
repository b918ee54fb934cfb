"""What Modules keep of a call on its way, and the gradients there: `sow`, `perturb` and `capture`, as in Flax.

Captures are Python's: they lie beside the graph, whose structure stays as it is, and are gone with the call.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ._graph import iter_modules
from ._node import Node
from ._object import Module
from ._path import Key, Path, path_text
from ._state import State
from ._tensor import Tensor
from ._traced import constant, current_or_none, is_traced
from ._tree import value_of
from ._variable import Perturbation, Variable, VariableState, variable_class

Kept = dict[type[Variable], dict[str, Any]]
"""What one Module has kept, by Variable type and name."""

_local = threading.local()

num_open = 0
"""How many calls are being captured, on whatever thread: only then a step asks whether one is here."""

_counting = threading.Lock()


def _count(more: int) -> None:
    global num_open
    with _counting:
        num_open += more


class _Capture:
    """One call that is captured."""

    def __init__(self, root: Node, types: Sequence[type[Variable]], init: State | None) -> None:
        self.modules: list[tuple[Path, Module]] = list(iter_modules(root))
        self.trace = current_or_none()
        self.kept: dict[int, Kept] = {id(module): {kind: {} for kind in types} for _, module in self.modules}
        """By the identity of a Module, which `modules` keeps alive."""
        if init is not None:
            self._begin_with(init)

    def _begin_with(self, init: State) -> None:
        by_path = {path: self.kept[id(module)] for path, module in self.modules}
        for path, leaf in init.flat_items():
            if type(leaf) is not VariableState:
                raise TypeError(f"{path_text(path)}: init has Variables, as nnx.capture gives them, not {leaf!r}")
            owner = next((size for size in range(len(path) - 1, -1, -1) if path[:size] in by_path), 0)
            name, *below = path[owner:]
            if path[:owner] not in by_path or not all(isinstance(key, int) for key in below):
                raise ValueError(f"{path_text(path)}: init has a leaf here, and the captured object no Module above it")
            held = by_path[path[:owner]].setdefault(leaf.type, {})
            # What was sown several times is a tuple, whose parts come in order.
            held[str(name)] = (*held.get(str(name), ()), value_of(leaf)) if below else value_of(leaf)

    def states(self, types: Sequence[type[Variable]]) -> list[State]:
        """A State of what was kept for each of the types."""
        flat: dict[type[Variable], list[tuple[Path, Any]]] = {kind: [] for kind in types}
        for path, module in self.modules:
            for kind, held in self.kept[id(module)].items():
                if kind in flat:
                    for name, value in held.items():
                        flat[kind] += [(at, VariableState(kind, leaf)) for at, leaf in _leaves((*path, name), value)]
        return [State(leaves) for leaves in flat.values()]


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, (tuple, list, dict)):
        parts: Any = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield from _leaves((*path, key), part)
    elif value is not None:
        try:
            yield path, value if is_traced(value) else constant(value)
        except TypeError as error:
            raise TypeError(f"{path_text(path)}: {error}") from None


def _stack() -> list[_Capture]:
    stack: list[_Capture] = _local.__dict__.setdefault("stack", [])
    return stack


def _kept(module: Module, kind: type[Variable] | str) -> dict[str, Any] | None:
    """What the module has kept under this type in the innermost capture; None where nobody asks for it."""
    if isinstance(kind, str):
        kind = variable_class(kind)
    for capture in reversed(_stack()):
        held = capture.kept.get(id(module))
        if held is not None:
            if capture.trace != current_or_none():
                raise RuntimeError(_INSIDE)
            return held.get(kind)
    return None


_INSIDE = (
    "nnx.capture goes inside of the traced function: a function that is traced or run as a step within the captured call "
    "keeps its values for itself. Write nnx.jit(lambda model, x: nnx.capture(model, nnx.Intermediate)(x))"
)


def refuse_here() -> None:
    """An error when a call is captured here, which a compiled step would give nothing."""
    if _local.__dict__.get("stack"):
        raise RuntimeError(_INSIDE)


def sow(
    module: Module,
    variable_type: type[Variable] | str,
    name: str,
    value: Any,
    reduce_fn: Callable[[Any, Any], Any],
    init_fn: Callable[[], Any],
) -> bool:
    """`Module.sow`."""
    held = _kept(module, variable_type)
    if held is None:
        return False
    held[name] = reduce_fn(held[name] if name in held else init_fn(), value)
    return True


def perturb(module: Module, name: str, value: Any, variable_type: type[Variable] | str | None) -> Any:
    """`Module.perturb`."""
    held = _kept(module, Perturbation if variable_type is None else variable_type)
    if held is None:
        return value
    if name not in held:
        like = value if is_traced(value) else constant(value)
        held[name] = Tensor.zeros(like.shape, like.dtype)
    return held[name] + value


def capture(
    fn: Any, *var_types: type[Variable], init: State | None = None, method_outputs: type[Variable] | None = None
) -> Any:
    """A function that also gives what Modules sow on the way: `nnx.capture(model, nnx.Intermediate)(x)`.

    `fn` is a Module, a method of one, or a function whose first argument is one; given a Variable type, this is a
    decorator. Besides the result there is a State for each of `var_types`, with the values under the paths of their
    Modules; what was sown several times under one name has an index at its end. `init` is a State of values to begin
    with: perturbations, to take gradients by. With `method_outputs` what the methods of the Modules give is sown under
    their names as well.
    """
    if isinstance(fn, type) and issubclass(fn, Variable):
        return lambda actual: capture(actual, fn, *var_types, init=init, method_outputs=method_outputs)
    owner = fn.__self__ if inspect.ismethod(fn) and isinstance(fn.__self__, Module) else fn
    within = owner if isinstance(owner, Module) else None

    def captured(*arguments: Any, **named: Any) -> Any:
        root = arguments[0] if within is None and arguments else within
        if not isinstance(root, Node):
            raise TypeError(
                f"the first argument of a captured function is the Module that sows, not a {type(root).__name__}"
            )
        here = _Capture(root, var_types, init)
        with _outputs(here, method_outputs):
            _stack().append(here)
            _count(1)
            try:
                result = fn(*arguments, **named)
            finally:
                _count(-1)
                _stack().remove(here)
        return (result, *here.states(var_types)) if var_types else result

    return functools.wraps(fn)(captured) if inspect.isfunction(fn) else captured


_patching = threading.RLock()
"""Held while methods of classes are replaced: by one capture at a time."""


@contextlib.contextmanager
def _outputs(here: _Capture, kind: type[Variable] | None) -> Iterator[None]:
    """Has the methods of the Modules sow what they give."""
    if kind is None:
        yield
        return
    with _patching:
        classes = dict.fromkeys(type(module) for _, module in here.modules)
        methods = [
            (cls, name, method)
            for cls in classes
            for name, method in vars(cls).items()
            if inspect.isfunction(method) and (name == "__call__" or not name.startswith("_"))
        ]
        for cls, name, method in methods:
            setattr(cls, name, _sowing(here, kind, name, method))
        try:
            yield
        finally:
            for cls, name, method in methods:
                setattr(cls, name, method)


def _sowing(here: _Capture, kind: type[Variable], name: Key, method: Any) -> Any:
    @functools.wraps(method)
    def sowing(self: Any, *arguments: Any, **named: Any) -> Any:
        result = method(self, *arguments, **named)
        if here in _stack():
            self.sow(kind, name, result)
        return result

    return sowing
