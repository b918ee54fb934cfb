"""Ownership of one handle of the C ABI."""

from __future__ import annotations

from collections.abc import Callable


class Handle:
    """Releases its handle exactly once: on `close()` or when the last reference to it goes.

    It is itself an argument for a function of the library, and so lives at least until the call is over. The release
    function is held by the object, so that it also works while the interpreter shuts down.
    """

    __slots__ = ("_as_parameter_", "_release")

    def __init__(self, value: int, release: Callable[[int], object]) -> None:
        self._as_parameter_: int | None = value
        self._release = release

    @property
    def value(self) -> int | None:
        """The handle as a number; None once it is closed. Whoever uses it keeps this object alive."""
        return self._as_parameter_

    def close(self) -> None:
        """Release now; whoever uses the handle afterwards gets an error."""
        value, self._as_parameter_ = self._as_parameter_, None
        if value is not None:
            self._release(value)

    def detach(self) -> int | None:
        """The handle for a caller that releases it."""
        value, self._as_parameter_ = self._as_parameter_, None
        return value

    __del__ = close
