#include "steps.h"

#include <math.h>

/* A training step over a model, an Optimizer that keeps it, and metrics. */
struct training {
    struct work work;
    nnx_node *optimizer;
    nnx_node *metrics;
};

static nnx_status step(void *user_data, nnx_trace *trace) {
    struct training *training = (struct training *)user_data;
    nnx_value *loss = NULL;
    nnx_state *gradients = NULL;
    const nnx_str names[1] = {NNX_STR("loss")};
    TRY(nnx_value_and_grad(trace, training->work.model, NULL, loss_of, &training->work, NULL, &loss, &gradients));
    const nnx_value *values[1] = {loss};
    nnx_status status = nnx_optimizer_update(training->optimizer, gradients);
    if (status == NNX_OK) status = nnx_metric_update(training->metrics, names, values, 1);
    if (status == NNX_OK) status = nnx_trace_output(trace, loss);
    OK(nnx_state_release(gradients));
    return status;
}

static void a_traced_step_trains_and_counts(void) {
    struct training training = {{line(), 0, NNX_OK}, NULL, NULL};
    nnx_static *tx = NULL;
    nnx_adam_options options = NNX_ADAM_OPTIONS_INIT;
    options.weight_decay = 0.01;
    OK(nnx_optim_adamw(0.1, &options, &tx));
    OK(nnx_optimizer_new(training.work.model, tx, NULL, &training.optimizer));
    nnx_node *loss = NULL;
    OK(nnx_average_new(NNX_STR("loss"), &loss));
    const nnx_str names[1] = {NNX_STR("loss")};
    const nnx_node *parts[1] = {loss};
    OK(nnx_multi_metric_new(names, parts, 1, &training.metrics));
    nnx_jit *jit = NULL;
    OK(nnx_jit_new(step, &training, NULL, NULL, &jit));
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    const nnx_node *objects[3] = {training.work.model, training.optimizer, training.metrics};
    const nnx_tensor *inputs[2] = {x, y};
    float first = 0, last = 0, sum = 0;
    for (int i = 0; i < 50; i++) {
        nnx_results *results = NULL;
        OK(nnx_jit_call(jit, objects, 3, NULL, 0, inputs, 2, &results));
        last = take_element(take_tensor(results), 0);
        if (i == 0) first = last;
        sum += last;
    }
    CHECK(last < first / 2);
    nnx_state *state = NULL;
    OK(nnx_metric_compute(training.metrics, &state));
    CHECK(fabsf(in_state(state, "loss", 0) - sum / 50) < 1e-5f * sum);
    OK(nnx_state_release(state));
    OK(nnx_metric_reset(training.metrics));
    CHECK(in_graph(training.metrics, "loss/total", 0) == 0);
    nnx_node *counter = child(training.optimizer, "step");
    nnx_tensor *count = NULL;
    const void *data = NULL;
    size_t nbytes = 0;
    OK(nnx_variable_get(counter, &count));
    OK(nnx_tensor_data(count, &data, &nbytes));
    CHECK(nbytes == 4 && *(const uint32_t *)data == 50);
    OK(nnx_tensor_release(count));
    OK(nnx_node_release(counter));
    OK(nnx_jit_release(jit));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_static_release(tx));
    OK(nnx_node_release(loss));
    OK(nnx_node_release(training.metrics));
    OK(nnx_node_release(training.optimizer));
    OK(nnx_node_release(training.work.model));
}

static void check_static(nnx_static *value, const char *wanted) {
    nnx_bytes *bytes = NULL;
    nnx_str printed = {NULL, 0};
    OK(nnx_static_text(value, &bytes));
    OK(nnx_bytes_data(bytes, &printed));
    CHECK_TEXT(wanted, printed);
    OK(nnx_bytes_release(bytes));
    OK(nnx_static_release(value));
}

static void what_is_0_in_options_is_the_default(void) {
    nnx_static *tx = NULL, *schedule = NULL;
    OK(nnx_optim_adam(1e-3, NULL, &tx));
    check_static(tx, "(\"chain\", (\"scale_by_adam\", 0.9, 0.999, 1e-8, 0.0, false), (\"scale_by_learning_rate\", 0.001))");
    nnx_sgd_options options = NNX_SGD_OPTIONS_INIT;
    options.momentum = 0.5;
    options.nesterov = 1;
    OK(nnx_optim_constant_schedule(0.25, &schedule));
    options.schedule = schedule;
    OK(nnx_optim_sgd(1, &options, &tx));
    check_static(tx, "(\"chain\", (\"trace\", 0.5, true), (\"scale_by_learning_rate\", (\"constant_schedule\", 0.25)))");
    options.nesterov = 2;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_optim_sgd(1, &options, &tx));
    MESSAGE_HAS("`options.nesterov` is 2");
    OK(nnx_static_release(schedule));
}

static void an_update_without_a_trace_is_done_at_once(void) {
    nnx_node *model = line(), *optimizer = NULL;
    nnx_static *tx = NULL;
    nnx_filter *params = of_type("Param");
    nnx_state *gradients = NULL, *updates = NULL;
    OK(nnx_optim_sgd(0.5, NULL, &tx));
    OK(nnx_optimizer_new(model, tx, params, &optimizer));
    nnx_graphdef *graphdef = NULL;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &gradients));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_optimizer_update(optimizer, gradients));
    OK(nnx_optimizer_update_model(optimizer, model, gradients, &updates));
    CHECK(in_graph(model, "kernel", 3) == 2 && in_state(updates, "kernel", 3) == -2);
    OK(nnx_optimizer_update_model(optimizer, model, gradients, NULL));
    CHECK(in_graph(model, "kernel", 3) == 0);
    OK(nnx_state_release(updates));
    OK(nnx_state_release(gradients));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_filter_release(params));
    OK(nnx_static_release(tx));
    OK(nnx_node_release(optimizer));
    OK(nnx_node_release(model));
}

int main(void) {
    a_traced_step_trains_and_counts();
    what_is_0_in_options_is_the_default();
    an_update_without_a_trace_is_done_at_once();
    return finish();
}
