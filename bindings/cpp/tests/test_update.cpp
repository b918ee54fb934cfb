#include "model.hpp"

static void in_place_by_path() {
    nnx::Object model = small_model();
    const nnx::Variable kernel = MUST(model.get<nnx::Variable>("layers/1/kernel"));
    const nnx::Tensor value = floats({2, 3}, {9, 9, 9, 9, 9, 9});
    const nnx::State state = MUST(nnx::State::from_leaves({{"layers/0/kernel", "Param", value}}));
    MUST(nnx::update(model, state));
    CHECK(MUST(MUST(kernel.value()).data<float>())[3] == 9);
    CHECK(same(model, "layers/0/kernel", "layers/1/kernel"));
    CHECK(in_graph(model, "layers/0/bias") == 1);
}

static void several_states_the_later_wins() {
    nnx::Object model = small_model();
    const nnx::Tensor five = floats({3}, {5, 5, 5}), six = floats({3}, {6, 6, 6});
    MUST(nnx::update(model, MUST(nnx::State::from_leaves({{"bn/mean", "BatchStat", five}})),
                     MUST(nnx::State::from_leaves({{"bn/mean", "BatchStat", six}}))));
    CHECK(in_graph(model, "bn/mean") == 6);
}

static void what_does_not_fit_changes_nothing() {
    nnx::Object model = small_model();
    const nnx::Tensor longer = floats({4}, {1, 2, 3, 4});
    const nnx::State unknown = MUST(nnx::State::from_leaves({{"layers/9/bias", "Param", longer}}));
    const nnx::State shape = MUST(nnx::State::from_leaves({{"layers/0/bias", "Param", longer}}));
    const nnx::error reason = FAILURE(nnx::update(model, unknown));
    CHECK(reason.status() == NNX_STATUS_NOT_FOUND && test::has(reason.message(), "layers/9"));
    const nnx::error other = FAILURE(nnx::update(model, shape));
    CHECK(other.status() == NNX_STATUS_INVALID_ARGUMENT && other.path() == "layers/0/bias");
    CHECK(in_graph(model, "layers/0/bias") == 1);
    nnx::UpdateOptions options;
    options.allow_shape_change = true;
    MUST(nnx::update(model, options, shape));
    CHECK(in_graph(model, "layers/0/bias", 3) == 4);
}

static void written_as_what_it_holds() {
    nnx::Object model = small_model();
    nnx::Variable mean = MUST(model.get<nnx::Variable>("bn/mean"));
    MUST(mean.write({1.0F, 2.0F, 3.0F}));
    MUST(mean.write(std::vector<float>{4, 5, 6}));
    CHECK(in_graph(model, "bn/mean", 2) == 6);
    const nnx::error reason = FAILURE(mean.write({1, 2, 3}));
    CHECK(reason.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(reason.message(), "float32, written as int32"));
    CHECK(FAILURE(mean.write({1.0F})).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(in_graph(model, "bn/mean", 2) == 6);
}

static void written_in_place_when_nobody_else_holds_it() {
    nnx::Param large = MUST(nnx::Param::make(MUST(nnx::Tensor::zeros(nnx::dtype::float32, {1000}))));
    const auto where = [&] { return static_cast<const void *>(&MUST(MUST(large.value()).data<float>())[0]); };
    const void *before = where();
    MUST(large.write(std::vector<float>(1000, 3)));
    CHECK(where() == before);
    const nnx::Tensor held = MUST(large.value());
    MUST(large.write(std::vector<float>(1000, 4)));
    CHECK(where() != before && MUST(held.data<float>())[0] == 3);
}

TEST_MAIN(written_as_what_it_holds(), written_in_place_when_nobody_else_holds_it(), in_place_by_path(), several_states_the_later_wins(), what_does_not_fit_changes_nothing())
