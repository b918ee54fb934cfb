"""Exceptions: one class per status of the C ABI, each also the built-in exception that Python code expects there."""

from __future__ import annotations


class NnxError(Exception):
    """A call that libnnx refused.

    `status` is the number of the C ABI (1000 and above: a callback's own), `path` the place in the graph or file that
    it is about ("" when there is none), `message` the text without the path.
    """

    def __init__(self, message: str, status: int = 0, path: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.status = status
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path and self.path not in self.message else self.message

    def _move_to(self, path: str) -> None:
        """Say that it is about this path, where it named none."""
        if not self.path:
            self.path, self.message = path, f"{path}: {self.message}"
            self.args = (self.message,)

    def __reduce__(self) -> tuple[type[NnxError], tuple[str, int, str]]:
        return type(self), (self.message, self.status, self.path)


class InvalidArgumentError(NnxError, ValueError):
    """NULL, ill-formed, bad UTF-8, overflow, shape or dtype."""


class NotFoundError(NnxError, KeyError):
    """An unknown path, key or file."""


class AlreadyExistsError(NnxError, ValueError):
    """The key or name is taken."""


class ResourceExhaustedError(NnxError, MemoryError):
    """There is not enough memory."""


class FailedPreconditionError(NnxError, RuntimeError):
    """The call came at the wrong time, or its arguments do not fit each other."""


class UnimplementedError(NnxError, NotImplementedError):
    """The operation, type or option is not supported."""


class InternalError(NnxError, RuntimeError):
    """A bug in libnnx, caught before it could do harm."""


class UnavailableError(NnxError, OSError):
    """There is no driver or device."""


class DataLossError(NnxError, ValueError):
    """A file is damaged."""


class InvalidHandleError(NnxError, ValueError):
    """The object was closed, or belongs to another library."""


class PoisonedError(NnxError, RuntimeError):
    """A change of this object failed half-way; it can only be released."""


class VersionMismatchError(NnxError, RuntimeError):
    """The package and the shared library are of different versions."""


class NonFiniteError(NnxError, ArithmeticError):
    """A value is not finite."""


class DeviceError(NnxError, RuntimeError):
    """The device reported an error."""


_BY_STATUS: dict[int, type[NnxError]] = {
    3: InvalidArgumentError,
    5: NotFoundError,
    6: AlreadyExistsError,
    8: ResourceExhaustedError,
    9: FailedPreconditionError,
    12: UnimplementedError,
    13: InternalError,
    14: UnavailableError,
    15: DataLossError,
    100: InvalidHandleError,
    101: PoisonedError,
    102: VersionMismatchError,
    103: NonFiniteError,
    104: DeviceError,
}


def for_status(status: int, message: str, path: str = "") -> NnxError:
    """The exception for a status of the C ABI."""
    return _BY_STATUS.get(status, NnxError)(message, status, path)
