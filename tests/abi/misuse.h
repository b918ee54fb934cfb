/* What the generated misuse.c is written with: one good handle of every type, ways to make an argument wrong, and
 * checks of what a call answers then. */
#ifndef MISUSE_H
#define MISUSE_H

#include <stdio.h>
#include <stdlib.h>

#include "nnx.h"

enum handle_type {
    NNX_BYTES,
    NNX_ERROR,
    NNX_TENSOR,
    NNX_STATIC,
    NNX_OPAQUE,
    NNX_GRAPH,
    NNX_NODE,
    NNX_FILTER,
    NNX_GRAPHDEF,
    NNX_STATE,
    NNX_REPORT,
    NNX_PROGRAM,
    NNX_TRACE,
    NNX_VALUE,
    NNX_STEP,
    NNX_JIT,
    NNX_RESULTS,
    NNX_SESSION,
    NNX_BUNDLE,
    HANDLE_TYPES
};

enum wrong_kind {
    GOOD,
    WRONG_NULL,         /* NULL; as text, NULL with a length */
    MAY_BE_NULL,        /* NULL where the function says that it may be */
    WRONG_NULL_ELEMENT, /* an array with a NULL in it */
    WRONG_STALE,        /* a handle that was released, a value whose trace is over */
    WRONG_TYPE,         /* a handle of another type */
    WRONG_FORGED,       /* a number that no call returned */
    WRONG_UTF8,         /* text that is none */
    WRONG_ENUM,         /* a number that is no variant */
    WRONG_SIZE          /* a struct_size that no version had */
};

/* The one wrong argument of a call. */
struct wrong {
    const char *argument;
    enum wrong_kind kind;
};

/* Good memory for any plain array: an int64_t of 1, and zeros. */
extern int64_t misuse_memory[16];
/* How often a destroy function ran in this call. */
extern int misuse_destroyed;

int misuse_is(const struct wrong *wrong, const char *argument);
/* Whether this argument is to be NULL, rather than something wrong inside of it. */
int misuse_is_null(const struct wrong *wrong, const char *argument);
void *misuse_handle(enum handle_type type, const struct wrong *wrong, const char *argument);
nnx_str misuse_text(const struct wrong *wrong, const char *argument);

void misuse_expect(const char *function, const struct wrong *wrong, nnx_status status);
void misuse_zeroed(const char *function, const struct wrong *wrong, const char *output, const void *place, size_t size);
void misuse_destroyed_once(const char *function, const struct wrong *wrong);
int misuse_report(int functions);

/* The good handles. */
void fixture_make(void);
void fixture_release(void);
/* Runs this while a function is traced: the handles of a trace and a value are good then. */
void fixture_trace(void (*run)(void));
void *fixture_handle(enum handle_type type);
void *fixture_stale(enum handle_type type);
struct DLManagedTensor *fixture_DLManagedTensor(void);
struct DLManagedTensorVersioned *fixture_DLManagedTensorVersioned(void);
void fixture_release_DLManagedTensor(struct DLManagedTensor *managed);
void fixture_release_DLManagedTensorVersioned(struct DLManagedTensorVersioned *managed);

#endif
