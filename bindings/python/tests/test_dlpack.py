"""DLPack in and out: no copy, the same address on both sides, and the refusals that the protocol knows."""

import gc

import numpy as np
import pytest

import libnnx as nnx

DTYPES = [
    "bool",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "float32",
    "float64",
]


def aligned(shape, dtype):
    """A NumPy array at an address that JAX takes without a copy."""
    raw = np.zeros(int(np.prod(shape)) * np.dtype(dtype).itemsize + 64, np.uint8)
    start = -raw.ctypes.data % 64
    array = raw[start : start + int(np.prod(shape)) * np.dtype(dtype).itemsize].view(dtype).reshape(shape)
    array[...] = np.arange(array.size).reshape(shape).astype(dtype)
    return array


@pytest.mark.parametrize("dtype", DTYPES)
def test_numpy_both_ways_at_one_address(dtype):
    array = aligned((4, 16), dtype)
    tensor = nnx.from_dlpack(array)
    assert tensor.address == array.ctypes.data
    back = np.from_dlpack(tensor)
    assert back.ctypes.data == array.ctypes.data
    assert back.dtype == dtype and back.shape == (4, 16) and (back == array).all()
    assert not back.flags.writeable


@pytest.mark.parametrize("dtype", [name for name in DTYPES if not name.endswith("64")] + ["bfloat16"])
def test_jax_both_ways_at_one_address(dtype):
    jnp = pytest.importorskip("jax.numpy")
    array = jnp.arange(128).astype(dtype).reshape(8, 16)
    tensor = nnx.Tensor(array)
    assert tensor.dtype == dtype
    assert tensor.address == array.unsafe_buffer_pointer()
    back = jnp.from_dlpack(tensor, copy=False)
    assert back.unsafe_buffer_pointer() == tensor.address
    assert back.dtype == array.dtype and (back == array).all()


def test_own_memory_is_aligned_for_jax():
    jnp = pytest.importorskip("jax.numpy")
    for size in 5, 7, 64, 4096, 100_000:  # up to 16 bytes lie in the tensor itself
        tensor = nnx.Tensor(np.ones(size, np.float32))
        assert tensor.address % (256 if size * 4 >= 4096 else 64) == 0
        assert jnp.from_dlpack(tensor, copy=False).unsafe_buffer_pointer() == tensor.address


def test_the_capsule_s_kind_follows_max_version():
    tensor = nnx.Tensor([1.0, 2.0])
    assert '"dltensor"' in repr(tensor.__dlpack__())
    assert '"dltensor"' in repr(tensor.__dlpack__(max_version=(0, 8)))
    assert '"dltensor_versioned"' in repr(tensor.__dlpack__(max_version=(1, 0)))
    assert '"dltensor_versioned"' in repr(tensor.__dlpack__(max_version=(2, 3)))


def test_a_copy_is_a_copy():
    tensor = nnx.Tensor(np.arange(4))
    copied = np.from_dlpack(tensor, copy=True)
    assert copied.ctypes.data != tensor.address and copied.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("options", [{"stream": 1}, {"dl_device": (2, 0)}, {"dl_device": (1, 1)}])
def test_what_cannot_be_had_is_a_buffer_error(options):
    with pytest.raises(BufferError):
        nnx.Tensor([1.0]).__dlpack__(**options)


def test_a_capsule_is_used_once():
    class Once:
        capsule = nnx.Tensor([1.0]).__dlpack__()

        def __dlpack__(self, **options):
            return self.capsule

        def __dlpack_device__(self):
            return (1, 0)

    assert nnx.from_dlpack(Once()).tolist() == [1.0]
    with pytest.raises(TypeError, match="used already"):
        nnx.from_dlpack(Once())


def test_a_foreign_device_is_refused():
    class OnGpu:
        def __dlpack__(self, **options):
            raise AssertionError("must not be asked")

        def __dlpack_device__(self):
            return (2, 0)

    with pytest.raises(BufferError, match=r"\(2, 0\)"):
        nnx.from_dlpack(OnGpu())


def test_memory_lives_as_long_as_either_side():
    array = np.from_dlpack(nnx.Tensor(np.arange(1000)))
    gc.collect()
    assert array.sum() == 499500
    tensor = nnx.from_dlpack(np.arange(1000))
    gc.collect()
    assert np.asarray(tensor).sum() == 499500


def test_unused_capsules_are_freed():
    tensor = nnx.Tensor(np.ones(16, np.float32))
    capsules = [tensor.__dlpack__(max_version=(1, 0)), tensor.__dlpack__()]
    assert not tensor.is_unique
    del capsules
    assert tensor.is_unique


def test_a_capsule_dropped_while_an_exception_is_raised_keeps_the_exception():
    tensor = nnx.Tensor([1.0] * 16, "bfloat16")
    with pytest.raises((BufferError, RuntimeError), match="dtype"):
        np.from_dlpack(tensor)
    assert tensor.is_unique


def test_scalars_and_empty_arrays():
    for array in np.float32(3), np.zeros((0, 3), np.int32), np.zeros((2, 0, 5)):
        array = np.asarray(array)
        back = np.from_dlpack(nnx.from_dlpack(array))
        assert back.shape == array.shape and back.dtype == array.dtype
