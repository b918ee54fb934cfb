// The two programs of Flax's page on performance: a step over objects, and the same over their State.
// page_train.cpp and page_train.py are the same programs and print the same.

#include <nnx.h>

#include <stdio.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        nnx_status try_status = (call);                                                                                \
        if (try_status != NNX_OK) return try_status;                                                                   \
    } while (0)

enum { LINEAR, BN, DROPOUT, LINEAR_OUT, LAYERS };
enum { MODEL, OPTIMIZER, METRICS, OBJECTS };
static const nnx_str names[LAYERS] = {{"linear", 6}, {"bn", 2}, {"dropout", 7}, {"linear_out", 10}};

static nnx_status model_new(int64_t din, int64_t dmid, int64_t dout, nnx_node *rngs, nnx_node **model) {
    nnx_node *layers[LAYERS];
    TRY(nnx_linear_new(rngs, din, dmid, NULL, &layers[LINEAR]));
    TRY(nnx_batch_norm_new(rngs, dmid, NULL, &layers[BN]));
    TRY(nnx_dropout_new(rngs, 0.2, NULL, &layers[DROPOUT]));
    TRY(nnx_linear_new(rngs, dmid, dout, NULL, &layers[LINEAR_OUT]));
    TRY(nnx_object_new(NULL, NNX_STR("Model"), model));
    for (int i = 0; i < LAYERS; i++) TRY(nnx_node_set_node(*model, names[i], layers[i]));
    for (int i = 0; i < LAYERS; i++) TRY(nnx_node_release(layers[i]));
    return NNX_OK;
}

static nnx_status model_call(nnx_node *model, nnx_value *x, nnx_value **y) {
    nnx_node *layers[LAYERS];
    for (int i = 0; i < LAYERS; i++) TRY(nnx_node_get_node(model, names[i], &layers[i]));
    TRY(nnx_linear_call(layers[LINEAR], x, &x));
    TRY(nnx_batch_norm_call(layers[BN], x, NULL, &x));
    TRY(nnx_dropout_call(layers[DROPOUT], x, NULL, &x));
    TRY(nnx_value_activation(x, NNX_ACTIVATION_RELU, &x));
    TRY(nnx_linear_call(layers[LINEAR_OUT], x, y));
    for (int i = 0; i < LAYERS; i++) TRY(nnx_node_release(layers[i]));
    return NNX_OK;
}

static nnx_status objects_new(nnx_static *tx, nnx_node **objects) {
    nnx_node *rngs, *average;
    TRY(nnx_rngs_new(0, &rngs));
    TRY(model_new(2, 64, 3, rngs, &objects[MODEL]));
    TRY(nnx_optimizer_new(objects[MODEL], tx, NULL, &objects[OPTIMIZER])); // reference sharing
    TRY(nnx_average_new(NNX_STR("loss"), &average));
    return nnx_multi_metric_new((nnx_str[]){NNX_STR("loss")}, (const nnx_node *[]){average}, 1, &objects[METRICS]);
}

static nnx_status loss_fn(void *model, nnx_trace *trace, nnx_value **loss) {
    nnx_value *x, *y;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &y));
    TRY(model_call(model, x, &x));
    TRY(nnx_value_binary(x, NNX_BINARY_SUB, y, &x));
    TRY(nnx_value_binary(x, NNX_BINARY_MUL, x, &x));
    return nnx_value_reduce(x, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static nnx_status train_step(void *user_data, nnx_trace *trace) {
    nnx_node **objects = user_data;
    nnx_value *loss;
    nnx_state *grads;
    TRY(nnx_value_and_grad(trace, objects[MODEL], NULL, loss_fn, objects[MODEL], NULL, &loss, &grads));
    TRY(nnx_optimizer_update(objects[OPTIMIZER], grads)); // in-place updates
    TRY(nnx_state_release(grads));
    TRY(nnx_metric_update(objects[METRICS], (nnx_str[]){NNX_STR("loss")}, (const nnx_value *[]){loss}, 1));
    return nnx_trace_output(trace, loss);
}

static nnx_status pure_train_step(void *graphdef, nnx_trace *trace) {
    nnx_node *all, *objects[OBJECTS];
    nnx_graphdef *same;
    nnx_state *state;
    TRY(nnx_trace_state(trace, 0, &state));
    TRY(nnx_graphdef_merge(graphdef, (const nnx_state *[]){state}, 1, &all)); // merge at the beginning of the function
    for (int i = 0; i < OBJECTS; i++) TRY(nnx_node_get_node(all, (nnx_str){&"012"[i], 1}, &objects[i]));
    TRY(train_step(objects, trace));
    TRY(nnx_node_split(all, NULL, 0, &same, &state)); // split at the end of the function
    return nnx_trace_output_state(trace, state);
}

// Prints the loss, and gives the results back.
static nnx_status print(const char *name, nnx_results *results) {
    nnx_tensor *loss;
    const void *data;
    size_t nbytes;
    TRY(nnx_results_tensor(results, 0, &loss));
    TRY(nnx_tensor_data(loss, &data, &nbytes));
    printf("%s %.9g\n", name, (double)*(const float *)data);
    TRY(nnx_tensor_release(loss));
    return nnx_results_release(results);
}

static nnx_status run(void) {
    float ones[32 * 2], zeros[32 * 3] = {0};
    for (int i = 0; i < 32 * 2; i++) ones[i] = 1;
    nnx_tensor *x, *y;
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 2}, 2, ones, sizeof ones, &x));
    TRY(nnx_tensor_new(NNX_DTYPE_F32, (int64_t[]){32, 3}, 2, zeros, sizeof zeros, &y));
    const nnx_tensor *const data[] = {x, y};
    nnx_node *objects[OBJECTS], *all;
    nnx_static *tx;
    nnx_jit *step;
    nnx_results *results;
    nnx_graphdef *graphdef;
    nnx_state *state;

    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(objects_new(tx, objects));
    TRY(nnx_jit_new(train_step, objects, NULL, NULL, &step));
    for (int i = 0; i < 10; i++) {
        TRY(nnx_jit_call(step, (const nnx_node *const *)objects, OBJECTS, NULL, 0, data, 2, &results));
        TRY(print("adam", results));
    }

    TRY(nnx_optim_adamw(1e-3, NULL, &tx));
    TRY(objects_new(tx, objects));
    TRY(nnx_tuple_new(NULL, &all));
    for (int i = 0; i < OBJECTS; i++) TRY(nnx_node_set_node(all, (nnx_str){&"012"[i], 1}, objects[i]));
    TRY(nnx_node_split(all, NULL, 0, &graphdef, &state)); // split before training loop
    TRY(nnx_jit_new(pure_train_step, graphdef, NULL, NULL, &step));
    for (int i = 0; i < 10; i++) {
        TRY(nnx_jit_call(step, NULL, 0, (const nnx_state *[]){state}, 1, data, 2, &results));
        TRY(nnx_state_release(state));
        TRY(nnx_results_state(results, 0, &state));
        TRY(print("adamw", results));
    }
    return nnx_node_update(all, (const nnx_state *[]){state}, 1, NULL); // update objects after training
}

int main(void) {
    if (run() == NNX_OK) return 0;
    fprintf(stderr, "%s\n", nnx_last_error_message());
    return 1;
}
