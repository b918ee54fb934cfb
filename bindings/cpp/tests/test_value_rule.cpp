// A State is a value: what was split or exported never changes under a later write to the graph.
#include "model.hpp"

#include <vector>

static void every_way_to_write() {
    nnx::Object model = small_model();
    const auto [graphdef, before] = MUST(nnx::split(model));
    nnx::Variable bias = MUST(model.get<nnx::Variable>("layers/0/bias"));
    const nnx::Tensor exported = MUST(bias.value());
    const nnx::span<const float> seen = MUST(exported.data<float>());
    const std::vector<float> nines(3, 9);
    MUST(bias.write(nnx::span<const float>(nines)));
    CHECK(in_graph(model, "layers/0/bias") == 9);
    MUST(nnx::update(model, MUST(before.with("layers/0/bias", floats({3}, {5, 5, 5})))));
    CHECK(in_graph(model, "layers/0/bias") == 5);
    CHECK(in_state(before, "layers/0/bias") == 1);
    CHECK(seen[0] == 1 && seen[2] == 1);
    MUST(nnx::update(model, before));
    CHECK(MUST(MUST(nnx::state(model)).equal(before)));
}

static void nothing_is_copied() {
    nnx::Object model = MUST(nnx::Object::make("Model"));
    const nnx::Tensor value = MUST(nnx::Tensor::zeros(nnx::dtype::float32, {4096}));
    MUST(model.set("kernel", MUST(nnx::Param::make(value))));
    const auto [graphdef, state] = MUST(nnx::split(model));
    const nnx::Node again = MUST(nnx::merge(graphdef, state));
    const nnx::Tensor in_merged = MUST(MUST(again.get<nnx::Param>("kernel")).value());
    CHECK(MUST(in_merged.data<float>()).data() == MUST(value.data<float>()).data());
}

TEST_MAIN(every_way_to_write(), nothing_is_copied())
