#include "model.hpp"

static void there_and_back() {
    const nnx::Object model = small_model();
    const auto [graphdef, state] = MUST(nnx::split(model));
    CHECK(MUST(state.size()) == 4 && MUST(graphdef.num_leaves()) == 4);
    CHECK(MUST(graphdef.num_nodes()) == 11 && MUST(graphdef.num_attributes()) == 11);
    const nnx::Node again = MUST(nnx::merge(graphdef, state));
    CHECK(same(again, "layers/0/kernel", "layers/1/kernel"));
    CHECK(same(again, "owner", ""));
    CHECK(!MUST(again.same(model)));
    CHECK(in_graph(again, "layers/1/bias") == 2);
    CHECK(MUST(again.get<double>("rate")) == 0.5);
    const nnx::GraphDef equal = MUST(nnx::graphdef(again));
    CHECK(MUST(graphdef.equal(equal)) && MUST(graphdef.hash()) == MUST(equal.hash()));
    CHECK(MUST(MUST(graphdef.leaves()).size()) == 4);
}

static void by_filters() {
    const nnx::Object model = small_model();
    const auto [graphdef, stats, params, others] =
        MUST(nnx::split(model, nnx::of_type<nnx::BatchStat>, nnx::of_type<nnx::Param>, nnx::rest));
    CHECK(MUST(stats.size()) == 1 && MUST(params.size()) == 3 && MUST(others.size()) == 0);
    const nnx::Node again = MUST(nnx::merge(graphdef, others, params, stats));
    CHECK(in_graph(again, "layers/0/kernel", 5) == 5);
    const nnx::error left = FAILURE(nnx::split(model, nnx::of_type<nnx::BatchStat>));
    CHECK(left.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(left.message(), "layers/0/bias"));
    CHECK(FAILURE(nnx::split(model, nnx::rest, nnx::of_type<nnx::Param>)).status() == NNX_STATUS_INVALID_ARGUMENT);
    const nnx::GraphDef structure = MUST(graphdef.share());
    const nnx::error missing = FAILURE(nnx::merge(structure, MUST(nnx::state(model, nnx::of_type<nnx::Param>))));
    CHECK(missing.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(missing.message(), "bn/mean"));
}

static void graphdef_text() {
    const nnx::GraphDef graphdef = MUST(nnx::graphdef(small_model()));
    for (const nnx::format form : {nnx::format::text, nnx::format::json}) {
        const nnx::GraphDef parsed = MUST(nnx::GraphDef::parse(MUST(graphdef.text(form))));
        CHECK(MUST(parsed.equal(graphdef)));
    }
    CHECK(FAILURE(nnx::GraphDef::parse("{")).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void clone_and_pop() {
    const nnx::Object model = small_model();
    nnx::Node copy = MUST(nnx::clone(model));
    MUST(MUST(copy.get<nnx::Variable>("bn/mean")).set_value(floats({3}, {7, 7, 7})));
    CHECK(in_graph(model, "bn/mean") == 0);
    const nnx::State popped = MUST(nnx::pop(copy, nnx::of_type<nnx::BatchStat>));
    CHECK(MUST(popped.size()) == 1 && in_state(popped, "bn/mean") == 7);
    CHECK(FAILURE(copy.get_kind("bn/mean")).status() == NNX_STATUS_NOT_FOUND);
}

static void printed() {
    const nnx::Object model = small_model();
    CHECK(test::has(MUST(model.text()), "Model"));
    CHECK(test::has(MUST(model.text(nnx::format::table)), "layers/0/kernel"));
    CHECK(test::has(MUST(model.text(nnx::format::dot)), "digraph"));
    CHECK(test::has(MUST(model.text(nnx::format::json)), "{"));
    CHECK(test::has(MUST(model.text(nnx::format::html)), "<"));
}

static void by_any_number_of_filters() {
    const nnx::Object model = small_model();
    const std::vector<std::string> paths{"bn/mean", "layers/0/bias"};
    std::vector<nnx::Filter> filters;
    filters.push_back(MUST(nnx::Filter::path_in(paths)));
    CHECK(FAILURE(nnx::split(model, filters)).status() == NNX_STATUS_INVALID_ARGUMENT);
    filters.push_back(MUST(nnx::Filter::of(nnx::rest)));
    const auto parts = MUST(nnx::split(model, filters));
    CHECK(parts.second.size() == 2 && MUST(parts.second[0].size()) == 2 && MUST(parts.second[1].size()) == 2);
    const nnx::Node again = MUST(nnx::merge(parts.first, parts.second));
    CHECK(MUST(MUST(nnx::state(again)).equal(MUST(nnx::state(model)))));
    CHECK(MUST(nnx::split(model, std::vector<nnx::Filter>())).second.size() == 1);
    filters.pop_back();
    filters.push_back(MUST(nnx::Filter::of(nnx::of_type<nnx::Param>)));
    CHECK(MUST(MUST(nnx::state(model, MUST(nnx::Filter::any(filters)))).size()) == 4);
    CHECK(MUST(MUST(nnx::state(model, MUST(nnx::Filter::all(filters)))).size()) == 1);
}

TEST_MAIN(by_any_number_of_filters(), there_and_back(), by_filters(), graphdef_text(), clone_and_pop(), printed())
