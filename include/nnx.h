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

/** Bytes that a call made for the caller, most often text. Immutable; any thread may use them. */
typedef struct nnx_bytes nnx_bytes;

/** A failure: its status, its text, and the path in the graph that it is about. Immutable; any thread may use it. */
typedef struct nnx_error nnx_error;

/**
 * What a call found out: rows of a path, a code and a text, in an order that the call says. Immutable; any thread may
 * use it.
 */
typedef struct nnx_report nnx_report;

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
 * Frees `user_data`. Runs exactly once, also when the call that it was given to fails, on whichever thread lets go of
 * it last; it must not throw or jump out.
 */
typedef void (*nnx_destroy_fn)(void *user_data);

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
 * Row `index`: its path and text, lent until `report` is released, and its code. The text may be empty. NOT_FOUND when
 * there is no such row. Any thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_report_row(
    const nnx_report *report, size_t index, nnx_str *out_path, int32_t *out_code, nnx_str *out_text);

/**
 * All rows as text for a person, a line for each, lent until `report` is released. Empty when there are no rows. Any
 * thread.
 */
NNX_NODISCARD NNX_API nnx_status nnx_report_text(const nnx_report *report, nnx_str *out);

/** All rows as a JSON array of `[path, code, text]`, for languages to which a call is dear. Any thread. */
NNX_NODISCARD NNX_API nnx_status nnx_report_json(const nnx_report *report, nnx_bytes **out);

/** Makes another handle for the same report. */
NNX_NODISCARD NNX_API nnx_status nnx_report_retain(const nnx_report *report, nnx_report **out);

/** Gives a handle back. `report` may be NULL. */
NNX_API nnx_status nnx_report_release(nnx_report *report);

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
