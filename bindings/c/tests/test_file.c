#include "model.h"

#include <unistd.h>

static char file[256];

static void save(const nnx_state *state, const nnx_graphdef *graphdef) {
    OK(nnx_state_save(state, graphdef, text(file), NULL));
}

static void a_file_gives_back_what_was_saved(void) {
    nnx_node *model = small_model(), *again = NULL;
    nnx_graphdef *graphdef = NULL, *loaded_graphdef = NULL;
    nnx_state *state = NULL, *loaded = NULL;
    int32_t equal = 0;
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    save(state, graphdef);
    OK(nnx_state_load(text(file), NULL, &loaded, &loaded_graphdef));
    OK(nnx_state_equal(state, loaded, &equal));
    CHECK(equal);
    OK(nnx_graphdef_equal(graphdef, loaded_graphdef, &equal));
    CHECK(equal);
    OK(nnx_graphdef_merge(loaded_graphdef, (const nnx_state *[]){loaded}, 1, &again));
    CHECK(same_node(again, "layers/0/kernel", "layers/1/kernel"));
    OK(nnx_node_release(again));
    OK(nnx_state_release(loaded));
    OK(nnx_graphdef_release(loaded_graphdef));
    save(state, NULL);
    OK(nnx_state_load(text(file), NULL, &loaded, &loaded_graphdef));
    CHECK(loaded_graphdef == NULL);
    CHECK(state_size(loaded) == 4);
    OK(nnx_state_release(loaded));
    OK(nnx_state_release(state));
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_node_release(model));
}

static void parts_of_a_file_find_their_places_under_other_names(void) {
    nnx_node *model = small_model();
    nnx_state *like = NULL, *foreign = NULL, *loaded = NULL;
    nnx_report *report = NULL;
    nnx_tensor *weight = vector(3, 6), *odd = vector(2, 1);
    const nnx_str from[1] = {text("encoder/")}, to[1] = {text("layers/0/")};
    nnx_load_options options = NNX_LOAD_OPTIONS_INIT;
    OK(nnx_node_state(model, NULL, 0, &like));
    OK(nnx_state_from_leaves((nnx_str[]){text("encoder/bias"), text("unknown")}, (nnx_str[]){text(""), text("")},
                             (const nnx_tensor *[]){weight, odd}, 2, &foreign));
    save(foreign, NULL);
    options.rename_from = from;
    options.rename_to = to;
    options.num_renames = 1;
    CHECK(nnx_state_load_into(like, text(file), &options, &loaded, &report) != NNX_OK);
    CHECK(loaded == NULL);
    MESSAGE_HAS("unknown");
    options.partial = 1;
    OK(nnx_state_load_into(like, text(file), &options, &loaded, &report));
    CHECK(in_state(loaded, "layers/0/bias", 0) == 6);
    CHECK(in_state(loaded, "layers/1/bias", 0) == 2);
    int32_t counts[7] = {0, 0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < report_size(report); i++) {
        nnx_str path = {NULL, 0}, what = {NULL, 0};
        int32_t code = 0;
        OK(nnx_report_row(report, i, &path, &code, &what));
        if (CHECK(code >= NNX_LOAD_LOADED && code <= NNX_LOAD_UNUSED_RULE)) counts[code]++;
    }
    CHECK(counts[NNX_LOAD_LOADED] == 1 && counts[NNX_LOAD_MISSING] == 3 && counts[NNX_LOAD_UNEXPECTED] == 1);
    OK(nnx_report_release(report));
    OK(nnx_tensor_release(weight));
    OK(nnx_tensor_release(odd));
    OK(nnx_state_release(like));
    OK(nnx_state_release(foreign));
    OK(nnx_state_release(loaded));
    OK(nnx_node_release(model));
}

/* Every cut of the file, and every byte of its header turned over: an error, or a State; never a crash. */
static void damaged_files_are_refused(void) {
    nnx_node *model = small_model();
    nnx_graphdef *graphdef = NULL, *none_graphdef = NULL;
    nnx_state *state = NULL, *none = NULL;
    static char whole[65536];
    OK(nnx_node_split(model, NULL, 0, &graphdef, &state));
    save(state, graphdef);
    FILE *stream = fopen(file, "rb");
    size_t size = fread(whole, 1, sizeof whole, stream);
    fclose(stream);
    CHECK(size > 64 && size < sizeof whole);
    for (size_t cut = 0; cut < size; cut += cut < 64 ? 1 : 37) {
        stream = fopen(file, "wb");
        fwrite(whole, 1, cut, stream);
        fclose(stream);
        CHECK_STATUS(NNX_STATUS_DATA_LOSS, nnx_state_load(text(file), NULL, &none, &none_graphdef));
        CHECK(none == NULL && none_graphdef == NULL);
    }
    for (size_t i = 0; i < size; i += i < 16 ? 1 : 29) {
        whole[i] ^= 0x55;
        stream = fopen(file, "wb");
        fwrite(whole, 1, size, stream);
        fclose(stream);
        whole[i] ^= 0x55;
        nnx_status status = nnx_state_load(text(file), NULL, &none, &none_graphdef);
        CHECK(status == NNX_OK || (none == NULL && none_graphdef == NULL));
        OK(nnx_state_release(none));
        OK(nnx_graphdef_release(none_graphdef));
    }
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_state_load(text("/no/such/file"), NULL, &none, &none_graphdef));
    CHECK(nnx_state_save(state, NULL, text("/no/such/folder/file"), NULL) != NNX_OK);
    OK(nnx_graphdef_release(graphdef));
    OK(nnx_state_release(state));
    OK(nnx_node_release(model));
}

/* Loading maps the file; replacing or removing it afterwards leaves the State as it was. */
static void a_loaded_state_survives_the_file(void) {
    nnx_node *model = small_model();
    nnx_state *state = NULL, *loaded = NULL, *other = NULL;
    nnx_graphdef *none = NULL;
    OK(nnx_node_state(model, NULL, 0, &state));
    save(state, NULL);
    OK(nnx_state_load(text(file), NULL, &loaded, &none));
    set_in_graph(model, "layers/1/bias", vector(3, 50));
    OK(nnx_node_state(model, NULL, 0, &other));
    save(other, NULL);
    CHECK(in_state(loaded, "layers/1/bias", 0) == 2);
    unlink(file);
    CHECK(in_state(loaded, "layers/0/kernel", 5) == 5);
    OK(nnx_state_release(state));
    OK(nnx_state_release(other));
    OK(nnx_state_release(loaded));
    OK(nnx_node_release(model));
}

int main(void) {
    const char *folder = getenv("TMPDIR");
    snprintf(file, sizeof file, "%s/nnx-test-%ld.safetensors", folder != NULL ? folder : "/tmp", (long)getpid());
    a_file_gives_back_what_was_saved();
    parts_of_a_file_find_their_places_under_other_names();
    damaged_files_are_refused();
    a_loaded_state_survives_the_file();
    unlink(file);
    return finish();
}
