#include "check.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

static nnx::Object object() {
    nnx::Object made = MUST(nnx::Object::make("Sum"));
    MUST(made.set("total", MUST(nnx::Param::make(MUST(nnx::Tensor::of({2}, {1.0f, 2.0f}))))));
    return made;
}

// total + x, the new total; and twice that.
static nnx::Step sum() {
    const nnx::Program program = MUST(nnx::Program::parse(R"(
        func.func @main(%arg0: tensor<2xf32>, %arg1: tensor<2xf32>) -> (tensor<2xf32>, tensor<2xf32>) {
            %0 = stablehlo.add %arg0, %arg1 : tensor<2xf32>
            %1 = stablehlo.add %0, %0 : tensor<2xf32>
            return %0, %1 : tensor<2xf32>, tensor<2xf32>
        })"));
    const nnx::Tuple root = MUST(nnx::Tuple::of(object()));
    const int64_t changed[1] = {0};
    const std::size_t outputs[1] = {1};
    return MUST(nnx::Step::from_program(program, MUST(nnx::graphdef(root)), changed, outputs));
}

static std::vector<float> floats(const nnx::Tensor &tensor) {
    const nnx::span<const float> elements = MUST(tensor.data<float>());
    return std::vector<float>(elements.begin(), elements.end());
}

using Floats = std::vector<float>;

static void a_session_runs_over_its_state() {
    const nnx::Step step = sum();
    nnx::Object model = object();
    nnx::Session session = MUST(nnx::Session::of(model));
    const nnx::State before = MUST(session.state());
    const nnx::Tensor x = MUST(nnx::Tensor::of({2}, {10.0f, 20.0f}));
    const nnx::Results results = MUST(session.run(step, x));
    CHECK(MUST(results.num_tensors()) == 1 && MUST(results.num_states()) == 0);
    CHECK(MUST(results.step_id()) == MUST(step.id()));
    CHECK((floats(MUST(results.tensor(0))) == Floats{22, 44}));
    CHECK((floats(MUST(session.read("0/total"))) == Floats{11, 22}));
    CHECK((floats(MUST(MUST(session.evaluate(step, x)).tensor(0))) == Floats{42, 84}));
    CHECK((floats(MUST(session.read("0/total"))) == Floats{11, 22}));
    const nnx::Tensor many = MUST(MUST(session.run_many(step, 3, x)).tensor(0));
    CHECK((floats(many) == Floats{42, 84, 62, 124, 82, 164}));
    CHECK((floats(MUST(before.get("0/total"))) == Floats{1, 2}));
    MUST(session.update(model));
    CHECK((floats(MUST(MUST(model.get<nnx::Param>("total")).value())) == Floats{41, 82}));
    MUST(session.write("0/total", MUST(nnx::Tensor::of({2}, {0.0f, 0.0f}))));
    CHECK((floats(MUST(session.read("0/total"))) == Floats{0, 0}));
    MUST(session.set_state(before));
    CHECK((floats(MUST(session.read("0/total"))) == Floats{1, 2}));
    const nnx_session_info info = MUST(session.report());
    CHECK(info.steps == 1 && info.runs == 5 && info.leaves == 1 && info.nbytes == 8);
    nnx::Session second = MUST(nnx::Session::of(MUST(session.graphdef()), before));
    CHECK((floats(MUST(MUST(second.run(step, x)).tensor(0))) == Floats{22, 44}));
    CHECK(FAILURE(session.read("0/other")).status() == NNX_STATUS_NOT_FOUND);
    CHECK(FAILURE(session.run(step)).status() == NNX_STATUS_INVALID_ARGUMENT);
    nnx::SessionOptions options;
    options.device = "cuda";
    CHECK(FAILURE(nnx::Session::with(options, model)).status() == NNX_STATUS_UNIMPLEMENTED);
    options = {};
    options.num_threads = -1;
    CHECK(FAILURE(nnx::Session::with(options, model)).status() == NNX_STATUS_INVALID_ARGUMENT);
    options.num_threads = 2;
    options.check_finite = true;
    nnx::Session careful = MUST(nnx::Session::with(options, model));
    const nnx::Tensor huge = MUST(nnx::Tensor::of({2}, {0.0f, 3e38f}));
    MUST(careful.run(step, MUST(nnx::Tensor::of({2}, {1.0f, 1.0f}))));
    CHECK(FAILURE(careful.run(step, huge)).path() == "outputs/0");
}

static void memory_of_the_caller() {
    const nnx::Step step = sum();
    const nnx::Object model = object();
    nnx::Session session = MUST(nnx::Session::of(model));
    const nnx::Session::Size size = MUST(session.size());
    CHECK(size.num_leaves == 1 && size.nbytes == 64 && size.alignment == 64);
    const nnx::Session::LeafLayout leaf = MUST(session.layout(0));
    CHECK(leaf.path == "0/total" && leaf.offset == 0 && leaf.nbytes == 8 && leaf.dtype == nnx::dtype::float32);
    CHECK(leaf.extents == std::vector<int64_t>{2});
    std::vector<unsigned char> memory(size.nbytes + size.alignment);
    void *block = memory.data();
    std::size_t room = memory.size();
    block = std::align(size.alignment, size.nbytes, block, room);
    int released = 0;
    MUST(session.use_memory(block, size.nbytes, [&released] { released++; }));
    float x[2] = {10, 20}, doubled[2] = {0, 0}, total[2] = {0, 0};
    MUST(session.bind_input<float>(0, {2}, x));
    MUST(session.bind_output<float>(0, doubled));
    MUST(session.run(step));
    x[0] = 100;
    MUST(session.run(step, nnx::bound));
    std::memcpy(total, block, sizeof total);
    CHECK(total[0] == 111 && total[1] == 42 && doubled[0] == 222 && doubled[1] == 84);
    MUST(session.unbind_input(0));
    MUST(session.unbind_output(0));
    CHECK(FAILURE(session.run(step)).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(released == 0);
    session = nnx::Session();
    CHECK(released == 1);
}

static void a_step_stands_alone() {
    const nnx::Step step = sum();
    CHECK(MUST(MUST(step.graphdef()).equal(MUST(step.out_graphdef()))));
    CHECK(MUST(MUST(step.program()).text()).find("stablehlo.add") != std::string::npos);
    const nnx::Tuple root = MUST(nnx::Tuple::of(object()));
    const nnx::State leaves = MUST(nnx::state(root));
    const nnx::Tensor x = MUST(nnx::Tensor::of({2}, {10.0f, 20.0f}));
    const nnx::Tensor *const inputs[1] = {&x};
    const nnx::Step::Run run = MUST(step.run(leaves, {}, inputs));
    CHECK((floats(MUST(run.leaves.get("0/total"))) == Floats{11, 22}));
    CHECK((floats(MUST(run.results.tensor(0))) == Floats{22, 44}));
}

static void a_step_tells_its_kernels() {
    const nnx::Step step = sum();
    const std::string plan = MUST(step.plan());
    CHECK(plan.find("loop over 2, of") != std::string::npos && plan.find("add float32[2]") != std::string::npos);
    CHECK(MUST(step.plan(nnx::format::dot)).find("objects/0/total") != std::string::npos);
    const std::string table = MUST(step.report());
    CHECK(table.find("reads objects/0/total") != std::string::npos && table.find("100.0%") != std::string::npos);
    CHECK(MUST(step.report(nnx::format::json)).find("\"num_operations\":") != std::string::npos);
    CHECK(FAILURE(step.plan(nnx::format::tree)).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(MUST(step.source()).find("__global__ void __launch_bounds__(256) step_stage_0(") != std::string::npos);
    CHECK(FAILURE(step.source("tpu")).status() == NNX_STATUS_UNIMPLEMENTED);
}

static void two_sessions_on_two_threads() {
    const nnx::Step step = sum();
    const nnx::Object model = object();
    const nnx::Tensor x = MUST(nnx::Tensor::of({2}, {1.0f, 2.0f}));
    nnx::Session sessions[2] = {MUST(nnx::Session::of(model)), MUST(nnx::Session::of(model))};
    std::vector<std::thread> threads;
    for (nnx::Session &session : sessions) {
        threads.emplace_back([&session, &step, &x] {
            for (int i = 0; i < 50; i++) MUST(session.run(step, x));
        });
    }
    for (std::thread &thread : threads) thread.join();
    for (const nnx::Session &session : sessions) CHECK((floats(MUST(session.read("0/total"))) == Floats{51, 102}));
}

TEST_MAIN(a_session_runs_over_its_state(), memory_of_the_caller(), a_step_stands_alone(), a_step_tells_its_kernels(),
          two_sessions_on_two_threads())
