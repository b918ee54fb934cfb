/* A model of one matrix and one vector, and steps over it: gradient descent, and a prediction. */
#ifndef STEPS_H
#define STEPS_H

#include "model.h"

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const nnx_status try_status = (call);                                                                          \
        if (try_status != NNX_OK) return try_status;                                                                   \
    } while (0)

static const int64_t two[2] = {2, 2};
static const int64_t three[2] = {3, 2};

static inline nnx_node *line(void) {
    const float kernel[4] = {1, 2, 3, 4}, bias[2] = {0.5f, -0.5f};
    nnx_node *model = object("Line");
    attach(model, "kernel", variable("Param", floats(two, 2, kernel)));
    attach(model, "bias", variable("Param", floats(two, 1, bias)));
    return model;
}

static inline nnx_tensor *inputs_x(void) {
    const float x[6] = {1, -2, 0.5f, 3, 2, 1};
    return floats(three, 2, x);
}

static inline nnx_tensor *inputs_y(void) {
    const float y[6] = {0, 1, 2, 3, 4, 5};
    return floats(three, 2, y);
}

/* What a step works with: its callbacks are given this. */
struct work {
    nnx_node *model;
    int traced;
    nnx_status fails;
};

static inline nnx_status read_variable(nnx_trace *trace, nnx_node *model, const char *name, nnx_value **value) {
    nnx_node *node = NULL;
    TRY(nnx_node_get_node(model, text(name), &node));
    const nnx_status status = nnx_variable_read(trace, node, value);
    OK(nnx_node_release(node));
    return status;
}

static inline nnx_status predict(nnx_trace *trace, nnx_node *model, nnx_value **y) {
    nnx_value *x = NULL, *kernel = NULL, *bias = NULL;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(read_variable(trace, model, "kernel", &kernel));
    TRY(read_variable(trace, model, "bias", &bias));
    TRY(nnx_value_matmul(x, kernel, y));
    return nnx_value_binary(*y, NNX_BINARY_ADD, bias, y);
}

static inline nnx_status loss_of(void *user_data, nnx_trace *trace, nnx_value **loss) {
    const struct work *work = (const struct work *)user_data;
    nnx_value *y = NULL, *target = NULL;
    TRY(predict(trace, work->model, &y));
    TRY(nnx_trace_input(trace, 1, &target));
    TRY(nnx_value_binary(y, NNX_BINARY_SUB, target, &y));
    TRY(nnx_value_square(y, &y));
    return nnx_value_reduce(y, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static inline nnx_status descend(nnx_trace *trace, nnx_node *model, const nnx_state *gradients, const char *name) {
    nnx_value *value = NULL, *gradient = NULL;
    nnx_node *node = NULL;
    TRY(read_variable(trace, model, name, &value));
    TRY(nnx_state_get_value(gradients, text(name), &gradient));
    TRY(nnx_value_binary_scalar(gradient, NNX_BINARY_MUL, 0.125, 0, &gradient));
    TRY(nnx_value_binary(value, NNX_BINARY_SUB, gradient, &value));
    TRY(nnx_node_get_node(model, text(name), &node));
    const nnx_status status = nnx_variable_set_traced(node, value);
    OK(nnx_node_release(node));
    return status;
}

static inline nnx_status train(void *user_data, nnx_trace *trace) {
    struct work *work = (struct work *)user_data;
    nnx_value *loss = NULL;
    nnx_state *gradients = NULL;
    nnx_filter *params = of_type("Param");
    work->traced++;
    TRY(nnx_trace_object(trace, 0, &work->model));
    nnx_status status = nnx_value_and_grad(trace, work->model, params, loss_of, work, NULL, &loss, &gradients);
    if (status == NNX_OK) status = descend(trace, work->model, gradients, "bias");
    if (status == NNX_OK) status = descend(trace, work->model, gradients, "kernel");
    if (status == NNX_OK) status = nnx_trace_output(trace, loss);
    OK(nnx_state_release(gradients));
    OK(nnx_node_release(work->model));
    OK(nnx_filter_release(params));
    return status != NNX_OK ? status : work->fails;
}

static inline nnx_status evaluate(void *user_data, nnx_trace *trace) {
    nnx_node *model = NULL;
    nnx_value *y = NULL;
    (void)user_data;
    TRY(nnx_trace_object(trace, 0, &model));
    const nnx_status status = predict(trace, model, &y);
    OK(nnx_node_release(model));
    return status != NNX_OK ? status : nnx_trace_output(trace, y);
}

/* The only array that a run gave; the results are released. */
static inline nnx_tensor *take_tensor(nnx_results *results) {
    nnx_tensor *tensor = NULL;
    OK(nnx_results_tensor(results, 0, &tensor));
    OK(nnx_results_release(results));
    return tensor;
}

static inline float call(nnx_jit *jit, const nnx_node *model, const nnx_tensor *x, const nnx_tensor *y) {
    const nnx_tensor *inputs[2] = {x, y};
    nnx_results *results = NULL;
    OK(nnx_jit_call(jit, &model, 1, NULL, 0, inputs, 2, &results));
    return take_element(take_tensor(results), 0);
}

static inline nnx_jit *jit_of(nnx_trace_fn function, struct work *work) {
    nnx_jit *jit = NULL;
    OK(nnx_jit_new(function, work, NULL, NULL, &jit));
    return jit;
}

static inline nnx_step *step_of(nnx_jit *jit, const nnx_node *model, const nnx_tensor *x, const nnx_tensor *y) {
    const nnx_tensor *inputs[2] = {x, y};
    nnx_step *step = NULL;
    OK(nnx_jit_step(jit, &model, 1, NULL, 0, inputs, y ? 2 : 1, &step));
    return step;
}

#endif
