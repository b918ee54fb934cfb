// The page's training step from C: prints the microseconds of a step, measured for so many seconds. The step is a call of
// a jit, or with the second argument a run of a Session whose inputs and loss are bound memory.
//
//   c_step [SECONDS [session]]

#define main page_main
#include "../bindings/c/examples/page_train.c"
#undef main

#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static nnx_status measure(double seconds, int by_session) {
    float loss, ones[32 * 2], zeros[32 * 3] = {0};
    for (int i = 0; i < 32 * 2; i++) ones[i] = 1;
    nnx_tensor *x, *y;
    nnx_node *objects[OBJECTS];
    nnx_static *tx;
    nnx_jit *step;
    nnx_results *results;
    nnx_step *compiled;
    nnx_session *session;
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 2}, 2, ones, sizeof ones, &x));
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 3}, 2, zeros, sizeof zeros, &y));
    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(objects_new(tx, objects));
    TRY(nnx_jit_new(train_step, objects, NULL, NULL, &step));
    const nnx_node *const *roots = (const nnx_node *const *)objects;
    TRY(nnx_jit_step(step, roots, OBJECTS, NULL, 0, (const nnx_tensor *[]){x, y}, 2, &compiled));
    TRY(nnx_session_new(roots, OBJECTS, NULL, &session));
    TRY(nnx_session_bind_input(session, 0, NNX_DTYPE_F32, (int64_t[]){32, 2}, 2, ones, sizeof ones));
    TRY(nnx_session_bind_input(session, 1, NNX_DTYPE_F32, (int64_t[]){32, 3}, 2, zeros, sizeof zeros));
    TRY(nnx_session_bind_output(session, 0, &loss, sizeof loss));
    double began = 0;
    long count = -1; // the first call traces
    while (count < 1 || now() - began < seconds) {
        if (by_session)
            TRY(nnx_session_run(session, compiled, NULL, 0, &results));
        else
            TRY(nnx_jit_call(step, roots, OBJECTS, NULL, 0, (const nnx_tensor *[]){x, y}, 2, &results));
        TRY(nnx_results_release(results));
        if (++count == 0) began = now();
    }
    printf("%.3f\n", 1e6 * (now() - began) / (double)count);
    return NNX_OK;
}

int main(int argc, char **argv) {
    const nnx_status status = measure(argc > 1 ? atof(argv[1]) : 1, argc > 2);
    if (status != NNX_OK) fprintf(stderr, "%s: %s\n", nnx_status_name(status), nnx_last_error_message());
    return status == NNX_OK ? 0 : 1;
}
