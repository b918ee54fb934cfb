/* A State is a value: what was split, exported or loaded never changes under a later write to the graph. */
#include "model.h"

static void every_way_to_write_leaves_old_values_alone(void) {
    const float nines[3] = {9, 9, 9};
    nnx_node *model = small_model();
    nnx_node *bias = child(model, "layers/0/bias");
    nnx_graphdef *graphdef = NULL;
    nnx_state *before = NULL, *changed = NULL, *untouched = NULL;
    nnx_tensor *exported = NULL, *value = vector(3, 5), *mine = NULL;
    const void *data = NULL, *same_data = NULL;
    void *written = NULL;
    size_t nbytes = 0;
    int32_t equal = 0;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &before));
    OK(nnx_variable_get(bias, &exported));
    OK(nnx_tensor_data(exported, &data, &nbytes));
    float kept[3];
    memcpy(kept, data, sizeof kept);

    OK(nnx_variable_write(bias, nines, sizeof nines));
    CHECK(in_graph(model, "layers/0/bias", 0) == 9);
    OK(nnx_variable_set(bias, value));
    OK(nnx_state_with(before, (nnx_str[]){text("layers/0/bias")}, (const nnx_tensor *[]){value}, 1, &changed));
    OK(nnx_node_update(model, (const nnx_state *[]){changed}, 1, NULL));
    OK(nnx_variable_get(bias, &mine));
    OK(nnx_tensor_data_mut(mine, &written, &nbytes));
    memset(written, 0x7f, nbytes);

    CHECK(in_graph(model, "layers/0/bias", 0) == 5);
    CHECK(in_state(changed, "layers/0/bias", 0) == 5);
    CHECK(take_element(value, 0) == 5);
    CHECK(in_state(before, "layers/0/bias", 0) == 1);
    OK(nnx_tensor_data(exported, &same_data, &nbytes));
    CHECK(same_data == data);
    CHECK(memcmp(kept, data, sizeof kept) == 0);

    OK(nnx_node_update(model, (const nnx_state *[]){before}, 1, NULL));
    OK(nnx_node_state(model, NULL, 0, &untouched));
    OK(nnx_state_equal(before, untouched, &equal));
    CHECK(equal);
    OK(nnx_tensor_release(exported));
    OK(nnx_tensor_release(mine));
    OK(nnx_state_release(before));
    OK(nnx_state_release(changed));
    OK(nnx_state_release(untouched));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(bias));
    OK(nnx_node_release(model));
}

/* Buffers are shared until somebody writes: no bytes are copied by split, merge, update. */
static void buffers_are_shared_not_copied(void) {
    const int64_t n = 4096;
    nnx_node *model = object("Model"), *again = NULL;
    nnx_tensor *value = NULL, *in_split = NULL, *in_merged = NULL;
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL;
    nnx_node *found = NULL;
    const void *data[3] = {NULL, NULL, NULL};
    size_t nbytes = 0;
    OK(nnx_tensor_new(NNX_DTYPE_F32, &n, 1, NULL, 0, &value));
    OK(nnx_tensor_data(value, &data[0], &nbytes));
    attach(model, "kernel", variable("Param", value));
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    OK(nnx_state_get(state, text("kernel"), &in_split));
    OK(nnx_tensor_data(in_split, &data[1], &nbytes));
    OK(nnx_graphdef_merge(graphdef, (const nnx_state *[]){state}, 1, &again));
    found = child(again, "kernel");
    OK(nnx_variable_get(found, &in_merged));
    OK(nnx_tensor_data(in_merged, &data[2], &nbytes));
    CHECK(data[0] == data[1] && data[1] == data[2]);
    OK(nnx_tensor_release(in_split));
    OK(nnx_tensor_release(in_merged));
    OK(nnx_node_release(found));
    OK(nnx_node_release(again));
    OK(nnx_node_release(model));
    OK(nnx_state_release(state));
    OK(nnx_graphdef_release(graphdef));
}

/* A Variable that is the only holder is written in place. */
static void the_only_holder_is_written_in_place(void) {
    const int64_t n = 4096;
    static float ones[4096];
    nnx_tensor *value = NULL;
    const void *before = NULL, *after = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_new(NNX_DTYPE_F32, &n, 1, NULL, 0, &value));
    OK(nnx_tensor_data(value, &before, &nbytes));
    nnx_node *node = variable("Param", value);
    for (size_t i = 0; i < 4096; i++) ones[i] = 1;
    OK(nnx_variable_write(node, ones, sizeof ones));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_variable_write(node, ones, sizeof ones - 4));
    OK(nnx_variable_get(node, &value));
    OK(nnx_tensor_data(value, &after, &nbytes));
    CHECK(before == after);
    CHECK(take_element(value, 4095) == 1);
    OK(nnx_node_release(node));
}

int main(void) {
    every_way_to_write_leaves_old_values_alone();
    buffers_are_shared_not_copied();
    the_only_holder_is_written_in_place();
    return finish();
}
