"""Variables: the mutable leaves of a graph, and the types that filters tell apart."""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Iterator
from typing import Any, ClassVar

from . import _abi, _static
from ._dtype import DType
from ._error import AlreadyExistsError, InvalidArgumentError, NotFoundError
from ._library import lib, own, string, text
from ._node import Node, address, adopt, attach, make, type_name
from ._opaque import Opaque
from ._operators import ArrayOperators
from ._report import take
from ._tensor import Tensor, as_tensor, is_writable_array
from ._traced import Value, is_traced, is_traced_index, lift

_classes: weakref.WeakValueDictionary[str, type[Variable]] = weakref.WeakValueDictionary()
_MISSING: Any = object()
_ABSENT: Any = object()


class _Value(ArrayOperators):
    """What a Variable and a leaf of a State have in common: a value that can be read like an array."""

    __slots__ = ()

    def _whole(self) -> Any:
        raise NotImplementedError

    def get_value(self, *, index: Any = ...) -> Any:
        """The value, a Tensor, an Opaque or a traced Value; with an index those elements of it."""
        value = self._whole()
        return value if index is Ellipsis else value[index]

    def _tensor(self) -> Tensor:
        value = self._operand()
        return value if isinstance(value, Tensor) else value._tensor()

    def _operand(self) -> Tensor | Value:
        """The array or the traced value, for an expression."""
        value = self._whole()
        if isinstance(value, (Tensor, Value)):
            return value
        raise TypeError(f"a {type(self).__name__} that holds {value!r} is not an array")

    def _array(self) -> Any:
        value = self._operand()
        return value if isinstance(value, Value) else value.__array__()

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        plain = [each._array() if isinstance(each, _Value) else each for each in inputs]
        return getattr(ufunc, method)(*plain, **options)

    @property
    def shape(self) -> tuple[int, ...]:
        """The length of each axis."""
        return self._operand().shape

    @property
    def dtype(self) -> DType:
        """The element type."""
        return self._operand().dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self._operand().ndim

    @property
    def size(self) -> int:
        """The number of elements."""
        return self._operand().size

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return self._tensor().__array__(dtype, copy)

    def __jax_array__(self) -> Any:
        return self._tensor().__jax_array__()

    def __dlpack_device__(self) -> tuple[int, int]:
        return self._tensor().__dlpack_device__()

    def __dlpack__(self, **options: Any) -> Any:
        return self._tensor().__dlpack__(**options)

    def __getitem__(self, index: Any) -> Any:
        return self.get_value(index=index)

    def __len__(self) -> int:
        return len(self._operand())

    def __iter__(self) -> Iterator[Any]:
        return iter(self._operand())


class Variable(Node, _Value):
    """A mutable value with a type and metadata: `Param(numpy.zeros((2, 64)), sharding=("data", "model"))`.

    `v[...]` and `v.value` read it, `v[...] = x` writes it. Whoever shares the Variable sees the new value; a State, a
    Tensor or an array taken before does not change. Metadata are static values, read as attributes. A subclass is a
    Variable type of its own, for filters too; `class Mask(Param, type_name="…")` gives it another name.
    """

    __slots__ = ()

    _type_name: ClassVar[str] = "Variable"

    def __init_subclass__(cls, type_name: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        parent = next(base for base in cls.__mro__[1:] if issubclass(base, Variable))
        cls._type_name = _declare(cls, type_name, parent)
        _classes[cls._type_name] = cls

    def __init__(self, value: Any, **metadata: Any) -> None:
        out = _abi.nnx_node()
        name = string(self._type_name)
        value = value._whole() if isinstance(value, _Value) else value
        if isinstance(value, Opaque):
            lib.nnx_variable_new_opaque(None, name, value._handle, ctypes.byref(out))
        elif isinstance(value, Value):
            lib.nnx_variable_new_traced(None, name, value, ctypes.byref(out))
        else:
            lib.nnx_variable_new(None, name, as_tensor(value)._handle, ctypes.byref(out))
        attach(self, out.value)
        if metadata:
            self.set_metadata(**metadata)

    @property
    def type(self) -> type[Variable]:
        """The Variable type."""
        return type(self)

    @property
    def value(self) -> Any:
        """The value: a Tensor, an Opaque, or a Value while a function over it is traced."""
        return self.get_value()

    @value.setter
    def value(self, value: Any) -> None:
        self.set_value(value)

    def _whole(self) -> Any:
        tensor = _abi.nnx_tensor()
        try:
            lib.nnx_variable_get(address(self), ctypes.byref(tensor))
        except InvalidArgumentError:
            return self._traced_or_opaque()
        return Tensor._own(own("tensor", tensor.value))

    def _traced_or_opaque(self) -> Any:
        traced = _abi.nnx_value()
        try:
            lib.nnx_variable_get_value(address(self), ctypes.byref(traced))
        except InvalidArgumentError:
            opaque = _abi.nnx_opaque()
            lib.nnx_variable_get_opaque(address(self), ctypes.byref(opaque))
            return Opaque._own(own("opaque", opaque.value))
        return Value._of(traced)

    def set_value(self, value: Any) -> None:
        """Replace the value by one of any shape and element type."""
        value = value._whole() if isinstance(value, _Value) else value
        if isinstance(value, Opaque):
            lib.nnx_variable_set_opaque(address(self), value._handle)
        elif isinstance(value, Value):
            lib.nnx_variable_set_traced(address(self), value)
        else:
            lib.nnx_variable_set(address(self), as_tensor(value)._handle)

    def _refuse_in_place(self, other: Any) -> Any:
        raise NotImplementedError(
            f"an in-place operator would put an array in the place of the {type(self).__name__}; use "
            "variable[...] += x, and the like for other operators"
        )

    __iadd__ = __isub__ = __imul__ = __imatmul__ = __itruediv__ = __ifloordiv__ = __imod__ = __ipow__ = _refuse_in_place
    __iand__ = __ior__ = __ixor__ = __ilshift__ = __irshift__ = _refuse_in_place

    def __setitem__(self, index: Any, value: Any) -> None:
        """Write elements; shape and element type stay, as with NumPy."""
        if isinstance(value, Opaque) and index is Ellipsis:
            self.set_value(value)
            return
        now = self._operand()
        if isinstance(now, Value) or is_traced(value) or is_traced_index(index):
            self.set_value(lift(now).with_elements(index, value))
            return
        if index is Ellipsis and not isinstance(value, (bool, int, float, list, tuple)):
            if is_writable_array(value, now.dtype, now.shape):
                del now
                lib.nnx_variable_write(address(self), value.ctypes.data, value.nbytes)
                return
            new = as_tensor(value)
            if new.dtype is now.dtype and new.shape == now.shape:
                self.set_value(new)
                return
        self.set_value(now.with_elements(index, value))

    def get_metadata(self, name: str | None = None, default: Any = _MISSING) -> Any:
        """The metadata of this name, or all as a dict."""
        if name is None:
            return {key: self.get_metadata(key) for key in self._metadata_names()}
        out = _abi.nnx_static()
        try:
            lib.nnx_variable_metadata(address(self), string(name), ctypes.byref(out))
        except NotFoundError:
            if default is _MISSING:
                raise
            return default
        return _static.take(out.value)

    def has_metadata(self, name: str) -> bool:
        """Whether there is metadata of this name."""
        return self.get_metadata(name, _ABSENT) is not _ABSENT

    def set_metadata(self, *name_and_value: Any, **metadata: Any) -> None:
        """`set_metadata(name, value)` and `set_metadata(**metadata)` change some, `set_metadata(dict)` replaces all."""
        everything = len(name_and_value) == 1
        if everything:
            metadata = {**name_and_value[0], **metadata}
        elif len(name_and_value) == 2:
            metadata = {name_and_value[0]: name_and_value[1], **metadata}
        elif name_and_value:
            raise TypeError("set_metadata takes a dict, a name and a value, or keyword arguments")
        new = _static.named(metadata, "metadata")
        if everything:
            for name in self._metadata_names():
                self.del_metadata(name)
        for name, static in new.items():
            lib.nnx_variable_set_metadata(address(self), string(name), static)

    def del_metadata(self, name: str) -> None:
        """Take metadata away."""
        lib.nnx_variable_delete_metadata(address(self), string(name))

    def _metadata_names(self) -> list[str]:
        out = _abi.nnx_report()
        lib.nnx_variable_metadata_names(address(self), ctypes.byref(out))
        return [row.path for row in take(out.value)]

    def copy(self, value: Any = _MISSING, **metadata: Any) -> Any:
        """A Variable of its own with the same type, metadata and value, or with another value."""
        return type(self)(self.get_value() if value is _MISSING else value, **{**self.get_metadata(), **metadata})

    replace = copy

    def copy_from(self, other: Variable) -> None:
        """Take the value and the metadata of a Variable, or of a State's leaf, of the same type."""
        theirs = other.type if isinstance(other, (Variable, VariableState)) else type(other)
        if theirs is not self.type:
            raise ValueError(f"copy_from takes a {self.type.__name__}, not a {theirs.__name__}")
        value, metadata = other.get_value(), other.get_metadata()
        self.set_metadata(metadata)
        self.set_value(value)

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__"):
            value = self.get_metadata(name, _ABSENT)
            if value is not _ABSENT:
                return value
        raise AttributeError(f"a {type(self).__name__} has no attribute and no metadata {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "value" or hasattr(type(self), name):
            object.__setattr__(self, name, value)
            return
        raise AttributeError(
            f"a {type(self).__name__} has no attribute {name!r} to set; metadata is set by set_metadata({name}=…)"
        )

    def __repr__(self) -> str:
        metadata = "".join(f", {name}={value!r}" for name, value in self.get_metadata().items())
        return f"{type(self).__name__}({self.get_value()!r}{metadata})"


def _declare(cls: type[Variable], wanted: str | None, parent: type[Variable]) -> str:
    """Register the native Variable type of a class; when another live class has its name, under its qualified name."""
    names = [wanted] if wanted else [cls.__name__, f"{cls.__module__}.{cls.__qualname__}"]
    for name in names:
        other = _classes.get(name)
        taken = other is not None and (other.__module__, other.__qualname__) != (cls.__module__, cls.__qualname__)
        if not taken and _register(name, parent._type_name, last=name is names[-1]):
            return name
    raise TypeError(f"there is a Variable type {names[-1]} already; name this one by type_name=")


def _register(name: str, parent: str, last: bool) -> bool:
    try:
        lib.nnx_variable_type_register(string(name), string(parent))
    except AlreadyExistsError:
        if last:
            raise
        return False
    return True


def variable_class(name: str) -> type[Variable]:
    """The class for a Variable type; one that another language registered gets a class here."""
    found = _classes.get(name)
    if found is None:
        out = _abi.nnx_str()
        lib.nnx_variable_type_parent(string(name), ctypes.byref(out))
        parent = variable_class(text(out) or "Variable")
        found = type(name, (parent,), {"__module__": __name__, "__slots__": ()}, type_name=name)
        _foreign_classes.append(found)
    return found


_foreign_classes: list[type[Variable]] = []
_classes["Variable"] = Variable


class Param(Variable):
    """A learnable parameter."""

    __slots__ = ()


class BatchStat(Variable):
    """A running statistic."""

    __slots__ = ()


class Cache(Variable):
    """A cached value, as of autoregressive decoding."""

    __slots__ = ()


class Intermediate(Variable):
    """A value captured on its way."""

    __slots__ = ()


class Perturbation(Intermediate):
    """A value to take the gradient of an intermediate by."""

    __slots__ = ()


class RngState(Variable):
    """The state of a random stream."""

    __slots__ = ()


class RngKey(RngState):
    """The key of a random stream."""

    __slots__ = ()


class RngCount(RngState):
    """How often a random stream was used."""

    __slots__ = ()


class OptState(Variable):
    """The state of an optimizer."""

    __slots__ = ()


class OptArray(OptState):
    """An array in the state of an optimizer that mirrors no parameter."""

    __slots__ = ()


class OptVariable(OptState):
    """A Variable in the state of an optimizer that mirrors a parameter."""

    __slots__ = ()


class MetricState(Variable):
    """The state of a metric."""

    __slots__ = ()


class LoRAParam(Param):
    """A low-rank parameter."""

    __slots__ = ()


class VariableState(_Value):
    """A leaf of a State: a value with the type and metadata of the Variable it came from.

    `isinstance(leaf, nnx.Param)` answers for that Variable type. It never changes: give a State another leaf by
    `state["linear"]["kernel"] = x`.
    """

    __slots__ = ("_metadata", "_type", "_value", "__weakref__")

    def __init__(self, type: type[Variable], value: Any, **metadata: Any) -> None:
        self._type = type
        self._value = value if isinstance(value, (Opaque, Tensor, Value)) else as_tensor(value)
        self._metadata: Any = metadata

    @property  # type: ignore[misc]
    def __class__(self) -> Any:  # so that isinstance answers for the Variable type
        return self._type

    @property
    def type(self) -> type[Variable]:
        """The Variable type."""
        return self._type

    @property
    def value(self) -> Any:
        """The value: a Tensor, an Opaque, or a Value while a function over it is traced."""
        return self.get_value()

    def _whole(self) -> Any:
        return self._value

    def get_metadata(self, name: str | None = None, default: Any = _MISSING) -> Any:
        """The metadata of this name, or all as a dict."""
        if callable(self._metadata):
            self._metadata = self._metadata()
        if name is None:
            return dict(self._metadata)
        if name not in self._metadata and default is not _MISSING:
            return default
        return self._metadata[name]

    def replace(self, value: Any) -> VariableState:
        """The same with another value."""
        return VariableState(self._type, value, **self.get_metadata())

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__") and name in self.get_metadata():
            return self.get_metadata(name)
        raise AttributeError(f"a leaf of type {self._type.__name__} has no attribute and no metadata {name!r}")

    def __repr__(self) -> str:
        metadata = "".join(f", {name}={value!r}" for name, value in self.get_metadata().items())
        return f"VariableState({self._type.__name__}, {self._value!r}{metadata})"


make(_abi.NNX_NODE_KIND_VARIABLE, lambda value: adopt(variable_class(type_name(value)), value))
