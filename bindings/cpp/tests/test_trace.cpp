#include "model.hpp"

#include <cmath>
#include <stdexcept>

using nnx::Trace;
using nnx::Value;

static nnx::TensorType float32(std::vector<int64_t> shape) { return {nnx::dtype::float32, std::move(shape)}; }

// What a function of values gives for these arrays.
template <class F>
static std::vector<nnx::Tensor> run(F function, const std::vector<nnx::TensorType> &types, const nnx::Tensor &x,
                                    const nnx::Tensor &y) {
    auto traced = [&](Trace &trace) -> nnx::outcome<void> {
        const std::vector<Value> inputs = MUST(trace.inputs());
        const std::vector<Value> results = function(inputs[0], inputs[1]);
        for (const Value &value : results) MUST(trace.output(value));
        NNX_HPP_DONE;
    };
    const nnx::Program program = MUST(nnx::trace_program(traced, {}, {}, types));
    MUST(program.verify());
    return MUST(program.evaluate(x, y));
}

static float number(const nnx::Tensor &tensor, std::size_t at = 0) { return MUST(tensor.data<float>())[at]; }

static void values_have_numpys_functions() {
    const nnx::Tensor x = floats({2, 3}, {1, 2, 3, 4, 5, 6}), y = floats({3}, {1, 0, -1});
    auto body = [](Value a, Value b) -> std::vector<Value> {
        CHECK(MUST(a.dtype()) == nnx::dtype::float32 && MUST(a.rank()) == 2);
        CHECK(MUST(a.shape()) == std::vector<int64_t>({2, 3}));
        CHECK(MUST(a.text()) == "float32[2,3]");
        const Value turned = MUST(MUST(a.transpose()).reshape({2, -1}));
        const Value chosen = MUST(nnx::where(MUST(nnx::greater(a, 3)), a, 0));
        const Value places = MUST(nnx::argmax(a));
        const Value joined = MUST(nnx::concatenate({a, MUST(nnx::multiply(a, b))}, 1));
        return {MUST(nnx::sum(MUST(nnx::add(a, b)), 0)),
                MUST(nnx::mean(a)),
                turned,
                chosen,
                MUST(a.take(places, 1)),
                joined,
                MUST(nnx::matmul(a, MUST(b.expand_dims(1)))),
                MUST(MUST(nnx::stack({a, a}, -1)).slice({0, 1, 0}, {2, 3, 1})),
                MUST(nnx::softmax(b)),
                MUST(nnx::power(MUST(nnx::exp(b)), 2)),
                MUST(nnx::sum(MUST(a.pad({0, 1}, {1, 0}, 2.0)), {0, 1}, true))};
    };
    const auto found = run(body, {float32({2, 3}), float32({3})}, x, y);
    CHECK(number(found[0]) == 7 && number(found[0], 2) == 7);
    CHECK(number(found[1]) == 3.5F);
    CHECK(number(found[2], 1) == 4);
    CHECK(number(found[3], 2) == 0 && number(found[3], 3) == 4);
    CHECK(number(found[4]) == 3 && number(found[4], 2) == 6);
    CHECK(number(found[5], 5) == -3);
    CHECK(number(found[6], 1) == -2);
    CHECK(number(found[7]) == 2 && number(found[7], 3) == 6);
    CHECK(std::fabs(number(found[8]) - 0.66524096F) < 1e-6F);
    CHECK(std::fabs(number(found[9]) - 7.389056F) < 1e-5F);
    CHECK(MUST(found[10].extents()).size() == 2 && number(found[10]) == 33);
}

static void constants_products_and_places() {
    const nnx::Tensor x = floats({2, 2}, {1, 2, 3, 4}), y = floats({2}, {0, 1});
    auto body = [&](Value a, Value b) -> std::vector<Value> {
        const Value places = MUST(b.astype(nnx::dtype::int32));
        const Value zero = MUST(Value::scalar(0, nnx::dtype::int32));
        const Value one = MUST(Value::scalar(1, nnx::dtype::int32));
        return {MUST(nnx::add(a, y)),
                MUST(nnx::subtract(MUST(Value::ones({2, 2})), a)),
                MUST(nnx::dot_general(a, a, {{1}, {1}})),
                MUST(nnx::one_hot(places, 3)),
                MUST(a.take_last(places)),
                MUST(a.dynamic_slice({one, zero}, {1, 2})),
                MUST(a.dynamic_update_slice(MUST(Value::zeros({1, 1})), {zero, one})),
                MUST(nnx::add(MUST(MUST(Value::iota({2})).astype(nnx::dtype::float32)), b)),
                MUST(MUST(a.flip(0)).broadcast_to({3, 2, 2})),
                MUST(nnx::log_softmax(a)),
                MUST(MUST(Value::full({1, 2}, 7)).squeeze())};
    };
    const auto found = run(body, {float32({2, 2}), float32({2})}, x, y);
    CHECK(number(found[0], 1) == 3 && number(found[1], 3) == -3);
    CHECK(number(found[2], 1) == 11 && number(found[3], 4) == 1);
    CHECK(number(found[4]) == 1 && number(found[4], 1) == 4);
    CHECK(number(found[5], 1) == 4 && number(found[6], 1) == 0 && number(found[7], 1) == 2);
    CHECK(number(found[8], 4) == 3 && std::fabs(number(found[9], 1) + 0.3132617F) < 1e-6F);
    CHECK(MUST(found[10].extents()).size() == 1 && number(found[10]) == 7);
}

static void control_flow() {
    const nnx::Tensor x = floats({3}, {1, 2, 3}), y = floats({}, {4});
    auto body = [](Value a, Value b) -> std::vector<Value> {
        const Value larger = MUST(nnx::cond(
            MUST(nnx::greater(b, 3)), [&]() -> nnx::outcome<Value> { return nnx::multiply(a, b); },
            [&]() -> nnx::outcome<Value> { return a; }));
        const Value doubled = MUST(nnx::while_loop(
            b, [](Value n) -> nnx::outcome<Value> { return nnx::less(n, 100); },
            [](Value n) -> nnx::outcome<Value> { return nnx::multiply(n, 2); }));
        const auto [last, all] = MUST(nnx::scan(3, b, a, [](Value carry, Value slice) {
            const Value next = MUST(nnx::multiply(carry, slice));
            return std::pair(next, MUST(nnx::add(next, 1)));
        }));
        return {larger, doubled, last, all};
    };
    const auto found = run(body, {float32({3}), float32({})}, x, y);
    CHECK(number(found[0], 2) == 12 && number(found[1]) == 128);
    CHECK(number(found[2]) == 24 && number(found[3], 1) == 9);
}

static void gradients_by_values() {
    const nnx::Tensor x = floats({2}, {3, 5}), y = floats({}, {2});
    auto body = [](Value a, Value b) -> std::vector<Value> {
        const Value watched = MUST(nnx::watch(a)), other = MUST(nnx::watch(b));
        const Value held = MUST(nnx::stop_gradient(watched));
        const Value product = MUST(nnx::multiply(MUST(nnx::square(watched)), MUST(nnx::multiply(held, other))));
        return MUST(nnx::gradients(MUST(nnx::sum(product)), {watched, other}));
    };
    const auto found = run(body, {float32({2}), float32({})}, x, y);
    CHECK(number(found[0]) == 36 && number(found[0], 1) == 100 && number(found[1]) == 152);
}

static void objects_and_states_are_traced() {
    nnx::Object model = small_model();
    const nnx::State state = MUST(nnx::state(model));
    bool whole = false;
    auto traced = [&](Trace &trace) -> nnx::outcome<void> {
        CHECK(MUST(Trace::current())->c_ptr() == trace.c_ptr());
        CHECK(MUST(trace.num_objects()) == 1 && MUST(trace.num_states()) == 1 && MUST(trace.num_inputs()) == 0);
        CHECK(MUST(MUST(trace.object(0)).same(model)));
        nnx::Variable bias = MUST(model.get<nnx::Variable>("layers/0/bias"));
        CHECK(FAILURE(bias.value()).status() == NNX_STATUS_INVALID_ARGUMENT);
        MUST(bias.set_value(MUST(nnx::multiply(MUST(bias.read()), 2))));
        const nnx::State given = MUST(trace.state(0));
        const Value leaf = MUST(given.traced("layers/0/bias"));
        MUST(trace.output(MUST(given.with_values({{"layers/0/bias", MUST(nnx::add(leaf, MUST(bias.traced())))}}))));
        MUST(model.set("seen", leaf));
        CHECK(MUST(MUST(model.get<Value>("seen")).text()) == MUST(leaf.text()));
        MUST(model.set("made", MUST(nnx::Param::make(leaf))));
        whole = true;
        NNX_HPP_DONE;
    };
    const nnx::Program program = MUST(nnx::trace_program(traced, {&model}, {&state}, {}));
    CHECK(whole && in_graph(model, "layers/0/bias") == 1);
    CHECK(!MUST(Trace::current()).has_value());
    CHECK(test::has(MUST(program.text()), "objects/0/made") && test::has(MUST(program.text()), "objects/0/seen"));
    CHECK(FAILURE(model.get<nnx::Node>("made")).status() == NNX_STATUS_NOT_FOUND);
}

static void errors_come_back_unchanged() {
    const nnx::error reason = FAILURE(nnx::trace_program(
        [](Trace &trace) -> nnx::outcome<void> {
            NNX_HPP_LET(x, trace.input(0));
            NNX_HPP_LET(product, nnx::matmul(x, x));
            return trace.output(product);
        },
        {}, {}, {float32({2, 3})}));
    CHECK(reason.status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(test::has(reason.message(), "matmul: float32[2,3] and float32[2,3]"));
    Value kept;
    MUST(nnx::trace_program(
        [&](Trace &trace) -> nnx::outcome<void> {
            NNX_HPP_LET(x, trace.input(0));
            kept = x;
            NNX_HPP_DONE;
        },
        {}, {}, {float32({2, 3})}));
    const nnx::error late = FAILURE(nnx::exp(kept));
    CHECK(late.status() == NNX_STATUS_FAILED_PRECONDITION && test::has(late.message(), "trace that is over"));
}

#if !defined(NNX_NO_EXCEPTIONS)
static nnx::Tensor filled(const std::vector<int64_t> &shape, float number) {
    std::size_t count = 1;
    for (const int64_t extent : shape) count *= static_cast<std::size_t>(extent);
    const std::vector<float> values(count, number);
    return nnx::Tensor::of(shape, values);
}

struct Linear : nnx::Module {
    nnx::Param kernel;
    nnx::Param bias;
    NNX_ATTRIBUTES(Linear, kernel, bias)
    Linear(int64_t din, int64_t dout)
        : kernel(filled({din, dout}, 0.5F)), bias(filled({dout}, 1.0F)) {
        attach();
    }
    Value operator()(Value x) const { return nnx::matmul(x, kernel.read()) + bias.read(); }
};

struct Model : nnx::Module {
    Linear first;
    std::vector<Linear> more;
    double scale;
    int64_t calls;
    std::string name;
    bool fast;
    nnx::BatchStat seen;
    NNX_ATTRIBUTES(Model, first, more, scale, calls, name, fast, seen)
    Model()
        : first(2, 3), scale(0.5), calls(3), name("model"), fast(true), seen(floats({}, {0})) {
        more.emplace_back(3, 3);
        more.emplace_back(3, 1);
        attach();
    }
    Value operator()(Value x) {
        x = first(x);
        for (const Linear &linear : more) x = linear(x);
        seen.set_value(seen.read() + 1);
        return scale * x;
    }
};

static void modules_are_views_of_nodes() {
    Model model;
    CHECK(model.type_name() == "Model" && model.get<double>("scale") == 0.5 && model.get<bool>("fast"));
    CHECK(same(model, "first/kernel", "first/kernel") && model.get<nnx::Param>("more/1/bias").same(model.more[1].bias));
    const auto parts = nnx::split(model);
    const nnx::GraphDef &graphdef = std::get<0>(parts);
    const nnx::State &state = std::get<1>(parts);
    CHECK(state.size() == 7);
    Model merged = nnx::merge<Model>(graphdef, state);
    CHECK(merged.more.size() == 2 && merged.calls == 3 && merged.name == "model" && merged.fast);
    merged.first.bias.set_value(floats({3}, {7, 7, 7}));
    CHECK(in_graph(merged, "first/bias") == 7 && in_graph(model, "first/bias") == 1);
    Linear other(2, 2);
    auto [both, states] = nnx::split(std::tie(model, other));
    CHECK(states.find("0/first/bias") == 0 && states.find("1/bias") == 7);
    auto [model2, linear2] = nnx::merge<Model, Linear>(both, states);
    CHECK(in_graph(linear2, "bias") == 1 && model2.scale == 0.5);
    nnx::update(std::tie(model, other), nnx::state(std::tie(merged, linear2)));
    CHECK(in_graph(model, "first/bias") == 7);
    CHECK(FAILURE(nnx::merge<Linear>(graphdef, state)).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void value_and_grad_of_a_module() {
    Model model;
    const nnx::Tensor x = floats({1, 2}, {1, 2});
    auto traced = [&](Trace &trace) {
        const Value input = trace.input(0);
        auto [loss, grads] = nnx::value_and_grad([&](Model &m) { return mean(square(m(input) - 1)); }, model);
        auto [pair, by_bias] = nnx::value_and_grad(
            [&](Model &m) {
                const Value y = m(input);
                return std::pair(sum(y), y);
            },
            model, [](std::string_view path, std::string_view) { return test::has(path, "bias"); });
        trace.output(loss);
        trace.output(pair.second);
        trace.output(grads.traced("more/1/bias"));
        CHECK(grads.size() == 6 && by_bias.size() == 3);
        trace.output(by_bias);
    };
    const nnx::Program program = nnx::trace_program(traced, {&model}, {}, {float32({1, 2})});
    const nnx::State leaves = nnx::state(model);
    std::vector<nnx::Tensor> inputs;
    for (std::size_t i = 0; i < leaves.size(); i++) inputs.push_back(leaves.tensor(i));
    inputs.push_back(x.share());
    const auto found = program.evaluate_all(inputs);
    // 2.5 in each of 3, 4.75 in each of 3, 8.125, and half of it.
    CHECK(number(found[1]) == 4.0625F && number(found[0]) == 3.0625F * 3.0625F);
    CHECK(number(found[2]) == 3.0625F && number(found[3]) == 0.375F);
    CHECK(in_graph(model, "seen") == 0);
}

static void what_a_lambda_throws_comes_out() {
    Model model;
    int caught = 0;
    try {
        nnx::trace_program(
            [&](Trace &) {
                nnx::value_and_grad([](Model &) -> Value { throw std::logic_error("mine"); }, model);
            },
            {&model}, {}, {});
    } catch (const std::logic_error &mine) {
        caught = std::string(mine.what()) == "mine";
    }
    CHECK(caught == 1 && in_graph(model, "first/bias") == 1);
}

static void operators_take_numbers_on_either_side() {
    const nnx::Tensor x = floats({2}, {3, 5}), y = floats({2}, {2, 4});
    auto body = [&](Value a, Value b) -> std::vector<Value> {
        Value c = a;
        c += 1;
        c *= b;
        return {1 - a / b * 2.0, x + a, a - y, -a % 2, where((a > 3) | (b <= 2), a, b), c,
                nnx::scan(Value::scalar(0), a, [](Value s, Value v) { return std::pair(s + v, s); }).first};
    };
    const auto found = run(body, {float32({2}), float32({2})}, x, y);
    CHECK(number(found[0]) == -2 && number(found[1]) == 6 && number(found[2], 1) == 1 && number(found[3]) == 1);
    CHECK(number(found[4], 1) == 5 && number(found[5]) == 8 && number(found[6]) == 8);
}

static void with_exceptions() {
    modules_are_views_of_nodes();
    value_and_grad_of_a_module();
    what_a_lambda_throws_comes_out();
    operators_take_numbers_on_either_side();
}
#else
static void with_exceptions() {}
#endif

TEST_MAIN(values_have_numpys_functions(); constants_products_and_places(); control_flow(); gradients_by_values();
          objects_and_states_are_traced(); errors_come_back_unchanged(); with_exceptions())
