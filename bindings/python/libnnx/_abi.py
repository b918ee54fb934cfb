"""The C ABI for ctypes: constants, types, and the type of every function. Nothing is loaded here.

Generated from src/capi by `make generate`; do not edit.
"""

from __future__ import annotations

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_double,
    c_int32,
    c_int64,
    c_size_t,
    c_uint32,
    c_uint64,
    c_void_p,
)
from typing import Any

NNX_VERSION_MAJOR = 0
NNX_VERSION_MINOR = 1
NNX_VERSION_PATCH = 0
NNX_ABI_MAJOR = 0
NNX_ABI_MINOR = 1

NNX_STATUS_OK = 0
NNX_STATUS_INVALID_ARGUMENT = 3
NNX_STATUS_NOT_FOUND = 5
NNX_STATUS_ALREADY_EXISTS = 6
NNX_STATUS_RESOURCE_EXHAUSTED = 8
NNX_STATUS_FAILED_PRECONDITION = 9
NNX_STATUS_UNIMPLEMENTED = 12
NNX_STATUS_INTERNAL = 13
NNX_STATUS_UNAVAILABLE = 14
NNX_STATUS_DATA_LOSS = 15
NNX_STATUS_INVALID_HANDLE = 100
NNX_STATUS_POISONED = 101
NNX_STATUS_VERSION_MISMATCH = 102
NNX_STATUS_NON_FINITE = 103
NNX_STATUS_DEVICE = 104

NNX_ACTIVATION_RELU = 0
NNX_ACTIVATION_RELU6 = 1
NNX_ACTIVATION_LEAKY_RELU = 2
NNX_ACTIVATION_ELU = 3
NNX_ACTIVATION_CELU = 4
NNX_ACTIVATION_SELU = 5
NNX_ACTIVATION_GELU = 6
NNX_ACTIVATION_GELU_EXACT = 7
NNX_ACTIVATION_SIGMOID = 8
NNX_ACTIVATION_LOG_SIGMOID = 9
NNX_ACTIVATION_SILU = 10
NNX_ACTIVATION_TANH = 11
NNX_ACTIVATION_SOFTPLUS = 12
NNX_ACTIVATION_SOFT_SIGN = 13
NNX_ACTIVATION_HARD_SIGMOID = 14
NNX_ACTIVATION_HARD_SILU = 15
NNX_ACTIVATION_HARD_TANH = 16
NNX_ACTIVATION_IDENTITY = 17

NNX_DTYPE_BOOL = 0
NNX_DTYPE_I8 = 1
NNX_DTYPE_I16 = 2
NNX_DTYPE_I32 = 3
NNX_DTYPE_I64 = 4
NNX_DTYPE_U8 = 5
NNX_DTYPE_U16 = 6
NNX_DTYPE_U32 = 7
NNX_DTYPE_U64 = 8
NNX_DTYPE_F16 = 9
NNX_DTYPE_BF16 = 10
NNX_DTYPE_F32 = 11
NNX_DTYPE_F64 = 12

NNX_REDUCE_SUM = 0
NNX_REDUCE_MEAN = 1
NNX_REDUCE_PROD = 2
NNX_REDUCE_MAX = 3
NNX_REDUCE_MIN = 4
NNX_REDUCE_ANY = 5
NNX_REDUCE_ALL = 6
NNX_REDUCE_VAR = 7
NNX_REDUCE_STD = 8
NNX_REDUCE_LOG_SUM_EXP = 9

NNX_STATIC_KIND_BOOL = 1
NNX_STATIC_KIND_INT = 2
NNX_STATIC_KIND_FLOAT = 3
NNX_STATIC_KIND_STRING = 4
NNX_STATIC_KIND_BYTES = 5
NNX_STATIC_KIND_DTYPE = 6
NNX_STATIC_KIND_TUPLE = 7
NNX_STATIC_KIND_FOREIGN = 8
NNX_STATIC_KIND_NONE = 9

NNX_NODE_KIND_OBJECT = 1
NNX_NODE_KIND_LIST = 2
NNX_NODE_KIND_DICT = 3
NNX_NODE_KIND_VARIABLE = 4
NNX_NODE_KIND_PLAIN_LIST = 5
NNX_NODE_KIND_PLAIN_DICT = 6
NNX_NODE_KIND_TUPLE = 7

NNX_ATTRIBUTE_KIND_NODE = 1
NNX_ATTRIBUTE_KIND_TENSOR = 2
NNX_ATTRIBUTE_KIND_OPAQUE = 3
NNX_ATTRIBUTE_KIND_STATIC = 4
NNX_ATTRIBUTE_KIND_NONE = 5

NNX_FORMAT_TREE = 1
NNX_FORMAT_TABLE = 2
NNX_FORMAT_DOT = 3
NNX_FORMAT_JSON = 4
NNX_FORMAT_HTML = 5
NNX_FORMAT_TEXT = 6

NNX_DIFFERENCE_ONLY_LEFT = 1
NNX_DIFFERENCE_ONLY_RIGHT = 2
NNX_DIFFERENCE_TYPE = 3
NNX_DIFFERENCE_DTYPE = 4
NNX_DIFFERENCE_SHAPE = 5
NNX_DIFFERENCE_METADATA = 6
NNX_DIFFERENCE_VALUE = 7

NNX_LOAD_LOADED = 1
NNX_LOAD_MISSING = 2
NNX_LOAD_UNEXPECTED = 3
NNX_LOAD_SHAPE = 4
NNX_LOAD_DTYPE = 5
NNX_LOAD_UNUSED_RULE = 6

NNX_UNARY_ABS = 0
NNX_UNARY_NEG = 1
NNX_UNARY_SIGN = 2
NNX_UNARY_EXP = 3
NNX_UNARY_EXPM1 = 4
NNX_UNARY_LOG = 5
NNX_UNARY_LOG1P = 6
NNX_UNARY_SQRT = 7
NNX_UNARY_RSQRT = 8
NNX_UNARY_CBRT = 9
NNX_UNARY_SIN = 10
NNX_UNARY_COS = 11
NNX_UNARY_TAN = 12
NNX_UNARY_TANH = 13
NNX_UNARY_SIGMOID = 14
NNX_UNARY_FLOOR = 15
NNX_UNARY_CEIL = 16
NNX_UNARY_ROUND = 17
NNX_UNARY_IS_FINITE = 18
NNX_UNARY_ERF = 19
NNX_UNARY_ERFC = 20
NNX_UNARY_ERF_INV = 21
NNX_UNARY_LGAMMA = 22
NNX_UNARY_SINH = 23
NNX_UNARY_COSH = 24
NNX_UNARY_ARCSIN = 25
NNX_UNARY_ARCCOS = 26
NNX_UNARY_ARCTAN = 27
NNX_UNARY_ARCSINH = 28
NNX_UNARY_ARCCOSH = 29
NNX_UNARY_ARCTANH = 30
NNX_UNARY_NOT = 31

NNX_BINARY_ADD = 0
NNX_BINARY_SUB = 1
NNX_BINARY_MUL = 2
NNX_BINARY_DIV = 3
NNX_BINARY_FLOOR_DIVIDE = 4
NNX_BINARY_MOD = 5
NNX_BINARY_POW = 6
NNX_BINARY_MAXIMUM = 7
NNX_BINARY_MINIMUM = 8
NNX_BINARY_ARCTAN2 = 9
NNX_BINARY_EQUAL = 10
NNX_BINARY_NOT_EQUAL = 11
NNX_BINARY_LESS = 12
NNX_BINARY_LESS_EQUAL = 13
NNX_BINARY_GREATER = 14
NNX_BINARY_GREATER_EQUAL = 15
NNX_BINARY_AND = 16
NNX_BINARY_OR = 17
NNX_BINARY_XOR = 18
NNX_BINARY_LEFT_SHIFT = 19
NNX_BINARY_RIGHT_SHIFT = 20

NNX_MODE_ATTRIBUTE = 0
NNX_MODE_TRAIN = 1
NNX_MODE_EVAL = 2

NNX_OK = NNX_STATUS_OK

nnx_status = c_int32
nnx_activation = c_int32
nnx_dtype = c_int32
nnx_reduce = c_int32
nnx_static_kind = c_int32
nnx_node_kind = c_int32
nnx_attribute_kind = c_int32
nnx_format = c_int32
nnx_difference = c_int32
nnx_load = c_int32
nnx_unary = c_int32
nnx_binary = c_int32
nnx_mode = c_int32


class nnx_bundle(c_void_p):
    """What a bundle file holds: the GraphDef and State of objects, and steps that go on with them."""


class nnx_bytes(c_void_p):
    """Bytes that a call made for the caller, most often text."""


class nnx_error(c_void_p):
    """A failure: its status, its text, and the path in the graph that it is about."""


class nnx_filter(c_void_p):
    """A test of leaves, as in Flax."""


class nnx_graph(c_void_p):
    """A graph: what its nodes live in."""


class nnx_graphdef(c_void_p):
    """The structure of an object graph, without the values of its leaves."""


class nnx_jit(c_void_p):
    """A function over objects, States and arrays, and the steps that it became: it is traced once for each structure of the
objects, types of their leaves, leaves of the States, and types of the arrays."""


class nnx_node(c_void_p):
    """A node of an object graph: a container with attributes, or a Variable."""


class nnx_opaque(c_void_p):
    """A value that stands in the place of an array: libnnx carries, shares and frees it, and never looks into it."""


class nnx_program(c_void_p):
    """A StableHLO program: functions over arrays, as JAX lowers a step."""


class nnx_report(c_void_p):
    """What a call found out: rows of a path, a code and a text, in an order that the call says."""


class nnx_results(c_void_p):
    """The arrays and States that a run of a step gives."""


class nnx_session(c_void_p):
    """A state that is held in one place, and any number of steps that run over it: those that take its leaves."""


class nnx_state(c_void_p):
    """The leaves of a graph by path: Variables' types, metadata and values, and arrays without Variables."""


class nnx_static(c_void_p):
    """A static value: what a GraphDef holds besides structure."""


class nnx_step(c_void_p):
    """A compiled function over the leaves of objects, States and arrays."""


class nnx_tensor(c_void_p):
    """A dense array in row-major order, without gaps: a value."""


class nnx_trace(c_void_p):
    """A function that is being traced."""


class nnx_value(c_void_p):
    """A value of a function that is being traced: its dtype and shape are known now, its elements when the program runs.

It is a name and no owned handle: there is nothing to release, and it may be copied and overwritten freely."""


class nnx_str(Structure):
    """Text of `size` bytes at `data`: UTF-8, not ended by a NUL, which it may contain. `data` may be NULL when `size` is
    0. `NNX_STR("literal")` and `nnx_str_of(text)` make one."""

    _fields_ = [
        ("data", c_char_p),
        ("size", c_size_t),
    ]


class nnx_cuda_info(Structure):
    """What is known of CUDA on this machine."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("present", c_int32),
        ("driver_version", c_int32),
        ("device_count", c_int32),
        ("reserved", c_int32),
    ]


class nnx_dlpack_options(Structure):
    """What `nnx_tensor_to_dlpack` may be told. Start from NNX_DLPACK_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("copy", c_int32),
        ("reserved", c_int32),
    ]


class nnx_foreign_callbacks(Structure):
    """How libnnx deals with a foreign value: what `nnx_static_new_foreign` takes. Start from NNX_FOREIGN_CALLBACKS_INIT.
    The functions may be called from any thread, and no lock of libnnx is held while they run."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("equal", CFUNCTYPE(c_int32, c_void_p, c_void_p, c_void_p)),
        ("hash", CFUNCTYPE(c_uint64, c_void_p, c_void_p)),
        ("describe", CFUNCTYPE(nnx_status, c_void_p, c_void_p, POINTER(nnx_bytes))),
        ("destroy", CFUNCTYPE(None, c_void_p, c_void_p)),
        ("user_data", c_void_p),
    ]


class nnx_update_options(Structure):
    """What an update may change besides values. Start from NNX_UPDATE_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("allow_shape_change", c_int32),
        ("allow_dtype_change", c_int32),
    ]


class nnx_save_options(Structure):
    """How `nnx_state_save` writes. Start from NNX_SAVE_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("no_sync", c_int32),
        ("reserved", c_int32),
    ]


class nnx_load_options(Structure):
    """How `nnx_state_load` and `nnx_state_load_into` read. Start from NNX_LOAD_OPTIONS_INIT.
    
    The rename rules bring in files of other libraries: `rename_from[i]` in the file becomes `rename_to[i]`. The rule for
    the exact name comes first, then the longest. A rule whose `from` ends with neither `.` nor `/` renames the one
    tensor of that name to the path `to`. A rule whose `from` ends with `.` or `/` moves every tensor whose name begins
    with it; `to` is empty or a path that ends with `/`. The rest of the name is taken apart at that same character: with
    the rule from `encoder.` to `model/` the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or
    `/` takes every name. In a rule with one `*` in `from` and one in `to` the `*` stands for one or more whole components,
    taken apart at the `.` or `/` beside it: with the rule from `*.weight` to a `*` and `/kernel` behind it the tensor
    `encoder.0.weight` goes to `encoder/0/kernel`. A text with more than one `*` is an error."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("rename_from", POINTER(nnx_str)),
        ("rename_to", POINTER(nnx_str)),
        ("num_renames", c_size_t),
        ("partial", c_int32),
        ("allow_dtype_change", c_int32),
        ("copy", c_int32),
        ("no_checksum", c_int32),
    ]


class nnx_evaluate_options(Structure):
    """What `nnx_program_evaluate` may be told. Start from NNX_EVALUATE_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("flush_denormals", c_int32),
        ("reserved", c_int32),
        ("budget", c_uint64),
    ]


class nnx_sgd_options(Structure):
    """What `nnx_optim_sgd` may be told. Start from NNX_SGD_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("momentum", c_double),
        ("schedule", nnx_static),
        ("nesterov", c_int32),
        ("reserved", c_int32),
    ]


class nnx_adam_options(Structure):
    """What `nnx_optim_adam` and `nnx_optim_adamw` may be told; a field that is 0 stands for its default, which is Optax's.
    `nnx_optim_scale_by_adam` takes every number as it is. Start from NNX_ADAM_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("b1", c_double),
        ("b2", c_double),
        ("eps", c_double),
        ("eps_root", c_double),
        ("weight_decay", c_double),
        ("schedule", nnx_static),
        ("nesterov", c_int32),
        ("mu_dtype", c_int32),
    ]


class nnx_batch_norm_options(Structure):
    """What a BatchNorm may be told; a number that is 0 stands for its default, which is Flax's. Start from
    NNX_BATCH_NORM_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("axis", POINTER(c_int64)),
        ("momentum", c_double),
        ("epsilon", c_double),
        ("scale_init", nnx_static),
        ("bias_init", nnx_static),
        ("no_scale", c_int32),
        ("no_bias", c_int32),
        ("slow_variance", c_int32),
        ("use_running_average", c_int32),
        ("dtype", c_int32),
        ("param_dtype", c_int32),
    ]


class nnx_call_options(Structure):
    """What one call of a layer may be told. Start from NNX_CALL_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("mode", c_int32),
        ("reserved", c_int32),
        ("rngs", nnx_node),
    ]


class nnx_dropout_options(Structure):
    """What a Dropout may be told. Start from NNX_DROPOUT_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("broadcast_dims", POINTER(c_int64)),
        ("num_broadcast_dims", c_size_t),
        ("rng_collection", POINTER(nnx_str)),
        ("deterministic", c_int32),
        ("reserved", c_int32),
    ]


class nnx_linear_options(Structure):
    """What a Linear may be told. Start from NNX_LINEAR_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("kernel_init", nnx_static),
        ("bias_init", nnx_static),
        ("no_bias", c_int32),
        ("dtype", c_int32),
        ("param_dtype", c_int32),
        ("reserved", c_int32),
    ]


class nnx_jit_options(Structure):
    """How a function is compiled and run. Start from NNX_JIT_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("device", nnx_str),
        ("check_finite", c_int32),
        ("num_threads", c_int32),
    ]


class nnx_session_options(Structure):
    """How a Session runs its steps. Start from NNX_SESSION_OPTIONS_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("device", nnx_str),
        ("check_finite", c_int32),
        ("num_threads", c_int32),
    ]


class nnx_session_info(Structure):
    """What a Session has done so far. Start from NNX_SESSION_INFO_INIT."""

    _fields_ = [
        ("struct_size", c_size_t),
        ("steps", c_size_t),
        ("leaves", c_size_t),
        ("nbytes", c_size_t),
        ("runs", c_uint64),
        ("nanoseconds", c_uint64),
    ]


nnx_destroy_fn = CFUNCTYPE(None, c_void_p)


nnx_opaque_destroy_fn = CFUNCTYPE(None, c_void_p, c_void_p)


nnx_filter_fn = CFUNCTYPE(nnx_status, c_void_p, nnx_str, nnx_str, POINTER(c_int32))


nnx_state_map_fn = CFUNCTYPE(nnx_status, c_void_p, nnx_str, c_void_p, POINTER(nnx_tensor))


nnx_trace_fn = CFUNCTYPE(nnx_status, c_void_p, c_void_p)


nnx_loss_fn = CFUNCTYPE(nnx_status, c_void_p, c_void_p, POINTER(nnx_value))


LAYOUT: dict[str, int] = {
    "nnx_str": 16,
    "nnx_cuda_info": 24,
    "nnx_dlpack_options": 16,
    "nnx_foreign_callbacks": 48,
    "nnx_update_options": 16,
    "nnx_save_options": 16,
    "nnx_load_options": 48,
    "nnx_evaluate_options": 24,
    "nnx_sgd_options": 32,
    "nnx_adam_options": 64,
    "nnx_batch_norm_options": 72,
    "nnx_call_options": 24,
    "nnx_dropout_options": 40,
    "nnx_linear_options": 40,
    "nnx_jit_options": 32,
    "nnx_session_options": 32,
    "nnx_session_info": 48,
}

FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "nnx_status_name": (c_char_p, (nnx_status,)),
    "nnx_last_error_message": (c_char_p, ()),
    "nnx_error_take": (nnx_status, (POINTER(nnx_error),)),
    "nnx_error_code": (nnx_status, (nnx_error, POINTER(c_int32))),
    "nnx_error_message": (nnx_status, (nnx_error, POINTER(nnx_str))),
    "nnx_error_path": (nnx_status, (nnx_error, POINTER(nnx_str))),
    "nnx_error_retain": (nnx_status, (nnx_error, POINTER(nnx_error))),
    "nnx_error_release": (nnx_status, (nnx_error,)),
    "nnx_version_string": (c_char_p, ()),
    "nnx_version": (nnx_status, (POINTER(c_uint32), POINTER(c_uint32), POINTER(c_uint32))),
    "nnx_isa_name": (c_char_p, ()),
    "nnx_cuda_probe": (nnx_status, (POINTER(nnx_cuda_info),)),
    "nnx_cuda_reason": (c_char_p, ()),
    "nnx_cuda_device_name": (nnx_status, (c_int32, POINTER(nnx_bytes))),
    "nnx_bytes_new": (nnx_status, (c_void_p, c_size_t, POINTER(nnx_bytes))),
    "nnx_bytes_data": (nnx_status, (nnx_bytes, POINTER(nnx_str))),
    "nnx_bytes_retain": (nnx_status, (nnx_bytes, POINTER(nnx_bytes))),
    "nnx_bytes_release": (nnx_status, (nnx_bytes,)),
    "nnx_report_size": (nnx_status, (nnx_report, POINTER(c_size_t))),
    "nnx_report_row": (nnx_status, (nnx_report, c_size_t, POINTER(nnx_str), POINTER(c_int32), POINTER(nnx_str))),
    "nnx_report_text": (nnx_status, (nnx_report, POINTER(nnx_str))),
    "nnx_report_json": (nnx_status, (nnx_report, POINTER(nnx_bytes))),
    "nnx_report_retain": (nnx_status, (nnx_report, POINTER(nnx_report))),
    "nnx_report_release": (nnx_status, (nnx_report,)),
    "nnx_path_component": (nnx_status, (nnx_str, POINTER(nnx_bytes))),
    "nnx_path_components": (nnx_status, (nnx_str, POINTER(nnx_report))),
    "nnx_dtype_name": (c_char_p, (nnx_dtype,)),
    "nnx_dtype_size": (c_size_t, (nnx_dtype,)),
    "nnx_dtype_from_name": (nnx_status, (nnx_str, POINTER(nnx_dtype))),
    "nnx_tensor_new": (nnx_status, (nnx_dtype, POINTER(c_int64), c_size_t, c_void_p, c_size_t, POINTER(nnx_tensor))),
    "nnx_tensor_from_memory": (
        nnx_status,
        (
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_void_p,
            c_size_t,
            c_int32,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_tensor_from_dlpack": (nnx_status, (c_void_p, POINTER(nnx_tensor))),
    "nnx_tensor_from_dlpack_legacy": (nnx_status, (c_void_p, POINTER(nnx_tensor))),
    "nnx_tensor_to_dlpack": (nnx_status, (nnx_tensor, POINTER(nnx_dlpack_options), POINTER(c_void_p))),
    "nnx_tensor_to_dlpack_legacy": (nnx_status, (nnx_tensor, POINTER(nnx_dlpack_options), POINTER(c_void_p))),
    "nnx_tensor_dtype": (nnx_status, (nnx_tensor, POINTER(nnx_dtype))),
    "nnx_tensor_shape": (nnx_status, (nnx_tensor, POINTER(POINTER(c_int64)), POINTER(c_size_t))),
    "nnx_tensor_element_count": (nnx_status, (nnx_tensor, POINTER(c_size_t))),
    "nnx_tensor_nbytes": (nnx_status, (nnx_tensor, POINTER(c_size_t))),
    "nnx_tensor_data": (nnx_status, (nnx_tensor, POINTER(c_void_p), POINTER(c_size_t))),
    "nnx_tensor_data_mut": (nnx_status, (nnx_tensor, POINTER(c_void_p), POINTER(c_size_t))),
    "nnx_tensor_is_unique": (nnx_status, (nnx_tensor, POINTER(c_int32))),
    "nnx_tensor_equal": (nnx_status, (nnx_tensor, nnx_tensor, POINTER(c_int32))),
    "nnx_tensor_text": (nnx_status, (nnx_tensor, POINTER(nnx_bytes))),
    "nnx_tensor_retain": (nnx_status, (nnx_tensor, POINTER(nnx_tensor))),
    "nnx_tensor_release": (nnx_status, (nnx_tensor,)),
    "nnx_pycapsule_destroy": (nnx_status, (c_void_p,)),
    "nnx_python_module": (nnx_status, (c_void_p, POINTER(c_void_p))),
    "nnx_static_new_bool": (nnx_status, (c_int32, POINTER(nnx_static))),
    "nnx_static_new_int": (nnx_status, (c_int64, POINTER(nnx_static))),
    "nnx_static_new_float": (nnx_status, (c_double, POINTER(nnx_static))),
    "nnx_static_new_string": (nnx_status, (nnx_str, POINTER(nnx_static))),
    "nnx_static_new_bytes": (nnx_status, (c_void_p, c_size_t, POINTER(nnx_static))),
    "nnx_static_new_dtype": (nnx_status, (nnx_dtype, POINTER(nnx_static))),
    "nnx_static_new_none": (nnx_status, (POINTER(nnx_static),)),
    "nnx_static_new_tuple": (nnx_status, (POINTER(nnx_static), c_size_t, POINTER(nnx_static))),
    "nnx_static_new_foreign": (nnx_status, (c_void_p, POINTER(nnx_foreign_callbacks), POINTER(nnx_static))),
    "nnx_static_kind_of": (nnx_status, (nnx_static, POINTER(nnx_static_kind))),
    "nnx_static_as_bool": (nnx_status, (nnx_static, POINTER(c_int32))),
    "nnx_static_as_int": (nnx_status, (nnx_static, POINTER(c_int64))),
    "nnx_static_as_float": (nnx_status, (nnx_static, POINTER(c_double))),
    "nnx_static_as_string": (nnx_status, (nnx_static, POINTER(nnx_str))),
    "nnx_static_as_bytes": (nnx_status, (nnx_static, POINTER(c_void_p), POINTER(c_size_t))),
    "nnx_static_as_dtype": (nnx_status, (nnx_static, POINTER(nnx_dtype))),
    "nnx_static_as_foreign": (nnx_status, (nnx_static, POINTER(c_void_p))),
    "nnx_static_size": (nnx_status, (nnx_static, POINTER(c_size_t))),
    "nnx_static_at": (nnx_status, (nnx_static, c_size_t, POINTER(nnx_static))),
    "nnx_static_equal": (nnx_status, (nnx_static, nnx_static, POINTER(c_int32))),
    "nnx_static_text": (nnx_status, (nnx_static, POINTER(nnx_bytes))),
    "nnx_static_retain": (nnx_status, (nnx_static, POINTER(nnx_static))),
    "nnx_static_release": (nnx_status, (nnx_static,)),
    "nnx_opaque_new": (nnx_status, (nnx_str, c_void_p, c_size_t, c_void_p, nnx_opaque_destroy_fn, POINTER(nnx_opaque))),
    "nnx_opaque_data": (nnx_status, (nnx_opaque, POINTER(c_void_p))),
    "nnx_opaque_type_name": (nnx_status, (nnx_opaque, POINTER(nnx_str))),
    "nnx_opaque_nbytes": (nnx_status, (nnx_opaque, POINTER(c_size_t))),
    "nnx_opaque_retain": (nnx_status, (nnx_opaque, POINTER(nnx_opaque))),
    "nnx_opaque_release": (nnx_status, (nnx_opaque,)),
    "nnx_variable_type_register": (nnx_status, (nnx_str, nnx_str)),
    "nnx_variable_type_parent": (nnx_status, (nnx_str, POINTER(nnx_str))),
    "nnx_variable_type_is": (nnx_status, (nnx_str, nnx_str, POINTER(c_int32))),
    "nnx_graph_new": (nnx_status, (POINTER(nnx_graph),)),
    "nnx_graph_node_count": (nnx_status, (nnx_graph, POINTER(c_size_t))),
    "nnx_graph_collect": (nnx_status, (nnx_graph,)),
    "nnx_graph_same": (nnx_status, (nnx_graph, nnx_graph, POINTER(c_int32))),
    "nnx_graph_retain": (nnx_status, (nnx_graph, POINTER(nnx_graph))),
    "nnx_graph_release": (nnx_status, (nnx_graph,)),
    "nnx_object_new": (nnx_status, (nnx_graph, nnx_str, POINTER(nnx_node))),
    "nnx_list_new": (nnx_status, (nnx_graph, POINTER(nnx_node))),
    "nnx_dict_new": (nnx_status, (nnx_graph, POINTER(nnx_node))),
    "nnx_plain_list_new": (nnx_status, (nnx_graph, POINTER(nnx_node))),
    "nnx_plain_dict_new": (nnx_status, (nnx_graph, POINTER(nnx_node))),
    "nnx_tuple_new": (nnx_status, (nnx_graph, POINTER(nnx_node))),
    "nnx_node_graph": (nnx_status, (nnx_node, POINTER(nnx_graph))),
    "nnx_node_kind_of": (nnx_status, (nnx_node, POINTER(nnx_node_kind))),
    "nnx_node_type_name": (nnx_status, (nnx_node, POINTER(nnx_str))),
    "nnx_node_size": (nnx_status, (nnx_node, POINTER(c_size_t))),
    "nnx_node_keys": (nnx_status, (nnx_node, POINTER(nnx_report))),
    "nnx_node_same": (nnx_status, (nnx_node, nnx_node, POINTER(c_int32))),
    "nnx_node_id": (nnx_status, (nnx_node, POINTER(c_uint64))),
    "nnx_node_get_kind": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_attribute_kind))),
    "nnx_node_get_bool": (nnx_status, (nnx_node, nnx_str, POINTER(c_int32))),
    "nnx_node_get_int": (nnx_status, (nnx_node, nnx_str, POINTER(c_int64))),
    "nnx_node_get_float": (nnx_status, (nnx_node, nnx_str, POINTER(c_double))),
    "nnx_node_get_string": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_bytes))),
    "nnx_node_get_static": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_static))),
    "nnx_node_get_tensor": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_tensor))),
    "nnx_node_get_opaque": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_opaque))),
    "nnx_node_get_value": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_value))),
    "nnx_node_get_node": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_node))),
    "nnx_node_set_bool": (nnx_status, (nnx_node, nnx_str, c_int32)),
    "nnx_node_set_int": (nnx_status, (nnx_node, nnx_str, c_int64)),
    "nnx_node_set_float": (nnx_status, (nnx_node, nnx_str, c_double)),
    "nnx_node_set_string": (nnx_status, (nnx_node, nnx_str, nnx_str)),
    "nnx_node_set_static": (nnx_status, (nnx_node, nnx_str, nnx_static)),
    "nnx_node_set_tensor": (nnx_status, (nnx_node, nnx_str, nnx_tensor)),
    "nnx_node_set_opaque": (nnx_status, (nnx_node, nnx_str, nnx_opaque)),
    "nnx_node_set_value": (nnx_status, (nnx_node, nnx_str, nnx_value)),
    "nnx_node_set_node": (nnx_status, (nnx_node, nnx_str, nnx_node)),
    "nnx_node_set_none": (nnx_status, (nnx_node, nnx_str)),
    "nnx_node_delete": (nnx_status, (nnx_node, nnx_str)),
    "nnx_list_append": (nnx_status, (nnx_node, nnx_node)),
    "nnx_list_insert": (nnx_status, (nnx_node, c_int64, nnx_node)),
    "nnx_node_retain": (nnx_status, (nnx_node, POINTER(nnx_node))),
    "nnx_node_release": (nnx_status, (nnx_node,)),
    "nnx_variable_new": (nnx_status, (nnx_graph, nnx_str, nnx_tensor, POINTER(nnx_node))),
    "nnx_variable_new_opaque": (nnx_status, (nnx_graph, nnx_str, nnx_opaque, POINTER(nnx_node))),
    "nnx_variable_new_traced": (nnx_status, (nnx_graph, nnx_str, nnx_value, POINTER(nnx_node))),
    "nnx_variable_get": (nnx_status, (nnx_node, POINTER(nnx_tensor))),
    "nnx_variable_get_opaque": (nnx_status, (nnx_node, POINTER(nnx_opaque))),
    "nnx_variable_set": (nnx_status, (nnx_node, nnx_tensor)),
    "nnx_variable_set_opaque": (nnx_status, (nnx_node, nnx_opaque)),
    "nnx_variable_get_value": (nnx_status, (nnx_node, POINTER(nnx_value))),
    "nnx_variable_read": (nnx_status, (nnx_trace, nnx_node, POINTER(nnx_value))),
    "nnx_variable_set_traced": (nnx_status, (nnx_node, nnx_value)),
    "nnx_variable_write": (nnx_status, (nnx_node, c_void_p, c_size_t)),
    "nnx_variable_metadata": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_static))),
    "nnx_variable_set_metadata": (nnx_status, (nnx_node, nnx_str, nnx_static)),
    "nnx_variable_delete_metadata": (nnx_status, (nnx_node, nnx_str)),
    "nnx_variable_metadata_names": (nnx_status, (nnx_node, POINTER(nnx_report))),
    "nnx_filter_of_type": (nnx_status, (nnx_str, POINTER(nnx_filter))),
    "nnx_filter_object_type": (nnx_status, (nnx_str, POINTER(nnx_filter))),
    "nnx_filter_path_contains": (nnx_status, (nnx_str, c_int32, POINTER(nnx_filter))),
    "nnx_filter_path_in": (nnx_status, (POINTER(nnx_str), c_size_t, POINTER(nnx_filter))),
    "nnx_filter_with_tag": (nnx_status, (nnx_str, POINTER(nnx_filter))),
    "nnx_filter_any": (nnx_status, (POINTER(nnx_filter), c_size_t, POINTER(nnx_filter))),
    "nnx_filter_all": (nnx_status, (POINTER(nnx_filter), c_size_t, POINTER(nnx_filter))),
    "nnx_filter_not": (nnx_status, (nnx_filter, POINTER(nnx_filter))),
    "nnx_filter_everything": (nnx_status, (POINTER(nnx_filter),)),
    "nnx_filter_nothing": (nnx_status, (POINTER(nnx_filter),)),
    "nnx_filter_rest": (nnx_status, (POINTER(nnx_filter),)),
    "nnx_filter_callback": (nnx_status, (nnx_filter_fn, c_void_p, nnx_destroy_fn, POINTER(nnx_filter))),
    "nnx_filter_text": (nnx_status, (nnx_filter, POINTER(nnx_bytes))),
    "nnx_filter_retain": (nnx_status, (nnx_filter, POINTER(nnx_filter))),
    "nnx_filter_release": (nnx_status, (nnx_filter,)),
    "nnx_node_split": (
        nnx_status,
        (
            nnx_node,
            POINTER(nnx_filter),
            c_size_t,
            POINTER(nnx_graphdef),
            POINTER(nnx_state),
        ),
    ),
    "nnx_node_state": (nnx_status, (nnx_node, POINTER(nnx_filter), c_size_t, POINTER(nnx_state))),
    "nnx_node_graphdef": (nnx_status, (nnx_node, POINTER(nnx_graphdef))),
    "nnx_node_update": (nnx_status, (nnx_node, POINTER(nnx_state), c_size_t, POINTER(nnx_update_options))),
    "nnx_node_pop": (nnx_status, (nnx_node, POINTER(nnx_filter), c_size_t, POINTER(nnx_state))),
    "nnx_node_clone": (nnx_status, (nnx_node, POINTER(nnx_node))),
    "nnx_node_iter": (nnx_status, (nnx_node, POINTER(nnx_report))),
    "nnx_node_find_duplicates": (nnx_status, (nnx_node, nnx_filter, POINTER(nnx_report))),
    "nnx_node_variables": (nnx_status, (nnx_node, POINTER(nnx_filter), c_size_t, POINTER(nnx_report))),
    "nnx_node_set_attributes": (
        nnx_status,
        (
            nnx_node,
            nnx_filter,
            POINTER(nnx_str),
            POINTER(nnx_static),
            c_size_t,
            c_int32,
            POINTER(c_size_t),
        ),
    ),
    "nnx_node_train": (nnx_status, (nnx_node,)),
    "nnx_node_eval": (nnx_status, (nnx_node,)),
    "nnx_node_set_metadata": (nnx_status, (nnx_node, nnx_filter, nnx_str, nnx_static, POINTER(c_size_t))),
    "nnx_graphdef_merge": (nnx_status, (nnx_graphdef, POINTER(nnx_state), c_size_t, POINTER(nnx_node))),
    "nnx_graphdef_num_leaves": (nnx_status, (nnx_graphdef, POINTER(c_size_t))),
    "nnx_graphdef_num_nodes": (nnx_status, (nnx_graphdef, POINTER(c_size_t))),
    "nnx_graphdef_num_attributes": (nnx_status, (nnx_graphdef, POINTER(c_size_t))),
    "nnx_graphdef_leaves": (nnx_status, (nnx_graphdef, POINTER(nnx_report))),
    "nnx_graphdef_hash": (nnx_status, (nnx_graphdef, POINTER(c_uint64))),
    "nnx_graphdef_equal": (nnx_status, (nnx_graphdef, nnx_graphdef, POINTER(c_int32))),
    "nnx_graphdef_same": (nnx_status, (nnx_graphdef, nnx_graphdef, POINTER(c_int32))),
    "nnx_graphdef_retain": (nnx_status, (nnx_graphdef, POINTER(nnx_graphdef))),
    "nnx_graphdef_release": (nnx_status, (nnx_graphdef,)),
    "nnx_state_from_leaves": (
        nnx_status,
        (
            POINTER(nnx_str),
            POINTER(nnx_str),
            POINTER(nnx_tensor),
            c_size_t,
            POINTER(nnx_state),
        ),
    ),
    "nnx_state_size": (nnx_status, (nnx_state, POINTER(c_size_t))),
    "nnx_state_path": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_bytes))),
    "nnx_state_paths": (nnx_status, (nnx_state, POINTER(nnx_report))),
    "nnx_state_find": (nnx_status, (nnx_state, nnx_str, POINTER(c_size_t))),
    "nnx_state_leaf_kind": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_attribute_kind))),
    "nnx_state_type": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_str))),
    "nnx_state_get_value": (nnx_status, (nnx_state, nnx_str, POINTER(nnx_value))),
    "nnx_state_tensor": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_tensor))),
    "nnx_state_opaque": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_opaque))),
    "nnx_state_metadata": (nnx_status, (nnx_state, c_size_t, nnx_str, POINTER(nnx_static))),
    "nnx_state_metadata_names": (nnx_status, (nnx_state, c_size_t, POINTER(nnx_report))),
    "nnx_state_get": (nnx_status, (nnx_state, nnx_str, POINTER(nnx_tensor))),
    "nnx_state_with": (nnx_status, (nnx_state, POINTER(nnx_str), POINTER(nnx_tensor), c_size_t, POINTER(nnx_state))),
    "nnx_state_with_values": (
        nnx_status,
        (
            nnx_state,
            POINTER(nnx_str),
            POINTER(nnx_value),
            c_size_t,
            POINTER(nnx_state),
        ),
    ),
    "nnx_state_with_opaque": (
        nnx_status,
        (
            nnx_state,
            POINTER(nnx_str),
            POINTER(nnx_opaque),
            c_size_t,
            POINTER(nnx_state),
        ),
    ),
    "nnx_state_filter": (nnx_status, (nnx_state, POINTER(nnx_filter), c_size_t, POINTER(nnx_state))),
    "nnx_state_split": (nnx_status, (nnx_state, POINTER(nnx_filter), c_size_t, POINTER(nnx_state))),
    "nnx_state_merge": (nnx_status, (POINTER(nnx_state), c_size_t, POINTER(nnx_state))),
    "nnx_state_at": (nnx_status, (nnx_state, nnx_str, POINTER(nnx_state))),
    "nnx_state_map": (nnx_status, (nnx_state, nnx_state_map_fn, c_void_p, nnx_destroy_fn, POINTER(nnx_state))),
    "nnx_state_equal": (nnx_status, (nnx_state, nnx_state, POINTER(c_int32))),
    "nnx_state_retain": (nnx_status, (nnx_state, POINTER(nnx_state))),
    "nnx_state_release": (nnx_status, (nnx_state,)),
    "nnx_node_text": (nnx_status, (nnx_node, nnx_format, POINTER(nnx_bytes))),
    "nnx_graphdef_text": (nnx_status, (nnx_graphdef, nnx_format, POINTER(nnx_bytes))),
    "nnx_graphdef_parse": (nnx_status, (nnx_str, POINTER(nnx_graphdef))),
    "nnx_state_text": (nnx_status, (nnx_state, nnx_format, POINTER(nnx_bytes))),
    "nnx_step_plan": (nnx_status, (nnx_step, nnx_format, POINTER(nnx_bytes))),
    "nnx_step_report": (nnx_status, (nnx_step, nnx_format, POINTER(nnx_bytes))),
    "nnx_step_source": (nnx_status, (nnx_step, nnx_str, nnx_str, POINTER(nnx_bytes))),
    "nnx_state_diff": (nnx_status, (nnx_state, nnx_state, POINTER(nnx_report))),
    "nnx_state_save": (nnx_status, (nnx_state, nnx_graphdef, nnx_str, POINTER(nnx_save_options))),
    "nnx_state_load": (nnx_status, (nnx_str, POINTER(nnx_load_options), POINTER(nnx_state), POINTER(nnx_graphdef))),
    "nnx_state_load_into": (
        nnx_status,
        (
            nnx_state,
            nnx_str,
            POINTER(nnx_load_options),
            POINTER(nnx_state),
            POINTER(nnx_report),
        ),
    ),
    "nnx_program_parse": (nnx_status, (nnx_str, POINTER(nnx_program))),
    "nnx_program_text": (nnx_status, (nnx_program, POINTER(nnx_bytes))),
    "nnx_program_verify": (nnx_status, (nnx_program,)),
    "nnx_program_equal": (nnx_status, (nnx_program, nnx_program, POINTER(c_int32))),
    "nnx_program_functions": (nnx_status, (nnx_program, POINTER(nnx_report))),
    "nnx_program_num_inputs": (nnx_status, (nnx_program, nnx_str, POINTER(c_size_t))),
    "nnx_program_num_outputs": (nnx_status, (nnx_program, nnx_str, POINTER(c_size_t))),
    "nnx_program_input": (
        nnx_status,
        (
            nnx_program,
            nnx_str,
            c_size_t,
            POINTER(nnx_str),
            POINTER(nnx_dtype),
            POINTER(POINTER(c_int64)),
            POINTER(c_size_t),
            POINTER(c_int64),
        ),
    ),
    "nnx_program_output": (
        nnx_status,
        (
            nnx_program,
            nnx_str,
            c_size_t,
            POINTER(nnx_str),
            POINTER(nnx_dtype),
            POINTER(POINTER(c_int64)),
            POINTER(c_size_t),
            POINTER(c_int64),
        ),
    ),
    "nnx_program_evaluate": (
        nnx_status,
        (
            nnx_program,
            nnx_str,
            POINTER(nnx_tensor),
            c_size_t,
            POINTER(nnx_evaluate_options),
            POINTER(nnx_tensor),
            c_size_t,
        ),
    ),
    "nnx_program_value_and_grad": (
        nnx_status,
        (
            nnx_program,
            nnx_str,
            POINTER(c_size_t),
            c_size_t,
            c_int32,
            POINTER(nnx_program),
        ),
    ),
    "nnx_program_retain": (nnx_status, (nnx_program, POINTER(nnx_program))),
    "nnx_program_release": (nnx_status, (nnx_program,)),
    "nnx_random_key": (nnx_status, (c_int64, POINTER(nnx_tensor))),
    "nnx_random_split": (nnx_status, (nnx_tensor, POINTER(c_int64), c_size_t, POINTER(nnx_tensor))),
    "nnx_random_fold_in": (nnx_status, (nnx_tensor, c_uint32, POINTER(nnx_tensor))),
    "nnx_random_bits": (nnx_status, (nnx_tensor, nnx_dtype, POINTER(c_int64), c_size_t, POINTER(nnx_tensor))),
    "nnx_random_uniform": (
        nnx_status,
        (
            nnx_tensor,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_double,
            c_double,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_random_normal": (nnx_status, (nnx_tensor, nnx_dtype, POINTER(c_int64), c_size_t, POINTER(nnx_tensor))),
    "nnx_random_truncated_normal": (
        nnx_status,
        (
            nnx_tensor,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_double,
            c_double,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_random_bernoulli": (nnx_status, (nnx_tensor, c_double, POINTER(c_int64), c_size_t, POINTER(nnx_tensor))),
    "nnx_random_bernoulli_of": (nnx_status, (nnx_tensor, nnx_tensor, POINTER(c_int64), c_size_t, POINTER(nnx_tensor))),
    "nnx_random_randint": (
        nnx_status,
        (
            nnx_tensor,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_int64,
            c_int64,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_random_categorical": (
        nnx_status,
        (
            nnx_tensor,
            nnx_tensor,
            c_int64,
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_random_permutation": (nnx_status, (nnx_tensor, c_int64, POINTER(nnx_tensor))),
    "nnx_random_permutation_of": (nnx_status, (nnx_tensor, nnx_tensor, c_int64, c_int32, POINTER(nnx_tensor))),
    "nnx_random_split_value": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_random_fold_in_value": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_random_bits_value": (nnx_status, (nnx_value, nnx_dtype, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_random_uniform_value": (
        nnx_status,
        (
            nnx_value,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_double,
            c_double,
            POINTER(nnx_value),
        ),
    ),
    "nnx_random_normal_value": (nnx_status, (nnx_value, nnx_dtype, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_random_truncated_normal_value": (
        nnx_status,
        (
            nnx_value,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_double,
            c_double,
            POINTER(nnx_value),
        ),
    ),
    "nnx_random_bernoulli_value": (nnx_status, (nnx_value, c_double, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_random_bernoulli_of_value": (
        nnx_status,
        (
            nnx_value,
            nnx_value,
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_random_randint_value": (
        nnx_status,
        (
            nnx_value,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_int64,
            c_int64,
            POINTER(nnx_value),
        ),
    ),
    "nnx_random_categorical_value": (
        nnx_status,
        (
            nnx_value,
            nnx_value,
            c_int64,
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_random_permutation_value": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_random_permutation_of_value": (nnx_status, (nnx_value, nnx_value, c_int64, c_int32, POINTER(nnx_value))),
    "nnx_rngs_new": (nnx_status, (c_int64, POINTER(nnx_node))),
    "nnx_rngs_init": (nnx_status, (nnx_node, POINTER(nnx_str), POINTER(nnx_tensor), c_size_t)),
    "nnx_rngs_stream": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_node))),
    "nnx_rngs_next_key": (nnx_status, (nnx_node, nnx_str, POINTER(nnx_tensor))),
    "nnx_rngs_next_key_value": (nnx_status, (nnx_trace, nnx_node, nnx_str, POINTER(nnx_value))),
    "nnx_rngs_fork": (nnx_status, (nnx_node, POINTER(nnx_node))),
    "nnx_rngs_split": (nnx_status, (nnx_node, POINTER(c_int64), c_size_t, POINTER(nnx_node))),
    "nnx_rng_stream_new": (nnx_status, (nnx_tensor, nnx_str, POINTER(nnx_node))),
    "nnx_rng_stream_init": (nnx_status, (nnx_node, nnx_tensor, nnx_str)),
    "nnx_rng_stream_fork": (nnx_status, (nnx_node, POINTER(nnx_node))),
    "nnx_rng_stream_split": (nnx_status, (nnx_node, POINTER(c_int64), c_size_t, POINTER(nnx_node))),
    "nnx_node_reseed": (nnx_status, (nnx_node, POINTER(nnx_str), POINTER(nnx_tensor), c_size_t)),
    "nnx_trace_current": (nnx_status, (POINTER(nnx_trace),)),
    "nnx_trace_id": (nnx_status, (nnx_trace, POINTER(c_uint64))),
    "nnx_trace_num_objects": (nnx_status, (nnx_trace, POINTER(c_size_t))),
    "nnx_trace_object": (nnx_status, (nnx_trace, c_size_t, POINTER(nnx_node))),
    "nnx_trace_num_states": (nnx_status, (nnx_trace, POINTER(c_size_t))),
    "nnx_trace_state": (nnx_status, (nnx_trace, c_size_t, POINTER(nnx_state))),
    "nnx_trace_num_inputs": (nnx_status, (nnx_trace, POINTER(c_size_t))),
    "nnx_trace_input": (nnx_status, (nnx_trace, c_size_t, POINTER(nnx_value))),
    "nnx_trace_output": (nnx_status, (nnx_trace, nnx_value)),
    "nnx_trace_output_state": (nnx_status, (nnx_trace, nnx_state)),
    "nnx_trace_constant": (nnx_status, (nnx_trace, nnx_tensor, POINTER(nnx_value))),
    "nnx_trace_scalar": (nnx_status, (nnx_trace, nnx_dtype, c_double, POINTER(nnx_value))),
    "nnx_trace_full": (nnx_status, (nnx_trace, nnx_dtype, POINTER(c_int64), c_size_t, c_double, POINTER(nnx_value))),
    "nnx_trace_iota": (nnx_status, (nnx_trace, nnx_dtype, POINTER(c_int64), c_size_t, c_int64, POINTER(nnx_value))),
    "nnx_trace_program": (
        nnx_status,
        (
            nnx_trace_fn,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_node),
            c_size_t,
            POINTER(nnx_state),
            c_size_t,
            POINTER(nnx_dtype),
            POINTER(c_size_t),
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_program),
        ),
    ),
    "nnx_value_dtype": (nnx_status, (nnx_value, POINTER(nnx_dtype))),
    "nnx_value_rank": (nnx_status, (nnx_value, POINTER(c_size_t))),
    "nnx_value_shape": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t)),
    "nnx_value_text": (nnx_status, (nnx_value, POINTER(nnx_bytes))),
    "nnx_value_unary": (nnx_status, (nnx_value, nnx_unary, POINTER(nnx_value))),
    "nnx_value_binary": (nnx_status, (nnx_value, nnx_binary, nnx_value, POINTER(nnx_value))),
    "nnx_value_binary_tensor": (nnx_status, (nnx_value, nnx_binary, nnx_tensor, c_int32, POINTER(nnx_value))),
    "nnx_value_binary_scalar": (nnx_status, (nnx_value, nnx_binary, c_double, c_int32, POINTER(nnx_value))),
    "nnx_value_binary_int": (nnx_status, (nnx_value, nnx_binary, c_int64, c_int32, POINTER(nnx_value))),
    "nnx_value_square": (nnx_status, (nnx_value, POINTER(nnx_value))),
    "nnx_value_astype": (nnx_status, (nnx_value, nnx_dtype, POINTER(nnx_value))),
    "nnx_value_where": (nnx_status, (nnx_value, nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_value_slice": (
        nnx_status,
        (
            nnx_value,
            POINTER(c_int64),
            POINTER(c_int64),
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_value_dynamic_slice": (
        nnx_status,
        (
            nnx_value,
            POINTER(nnx_value),
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_value_dynamic_update_slice": (
        nnx_status,
        (
            nnx_value,
            nnx_value,
            POINTER(nnx_value),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_value_take": (nnx_status, (nnx_value, nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_take_last": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_value_one_hot": (nnx_status, (nnx_value, c_int64, nnx_dtype, POINTER(nnx_value))),
    "nnx_value_pad": (
        nnx_status,
        (
            nnx_value,
            POINTER(c_int64),
            POINTER(c_int64),
            c_size_t,
            c_double,
            POINTER(nnx_value),
        ),
    ),
    "nnx_value_matmul": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_value_dot_general": (
        nnx_status,
        (
            nnx_value,
            nnx_value,
            POINTER(c_int64),
            POINTER(c_int64),
            c_size_t,
            POINTER(c_int64),
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_value_reduce": (nnx_status, (nnx_value, nnx_reduce, POINTER(c_int64), c_size_t, c_int32, POINTER(nnx_value))),
    "nnx_value_argmax": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_argmin": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_softmax": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_log_softmax": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_reshape": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_value_transpose": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_value_broadcast_to": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_value_expand_dims": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_squeeze": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_value_flip": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, POINTER(nnx_value))),
    "nnx_trace_concatenate": (nnx_status, (nnx_trace, POINTER(nnx_value), c_size_t, c_int64, POINTER(nnx_value))),
    "nnx_trace_stack": (nnx_status, (nnx_trace, POINTER(nnx_value), c_size_t, c_int64, POINTER(nnx_value))),
    "nnx_value_and_grad": (
        nnx_status,
        (
            nnx_trace,
            nnx_node,
            nnx_filter,
            nnx_loss_fn,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_value),
            POINTER(nnx_state),
        ),
    ),
    "nnx_value_watch": (nnx_status, (nnx_value, POINTER(nnx_value))),
    "nnx_value_gradients": (nnx_status, (nnx_value, POINTER(nnx_value), c_size_t, POINTER(nnx_value))),
    "nnx_value_stop_gradient": (nnx_status, (nnx_value, POINTER(nnx_value))),
    "nnx_trace_cond": (
        nnx_status,
        (
            nnx_trace,
            nnx_value,
            nnx_trace_fn,
            nnx_trace_fn,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_value),
            c_size_t,
            POINTER(c_size_t),
        ),
    ),
    "nnx_trace_while_loop": (
        nnx_status,
        (
            nnx_trace,
            nnx_trace_fn,
            nnx_trace_fn,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_value),
            c_size_t,
            POINTER(nnx_value),
        ),
    ),
    "nnx_trace_scan": (
        nnx_status,
        (
            nnx_trace,
            c_int64,
            POINTER(nnx_value),
            c_size_t,
            POINTER(nnx_value),
            c_size_t,
            nnx_trace_fn,
            c_void_p,
            nnx_destroy_fn,
            POINTER(nnx_value),
            c_size_t,
            POINTER(c_size_t),
        ),
    ),
    "nnx_optim_sgd": (nnx_status, (c_double, POINTER(nnx_sgd_options), POINTER(nnx_static))),
    "nnx_optim_adam": (nnx_status, (c_double, POINTER(nnx_adam_options), POINTER(nnx_static))),
    "nnx_optim_adamw": (nnx_status, (c_double, POINTER(nnx_adam_options), POINTER(nnx_static))),
    "nnx_optim_chain": (nnx_status, (POINTER(nnx_static), c_size_t, POINTER(nnx_static))),
    "nnx_optim_identity": (nnx_status, (POINTER(nnx_static),)),
    "nnx_optim_scale_by_adam": (
        nnx_status,
        (
            c_double,
            c_double,
            c_double,
            c_double,
            c_int32,
            nnx_dtype,
            POINTER(nnx_static),
        ),
    ),
    "nnx_optim_trace": (nnx_status, (c_double, c_int32, nnx_dtype, POINTER(nnx_static))),
    "nnx_optim_add_decayed_weights": (nnx_status, (c_double, nnx_static, POINTER(nnx_static))),
    "nnx_optim_scale": (nnx_status, (c_double, POINTER(nnx_static))),
    "nnx_optim_scale_by_learning_rate": (nnx_status, (c_double, nnx_static, POINTER(nnx_static))),
    "nnx_optim_scale_by_schedule": (nnx_status, (nnx_static, POINTER(nnx_static))),
    "nnx_optim_clip": (nnx_status, (c_double, POINTER(nnx_static))),
    "nnx_optim_clip_by_global_norm": (nnx_status, (c_double, POINTER(nnx_static))),
    "nnx_optim_constant_schedule": (nnx_status, (c_double, POINTER(nnx_static))),
    "nnx_optim_polynomial_schedule": (
        nnx_status,
        (
            c_double,
            c_double,
            c_double,
            c_int64,
            c_int64,
            POINTER(nnx_static),
        ),
    ),
    "nnx_optim_exponential_decay": (
        nnx_status,
        (
            c_double,
            c_int64,
            c_double,
            c_int64,
            c_int32,
            c_double,
            POINTER(nnx_static),
        ),
    ),
    "nnx_optim_cosine_decay_schedule": (nnx_status, (c_double, c_int64, c_double, c_double, POINTER(nnx_static))),
    "nnx_optim_warmup_cosine_decay_schedule": (
        nnx_status,
        (
            c_double,
            c_double,
            c_int64,
            c_int64,
            c_double,
            c_double,
            POINTER(nnx_static),
        ),
    ),
    "nnx_optim_join_schedules": (
        nnx_status,
        (
            POINTER(nnx_static),
            c_size_t,
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_static),
        ),
    ),
    "nnx_optim_schedule_value": (nnx_status, (nnx_static, c_int64, POINTER(c_double))),
    "nnx_optimizer_new": (nnx_status, (nnx_node, nnx_static, nnx_filter, POINTER(nnx_node))),
    "nnx_optimizer_init": (nnx_status, (nnx_node, nnx_node, nnx_static, nnx_filter)),
    "nnx_optimizer_update": (nnx_status, (nnx_node, nnx_state)),
    "nnx_optimizer_update_model": (nnx_status, (nnx_node, nnx_node, nnx_state, POINTER(nnx_state))),
    "nnx_average_new": (nnx_status, (nnx_str, POINTER(nnx_node))),
    "nnx_average_init": (nnx_status, (nnx_node, nnx_str)),
    "nnx_accuracy_new": (nnx_status, (c_double, POINTER(nnx_node))),
    "nnx_accuracy_init": (nnx_status, (nnx_node, c_double)),
    "nnx_welford_new": (nnx_status, (nnx_str, POINTER(nnx_node))),
    "nnx_welford_init": (nnx_status, (nnx_node, nnx_str)),
    "nnx_multi_metric_new": (nnx_status, (POINTER(nnx_str), POINTER(nnx_node), c_size_t, POINTER(nnx_node))),
    "nnx_multi_metric_init": (nnx_status, (nnx_node, POINTER(nnx_str), POINTER(nnx_node), c_size_t)),
    "nnx_metric_update": (nnx_status, (nnx_node, POINTER(nnx_str), POINTER(nnx_value), c_size_t)),
    "nnx_metric_update_tensors": (nnx_status, (nnx_node, POINTER(nnx_str), POINTER(nnx_tensor), c_size_t)),
    "nnx_metric_compute": (nnx_status, (nnx_node, POINTER(nnx_state))),
    "nnx_metric_reset": (nnx_status, (nnx_node,)),
    "nnx_value_activation": (nnx_status, (nnx_value, nnx_activation, POINTER(nnx_value))),
    "nnx_value_activation_with": (nnx_status, (nnx_value, nnx_activation, c_double, POINTER(nnx_value))),
    "nnx_value_glu": (nnx_status, (nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_value_standardize": (nnx_status, (nnx_value, POINTER(c_int64), c_size_t, c_double, POINTER(nnx_value))),
    "nnx_batch_norm_new": (nnx_status, (nnx_node, c_int64, POINTER(nnx_batch_norm_options), POINTER(nnx_node))),
    "nnx_batch_norm_init": (nnx_status, (nnx_node, nnx_node, c_int64, POINTER(nnx_batch_norm_options))),
    "nnx_batch_norm_call": (nnx_status, (nnx_node, nnx_value, POINTER(nnx_call_options), POINTER(nnx_value))),
    "nnx_dropout_new": (nnx_status, (nnx_node, c_double, POINTER(nnx_dropout_options), POINTER(nnx_node))),
    "nnx_dropout_init": (nnx_status, (nnx_node, nnx_node, c_double, POINTER(nnx_dropout_options))),
    "nnx_dropout_call": (nnx_status, (nnx_node, nnx_value, POINTER(nnx_call_options), POINTER(nnx_value))),
    "nnx_initializer_new": (nnx_status, (nnx_str, POINTER(c_double), c_size_t, POINTER(nnx_static))),
    "nnx_initializer_make": (
        nnx_status,
        (
            nnx_static,
            nnx_tensor,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            POINTER(nnx_tensor),
        ),
    ),
    "nnx_linear_new": (nnx_status, (nnx_node, c_int64, c_int64, POINTER(nnx_linear_options), POINTER(nnx_node))),
    "nnx_linear_init": (nnx_status, (nnx_node, nnx_node, c_int64, c_int64, POINTER(nnx_linear_options))),
    "nnx_linear_call": (nnx_status, (nnx_node, nnx_value, POINTER(nnx_value))),
    "nnx_loss_squared_error": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_loss_l2": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_loss_softmax_cross_entropy": (nnx_status, (nnx_value, nnx_value, c_int64, POINTER(nnx_value))),
    "nnx_loss_softmax_cross_entropy_with_integer_labels": (
        nnx_status,
        (
            nnx_value,
            nnx_value,
            c_int64,
            POINTER(nnx_value),
        ),
    ),
    "nnx_loss_sigmoid_binary_cross_entropy": (nnx_status, (nnx_value, nnx_value, POINTER(nnx_value))),
    "nnx_results_step_id": (nnx_status, (nnx_results, POINTER(c_uint64))),
    "nnx_results_num_tensors": (nnx_status, (nnx_results, POINTER(c_size_t))),
    "nnx_results_tensor": (nnx_status, (nnx_results, c_size_t, POINTER(nnx_tensor))),
    "nnx_results_num_states": (nnx_status, (nnx_results, POINTER(c_size_t))),
    "nnx_results_state": (nnx_status, (nnx_results, c_size_t, POINTER(nnx_state))),
    "nnx_results_retain": (nnx_status, (nnx_results, POINTER(nnx_results))),
    "nnx_results_release": (nnx_status, (nnx_results,)),
    "nnx_step_from_program": (
        nnx_status,
        (
            nnx_program,
            nnx_graphdef,
            POINTER(c_int64),
            c_size_t,
            POINTER(c_size_t),
            c_size_t,
            nnx_str,
            POINTER(nnx_step),
        ),
    ),
    "nnx_step_id": (nnx_status, (nnx_step, POINTER(c_uint64))),
    "nnx_step_program": (nnx_status, (nnx_step, POINTER(nnx_program))),
    "nnx_step_graphdef": (nnx_status, (nnx_step, POINTER(nnx_graphdef))),
    "nnx_step_out_graphdef": (nnx_status, (nnx_step, POINTER(nnx_graphdef))),
    "nnx_step_run": (
        nnx_status,
        (
            nnx_step,
            nnx_state,
            POINTER(nnx_state),
            c_size_t,
            POINTER(nnx_tensor),
            c_size_t,
            c_int32,
            POINTER(nnx_state),
            POINTER(nnx_results),
        ),
    ),
    "nnx_step_retain": (nnx_status, (nnx_step, POINTER(nnx_step))),
    "nnx_step_release": (nnx_status, (nnx_step,)),
    "nnx_jit_new": (nnx_status, (nnx_trace_fn, c_void_p, nnx_destroy_fn, POINTER(nnx_jit_options), POINTER(nnx_jit))),
    "nnx_jit_call": (
        nnx_status,
        (
            nnx_jit,
            POINTER(nnx_node),
            c_size_t,
            POINTER(nnx_state),
            c_size_t,
            POINTER(nnx_tensor),
            c_size_t,
            POINTER(nnx_results),
        ),
    ),
    "nnx_jit_step": (
        nnx_status,
        (
            nnx_jit,
            POINTER(nnx_node),
            c_size_t,
            POINTER(nnx_state),
            c_size_t,
            POINTER(nnx_tensor),
            c_size_t,
            POINTER(nnx_step),
        ),
    ),
    "nnx_jit_num_steps": (nnx_status, (nnx_jit, POINTER(c_size_t))),
    "nnx_jit_retain": (nnx_status, (nnx_jit, POINTER(nnx_jit))),
    "nnx_jit_release": (nnx_status, (nnx_jit,)),
    "nnx_session_new": (nnx_status, (POINTER(nnx_node), c_size_t, POINTER(nnx_session_options), POINTER(nnx_session))),
    "nnx_session_from_states": (
        nnx_status,
        (
            nnx_graphdef,
            POINTER(nnx_state),
            c_size_t,
            POINTER(nnx_session_options),
            POINTER(nnx_session),
        ),
    ),
    "nnx_session_run": (nnx_status, (nnx_session, nnx_step, POINTER(nnx_tensor), c_size_t, POINTER(nnx_results))),
    "nnx_session_run_many": (
        nnx_status,
        (
            nnx_session,
            nnx_step,
            c_size_t,
            POINTER(nnx_tensor),
            c_size_t,
            POINTER(nnx_results),
        ),
    ),
    "nnx_session_evaluate": (nnx_status, (nnx_session, nnx_step, POINTER(nnx_tensor), c_size_t, POINTER(nnx_results))),
    "nnx_session_graphdef": (nnx_status, (nnx_session, POINTER(nnx_graphdef))),
    "nnx_session_state": (nnx_status, (nnx_session, POINTER(nnx_state))),
    "nnx_session_set_state": (nnx_status, (nnx_session, nnx_state)),
    "nnx_session_read": (nnx_status, (nnx_session, nnx_str, POINTER(nnx_tensor))),
    "nnx_session_write": (nnx_status, (nnx_session, nnx_str, nnx_tensor)),
    "nnx_session_update": (nnx_status, (nnx_session, POINTER(nnx_node), c_size_t)),
    "nnx_session_bind_input": (
        nnx_status,
        (
            nnx_session,
            c_size_t,
            nnx_dtype,
            POINTER(c_int64),
            c_size_t,
            c_void_p,
            c_size_t,
        ),
    ),
    "nnx_session_bind_output": (nnx_status, (nnx_session, c_size_t, c_void_p, c_size_t)),
    "nnx_session_size": (nnx_status, (nnx_session, POINTER(c_size_t), POINTER(c_size_t), POINTER(c_size_t))),
    "nnx_session_layout": (
        nnx_status,
        (
            nnx_session,
            c_size_t,
            POINTER(nnx_str),
            POINTER(c_size_t),
            POINTER(c_size_t),
            POINTER(nnx_dtype),
            POINTER(POINTER(c_int64)),
            POINTER(c_size_t),
        ),
    ),
    "nnx_session_use_memory": (nnx_status, (nnx_session, c_void_p, c_size_t, c_void_p, nnx_destroy_fn)),
    "nnx_session_report": (nnx_status, (nnx_session, POINTER(nnx_session_info))),
    "nnx_session_retain": (nnx_status, (nnx_session, POINTER(nnx_session))),
    "nnx_session_release": (nnx_status, (nnx_session,)),
    "nnx_bundle_of_objects": (nnx_status, (POINTER(nnx_node), c_size_t, POINTER(nnx_bundle))),
    "nnx_bundle_new": (nnx_status, (nnx_graphdef, nnx_state, POINTER(nnx_bundle))),
    "nnx_bundle_add_step": (nnx_status, (nnx_bundle, nnx_str, nnx_step)),
    "nnx_bundle_add_jit": (nnx_status, (nnx_bundle, nnx_str, nnx_jit)),
    "nnx_bundle_set_metadata": (nnx_status, (nnx_bundle, nnx_str, nnx_str)),
    "nnx_bundle_save": (nnx_status, (nnx_bundle, nnx_str, POINTER(nnx_save_options))),
    "nnx_bundle_open": (nnx_status, (nnx_str, POINTER(nnx_load_options), POINTER(nnx_bundle))),
    "nnx_bundle_graphdef": (nnx_status, (nnx_bundle, POINTER(nnx_graphdef))),
    "nnx_bundle_state": (nnx_status, (nnx_bundle, POINTER(nnx_state))),
    "nnx_bundle_programs": (nnx_status, (nnx_bundle, POINTER(nnx_report))),
    "nnx_bundle_metadata": (nnx_status, (nnx_bundle, POINTER(nnx_report))),
    "nnx_bundle_program": (nnx_status, (nnx_bundle, nnx_str, POINTER(nnx_program))),
    "nnx_bundle_step": (nnx_status, (nnx_bundle, nnx_str, nnx_str, POINTER(nnx_step))),
    "nnx_bundle_jit": (nnx_status, (nnx_bundle, nnx_str, POINTER(nnx_jit_options), POINTER(nnx_jit))),
    "nnx_bundle_text": (nnx_status, (nnx_bundle, POINTER(nnx_bytes))),
    "nnx_bundle_load_into": (
        nnx_status,
        (
            nnx_bundle,
            POINTER(nnx_node),
            c_size_t,
            POINTER(nnx_load_options),
            POINTER(nnx_report),
        ),
    ),
    "nnx_bundle_fit": (
        nnx_status,
        (
            nnx_bundle,
            nnx_state,
            POINTER(nnx_load_options),
            POINTER(nnx_state),
            POINTER(nnx_report),
        ),
    ),
    "nnx_bundle_retain": (nnx_status, (nnx_bundle, POINTER(nnx_bundle))),
    "nnx_bundle_release": (nnx_status, (nnx_bundle,)),
    "nnx_get_api": (c_void_p, (c_uint32, c_uint32)),
}
