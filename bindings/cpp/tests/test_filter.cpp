#include "model.hpp"

#include <memory>

NNX_VARIABLE_TYPE(CppMomentum, nnx::OptState);

template <class F>
static std::size_t taken(const F &filter) {
    return MUST(MUST(nnx::state(small_model(), filter)).size());
}

static void forms() {
    CHECK(taken(nnx::of_type<nnx::Param>) == 3);
    CHECK(taken(nnx::of_type<nnx::Variable>) == 4);
    CHECK(taken(nnx::of_type<nnx::RngState>) == 0);
    CHECK(taken(nnx::rest) == 4 && taken(nnx::everything) == 4 && taken(nnx::nothing) == 0);
    CHECK(taken(MUST(nnx::Filter::of_type("BatchStat"))) == 1);
    CHECK(taken(MUST(nnx::Filter::path_contains("bias"))) == 2);
    CHECK(taken(MUST(nnx::Filter::path_contains("ia", false))) == 2);
    CHECK(taken(MUST(nnx::Filter::path_in({"bn/mean", "layers/0/kernel"}))) == 2);
    CHECK(taken(MUST(nnx::Filter::not_(nnx::of_type<nnx::Param>))) == 1);
    CHECK(taken(MUST(nnx::Filter::any(nnx::of_type<nnx::BatchStat>, MUST(nnx::Filter::path_contains("kernel"))))) == 2);
    CHECK(taken(MUST(nnx::Filter::all(nnx::of_type<nnx::Param>, MUST(nnx::Filter::path_contains("bias"))))) == 2);
    CHECK(test::has(MUST(MUST(nnx::Filter::of(nnx::of_type<nnx::Param>)).text()), "Param"));
}

static void tags() {
    nnx::Object model = small_model();
    nnx::Param bias = MUST(model.get<nnx::Param>("layers/1/bias"));
    MUST(bias.set_metadata("tag", MUST(nnx::Static::of("frozen"))));
    CHECK(MUST(MUST(bias.metadata("tag")).as_string()) == "frozen");
    CHECK(MUST(MUST(bias.metadata_names()).size()) == 1);
    const nnx::State frozen = MUST(nnx::state(model, "frozen"));
    CHECK(MUST(frozen.size()) == 1 && MUST(frozen.path(0)) == "layers/1/bias");
    CHECK(MUST(MUST(frozen.metadata(0, "tag")).as_string()) == "frozen");
    CHECK(MUST(MUST(frozen.metadata_names(0)).row(0)).path == "tag");
    MUST(bias.delete_metadata("tag"));
    CHECK(MUST(MUST(nnx::state(model, "frozen")).size()) == 0);
    CHECK(MUST(model.set_metadata("tag", MUST(nnx::Static::of("all")))) == 4);
    CHECK(MUST(MUST(nnx::state(model, "all")).size()) == 4);
}

static void types_of_the_program() {
    MUST(nnx::register_variable_type<CppMomentum>());
    CHECK(MUST(nnx::variable_type_parent("CppMomentum")) == "OptState");
    CHECK(MUST(nnx::variable_type_is("CppMomentum", "OptState")));
    nnx::Object model = small_model();
    MUST(model.set("momentum", MUST(CppMomentum::make(floats({1}, {3})))));
    CHECK(MUST(MUST(nnx::state(model, nnx::of_type<nnx::OptState>)).size()) == 1);
    CHECK(MUST(MUST(model.get<nnx::OptState>("momentum")).type_name()) == "CppMomentum");
}

static void predicates() {
    auto calls = std::make_shared<int>(0);
    const auto kernels = [calls](std::string_view path, std::string_view type) {
        ++*calls;
        return type == "Param" && test::has(path, "kernel");
    };
    CHECK(taken(kernels) == 1);
    CHECK(*calls == 4);
    CHECK(calls.use_count() == 2);
}

#if defined(NNX_NO_EXCEPTIONS)
static void what_a_predicate_fails_with_comes_out() {
    const auto refuse = [](std::string_view path, std::string_view) -> nnx::result<bool> {
        return nnx::error(static_cast<nnx_status>(2000), "not this one", std::string(path));
    };
    const nnx::error reason = FAILURE(nnx::state(small_model(), refuse));
    CHECK(reason.status() == 2000 && reason.message() == "not this one" && reason.path() == "bn/mean");
}
#else
struct Refusal {
    std::string path;
};
static void what_a_predicate_fails_with_comes_out() {
    const auto refuse = [](std::string_view path, std::string_view) -> bool { throw Refusal{std::string(path)}; };
    std::string path;
    try {
        (void)nnx::state(small_model(), refuse);
    } catch (const Refusal &refusal) {
        path = refusal.path;
    }
    CHECK(path == "bn/mean");
    CHECK(taken(nnx::everything) == 4);
}
#endif

TEST_MAIN(forms(), tags(), types_of_the_program(), predicates(), what_a_predicate_fails_with_comes_out())
