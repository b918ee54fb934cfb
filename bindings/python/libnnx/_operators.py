"""Arithmetic on values, done by NumPy: `tensor + 1` is `numpy.asarray(tensor) + 1`."""

from __future__ import annotations

from typing import Any


class ArrayOperators:
    """Gives a class with `__array__` the operators of a NumPy array; results are NumPy's."""

    __slots__ = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        raise NotImplementedError

    def _array(self) -> Any:
        """What the operators compute with: a NumPy array, or a traced value."""
        return self.__array__()

    def __add__(self, other: Any) -> Any:
        return self._array() + other

    def __radd__(self, other: Any) -> Any:
        return other + self._array()

    def __sub__(self, other: Any) -> Any:
        return self._array() - other

    def __rsub__(self, other: Any) -> Any:
        return other - self._array()

    def __mul__(self, other: Any) -> Any:
        return self._array() * other

    def __rmul__(self, other: Any) -> Any:
        return other * self._array()

    def __truediv__(self, other: Any) -> Any:
        return self._array() / other

    def __rtruediv__(self, other: Any) -> Any:
        return other / self._array()

    def __floordiv__(self, other: Any) -> Any:
        return self._array() // other

    def __rfloordiv__(self, other: Any) -> Any:
        return other // self._array()

    def __mod__(self, other: Any) -> Any:
        return self._array() % other

    def __rmod__(self, other: Any) -> Any:
        return other % self._array()

    def __pow__(self, other: Any) -> Any:
        return self._array() ** other

    def __rpow__(self, other: Any) -> Any:
        return other ** self._array()

    def __matmul__(self, other: Any) -> Any:
        return self._array() @ other

    def __rmatmul__(self, other: Any) -> Any:
        return other @ self._array()

    def __and__(self, other: Any) -> Any:
        return self._array() & other

    def __rand__(self, other: Any) -> Any:
        return other & self._array()

    def __or__(self, other: Any) -> Any:
        return self._array() | other

    def __ror__(self, other: Any) -> Any:
        return other | self._array()

    def __xor__(self, other: Any) -> Any:
        return self._array() ^ other

    def __rxor__(self, other: Any) -> Any:
        return other ^ self._array()

    def __neg__(self) -> Any:
        return -self._array()

    def __pos__(self) -> Any:
        return +self._array()

    def __abs__(self) -> Any:
        return abs(self._array())

    def __invert__(self) -> Any:
        return ~self._array()

    def __eq__(self, other: object) -> Any:
        return self._array() == other

    def __ne__(self, other: object) -> Any:
        return self._array() != other

    def __lt__(self, other: Any) -> Any:
        return self._array() < other

    def __le__(self, other: Any) -> Any:
        return self._array() <= other

    def __gt__(self, other: Any) -> Any:
        return self._array() > other

    def __ge__(self, other: Any) -> Any:
        return self._array() >= other

    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return bool(self._array())

    def __int__(self) -> int:
        return int(self._array())

    def __float__(self) -> float:
        return float(self._array())

    def __index__(self) -> int:
        return int(self._array().__index__())
