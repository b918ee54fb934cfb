#include "model.hpp"

#include <atomic>
#include <thread>
#include <vector>

// const objects are read by several threads at once, and errors stay in their thread.
static void one_graph_many_readers() {
    const nnx::Object model = small_model();
    const nnx::State reference = MUST(nnx::state(model));
    std::atomic<int> failures{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; number++) {
        threads.emplace_back([&, number] {
            const std::string absent = "absent-" + std::to_string(number);
            for (int round = 0; round < 100; round++) {
                const auto [graphdef, state] = MUST(nnx::split(model));
                const nnx::Node again = MUST(nnx::merge(graphdef, state));
                failures += MUST(MUST(nnx::state(again)).equal(reference)) ? 0 : 1;
                failures += test::has(FAILURE(again.get<bool>(absent)).message(), absent) ? 0 : 1;
            }
        });
    }
    for (std::thread &thread : threads) thread.join();
    CHECK(failures == 0);
}

TEST_MAIN(one_graph_many_readers())
