#include "model.h"

static nnx_tensor *key_of(int64_t seed) {
    nnx_tensor *key = NULL;
    OK(nnx_random_key(seed, &key));
    return key;
}

// Whether the tensor has these bytes; it is released.
static int holds(nnx_tensor *tensor, const void *bytes, size_t count) {
    const void *data = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_data(tensor, &data, &nbytes));
    int same = nbytes == count && memcmp(data, bytes, count) == 0;
    OK(nnx_tensor_release(tensor));
    return same;
}

#define HOLDS(tensor, ...) CHECK(holds(tensor, __VA_ARGS__, sizeof __VA_ARGS__))

// What jax.random gives.
static void draws_are_those_of_jax(void) {
    nnx_tensor *key = key_of(1), *first = key_of(0), *drawn = NULL;
    const int64_t two = 2, six = 6, eight = 8;
    OK(nnx_random_split(key, &two, 1, &drawn));
    OK(nnx_tensor_release(drawn));
    OK(nnx_random_fold_in(first, 7, &drawn));
    HOLDS(drawn, (uint32_t[]){0xA1EF7A4D, 0x116EB6B3});
    OK(nnx_random_bits(key, NNX_DTYPE_U32, &two, 1, &drawn));
    HOLDS(drawn, (uint32_t[]){0x704A38B7, 0x88A4083E});
    OK(nnx_random_uniform(key, NNX_DTYPE_F32, &two, 1, -1, 1, &drawn));
    HOLDS(drawn, (uint32_t[]){0xBDFB5C80, 0x3D8A4080});
    OK(nnx_random_normal(key, NNX_DTYPE_F32, &two, 1, &drawn));
    HOLDS(drawn, (uint32_t[]){0xBE1E24C8, 0x3DAD7B02});
    OK(nnx_random_truncated_normal(key, NNX_DTYPE_F32, &two, 1, -2, 2, &drawn));
    HOLDS(drawn, (uint32_t[]){0xBE16E503, 0x3DA591BF});
    OK(nnx_random_randint(key, NNX_DTYPE_I32, &two, 1, -5, 1000, &drawn));
    HOLDS(drawn, (int32_t[]){506, 822});
    OK(nnx_random_bernoulli(key, 0.5, &eight, 1, &drawn));
    HOLDS(drawn, (uint8_t[]){1, 0, 1, 1, 0, 0, 0, 0});
    const float half = 0.5f, weights[4] = {0.1f, 0.2f, 0.3f, 0.4f};
    const int64_t four = 4;
    nnx_tensor *p = floats(NULL, 0, &half), *logits = floats(&four, 1, weights);
    OK(nnx_random_bernoulli_of(key, p, &eight, 1, &drawn));
    HOLDS(drawn, (uint8_t[]){1, 0, 1, 1, 0, 0, 0, 0});
    OK(nnx_random_categorical(key, logits, -1, &six, 1, &drawn));
    HOLDS(drawn, (int32_t[]){1, 2, 1, 2, 2, 3});
    OK(nnx_random_permutation(key, 7, &drawn));
    HOLDS(drawn, (int32_t[]){6, 3, 2, 0, 1, 5, 4});
    OK(nnx_random_permutation_of(key, logits, -1, 0, &drawn));
    OK(nnx_tensor_release(drawn));

    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_random_permutation_of(key, logits, 1, 0, &drawn));
    CHECK(drawn == NULL && strstr(nnx_last_error_message(), "`axis` is 1") != NULL);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_random_normal(logits, NNX_DTYPE_F32, NULL, 0, &drawn));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_random_normal(key, NNX_DTYPE_I32, NULL, 0, &drawn));
    OK(nnx_tensor_release(logits));
    OK(nnx_tensor_release(p));
    OK(nnx_tensor_release(first));
    OK(nnx_tensor_release(key));
}

static void streams_count(void) {
    nnx_tensor *seeds[2] = {key_of(0), key_of(1)}, *key = NULL;
    const nnx_str names[2] = {NNX_STR("params"), NNX_STR("dropout")};
    nnx_node *rngs = NULL, *stream = NULL, *other = NULL;
    OK(nnx_object_new(NULL, NNX_STR("Rngs"), &rngs));
    OK(nnx_rngs_init(rngs, names, (const nnx_tensor *const *)seeds, 2));
    for (uint32_t count = 0; count < 3; count++) {
        nnx_tensor *expected = NULL;
        int32_t equal = 0;
        OK(nnx_random_fold_in(seeds[1], count, &expected));
        OK(nnx_rngs_next_key(rngs, NNX_STR("dropout"), &key));
        OK(nnx_tensor_equal(key, expected, &equal));
        CHECK(equal == 1);
        OK(nnx_tensor_release(expected));
        OK(nnx_tensor_release(key));
    }
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_rngs_next_key(rngs, NNX_STR("noise"), &key));
    CHECK(strstr(nnx_last_error_message(), "there are: dropout, params") != NULL);
    CHECK_STATUS(NNX_STATUS_ALREADY_EXISTS,
                 nnx_rngs_init(rngs, (nnx_str[]){names[0], names[0]}, (const nnx_tensor *const *)seeds, 2));
    OK(nnx_rngs_stream(rngs, NNX_STR("dropout"), &stream));
    OK(nnx_rng_stream_fork(stream, &other));
    OK(nnx_node_release(other));
    OK(nnx_rng_stream_split(stream, (int64_t[]){2, 3}, 2, &other));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_rngs_next_key(other, NNX_STR(""), &key));
    OK(nnx_node_release(other));
    OK(nnx_rngs_split(rngs, NULL, 0, &other));
    OK(nnx_node_release(other));
    OK(nnx_rngs_fork(rngs, &other));
    OK(nnx_node_reseed(other, names, (const nnx_tensor *const *)seeds, 2));
    OK(nnx_node_release(other));
    OK(nnx_rng_stream_new(seeds[0], NNX_STR("noise"), &other));
    OK(nnx_node_release(other));
    OK(nnx_rngs_new(5, &other));
    OK(nnx_rngs_next_key(other, NNX_STR("anything"), &key));
    OK(nnx_tensor_release(key));
    OK(nnx_node_release(other));
    OK(nnx_node_release(stream));
    OK(nnx_node_release(rngs));
    OK(nnx_tensor_release(seeds[0]));
    OK(nnx_tensor_release(seeds[1]));
}

// Draws with three keys of the one stream: 12 values.
static nnx_status draw_all(void *user_data, nnx_trace *trace) {
    nnx_node *rngs = user_data;
    const int64_t shape[2] = {2, 3};
    nnx_value *keys[3], *number, *logits, *out[12];
    for (int i = 0; i < 3; i++) OK(nnx_rngs_next_key_value(trace, rngs, NNX_STR("noise"), &keys[i]));
    nnx_value *key = keys[2];
    OK(nnx_random_bits_value(key, NNX_DTYPE_U32, shape, 2, &out[0]));
    OK(nnx_random_bits_value(key, NNX_DTYPE_U32, NULL, 0, &number));
    OK(nnx_random_fold_in_value(key, number, &out[1]));
    OK(nnx_random_uniform_value(key, NNX_DTYPE_F32, shape, 2, 0, 1, &out[2]));
    OK(nnx_random_bernoulli_value(key, 0.8, shape, 2, &out[3]));
    OK(nnx_random_bernoulli_of_value(key, out[2], shape, 2, &out[4]));
    OK(nnx_random_randint_value(key, NNX_DTYPE_I32, shape, 2, -5, 9, &out[5]));
    OK(nnx_random_permutation_value(key, 50, &out[6]));
    OK(nnx_random_permutation_of_value(key, out[0], -1, 1, &out[7]));
    OK(nnx_random_uniform_value(key, NNX_DTYPE_F32, shape, 2, 0, 1, &logits));
    OK(nnx_random_categorical_value(key, logits, -1, shape, 1, &out[8]));
    OK(nnx_random_split_value(key, shape, 2, &out[9]));
    OK(nnx_random_normal_value(key, NNX_DTYPE_F32, shape, 2, &out[10]));
    OK(nnx_random_truncated_normal_value(key, NNX_DTYPE_F32, shape, 2, -2, 2, &out[11]));
    nnx_value *none;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_random_normal_value(number, NNX_DTYPE_F32, NULL, 0, &none));
    nnx_tensor *tensor;
    CHECK_STATUS(NNX_STATUS_FAILED_PRECONDITION, nnx_rngs_next_key(rngs, NNX_STR("noise"), &tensor));
    for (int i = 0; i < 12; i++) OK(nnx_trace_output(trace, out[i]));
    return NNX_OK;
}

static int same(nnx_tensor *a, nnx_tensor *b) {
    int32_t equal = 0;
    OK(nnx_tensor_equal(a, b, &equal));
    OK(nnx_tensor_release(a));
    OK(nnx_tensor_release(b));
    return equal;
}

static int close_to(nnx_tensor *a, nnx_tensor *b, size_t count) {
    const void *x = NULL, *y = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_data(a, &x, &nbytes));
    OK(nnx_tensor_data(b, &y, &nbytes));
    int close = nbytes == count * sizeof(float);
    for (size_t i = 0; close && i < count; i++) {
        const float difference = ((const float *)x)[i] - ((const float *)y)[i];
        close = difference < 1e-6f && difference > -1e-6f;
    }
    OK(nnx_tensor_release(a));
    OK(nnx_tensor_release(b));
    return close;
}

static void a_program_draws_the_same(void) {
    nnx_node *rngs = NULL;
    nnx_program *program = NULL;
    OK(nnx_rngs_new(3, &rngs));
    const nnx_node *objects[1] = {rngs};
    OK(nnx_trace_program(draw_all, rngs, NULL, objects, 1, NULL, 0, NULL, NULL, NULL, 0, &program));
    // The leaves of the stream: its count, its key.
    nnx_tensor *inputs[2] = {NULL, key_of(3)}, *key = NULL, *number = NULL, *u = NULL, *bits = NULL, *expected = NULL;
    OK(nnx_tensor_new(NNX_DTYPE_U32, NULL, 0, NULL, 0, &inputs[0]));
    size_t count = 0;
    OK(nnx_program_num_outputs(program, NNX_STR(""), &count));
    CHECK(count == 14);
    nnx_tensor *found[14] = {NULL};
    OK(nnx_program_evaluate(program, NNX_STR(""), (const nnx_tensor *const *)inputs, 2, NULL, found, 14));
    const int64_t shape[2] = {2, 3};
    OK(nnx_random_fold_in(inputs[1], 2, &key));
    HOLDS(found[12], (uint32_t[]){3});
    HOLDS(found[13], (uint32_t[]){0, 3});
    OK(nnx_random_bits(key, NNX_DTYPE_U32, shape, 2, &bits));
    OK(nnx_tensor_retain(bits, &expected));
    CHECK(same(found[0], expected));
    OK(nnx_random_bits(key, NNX_DTYPE_U32, NULL, 0, &number));
    const void *word = NULL;
    size_t nbytes = 0;
    OK(nnx_tensor_data(number, &word, &nbytes));
    OK(nnx_random_fold_in(key, *(const uint32_t *)word, &expected));
    OK(nnx_tensor_release(number));
    CHECK(same(found[1], expected));
    OK(nnx_random_uniform(key, NNX_DTYPE_F32, shape, 2, 0, 1, &u));
    OK(nnx_tensor_retain(u, &expected));
    CHECK(same(found[2], expected));
    OK(nnx_random_bernoulli(key, 0.8, shape, 2, &expected));
    CHECK(same(found[3], expected));
    OK(nnx_random_bernoulli_of(key, u, shape, 2, &expected));
    CHECK(same(found[4], expected));
    OK(nnx_random_randint(key, NNX_DTYPE_I32, shape, 2, -5, 9, &expected));
    CHECK(same(found[5], expected));
    OK(nnx_random_permutation(key, 50, &expected));
    CHECK(same(found[6], expected));
    OK(nnx_random_permutation_of(key, bits, -1, 1, &expected));
    CHECK(same(found[7], expected));
    OK(nnx_random_categorical(key, u, -1, shape, 1, &expected));
    CHECK(same(found[8], expected));
    OK(nnx_random_split(key, shape, 2, &expected));
    CHECK(same(found[9], expected));
    OK(nnx_random_normal(key, NNX_DTYPE_F32, shape, 2, &expected));
    CHECK(close_to(found[10], expected, 6));
    OK(nnx_random_truncated_normal(key, NNX_DTYPE_F32, shape, 2, -2, 2, &expected));
    CHECK(close_to(found[11], expected, 6));
    // The stream of the caller is as it was.
    OK(nnx_rngs_next_key(rngs, NNX_STR(""), &expected));
    OK(nnx_random_fold_in(inputs[1], 0, &number));
    CHECK(same(expected, number));
    OK(nnx_tensor_release(u));
    OK(nnx_tensor_release(bits));
    OK(nnx_tensor_release(key));
    OK(nnx_tensor_release(inputs[0]));
    OK(nnx_tensor_release(inputs[1]));
    OK(nnx_program_release(program));
    OK(nnx_node_release(rngs));
}

int main(void) {
    draws_are_those_of_jax();
    streams_count();
    a_program_draws_the_same();
    return finish();
}
