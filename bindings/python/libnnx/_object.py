"""Objects and Modules: nodes with named attributes, and how a type name finds its Python class."""

from __future__ import annotations

import ctypes
import weakref
from typing import Any, ClassVar

from . import _abi, _display
from ._error import NotFoundError
from ._library import lib, string
from ._node import Node, adopt, attach, make, type_name
from ._node import address as _address
from ._path import key_text, parse_path
from ._report import take
from ._value import assign, read

_classes: weakref.WeakValueDictionary[str, type[Object]] = weakref.WeakValueDictionary()
_own: dict[str, type[Object]] = {}
"""The classes of libnnx itself."""


class Object(Node):
    """A node with named attributes that live in the native graph, where every language sees them.

    A subclass gets its instances back from `merge` and `clone` without `__init__` being called: the node carries the
    type name, which is the class's name, or, when another live class has that name already, its qualified name;
    `class Block(nnx.Module, type_name="vision.Block")` fixes it. A node of an unknown type is an Object itself.
    """

    __slots__ = ()

    _type_name: ClassVar[str] = "Object"

    def __new__(cls, *arguments: Any, **options: Any) -> Any:
        if (arguments or options) and cls.__init__ is object.__init__:
            raise TypeError(f"{cls.__name__}() takes no arguments")
        out = _abi.nnx_node()
        lib.nnx_object_new(None, string(cls._type_name), ctypes.byref(out))
        python = object.__new__(cls)
        attach(python, out.value)
        return python

    def __init_subclass__(cls, type_name: str | None = None, **options: Any) -> None:
        super().__init_subclass__(**options)
        cls._type_name = _free_name(cls, type_name)
        _classes[cls._type_name] = cls
        if cls.__module__.partition(".")[0] == __package__:
            _own[cls._type_name] = cls

    def __setattr__(self, name: str, value: Any) -> None:
        cls = type(self)
        found = getattr(cls, name, _MISSING)
        if found is not _MISSING and not _shadow(cls, name):
            object.__setattr__(self, name, value)
            return
        assign(_address(self), key_text(name), value)

    def __getattr__(self, name: str) -> Any:
        if not (name.startswith("__") and name.endswith("__")):
            try:
                return read(_address(self), key_text(name))
            except NotFoundError:
                pass
        raise AttributeError(f"{type(self).__name__} object has no attribute {name!r}", name=name, obj=self)

    def __delattr__(self, name: str) -> None:
        try:
            lib.nnx_node_delete(_address(self), string(key_text(name)))
        except NotFoundError:
            raise AttributeError(f"{type(self).__name__} object has no attribute {name!r}") from None

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(key for key in attribute_names(self))})

    def __repr__(self) -> str:
        return _display.tree(self)

    def _repr_html_(self) -> str:
        return _display.to_html(self)


_MISSING: Any = object()


class _Shadow:
    """Puts the native attribute of an instance before a class attribute of the same name."""

    def __init__(self, name: str, default: Any) -> None:
        self.name = name
        self.default = default

    def __get__(self, instance: Object | None, owner: Any = None) -> Any:
        if instance is not None:
            try:
                return read(_address(instance), key_text(self.name))
            except NotFoundError:
                pass
        if hasattr(type(self.default), "__get__"):
            return type(self.default).__get__(self.default, instance, owner)
        return self.default

    def __set__(self, instance: Object, value: Any) -> None:
        assign(_address(instance), key_text(self.name), value)

    def __delete__(self, instance: Object) -> None:
        lib.nnx_node_delete(_address(instance), string(key_text(self.name)))


def _shadow(cls: type[Object], name: str) -> bool:
    """Whether setting `name` goes to the graph although the class has an attribute of that name."""
    for base in cls.__mro__:
        if name in base.__dict__:
            found = base.__dict__[name]
            if isinstance(found, _Shadow):
                return True
            if hasattr(type(found), "__set__") or base in (Object, Module, Node, object):
                return False
            setattr(base, name, _Shadow(name, found))
            return True
    return False


def attribute_names(node: Node) -> list[str]:
    """The names of the attributes of an Object, in the order in which they are split."""
    out = _abi.nnx_report()
    lib.nnx_node_keys(_address(node), ctypes.byref(out))
    return [str(parse_path(row.path)[0]) for row in take(out.value)]


def _free_name(cls: type[Object], wanted: str | None) -> str:
    names = [wanted] if wanted else [cls.__name__, f"{cls.__module__}.{cls.__qualname__}"]
    for name in names:
        other = _classes.get(name)
        if other is None or (other.__module__, other.__qualname__) == (cls.__module__, cls.__qualname__):
            return name
        if wanted and other is _own.get(name):  # a name that is said takes the place of libnnx's own
            return name
    if wanted:
        raise TypeError(f"the type name {wanted!r} belongs to {_classes[wanted]!r}")
    return names[-1]


def _class_of(name: str) -> type[Object]:
    return _classes.get(name) or _own.get(name) or Object


def subclass_names(cls: type) -> list[str]:
    """The type names of the registered classes that are `cls` or refine it."""
    return [name for name, known in _classes.items() if issubclass(known, cls)]


class Module(Object):
    """The base class of models and their layers, as in Flax: attributes set in `__init__` are the model."""

    __slots__ = ()

    def train(self, **attributes: Any) -> None:
        """Set `deterministic=False` and `use_running_average=False` on this module and all below that have them."""
        self.set_attributes(deterministic=False, use_running_average=False, **attributes, raise_if_not_found=False)

    def eval(self, **attributes: Any) -> None:
        """Set `deterministic=True` and `use_running_average=True` on this module and all below that have them."""
        self.set_attributes(deterministic=True, use_running_average=True, **attributes, raise_if_not_found=False)

    def set_attributes(self, *filters: Any, raise_if_not_found: bool = True, **attributes: Any) -> None:
        """Set static attributes on this module and all below that have them and pass one of the filters."""
        from ._graph import set_attributes

        set_attributes(self, *filters, raise_if_not_found=raise_if_not_found, **attributes)

    def sow(
        self,
        variable_type: Any,
        name: str,
        value: Any,
        reduce_fn: Any = lambda kept, value: (*kept, value),
        init_fn: Any = tuple,
    ) -> bool:
        """Keep a value under a name for the `nnx.capture` that this call is in and that asks for the Variable type.

        What was kept under the name before and this become `reduce_fn(before, value)`, at first `reduce_fn(init_fn(),
        value)`: without them a tuple of all. Whether somebody asked is the answer; nothing is kept otherwise.
        """
        from ._capture import sow

        return sow(self, variable_type, name, value, reduce_fn, init_fn)

    def perturb(self, name: str, value: Any, variable_type: Any = None) -> Any:
        """The value plus what the `nnx.capture` that this call is in holds under this name, zeros at first.

        The gradients by that are those by the value. The type is `nnx.Perturbation` unless another is given; where no
        capture asks for it, the value comes back as it is.
        """
        from ._capture import perturb

        return perturb(self, name, value, variable_type)


for _name in ("train", "eval", "set_attributes", "sow", "perturb"):  # an attribute of that name, which C may set, comes first
    setattr(Module, _name, _Shadow(_name, Module.__dict__[_name]))

_classes["Object"] = Object
make(_abi.NNX_NODE_KIND_OBJECT, lambda value: adopt(_class_of(type_name(value)), value))
