"""Prints `include/nnx_dl.h`."""

from __future__ import annotations

_TEXT = """\
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
extern "C" {{
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
}}
#endif

#ifdef NNX_DL_IMPLEMENTATION

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {{
#endif

const nnx_api *nnx_dl = 0;

nnx_status nnx_dl_open(const char *path, char *error, size_t error_size) {{
    const nnx_api *(*get_api)(uint32_t, uint32_t) = 0;
    const char *(*last_error_message)(void) = 0;
    const char *name = path ? path : "libnnx.so.0";
    const char *why;
    void *library, *symbol;
    if (error && error_size) error[0] = 0;
    if (nnx_dl) return NNX_STATUS_OK;
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {{
        why = dlerror();
        if (error && error_size) (void)snprintf(error, error_size, "cannot load %s: %s", name, why ? why : "no reason");
        return NNX_STATUS_UNAVAILABLE;
    }}
    symbol = dlsym(library, "nnx_get_api");
    if (symbol) memcpy(&get_api, &symbol, sizeof get_api);
    if (!get_api) {{
        if (error && error_size) (void)snprintf(error, error_size, "%s is not libnnx: it has no nnx_get_api", name);
        (void)dlclose(library);
        return NNX_STATUS_UNAVAILABLE;
    }}
    nnx_dl = get_api(NNX_ABI_MAJOR, NNX_DL_MIN_MINOR);
    if (!nnx_dl) {{
        symbol = dlsym(library, "nnx_last_error_message");
        if (symbol) memcpy(&last_error_message, &symbol, sizeof last_error_message);
        why = last_error_message ? last_error_message() : "no reason";
        if (error && error_size) (void)snprintf(error, error_size, "%s does not fit: %s", name, why);
        (void)dlclose(library);
        return NNX_STATUS_VERSION_MISMATCH;
    }}
    return NNX_STATUS_OK;
}}

#ifdef __cplusplus
}}
#endif

#endif /* NNX_DL_IMPLEMENTATION */

/* The same names as when linked. */
{macros}
#endif
"""


def render(slots: list[str]) -> str:
    macros = "".join(f"#define {name} nnx_dl->{name.removeprefix('nnx_')}\n" for name in slots)
    return _TEXT.format(macros=macros)
