#include "steps.h"

#include <math.h>
#include <pthread.h>

static nnx_session *session_of(const nnx_node *model) {
    nnx_session *session = NULL;
    OK(nnx_session_new(&model, 1, NULL, &session));
    return session;
}

static float run(nnx_session *session, const nnx_step *step, const nnx_tensor *x, const nnx_tensor *y) {
    const nnx_tensor *inputs[2] = {x, y};
    nnx_results *results = NULL;
    OK(nnx_session_run(session, step, inputs, 2, &results));
    return take_element(take_tensor(results), 0);
}

static float in_session(const nnx_session *session, const char *path, size_t i) {
    nnx_tensor *tensor = NULL;
    OK(nnx_session_read(session, text(path), &tensor));
    return take_element(tensor, i);
}

static void steps_run_over_one_state(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *training = jit_of(train, &work), *evaluation = jit_of(evaluate, &work);
    nnx_node *model = line(), *other = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_session *session = session_of(model);
    nnx_step *step = step_of(training, model, x, y), *predicting = step_of(evaluation, model, x, NULL);
    nnx_state *first = NULL;
    OK(nnx_session_state(session, &first));
    for (int i = 0; i < 5; i++) CHECK(run(session, step, x, y) == call(training, other, x, y));
    CHECK(in_session(session, "0/kernel", 1) == in_graph(other, "kernel", 1));
    CHECK(in_state(first, "0/kernel", 1) == 2 && in_graph(model, "kernel", 1) == 2);
    const nnx_tensor *inputs[1] = {x};
    nnx_results *results = NULL;
    const float bias = in_session(session, "0/bias", 0);
    OK(nnx_session_evaluate(session, step, (const nnx_tensor *[2]){x, y}, 2, &results));
    OK(nnx_results_release(results));
    CHECK(in_session(session, "0/bias", 0) == bias);
    OK(nnx_session_evaluate(session, predicting, inputs, 1, &results));
    OK(nnx_results_release(results));
    nnx_session_info info = NNX_SESSION_INFO_INIT;
    OK(nnx_session_report(session, &info));
    CHECK(info.steps == 2 && info.leaves == 2 && info.nbytes == 24 && info.runs == 7 && info.nanoseconds > 0);
    /* Back into the objects, and a leaf set by hand. */
    const nnx_node *objects[1] = {model};
    OK(nnx_session_update(session, objects, 1));
    CHECK(in_graph(model, "kernel", 1) == in_graph(other, "kernel", 1));
    nnx_tensor *zeros = vector(2, 0);
    OK(nnx_session_write(session, NNX_STR("0/bias"), zeros));
    CHECK(in_session(session, "0/bias", 1) == 0);
    OK(nnx_session_set_state(session, first));
    CHECK(in_session(session, "0/bias", 1) == -0.5f);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_session_write(session, NNX_STR("0/kernel"), zeros));
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_session_write(session, NNX_STR("0/scale"), zeros));
    nnx_graphdef *graphdef = NULL;
    nnx_session *again = NULL;
    const nnx_state *states[1] = {first};
    OK(nnx_session_graphdef(session, &graphdef));
    OK(nnx_session_from_states(graphdef, states, 1, NULL, &again));
    CHECK(run(session, step, x, y) == run(again, step, x, y));
    OK(nnx_session_release(again));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_tensor_release(zeros));
    OK(nnx_state_release(first));
    OK(nnx_session_release(session));
    OK(nnx_step_release(step));
    OK(nnx_step_release(predicting));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_node_release(other));
    OK(nnx_jit_release(training));
    OK(nnx_jit_release(evaluation));
}

static void many_runs_as_one_call(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *training = jit_of(train, &work);
    nnx_node *model = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(training, model, x, y);
    nnx_session *one = session_of(model), *many = session_of(model);
    const nnx_tensor *inputs[2] = {x, y};
    nnx_results *results = NULL;
    OK(nnx_session_run_many(many, step, 4, inputs, 2, &results));
    nnx_tensor *losses = take_tensor(results);
    for (size_t i = 0; i < 4; i++) {
        nnx_tensor *again = NULL;
        OK(nnx_tensor_retain(losses, &again));
        CHECK(take_element(again, i) == run(one, step, x, y));
    }
    CHECK(in_session(one, "0/kernel", 3) == in_session(many, "0/kernel", 3));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_session_run_many(many, step, 0, inputs, 2, &results));
    OK(nnx_tensor_release(losses));
    OK(nnx_session_release(one));
    OK(nnx_session_release(many));
    OK(nnx_step_release(step));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(training));
}

static int destroyed = 0;

static void count_destroyed(void *user_data) {
    (void)user_data;
    destroyed++;
}

static void everything_in_memory_of_the_caller(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *training = jit_of(train, &work);
    nnx_node *model = line(), *other = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(training, model, x, y);
    nnx_session *session = session_of(model);
    size_t leaves = 0, nbytes = 0, alignment = 0;
    OK(nnx_session_size(session, &leaves, &nbytes, &alignment));
    CHECK(leaves == 2 && nbytes == 128 && alignment == 64);
    unsigned char *memory = (unsigned char *)malloc(nbytes + alignment);
    unsigned char *block = memory + (alignment - (size_t)memory % alignment) % alignment;
    OK(nnx_session_use_memory(session, block, nbytes, NULL, count_destroyed));
    const float *kernel = NULL;
    for (size_t i = 0; i < leaves; i++) {
        nnx_str path = {NULL, 0};
        size_t offset = 0, size = 0, rank = 0;
        nnx_dtype dtype = 0;
        const int64_t *shape = NULL;
        OK(nnx_session_layout(session, i, &path, &offset, &size, &dtype, &shape, &rank));
        CHECK(dtype == NNX_DTYPE_F32);
        if (i == 1) {
            CHECK_TEXT("0/kernel", path);
            CHECK(offset == 64 && size == 16 && rank == 2 && shape[0] == 2 && shape[1] == 2);
            kernel = (const float *)(const void *)(block + offset);
        }
    }
    CHECK(kernel != NULL && kernel[3] == 4);
    float inputs[6] = {1, -2, 0.5f, 3, 2, 1}, loss = 0;
    OK(nnx_session_bind_input(session, 0, NNX_DTYPE_F32, three, 2, inputs, sizeof inputs));
    OK(nnx_session_bind_output(session, 0, &loss, sizeof loss));
    const nnx_tensor *given[2] = {NULL, y};
    nnx_results *results = NULL;
    for (int i = 0; i < 3; i++) {
        nnx_tensor *elsewhere = NULL;
        OK(nnx_session_run(session, step, given, 2, &results));
        CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_results_tensor(results, 0, &elsewhere));
        MESSAGE_HAS("output 0 was written to the memory that is bound for it");
        OK(nnx_results_release(results));
        CHECK(loss == call(training, other, x, y));
        CHECK(kernel != NULL && kernel[3] == in_graph(other, "kernel", 3));
    }
    OK(nnx_session_bind_input(session, 0, NNX_DTYPE_F32, NULL, 0, NULL, 0));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_session_run(session, step, given, 2, &results));
    MESSAGE_HAS("`inputs[0]` is not given");
    CHECK(destroyed == 0);
    OK(nnx_session_release(session));
    CHECK(destroyed == 1);
    free(memory);
    OK(nnx_step_release(step));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_node_release(other));
    OK(nnx_jit_release(training));
}

struct trainer {
    const nnx_step *step;
    nnx_session *session;
    const nnx_tensor *inputs[2];
};

static void *train_on_a_thread(void *argument) {
    struct trainer *trainer = (struct trainer *)argument;
    for (int i = 0; i < 20; i++) {
        nnx_results *results = NULL;
        if (nnx_session_run(trainer->session, trainer->step, trainer->inputs, 2, &results) != NNX_OK) return argument;
        if (nnx_results_release(results) != NNX_OK) return argument;
    }
    return NULL;
}

static void two_sessions_run_one_step_on_two_threads(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_jit *training = jit_of(train, &work);
    nnx_node *model = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(training, model, x, y);
    struct trainer trainers[2];
    pthread_t threads[2];
    for (int i = 0; i < 2; i++) {
        trainers[i] = (struct trainer){step, session_of(model), {x, y}};
        CHECK(pthread_create(&threads[i], NULL, train_on_a_thread, &trainers[i]) == 0);
    }
    for (int i = 0; i < 2; i++) {
        void *failed = NULL;
        CHECK(pthread_join(threads[i], &failed) == 0 && failed == NULL);
    }
    for (size_t i = 0; i < 4; i++) {
        CHECK(in_session(trainers[0].session, "0/kernel", i) == in_session(trainers[1].session, "0/kernel", i));
    }
    OK(nnx_session_release(trainers[0].session));
    OK(nnx_session_release(trainers[1].session));
    OK(nnx_step_release(step));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(training));
}

static void options_of_a_session(void) {
    nnx_session_options options = NNX_SESSION_OPTIONS_INIT;
    nnx_node *model = line();
    const nnx_node *objects[1] = {model};
    nnx_session *session = NULL;
    options.device = NNX_STR("cuda");
    CHECK_STATUS(NNX_STATUS_UNIMPLEMENTED, nnx_session_new(objects, 1, &options, &session));
    options.device = NNX_STR("abacus");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_session_new(objects, 1, &options, &session));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_session_new(NULL, 0, NULL, &session));
    OK(nnx_node_release(model));
}

static void what_is_not_finite_leaves_the_state_as_it_was(void) {
    struct work work = {NULL, 0, NNX_OK};
    nnx_session_options options = NNX_SESSION_OPTIONS_INIT;
    options.check_finite = 1;
    nnx_jit *training = jit_of(train, &work);
    nnx_node *model = line();
    nnx_tensor *x = inputs_x(), *y = inputs_y();
    nnx_step *step = step_of(training, model, x, y);
    nnx_session *session = NULL;
    OK(nnx_session_new((const nnx_node *[1]){model}, 1, &options, &session));
    float targets[3 * 6] = {0};
    targets[6] = INFINITY;
    const int64_t shapes[3] = {3, 3, 2};
    nnx_tensor *three_batches = floats(shapes, 3, targets);
    nnx_results *results = NULL;
    const nnx_tensor *inputs[2] = {x, three_batches};
    CHECK_STATUS(NNX_STATUS_NON_FINITE, nnx_session_run_many(session, step, 3, inputs, 2, &results));
    MESSAGE_HAS("outputs/0: ");
    MESSAGE_HAS("this is run 1 of 0 to 2");
    CHECK(results == NULL && in_session(session, "0/kernel", 3) == 4);
    CHECK(run(session, step, x, y) > 0 && in_session(session, "0/kernel", 3) != 4);
    OK(nnx_tensor_release(three_batches));
    OK(nnx_session_release(session));
    OK(nnx_step_release(step));
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(y));
    OK(nnx_node_release(model));
    OK(nnx_jit_release(training));
}

int main(void) {
    steps_run_over_one_state();
    many_runs_as_one_call();
    everything_in_memory_of_the_caller();
    two_sessions_run_one_step_on_two_threads();
    options_of_a_session();
    what_is_not_finite_leaves_the_state_as_it_was();
    return finish();
}
