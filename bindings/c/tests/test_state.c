#include "model.h"

static nnx_state *model_state(void) {
    nnx_node *model = small_model();
    nnx_state *state = NULL;
    OK(nnx_node_state(model, NULL, 0, &state));
    OK(nnx_node_release(model));
    return state;
}

static void leaves_come_in_order_with_their_types(void) {
    const char *paths[4] = {"bn/mean", "layers/0/bias", "layers/0/kernel", "layers/1/bias"};
    nnx_state *state = model_state();
    CHECK(state_size(state) == 4);
    for (size_t i = 0; i < 4; i++) {
        nnx_bytes *bytes = NULL;
        nnx_str path = {NULL, 0}, type = {NULL, 0};
        size_t found = 99;
        int32_t kind = 0;
        OK(nnx_state_path(state, i, &bytes));
        OK(nnx_bytes_data(bytes, &path));
        CHECK_TEXT(paths[i], path);
        OK(nnx_state_find(state, path, &found));
        CHECK(found == i);
        OK(nnx_state_type(state, i, &type));
        CHECK_TEXT(i == 0 ? "BatchStat" : "Param", type);
        OK(nnx_state_leaf_kind(state, i, &kind));
        CHECK(kind == NNX_ATTRIBUTE_KIND_TENSOR);
        OK(nnx_bytes_release(bytes));
    }
    size_t nowhere = 7;
    nnx_tensor *none = NULL;
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_state_find(state, text("bn"), &nowhere));
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_state_get(state, text("bn/var"), &none));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_state_tensor(state, 4, &none));
    OK(nnx_state_release(state));
}

static void with_leaves_the_old_state_alone(void) {
    nnx_state *state = model_state(), *changed = NULL;
    nnx_tensor *value = vector(3, 8);
    nnx_report *difference = NULL;
    int32_t equal = 1;
    OK(nnx_state_with(state, (nnx_str[]){text("layers/1/bias")}, (const nnx_tensor *[]){value}, 1, &changed));
    CHECK(in_state(changed, "layers/1/bias", 0) == 8);
    CHECK(in_state(state, "layers/1/bias", 0) == 2);
    OK(nnx_state_equal(state, changed, &equal));
    CHECK(!equal);
    OK(nnx_state_diff(state, changed, &difference));
    CHECK(report_size(difference) == 1);
    check_row(difference, 0, "layers/1/bias", NNX_DIFFERENCE_VALUE);
    OK(nnx_report_release(difference));
    OK(nnx_state_release(changed));
    CHECK_STATUS(NNX_STATUS_NOT_FOUND,
                 nnx_state_with(state, (nnx_str[]){text("no")}, (const nnx_tensor *[]){value}, 1, &changed));
    CHECK(changed == NULL);
    OK(nnx_tensor_release(value));
    OK(nnx_state_release(state));
}

static void states_split_filter_merge_and_nest(void) {
    nnx_state *state = model_state(), *parts[2] = {NULL, NULL}, *whole = NULL, *layer = NULL, *stats = NULL;
    nnx_filter *filters[2] = {of_type("BatchStat"), rest()};
    int32_t equal = 0;
    OK(nnx_state_split(state, (const nnx_filter *const *)filters, 2, parts));
    CHECK(state_size(parts[0]) == 1 && state_size(parts[1]) == 3);
    OK(nnx_state_merge((const nnx_state *[]){parts[1], parts[0]}, 2, &whole));
    OK(nnx_state_equal(state, whole, &equal));
    CHECK(equal);
    OK(nnx_state_filter(state, (const nnx_filter *const *)filters, 1, &stats));
    OK(nnx_state_equal(stats, parts[0], &equal));
    CHECK(equal);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_state_split(state, (const nnx_filter *const *)filters, 1, &layer));
    OK(nnx_state_at(state, text("layers/0"), &layer));
    CHECK(state_size(layer) == 2);
    CHECK(in_state(layer, "kernel", 4) == 4);
    nnx_report *difference = NULL;
    OK(nnx_state_diff(stats, state, &difference));
    CHECK(report_size(difference) == 3);
    check_row(difference, 0, "layers/0/bias", NNX_DIFFERENCE_ONLY_RIGHT);
    OK(nnx_report_release(difference));
    OK(nnx_state_release(state));
    OK(nnx_state_release(whole));
    OK(nnx_state_release(layer));
    OK(nnx_state_release(stats));
    for (size_t i = 0; i < 2; i++) {
        OK(nnx_state_release(parts[i]));
        OK(nnx_filter_release(filters[i]));
    }
}

static int destroyed = 0;
static void count_destroy(void *user_data) { destroyed += user_data != NULL; }

static nnx_status negate(void *user_data, nnx_str path, const nnx_tensor *in, nnx_tensor **out) {
    nnx_tensor *copy = NULL;
    void *data = NULL;
    size_t nbytes = 0;
    *(size_t *)user_data += path.size > 0;
    nnx_status status = nnx_tensor_retain(in, &copy);
    if (status == NNX_OK) status = nnx_tensor_data_mut(copy, &data, &nbytes);
    for (size_t i = 0; status == NNX_OK && i < nbytes / sizeof(float); i++) ((float *)data)[i] *= -1;
    *out = copy;
    return status;
}

static nnx_status refuse(void *user_data, nnx_str path, const nnx_tensor *in, nnx_tensor **out) {
    (void)user_data, (void)path, (void)in, (void)out;
    return 1234;
}

static nnx_status leave_biases(void *user_data, nnx_str path, const nnx_tensor *in, nnx_tensor **out) {
    if (path.size > 4 && memcmp(path.data + path.size - 4, "bias", 4) == 0) {
        *out = (nnx_tensor *)in;
        return NNX_OK;
    }
    return negate(user_data, path, in, out);
}

static nnx_status make_nothing(void *user_data, nnx_str path, const nnx_tensor *in, nnx_tensor **out) {
    (void)user_data, (void)path, (void)in, (void)out;
    return NNX_OK;
}

static void map_leaves_what_is_given_back(void) {
    nnx_state *state = model_state(), *mapped = NULL, *none = NULL;
    size_t calls = 0;
    OK(nnx_state_map(state, leave_biases, &calls, NULL, &mapped));
    CHECK(in_state(mapped, "layers/0/bias", 0) == in_state(state, "layers/0/bias", 0));
    CHECK(in_state(mapped, "layers/0/kernel", 3) == -3);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_state_map(state, make_nothing, NULL, NULL, &none));
    CHECK(strstr(nnx_last_error_message(), "bn/mean") != NULL && none == NULL);
    OK(nnx_state_release(mapped));
    OK(nnx_state_release(state));
}

static void map_calls_back_for_each_leaf(void) {
    nnx_state *state = model_state(), *negated = NULL, *none = NULL;
    size_t calls = 0;
    OK(nnx_state_map(state, negate, &calls, count_destroy, &negated));
    CHECK(calls == 4 && destroyed == 1);
    CHECK(in_state(negated, "layers/0/kernel", 3) == -3);
    CHECK(in_state(state, "layers/0/kernel", 3) == 3);
    CHECK_STATUS(1234, nnx_state_map(state, refuse, &calls, count_destroy, &none));
    CHECK(none == NULL && destroyed == 2);
    OK(nnx_state_release(state));
    OK(nnx_state_release(negated));
}

int main(void) {
    leaves_come_in_order_with_their_types();
    with_leaves_the_old_state_alone();
    states_split_filter_merge_and_nest();
    map_leaves_what_is_given_back();
    map_calls_back_for_each_leaf();
    return finish();
}
