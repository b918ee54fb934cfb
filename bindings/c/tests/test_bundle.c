#define _POSIX_C_SOURCE 200809L
#include "steps.h"

#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/nnx-bundle-XXXXXX";
static char file[sizeof folder + 16];

static nnx_str in_folder(const char *name) {
    snprintf(file, sizeof file, "%s/%s", folder, name);
    return text(file);
}

/* A bundle of a model and the steps of these functions, saved. */
static void save(const nnx_node *model, nnx_jit *trainer, nnx_jit *evaluator, const char *name) {
    nnx_bundle *bundle = NULL;
    OK(nnx_bundle_of_objects(&model, 1, &bundle));
    OK(nnx_bundle_add_jit(bundle, NNX_STR("train"), trainer));
    OK(nnx_bundle_add_jit(bundle, NNX_STR("evaluate"), evaluator));
    OK(nnx_bundle_set_metadata(bundle, NNX_STR("note"), NNX_STR("from C")));
    OK(nnx_bundle_save(bundle, in_folder(name), NULL));
    OK(nnx_bundle_release(bundle));
}

static float train_steps(nnx_session *session, const nnx_step *step, const nnx_tensor *x, const nnx_tensor *y, int n) {
    const nnx_tensor *inputs[2] = {x, y};
    float loss = 0;
    for (int i = 0; i < n; i++) {
        nnx_results *results = NULL;
        OK(nnx_session_run(session, step, inputs, 2, &results));
        loss = take_element(take_tensor(results), 0);
    }
    return loss;
}

/* In another process: opens the bundle, goes on for 100 steps, and saves what comes out. */
static void go_on(const nnx_tensor *x, const nnx_tensor *y) {
    nnx_bundle *bundle = NULL;
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL;
    nnx_session *session = NULL;
    nnx_step *step = NULL;
    OK(nnx_bundle_open(in_folder("100.nnx"), NULL, &bundle));
    OK(nnx_bundle_graphdef(bundle, &graphdef));
    OK(nnx_bundle_state(bundle, &state));
    OK(nnx_bundle_step(bundle, NNX_STR("train"), NNX_STR("cpu"), &step));
    OK(nnx_bundle_release(bundle));
    const nnx_state *states[1] = {state};
    OK(nnx_session_from_states(graphdef, states, 1, NULL, &session));
    train_steps(session, step, x, y, 100);
    OK(nnx_state_release(state));
    OK(nnx_session_state(session, &state));
    OK(nnx_state_save(state, NULL, in_folder("200"), NULL));
    OK(nnx_state_release(state));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_step_release(step));
    OK(nnx_session_release(session));
}

static void a_run_of_another_process_goes_on_bit_for_bit(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *trainer = jit_of(train, &work), *evaluator = jit_of(evaluate, NULL);
    nnx_node *model = line();
    const nnx_node *objects[1] = {model};
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(trainer, model, x, y);
    nnx_session *session = NULL;
    nnx_state *uninterrupted = NULL, *resumed = NULL;
    int32_t equal = 0;
    OK(nnx_step_release(step_of(evaluator, model, x, NULL)));
    OK(nnx_session_new(objects, 1, NULL, &session));
    train_steps(session, step, x, y, 100);
    OK(nnx_session_update(session, objects, 1));
    save(model, trainer, evaluator, "100.nnx");
    train_steps(session, step, x, y, 100);
    OK(nnx_session_state(session, &uninterrupted));

    const pid_t child = fork();
    if (child == 0) {
        go_on(x, y);
        _exit(checks_failed == 0 ? 0 : 1);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    OK(nnx_state_load(in_folder("200"), NULL, &resumed, NULL));
    /* The file of the State has no types, so that the values are compared. */
    nnx_tensor *one = NULL, *other = NULL;
    OK(nnx_state_get(resumed, NNX_STR("0/kernel"), &one));
    OK(nnx_state_get(uninterrupted, NNX_STR("0/kernel"), &other));
    OK(nnx_tensor_equal(one, other, &equal));
    CHECK(equal == 1);
    CHECK(work.traced == 1);

    OK(nnx_tensor_release(one));
    OK(nnx_tensor_release(other));
    OK(nnx_state_release(resumed));
    OK(nnx_state_release(uninterrupted));
    OK(nnx_session_release(session));
    OK(nnx_step_release(step));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(trainer));
    OK(nnx_jit_release(evaluator));
}

static void what_was_saved_is_called_as_the_functions_were(void) {
    nnx_bundle *bundle = NULL, *again = NULL;
    nnx_report *programs = NULL, *metadata = NULL, *fit = NULL;
    nnx_jit *trainer = NULL, *missing = NULL;
    nnx_program *program = NULL;
    nnx_bytes *shown = NULL;
    nnx_str row = {NULL, 0}, about = {NULL, 0};
    int32_t code = 0;
    size_t rows = 0;
    OK(nnx_bundle_open(in_folder("100.nnx"), NULL, &bundle));
    OK(nnx_bundle_retain(bundle, &again));
    OK(nnx_bundle_release(again));
    OK(nnx_bundle_programs(bundle, &programs));
    OK(nnx_report_size(programs, &rows));
    CHECK(rows == 2);
    OK(nnx_report_row(programs, 0, &row, &code, &about));
    CHECK_TEXT("train", row);
    CHECK(code == 2);
    CHECK_TEXT("objects of 2 leaves, 0 States, inputs (float32[3,2], float32[3,2])", about);
    OK(nnx_bundle_metadata(bundle, &metadata));
    OK(nnx_report_row(metadata, 0, &row, &code, &about));
    CHECK_TEXT("note", row);
    CHECK_TEXT("from C", about);
    OK(nnx_bundle_program(bundle, NNX_STR("train"), &program));
    OK(nnx_bundle_text(bundle, &shown));
    OK(nnx_bytes_data(shown, &row));
    CHECK(row.size > 18 && memcmp(row.data, "a bundle of libnnx", 18) == 0);

    nnx_node *model = line();
    const nnx_node *objects[1] = {model};
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    OK(nnx_bundle_load_into(bundle, objects, 1, NULL, &fit));
    OK(nnx_report_size(fit, &rows));
    CHECK(rows == 2);
    OK(nnx_bundle_jit(bundle, NNX_STR("train"), NULL, &trainer));
    const float first = call(trainer, model, x, y);
    CHECK(call(trainer, model, x, y) < first);
    const nnx_tensor *inputs[1] = {x};
    nnx_results *results = NULL;
    CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_jit_call(trainer, objects, 1, NULL, 0, inputs, 1, &results));
    MESSAGE_HAS("none of the steps that were loaded fits this call");
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_bundle_jit(bundle, NNX_STR("tain"), NULL, &missing));
    MESSAGE_HAS("it has [\"train\", \"evaluate\"]");
    nnx_step *step = step_of(trainer, model, x, y);
    CHECK_STATUS(NNX_STATUS_ALREADY_EXISTS, nnx_bundle_add_step(bundle, NNX_STR("train"), step));
    OK(nnx_bundle_add_step(bundle, NNX_STR("again"), step));
    OK(nnx_step_release(step));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_bundle_add_jit(bundle, NNX_STR("a/b"), trainer));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_bundle_load_into(bundle, NULL, 0, NULL, NULL));

    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(trainer));
    OK(nnx_program_release(program));
    OK(nnx_bytes_release(shown));
    OK(nnx_report_release(programs));
    OK(nnx_report_release(metadata));
    OK(nnx_report_release(fit));
    OK(nnx_bundle_release(bundle));
}

static void objects_that_differ_are_said_by_path_and_stay(void) {
    nnx_bundle *bundle = NULL;
    nnx_report *fit = NULL;
    nnx_node *other = object("Line");
    const nnx_node *objects[1] = {other};
    const float kernel[4] = {9, 9, 9, 9};
    attach(other, "kernel", variable("Param", floats(two, 2, kernel)));
    attach(other, "scale", variable("Param", vector(2, 9)));
    OK(nnx_bundle_open(in_folder("100.nnx"), NULL, &bundle));
    CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_bundle_load_into(bundle, objects, 1, NULL, &fit));
    MESSAGE_HAS("0/bias: no leaf for");
    MESSAGE_HAS("0/scale: the file has no tensor for this leaf");
    CHECK(fit == NULL && in_graph(other, "kernel", 0) == 9);
    nnx_load_options options = NNX_LOAD_OPTIONS_INIT;
    options.partial = 1;
    OK(nnx_bundle_load_into(bundle, objects, 1, &options, &fit));
    CHECK(in_graph(other, "kernel", 0) != 9 && in_graph(other, "scale", 0) == 9);
    OK(nnx_report_release(fit));
    OK(nnx_node_release(other));
    OK(nnx_bundle_release(bundle));
}

static void a_state_and_its_structure_are_a_bundle_and_fit_another_state(void) {
    nnx_node *model = line(), *other = line();
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL, *like = NULL, *fitted = NULL;
    nnx_bundle *bundle = NULL;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    OK(nnx_node_state(other, NULL, 0, &like));
    OK(nnx_bundle_new(graphdef, state, &bundle));
    OK(nnx_bundle_fit(bundle, like, NULL, &fitted, NULL));
    CHECK(in_state(fitted, "kernel", 0) == 1);
    OK(nnx_bundle_save(bundle, in_folder("state.nnx"), NULL));
    OK(nnx_bundle_release(bundle));
    /* What is no bundle. */
    OK(nnx_state_save(state, graphdef, in_folder("state"), NULL));
    CHECK_STATUS(NNX_STATUS_DATA_LOSS, nnx_bundle_open(in_folder("state"), NULL, &bundle));
    MESSAGE_HAS("this is no bundle");
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_bundle_open(in_folder("none"), NULL, &bundle));
    CHECK(bundle == NULL);
    OK(nnx_state_release(state));
    OK(nnx_state_release(like));
    OK(nnx_state_release(fitted));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
    OK(nnx_node_release(other));
}

/* tests/bundle/format.rs says what is in the file. */
static void a_bundle_that_python_wrote_goes_on(void) {
    nnx_bundle *bundle = NULL;
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL;
    nnx_session *session = NULL;
    nnx_step *step = NULL;
    const float x[2] = {1, 2};
    const int64_t extents[1] = {2};
    nnx_tensor *input = floats(extents, 1, x);
    const nnx_tensor *inputs[1] = {input};
    OK(nnx_bundle_open(NNX_STR("tests/data/bundles/counter_100.nnx"), NULL, &bundle));
    OK(nnx_bundle_graphdef(bundle, &graphdef));
    OK(nnx_bundle_state(bundle, &state));
    OK(nnx_bundle_step(bundle, NNX_STR("add_squares"), NNX_STR(""), &step));
    const nnx_state *states[1] = {state};
    OK(nnx_session_from_states(graphdef, states, 1, NULL, &session));
    for (int number = 101; number <= 200; number++) {
        nnx_results *results = NULL;
        OK(nnx_session_run(session, step, inputs, 1, &results));
        CHECK(take_element(take_tensor(results), 0) == 5.0f * (float)number);
    }
    OK(nnx_state_release(state));
    OK(nnx_session_state(session, &state));
    CHECK(in_state(state, "0/total", 1) == 800);
    OK(nnx_tensor_release(input));
    OK(nnx_state_release(state));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_step_release(step));
    OK(nnx_session_release(session));
    OK(nnx_bundle_release(bundle));
}

int main(void) {
    a_bundle_that_python_wrote_goes_on();
    CHECK(mkdtemp(folder) != NULL);
    a_run_of_another_process_goes_on_bit_for_bit();
    what_was_saved_is_called_as_the_functions_were();
    objects_that_differ_are_said_by_path_and_stay();
    a_state_and_its_structure_are_a_bundle_and_fit_another_state();
    const char *names[] = {"100.nnx", "200", "state.nnx", "state"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        in_folder(names[i]);
        CHECK(remove(file) == 0);
    }
    CHECK(rmdir(folder) == 0);
    return finish();
}
