#include "model.hpp"

static void leaves() {
    const nnx::State state = MUST(nnx::state(small_model()));
    CHECK(MUST(state.size()) == 4);
    CHECK(MUST(state.path(0)) == "bn/mean" && MUST(state.type(0)) == "BatchStat");
    CHECK(MUST(state.find("layers/1/bias")) == 3);
    CHECK(MUST(state.leaf_kind(2)) == nnx::attribute_kind::tensor);
    CHECK(MUST(MUST(state.tensor(2)).element_count()) == 6);
    CHECK(FAILURE(state.get("layers/2")).status() == NNX_STATUS_NOT_FOUND);
    CHECK(FAILURE(state.tensor(4)).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(FAILURE(state.opaque(0)).status() == NNX_STATUS_INVALID_ARGUMENT);
    const nnx::Report paths = MUST(state.paths());
    CHECK(MUST(paths.row(1)).path == "layers/0/bias" && MUST(paths.row(1)).text == "Param");
}

static void a_changed_leaf() {
    const nnx::State state = MUST(nnx::state(small_model()));
    const nnx::State changed = MUST(state.with("bn/mean", floats({3}, {4, 4, 4})));
    CHECK(in_state(changed, "bn/mean") == 4 && in_state(state, "bn/mean") == 0);
    CHECK(!MUST(state.equal(changed)));
    const nnx::Report difference = MUST(state.diff(changed));
    CHECK(MUST(difference.size()) == 1);
    CHECK(MUST(difference.row(0)).path == "bn/mean" && MUST(difference.row(0)).code == NNX_DIFFERENCE_VALUE);
    CHECK(test::has(MUST(difference.text()), "bn/mean"));
    CHECK(MUST(MUST(state.diff(state)).size()) == 0);
}

static void divided_and_joined() {
    const nnx::State state = MUST(nnx::state(small_model()));
    const auto [stats, others] = MUST(state.split(nnx::of_type<nnx::BatchStat>, nnx::rest));
    CHECK(MUST(stats.size()) == 1 && MUST(others.size()) == 3);
    CHECK(MUST(MUST(nnx::State::merge(others, stats)).equal(state)));
    CHECK(MUST(MUST(state.filter(nnx::of_type<nnx::BatchStat>)).equal(stats)));
    CHECK(FAILURE(state.split(nnx::of_type<nnx::BatchStat>)).status() == NNX_STATUS_INVALID_ARGUMENT);
    const nnx::State layer = MUST(state.at("layers/0"));
    CHECK(MUST(layer.size()) == 2 && in_state(layer, "kernel", 5) == 5);
    CHECK(test::has(MUST(state.text()), "layers/0/kernel"));
}

static void mapped() {
    const nnx::State state = MUST(nnx::state(small_model()));
    int calls = 0;
    const nnx::State doubled = MUST(state.map([&](std::string_view path, const nnx::Tensor &value) {
        calls += path.empty() ? 0 : 1;
        nnx::Tensor copy = MUST(value.share());
        for (float &element : MUST(copy.mutable_data<float>())) element *= 2;
        return copy;
    }));
    CHECK(calls == 4);
    CHECK(in_state(doubled, "layers/0/kernel", 3) == 6 && in_state(state, "layers/0/kernel", 3) == 3);
}

TEST_MAIN(leaves(), a_changed_leaf(), divided_and_joined(), mapped())
