#include "model.h"

static int destroyed = 0;
static void count_destroy(void *user_data) { destroyed += *(int *)user_data; }

static void values_are_copied_in(void) {
    const int64_t shape[2] = {2, 2};
    float values[4] = {1, 2, 3, 4};
    nnx_tensor *tensor = floats(shape, 2, values);
    values[0] = 9;
    nnx_dtype dtype = -1;
    const int64_t *got_shape = NULL;
    size_t rank = 0, count = 0, nbytes = 0;
    OK(nnx_tensor_dtype(tensor, &dtype));
    OK(nnx_tensor_shape(tensor, &got_shape, &rank));
    OK(nnx_tensor_element_count(tensor, &count));
    OK(nnx_tensor_nbytes(tensor, &nbytes));
    CHECK(dtype == NNX_DTYPE_F32);
    CHECK(rank == 2 && got_shape[0] == 2 && got_shape[1] == 2);
    CHECK(count == 4 && nbytes == 16);
    CHECK(take_element(tensor, 0) == 1);
}

static void storage_is_aligned(void) {
    const int64_t sizes[4] = {1, 20, 1024, 100000};
    for (size_t i = 0; i < 4; i++) {
        nnx_tensor *tensor = NULL;
        const void *data = NULL;
        size_t nbytes = 0;
        OK(nnx_tensor_new(NNX_DTYPE_F64, &sizes[i], 1, NULL, 0, &tensor));
        OK(nnx_tensor_data(tensor, &data, &nbytes));
        CHECK((uintptr_t)data % (nbytes >= 4096 ? 256 : 8) == 0);
        CHECK(nbytes < 64 || (uintptr_t)data % 64 == 0);
        CHECK(((const double *)data)[sizes[i] - 1] == 0);
        OK(nnx_tensor_release(tensor));
    }
}

static void a_shared_buffer_is_copied_before_it_is_written(void) {
    nnx_tensor *first = vector(3, 1), *second = NULL;
    const void *before = NULL, *other = NULL;
    void *written = NULL;
    size_t nbytes = 0;
    int32_t unique = 0;
    OK(nnx_tensor_is_unique(first, &unique));
    CHECK(unique == 1);
    OK(nnx_tensor_retain(first, &second));
    OK(nnx_tensor_is_unique(first, &unique));
    CHECK(unique == 0);
    OK(nnx_tensor_data(first, &before, &nbytes));
    OK(nnx_tensor_data(second, &other, &nbytes));
    OK(nnx_tensor_data_mut(first, &written, &nbytes));
    ((float *)written)[0] = 7;
    CHECK(take_element(second, 0) == 1);
    CHECK(take_element(first, 0) == 7);
}

static void the_only_holder_writes_in_place(void) {
    const int64_t n = 1000;
    nnx_tensor *tensor = NULL;
    const void *before = NULL;
    void *written = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_new(NNX_DTYPE_F32, &n, 1, NULL, 0, &tensor));
    OK(nnx_tensor_data(tensor, &before, &nbytes));
    OK(nnx_tensor_data_mut(tensor, &written, &nbytes));
    CHECK(before == written);
    OK(nnx_tensor_release(tensor));
}

static void memory_of_the_caller_is_used_as_it_is(void) {
    _Alignas(64) static float memory[4] = {1, 2, 3, 4};
    static int one = 1;
    const int64_t n = 4;
    nnx_tensor *tensor = NULL, *again = NULL;
    const void *data = NULL;
    void *written = NULL;
    size_t nbytes = 0;
    destroyed = 0;
    OK(nnx_tensor_from_memory(NNX_DTYPE_F32, &n, 1, memory, sizeof memory, 1, &one, count_destroy, &tensor));
    OK(nnx_tensor_data(tensor, &data, &nbytes));
    CHECK(data == memory);
    OK(nnx_tensor_retain(tensor, &again));
    OK(nnx_tensor_data_mut(tensor, &written, &nbytes));
    CHECK(written != (void *)memory);
    ((float *)written)[0] = 9;
    CHECK(memory[0] == 1);
    OK(nnx_tensor_release(tensor));
    CHECK(destroyed == 0);
    OK(nnx_tensor_release(again));
    CHECK(destroyed == 1);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_tensor_from_memory(NNX_DTYPE_F32, &n, 1, memory, 3, 1, &one, count_destroy, &tensor));
    CHECK(tensor == NULL);
    CHECK(destroyed == 2);
}

static void bad_input_is_refused(void) {
    const int64_t negative = -1, three = 3;
    const int64_t huge[3] = {INT64_MAX, INT64_MAX, 2};
    float values[3] = {0};
    nnx_tensor *tensor = (nnx_tensor *)values;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, &negative, 1, NULL, 0, &tensor));
    CHECK(tensor == NULL);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, huge, 3, NULL, 0, &tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(99, &three, 1, NULL, 0, &tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, &three, 1, values, 11, &tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, NULL, 1, NULL, 0, &tensor));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, &three, 1, NULL, 0, NULL));
}

static void every_dtype_has_a_name_and_a_size(void) {
    const size_t sizes[13] = {1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8};
    for (nnx_dtype dtype = NNX_DTYPE_BOOL; dtype <= NNX_DTYPE_F64; dtype++) {
        nnx_dtype back = -1;
        CHECK(nnx_dtype_size(dtype) == sizes[dtype]);
        OK(nnx_dtype_from_name(text(nnx_dtype_name(dtype)), &back));
        CHECK(back == dtype);
    }
    nnx_dtype none = 5;
    CHECK(nnx_dtype_size(77) == 0);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_dtype_from_name(text("float31"), &none));
}

static void equality_is_of_dtype_shape_and_bits(void) {
    const int64_t flat = 4, square[2] = {2, 2};
    const float values[4] = {1, 2, 3, 4};
    nnx_tensor *a = floats(&flat, 1, values), *b = floats(&flat, 1, values), *c = floats(square, 2, values);
    int32_t equal = 0;
    OK(nnx_tensor_equal(a, b, &equal));
    CHECK(equal == 1);
    OK(nnx_tensor_equal(a, c, &equal));
    CHECK(equal == 0);
    OK(nnx_tensor_release(a));
    OK(nnx_tensor_release(b));
    OK(nnx_tensor_release(c));
}

int main(void) {
    values_are_copied_in();
    storage_is_aligned();
    a_shared_buffer_is_copied_before_it_is_written();
    the_only_holder_writes_in_place();
    memory_of_the_caller_is_used_as_it_is();
    bad_input_is_refused();
    every_dtype_has_a_name_and_a_size();
    equality_is_of_dtype_shape_and_bits();
    return finish();
}
