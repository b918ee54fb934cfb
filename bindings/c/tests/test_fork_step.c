/* After fork a child runs the steps of its parent, on threads of its own: those of the parent are not there. Another thread
 * of the parent runs the step all the while, so that children are forked while workers are busy. A number as the argument
 * says how many, where each is slow. */
#define _POSIX_C_SOURCE 200809L
#include "steps.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

/* So many elements that a kernel over them is worth several threads. */
enum { COUNT = 1 << 18 };

static volatile int busy = 1;

/* The kernel becomes its hyperbolic tangent. */
static nnx_status bend(void *user_data, nnx_trace *trace) {
    nnx_node *model = NULL, *kernel = NULL;
    nnx_value *value = NULL;
    (void)user_data;
    TRY(nnx_trace_object(trace, 0, &model));
    nnx_status status = read_variable(trace, model, "kernel", &value);
    if (status == NNX_OK) status = nnx_value_unary(value, NNX_UNARY_TANH, &value);
    if (status == NNX_OK) status = nnx_node_get_node(model, text("kernel"), &kernel);
    if (status == NNX_OK) status = nnx_variable_set_traced(kernel, value);
    OK(nnx_node_release(kernel));
    OK(nnx_node_release(model));
    return status;
}

static nnx_session *session_on(const nnx_node *model, int32_t num_threads) {
    nnx_session_options options = NNX_SESSION_OPTIONS_INIT;
    nnx_session *session = NULL;
    options.num_threads = num_threads;
    OK(nnx_session_new(&model, 1, &options, &session));
    return session;
}

static void run(nnx_session *session, const nnx_step *step) {
    nnx_results *results = NULL;
    OK(nnx_session_run(session, step, NULL, 0, &results));
    OK(nnx_results_release(results));
}

/* Whether both hold the same bits. */
static int are_equal(const nnx_session *one, const nnx_session *other) {
    nnx_tensor *a = NULL, *b = NULL;
    const void *bytes_a = NULL, *bytes_b = NULL;
    size_t nbytes_a = 0, nbytes_b = 0;
    OK(nnx_session_read(one, text("0/kernel"), &a));
    OK(nnx_session_read(other, text("0/kernel"), &b));
    OK(nnx_tensor_data(a, &bytes_a, &nbytes_a));
    OK(nnx_tensor_data(b, &bytes_b, &nbytes_b));
    const int equal = nbytes_a == COUNT * sizeof(float) && nbytes_a == nbytes_b && !memcmp(bytes_a, bytes_b, nbytes_a);
    OK(nnx_tensor_release(a));
    OK(nnx_tensor_release(b));
    return equal;
}

struct busy_work {
    nnx_session *session;
    const nnx_step *step;
};

static void *keep_busy(void *user_data) {
    const struct busy_work *work = (const struct busy_work *)user_data;
    while (busy) run(work->session, work->step);
    return NULL;
}

int main(int argc, char **argv) {
    const long forks = argc > 1 ? strtol(argv[1], NULL, 10) : 50;
    const int64_t shape[1] = {COUNT};
    float *values = (float *)malloc(COUNT * sizeof(float));
    nnx_node *model = object("Model");
    nnx_session_options options = NNX_SESSION_OPTIONS_INIT;
    nnx_session *refused = NULL;
    pthread_t thread;
    CHECK(forks > 0 && values != NULL);
    for (size_t i = 0; i < COUNT; i++) values[i] = (float)(i % 1000) / 250 - 2;
    attach(model, "kernel", variable("Param", floats(shape, 1, values)));
    free(values);
    nnx_jit *bending = jit_of(bend, NULL);
    nnx_step *step = NULL;
    OK(nnx_jit_step(bending, (const nnx_node *const[]){model}, 1, NULL, 0, NULL, 0, &step));
    for (int32_t wrong = -1; wrong <= 1025; wrong += 1026) {
        options.num_threads = wrong;
        CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                     nnx_session_new((const nnx_node *const[]){model}, 1, &options, &refused));
    }

    nnx_session *alone = session_on(model, 1), *shared = session_on(model, 4);
    struct busy_work work = {session_on(model, 4), step};
    run(alone, step);
    run(shared, step);
    CHECK(are_equal(alone, shared));
    CHECK(pthread_create(&thread, NULL, keep_busy, &work) == 0);
    for (long i = 0; i < forks; i++) {
        pid_t process = fork();
        if (process == 0) {
            alarm(20);
            checks_failed = 0;
            nnx_session *own = session_on(model, 4), *own_alone = session_on(model, 1);
            for (int count = 0; count < 3; count++) {
                run(alone, step);
                run(shared, step);
                run(own, step);
                run(own_alone, step);
                CHECK(are_equal(alone, shared));
                CHECK(are_equal(own, own_alone));
            }
            OK(nnx_session_release(own));
            OK(nnx_session_release(own_alone));
            _exit(finish());
        }
        int answer = -1;
        CHECK(process > 0 && waitpid(process, &answer, 0) == process);
        CHECK(WIFEXITED(answer) && WEXITSTATUS(answer) == 0);
        run(shared, step);
        run(alone, step);
        CHECK(are_equal(alone, shared));
    }
    busy = 0;
    CHECK(pthread_join(thread, NULL) == 0);
    OK(nnx_session_release(work.session));
    OK(nnx_session_release(alone));
    OK(nnx_session_release(shared));
    OK(nnx_step_release(step));
    OK(nnx_jit_release(bending));
    OK(nnx_node_release(model));
    return finish();
}
