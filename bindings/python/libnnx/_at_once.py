"""What computes with traced values and may be called with arrays too: it is then traced and run now."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from ._error import NnxError
from ._traced import current_or_none

F = TypeVar("F", bound=Callable[..., Any])


def runs_at_once(*static: str) -> Callable[[F], F]:
    """For a function of arrays, and of objects, with further arguments `static` that are known when it is traced."""

    def decorate(function: F) -> F:
        @functools.cache
        def jitted() -> Any:
            from ._jit import jit

            return jit(function, static_argnames=static)

        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            if current_or_none() is None:
                try:
                    return jitted().run(arguments, options)
                except NnxError as error:
                    # The place among the arguments says nothing here: the layer itself is the only one.
                    if error.path == "0" or error.path.startswith("0/"):
                        error.message = error.message.removeprefix(f"{error.path}: ")
                        error.path, error.args = error.path[2:], (error.message,)
                    raise
            return function(*arguments, **options)

        return call  # type: ignore[return-value]

    return decorate
