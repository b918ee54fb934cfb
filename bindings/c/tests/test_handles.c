#include "model.h"

static void a_released_handle_is_known_to_be_stale(void) {
    nnx_tensor *tensor = vector(3, 1), *other = NULL;
    size_t count = 5;
    OK(nnx_tensor_retain(tensor, &other));
    OK(nnx_tensor_release(tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_tensor_release(tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_tensor_element_count(tensor, &count));
    CHECK(count == 0);
    OK(nnx_tensor_element_count(other, &count));
    CHECK(count == 3);
    OK(nnx_tensor_release(other));
    OK(nnx_tensor_release(NULL));
}

/* A slot is used again, but under another handle. */
static void a_stale_handle_stays_stale(void) {
    nnx_tensor *stale = vector(3, 1);
    size_t count = 0;
    OK(nnx_tensor_release(stale));
    for (int i = 0; i < 1000; i++) {
        nnx_tensor *tensor = vector(3, 1);
        if (tensor == stale) CHECK(tensor != stale);
        OK(nnx_tensor_release(tensor));
    }
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_tensor_element_count(stale, &count));
}

static void forged_and_foreign_handles_are_refused(void) {
    nnx_tensor *tensor = vector(3, 1);
    uintptr_t bits = (uintptr_t)tensor;
    size_t size = 1;
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_state_size((const nnx_state *)(const void *)tensor, &size));
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_tensor_nbytes((const nnx_tensor *)(const void *)&size, &size));
    for (unsigned bit = 0; bit < 64; bit++) {
        size_t nbytes = 1;
        nnx_status status = nnx_tensor_nbytes((const nnx_tensor *)(bits ^ ((uintptr_t)1 << bit)), &nbytes);
        CHECK(status == NNX_STATUS_INVALID_HANDLE || (status == NNX_OK && nbytes > 0));
    }
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_nbytes(NULL, &size));
    MESSAGE_HAS("tensor");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_nbytes(tensor, NULL));
    OK(nnx_tensor_release(tensor));
}

static void a_graph_lives_as_long_as_any_handle_into_it(void) {
    nnx_node *model = small_model();
    nnx_node *kernel = child(model, "layers/1/kernel");
    nnx_tensor *value = NULL;
    OK(nnx_node_release(model));
    OK(nnx_variable_get(kernel, &value));
    OK(nnx_node_release(kernel));
    CHECK(take_element(value, 4) == 4);
}

static int destroyed = 0;
static void count_destroy(void *data, void *user_data) {
    destroyed += data == user_data;
}

static void an_opaque_leaf_is_dropped_once_with_its_last_holder(void) {
    int thing = 7;
    nnx_opaque *opaque = NULL, *again = NULL;
    nnx_node *node = object("Holder"), *copy = NULL;
    nnx_state *state = NULL;
    void *data = NULL;
    nnx_str name = {NULL, 0};
    size_t nbytes = 0;
    OK(nnx_opaque_new(text("Thing"), &thing, sizeof thing, &thing, count_destroy, &opaque));
    OK(nnx_node_set_opaque(node, text("thing"), opaque));
    OK(nnx_opaque_release(opaque));
    OK(nnx_node_clone(node, &copy));
    OK(nnx_node_state(node, NULL, 0, &state));
    OK(nnx_node_release(node));
    OK(nnx_node_release(copy));
    CHECK(destroyed == 0);
    OK(nnx_state_opaque(state, 0, &again));
    OK(nnx_opaque_data(again, &data));
    OK(nnx_opaque_type_name(again, &name));
    OK(nnx_opaque_nbytes(again, &nbytes));
    CHECK(data == &thing && nbytes == sizeof thing);
    CHECK_TEXT("Thing", name);
    OK(nnx_state_release(state));
    CHECK(destroyed == 0);
    OK(nnx_opaque_release(again));
    CHECK(destroyed == 1);
}

int main(void) {
    a_released_handle_is_known_to_be_stale();
    a_stale_handle_stays_stale();
    forged_and_foreign_handles_are_refused();
    a_graph_lives_as_long_as_any_handle_into_it();
    an_opaque_leaf_is_dropped_once_with_its_last_holder();
    return finish();
}
