/* The page's training step, built in C: prints its program, and what one run makes of the state and what it gives.
 *
 *   page_step LIBRARY FOLDER
 *
 * writes step.mlir, before.safetensors, after.safetensors and results.safetensors, which has x, y and the loss.
 */
#define NNX_DL_IMPLEMENTATION
#include <nnx_dl.h>

#include <stdio.h>
#include <stdlib.h>

#define TRY(call)                                                                                                      \
    do {                                                                                                               \
        const nnx_status try_status = (call);                                                                          \
        if (try_status != NNX_OK) return try_status;                                                                   \
    } while (0)

enum { BATCH = 32 };

struct page {
    nnx_node *model, *linear, *bn, *dropout, *linear_out, *optimizer, *metrics;
};

static nnx_status loss_of(void *user_data, nnx_trace *trace, nnx_value **loss) {
    const struct page *page = user_data;
    nnx_value *x, *y;
    TRY(nnx_trace_input(trace, 0, &x));
    TRY(nnx_trace_input(trace, 1, &y));
    TRY(nnx_linear_call(page->linear, x, &x));
    TRY(nnx_batch_norm_call(page->bn, x, NULL, &x));
    TRY(nnx_dropout_call(page->dropout, x, NULL, &x));
    TRY(nnx_value_activation(x, NNX_ACTIVATION_RELU, &x));
    TRY(nnx_linear_call(page->linear_out, x, &x));
    TRY(nnx_value_binary(x, NNX_BINARY_SUB, y, &x));
    TRY(nnx_value_square(x, &x));
    return nnx_value_reduce(x, NNX_REDUCE_MEAN, NULL, SIZE_MAX, 0, loss);
}

static nnx_status train_step(void *user_data, nnx_trace *trace) {
    struct page *page = user_data;
    nnx_value *loss;
    nnx_state *grads;
    TRY(nnx_value_and_grad(trace, page->model, NULL, loss_of, page, NULL, &loss, &grads));
    nnx_status status = nnx_optimizer_update(page->optimizer, grads);
    if (status == NNX_OK) {
        status = nnx_metric_update(page->metrics, (nnx_str[]){NNX_STR("loss")}, (const nnx_value *[]){loss}, 1);
    }
    if (status == NNX_OK) status = nnx_trace_output(trace, loss);
    nnx_state_release(grads);
    return status;
}

static nnx_status build(struct page *page) {
    nnx_node *rngs, *loss;
    nnx_static *tx;
    TRY(nnx_rngs_new(0, &rngs));
    TRY(nnx_linear_new(rngs, 2, 64, NULL, &page->linear));
    TRY(nnx_batch_norm_new(rngs, 64, NULL, &page->bn));
    TRY(nnx_dropout_new(rngs, 0.2, NULL, &page->dropout));
    TRY(nnx_linear_new(rngs, 64, 3, NULL, &page->linear_out));
    TRY(nnx_object_new(NULL, NNX_STR("Model"), &page->model));
    TRY(nnx_node_set_node(page->model, NNX_STR("linear"), page->linear));
    TRY(nnx_node_set_node(page->model, NNX_STR("bn"), page->bn));
    TRY(nnx_node_set_node(page->model, NNX_STR("dropout"), page->dropout));
    TRY(nnx_node_set_node(page->model, NNX_STR("linear_out"), page->linear_out));
    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(nnx_optimizer_new(page->model, tx, NULL, &page->optimizer));
    TRY(nnx_average_new(NNX_STR("loss"), &loss));
    return nnx_multi_metric_new((nnx_str[]){NNX_STR("loss")}, (const nnx_node *[]){loss}, 1, &page->metrics);
}

static nnx_status save(const nnx_state *state, const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.safetensors", folder, name);
    return nnx_state_save(state, NULL, nnx_str_of(path), NULL);
}

static nnx_status print_program(const nnx_step *step, const char *folder) {
    char path[4096];
    nnx_program *program;
    nnx_bytes *bytes;
    nnx_str text;
    TRY(nnx_step_program(step, &program));
    TRY(nnx_program_text(program, &bytes));
    TRY(nnx_bytes_data(bytes, &text));
    snprintf(path, sizeof path, "%s/step.mlir", folder);
    FILE *file = fopen(path, "w");
    const int written = file != NULL && fwrite(text.data, 1, text.size, file) == text.size && fclose(file) == 0;
    return written ? NNX_OK : NNX_STATUS_FAILED_PRECONDITION;
}

static nnx_status run(const char *folder) {
    struct page page = {NULL, NULL, NULL, NULL, NULL, NULL, NULL};
    nnx_tensor *key, *x, *y;
    TRY(build(&page));
    TRY(nnx_random_key(1, &key));
    TRY(nnx_random_normal(key, NNX_DTYPE_F32, (int64_t[]){BATCH, 2}, 2, &x));
    TRY(nnx_random_uniform(key, NNX_DTYPE_F32, (int64_t[]){BATCH, 3}, 2, -1, 1, &y));
    const nnx_node *objects[] = {page.model, page.optimizer, page.metrics};
    const nnx_tensor *inputs[] = {x, y};

    nnx_jit *jit;
    nnx_step *step;
    nnx_session *session;
    TRY(nnx_jit_new(train_step, &page, NULL, NULL, &jit));
    TRY(nnx_jit_step(jit, objects, 3, NULL, 0, inputs, 2, &step));
    TRY(print_program(step, folder));
    TRY(nnx_session_new(objects, 3, NULL, &session));
    /* A few steps first, so that no moment and no average is what it began with. */
    nnx_results *results;
    nnx_state *state;
    for (int i = 0; i < 3; i++) TRY(nnx_session_run(session, step, inputs, 2, &results));
    TRY(nnx_session_state(session, &state));
    TRY(save(state, folder, "before"));
    TRY(nnx_session_run(session, step, inputs, 2, &results));
    TRY(nnx_session_state(session, &state));
    TRY(save(state, folder, "after"));

    nnx_node *given;
    nnx_tensor *loss;
    TRY(nnx_results_tensor(results, 0, &loss));
    TRY(nnx_object_new(NULL, NNX_STR("Results"), &given));
    const char *const names[] = {"x", "y", "loss"};
    nnx_tensor *const tensors[] = {x, y, loss};
    for (int i = 0; i < 3; i++) {
        nnx_node *variable;
        TRY(nnx_variable_new(NULL, NNX_STR("Variable"), tensors[i], &variable));
        TRY(nnx_node_set_node(given, nnx_str_of(names[i]), variable));
    }
    nnx_graphdef *graphdef;
    TRY(nnx_node_split(given, NULL, 0, &graphdef, &state));
    return save(state, folder, "results");
}

int main(int argc, char **argv) {
    char reason[512];
    if (argc != 3 || nnx_dl_open(argv[1], reason, sizeof reason) != NNX_OK) {
        fprintf(stderr, "%s\n", argc != 3 ? "page_step LIBRARY FOLDER" : reason);
        return 1;
    }
    if (run(argv[2]) != NNX_OK) {
        fprintf(stderr, "%s\n", nnx_last_error_message());
        return 1;
    }
    return 0;
}
