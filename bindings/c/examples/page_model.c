// The model of the page "Performance considerations" as one object graph: built, split, changed, merged, updated,
// saved, loaded and printed. page_model.cpp and page_model.py are the same program and print the same bytes.
//
//   page_model [DIR [--dot | --dot-page]]
//
// DIR is where page_model.safetensors is written; --dot prints only the tied model as DOT, --dot-page only the page's.

#include <nnx.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NNX_TRY(call)                                                                                                  \
    do {                                                                                                               \
        nnx_status try_status = (call);                                                                                \
        if (try_status != NNX_OK) {                                                                                    \
            fprintf(stderr, "%s: %s: %s\n", #call, nnx_status_name(try_status), nnx_last_error_message());             \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

// Tensors -------------------------------------------------------------------------------------------------------------

static nnx_tensor *zeros(nnx_dtype dtype, const int64_t *shape, size_t rank) {
    nnx_tensor *tensor;
    NNX_TRY(nnx_tensor_new(dtype, shape, rank, NULL, 0, &tensor));
    return tensor;
}

static nnx_tensor *ramp(const int64_t *shape, size_t rank, float step) {
    nnx_tensor *tensor = zeros(NNX_DTYPE_F32, shape, rank);
    void *data;
    size_t nbytes;
    NNX_TRY(nnx_tensor_data_mut(tensor, &data, &nbytes));
    for (size_t i = 0; i < nbytes / sizeof(float); i++) ((float *)data)[i] = (float)i * step;
    return tensor;
}

static nnx_tensor *filled(int64_t n, float value) {
    nnx_tensor *tensor = zeros(NNX_DTYPE_F32, &n, 1);
    void *data;
    size_t nbytes;
    NNX_TRY(nnx_tensor_data_mut(tensor, &data, &nbytes));
    for (size_t i = 0; i < nbytes / sizeof(float); i++) ((float *)data)[i] = value;
    return tensor;
}

static float element(const nnx_tensor *tensor, size_t i) {
    const void *data;
    size_t nbytes;
    NNX_TRY(nnx_tensor_data(tensor, &data, &nbytes));
    return ((const float *)data)[i];
}

// Attributes: each of these takes the value it is given and attaches it ------------------------------------------------

static nnx_str str(const char *text) { return (nnx_str){text, strlen(text)}; }

static nnx_node *object(const char *type_name) {
    nnx_node *node;
    NNX_TRY(nnx_object_new(NULL, str(type_name), &node));
    return node;
}

static nnx_node *plain_dict(void) {
    nnx_node *node;
    NNX_TRY(nnx_plain_dict_new(NULL, &node));
    return node;
}

static nnx_node *tuple(void) {
    nnx_node *node;
    NNX_TRY(nnx_tuple_new(NULL, &node));
    return node;
}

static void attach(nnx_node *parent, const char *path, nnx_node *child) {
    NNX_TRY(nnx_node_set_node(parent, str(path), child));
    NNX_TRY(nnx_node_release(child));
}

static void set_static(nnx_node *node, const char *path, nnx_static *value) {
    NNX_TRY(nnx_node_set_static(node, str(path), value));
    NNX_TRY(nnx_static_release(value));
}

static void set_dtype(nnx_node *node, const char *path, nnx_dtype dtype) {
    nnx_static *value;
    NNX_TRY(nnx_static_new_dtype(dtype, &value));
    set_static(node, path, value);
}

static void set_tuple(nnx_node *node, const char *path, const nnx_static *const *items, size_t count) {
    nnx_static *value;
    NNX_TRY(nnx_static_new_tuple(items, count, &value));
    set_static(node, path, value);
}

static nnx_static *string(const char *text) {
    nnx_static *value;
    NNX_TRY(nnx_static_new_string(str(text), &value));
    return value;
}

static nnx_node *variable(const char *type, nnx_tensor *value) {
    nnx_node *node;
    NNX_TRY(nnx_variable_new(NULL, str(type), value, &node));
    NNX_TRY(nnx_tensor_release(value));
    return node;
}

static nnx_node *tagged(nnx_node *node, const char *tag) {
    nnx_static *value = string(tag);
    NNX_TRY(nnx_variable_set_metadata(node, NNX_STR("tag"), value));
    NNX_TRY(nnx_static_release(value));
    return node;
}

// The page's modules --------------------------------------------------------------------------------------------------

static nnx_node *linear(int64_t din, int64_t dout, float step) {
    nnx_node *node = object("Linear");
    NNX_TRY(nnx_node_set_int(node, NNX_STR("in_features"), din));
    NNX_TRY(nnx_node_set_int(node, NNX_STR("out_features"), dout));
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("use_bias"), 1));
    set_dtype(node, "param_dtype", NNX_DTYPE_F32);
    attach(node, "kernel", variable("Param", ramp((int64_t[]){din, dout}, 2, step)));
    attach(node, "bias", variable("Param", filled(dout, 0)));
    return node;
}

static nnx_node *batch_norm(int64_t features) {
    nnx_node *node = object("BatchNorm");
    NNX_TRY(nnx_node_set_int(node, NNX_STR("num_features"), features));
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("use_running_average"), 0));
    NNX_TRY(nnx_node_set_int(node, NNX_STR("axis"), -1));
    NNX_TRY(nnx_node_set_float(node, NNX_STR("momentum"), 0.99));
    NNX_TRY(nnx_node_set_float(node, NNX_STR("epsilon"), 1e-5));
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("use_bias"), 1));
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("use_scale"), 1));
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("use_fast_variance"), 1));
    set_dtype(node, "param_dtype", NNX_DTYPE_F32);
    attach(node, "mean", variable("BatchStat", filled(features, 0)));
    attach(node, "var", variable("BatchStat", filled(features, 1)));
    attach(node, "scale", variable("Param", filled(features, 1)));
    attach(node, "bias", variable("Param", filled(features, 0)));
    return node;
}

static nnx_node *rng_stream(const char *tag) {
    const int64_t words = 2;
    const uint32_t key[2] = {0, 42};
    nnx_tensor *key_tensor;
    NNX_TRY(nnx_tensor_new(NNX_DTYPE_U32, &words, 1, key, sizeof key, &key_tensor));
    nnx_node *node = object("RngStream");
    NNX_TRY(nnx_node_set_string(node, NNX_STR("tag"), str(tag)));
    attach(node, "key", tagged(variable("RngKey", key_tensor), tag));
    attach(node, "count", tagged(variable("RngCount", zeros(NNX_DTYPE_U32, NULL, 0)), tag));
    return node;
}

static nnx_node *dropout(double rate) {
    nnx_node *node = object("Dropout");
    NNX_TRY(nnx_node_set_float(node, NNX_STR("rate"), rate));
    set_tuple(node, "broadcast_dims", NULL, 0);
    NNX_TRY(nnx_node_set_bool(node, NNX_STR("deterministic"), 0));
    NNX_TRY(nnx_node_set_string(node, NNX_STR("rng_collection"), NNX_STR("dropout")));
    attach(node, "rngs", rng_stream("default"));
    return node;
}

static nnx_node *new_model(int64_t din, int64_t dmid, int64_t dout) {
    nnx_node *node = object("Model");
    attach(node, "linear", linear(din, dmid, 1.0f / 64));
    attach(node, "bn", batch_norm(dmid));
    attach(node, "dropout", dropout(0.2));
    attach(node, "linear_out", linear(dmid, dout, 1.0f / 256));
    return node;
}

// Adam's state mirrors the parameters: for each Param a zero of its shape under its path.
static nnx_node *moments(const nnx_node *model) {
    nnx_filter *param;
    nnx_state *params;
    size_t size;
    NNX_TRY(nnx_filter_of_type(NNX_STR("Param"), &param));
    NNX_TRY(nnx_node_state(model, (const nnx_filter *[]){param}, 1, &params));
    NNX_TRY(nnx_state_size(params, &size));
    nnx_node *node = plain_dict();
    char layer[64] = "";
    for (size_t i = 0; i < size; i++) {
        nnx_bytes *path_bytes;
        nnx_str path;
        nnx_tensor *parameter;
        const int64_t *shape;
        size_t rank;
        NNX_TRY(nnx_state_path(params, i, &path_bytes));
        NNX_TRY(nnx_bytes_data(path_bytes, &path));
        NNX_TRY(nnx_state_tensor(params, i, &parameter));
        NNX_TRY(nnx_tensor_shape(parameter, &shape, &rank));
        size_t layer_size = (size_t)((const char *)memchr(path.data, '/', path.size) - path.data);
        if (strlen(layer) != layer_size || memcmp(layer, path.data, layer_size) != 0) {
            snprintf(layer, sizeof layer, "%.*s", (int)layer_size, path.data);
            attach(node, layer, plain_dict());
        }
        nnx_node *moment = variable("OptVariable", zeros(NNX_DTYPE_F32, shape, rank));
        NNX_TRY(nnx_node_set_node(node, path, moment));
        NNX_TRY(nnx_node_release(moment));
        NNX_TRY(nnx_tensor_release(parameter));
        NNX_TRY(nnx_bytes_release(path_bytes));
    }
    NNX_TRY(nnx_state_release(params));
    NNX_TRY(nnx_filter_release(param));
    return node;
}

static nnx_node *new_optimizer(const nnx_node *model) {
    nnx_node *adam = plain_dict();
    attach(adam, "count", variable("OptArray", zeros(NNX_DTYPE_I32, NULL, 0)));
    attach(adam, "mu", moments(model));
    attach(adam, "nu", moments(model));
    nnx_node *opt_state = tuple();
    attach(opt_state, "0", adam);
    attach(opt_state, "1", tuple());
    nnx_node *node = object("Optimizer");
    attach(node, "step", variable("OptState", zeros(NNX_DTYPE_U32, NULL, 0)));
    NNX_TRY(nnx_node_set_string(node, NNX_STR("wrt"), NNX_STR("Param")));
    attach(node, "opt_state", opt_state);
    return node;
}

static nnx_node *new_metrics(void) {
    nnx_node *average = object("Average");
    NNX_TRY(nnx_node_set_string(average, NNX_STR("argname"), NNX_STR("loss")));
    attach(average, "total", variable("MetricState", zeros(NNX_DTYPE_F32, NULL, 0)));
    attach(average, "count", variable("MetricState", zeros(NNX_DTYPE_I32, NULL, 0)));
    nnx_node *node = object("MultiMetric");
    nnx_static *name = string("loss");
    set_tuple(node, "_metric_names", (const nnx_static *[]){name}, 1);
    NNX_TRY(nnx_static_release(name));
    attach(node, "loss", average);
    return node;
}

static nnx_node *page_model(void) {
    nnx_node *model = new_model(2, 64, 3);
    nnx_node *optimizer = new_optimizer(model);
    nnx_node *root = tuple();
    attach(root, "0", model);
    attach(root, "1", optimizer);
    attach(root, "2", new_metrics());
    return root;
}

// One Variable under two paths, and an attribute that leads back to the root.
static nnx_node *tied_model(void) {
    nnx_node *root = object("Autoencoder");
    nnx_node *encoder = object("Encoder");
    nnx_node *decoder = object("Decoder");
    nnx_node *kernel = variable("Param", ramp((const int64_t[]){2, 3}, 2, 0.5f));
    NNX_TRY(nnx_node_set_node(encoder, NNX_STR("kernel"), kernel));
    NNX_TRY(nnx_node_set_node(encoder, NNX_STR("owner"), root));
    attach(decoder, "kernel", kernel);
    attach(root, "encoder", encoder);
    attach(root, "decoder", decoder);
    return root;
}

// What is printed -----------------------------------------------------------------------------------------------------

static const char *yes(int32_t truth) { return truth ? "yes" : "no"; }

static void print_text(nnx_str text) {
    printf("%.*s%s", (int)text.size, text.data, text.size > 0 && text.data[text.size - 1] == '\n' ? "" : "\n");
}

static void print_node(const nnx_node *node, nnx_format format) {
    nnx_bytes *bytes;
    nnx_str text;
    NNX_TRY(nnx_node_text(node, format, &bytes));
    NNX_TRY(nnx_bytes_data(bytes, &text));
    print_text(text);
    NNX_TRY(nnx_bytes_release(bytes));
}

static void print_report(nnx_report *report) {
    nnx_str text;
    NNX_TRY(nnx_report_text(report, &text));
    print_text(text);
    NNX_TRY(nnx_report_release(report));
}

// Paths that lead to one node have one number.
static void print_duplicates(nnx_report *duplicates) {
    size_t size;
    NNX_TRY(nnx_report_size(duplicates, &size));
    for (size_t i = 0; i < size; i++) {
        nnx_str path, unused;
        int32_t node;
        NNX_TRY(nnx_report_row(duplicates, i, &path, &node, &unused));
        if (path.size == 0) path = NNX_STR("(root)");
        printf("  %d: %.*s\n", (int)node, (int)path.size, path.data);
    }
    NNX_TRY(nnx_report_release(duplicates));
}

static void print_paths(const nnx_state *state) {
    size_t size;
    NNX_TRY(nnx_state_size(state, &size));
    for (size_t i = 0; i < size; i++) {
        nnx_bytes *path;
        nnx_str text;
        NNX_TRY(nnx_state_path(state, i, &path));
        NNX_TRY(nnx_bytes_data(path, &text));
        printf("  %.*s\n", (int)text.size, text.data);
        NNX_TRY(nnx_bytes_release(path));
    }
}

static size_t leaves(const nnx_state *state) {
    size_t size;
    NNX_TRY(nnx_state_size(state, &size));
    return size;
}

static float bias_in_state(const nnx_state *state) {
    nnx_tensor *bias;
    NNX_TRY(nnx_state_get(state, NNX_STR("0/linear/bias"), &bias));
    float first = element(bias, 0);
    NNX_TRY(nnx_tensor_release(bias));
    return first;
}

static nnx_node *child(const nnx_node *node, const char *path) {
    nnx_node *found;
    NNX_TRY(nnx_node_get_node(node, str(path), &found));
    return found;
}

static int32_t same(const nnx_node *left, const char *left_path, const nnx_node *right, const char *right_path) {
    nnx_node *a = child(left, left_path);
    nnx_node *b = child(right, right_path);
    int32_t answer;
    NNX_TRY(nnx_node_same(a, b, &answer));
    NNX_TRY(nnx_node_release(a));
    NNX_TRY(nnx_node_release(b));
    return answer;
}

static float value_at(const nnx_node *node, const char *path, size_t i) {
    nnx_node *found = child(node, path);
    nnx_tensor *tensor;
    NNX_TRY(nnx_variable_get(found, &tensor));
    float value = element(tensor, i);
    NNX_TRY(nnx_tensor_release(tensor));
    NNX_TRY(nnx_node_release(found));
    return value;
}

// ---------------------------------------------------------------------------------------------------------------------

int main(int argc, char **argv) {
    const char *directory = argc > 1 ? argv[1] : ".";
    if (argc > 2) {
        nnx_node *picture = strcmp(argv[2], "--dot-page") == 0 ? page_model() : tied_model();
        print_node(picture, NNX_FORMAT_DOT);
        NNX_TRY(nnx_node_release(picture));
        return 0;
    }

    printf("== 1. build ==\n");
    nnx_node *root = page_model();
    size_t root_size;
    NNX_TRY(nnx_node_size(root, &root_size));
    printf("root: tuple of %zu\n", root_size);

    printf("\n== 2. tree ==\n");
    print_node(root, NNX_FORMAT_TREE);

    printf("\n== 3. table ==\n");
    print_node(root, NNX_FORMAT_TABLE);

    printf("\n== 4. split ==\n");
    nnx_graphdef *graphdef;
    nnx_state *state;
    size_t nodes, attributes;
    NNX_TRY(nnx_node_split(root, NULL, 0, &graphdef, &state));
    NNX_TRY(nnx_graphdef_num_nodes(graphdef, &nodes));
    NNX_TRY(nnx_graphdef_num_attributes(graphdef, &attributes));
    printf("leaves: %zu\nnodes: %zu\nattributes: %zu\n", leaves(state), nodes, attributes);
    NNX_TRY(nnx_state_release(state));
    NNX_TRY(nnx_graphdef_release(graphdef));

    printf("\n== 5. split by (Param, BatchStat, ...) ==\n");
    nnx_filter *filters[3];
    nnx_state *states[3];
    NNX_TRY(nnx_filter_of_type(NNX_STR("Param"), &filters[0]));
    NNX_TRY(nnx_filter_of_type(NNX_STR("BatchStat"), &filters[1]));
    NNX_TRY(nnx_filter_rest(&filters[2]));
    NNX_TRY(nnx_node_split(root, (const nnx_filter *const *)filters, 3, &graphdef, states));
    nnx_state *params = states[0], *batch_stats = states[1], *rest = states[2];
    printf("Param: %zu leaves\n", leaves(params));
    print_paths(params);
    printf("BatchStat: %zu leaves\n", leaves(batch_stats));
    print_paths(batch_stats);
    printf("the rest: %zu leaves\n", leaves(rest));

    printf("\n== 6. change a leaf ==\n");
    nnx_tensor *halves = filled(64, 0.5f);
    nnx_state *changed;
    nnx_report *difference;
    printf("0/linear/bias[0] before: %g\n", (double)bias_in_state(params));
    NNX_TRY(nnx_state_with(params, (nnx_str[]){NNX_STR("0/linear/bias")}, (const nnx_tensor *[]){halves}, 1, &changed));
    printf("0/linear/bias[0] after: %g\n", (double)bias_in_state(changed));
    printf("old State unchanged: %s\n", yes(bias_in_state(params) == 0));
    NNX_TRY(nnx_state_diff(params, changed, &difference));
    print_report(difference);

    printf("\n== 7. merge ==\n");
    nnx_node *merged;
    NNX_TRY(nnx_graphdef_merge(graphdef, (const nnx_state *[]){changed, batch_stats, rest}, 3, &merged));
    printf("merged 0/linear/bias[0]: %g\n", (double)value_at(merged, "0/linear/bias", 0));
    printf("first graph 0/linear/bias[0]: %g\n", (double)value_at(root, "0/linear/bias", 0));
    printf("nothing shared with the first graph: %s\n", yes(!same(root, "0/linear/bias", merged, "0/linear/bias")));

    printf("\n== 8. update ==\n");
    nnx_node *bias = child(root, "0/linear/bias");
    nnx_state *root_state, *merged_state;
    int32_t answer;
    NNX_TRY(nnx_node_update(root, (const nnx_state *[]){changed}, 1, NULL));
    printf("first graph 0/linear/bias[0]: %g\n", (double)value_at(root, "0/linear/bias", 0));
    printf("same Variable as before: %s\n", yes(same(root, "0/linear/bias", bias, "")));
    NNX_TRY(nnx_node_state(root, NULL, 0, &root_state));
    NNX_TRY(nnx_node_state(merged, NULL, 0, &merged_state));
    NNX_TRY(nnx_state_equal(root_state, merged_state, &answer));
    printf("equal to the merged graph: %s\n", yes(answer));

    printf("\n== 9. save and load ==\n");
    char file[4096];
    nnx_state *loaded_state;
    nnx_graphdef *loaded_graphdef;
    uint64_t hash, loaded_hash;
    snprintf(file, sizeof file, "%s/page_model.safetensors", directory);
    NNX_TRY(nnx_state_save(root_state, graphdef, str(file), NULL));
    NNX_TRY(nnx_state_load(str(file), NULL, &loaded_state, &loaded_graphdef));
    NNX_TRY(nnx_state_equal(root_state, loaded_state, &answer));
    printf("same State: %s\n", yes(answer));
    NNX_TRY(nnx_graphdef_equal(graphdef, loaded_graphdef, &answer));
    NNX_TRY(nnx_graphdef_hash(graphdef, &hash));
    NNX_TRY(nnx_graphdef_hash(loaded_graphdef, &loaded_hash));
    printf("same GraphDef: %s\n", yes(answer && hash == loaded_hash));

    printf("\n== 10. a tied Variable and a cycle ==\n");
    nnx_node *tied = tied_model();
    nnx_graphdef *tied_graphdef;
    nnx_state *tied_state;
    nnx_report *duplicates;
    nnx_node *again;
    print_node(tied, NNX_FORMAT_TREE);
    NNX_TRY(nnx_node_split(tied, NULL, 0, &tied_graphdef, &tied_state));
    printf("leaves: %zu\n", leaves(tied_state));
    printf("nodes with several paths:\n");
    NNX_TRY(nnx_node_find_duplicates(tied, NULL, &duplicates));
    print_duplicates(duplicates);
    NNX_TRY(nnx_graphdef_merge(tied_graphdef, (const nnx_state *[]){tied_state}, 1, &again));
    printf("after merge, still tied: %s\n", yes(same(again, "encoder/kernel", again, "decoder/kernel")));
    printf("after merge, still a cycle: %s\n", yes(same(again, "encoder/owner", again, "")));
    nnx_node *kernel = child(again, "decoder/kernel");
    nnx_tensor *written = ramp((const int64_t[]){2, 3}, 2, 4);
    NNX_TRY(nnx_variable_set(kernel, written));
    printf("written through decoder, read through encoder: %g\n", (double)value_at(again, "encoder/kernel", 1));

    printf("\n== 11. DOT ==\n");
    print_node(tied, NNX_FORMAT_DOT);

    for (size_t i = 0; i < 3; i++) {
        NNX_TRY(nnx_filter_release(filters[i]));
        NNX_TRY(nnx_state_release(states[i]));
    }
    NNX_TRY(nnx_node_release(root));
    NNX_TRY(nnx_node_release(merged));
    NNX_TRY(nnx_node_release(bias));
    NNX_TRY(nnx_node_release(tied));
    NNX_TRY(nnx_node_release(again));
    NNX_TRY(nnx_node_release(kernel));
    NNX_TRY(nnx_tensor_release(halves));
    NNX_TRY(nnx_tensor_release(written));
    NNX_TRY(nnx_state_release(changed));
    NNX_TRY(nnx_state_release(root_state));
    NNX_TRY(nnx_state_release(merged_state));
    NNX_TRY(nnx_state_release(loaded_state));
    NNX_TRY(nnx_state_release(tied_state));
    NNX_TRY(nnx_graphdef_release(graphdef));
    NNX_TRY(nnx_graphdef_release(loaded_graphdef));
    NNX_TRY(nnx_graphdef_release(tied_graphdef));
    return 0;
}
