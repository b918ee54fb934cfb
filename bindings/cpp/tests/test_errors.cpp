#include "model.hpp"

#include <cstring>

static void status_text_and_path() {
    const nnx::Object model = small_model();
    const nnx::error reason = FAILURE(model.get<nnx::Tensor>("layers/0/absent"));
    CHECK(reason.status() == NNX_STATUS_NOT_FOUND);
    CHECK(std::strcmp(reason.status_name(), "NOT_FOUND") == 0);
    CHECK(test::has(reason.message(), "layers/0/absent") && reason.message() == reason.what());
    CHECK(reason.path() == "layers/0/absent");
    CHECK(nnx::last_error_message().empty());
}

static void bad_names() {
    CHECK(FAILURE(nnx::Object::make("\xff")).status() == NNX_STATUS_INVALID_ARGUMENT);
    nnx::Object node = MUST(nnx::Object::make("Thing"));
    CHECK(FAILURE(node.set("a//b", 1)).status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(FAILURE(node.set("name", std::string_view("\xc3", 1))).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void empty_and_stale_handles() {
    const nnx::State empty;
    CHECK(!empty);
    CHECK(FAILURE(empty.size()).status() == NNX_STATUS_INVALID_ARGUMENT);
    nnx::Tensor tensor = floats({1}, {1});
    nnx_tensor *raw = tensor.c_ptr();
    tensor = nnx::Tensor();
    const nnx::Tensor stale = nnx::Tensor::adopt(raw);
    CHECK(FAILURE(stale.nbytes()).status() == NNX_STATUS_INVALID_HANDLE);
}

static void the_library() {
    const nnx::Version version = MUST(nnx::version());
    const std::string printed = std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
                                std::to_string(version.patch);
    CHECK(nnx::version_string() == printed);
    CHECK(!nnx::isa_name().empty());
    CHECK((MUST(nnx::cuda_probe()).device_count > 0) == nnx::cuda_reason().empty());
    CHECK(FAILURE(nnx::cuda_device_name(-1)).status() != NNX_OK);
}

#if defined(NNX_HPP_LOADED)
static void a_library_that_is_not_there() {
    const nnx_api *loaded = std::exchange(nnx_dl, nullptr);
    CHECK(FAILURE(nnx::Object::make("Model")).status() == NNX_STATUS_UNAVAILABLE);
    CHECK(nnx::version_string().empty() && nnx::size(nnx::dtype::int8) == 0);
    const nnx::error reason = FAILURE(nnx::load("/no/such/libnnx.so"));
    CHECK(reason.status() == NNX_STATUS_UNAVAILABLE && test::has(reason.message(), "/no/such/libnnx.so"));
    nnx_dl = loaded;
}
#else
static void a_library_that_is_not_there() {}
#endif

TEST_MAIN(status_text_and_path(), bad_names(), empty_and_stale_handles(), the_library(), a_library_that_is_not_there())
