"""Paths: tuples of keys in Python, one text form everywhere else (`layers/0/kernel`)."""

from __future__ import annotations

import ctypes
import json
import re
from collections.abc import Iterable
from typing import Union

from . import _abi
from ._library import lib, owned_text, string

Key = Union[str, int]
Path = tuple[Key, ...]

_PLAIN = re.compile(r'[^/"\x00-\x1f\x7f-\x9f]+')
_INTEGER = re.compile(r"-?[0-9]+")


def key_text(key: Key) -> str:
    """One component of a path as it is printed."""
    if type(key) is str:
        if _PLAIN.fullmatch(key) and not _INTEGER.fullmatch(key):
            return key
        out = _abi.nnx_bytes()
        lib.nnx_path_component(string(key), ctypes.byref(out))
        return owned_text(out.value)
    if isinstance(key, int) and not isinstance(key, bool):
        if -(2**63) <= key < 2**63:
            return str(int(key))
        raise ValueError(f"the key {key} does not fit an int64")
    if isinstance(key, str):
        return key_text(str(key))
    raise TypeError(f"a key is a str or an int, not {key!r} of type {type(key).__name__}")


def as_path(value: Iterable[Key]) -> Path:
    """A path that a caller gives; a text is refused, as its letters are no keys."""
    if type(value) is tuple:
        return value
    if isinstance(value, (str, bytes)):
        raise TypeError(f"a path is a tuple of keys, not the text {value!r}; nnx.parse_path makes one of a text")
    if not isinstance(value, Iterable):
        raise TypeError(f"a path is a tuple of keys, not {value!r}")
    return tuple(value)


def path_text(path: Iterable[Key]) -> str:
    """A path as it is printed: `("layers", 0, "kernel")` gives `layers/0/kernel`."""
    return "/".join(map(key_text, as_path(path)))


def parse_path(text: str) -> Path:
    """The keys of a printed path; `parse_path(path_text(path)) == path`."""
    if not text:
        return ()
    if '"' not in text:
        return tuple(map(_parse_key, text.split("/")))
    keys: list[Key] = []
    position = 0
    decoder = json.JSONDecoder(strict=False)
    while True:
        if text.startswith('"', position):
            try:
                key, position = decoder.raw_decode(text, position)
            except json.JSONDecodeError as error:
                raise ValueError(f"the path {text!r} holds a quoted key that is not a JSON string: {error}") from None
            keys.append(key)
        else:
            end = text.find("/", position)
            end = len(text) if end < 0 else end
            keys.append(_parse_key(text[position:end]))
            position = end
        if position == len(text):
            return tuple(keys)
        if text[position] != "/":
            raise ValueError(f"the path {text!r} has {text[position]!r} after a quoted key, where / was expected")
        position += 1


def _parse_key(text: str) -> Key:
    if not text:
        raise ValueError('a path has an empty component; an empty key is written ""')
    if '"' in text:
        raise ValueError(f'the key {text!r} holds a " and must be written as a JSON string')
    if _INTEGER.fullmatch(text):
        value = int(text)
        if -(2**63) <= value < 2**63:
            return value
        raise ValueError(f"the integer key {text} does not fit an int64")
    return text
