#include "model.h"

/* How many leaves of the small model the filter takes; the filter is released. */
static size_t taken(nnx_filter *filter) {
    nnx_node *model = small_model();
    nnx_state *state = NULL;
    OK(nnx_node_state(model, (const nnx_filter *[]){filter}, 1, &state));
    size_t size = state_size(state);
    OK(nnx_state_release(state));
    OK(nnx_filter_release(filter));
    OK(nnx_node_release(model));
    return size;
}

static void each_form_takes_what_it_says(void) {
    nnx_filter *filter = NULL;
    CHECK(taken(of_type("Param")) == 3);
    CHECK(taken(of_type("Variable")) == 4);
    CHECK(taken(of_type("RngState")) == 0);
    CHECK(taken(rest()) == 4);
    OK(nnx_filter_path_contains(text("bias"), 1, &filter));
    CHECK(taken(filter) == 2);
    OK(nnx_filter_path_contains(text("ia"), 1, &filter));
    CHECK(taken(filter) == 0);
    OK(nnx_filter_path_contains(text("ia"), 0, &filter));
    CHECK(taken(filter) == 2);
    OK(nnx_filter_path_in((nnx_str[]){text("bn/mean"), text("layers/1/bias"), text("layers")}, 3, &filter));
    CHECK(taken(filter) == 2);
    OK(nnx_filter_everything(&filter));
    CHECK(taken(filter) == 4);
    OK(nnx_filter_nothing(&filter));
    CHECK(taken(filter) == 0);
}

static void forms_combine(void) {
    nnx_filter *param = of_type("Param"), *bias = NULL, *both = NULL, *either = NULL, *not_param = NULL;
    OK(nnx_filter_path_contains(text("kernel"), 1, &bias));
    OK(nnx_filter_all((const nnx_filter *[]){param, bias}, 2, &both));
    OK(nnx_filter_not(param, &not_param));
    OK(nnx_filter_any((const nnx_filter *[]){not_param, bias}, 2, &either));
    CHECK(taken(both) == 1);
    CHECK(taken(either) == 2);
    CHECK(taken(not_param) == 1);
    OK(nnx_filter_release(param));
    OK(nnx_filter_release(bias));
}

static void tags_are_metadata(void) {
    nnx_node *model = small_model();
    nnx_node *bias = child(model, "layers/1/bias");
    nnx_static *tag = NULL, *read = NULL;
    nnx_filter *tagged = NULL;
    nnx_state *state = NULL;
    int32_t equal = 0;
    OK(nnx_static_new_string(text("frozen"), &tag));
    OK(nnx_variable_set_metadata(bias, text("tag"), tag));
    OK(nnx_variable_metadata(bias, text("tag"), &read));
    OK(nnx_static_equal(tag, read, &equal));
    CHECK(equal);
    OK(nnx_filter_with_tag(text("frozen"), &tagged));
    OK(nnx_node_state(model, (const nnx_filter *[]){tagged}, 1, &state));
    CHECK(state_size(state) == 1);
    CHECK(in_state(state, "layers/1/bias", 0) == 2);
    OK(nnx_static_release(tag));
    OK(nnx_static_release(read));
    OK(nnx_filter_release(tagged));
    OK(nnx_state_release(state));
    OK(nnx_node_release(bias));
    OK(nnx_node_release(model));
}

static void types_of_the_program_have_a_place_among_the_others(void) {
    nnx_node *model = small_model();
    nnx_filter *states[2] = {of_type("OptState"), of_type("Param")};
    nnx_state *parts[2] = {NULL, NULL};
    nnx_str parent = {NULL, 0};
    int32_t is = 0;
    OK(nnx_variable_type_register(text("TestMomentum"), text("OptState")));
    OK(nnx_variable_type_register(text("TestMomentum"), text("OptState")));
    CHECK_STATUS(NNX_STATUS_ALREADY_EXISTS, nnx_variable_type_register(text("TestMomentum"), text("Param")));
    OK(nnx_variable_type_parent(text("TestMomentum"), &parent));
    CHECK_TEXT("OptState", parent);
    OK(nnx_variable_type_parent(text("Variable"), &parent));
    CHECK_TEXT("", parent);
    OK(nnx_variable_type_is(text("RngKey"), text("RngState"), &is));
    CHECK(is);
    OK(nnx_variable_type_is(text("RngState"), text("RngKey"), &is));
    CHECK(!is);
    attach(model, "momentum", variable("TestMomentum", vector(3, 4)));
    OK(nnx_node_state(model, (const nnx_filter *const *)states, 2, parts));
    CHECK(state_size(parts[0]) == 1 && state_size(parts[1]) == 3);
    for (size_t i = 0; i < 2; i++) {
        OK(nnx_filter_release(states[i]));
        OK(nnx_state_release(parts[i]));
    }
    OK(nnx_node_release(model));
}

static int destroyed = 0;
static void count_destroy(void *user_data) { destroyed += user_data != NULL; }

static nnx_status kernels(void *user_data, nnx_str path, nnx_str type, int32_t *out) {
    *(size_t *)user_data += type.size > 0;
    *out = path.size > 6 && memcmp(path.data + path.size - 6, "kernel", 6) == 0;
    return NNX_OK;
}

static nnx_status refuse(void *user_data, nnx_str path, nnx_str type, int32_t *out) {
    (void)user_data, (void)path, (void)type, (void)out;
    return 4321;
}

static void a_callback_decides(void) {
    nnx_node *model = small_model();
    nnx_filter *filter = NULL;
    nnx_state *none = NULL;
    size_t calls = 0;
    OK(nnx_filter_callback(kernels, &calls, count_destroy, &filter));
    CHECK(destroyed == 0);
    CHECK(taken(filter) == 1);
    CHECK(calls == 4 && destroyed == 1);
    OK(nnx_filter_callback(refuse, &calls, count_destroy, &filter));
    CHECK_STATUS(4321, nnx_node_state(model, (const nnx_filter *[]){filter}, 1, &none));
    CHECK(none == NULL);
    OK(nnx_filter_release(filter));
    CHECK(destroyed == 2);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_filter_callback(NULL, &calls, count_destroy, &filter));
    CHECK(destroyed == 3);
    OK(nnx_node_release(model));
}

int main(void) {
    each_form_takes_what_it_says();
    forms_combine();
    tags_are_metadata();
    types_of_the_program_have_a_place_among_the_others();
    a_callback_decides();
    return finish();
}
