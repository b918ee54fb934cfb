#include "model.hpp"

#include <map>

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

static void reports_without_a_name() {
    const nnx::State state = MUST(nnx::state(small_model()));
    std::string paths;
    for (const auto &row : MUST(MUST(state.paths()).rows())) paths += row.path + " ";
    CHECK(paths == "bn/mean layers/0/bias layers/0/kernel layers/1/bias ");
    const auto row = MUST(MUST(state.paths()).row(1));
    static_assert(std::is_same_v<decltype(row.path), std::string>);
    CHECK(row.path == "layers/0/bias" && row.text == "Param" && row.code == NNX_ATTRIBUTE_KIND_TENSOR);
    const auto text = MUST(MUST(state.diff(MUST(state.with("bn/mean", floats({3}, {4, 4, 4}))))).text());
    static_assert(std::is_same_v<decltype(text), const std::string>);
    CHECK(test::has(text, "bn/mean"));
}

// Leaves, values and States whose number only the running program knows.
static void of_any_number() {
    std::vector<std::string> names;
    std::vector<nnx::Tensor> values;
    std::vector<nnx::State::Leaf> given;
    std::vector<nnx::State> parts;
    for (int i = 0; i < 3; i++) {
        names.push_back("layers/" + std::to_string(i));
        values.push_back(floats({1}, {static_cast<float>(i)}));
    }
    for (std::size_t i = 0; i < names.size(); i++) given.push_back({names[i], "Param", values[i]});
    const nnx::State state = MUST(nnx::State::from_leaves(given));
    CHECK(MUST(state.size()) == 3 && in_state(state, "layers/2") == 2);

    std::map<std::string, nnx::Tensor> news;
    news.emplace(names[0], floats({1}, {8}));
    news.emplace(names[1], floats({1}, {9}));
    const nnx::State changed = MUST(state.with_all(news));
    CHECK(in_state(changed, "layers/0") == 8 && in_state(changed, "layers/1") == 9 && in_state(changed, "layers/2") == 2);

    for (const std::string &name : names) parts.push_back(MUST(state.filter(MUST(nnx::Filter::path_in({name})))));
    CHECK(MUST(MUST(nnx::State::merge(parts)).equal(state)));
    CHECK(MUST(MUST(nnx::State::merge(std::vector<nnx::State>())).size()) == 0);
}

TEST_MAIN(reports_without_a_name(), of_any_number(), leaves(), a_changed_leaf(), divided_and_joined(), mapped())
