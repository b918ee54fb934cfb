/* A CUDA driver for the tests: FAKE_CUDA says what it answers.
 *   init=N      cuInit fails with N        count=N  there are N devices (default 2)
 *   version=N   the CUDA version it says   name=N   cuDeviceGetName fails with N */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int setting(const char *name, int otherwise) {
    const char *all = getenv("FAKE_CUDA");
    const char *found = all ? strstr(all, name) : NULL;
    return found ? atoi(found + strlen(name) + 1) : otherwise;
}

int cuInit(unsigned flags) { return flags ? 1 : setting("init", 0); }

int cuDriverGetVersion(int *version) {
    *version = setting("version", 12040);
    return 0;
}

int cuDeviceGetCount(int *count) {
    *count = setting("count", 2);
    return 0;
}

int cuDeviceGet(int *device, int index) {
    *device = 100 + index;
    return 0;
}

int cuDeviceGetName(char *name, int size, int device) {
    snprintf(name, (size_t)size, "Fake %d", device - 100);
    return setting("name", 0);
}

int cuGetErrorName(int code, const char **name) {
    *name = code == 100 ? "CUDA_ERROR_NO_DEVICE" : NULL;
    return *name ? 0 : 1;
}
