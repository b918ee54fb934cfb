#include "check.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <vector>

template <class T>
static std::vector<T> elements(const nnx::Tensor &tensor) {
    const auto values = MUST(tensor.data<T>());
    return std::vector<T>(values.begin(), values.end());
}

// What jax.random gives.
static void draws_are_those_of_jax() {
    namespace random = nnx::random;
    using words = std::vector<uint32_t>;
    const nnx::Tensor key = MUST(random::key(1));
    CHECK(elements<uint32_t>(key) == words({0, 1}));
    CHECK(elements<uint32_t>(MUST(random::split(MUST(random::key(42))))) ==
          words({0x6D3E048F, 0x1022172D, 0x03D7B32D, 0xADD083F4}));
    CHECK(elements<uint32_t>(MUST(random::fold_in(MUST(random::key(0)), 7))) == words({0xA1EF7A4D, 0x116EB6B3}));
    CHECK(elements<uint32_t>(MUST(random::bits(key, {2}))) == words({0x704A38B7, 0x88A4083E}));
    CHECK(elements<int32_t>(MUST(random::randint(key, {3}, -5, 1000))) == std::vector<int32_t>({506, 822, 240}));
    CHECK(elements<int32_t>(MUST(random::permutation(key, 7))) == std::vector<int32_t>({6, 3, 2, 0, 1, 5, 4}));
    CHECK(elements<float>(MUST(random::normal(key, {2}))) == std::vector<float>({-0.15443718F, 0.084707275F}));
    CHECK(elements<float>(MUST(random::uniform(key, {1}, nnx::dtype::float32, -1, 1)))[0] == -0.1227350234985351562F);
    CHECK(elements<float>(MUST(random::truncated_normal(key, -2, 2, {1})))[0] == -0.14735798537731170654F);
    const nnx::Tensor mask = MUST(random::bernoulli(key, 0.5, {8}));
    CHECK(elements<bool>(mask) == std::vector<bool>({true, false, true, true, false, false, false, false}));
    const nnx::Tensor halves = MUST(nnx::Tensor::of<float>({1}, {0.5F}));
    CHECK(MUST(MUST(random::bernoulli(key, halves, {8})).equal(mask)));
    const nnx::Tensor logits = MUST(nnx::Tensor::of<float>({4}, {0.1F, 0.2F, 0.3F, 0.4F}));
    CHECK(elements<int32_t>(MUST(random::categorical(key, logits, -1, {6}))) ==
          std::vector<int32_t>({1, 2, 1, 2, 2, 3}));
    const nnx::Tensor order = MUST(random::permutation(key, logits));
    CHECK(MUST(order.element_count()) == 4 && !MUST(order.equal(logits)));
    CHECK(FAILURE(random::normal(logits, {2})).status() == NNX_STATUS_INVALID_ARGUMENT);
}

// In a traced function the numbers are those that are drawn at once.
static void traced_draws_are_the_same() {
    namespace random = nnx::random;
    using nnx::Value;
    const nnx::Tensor logits = MUST(nnx::Tensor::of<float>({4}, {0.1F, 0.2F, 0.3F, 0.4F}));
    nnx::Rngs rngs = MUST(nnx::Rngs::make({{"params", 0}, {"dropout", 1}}));
    auto traced = [&](nnx::Trace &trace) -> nnx::outcome<void> {
        const Value key = MUST(rngs.next_key(trace, "dropout")), weights = MUST(trace.input(0));
        const Value number = MUST(MUST(nnx::multiply(MUST(nnx::max(weights)), 10)).astype(nnx::dtype::uint32));
        nnx::RngStream stream = MUST(rngs.stream("dropout"));
        for (const Value &value : {
                 MUST(stream(trace)), MUST(random::split(key)), MUST(random::fold_in(key, number)),
                 MUST(random::bits(key, {5})), MUST(random::uniform(key, {5})),
                 MUST(random::bernoulli(key, 0.5, {8})), MUST(random::bernoulli(key, weights, {4})),
                 MUST(random::randint(key, {5}, -5, 1000)), MUST(random::permutation(key, 7)),
                 MUST(random::permutation(key, weights)), MUST(random::categorical(key, weights, -1, {6})),
                 MUST(random::normal(key, {5})), MUST(random::truncated_normal(key, -2, 2, {5}))}) {
            MUST(trace.output(value));
        }
        NNX_HPP_DONE;
    };
    const nnx::State state = MUST(nnx::state(rngs));
    const nnx::Program program = MUST(nnx::trace_program(traced, {&rngs}, {}, {{nnx::dtype::float32, {4}}}));
    const nnx::Tensor key = MUST(rngs.next_key("dropout"));
    const nnx::Tensor expected[] = {
        MUST(rngs.next_key("dropout")), MUST(random::split(key)), MUST(random::fold_in(key, 4)),
        MUST(random::bits(key, {5})), MUST(random::uniform(key, {5})),
        MUST(random::bernoulli(key, 0.5, {8})), MUST(random::bernoulli(key, logits, {4})),
        MUST(random::randint(key, {5}, -5, 1000)), MUST(random::permutation(key, 7)),
        MUST(random::permutation(key, logits)), MUST(random::categorical(key, logits, -1, {6}))};
    const std::vector<nnx::Tensor> found = MUST(program.evaluate(
        MUST(state.get("dropout/count")), MUST(state.get("dropout/key")), MUST(state.get("params/count")),
        MUST(state.get("params/key")), logits));
    const std::size_t count = std::size(expected);
    for (std::size_t i = 0; i < count; i++) CHECK(MUST(found[i].equal(expected[i])));
    const auto close = [](const nnx::Tensor &left, const nnx::Tensor &right) {
        const std::vector<float> ours = elements<float>(left), theirs = elements<float>(right);
        for (std::size_t i = 0; i < theirs.size(); i++) CHECK(std::fabs(ours[i] - theirs[i]) < 1e-5F);
    };
    close(found[count], MUST(random::normal(key, {5})));
    close(found[count + 1], MUST(random::truncated_normal(key, -2, 2, {5})));
}

static void streams_count() {
    nnx::Rngs rngs = MUST(nnx::Rngs::make({{"params", 0}, {"dropout", 1}}));
    const nnx::Tensor first = MUST(rngs.next_key("dropout"));
    CHECK(MUST(first.equal(MUST(nnx::random::fold_in(MUST(nnx::random::key(1)), 0)))));
    nnx::RngStream stream = MUST(rngs.stream("dropout"));
    CHECK(MUST(MUST(stream()).equal(MUST(nnx::random::fold_in(MUST(nnx::random::key(1)), 1)))));
    CHECK(FAILURE(rngs.next_key("noise")).status() == NNX_STATUS_NOT_FOUND);
    nnx::Rngs forked = MUST(rngs.fork());
    CHECK(!MUST(MUST(forked.next_key("params")).equal(first)));
    nnx::Rngs several = MUST(rngs.split({3}));
    CHECK(FAILURE(several.next_key("params")).status() == NNX_STATUS_INVALID_ARGUMENT);
    const auto [graphdef, state] = MUST(nnx::split(several));
    CHECK(MUST(state.size()) == 4 && MUST(graphdef.num_leaves()) == 4);
    MUST(nnx::reseed(rngs, {{"dropout", 9}}));
    const nnx::Tensor anew = MUST(nnx::random::fold_in(MUST(nnx::random::key(9)), 0));
    CHECK(MUST(MUST(rngs.next_key("dropout")).equal(MUST(nnx::random::fold_in(anew, 0)))));
    nnx::RngStream made = MUST(nnx::RngStream::make(anew, "noise"));
    CHECK(MUST(MUST(made.fork()).get<std::string>("tag")) == "noise");
    CHECK(bool(MUST(made.split({2, 2}))));
    nnx::Rngs whole = MUST(nnx::Rngs::make(5));
    CHECK(MUST(MUST(whole.next_key()).equal(MUST(nnx::random::fold_in(MUST(nnx::random::key(5)), 0)))));
}

TEST_MAIN(draws_are_those_of_jax(), traced_draws_are_the_same(), streams_count())
