// The page's training step from C: prints the microseconds of a step, measured for so many seconds.
//
//   c_step [SECONDS]

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

static nnx_status measure(double seconds) {
    float ones[32 * 2], zeros[32 * 3] = {0};
    for (int i = 0; i < 32 * 2; i++) ones[i] = 1;
    nnx_tensor *x, *y;
    nnx_node *objects[OBJECTS];
    nnx_static *tx;
    nnx_jit *step;
    nnx_results *results;
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 2}, 2, ones, sizeof ones, &x));
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 3}, 2, zeros, sizeof zeros, &y));
    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(objects_new(tx, objects));
    TRY(nnx_jit_new(train_step, objects, NULL, NULL, &step));
    double began = 0;
    long count = -1; // the first call traces
    while (count < 1 || now() - began < seconds) {
        TRY(nnx_jit_call(step, (const nnx_node *const *)objects, OBJECTS, NULL, 0, (const nnx_tensor *[]){x, y}, 2,
                         &results));
        TRY(nnx_results_release(results));
        if (++count == 0) began = now();
    }
    printf("%.3f\n", 1e6 * (now() - began) / (double)count);
    return NNX_OK;
}

int main(int argc, char **argv) {
    const nnx_status status = measure(argc > 1 ? atof(argv[1]) : 1);
    if (status != NNX_OK) fprintf(stderr, "%s: %s\n", nnx_status_name(status), nnx_last_error_message());
    return status == NNX_OK ? 0 : 1;
}
