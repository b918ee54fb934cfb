// Another runtime keeps its own tensors, memory and kernels, and uses libnnx for the structure only: its tensors are
// opaque leaves of a graph, which is split, updated by the runtime's own SGD kernel, merged and updated. libnnx is
// found at run time; there is nothing to link. The program checks that nothing is copied and everything is dropped
// exactly once.
//
//   another_runtime [path to libnnx.so.0]

#define NNX_DL_IMPLEMENTATION
#include <nnx_dl.h>

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

// The runtime -----------------------------------------------------------------------------------------------------

namespace runtime {

// A tensor in memory of the runtime, with a count of its holders. It knows when it was dropped, and how often.
struct Tensor {
    std::vector<float> elements;
    int holders = 1;
    int dropped = 0;
};

// Tensors stay where they are, also after they were dropped, so that a second drop is seen.
std::deque<Tensor> &tensors() {
    static std::deque<Tensor> all;
    return all;
}

Tensor *make(std::vector<float> elements) {
    tensors().push_back(Tensor{std::move(elements)});
    return &tensors().back();
}

void drop(Tensor *tensor) {
    if (--tensor->holders > 0) return;
    tensor->dropped++;
    tensor->elements.clear();
}

// The kernel: new parameters from old ones and their gradient.
Tensor *sgd(const Tensor &parameter, float gradient, float learning_rate) {
    std::vector<float> next(parameter.elements);
    for (float &element : next) element -= learning_rate * gradient;
    return make(std::move(next));
}

}  // namespace runtime

// Checks ------------------------------------------------------------------------------------------------------------

static int failures = 0;

static void expect(bool truth, const char *what) {
    std::printf("%-58s %s\n", what, truth ? "yes" : "NO");
    failures += truth ? 0 : 1;
}

#define NNX_TRY(call)                                                                                                  \
    do {                                                                                                               \
        const nnx_status try_status = (call);                                                                          \
        if (try_status != NNX_OK) {                                                                                    \
            std::fprintf(stderr, "%s: %s: %s\n", #call, nnx_status_name(try_status), nnx_last_error_message());        \
            std::exit(1);                                                                                              \
        }                                                                                                              \
    } while (false)

// Between the two -----------------------------------------------------------------------------------------------------

static void drop_leaf(void *data, void *) { runtime::drop(static_cast<runtime::Tensor *>(data)); }

// The tensor as a leaf; the leaf takes over the caller's hold on it.
static nnx_opaque *leaf(runtime::Tensor *tensor) {
    nnx_opaque *opaque = nullptr;
    NNX_TRY(nnx_opaque_new(NNX_STR("runtime::Tensor"), tensor, tensor->elements.size() * sizeof(float), nullptr,
                           drop_leaf, &opaque));
    return opaque;
}

static runtime::Tensor *tensor_of(nnx_opaque *opaque) {
    void *data = nullptr;
    NNX_TRY(nnx_opaque_data(opaque, &data));
    NNX_TRY(nnx_opaque_release(opaque));
    return static_cast<runtime::Tensor *>(data);
}

static runtime::Tensor *tensor_at(const nnx_state *state, size_t i) {
    nnx_opaque *opaque = nullptr;
    NNX_TRY(nnx_state_opaque(state, i, &opaque));
    return tensor_of(opaque);
}

static runtime::Tensor *tensor_at(const nnx_node *node, const char *path) {
    nnx_opaque *opaque = nullptr;
    NNX_TRY(nnx_node_get_opaque(node, nnx_str_of(path), &opaque));
    return tensor_of(opaque);
}

static void attach(nnx_node *parent, const char *path, nnx_node *child) {
    NNX_TRY(nnx_node_set_node(parent, nnx_str_of(path), child));
    NNX_TRY(nnx_node_release(child));
}

static nnx_node *parameter(runtime::Tensor *tensor) {
    nnx_node *node = nullptr;
    nnx_opaque *opaque = leaf(tensor);
    NNX_TRY(nnx_variable_new_opaque(nullptr, NNX_STR("Param"), opaque, &node));
    NNX_TRY(nnx_opaque_release(opaque));
    return node;
}

static nnx_node *layer(std::vector<float> kernel, std::vector<float> bias) {
    nnx_node *node = nullptr;
    NNX_TRY(nnx_object_new(nullptr, NNX_STR("Dense"), &node));
    attach(node, "kernel", parameter(runtime::make(std::move(kernel))));
    attach(node, "bias", parameter(runtime::make(std::move(bias))));
    return node;
}

int main(int argc, char **argv) {
    char reason[512];
    if (nnx_dl_open(argc > 1 ? argv[1] : nullptr, reason, sizeof reason) != NNX_OK) {
        std::fprintf(stderr, "%s\n", reason);
        return 1;
    }

    // A graph of two layers; its four leaves are tensors of the runtime.
    nnx_node *model = nullptr;
    nnx_node *layers = nullptr;
    NNX_TRY(nnx_object_new(nullptr, NNX_STR("Network"), &model));
    NNX_TRY(nnx_list_new(nullptr, &layers));
    attach(layers, "0", layer({1, 2, 3, 4}, {0, 0}));
    attach(layers, "1", layer({5, 6}, {0}));
    attach(model, "layers", layers);
    std::vector<runtime::Tensor *> made;
    for (runtime::Tensor &tensor : runtime::tensors()) made.push_back(&tensor);

    // Split: the State has the runtime's own tensors. Its order is that of the paths: bias before kernel.
    nnx_graphdef *graphdef = nullptr;
    nnx_state *state = nullptr;
    size_t size = 0;
    NNX_TRY(nnx_node_split(model, nullptr, 0, &graphdef, &state));
    NNX_TRY(nnx_state_size(state, &size));
    expect(size == 4, "split gives four leaves");
    bool same = true;
    for (size_t i = 0; i < size; i++) same = same && tensor_at(state, i) == made[i ^ 1];
    expect(same, "they are the tensors that were put in, not copies");

    // The runtime's update: each leaf goes through its kernel; the result is a new State.
    nnx_state *updated = nullptr;
    NNX_TRY(nnx_state_retain(state, &updated));
    std::vector<runtime::Tensor *> next;
    for (size_t i = 0; i < size; i++) {
        nnx_bytes *path = nullptr;
        nnx_str text{nullptr, 0};
        NNX_TRY(nnx_state_path(state, i, &path));
        NNX_TRY(nnx_bytes_data(path, &text));
        next.push_back(runtime::sgd(*tensor_at(state, i), 10.0f, 0.1f));
        nnx_opaque *opaque = leaf(next.back());
        nnx_state *changed = nullptr;
        NNX_TRY(nnx_state_with_opaque(updated, &text, &opaque, 1, &changed));
        NNX_TRY(nnx_opaque_release(opaque));
        NNX_TRY(nnx_state_release(updated));
        NNX_TRY(nnx_bytes_release(path));
        updated = changed;
    }
    expect(tensor_at(state, 1)->elements[3] == 4, "the old State has the old values");
    expect(tensor_at(updated, 1)->elements[3] == 3, "the new State has those of the kernel");

    // Merge: a second graph of the new leaves. Update: the first graph has them too.
    nnx_node *merged = nullptr;
    const nnx_state *states[1] = {updated};
    NNX_TRY(nnx_graphdef_merge(graphdef, states, 1, &merged));
    expect(tensor_at(merged, "layers/0/bias") == next[0] && tensor_at(merged, "layers/1/kernel") == next[3],
           "the merged graph has the new tensors, not copies");
    expect(tensor_at(model, "layers/0/bias") == made[1], "the first graph still has the old ones");
    NNX_TRY(nnx_node_update(model, states, 1, nullptr));
    expect(tensor_at(model, "layers/0/bias") == next[0] && tensor_at(model, "layers/1/kernel") == next[3],
           "after update the first graph has the new ones");
    expect(runtime::tensors().size() == 8, "eight tensors were made, all by the runtime");

    // Whoever is last drops them.
    int dropped = 0;
    for (const runtime::Tensor *tensor : made) dropped += tensor->dropped;
    expect(dropped == 0, "the old State keeps the old tensors alive");
    NNX_TRY(nnx_state_release(state));
    for (const runtime::Tensor *tensor : made) dropped += tensor->dropped;
    expect(dropped == 4, "released, it lets go of them");
    NNX_TRY(nnx_node_release(model));
    NNX_TRY(nnx_state_release(updated));
    for (const runtime::Tensor *tensor : next) dropped += tensor->dropped;
    expect(dropped == 4, "the merged graph keeps the new ones alive");
    NNX_TRY(nnx_node_release(merged));
    NNX_TRY(nnx_graphdef_release(graphdef));
    bool once = true;
    for (const runtime::Tensor &tensor : runtime::tensors()) once = once && tensor.dropped == 1;
    expect(once, "in the end each of the eight was dropped exactly once");
    return failures == 0 ? 0 : 1;
}
