/**
 * libnnx: object graphs that are split, merged and updated.
 *
 * Generated from src/capi by `make generate`; do not edit.
 *
 * Status.    A call answers NNX_OK or why it failed; nnx_last_error_message() is this thread's text. Outputs stand last;
 *            they are zeroed on entry and set only when the call is OK.
 * Handles.   Every handle a function returns is owned: give it back once, with its nnx_..._release. nnx_..._retain makes
 *            another handle for the same object. A handle is no address: a stale, doubled, forged or wrongly typed one is
 *            answered with NNX_STATUS_INVALID_HANDLE.
 * Values.    An nnx_value is a name, no handle: it owns nothing, is never released, and lives as long as its trace. An
 *            nnx_trace is lent to the function that is traced.
 * Lent.      Text and data pointers are lent: valid until the handle they came from is released or changed.
 * Text.      Text in is an nnx_str: UTF-8, with its length; NNX_STR("literal") or nnx_str_of(pointer).
 * Pointers.  NULL is NNX_STATUS_INVALID_ARGUMENT, unless the function says that it may be NULL; options, user_data and
 *            destroy always may. An array of no elements may be NULL.
 * Options.   Start from the struct's ..._INIT macro. NULL is the defaults.
 * Callbacks. (function, user_data, destroy): destroy runs exactly once, also when the call fails. The function answers
 *            NNX_OK, or a number from 1000 on, which comes back unchanged.
 * Threads.   `const nnx_x *` may be used by several threads at once; `nnx_x *` wants one at a time, and waits otherwise.
 * Paths.     layers/0/kernel, relative to the node or State they are given with; "" is that itself.
 */

#ifndef NNX_H
#define NNX_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define NNX_VERSION_MAJOR 0
#define NNX_VERSION_MINOR 1
#define NNX_VERSION_PATCH 0

/* The table of nnx_get_api: a major number is one layout, a minor number says how many functions it has. */
#define NNX_ABI_MAJOR 0
#define NNX_ABI_MINOR 1

#if defined(__GNUC__)
#define NNX_API __attribute__((visibility("default")))
#else
#define NNX_API
#endif

#if defined(__cplusplus) || (defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L)
#define NNX_NODISCARD [[nodiscard]]
#elif defined(__GNUC__)
#define NNX_NODISCARD __attribute__((warn_unused_result))
#else
#define NNX_NODISCARD
#endif

/* An enum is an int32_t in every language, and may hold numbers that this header does not know. */
#if defined(__cplusplus)
#define NNX_ENUM(name) enum name : int32_t
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 202311L
#define NNX_ENUM(name) enum name : int32_t; typedef enum name name; enum name : int32_t
#else
#define NNX_ENUM(name) typedef int32_t name; enum name
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Types ------------------------------------------------------------------------------------------------------------ */

/* DLPack's structs; include dlpack.h to look into them. */
struct DLManagedTensor;
struct DLManagedTensorVersioned;

/** What kind of failure it was. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_status) {
    /** The call did what it says. */
    NNX_STATUS_OK = 0,
    /** NULL, ill-formed, bad UTF-8, overflow, shape or dtype. */
    NNX_STATUS_INVALID_ARGUMENT = 3,
    /** Unknown path, key or file. */
    NNX_STATUS_NOT_FOUND = 5,
    /** The key is taken. */
    NNX_STATUS_ALREADY_EXISTS = 6,
    /** Memory. */
    NNX_STATUS_RESOURCE_EXHAUSTED = 8,
    /** The call came at the wrong time, or its arguments do not fit each other. */
    NNX_STATUS_FAILED_PRECONDITION = 9,
    /** The operation, type or option is not supported. */
    NNX_STATUS_UNIMPLEMENTED = 12,
    /** A panic that was caught: a bug in libnnx. */
    NNX_STATUS_INTERNAL = 13,
    /** No driver or device. */
    NNX_STATUS_UNAVAILABLE = 14,
    /** A damaged file. */
    NNX_STATUS_DATA_LOSS = 15,
    /** The handle is stale, doubled, forged or of another type. */
    NNX_STATUS_INVALID_HANDLE = 100,
    /** An object whose change panicked; only release works. */
    NNX_STATUS_POISONED = 101,
    /** The caller was built for another version. */
    NNX_STATUS_VERSION_MISMATCH = 102,
    /** A value is not finite. */
    NNX_STATUS_NON_FINITE = 103,
    /** The device reported an error. */
    NNX_STATUS_DEVICE = 104
};

/** A function of one element. Where it has a number, such as elu's `alpha`, that is the default of Flax. */
NNX_ENUM(nnx_activation) {
    /** x where it is positive, else 0; the slope at 0 is 0. */
    NNX_ACTIVATION_RELU = 0,
    /** relu, and 6 where that is larger. */
    NNX_ACTIVATION_RELU6 = 1,
    /** x where it is not negative, else 0.01 x. */
    NNX_ACTIVATION_LEAKY_RELU = 2,
    /** x where it is positive, else e^x - 1. */
    NNX_ACTIVATION_ELU = 3,
    /** The elu with a smooth slope for each alpha: max(x, 0) + alpha (e^(min(x, 0) / alpha) - 1), alpha 1. */
    NNX_ACTIVATION_CELU = 4,
    /** The elu of the scale and alpha with which layers normalize themselves. */
    NNX_ACTIVATION_SELU = 5,
    /** x times the distribution function of the normal distribution at x, approximated with tanh. */
    NNX_ACTIVATION_GELU = 6,
    /** As gelu, with the error function. */
    NNX_ACTIVATION_GELU_EXACT = 7,
    /** 1 / (1 + e^-x). */
    NNX_ACTIVATION_SIGMOID = 8,
    /** The logarithm of the sigmoid. */
    NNX_ACTIVATION_LOG_SIGMOID = 9,
    /** x sigmoid(x), also called swish. */
    NNX_ACTIVATION_SILU = 10,
    /** The hyperbolic tangent. */
    NNX_ACTIVATION_TANH = 11,
    /** log(1 + e^x). */
    NNX_ACTIVATION_SOFTPLUS = 12,
    /** x / (|x| + 1). */
    NNX_ACTIVATION_SOFT_SIGN = 13,
    /** relu6(x + 3) / 6. */
    NNX_ACTIVATION_HARD_SIGMOID = 14,
    /** x hard_sigmoid(x), also called hard swish. */
    NNX_ACTIVATION_HARD_SILU = 15,
    /** x between -1 and 1, else the nearer of them. */
    NNX_ACTIVATION_HARD_TANH = 16,
    /** x. */
    NNX_ACTIVATION_IDENTITY = 17
};

/** The type of an array's elements. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_dtype) {
    /**
     * One byte, 0 for false. What comes from outside may hold other bytes than 0 and 1; each of them reads as true.
     */
    NNX_DTYPE_BOOL = 0,
    /** Signed 8-bit integer. */
    NNX_DTYPE_I8 = 1,
    /** Signed 16-bit integer. */
    NNX_DTYPE_I16 = 2,
    /** Signed 32-bit integer. */
    NNX_DTYPE_I32 = 3,
    /** Signed 64-bit integer. */
    NNX_DTYPE_I64 = 4,
    /** Unsigned 8-bit integer. */
    NNX_DTYPE_U8 = 5,
    /** Unsigned 16-bit integer. */
    NNX_DTYPE_U16 = 6,
    /** Unsigned 32-bit integer. */
    NNX_DTYPE_U32 = 7,
    /** Unsigned 64-bit integer. */
    NNX_DTYPE_U64 = 8,
    /** IEEE 754 binary16. */
    NNX_DTYPE_F16 = 9,
    /** The upper half of an IEEE 754 binary32. */
    NNX_DTYPE_BF16 = 10,
    /** IEEE 754 binary32. */
    NNX_DTYPE_F32 = 11,
    /** IEEE 754 binary64. */
    NNX_DTYPE_F64 = 12
};

/** How many elements become one. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_reduce) {
    /** Their sum. */
    NNX_REDUCE_SUM = 0,
    /** Their mean. */
    NNX_REDUCE_MEAN = 1,
    /** Their product. */
    NNX_REDUCE_PROD = 2,
    /** The largest. */
    NNX_REDUCE_MAX = 3,
    /** The smallest. */
    NNX_REDUCE_MIN = 4,
    /** Whether one of them is not 0. */
    NNX_REDUCE_ANY = 5,
    /** Whether none of them is 0. */
    NNX_REDUCE_ALL = 6,
    /** The mean of the squared distances from the mean. */
    NNX_REDUCE_VAR = 7,
    /** The square root of that. */
    NNX_REDUCE_STD = 8,
    /** The logarithm of the sum of their exponentials. */
    NNX_REDUCE_LOG_SUM_EXP = 9
};

/** The kinds of static values. */
NNX_ENUM(nnx_static_kind) {
    /** A truth value. */
    NNX_STATIC_KIND_BOOL = 1,
    /** A 64-bit integer. */
    NNX_STATIC_KIND_INT = 2,
    /** A 64-bit float. */
    NNX_STATIC_KIND_FLOAT = 3,
    /** UTF-8 text. */
    NNX_STATIC_KIND_STRING = 4,
    /** Bytes. */
    NNX_STATIC_KIND_BYTES = 5,
    /** A dtype. */
    NNX_STATIC_KIND_DTYPE = 6,
    /** A tuple of static values. */
    NNX_STATIC_KIND_TUPLE = 7,
    /** A value of another language. */
    NNX_STATIC_KIND_FOREIGN = 8,
    /** None. */
    NNX_STATIC_KIND_NONE = 9
};

/** The kinds of nodes. */
NNX_ENUM(nnx_node_kind) {
    /** A node with a type name and named attributes: a module. */
    NNX_NODE_KIND_OBJECT = 1,
    /** Elements 0, 1, …, and named attributes beside them; a reference node. */
    NNX_NODE_KIND_LIST = 2,
    /** String keys or integer keys; a reference node. */
    NNX_NODE_KIND_DICT = 3,
    /** A Variable: a type, metadata and a value. */
    NNX_NODE_KIND_VARIABLE = 4,
    /** A plain list: a value node. */
    NNX_NODE_KIND_PLAIN_LIST = 5,
    /** A plain dict: a value node. */
    NNX_NODE_KIND_PLAIN_DICT = 6,
    /** A tuple: a value node, complete when it is attached. */
    NNX_NODE_KIND_TUPLE = 7
};

/** What kind of value an attribute has. */
NNX_ENUM(nnx_attribute_kind) {
    /** A node. */
    NNX_ATTRIBUTE_KIND_NODE = 1,
    /** An array. */
    NNX_ATTRIBUTE_KIND_TENSOR = 2,
    /** An opaque value. */
    NNX_ATTRIBUTE_KIND_OPAQUE = 3,
    /** A static value. */
    NNX_ATTRIBUTE_KIND_STATIC = 4,
    /** None. */
    NNX_ATTRIBUTE_KIND_NONE = 5
};

/** The forms in which graphs, GraphDefs and states are printed. Not every object has all of them. */
NNX_ENUM(nnx_format) {
    /** A text tree, for people. Nodes and states. */
    NNX_FORMAT_TREE = 1,
    /**
     * A table, for people: of leaves with totals by Variable type, or of kernels. Nodes, states and reports of steps.
     */
    NNX_FORMAT_TABLE = 2,
    /** Graphviz's DOT language. Nodes and plans of steps. */
    NNX_FORMAT_DOT = 3,
    /** JSON. Nodes, states, GraphDefs and reports of steps. */
    NNX_FORMAT_JSON = 4,
    /** A piece of HTML with foldable levels, for notebooks. Nodes and states. */
    NNX_FORMAT_HTML = 5,
    /** Plain text; that of a GraphDef can be read back. GraphDefs and plans of steps. */
    NNX_FORMAT_TEXT = 6
};

/** In what two States differ at a path. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_difference) {
    /** Only the left State has this leaf. */
    NNX_DIFFERENCE_ONLY_LEFT = 1,
    /** Only the right State has this leaf. */
    NNX_DIFFERENCE_ONLY_RIGHT = 2,
    /** The leaves belong to Variables of different types, or only one of them to a Variable. */
    NNX_DIFFERENCE_TYPE = 3,
    /** The dtypes differ, or one of the leaves is opaque. */
    NNX_DIFFERENCE_DTYPE = 4,
    /** The shapes differ. */
    NNX_DIFFERENCE_SHAPE = 5,
    /** The metadata of the Variables differ. */
    NNX_DIFFERENCE_METADATA = 6,
    /** The values differ. */
    NNX_DIFFERENCE_VALUE = 7
};

/**
 * What became of a leaf, of a tensor of the file, or of a rename rule. The numbers cross the C ABI and are never
 * reused.
 */
NNX_ENUM(nnx_load) {
    /** The leaf has its value from the file. */
    NNX_LOAD_LOADED = 1,
    /** The file has no tensor for the leaf. */
    NNX_LOAD_MISSING = 2,
    /** The State has no leaf for the tensor. */
    NNX_LOAD_UNEXPECTED = 3,
    /** The tensor has another shape than the leaf. */
    NNX_LOAD_SHAPE = 4,
    /** The tensor has another dtype than the leaf. */
    NNX_LOAD_DTYPE = 5,
    /** The rename rule takes no name of the file. */
    NNX_LOAD_UNUSED_RULE = 6
};

/** A function of one element. The names are NumPy's and JAX's. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_unary) {
    /** The absolute value. */
    NNX_UNARY_ABS = 0,
    /** The negative. */
    NNX_UNARY_NEG = 1,
    /** -1, 0 or 1. */
    NNX_UNARY_SIGN = 2,
    /** e to the power of it. */
    NNX_UNARY_EXP = 3,
    /** e to the power of it, minus 1. */
    NNX_UNARY_EXPM1 = 4,
    /** The natural logarithm. */
    NNX_UNARY_LOG = 5,
    /** The natural logarithm of 1 plus it. */
    NNX_UNARY_LOG1P = 6,
    /** The square root. */
    NNX_UNARY_SQRT = 7,
    /** 1 over the square root. */
    NNX_UNARY_RSQRT = 8,
    /** The cube root. */
    NNX_UNARY_CBRT = 9,
    /** The sine. */
    NNX_UNARY_SIN = 10,
    /** The cosine. */
    NNX_UNARY_COS = 11,
    /** The tangent. */
    NNX_UNARY_TAN = 12,
    /** The hyperbolic tangent. */
    NNX_UNARY_TANH = 13,
    /** 1 / (1 + e^-x). */
    NNX_UNARY_SIGMOID = 14,
    /** The largest integer not above it. */
    NNX_UNARY_FLOOR = 15,
    /** The smallest integer not below it. */
    NNX_UNARY_CEIL = 16,
    /** The nearest integer, the even one of two. */
    NNX_UNARY_ROUND = 17,
    /** Whether it is neither infinite nor a NaN. */
    NNX_UNARY_IS_FINITE = 18,
    /** The error function. */
    NNX_UNARY_ERF = 19,
    /** 1 minus the error function. */
    NNX_UNARY_ERFC = 20,
    /** The inverse of the error function. */
    NNX_UNARY_ERF_INV = 21,
    /** The logarithm of the absolute value of the gamma function. */
    NNX_UNARY_LGAMMA = 22,
    /** The hyperbolic sine. */
    NNX_UNARY_SINH = 23,
    /** The hyperbolic cosine. */
    NNX_UNARY_COSH = 24,
    /** The inverse of the sine. */
    NNX_UNARY_ARCSIN = 25,
    /** The inverse of the cosine. */
    NNX_UNARY_ARCCOS = 26,
    /** The inverse of the tangent. */
    NNX_UNARY_ARCTAN = 27,
    /** The inverse of the hyperbolic sine. */
    NNX_UNARY_ARCSINH = 28,
    /** The inverse of the hyperbolic cosine. */
    NNX_UNARY_ARCCOSH = 29,
    /** The inverse of the hyperbolic tangent. */
    NNX_UNARY_ARCTANH = 30,
    /** The bits inverted; of truth values the other one. */
    NNX_UNARY_NOT = 31
};

/** A function of two elements. The names are NumPy's and JAX's. The numbers cross the C ABI and are never reused. */
NNX_ENUM(nnx_binary) {
    /** The sum. */
    NNX_BINARY_ADD = 0,
    /** The difference. */
    NNX_BINARY_SUB = 1,
    /** The product. */
    NNX_BINARY_MUL = 2,
    /** The quotient; of integers it is a `float32`. */
    NNX_BINARY_DIV = 3,
    /** The quotient rounded down. */
    NNX_BINARY_FLOOR_DIVIDE = 4,
    /** What the quotient rounded down leaves, with the sign of the divisor. */
    NNX_BINARY_MOD = 5,
    /** The one to the power of the other. */
    NNX_BINARY_POW = 6,
    /** The larger. */
    NNX_BINARY_MAXIMUM = 7,
    /** The smaller. */
    NNX_BINARY_MINIMUM = 8,
    /** The angle of the point (other, self). */
    NNX_BINARY_ARCTAN2 = 9,
    /** Whether they are equal. */
    NNX_BINARY_EQUAL = 10,
    /** Whether they differ. */
    NNX_BINARY_NOT_EQUAL = 11,
    /** Whether the first is smaller. */
    NNX_BINARY_LESS = 12,
    /** Whether the first is not larger. */
    NNX_BINARY_LESS_EQUAL = 13,
    /** Whether the first is larger. */
    NNX_BINARY_GREATER = 14,
    /** Whether the first is not smaller. */
    NNX_BINARY_GREATER_EQUAL = 15,
    /** The bits that both have; of truth values whether both hold. */
    NNX_BINARY_AND = 16,
    /** The bits that either has. */
    NNX_BINARY_OR = 17,
    /** The bits that one of them has. */
    NNX_BINARY_XOR = 18,
    /** The bits moved up. */
    NNX_BINARY_LEFT_SHIFT = 19,
    /** The bits moved down; the sign stays. */
    NNX_BINARY_RIGHT_SHIFT = 20
};

/** Whether a layer trains or evaluates. */
NNX_ENUM(nnx_mode) {
    /** As the attribute of the layer says, which `train` and `eval` of a model set. */
    NNX_MODE_ATTRIBUTE = 0,
    /** With the statistics of the batch, and random. */
    NNX_MODE_TRAIN = 1,
    /** With the running averages, and not random. */
    NNX_MODE_EVAL = 2
};

/**
 * What a bundle file holds: the GraphDef and State of objects, and steps that go on with them. Any thread may use it.
 */
typedef struct nnx_bundle nnx_bundle;

/** Bytes that a call made for the caller, most often text. Immutable; any thread may use them. */
typedef struct nnx_bytes nnx_bytes;

/** A failure: its status, its text, and the path in the graph that it is about. Immutable; any thread may use it. */
typedef struct nnx_error nnx_error;

/**
 * A test of leaves, as in Flax. Where several filters are given, the first that a leaf passes takes it. Immutable; any
 * thread may use it.
 */
typedef struct nnx_filter nnx_filter;

/**
 * A graph: what its nodes live in. Nodes that are made without naming a graph start one of their own, and attaching a
 * node of one graph to a node of another joins the two, so most programs never name one. A node lives while a handle to
 * a node reaches it; a graph handle alone keeps no node alive.
 *
 * Readers of a graph run at the same time on several threads; a change waits for them and runs alone.
 */
typedef struct nnx_graph nnx_graph;

/** The structure of an object graph, without the values of its leaves. Immutable; any thread may use it. */
typedef struct nnx_graphdef nnx_graphdef;

/**
 * A function over objects, States and arrays, and the steps that it became: it is traced once for each structure of the
 * objects, types of their leaves, leaves of the States, and types of the arrays. Any number of threads may call it at
 * once, on different objects.
 */
typedef struct nnx_jit nnx_jit;

/**
 * A node of an object graph: a container with attributes, or a Variable. A handle keeps the node and everything below
 * it alive.
 *
 * Object, List, Dict and Variable are reference nodes: they have identity, may be set in several places and may form
 * cycles. Plain list, plain dict and tuple are value nodes: they have none and belong to one owner.
 *
 * Attributes are named by paths relative to the node, such as `layers/0/kernel`; a plain name is a path of one
 * component. A component that looks like an integer is an integer key; a string key that is empty, looks like an
 * integer, or holds `/`, `"` or a control character is written as a JSON string.
 *
 * Functions that take `const nnx_node *` may run on several threads at once; those that take `nnx_node *` change the
 * graph, and run one at a time.
 */
typedef struct nnx_node nnx_node;

/**
 * A value that stands in the place of an array: libnnx carries, shares and frees it, and never looks into it. Immutable
 * as far as libnnx is concerned; any thread may use the handle.
 */
typedef struct nnx_opaque nnx_opaque;

/**
 * A StableHLO program: functions over arrays, as JAX lowers a step. Immutable; any thread may use it.
 *
 * Calls that are about one function take its name, without `@`. An empty name means `main`, or the only public function
 * where there is no `main`.
 */
typedef struct nnx_program nnx_program;

/**
 * What a call found out: rows of a path, a code and a text, in an order that the call says. Immutable; any thread may
 * use it.
 */
typedef struct nnx_report nnx_report;

/**
 * The arrays and States that a run of a step gives. Immutable, and not changed by later runs; any thread may use it.
 */
typedef struct nnx_results nnx_results;

/**
 * A state that is held in one place, and any number of steps that run over it: those that take its leaves. Calls from
 * several threads run one after another. What it gives never changes afterwards.
 */
typedef struct nnx_session nnx_session;

/**
 * The leaves of a graph by path: Variables' types, metadata and values, and arrays without Variables. Immutable: it
 * does not change when the graph does. Any thread may use it. Leaves are numbered in the order of their paths.
 */
typedef struct nnx_state nnx_state;

/**
 * A static value: what a GraphDef holds besides structure. A bool, int, float, string, bytes, dtype, none, a tuple of
 * those, or a foreign value. Immutable; any thread may use it.
 */
typedef struct nnx_static nnx_static;

/**
 * A compiled function over the leaves of objects, States and arrays. Immutable; any number of threads may run it at
 * once.
 */
typedef struct nnx_step nnx_step;

/**
 * A dense array in row-major order, without gaps: a value. Its elements never change while anyone else holds it, be it
 * another handle, a graph, a state or an export. Any thread may use it; `nnx_tensor_data_mut` wants one thread at a
 * time.
 *
 * The data is aligned for its dtype. Data of more than 16 bytes that libnnx allocates begins on a 64-byte boundary,
 * from 4096 bytes on a 256-byte one. The elements of NNX_DTYPE_BOOL are one byte each, 0 for false; from outside any
 * other byte is accepted and reads as true.
 */
typedef struct nnx_tensor nnx_tensor;

/** A function that is being traced. It is lent to the callback that it is traced by, and over when that returns. */
typedef struct nnx_trace nnx_trace;

/**
 * A value of a function that is being traced: its dtype and shape are known now, its elements when the program runs.
 *
 * It is a name and no owned handle: there is nothing to release, and it may be copied and overwritten freely. It lives
 * as long as its trace; after that it is answered with FAILED_PRECONDITION. Any thread may use it.
 */
typedef struct nnx_value nnx_value;

/**
 * Text of `size` bytes at `data`: UTF-8, not ended by a NUL, which it may contain. `data` may be NULL when `size` is 0.
 * `NNX_STR("literal")` and `nnx_str_of(text)` make one.
 */
typedef struct nnx_str {
    /** The first byte. */
    const char *data;
    /** The number of bytes. */
    size_t size;
} nnx_str;

/** What is known of CUDA on this machine. */
typedef struct nnx_cuda_info {
    /** `sizeof(nnx_cuda_info)` as the caller compiled it. */
    size_t struct_size;
    /** 1 when there is a driver with at least one device, otherwise 0; `nnx_cuda_reason` then says why. */
    int32_t present;
    /** The CUDA version that the driver supports, such as 12040 for 12.4; 0 when there is no driver. */
    int32_t driver_version;
    /** The number of devices. */
    int32_t device_count;
    /** 0. */
    int32_t reserved;
} nnx_cuda_info;

/** What `nnx_tensor_to_dlpack` may be told. Start from NNX_DLPACK_OPTIONS_INIT. */
typedef struct nnx_dlpack_options {
    /** `sizeof(nnx_dlpack_options)` as the caller compiled it. */
    size_t struct_size;
    /**
     * 1 exports a copy, which the consumer may write to; 0 (the default) exports the tensor's own memory, read-only.
     */
    int32_t copy;
    /** 0. */
    int32_t reserved;
} nnx_dlpack_options;

/**
 * How libnnx deals with a foreign value: what `nnx_static_new_foreign` takes. Start from NNX_FOREIGN_CALLBACKS_INIT.
 * The functions may be called from any thread, and no lock of libnnx is held while they run.
 */
typedef struct nnx_foreign_callbacks {
    /** `sizeof(nnx_foreign_callbacks)` as the caller compiled it. */
    size_t struct_size;
    /** 1 when both values are equal, else 0. Called only with values that have the same `equal` and `user_data`. */
    int32_t (*equal)(void *a, void *b, void *user_data);
    /** A hash: equal values have equal ones. */
    uint64_t (*hash)(void *value, void *user_data);
    /** A text for a person. May be NULL. */
    nnx_status (*describe)(void *value, void *user_data, nnx_bytes **out);
    /** Frees the value. Runs exactly once, when the last holder lets go. May be NULL. */
    void (*destroy)(void *value, void *user_data);
    /** What the functions get as their last input. */
    void *user_data;
} nnx_foreign_callbacks;

/** What an update may change besides values. Start from NNX_UPDATE_OPTIONS_INIT. */
typedef struct nnx_update_options {
    /** `sizeof(nnx_update_options)` as the caller compiled it. */
    size_t struct_size;
    /** 1 lets leaves take another shape; 0 (the default) makes that an error. */
    int32_t allow_shape_change;
    /** 1 lets leaves take another dtype; 0 (the default) makes that an error. */
    int32_t allow_dtype_change;
} nnx_update_options;

/** How `nnx_state_save` writes. Start from NNX_SAVE_OPTIONS_INIT. */
typedef struct nnx_save_options {
    /** `sizeof(nnx_save_options)` as the caller compiled it. */
    size_t struct_size;
    /** 0 (the default) waits until the file is on the disk and outlives a loss of power; 1 does not wait. */
    int32_t no_sync;
    /** 0. */
    int32_t reserved;
} nnx_save_options;

/**
 * How `nnx_state_load` and `nnx_state_load_into` read. Start from NNX_LOAD_OPTIONS_INIT.
 *
 * The rename rules bring in files of other libraries: `rename_from[i]` in the file becomes `rename_to[i]`. The rule for
 * the exact name comes first, then the longest. A rule whose `from` ends with neither `.` nor `/` renames the one
 * tensor of that name to the path `to`. A rule whose `from` ends with `.` or `/` moves every tensor whose name begins
 * with it; `to` is empty or a path that ends with `/`. The rest of the name is taken apart at that same character: with
 * the rule from `encoder.` to `model/` the tensor `encoder.0.weight` goes to `model/0/weight`. A `from` of only `.` or
 * `/` takes every name. In a rule with one `*` in `from` and one in `to` the `*` stands for one or more whole
 * components, taken apart at the `.` or `/` beside it: with the rule from `*.weight` to a `*` and `/kernel` behind it
 * the tensor `encoder.0.weight` goes to `encoder/0/kernel`. A text with more than one `*` is an error.
 */
typedef struct nnx_load_options {
    /** `sizeof(nnx_load_options)` as the caller compiled it. */
    size_t struct_size;
    /** `num_renames` names or prefixes in the file. */
    const nnx_str *rename_from;
    /** `num_renames` paths or prefixes that they become. */
    const nnx_str *rename_to;
    /** The number of rename rules; 0 by default. */
    size_t num_renames;
    /**
     * For `nnx_state_load_into`: 1 lets leaves that the file does not have or that do not fit keep their value, and
     * passes over tensors that no leaf asks for; 0 (the default) makes that an error.
     */
    int32_t partial;
    /**
     * For `nnx_state_load_into`: 1 lets leaves take a tensor of another dtype, unconverted; 0 (the default) does not.
     */
    int32_t allow_dtype_change;
    /** 1 copies every tensor; 0 (the default) uses large ones where the file is mapped. */
    int32_t copy;
    /**
     * 1 does not check the checksum of a file that libnnx wrote, for which all of it is read; 0 (the default) does.
     */
    int32_t no_checksum;
} nnx_load_options;

/** What `nnx_program_evaluate` may be told. Start from NNX_EVALUATE_OPTIONS_INIT. */
typedef struct nnx_evaluate_options {
    /** `sizeof(nnx_evaluate_options)` as the caller compiled it. */
    size_t struct_size;
    /**
     * 1 makes denormal numbers zeros of their sign in arithmetic, as XLA does on the CPU; 0 (the default) keeps them.
     */
    int32_t flush_denormals;
    /** 0. */
    int32_t reserved;
    /**
     * The most work, counted in elements read and written, before the call gives up with RESOURCE_EXHAUSTED; 0 (the
     * default) is no limit, and then a program that loops for ever does not return.
     */
    uint64_t budget;
} nnx_evaluate_options;

/** What `nnx_optim_sgd` may be told. Start from NNX_SGD_OPTIONS_INIT. */
typedef struct nnx_sgd_options {
    /** `sizeof(nnx_sgd_options)` as the caller compiled it. */
    size_t struct_size;
    /** How much of the updates so far goes into the next one; 0 is none of them. */
    double momentum;
    /** Lent for the call: a schedule that stands for the learning rate. NULL: the number is it. */
    const nnx_static *schedule;
    /** 1 to look ahead, as Nesterov does; it needs `momentum`. */
    int32_t nesterov;
    /** Must be 0. */
    int32_t reserved;
} nnx_sgd_options;

/**
 * What `nnx_optim_adam` and `nnx_optim_adamw` may be told; a field that is 0 stands for its default, which is Optax's.
 * `nnx_optim_scale_by_adam` takes every number as it is. Start from NNX_ADAM_OPTIONS_INIT.
 */
typedef struct nnx_adam_options {
    /** `sizeof(nnx_adam_options)` as the caller compiled it. */
    size_t struct_size;
    /** How slowly the moving average of the gradients changes: 0.9. */
    double b1;
    /** How slowly the moving average of their squares changes: 0.999. */
    double b2;
    /** Added to the divisor: 1e-8. */
    double eps;
    /** Added to the square before its root is taken: 0. */
    double eps_root;
    /** Of `nnx_optim_adamw` only: the part of each parameter that is taken away at each step, times the rate: 1e-4. */
    double weight_decay;
    /** Lent for the call: a schedule that stands for the learning rate. NULL: the number is it. */
    const nnx_static *schedule;
    /** 1 to look ahead, as Nesterov does. */
    int32_t nesterov;
    /** The `nnx_dtype` of the moving average of the gradients; 0 is that of the parameters. */
    int32_t mu_dtype;
} nnx_adam_options;

/**
 * What a BatchNorm may be told; a number that is 0 stands for its default, which is Flax's. Start from
 * NNX_BATCH_NORM_OPTIONS_INIT.
 */
typedef struct nnx_batch_norm_options {
    /** `sizeof(nnx_batch_norm_options)` as the caller compiled it. */
    size_t struct_size;
    /** The axis of the features, negative from the last; NULL (the default) is -1. */
    const int64_t *axis;
    /**
     * How much of a running average stays in each step: 0.99. (For nothing set the attribute `momentum` to 0
     * afterwards.)
     */
    double momentum;
    /** What is added to the variance: 1e-5. */
    double epsilon;
    /** How the scale is made, see `nnx_initializer_new`; NULL (the default) is `ones`. */
    const nnx_static *scale_init;
    /** How the bias is made; NULL (the default) is `zeros`. */
    const nnx_static *bias_init;
    /** 1 leaves the scale out; 0 by default. */
    int32_t no_scale;
    /** 1 leaves the bias out; 0 by default. */
    int32_t no_bias;
    /** 0 (the default) computes the variance in one pass, 1 in two, which is exacter where the mean is large. */
    int32_t slow_variance;
    /** 1 normalizes with the running averages, as in evaluation; 0 by default; 2 when each call says it. */
    int32_t use_running_average;
    /** The `nnx_dtype` of the result; 0 (the default) is what input and parameters promote to. */
    int32_t dtype;
    /** The `nnx_dtype` of scale and bias; 0 (the default) is float32. */
    int32_t param_dtype;
} nnx_batch_norm_options;

/** What one call of a layer may be told. Start from NNX_CALL_OPTIONS_INIT. */
typedef struct nnx_call_options {
    /** `sizeof(nnx_call_options)` as the caller compiled it. */
    size_t struct_size;
    /**
     * An `nnx_mode`: NNX_MODE_ATTRIBUTE (the default), or what comes before the attribute of the layer in this call.
     */
    int32_t mode;
    /** 0. */
    int32_t reserved;
    /** An Rngs or one of its streams, which comes before what the layer has; NULL by default. */
    nnx_node *rngs;
} nnx_call_options;

/** What a Dropout may be told. Start from NNX_DROPOUT_OPTIONS_INIT. */
typedef struct nnx_dropout_options {
    /** `sizeof(nnx_dropout_options)` as the caller compiled it. */
    size_t struct_size;
    /** `num_broadcast_dims` axes along which elements are left out together, negative ones from the last. */
    const int64_t *broadcast_dims;
    /** The number of those axes; 0 by default. */
    size_t num_broadcast_dims;
    /** The stream of an Rngs that the random numbers are of; NULL (the default) is `dropout`. */
    const nnx_str *rng_collection;
    /** 1 leaves nothing out, as in evaluation; 0 by default; 2 when each call says it. */
    int32_t deterministic;
    /** 0. */
    int32_t reserved;
} nnx_dropout_options;

/** What a Linear may be told. Start from NNX_LINEAR_OPTIONS_INIT. */
typedef struct nnx_linear_options {
    /** `sizeof(nnx_linear_options)` as the caller compiled it. */
    size_t struct_size;
    /** How the kernel is made, see `nnx_initializer_new`; NULL (the default) is `lecun_normal`. */
    const nnx_static *kernel_init;
    /** How the bias is made; NULL (the default) is `zeros`. */
    const nnx_static *bias_init;
    /** 1 leaves the bias out; 0 by default. */
    int32_t no_bias;
    /** The `nnx_dtype` to compute in; 0 (the default) is what input and parameters promote to. */
    int32_t dtype;
    /** The `nnx_dtype` of the parameters; 0 (the default) is float32. */
    int32_t param_dtype;
    /** 0. */
    int32_t reserved;
} nnx_linear_options;

/** How a function is compiled and run. Start from NNX_JIT_OPTIONS_INIT. */
typedef struct nnx_jit_options {
    /** `sizeof(nnx_jit_options)` as the caller compiled it. */
    size_t struct_size;
    /** Where it runs: "cpu", as does the empty text (the default). */
    nnx_str device;
    /**
     * 1 makes a float that is not finite, among what a call computes, NON_FINITE, with the objects as before; 0 is the
     * default.
     */
    int32_t check_finite;
    /**
     * On how many threads it runs at most, from 1 to 1024; 0, the default, is as many as the environment variable
     * NNX_NUM_THREADS says, or else as the process may use at once. Results are the same.
     */
    int32_t num_threads;
} nnx_jit_options;

/** How a Session runs its steps. Start from NNX_SESSION_OPTIONS_INIT. */
typedef struct nnx_session_options {
    /** `sizeof(nnx_session_options)` as the caller compiled it. */
    size_t struct_size;
    /** Where the state is held and the steps run: "cpu", as is the empty text (the default). */
    nnx_str device;
    /**
     * 1 makes a float that is not finite, among what a step computes, NON_FINITE, with the state as before; 0 is the
     * default.
     */
    int32_t check_finite;
    /**
     * On how many threads a run is done at most, from 1 to 1024; 0, the default, is as many as the environment variable
     * NNX_NUM_THREADS says, or else as the process may use at once. Results are the same.
     */
    int32_t num_threads;
} nnx_session_options;

/** What a Session has done so far. Start from NNX_SESSION_INFO_INIT. */
typedef struct nnx_session_info {
    /** `sizeof(nnx_session_info)` as the caller compiled it. */
    size_t struct_size;
    /** The different steps that ran. */
    size_t steps;
    /** The leaves of the state. */
    size_t leaves;
    /** Their bytes. */
    size_t nbytes;
    /** The runs, evaluations among them; `nnx_session_run_many` counts each. */
    uint64_t runs;
    /** The time that they took. */
    uint64_t nanoseconds;
} nnx_session_info;

/**
 * Frees `user_data`. Runs exactly once, also when the call that it was given to fails, on whichever thread lets go of
 * it last; it must not throw or jump out.
 */
typedef void (*nnx_destroy_fn)(void *user_data);

/**
 * Frees an opaque value. Runs exactly once, when the last holder lets go, on whatever thread that is; it must not throw
 * or jump out.
 */
typedef void (*nnx_opaque_destroy_fn)(void *data, void *user_data);

/**
 * A caller's test of a leaf: sets `out` to 1 when the leaf at `path`, whose Variable has the type `type` (empty for an
 * array without one), passes, else to 0. Both texts are lent during the call. A status other than NNX_STATUS_OK ends
 * the call that asked; numbers from 1000 come back unchanged.
 */
typedef nnx_status (*nnx_filter_fn)(void *user_data, nnx_str path, nnx_str type_name, int32_t *out);

/**
 * Makes the new value of a leaf: sets `out` to a handle, which the library takes, or to `value` itself, which leaves
 * the leaf as it is. `path` and `value` are lent during the call. A status other than NNX_STATUS_OK ends the call that
 * asked; numbers from 1000 come back unchanged.
 */
typedef nnx_status (*nnx_state_map_fn)(void *user_data, nnx_str path, const nnx_tensor *value, nnx_tensor **out);

/**
 * A function to be traced: gets its arguments from `trace`, computes with values, and says what it gives by
 * `nnx_trace_output`. The Variables of the traced objects hold traced values meanwhile. A status other than
 * NNX_STATUS_OK ends the call that asked, with everything as before; numbers from 1000 come back unchanged.
 */
typedef nnx_status (*nnx_trace_fn)(void *user_data, nnx_trace *trace);

/**
 * Computes a loss from the objects that gradients are taken by: sets `loss` to a single float. A status other than
 * NNX_STATUS_OK ends the call that asked; numbers from 1000 come back unchanged.
 */
typedef nnx_status (*nnx_loss_fn)(void *user_data, nnx_trace *trace, nnx_value **loss);

/** Short for the status that is asked for most. */
#define NNX_OK NNX_STATUS_OK

/** An nnx_str of a string literal. */
#ifdef __cplusplus
#define NNX_STR(literal) (nnx_str{"" literal, sizeof("" literal) - 1})
#else
#define NNX_STR(literal) ((nnx_str){"" literal, sizeof("" literal) - 1})
#endif

/** What an option struct starts from. */
#define NNX_CUDA_INFO_INIT {sizeof(nnx_cuda_info), 0, 0, 0, 0}
#define NNX_DLPACK_OPTIONS_INIT {sizeof(nnx_dlpack_options), 0, 0}
#define NNX_FOREIGN_CALLBACKS_INIT {sizeof(nnx_foreign_callbacks), 0, 0, 0, 0, 0}
#define NNX_UPDATE_OPTIONS_INIT {sizeof(nnx_update_options), 0, 0}
#define NNX_SAVE_OPTIONS_INIT {sizeof(nnx_save_options), 0, 0}
#define NNX_LOAD_OPTIONS_INIT {sizeof(nnx_load_options), 0, 0, 0, 0, 0, 0, 0}
#define NNX_EVALUATE_OPTIONS_INIT {sizeof(nnx_evaluate_options), 0, 0, 0}
#define NNX_SGD_OPTIONS_INIT {sizeof(nnx_sgd_options), 0, 0, 0, 0}
#define NNX_ADAM_OPTIONS_INIT {sizeof(nnx_adam_options), 0, 0, 0, 0, 0, 0, 0, 0}
#define NNX_BATCH_NORM_OPTIONS_INIT {sizeof(nnx_batch_norm_options), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
#define NNX_CALL_OPTIONS_INIT {sizeof(nnx_call_options), 0, 0, 0}
#define NNX_DROPOUT_OPTIONS_INIT {sizeof(nnx_dropout_options), 0, 0, 0, 0, 0}
#define NNX_LINEAR_OPTIONS_INIT {sizeof(nnx_linear_options), 0, 0, 0, 0, 0, 0}
#define NNX_JIT_OPTIONS_INIT {sizeof(nnx_jit_options), {0, 0}, 0, 0}
#define NNX_SESSION_OPTIONS_INIT {sizeof(nnx_session_options), {0, 0}, 0, 0}
#define NNX_SESSION_INFO_INIT {sizeof(nnx_session_info), 0, 0, 0, 0, 0}

/* The status numbers, and their names ------------------------------------------------------------------------------ */

/**
 * The name of a status, such as `INVALID_ARGUMENT`. Any number has one: those of a callback (1000 and above) are
 * `CALLBACK`, all others `UNKNOWN`. The text is static and ends with a NUL.
 */
NNX_API const char *nnx_status_name(nnx_status status);

/* This thread's last error, and the object that it can be moved into ----------------------------------------------- */

/**
 * The text of the last call of this thread that failed: what was wrong, where, and what was expected. Read it only
 * after a call that failed; a success does not clear it. Never NULL, ends with a NUL, and is lent until the next
 * failing call of this thread.
 */
NNX_API const char *nnx_last_error_message(void);

/**
 * Moves this thread's last error into an object, which other threads may read. When there is none, `out` is NULL and
 * the call is OK.
 */
NNX_NODISCARD NNX_API nnx_status nnx_error_take(nnx_error **out);

/** The status that the failed call returned. */
NNX_NODISCARD NNX_API nnx_status nnx_error_code(const nnx_error *error, int32_t *out);

/**
 * The text of the error, with the path where there is one. It is followed by a NUL, which `size` does not count, and
 * lent until `error` is released.
 */
NNX_NODISCARD NNX_API nnx_status nnx_error_message(const nnx_error *error, nnx_str *out);

/**
 * The path in the graph that the error is about, such as `layers/0/kernel`; empty when it is about none. Lent until
 * `error` is released.
 */
NNX_NODISCARD NNX_API nnx_status nnx_error_path(const nnx_error *error, nnx_str *out);

/** Makes another handle for the same error. */
NNX_NODISCARD NNX_API nnx_status nnx_error_retain(const nnx_error *error, nnx_error **out);

/** Gives a handle back. `error` may be NULL. */
NNX_API nnx_status nnx_error_release(nnx_error *error);

/* Which version this is -------------------------------------------------------------------------------------------- */

/** The version of the library, such as `0.1.0`. Static. */
NNX_API const char *nnx_version_string(void);

/** The version of the library in numbers, to be compared with NNX_VERSION_MAJOR, _MINOR and _PATCH of the header. */
NNX_NODISCARD NNX_API nnx_status nnx_version(uint32_t *major, uint32_t *minor, uint32_t *patch);

/* What machine this is --------------------------------------------------------------------------------------------- */

/**
 * The instruction set that the CPU code uses: `avx512`, `avx2`, `neon` or `baseline`. It is the best one that this
 * machine has, or the one that the environment variable NNX_ISA names. An NNX_ISA that is unknown, or that this machine
 * cannot run, is ignored, and `nnx_last_error_message` then says so. Static; ends with a NUL.
 */
NNX_API const char *nnx_isa_name(void);

/**
 * Asks the CUDA driver what there is; a machine without a driver or device is an answer, not a failure. The driver is
 * asked once in a process. Start from NNX_CUDA_INFO_INIT.
 */
NNX_NODISCARD NNX_API nnx_status nnx_cuda_probe(nnx_cuda_info *out);

/** Why there is no CUDA device; empty when there is one. Static; ends with a NUL. */
NNX_API const char *nnx_cuda_reason(void);

/** The name of a CUDA device, as its driver gives it. NOT_FOUND when there is no device of this index. */
NNX_NODISCARD NNX_API nnx_status nnx_cuda_device_name(int32_t index, nnx_bytes **out);

/* Text across the boundary ----------------------------------------------------------------------------------------- */

/**
 * Makes a copy of `size` bytes at `data`, for callbacks that hand text to the library. `data` may be NULL when `size`
 * is 0.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bytes_new(const void *data, size_t size, nnx_bytes **out);

/** The bytes. They are followed by a NUL, which `size` does not count, and lent until `bytes` is released. */
NNX_NODISCARD NNX_API nnx_status nnx_bytes_data(const nnx_bytes *bytes, nnx_str *out);

/** Makes another handle for the same bytes. */
NNX_NODISCARD NNX_API nnx_status nnx_bytes_retain(const nnx_bytes *bytes, nnx_bytes **out);

/** Gives a handle back. `bytes` may be NULL. */
NNX_API nnx_status nnx_bytes_release(nnx_bytes *bytes);

/* Reports ---------------------------------------------------------------------------------------------------------- */

/** The number of rows. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_report_size(const nnx_report *report, size_t *out);

/**
 * Row `index`: its path and text, lent until `report` is released, and its code. The text may be empty.
 * INVALID_ARGUMENT when there is no such row. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_report_row(
    const nnx_report *report, size_t index, nnx_str *out_path, int32_t *out_code, nnx_str *out_text);

/**
 * All rows as text for a person, a line for each, lent until `report` is released. Empty when there are no rows.
 * RESOURCE_EXHAUSTED when that takes more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_report_text(const nnx_report *report, nnx_str *out);

/**
 * All rows as a JSON array of `[path, code, text]`, for languages to which a call is dear. RESOURCE_EXHAUSTED when that
 * takes more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_report_json(const nnx_report *report, nnx_bytes **out);

/** Makes another handle for the same report. */
NNX_NODISCARD NNX_API nnx_status nnx_report_retain(const nnx_report *report, nnx_report **out);

/** Gives a handle back. `report` may be NULL. */
NNX_API nnx_status nnx_report_release(nnx_report *report);

/* Paths ------------------------------------------------------------------------------------------------------------ */

/**
 * A string key as a component of a path: itself, or a JSON string when it is empty, looks like an integer, or holds
 * `/`, `"` or a control character. An integer key is written as its digits. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_path_component(nnx_str key, nnx_bytes **out);

/**
 * The keys of a path: a row for each, outermost first, with the key itself as path (no quotes, nothing escaped), the
 * code 1 for an integer key and 0 for a string key, and the component as it is printed as text. No rows for the empty
 * path. INVALID_ARGUMENT when it is no path. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_path_components(nnx_str path, nnx_report **out);

/* The types of an array's elements --------------------------------------------------------------------------------- */

/**
 * The name that NumPy and JAX give a dtype, such as `float32`; `unknown` for a number that is no dtype. Static; ends
 * with a NUL. Any thread.
 */
NNX_API const char *nnx_dtype_name(nnx_dtype dtype);

/** The bytes of one element: 1, 2, 4 or 8; 0 for a number that is no dtype. Any thread. */
NNX_API size_t nnx_dtype_size(nnx_dtype dtype);

/** The dtype that `nnx_dtype_name` gives this name. INVALID_ARGUMENT when there is none. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_dtype_from_name(nnx_str name, nnx_dtype *out);

/* Arrays ----------------------------------------------------------------------------------------------------------- */

/**
 * Makes a tensor with a copy of `nbytes` bytes at `data`: its elements in row-major order and in the machine's byte
 * order. With `data` NULL and `nbytes` 0 it is all zeros.
 *
 * `shape` has `rank` extents (at most 64, none negative, outermost first) and may be NULL when `rank` is 0: a single
 * value. INVALID_ARGUMENT when `nbytes` is not the product of the extents times `nnx_dtype_size(dtype)`, or that
 * product overflows; RESOURCE_EXHAUSTED when there is no memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_new(
    nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data, size_t nbytes, nnx_tensor **out);

/**
 * Makes a tensor over `nbytes` bytes of the caller's memory at `data`, which are not copied. `destroy(user_data)` runs
 * exactly once, when the last holder lets go, on whatever thread that is; it also runs when this call fails. Until then
 * the memory stays valid and nobody else writes to it.
 *
 * With `read_only` 0, `nnx_tensor_data_mut` and `nnx_variable_write` write to this memory when nobody else holds the
 * tensor; with 1 they always copy first. `shape`, `rank` and `nbytes` as in `nnx_tensor_new`. INVALID_ARGUMENT too when
 * `data` is NULL (unless `nbytes` is 0) or not a multiple of `nnx_dtype_size(dtype)`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_from_memory(
    nnx_dtype dtype, const int64_t *shape, size_t rank, void *data, size_t nbytes, int32_t read_only, void *user_data,
    nnx_destroy_fn destroy, nnx_tensor **out);

/**
 * Makes a tensor over an array of another library, given as DLPack's versioned struct. The struct is taken in any case:
 * its deleter runs exactly once, when the last holder lets go, on whatever thread that is, or before this call returns
 * if it fails. Nothing is copied when the array is row-major without gaps and aligned for its dtype; otherwise the
 * tensor is a copy, and the struct is given back at once.
 *
 * Memory that is flagged read-only is never written; other memory is written in place by whoever writes to the tensor
 * while nobody else holds it. INVALID_ARGUMENT when the struct is ill-formed; UNIMPLEMENTED for a device other than CPU
 * and CUDA host memory, and for an element type that is no nnx_dtype; VERSION_MISMATCH for another major version than
 * 1; RESOURCE_EXHAUSTED when there is no memory for a copy. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_from_dlpack(struct DLManagedTensorVersioned *managed, nnx_tensor **out);

/**
 * As `nnx_tensor_from_dlpack`, for DLPack's older struct without version and flags. Since it cannot say whether its
 * memory may be written, it never is. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_from_dlpack_legacy(struct DLManagedTensor *managed, nnx_tensor **out);

/**
 * Exports a tensor as DLPack's versioned struct (1.1), for another library. The struct is the caller's, who hands it to
 * a consumer or calls its deleter, from any thread. It holds the tensor: until the deleter runs, whoever writes to the
 * tensor writes to a copy, so the export never changes. It is flagged read-only, because the tensor must not change
 * either; with the option `copy` it is a copy that the consumer may write to, and flagged so. `options` may be NULL.
 * RESOURCE_EXHAUSTED when there is no memory for the copy. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_to_dlpack(
    const nnx_tensor *tensor, const nnx_dlpack_options *options, struct DLManagedTensorVersioned **out);

/**
 * As `nnx_tensor_to_dlpack`, as DLPack's older struct. It has no read-only flag: only a consumer that does not write
 * may have it, unless it is a copy. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_to_dlpack_legacy(
    const nnx_tensor *tensor, const nnx_dlpack_options *options, struct DLManagedTensor **out);

/** The type of the elements. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_dtype(const nnx_tensor *tensor, nnx_dtype *out);

/**
 * The extents, outermost first: `out_rank` numbers at `out_shape`, lent until `tensor` is released or written through
 * `nnx_tensor_data_mut`. `out_rank` is 0 for a single value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_shape(
    const nnx_tensor *tensor, const int64_t **out_shape, size_t *out_rank);

/** The number of elements: the product of the extents, 1 for a single value. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_element_count(const nnx_tensor *tensor, size_t *out);

/** The bytes of all elements. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_nbytes(const nnx_tensor *tensor, size_t *out);

/**
 * The elements, to read: `out_nbytes` bytes at `out`, which is not NULL, lent until `tensor` is released or written
 * through `nnx_tensor_data_mut`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_data(const nnx_tensor *tensor, const void **out, size_t *out_nbytes);

/**
 * The elements, to read and write: `out_nbytes` bytes at `out`, which is not NULL. When another handle, a graph, a
 * state or an export holds the tensor too, or its memory is read-only, `tensor` first gets a copy of its own, and the
 * others keep what they have. Write before `tensor` is given to anyone else: the pointer is lent until the next call
 * with `tensor`, because that call may share it. RESOURCE_EXHAUSTED when there is no memory for the copy. One thread at
 * a time.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_data_mut(nnx_tensor *tensor, void **out, size_t *out_nbytes);

/** 1 when nobody else holds the tensor: no other handle, graph, state or export; else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_is_unique(const nnx_tensor *tensor, int32_t *out);

/**
 * 1 when both have the same dtype, shape and bits, else 0. So a NaN equals itself, and 0.0 differs from -0.0. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_equal(const nnx_tensor *a, const nnx_tensor *b, int32_t *out);

/**
 * The tensor as text for a person, such as `float32[2,2] [[1.0, 2.0], [3.0, 4.0]]`. Of many elements some of the first
 * and last are shown. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_text(const nnx_tensor *tensor, nnx_bytes **out);

/** Makes another handle for the same tensor. It is a value: a write through one handle does not show in the other. */
NNX_NODISCARD NNX_API nnx_status nnx_tensor_retain(const nnx_tensor *tensor, nnx_tensor **out);

/** Gives a handle back. `tensor` may be NULL. */
NNX_API nnx_status nnx_tensor_release(nnx_tensor *tensor);

/* Python capsules around DLPack tensors ---------------------------------------------------------------------------- */

/**
 * The destructor (`PyCapsule_Destructor`) of a Python capsule named `dltensor` or `dltensor_versioned`: frees a tensor
 * that no consumer took. Only an interpreter calls this, with a capsule of its own. FAILED_PRECONDITION where there is
 * no interpreter.
 */
NNX_NODISCARD NNX_API nnx_status nnx_pycapsule_destroy(void *capsule);

/* The Python module over Flax's own objects and the steps of libnnx's, which only a Python interpreter asks for ---- */

/**
 * Makes the Python module `libnnx._native`, whose functions walk Flax's own objects and run steps, and sets
 * `out_module` to a new reference to it (a `PyObject *`). `python` is the handle of the dynamic linker under which the
 * process has its interpreter: `ctypes.pythonapi._handle`. FAILED_PRECONDITION where no CPython of version 3.11 or
 * later with the global interpreter lock runs, and in a subinterpreter; INVALID_ARGUMENT when `python` is no handle.
 * Every call in one process gives the same module. Any thread, with or without the interpreter's lock; once CPython
 * 3.11 had a subinterpreter, a thread without it may get FAILED_PRECONDITION too.
 */
NNX_NODISCARD NNX_API nnx_status nnx_python_module(void *python, void **out_module);

/* Static values ---------------------------------------------------------------------------------------------------- */

/** Makes a truth value: `value` is 0 or 1. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_bool(int32_t value, nnx_static **out);

/** Makes an integer. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_int(int64_t value, nnx_static **out);

/** Makes a float. Two floats are equal when their bits are. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_float(double value, nnx_static **out);

/** Makes a string, a copy of `value`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_string(nnx_str value, nnx_static **out);

/** Makes a copy of `size` bytes at `data`, which may be NULL when `size` is 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_bytes(const void *data, size_t size, nnx_static **out);

/** Makes a dtype. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_dtype(nnx_dtype value, nnx_static **out);

/** Makes none, for tuples and metadata such as the sharding `(None, "model")`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_none(nnx_static **out);

/**
 * Makes a tuple of `count` values, which stay the caller's. INVALID_ARGUMENT when it is nested more than 64 deep or has
 * more than 1,048,576 values in it. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_tuple(const nnx_static *const *items, size_t count, nnx_static **out);

/**
 * Makes a foreign value: libnnx compares, hashes and frees `value` with `callbacks` and never looks into it. `equal`
 * and `hash` must be there; `value` may be NULL. The value is taken in any case: `destroy` runs once, also when this
 * call fails (unless `callbacks` itself cannot be read). Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_static_new_foreign(
    void *value, const nnx_foreign_callbacks *callbacks, nnx_static **out);

/** What kind of value it is: an `nnx_static_kind`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_kind_of(const nnx_static *value, nnx_static_kind *out);

/** The truth value, 0 or 1. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_bool(const nnx_static *value, int32_t *out);

/** The integer. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_int(const nnx_static *value, int64_t *out);

/** The float. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_float(const nnx_static *value, double *out);

/** The string, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_string(const nnx_static *value, nnx_str *out);

/** The bytes, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_bytes(const nnx_static *value, const void **out, size_t *out_size);

/** The dtype. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_dtype(const nnx_static *value, nnx_dtype *out);

/** The caller's own value, lent until `value` is released. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_as_foreign(const nnx_static *value, void **out);

/** The number of items of a tuple. INVALID_ARGUMENT when it is of another kind. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_size(const nnx_static *value, size_t *out);

/** An item of a tuple. INVALID_ARGUMENT when `value` is no tuple or has no such item. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_at(const nnx_static *value, size_t index, nnx_static **out);

/** 1 when both are of one kind and hold the same, else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_equal(const nnx_static *a, const nnx_static *b, int32_t *out);

/** The value as text for a person, such as `0.2`, `"relu"` or `(1, 2)`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_static_text(const nnx_static *value, nnx_bytes **out);

/** Makes another handle for the same value. */
NNX_NODISCARD NNX_API nnx_status nnx_static_retain(const nnx_static *value, nnx_static **out);

/** Gives a handle back. `value` may be NULL. */
NNX_API nnx_status nnx_static_release(nnx_static *value);

/* Opaque leaves ---------------------------------------------------------------------------------------------------- */

/**
 * Makes an opaque value of `data`, which may be NULL. `type_name` and `nbytes` are what trees and tables print.
 * `destroy(data, user_data)` runs exactly once, when the last handle, graph and state let go of it; it also runs when
 * this call fails. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_opaque_new(
    nnx_str type_name, void *data, size_t nbytes, void *user_data, nnx_opaque_destroy_fn destroy, nnx_opaque **out);

/** The caller's value, lent until `opaque` is released. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_opaque_data(const nnx_opaque *opaque, void **out);

/** The name of its type, lent until `opaque` is released. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_opaque_type_name(const nnx_opaque *opaque, nnx_str *out);

/** Its size in bytes, as it was given. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_opaque_nbytes(const nnx_opaque *opaque, size_t *out);

/** Makes another handle for the same value. */
NNX_NODISCARD NNX_API nnx_status nnx_opaque_retain(const nnx_opaque *opaque, nnx_opaque **out);

/** Gives a handle back. `opaque` may be NULL. */
NNX_API nnx_status nnx_opaque_release(nnx_opaque *opaque);

/* The types of Variables ------------------------------------------------------------------------------------------- */

/**
 * Adds a type of Variables named `name` that refines `parent`, such as `Param` or `Variable`. The same name with the
 * same parent again is OK; ALREADY_EXISTS with another one; NOT_FOUND for an unknown parent. Types live as long as the
 * process; RESOURCE_EXHAUSTED when 65,536 were added. Any thread.
 *
 * Known from the start: Variable; Param, BatchStat, Cache, Intermediate, RngState, OptState and MetricState, which
 * refine it; Perturbation (an Intermediate), RngKey and RngCount (RngState), OptArray and OptVariable (OptState),
 * LoRAParam (Param).
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_type_register(nnx_str name, nnx_str parent);

/** The type that `name` refines, as static text; empty for Variable. NOT_FOUND for an unknown name. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_type_parent(nnx_str name, nnx_str *out);

/** 1 when the type `name` is `ancestor` or refines it, else 0. NOT_FOUND for an unknown name. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_type_is(nnx_str name, nnx_str ancestor, int32_t *out);

/* Graphs ----------------------------------------------------------------------------------------------------------- */

/** Makes a graph without nodes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graph_new(nnx_graph **out);

/**
 * The number of nodes in the graph, those included that nothing reaches and that are not collected yet. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_graph_node_count(const nnx_graph *graph, size_t *out);

/** Frees the nodes that no node handle reaches. This happens by itself when there are many. */
NNX_NODISCARD NNX_API nnx_status nnx_graph_collect(nnx_graph *graph);

/** 1 when both are the same graph, by now; else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graph_same(const nnx_graph *a, const nnx_graph *b, int32_t *out);

/** Makes another handle for the same graph. */
NNX_NODISCARD NNX_API nnx_status nnx_graph_retain(const nnx_graph *graph, nnx_graph **out);

/** Gives a handle back. `graph` may be NULL. */
NNX_API nnx_status nnx_graph_release(nnx_graph *graph);

/* Nodes ------------------------------------------------------------------------------------------------------------ */

/**
 * Makes an Object without attributes. `type_name` must not be empty. `graph` may be NULL: the node then starts a graph
 * of its own. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_object_new(nnx_graph *graph, nnx_str type_name, nnx_node **out);

/** Makes an empty List. `graph` may be NULL: the node then starts a graph of its own. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_list_new(nnx_graph *graph, nnx_node **out);

/** Makes an empty Dict. `graph` may be NULL: the node then starts a graph of its own. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_dict_new(nnx_graph *graph, nnx_node **out);

/**
 * Makes an empty plain list: a value node, which one owner may hold. `graph` may be NULL: the node then starts a graph
 * of its own. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_plain_list_new(nnx_graph *graph, nnx_node **out);

/**
 * Makes an empty plain dict: a value node, which one owner may hold. `graph` may be NULL: the node then starts a graph
 * of its own. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_plain_dict_new(nnx_graph *graph, nnx_node **out);

/**
 * Makes an empty tuple: a value node. Set its elements 0, 1, … before it is attached; then it does not change. `graph`
 * may be NULL: the node then starts a graph of its own. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_tuple_new(nnx_graph *graph, nnx_node **out);

/** The graph that the node belongs to. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_graph(const nnx_node *node, nnx_graph **out);

/** What kind of node it is: an `nnx_node_kind`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_kind_of(const nnx_node *node, nnx_node_kind *out);

/**
 * The type name of an Object, or the type of a Variable, lent until `node` is released; empty for the other kinds. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_type_name(const nnx_node *node, nnx_str *out);

/** The number of attributes; 0 for a Variable. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_size(const nnx_node *node, size_t *out);

/**
 * The attributes in the order of their keys: a row each, with the key as a path of one component and its attribute
 * kind. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_keys(const nnx_node *node, nnx_report **out);

/** 1 when both are handles to one node, else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_same(const nnx_node *a, const nnx_node *b, int32_t *out);

/** A number that no other node of this process has or had: the key of an identity map. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_id(const nnx_node *node, uint64_t *out);

/**
 * What kind of value the attribute at `path` has: an `nnx_attribute_kind`. NOT_FOUND when there is none. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_kind(const nnx_node *node, nnx_str path, nnx_attribute_kind *out);

/**
 * The truth value at `path`, 0 or 1. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of
 * value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_bool(const nnx_node *node, nnx_str path, int32_t *out);

/**
 * The integer at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_int(const nnx_node *node, nnx_str path, int64_t *out);

/**
 * The float at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_float(const nnx_node *node, nnx_str path, double *out);

/**
 * The string at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_string(const nnx_node *node, nnx_str path, nnx_bytes **out);

/**
 * The static value at `path`. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it is another kind of value.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_static(const nnx_node *node, nnx_str path, nnx_static **out);

/**
 * The array at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
 * INVALID_ARGUMENT when it is another kind of value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_tensor(const nnx_node *node, nnx_str path, nnx_tensor **out);

/**
 * The opaque value at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
 * INVALID_ARGUMENT when it is another kind of value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_opaque(const nnx_node *node, nnx_str path, nnx_opaque **out);

/**
 * The traced value at `path`: an attribute, or the value of the Variable there. NOT_FOUND when there is no attribute,
 * INVALID_ARGUMENT when it is another kind of value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_value(const nnx_node *node, nnx_str path, nnx_value **out);

/**
 * The node at `path`; the node itself at the empty path. NOT_FOUND when there is no attribute, INVALID_ARGUMENT when it
 * is another kind of value. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_get_node(const nnx_node *node, nnx_str path, nnx_node **out);

/**
 * Sets the attribute at `path` to a truth value, 0 or 1. In a list the key equal to its length appends. NOT_FOUND when
 * the way to the attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_bool(nnx_node *node, nnx_str path, int32_t value);

/**
 * Sets the attribute at `path` to an integer. In a list the key equal to its length appends. NOT_FOUND when the way to
 * the attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_int(nnx_node *node, nnx_str path, int64_t value);

/**
 * Sets the attribute at `path` to a float. In a list the key equal to its length appends. NOT_FOUND when the way to the
 * attribute does not exist; INVALID_ARGUMENT when the node does not take such a key.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_float(nnx_node *node, nnx_str path, double value);

/** Sets the attribute at `path` to a copy of this string. Otherwise as `nnx_node_set_int`. */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_string(nnx_node *node, nnx_str path, nnx_str value);

/** Sets the attribute at `path` to this static value, which stays the caller's. Otherwise as `nnx_node_set_int`. */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_static(nnx_node *node, nnx_str path, const nnx_static *value);

/**
 * Sets the attribute at `path` to this array, without a Variable; the handle stays the caller's, and the array is
 * shared. Otherwise as `nnx_node_set_int`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_tensor(nnx_node *node, nnx_str path, const nnx_tensor *value);

/**
 * Sets the attribute at `path` to this opaque value, without a Variable; the handle stays the caller's. Otherwise as
 * `nnx_node_set_int`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_opaque(nnx_node *node, nnx_str path, const nnx_opaque *value);

/**
 * Sets the attribute at `path` to this traced value, without a Variable: an array of the program. Otherwise as
 * `nnx_node_set_int`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_value(nnx_node *node, nnx_str path, const nnx_value *value);

/**
 * Sets the attribute at `path` to this node; the handle stays the caller's. When the nodes are in two graphs, these
 * become one. INVALID_ARGUMENT too for a plain list, plain dict or tuple that has an owner already or would hold
 * itself. Otherwise as `nnx_node_set_int`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_node(nnx_node *node, nnx_str path, const nnx_node *value);

/** Sets the attribute at `path` to None. Otherwise as `nnx_node_set_int`. */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_none(nnx_node *node, nnx_str path);

/**
 * Takes the attribute at `path` away. The elements of a list behind it move up. NOT_FOUND when there is none;
 * INVALID_ARGUMENT in a tuple.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_delete(nnx_node *node, nnx_str path);

/** Adds a node at the end of a List, a plain list or a tuple that is not attached. The handle stays the caller's. */
NNX_NODISCARD NNX_API nnx_status nnx_list_append(nnx_node *list, const nnx_node *value);

/**
 * Puts a node into a List or plain list before the element `index`, which and whose followers move down; at the end
 * when `index` is its length. The handle stays the caller's.
 */
NNX_NODISCARD NNX_API nnx_status nnx_list_insert(nnx_node *list, int64_t index, const nnx_node *value);

/** Makes another handle for the same node. */
NNX_NODISCARD NNX_API nnx_status nnx_node_retain(const nnx_node *node, nnx_node **out);

/** Gives a handle back. `node` may be NULL. */
NNX_API nnx_status nnx_node_release(nnx_node *node);

/* Variables -------------------------------------------------------------------------------------------------------- */

/**
 * Makes a Variable of this type with this array, which is shared and not copied; the handle stays the caller's. `graph`
 * may be NULL: the node then starts a graph of its own. NOT_FOUND for an unknown type. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_new(
    nnx_graph *graph, nnx_str variable_type, const nnx_tensor *value, nnx_node **out);

/** Makes a Variable of this type with an opaque value. `graph` may be NULL. Otherwise as `nnx_variable_new`. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_new_opaque(
    nnx_graph *graph, nnx_str variable_type, const nnx_opaque *value, nnx_node **out);

/**
 * Makes a Variable of this type with a traced value. It is to become part of the objects that are traced. `graph` may
 * be NULL. Otherwise as `nnx_variable_new`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_new_traced(
    nnx_graph *graph, nnx_str variable_type, const nnx_value *value, nnx_node **out);

/**
 * The array of a Variable. It does not change when the Variable does. INVALID_ARGUMENT for an opaque value, and for a
 * node that is no Variable. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_get(const nnx_node *variable, nnx_tensor **out);

/** The opaque value of a Variable. INVALID_ARGUMENT for an array, and for a node that is no Variable. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_get_opaque(const nnx_node *variable, nnx_opaque **out);

/**
 * Sets the array of a Variable, of any dtype and shape. It is shared and not copied; the handle stays the caller's. All
 * places that hold the Variable see it.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_set(nnx_node *variable, const nnx_tensor *value);

/** Sets the opaque value of a Variable. Otherwise as `nnx_variable_set`. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_set_opaque(nnx_node *variable, const nnx_opaque *value);

/**
 * The traced value of a Variable, while a function over it is traced. INVALID_ARGUMENT when it holds none, and for a
 * node that is no Variable. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_get_value(const nnx_node *variable, nnx_value **out);

/**
 * The value of a Variable in a trace: its traced value, or the array that it holds as a constant of the program.
 * INVALID_ARGUMENT for an opaque value and for a node that is no Variable, FAILED_PRECONDITION when it holds a value of
 * another trace.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_read(nnx_trace *trace, const nnx_node *variable, nnx_value **out);

/**
 * Sets the value of a Variable to a traced one. What it held before comes back when the trace is over; the traced
 * function gives the new value. FAILED_PRECONDITION when the value's trace is over.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_set_traced(nnx_node *variable, const nnx_value *value);

/**
 * Writes `nbytes` bytes at `data` over the array of a Variable, which keeps its dtype and shape: in place when nothing
 * else holds the array, into a copy of its own otherwise. INVALID_ARGUMENT when the array has another size.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_write(nnx_node *variable, const void *data, size_t nbytes);

/** An entry of a Variable's metadata. NOT_FOUND when there is none. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_metadata(const nnx_node *variable, nnx_str name, nnx_static **out);

/** Sets an entry of a Variable's metadata; the handle stays the caller's. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_set_metadata(nnx_node *variable, nnx_str name, const nnx_static *value);

/** Takes an entry of a Variable's metadata away. NOT_FOUND when there is none. */
NNX_NODISCARD NNX_API nnx_status nnx_variable_delete_metadata(nnx_node *variable, nnx_str name);

/**
 * The metadata of a Variable: a row for each entry, in the order of their names, with the name as path and the value as
 * text. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_variable_metadata_names(const nnx_node *variable, nnx_report **out);

/* Filters ---------------------------------------------------------------------------------------------------------- */

/** Leaves of Variables of this type or one that refines it. NOT_FOUND for an unknown type. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_of_type(nnx_str variable_type, nnx_filter **out);

/**
 * Objects with this type name, where nodes are asked about, as in `nnx_node_set_attributes`. No leaf passes. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_object_type(nnx_str type_name, nnx_filter **out);

/**
 * Leaves with `key` somewhere in their path. `key` is a path of one component; with `exact` 0 it is enough that the
 * text of a key contains the text of this one. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_path_contains(nnx_str key, int32_t exact, nnx_filter **out);

/** Leaves with one of these `count` paths. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_path_in(const nnx_str *paths, size_t count, nnx_filter **out);

/** Leaves of Variables whose metadata `tag` is this string. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_with_tag(nnx_str tag, nnx_filter **out);

/**
 * What passes one of these `count` filters, which stay the caller's. INVALID_ARGUMENT when nested more than 64 deep or
 * made of more than 65,536 filters. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_any(const nnx_filter *const *filters, size_t count, nnx_filter **out);

/**
 * What passes all of these `count` filters, which stay the caller's. INVALID_ARGUMENT when nested more than 64 deep or
 * made of more than 65,536 filters. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_all(const nnx_filter *const *filters, size_t count, nnx_filter **out);

/**
 * What does not pass this filter, which stays the caller's. INVALID_ARGUMENT when nested more than 64 deep or made of
 * more than 65,536 filters. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_not(const nnx_filter *filter, nnx_filter **out);

/** Everything. It can only stand behind all other filters. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_everything(nnx_filter **out);

/** Nothing. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_nothing(nnx_filter **out);

/** Flax's `...`: whatever the filters before it left. It can only stand behind all other filters. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_rest(nnx_filter **out);

/**
 * What `test` says yes to. It may be called from any thread; no lock of libnnx is held while it runs. `destroy` runs
 * exactly once, when the last holder lets go of the filter; it also runs when this call fails. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_filter_callback(
    nnx_filter_fn test, void *user_data, nnx_destroy_fn destroy, nnx_filter **out);

/** The filter as it would be written in Python, such as `Any(OfType(Param), WithTag("frozen"))`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_text(const nnx_filter *filter, nnx_bytes **out);

/** Makes another handle for the same filter. */
NNX_NODISCARD NNX_API nnx_status nnx_filter_retain(const nnx_filter *filter, nnx_filter **out);

/** Gives a handle back. `filter` may be NULL. */
NNX_API nnx_status nnx_filter_release(nnx_filter *filter);

/* Split, update and their kin on a graph --------------------------------------------------------------------------- */

/**
 * Takes the graph below `node` apart: its structure, and one State for each of `count` filters, or one State with all
 * leaves when `count` is 0. `out_states` points to as many places as there are States.
 *
 * A leaf goes to the first filter it passes; INVALID_ARGUMENT when it passes none, or when a filter stands behind one
 * that takes everything. Arrays are shared and not copied. Splitting again while the structure is the same gives the
 * same GraphDef without walking attributes. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_split(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_graphdef **out_graphdef,
    nnx_state **out_states);

/**
 * The leaves below `node`: one State for each of `count` filters, or one with all leaves when `count` is 0.
 * `out_states` points to as many places as there are States. Leaves that pass no filter are left out. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_state(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_state **out_states);

/** The structure of the graph below `node`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_node_graphdef(const nnx_node *node, nnx_graphdef **out);

/**
 * Writes the leaves of `count` states into the graph below `node`, by path, the last state winning. Nodes and Variables
 * keep their identity, so every alias sees the new values; leaves that no state has stay. Arrays are shared and not
 * copied. `options` may be NULL.
 *
 * NOT_FOUND for a path that the graph does not have; INVALID_ARGUMENT for a leaf of another shape or dtype, unless
 * `options` allow it. After an error the graph is as it was.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_update(
    nnx_node *node, const nnx_state *const *states, size_t count, const nnx_update_options *options);

/**
 * Takes the leaves that pass one of `count` filters, at least one, out of the graph below `node`: one State for each
 * filter, the first that a leaf passes taking it. Of a shared Variable only the first path that passes is taken.
 * INVALID_ARGUMENT, and nothing taken, when such a leaf stands in a list or tuple.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_pop(
    nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_state **out_states);

/**
 * Makes a new graph like the one below `node`, with new nodes and Variables and the same arrays, and returns its root.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_clone(const nnx_node *node, nnx_node **out);

/* What is in a graph, and changes all over it ---------------------------------------------------------------------- */

/**
 * Everything below `node`, children before their parent, each node once, `node` itself last: a row each with its path,
 * its attribute kind, and the name of its type or its value as text. RESOURCE_EXHAUSTED when the rows take more than a
 * GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_iter(const nnx_node *node, nnx_report **out);

/**
 * The paths of every reference node and Variable below `node` that has more than one: a row each with the path and the
 * number of its group, groups in the order of their first paths. Only nodes that pass `only` count; `only` may be NULL
 * for all of them. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_find_duplicates(
    const nnx_node *node, const nnx_filter *only, nnx_report **out);

/**
 * The Variables below `node` that pass one of `count` filters, or all when `count` is 0, each under its first path, in
 * path order: a row each with the path and the type. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_variables(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_report **out);

/**
 * Sets static attributes on every reference node below `node` that has them already and passes `filter`, which may be
 * NULL for all of them: `count` names and values. `out_changed` is how many were set. With `require_all` 1 a name that
 * no node has is NOT_FOUND, and nothing is set. What callers do to freeze a part of a model.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_attributes(
    nnx_node *node, const nnx_filter *filter, const nnx_str *names, const nnx_static *const *values, size_t count,
    int32_t require_all, size_t *out_changed);

/**
 * Puts everything below `node` into training mode: the attributes `deterministic` and `use_running_average`, where
 * there are any, become false.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_train(nnx_node *node);

/**
 * Puts everything below `node` into evaluation mode: the attributes `deterministic` and `use_running_average`, where
 * there are any, become true.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_eval(nnx_node *node);

/**
 * Sets an entry in the metadata of every Variable below `node` that passes `filter`, which may be NULL for all of them.
 * `out_changed` is how many there were.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_set_metadata(
    nnx_node *node, const nnx_filter *filter, nnx_str name, const nnx_static *value, size_t *out_changed);

/* GraphDefs -------------------------------------------------------------------------------------------------------- */

/**
 * Puts a GraphDef and the leaves of `count` states together into a new graph and returns its root: shared references
 * and cycles are as before the split, nodes and Variables are new, arrays are shared and not copied.
 *
 * Leaves are matched by path. INVALID_ARGUMENT lists those that are missing, extra or in two states. Where a leaf of a
 * state has another Variable type or other metadata than the GraphDef, the state's are taken. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_merge(
    const nnx_graphdef *graphdef, const nnx_state *const *states, size_t count, nnx_node **out);

/** The number of leaves. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_num_leaves(const nnx_graphdef *graphdef, size_t *out);

/** The number of nodes, Variables and references to earlier nodes included. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_num_nodes(const nnx_graphdef *graphdef, size_t *out);

/** The number of attributes of all nodes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_num_attributes(const nnx_graphdef *graphdef, size_t *out);

/**
 * The leaves in their order: a row each with its path, its attribute kind (NODE when a Variable holds it, TENSOR for an
 * array attribute) and the type of its Variable. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_leaves(const nnx_graphdef *graphdef, nnx_report **out);

/** A hash of the content, computed once: equal GraphDefs of one process have equal hashes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_hash(const nnx_graphdef *graphdef, uint64_t *out);

/** 1 when both describe the same structure, else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_equal(const nnx_graphdef *a, const nnx_graphdef *b, int32_t *out);

/** 1 when both are one and the same object, as from two splits of an unchanged structure; else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_same(const nnx_graphdef *a, const nnx_graphdef *b, int32_t *out);

/** Makes another handle for the same GraphDef. */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_retain(const nnx_graphdef *graphdef, nnx_graphdef **out);

/** Gives a handle back. `graphdef` may be NULL. */
NNX_API nnx_status nnx_graphdef_release(nnx_graphdef *graphdef);

/* States ----------------------------------------------------------------------------------------------------------- */

/**
 * Makes a State of `count` leaves: their paths, in any order; the types of their Variables, empty for an array without
 * one; their arrays, which are shared and not copied. INVALID_ARGUMENT when a path stands twice or leads through
 * another leaf. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_from_leaves(
    const nnx_str *paths, const nnx_str *types, const nnx_tensor *const *tensors, size_t count, nnx_state **out);

/** The number of leaves. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_size(const nnx_state *state, size_t *out);

/** The path of a leaf. INVALID_ARGUMENT when there is no such leaf. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_path(const nnx_state *state, size_t index, nnx_bytes **out);

/**
 * The leaves in their order: a row each with its path, its attribute kind (TENSOR or OPAQUE) and the type of its
 * Variable, empty for an array without one. RESOURCE_EXHAUSTED when the rows take more than a GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_paths(const nnx_state *state, nnx_report **out);

/** The number of the leaf at a path. NOT_FOUND when there is none. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_find(const nnx_state *state, nnx_str path, size_t *out);

/**
 * Whether a leaf is an array or an opaque value: NNX_ATTRIBUTE_KIND_TENSOR or NNX_ATTRIBUTE_KIND_OPAQUE.
 * INVALID_ARGUMENT when there is no such leaf. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_leaf_kind(const nnx_state *state, size_t index, nnx_attribute_kind *out);

/**
 * The type of the Variable that a leaf belongs to, as static text; empty for an array without one. INVALID_ARGUMENT
 * when there is no such leaf. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_type(const nnx_state *state, size_t index, nnx_str *out);

/**
 * The traced value of the leaf at a path, while a function over the State is traced. NOT_FOUND when there is none,
 * INVALID_ARGUMENT when it is not traced. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_get_value(const nnx_state *state, nnx_str path, nnx_value **out);

/** The array of a leaf. INVALID_ARGUMENT when there is no such leaf or it is opaque. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_tensor(const nnx_state *state, size_t index, nnx_tensor **out);

/** The opaque value of a leaf. INVALID_ARGUMENT when there is no such leaf or it is an array. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_opaque(const nnx_state *state, size_t index, nnx_opaque **out);

/**
 * An entry of the metadata of the Variable that a leaf belongs to. NOT_FOUND when there is none; INVALID_ARGUMENT when
 * there is no such leaf. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_metadata(
    const nnx_state *state, size_t index, nnx_str name, nnx_static **out);

/**
 * The metadata of the Variable of leaf `index`: a row for each entry, in the order of their names, with the name as
 * path and the value as text. INVALID_ARGUMENT when there is no such leaf. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_metadata_names(const nnx_state *state, size_t index, nnx_report **out);

/** The array at a path. NOT_FOUND when there is none, INVALID_ARGUMENT when it is opaque. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_get(const nnx_state *state, nnx_str path, nnx_tensor **out);

/**
 * Makes a State in which `count` leaves have other arrays, of any dtype and shape, which take the place of arrays and
 * of opaque leaves alike; Variable types and metadata are those of `state`, which stays as it is. NOT_FOUND for a path
 * that it does not have. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_with(
    const nnx_state *state, const nnx_str *paths, const nnx_tensor *const *tensors, size_t count, nnx_state **out);

/** As `nnx_state_with`, with traced values. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_with_values(
    const nnx_state *state, const nnx_str *paths, const nnx_value *const *values, size_t count, nnx_state **out);

/** As `nnx_state_with`, with opaque values, which take the place of opaque leaves and of arrays alike. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_with_opaque(
    const nnx_state *state, const nnx_str *paths, const nnx_opaque *const *opaques, size_t count, nnx_state **out);

/**
 * One State for each of `count` filters: the first that a leaf passes takes it. Leaves that pass none are left out.
 * `out_states` points to `count` places. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_filter(
    const nnx_state *state, const nnx_filter *const *filters, size_t count, nnx_state **out_states);

/** As `nnx_state_filter`, but a leaf that passes no filter is INVALID_ARGUMENT. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_split(
    const nnx_state *state, const nnx_filter *const *filters, size_t count, nnx_state **out_states);

/**
 * Makes a State with the leaves of `count` States; where a path stands in more than one, the last wins. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_merge(const nnx_state *const *states, size_t count, nnx_state **out);

/** Makes a State of the leaves below `prefix`, with paths relative to it: empty when there are none. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_at(const nnx_state *state, nnx_str prefix, nnx_state **out);

/**
 * Makes a State whose arrays are what `function` makes of these, called in the order of the paths on this thread.
 * Opaque leaves stay as they are. `destroy` runs exactly once before this call returns. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_map(
    const nnx_state *state, nnx_state_map_fn function, void *user_data, nnx_destroy_fn destroy, nnx_state **out);

/** 1 when both have the same paths, Variable types, metadata and values, bit for bit; else 0. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_state_equal(const nnx_state *a, const nnx_state *b, int32_t *out);

/** Makes another handle for the same State. */
NNX_NODISCARD NNX_API nnx_status nnx_state_retain(const nnx_state *state, nnx_state **out);

/** Gives a handle back. `state` may be NULL. */
NNX_API nnx_status nnx_state_release(nnx_state *state);

/* Graphs, GraphDefs and states as text ----------------------------------------------------------------------------- */

/**
 * The graph below `node`, printed: NNX_FORMAT_TREE, TABLE, DOT, JSON or HTML. A node that is reached several times is
 * printed once; the other places point to it. Values of leaves are not printed. In JSON a node is the number of its
 * place in the list `nodes`, so two places that share a node have the same number. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_text(const nnx_node *node, nnx_format format, nnx_bytes **out);

/**
 * The GraphDef as text: NNX_FORMAT_TEXT, for people, or NNX_FORMAT_JSON, for files and programs. `nnx_graphdef_parse`
 * reads both back to an equal GraphDef, unless a foreign static value is in it. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_text(const nnx_graphdef *graphdef, nnx_format format, nnx_bytes **out);

/**
 * Reads a GraphDef from either form that `nnx_graphdef_text` prints. Variable types that are new to the process are
 * registered. INVALID_ARGUMENT when it is ill-formed, with the line and column and what was expected there; also when a
 * foreign static value is in it, with its path. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_graphdef_parse(nnx_str text, nnx_graphdef **out);

/**
 * The leaves of a state, printed: NNX_FORMAT_TREE, TABLE, JSON or HTML. Values of leaves are not printed. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_text(const nnx_state *state, nnx_format format, nnx_bytes **out);

/**
 * The plan of a step: the kernels that its program became, and where each array lies. NNX_FORMAT_TEXT has every buffer,
 * kernel and operation on a line; NNX_FORMAT_DOT draws kernels as boxes and the buffers between them as edges.
 * FAILED_PRECONDITION when the evaluator runs the step. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_plan(const nnx_step *step, nnx_format format, nnx_bytes **out);

/**
 * The kernels of a step: what each reads, writes and computes in bytes and operations, the operations of the program
 * and their lines that it comes from, the leaves that it reads and writes, and its share of the time. Each kernel is
 * timed now, over and over by itself in memory of its own with zeros for leaves and inputs, which takes about a
 * millisecond for each. NNX_FORMAT_TABLE or NNX_FORMAT_JSON. FAILED_PRECONDITION when the evaluator runs the step; what
 * an operation that no kernel computes answers. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_report(const nnx_step *step, nnx_format format, nnx_bytes **out);

/**
 * The source of a step for a device, in phases whose items are independent: "cuda" is CUDA C++, compiled by NVRTC, by
 * nvcc or, for the host, by a C++17 compiler. `name` begins the names of its functions; the empty text is "step".
 * Nothing is compiled here, and no device is opened.
 *
 * UNIMPLEMENTED for another device, and for an operation without source; INVALID_ARGUMENT when `name` is no identifier;
 * FAILED_PRECONDITION when the evaluator runs the step. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_source(const nnx_step *step, nnx_str device, nnx_str name, nnx_bytes **out);

/* State files, and what differs between two States ----------------------------------------------------------------- */

/**
 * Everything in which the State `b` differs from `a`, in the order of the paths: a row each with the path, an
 * nnx_difference, and a text that says how much. A leaf may have several rows; there is none when the States are equal.
 *
 * Of values it says how many elements have other bits, the largest absolute and relative difference, and where. The
 * difference of a NaN or an infinity and another number is infinite. RESOURCE_EXHAUSTED when the rows take more than a
 * GiB. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_diff(const nnx_state *a, const nnx_state *b, nnx_report **out);

/**
 * Saves a State as a safetensors file, each leaf as a tensor under its path, and with it `graphdef`, which may be NULL:
 * the GraphDef that the leaves belong to, all of them or some. `options` may be NULL.
 *
 * The file gets its name when it is complete: after an error, or when the process is killed at any moment, the old file
 * is there unchanged. A process that is killed may leave a file `.nnx-*.tmp` beside it. A file that exists keeps its
 * permission bits.
 *
 * INVALID_ARGUMENT, with the path, for an opaque leaf, a foreign value, and a leaf that `graphdef` does not have;
 * NOT_FOUND when there is no such folder; RESOURCE_EXHAUSTED when the disk is full, and when paths and structure take
 * more than the 100 MB that a safetensors header may have; FAILED_PRECONDITION for what else the operating system
 * refuses. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_save(
    const nnx_state *state, const nnx_graphdef *graphdef, nnx_str file, const nnx_save_options *options);

/**
 * Reads a State from a safetensors file, and the GraphDef that was saved with it: NULL when the file has none.
 * `out_graphdef` may be NULL. `options` may be NULL; of them the rename rules, `copy` and `no_checksum` count here.
 *
 * Names are taken as paths. In a file that libnnx did not write a name that is no path is one key, and leaves are
 * arrays without Variables. Variable types that the file names and the program does not know are registered.
 *
 * Tensors of 4096 bytes and more are not copied but mapped from the file, where it allows that and `copy` is 0. A
 * mapped file that another program changes in place changes the tensors, and one that it cuts short ends the process
 * when they are read: copy where that may happen. `nnx_state_save` never changes a file in place.
 *
 * NOT_FOUND when there is no such file; DATA_LOSS when it is cut short, altered or no safetensors file; UNIMPLEMENTED
 * for element types that are no nnx_dtype; VERSION_MISMATCH for a newer format of libnnx; FAILED_PRECONDITION for what
 * else the operating system refuses. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_load(
    nnx_str file, const nnx_load_options *options, nnx_state **out_state, nnx_graphdef **out_graphdef);

/**
 * Makes a State like `like` with the values of a safetensors file: types and metadata stay, the names in the file,
 * renamed by the rules of `options`, are matched with the paths. A leaf that the file has under another path, because
 * it is shared, is found too. `options` may be NULL. Mapping and errors as for `nnx_state_load`.
 *
 * `out_report`, which may be NULL, gets a row for each leaf in order, then one for each tensor that no leaf asked for,
 * then one, with the empty path, for each rename rule that takes no name, which is no error: the path, an nnx_load, and
 * a text that says where the value comes from or what does not fit. FAILED_PRECONDITION, with the rows that are not
 * LOADED in the message, unless `partial` allows them; INVALID_ARGUMENT when a rule makes no sense or two tensors go to
 * one path. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_state_load_into(
    const nnx_state *like, nnx_str file, const nnx_load_options *options, nnx_state **out, nnx_report **out_report);

/* Programs --------------------------------------------------------------------------------------------------------- */

/**
 * Reads a StableHLO module in the form that JAX prints (`jax.jit(f).lower(...).as_text()`), and verifies it.
 *
 * INVALID_ARGUMENT for text that is malformed or ill-typed: the message has line and column, the line itself with a
 * caret, and what was expected. UNIMPLEMENTED for an operation, type or attribute that is not supported, naming it. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_parse(nnx_str text, nnx_program **out);

/**
 * The program as text in the form that JAX prints; `nnx_program_parse` reads it back as an equal program. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_text(const nnx_program *program, nnx_bytes **out);

/**
 * Checks every operation against its rule and every call against the function that it names. What `nnx_program_parse`
 * returns has been checked already. INVALID_ARGUMENT names the operation and the rule. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_verify(const nnx_program *program);

/**
 * 1 when both have the same functions, else 0; names of values and the layout of the text do not count. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_equal(const nnx_program *a, const nnx_program *b, int32_t *out);

/**
 * The functions in their order: a row each with its name, 1 when it is public and 0 when it is private, and its type
 * such as `(tensor<2xf32>) -> tensor<f32>`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_functions(const nnx_program *program, nnx_report **out);

/**
 * The number of inputs of a function. NOT_FOUND when there is no such function; INVALID_ARGUMENT when `function` is
 * empty and more than one could be meant. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_num_inputs(const nnx_program *program, nnx_str function, size_t *out);

/** The number of outputs of a function. NOT_FOUND and INVALID_ARGUMENT as in `nnx_program_num_inputs`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_program_num_outputs(const nnx_program *program, nnx_str function, size_t *out);

/**
 * Input `index` of a function: its name (the `jax.arg_info` of the text; often empty), dtype and extents, and the
 * output that may take its memory because the caller donates it (`tf.aliasing_output`), or -1. Name and extents are
 * lent until `program` is released.
 *
 * INVALID_ARGUMENT when there is no such input, UNIMPLEMENTED when it is not an array; NOT_FOUND as in
 * `nnx_program_num_inputs`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_input(
    const nnx_program *program, nnx_str function, size_t index, nnx_str *out_name, nnx_dtype *out_dtype,
    const int64_t **out_shape, size_t *out_rank, int64_t *out_donated_to);

/**
 * Output `index` of a function: its name (the `jax.result_info` of the text; may be empty), dtype and extents, and the
 * input that it is, unchanged, or -1. Name and extents are lent until `program` is released. Errors as in
 * `nnx_program_input`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_output(
    const nnx_program *program, nnx_str function, size_t index, nnx_str *out_name, nnx_dtype *out_dtype,
    const int64_t **out_shape, size_t *out_rank, int64_t *out_unchanged_from);

/**
 * What a function returns for `num_inputs` inputs: `num_outputs` new tensors at `outputs`. It runs on the reference
 * evaluator, which is made to be right and not to be fast. `options` may be NULL.
 *
 * INVALID_ARGUMENT when the number of inputs or outputs, or the dtype or shape of an input is not the function's,
 * naming it; NOT_FOUND as in `nnx_program_num_inputs`; FAILED_PRECONDITION when a `check` operation of the program
 * finds a difference; UNIMPLEMENTED for a custom call; RESOURCE_EXHAUSTED when the budget is spent or there is no
 * memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_evaluate(
    const nnx_program *program, nnx_str function, const nnx_tensor *const *inputs, size_t num_inputs,
    const nnx_evaluate_options *options, nnx_tensor **outputs, size_t num_outputs);

/**
 * A new program whose only function has the name and the inputs of `function`, and whose outputs are those of
 * `function` and then the gradient of its first output with respect to each of the inputs `wrt`, in their order;
 * reverse mode, with the conventions of JAX at ties and kinks. Calls are written out where they stand. `wrt` may be
 * NULL when `num_wrt` is 0.
 *
 * The first output is one floating-point number. `has_aux` is 1 when there are more outputs, which are not
 * differentiated; with 0 there is one.
 *
 * INVALID_ARGUMENT when the outputs are not of that kind, or when an input of `wrt` is not there, is named twice or is
 * not of floating-point numbers; NOT_FOUND as in `nnx_program_num_inputs`; UNIMPLEMENTED for an operation on the way
 * that has a derivative but no rule, naming it: a custom call, or a loop whose number of iterations depends on the
 * inputs. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_program_value_and_grad(
    const nnx_program *program, nnx_str function, const size_t *wrt, size_t num_wrt, int32_t has_aux,
    nnx_program **out);

/** Makes another handle for the same program. */
NNX_NODISCARD NNX_API nnx_status nnx_program_retain(const nnx_program *program, nnx_program **out);

/** Gives a handle back. `program` may be NULL. */
NNX_API nnx_status nnx_program_release(nnx_program *program);

/* Random tensors, with the bits of `jax.random` -------------------------------------------------------------------- */

/**
 * The key of a seed, `uint32[2]`: `jax.random.key` with 64-bit types off, where only the low 32 bits of a seed count. A
 * key never changes: drawing with it twice gives the same numbers twice. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_key(int64_t seed, nnx_tensor **out);

/**
 * The keys that a key is split into: an array of `rank` extents at `shape` with two words of uint32 for each key, that
 * is one more dimension, of 2; `jax.random.split`. `shape` may be NULL when `rank` is 0.
 *
 * INVALID_ARGUMENT for a key that is not `uint32[2]` or a shape that cannot be; RESOURCE_EXHAUSTED when there is no
 * memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_split(
    const nnx_tensor *key, const int64_t *shape, size_t rank, nnx_tensor **out);

/**
 * The key that a key and a number make; `jax.random.fold_in`. INVALID_ARGUMENT for a key that is not `uint32[2]`. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_fold_in(const nnx_tensor *key, uint32_t number, nnx_tensor **out);

/**
 * Random bits of an unsigned dtype; `jax.random.bits`. `shape` has `rank` extents and may be NULL when `rank` is 0.
 *
 * INVALID_ARGUMENT for another dtype, a key that is not `uint32[2]`, or a shape that cannot be; RESOURCE_EXHAUSTED when
 * there is no memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_bits(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_tensor **out);

/**
 * Numbers of a floating-point dtype, uniform from `minval` to before `maxval`; `jax.random.uniform`. `shape` has `rank`
 * extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_uniform(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double minval, double maxval,
    nnx_tensor **out);

/**
 * Numbers of a floating-point dtype from the standard normal distribution; `jax.random.normal`. `shape` has `rank`
 * extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_normal(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_tensor **out);

/**
 * Numbers of a floating-point dtype from the standard normal distribution between `lower` and `upper`;
 * `jax.random.truncated_normal`. `shape` has `rank` extents and may be NULL when `rank` is 0. Errors as in
 * `nnx_random_bits`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_truncated_normal(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double lower, double upper,
    nnx_tensor **out);

/**
 * Bools that are true with probability `p`, which is rounded to float32; `jax.random.bernoulli`, and the mask of
 * dropout. `shape` has `rank` extents and may be NULL when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_bernoulli(
    const nnx_tensor *key, double p, const int64_t *shape, size_t rank, nnx_tensor **out);

/**
 * As `nnx_random_bernoulli`, with a probability for each element: `p` is of a floating-point dtype, in which it is
 * decided, and is broadcast to the shape. INVALID_ARGUMENT too when it does not fit. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_bernoulli_of(
    const nnx_tensor *key, const nnx_tensor *p, const int64_t *shape, size_t rank, nnx_tensor **out);

/**
 * Numbers of an integer dtype from `minval` to before `maxval`, and always `minval` where that is nothing; both are
 * clipped to what the dtype holds, or to one more. `jax.random.randint`. `shape` has `rank` extents and may be NULL
 * when `rank` is 0. Errors as in `nnx_random_bits`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_randint(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t minval, int64_t maxval,
    nnx_tensor **out);

/**
 * Categories, int32, whose unnormalised logarithms of probabilities lie along `axis` (which may count from the end) of
 * `logits`; `jax.random.categorical`. The result has the shape of `logits` without the axis, after the `rank` extents
 * of `prefix`, for each of which categories are drawn anew. `prefix` may be NULL when `rank` is 0.
 *
 * INVALID_ARGUMENT for logits that are not floating-point numbers, an axis that is not there or without categories, a
 * key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_categorical(
    const nnx_tensor *key, const nnx_tensor *logits, int64_t axis, const int64_t *prefix, size_t rank,
    nnx_tensor **out);

/**
 * The numbers from 0 to before `count`, int32, in random order; `jax.random.permutation` of a number. INVALID_ARGUMENT
 * for a count that int32 does not hold or a key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_permutation(const nnx_tensor *key, int64_t count, nnx_tensor **out);

/**
 * The parts of an array along `axis` (which may count from the end) in random order; `jax.random.permutation` of an
 * array. With `independent` 1 each row along the axis has an order of its own. INVALID_ARGUMENT for an axis that is not
 * there or a key that is not `uint32[2]`; RESOURCE_EXHAUSTED when there is no memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_permutation_of(
    const nnx_tensor *key, const nnx_tensor *array, int64_t axis, int32_t independent, nnx_tensor **out);

/* Random values of a trace ----------------------------------------------------------------------------------------- */

/** As `nnx_random_split`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_random_split_value(
    const nnx_value *key, const int64_t *shape, size_t rank, nnx_value **out);

/**
 * As `nnx_random_fold_in`, of a key and a number, uint32[], that are values. FAILED_PRECONDITION too when their trace
 * is over. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_fold_in_value(
    const nnx_value *key, const nnx_value *number, nnx_value **out);

/** As `nnx_random_bits`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_random_bits_value(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_value **out);

/**
 * As `nnx_random_uniform`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
 *
 * From 0 to before 1 the bits are the same. Other ranges take a product and a sum, which are rounded once there and,
 * unless what runs the program fuses them, twice here; `nnx_random_normal_value` and
 * `nnx_random_truncated_normal_value` too.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_uniform_value(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double minval, double maxval,
    nnx_value **out);

/**
 * As `nnx_random_normal`, of a key that is a value, up to rounding. FAILED_PRECONDITION too when its trace is over. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_normal_value(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_value **out);

/**
 * As `nnx_random_truncated_normal`, of a key that is a value, up to rounding. FAILED_PRECONDITION too when its trace is
 * over. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_truncated_normal_value(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double lower, double upper,
    nnx_value **out);

/** As `nnx_random_bernoulli`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_random_bernoulli_value(
    const nnx_value *key, double p, const int64_t *shape, size_t rank, nnx_value **out);

/**
 * As `nnx_random_bernoulli_of`, of a key and probabilities that are values. FAILED_PRECONDITION too when their trace is
 * over. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_bernoulli_of_value(
    const nnx_value *key, const nnx_value *p, const int64_t *shape, size_t rank, nnx_value **out);

/** As `nnx_random_randint`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_random_randint_value(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t minval, int64_t maxval,
    nnx_value **out);

/**
 * As `nnx_random_categorical`, of a key and logits that are values. FAILED_PRECONDITION too when their trace is over.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_categorical_value(
    const nnx_value *key, const nnx_value *logits, int64_t axis, const int64_t *prefix, size_t rank, nnx_value **out);

/**
 * As `nnx_random_permutation`, of a key that is a value. FAILED_PRECONDITION too when its trace is over. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_permutation_value(const nnx_value *key, int64_t count, nnx_value **out);

/**
 * As `nnx_random_permutation_of`, of a key and an array that are values. FAILED_PRECONDITION too when their trace is
 * over. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_random_permutation_of_value(
    const nnx_value *key, const nnx_value *array, int64_t axis, int32_t independent, nnx_value **out);

/* Streams of random keys ------------------------------------------------------------------------------------------- */

/**
 * Makes an Object `Rngs` with a stream `default` of the key `nnx_random_key(seed)`. Any thread.
 *
 * The attributes of an `Rngs` are streams: Objects `RngStream` with the Variables `key` (an RngKey, `uint32[2]`) and
 * `count` (an RngCount, uint32) and the static `tag`, their name, which both Variables have as metadata too. Key number
 * n of a stream is `nnx_random_fold_in(key, n)`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_new(int64_t seed, nnx_node **out);

/**
 * Gives an Object `count` streams: one with each of the names, its tag, that begins with the key `uint32[2]` beside it.
 * `names` and `keys` may be NULL when `count` is 0. INVALID_ARGUMENT for a key that is none, ALREADY_EXISTS for a name
 * that stands twice.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_init(
    nnx_node *rngs, const nnx_str *names, const nnx_tensor *const *keys, size_t count);

/**
 * The stream of this name; where there is none, `default`; of a stream itself, whatever the name. NOT_FOUND when there
 * is neither, saying which there are. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_stream(const nnx_node *rngs, nnx_str name, nnx_node **out);

/**
 * The next key of a stream, `uint32[2]`; the stream counts on. `rngs` is an `Rngs`, whose stream `name` or `default` is
 * asked, or a stream. NOT_FOUND when there is none; INVALID_ARGUMENT for a stream of several keys; FAILED_PRECONDITION
 * when the stream is among the objects of an open trace: `nnx_rngs_next_key_value` is for that.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_next_key(nnx_node *rngs, nnx_str name, nnx_tensor **out);

/**
 * As `nnx_rngs_next_key`, as a value of a trace: the key is computed when the program runs where the stream is among
 * the objects of the trace, and is a constant where it is not.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_next_key_value(
    nnx_trace *trace, nnx_node *rngs, nnx_str name, nnx_value **out);

/**
 * Makes an `Rngs` with a new stream for each one, which begins with its next key. Errors as in `nnx_rngs_next_key`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_fork(nnx_node *rngs, nnx_node **out);

/**
 * Makes an `Rngs` with a new stream for each one, which has several keys in an array of `rank` extents at `shape`:
 * those that its next key is split into; and a count for each. `shape` may be NULL when `rank` is 0. Errors as in
 * `nnx_rngs_next_key`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rngs_split(nnx_node *rngs, const int64_t *shape, size_t rank, nnx_node **out);

/**
 * Makes a stream of a key `uint32[2]`, or of several in an array of one more dimension, which has a count for each.
 * INVALID_ARGUMENT for a key that is none. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_rng_stream_new(const nnx_tensor *key, nnx_str tag, nnx_node **out);

/** Makes an Object a stream, as `nnx_rng_stream_new`. */
NNX_NODISCARD NNX_API nnx_status nnx_rng_stream_init(nnx_node *stream, const nnx_tensor *key, nnx_str tag);

/** Makes a stream that begins with the next key of this one. Errors as in `nnx_rngs_next_key`. */
NNX_NODISCARD NNX_API nnx_status nnx_rng_stream_fork(nnx_node *stream, nnx_node **out);

/** Makes a stream of several keys, as `nnx_rngs_split` does for each. */
NNX_NODISCARD NNX_API nnx_status nnx_rng_stream_split(
    nnx_node *stream, const int64_t *shape, size_t rank, nnx_node **out);

/**
 * Begins the streams below `node` anew that have one of `count` tags, each with the next key of a stream of the key
 * `uint32[2]` beside it. `names` and `keys` may be NULL when `count` is 0. INVALID_ARGUMENT for a key that is none, or
 * a stream of several keys; ALREADY_EXISTS for a tag that stands twice.
 */
NNX_NODISCARD NNX_API nnx_status nnx_node_reseed(
    nnx_node *node, const nnx_str *names, const nnx_tensor *const *keys, size_t count);

/* Traces ----------------------------------------------------------------------------------------------------------- */

/**
 * The trace whose function this thread is in, the innermost of several; NULL when there is none. It is lent as there.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_current(nnx_trace **out);

/**
 * A number that no other trace of this process has. When `nnx_jit_call` traces, it is that of the step that the
 * function becomes: `nnx_step_id`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_id(const nnx_trace *trace, uint64_t *out);

/** The number of objects that the function is traced over. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_num_objects(const nnx_trace *trace, size_t *out);

/**
 * An object that the function is traced over: the caller's own, whose Variables hold traced values. A new handle.
 * INVALID_ARGUMENT when there is no such object. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_object(const nnx_trace *trace, size_t index, nnx_node **out);

/** The number of States that the function takes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_num_states(const nnx_trace *trace, size_t *out);

/**
 * A State that the function takes; its leaves are traced values, which `nnx_state_get_value` reads and merging and
 * updating carry on. A new handle. INVALID_ARGUMENT when there is no such State. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_state(const nnx_trace *trace, size_t index, nnx_state **out);

/** The number of arrays that the function takes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_num_inputs(const nnx_trace *trace, size_t *out);

/** An array that the function takes. INVALID_ARGUMENT when there is no such input. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_input(const nnx_trace *trace, size_t index, nnx_value **out);

/** The function gives this value, after those before. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_output(nnx_trace *trace, const nnx_value *value);

/** The function gives this State, after those before. Its leaves may be traced values or arrays. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_output_state(nnx_trace *trace, const nnx_state *state);

/** An array as a value: a constant of the program. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_constant(nnx_trace *trace, const nnx_tensor *tensor, nnx_value **out);

/** One number as a value without axes. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_scalar(nnx_trace *trace, nnx_dtype dtype, double number, nnx_value **out);

/** An array of `rank` extents with one number everywhere. `shape` may be NULL when `rank` is 0. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_full(
    nnx_trace *trace, nnx_dtype dtype, const int64_t *shape, size_t rank, double number, nnx_value **out);

/** An array of `rank` extents with 0, 1, 2, … along an axis. */
NNX_NODISCARD NNX_API nnx_status nnx_trace_iota(
    nnx_trace *trace, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t axis, nnx_value **out);

/**
 * Traces a function and gives the program that it leaves, to be printed as StableHLO, verified or evaluated. It is
 * traced over `num_objects` objects, `num_states` States and `num_inputs` arrays: `ranks` says how many extents each of
 * them has, and `dims` has the extents of all, one after another. `objects`, `states`, `dtypes`, `ranks` and `dims` may
 * be NULL when there are none.
 *
 * `main` of the program takes the arrays of the objects, in the order in which `nnx_node_split` gives their leaves,
 * then those of the States, then the inputs. It gives the values of `nnx_trace_output`, then the arrays of the States
 * of `nnx_trace_output_state`, then those of the objects as they are after the function; each is named. The objects
 * themselves are as before when this returns.
 *
 * Errors are the function's own, unchanged; INVALID_ARGUMENT for a type that cannot be; FAILED_PRECONDITION when the
 * objects are being traced already, or when the function changed a Variable that is not below them.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_program(
    nnx_trace_fn function, void *user_data, nnx_destroy_fn destroy, const nnx_node *const *objects, size_t num_objects,
    const nnx_state *const *states, size_t num_states, const nnx_dtype *dtypes, const size_t *ranks,
    const int64_t *dims, size_t num_inputs, nnx_program **out);

/* Traced values ---------------------------------------------------------------------------------------------------- */

/** The type of its elements. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_value_dtype(const nnx_value *value, nnx_dtype *out);

/** The number of its axes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_value_rank(const nnx_value *value, size_t *out);

/**
 * Writes its extents to `out`, which has `rank` places. `out` may be NULL when `rank` is 0. INVALID_ARGUMENT when the
 * value has another number of axes. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_shape(const nnx_value *value, int64_t *out, size_t rank);

/** Dtype and shape as text: `float32[64,3]`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_value_text(const nnx_value *value, nnx_bytes **out);

/* Values ----------------------------------------------------------------------------------------------------------- */

/** A function of each element. INVALID_ARGUMENT when it has no meaning for the dtype. */
NNX_NODISCARD NNX_API nnx_status nnx_value_unary(const nnx_value *value, nnx_unary function, nnx_value **out);

/**
 * A function of each element of two values. Shapes go together as in NumPy, dtypes as in JAX. INVALID_ARGUMENT when
 * they do not, or when the function has no meaning for the dtype; FAILED_PRECONDITION for values of two traces.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_binary(
    const nnx_value *value, nnx_binary function, const nnx_value *other, nnx_value **out);

/** As `nnx_value_binary`, with an array, which becomes a constant of the program. `reversed` 1 puts it first. */
NNX_NODISCARD NNX_API nnx_status nnx_value_binary_tensor(
    const nnx_value *value, nnx_binary function, const nnx_tensor *other, int32_t reversed, nnx_value **out);

/**
 * As `nnx_value_binary`, with a number, which takes the dtype of the value; when that holds integers or truth values,
 * both become `float32`. `reversed` 1 puts the number first.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_binary_scalar(
    const nnx_value *value, nnx_binary function, double number, int32_t reversed, nnx_value **out);

/**
 * As `nnx_value_binary`, with an integer, which takes the dtype of the value; truth values become `int32`. `reversed` 1
 * puts the integer first. Powers are products then.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_binary_int(
    const nnx_value *value, nnx_binary function, int64_t number, int32_t reversed, nnx_value **out);

/** The product of each element with itself. */
NNX_NODISCARD NNX_API nnx_status nnx_value_square(const nnx_value *value, nnx_value **out);

/** The elements as numbers of another dtype. */
NNX_NODISCARD NNX_API nnx_status nnx_value_astype(const nnx_value *value, nnx_dtype dtype, nnx_value **out);

/**
 * The elements of `a` where `condition` holds, else those of `b`; the shapes of the three go together, and the dtypes
 * of `a` and `b`. INVALID_ARGUMENT when they do not.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_where(
    const nnx_value *condition, const nnx_value *a, const nnx_value *b, nnx_value **out);

/* Values ----------------------------------------------------------------------------------------------------------- */

/**
 * The elements from `start` to before `limit` in steps of `strides`; each list has `rank` numbers, one for each axis,
 * and may be NULL when `rank` is 0: `start`, `limit` and `strides` may be NULL then. INVALID_ARGUMENT when a place lies
 * outside or a list is too short.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_slice(
    const nnx_value *value, const int64_t *start, const int64_t *limit, const int64_t *strides, size_t rank,
    nnx_value **out);

/**
 * `sizes` elements of each axis from places that are values themselves: one integer without axes for each of the `rank`
 * axes. A start that leaves too few is moved back. `starts` and `sizes` may be NULL when `rank` is 0.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_dynamic_slice(
    const nnx_value *value, const nnx_value *const *starts, const int64_t *sizes, size_t rank, nnx_value **out);

/** The elements with `update` in the place of those from `starts` on. Otherwise as `nnx_value_dynamic_slice`. */
NNX_NODISCARD NNX_API nnx_status nnx_value_dynamic_update_slice(
    const nnx_value *value, const nnx_value *update, const nnx_value *const *starts, size_t rank, nnx_value **out);

/**
 * The slices along an axis at the places that `indices`, integers of any shape, names. Negative places count from the
 * end; those out of range are moved to the nearest. INVALID_ARGUMENT when there is no such axis or it has no elements.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_take(
    const nnx_value *value, const nnx_value *indices, int64_t axis, nnx_value **out);

/** For each row along the last axis the element that `indices`, which has the other axes, names. */
NNX_NODISCARD NNX_API nnx_status nnx_value_take_last(const nnx_value *value, const nnx_value *indices, nnx_value **out);

/**
 * 1 at the place that each element names along a new last axis, 0 elsewhere. INVALID_ARGUMENT when the elements are no
 * integers.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_one_hot(
    const nnx_value *value, int64_t num_classes, nnx_dtype dtype, nnx_value **out);

/**
 * The elements with `number` around them: `before` and `after` say how many of it for each of the `rank` axes. `before`
 * and `after` may be NULL when `rank` is 0.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_pad(
    const nnx_value *value, const int64_t *before, const int64_t *after, size_t rank, double number, nnx_value **out);

/* Values ----------------------------------------------------------------------------------------------------------- */

/**
 * The product of matrices as `numpy.matmul`: the last two axes are the matrices, the others broadcast; a vector is a
 * row on the left and a column on the right. INVALID_ARGUMENT when the inner extents differ, a batch does not
 * broadcast, or an operand is a single number.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_matmul(const nnx_value *value, const nnx_value *other, nnx_value **out);

/**
 * Sums of products over the contracting axes, of which there are `num_contracting` on each side; the `num_batching`
 * batching axes go together and come first in the result, then the other axes of the left, then those of the right. The
 * lists of axes may be NULL when they are empty: `contracting`, `other_contracting`, `batching` and `other_batching`.
 * INVALID_ARGUMENT when the extents of axes that go together differ.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_dot_general(
    const nnx_value *value, const nnx_value *other, const int64_t *contracting, const int64_t *other_contracting,
    size_t num_contracting, const int64_t *batching, const int64_t *other_batching, size_t num_batching,
    nnx_value **out);

/* Values ----------------------------------------------------------------------------------------------------------- */

/**
 * The elements along `num_axes` axes as one; negative axes count from the last. With `num_axes` SIZE_MAX all axes are
 * meant, and `axes` may be NULL. With `keepdims` 1 the axes stay, with extent 1. INVALID_ARGUMENT for an axis that
 * there is not or that stands twice, and for the largest and the smallest of no elements.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_reduce(
    const nnx_value *value, nnx_reduce function, const int64_t *axes, size_t num_axes, int32_t keepdims,
    nnx_value **out);

/**
 * The place of the largest element along an axis, the first of several: an `int32`. INVALID_ARGUMENT for an axis that
 * there is not or that has no elements.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_argmax(const nnx_value *value, int64_t axis, nnx_value **out);

/** The place of the smallest element along an axis. Otherwise as `nnx_value_argmax`. */
NNX_NODISCARD NNX_API nnx_status nnx_value_argmin(const nnx_value *value, int64_t axis, nnx_value **out);

/**
 * Exponentials over their sum along an axis. INVALID_ARGUMENT for an axis that there is not or that has no elements.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_softmax(const nnx_value *value, int64_t axis, nnx_value **out);

/** The logarithm of `nnx_value_softmax`. */
NNX_NODISCARD NNX_API nnx_status nnx_value_log_softmax(const nnx_value *value, int64_t axis, nnx_value **out);

/* Values ----------------------------------------------------------------------------------------------------------- */

/**
 * The elements in a shape of `rank` extents; one of them may be -1 and follows from the others. `shape` may be NULL
 * when `rank` is 0. INVALID_ARGUMENT when the numbers of elements differ.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_reshape(
    const nnx_value *value, const int64_t *shape, size_t rank, nnx_value **out);

/**
 * The axes in the order of `permutation`, which has as many as `rank` says; `permutation` may be NULL: they are
 * reversed then. INVALID_ARGUMENT when it does not name each axis once.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_transpose(
    const nnx_value *value, const int64_t *permutation, size_t rank, nnx_value **out);

/**
 * The elements repeated along new axes in front and along axes of extent 1, to a shape of `rank` extents. `shape` may
 * be NULL when `rank` is 0. INVALID_ARGUMENT when the value does not stretch to it.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_broadcast_to(
    const nnx_value *value, const int64_t *shape, size_t rank, nnx_value **out);

/** With a new axis of extent 1 at this place of the result. INVALID_ARGUMENT when the result has no such axis. */
NNX_NODISCARD NNX_API nnx_status nnx_value_expand_dims(const nnx_value *value, int64_t axis, nnx_value **out);

/**
 * Without these axes, which have extent 1; with `num_axes` SIZE_MAX without all of extent 1, and `axes` may be NULL.
 * INVALID_ARGUMENT when one of them has another extent.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_squeeze(
    const nnx_value *value, const int64_t *axes, size_t num_axes, nnx_value **out);

/**
 * The elements along these axes in reverse order; with `num_axes` SIZE_MAX along all, and `axes` may be NULL.
 * INVALID_ARGUMENT for an axis that there is not or that stands twice.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_flip(
    const nnx_value *value, const int64_t *axes, size_t num_axes, nnx_value **out);

/**
 * The elements of `count` values one after another along an axis. INVALID_ARGUMENT when there are none, or when their
 * other extents differ.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_concatenate(
    nnx_trace *trace, const nnx_value *const *values, size_t count, int64_t axis, nnx_value **out);

/**
 * `count` values of one shape as one, along a new axis at this place. INVALID_ARGUMENT when there are none, or when
 * their shapes differ.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_stack(
    nnx_trace *trace, const nnx_value *const *values, size_t count, int64_t axis, nnx_value **out);

/* Gradients -------------------------------------------------------------------------------------------------------- */

/**
 * What `loss_fn` computes, and its gradients by those Variables below `node` that `wrt` takes: a State with their
 * paths, whose leaves are traced values. `wrt` may be NULL: the Variables of type Param are meant then. What `loss_fn`
 * changes in the objects stays changed; what it computes besides the loss goes out through `user_data`.
 *
 * INVALID_ARGUMENT when the loss is not a single float, or a Variable does not hold floats, with its path;
 * UNIMPLEMENTED for an operation that has no rule, such as a loop whose length depends on values.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_and_grad(
    nnx_trace *trace, nnx_node *node, const nnx_filter *wrt, nnx_loss_fn loss_fn, void *user_data,
    nnx_destroy_fn destroy, nnx_value **out_loss, nnx_state **out_grads);

/**
 * A value equal to this one, by which `nnx_value_gradients` can be taken: what is computed from it depends on it, what
 * was computed before does not. INVALID_ARGUMENT when its elements are no floats.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_watch(const nnx_value *value, nnx_value **out);

/**
 * The gradients of a single float by `count` values that were watched before it was computed: `count` values at `out`.
 * `wrt` and `out` may be NULL when `count` is 0. INVALID_ARGUMENT when `value` is not a single float, UNIMPLEMENTED for
 * an operation without a rule.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_gradients(
    const nnx_value *value, const nnx_value *const *wrt, size_t count, nnx_value **out);

/** The same value, which gradients do not pass. */
NNX_NODISCARD NNX_API nnx_status nnx_value_stop_gradient(const nnx_value *value, nnx_value **out);

/* Control flow ----------------------------------------------------------------------------------------------------- */

/**
 * What one of two functions gives, as `predicate`, a single truth value, says: both are traced, and one of them runs.
 * Each gets a trace of its own for the call, without inputs, and gives its values by `nnx_trace_output`; what it uses
 * of the values around it is captured. Both give values of the same types.
 *
 * The results are at `out`, which has `capacity` places, and `out_count` says how many there are. `out` may be NULL
 * when `capacity` is 0. INVALID_ARGUMENT when the types differ or there are more results than places; the functions'
 * own errors.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_cond(
    nnx_trace *trace, const nnx_value *predicate, nnx_trace_fn on_true, nnx_trace_fn on_false, void *user_data,
    nnx_destroy_fn destroy, nnx_value **out, size_t capacity, size_t *out_count);

/**
 * Runs `body` on what it gave before, from the `num_init` values of `init` on, as long as `condition` gives true. Each
 * gets a trace of its own for the call, whose inputs are these values; `condition` gives a single truth value and
 * `body` as many values of the same types. The results are the `num_init` values at `out`; `init` and `out` may be NULL
 * when there are none.
 *
 * INVALID_ARGUMENT when the types differ; the functions' own errors. Such a loop has no gradient.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_while_loop(
    nnx_trace *trace, nnx_trace_fn condition, nnx_trace_fn body, void *user_data, nnx_destroy_fn destroy,
    const nnx_value *const *init, size_t num_init, nnx_value **out);

/**
 * Runs `body` `length` times. It gets a trace of its own for the call, whose inputs are the carry, from the `num_init`
 * values of `init` on, and then a slice of each of the `num_xs` values of `xs` along axis 0. It gives the next carry,
 * values of the same types, and then any further values.
 *
 * The results are at `out`, which has `capacity` places, and `out_count` says how many there are: the last carry, then
 * the further values of all rounds, stacked along a new axis 0. `init`, `xs` and `out` may be NULL when there are none.
 * INVALID_ARGUMENT when `xs` are not `length` long, the carry changes its types, or there are more results than places;
 * the function's own errors.
 */
NNX_NODISCARD NNX_API nnx_status nnx_trace_scan(
    nnx_trace *trace, int64_t length, const nnx_value *const *init, size_t num_init, const nnx_value *const *xs,
    size_t num_xs, nnx_trace_fn body, void *user_data, nnx_destroy_fn destroy, nnx_value **out, size_t capacity,
    size_t *out_count);

/* Gradient transformations and schedules, which are static values, and Optimizers, which are nodes ----------------- */

/**
 * Stochastic gradient descent, with momentum where `options` say so. `options` may be NULL. The result is a static
 * value, as are all transformations: the tuple of a name and its numbers. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_sgd(double learning_rate, const nnx_sgd_options *options, nnx_static **out);

/** Adam. `options` may be NULL. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_adam(
    double learning_rate, const nnx_adam_options *options, nnx_static **out);

/** Adam with decayed weights. `options` may be NULL. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_adamw(
    double learning_rate, const nnx_adam_options *options, nnx_static **out);

/**
 * These transformations, each of what the one before it made: `count` static values, at least one, which stay the
 * caller's. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_chain(
    const nnx_static *const *transformations, size_t count, nnx_static **out);

/** The transformation that changes nothing. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_identity(nnx_static **out);

/**
 * The part of Adam before the learning rate; `nesterov` is 0 or 1, `mu_dtype` an `nnx_dtype`, or 0 for that of the
 * parameters. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_scale_by_adam(
    double b1, double b2, double eps, double eps_root, int32_t nesterov, nnx_dtype mu_dtype, nnx_static **out);

/**
 * Momentum, Optax's `trace`: each update plus `decay` times the sum so far; `nesterov` is 0 or 1, `accumulator_dtype`
 * an `nnx_dtype`, or 0 for that of the parameters. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_trace(
    double decay, int32_t nesterov, nnx_dtype accumulator_dtype, nnx_static **out);

/**
 * The updates plus a part of the parameters: `weight_decay`. `schedule` may be NULL; else it stands for the number. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_add_decayed_weights(
    double weight_decay, const nnx_static *schedule, nnx_static **out);

/** The updates times a number. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_scale(double step_size, nnx_static **out);

/**
 * The updates times the negative of a learning rate. `schedule` may be NULL; else it stands for the number. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_scale_by_learning_rate(
    double learning_rate, const nnx_static *schedule, nnx_static **out);

/** The updates times what a schedule says for the step. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_scale_by_schedule(const nnx_static *schedule, nnx_static **out);

/** Each element of the updates between `-max_delta` and `max_delta`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_clip(double max_delta, nnx_static **out);

/** All updates scaled together, so that the root of the sum of their squares is at most `max_norm`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_clip_by_global_norm(double max_norm, nnx_static **out);

/** The schedule that is always `value`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_constant_schedule(double value, nnx_static **out);

/**
 * From one number to another along a power of the part of the `transition_steps` that is left, from step
 * `transition_begin` on; `power` 1 is a straight line. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_polynomial_schedule(
    double init_value, double end_value, double power, int64_t transition_steps, int64_t transition_begin,
    nnx_static **out);

/**
 * Times `decay_rate` every `transition_steps`, from step `transition_begin` on; `staircase` is 0 for smoothly, 1 for
 * all at once; not beyond `end_value`, unless that is a NaN. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_exponential_decay(
    double init_value, int64_t transition_steps, double decay_rate, int64_t transition_begin, int32_t staircase,
    double end_value, nnx_static **out);

/**
 * From `init_value` down to `alpha` times it in `decay_steps`, along half a wave of the cosine to the power of
 * `exponent`. INVALID_ARGUMENT when `decay_steps` is not positive. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_cosine_decay_schedule(
    double init_value, int64_t decay_steps, double alpha, double exponent, nnx_static **out);

/**
 * In a straight line up to `peak_value`, then along a cosine down to `end_value`; `decay_steps` is the length of both.
 * INVALID_ARGUMENT when `decay_steps` is not larger than `warmup_steps`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_warmup_cosine_decay_schedule(
    double init_value, double peak_value, int64_t warmup_steps, int64_t decay_steps, double end_value, double exponent,
    nnx_static **out);

/**
 * One schedule after another: the next begins, with a count from 0, at each boundary. There are `count` schedules, at
 * least one, and a boundary between each two: `count - 1`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optim_join_schedules(
    const nnx_static *const *schedules, size_t count, const int64_t *boundaries, size_t num_boundaries,
    nnx_static **out);

/** What a schedule says after `count` steps, in single precision, as in a step. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_optim_schedule_value(const nnx_static *schedule, int64_t count, double *out);

/**
 * An Optimizer of the Variables below `model` that `wrt` takes, with the transformation `tx`. `wrt` may be NULL: the
 * Variables of type Param are meant then, and the Optimizer keeps the model, as its attribute `model`. INVALID_ARGUMENT
 * when `tx` is no transformation, or a Variable cannot be trained.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optimizer_new(
    const nnx_node *model, const nnx_static *tx, const nnx_filter *wrt, nnx_node **out);

/** As `nnx_optimizer_new`, for an Object that exists; `wrt` may be NULL. */
NNX_NODISCARD NNX_API nnx_status nnx_optimizer_init(
    nnx_node *optimizer, const nnx_node *model, const nnx_static *tx, const nnx_filter *wrt);

/**
 * One step of an Optimizer that keeps its model: its parameters, the Optimizer's state and its step count have new
 * values. Where nothing is traced it is computed at once. `grads` is what `nnx_value_and_grad` gave. NOT_FOUND for a
 * gradient that is missing or has no parameter, INVALID_ARGUMENT for one of another shape, each with the path; nothing
 * has changed then.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optimizer_update(nnx_node *optimizer, const nnx_state *grads);

/**
 * As `nnx_optimizer_update`, for an Optimizer that does not keep its model; `model` may be NULL where it does.
 * `out_updates`, which may be NULL, gets what was added to each parameter.
 */
NNX_NODISCARD NNX_API nnx_status nnx_optimizer_update_model(
    nnx_node *optimizer, nnx_node *model, const nnx_state *grads, nnx_state **out_updates);

/* Metrics, which are nodes ----------------------------------------------------------------------------------------- */

/** The average of all values that updates have under the name `argname`; the empty text is `values`. */
NNX_NODISCARD NNX_API nnx_status nnx_average_new(nnx_str argname, nnx_node **out);

/** As `nnx_average_new`, for an Object that exists. */
NNX_NODISCARD NNX_API nnx_status nnx_average_init(nnx_node *metric, nnx_str argname);

/**
 * The part of the answers that are right, of updates with `logits` and `labels`. Where `threshold` is a NaN, the answer
 * is the class with the largest logit along the last axis; else it is yes where the logit is not below the threshold.
 */
NNX_NODISCARD NNX_API nnx_status nnx_accuracy_new(double threshold, nnx_node **out);

/** As `nnx_accuracy_new`, for an Object that exists. */
NNX_NODISCARD NNX_API nnx_status nnx_accuracy_init(nnx_node *metric, double threshold);

/**
 * Mean, standard deviation and error of the mean of all values that updates have under the name `argname`; the empty
 * text is `values`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_welford_new(nnx_str argname, nnx_node **out);

/** As `nnx_welford_new`, for an Object that exists. */
NNX_NODISCARD NNX_API nnx_status nnx_welford_init(nnx_node *metric, nnx_str argname);

/** `count` metrics under these names, which are updated together. INVALID_ARGUMENT for a name that stands twice. */
NNX_NODISCARD NNX_API nnx_status nnx_multi_metric_new(
    const nnx_str *names, const nnx_node *const *metrics, size_t count, nnx_node **out);

/** As `nnx_multi_metric_new`, for an Object that exists. */
NNX_NODISCARD NNX_API nnx_status nnx_multi_metric_init(
    nnx_node *metric, const nnx_str *names, const nnx_node *const *metrics, size_t count);

/**
 * Adds to a metric, in a trace, `count` values under their names. Each metric takes those that it knows: `mask` is for
 * every metric, `mask/accuracy` only for the one of that name in a MultiMetric. INVALID_ARGUMENT when one is missing,
 * or has a shape or dtype that the metric cannot take.
 */
NNX_NODISCARD NNX_API nnx_status nnx_metric_update(
    nnx_node *metric, const nnx_str *names, const nnx_value *const *values, size_t count);

/** As `nnx_metric_update`, with arrays: at once where the metric is not traced, as constants where it is. */
NNX_NODISCARD NNX_API nnx_status nnx_metric_update_tensors(
    nnx_node *metric, const nnx_str *names, const nnx_tensor *const *tensors, size_t count);

/**
 * The values of a metric. An Average and an Accuracy have one, at the empty path; a Welford has `mean`,
 * `standard_deviation` and `standard_error_of_mean`; those of a MultiMetric stand below the names of its metrics. They
 * are traced values where the metric is traced, and arrays otherwise.
 */
NNX_NODISCARD NNX_API nnx_status nnx_metric_compute(const nnx_node *metric, nnx_state **out);

/** Makes a metric begin again. */
NNX_NODISCARD NNX_API nnx_status nnx_metric_reset(nnx_node *metric);

/* Activations ------------------------------------------------------------------------------------------------------ */

/** An activation of each element. INVALID_ARGUMENT for a number that is no nnx_activation. */
NNX_NODISCARD NNX_API nnx_status nnx_value_activation(
    const nnx_value *value, nnx_activation activation, nnx_value **out);

/**
 * An activation of each element with another number than its default: the `alpha` of elu and celu, the slope of
 * leaky_relu below 0. INVALID_ARGUMENT for the other activations, which take none.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_activation_with(
    const nnx_value *value, nnx_activation activation, double number, nnx_value **out);

/**
 * The first half along an axis times the sigmoid of the second. INVALID_ARGUMENT when there is no such axis or its
 * extent is odd.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_glu(const nnx_value *value, int64_t axis, nnx_value **out);

/**
 * The elements with mean 0 and variance 1 along `num_axes` axes; negative axes count from the last, and with `num_axes`
 * SIZE_MAX all are meant. `axes` may be NULL when `num_axes` is 0 or SIZE_MAX. `epsilon` is added to the variance; Flax
 * adds 1e-5. INVALID_ARGUMENT for an axis that there is not or that stands twice.
 */
NNX_NODISCARD NNX_API nnx_status nnx_value_standardize(
    const nnx_value *value, const int64_t *axes, size_t num_axes, double epsilon, nnx_value **out);

/* BatchNorm -------------------------------------------------------------------------------------------------------- */

/**
 * Makes a BatchNorm, which gives each feature mean 0 and variance 1 over the batch and then scales and moves it: an
 * Object of the type `BatchNorm` whose Variables are `scale` and `bias`, and the running averages `mean` and `var`.
 * `rngs` gives the keys, of its stream `params`. `options` may be NULL.
 *
 * INVALID_ARGUMENT for a number of features below 1, a dtype that is no float, or an initializer that is none. One
 * thread at a time for one Rngs.
 */
NNX_NODISCARD NNX_API nnx_status nnx_batch_norm_new(
    nnx_node *rngs, int64_t num_features, const nnx_batch_norm_options *options, nnx_node **out);

/**
 * Makes a BatchNorm of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_batch_norm_new`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_batch_norm_init(
    nnx_node *node, nnx_node *rngs, int64_t num_features, const nnx_batch_norm_options *options);

/**
 * What a BatchNorm makes of `x`. When it trains it normalizes with the mean and variance of `x`, and moves the running
 * averages; when it evaluates it normalizes with those. `options` may be NULL: the attribute `use_running_average`,
 * which training and evaluating a model set, decides.
 *
 * INVALID_ARGUMENT, with the path of the node, when `x` has another number of features, when neither the attribute nor
 * the options decide, or when the node is no BatchNorm.
 */
NNX_NODISCARD NNX_API nnx_status nnx_batch_norm_call(
    nnx_node *node, const nnx_value *x, const nnx_call_options *options, nnx_value **out);

/* Dropout ---------------------------------------------------------------------------------------------------------- */

/**
 * Makes a Dropout, which leaves out elements with the probability `rate` and divides the others by the probability that
 * they stay: an Object of the type `Dropout` with a stream of random numbers `rngs` of its own, forked off that of
 * `rngs`. `rngs`, an Rngs or one of its streams, can be left out, and then each call brings random numbers: `rngs` may
 * be NULL. `options` may be NULL.
 *
 * INVALID_ARGUMENT for a rate that is not 0 to 1. One thread at a time for one Rngs.
 */
NNX_NODISCARD NNX_API nnx_status nnx_dropout_new(
    nnx_node *rngs, double rate, const nnx_dropout_options *options, nnx_node **out);

/**
 * Makes a Dropout of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_dropout_new`. `rngs`
 * may be NULL. `options` may be NULL.
 */
NNX_NODISCARD NNX_API nnx_status nnx_dropout_init(
    nnx_node *node, nnx_node *rngs, double rate, const nnx_dropout_options *options);

/**
 * What a Dropout makes of `x`: `x` itself when it evaluates. `options` may be NULL: the attribute `deterministic`,
 * which training and evaluating a model set, decides, and the random numbers are of the layer's own stream.
 *
 * INVALID_ARGUMENT, with the path of the node, when neither the attribute nor the options decide, or when the node is
 * no Dropout; FAILED_PRECONDITION when there are no random numbers.
 */
NNX_NODISCARD NNX_API nnx_status nnx_dropout_call(
    nnx_node *node, const nnx_value *x, const nnx_call_options *options, nnx_value **out);

/* Initializers ----------------------------------------------------------------------------------------------------- */

/**
 * An initializer, which says how a parameter is made: a static value, the name alone or a tuple of the name and the
 * numbers that it takes.
 *
 * `zeros`, `ones`, `constant` (value), `uniform` (scale; over [0, scale), 0.01 without it), `normal` (stddev; 0.01),
 * `truncated_normal` (stddev, lower, upper; 0.01, -2, 2), `lecun_normal`, `lecun_uniform`, `glorot_normal`,
 * `glorot_uniform`, `xavier_normal`, `xavier_uniform`, `he_normal`, `he_uniform`, `kaiming_normal`, `kaiming_uniform`.
 * One more is `variance_scaling`: make the tuple `("variance_scaling", scale, mode, distribution, in_axis, out_axis,
 * batch_axis)` of statics; mode is `"fan_in"`, `"fan_out"`, `"fan_avg"` or `"fan_geo_avg"`, distribution
 * `"truncated_normal"`, `"normal"` or `"uniform"`; the axes, ints or tuples of ints, may be left out.
 *
 * `numbers` may be NULL when `num_numbers` is 0. INVALID_ARGUMENT for another name, or for too few or too many numbers.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_initializer_new(
    nnx_str name, const double *numbers, size_t num_numbers, nnx_static **out);

/**
 * What an initializer makes of a key, two words of uint32: a tensor of a floating-point dtype. `shape` has `rank`
 * extents and may be NULL when `rank` is 0.
 *
 * INVALID_ARGUMENT for a static value that is no initializer, another dtype, a key that is not two words of uint32, or
 * a shape that cannot be or has too few axes; RESOURCE_EXHAUSTED when there is no memory. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_initializer_make(
    const nnx_static *initializer, const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank,
    nnx_tensor **out);

/* Linear ----------------------------------------------------------------------------------------------------------- */

/**
 * Makes a Linear: `y = x @ kernel + bias` over the last axis of x, with an Object of the type `Linear` whose Variables
 * are `kernel` and `bias`. `rngs` gives the keys, of its stream `params`. `options` may be NULL.
 *
 * INVALID_ARGUMENT for a number of features below 1, a dtype that is no float, or an initializer that is none. One
 * thread at a time for one Rngs.
 */
NNX_NODISCARD NNX_API nnx_status nnx_linear_new(
    nnx_node *rngs, int64_t in_features, int64_t out_features, const nnx_linear_options *options, nnx_node **out);

/** Makes a Linear of an Object, such as that of a subclass: sets its attributes. Otherwise as `nnx_linear_new`. */
NNX_NODISCARD NNX_API nnx_status nnx_linear_init(
    nnx_node *node, nnx_node *rngs, int64_t in_features, int64_t out_features, const nnx_linear_options *options);

/**
 * What a Linear makes of `x`. INVALID_ARGUMENT, with the path of the node, when the last axis of `x` is not as long as
 * the kernel has rows, or the node is no Linear.
 */
NNX_NODISCARD NNX_API nnx_status nnx_linear_call(const nnx_node *node, const nnx_value *x, nnx_value **out);

/* Losses ----------------------------------------------------------------------------------------------------------- */

/**
 * The square of each difference; its mean is the mean squared error. INVALID_ARGUMENT when the predictions are no
 * floats or the shapes differ.
 */
NNX_NODISCARD NNX_API nnx_status nnx_loss_squared_error(
    const nnx_value *predictions, const nnx_value *targets, nnx_value **out);

/** Half of `nnx_loss_squared_error`. */
NNX_NODISCARD NNX_API nnx_status nnx_loss_l2(const nnx_value *predictions, const nnx_value *targets, nnx_value **out);

/**
 * The cross entropy of `labels`, distributions over classes along `axis`, and the softmax of `logits`; the axis, mostly
 * -1, goes away. INVALID_ARGUMENT when the logits are no floats, the shapes do not go together or there is no such
 * axis.
 */
NNX_NODISCARD NNX_API nnx_status nnx_loss_softmax_cross_entropy(
    const nnx_value *logits, const nnx_value *labels, int64_t axis, nnx_value **out);

/**
 * The cross entropy where each of `labels`, which have not the axis, is the number of a class along `axis` of `logits`.
 * A negative label counts from the last class; one that there is not gives NaN. INVALID_ARGUMENT when the logits are no
 * floats, the labels no integers, the shapes do not go together or there is no such axis.
 */
NNX_NODISCARD NNX_API nnx_status nnx_loss_softmax_cross_entropy_with_integer_labels(
    const nnx_value *logits, const nnx_value *labels, int64_t axis, nnx_value **out);

/**
 * The cross entropy of `labels`, 0 or 1 or probabilities, and the sigmoid of each of `logits`. INVALID_ARGUMENT when
 * the logits are no floats or the shapes do not go together.
 */
NNX_NODISCARD NNX_API nnx_status nnx_loss_sigmoid_binary_cross_entropy(
    const nnx_value *logits, const nnx_value *labels, nnx_value **out);

/* What a run of a step gives --------------------------------------------------------------------------------------- */

/** The step that ran, see `nnx_step_id`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_results_step_id(const nnx_results *results, uint64_t *out);

/** The number of arrays: those of `nnx_trace_output`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_results_num_tensors(const nnx_results *results, size_t *out);

/**
 * One of the arrays. INVALID_ARGUMENT when there is no such one, FAILED_PRECONDITION when it was written to memory that
 * `nnx_session_bind_output` has bound for it. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_results_tensor(const nnx_results *results, size_t index, nnx_tensor **out);

/** The number of States: those of `nnx_trace_output_state`. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_results_num_states(const nnx_results *results, size_t *out);

/** One of the States. INVALID_ARGUMENT when there is no such one. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_results_state(const nnx_results *results, size_t index, nnx_state **out);

/** Makes another handle for the same results. */
NNX_NODISCARD NNX_API nnx_status nnx_results_retain(const nnx_results *results, nnx_results **out);

/** Gives a handle back. `results` may be NULL. */
NNX_API nnx_status nnx_results_release(nnx_results *results);

/* Steps ------------------------------------------------------------------------------------------------------------ */

/**
 * Makes a step of a program that was not traced here: its `main`, or its only public function. Its first `num_leaves`
 * arguments are the leaves of objects of this structure, in their order; the others are inputs. `changed` says for each
 * leaf which result of the program it is afterwards, or -1 when it stays; `outputs` are the results that the step
 * gives. `changed` and `outputs` may be NULL when there are none. `device` is "cpu", as is the empty text.
 *
 * INVALID_ARGUMENT when the program does not fit; UNIMPLEMENTED for the device "cuda". Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_from_program(
    const nnx_program *program, const nnx_graphdef *graphdef, const int64_t *changed, size_t num_leaves,
    const size_t *outputs, size_t num_outputs, nnx_str device, nnx_step **out);

/**
 * A number that no other step of this process has: `nnx_results_step_id` says which step ran, and `nnx_trace_id` which
 * step a function will be. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_id(const nnx_step *step, uint64_t *out);

/**
 * The program of a step, to be printed as StableHLO. Its `main` takes the arrays among the leaves of the objects, then
 * those of the States, then the inputs. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_program(const nnx_step *step, nnx_program **out);

/** The structure of the objects of a step, in a tuple, before a run. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_step_graphdef(const nnx_step *step, nnx_graphdef **out);

/** The structure of the objects of a step, in a tuple, after a run. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_step_out_graphdef(const nnx_step *step, nnx_graphdef **out);

/**
 * Runs a step over the leaves of its objects, which are matched by path, over States and arrays. The leaves as they are
 * afterwards are a new State. `leaves` may be NULL when there are no objects; with `check_finite` 1 a float that is not
 * finite is NON_FINITE, naming its path.
 *
 * INVALID_ARGUMENT or NOT_FOUND when leaves, States or inputs are not those that the step takes. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_step_run(
    const nnx_step *step, const nnx_state *leaves, const nnx_state *const *states, size_t num_states,
    const nnx_tensor *const *inputs, size_t num_inputs, int32_t check_finite, nnx_state **out_leaves,
    nnx_results **out_results);

/** Makes another handle for the same step. */
NNX_NODISCARD NNX_API nnx_status nnx_step_retain(const nnx_step *step, nnx_step **out);

/** Gives a handle back. `step` may be NULL. */
NNX_API nnx_status nnx_step_release(nnx_step *step);

/* Functions that are traced when they are called with something new ------------------------------------------------ */

/**
 * Makes a function that is traced by `function` when it is called with something new, on the thread of that call.
 * `destroy` runs exactly once, when nothing holds the function any more, or before this call returns if it fails.
 * `options` may be NULL.
 *
 * UNIMPLEMENTED for the device "cuda". Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_jit_new(
    nnx_trace_fn function, void *user_data, nnx_destroy_fn destroy, const nnx_jit_options *options, nnx_jit **out);

/**
 * Calls a function: runs the step that it is for these arguments, traced first where there is none yet. What it does to
 * the objects is done to them, and their Variables stay the Variables that they are; what it gives is `out`. `objects`,
 * `states` and `inputs` may be NULL when there are none.
 *
 * An error of the function comes back unchanged; NON_FINITE names the path. After an error everything is as before.
 * FAILED_PRECONDITION when the objects are being traced: inside of another function call the function itself. Any
 * number of threads at once, with different objects.
 */
NNX_NODISCARD NNX_API nnx_status nnx_jit_call(
    const nnx_jit *jit, const nnx_node *const *objects, size_t num_objects, const nnx_state *const *states,
    size_t num_states, const nnx_tensor *const *inputs, size_t num_inputs, nnx_results **out);

/**
 * The step that `nnx_jit_call` would run for these arguments, traced where there is none yet: to be run by a Session,
 * say, or printed. Nothing is run, and of the inputs only dtypes and shapes count. Errors and threads as there.
 */
NNX_NODISCARD NNX_API nnx_status nnx_jit_step(
    const nnx_jit *jit, const nnx_node *const *objects, size_t num_objects, const nnx_state *const *states,
    size_t num_states, const nnx_tensor *const *inputs, size_t num_inputs, nnx_step **out);

/** The number of steps that a function became so far. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_jit_num_steps(const nnx_jit *jit, size_t *out);

/** Makes another handle for the same function. */
NNX_NODISCARD NNX_API nnx_status nnx_jit_retain(const nnx_jit *jit, nnx_jit **out);

/** Gives a handle back. `jit` may be NULL. */
NNX_API nnx_status nnx_jit_release(nnx_jit *jit);

/* Sessions --------------------------------------------------------------------------------------------------------- */

/**
 * Makes a Session that holds the state of `num_objects` objects as it is now, at least one; they themselves stay as
 * they are. It runs the steps of a jit that is called with these objects in this order. `options` may be NULL.
 *
 * UNIMPLEMENTED for the device "cuda". Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_new(
    const nnx_node *const *objects, size_t num_objects, const nnx_session_options *options, nnx_session **out);

/**
 * Makes a Session that holds the state of a structure, which comes in `num_states` States. It runs steps over objects
 * of this structure, and steps that take the leaves as one State. `options` may be NULL.
 *
 * INVALID_ARGUMENT when they are not the leaves of the structure; UNIMPLEMENTED for the device "cuda". Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_from_states(
    const nnx_graphdef *graphdef, const nnx_state *const *states, size_t num_states,
    const nnx_session_options *options, nnx_session **out);

/**
 * Runs a step over the state, which is changed when it succeeds. The step takes the leaves of the Session: as those of
 * its objects, or as its only State, which is then not among the results when the step gives it first. An input that is
 * NULL, or is left out at the end, is the memory that is bound there.
 *
 * INVALID_ARGUMENT when the step takes other leaves or inputs; FAILED_PRECONDITION when it changes the structure of its
 * objects; NON_FINITE, with the path, where the options ask for it. After an error the state is as before. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_run(
    nnx_session *session, const nnx_step *step, const nnx_tensor *const *inputs, size_t num_inputs, nnx_results **out);

/**
 * As `nnx_session_run`, `count` times, as if by one call: all runs succeed, or the state is as before. An input has a
 * first axis of `count`, of which each run takes its part, or is the same for all. What the runs give is put together
 * along a new first axis. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_run_many(
    nnx_session *session, const nnx_step *step, size_t count, const nnx_tensor *const *inputs, size_t num_inputs,
    nnx_results **out);

/** What `nnx_session_run` would give. The state stays as it is. Errors as there. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_session_evaluate(
    const nnx_session *session, const nnx_step *step, const nnx_tensor *const *inputs, size_t num_inputs,
    nnx_results **out);

/** The structure whose state a Session holds. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_session_graphdef(const nnx_session *session, nnx_graphdef **out);

/**
 * The state as it is now: later runs do not change what is given. Nothing is copied, unless the state lies in memory of
 * the caller. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_state(const nnx_session *session, nnx_state **out);

/**
 * Sets leaves, by path: all of `state`, or none after an error. NOT_FOUND for a path that is not there,
 * INVALID_ARGUMENT for another dtype or shape. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_set_state(nnx_session *session, const nnx_state *state);

/**
 * The array of the leaf at a path, as it is now. NOT_FOUND when there is none, INVALID_ARGUMENT when it is opaque. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_read(const nnx_session *session, nnx_str path, nnx_tensor **out);

/**
 * Sets the leaf at a path to an array of the same dtype and shape; later runs see it. NOT_FOUND when there is no such
 * leaf, INVALID_ARGUMENT when the array does not fit. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_write(nnx_session *session, nnx_str path, const nnx_tensor *tensor);

/**
 * Writes the state into `num_objects` objects: those that the Session was made of, in their order, or others of the
 * same structure. Their Variables stay the Variables that they are. Errors as in `nnx_node_update`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_update(
    const nnx_session *session, const nnx_node *const *objects, size_t num_objects);

/**
 * Binds memory of the caller, an array of this dtype and shape, as input `index` of all runs that are given nothing in
 * its place: `nbytes` bytes at `data`, lent until something else is bound there or the last handle of the Session is
 * released. The caller changes them between runs, never during one. `data` may be NULL, which ends that; then nothing
 * else counts.
 *
 * INVALID_ARGUMENT when `nbytes` is not the size of the array, or `data` not a multiple of that of an element;
 * RESOURCE_EXHAUSTED when a leaf of the state lies in this memory and there is none for a copy. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_bind_input(
    nnx_session *session, size_t index, nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data,
    size_t nbytes);

/**
 * Binds memory of the caller as the place to which the output `index` of each run is written; the results do not have
 * it then. `nbytes` bytes at `data`, lent as in `nnx_session_bind_input`. A run whose output has another size is
 * INVALID_ARGUMENT; one that has no such output leaves the memory alone. `data` may be NULL, which ends that; it need
 * not be aligned. RESOURCE_EXHAUSTED as in `nnx_session_bind_input`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_bind_output(nnx_session *session, size_t index, void *data, size_t nbytes);

/**
 * How the state lies in one block of memory: the number of its leaves, the bytes of the block, and what the address of
 * the block must be a multiple of. INVALID_ARGUMENT when a leaf is opaque. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_size(
    const nnx_session *session, size_t *out_num_leaves, size_t *out_nbytes, size_t *out_alignment);

/**
 * Where leaf `index` lies in the block: its path, its first byte, the number of its bytes, its dtype and extents. Path
 * and extents are lent until `session` is released. INVALID_ARGUMENT when there is no such leaf, or a leaf is opaque.
 * Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_layout(
    const nnx_session *session, size_t index, nnx_str *out_path, size_t *out_offset, size_t *out_nbytes,
    nnx_dtype *out_dtype, const int64_t **out_shape, size_t *out_rank);

/**
 * Moves the state into memory of the caller: `nbytes` bytes at `data`, laid out as `nnx_session_layout` says. From then
 * on runs change the state there, and the caller may read and write it between calls, never during one. `destroy` runs
 * exactly once: when the Session is gone or has moved to other memory, or before this call returns if it fails.
 *
 * INVALID_ARGUMENT when `nbytes` is less than `nnx_session_size` says, or `data` is not aligned. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_session_use_memory(
    nnx_session *session, void *data, size_t nbytes, void *user_data, nnx_destroy_fn destroy);

/** What a Session has done so far. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_session_report(const nnx_session *session, nnx_session_info *out);

/** Makes another handle for the same Session. */
NNX_NODISCARD NNX_API nnx_status nnx_session_retain(const nnx_session *session, nnx_session **out);

/** Gives a handle back. `session` may be NULL. */
NNX_API nnx_status nnx_session_release(nnx_session *session);

/* Bundles ---------------------------------------------------------------------------------------------------------- */

/**
 * Makes a bundle of `num_objects` objects as they are now, at least one, without steps. They stand in a tuple, as in a
 * Session and in the steps of a jit: the leaves of the first are below `0/`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_of_objects(
    const nnx_node *const *objects, size_t num_objects, nnx_bundle **out);

/**
 * Makes a bundle of a structure and the State of all its leaves, without steps. INVALID_ARGUMENT comes when it is saved
 * and they do not belong together. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_new(const nnx_graphdef *graphdef, const nnx_state *state, nnx_bundle **out);

/**
 * Adds a step under a name: up to 128 letters, digits, `_`, `-` and `.` of ASCII, no `.` first. Any thread.
 *
 * INVALID_ARGUMENT for another name, ALREADY_EXISTS when the bundle has a program of this one.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_add_step(nnx_bundle *bundle, nnx_str name, const nnx_step *step);

/**
 * Adds all steps that a function became so far: the first one under this name, those for other arguments as `name.2`,
 * `name.3` and so on, behind those that the bundle has under this name already. Any thread.
 *
 * FAILED_PRECONDITION when it has none, because it was never called; names as for `nnx_bundle_add_step`.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_add_jit(nnx_bundle *bundle, nnx_str name, const nnx_jit *jit);

/** Says something about a bundle: `text` under `name`, in place of what stood there. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_set_metadata(nnx_bundle *bundle, nnx_str name, nnx_str text);

/**
 * Saves a bundle as a file, whole or not at all, as `nnx_state_save` does: after an error, or when the process is
 * killed at any moment, the old file is there unchanged. `options` may be NULL. Any thread.
 *
 * INVALID_ARGUMENT, with the path, for an opaque leaf, for a foreign static value, and for a State that has not exactly
 * the leaves of the GraphDef; as `nnx_state_save` for what the operating system says.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_save(
    const nnx_bundle *bundle, nnx_str file, const nnx_save_options *options);

/**
 * Reads a bundle. Of `options`, which may be NULL, `copy` and `no_checksum` count; large tensors are mapped as
 * `nnx_state_load` says. Nothing that is in the file is run, and nothing in it is believed. Any thread.
 *
 * NOT_FOUND when there is no such file; DATA_LOSS when it is cut short, altered or no bundle; UNIMPLEMENTED for
 * operations and types that are not supported; VERSION_MISMATCH for a newer format.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_open(nnx_str file, const nnx_load_options *options, nnx_bundle **out);

/** The structure of the objects in a bundle. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_graphdef(const nnx_bundle *bundle, nnx_graphdef **out);

/** The values of all leaves in a bundle; `nnx_merge` makes new objects of them. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_state(const nnx_bundle *bundle, nnx_state **out);

/** The programs in a bundle: a row each with its name, the number of its inputs, and what it takes. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_programs(const nnx_bundle *bundle, nnx_report **out);

/** What is said about a bundle: a row each with its name, 0, and the text. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_metadata(const nnx_bundle *bundle, nnx_report **out);

/** The program of this name. NOT_FOUND, with the names of those that are there. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_program(const nnx_bundle *bundle, nnx_str name, nnx_program **out);

/**
 * The step of the program of this name, to be run by a Session. `device` is "cpu", as is the empty text. NOT_FOUND as
 * for `nnx_bundle_program`; UNIMPLEMENTED for the device "cuda". Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_step(
    const nnx_bundle *bundle, nnx_str name, nnx_str device, nnx_step **out);

/**
 * A function of the steps of this name, and of `name.2`, `name.3` and so on, to be called with objects, States and
 * arrays as the function was that they were traced from. It is not traced again: a call that none of its steps fits is
 * FAILED_PRECONDITION. `options` may be NULL. Errors as for `nnx_bundle_step`. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_jit(
    const nnx_bundle *bundle, nnx_str name, const nnx_jit_options *options, nnx_jit **out);

/**
 * The bundle as a text for people: versions, a table of the leaves with totals, and for each program what it takes and
 * gives. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_text(const nnx_bundle *bundle, nnx_bytes **out);

/**
 * Brings the values of a bundle into `num_objects` objects, at least one, in a tuple as for `nnx_bundle_of_objects`.
 * They keep their identity; leaves are matched by path after the rename rules of `options`, which may be NULL;
 * `partial` and `allow_dtype_change` count, too. `out_report`, which may be NULL, gets the rows of
 * `nnx_state_load_into`. Any thread.
 *
 * FAILED_PRECONDITION, with a list of the paths that differ, unless `partial` allows them; INVALID_ARGUMENT as for
 * `nnx_state_load_into`. The objects are as before then.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_load_into(
    const nnx_bundle *bundle, const nnx_node *const *objects, size_t num_objects, const nnx_load_options *options,
    nnx_report **out_report);

/**
 * Makes a State like `like` with the values of a bundle, as `nnx_state_load_into` does with those of a file. `options`
 * and `out_report` may be NULL. Errors as there. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_fit(
    const nnx_bundle *bundle, const nnx_state *like, const nnx_load_options *options, nnx_state **out,
    nnx_report **out_report);

/** Makes another handle for the same bundle. */
NNX_NODISCARD NNX_API nnx_status nnx_bundle_retain(const nnx_bundle *bundle, nnx_bundle **out);

/** Gives a handle back. `bundle` may be NULL. */
NNX_API nnx_status nnx_bundle_release(nnx_bundle *bundle);

/* The functions as a table ----------------------------------------------------------------------------------------- */

/** Every function; a later minor version has more at the end. */
typedef struct nnx_api {
    /** NNX_ABI_MAJOR and NNX_ABI_MINOR of the library. */
    uint32_t abi_major;
    uint32_t abi_minor;
    /** The size of the library's table. */
    size_t struct_size;
    /** As nnx_version_string. */
    const char *version_text;
    const char *(*status_name)(nnx_status status);
    const char *(*last_error_message)(void);
    nnx_status (*error_take)(nnx_error **out);
    nnx_status (*error_code)(const nnx_error *error, int32_t *out);
    nnx_status (*error_message)(const nnx_error *error, nnx_str *out);
    nnx_status (*error_path)(const nnx_error *error, nnx_str *out);
    nnx_status (*error_retain)(const nnx_error *error, nnx_error **out);
    nnx_status (*error_release)(nnx_error *error);
    const char *(*version_string)(void);
    nnx_status (*version)(uint32_t *major, uint32_t *minor, uint32_t *patch);
    const char *(*isa_name)(void);
    nnx_status (*cuda_probe)(nnx_cuda_info *out);
    const char *(*cuda_reason)(void);
    nnx_status (*cuda_device_name)(int32_t index, nnx_bytes **out);
    nnx_status (*bytes_new)(const void *data, size_t size, nnx_bytes **out);
    nnx_status (*bytes_data)(const nnx_bytes *bytes, nnx_str *out);
    nnx_status (*bytes_retain)(const nnx_bytes *bytes, nnx_bytes **out);
    nnx_status (*bytes_release)(nnx_bytes *bytes);
    nnx_status (*report_size)(const nnx_report *report, size_t *out);
    nnx_status (*report_row)(
    const nnx_report *report, size_t index, nnx_str *out_path, int32_t *out_code, nnx_str *out_text);
    nnx_status (*report_text)(const nnx_report *report, nnx_str *out);
    nnx_status (*report_json)(const nnx_report *report, nnx_bytes **out);
    nnx_status (*report_retain)(const nnx_report *report, nnx_report **out);
    nnx_status (*report_release)(nnx_report *report);
    const char *(*dtype_name)(nnx_dtype dtype);
    size_t (*dtype_size)(nnx_dtype dtype);
    nnx_status (*dtype_from_name)(nnx_str name, nnx_dtype *out);
    nnx_status (*tensor_new)(
    nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data, size_t nbytes, nnx_tensor **out);
    nnx_status (*tensor_from_memory)(
    nnx_dtype dtype, const int64_t *shape, size_t rank, void *data, size_t nbytes, int32_t read_only, void *user_data,
    nnx_destroy_fn destroy, nnx_tensor **out);
    nnx_status (*tensor_from_dlpack)(struct DLManagedTensorVersioned *managed, nnx_tensor **out);
    nnx_status (*tensor_from_dlpack_legacy)(struct DLManagedTensor *managed, nnx_tensor **out);
    nnx_status (*tensor_to_dlpack)(
    const nnx_tensor *tensor, const nnx_dlpack_options *options, struct DLManagedTensorVersioned **out);
    nnx_status (*tensor_to_dlpack_legacy)(
    const nnx_tensor *tensor, const nnx_dlpack_options *options, struct DLManagedTensor **out);
    nnx_status (*tensor_dtype)(const nnx_tensor *tensor, nnx_dtype *out);
    nnx_status (*tensor_shape)(const nnx_tensor *tensor, const int64_t **out_shape, size_t *out_rank);
    nnx_status (*tensor_element_count)(const nnx_tensor *tensor, size_t *out);
    nnx_status (*tensor_nbytes)(const nnx_tensor *tensor, size_t *out);
    nnx_status (*tensor_data)(const nnx_tensor *tensor, const void **out, size_t *out_nbytes);
    nnx_status (*tensor_data_mut)(nnx_tensor *tensor, void **out, size_t *out_nbytes);
    nnx_status (*tensor_is_unique)(const nnx_tensor *tensor, int32_t *out);
    nnx_status (*tensor_equal)(const nnx_tensor *a, const nnx_tensor *b, int32_t *out);
    nnx_status (*tensor_text)(const nnx_tensor *tensor, nnx_bytes **out);
    nnx_status (*tensor_retain)(const nnx_tensor *tensor, nnx_tensor **out);
    nnx_status (*tensor_release)(nnx_tensor *tensor);
    nnx_status (*static_new_bool)(int32_t value, nnx_static **out);
    nnx_status (*static_new_int)(int64_t value, nnx_static **out);
    nnx_status (*static_new_float)(double value, nnx_static **out);
    nnx_status (*static_new_string)(nnx_str value, nnx_static **out);
    nnx_status (*static_new_bytes)(const void *data, size_t size, nnx_static **out);
    nnx_status (*static_new_dtype)(nnx_dtype value, nnx_static **out);
    nnx_status (*static_new_tuple)(const nnx_static *const *items, size_t count, nnx_static **out);
    nnx_status (*static_new_foreign)(void *value, const nnx_foreign_callbacks *callbacks, nnx_static **out);
    nnx_status (*static_kind_of)(const nnx_static *value, nnx_static_kind *out);
    nnx_status (*static_as_bool)(const nnx_static *value, int32_t *out);
    nnx_status (*static_as_int)(const nnx_static *value, int64_t *out);
    nnx_status (*static_as_float)(const nnx_static *value, double *out);
    nnx_status (*static_as_string)(const nnx_static *value, nnx_str *out);
    nnx_status (*static_as_bytes)(const nnx_static *value, const void **out, size_t *out_size);
    nnx_status (*static_as_dtype)(const nnx_static *value, nnx_dtype *out);
    nnx_status (*static_as_foreign)(const nnx_static *value, void **out);
    nnx_status (*static_size)(const nnx_static *value, size_t *out);
    nnx_status (*static_at)(const nnx_static *value, size_t index, nnx_static **out);
    nnx_status (*static_equal)(const nnx_static *a, const nnx_static *b, int32_t *out);
    nnx_status (*static_text)(const nnx_static *value, nnx_bytes **out);
    nnx_status (*static_retain)(const nnx_static *value, nnx_static **out);
    nnx_status (*static_release)(nnx_static *value);
    nnx_status (*opaque_new)(
    nnx_str type_name, void *data, size_t nbytes, void *user_data, nnx_opaque_destroy_fn destroy, nnx_opaque **out);
    nnx_status (*opaque_data)(const nnx_opaque *opaque, void **out);
    nnx_status (*opaque_type_name)(const nnx_opaque *opaque, nnx_str *out);
    nnx_status (*opaque_nbytes)(const nnx_opaque *opaque, size_t *out);
    nnx_status (*opaque_retain)(const nnx_opaque *opaque, nnx_opaque **out);
    nnx_status (*opaque_release)(nnx_opaque *opaque);
    nnx_status (*variable_type_register)(nnx_str name, nnx_str parent);
    nnx_status (*variable_type_parent)(nnx_str name, nnx_str *out);
    nnx_status (*variable_type_is)(nnx_str name, nnx_str ancestor, int32_t *out);
    nnx_status (*graph_new)(nnx_graph **out);
    nnx_status (*graph_node_count)(const nnx_graph *graph, size_t *out);
    nnx_status (*graph_collect)(nnx_graph *graph);
    nnx_status (*graph_same)(const nnx_graph *a, const nnx_graph *b, int32_t *out);
    nnx_status (*graph_retain)(const nnx_graph *graph, nnx_graph **out);
    nnx_status (*graph_release)(nnx_graph *graph);
    nnx_status (*object_new)(nnx_graph *graph, nnx_str type_name, nnx_node **out);
    nnx_status (*list_new)(nnx_graph *graph, nnx_node **out);
    nnx_status (*dict_new)(nnx_graph *graph, nnx_node **out);
    nnx_status (*plain_list_new)(nnx_graph *graph, nnx_node **out);
    nnx_status (*plain_dict_new)(nnx_graph *graph, nnx_node **out);
    nnx_status (*tuple_new)(nnx_graph *graph, nnx_node **out);
    nnx_status (*node_graph)(const nnx_node *node, nnx_graph **out);
    nnx_status (*node_kind_of)(const nnx_node *node, nnx_node_kind *out);
    nnx_status (*node_type_name)(const nnx_node *node, nnx_str *out);
    nnx_status (*node_size)(const nnx_node *node, size_t *out);
    nnx_status (*node_keys)(const nnx_node *node, nnx_report **out);
    nnx_status (*node_same)(const nnx_node *a, const nnx_node *b, int32_t *out);
    nnx_status (*node_id)(const nnx_node *node, uint64_t *out);
    nnx_status (*node_get_kind)(const nnx_node *node, nnx_str path, nnx_attribute_kind *out);
    nnx_status (*node_get_bool)(const nnx_node *node, nnx_str path, int32_t *out);
    nnx_status (*node_get_int)(const nnx_node *node, nnx_str path, int64_t *out);
    nnx_status (*node_get_float)(const nnx_node *node, nnx_str path, double *out);
    nnx_status (*node_get_string)(const nnx_node *node, nnx_str path, nnx_bytes **out);
    nnx_status (*node_get_static)(const nnx_node *node, nnx_str path, nnx_static **out);
    nnx_status (*node_get_tensor)(const nnx_node *node, nnx_str path, nnx_tensor **out);
    nnx_status (*node_get_opaque)(const nnx_node *node, nnx_str path, nnx_opaque **out);
    nnx_status (*node_get_node)(const nnx_node *node, nnx_str path, nnx_node **out);
    nnx_status (*node_set_bool)(nnx_node *node, nnx_str path, int32_t value);
    nnx_status (*node_set_int)(nnx_node *node, nnx_str path, int64_t value);
    nnx_status (*node_set_float)(nnx_node *node, nnx_str path, double value);
    nnx_status (*node_set_string)(nnx_node *node, nnx_str path, nnx_str value);
    nnx_status (*node_set_static)(nnx_node *node, nnx_str path, const nnx_static *value);
    nnx_status (*node_set_tensor)(nnx_node *node, nnx_str path, const nnx_tensor *value);
    nnx_status (*node_set_opaque)(nnx_node *node, nnx_str path, const nnx_opaque *value);
    nnx_status (*node_set_node)(nnx_node *node, nnx_str path, const nnx_node *value);
    nnx_status (*node_set_none)(nnx_node *node, nnx_str path);
    nnx_status (*node_delete)(nnx_node *node, nnx_str path);
    nnx_status (*list_append)(nnx_node *list, const nnx_node *value);
    nnx_status (*list_insert)(nnx_node *list, int64_t index, const nnx_node *value);
    nnx_status (*node_retain)(const nnx_node *node, nnx_node **out);
    nnx_status (*node_release)(nnx_node *node);
    nnx_status (*variable_new)(nnx_graph *graph, nnx_str variable_type, const nnx_tensor *value, nnx_node **out);
    nnx_status (*variable_new_opaque)(nnx_graph *graph, nnx_str variable_type, const nnx_opaque *value, nnx_node **out);
    nnx_status (*variable_get)(const nnx_node *variable, nnx_tensor **out);
    nnx_status (*variable_get_opaque)(const nnx_node *variable, nnx_opaque **out);
    nnx_status (*variable_set)(nnx_node *variable, const nnx_tensor *value);
    nnx_status (*variable_set_opaque)(nnx_node *variable, const nnx_opaque *value);
    nnx_status (*variable_write)(nnx_node *variable, const void *data, size_t nbytes);
    nnx_status (*variable_metadata)(const nnx_node *variable, nnx_str name, nnx_static **out);
    nnx_status (*variable_set_metadata)(nnx_node *variable, nnx_str name, const nnx_static *value);
    nnx_status (*variable_delete_metadata)(nnx_node *variable, nnx_str name);
    nnx_status (*variable_metadata_names)(const nnx_node *variable, nnx_report **out);
    nnx_status (*filter_of_type)(nnx_str variable_type, nnx_filter **out);
    nnx_status (*filter_object_type)(nnx_str type_name, nnx_filter **out);
    nnx_status (*filter_path_contains)(nnx_str key, int32_t exact, nnx_filter **out);
    nnx_status (*filter_path_in)(const nnx_str *paths, size_t count, nnx_filter **out);
    nnx_status (*filter_with_tag)(nnx_str tag, nnx_filter **out);
    nnx_status (*filter_any)(const nnx_filter *const *filters, size_t count, nnx_filter **out);
    nnx_status (*filter_all)(const nnx_filter *const *filters, size_t count, nnx_filter **out);
    nnx_status (*filter_not)(const nnx_filter *filter, nnx_filter **out);
    nnx_status (*filter_everything)(nnx_filter **out);
    nnx_status (*filter_nothing)(nnx_filter **out);
    nnx_status (*filter_rest)(nnx_filter **out);
    nnx_status (*filter_callback)(nnx_filter_fn test, void *user_data, nnx_destroy_fn destroy, nnx_filter **out);
    nnx_status (*filter_text)(const nnx_filter *filter, nnx_bytes **out);
    nnx_status (*filter_retain)(const nnx_filter *filter, nnx_filter **out);
    nnx_status (*filter_release)(nnx_filter *filter);
    nnx_status (*node_split)(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_graphdef **out_graphdef,
    nnx_state **out_states);
    nnx_status (*node_state)(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_state **out_states);
    nnx_status (*node_graphdef)(const nnx_node *node, nnx_graphdef **out);
    nnx_status (*node_update)(
    nnx_node *node, const nnx_state *const *states, size_t count, const nnx_update_options *options);
    nnx_status (*node_pop)(nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_state **out_states);
    nnx_status (*node_clone)(const nnx_node *node, nnx_node **out);
    nnx_status (*node_iter)(const nnx_node *node, nnx_report **out);
    nnx_status (*node_find_duplicates)(const nnx_node *node, const nnx_filter *only, nnx_report **out);
    nnx_status (*node_variables)(
    const nnx_node *node, const nnx_filter *const *filters, size_t count, nnx_report **out);
    nnx_status (*node_set_attributes)(
    nnx_node *node, const nnx_filter *filter, const nnx_str *names, const nnx_static *const *values, size_t count,
    int32_t require_all, size_t *out_changed);
    nnx_status (*node_train)(nnx_node *node);
    nnx_status (*node_eval)(nnx_node *node);
    nnx_status (*node_set_metadata)(
    nnx_node *node, const nnx_filter *filter, nnx_str name, const nnx_static *value, size_t *out_changed);
    nnx_status (*graphdef_merge)(
    const nnx_graphdef *graphdef, const nnx_state *const *states, size_t count, nnx_node **out);
    nnx_status (*graphdef_num_leaves)(const nnx_graphdef *graphdef, size_t *out);
    nnx_status (*graphdef_num_nodes)(const nnx_graphdef *graphdef, size_t *out);
    nnx_status (*graphdef_num_attributes)(const nnx_graphdef *graphdef, size_t *out);
    nnx_status (*graphdef_leaves)(const nnx_graphdef *graphdef, nnx_report **out);
    nnx_status (*graphdef_hash)(const nnx_graphdef *graphdef, uint64_t *out);
    nnx_status (*graphdef_equal)(const nnx_graphdef *a, const nnx_graphdef *b, int32_t *out);
    nnx_status (*graphdef_same)(const nnx_graphdef *a, const nnx_graphdef *b, int32_t *out);
    nnx_status (*graphdef_retain)(const nnx_graphdef *graphdef, nnx_graphdef **out);
    nnx_status (*graphdef_release)(nnx_graphdef *graphdef);
    nnx_status (*state_from_leaves)(
    const nnx_str *paths, const nnx_str *types, const nnx_tensor *const *tensors, size_t count, nnx_state **out);
    nnx_status (*state_size)(const nnx_state *state, size_t *out);
    nnx_status (*state_path)(const nnx_state *state, size_t index, nnx_bytes **out);
    nnx_status (*state_paths)(const nnx_state *state, nnx_report **out);
    nnx_status (*state_find)(const nnx_state *state, nnx_str path, size_t *out);
    nnx_status (*state_leaf_kind)(const nnx_state *state, size_t index, nnx_attribute_kind *out);
    nnx_status (*state_type)(const nnx_state *state, size_t index, nnx_str *out);
    nnx_status (*state_tensor)(const nnx_state *state, size_t index, nnx_tensor **out);
    nnx_status (*state_opaque)(const nnx_state *state, size_t index, nnx_opaque **out);
    nnx_status (*state_metadata)(const nnx_state *state, size_t index, nnx_str name, nnx_static **out);
    nnx_status (*state_get)(const nnx_state *state, nnx_str path, nnx_tensor **out);
    nnx_status (*state_with)(
    const nnx_state *state, const nnx_str *paths, const nnx_tensor *const *tensors, size_t count, nnx_state **out);
    nnx_status (*state_with_opaque)(
    const nnx_state *state, const nnx_str *paths, const nnx_opaque *const *opaques, size_t count, nnx_state **out);
    nnx_status (*state_filter)(
    const nnx_state *state, const nnx_filter *const *filters, size_t count, nnx_state **out_states);
    nnx_status (*state_split)(
    const nnx_state *state, const nnx_filter *const *filters, size_t count, nnx_state **out_states);
    nnx_status (*state_merge)(const nnx_state *const *states, size_t count, nnx_state **out);
    nnx_status (*state_at)(const nnx_state *state, nnx_str prefix, nnx_state **out);
    nnx_status (*state_map)(
    const nnx_state *state, nnx_state_map_fn function, void *user_data, nnx_destroy_fn destroy, nnx_state **out);
    nnx_status (*state_equal)(const nnx_state *a, const nnx_state *b, int32_t *out);
    nnx_status (*state_retain)(const nnx_state *state, nnx_state **out);
    nnx_status (*state_release)(nnx_state *state);
    nnx_status (*state_metadata_names)(const nnx_state *state, size_t index, nnx_report **out);
    nnx_status (*pycapsule_destroy)(void *capsule);
    nnx_status (*node_text)(const nnx_node *node, nnx_format format, nnx_bytes **out);
    nnx_status (*graphdef_text)(const nnx_graphdef *graphdef, nnx_format format, nnx_bytes **out);
    nnx_status (*graphdef_parse)(nnx_str text, nnx_graphdef **out);
    nnx_status (*state_text)(const nnx_state *state, nnx_format format, nnx_bytes **out);
    nnx_status (*state_diff)(const nnx_state *a, const nnx_state *b, nnx_report **out);
    nnx_status (*state_save)(
    const nnx_state *state, const nnx_graphdef *graphdef, nnx_str file, const nnx_save_options *options);
    nnx_status (*state_load)(
    nnx_str file, const nnx_load_options *options, nnx_state **out_state, nnx_graphdef **out_graphdef);
    nnx_status (*state_load_into)(
    const nnx_state *like, nnx_str file, const nnx_load_options *options, nnx_state **out, nnx_report **out_report);
    nnx_status (*static_new_none)(nnx_static **out);
    nnx_status (*path_component)(nnx_str key, nnx_bytes **out);
    nnx_status (*path_components)(nnx_str path, nnx_report **out);
    nnx_status (*program_parse)(nnx_str text, nnx_program **out);
    nnx_status (*program_text)(const nnx_program *program, nnx_bytes **out);
    nnx_status (*program_verify)(const nnx_program *program);
    nnx_status (*program_equal)(const nnx_program *a, const nnx_program *b, int32_t *out);
    nnx_status (*program_functions)(const nnx_program *program, nnx_report **out);
    nnx_status (*program_num_inputs)(const nnx_program *program, nnx_str function, size_t *out);
    nnx_status (*program_num_outputs)(const nnx_program *program, nnx_str function, size_t *out);
    nnx_status (*program_input)(
    const nnx_program *program, nnx_str function, size_t index, nnx_str *out_name, nnx_dtype *out_dtype,
    const int64_t **out_shape, size_t *out_rank, int64_t *out_donated_to);
    nnx_status (*program_output)(
    const nnx_program *program, nnx_str function, size_t index, nnx_str *out_name, nnx_dtype *out_dtype,
    const int64_t **out_shape, size_t *out_rank, int64_t *out_unchanged_from);
    nnx_status (*program_evaluate)(
    const nnx_program *program, nnx_str function, const nnx_tensor *const *inputs, size_t num_inputs,
    const nnx_evaluate_options *options, nnx_tensor **outputs, size_t num_outputs);
    nnx_status (*program_retain)(const nnx_program *program, nnx_program **out);
    nnx_status (*program_release)(nnx_program *program);
    nnx_status (*python_module)(void *python, void **out_module);
    nnx_status (*program_value_and_grad)(
    const nnx_program *program, nnx_str function, const size_t *wrt, size_t num_wrt, int32_t has_aux,
    nnx_program **out);
    nnx_status (*random_key)(int64_t seed, nnx_tensor **out);
    nnx_status (*random_split)(const nnx_tensor *key, const int64_t *shape, size_t rank, nnx_tensor **out);
    nnx_status (*random_fold_in)(const nnx_tensor *key, uint32_t number, nnx_tensor **out);
    nnx_status (*random_bits)(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_tensor **out);
    nnx_status (*random_uniform)(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double minval, double maxval,
    nnx_tensor **out);
    nnx_status (*random_normal)(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_tensor **out);
    nnx_status (*random_truncated_normal)(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double lower, double upper,
    nnx_tensor **out);
    nnx_status (*random_bernoulli)(
    const nnx_tensor *key, double p, const int64_t *shape, size_t rank, nnx_tensor **out);
    nnx_status (*random_bernoulli_of)(
    const nnx_tensor *key, const nnx_tensor *p, const int64_t *shape, size_t rank, nnx_tensor **out);
    nnx_status (*random_randint)(
    const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t minval, int64_t maxval,
    nnx_tensor **out);
    nnx_status (*random_categorical)(
    const nnx_tensor *key, const nnx_tensor *logits, int64_t axis, const int64_t *prefix, size_t rank,
    nnx_tensor **out);
    nnx_status (*random_permutation)(const nnx_tensor *key, int64_t count, nnx_tensor **out);
    nnx_status (*random_permutation_of)(
    const nnx_tensor *key, const nnx_tensor *array, int64_t axis, int32_t independent, nnx_tensor **out);
    nnx_status (*node_get_value)(const nnx_node *node, nnx_str path, nnx_value **out);
    nnx_status (*node_set_value)(nnx_node *node, nnx_str path, const nnx_value *value);
    nnx_status (*variable_new_traced)(nnx_graph *graph, nnx_str variable_type, const nnx_value *value, nnx_node **out);
    nnx_status (*variable_get_value)(const nnx_node *variable, nnx_value **out);
    nnx_status (*variable_read)(nnx_trace *trace, const nnx_node *variable, nnx_value **out);
    nnx_status (*variable_set_traced)(nnx_node *variable, const nnx_value *value);
    nnx_status (*state_get_value)(const nnx_state *state, nnx_str path, nnx_value **out);
    nnx_status (*state_with_values)(
    const nnx_state *state, const nnx_str *paths, const nnx_value *const *values, size_t count, nnx_state **out);
    nnx_status (*trace_current)(nnx_trace **out);
    nnx_status (*trace_num_objects)(const nnx_trace *trace, size_t *out);
    nnx_status (*trace_object)(const nnx_trace *trace, size_t index, nnx_node **out);
    nnx_status (*trace_num_states)(const nnx_trace *trace, size_t *out);
    nnx_status (*trace_state)(const nnx_trace *trace, size_t index, nnx_state **out);
    nnx_status (*trace_num_inputs)(const nnx_trace *trace, size_t *out);
    nnx_status (*trace_input)(const nnx_trace *trace, size_t index, nnx_value **out);
    nnx_status (*trace_output)(nnx_trace *trace, const nnx_value *value);
    nnx_status (*trace_output_state)(nnx_trace *trace, const nnx_state *state);
    nnx_status (*trace_constant)(nnx_trace *trace, const nnx_tensor *tensor, nnx_value **out);
    nnx_status (*trace_scalar)(nnx_trace *trace, nnx_dtype dtype, double number, nnx_value **out);
    nnx_status (*trace_full)(
    nnx_trace *trace, nnx_dtype dtype, const int64_t *shape, size_t rank, double number, nnx_value **out);
    nnx_status (*trace_iota)(
    nnx_trace *trace, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t axis, nnx_value **out);
    nnx_status (*trace_program)(
    nnx_trace_fn function, void *user_data, nnx_destroy_fn destroy, const nnx_node *const *objects, size_t num_objects,
    const nnx_state *const *states, size_t num_states, const nnx_dtype *dtypes, const size_t *ranks,
    const int64_t *dims, size_t num_inputs, nnx_program **out);
    nnx_status (*value_dtype)(const nnx_value *value, nnx_dtype *out);
    nnx_status (*value_rank)(const nnx_value *value, size_t *out);
    nnx_status (*value_shape)(const nnx_value *value, int64_t *out, size_t rank);
    nnx_status (*value_text)(const nnx_value *value, nnx_bytes **out);
    nnx_status (*value_unary)(const nnx_value *value, nnx_unary function, nnx_value **out);
    nnx_status (*value_binary)(const nnx_value *value, nnx_binary function, const nnx_value *other, nnx_value **out);
    nnx_status (*value_binary_tensor)(
    const nnx_value *value, nnx_binary function, const nnx_tensor *other, int32_t reversed, nnx_value **out);
    nnx_status (*value_binary_scalar)(
    const nnx_value *value, nnx_binary function, double number, int32_t reversed, nnx_value **out);
    nnx_status (*value_binary_int)(
    const nnx_value *value, nnx_binary function, int64_t number, int32_t reversed, nnx_value **out);
    nnx_status (*value_square)(const nnx_value *value, nnx_value **out);
    nnx_status (*value_astype)(const nnx_value *value, nnx_dtype dtype, nnx_value **out);
    nnx_status (*value_where)(const nnx_value *condition, const nnx_value *a, const nnx_value *b, nnx_value **out);
    nnx_status (*value_slice)(
    const nnx_value *value, const int64_t *start, const int64_t *limit, const int64_t *strides, size_t rank,
    nnx_value **out);
    nnx_status (*value_dynamic_slice)(
    const nnx_value *value, const nnx_value *const *starts, const int64_t *sizes, size_t rank, nnx_value **out);
    nnx_status (*value_dynamic_update_slice)(
    const nnx_value *value, const nnx_value *update, const nnx_value *const *starts, size_t rank, nnx_value **out);
    nnx_status (*value_take)(const nnx_value *value, const nnx_value *indices, int64_t axis, nnx_value **out);
    nnx_status (*value_take_last)(const nnx_value *value, const nnx_value *indices, nnx_value **out);
    nnx_status (*value_one_hot)(const nnx_value *value, int64_t num_classes, nnx_dtype dtype, nnx_value **out);
    nnx_status (*value_pad)(
    const nnx_value *value, const int64_t *before, const int64_t *after, size_t rank, double number, nnx_value **out);
    nnx_status (*value_matmul)(const nnx_value *value, const nnx_value *other, nnx_value **out);
    nnx_status (*value_dot_general)(
    const nnx_value *value, const nnx_value *other, const int64_t *contracting, const int64_t *other_contracting,
    size_t num_contracting, const int64_t *batching, const int64_t *other_batching, size_t num_batching,
    nnx_value **out);
    nnx_status (*value_reduce)(
    const nnx_value *value, nnx_reduce function, const int64_t *axes, size_t num_axes, int32_t keepdims,
    nnx_value **out);
    nnx_status (*value_argmax)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_argmin)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_softmax)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_log_softmax)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_reshape)(const nnx_value *value, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*value_transpose)(const nnx_value *value, const int64_t *permutation, size_t rank, nnx_value **out);
    nnx_status (*value_broadcast_to)(const nnx_value *value, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*value_expand_dims)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_squeeze)(const nnx_value *value, const int64_t *axes, size_t num_axes, nnx_value **out);
    nnx_status (*value_flip)(const nnx_value *value, const int64_t *axes, size_t num_axes, nnx_value **out);
    nnx_status (*trace_concatenate)(
    nnx_trace *trace, const nnx_value *const *values, size_t count, int64_t axis, nnx_value **out);
    nnx_status (*trace_stack)(
    nnx_trace *trace, const nnx_value *const *values, size_t count, int64_t axis, nnx_value **out);
    nnx_status (*value_and_grad)(
    nnx_trace *trace, nnx_node *node, const nnx_filter *wrt, nnx_loss_fn loss_fn, void *user_data,
    nnx_destroy_fn destroy, nnx_value **out_loss, nnx_state **out_grads);
    nnx_status (*value_watch)(const nnx_value *value, nnx_value **out);
    nnx_status (*value_gradients)(const nnx_value *value, const nnx_value *const *wrt, size_t count, nnx_value **out);
    nnx_status (*value_stop_gradient)(const nnx_value *value, nnx_value **out);
    nnx_status (*trace_cond)(
    nnx_trace *trace, const nnx_value *predicate, nnx_trace_fn on_true, nnx_trace_fn on_false, void *user_data,
    nnx_destroy_fn destroy, nnx_value **out, size_t capacity, size_t *out_count);
    nnx_status (*trace_while_loop)(
    nnx_trace *trace, nnx_trace_fn condition, nnx_trace_fn body, void *user_data, nnx_destroy_fn destroy,
    const nnx_value *const *init, size_t num_init, nnx_value **out);
    nnx_status (*trace_scan)(
    nnx_trace *trace, int64_t length, const nnx_value *const *init, size_t num_init, const nnx_value *const *xs,
    size_t num_xs, nnx_trace_fn body, void *user_data, nnx_destroy_fn destroy, nnx_value **out, size_t capacity,
    size_t *out_count);
    nnx_status (*optim_sgd)(double learning_rate, const nnx_sgd_options *options, nnx_static **out);
    nnx_status (*optim_adam)(double learning_rate, const nnx_adam_options *options, nnx_static **out);
    nnx_status (*optim_adamw)(double learning_rate, const nnx_adam_options *options, nnx_static **out);
    nnx_status (*optim_chain)(const nnx_static *const *transformations, size_t count, nnx_static **out);
    nnx_status (*optim_identity)(nnx_static **out);
    nnx_status (*optim_scale_by_adam)(
    double b1, double b2, double eps, double eps_root, int32_t nesterov, nnx_dtype mu_dtype, nnx_static **out);
    nnx_status (*optim_trace)(double decay, int32_t nesterov, nnx_dtype accumulator_dtype, nnx_static **out);
    nnx_status (*optim_add_decayed_weights)(double weight_decay, const nnx_static *schedule, nnx_static **out);
    nnx_status (*optim_scale)(double step_size, nnx_static **out);
    nnx_status (*optim_scale_by_learning_rate)(double learning_rate, const nnx_static *schedule, nnx_static **out);
    nnx_status (*optim_scale_by_schedule)(const nnx_static *schedule, nnx_static **out);
    nnx_status (*optim_clip)(double max_delta, nnx_static **out);
    nnx_status (*optim_clip_by_global_norm)(double max_norm, nnx_static **out);
    nnx_status (*optim_constant_schedule)(double value, nnx_static **out);
    nnx_status (*optim_polynomial_schedule)(
    double init_value, double end_value, double power, int64_t transition_steps, int64_t transition_begin,
    nnx_static **out);
    nnx_status (*optim_exponential_decay)(
    double init_value, int64_t transition_steps, double decay_rate, int64_t transition_begin, int32_t staircase,
    double end_value, nnx_static **out);
    nnx_status (*optim_cosine_decay_schedule)(
    double init_value, int64_t decay_steps, double alpha, double exponent, nnx_static **out);
    nnx_status (*optim_warmup_cosine_decay_schedule)(
    double init_value, double peak_value, int64_t warmup_steps, int64_t decay_steps, double end_value, double exponent,
    nnx_static **out);
    nnx_status (*optim_join_schedules)(
    const nnx_static *const *schedules, size_t count, const int64_t *boundaries, size_t num_boundaries,
    nnx_static **out);
    nnx_status (*optimizer_new)(const nnx_node *model, const nnx_static *tx, const nnx_filter *wrt, nnx_node **out);
    nnx_status (*optimizer_init)(
    nnx_node *optimizer, const nnx_node *model, const nnx_static *tx, const nnx_filter *wrt);
    nnx_status (*optimizer_update)(nnx_node *optimizer, const nnx_state *grads);
    nnx_status (*optimizer_update_model)(
    nnx_node *optimizer, nnx_node *model, const nnx_state *grads, nnx_state **out_updates);
    nnx_status (*average_new)(nnx_str argname, nnx_node **out);
    nnx_status (*average_init)(nnx_node *metric, nnx_str argname);
    nnx_status (*accuracy_new)(double threshold, nnx_node **out);
    nnx_status (*accuracy_init)(nnx_node *metric, double threshold);
    nnx_status (*welford_new)(nnx_str argname, nnx_node **out);
    nnx_status (*welford_init)(nnx_node *metric, nnx_str argname);
    nnx_status (*multi_metric_new)(const nnx_str *names, const nnx_node *const *metrics, size_t count, nnx_node **out);
    nnx_status (*multi_metric_init)(
    nnx_node *metric, const nnx_str *names, const nnx_node *const *metrics, size_t count);
    nnx_status (*metric_update)(nnx_node *metric, const nnx_str *names, const nnx_value *const *values, size_t count);
    nnx_status (*metric_update_tensors)(
    nnx_node *metric, const nnx_str *names, const nnx_tensor *const *tensors, size_t count);
    nnx_status (*metric_compute)(const nnx_node *metric, nnx_state **out);
    nnx_status (*metric_reset)(nnx_node *metric);
    nnx_status (*rngs_new)(int64_t seed, nnx_node **out);
    nnx_status (*rngs_init)(nnx_node *rngs, const nnx_str *names, const nnx_tensor *const *keys, size_t count);
    nnx_status (*rngs_stream)(const nnx_node *rngs, nnx_str name, nnx_node **out);
    nnx_status (*rngs_next_key)(nnx_node *rngs, nnx_str name, nnx_tensor **out);
    nnx_status (*rngs_next_key_value)(nnx_trace *trace, nnx_node *rngs, nnx_str name, nnx_value **out);
    nnx_status (*rngs_fork)(nnx_node *rngs, nnx_node **out);
    nnx_status (*rngs_split)(nnx_node *rngs, const int64_t *shape, size_t rank, nnx_node **out);
    nnx_status (*rng_stream_new)(const nnx_tensor *key, nnx_str tag, nnx_node **out);
    nnx_status (*rng_stream_init)(nnx_node *stream, const nnx_tensor *key, nnx_str tag);
    nnx_status (*rng_stream_fork)(nnx_node *stream, nnx_node **out);
    nnx_status (*rng_stream_split)(nnx_node *stream, const int64_t *shape, size_t rank, nnx_node **out);
    nnx_status (*node_reseed)(nnx_node *node, const nnx_str *names, const nnx_tensor *const *keys, size_t count);
    nnx_status (*value_activation)(const nnx_value *value, nnx_activation activation, nnx_value **out);
    nnx_status (*value_activation_with)(
    const nnx_value *value, nnx_activation activation, double number, nnx_value **out);
    nnx_status (*value_glu)(const nnx_value *value, int64_t axis, nnx_value **out);
    nnx_status (*value_standardize)(
    const nnx_value *value, const int64_t *axes, size_t num_axes, double epsilon, nnx_value **out);
    nnx_status (*batch_norm_new)(
    nnx_node *rngs, int64_t num_features, const nnx_batch_norm_options *options, nnx_node **out);
    nnx_status (*batch_norm_init)(
    nnx_node *node, nnx_node *rngs, int64_t num_features, const nnx_batch_norm_options *options);
    nnx_status (*batch_norm_call)(nnx_node *node, const nnx_value *x, const nnx_call_options *options, nnx_value **out);
    nnx_status (*dropout_new)(nnx_node *rngs, double rate, const nnx_dropout_options *options, nnx_node **out);
    nnx_status (*dropout_init)(nnx_node *node, nnx_node *rngs, double rate, const nnx_dropout_options *options);
    nnx_status (*dropout_call)(nnx_node *node, const nnx_value *x, const nnx_call_options *options, nnx_value **out);
    nnx_status (*initializer_new)(nnx_str name, const double *numbers, size_t num_numbers, nnx_static **out);
    nnx_status (*initializer_make)(
    const nnx_static *initializer, const nnx_tensor *key, nnx_dtype dtype, const int64_t *shape, size_t rank,
    nnx_tensor **out);
    nnx_status (*linear_new)(
    nnx_node *rngs, int64_t in_features, int64_t out_features, const nnx_linear_options *options, nnx_node **out);
    nnx_status (*linear_init)(
    nnx_node *node, nnx_node *rngs, int64_t in_features, int64_t out_features, const nnx_linear_options *options);
    nnx_status (*linear_call)(const nnx_node *node, const nnx_value *x, nnx_value **out);
    nnx_status (*loss_squared_error)(const nnx_value *predictions, const nnx_value *targets, nnx_value **out);
    nnx_status (*loss_l2)(const nnx_value *predictions, const nnx_value *targets, nnx_value **out);
    nnx_status (*loss_softmax_cross_entropy)(
    const nnx_value *logits, const nnx_value *labels, int64_t axis, nnx_value **out);
    nnx_status (*loss_softmax_cross_entropy_with_integer_labels)(
    const nnx_value *logits, const nnx_value *labels, int64_t axis, nnx_value **out);
    nnx_status (*loss_sigmoid_binary_cross_entropy)(const nnx_value *logits, const nnx_value *labels, nnx_value **out);
    nnx_status (*trace_id)(const nnx_trace *trace, uint64_t *out);
    nnx_status (*results_step_id)(const nnx_results *results, uint64_t *out);
    nnx_status (*results_num_tensors)(const nnx_results *results, size_t *out);
    nnx_status (*results_tensor)(const nnx_results *results, size_t index, nnx_tensor **out);
    nnx_status (*results_num_states)(const nnx_results *results, size_t *out);
    nnx_status (*results_state)(const nnx_results *results, size_t index, nnx_state **out);
    nnx_status (*results_retain)(const nnx_results *results, nnx_results **out);
    nnx_status (*results_release)(nnx_results *results);
    nnx_status (*step_from_program)(
    const nnx_program *program, const nnx_graphdef *graphdef, const int64_t *changed, size_t num_leaves,
    const size_t *outputs, size_t num_outputs, nnx_str device, nnx_step **out);
    nnx_status (*step_id)(const nnx_step *step, uint64_t *out);
    nnx_status (*step_program)(const nnx_step *step, nnx_program **out);
    nnx_status (*step_graphdef)(const nnx_step *step, nnx_graphdef **out);
    nnx_status (*step_out_graphdef)(const nnx_step *step, nnx_graphdef **out);
    nnx_status (*step_run)(
    const nnx_step *step, const nnx_state *leaves, const nnx_state *const *states, size_t num_states,
    const nnx_tensor *const *inputs, size_t num_inputs, int32_t check_finite, nnx_state **out_leaves,
    nnx_results **out_results);
    nnx_status (*step_retain)(const nnx_step *step, nnx_step **out);
    nnx_status (*step_release)(nnx_step *step);
    nnx_status (*jit_new)(
    nnx_trace_fn function, void *user_data, nnx_destroy_fn destroy, const nnx_jit_options *options, nnx_jit **out);
    nnx_status (*jit_call)(
    const nnx_jit *jit, const nnx_node *const *objects, size_t num_objects, const nnx_state *const *states,
    size_t num_states, const nnx_tensor *const *inputs, size_t num_inputs, nnx_results **out);
    nnx_status (*jit_step)(
    const nnx_jit *jit, const nnx_node *const *objects, size_t num_objects, const nnx_state *const *states,
    size_t num_states, const nnx_tensor *const *inputs, size_t num_inputs, nnx_step **out);
    nnx_status (*jit_num_steps)(const nnx_jit *jit, size_t *out);
    nnx_status (*jit_retain)(const nnx_jit *jit, nnx_jit **out);
    nnx_status (*jit_release)(nnx_jit *jit);
    nnx_status (*session_new)(
    const nnx_node *const *objects, size_t num_objects, const nnx_session_options *options, nnx_session **out);
    nnx_status (*session_from_states)(
    const nnx_graphdef *graphdef, const nnx_state *const *states, size_t num_states,
    const nnx_session_options *options, nnx_session **out);
    nnx_status (*session_run)(
    nnx_session *session, const nnx_step *step, const nnx_tensor *const *inputs, size_t num_inputs, nnx_results **out);
    nnx_status (*session_run_many)(
    nnx_session *session, const nnx_step *step, size_t count, const nnx_tensor *const *inputs, size_t num_inputs,
    nnx_results **out);
    nnx_status (*session_evaluate)(
    const nnx_session *session, const nnx_step *step, const nnx_tensor *const *inputs, size_t num_inputs,
    nnx_results **out);
    nnx_status (*session_graphdef)(const nnx_session *session, nnx_graphdef **out);
    nnx_status (*session_state)(const nnx_session *session, nnx_state **out);
    nnx_status (*session_set_state)(nnx_session *session, const nnx_state *state);
    nnx_status (*session_read)(const nnx_session *session, nnx_str path, nnx_tensor **out);
    nnx_status (*session_write)(nnx_session *session, nnx_str path, const nnx_tensor *tensor);
    nnx_status (*session_update)(const nnx_session *session, const nnx_node *const *objects, size_t num_objects);
    nnx_status (*session_bind_input)(
    nnx_session *session, size_t index, nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data,
    size_t nbytes);
    nnx_status (*session_bind_output)(nnx_session *session, size_t index, void *data, size_t nbytes);
    nnx_status (*session_size)(
    const nnx_session *session, size_t *out_num_leaves, size_t *out_nbytes, size_t *out_alignment);
    nnx_status (*session_layout)(
    const nnx_session *session, size_t index, nnx_str *out_path, size_t *out_offset, size_t *out_nbytes,
    nnx_dtype *out_dtype, const int64_t **out_shape, size_t *out_rank);
    nnx_status (*session_use_memory)(
    nnx_session *session, void *data, size_t nbytes, void *user_data, nnx_destroy_fn destroy);
    nnx_status (*session_report)(const nnx_session *session, nnx_session_info *out);
    nnx_status (*session_retain)(const nnx_session *session, nnx_session **out);
    nnx_status (*session_release)(nnx_session *session);
    nnx_status (*optim_schedule_value)(const nnx_static *schedule, int64_t count, double *out);
    nnx_status (*random_split_value)(const nnx_value *key, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*random_fold_in_value)(const nnx_value *key, const nnx_value *number, nnx_value **out);
    nnx_status (*random_bits_value)(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*random_uniform_value)(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double minval, double maxval,
    nnx_value **out);
    nnx_status (*random_normal_value)(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*random_truncated_normal_value)(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, double lower, double upper,
    nnx_value **out);
    nnx_status (*random_bernoulli_value)(
    const nnx_value *key, double p, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*random_bernoulli_of_value)(
    const nnx_value *key, const nnx_value *p, const int64_t *shape, size_t rank, nnx_value **out);
    nnx_status (*random_randint_value)(
    const nnx_value *key, nnx_dtype dtype, const int64_t *shape, size_t rank, int64_t minval, int64_t maxval,
    nnx_value **out);
    nnx_status (*random_categorical_value)(
    const nnx_value *key, const nnx_value *logits, int64_t axis, const int64_t *prefix, size_t rank, nnx_value **out);
    nnx_status (*random_permutation_value)(const nnx_value *key, int64_t count, nnx_value **out);
    nnx_status (*random_permutation_of_value)(
    const nnx_value *key, const nnx_value *array, int64_t axis, int32_t independent, nnx_value **out);
    nnx_status (*bundle_of_objects)(const nnx_node *const *objects, size_t num_objects, nnx_bundle **out);
    nnx_status (*bundle_new)(const nnx_graphdef *graphdef, const nnx_state *state, nnx_bundle **out);
    nnx_status (*bundle_add_step)(nnx_bundle *bundle, nnx_str name, const nnx_step *step);
    nnx_status (*bundle_add_jit)(nnx_bundle *bundle, nnx_str name, const nnx_jit *jit);
    nnx_status (*bundle_set_metadata)(nnx_bundle *bundle, nnx_str name, nnx_str text);
    nnx_status (*bundle_save)(const nnx_bundle *bundle, nnx_str file, const nnx_save_options *options);
    nnx_status (*bundle_open)(nnx_str file, const nnx_load_options *options, nnx_bundle **out);
    nnx_status (*bundle_graphdef)(const nnx_bundle *bundle, nnx_graphdef **out);
    nnx_status (*bundle_state)(const nnx_bundle *bundle, nnx_state **out);
    nnx_status (*bundle_programs)(const nnx_bundle *bundle, nnx_report **out);
    nnx_status (*bundle_metadata)(const nnx_bundle *bundle, nnx_report **out);
    nnx_status (*bundle_program)(const nnx_bundle *bundle, nnx_str name, nnx_program **out);
    nnx_status (*bundle_step)(const nnx_bundle *bundle, nnx_str name, nnx_str device, nnx_step **out);
    nnx_status (*bundle_jit)(const nnx_bundle *bundle, nnx_str name, const nnx_jit_options *options, nnx_jit **out);
    nnx_status (*bundle_text)(const nnx_bundle *bundle, nnx_bytes **out);
    nnx_status (*bundle_load_into)(
    const nnx_bundle *bundle, const nnx_node *const *objects, size_t num_objects, const nnx_load_options *options,
    nnx_report **out_report);
    nnx_status (*bundle_fit)(
    const nnx_bundle *bundle, const nnx_state *like, const nnx_load_options *options, nnx_state **out,
    nnx_report **out_report);
    nnx_status (*bundle_retain)(const nnx_bundle *bundle, nnx_bundle **out);
    nnx_status (*bundle_release)(nnx_bundle *bundle);
    nnx_status (*step_plan)(const nnx_step *step, nnx_format format, nnx_bytes **out);
    nnx_status (*step_report)(const nnx_step *step, nnx_format format, nnx_bytes **out);
    nnx_status (*step_source)(const nnx_step *step, nnx_str device, nnx_str name, nnx_bytes **out);
} nnx_api;

/** Whether a table, perhaps of an older library, has a function: NNX_API_HAS(api, state_size). */
#define NNX_API_HAS(api, slot) ((api)->struct_size >= offsetof(nnx_api, slot) + sizeof((api)->slot))

/**
 * The table of all functions, for a caller that was built for this NNX_ABI_MAJOR and needs at least this NNX_ABI_MINOR.
 * Static. NULL when this library is another or an older one; `nnx_last_error_message` then says which.
 */
NNX_API const nnx_api *nnx_get_api(uint32_t major, uint32_t min_minor);

/** An nnx_str of text that ends with a NUL. NULL is the empty text. */
static inline nnx_str nnx_str_of(const char *text) {
    nnx_str view;
    view.data = text;
    view.size = text ? strlen(text) : 0;
    return view;
}

#ifdef __cplusplus
}
#endif

#endif
