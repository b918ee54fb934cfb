#include "model.hpp"

#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using nnx::Value;

static nnx::Object line() {
    nnx::Object made = MUST(nnx::Object::make("Line"));
    MUST(made.set("kernel", MUST(nnx::Param::make(floats({2, 2}, {1, 2, 3, 4})))));
    MUST(made.set("bias", MUST(nnx::Param::make(floats({2}, {0.5, -0.5})))));
    return made;
}

static nnx::Tensor inputs_x() { return floats({3, 2}, {1, -2, 0.5, 3, 2, 1}); }
static nnx::Tensor inputs_y() { return floats({3, 2}, {0, 1, 2, 3, 4, 5}); }

static Value read(const nnx::Node &model, std::string_view name) {
    return MUST(MUST(model.get<nnx::Param>(name)).read());
}

static Value predict(const nnx::Node &model, const Value &x) {
    return MUST(nnx::add(MUST(nnx::matmul(x, read(model, "kernel"))), read(model, "bias")));
}

static Value descend(nnx::Object &model, const Value &x, const Value &y) {
    const auto loss_of = [&](nnx::Object &m) {
        return MUST(nnx::mean(MUST(nnx::square(MUST(nnx::subtract(predict(m, x), y))))));
    };
    const std::pair<Value, nnx::State> found = MUST(nnx::value_and_grad(loss_of, model));
    for (const std::string_view name : {"bias", "kernel"}) {
        const Value gradient = MUST(found.second.traced(name));
        nnx::Param variable = MUST(model.get<nnx::Param>(name));
        MUST(variable.set_value(MUST(nnx::subtract(MUST(variable.read()), MUST(nnx::multiply(gradient, 0.125))))));
    }
    return found.first;
}

static float number(const nnx::Tensor &tensor, std::size_t at = 0) { return MUST(tensor.data<float>())[at]; }

static void a_call_trains_in_place_and_is_traced_once() {
    int traced = 0;
    const auto train_step = nnx::jit([&traced](nnx::Object &model, Value x, Value y) {
        traced++;
        return descend(model, x, y);
    });
    nnx::Object model = line(), other = line();
    const nnx::Param kernel = MUST(model.get<nnx::Param>("kernel"));
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    float last = number(MUST(train_step(model, x, y)));
    for (int i = 0; i < 10; i++) {
        const float loss = number(MUST(train_step(model, x, y)));
        CHECK(loss < last);
        last = loss;
    }
    CHECK(MUST(kernel.same(MUST(model.get<nnx::Param>("kernel")))));
    for (int i = 0; i < 11; i++) MUST(train_step(other, x, y));
    CHECK(traced == 1 && MUST(train_step.num_steps()) == 1);
    CHECK(in_graph(model, "kernel", 3) == in_graph(other, "kernel", 3));
    MUST(train_step(model, floats({1, 2}, {1, 1}), floats({1, 2}, {0, 0})));
    CHECK(traced == 2);
}

enum class Mode { add, subtract };

static void static_arguments_are_traced_for() {
    int traced = 0;
    const auto step = nnx::jit([&traced](Value x, Mode mode, bool twice, const std::string &name, int by) {
        traced++;
        CHECK(name == "name");
        const Value once = mode == Mode::add ? MUST(nnx::add(x, by)) : MUST(nnx::subtract(x, by));
        return twice ? MUST(nnx::multiply(once, 2)) : once;
    });
    const nnx::Tensor x = floats({1}, {10});
    CHECK(number(MUST(step(x, Mode::add, false, "name", 1))) == 11);
    CHECK(number(MUST(step(x, Mode::subtract, true, std::string("name"), 1))) == 18);
    CHECK(number(MUST(step(floats({1}, {20}), Mode::add, false, "name", 1))) == 21);
    CHECK(traced == 2 && MUST(step.num_steps()) == 2);
}

template <class T>
struct Report {
    T loss;
    nnx::State leaves;
    T largest;
    NNX_RESULTS(loss, leaves, largest)
};

static void what_a_function_gives() {
    nnx::Object model = line();
    const nnx::Tensor x = inputs_x();
    const auto several = nnx::jit([](const nnx::Object &m, Value v) {
        return std::tuple(v, std::pair(MUST(nnx::sum(v)), MUST(nnx::state(m))), predict(m, v));
    });
    const auto found = MUST(several(model, x));
    CHECK(MUST(std::get<0>(found).equal(x)));
    CHECK(number(std::get<1>(found).first) == 5.5F);
    CHECK(in_state(std::get<1>(found).second, "kernel", 1) == 2);
    CHECK(number(std::get<2>(found)) == -4.5F);
    const auto report = nnx::jit([](const nnx::Object &m, Value v) {
        return Report<Value>{MUST(nnx::sum(v)), MUST(nnx::state(m)), MUST(nnx::max(v))};
    });
    const Report<nnx::Tensor> reported = MUST(report(model, x));
    CHECK(number(reported.loss) == 5.5F && number(reported.largest) == 3);
    CHECK(in_state(reported.leaves, "bias") == 0.5F);
    const auto nothing = nnx::jit([](nnx::Object &m) {
        nnx::Param bias = MUST(m.get<nnx::Param>("bias"));
        MUST(bias.set_value(MUST(nnx::multiply(MUST(bias.read()), 2))));
        MUST(m.set("calls", int64_t{1}));
    });
    MUST(nothing(model));
    CHECK(in_graph(model, "bias") == 1 && MUST(model.get<int64_t>("calls")) == 1);
}

static void a_state_goes_in_and_comes_back() {
    nnx::Object model = line();
    auto parts = MUST(nnx::split(model));
    const nnx::GraphDef graphdef = std::move(std::get<0>(parts));
    nnx::State state = std::move(std::get<1>(parts));
    int traced = 0;
    const auto step = nnx::jit([&](const nnx::State &given, Value x, Value y) {
        traced++;
        const nnx::Node root = MUST(nnx::merge(graphdef, given));
        nnx::Object merged = MUST(root.as<nnx::Object>());
        const Value loss = descend(merged, x, y);
        return std::pair(MUST(nnx::state(merged)), loss);
    });
    const auto object_level = nnx::jit([](nnx::Object &m, Value x, Value y) { return descend(m, x, y); });
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    for (int i = 0; i < 4; i++) {
        auto found = MUST(step(state, x, y));
        CHECK(number(found.second) == number(MUST(object_level(model, x, y))));
        state = std::move(found.first);
    }
    CHECK(traced == 1);
    CHECK(MUST(state.equal(MUST(nnx::state(model)))));
}

static void a_function_in_a_function() {
    const auto inner = nnx::jit([](nnx::Object &m, Value x) { return predict(m, x); });
    const auto touch = nnx::jit([](nnx::Object &m) {
        nnx::Param bias = MUST(m.get<nnx::Param>("bias"));
        MUST(bias.set_value(MUST(nnx::add(MUST(bias.read()), 1))));
    });
    const auto outer = nnx::jit([&](nnx::Object &m, Value x) {
        MUST(touch(m));
        return Value(inner(m, x));
    });
    nnx::Object model = line();
    CHECK(number(MUST(outer(model, inputs_x()))) == -3.5F);
    CHECK(in_graph(model, "bias") == 1.5F);
    CHECK(MUST(inner.num_steps()) == 0 && MUST(touch.num_steps()) == 0);
}

static void errors_change_nothing() {
    nnx::Object model = line();
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    const auto failing = nnx::jit([](nnx::Object &m, Value v, Value w) -> nnx::outcome<Value> {
        (void)descend(m, v, w);
        NNX_HPP_FAIL(static_cast<nnx_status>(1234), "mine");
    });
    const nnx::error mine = FAILURE(failing(model, x, y));
    CHECK(mine.status() == 1234 && mine.message() == "mine");
    CHECK(in_graph(model, "kernel") == 1 && in_graph(model, "bias") == 0.5F);
    const auto wrong = nnx::jit([](Value v, Value w) -> nnx::outcome<Value> { return nnx::matmul(v, w); });
    CHECK(test::has(FAILURE(wrong(x, y)).what(), "float32[3,2]"));
    nnx::JitOptions options;
    options.check_finite = true;
    const auto careful =
        nnx::jit([](nnx::Object &m, Value v, Value w) { return descend(m, v, w); }, options);
    const nnx::error infinite = FAILURE(careful(model, x, floats({3, 2}, {3e38F, 0, 0, 0, 0, 0})));
    CHECK(infinite.status() == NNX_STATUS_NON_FINITE && infinite.path() == "outputs/0");
    CHECK(in_graph(model, "kernel") == 1);
    options.device = "cuda";
    const auto elsewhere = nnx::jit([](Value v) { return v; }, options);
    CHECK(FAILURE(elsewhere(x)).status() == NNX_STATUS_UNIMPLEMENTED);
#if !defined(NNX_NO_EXCEPTIONS)
    const auto throwing = nnx::jit([](Value v) -> Value {
        if (v) throw std::string("thrown");
        return v;
    });
    try {
        throwing(x);
        CHECK(false);
    } catch (const std::string &thrown) {
        CHECK(thrown == "thrown");
    }
#endif
}

static void steps_of_a_session() {
    nnx::Object model = line(), other = line();
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    const auto train_step = nnx::jit([](nnx::Object &m, Value v, Value w) { return descend(m, v, w); });
    const nnx::Step step = MUST(train_step.step(model, x, y));
    nnx::Session session = MUST(nnx::Session::of(model));
    for (int i = 0; i < 3; i++) {
        const nnx::Tensor loss = MUST(train_step.results(MUST(session.run(step, x, y))));
        CHECK(number(loss) == number(MUST(train_step(other, x, y))));
    }
    CHECK(in_graph(model, "kernel") == 1);
    MUST(session.update(model));
    CHECK(in_graph(model, "kernel") == in_graph(other, "kernel"));
}

static void a_bundle_keeps_it() {
    nnx::Object model = line(), other = line();
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    const auto train_step = nnx::jit([](nnx::Object &m, Value v, Value w) { return descend(m, v, w); });
    MUST(train_step(model, x, y));
    nnx::Bundle bundle = MUST(nnx::Bundle::of(model));
    MUST(bundle.add_jit("train", train_step));
    const nnx::Jit kept = MUST(bundle.jit("train"));
    const nnx::Results results = MUST(kept.call({&other}, {}, {&x, &y}));
    CHECK(MUST(results.num_tensors()) == 1 && MUST(kept.num_steps()) == 1);
    CHECK(in_graph(model, "kernel") == in_graph(other, "kernel"));
    CHECK(MUST(MUST(kept.step({&other}, {}, {&x, &y})).id()) == MUST(results.step_id()));
}

static void several_threads() {
    const auto train_step = nnx::jit([](nnx::Object &m, Value v, Value w) { return descend(m, v, w); });
    const nnx::Tensor x = inputs_x(), y = inputs_y();
    std::vector<nnx::Object> models;
    for (int i = 0; i < 4; i++) models.push_back(line());
    std::vector<std::thread> threads;
    for (nnx::Object &model : models) {
        threads.emplace_back([&] {
            for (int i = 0; i < 10; i++) MUST(train_step(model, x, y));
        });
    }
    for (std::thread &thread : threads) thread.join();
    for (const nnx::Object &model : models) CHECK(in_graph(model, "kernel") == in_graph(models[0], "kernel"));
}

TEST_MAIN(a_call_trains_in_place_and_is_traced_once(), static_arguments_are_traced_for(), what_a_function_gives(),
          a_state_goes_in_and_comes_back(), a_function_in_a_function(), errors_change_nothing(), steps_of_a_session(),
          a_bundle_keeps_it(), several_threads())
