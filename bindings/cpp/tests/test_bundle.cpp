#include "model.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

std::string file_name() {
    const char *folder = std::getenv("TMPDIR");
    return std::string(folder != nullptr ? folder : "/tmp") + "/nnx-cpp-" + std::to_string(getpid()) + ".nnx";
}

// Doubles layers/0/bias and gives the input.
nnx_status step_function(void *, nnx_trace *trace) {
    nnx_node *model = nullptr, *bias = nullptr;
    nnx_value *value = nullptr, *input = nullptr;
    nnx_status status = nnx_trace_object(trace, 0, &model);
    if (status == NNX_OK) status = nnx_node_get_node(model, nnx::detail::c_str("layers/0/bias"), &bias);
    if (status == NNX_OK) status = nnx_variable_read(trace, bias, &value);
    if (status == NNX_OK) status = nnx_value_binary(value, NNX_BINARY_ADD, value, &value);
    if (status == NNX_OK) status = nnx_variable_set_traced(bias, value);
    if (status == NNX_OK) status = nnx_trace_input(trace, 0, &input);
    if (status == NNX_OK) status = nnx_trace_output(trace, input);
    (void)nnx_node_release(bias);
    (void)nnx_node_release(model);
    return status;
}

// A handle of C, as the functions of a bundle take and give them.
template <class C, class Release>
class Owned {
public:
    using c_type = C;
    static Owned adopt(C *raw) noexcept { return Owned(raw); }
    Owned(Owned &&other) noexcept : raw_(std::exchange(other.raw_, nullptr)) {}
    Owned(const Owned &) = delete;
    Owned &operator=(const Owned &) = delete;
    ~Owned() { Release()(raw_); }
    C *c_ptr() const noexcept { return raw_; }

private:
    explicit Owned(C *raw) noexcept : raw_(raw) {}
    C *raw_;
};
struct release_jit {
    void operator()(nnx_jit *jit) const { (void)nnx_jit_release(jit); }
};
struct release_step {
    void operator()(nnx_step *step) const { (void)nnx_step_release(step); }
};
using Function = Owned<nnx_jit, release_jit>;
using Step = Owned<nnx_step, release_step>;

Function function() {
    nnx_jit *jit = nullptr;
    CHECK(nnx_jit_new(step_function, nullptr, nullptr, nullptr, &jit) == NNX_OK);
    return Function::adopt(jit);
}

void call(const Function &jit, const nnx::Node &model) {
    const nnx::Tensor input = floats({2}, {1, 2});
    const nnx_node *objects[] = {model.c_ptr()};
    const nnx_tensor *inputs[] = {input.c_ptr()};
    nnx_results *results = nullptr;
    CHECK(nnx_jit_call(jit.c_ptr(), objects, 1, nullptr, 0, inputs, 1, &results) == NNX_OK);
    (void)nnx_results_release(results);
}

void goes_on_where_it_was_saved() {
    const std::string file = file_name();
    nnx::Object model = small_model();
    const Function jit = function();
    call(jit, model);
    nnx::Bundle bundle = MUST(nnx::Bundle::of(model));
    MUST(bundle.add_jit("double", jit));
    MUST(bundle.set_metadata("note", "from C++"));
    MUST(bundle.save(file));

    const nnx::Bundle loaded = MUST(nnx::Bundle::open(file));
    std::remove(file.c_str());
    CHECK(MUST(MUST(loaded.graphdef()).equal(MUST(bundle.graphdef()))));
    CHECK(MUST(MUST(loaded.state()).equal(MUST(bundle.state()))));
    const auto program = MUST(MUST(loaded.programs()).rows()).at(0);
    CHECK(program.path == "double" && program.code == 1);
    CHECK(program.text == "objects of 4 leaves, 0 States, inputs (float32[2])");
    const auto note = MUST(MUST(loaded.metadata()).rows()).at(0);
    CHECK(note.path == "note" && note.text == "from C++");
    CHECK(test::has(MUST(loaded.text()), "objects/0/layers/0/bias"));
    CHECK(test::has(MUST(MUST(loaded.program("double")).text()), "stablehlo.add"));
    CHECK(test::has(FAILURE(loaded.program("triple")).message(), "it has [\"double\"]"));

    // The same objects again, and others of this structure.
    nnx::Node merged = MUST(MUST(loaded.merge()).get<nnx::Node>("0"));
    nnx::Object other = small_model();
    CHECK(in_graph(merged, "layers/0/bias") == 2 && in_graph(other, "layers/0/bias") == 1);
    CHECK(MUST(MUST(loaded.load_into(other)).size()) == 4);
    const Function again = MUST(loaded.jit<Function>("double"));
    call(again, merged);
    call(again, other);
    call(jit, model);
    CHECK(in_graph(merged, "layers/0/bias") == 4 && in_graph(other, "layers/0/bias") == 4);
    CHECK(in_graph(model, "layers/0/bias") == 4);

    const Step step = MUST(loaded.step<Step>("double"));
    MUST(bundle.add_step("again", step));
    CHECK(FAILURE(bundle.add_step("again", step)).status() == NNX_STATUS_ALREADY_EXISTS);
    CHECK(FAILURE(bundle.add_step("a/b", step)).status() == NNX_STATUS_INVALID_ARGUMENT);
}

void says_what_does_not_fit() {
    nnx::Object model = small_model(), other = small_model();
    MUST(other.set("scale", MUST(nnx::Param::make(floats({1}, {9})))));
    const nnx::Bundle bundle = MUST(nnx::Bundle::of(model));
    const nnx::error strict = FAILURE(bundle.load_into(other));
    CHECK(strict.status() == NNX_STATUS_FAILED_PRECONDITION && test::has(strict.message(), "0/scale: "));
    nnx::LoadOptions options;
    options.partial = true;
    CHECK(MUST(MUST(bundle.load_into(options, other)).size()) == 5);

    const auto [structure, state] = MUST(nnx::split(model));
    const nnx::Bundle of_state = MUST(nnx::Bundle::of(structure, state));
    const auto [fitted, rows] = MUST(of_state.fit(MUST(nnx::state(small_model()))));
    CHECK(MUST(fitted.equal(state)) && MUST(rows.size()) == 4);
}

void damage() {
    const std::string file = file_name();
    MUST(MUST(nnx::Bundle::of(small_model())).save(file));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(60);
        stream.put('\x7f');
    }
    const nnx::error altered = FAILURE(nnx::Bundle::open(file));
    CHECK(altered.status() == NNX_STATUS_DATA_LOSS && test::has(altered.message(), file));
    std::remove(file.c_str());
    CHECK(FAILURE(nnx::Bundle::open(file)).status() == NNX_STATUS_NOT_FOUND);
}

}  // namespace

TEST_MAIN(goes_on_where_it_was_saved(), says_what_does_not_fit(), damage())
