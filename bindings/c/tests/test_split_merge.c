#include "model.h"

static void split_gives_each_leaf_once_and_merge_restores_the_graph(void) {
    nnx_node *model = small_model(), *again = NULL;
    nnx_graphdef *graphdef = NULL, *graphdef_again = NULL;
    nnx_state *state = NULL;
    int32_t equal = 0;
    double rate = 0;
    size_t leaves = 0;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    CHECK(state_size(state) == 4);
    OK(nnx_graphdef_num_leaves(graphdef, &leaves));
    CHECK(leaves == 4);
    const nnx_state *states[1] = {state};
    OK(nnx_graphdef_merge(graphdef, states, 1, &again));
    CHECK(same_node(again, "layers/0/kernel", "layers/1/kernel"));
    CHECK(same_node(again, "owner", ""));
    CHECK(in_graph(again, "layers/1/kernel", 5) == 5);
    OK(nnx_node_get_float(again, text("rate"), &rate));
    CHECK(rate == 0.5);
    OK(nnx_node_graphdef(again, &graphdef_again));
    OK(nnx_graphdef_equal(graphdef, graphdef_again, &equal));
    CHECK(equal);
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_graphdef_release(graphdef_again));
    OK(nnx_state_release(state));
    OK(nnx_node_release(model));
    OK(nnx_node_release(again));
}

static void filters_divide_the_leaves(void) {
    nnx_node *model = small_model(), *again = NULL;
    nnx_filter *filters[3] = {of_type("BatchStat"), of_type("Param"), rest()};
    const nnx_filter *const *chosen = (const nnx_filter *const *)filters;
    nnx_graphdef *graphdef = NULL;
    nnx_state *states[3] = {NULL, NULL, NULL};
    OK(nnx_node_split(model, chosen, 3, &graphdef, states));
    CHECK(state_size(states[0]) == 1 && state_size(states[1]) == 3 && state_size(states[2]) == 0);
    const nnx_state *reversed[3] = {states[2], states[1], states[0]};
    OK(nnx_graphdef_merge(graphdef, reversed, 3, &again));
    CHECK(in_graph(again, "layers/1/bias", 0) == 2);
    nnx_graphdef *none = graphdef;
    nnx_state *left[1] = {states[0]};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_split(model, chosen, 1, &none, left));
    CHECK(none == NULL && left[0] == NULL);
    MESSAGE_HAS("layers/0/bias");
    nnx_filter *swapped[2] = {filters[2], filters[0]};
    nnx_state *two[2] = {NULL, NULL};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_node_split(model, (const nnx_filter *const *)swapped, 2, &none, two));
    for (size_t i = 0; i < 3; i++) {
        OK(nnx_filter_release(filters[i]));
        OK(nnx_state_release(states[i]));
    }
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
    OK(nnx_node_release(again));
}

static void merge_lists_missing_extra_and_doubled_leaves(void) {
    nnx_node *model = small_model(), *again = NULL;
    nnx_filter *filters[2] = {of_type("Param"), rest()};
    nnx_graphdef *graphdef = NULL;
    nnx_state *states[2] = {NULL, NULL};
    OK(nnx_node_split(model, (const nnx_filter *const *)filters, 2, &graphdef, states));
    const nnx_state *only[1] = {states[0]};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_graphdef_merge(graphdef, only, 1, &again));
    CHECK(again == NULL);
    MESSAGE_HAS("bn/mean");
    const nnx_state *doubled[3] = {states[0], states[1], states[1]};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_graphdef_merge(graphdef, doubled, 3, &again));
    MESSAGE_HAS("bn/mean");
    nnx_tensor *value = vector(3, 1);
    nnx_state *stranger = NULL;
    OK(nnx_state_from_leaves((nnx_str[]){text("nobody/knows")}, (nnx_str[]){text("Param")},
                             (const nnx_tensor *[]){value}, 1, &stranger));
    const nnx_state *extra[3] = {states[0], states[1], stranger};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_graphdef_merge(graphdef, extra, 3, &again));
    MESSAGE_HAS("nobody/knows");
    OK(nnx_tensor_release(value));
    OK(nnx_state_release(stranger));
    for (size_t i = 0; i < 2; i++) {
        OK(nnx_filter_release(filters[i]));
        OK(nnx_state_release(states[i]));
    }
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
}

static void a_graphdef_survives_its_text(nnx_format format) {
    nnx_node *model = small_model();
    nnx_graphdef *graphdef = NULL, *parsed = NULL;
    nnx_bytes *bytes = NULL;
    nnx_str printed = {NULL, 0};
    uint64_t hash = 0, parsed_hash = 1;
    int32_t equal = 0;
    OK(nnx_node_graphdef(model, &graphdef));
    OK(nnx_graphdef_text(graphdef, format, &bytes));
    OK(nnx_bytes_data(bytes, &printed));
    OK(nnx_graphdef_parse(printed, &parsed));
    OK(nnx_graphdef_equal(graphdef, parsed, &equal));
    OK(nnx_graphdef_hash(graphdef, &hash));
    OK(nnx_graphdef_hash(parsed, &parsed_hash));
    CHECK(equal && hash == parsed_hash);
    OK(nnx_graphdef_release(parsed));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_graphdef_parse((nnx_str){printed.data, printed.size / 2}, &parsed));
    CHECK(parsed == NULL);
    nnx_node *changed = object("Model");
    nnx_graphdef *other = NULL;
    OK(nnx_node_graphdef(changed, &other));
    OK(nnx_graphdef_equal(graphdef, other, &equal));
    CHECK(!equal);
    OK(nnx_graphdef_release(other));
    OK(nnx_node_release(changed));
    OK(nnx_bytes_release(bytes));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
}

static void clone_and_pop(void) {
    nnx_node *model = small_model(), *copy = NULL;
    nnx_filter *stats[1] = {of_type("BatchStat")};
    nnx_state *popped = NULL;
    int32_t kind = 0;
    OK(nnx_node_clone(model, &copy));
    set_in_graph(copy, "layers/0/bias", vector(3, 9));
    CHECK(in_graph(model, "layers/0/bias", 0) == 1);
    CHECK(same_node(copy, "layers/0/kernel", "layers/1/kernel"));
    OK(nnx_node_pop(copy, (const nnx_filter *const *)stats, 1, &popped));
    CHECK(state_size(popped) == 1);
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_node_get_kind(copy, text("bn/mean"), &kind));
    OK(nnx_node_get_kind(model, text("bn/mean"), &kind));
    OK(nnx_filter_release(stats[0]));
    OK(nnx_state_release(popped));
    OK(nnx_node_release(copy));
    OK(nnx_node_release(model));
}

int main(void) {
    split_gives_each_leaf_once_and_merge_restores_the_graph();
    filters_divide_the_leaves();
    merge_lists_missing_extra_and_doubled_leaves();
    a_graphdef_survives_its_text(NNX_FORMAT_TEXT);
    a_graphdef_survives_its_text(NNX_FORMAT_JSON);
    clone_and_pop();
    return finish();
}
