"""What computes with traced values and may be called with arrays too: it is then traced and run now."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from ._traced import current_or_none

F = TypeVar("F", bound=Callable[..., Any])


def runs_at_once(*static: str) -> Callable[[F], F]:
    """For a function of arrays, and of objects, with further arguments `static` that are known when it is traced."""

    def decorate(function: F) -> F:
        @functools.cache
        def jitted() -> Callable[..., Any]:
            from ._jit import jit

            made: Callable[..., Any] = jit(function, static_argnames=static)
            return made

        @functools.wraps(function)
        def call(*arguments: Any, **options: Any) -> Any:
            if current_or_none() is None:
                return jitted()(*arguments, **options)
            return function(*arguments, **options)

        return call  # type: ignore[return-value]

    return decorate
