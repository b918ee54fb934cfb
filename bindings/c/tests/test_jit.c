#include "steps.h"

static int destroyed = 0;

static void count_destroyed(void *user_data) {
    (void)user_data;
    destroyed++;
}

static void a_call_trains_in_place_and_is_traced_once(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *jit = jit_of(train, &work);
    nnx_node *model = line(), *kernel = child(model, "kernel"), *again = NULL;
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_state *before = NULL;
    nnx_graphdef *graphdef = NULL;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &before));
    float last = call(jit, model, x, y);
    for (int i = 0; i < 10; i++) {
        const float loss = call(jit, model, x, y);
        CHECK(loss < last);
        last = loss;
    }
    CHECK(work.traced == 1);
    CHECK(in_state(before, "kernel", 0) == 1);
    CHECK(in_graph(model, "kernel", 0) != 1);
    again = child(model, "kernel");
    int32_t same = 0;
    OK(nnx_node_same(kernel, again, &same));
    CHECK(same == 1);
    size_t steps = 0;
    OK(nnx_jit_num_steps(jit, &steps));
    CHECK(steps == 1);
    OK(nnx_node_release(again));
    OK(nnx_node_release(kernel));
    OK(nnx_node_release(model));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_state_release(before));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_jit_release(jit));
}

static void a_status_of_the_function_comes_back_and_nothing_has_changed(void) {
    struct work work = {NULL, 0, 1234};
    nnx_jit *jit = jit_of(train, &work);
    nnx_node *model = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    const nnx_tensor *inputs[2] = {x, y};
    const nnx_node *objects[1] = {model};
    nnx_results *results = NULL;
    CHECK_STATUS(1234, nnx_jit_call(jit, objects, 1, NULL, 0, inputs, 2, &results));
    CHECK(results == NULL);
    CHECK(in_graph(model, "kernel", 0) == 1 && in_graph(model, "bias", 0) == 0.5f);
    work.fails = NNX_OK;
    call(jit, model, x, y);
    CHECK(work.traced == 2);
    /* An input of another rank: the error of the operation says where, and the library's status stays. */
    nnx_tensor *wrong = vector(3, 1);
    inputs[0] = wrong;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_jit_call(jit, objects, 1, NULL, 0, inputs, 2, &results));
    MESSAGE_HAS("matmul: float32[3] and float32[2,2]");
    OK(nnx_tensor_release(wrong));
    OK(nnx_node_release(model));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_jit_release(jit));
}

static void options_are_checked_and_destroy_runs_once(void) {
    nnx_jit_options options = NNX_JIT_OPTIONS_INIT;
    nnx_jit *jit = NULL;
    struct work work = {NULL, 0, NNX_OK};
    options.device = NNX_STR("cuda");
    CHECK_STATUS(NNX_STATUS_UNIMPLEMENTED, nnx_jit_new(train, &work, count_destroyed, &options, &jit));
    MESSAGE_HAS("\"cuda\" is not supported");
    CHECK(destroyed == 1);
    options.device = NNX_STR("cpu");
    options.check_finite = 1;
    OK(nnx_jit_new(train, &work, count_destroyed, &options, &jit));
    nnx_node *model = line();
    const float huge[6] = {3e38f, 3e38f, 3e38f, 3e38f, 3e38f, 3e38f};
    nnx_tensor *x = inputs_x(), *y = floats(three, 2, huge);
    const nnx_tensor *inputs[2] = {x, y};
    const nnx_node *objects[1] = {model};
    nnx_results *results = NULL;
    CHECK_STATUS(NNX_STATUS_NON_FINITE, nnx_jit_call(jit, objects, 1, NULL, 0, inputs, 2, &results));
    nnx_error *error = NULL;
    nnx_str path = {NULL, 0};
    OK(nnx_error_take(&error));
    OK(nnx_error_path(error, &path));
    CHECK_TEXT("outputs/0", path);
    OK(nnx_error_release(error));
    CHECK(in_graph(model, "bias", 0) == 0.5f);
    OK(nnx_jit_release(jit));
    CHECK(destroyed == 2);
    OK(nnx_node_release(model));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
}

static nnx_status add_to_state(void *user_data, nnx_trace *trace) {
    const nnx_graphdef *graphdef = (const nnx_graphdef *)user_data;
    nnx_state *state = NULL, *next = NULL;
    nnx_node *model = NULL, *bias = NULL;
    nnx_graphdef *structure = NULL;
    nnx_value *value = NULL, *x = NULL;
    TRY(nnx_trace_state(trace, 0, &state));
    const nnx_state *states[1] = {state};
    TRY(nnx_graphdef_merge(graphdef, states, 1, &model));
    bias = child(model, "bias");
    TRY(nnx_variable_get_value(bias, &value));
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_value_binary(value, NNX_BINARY_ADD, x, &value));
    TRY(nnx_variable_set_traced(bias, value));
    TRY(nnx_node_split(model, NULL, 0, &structure, &next));
    TRY(nnx_trace_output_state(trace, next));
    OK(nnx_state_release(next));
    OK(nnx_state_release(state));
    OK(nnx_node_release(bias));
    OK(nnx_node_release(model));
    OK(nnx_graphdef_release(structure));
    return NNX_OK;
}

static void a_state_goes_in_and_comes_back(void) {
    nnx_node *model = line();
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    nnx_jit *jit = NULL;
    OK(nnx_jit_new(add_to_state, graphdef, NULL, NULL, &jit));
    nnx_tensor *ones = vector(2, 1);
    for (int i = 0; i < 3; i++) {
        const nnx_state *states[1] = {state};
        const nnx_tensor *inputs[1] = {ones};
        nnx_results *results = NULL;
        size_t tensors = 9, count = 0;
        OK(nnx_jit_call(jit, NULL, 0, states, 1, inputs, 1, &results));
        OK(nnx_results_num_tensors(results, &tensors));
        OK(nnx_results_num_states(results, &count));
        CHECK(tensors == 0 && count == 1);
        OK(nnx_state_release(state));
        OK(nnx_results_state(results, 0, &state));
        CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_results_tensor(results, 0, &(nnx_tensor *){NULL}));
        OK(nnx_results_release(results));
    }
    CHECK(in_state(state, "bias", 0) == 3.5f && in_state(state, "kernel", 3) == 4);
    size_t steps = 0;
    OK(nnx_jit_num_steps(jit, &steps));
    CHECK(steps == 1);
    OK(nnx_state_release(state));
    OK(nnx_tensor_release(ones));
    OK(nnx_jit_release(jit));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
}

static void a_step_stands_alone(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *jit = jit_of(train, &work);
    nnx_node *model = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(jit, model, x, y), *same = NULL;
    CHECK(in_graph(model, "bias", 0) == 0.5f);
    uint64_t id = 0, ran = 1;
    OK(nnx_step_id(step, &id));
    nnx_program *program = NULL;
    OK(nnx_step_program(step, &program));
    nnx_bytes *bytes = NULL;
    nnx_str printed = {NULL, 0};
    OK(nnx_program_text(program, &bytes));
    OK(nnx_bytes_data(bytes, &printed));
    CHECK(strstr(printed.data, "jax.arg_info = \"objects/0/bias\"") != NULL);
    nnx_bytes *shown = NULL;
    OK(nnx_step_report(step, NNX_FORMAT_TABLE, &shown));
    OK(nnx_bytes_data(shown, &printed));
    CHECK(strstr(printed.data, "dot_general float32[") != NULL && strstr(printed.data, "writes objects/0/") != NULL);
    OK(nnx_bytes_release(shown));
    OK(nnx_step_plan(step, NNX_FORMAT_DOT, &shown));
    OK(nnx_bytes_data(shown, &printed));
    CHECK(strncmp(printed.data, "digraph plan {", 14) == 0 && strstr(printed.data, "objects/0/bias") != NULL);
    OK(nnx_bytes_release(shown));
    OK(nnx_step_source(step, NNX_STR("cuda"), NNX_STR("train"), &shown));
    OK(nnx_bytes_data(shown, &printed));
    CHECK(strstr(printed.data, "train_stage_0(void *const *buffers, unsigned turns)") != NULL);
    OK(nnx_bytes_release(shown));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_step_source(step, NNX_STR("cuda"), NNX_STR("2nd step"), &shown));
    nnx_graphdef *graphdef = NULL, *out_graphdef = NULL;
    int32_t equal = 0;
    OK(nnx_step_graphdef(step, &graphdef));
    OK(nnx_step_out_graphdef(step, &out_graphdef));
    OK(nnx_graphdef_equal(graphdef, out_graphdef, &equal));
    CHECK(equal == 1);
    /* Its leaves have the paths of the objects in a tuple. */
    nnx_tensor *bias = vector(2, 0), *kernel = NULL;
    OK(nnx_tensor_new(NNX_DTYPE_F32, two, 2, NULL, 0, &kernel));
    const nnx_str paths[2] = {NNX_STR("0/kernel"), NNX_STR("0/bias")}, types[2] = {NNX_STR("Param"), NNX_STR("Param")};
    const nnx_tensor *tensors[2] = {kernel, bias}, *inputs[2] = {x, y};
    nnx_state *leaves = NULL, *after = NULL;
    nnx_results *results = NULL;
    OK(nnx_state_from_leaves(paths, types, tensors, 2, &leaves));
    OK(nnx_step_run(step, leaves, NULL, 0, inputs, 2, 1, &after, &results));
    OK(nnx_results_step_id(results, &ran));
    CHECK(id == ran);
    CHECK(in_state(leaves, "0/bias", 0) == 0 && in_state(after, "0/bias", 0) > 0);
    /* The same program as a step with a map of its own: leaves 0 and 1 become results, the loss is what it gives. */
    const int64_t changed[2] = {0, 1};
    const size_t outputs[1] = {2};
    nnx_state *other = NULL;
    OK(nnx_step_from_program(program, graphdef, changed, 2, outputs, 1, NNX_STR(""), &same));
    OK(nnx_results_release(results));
    OK(nnx_step_run(same, leaves, NULL, 0, inputs, 2, 1, &other, &results));
    OK(nnx_state_equal(after, other, &equal));
    CHECK(equal == 1);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_step_from_program(program, graphdef, changed, 1, outputs, 1, NNX_STR(""), &same));
    OK(nnx_results_release(results));
    OK(nnx_state_release(leaves));
    OK(nnx_state_release(after));
    OK(nnx_state_release(other));
    OK(nnx_step_release(step));
    OK(nnx_step_release(same));
    OK(nnx_program_release(program));
    OK(nnx_bytes_release(bytes));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_graphdef_release(out_graphdef));
    OK(nnx_tensor_release(bias));
    OK(nnx_tensor_release(kernel));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(jit));
}

static nnx_status nested(void *user_data, nnx_trace *trace) {
    nnx_node *model = NULL;
    nnx_results *results = NULL;
    uint64_t id = 0;
    TRY(nnx_trace_id(trace, &id));
    CHECK(id > 0);
    TRY(nnx_trace_object(trace, 0, &model));
    const nnx_node *objects[1] = {model};
    const nnx_status status =
        nnx_jit_call((const nnx_jit *)user_data, objects, 1, NULL, 0, NULL, 0, &results);
    OK(nnx_node_release(model));
    return status;
}

static void a_call_on_traced_objects_says_what_to_do(void) {
    nnx_jit *inner = NULL, *outer = NULL;
    struct work work = {NULL, 0, NNX_OK};
    OK(nnx_jit_new(evaluate, &work, NULL, NULL, &inner));
    OK(nnx_jit_new(nested, inner, NULL, NULL, &outer));
    nnx_node *model = line();
    const nnx_node *objects[1] = {model};
    nnx_results *results = NULL;
    CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_jit_call(outer, objects, 1, NULL, 0, NULL, 0, &results));
    MESSAGE_HAS("inside a traced function call the other function itself");
    OK(nnx_node_release(model));
    OK(nnx_jit_release(inner));
    OK(nnx_jit_release(outer));
}

int main(void) {
    a_call_trains_in_place_and_is_traced_once();
    a_status_of_the_function_comes_back_and_nothing_has_changed();
    options_are_checked_and_destroy_runs_once();
    a_state_goes_in_and_comes_back();
    a_step_stands_alone();
    a_call_on_traced_objects_says_what_to_do();
    return finish();
}
