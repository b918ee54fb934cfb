/* Checks that count, say where they failed, and go on. A test ends with `return finish();`. */
#ifndef CHECK_H
#define CHECK_H

#include <nnx.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int checks_made = 0;
static int checks_failed = 0;

static inline int check_that(int truth, const char *text, const char *file, int line) {
    checks_made++;
    if (!truth) {
        checks_failed++;
        fprintf(stderr, "%s:%d: failed: %s\n", file, line, text);
    }
    return truth;
}

static inline void check_status(nnx_status got, nnx_status wanted, const char *text, const char *file, int line) {
    if (!check_that(got == wanted, text, file, line)) {
        fprintf(stderr, "    got %s, wanted %s: %s\n", nnx_status_name(got), nnx_status_name(wanted),
                got == NNX_OK ? "" : nnx_last_error_message());
    }
}

static inline void check_text(nnx_str got, const char *wanted, const char *file, int line) {
    int same = got.size == strlen(wanted) && (got.size == 0 || memcmp(got.data, wanted, got.size) == 0);
    if (!check_that(same, "texts are equal", file, line)) {
        fprintf(stderr, "    got \"%.*s\"\n    wanted \"%s\"\n", (int)got.size, got.data, wanted);
    }
}

static inline int finish(void) {
    if (checks_failed > 0) fprintf(stderr, "%d of %d checks failed\n", checks_failed, checks_made);
    if (checks_made == 0) fprintf(stderr, "nothing was checked\n");
    return checks_failed > 0 || checks_made == 0;
}

#define CHECK(truth) check_that((truth) != 0, #truth, __FILE__, __LINE__)
#define CHECK_STATUS(wanted, call) check_status((call), (wanted), #call, __FILE__, __LINE__)
#define OK(call) CHECK_STATUS(NNX_OK, call)
#define CHECK_TEXT(wanted, got) check_text((got), (wanted), __FILE__, __LINE__)
#define MESSAGE_HAS(part) CHECK(strstr(nnx_last_error_message(), (part)) != NULL)

#endif
