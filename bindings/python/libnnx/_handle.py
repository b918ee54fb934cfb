"""Ownership of one handle of the C ABI."""

from __future__ import annotations

from collections.abc import Callable


class Handle:
    """Releases its handle exactly once: on `close()` or when the last reference to it goes.

    In CPython with its global lock the library has a class of its own with these members, which is used instead
    (`src/pyobject/handle.rs`).

    It is itself an argument for a function of the library, and so lives at least until the call is over. The release
    function is held by the object, so that it also works while the interpreter shuts down.
    """

    __slots__ = ("_as_parameter_", "_release")

    def __init__(self, value: int, release: Callable[[int], object]) -> None:
        self._as_parameter_: int | None = value
        self._release: Callable[[int], object] | None = release

    @property
    def value(self) -> int | None:
        """The handle as a number, for arrays of handles. Whoever uses it keeps this object alive."""
        return self._as_parameter_

    @property
    def closed(self) -> bool:
        """Whether the handle was released or given away."""
        return self._release is None

    def close(self) -> None:
        """Release now; the number stays, and the library answers whoever uses it that the handle was released."""
        release, self._release = self._release, None
        if release is not None and self._as_parameter_ is not None:
            release(self._as_parameter_)

    def detach(self) -> int | None:
        """The handle for a caller that releases it."""
        value, self._as_parameter_, self._release = self._as_parameter_, None, None
        return value

    __del__ = close
