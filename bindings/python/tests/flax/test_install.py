"""Natives under Flax's own functions: who sees them, and that Flax gets its own back."""

import copy
import inspect
import subprocess
import sys
import textwrap

import pytest

nnx = pytest.importorskip("flax.nnx")
import flax.nnx.graph  # noqa: F401 (an alias of graphlib that must be replaced too)
import jax.numpy as jnp
import optax

import libnnx.flax

FUNCTIONS = ("split", "merge", "update", "state", "graphdef", "clone", "pop", "iter_graph")


@pytest.fixture(autouse=True)
def flax_as_it_was():
    libnnx.flax.uninstall()
    yield
    libnnx.flax.uninstall()


def every_name():
    """Every global of every module of Flax that could have been replaced."""
    return {
        (module_name, name): value
        for module_name, module in list(sys.modules.items())
        if module_name.split(".")[0] == "flax"
        for name, value in list(vars(module).items())
        if inspect.isfunction(value) or type(value).__name__ == "partial"
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_signatures_are_flaxs(name):
    def shape(function):
        parameters = inspect.signature(function).parameters.values()
        return [(each.name, each.kind, each.default) for each in parameters]

    assert shape(getattr(libnnx.flax, name)) == shape(getattr(nnx, name))


@pytest.mark.parametrize("name", FUNCTIONS)
def test_installed_they_stand_under_every_name(name):
    ours = getattr(libnnx.flax, name)
    with libnnx.flax.installed():
        assert getattr(nnx, name) is ours
        assert getattr(nnx.graphlib, name) is ours
        assert getattr(nnx.graph, name) is ours
        if name in ("split", "state", "clone", "graphdef", "iter_graph"):
            partial = getattr(nnx.compat, name)
            assert partial.func is ours and partial.keywords == {"graph": True}
    assert getattr(nnx, name) is not ours


def test_no_name_of_flax_keeps_a_replaced_function():
    before = {names: value for names, value in every_name().items() if names[0] == "flax.nnx.graphlib"}
    with libnnx.flax.installed():
        after = every_name()
        replaced = {names[1]: value for names, value in before.items() if after[names] is not value}
        assert {*FUNCTIONS, "flatten", "unflatten", "variables"} <= set(replaced)
        assert [names for names, value in after.items() if value in replaced.values()] == []


def test_uninstalled_flax_is_as_it_was():
    before = every_name()
    hash_before, equal_before = nnx.GraphDef.__hash__, nnx.GraphDef.__eq__
    libnnx.flax.install()
    libnnx.flax.install()
    assert every_name() != before
    libnnx.flax.uninstall()
    assert every_name() == before
    assert (nnx.GraphDef.__hash__, nnx.GraphDef.__eq__) == (hash_before, equal_before)
    libnnx.flax.uninstall()
    assert every_name() == before


def test_installed_may_be_nested_and_ends_after_an_exception():
    flaxs = nnx.split
    with pytest.raises(KeyError), libnnx.flax.installed():
        with libnnx.flax.installed():
            assert nnx.split is libnnx.flax.split
        assert nnx.split is libnnx.flax.split
        raise KeyError
    assert nnx.split is flaxs


def counted():
    stats = libnnx.flax.stats()
    return stats.native_count + stats.fallback_count


def uses():
    def gradient(model):
        return nnx.grad(lambda model, x: model(x).sum())(model, jnp.ones((1, 2)))

    def optimizer(model):
        nnx.Optimizer(model, optax.sgd(0.1), wrt=nnx.Param).update(model, nnx.state(model, nnx.Param))

    return {
        "jit": lambda model: nnx.jit(lambda model, x: model(x))(model, jnp.ones((1, 2))),
        "grad": gradient,
        "compat": lambda model: nnx.compat.split(model),
        "deepcopy": copy.deepcopy,
        "optimizer": optimizer,
        "set_attributes": lambda model: model.set_attributes(use_bias=True),
        "eval_shape": lambda model: nnx.eval_shape(lambda: nnx.Linear(2, 3, rngs=nnx.Rngs(0))),
    }


@pytest.mark.parametrize("use", uses())
def test_flaxs_own_callers_reach_them(use):
    model = nnx.Linear(2, 3, rngs=nnx.Rngs(0))
    before = counted()
    with libnnx.flax.installed():
        uses()[use](model)
    assert counted() > before


def test_hash_and_equality_agree_with_flax():
    model, other = nnx.Linear(2, 3, rngs=nnx.Rngs(0)), nnx.Linear(3, 2, rngs=nnx.Rngs(0))
    plain, plain_other = nnx.graphdef(model), nnx.graphdef(other)
    expected = hash(plain)
    with libnnx.flax.installed():
        same = nnx.graphdef(model)
        assert hash(same) == hash(plain) == expected
        assert same == plain and plain == same and same == same
        assert same != plain_other and same != 1
        assert {plain: "found"}[same] == "found"
        unhashable = nnx.graphdef(nnx.Param(jnp.ones(1), tags=["a list"]))
        with pytest.raises(TypeError, match="unhashable"):
            hash(unhashable)


def run(program, **environment):
    import os

    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_an_unknown_flax_gives_one_warning_and_falls_back():
    result = run(
        """
        import importlib.metadata, warnings
        found = importlib.metadata.version
        importlib.metadata.version = lambda name: "99.0" if name == "flax" else found(name)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            import libnnx.flax
            from flax import nnx
            libnnx.flax.install()
            nnx.split(nnx.Linear(2, 3, rngs=nnx.Rngs(0)))
        ours = [each for each in caught if issubclass(each.category, libnnx.flax.UnknownFlaxWarning)]
        print(len(ours), ours[0].message)
        libnnx.flax.state(nnx.Linear(2, 3, rngs=nnx.Rngs(0)))
        print(libnnx.flax.stats().native_count, libnnx.flax.stats().fallbacks, nnx.split.__module__)
        """
    )
    assert result.stdout.splitlines() == [
        "1 libnnx.flax knows Flax 0.12.8, not 99.0: all calls go to Flax's own functions",
        "0 {'state: unknown Flax': 1} flax.nnx.graphlib",
    ], result.stderr


def test_an_unknown_flax_may_lack_what_the_natives_know_and_have_other_options():
    result = run(
        """
        import importlib.metadata, warnings
        found = importlib.metadata.version
        importlib.metadata.version = lambda name: "99.0" if name == "flax" else found(name)
        from flax import nnx
        from flax.nnx.transforms import compilation
        del nnx.Optimizer
        compilation.jit = lambda function, *, novel: (function, novel)
        warnings.simplefilter("ignore")
        import libnnx.flax
        print(libnnx.flax.jit(abs, novel=3))
        """
    )
    assert result.stdout == "(<built-in function abs>, 3)\n", result.stderr


def test_without_flax_the_import_says_what_is_missing():
    result = run("import sys; sys.modules['flax'] = None\nimport libnnx\nimport libnnx.flax")
    assert "ImportError: libnnx.flax works on the objects of Flax NNX, and flax" in result.stderr
    assert "pip install flax==0.12.8" in result.stderr


def test_a_free_threaded_build_is_refused():
    result = run(
        """
        import sysconfig
        found = sysconfig.get_config_var
        sysconfig.get_config_var = lambda name: 1 if name == "Py_GIL_DISABLED" else found(name)
        import libnnx
        import libnnx.flax
        """
    )
    assert "ImportError: libnnx.flax needs the global interpreter lock" in result.stderr
