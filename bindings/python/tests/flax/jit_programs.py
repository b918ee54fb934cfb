"""Programs that are jitted, with what is taken in place of `nnx.jit`: what each returns is compared."""

import copy
import functools
import inspect

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from flax import nnx
from portrait_of_state import state_of


class Model(nnx.Module):
    def __init__(self, rngs):
        self.linear = nnx.Linear(2, 4, rngs=rngs)
        self.norm = nnx.BatchNorm(4, rngs=rngs)
        self.dropout = nnx.Dropout(0.5, rngs=rngs)
        self.out = nnx.Linear(4, 3, rngs=rngs)

    def __call__(self, x):
        return self.out(self.dropout(nnx.relu(self.norm(self.linear(x)))))


def loss_of(model, x, y):
    return ((model(x) - y) ** 2).mean()


def train_step(model, optimizer, metrics, x, y):
    loss, grads = nnx.value_and_grad(loss_of)(model, x, y)
    optimizer.update(model, grads)
    metrics.update(loss=loss)
    return loss


def batch():
    return jnp.arange(8.0).reshape(4, 2) / 8, jnp.ones((4, 3))


# Each scenario gets a jit and returns what can be seen afterwards.


def training(jit):
    model = Model(nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-2), wrt=nnx.Param)
    metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"))
    step = jit(train_step)
    losses = [step(model, optimizer, metrics, *batch()) for _ in range(5)]
    return losses, (model, optimizer, metrics)


def donated(jit):
    model = Model(nnx.Rngs(0))
    optimizer = nnx.Optimizer(model, optax.adam(1e-2), wrt=nnx.Param)
    metrics = nnx.MultiMetric(loss=nnx.metrics.Average("loss"))
    step = jit(train_step, donate_argnames=("model", "optimizer"))
    before = model.linear.kernel.get_raw_value()
    losses = [step(model, optimizer, metrics, *batch()) for _ in range(3)]
    return losses, before.is_deleted(), (model, optimizer, metrics)


def donated_and_unchanged(jit):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    step = jit(lambda model, x: model(x), donate_argnums=0)
    return [step(model, batch()[0]) for _ in range(2)], model


def static_by_number(jit):
    step = jit(lambda model, n, x: model(x) * n, static_argnums=1)
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    return [step(model, n, batch()[0]) for n in (1, 2, 1, True, 1.0)], model


def static_by_name(jit):
    def f(model, x, *, mode="a", times=2):
        for _ in range(times if mode == "a" else 1):
            x = model(x)
        return x

    step = jit(f, static_argnames=("mode", "times"))
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    x = batch()[0]
    return [step(model, x), step(model, x, mode="b"), step(model, x, times=3), step(model, x=x, mode="a")], model


def static_name_given_by_position(jit):
    step = jit(lambda model, x, times: model(x) * sum(range(times)), static_argnames="times")
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    return [step(model, batch()[0], 3), step(model, batch()[0], times=4)], model


def batch_statistics_and_random_streams(jit):
    model = Model(nnx.Rngs(params=0, dropout=1))
    step = jit(lambda model, x: model(x))
    return [step(model, batch()[0]) for _ in range(3)], model


def evaluation_leaves_all_as_it_was(jit):
    model = Model(nnx.Rngs(0))
    model.eval()
    return jit(lambda model, x: model(x))(model, batch()[0]), model


def keys_change(jit):
    class Noise(nnx.Module):
        def __init__(self):
            self.key = nnx.Variable(jax.random.key(7))
            self.old = nnx.Variable(jax.random.PRNGKey(8))

        def __call__(self):
            self.key.set_value(jax.random.split(self.key.get_value())[0])
            self.old.set_value(jax.random.split(self.old.get_value())[0])
            return jax.random.normal(self.key.get_value(), (2,)), jax.random.key(3)

    noise = Noise()
    step = jit(lambda noise: noise())
    return [step(noise) for _ in range(3)], noise


def another_implementation_of_keys(jit):
    step = jit(lambda v: jax.random.normal(v.get_value(), (2,)))
    return [step(nnx.Variable(jax.random.key(1, impl=name))) for name in ("threefry2x32", "rbg", "threefry2x32")]


def sharing_between_arguments(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))

    def f(a, b, kernel):
        assert a.inner is b and kernel is b.kernel
        b.kernel[...] += 1.0
        return a.inner.kernel[...].sum()

    class Holder(nnx.Module):
        def __init__(self):
            self.inner = model

    holder = Holder()
    return [jit(f)(holder, model, model.kernel) for _ in range(2)], holder, model, holder.inner is model


def sharing_within_a_module(jit):
    class Tied(nnx.Module):
        def __init__(self):
            self.a = nnx.Param(jnp.ones(2))
            self.b = self.a
            self.me = self

    tied = Tied()

    def f(tied):
        tied.a[...] += 1.0
        return tied.b[...] + tied.me.a[...]

    return [jit(f)(tied) for _ in range(2)], tied, tied.a is tied.b, tied.me is tied


def a_new_attribute(jit):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))

    def f(model, x):
        model.seen = nnx.Variable(x.sum())
        model.name = "seen"
        return model(x)

    step = jit(f)
    return [step(model, batch()[0]) for _ in range(3)], model, model.name


def a_static_attribute_counts(jit):
    class Counter(nnx.Module):
        def __init__(self):
            self.calls = 0
            self.value = nnx.Variable(jnp.zeros(()))

    counter = Counter()

    def f(counter):
        counter.calls += 1
        counter.value[...] += 1
        return counter.calls

    step = jit(f)
    return [step(counter) for _ in range(3)], counter.calls, counter


def a_static_attribute_becomes_an_equal_one_of_another_type(jit):
    class Holder(nnx.Module):
        def __init__(self):
            self.flag = 1

    holder = Holder()

    def f(holder):
        holder.flag = True

    jit(f)(holder)
    return type(holder.flag).__name__, holder


def a_removed_attribute(jit):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))

    def f(model, x):
        if hasattr(model, "bias") and model.bias is not None:
            del model.bias
            model.bias = None
            model.use_bias = False
        return model(x)

    step = jit(f)
    return [step(model, batch()[0]) for _ in range(2)], model.bias, model


def nodes_swap_places(jit):
    pair = [nnx.Param(jnp.zeros(2)), nnx.Param(jnp.ones(2))]

    class Pair(nnx.Module):
        def __init__(self):
            self.a, self.b = pair

    holder = Pair()

    def f(holder):
        holder.a, holder.b = holder.b, holder.a

    step = jit(f)
    step(holder)
    first = holder.a is pair[1] and holder.b is pair[0]
    step(holder)
    return first, holder.a is pair[0], holder


def the_output_is_an_argument(jit):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    out = jit(lambda model: {"model": model, "kernel": model.kernel, "n": model.kernel[...].sum()})(model)
    return out["model"] is model, out["kernel"] is model.kernel, out["n"], model


def the_output_is_a_new_module(jit):
    made = [jit(lambda: Model(nnx.Rngs(3)))() for _ in range(2)]
    return made


def the_output_mixes_old_and_new(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))

    def f(model):
        new = nnx.Linear(2, 2, rngs=nnx.Rngs(1))
        new.kernel = model.kernel
        model.kernel[...] *= 2.0
        return new

    new = jit(f)(model)
    return new.kernel is model.kernel, new, model


def only_arrays(jit):
    step = jit(lambda a, b: {"sum": a["x"] + b, "none": None, "list": [a["y"], (b,)]})
    return step({"x": jnp.ones(2), "y": 3}, np.ones(2)), step({"x": 1.0, "y": np.float32(3)}, 2)


def no_arguments(jit):
    return jit(lambda: jnp.ones(3))()


def a_state_as_argument(jit):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    graphdef, state = nnx.split(model)

    def f(graphdef, state, x):
        state["kernel"][...] += 1.0
        return nnx.merge(graphdef, state)(x)

    return [jit(f)(graphdef, state, batch()[0]) for _ in range(2)], state, model


def containers_of_modules(jit):
    models = {"b": nnx.Linear(2, 2, rngs=nnx.Rngs(0)), "a": [nnx.Linear(2, 2, rngs=nnx.Rngs(1))]}

    def f(models, x):
        models["b"].kernel[...] += 1.0
        models["a"][0].bias[...] -= 1.0
        return models["b"](models["a"][0](x))

    return [jit(f)(models, batch()[0]) for _ in range(2)], models


def an_argument_list_changes(jit):
    models = [nnx.Linear(2, 2, rngs=nnx.Rngs(0)), nnx.Linear(2, 2, rngs=nnx.Rngs(1))]

    def f(models):
        models[0].kernel[...] += 1.0
        models.pop()
        models.append(nnx.Linear(2, 2, rngs=nnx.Rngs(5)))
        models[1].kernel[...] += 1.0

    jit(f)(models)
    return models


def raw_arrays_and_numbers(jit):
    class Raw(nnx.Module):
        def __init__(self):
            self.array = jnp.ones(2)
            self.numpy = nnx.data(np.ones(2, np.float32))
            self.number = nnx.data(2.0)
            self.variable = nnx.Variable(np.arange(3.0, dtype=np.float32))
            self.count = nnx.Variable(0)

    raw = Raw()

    def f(raw):
        raw.array = raw.array + raw.number
        raw.count.set_value(raw.count.get_value() + 1)
        return raw.numpy

    step = jit(f)
    out = [step(raw) for _ in range(3)]
    return out, raw, [type(getattr(raw, name)).__name__ for name in ("array", "numpy", "number")], raw.count


def a_variable_of_a_tree(jit):
    class Holder(nnx.Module):
        def __init__(self):
            self.tree = nnx.Variable({"a": jnp.ones(2), "b": (np.zeros(2, np.float32), None)})

    holder = Holder()

    def f(holder):
        tree = holder.tree.get_value()
        holder.tree.set_value({**tree, "a": tree["a"] + 1})

    for _ in range(2):
        jit(f)(holder)
    return holder.tree.get_value()


class Counted(nnx.Param):
    """A Variable with its own way of setting a value."""

    def set_raw_value(self, value, **kwargs):
        super().set_raw_value(value, **kwargs)


def a_variable_with_its_own_setter(jit):
    def add(variable, x):
        variable[...] += x
        return variable[...].sum()

    alone, model = Counted(jnp.ones(2)), nnx.Module()
    model.counted = Counted(jnp.zeros(3))
    step = jit(add)
    found = [step(alone, 1.0), step(alone, 2.0), jit(lambda model, x: add(model.counted, x))(model, 3.0)]
    made = jit(lambda x: Counted(x))(jnp.ones(2))
    return found, alone, model, made, type(made).__name__


def a_static_attribute_without_a_hash(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    model.options = {1, 2}

    def f(model):
        model.kernel[...] += len(model.options)

    jit(f)(model)
    return model


def metadata_changes(jit):
    param = nnx.Param(jnp.ones(2), tag="outside")

    def f(param):
        param.set_metadata(tag="inside")
        param[...] += 1.0

    for _ in range(2):
        jit(f)(param)
    return param.tag, param


def hooks(jit):
    with pytest.warns(UserWarning, match="hooks are deprecated"):
        param = nnx.Param(jnp.ones(2), on_set_value=(lambda variable, value: value * 2,))

    def f(param):
        param.set_value(param.get_value() + 1.0)

    for _ in range(2):
        jit(f)(param)
    return param.get_raw_value()


def shapes_differ(jit):
    seen = []

    def f(model, x):
        seen.append(x.shape)
        if x.shape[0] > 2:
            model.kernel[...] += 1.0
        return model(x)

    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    step = jit(f)
    out = [step(model, jnp.ones((n, 2))) for n in (1, 4, 1, 4, 2)]
    return out, seen, model


def equal_statics_do_not_trace_again(jit):
    traces = []

    class Holder(nnx.Module):
        def __init__(self, name):
            self.name = name
            self.value = nnx.Variable(jnp.ones(2))

    def f(holder):
        traces.append(holder.name)
        return holder.value[...]

    step = jit(f)
    for name in ("one", "".join(["o", "ne"]), "two", "one"):
        step(Holder(name))
    return traces


def a_module_that_holds_a_compiled_function_is_copied(jit):
    class Holder(nnx.Module):
        def __init__(self):
            self.double = jit(lambda x: x * 2)

    copied = copy.deepcopy(Holder())
    return callable(copied.double), callable(copy.copy(copied.double))


def a_method(jit):
    class Counter(nnx.Module):
        def __init__(self):
            self.count = nnx.Variable(jnp.zeros(()))

        @jit
        def add(self, n):
            self.count[...] += n
            return self.count[...]

    counter = Counter()
    return [counter.add(1), counter.add(2.0), Counter.add(counter, 3)], counter


def options_first(jit):
    @functools.partial(jit, static_argnums=1)
    def f(x, n):
        return x * n

    @jit(inline=True, keep_unused=True)
    def g(model, x, unused):
        return model(x)

    return f(jnp.ones(2), 3), g(nnx.Linear(2, 2, rngs=nnx.Rngs(0)), batch()[0], 1)


def within_other_transforms(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))

    @jit
    def inner(model, x):
        model.kernel[...] += 1.0
        return model(x)

    @jit
    def outer(model, x):
        return inner(model, inner(model, x)).sum()

    grads = nnx.grad(lambda model, x: inner(model, x).sum())(model, batch()[0])
    return outer(model, batch()[0]), grads, model


def inner_transforms(jit):
    class Stack(nnx.Module):
        def __init__(self):
            keys = jax.random.split(jax.random.key(0), 3)
            self.layers = nnx.vmap(lambda key: nnx.Linear(2, 2, rngs=nnx.Rngs(key)))(keys)

        def __call__(self, x):
            return nnx.scan(lambda x, layer: layer(x), in_axes=(nnx.Carry, 0), out_axes=nnx.Carry)(x, self.layers)

    stack = Stack()
    return jit(lambda stack, x: stack(x))(stack, batch()[0]), stack


def cached(jit):
    model = Model(nnx.Rngs(0))
    step = nnx.cached_partial(jit(lambda model, x: model(x)), model)
    return [step(batch()[0]) for _ in range(2)], model


def shardings(jit):
    sharding = jax.sharding.SingleDeviceSharding(jax.devices()[0])
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))

    def f(model, x):
        model.kernel[...] += 1.0
        return model(x)

    return jit(f, in_shardings=(nnx.StateSharding({...: sharding}), sharding))(model, batch()[0]), model


def tree_mode(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))

    def f(model, x):
        model.kernel[...] += 1.0
        return model(x)

    return jit(f, graph=False)(model, batch()[0]), jit(f, graph_updates=False)(model, batch()[0]), model


def refs(jit):
    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    with nnx.var_defaults(ref=True):
        counter = nnx.Variable(jnp.zeros(()))

    def f(model, counter, x):
        counter[...] += 1
        return model(x)

    return [jit(f)(model, counter, batch()[0]) for _ in range(2)], counter[...]


def without_compiling(jit):
    model = Model(nnx.Rngs(0))
    with jax.disable_jit():
        return jit(lambda model, x: model(x))(model, batch()[0]), model


SCENARIOS = [value for value in list(globals().values()) if inspect.isfunction(value) and [*inspect.signature(value).parameters] == ["jit"]]


# Exceptions.


def unhashable_static(jit):
    jit(lambda x, n: x, static_argnums=1)(jnp.ones(2), [1])


def identity(x):
    return x


def not_an_array(jit):
    try:
        jit(identity)("text")
    except TypeError as error:
        raise TypeError(str(error).partition("ctxtag")[0]) from None


def wrong_shape(jit):
    jit(lambda model, x: model(x))(nnx.Linear(2, 2, rngs=nnx.Rngs(0)), jnp.ones((1, 5)))


def raised_inside(jit):
    def f(model):
        model.kernel[...] += 1.0
        raise KeyError("inside")

    model = nnx.Linear(2, 2, rngs=nnx.Rngs(0))
    before = state_of(model)
    try:
        jit(f)(model)
    finally:
        assert state_of(model) == before


def made_an_array_of_numpy(jit):
    def f(model):
        return np.asarray(jnp.arange(3))

    # The text names the function, the file and the line.
    jit(f)(nnx.Linear(2, 2, rngs=nnx.Rngs(0)))


def a_missing_argument(jit):
    jit(lambda model, x: x)(nnx.Linear(2, 2, rngs=nnx.Rngs(0)))


def a_captured_variable_is_set(jit):
    param = nnx.Param(jnp.ones(2))

    def f(x):
        param[...] += x

    jit(f)(jnp.ones(2))


def a_bound_method(jit):
    jit(nnx.Linear(2, 2, rngs=nnx.Rngs(0)).__call__)


def keys_that_do_not_sort(jit):
    holder = nnx.Dict({"a": nnx.Param(jnp.ones(2))})
    jit(lambda both: None)({1: holder, "a": holder})


def too_many_static_numbers(jit):
    jit(lambda x: x, static_argnums=4)(jnp.ones(2))


REFUSED = [
    unhashable_static,
    not_an_array,
    wrong_shape,
    raised_inside,
    made_an_array_of_numpy,
    a_missing_argument,
    a_captured_variable_is_set,
    a_bound_method,
    keys_that_do_not_sort,
    too_many_static_numbers,
]
