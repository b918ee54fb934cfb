/* const handles from several threads at once; errors belong to their thread; handles made and released everywhere. */
#include "model.h"

#include <pthread.h>

enum { THREADS = 4, ROUNDS = 200 };

static nnx_node *model = NULL;
static nnx_state *reference = NULL;

/* Checks are counted by the main thread: a worker answers with the number of failures. */
static void *split_and_merge(void *unused) {
    size_t failures = 0;
    (void)unused;
    for (int round = 0; round < ROUNDS; round++) {
        nnx_graphdef *graphdef = NULL;
        nnx_state *state = NULL;
        nnx_node *again = NULL;
        nnx_tensor *none = NULL;
        int32_t equal = 0;
        failures += nnx_node_split(model, NULL, 0, &graphdef, &state) != NNX_OK;
        failures += nnx_graphdef_merge(graphdef, (const nnx_state *[]){state}, 1, &again) != NNX_OK;
        failures += nnx_state_equal(state, reference, &equal) != NNX_OK || !equal;
        failures += nnx_node_get_tensor(again, nnx_str_of("absent"), &none) != NNX_STATUS_NOT_FOUND;
        failures += strstr(nnx_last_error_message(), "absent") == NULL;
        failures += nnx_node_release(again) != NNX_OK;
        failures += nnx_state_release(state) != NNX_OK;
        failures += nnx_graphdef_release(graphdef) != NNX_OK;
    }
    return (void *)failures;
}

static void *complain(void *number) {
    char name[32];
    size_t failures = 0;
    snprintf(name, sizeof name, "missing-%d", *(int *)number);
    for (int round = 0; round < ROUNDS; round++) {
        nnx_tensor *none = NULL;
        failures += nnx_node_get_tensor(model, nnx_str_of(name), &none) != NNX_STATUS_NOT_FOUND;
        failures += strstr(nnx_last_error_message(), name) == NULL;
    }
    return (void *)failures;
}

static void *release(void *handle) {
    return (void *)(size_t)(nnx_node_release(handle) != NNX_OK);
}

static void run(void *(*body)(void *), void *arguments[THREADS]) {
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++) CHECK(pthread_create(&threads[i], NULL, body, arguments[i]) == 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *failures = NULL;
        CHECK(pthread_join(threads[i], &failures) == 0);
        CHECK(failures == NULL);
    }
}

int main(void) {
    int numbers[THREADS] = {0, 1, 2, 3};
    void *none[THREADS] = {NULL, NULL, NULL, NULL};
    void *pointers[THREADS], *handles[THREADS];
    model = small_model();
    OK(nnx_node_state(model, NULL, 0, &reference));
    run(split_and_merge, none);
    for (size_t i = 0; i < THREADS; i++) {
        nnx_node *handle = NULL;
        pointers[i] = &numbers[i];
        OK(nnx_node_retain(model, &handle));
        handles[i] = handle;
    }
    run(complain, pointers);
    run(release, handles);
    OK(nnx_node_release(model));
    OK(nnx_state_release(reference));
    return finish();
}
