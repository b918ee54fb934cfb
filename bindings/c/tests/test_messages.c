#include "model.h"

/* A call that must fail, with `part` in its text: the name of the argument or the path that is wrong. */
#define SAYS(part, call)                                                                                               \
    do {                                                                                                               \
        CHECK((call) != NNX_OK);                                                                                       \
        if (!CHECK(strstr(nnx_last_error_message(), (part)) != NULL))                                                  \
            fprintf(stderr, "    %s\n    says: %s\n    without: %s\n", #call, nnx_last_error_message(), (part));       \
        CHECK(nnx_last_error_message()[0] != ':');                                                                     \
    } while (0)

/* As SAYS, and the error's path is `path`. */
#define SAYS_AT(path, call)                                                                                            \
    do {                                                                                                               \
        SAYS(path, call);                                                                                              \
        check_error_path(path);                                                                                        \
    } while (0)

static void check_error_path(const char *path) {
    nnx_error *error = NULL;
    nnx_str found = {NULL, 0};
    OK(nnx_error_take(&error));
    OK(nnx_error_path(error, &found));
    CHECK_TEXT(path, found);
    OK(nnx_error_release(error));
}

static int destroys;
static void count_destroy(void *data, void *user_data) {
    (void)data, (void)user_data;
    destroys++;
}

/* An Object with an attribute of each kind, named after it. */
static nnx_node *one_of_each(void) {
    nnx_node *node = object("Thing");
    nnx_node *list = NULL;
    nnx_tensor *tensor = vector(3, 2);
    nnx_opaque *opaque = NULL;
    OK(nnx_list_new(NULL, &list));
    OK(nnx_opaque_new(text("Key"), NULL, 4, NULL, count_destroy, &opaque));
    OK(nnx_node_set_bool(node, text("bool"), 1));
    OK(nnx_node_set_int(node, text("int"), 7));
    OK(nnx_node_set_float(node, text("float"), 0.5));
    OK(nnx_node_set_string(node, text("string"), text("x")));
    OK(nnx_node_set_none(node, text("none")));
    OK(nnx_node_set_tensor(node, text("tensor"), tensor));
    OK(nnx_node_set_opaque(node, text("opaque"), opaque));
    attach(node, "list", list);
    attach(node, "variable", variable("Param", vector(2, 1)));
    OK(nnx_opaque_release(opaque));
    OK(nnx_tensor_release(tensor));
    return node;
}

/* Each getter at each kind of attribute that it does not take, at a path that is not there and at the empty one. */
static void a_getter_names_the_path(void) {
    static const char *const paths[] = {"bool", "int",  "float",    "string",  "none",        "tensor", "opaque",
                                        "list", "variable", "absent", "int/deep", "absent/deep", "list/3", ""};
    nnx_node *node = one_of_each();
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
        const char *path = paths[i], *part = path[0] != '\0' ? path : "`path`";
        int32_t flag = 0;
        int64_t number = 0;
        double real = 0;
        nnx_bytes *bytes = NULL;
        nnx_static *value = NULL;
        nnx_tensor *tensor = NULL;
        nnx_opaque *opaque = NULL;
        nnx_node *found = NULL;
        if (strcmp(path, "int/deep") == 0) part = "int";
        if (strcmp(path, "absent/deep") == 0) part = "absent";
#define IS(kind) (strcmp(path, kind) == 0)
        const int is_static = IS("bool") || IS("int") || IS("float") || IS("string");
        if (!IS("bool")) SAYS(part, nnx_node_get_bool(node, text(path), &flag));
        if (!IS("int")) SAYS(part, nnx_node_get_int(node, text(path), &number));
        if (!IS("float")) SAYS(part, nnx_node_get_float(node, text(path), &real));
        if (!IS("string")) SAYS(part, nnx_node_get_string(node, text(path), &bytes));
        if (!is_static) SAYS(part, nnx_node_get_static(node, text(path), &value));
        if (!IS("tensor") && !IS("variable")) SAYS(part, nnx_node_get_tensor(node, text(path), &tensor));
        if (!IS("opaque")) SAYS(part, nnx_node_get_opaque(node, text(path), &opaque));
        if (!IS("list") && !IS("variable") && !IS("")) SAYS(part, nnx_node_get_node(node, text(path), &found));
#undef IS
    }
    int64_t number = 0;
    SAYS_AT("string", nnx_node_get_int(node, text("string"), &number));
    SAYS_AT("list/3", nnx_node_get_int(node, text("list/3"), &number));
    SAYS_AT("", nnx_node_get_int(node, text(""), &number));
    OK(nnx_node_release(node));
    CHECK(destroys == 1);
}

static void a_setter_names_the_path(void) {
    nnx_node *node = one_of_each(), *list = child(node, "list");
    SAYS_AT("list/2", nnx_node_set_int(node, text("list/2"), 1));
    SAYS_AT("int", nnx_node_set_none(node, text("int/deep")));
    SAYS_AT("0", nnx_node_set_bool(node, text("0"), 1));
    SAYS_AT("variable/x", nnx_node_set_float(node, text("variable/x"), 1));
    SAYS_AT("absent", nnx_node_set_string(node, text("absent/x"), text("x")));
    SAYS_AT("absent", nnx_node_delete(node, text("absent")));
    SAYS("`path`", nnx_node_set_node(node, text(""), list));
    SAYS("`path`", nnx_node_delete(node, text("")));
    SAYS("\"a//b\"", nnx_node_set_int(node, text("a//b"), 1));
    OK(nnx_node_release(list));
    OK(nnx_node_release(node));
}

static void a_list_is_named(void) {
    nnx_node *node = one_of_each(), *variable_node = child(node, "variable"), *list = child(node, "list");
    nnx_node *plain = NULL, *other = NULL;
    OK(nnx_plain_list_new(NULL, &plain));
    OK(nnx_plain_list_new(NULL, &other));
    SAYS("`list`", nnx_list_append(node, list));
    SAYS("`list`", nnx_list_append(variable_node, list));
    SAYS("`list`", nnx_list_insert(node, 0, list));
    SAYS("`index`", nnx_list_insert(list, 5, node));
    SAYS("`value`", nnx_list_append(plain, plain));
    SAYS("`value`", nnx_list_insert(plain, 0, plain));
    OK(nnx_list_append(list, other));
    SAYS("`value`", nnx_list_append(list, other));
    OK(nnx_list_append(list, list));
    OK(nnx_node_release(other));
    OK(nnx_node_release(plain));
    OK(nnx_node_release(list));
    OK(nnx_node_release(variable_node));
    OK(nnx_node_release(node));
}

static void a_variable_is_named(void) {
    nnx_node *container = object("Thing"), *array = variable("Param", vector(2, 1)), *key = NULL;
    nnx_tensor *tensor = vector(1, 0), *got = NULL;
    nnx_opaque *opaque = NULL, *got_opaque = NULL;
    nnx_static *number = NULL, *got_static = NULL;
    nnx_report *names = NULL;
    OK(nnx_opaque_new(text("Key"), NULL, 4, NULL, NULL, &opaque));
    OK(nnx_variable_new_opaque(NULL, text("RngKey"), opaque, &key));
    OK(nnx_static_new_int(1, &number));
    SAYS("`variable`", nnx_variable_get(container, &got));
    SAYS("`variable`", nnx_variable_get_opaque(container, &got_opaque));
    SAYS("`variable`", nnx_variable_set(container, tensor));
    SAYS("`variable`", nnx_variable_set_opaque(container, opaque));
    SAYS("`variable`", nnx_variable_write(container, "abcd", 4));
    SAYS("`variable`", nnx_variable_metadata(container, text("tag"), &got_static));
    SAYS("`variable`", nnx_variable_set_metadata(container, text("tag"), number));
    SAYS("`variable`", nnx_variable_delete_metadata(container, text("tag")));
    SAYS("`variable`", nnx_variable_metadata_names(container, &names));
    SAYS("`variable`", nnx_variable_get(key, &got));
    SAYS("`variable`", nnx_variable_get_opaque(array, &got_opaque));
    SAYS("`variable`", nnx_variable_write(key, "abcd", 4));
    SAYS("`nbytes` is 4", nnx_variable_write(array, "abcd", 4));
    MESSAGE_HAS("8 bytes");
    SAYS("tag", nnx_variable_metadata(array, text("tag"), &got_static));
    SAYS("tag", nnx_variable_delete_metadata(array, text("tag")));
    OK(nnx_static_release(number));
    OK(nnx_opaque_release(opaque));
    OK(nnx_tensor_release(tensor));
    OK(nnx_node_release(key));
    OK(nnx_node_release(array));
    OK(nnx_node_release(container));
}

static void a_name_or_value_is_named(void) {
    nnx_node *node = NULL;
    nnx_opaque *opaque = NULL;
    nnx_static *word = NULL;
    int32_t flag = 0;
    int64_t number = 0;
    double real = 0;
    size_t size = 0;
    void *foreign = NULL;
    nnx_str string = {NULL, 0};
    SAYS("`type_name`", nnx_object_new(NULL, text(""), &node));
    SAYS("`type_name`", nnx_opaque_new(text(""), NULL, 0, NULL, NULL, &opaque));
    OK(nnx_static_new_string(text("x"), &word));
    SAYS("`value`", nnx_static_as_bool(word, &flag));
    SAYS("`value`", nnx_static_as_int(word, &number));
    SAYS("`value`", nnx_static_as_float(word, &real));
    SAYS("`value`", nnx_static_size(word, &size));
    SAYS("`value`", nnx_static_as_foreign(word, &foreign));
    OK(nnx_static_release(word));
    OK(nnx_static_new_int(1, &word));
    SAYS("`value`", nnx_static_as_string(word, &string));
    OK(nnx_static_release(word));
}

static void filters_are_counted_from_zero(void) {
    nnx_node *model = small_model();
    const nnx_filter *filters[2] = {rest(), of_type("Param")};
    nnx_state *states[2] = {NULL, NULL};
    SAYS("(filters[0]) must be the last of 2", nnx_node_state(model, filters, 2, states));
    CHECK(strstr(nnx_last_error_message(), "...") == NULL);
    OK(nnx_filter_release((nnx_filter *)filters[0]));
    OK(nnx_filter_release((nnx_filter *)filters[1]));
    OK(nnx_node_release(model));
}

static void a_state_names_the_path_or_index(void) {
    nnx_node *model = one_of_each();
    nnx_state *state = NULL, *with = NULL;
    nnx_tensor *tensor = NULL;
    nnx_opaque *opaque = NULL;
    nnx_bytes *bytes = NULL;
    nnx_report *names = NULL;
    nnx_str string = {NULL, 0}, path = text("absent");
    nnx_static *value = NULL;
    size_t index = 0;
    int32_t kind = 0;
    OK(nnx_node_state(model, NULL, 0, &state));
    SAYS_AT("absent", nnx_state_get(state, text("absent"), &tensor));
    SAYS_AT("absent", nnx_state_find(state, text("absent"), &index));
    SAYS_AT("opaque", nnx_state_get(state, text("opaque"), &tensor));
    SAYS("`index` is 9", nnx_state_path(state, 9, &bytes));
    SAYS("`index` is 9", nnx_state_type(state, 9, &string));
    SAYS("`index` is 9", nnx_state_tensor(state, 9, &tensor));
    SAYS("`index` is 9", nnx_state_opaque(state, 9, &opaque));
    SAYS("`index` is 9", nnx_state_leaf_kind(state, 9, &kind));
    SAYS("`index` is 9", nnx_state_metadata(state, 9, text("tag"), &value));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_state_metadata_names(state, 9, &names));
    MESSAGE_HAS("`index` is 9");
    tensor = vector(1, 1);
    const nnx_tensor *tensors[1] = {tensor};
    SAYS_AT("absent", nnx_state_with(state, &path, tensors, 1, &with));
    OK(nnx_opaque_new(text("Key"), NULL, 4, NULL, NULL, &opaque));
    const nnx_opaque *opaques[2] = {opaque, opaque};
    nnx_str both[2] = {text("opaque"), text("tensor")};
    SAYS_AT("absent", nnx_state_with_opaque(state, &path, opaques, 1, &with));
    OK(nnx_state_with_opaque(state, both, opaques, 2, &with));
    OK(nnx_state_find(with, text("tensor"), &index));
    OK(nnx_state_leaf_kind(with, index, &kind));
    CHECK(kind == NNX_ATTRIBUTE_KIND_OPAQUE);
    OK(nnx_state_release(with));
    OK(nnx_opaque_release(opaque));
    OK(nnx_tensor_release(tensor));
    OK(nnx_state_release(state));
    OK(nnx_node_release(model));
}

int main(void) {
    a_getter_names_the_path();
    a_setter_names_the_path();
    a_list_is_named();
    a_variable_is_named();
    a_name_or_value_is_named();
    filters_are_counted_from_zero();
    a_state_names_the_path_or_index();
    return finish();
}
