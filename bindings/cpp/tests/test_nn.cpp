// Layers, activations, initializers and losses.
#include "model.hpp"

#include <cmath>

using nnx::Value;

// What a function of one value gives for four numbers.
template <class F>
static nnx::Tensor run(F function, const nnx::Tensor &x) {
    auto traced = [&](nnx::Trace &trace) -> nnx::outcome<void> {
        const Value result = function(MUST(trace.input(0)));
        MUST(trace.output(result));
        NNX_HPP_DONE;
    };
    const nnx::Program program = MUST(nnx::trace_program(traced, {}, {}, {{nnx::dtype::float32, {4}}}));
    return std::move(MUST(program.evaluate(x))[0]);
}

static float number(const nnx::Tensor &tensor, std::size_t at = 0) { return MUST(tensor.data<float>())[at]; }

static void activations_are_flax_s() {
    const nnx::Tensor x = floats({4}, {-2, 0, 1, 8});
    auto at = [&](auto function, std::size_t place) {
        return number(run([&](const Value &value) { return MUST(function(value)); }, x), place);
    };
    CHECK(at([](const Value &v) { return nnx::relu(v); }, 0) == 0);
    CHECK(at([](const Value &v) { return nnx::relu(v); }, 3) == 8);
    CHECK(at([](const Value &v) { return nnx::relu6(v); }, 3) == 6);
    CHECK(at([](const Value &v) { return nnx::leaky_relu(v, 0.5); }, 0) == -1);
    CHECK(at([](const Value &v) { return nnx::sigmoid(v); }, 1) == 0.5F);
    CHECK(std::fabs(at([](const Value &v) { return nnx::gelu(v); }, 2) - 0.841192F) < 1e-6F);
    CHECK(std::fabs(at([](const Value &v) { return nnx::gelu(v, false); }, 2) - 0.8413447F) < 1e-6F);
    CHECK(std::fabs(at([](const Value &v) { return nnx::softplus(v); }, 1) - 0.6931472F) < 1e-6F);
    CHECK(std::fabs(at([](const Value &v) { return nnx::standardize(v); }, 3) - 1.6598F) < 1e-3F);
    CHECK(std::fabs(at([](const Value &v) { return nnx::glu(v); }, 0) + 1.4621172F) < 1e-6F);
}

static void initializers_are_statics() {
    const nnx::Static normal = MUST(nnx::initializers::normal(0.5));
    CHECK(MUST(normal.text()) == "(\"normal\", 0.5)");
    const nnx::Tensor key = MUST(nnx::random::key(42));
    const nnx::Tensor made = MUST(nnx::initializers::make(normal, key, {3, 4}));
    CHECK(number(made) == 0.5F * -0.028304616F);
}

#if !defined(NNX_NO_EXCEPTIONS)
struct Network : nnx::Module {
    nnx::Linear linear;
    nnx::BatchNorm bn;
    nnx::Dropout dropout;
    nnx::Linear linear_out;
    NNX_ATTRIBUTES(Network, linear, bn, dropout, linear_out)
    Network(int din, int dmid, int dout, nnx::Rngs &rngs)
        : linear(din, dmid, rngs), bn(dmid, rngs), dropout(0.2, rngs), linear_out(dmid, dout, rngs) {
        attach();
    }
    Value operator()(const Value &x) { return linear_out(nnx::relu(dropout(bn(linear(x))))); }
};

static void the_page_s_model_trains_and_evaluates() {
    nnx::Rngs rngs(0);
    Network network(2, 64, 3, rngs);
    CHECK(in_graph(network, "linear/kernel") == 0.7567299F);
    auto loss_of = [](Network &model, Value x, Value labels) {
        return nnx::mean(nnx::optim::softmax_cross_entropy_with_integer_labels(model(x), labels));
    };
    auto step = nnx::jit([&](Network &model, Value x, Value labels) {
        return nnx::value_and_grad([&](Network &m) { return loss_of(m, x, labels); }, model).first;
    });
    const nnx::Tensor x = floats({4, 2}, {1, 2, 3, 4, -1, -2, 0, 1});
    const nnx::Tensor labels = nnx::Tensor::of<int32_t>({4}, {0, 1, 2, 0});
    const float first = number(step(network, x, labels)), second = number(step(network, x, labels));
    CHECK(first > 0 && first != second);  // another mask
    network.eval();
    const float third = number(step(network, x, labels)), fourth = number(step(network, x, labels));
    CHECK(third == fourth);
}

static void an_error_says_where_and_what_would_be_right() {
    nnx::Rngs rngs(0);
    Network network(4, 8, 3, rngs);
    auto call = nnx::jit([](Network &model, Value x) { return model(x); });
    std::string text;
    try {
        call(network, floats({1, 2}, {1, 2}));
    } catch (const nnx::error &error) {
        text = error.what();
    }
    CHECK(text.find("0/linear: Linear takes 4 features in the last axis") == 0);
    CHECK(text.find("build it as Linear(2, 8)") != std::string::npos);
}

static void options_are_flax_s() {
    nnx::Rngs rngs(0);
    const nnx::Static half = nnx::initializers::constant(0.5);
    nnx::linear_options options;
    options.bias_init = &half;
    CHECK(in_graph(nnx::Linear(2, 3, rngs, options), "bias", 2) == 0.5F);
    options.use_bias = false;
    CHECK(nnx::state(nnx::Linear(2, 3, rngs, options)).size() == 1);
    nnx::batch_norm_options norm;
    norm.momentum = 0;
    norm.use_running_average = std::nullopt;
    const nnx::BatchNorm layer(3, rngs, norm);
    CHECK(layer.get<double>("momentum") == 0 && layer.get<double>("epsilon") == 1e-5);
    nnx::dropout_options rows;
    rows.broadcast_dims = {-1};
    CHECK(nnx::Dropout(0.5, rows).get<double>("rate") == 0.5);
}

static void with_exceptions() {
    the_page_s_model_trains_and_evaluates();
    an_error_says_where_and_what_would_be_right();
    options_are_flax_s();
}
#else
static void with_exceptions() {}
#endif

TEST_MAIN(activations_are_flax_s(); initializers_are_statics(); with_exceptions())
