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

TEST_MAIN(in_place_by_path(), several_states_the_later_wins(), what_does_not_fit_changes_nothing())
