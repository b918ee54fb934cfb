// Trains the model of Flax's page on performance to tell iris flowers apart; train_iris.cpp and train_iris.py are the same.
//
//   train_iris IRIS.csv [BUNDLE.nnx]
//
// Prints a line for each epoch, the same in all three languages, and on the error stream the time of the first step,
// in which the function is traced and compiled, and that of each later one.

#include <nnx.h>

#include <math.h>
#include <stdio.h>
#include <time.h>

#include "iris.h"

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        nnx_status status_ = (call);                                                                                   \
        if (status_ != NNX_OK) return status_;                                                                         \
    } while (0)

enum { EPOCHS = 100, BATCH = 30, STEPS = IRIS_FLOWERS / BATCH };

struct training {
    nnx_node *model, *linear, *bn, *dropout, *linear_out, *optimizer, *metrics, *accuracy;
    nnx_value *logits, *labels; // of the call that is traced
};

static nnx_status model_new(nnx_node *rngs, int64_t din, int64_t dmid, int64_t dout, struct training *t) {
    TRY(nnx_linear_new(rngs, din, dmid, NULL, &t->linear));
    TRY(nnx_batch_norm_new(rngs, dmid, NULL, &t->bn));
    TRY(nnx_dropout_new(rngs, 0.2, NULL, &t->dropout));
    TRY(nnx_linear_new(rngs, dmid, dout, NULL, &t->linear_out));
    TRY(nnx_object_new(NULL, NNX_STR("Model"), &t->model));
    TRY(nnx_node_set_node(t->model, NNX_STR("linear"), t->linear));
    TRY(nnx_node_set_node(t->model, NNX_STR("bn"), t->bn));
    TRY(nnx_node_set_node(t->model, NNX_STR("dropout"), t->dropout));
    return nnx_node_set_node(t->model, NNX_STR("linear_out"), t->linear_out);
}

static nnx_status model_call(struct training *t, nnx_trace *trace) {
    nnx_value *x;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &t->labels));
    TRY(nnx_linear_call(t->linear, x, &x));
    TRY(nnx_batch_norm_call(t->bn, x, NULL, &x));
    TRY(nnx_dropout_call(t->dropout, x, NULL, &x));
    TRY(nnx_value_activation(x, NNX_ACTIVATION_RELU, &x));
    return nnx_linear_call(t->linear_out, x, &t->logits);
}

static nnx_status loss_fn(void *user_data, nnx_trace *trace, nnx_value **loss) {
    struct training *t = user_data;
    TRY(model_call(t, trace));
    TRY(nnx_loss_softmax_cross_entropy_with_integer_labels(t->logits, t->labels, -1, loss));
    return nnx_value_reduce(*loss, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static const nnx_str names[] = {{"logits", 6}, {"labels", 6}, {"loss", 4}, {"accuracy", 8}};

static nnx_status train_step(void *user_data, nnx_trace *trace) {
    struct training *t = user_data;
    nnx_value *loss;
    nnx_state *grads;
    TRY(nnx_value_and_grad(trace, t->model, NULL, loss_fn, t, NULL, &loss, &grads));
    TRY(nnx_optimizer_update(t->optimizer, grads));
    TRY(nnx_state_release(grads));
    TRY(nnx_metric_update(t->metrics, names, (const nnx_value *[]){t->logits, t->labels, loss}, 3));
    return nnx_trace_output(trace, loss);
}

static nnx_status evaluate(void *user_data, nnx_trace *trace) {
    struct training *t = user_data;
    TRY(model_call(t, trace));
    return nnx_metric_update(t->accuracy, names, (const nnx_value *[]){t->logits, t->labels}, 2);
}

// One call with a batch of flowers, which is given back.
static nnx_status call(nnx_jit *jit, const nnx_node *const *objects, size_t count, nnx_tensor *const *batch) {
    nnx_results *results;
    TRY(nnx_jit_call(jit, objects, count, NULL, 0, (const nnx_tensor *const *)batch, 2, &results));
    TRY(nnx_tensor_release(batch[0]));
    TRY(nnx_tensor_release(batch[1]));
    return nnx_results_release(results);
}

static nnx_status metric(nnx_node *metrics, nnx_str name, double *value) {
    nnx_state *values;
    nnx_tensor *tensor;
    const void *data;
    TRY(nnx_metric_compute(metrics, &values));
    TRY(nnx_state_get(values, name, &tensor));
    TRY(nnx_tensor_data(tensor, &data, &(size_t){0}));
    *value = *(const float *)data;
    TRY(nnx_tensor_release(tensor));
    return nnx_state_release(values);
}

static nnx_status run(const struct iris *flowers, const char *file) {
    struct training t;
    nnx_node *rngs, *average;
    nnx_static *tx;
    nnx_jit *train, *test;
    nnx_tensor *order, *batch[2];
    nnx_bundle *bundle;
    double loss, accuracy;
    TRY(nnx_rngs_new(0, &rngs));
    TRY(model_new(rngs, IRIS_LENGTHS, 64, 3, &t));
    TRY(nnx_optim_adam(3e-3, NULL, &tx));
    TRY(nnx_optimizer_new(t.model, tx, NULL, &t.optimizer));
    TRY(nnx_average_new(NNX_STR("loss"), &average));
    TRY(nnx_accuracy_new(NAN, &t.accuracy));
    TRY(nnx_multi_metric_new(&names[2], (const nnx_node *[]){average, t.accuracy}, 2, &t.metrics));
    TRY(nnx_jit_new(train_step, &t, NULL, NULL, &train));
    TRY(nnx_jit_new(evaluate, &t, NULL, NULL, &test));

    const nnx_node *const objects[] = {t.model, t.optimizer, t.metrics};
    const clock_t began = clock();
    clock_t first = began;
    for (uint32_t epoch = 0; epoch < EPOCHS; epoch++) {
        TRY(iris_shuffled(1, epoch, &order));
        for (int i = 0; i < STEPS; i++) {
            TRY(iris_batch(flowers, order, i * BATCH, BATCH, batch));
            TRY(call(train, objects, 3, batch));
            if (epoch == 0 && i == 0) first = clock();
        }
        TRY(metric(t.metrics, names[2], &loss));
        TRY(metric(t.metrics, names[3], &accuracy));
        printf("epoch %3u  loss %.9g  accuracy %.9g\n", epoch + 1, loss, accuracy);
        TRY(nnx_metric_reset(t.metrics));
        TRY(nnx_tensor_release(order));
    }
    const double tick = 1e6 / CLOCKS_PER_SEC, later = (double)(clock() - first) / (EPOCHS * STEPS - 1);
    fprintf(stderr, "C: %.1f ms for the first step, %.0f µs for each later one\n", tick * (double)(first - began) / 1e3,
            tick * later);

    TRY(nnx_node_eval(t.model));
    TRY(iris_batch(flowers, NULL, 0, IRIS_FLOWERS, batch));
    TRY(call(test, (const nnx_node *[]){t.model, t.accuracy}, 2, batch));
    TRY(metric(t.accuracy, NNX_STR(""), &accuracy));
    printf("accuracy on all %d flowers: %.9g\n", IRIS_FLOWERS, accuracy);
    if (!file) return NNX_OK;
    TRY(nnx_bundle_of_objects(objects, 3, &bundle));
    TRY(nnx_bundle_add_jit(bundle, NNX_STR("train"), train));
    TRY(nnx_bundle_save(bundle, (nnx_str){file, strlen(file)}, NULL));
    return nnx_bundle_release(bundle);
}

int main(int argc, char **argv) {
    const struct iris flowers = iris_read(argc > 1 ? argv[1] : "");
    if (run(&flowers, argc > 2 ? argv[2] : NULL) == NNX_OK) return 0;
    fprintf(stderr, "%s\n", nnx_last_error_message());
    return 1;
}
