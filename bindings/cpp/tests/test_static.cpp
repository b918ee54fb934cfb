#include "model.hpp"

#include <cstdint>
#include <functional>
#include <string>

struct Activation {
    std::string name;
    int *alive;
    Activation(std::string given, int *counter) : name(std::move(given)), alive(counter) { ++*alive; }
    Activation(Activation &&other) noexcept : name(std::move(other.name)), alive(other.alive) { ++*alive; }
    Activation(const Activation &) = delete;
    Activation &operator=(const Activation &) = delete;
    ~Activation() { --*alive; }
    bool operator==(const Activation &other) const { return name == other.name; }
    std::string text() const { return "Activation(" + name + ")"; }
};
template <>
struct std::hash<Activation> {
    std::size_t operator()(const Activation &value) const { return std::hash<std::string>()(value.name); }
};

static void values_of_every_kind() {
    CHECK(MUST(MUST(nnx::Static::of(true)).as_bool()));
    CHECK(MUST(MUST(nnx::Static::of(-3)).as_int()) == -3);
    CHECK(MUST(MUST(nnx::Static::of(2.5)).as_float()) == 2.5);
    CHECK(MUST(MUST(nnx::Static::of("text")).as_string()) == "text");
    CHECK(MUST(MUST(nnx::Static::of(std::string("more"))).as_string()) == "more");
    CHECK(MUST(MUST(nnx::Static::bytes(std::string_view("\0\xff", 2))).as_bytes()) == std::string("\0\xff", 2));
    CHECK(MUST(MUST(nnx::Static::of(nnx::dtype::uint8)).as_dtype()) == nnx::dtype::uint8);
    const nnx::Static pair = MUST(nnx::Static::tuple(MUST(nnx::Static::of(1)), MUST(nnx::Static::of("b"))));
    CHECK(MUST(pair.kind()) == nnx::static_kind::tuple);
    CHECK(MUST(pair.size()) == 2);
    CHECK(MUST(MUST(pair.at(1)).as_string()) == "b");
    CHECK(FAILURE(pair.at(2)).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(FAILURE(pair.as_int()).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(MUST(pair.equal(MUST(nnx::Static::tuple(MUST(nnx::Static::of(1)), MUST(nnx::Static::of("b")))))));
    CHECK(!MUST(pair.equal(MUST(nnx::Static::tuple()))));
    CHECK(test::has(MUST(pair.text()), "b"));
}

static void objects_of_the_program() {
    int alive = 0;
    {
        nnx::Object model = small_model();
        MUST(model.set("activation", MUST(nnx::Static::foreign(Activation("relu", &alive)))));
        const nnx::GraphDef graphdef = MUST(nnx::graphdef(model));
        const nnx::State state = MUST(nnx::state(model));
        const nnx::Node again = MUST(nnx::merge(graphdef, state));
        const nnx::Static held = MUST(again.get<nnx::Static>("activation"));
        CHECK(static_cast<Activation *>(MUST(held.as_foreign()))->name == "relu");
        CHECK(test::has(MUST(held.text()), "Activation(relu)"));
        CHECK(MUST(held.equal(MUST(nnx::Static::foreign(Activation("relu", &alive))))));
        CHECK(!MUST(held.equal(MUST(nnx::Static::foreign(Activation("tanh", &alive))))));
        MUST(model.set("activation", MUST(nnx::Static::foreign(Activation("relu", &alive)))));
        const nnx::GraphDef equal = MUST(nnx::graphdef(model));
        CHECK(MUST(graphdef.equal(equal)) && MUST(graphdef.hash()) == MUST(equal.hash()));
        CHECK(alive > 0);
        CHECK(FAILURE(state.save("/tmp/never-written.safetensors", graphdef)).status() != NNX_OK);
    }
    CHECK(alive == 0);
}

static void tuples_of_any_number() {
    std::vector<nnx::Static> items;
    CHECK(MUST(MUST(nnx::Static::tuple(items)).text()) == "()");
    for (int i = 0; i < 3; i++) items.push_back(MUST(nnx::Static::of(i)));
    CHECK(MUST(MUST(nnx::Static::tuple(items)).text()) == "(0, 1, 2)");
}

TEST_MAIN(tuples_of_any_number(), values_of_every_kind(), objects_of_the_program())
