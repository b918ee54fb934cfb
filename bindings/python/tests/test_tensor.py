"""Tensors from and to what Python has: numbers, lists, buffers, NumPy."""

import array
import pickle
import sys

import numpy as np
import pytest

import libnnx as nnx


@pytest.mark.parametrize(
    ("value", "dtype", "shape"),
    [
        (True, "bool", ()),
        (3, "int32", ()),
        (2.5, "float32", ()),
        ([1, 2, 3], "int32", (3,)),
        ([[1, 2.5], [3, 4]], "float32", (2, 2)),
        ([True, False], "bool", (2,)),
        ([], "float32", (0,)),
        ([[], []], "float32", (2, 0)),
        (np.float16(1), "float16", ()),
        (np.arange(6).reshape(2, 3), "int64", (2, 3)),
    ],
)
def test_what_becomes_which_tensor(value, dtype, shape):
    tensor = nnx.Tensor(value)
    assert tensor.dtype == dtype and tensor.shape == shape
    assert tensor.tolist() == (value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value)


@pytest.mark.parametrize(
    "value", ["text", object(), {"a": 1}, [1, "a"], [[1], 2], [1, [2]], np.array(["a"]), 1 + 2j, None]
)
def test_what_becomes_no_tensor(value):
    with pytest.raises((TypeError, ValueError)):
        nnx.Tensor(value)


def test_numbers_must_fit():
    with pytest.raises(ValueError, match="int8"):
        nnx.Tensor([300], "int8")
    with pytest.raises(ValueError, match="int32"):
        nnx.Tensor(2**40)
    with pytest.raises(ValueError, match="float"):
        nnx.Tensor([1.5], "int32")
    assert nnx.Tensor(2**40, "int64").item() == 2**40


def test_every_dtype_by_every_name():
    for name in "bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 bfloat16 float32 float64".split():
        tensor = nnx.Tensor.zeros((2, 3), name)
        assert tensor.dtype == name and tensor.dtype is nnx.Tensor.zeros(1, tensor.dtype).dtype
        assert tensor.nbytes == 6 * tensor.dtype.itemsize
        assert tensor.dtype == np.dtype(tensor.dtype)
        assert np.asarray(tensor).dtype == tensor.dtype.dtype
        assert tensor.tolist() == [[0, 0, 0], [0, 0, 0]]
    with pytest.raises(TypeError, match="complex64"):
        nnx.Tensor.zeros(1, "complex64")


def test_a_contiguous_numpy_array_is_shared_on_request():
    source = np.arange(12, dtype=np.float32).reshape(3, 4)
    shared = nnx.Tensor(source, copy=False)
    assert shared.address == source.ctypes.data
    assert np.asarray(shared).ctypes.data == source.ctypes.data
    assert nnx.Tensor(source).address != source.ctypes.data
    with pytest.raises(ValueError, match="strides"):
        nnx.Tensor(source.T, copy=False)
    assert nnx.Tensor(source.T).tolist() == source.T.tolist()


def test_an_array_that_cannot_change_is_shared_unasked():
    source = np.arange(4.0)
    source.flags.writeable = False
    assert nnx.Tensor(source).address == source.ctypes.data
    view = np.arange(4.0)[:]
    view.flags.writeable = False  # its base can still be written to
    assert nnx.Tensor(view).address != view.ctypes.data


def test_the_source_lives_as_long_as_the_tensor(held):
    tensor = nnx.Tensor(np.arange(1000), copy=False)
    assert np.asarray(tensor).sum() == 499500
    del tensor


def test_buffers_of_the_standard_library():
    assert nnx.Tensor(array.array("d", [1, 2])).tolist() == [1.0, 2.0]
    assert nnx.Tensor(b"\x01\x02").tolist() == [1, 2]
    matrix = memoryview(bytes(range(6))).cast("B", (2, 3))
    assert nnx.Tensor(matrix).shape == (2, 3)
    source = b"12345678"
    assert nnx.Tensor(source, copy=False).tobytes() == source
    assert nnx.Tensor(memoryview(bytes(8))[::2]).shape == (4,)
    with pytest.raises(TypeError, match="format"):
        nnx.Tensor(memoryview(b"ab").cast("c"))


def test_the_buffer_protocol_out():
    tensor = nnx.Tensor(np.arange(6, dtype=np.int16).reshape(2, 3))
    view = tensor.buffer()
    assert view.format == "h" and view.shape == (2, 3) and view.tolist() == [[0, 1, 2], [3, 4, 5]]
    assert np.asarray(view).ctypes.data == tensor.address
    del tensor
    assert view[1, 2] == 5
    with pytest.raises(BufferError, match="bfloat16"):
        nnx.Tensor.zeros(2, "bfloat16").buffer()


@pytest.mark.skipif(sys.version_info < (3, 12), reason="__buffer__ is called from Python 3.12 on")
def test_memoryview_takes_a_tensor():
    tensor = nnx.Tensor([1.0, 2.0])
    assert memoryview(tensor).tolist() == [1.0, 2.0]
    with pytest.raises(BufferError):
        tensor.__buffer__(1)


def test_numpy_out_is_a_view_at_the_same_address():
    tensor = nnx.Tensor(np.arange(6, dtype=np.float32))
    out = tensor.numpy()
    assert out.ctypes.data == tensor.address == tensor.__array_interface__["data"][0]
    with pytest.raises(ValueError):
        out[0] = 1
    del tensor
    assert out.tolist() == [0, 1, 2, 3, 4, 5]
    with pytest.raises(ValueError):
        np.asarray(nnx.Tensor([1.0]), dtype=np.int32, copy=False)
    assert np.asarray(nnx.Tensor([1.0]), dtype=np.int32).dtype == np.int32


def test_bfloat16_by_ml_dtypes():
    ml_dtypes = pytest.importorskip("ml_dtypes")
    source = np.array([1.5, -2.25, np.inf, np.nan, 3.14], ml_dtypes.bfloat16)
    tensor = nnx.Tensor(source)
    assert tensor.dtype == nnx.bfloat16
    assert tensor.numpy().dtype == ml_dtypes.bfloat16 and tensor.tobytes() == source.tobytes()
    numbers = [3.14, 1e30, -0.1, float("inf"), 1.00390625, 65280.0 * 3.7]
    assert (
        nnx.Tensor(numbers, "bfloat16").tobytes() == np.array(numbers, np.float32).astype(ml_dtypes.bfloat16).tobytes()
    )
    assert nnx.Tensor(1.5, "bfloat16").item() == 1.5


def test_conversion_to_another_dtype():
    assert nnx.Tensor(np.arange(3), "float32").dtype == "float32"
    assert nnx.Tensor(nnx.Tensor([1, 2]), "float64").tolist() == [1.0, 2.0]
    with pytest.raises(ValueError, match="without a copy"):
        nnx.Tensor(np.arange(3), "float32", copy=False)
    assert nnx.Tensor(np.arange(3, dtype=">i4")).tolist() == [0, 1, 2]


def test_operators_are_numpy_s():
    tensor = nnx.Tensor([1.0, 2.0])
    assert (tensor + 1).tolist() == [2, 3] and (1 - tensor).tolist() == [0, -1]
    assert (tensor == [1, 3]).tolist() == [True, False]
    assert (tensor @ tensor) == 5 and (-tensor)[0] == -1 and tensor[1] == 2
    assert float(nnx.Tensor(2.5)) == 2.5 and int(nnx.Tensor(3)) == 3 and bool(nnx.Tensor(0)) is False
    assert [0, 10, 20][nnx.Tensor(2)] == 20
    assert len(tensor) == 2 and list(tensor) == [1, 2]
    with pytest.raises(TypeError):
        len(nnx.Tensor(1))
    with pytest.raises(TypeError):
        hash(tensor)


def test_equal_is_about_bits():
    nan = nnx.Tensor(float("nan"))
    assert nan.equal(nan) and not (nan == nan)
    assert not nnx.Tensor(0.0).equal(nnx.Tensor(-0.0))
    assert not nnx.Tensor(1).equal(nnx.Tensor(1.0)) and not nnx.Tensor([1]).equal(nnx.Tensor(1))


def test_it_can_be_pickled():
    tensor = nnx.Tensor(np.arange(6, dtype=np.int8).reshape(3, 2))
    again = pickle.loads(pickle.dumps(tensor))
    assert again.equal(tensor) and again.dtype is tensor.dtype


def test_closing_ends_it():
    tensor = nnx.Tensor([1.0])
    assert tensor.shape == (1,)
    tensor.close()
    tensor.close()
    for use in (lambda: tensor.shape, tensor.numpy, tensor.buffer, tensor.tolist, lambda: nnx.Param(tensor)):
        with pytest.raises(nnx.InvalidHandleError, match="already released"):
            use()


@pytest.mark.parametrize("view", ["numpy", "buffer", "__array__", "__dlpack__"])
def test_closing_leaves_views_alone(view):
    tensor = nnx.Tensor(np.full(100_000, 3, np.float32))
    given = np.from_dlpack(tensor) if view == "__dlpack__" else np.asarray(getattr(tensor, view)())
    address = tensor.address
    assert given.ctypes.data == address
    tensor.close()
    others = [nnx.Tensor(np.full(100_000, 7, np.float32)) for _ in range(4)]
    assert (given == 3).all() and address not in [other.address for other in others]


def test_shapes_that_overflow():
    with pytest.raises((ValueError, MemoryError)):
        nnx.Tensor.zeros((2**40, 2**40))
    with pytest.raises((ValueError, MemoryError)):
        nnx.Tensor.zeros((2**31, 2**31), "int8")
    with pytest.raises(ValueError):
        nnx.Tensor.zeros((-1,))
