#include "misuse.h"

int64_t misuse_memory[16] = {1};
int misuse_destroyed = 0;

static int passed = 0, failed = 0;

int misuse_is(const struct wrong *wrong, const char *argument) { return strcmp(wrong->argument, argument) == 0; }

int misuse_is_null(const struct wrong *wrong, const char *argument) {
    return misuse_is(wrong, argument) && (wrong->kind == WRONG_NULL || wrong->kind == MAY_BE_NULL);
}

void *misuse_handle(enum handle_type type, const struct wrong *wrong, const char *argument) {
    void *good = fixture_handle(type);
    if (!misuse_is(wrong, argument)) return good;
    switch (wrong->kind) {
    case WRONG_STALE: return fixture_stale(type);
    case WRONG_TYPE: return fixture_handle(type == NNX_BYTES ? NNX_TENSOR : NNX_BYTES);
    case WRONG_FORGED: return (void *)((uintptr_t)good + ((uintptr_t)(type == NNX_VALUE ? 1 << 20 : 77) << 32));
    default: return NULL;
    }
}

/* Whether it is a value of a trace that is over: it is no bad handle, it comes too late. */
static int misuse_is_late(const struct wrong *wrong) {
    return wrong->kind == WRONG_STALE && strstr(nnx_last_error_message(), "is a value of a trace that is over");
}

nnx_str misuse_text(const struct wrong *wrong, const char *argument) {
    /* No file is written where the arguments are all good. */
    nnx_str text = strcmp(argument, "file") == 0 ? NNX_STR("/dev/null/x") : NNX_STR("x");
    if (misuse_is(wrong, argument)) {
        text.size = 3;
        text.data = wrong->kind == WRONG_UTF8 ? "a\xff" "b" : NULL;
        if (wrong->kind == MAY_BE_NULL) text.size = 0;
    }
    return text;
}

static void fail(const char *function, const struct wrong *wrong, const char *what) {
    static const char *const kinds[] = {"good",     "NULL",          "NULL, which it may be", "a NULL element", "stale",
                                        "of another type", "forged", "no UTF-8",              "no variant",     "of no known size"};
    failed++;
    printf("FAILED: %s with `%s` %s: %s\n", function, wrong->argument, kinds[wrong->kind], what);
}

void misuse_expect(const char *function, const struct wrong *wrong, nnx_status status) {
    char what[512];
    int handle = wrong->kind == WRONG_STALE || wrong->kind == WRONG_TYPE || wrong->kind == WRONG_FORGED;
    nnx_status expected = handle ? NNX_STATUS_INVALID_HANDLE : NNX_STATUS_INVALID_ARGUMENT;
    if (wrong->kind == MAY_BE_NULL || wrong->kind == GOOD) {
        passed++;
        return;
    }
    if (handle && status == NNX_STATUS_FAILED_PRECONDITION && misuse_is_late(wrong)) expected = status;
    if (status != expected) {
        snprintf(what, sizeof what, "answered %s (%s), not %s", nnx_status_name(status),
                 status == NNX_OK ? "" : nnx_last_error_message(), nnx_status_name(expected));
        fail(function, wrong, what);
        return;
    }
    snprintf(what, sizeof what, "`%s", wrong->argument);
    if (!strstr(nnx_last_error_message(), what)) {
        snprintf(what, sizeof what, "the text does not name it: %s", nnx_last_error_message());
        fail(function, wrong, what);
        return;
    }
    passed++;
}

void misuse_zeroed(const char *function, const struct wrong *wrong, const char *output, const void *place, size_t size) {
    const unsigned char *bytes = place;
    size_t at;
    for (at = 0; at < size; at++) {
        if (bytes[at]) {
            char what[128];
            snprintf(what, sizeof what, "`%s` is not zeroed", output);
            fail(function, wrong, what);
            return;
        }
    }
}

void misuse_destroyed_once(const char *function, const struct wrong *wrong) {
    char what[64];
    if (misuse_destroyed == 1) return;
    snprintf(what, sizeof what, "destroy ran %d times", misuse_destroyed);
    fail(function, wrong, what);
}

int misuse_report(int functions) {
    printf("misuse of %d functions: %d passed, %d failed\n", functions, passed, failed);
    return failed != 0;
}
