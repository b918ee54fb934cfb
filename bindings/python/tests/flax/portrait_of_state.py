"""What can be seen of a value: types, paths, values bit for bit, statics, sharing. Two equal ones are the same state."""

import jax
import numpy as np
from flax import nnx


def state_of(value):
    return _seen(value, {})


def _seen(value, known):
    if isinstance(value, (nnx.Variable, nnx.Pytree)):
        if id(value) in known:
            return "seen before", known[id(value)]
        known[id(value)] = len(known)
    if isinstance(value, nnx.Variable):
        return type(value).__name__, _seen(value.get_raw_value(), known), sorted(map(repr, value.get_metadata().items()))
    if isinstance(value, nnx.Pytree):
        attributes = {name: each for name, each in vars(value).items() if name != "_pytree__state"}
        return type(value).__name__, [(name, _seen(attributes[name], known)) for name in sorted(attributes)]
    if isinstance(value, nnx.GraphDef):
        return repr(value)
    if isinstance(value, dict) or type(value).__name__ in ("State", "HashableMapping"):
        return type(value).__name__, [(repr(key), _seen(value[key], known)) for key in sorted(value)]
    if isinstance(value, (list, tuple)):
        return type(value).__name__, [_seen(each, known) for each in value]
    if isinstance(value, jax.Array) and jax.dtypes.issubdtype(value.dtype, jax.dtypes.prng_key):
        return "key", str(value.dtype), np.asarray(jax.random.key_data(value)).tolist()
    if isinstance(value, (jax.Array, np.ndarray, np.generic)):
        array = np.asarray(value)
        weak = getattr(getattr(value, "aval", None), "weak_type", None)
        return type(value).__name__, str(array.dtype), weak, array.shape, array.tobytes()
    if callable(value):
        return getattr(value, "__qualname__", repr(type(value)))
    return type(value).__name__, repr(value)
