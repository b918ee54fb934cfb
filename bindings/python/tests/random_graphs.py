"""Random object graphs described once and built twice: by Flax and by libnnx."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import numpy as np

NAMES = ["a", "b", "kernel", "bias", "B", "_x", "z9", "ü", "layers", "rate"]
VARIABLES = ["Param", "BatchStat", "Cache", "RngKey", "RngCount", "OptVariable", "Mask"]
MODULES = ["Alpha", "Beta", "Gamma"]
TAGS = [None, None, "default", "dropout"]
STATICS = [
    0,
    1,
    -5,
    2**40,
    0.5,
    -1e-5,
    1e300,
    True,
    False,
    "relu",
    "",
    "with/slash",
    b"\0\xff",
    (),
    (1, 2),
    ("x", (0.5, True)),
    len,
]
DTYPES = ["float32", "int32", "uint8", "float16", "bool"]


@dataclass
class Spec:
    """Containers and Variables by number, and what each container holds; values are tagged tuples."""

    containers: list[tuple[str, list]] = field(default_factory=list)  # ("Alpha" | "List" | "Dict", [(key, value)])
    variables: list[tuple[str, str | None, np.ndarray]] = field(default_factory=list)
    root: tuple = ("container", 0)


def describe(seed: int) -> Spec:
    rng = random.Random(seed)
    spec = Spec()
    count = rng.randint(1, 7)
    for _ in range(rng.randint(1, 7)):
        spec.variables.append((rng.choice(VARIABLES), rng.choice(TAGS), _array(rng)))
    for number in range(count):
        kind = "Alpha" if number == 0 else rng.choice([*MODULES, *MODULES, "List", "Dict"])
        length = rng.randint(0, 5)
        keys = list(range(length)) if kind == "List" else rng.sample(NAMES, length)
        spec.containers.append((kind, [(key, _value(rng, spec, count, 2)) for key in keys]))
    spec.containers[0][1].append(("first", ("variable", 0)))  # every graph has a leaf
    form = rng.random()
    if form < 0.1:
        others = [("container", rng.randrange(count)) for _ in range(rng.randint(0, 2))]
        spec.root = ("tuple", [("container", 0), *others])
    elif form < 0.15:
        spec.root = ("list", [("container", 0), ("static", 3)])
    elif form < 0.2:
        spec.root = ("dict", {"m": ("container", 0), "n": ("container", rng.randrange(count))})
    return spec


def _array(rng: random.Random) -> np.ndarray:
    shape = tuple(rng.randint(0, 3) for _ in range(rng.randint(0, 2)))
    values = [rng.randint(0, 50) for _ in range(int(np.prod(shape)))]
    return np.array(values, rng.choice(DTYPES)).reshape(shape)


def _value(rng: random.Random, spec: Spec, count: int, depth: int):
    kind = rng.random()
    if kind < 0.25:
        return ("container", rng.randrange(count))
    if kind < 0.55 and spec.variables:
        return ("variable", rng.randrange(len(spec.variables)))
    if kind < 0.63:
        return ("array", _array(rng))
    if kind < 0.68:
        return ("none",)
    if kind < 0.84 or depth == 0:
        return ("static", rng.choice(STATICS))
    inner = [_value(rng, spec, count, depth - 1) for _ in range(rng.randint(0, 3))]
    form = rng.choice(["list", "tuple", "dict"])
    if form == "dict":
        keys = rng.sample(range(-2, 12), len(inner)) if rng.random() < 0.3 else rng.sample(NAMES, len(inner))
        return ("dict", dict(zip(keys, inner)))
    if form == "tuple" and not any(map(has_data, inner)):
        return (
            ("static", tuple(_plain(value) for value in inner))
            if all(v[0] == "static" for v in inner)
            else ("list", inner)
        )
    return (form, inner)


def has_data(value) -> bool:
    if value[0] in ("list", "tuple"):
        return value[0] == "list" or any(map(has_data, value[1]))
    return value[0] not in ("static", "none")


def _plain(value):
    return value[1]


def build(spec: Spec, library, modules: dict, variables: dict, array, data):
    """The graph of a Spec: `library` is flax.nnx or libnnx, `data` marks a container that is not static."""
    made = [
        variables[kind](array(value), **({} if tag is None else {"tag": tag})) for kind, tag, value in spec.variables
    ]
    nodes = []
    for kind, _ in spec.containers:
        nodes.append(library.List([]) if kind == "List" else library.Dict() if kind == "Dict" else modules[kind]())

    def value_of(value, top: bool):
        kind = value[0]
        if kind == "container":
            return nodes[value[1]]
        if kind == "variable":
            return made[value[1]]
        if kind == "array":
            return array(value[1])
        if kind == "none":
            return None
        if kind == "static":
            return value[1]
        if kind == "dict":
            content = {key: value_of(inner, False) for key, inner in value[1].items()}
        else:
            content = (list if kind == "list" else tuple)(value_of(inner, False) for inner in value[1])
        return data(content) if top else content

    for node, (kind, items) in zip(nodes, spec.containers):
        for key, value in items:
            if kind == "List":
                node.append(value_of(value, True))
            elif kind == "Dict":
                node[key] = value_of(value, True)
            else:
                setattr(node, key, value_of(value, True))
    return value_of(spec.root, False)


FILTERS = ["type", "tag", "contains", "loosely", "in", "callback", "any", "all", "not", "everything", "nothing"]


def random_filter(rng: random.Random, paths: list, depth: int = 2):
    """A description of a filter: `("type", "Param")`, `("not", …)`, …"""
    kind = rng.choice(FILTERS if depth else FILTERS[:6])
    if kind == "type":
        return (kind, rng.choice([*VARIABLES, "Variable", "RngState", "OptState"]))
    if kind == "tag":
        return (kind, rng.choice(["default", "dropout", "absent"]))
    if kind in ("contains", "loosely"):
        keys = [key for path in paths for key in path]
        return (kind, rng.choice(keys) if keys and rng.random() < 0.8 else rng.choice(["er", "a", 0]))
    if kind == "in":
        return (kind, rng.sample(paths, min(len(paths), rng.randint(0, 3))))
    if kind == "callback":
        return (kind, rng.randint(1, 3))
    if kind in ("any", "all"):
        return (kind, [random_filter(rng, paths, depth - 1) for _ in range(rng.randint(0, 3))])
    if kind == "not":
        return (kind, random_filter(rng, paths, depth - 1))
    return (kind,)


def build_filter(description, library, filterlib, variables: dict):
    kind, *rest = description
    if kind == "type":
        return variables.get(rest[0]) or getattr(library, rest[0])
    if kind == "tag":
        return rest[0]
    if kind in ("contains", "loosely"):
        return library.PathContains(rest[0], exact=kind == "contains")
    if kind == "in":
        return filterlib.PathIn(*rest[0])
    if kind == "callback":
        return lambda path, leaf: len(path) % rest[0] == 0 or isinstance(leaf, library.BatchStat)
    if kind == "any":
        return library.Any(*(build_filter(each, library, filterlib, variables) for each in rest[0]))
    if kind == "all":
        return library.All(*(build_filter(each, library, filterlib, variables) for each in rest[0]))
    if kind == "not":
        return library.Not(build_filter(rest[0], library, filterlib, variables))
    return library.Everything() if kind == "everything" else library.Nothing()
