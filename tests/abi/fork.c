/* A child of fork() goes on using what its parent made, while the parent's other threads do. */
#include <pthread.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nnx.h"

enum { CHILDREN = 200 };

static volatile int stop = 0;

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        if ((call) != NNX_OK) return #call;                                                                            \
    } while (0)

/* An object with a tied Variable. */
static const char *make(nnx_node **out) {
    const int64_t shape[1] = {2};
    const float values[2] = {1, 2};
    nnx_tensor *tensor = NULL;
    nnx_node *variable = NULL;
    TRY(nnx_tensor_new(NNX_DTYPE_F32, shape, 1, values, sizeof values, &tensor));
    TRY(nnx_object_new(NULL, NNX_STR("Model"), out));
    TRY(nnx_variable_new(NULL, NNX_STR("Param"), tensor, &variable));
    TRY(nnx_node_set_node(*out, NNX_STR("kernel"), variable));
    TRY(nnx_node_set_node(*out, NNX_STR("tied"), variable));
    TRY(nnx_node_release(variable));
    TRY(nnx_tensor_release(tensor));
    return NULL;
}

/* Split, change, merge, update, print. */
static const char *use(nnx_node *node) {
    const float values[2] = {3, 4};
    const int64_t shape[1] = {2};
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL, *changed = NULL;
    const nnx_state *states[1];
    nnx_tensor *tensor = NULL;
    const nnx_tensor *tensors[1];
    const nnx_str path = NNX_STR("kernel");
    nnx_node *merged = NULL;
    nnx_bytes *text = NULL;
    TRY(nnx_node_split(node, NULL, 0, &graphdef, &state));
    TRY(nnx_tensor_new(NNX_DTYPE_F32, shape, 1, values, sizeof values, &tensor));
    tensors[0] = tensor;
    TRY(nnx_state_with(state, &path, tensors, 1, &changed));
    states[0] = changed;
    TRY(nnx_graphdef_merge(graphdef, states, 1, &merged));
    TRY(nnx_node_update(node, states, 1, NULL));
    TRY(nnx_variable_type_register(NNX_STR("Forked"), NNX_STR("Param")));
    TRY(nnx_tensor_text(tensor, &text));
    TRY(nnx_bytes_release(text));
    TRY(nnx_tensor_release(tensor));
    TRY(nnx_node_release(merged));
    TRY(nnx_state_release(state));
    TRY(nnx_state_release(changed));
    TRY(nnx_graphdef_release(graphdef));
    return NULL;
}

/* Keeps everything busy, so that forks fall into the middle of it. */
static void *busy(void *unused) {
    (void)unused;
    while (!stop) {
        nnx_node *node = NULL;
        const char *failure = make(&node);
        if (!failure) failure = use(node);
        if (!failure && nnx_node_release(node) != NNX_OK) failure = "nnx_node_release";
        if (failure) return (void *)(uintptr_t)failure;
    }
    return NULL;
}

/* What a child does with what its parent made, and with things of its own. */
static int child(nnx_node *inherited) {
    nnx_node *own = NULL;
    const char *failure = use(inherited);
    if (!failure) failure = make(&own);
    if (!failure) failure = use(own);
    if (!failure && nnx_node_release(own) != NNX_OK) failure = "release of its own node";
    if (!failure && nnx_node_release(inherited) != NNX_OK) failure = "release of the inherited node";
    if (!failure && nnx_node_release(inherited) != NNX_STATUS_INVALID_HANDLE) failure = "second release";
    if (failure) printf("in the child: %s: %s\n", failure, nnx_last_error_message());
    fflush(stdout);
    return failure != NULL;
}

int main(void) {
    pthread_t threads[2];
    nnx_node *inherited = NULL;
    nnx_tensor *tensor = NULL;
    const void *data = NULL;
    size_t size = 0;
    int passed = 0, failed = 0, number;
    if (make(&inherited)) return 1;
    for (number = 0; number < 2; number++) {
        if (pthread_create(&threads[number], NULL, busy, NULL)) return 1;
    }
    for (number = 0; number < CHILDREN; number++) {
        int status = 0;
        pid_t process;
        fflush(stdout);
        process = fork();
        if (process == 0) {
            alarm(20);
            _exit(child(inherited));
        }
        if (process > 0 && waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
            passed++;
        } else {
            failed++;
            printf("FAILED: child %d ended with %#x\n", number, (unsigned)status);
        }
    }
    stop = 1;
    for (number = 0; number < 2; number++) {
        void *answer = NULL;
        if (pthread_join(threads[number], &answer) || answer) {
            failed++;
            printf("FAILED: in a thread of the parent: %s\n", answer ? (const char *)answer : "join");
        }
    }
    {
        nnx_node *variable = NULL;
        if (nnx_node_get_node(inherited, NNX_STR("tied"), &variable) != NNX_OK ||
            nnx_variable_get(variable, &tensor) != NNX_OK || nnx_tensor_data(tensor, &data, &size) != NNX_OK ||
            *(const float *)data != 1) {
            failed++;
            printf("FAILED: the parent's value changed, or cannot be read: %s\n", nnx_last_error_message());
        }
        if (nnx_tensor_release(tensor) != NNX_OK || nnx_node_release(variable) != NNX_OK) failed++;
    }
    if (nnx_node_release(inherited) != NNX_OK) failed++;
    printf("fork: %d passed, %d failed\n", passed, failed);
    return failed != 0;
}
