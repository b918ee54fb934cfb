/**
 * libnnx without linking to it: loaded by dlopen, under the same names.
 *
 * Generated from src/capi by `make generate`; do not edit.
 *
 * Include this in place of nnx.h; in one source file of the program define NNX_DL_IMPLEMENTATION first. Call
 * nnx_dl_open() once, before any other function and before there are threads; from then on every function of nnx.h is
 * reached through the table `nnx_dl`. On systems with an own libdl, link with -ldl.
 *
 *     #define NNX_DL_IMPLEMENTATION
 *     #include <nnx_dl.h>
 *
 *     char error[256];
 *     if (nnx_dl_open(NULL, error, sizeof error) != NNX_OK) return fail(error);
 *
 * NNX_DL_MIN_MINOR, defined before the include, is the least NNX_ABI_MINOR that the program can do with; without it,
 * that of this header. Functions above it are to be asked for with NNX_API_HAS(nnx_dl, slot).
 * NNX_DL_PREFIX, defined before the include, goes before the two names that the program itself then defines, so that
 * two parts of one program can each carry a loader.
 */
#ifndef NNX_DL_H
#define NNX_DL_H

#include "nnx.h"

#ifndef NNX_DL_MIN_MINOR
#define NNX_DL_MIN_MINOR NNX_ABI_MINOR
#endif

#ifdef NNX_DL_PREFIX
#define NNX_DL_JOIN_(prefix, name) prefix##name
#define NNX_DL_JOIN(prefix, name) NNX_DL_JOIN_(prefix, name)
#define nnx_dl NNX_DL_JOIN(NNX_DL_PREFIX, nnx_dl)
#define nnx_dl_open NNX_DL_JOIN(NNX_DL_PREFIX, nnx_dl_open)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The functions; NULL until nnx_dl_open() was OK. */
extern const nnx_api *nnx_dl;

/**
 * Loads the library at `path`, or libnnx.so.0 from where the system looks for libraries when `path` is NULL. It stays
 * loaded. Answers NNX_OK, also when it was loaded before; NNX_STATUS_UNAVAILABLE when there is no such library; or
 * NNX_STATUS_VERSION_MISMATCH when it is too old or of another major version. The text of a failure goes to `error`,
 * which has `error_size` bytes and may be NULL. Nothing is printed.
 */
nnx_status nnx_dl_open(const char *path, char *error, size_t error_size);

#ifdef __cplusplus
}
#endif

#ifdef NNX_DL_IMPLEMENTATION

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

const nnx_api *nnx_dl = 0;

nnx_status nnx_dl_open(const char *path, char *error, size_t error_size) {
    const nnx_api *(*get_api)(uint32_t, uint32_t) = 0;
    const char *(*last_error_message)(void) = 0;
    const char *name = path ? path : "libnnx.so.0";
    const char *why;
    void *library, *symbol;
    if (error && error_size) error[0] = 0;
    if (nnx_dl) return NNX_STATUS_OK;
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        why = dlerror();
        if (error && error_size) (void)snprintf(error, error_size, "cannot load %s: %s", name, why ? why : "no reason given");
        return NNX_STATUS_UNAVAILABLE;
    }
    symbol = dlsym(library, "nnx_get_api");
    if (symbol) memcpy(&get_api, &symbol, sizeof get_api);
    if (!get_api) {
        if (error && error_size) (void)snprintf(error, error_size, "%s is not libnnx: it has no nnx_get_api", name);
        (void)dlclose(library);
        return NNX_STATUS_UNAVAILABLE;
    }
    nnx_dl = get_api(NNX_ABI_MAJOR, NNX_DL_MIN_MINOR);
    if (!nnx_dl) {
        symbol = dlsym(library, "nnx_last_error_message");
        if (symbol) memcpy(&last_error_message, &symbol, sizeof last_error_message);
        why = last_error_message ? last_error_message() : "no reason given";
        if (error && error_size) (void)snprintf(error, error_size, "%s does not fit: %s", name, why);
        (void)dlclose(library);
        return NNX_STATUS_VERSION_MISMATCH;
    }
    return NNX_STATUS_OK;
}

#ifdef __cplusplus
}
#endif

#endif /* NNX_DL_IMPLEMENTATION */

/* The same names as when linked. */
#define nnx_status_name nnx_dl->status_name
#define nnx_last_error_message nnx_dl->last_error_message
#define nnx_error_take nnx_dl->error_take
#define nnx_error_code nnx_dl->error_code
#define nnx_error_message nnx_dl->error_message
#define nnx_error_path nnx_dl->error_path
#define nnx_error_retain nnx_dl->error_retain
#define nnx_error_release nnx_dl->error_release
#define nnx_version_string nnx_dl->version_string
#define nnx_version nnx_dl->version
#define nnx_isa_name nnx_dl->isa_name
#define nnx_cuda_probe nnx_dl->cuda_probe
#define nnx_cuda_reason nnx_dl->cuda_reason
#define nnx_cuda_device_name nnx_dl->cuda_device_name
#define nnx_bytes_new nnx_dl->bytes_new
#define nnx_bytes_data nnx_dl->bytes_data
#define nnx_bytes_retain nnx_dl->bytes_retain
#define nnx_bytes_release nnx_dl->bytes_release
#define nnx_report_size nnx_dl->report_size
#define nnx_report_row nnx_dl->report_row
#define nnx_report_text nnx_dl->report_text
#define nnx_report_json nnx_dl->report_json
#define nnx_report_retain nnx_dl->report_retain
#define nnx_report_release nnx_dl->report_release
#define nnx_dtype_name nnx_dl->dtype_name
#define nnx_dtype_size nnx_dl->dtype_size
#define nnx_dtype_from_name nnx_dl->dtype_from_name
#define nnx_tensor_new nnx_dl->tensor_new
#define nnx_tensor_from_memory nnx_dl->tensor_from_memory
#define nnx_tensor_from_dlpack nnx_dl->tensor_from_dlpack
#define nnx_tensor_from_dlpack_legacy nnx_dl->tensor_from_dlpack_legacy
#define nnx_tensor_to_dlpack nnx_dl->tensor_to_dlpack
#define nnx_tensor_to_dlpack_legacy nnx_dl->tensor_to_dlpack_legacy
#define nnx_tensor_dtype nnx_dl->tensor_dtype
#define nnx_tensor_shape nnx_dl->tensor_shape
#define nnx_tensor_element_count nnx_dl->tensor_element_count
#define nnx_tensor_nbytes nnx_dl->tensor_nbytes
#define nnx_tensor_data nnx_dl->tensor_data
#define nnx_tensor_data_mut nnx_dl->tensor_data_mut
#define nnx_tensor_is_unique nnx_dl->tensor_is_unique
#define nnx_tensor_equal nnx_dl->tensor_equal
#define nnx_tensor_text nnx_dl->tensor_text
#define nnx_tensor_retain nnx_dl->tensor_retain
#define nnx_tensor_release nnx_dl->tensor_release

#endif
