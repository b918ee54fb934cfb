/* The page's training step, as page_train.c builds it: prints its program, and what one run makes of the state and what it gives.
 *
 *   page_step LIBRARY FOLDER
 *
 * writes step.mlir, before.safetensors, after.safetensors and results.safetensors, which has x, y and the loss.
 */
#define NNX_DL_IMPLEMENTATION
#include <nnx_dl.h>

#define main page_main
#include "../../c/examples/page_train.c"
#undef main

enum { BATCH = 32 };

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

static nnx_status write_all(const char *folder) {
    nnx_node *objects[OBJECTS];
    nnx_static *tx;
    nnx_tensor *key, *x, *y;
    TRY(nnx_optim_adam(1e-3, NULL, &tx));
    TRY(objects_new(tx, objects));
    TRY(nnx_random_key(1, &key));
    TRY(nnx_random_normal(key, NNX_DTYPE_F32, (int64_t[]){BATCH, 2}, 2, &x));
    TRY(nnx_random_uniform(key, NNX_DTYPE_F32, (int64_t[]){BATCH, 3}, 2, -1, 1, &y));
    const nnx_node *const *held = (const nnx_node *const *)objects;
    const nnx_tensor *inputs[] = {x, y};

    nnx_jit *jit;
    nnx_step *step;
    nnx_session *session;
    TRY(nnx_jit_new(train_step, objects, NULL, NULL, &jit));
    TRY(nnx_jit_step(jit, held, OBJECTS, NULL, 0, inputs, 2, &step));
    TRY(print_program(step, folder));
    TRY(nnx_session_new(held, OBJECTS, NULL, &session));
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
    const char *const given_names[] = {"x", "y", "loss"};
    nnx_tensor *const tensors[] = {x, y, loss};
    for (int i = 0; i < 3; i++) {
        nnx_node *variable;
        TRY(nnx_variable_new(NULL, NNX_STR("Variable"), tensors[i], &variable));
        TRY(nnx_node_set_node(given, nnx_str_of(given_names[i]), variable));
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
    if (write_all(argv[2]) != NNX_OK) {
        fprintf(stderr, "%s\n", nnx_last_error_message());
        return 1;
    }
    return 0;
}
