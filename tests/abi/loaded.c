/* The library without linking to it: refused when it is not there, is something else, or is too old; then used through
 * the same names, and loaded many times. */
#define NNX_DL_IMPLEMENTATION
#include "nnx_dl.h"

#include <stdio.h>

static int passed = 0, failed = 0;

static void expect(int holds, const char *what, const char *detail) {
    if (holds) {
        passed++;
    } else {
        failed++;
        printf("FAILED: %s: %s\n", what, detail);
    }
}

int main(int count, char **arguments) {
    char error[256] = "";
    char small[8] = "";
    nnx_bytes *bytes = NULL;
    nnx_str view;
    void *library;
    const nnx_api *(*get_api)(uint32_t, uint32_t) = NULL;
    int round;
    if (count != 2) return 2;

    expect(nnx_dl_open("/nonexistent/libnnx.so.0", error, sizeof error) == NNX_STATUS_UNAVAILABLE && strstr(error, "/nonexistent"),
           "a library that is not there", error);
    expect(nnx_dl_open("/nonexistent/libnnx.so.0", small, sizeof small) == NNX_STATUS_UNAVAILABLE && strlen(small) == 7,
           "a text that is cut short", small);
    expect(nnx_dl_open("/nonexistent/libnnx.so.0", NULL, 0) == NNX_STATUS_UNAVAILABLE, "no place for a text", "");
    expect(nnx_dl_open("libc.so.6", error, sizeof error) == NNX_STATUS_UNAVAILABLE && strstr(error, "nnx_get_api"),
           "another library", error);
    expect(nnx_dl == NULL, "nothing is loaded yet", "");

    library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library) {
        void *symbol = dlsym(library, "nnx_get_api");
        memcpy(&get_api, &symbol, sizeof get_api);
    }
    expect(get_api && get_api(NNX_ABI_MAJOR, NNX_ABI_MINOR + 1) == NULL, "a caller that is too new", "");
    for (round = 0; round < 1000; round++) {
        void *again = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
        if (!again || dlclose(again)) break;
    }
    expect(round == 1000, "loaded and unloaded 1000 times", "");

    expect(nnx_dl_open(arguments[1], error, sizeof error) == NNX_OK, "the library", error);
    if (!nnx_dl) return 1;
    expect(nnx_dl_open(arguments[1], error, sizeof error) == NNX_OK && error[0] == 0, "the library again", error);
    expect(NNX_API_HAS(nnx_dl, status_name), "the table has its functions", "");
    expect(nnx_bytes_new("abc", 3, &bytes) == NNX_OK, "nnx_bytes_new", nnx_last_error_message());
    expect(nnx_bytes_data(bytes, &view) == NNX_OK && view.size == 3 && strcmp(view.data, "abc") == 0, "nnx_bytes_data", "");
    expect(nnx_bytes_release(bytes) == NNX_OK, "nnx_bytes_release", nnx_last_error_message());
    expect(nnx_bytes_release(bytes) == NNX_STATUS_INVALID_HANDLE, "released twice", "");

    printf("loaded: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
