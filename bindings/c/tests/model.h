/* The small model of the tests, with short ways to make and read its parts.
 *
 *   Model
 *     bn: BatchNorm     mean: BatchStat [0, 0, 0]
 *     layers: List      0: Linear  kernel: Param [0 .. 5] as (2, 3), bias: Param [1, 1, 1]
 *                       1: Linear  kernel: the same Variable, bias: Param [2, 2, 2]
 *     owner: the Model itself
 *     rate: 0.5                                                                       4 leaves
 */
#ifndef MODEL_H
#define MODEL_H

#include "check.h"

static inline nnx_str text(const char *bytes) { return nnx_str_of(bytes); }

static inline nnx_tensor *floats(const int64_t *shape, size_t rank, const float *values) {
    size_t count = 1;
    for (size_t i = 0; i < rank; i++) count *= (size_t)shape[i];
    nnx_tensor *tensor = NULL;
    OK(nnx_tensor_new(NNX_DTYPE_F32, shape, rank, values, count * sizeof(float), &tensor));
    return tensor;
}

/* A vector of n elements with one value. */
static inline nnx_tensor *vector(int64_t n, float value) {
    float values[64];
    for (int64_t i = 0; i < n && i < 64; i++) values[i] = value;
    return floats(&n, 1, values);
}

static inline nnx_node *object(const char *type_name) {
    nnx_node *node = NULL;
    OK(nnx_object_new(NULL, text(type_name), &node));
    return node;
}

static inline nnx_node *variable(const char *type, nnx_tensor *value) {
    nnx_node *node = NULL;
    OK(nnx_variable_new(NULL, text(type), value, &node));
    OK(nnx_tensor_release(value));
    return node;
}

static inline void attach(nnx_node *parent, const char *path, nnx_node *child) {
    OK(nnx_node_set_node(parent, text(path), child));
    OK(nnx_node_release(child));
}

static inline nnx_node *child(const nnx_node *node, const char *path) {
    nnx_node *found = NULL;
    OK(nnx_node_get_node(node, text(path), &found));
    return found;
}

static inline nnx_node *linear(nnx_node *kernel, float bias) {
    nnx_node *node = object("Linear");
    OK(nnx_node_set_node(node, text("kernel"), kernel));
    attach(node, "bias", variable("Param", vector(3, bias)));
    return node;
}

static inline nnx_node *small_model(void) {
    const int64_t shape[2] = {2, 3};
    const float ramp[6] = {0, 1, 2, 3, 4, 5};
    nnx_node *model = object("Model");
    nnx_node *bn = object("BatchNorm");
    nnx_node *layers = NULL;
    nnx_node *kernel = variable("Param", floats(shape, 2, ramp));
    attach(bn, "mean", variable("BatchStat", vector(3, 0)));
    OK(nnx_list_new(NULL, &layers));
    attach(layers, "0", linear(kernel, 1));
    attach(layers, "1", linear(kernel, 2));
    attach(model, "bn", bn);
    attach(model, "layers", layers);
    OK(nnx_node_set_node(model, text("owner"), model));
    OK(nnx_node_set_float(model, text("rate"), 0.5));
    OK(nnx_node_release(kernel));
    return model;
}

/* Element i of a float tensor, which is released. */
static inline float take_element(nnx_tensor *tensor, size_t i) {
    const void *data = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_data(tensor, &data, &nbytes));
    float value = data != NULL && i < nbytes / sizeof(float) ? ((const float *)data)[i] : -1e30f;
    OK(nnx_tensor_release(tensor));
    return value;
}

static inline float in_state(const nnx_state *state, const char *path, size_t i) {
    nnx_tensor *tensor = NULL;
    OK(nnx_state_get(state, text(path), &tensor));
    return take_element(tensor, i);
}

static inline float in_graph(const nnx_node *node, const char *path, size_t i) {
    nnx_node *found = child(node, path);
    nnx_tensor *tensor = NULL;
    OK(nnx_variable_get(found, &tensor));
    OK(nnx_node_release(found));
    return take_element(tensor, i);
}

static inline void set_in_graph(nnx_node *node, const char *path, nnx_tensor *value) {
    nnx_node *found = child(node, path);
    OK(nnx_variable_set(found, value));
    OK(nnx_node_release(found));
    OK(nnx_tensor_release(value));
}

static inline size_t state_size(const nnx_state *state) {
    size_t size = 0;
    OK(nnx_state_size(state, &size));
    return size;
}

static inline int same_node(const nnx_node *node, const char *left, const char *right) {
    nnx_node *a = child(node, left);
    nnx_node *b = child(node, right);
    int32_t same = 0;
    OK(nnx_node_same(a, b, &same));
    OK(nnx_node_release(a));
    OK(nnx_node_release(b));
    return same;
}

static inline nnx_filter *of_type(const char *type) {
    nnx_filter *filter = NULL;
    OK(nnx_filter_of_type(text(type), &filter));
    return filter;
}

static inline nnx_filter *rest(void) {
    nnx_filter *filter = NULL;
    OK(nnx_filter_rest(&filter));
    return filter;
}

static inline size_t report_size(const nnx_report *report) {
    size_t size = 0;
    OK(nnx_report_size(report, &size));
    return size;
}

static inline void check_row(const nnx_report *report, size_t i, const char *path, int32_t code) {
    nnx_str row_path = {NULL, 0}, row_text = {NULL, 0};
    int32_t row_code = -1;
    OK(nnx_report_row(report, i, &row_path, &row_code, &row_text));
    CHECK_TEXT(path, row_path);
    CHECK(row_code == code);
}

#endif
