"""`LIBNNX_FLAX=1`: puts libnnx's natives under Flax's functions as soon as a program imports `flax.nnx`.

`libnnx.pth`, which lies beside this file in site-packages, imports it at the start of Python when the variable is set.
Nothing is loaded before Flax is, and a program that does not import Flax never loads anything.
"""

import importlib.util
import sys
import warnings

TARGET = "flax.nnx"


class Finder:
    """Finds `flax.nnx` as everybody else does, and installs the natives when it has been executed."""

    def find_spec(self, name, path=None, target=None):
        if name != TARGET:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module):
                execute(module)
                install()

            spec.loader.exec_module = exec_module
        return spec


def install():
    try:
        import libnnx.flax
    except Exception as error:  # the program runs on with plain Flax
        warnings.warn(f"LIBNNX_FLAX=1 has no effect: {error}", RuntimeWarning, stacklevel=2)
    else:
        libnnx.flax.install()


def watch():
    """Install at once where Flax has been imported already, or else when it is."""
    if TARGET in sys.modules:
        install()
    else:
        sys.meta_path.insert(0, Finder())
