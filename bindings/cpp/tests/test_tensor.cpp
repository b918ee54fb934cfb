#include "model.hpp"

#include <cstdint>
#include <memory>
#include <vector>

static void typed_spans() {
    nnx::Tensor tensor = MUST(nnx::Tensor::of<int32_t>({2, 2}, {1, 2, 3, 4}));
    CHECK(MUST(tensor.dtype()) == nnx::dtype::int32);
    CHECK(MUST(tensor.element_count()) == 4 && MUST(tensor.nbytes()) == 16);
    const nnx::span<const int64_t> extents = MUST(tensor.extents());
    CHECK(extents.size() == 2 && extents[1] == 2);
    int32_t sum = 0;
    for (const int32_t value : MUST(tensor.data<int32_t>())) sum += value;
    CHECK(sum == 10);
    const nnx::error wrong = FAILURE(tensor.data<float>());
    CHECK(wrong.status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(test::has(wrong.message(), "int32") && test::has(wrong.message(), "float32"));
    CHECK(FAILURE(tensor.mutable_data<uint32_t>()).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void data_types() {
    CHECK(nnx::dtype_of<bool>() == nnx::dtype::bool_);
    CHECK(nnx::dtype_of<int8_t>() == nnx::dtype::int8);
    CHECK(nnx::dtype_of<const uint16_t>() == nnx::dtype::uint16);
    CHECK(nnx::dtype_of<nnx::bfloat16>() == nnx::dtype::bfloat16);
    CHECK(nnx::dtype_of<long long>() == nnx::dtype::int64);
    CHECK(nnx::name(nnx::dtype::float64) == "float64");
    CHECK(nnx::size(nnx::dtype::float16) == 2);
    CHECK(MUST(nnx::dtype_from_name("bfloat16")) == nnx::dtype::bfloat16);
    CHECK(FAILURE(nnx::dtype_from_name("real")).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void truth_values() {
    nnx::Tensor tensor = MUST(nnx::Tensor::of<bool>({3}, {true, false, true}));
    CHECK(MUST(tensor.data<bool>())[0] && !MUST(tensor.data<bool>())[1]);
    CHECK(MUST(tensor.data<uint8_t>())[2] == 1);
    CHECK(FAILURE(tensor.data<int8_t>()).status() == NNX_STATUS_INVALID_ARGUMENT);
}

static void copy_on_write() {
    nnx::Tensor first = floats({3}, {1, 2, 3});
    CHECK(MUST(first.is_unique()));
    const nnx::Tensor second = MUST(first.share());
    CHECK(!MUST(first.is_unique()));
    MUST(first.mutable_data<float>())[0] = 9;
    CHECK(MUST(second.data<float>())[0] == 1);
    CHECK(!MUST(first.equal(second)));
    CHECK(MUST(second.equal(floats({3}, {1, 2, 3}))));
    CHECK(!MUST(second.equal(floats({3, 1}, {1, 2, 3}))));
}

static void handles_move() {
    static_assert(!std::is_copy_constructible_v<nnx::Tensor> && std::is_nothrow_move_constructible_v<nnx::Tensor>);
    static_assert(sizeof(nnx::Tensor) == sizeof(void *));
    nnx::Tensor tensor = floats({1}, {5});
    nnx::Tensor other = std::move(tensor);
    CHECK(!tensor && other);
    CHECK(FAILURE(tensor.nbytes()).status() == NNX_STATUS_INVALID_ARGUMENT);
    nnx_tensor *raw = other.release();
    CHECK(!other && raw != nullptr);
    other = nnx::Tensor::adopt(raw);
    CHECK(MUST(other.data<float>())[0] == 5);
}

static void memory_of_the_program() {
    auto memory = std::make_shared<std::vector<double>>(100, 1.5);
    double *data = memory->data();
    {
        const nnx::Tensor tensor = MUST(nnx::Tensor::from_memory(nnx::dtype::float64, {100}, data, 800, true, [memory] {}));
        CHECK(MUST(tensor.data<double>()).data() == data);
        CHECK(memory.use_count() == 2);
    }
    CHECK(memory.use_count() == 1);
    CHECK(FAILURE(nnx::Tensor::from_memory(nnx::dtype::float64, {100}, data, 7, true, [memory] {})).status() ==
          NNX_STATUS_INVALID_ARGUMENT);
    CHECK(memory.use_count() == 1);
}

static void dlpack_and_back() {
    const nnx::Tensor tensor = MUST(nnx::Tensor::of<float>({100}, std::vector<float>(100, 2)));
    const nnx::Tensor again = MUST(nnx::Tensor::from_dlpack(MUST(tensor.to_dlpack())));
    const nnx::Tensor copy = MUST(nnx::Tensor::from_dlpack_legacy(MUST(tensor.to_dlpack_legacy(true))));
    CHECK(MUST(again.data<float>()).data() == MUST(tensor.data<float>()).data());
    CHECK(MUST(copy.data<float>()).data() != MUST(tensor.data<float>()).data());
    CHECK(MUST(copy.equal(tensor)) && MUST(again.equal(tensor)));
}

// What a temporary lends keeps it alive, or does not compile.
static void elements_of_a_temporary() {
    float sum = 0;
    std::size_t count = 0;
    {
        const auto elements = MUST(MUST(nnx::Tensor::of<float>({100}, std::vector<float>(100, 2))).data<float>());
        const nnx::Tensor another = MUST(nnx::Tensor::of<float>({100}, std::vector<float>(100, 7)));
        const nnx::span<const float> view = elements;
        for (const float element : view) sum += element;
        count = elements.size();
        CHECK(elements.data() == &elements[0] && !elements.empty());
    }
    CHECK(sum == 200 && count == 100);
    CHECK(MUST(floats({2, 1}, {1, 2}).extents()) == (std::vector<int64_t>{2, 1}));
    CHECK(FAILURE(floats({1}, {1}).data<int32_t>()).status() == NNX_STATUS_INVALID_ARGUMENT);
    static_assert(std::is_convertible_v<const nnx::elements<float> &, nnx::span<const float>>);
    static_assert(!std::is_convertible_v<nnx::elements<float>, nnx::span<const float>>);
    static_assert(std::is_convertible_v<std::vector<float>, nnx::span<const float>>);
}

TEST_MAIN(elements_of_a_temporary(), typed_spans(), data_types(), truth_values(), copy_on_write(), handles_move(), memory_of_the_program(), dlpack_and_back())
