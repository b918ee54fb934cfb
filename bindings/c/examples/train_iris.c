// Trains the model of Flax's page on performance to tell iris flowers apart; train_iris.cpp and train_iris.py are the same.
//
//   train_iris IRIS.csv [BUNDLE.nnx]
//
// Prints a line for each epoch, the same in all three languages, and the time per step on the error stream.

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

struct model {
    nnx_node *node, *linear, *bn, *dropout, *linear_out;
};

static nnx_status model_new(nnx_node *rngs, int64_t din, int64_t dmid, int64_t dout, struct model *model) {
    TRY(nnx_object_new(NULL, NNX_STR("Model"), &model->node));
    TRY(nnx_linear_new(rngs, din, dmid, NULL, &model->linear));
    TRY(nnx_batch_norm_new(rngs, dmid, NULL, &model->bn));
    TRY(nnx_dropout_new(rngs, 0.2, NULL, &model->dropout));
    TRY(nnx_linear_new(rngs, dmid, dout, NULL, &model->linear_out));
    TRY(nnx_node_set_node(model->node, NNX_STR("linear"), model->linear));
    TRY(nnx_node_set_node(model->node, NNX_STR("bn"), model->bn));
    TRY(nnx_node_set_node(model->node, NNX_STR("dropout"), model->dropout));
    return nnx_node_set_node(model->node, NNX_STR("linear_out"), model->linear_out);
}

static nnx_status model_call(const struct model *model, nnx_value *x, nnx_value **logits) {
    TRY(nnx_linear_call(model->linear, x, &x));
    TRY(nnx_batch_norm_call(model->bn, x, NULL, &x));
    TRY(nnx_dropout_call(model->dropout, x, NULL, &x));
    TRY(nnx_value_activation(x, NNX_ACTIVATION_RELU, &x));
    return nnx_linear_call(model->linear_out, x, logits);
}

struct training {
    struct model model;
    nnx_node *optimizer, *metrics, *accuracy;
    nnx_value *logits;
};

static nnx_status loss_fn(void *user_data, nnx_trace *trace, nnx_value **loss) {
    struct training *training = user_data;
    nnx_value *x, *y;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &y));
    TRY(model_call(&training->model, x, &training->logits));
    TRY(nnx_loss_softmax_cross_entropy_with_integer_labels(training->logits, y, -1, loss));
    return nnx_value_reduce(*loss, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static nnx_status train_step(void *user_data, nnx_trace *trace) {
    struct training *training = user_data;
    nnx_value *loss, *labels;
    nnx_state *grads;
    TRY(nnx_value_and_grad(trace, training->model.node, NULL, loss_fn, training, NULL, &loss, &grads));
    TRY(nnx_optimizer_update(training->optimizer, grads));
    TRY(nnx_state_release(grads));
    TRY(nnx_trace_input(trace, 1, &labels));
    const nnx_str names[] = {NNX_STR("loss"), NNX_STR("logits"), NNX_STR("labels")};
    const nnx_value *const values[] = {loss, training->logits, labels};
    TRY(nnx_metric_update(training->metrics, names, values, 3));
    return nnx_trace_output(trace, loss);
}

static nnx_status evaluate(void *user_data, nnx_trace *trace) {
    struct training *training = user_data;
    nnx_value *x, *labels;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &labels));
    TRY(model_call(&training->model, x, &x));
    const nnx_str names[] = {NNX_STR("logits"), NNX_STR("labels")};
    const nnx_value *const values[] = {x, labels};
    return nnx_metric_update(training->accuracy, names, values, 2);
}

// One step over these flowers.
static nnx_status step(nnx_jit *jit, const nnx_node *const *objects, size_t count, nnx_tensor **batch) {
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
    size_t nbytes;
    TRY(nnx_metric_compute(metrics, &values));
    TRY(nnx_state_get(values, name, &tensor));
    TRY(nnx_tensor_data(tensor, &data, &nbytes));
    *value = *(const float *)data;
    TRY(nnx_tensor_release(tensor));
    return nnx_state_release(values);
}

static nnx_status save(const struct training *t, nnx_jit *train, const char *file) {
    nnx_bundle *bundle;
    TRY(nnx_bundle_of_objects((const nnx_node *[]){t->model.node, t->optimizer, t->metrics}, 3, &bundle));
    TRY(nnx_bundle_add_jit(bundle, NNX_STR("train"), train));
    TRY(nnx_bundle_save(bundle, (nnx_str){file, strlen(file)}, NULL));
    return nnx_bundle_release(bundle);
}

static nnx_status run(const struct iris *flowers, const char *bundle) {
    struct training t;
    nnx_node *rngs, *average;
    nnx_static *tx;
    nnx_jit *train, *test;
    nnx_tensor *order, *batch[2];
    double loss, accuracy;
    TRY(nnx_rngs_new(0, &rngs));
    TRY(model_new(rngs, IRIS_LENGTHS, 64, 3, &t.model));
    TRY(nnx_optim_adam(3e-3, NULL, &tx));
    TRY(nnx_optimizer_new(t.model.node, tx, NULL, &t.optimizer));
    TRY(nnx_average_new(NNX_STR("loss"), &average));
    TRY(nnx_accuracy_new(NAN, &t.accuracy));
    const nnx_str names[] = {NNX_STR("loss"), NNX_STR("accuracy")};
    TRY(nnx_multi_metric_new(names, (const nnx_node *[]){average, t.accuracy}, 2, &t.metrics));
    TRY(nnx_jit_new(train_step, &t, NULL, NULL, &train));
    TRY(nnx_jit_new(evaluate, &t, NULL, NULL, &test));

    const nnx_node *const objects[] = {t.model.node, t.optimizer, t.metrics};
    const clock_t began = clock();
    for (uint32_t epoch = 0; epoch < EPOCHS; epoch++) {
        TRY(iris_shuffled(1, epoch, &order));
        for (int i = 0; i < STEPS; i++) {
            TRY(iris_batch(flowers, order, i * BATCH, BATCH, batch));
            TRY(step(train, objects, 3, batch));
        }
        TRY(metric(t.metrics, NNX_STR("loss"), &loss));
        TRY(metric(t.metrics, NNX_STR("accuracy"), &accuracy));
        printf("epoch %3u  loss %.9g  accuracy %.9g\n", epoch + 1, loss, accuracy);
        TRY(nnx_metric_reset(t.metrics));
        TRY(nnx_tensor_release(order));
    }
    fprintf(stderr, "C: %.0f µs per step\n", 1e6 * (double)(clock() - began) / CLOCKS_PER_SEC / (EPOCHS * STEPS));

    TRY(nnx_node_eval(t.model.node));
    TRY(iris_batch(flowers, NULL, 0, IRIS_FLOWERS, batch));
    TRY(step(test, (const nnx_node *[]){t.model.node, t.accuracy}, 2, batch));
    TRY(metric(t.accuracy, NNX_STR(""), &accuracy));
    printf("accuracy on all %d flowers: %.9g\n", IRIS_FLOWERS, accuracy);
    return bundle ? save(&t, train, bundle) : NNX_OK;
}

int main(int argc, char **argv) {
    const struct iris flowers = iris_read(argc > 1 ? argv[1] : "");
    const nnx_status status = run(&flowers, argc > 2 ? argv[2] : NULL);
    if (status != NNX_OK) fprintf(stderr, "%s: %s\n", nnx_status_name(status), nnx_last_error_message());
    return status == NNX_OK ? 0 : 1;
}
