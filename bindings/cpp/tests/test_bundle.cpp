#include "model.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

namespace {

std::string file_name() {
    const char *folder = std::getenv("TMPDIR");
    return std::string(folder != nullptr ? folder : "/tmp") + "/nnx-cpp-" + std::to_string(getpid()) + ".nnx";
}

// Doubles layers/0/bias and gives the input.
nnx::outcome<nnx::Value> twice(nnx::Node &model, nnx::Value x) {
    nnx::Variable bias = MUST(model.get<nnx::Variable>("layers/0/bias"));
    const nnx::Value value = MUST(bias.read());
    MUST(bias.set_value(MUST(nnx::add(value, value))));
    return x;
}

void goes_on_where_it_was_saved() {
    const std::string file = file_name();
    nnx::Object model = small_model();
    const auto twice_step = nnx::jit(twice);
    const nnx::Tensor x = floats({2}, {1, 2});
    nnx::Bundle bundle = MUST(nnx::Bundle::of(model));
    CHECK(FAILURE(bundle.add_jit("twice", twice_step)).status() == NNX_STATUS_FAILED_PRECONDITION);
    CHECK(MUST(MUST(twice_step(model, x)).equal(x)));
    bundle = MUST(nnx::Bundle::of(model));
    MUST(bundle.add_jit("twice", twice_step));
    MUST(bundle.set_metadata("note", "from C++"));
    MUST(bundle.save(file));

    const nnx::Bundle loaded = MUST(nnx::Bundle::open(file));
    std::remove(file.c_str());
    CHECK(MUST(MUST(loaded.graphdef()).equal(MUST(bundle.graphdef()))));
    CHECK(MUST(MUST(loaded.state()).equal(MUST(bundle.state()))));
    const auto program = MUST(MUST(loaded.programs()).rows()).at(0);
    CHECK(program.path == "twice" && program.code == 1);
    CHECK(program.text == "objects of 4 leaves, 0 States, inputs (float32[2])");
    const auto note = MUST(MUST(loaded.metadata()).rows()).at(0);
    CHECK(note.path == "note" && note.text == "from C++");
    CHECK(test::has(MUST(loaded.text()), "objects/0/layers/0/bias"));
    CHECK(test::has(MUST(MUST(loaded.program("twice")).text()), "stablehlo.add"));
    CHECK(test::has(FAILURE(loaded.program("thrice")).message(), "it has [\"twice\"]"));

    // The same objects again, and others of this structure.
    nnx::Node merged = MUST(MUST(loaded.merge()).get<nnx::Node>("0"));
    nnx::Object other = small_model();
    CHECK(in_graph(merged, "layers/0/bias") == 2 && in_graph(other, "layers/0/bias") == 1);
    CHECK(MUST(MUST(loaded.load_into(other)).size()) == 4);
    const nnx::Jit again = MUST(loaded.jit("twice"));
    CHECK(MUST(MUST(MUST(again(merged, x)).tensor(0)).equal(x)));
    MUST(again(other, x));
    MUST(twice_step(model, x));
    CHECK(in_graph(merged, "layers/0/bias") == 4 && in_graph(other, "layers/0/bias") == 4);
    CHECK(in_graph(model, "layers/0/bias") == 4);
    CHECK(MUST(again.num_steps()) == 1 && MUST(again.step({&merged}, {}, {&x})));
    CHECK(test::has(FAILURE(again(merged)).message(), "none of the steps that were loaded fits this call"));

    const nnx::Step step = MUST(loaded.step("twice"));
    nnx::Session session = MUST(nnx::Session::of(merged));
    MUST(session.run(step, x));
    CHECK(MUST(MUST(session.read("0/layers/0/bias")).data<float>())[0] == 8);
    MUST(bundle.add_jit("twice", again));
    MUST(bundle.add_step("again", step));
    CHECK(MUST(MUST(bundle.programs()).size()) == 3);
    CHECK(FAILURE(bundle.add_step("again", step)).status() == NNX_STATUS_ALREADY_EXISTS);
    CHECK(FAILURE(bundle.add_step("a/b", step)).status() == NNX_STATUS_INVALID_ARGUMENT);
}

void says_what_does_not_fit() {
    nnx::Object model = small_model(), other = small_model();
    MUST(other.set("scale", MUST(nnx::Param::make(floats({1}, {9})))));
    const nnx::Bundle bundle = MUST(nnx::Bundle::of(model));
    const nnx::error strict = FAILURE(bundle.load_into(other));
    CHECK(strict.status() == NNX_STATUS_FAILED_PRECONDITION && test::has(strict.message(), "0/scale: "));
    nnx::LoadOptions options;
    options.partial = true;
    CHECK(MUST(MUST(bundle.load_into(options, other)).size()) == 5);

    const auto [structure, state] = MUST(nnx::split(model));
    const nnx::Bundle of_state = MUST(nnx::Bundle::of(structure, state));
    const auto [fitted, rows] = MUST(of_state.fit(MUST(nnx::state(small_model()))));
    CHECK(MUST(fitted.equal(state)) && MUST(rows.size()) == 4);
}

void damage() {
    const std::string file = file_name();
    MUST(MUST(nnx::Bundle::of(small_model())).save(file));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(60);
        stream.put('\x7f');
    }
    const nnx::error altered = FAILURE(nnx::Bundle::open(file));
    CHECK(altered.status() == NNX_STATUS_DATA_LOSS && test::has(altered.message(), file));
    std::remove(file.c_str());
    CHECK(FAILURE(nnx::Bundle::open(file)).status() == NNX_STATUS_NOT_FOUND);
}

}  // namespace

TEST_MAIN(goes_on_where_it_was_saved(), says_what_does_not_fit(), damage())
