#include "model.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <unistd.h>

static std::string file_name() {
    const char *folder = std::getenv("TMPDIR");
    return std::string(folder != nullptr ? folder : "/tmp") + "/nnx-cpp-" + std::to_string(getpid()) + ".safetensors";
}

static void there_and_back() {
    const std::string file = file_name();
    const auto [graphdef, state] = MUST(nnx::split(small_model()));
    MUST(state.save(file, graphdef));
    {
        const auto [loaded, structure] = MUST(nnx::State::load(file));
        CHECK(MUST(loaded.equal(state)) && structure && MUST(structure.equal(graphdef)));
        CHECK(same(MUST(nnx::merge(structure, loaded)), "layers/0/kernel", "layers/1/kernel"));
    }
    MUST(state.save(file));
    {
        const auto [loaded, structure] = MUST(nnx::State::load(file));
        CHECK(MUST(loaded.size()) == 4 && !structure);
    }
    std::remove(file.c_str());
    CHECK(FAILURE(nnx::State::load(file)).status() == NNX_STATUS_NOT_FOUND);
}

static void in_other_places() {
    const std::string file = file_name();
    const nnx::State like = MUST(nnx::state(small_model()));
    const nnx::Tensor weight = floats({3}, {6, 6, 6});
    MUST(MUST(nnx::State::from_leaves({{"encoder/bias", "", weight}, {"stranger", "", weight}})).save(file));
    nnx::LoadOptions options;
    options.rename.emplace_back("encoder/", "layers/0/");
    const nnx::error strict = FAILURE(like.load_into(file, options));
    CHECK(strict.status() != NNX_OK && test::has(strict.message(), "stranger"));
    options.partial = true;
    const auto [loaded, report] = MUST(like.load_into(file, options));
    CHECK(in_state(loaded, "layers/0/bias") == 6 && in_state(loaded, "layers/1/bias") == 2);
    int unexpected = 0, missing = 0;
    for (const nnx::Report::Row &row : MUST(report.rows())) {
        unexpected += row.code == NNX_LOAD_UNEXPECTED ? 1 : 0;
        missing += row.code == NNX_LOAD_MISSING ? 1 : 0;
    }
    CHECK(unexpected == 1 && missing == 3);
    std::remove(file.c_str());
}

static void altered() {
    const std::string file = file_name();
    const nnx::State state = MUST(nnx::state(small_model()));
    MUST(state.save(file));
    {
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(-1, std::ios::end);
        stream.put('\x7f');
    }
    CHECK(FAILURE(nnx::State::load(file)).status() == NNX_STATUS_DATA_LOSS);
    CHECK(FAILURE(state.load_into(file)).status() == NNX_STATUS_DATA_LOSS);
    nnx::LoadOptions options;
    options.no_checksum = true;
    CHECK(!MUST(MUST(nnx::State::load(file, options)).first.equal(state)));
    CHECK(MUST(MUST(state.load_into(file, options)).first.size()) == 4);
    std::remove(file.c_str());
}

TEST_MAIN(altered(), there_and_back(), in_other_places())
