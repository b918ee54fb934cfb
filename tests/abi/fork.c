/* A child of fork() goes on using what its parent made, while the parent's other threads do. */
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nnx.h"

enum { CHILDREN = 50 };

static volatile int stop = 0;

/* Keeps the handle tables busy, so that forks fall into the middle of everything. */
static void *busy(void *unused) {
    (void)unused;
    while (!stop) {
        nnx_bytes *bytes = NULL, *again = NULL;
        if (nnx_bytes_new("busy", 4, &bytes) != NNX_OK || nnx_bytes_retain(bytes, &again) != NNX_OK) return "busy";
        if (nnx_bytes_release(bytes) != NNX_OK || nnx_bytes_release(again) != NNX_OK) return "busy";
    }
    return NULL;
}

/* What a child does with its parent's handles, and with handles of its own. */
static int use(nnx_bytes *inherited, nnx_tensor *tensor) {
    nnx_bytes *own = NULL, *text = NULL;
    nnx_str view;
    void *data = NULL;
    size_t size = 0;
    if (nnx_bytes_data(inherited, &view) != NNX_OK || view.size != 9) return 1;
    if (nnx_bytes_new("child", 5, &own) != NNX_OK || nnx_bytes_release(own) != NNX_OK) return 2;
    if (nnx_bytes_release(inherited) != NNX_OK || nnx_bytes_data(inherited, &view) != NNX_STATUS_INVALID_HANDLE) return 3;
    if (nnx_tensor_data_mut(tensor, &data, &size) != NNX_OK || size != 4) return 4;
    memset(data, 1, size);
    if (nnx_tensor_text(tensor, &text) != NNX_OK || nnx_bytes_release(text) != NNX_OK) return 5;
    return 0;
}

int main(void) {
    pthread_t threads[2];
    nnx_bytes *inherited = NULL;
    nnx_tensor *tensor = NULL;
    const int64_t shape[1] = {1};
    const void *data = NULL;
    size_t size = 0;
    int passed = 0, failed = 0, child;
    if (nnx_bytes_new("inherited", 9, &inherited) != NNX_OK) return 1;
    if (nnx_tensor_new(NNX_DTYPE_F32, shape, 1, NULL, 0, &tensor) != NNX_OK) return 1;
    for (child = 0; child < 2; child++) {
        if (pthread_create(&threads[child], NULL, busy, NULL)) return 1;
    }
    for (child = 0; child < CHILDREN; child++) {
        int status = 0;
        pid_t process = fork();
        if (process == 0) {
            alarm(20);
            _exit(use(inherited, tensor));
        }
        if (process > 0 && waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
            passed++;
        } else {
            failed++;
            printf("FAILED: child %d ended with %#x\n", child, (unsigned)status);
        }
    }
    stop = 1;
    for (child = 0; child < 2; child++) {
        void *answer = NULL;
        if (pthread_join(threads[child], &answer) || answer) failed++;
    }
    if (nnx_tensor_data(tensor, &data, &size) != NNX_OK || *(const float *)data != 0) failed++;
    if (nnx_tensor_release(tensor) != NNX_OK || nnx_bytes_release(inherited) != NNX_OK) failed++;
    printf("fork: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
