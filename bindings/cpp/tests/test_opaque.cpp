#include "model.hpp"

#include <memory>

struct DeviceArray {
    explicit DeviceArray(int *counter) : alive(counter) { ++*alive; }
    DeviceArray(const DeviceArray &) = delete;
    DeviceArray &operator=(const DeviceArray &) = delete;
    ~DeviceArray() { --*alive; }
    int *alive;
};

static void carried_and_dropped_once() {
    int alive = 0;
    {
        nnx::Object model = small_model();
        const nnx::Opaque first = MUST(nnx::Opaque::make("DeviceArray", std::make_unique<DeviceArray>(&alive), 64));
        MUST(model.set("device", MUST(nnx::Param::make(first))));
        void *address = MUST(first.data());
        CHECK(MUST(first.type_name()) == "DeviceArray" && MUST(first.nbytes()) == 64);
        const nnx::GraphDef graphdef = MUST(nnx::graphdef(model));
        const nnx::State state = MUST(nnx::state(model));
        const std::size_t at = MUST(state.find("device"));
        CHECK(MUST(state.leaf_kind(at)) == nnx::attribute_kind::opaque);
        CHECK(MUST(MUST(state.opaque(at)).data()) == address);
        CHECK(FAILURE(state.tensor(at)).status() == NNX_STATUS_INVALID_ARGUMENT);
        const nnx::Opaque second = MUST(nnx::Opaque::make("DeviceArray", std::make_unique<DeviceArray>(&alive), 64));
        const nnx::State changed = MUST(state.with("device", second));
        CHECK(alive == 2);
        const nnx::Node again = MUST(nnx::merge(graphdef, changed));
        CHECK(MUST(MUST(MUST(again.get<nnx::Param>("device")).opaque()).data()) == MUST(second.data()));
        MUST(nnx::update(model, changed));
        CHECK(MUST(MUST(MUST(model.get<nnx::Param>("device")).opaque()).data()) == MUST(second.data()));
        CHECK(MUST(MUST(state.opaque(at)).data()) == address);
        CHECK(alive == 2);
    }
    CHECK(alive == 0);
}

TEST_MAIN(carried_and_dropped_once())
