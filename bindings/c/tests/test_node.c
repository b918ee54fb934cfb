#include "model.h"

static void attributes_of_every_kind(void) {
    nnx_node *node = object("Thing");
    nnx_tensor *tensor = vector(3, 2), *got_tensor = NULL;
    nnx_static *dtype = NULL, *got_static = NULL;
    nnx_bytes *bytes = NULL;
    nnx_str string = {NULL, 0};
    int32_t flag = 0, kind = 0, equal = 0;
    int64_t number = 0;
    double real = 0;
    size_t size = 0;
    OK(nnx_static_new_dtype(NNX_DTYPE_BF16, &dtype));
    OK(nnx_node_set_bool(node, text("flag"), 1));
    OK(nnx_node_set_int(node, text("number"), INT64_MIN));
    OK(nnx_node_set_float(node, text("real"), 0.1));
    OK(nnx_node_set_string(node, text("name"), text("caf\xc3\xa9")));
    OK(nnx_node_set_static(node, text("dtype"), dtype));
    OK(nnx_node_set_tensor(node, text("array"), tensor));
    OK(nnx_node_set_none(node, text("nothing")));
    OK(nnx_node_get_bool(node, text("flag"), &flag));
    OK(nnx_node_get_int(node, text("number"), &number));
    OK(nnx_node_get_float(node, text("real"), &real));
    OK(nnx_node_get_string(node, text("name"), &bytes));
    OK(nnx_node_get_static(node, text("dtype"), &got_static));
    OK(nnx_node_get_tensor(node, text("array"), &got_tensor));
    CHECK(flag == 1 && number == INT64_MIN && real == 0.1);
    OK(nnx_bytes_data(bytes, &string));
    CHECK_TEXT("caf\xc3\xa9", string);
    OK(nnx_static_equal(dtype, got_static, &equal));
    CHECK(equal);
    OK(nnx_tensor_equal(tensor, got_tensor, &equal));
    CHECK(equal);
    OK(nnx_node_get_kind(node, text("nothing"), &kind));
    CHECK(kind == NNX_ATTRIBUTE_KIND_NONE);
    OK(nnx_node_get_kind(node, text("array"), &kind));
    CHECK(kind == NNX_ATTRIBUTE_KIND_TENSOR);
    OK(nnx_node_get_kind(node, text("real"), &kind));
    CHECK(kind == NNX_ATTRIBUTE_KIND_STATIC);
    OK(nnx_node_size(node, &size));
    CHECK(size == 7);
    OK(nnx_node_delete(node, text("nothing")));
    OK(nnx_node_size(node, &size));
    CHECK(size == 6);
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_node_get_kind(node, text("nothing"), &kind));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_get_int(node, text("name"), &number));
    CHECK(number == 0);
    OK(nnx_bytes_release(bytes));
    OK(nnx_static_release(dtype));
    OK(nnx_static_release(got_static));
    OK(nnx_tensor_release(tensor));
    OK(nnx_tensor_release(got_tensor));
    OK(nnx_node_release(node));
}

static void keys_come_in_order_and_paths_quote_them(void) {
    nnx_node *node = NULL;
    nnx_report *keys = NULL;
    int64_t number = 0;
    OK(nnx_dict_new(NULL, &node));
    OK(nnx_node_set_int(node, text("b"), 1));
    OK(nnx_node_set_int(node, text("\"a/b\""), 2));
    OK(nnx_node_set_int(node, text("\"7\""), 3));
    OK(nnx_node_keys(node, &keys));
    CHECK(report_size(keys) == 3);
    check_row(keys, 0, "\"7\"", NNX_ATTRIBUTE_KIND_STATIC);
    check_row(keys, 1, "\"a/b\"", NNX_ATTRIBUTE_KIND_STATIC);
    check_row(keys, 2, "b", NNX_ATTRIBUTE_KIND_STATIC);
    OK(nnx_node_get_int(node, text("\"a/b\""), &number));
    CHECK(number == 2);
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_node_get_int(node, text("a/b"), &number));
    OK(nnx_report_release(keys));
    OK(nnx_node_release(node));
}

static void identity_and_graphs(void) {
    nnx_node *model = small_model();
    nnx_node *stranger = object("Stranger");
    nnx_graph *graph = NULL, *other = NULL;
    uint64_t root = 0, owner = 0, list = 0;
    int32_t kind = 0;
    size_t nodes = 0;
    nnx_str name = {NULL, 0};
    nnx_node *owner_node = child(model, "owner"), *layers = child(model, "layers");
    CHECK(same_node(model, "layers/0/kernel", "layers/1/kernel"));
    CHECK(!same_node(model, "layers/0/bias", "layers/1/bias"));
    OK(nnx_node_id(model, &root));
    OK(nnx_node_id(owner_node, &owner));
    OK(nnx_node_id(layers, &list));
    CHECK(root == owner && root != list);
    OK(nnx_node_kind_of(layers, &kind));
    CHECK(kind == NNX_NODE_KIND_LIST);
    OK(nnx_node_type_name(model, &name));
    CHECK_TEXT("Model", name);
    OK(nnx_node_graph(model, &graph));
    OK(nnx_node_set_node(model, text("stranger"), stranger));
    OK(nnx_node_graph(stranger, &other));
    OK(nnx_graph_node_count(graph, &nodes));
    CHECK(nodes == 10);
    OK(nnx_graph_node_count(other, &nodes));
    CHECK(nodes == 10);
    OK(nnx_graph_release(graph));
    OK(nnx_graph_release(other));
    OK(nnx_node_release(owner_node));
    OK(nnx_node_release(layers));
    OK(nnx_node_release(stranger));
    OK(nnx_node_release(model));
}

static void lists_append_and_insert(void) {
    nnx_node *list = NULL, *first = object("First"), *second = object("Second"), *zeroth = object("Zeroth");
    nnx_node *found = NULL;
    nnx_str name = {NULL, 0};
    size_t size = 0;
    OK(nnx_list_new(NULL, &list));
    OK(nnx_list_append(list, first));
    OK(nnx_node_set_node(list, text("1"), second));
    OK(nnx_list_insert(list, 0, zeroth));
    OK(nnx_node_size(list, &size));
    CHECK(size == 3);
    found = child(list, "0");
    OK(nnx_node_type_name(found, &name));
    CHECK_TEXT("Zeroth", name);
    OK(nnx_node_release(found));
    found = child(list, "2");
    OK(nnx_node_type_name(found, &name));
    CHECK_TEXT("Second", name);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_list_insert(list, 9, zeroth));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_list_append(first, second));
    OK(nnx_node_release(found));
    OK(nnx_node_release(first));
    OK(nnx_node_release(second));
    OK(nnx_node_release(zeroth));
    OK(nnx_node_release(list));
}

static void value_nodes_have_one_owner_and_no_cycle(void) {
    nnx_node *one = object("One"), *two = object("Two"), *plain = NULL, *inner = NULL;
    OK(nnx_plain_dict_new(NULL, &plain));
    OK(nnx_plain_dict_new(NULL, &inner));
    OK(nnx_node_set_node(one, text("values"), plain));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_node(two, text("values"), plain));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_node(inner, text("self"), inner));
    OK(nnx_node_set_node(plain, text("inner"), inner));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_node(inner, text("back"), plain));
    OK(nnx_node_release(one));
    OK(nnx_node_release(two));
    OK(nnx_node_release(plain));
    OK(nnx_node_release(inner));
}

static void iteration_meets_each_node_once(void) {
    nnx_node *model = small_model();
    nnx_report *rows = NULL, *duplicates = NULL;
    OK(nnx_node_iter(model, &rows));
    size_t variables = 0;
    for (size_t i = 0; i < report_size(rows); i++) {
        nnx_str path = {NULL, 0}, what = {NULL, 0};
        int32_t code = 0;
        OK(nnx_report_row(rows, i, &path, &code, &what));
        variables += path.size == strlen("layers/0/kernel") && memcmp(path.data + 9, "kernel", 6) == 0;
    }
    CHECK(variables == 1);
    OK(nnx_node_find_duplicates(model, NULL, &duplicates));
    CHECK(report_size(duplicates) == 4);
    OK(nnx_report_release(rows));
    OK(nnx_report_release(duplicates));
    OK(nnx_node_release(model));
}

static void train_and_eval(void) {
    nnx_node *model = small_model();
    int32_t flag = 0;
    OK(nnx_node_set_bool(model, text("bn/use_running_average"), 0));
    OK(nnx_node_eval(model));
    OK(nnx_node_get_bool(model, text("bn/use_running_average"), &flag));
    CHECK(flag == 1);
    OK(nnx_node_train(model));
    OK(nnx_node_get_bool(model, text("bn/use_running_average"), &flag));
    CHECK(flag == 0);
    OK(nnx_node_release(model));
}

int main(void) {
    attributes_of_every_kind();
    keys_come_in_order_and_paths_quote_them();
    identity_and_graphs();
    lists_append_and_insert();
    value_nodes_have_one_owner_and_no_cycle();
    iteration_meets_each_node_once();
    train_and_eval();
    return finish();
}
