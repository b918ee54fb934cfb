// Another runtime keeps its own tensors, memory and kernels, and uses libnnx in two ways.
//
//   structure: its tensors are opaque leaves of a graph, which is split, updated by the runtime's own SGD kernel, merged
//              and updated. Nothing is copied, and everything is dropped exactly once.
//   step:      a training step is traced and compiled by libnnx, and runs on the runtime's memory: the parameters lie in
//              its arena, the batch in its buffer, the loss goes to its number, and its own kernel works on the
//              parameters between two steps.
//
// libnnx is found at run time; there is nothing to link.
//
//   another_runtime [path to libnnx.so.0]

#define NNX_DL_IMPLEMENTATION
#include <nnx_dl.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
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

// A block of memory for everything that a model holds, and a kernel that works on a part of it: large weights shrink.
class Arena {
public:
    Arena(std::size_t size, std::size_t alignment) : bytes_(size + alignment), size_(size) {
        void *begin = bytes_.data();
        std::size_t room = bytes_.size();
        begin_ = static_cast<unsigned char *>(std::align(alignment, size, begin, room));
    }
    void *data() { return begin_; }
    std::size_t size() const { return size_; }
    float *floats(std::size_t offset) { return reinterpret_cast<float *>(begin_ + offset); }

private:
    std::vector<unsigned char> bytes_;
    std::size_t size_;
    unsigned char *begin_;
};

void clip(float *elements, std::size_t count, float largest) {
    for (std::size_t i = 0; i < count; i++) elements[i] = std::fmax(-largest, std::fmin(largest, elements[i]));
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

// The structure ------------------------------------------------------------------------------------------------------

static void structure() {
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
}

// The step -----------------------------------------------------------------------------------------------------------

#define NNX_PASS(call)                                                                                                 \
    do {                                                                                                               \
        const nnx_status pass_status = (call);                                                                         \
        if (pass_status != NNX_OK) return pass_status;                                                                 \
    } while (false)

static nnx_node *child(const nnx_node *node, const char *name) {
    nnx_node *found = nullptr;
    NNX_TRY(nnx_node_get_node(node, nnx_str_of(name), &found));
    return found;
}

static nnx_status read(nnx_trace *trace, const nnx_node *model, const char *name, nnx_value **out) {
    nnx_node *variable = child(model, name);
    const nnx_status status = nnx_variable_read(trace, variable, out);
    NNX_TRY(nnx_node_release(variable));
    return status;
}

// The mean of (x * weight + bias - y)^2.
static nnx_status loss_of(void *model, nnx_trace *trace, nnx_value **loss) {
    nnx_value *x = nullptr, *y = nullptr, *weight = nullptr, *bias = nullptr;
    NNX_PASS(nnx_trace_input(trace, 0, &x));
    NNX_PASS(nnx_trace_input(trace, 1, &y));
    NNX_PASS(read(trace, static_cast<nnx_node *>(model), "weight", &weight));
    NNX_PASS(read(trace, static_cast<nnx_node *>(model), "bias", &bias));
    NNX_PASS(nnx_value_binary(x, NNX_BINARY_MUL, weight, &x));
    NNX_PASS(nnx_value_binary(x, NNX_BINARY_ADD, bias, &x));
    NNX_PASS(nnx_value_binary(x, NNX_BINARY_SUB, y, &x));
    NNX_PASS(nnx_value_square(x, &x));
    return nnx_value_reduce(x, NNX_REDUCE_MEAN, nullptr, SIZE_MAX, 0, loss);
}

static nnx_status descend(nnx_trace *trace, nnx_node *model, const nnx_state *gradients, const char *name) {
    nnx_value *value = nullptr, *gradient = nullptr;
    NNX_PASS(read(trace, model, name, &value));
    NNX_PASS(nnx_state_get_value(gradients, nnx_str_of(name), &gradient));
    NNX_PASS(nnx_value_binary_scalar(gradient, NNX_BINARY_MUL, 0.5, 0, &gradient));
    NNX_PASS(nnx_value_binary(value, NNX_BINARY_SUB, gradient, &value));
    nnx_node *variable = child(model, name);
    const nnx_status status = nnx_variable_set_traced(variable, value);
    NNX_TRY(nnx_node_release(variable));
    return status;
}

static nnx_status train_step(void *, nnx_trace *trace) {
    nnx_node *model = nullptr;
    nnx_value *loss = nullptr;
    nnx_state *gradients = nullptr;
    NNX_PASS(nnx_trace_object(trace, 0, &model));
    nnx_status status = nnx_value_and_grad(trace, model, nullptr, loss_of, model, nullptr, &loss, &gradients);
    if (status == NNX_OK) status = descend(trace, model, gradients, "weight");
    if (status == NNX_OK) status = descend(trace, model, gradients, "bias");
    if (status == NNX_OK) status = nnx_trace_output(trace, loss);
    NNX_TRY(nnx_state_release(gradients));
    NNX_TRY(nnx_node_release(model));
    return status;
}

static nnx_tensor *array(const std::vector<float> &elements) {
    nnx_tensor *tensor = nullptr;
    const int64_t count = static_cast<int64_t>(elements.size());
    NNX_TRY(nnx_tensor_new(NNX_DTYPE_F32, &count, 1, elements.data(), elements.size() * sizeof(float), &tensor));
    return tensor;
}

static void attach_array(nnx_node *parent, const char *name, const std::vector<float> &elements) {
    nnx_tensor *tensor = array(elements);
    nnx_node *variable = nullptr;
    NNX_TRY(nnx_variable_new(nullptr, NNX_STR("Param"), tensor, &variable));
    NNX_TRY(nnx_tensor_release(tensor));
    attach(parent, name, variable);
}

static void count_release(void *releases) { ++*static_cast<int *>(releases); }

static void step() {
    nnx_node *model = nullptr;
    NNX_TRY(nnx_object_new(nullptr, NNX_STR("Line"), &model));
    attach_array(model, "weight", {0});
    attach_array(model, "bias", {0});
    std::vector<float> x{-1, 1, -1, 1}, y{-1, 3, -1, 3};  // y = 2 x + 1
    nnx_tensor *like_x = array(x), *like_y = array(y);
    const nnx_node *objects[1] = {model};
    const nnx_tensor *like[2] = {like_x, like_y};

    // Traced once, for these objects and arrays of these types.
    nnx_jit *jit = nullptr;
    nnx_step *compiled = nullptr;
    NNX_TRY(nnx_jit_new(train_step, nullptr, nullptr, nullptr, &jit));
    NNX_TRY(nnx_jit_step(jit, objects, 1, nullptr, 0, like, 2, &compiled));

    // The state moves into the runtime's arena, laid out as libnnx asks for.
    nnx_session *session = nullptr;
    std::size_t leaves = 0, nbytes = 0, alignment = 0;
    int releases = 0;
    NNX_TRY(nnx_session_new(objects, 1, nullptr, &session));
    NNX_TRY(nnx_session_size(session, &leaves, &nbytes, &alignment));
    runtime::Arena arena(nbytes, alignment);
    float *weight = nullptr, *bias = nullptr;
    for (std::size_t i = 0; i < leaves; i++) {
        nnx_str path{nullptr, 0};
        std::size_t offset = 0, size = 0, rank = 0;
        nnx_dtype dtype{};
        const int64_t *shape = nullptr;
        NNX_TRY(nnx_session_layout(session, i, &path, &offset, &size, &dtype, &shape, &rank));
        (std::string(path.data, path.size) == "0/weight" ? weight : bias) = arena.floats(offset);
    }
    NNX_TRY(nnx_session_use_memory(session, arena.data(), arena.size(), &releases, count_release));
    expect(leaves == 2 && weight != nullptr && *weight == 0, "the state lies in the runtime's arena");

    // So do the batch and the loss: nothing is handed over from here on.
    const int64_t four = 4;
    float loss = 0;
    NNX_TRY(nnx_session_bind_input(session, 0, NNX_DTYPE_F32, &four, 1, x.data(), x.size() * sizeof(float)));
    NNX_TRY(nnx_session_bind_input(session, 1, NNX_DTYPE_F32, &four, 1, y.data(), y.size() * sizeof(float)));
    NNX_TRY(nnx_session_bind_output(session, 0, &loss, sizeof loss));
    const auto run = [&] {
        nnx_results *results = nullptr;
        NNX_TRY(nnx_session_run(session, compiled, nullptr, 0, &results));
        NNX_TRY(nnx_results_release(results));
    };
    run();
    expect(loss == 5 && *weight == 2 && *bias == 1, "a step reads and writes the runtime's memory");
    run();
    expect(loss == 0, "and finds the line");
    runtime::clip(weight, 1, 1.5f);
    for (float &each : y) each += 1;
    run();
    expect(loss == 1.25f, "it sees what the runtime's kernel and loader wrote");
    nnx_state *snapshot = nullptr;
    nnx_tensor *then = nullptr;
    const void *elements = nullptr;
    const float before = *weight;
    NNX_TRY(nnx_session_state(session, &snapshot));
    for (float &each : y) each *= 2;
    run();
    NNX_TRY(nnx_state_get(snapshot, NNX_STR("0/weight"), &then));
    NNX_TRY(nnx_tensor_data(then, &elements, &nbytes));
    expect(*static_cast<const float *>(elements) == before && *weight != before, "a snapshot stays as it was");
    NNX_TRY(nnx_session_update(session, objects, 1));

    expect(releases == 0, "the arena is held");
    NNX_TRY(nnx_session_release(session));
    expect(releases == 1, "until the Session goes, and let go of once");
    NNX_TRY(nnx_tensor_release(then));
    NNX_TRY(nnx_state_release(snapshot));
    NNX_TRY(nnx_step_release(compiled));
    NNX_TRY(nnx_jit_release(jit));
    NNX_TRY(nnx_tensor_release(like_x));
    NNX_TRY(nnx_tensor_release(like_y));
    NNX_TRY(nnx_node_release(model));
}

int main(int argc, char **argv) {
    char reason[512];
    if (nnx_dl_open(argc > 1 ? argv[1] : nullptr, reason, sizeof reason) != NNX_OK) {
        std::fprintf(stderr, "%s\n", reason);
        return 1;
    }
    structure();
    step();
    return failures == 0 ? 0 : 1;
}
