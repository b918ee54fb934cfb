/* Layers, activations and losses inside a traced function: the page's step without an optimizer. */
#include "steps.h"

struct network {
    nnx_node *root, *linear, *bn, *dropout, *linear_out;
};

static nnx_status call_network(const struct network *network, nnx_value *x, nnx_value **y) {
    TRY(nnx_linear_call(network->linear, x, y));
    TRY(nnx_batch_norm_call(network->bn, *y, NULL, y));
    TRY(nnx_dropout_call(network->dropout, *y, NULL, y));
    TRY(nnx_value_activation(*y, NNX_ACTIVATION_RELU, y));
    return nnx_linear_call(network->linear_out, *y, y);
}

static nnx_status cross_entropy(void *user_data, nnx_trace *trace, nnx_value **loss) {
    nnx_value *x = NULL, *labels = NULL, *logits = NULL, *each = NULL;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &labels));
    TRY(call_network((const struct network *)user_data, x, &logits));
    TRY(nnx_loss_softmax_cross_entropy_with_integer_labels(logits, labels, -1, &each));
    return nnx_value_reduce(each, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static nnx_status gradients_of(void *user_data, nnx_trace *trace) {
    struct network *network = (struct network *)user_data;
    nnx_value *loss = NULL;
    nnx_state *gradients = NULL;
    TRY(nnx_value_and_grad(trace, network->root, NULL, cross_entropy, network, NULL, &loss, &gradients));
    nnx_status status = nnx_trace_output(trace, loss);
    if (status == NNX_OK) status = nnx_trace_output_state(trace, gradients);
    OK(nnx_state_release(gradients));
    return status;
}

/* Attaches a layer, which the network then holds; the handle stays for the calls. */
static void hold(struct network *network, const char *name, nnx_node *layer) {
    OK(nnx_node_set_node(network->root, text(name), layer));
}

static struct network network_of(int64_t seed) {
    struct network network = {object("Network"), NULL, NULL, NULL, NULL};
    nnx_node *rngs = NULL;
    OK(nnx_rngs_new(seed, &rngs));
    OK(nnx_linear_new(rngs, 2, 64, NULL, &network.linear));
    OK(nnx_batch_norm_new(rngs, 64, NULL, &network.bn));
    OK(nnx_dropout_new(rngs, 0.2, NULL, &network.dropout));
    OK(nnx_linear_new(rngs, 64, 3, NULL, &network.linear_out));
    hold(&network, "linear", network.linear);
    hold(&network, "bn", network.bn);
    hold(&network, "dropout", network.dropout);
    hold(&network, "linear_out", network.linear_out);
    OK(nnx_node_release(rngs));
    return network;
}

static void release_network(struct network *network) {
    OK(nnx_node_release(network->linear));
    OK(nnx_node_release(network->bn));
    OK(nnx_node_release(network->dropout));
    OK(nnx_node_release(network->linear_out));
    OK(nnx_node_release(network->root));
}

static nnx_tensor *tensor_of(nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data, size_t nbytes) {
    nnx_tensor *tensor = NULL;
    OK(nnx_tensor_new(dtype, shape, rank, data, nbytes, &tensor));
    return tensor;
}

static uint32_t keys_drawn(const struct network *network) {
    nnx_node *variable = NULL;
    nnx_tensor *count = NULL;
    const void *data = NULL;
    size_t nbytes = 0;
    uint32_t drawn = 0;
    OK(nnx_node_get_node(network->root, text("dropout/rngs/count"), &variable));
    OK(nnx_variable_get(variable, &count));
    OK(nnx_tensor_data(count, &data, &nbytes));
    if (CHECK(nbytes == sizeof drawn)) memcpy(&drawn, data, sizeof drawn);
    OK(nnx_tensor_release(count));
    OK(nnx_node_release(variable));
    return drawn;
}

static void a_step_has_the_gradients_of_each_parameter(void) {
    struct network network = network_of(0);
    const float points[8] = {1, 2, 3, 4, -1, -2, 0, 1};
    const int32_t classes[4] = {0, 1, 2, 0};
    const int64_t four_by_two[2] = {4, 2};
    nnx_tensor *x = tensor_of(NNX_DTYPE_F32, four_by_two, 2, points, sizeof points);
    nnx_tensor *labels = tensor_of(NNX_DTYPE_I32, four_by_two, 1, classes, sizeof classes);
    const nnx_tensor *inputs[2] = {x, labels};
    const nnx_node *objects[1] = {network.root};
    nnx_jit *jit = NULL;
    OK(nnx_jit_new(gradients_of, &network, NULL, NULL, &jit));
    for (uint32_t run = 1; run <= 3; run++) {
        nnx_results *results = NULL;
        nnx_state *gradients = NULL;
        size_t leaves = 0;
        OK(nnx_jit_call(jit, objects, 1, NULL, 0, inputs, 2, &results));
        OK(nnx_results_state(results, 0, &gradients));
        OK(nnx_state_size(gradients, &leaves));
        CHECK(leaves == 6);
        const float loss = take_element(take_tensor(results), 0);
        CHECK(loss > 0.01f && loss < 10);
        CHECK(keys_drawn(&network) == run);
        OK(nnx_state_release(gradients));
    }
    OK(nnx_jit_release(jit));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(labels));
    release_network(&network);
}

static nnx_status wrong_layer(void *user_data, nnx_trace *trace) {
    nnx_value *x = NULL, *y = NULL;
    TRY(nnx_trace_input(trace, 0, &x));
    return nnx_linear_call(((const struct network *)user_data)->linear_out, x, &y);
}

static void an_error_names_the_layer(void) {
    struct network network = network_of(1);
    const nnx_node *objects[1] = {network.root};
    nnx_tensor *x = inputs_x();
    const nnx_tensor *inputs[1] = {x};
    nnx_results *results = NULL;
    nnx_jit *jit = NULL;
    OK(nnx_jit_new(wrong_layer, &network, NULL, NULL, &jit));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_jit_call(jit, objects, 1, NULL, 0, inputs, 1, &results));
    MESSAGE_HAS("0/linear_out: Linear takes 64 features in the last axis, x is float32[3");
    MESSAGE_HAS("build it as Linear(2, 3) or pass x of shape [..., 64]");
    OK(nnx_jit_release(jit));
    OK(nnx_tensor_release(x));
    release_network(&network);
}

static void options_say_dtypes_and_initializers(void) {
    const double half = 0.5;
    nnx_node *rngs = NULL, *layer = NULL;
    nnx_static *constant = NULL, *none = NULL;
    OK(nnx_rngs_new(0, &rngs));
    OK(nnx_initializer_new(text("constant"), &half, 1, &constant));
    nnx_linear_options options = NNX_LINEAR_OPTIONS_INIT;
    options.bias_init = constant;
    OK(nnx_linear_new(rngs, 2, 3, &options, &layer));
    CHECK(in_graph(layer, "bias", 2) == 0.5f);
    OK(nnx_node_release(layer));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_initializer_new(text("lecun"), NULL, 0, &none));
    MESSAGE_HAS("there is none of the name lecun");
    options.dtype = NNX_DTYPE_I32;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_linear_new(rngs, 2, 3, &options, &layer));
    MESSAGE_HAS("dtype is int32; it must be float32 or another dtype of floats");
    OK(nnx_static_release(constant));
    OK(nnx_node_release(rngs));
}

int main(void) {
    a_step_has_the_gradients_of_each_parameter();
    an_error_names_the_layer();
    options_say_dtypes_and_initializers();
    return finish();
}
