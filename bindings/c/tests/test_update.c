#include "model.h"

static nnx_state *one_leaf(const char *path, nnx_tensor *value) {
    nnx_state *state = NULL;
    OK(nnx_state_from_leaves((nnx_str[]){text(path)}, (nnx_str[]){text("Param")}, (const nnx_tensor *[]){value}, 1,
                             &state));
    OK(nnx_tensor_release(value));
    return state;
}

static nnx_status update(nnx_node *node, const nnx_state *state, const nnx_update_options *options) {
    return nnx_node_update(node, (const nnx_state *[]){state}, 1, options);
}

static void an_alias_sees_the_new_value(void) {
    const int64_t shape[2] = {2, 3};
    const float values[6] = {9, 8, 7, 6, 5, 4};
    nnx_node *model = small_model();
    nnx_node *kernel = child(model, "layers/1/kernel");
    nnx_state *state = one_leaf("layers/0/kernel", floats(shape, 2, values));
    nnx_tensor *seen = NULL;
    OK(update(model, state, NULL));
    OK(nnx_variable_get(kernel, &seen));
    CHECK(take_element(seen, 0) == 9);
    CHECK(same_node(model, "layers/0/kernel", "layers/1/kernel"));
    CHECK(in_graph(model, "layers/0/bias", 0) == 1);
    OK(nnx_state_release(state));
    OK(nnx_node_release(kernel));
    OK(nnx_node_release(model));
}

static void a_later_state_wins(void) {
    nnx_node *model = small_model();
    nnx_state *first = one_leaf("layers/0/bias", vector(3, 5)), *second = one_leaf("layers/0/bias", vector(3, 6));
    OK(nnx_node_update(model, (const nnx_state *[]){first, second}, 2, NULL));
    CHECK(in_graph(model, "layers/0/bias", 0) == 6);
    OK(nnx_state_release(first));
    OK(nnx_state_release(second));
    OK(nnx_node_release(model));
}

static void an_unknown_path_changes_nothing(void) {
    nnx_node *model = small_model();
    nnx_state *known = one_leaf("layers/0/bias", vector(3, 5)), *unknown = one_leaf("layers/7/bias", vector(3, 5));
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_node_update(model, (const nnx_state *[]){known, unknown}, 2, NULL));
    MESSAGE_HAS("layers/7");
    CHECK(in_graph(model, "layers/0/bias", 0) == 1);
    OK(nnx_state_release(known));
    OK(nnx_state_release(unknown));
    OK(nnx_node_release(model));
}

static void shape_and_dtype_change_only_when_allowed(void) {
    const int64_t three = 3;
    nnx_node *model = small_model();
    nnx_state *longer = one_leaf("layers/0/bias", vector(4, 5));
    nnx_update_options options = NNX_UPDATE_OPTIONS_INIT;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, update(model, longer, NULL));
    MESSAGE_HAS("layers/0/bias");
    options.allow_dtype_change = 1;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, update(model, longer, &options));
    options.allow_dtype_change = 0;
    options.allow_shape_change = 1;
    OK(update(model, longer, &options));
    CHECK(in_graph(model, "layers/0/bias", 3) == 5);
    nnx_tensor *doubles = NULL;
    OK(nnx_tensor_new(NNX_DTYPE_F64, &three, 1, NULL, 0, &doubles));
    nnx_state *wider = one_leaf("layers/1/bias", doubles);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, update(model, wider, &options));
    options.allow_dtype_change = 1;
    OK(update(model, wider, &options));
    options.struct_size = 3;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, update(model, wider, &options));
    OK(nnx_state_release(longer));
    OK(nnx_state_release(wider));
    OK(nnx_node_release(model));
}

int main(void) {
    an_alias_sees_the_new_value();
    a_later_state_wins();
    an_unknown_path_changes_nothing();
    shape_and_dtype_change_only_when_allowed();
    return finish();
}
