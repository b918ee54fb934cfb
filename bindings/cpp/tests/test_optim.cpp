#include "check.hpp"
#include "model.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace optim = nnx::optim;

// A model of one parameter, [1, 2], and a gradient of it, [3, 4].
static nnx::Object one_parameter() {
    nnx::Object model = MUST(nnx::Object::make("Model"));
    MUST(model.set("w", MUST(nnx::Param::make(MUST(nnx::Tensor::of<float>({2}, {1, 2}))))));
    return model;
}

static nnx::State gradients() {
    nnx::Object model = MUST(nnx::Object::make("Model"));
    MUST(model.set("w", MUST(nnx::Param::make(MUST(nnx::Tensor::of<float>({2}, {3, 4}))))));
    return MUST(nnx::state(model));
}

static std::vector<float> parameter(const nnx::Node &model) {
    const nnx::Tensor value = MUST(MUST(model.get<nnx::Param>("w")).value());
    const auto elements = MUST(value.data<float>());
    return std::vector<float>(elements.begin(), elements.end());
}

static bool prints(const nnx::Static &transformation, std::string_view text) {
    return MUST(transformation.text()) == text;
}

static void transformations_are_statics() {
    CHECK(prints(MUST(optim::adam(1e-3)), "(\"chain\", (\"scale_by_adam\", 0.9, 0.999, 1e-8, 0.0, false), "
                                         "(\"scale_by_learning_rate\", 0.001))"));
    optim::adam_options options;
    options.nesterov = true;
    options.mu_dtype = nnx::dtype::bfloat16;
    CHECK(prints(MUST(optim::scale_by_adam(options)),
                 "(\"scale_by_adam\", 0.9, 0.999, 1e-8, 0.0, true, bfloat16)"));
    const nnx::Static cosine = MUST(optim::cosine_decay_schedule(0.5, 100));
    CHECK(prints(MUST(optim::adamw(cosine, 0.25)),
                 "(\"chain\", (\"scale_by_adam\", 0.9, 0.999, 1e-8, 0.0, false), (\"add_decayed_weights\", 0.25), "
                 "(\"scale_by_learning_rate\", (\"cosine_decay_schedule\", 0.5, 100, 0.0, 1.0)))"));
    CHECK(prints(MUST(optim::chain(MUST(optim::clip(1)), MUST(optim::clip_by_global_norm(2)), MUST(optim::scale(3)),
                                   MUST(optim::scale_by_schedule(cosine)))),
                 "(\"chain\", (\"clip\", 1.0), (\"clip_by_global_norm\", 2.0), (\"scale\", 3.0), "
                 "(\"scale_by_schedule\", (\"cosine_decay_schedule\", 0.5, 100, 0.0, 1.0)))"));
    CHECK(prints(MUST(optim::trace(0.9, true, nnx::dtype::float32)), "(\"trace\", 0.9, true, float32)"));
    CHECK(FAILURE(optim::scale_by_schedule(MUST(nnx::Static::of(1.0)))).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void schedules_say_their_numbers() {
    CHECK(MUST(optim::schedule_value(MUST(optim::constant_schedule(0.5)), 7)) == 0.5);
    CHECK(MUST(optim::schedule_value(MUST(optim::linear_schedule(0, 1, 10)), 5)) == 0.5);
    CHECK(MUST(optim::schedule_value(MUST(optim::polynomial_schedule(1, 0, 2, 10)), 5)) == 0.25);
    CHECK(MUST(optim::schedule_value(MUST(optim::exponential_decay(1, 10, 0.5, 0, true)), 25)) == 0.25);
    const nnx::Static warm = MUST(optim::warmup_cosine_decay_schedule(0, 1, 10, 20));
    CHECK(MUST(optim::schedule_value(warm, 10)) == 1);
    const nnx::Static joined =
        MUST(optim::join_schedules({5}, MUST(optim::constant_schedule(2)), MUST(optim::constant_schedule(3))));
    CHECK(MUST(optim::schedule_value(joined, 4)) == 2 && MUST(optim::schedule_value(joined, 5)) == 3);
    CHECK(FAILURE(optim::schedule_value(warm, -1)).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void an_optimizer_keeps_its_model() {
    nnx::Object model = one_parameter();
    nnx::Optimizer optimizer = MUST(nnx::Optimizer::make(model, MUST(optim::sgd(0.5))));
    MUST(optimizer.update(gradients()));
    CHECK(parameter(model) == std::vector<float>({-0.5F, 0}));
    CHECK(MUST(MUST(optimizer.get<nnx::Object>("model")).same(model)));
    nnx::Object own = MUST(nnx::Object::make("Mine"));
    MUST(nnx::Optimizer::init(own, model, MUST(optim::identity())));
    CHECK(bool(MUST(own.get<nnx::Node>("opt_state"))) && MUST(MUST(nnx::state(own)).size()) == 2);
}

static void an_optimizer_with_a_filter_is_given_the_model() {
    nnx::Object model = one_parameter();
    nnx::Optimizer optimizer = MUST(nnx::Optimizer::make(model, MUST(optim::sgd(1, 0.5)), nnx::of_type<nnx::Param>));
    CHECK(FAILURE(optimizer.update(gradients())).status() == NNX_STATUS_INVALID_ARGUMENT);
    MUST(optimizer.update(model, gradients()));
    const nnx::State updates = MUST(optimizer.update(model, gradients()));
    CHECK(parameter(model) == std::vector<float>({-6.5F, -8}));
    CHECK(MUST(MUST(updates.get("w")).data<float>())[0] == -4.5F);
    CHECK(MUST(MUST(optimizer.get<nnx::Static>("tx")).equal(MUST(optim::sgd(1, 0.5)))));
}

static void metrics_collect() {
    nnx::MultiMetric all = MUST(nnx::MultiMetric::make({{"loss", MUST(nnx::metrics::Average::make("loss"))},
                                                       {"accuracy", MUST(nnx::metrics::Accuracy::make())},
                                                       {"spread", MUST(nnx::metrics::Welford::make("loss"))}}));
    const nnx::Tensor loss = MUST(nnx::Tensor::of<float>({2}, {1, 3}));
    const nnx::Tensor logits = MUST(nnx::Tensor::of<float>({2, 2}, {0, 1, 1, 0}));
    const nnx::Tensor labels = MUST(nnx::Tensor::of<int32_t>({2}, {1, 1}));
    MUST(all.update({{"loss", loss}, {"logits", logits}, {"labels", labels}}));
    const auto number = [&all](std::string_view path) { return MUST(MUST(all.compute(path)).data<float>())[0]; };
    CHECK(number("loss") == 2 && number("accuracy") == 0.5F && number("spread/standard_deviation") == 1);
    const nnx::error missing = FAILURE(all.update({{"loss", loss}}));
    CHECK(missing.status() == NNX_STATUS_INVALID_ARGUMENT && missing.path() == "accuracy");
    MUST(all.reset());
    CHECK(std::isnan(number("loss")));

    nnx::metrics::Accuracy binary = MUST(nnx::metrics::Accuracy::make(0.5));
    MUST(binary.update({{"logits", loss}, {"labels", labels}}));
    CHECK(MUST(MUST(binary.compute()).data<float>())[0] == 1);
    nnx::Object own = MUST(nnx::Object::make("Mine"));
    MUST(nnx::metrics::Average::init(own));
    CHECK(MUST(own.get<std::string>("argname")) == "values");
    MUST(nnx::metrics::Accuracy::init(own, 0.25));
    MUST(nnx::metrics::Welford::init(own, "x"));
    MUST(nnx::MultiMetric::init(own, {{"binary", binary}}));
    CHECK(MUST(own.get<nnx::Object>("binary")).c_ptr() != nullptr);
}

#if !defined(NNX_NO_EXCEPTIONS)
struct Line : nnx::Module {
    nnx::Param w;
    NNX_ATTRIBUTES(Line, w)
    Line() : w(nnx::Tensor::of<float>({2}, {1, 2})) { attach(); }
    nnx::Value operator()(nnx::Value x) const { return nnx::matmul(x, w.read()); }
};

static nnx::Value train(Line &model, nnx::Optimizer &optimizer, nnx::MultiMetric &metrics, nnx::Value x, nnx::Value y) {
    auto [loss, grads] = nnx::value_and_grad([&](Line &m) { return mean(square(m(x) - y)); }, model);
    optimizer.update(grads);
    metrics.update({{"loss", loss}, {"mask", nnx::Tensor::of<float>({}, {1})}});
    return loss;
}

static void a_traced_step_trains_at_object_level_and_functionally() {
    const nnx::Tensor x = nnx::Tensor::of<float>({3, 2}, {1, -2, 0.5F, 3, 2, 1});
    const nnx::Tensor y = nnx::Tensor::of<float>({3}, {1, 0, 2});
    const auto tx = optim::chain(optim::clip_by_global_norm(1), optim::adam(optim::linear_schedule(0.5, 0.1, 10)));
    Line model;
    nnx::Optimizer optimizer(model, tx);
    nnx::MultiMetric metrics({{"loss", nnx::metrics::Average("loss")}});
    const auto step = nnx::jit(train);
    auto [graphdef, state] = nnx::split(std::tie(model, optimizer, metrics));
    const auto functional = nnx::jit([&graphdef = graphdef](const nnx::State &before, nnx::Value a, nnx::Value b) {
        auto [m, o, all] = nnx::merge<Line, nnx::Optimizer, nnx::MultiMetric>(graphdef, before);
        nnx::Value loss = train(m, o, all, a, b);
        return std::tuple(nnx::state(std::tie(m, o, all)), loss, all.compute<nnx::Value>("loss"));
    });
    float first = 0, last = 0;
    for (int i = 0; i < 20; i++) {
        const nnx::Tensor loss = step(model, optimizer, metrics, x, y);
        auto [after, same_loss, average] = functional(state, x, y);
        CHECK(loss.equal(same_loss) && metrics.compute("loss").equal(average));
        state = std::move(after);
        last = loss.data<float>()[0];
        if (i == 0) first = last;
    }
    CHECK(last < first / 10);
    CHECK(nnx::state(std::tie(model, optimizer, metrics)).equal(state));
    CHECK(optimizer.get<nnx::Variable>("step").value().data<uint32_t>()[0] == 20);
}
#else
static void a_traced_step_trains_at_object_level_and_functionally() {}  // Modules are made by constructors, which throw
#endif

TEST_MAIN(transformations_are_statics(), schedules_say_their_numbers(), an_optimizer_keeps_its_model(),
          an_optimizer_with_a_filter_is_given_the_model(), metrics_collect(),
          a_traced_step_trains_at_object_level_and_functionally())
