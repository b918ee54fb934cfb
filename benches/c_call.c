// What a call costs from C around a step of one addition: the microseconds of a run of a Session and of a call of a jit, the
// least of many rounds of a hundred. python_call.py does the same from Python, and runs this.

#include <nnx.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define OK(call)                                                                                                       \
    do {                                                                                                               \
        if ((call) != NNX_OK) {                                                                                        \
            fprintf(stderr, "%s\n", nnx_last_error_message());                                                         \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

enum { ROUNDS = 400, CALLS = 100 };

static nnx_status plus_one(void *user_data, nnx_trace *trace) {
    nnx_value *x;
    (void)user_data;
    OK(nnx_trace_input(trace, 0, &x));
    OK(nnx_value_binary_scalar(x, NNX_BINARY_ADD, 1, 0, &x));
    return nnx_trace_output(trace, x);
}

static double now(void) {
    struct timespec time;
    timespec_get(&time, TIME_UTC);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

static void take(nnx_results *results) {
    nnx_tensor *y;
    OK(nnx_results_tensor(results, 0, &y));
    OK(nnx_tensor_release(y));
    OK(nnx_results_release(results));
}

int main(void) {
    const float weights[4] = {0}, numbers[32 * 3] = {0};
    nnx_tensor *w, *inputs[2];
    nnx_node *model, *variable;
    nnx_jit *jit;
    nnx_step *step;
    nnx_session *session;
    nnx_results *results;
    for (int i = 0; i < 2; i++) {
        const int64_t shape[] = {32, 2 + i};
        OK(nnx_tensor_new(NNX_DTYPE_F32, shape, 2, numbers, sizeof(float) * 32 * (size_t)shape[1], &inputs[i]));
    }
    OK(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){4}, 1, weights, sizeof weights, &w));
    OK(nnx_variable_new(NULL, NNX_STR("Param"), w, &variable));
    OK(nnx_object_new(NULL, NNX_STR("Model"), &model));
    OK(nnx_node_set_node(model, NNX_STR("w"), variable));
    const nnx_node *const objects[] = {model};
    const nnx_tensor *const given[] = {inputs[0], inputs[1]};
    OK(nnx_jit_new(plus_one, NULL, NULL, NULL, &jit));
    OK(nnx_jit_step(jit, objects, 1, NULL, 0, given, 2, &step));
    OK(nnx_session_new(objects, 1, NULL, &session));
    for (int i = 0; i < 2; i++) {
        const int64_t shape[] = {32, 2 + i};
        OK(nnx_session_bind_input(session, (size_t)i, NNX_DTYPE_F32, shape, 2, numbers,
                                  sizeof(float) * 32 * (size_t)shape[1]));
    }
    double least[2] = {1e9, 1e9};
    for (int round = 0; round < ROUNDS; round++) {
        for (int way = 0; way < 2; way++) {
            const double began = now();
            for (int i = 0; i < CALLS; i++) {
                if (way == 0) OK(nnx_session_run(session, step, NULL, 0, &results));
                else OK(nnx_jit_call(jit, objects, 1, NULL, 0, given, 2, &results));
                take(results);
            }
            const double time = (now() - began) / CALLS;
            if (time < least[way]) least[way] = time;
        }
    }
    printf("%.3f %.3f\n", least[0], least[1]);
    return 0;
}
