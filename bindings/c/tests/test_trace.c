#include "check.h"

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        nnx_status status_ = (call);                                                                                   \
        if (status_ != NNX_OK) return status_;                                                                         \
    } while (0)

static nnx_tensor *floats(const int64_t *shape, size_t rank, const float *values, size_t count) {
    nnx_tensor *tensor = NULL;
    OK(nnx_tensor_new(NNX_DTYPE_F32, shape, rank, values, count * sizeof *values, &tensor));
    return tensor;
}

static nnx_node *param(const float *values, int64_t rows, int64_t columns) {
    const int64_t shape[] = {rows, columns};
    nnx_tensor *tensor = floats(shape, 2, values, (size_t)(rows * columns));
    nnx_node *node = NULL;
    OK(nnx_variable_new(NULL, NNX_STR("Param"), tensor, &node));
    OK(nnx_tensor_release(tensor));
    return node;
}

/* A model with a kernel of 2 x 2 numbers. */
static nnx_node *linear(void) {
    const float values[] = {1, 2, 3, 4};
    nnx_node *model = NULL, *kernel = param(values, 2, 2);
    OK(nnx_object_new(NULL, NNX_STR("Linear"), &model));
    OK(nnx_node_set_node(model, NNX_STR("kernel"), kernel));
    OK(nnx_node_release(kernel));
    return model;
}

struct train {
    nnx_node *model;
    nnx_value *x;
    int destroyed;
    nnx_status own;
};

static void destroy(void *user_data) { ((struct train *)user_data)->destroyed++; }

static nnx_status kernel_of(nnx_node *model, nnx_trace *trace, nnx_node **node, nnx_value **value) {
    TRY(nnx_node_get_node(model, NNX_STR("kernel"), node));
    return nnx_variable_read(trace, *node, value);
}

/* The mean of (x @ kernel)². The variable x is overwritten freely: a value owns nothing. */
static nnx_status loss(void *user_data, nnx_trace *trace, nnx_value **out) {
    struct train *train = user_data;
    nnx_node *node = NULL;
    nnx_value *kernel = NULL, *x = train->x;
    if (train->own) return train->own;
    TRY(kernel_of(train->model, trace, &node, &kernel));
    TRY(nnx_node_release(node));
    TRY(nnx_value_matmul(x, kernel, &x));
    TRY(nnx_value_square(x, &x));
    return nnx_value_reduce(x, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, out);
}

/* kernel -= 0.5 * gradient; gives the loss. */
static nnx_status step(void *user_data, nnx_trace *trace) {
    struct train *train = user_data;
    nnx_value *kernel = NULL, *value = NULL, *change = NULL;
    nnx_state *grads = NULL;
    nnx_node *node = NULL;
    TRY(nnx_trace_input(trace, 0, &train->x));
    TRY(nnx_value_and_grad(trace, train->model, NULL, loss, train, NULL, &value, &grads));
    TRY(nnx_state_get_value(grads, NNX_STR("kernel"), &change));
    TRY(nnx_state_release(grads));
    TRY(nnx_value_binary_scalar(change, NNX_BINARY_MUL, 0.5, 0, &change));
    TRY(kernel_of(train->model, trace, &node, &kernel));
    TRY(nnx_value_binary(kernel, NNX_BINARY_SUB, change, &kernel));
    TRY(nnx_variable_set_traced(node, kernel));
    TRY(nnx_node_release(node));
    return nnx_trace_output(trace, value);
}

static nnx_status traced(struct train *train, nnx_trace_fn function, nnx_program **out) {
    const nnx_node *objects[] = {train->model};
    const nnx_dtype dtype = NNX_DTYPE_F32;
    const size_t rank = 2;
    const int64_t dims[] = {1, 2};
    return nnx_trace_program(function, train, destroy, objects, 1, NULL, 0, &dtype, &rank, dims, 1, out);
}

static const float *numbers(const nnx_tensor *tensor) {
    const void *data = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_data(tensor, &data, &nbytes));
    return data;
}

static float kernel_now(nnx_node *model) {
    nnx_tensor *tensor = NULL;
    float found;
    OK(nnx_node_get_tensor(model, NNX_STR("kernel"), &tensor));
    found = numbers(tensor)[0];
    OK(nnx_tensor_release(tensor));
    return found;
}

static void a_step_is_traced(void) {
    struct train train = {linear(), NULL, 0, NNX_OK};
    nnx_program *program = NULL;
    nnx_tensor *inputs[2] = {NULL, NULL}, *outputs[2] = {NULL, NULL};
    const int64_t shape[] = {1, 2};
    const float x[] = {1, 1};
    nnx_bytes *text = NULL;
    nnx_str view = {NULL, 0};
    nnx_trace *current = NULL;
    OK(traced(&train, step, &program));
    CHECK(train.destroyed == 1);
    OK(nnx_trace_current(&current));
    CHECK(current == NULL);
    CHECK(kernel_now(train.model) == 1);
    OK(nnx_program_verify(program));
    OK(nnx_program_text(program, &text));
    OK(nnx_bytes_data(text, &view));
    CHECK(strstr(view.data, "objects/0/kernel") != NULL && strstr(view.data, "stablehlo.dot_general") != NULL);
    OK(nnx_bytes_release(text));
    OK(nnx_node_get_tensor(train.model, NNX_STR("kernel"), &inputs[0]));
    inputs[1] = floats(shape, 2, x, 2);
    OK(nnx_program_evaluate(program, NNX_STR(""), (const nnx_tensor *const *)inputs, 2, NULL, outputs, 2));
    /* x @ kernel is (4, 6): the loss is 26, the gradient (4, 6) in each row. */
    CHECK(numbers(outputs[0])[0] == 26);
    CHECK(numbers(outputs[1])[0] == -1 && numbers(outputs[1])[3] == 1);
    for (int i = 0; i < 2; i++) {
        OK(nnx_tensor_release(inputs[i]));
        OK(nnx_tensor_release(outputs[i]));
    }
    OK(nnx_program_release(program));
    OK(nnx_node_release(train.model));
}

static void a_status_of_its_own_comes_back(void) {
    struct train train = {linear(), NULL, 0, (nnx_status)1234};
    nnx_program *program = NULL;
    CHECK_STATUS((nnx_status)1234, traced(&train, step, &program));
    CHECK(program == NULL && train.destroyed == 1 && kernel_now(train.model) == 1);
    OK(nnx_node_release(train.model));
}

static nnx_value *escaped = NULL;

static nnx_status lets_a_value_escape(void *user_data, nnx_trace *trace) {
    (void)user_data;
    return nnx_trace_input(trace, 0, &escaped);
}

static void a_value_ends_with_its_trace(void) {
    struct train train = {linear(), NULL, 0, NNX_OK};
    nnx_program *program = NULL;
    nnx_value *out = NULL;
    size_t rank = 0;
    OK(traced(&train, lets_a_value_escape, &program));
    CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_value_square(escaped, &out));
    MESSAGE_HAS("`value` is a value of a trace that is over");
    CHECK_STATUS(NNX_STATUS_INVALID_HANDLE, nnx_value_rank((const nnx_value *)train.model, &rank));
    MESSAGE_HAS("a handle of type nnx_node, not nnx_value");
    OK(nnx_program_release(program));
    OK(nnx_node_release(train.model));
}

static nnx_status wrong_shapes(void *user_data, nnx_trace *trace) {
    nnx_value *x = NULL;
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &x));
    return nnx_value_matmul(x, x, &x);
}

static void an_error_says_both_shapes(void) {
    struct train train = {linear(), NULL, 0, NNX_OK};
    nnx_program *program = NULL;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, traced(&train, wrong_shapes, &program));
    MESSAGE_HAS("matmul: float32[1,2] and float32[1,2]");
    OK(nnx_node_release(train.model));
}

static nnx_status doubled(void *user_data, nnx_trace *trace) {
    nnx_value *carry = NULL, *x = NULL;
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &carry));
    TRY(nnx_trace_input(trace, 1, &x));
    TRY(nnx_value_binary(carry, NNX_BINARY_ADD, x, &carry));
    TRY(nnx_trace_output(trace, carry));
    TRY(nnx_value_binary_int(x, NNX_BINARY_MUL, 2, 0, &x));
    return nnx_trace_output(trace, x);
}

static nnx_status gives_input(void *user_data, nnx_trace *trace) {
    return nnx_trace_output(trace, ((struct train *)user_data)->x);
}

static nnx_status gives_zero(void *user_data, nnx_trace *trace) {
    nnx_value *zero = NULL;
    const int64_t shape[] = {1, 2};
    (void)user_data;
    TRY(nnx_trace_full(trace, NNX_DTYPE_F32, shape, 2, 0, &zero));
    return nnx_trace_output(trace, zero);
}

static nnx_status flows(void *user_data, nnx_trace *trace) {
    struct train *train = user_data;
    nnx_value *results[2] = {NULL, NULL}, *sum = NULL, *truth = NULL, *places = NULL, *row = NULL;
    const int64_t two[] = {2, 1};
    const nnx_value *init[1], *xs[1];
    size_t count = 0;
    TRY(nnx_trace_input(trace, 0, &train->x));
    TRY(nnx_value_reduce(train->x, NNX_REDUCE_SUM, NULL, SIZE_MAX, 0, &sum));
    TRY(nnx_value_reshape(train->x, two, 2, &row));
    TRY(nnx_value_squeeze(row, NULL, SIZE_MAX, &row));
    init[0] = sum;
    xs[0] = row;
    TRY(nnx_trace_scan(trace, 2, init, 1, xs, 1, doubled, NULL, NULL, results, 2, &count));
    CHECK(count == 2);
    TRY(nnx_trace_output(trace, results[0]));
    TRY(nnx_trace_output(trace, results[1]));
    TRY(nnx_value_binary_scalar(sum, NNX_BINARY_GREATER, 100, 0, &truth));
    TRY(nnx_trace_cond(trace, truth, gives_input, gives_zero, train, NULL, results, 1, &count));
    CHECK(count == 1);
    TRY(nnx_trace_output(trace, results[0]));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_trace_cond(trace, truth, gives_input, gives_zero, train, NULL, NULL, 0, &count));
    MESSAGE_HAS("`capacity` is 0; there are 1 results");
    TRY(nnx_trace_iota(trace, NNX_DTYPE_I32, two, 2, 0, &places));
    TRY(nnx_value_one_hot(places, 3, NNX_DTYPE_F32, &places));
    return nnx_trace_output(trace, places);
}

static void loops_and_branches(void) {
    struct train train = {linear(), NULL, 0, NNX_OK};
    nnx_program *program = NULL;
    nnx_tensor *inputs[2] = {NULL, NULL}, *outputs[5] = {NULL, NULL, NULL, NULL, NULL};
    const int64_t shape[] = {1, 2};
    const float x[] = {5, 7};
    OK(traced(&train, flows, &program));
    OK(nnx_node_get_tensor(train.model, NNX_STR("kernel"), &inputs[0]));
    inputs[1] = floats(shape, 2, x, 2);
    OK(nnx_program_evaluate(program, NNX_STR(""), (const nnx_tensor *const *)inputs, 2, NULL, outputs, 5));
    CHECK(numbers(outputs[0])[0] == 24);
    CHECK(numbers(outputs[1])[0] == 10 && numbers(outputs[1])[1] == 14);
    CHECK(numbers(outputs[2])[0] == 0);
    CHECK(numbers(outputs[3])[0] == 1 && numbers(outputs[3])[4] == 1);
    for (int i = 0; i < 2; i++) OK(nnx_tensor_release(inputs[i]));
    for (int i = 0; i < 5; i++) OK(nnx_tensor_release(outputs[i]));
    OK(nnx_program_release(program));
    OK(nnx_node_release(train.model));
}

/* The gradient of the sum of x * x, of which one factor is held fast: x, and not 2 x. */
static nnx_status half_stopped(void *user_data, nnx_trace *trace) {
    nnx_value *x = NULL, *fixed = NULL, *loss = NULL, *gradient = NULL;
    const nnx_value *wrt[1];
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_value_watch(x, &x));
    TRY(nnx_value_stop_gradient(x, &fixed));
    TRY(nnx_value_binary(x, NNX_BINARY_MUL, fixed, &loss));
    TRY(nnx_value_reduce(loss, NNX_REDUCE_SUM, NULL, SIZE_MAX, 0, &loss));
    wrt[0] = x;
    TRY(nnx_value_gradients(loss, wrt, 1, &gradient));
    TRY(nnx_trace_output(trace, loss));
    return nnx_trace_output(trace, gradient);
}

static nnx_status below_a_hundred(void *user_data, nnx_trace *trace) {
    nnx_value *carry = NULL;
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &carry));
    TRY(nnx_value_reduce(carry, NNX_REDUCE_SUM, NULL, SIZE_MAX, 0, &carry));
    TRY(nnx_value_binary_scalar(carry, NNX_BINARY_LESS, 100, 0, &carry));
    return nnx_trace_output(trace, carry);
}

static nnx_status twice(void *user_data, nnx_trace *trace) {
    nnx_value *carry = NULL;
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &carry));
    TRY(nnx_value_binary(carry, NNX_BINARY_ADD, carry, &carry));
    return nnx_trace_output(trace, carry);
}

static nnx_status doubles_up(void *user_data, nnx_trace *trace) {
    nnx_value *x = NULL, *loss = NULL, *gradient = NULL;
    const nnx_value *init[1];
    (void)user_data;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_value_watch(x, &x));
    init[0] = x;
    TRY(nnx_trace_while_loop(trace, below_a_hundred, twice, NULL, NULL, init, 1, &loss));
    TRY(nnx_trace_output(trace, loss));
    TRY(nnx_value_reduce(loss, NNX_REDUCE_SUM, NULL, SIZE_MAX, 0, &loss));
    init[0] = x;
    CHECK_STATUS(NNX_STATUS_UNIMPLEMENTED, nnx_value_gradients(loss, init, 1, &gradient));
    MESSAGE_HAS("stablehlo.while has no gradient");
    return NNX_OK;
}

static void gradients_stop_where_they_are_told_to_and_at_loops_of_unknown_length(void) {
    struct train train = {linear(), NULL, 0, NNX_OK};
    nnx_tensor *inputs[2] = {NULL, NULL}, *outputs[3] = {NULL, NULL, NULL};
    const int64_t shape[] = {1, 2};
    const float x[] = {5, 7};
    OK(nnx_node_get_tensor(train.model, NNX_STR("kernel"), &inputs[0]));
    inputs[1] = floats(shape, 2, x, 2);
    nnx_program *program = NULL;
    OK(traced(&train, half_stopped, &program));
    OK(nnx_program_evaluate(program, NNX_STR(""), (const nnx_tensor *const *)inputs, 2, NULL, outputs, 3));
    CHECK(numbers(outputs[0])[0] == 74 && numbers(outputs[1])[0] == 5 && numbers(outputs[1])[1] == 7);
    for (int i = 0; i < 3; i++) OK(nnx_tensor_release(outputs[i]));
    OK(nnx_program_release(program));
    OK(traced(&train, doubles_up, &program));
    OK(nnx_program_evaluate(program, NNX_STR(""), (const nnx_tensor *const *)inputs, 2, NULL, outputs, 2));
    CHECK(numbers(outputs[0])[0] == 80 && numbers(outputs[0])[1] == 112);
    for (int i = 0; i < 2; i++) OK(nnx_tensor_release(outputs[i]));
    for (int i = 0; i < 2; i++) OK(nnx_tensor_release(inputs[i]));
    OK(nnx_program_release(program));
    OK(nnx_node_release(train.model));
}

int main(void) {
    gradients_stop_where_they_are_told_to_and_at_loops_of_unknown_length();
    a_step_is_traced();
    a_status_of_its_own_comes_back();
    a_value_ends_with_its_trace();
    an_error_says_both_shapes();
    loops_and_branches();
    return finish();
}
