// Reads the iris flowers (tests/data/iris), in C and C++.

#ifndef IRIS_H
#define IRIS_H

#include <nnx.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IRIS_FLOWERS = 150, IRIS_LENGTHS = 4 };

// The four lengths of each flower in centimetres, and its species.
struct iris {
    float features[IRIS_FLOWERS * IRIS_LENGTHS];
    int32_t species[IRIS_FLOWERS];
};

static inline struct iris iris_read(const char *path) {
    struct iris flowers;
    char line[128];
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file)) {
        fprintf(stderr, "cannot read the flowers from \"%s\"\n", path);
        exit(1);
    }
    for (int i = 0; i < IRIS_FLOWERS; i++) {
        char *at = fgets(line, sizeof line, file);
        for (int j = 0; at && j < IRIS_LENGTHS; j++, at++) flowers.features[i * IRIS_LENGTHS + j] = strtof(at, &at);
        if (!at || *at < '0' || *at > '2') {
            fprintf(stderr, "%s: line %d is no flower\n", path, i + 2);
            exit(1);
        }
        flowers.species[i] = *at - '0';
    }
    fclose(file);
    return flowers;
}

// `count` flowers, from the first on, of an order or without one as they stand in the file: float32[count, 4] and
// int32[count].
static inline nnx_status iris_batch(const struct iris *flowers, const nnx_tensor *order, int first, int count,
                                    nnx_tensor **batch) {
    struct iris taken;
    const int64_t shape[] = {count, IRIS_LENGTHS};
    const void *places = NULL;
    size_t nbytes;
    nnx_status status = order ? nnx_tensor_data(order, &places, &nbytes) : NNX_OK;
    for (int i = 0; status == NNX_OK && i < count; i++) {
        const int flower = places ? ((const int32_t *)places)[first + i] : first + i;
        memcpy(taken.features + i * IRIS_LENGTHS, flowers->features + flower * IRIS_LENGTHS,
               IRIS_LENGTHS * sizeof(float));
        taken.species[i] = flowers->species[flower];
    }
    const size_t features = (size_t)count * IRIS_LENGTHS * sizeof(float);
    if (status == NNX_OK) status = nnx_tensor_new(NNX_DTYPE_F32, shape, 2, taken.features, features, &batch[0]);
    if (status != NNX_OK) return status;
    return nnx_tensor_new(NNX_DTYPE_I32, shape, 1, taken.species, (size_t)count * sizeof(int32_t), &batch[1]);
}

// The order of an epoch's flowers.
static inline nnx_status iris_shuffled(int64_t seed, uint32_t epoch, nnx_tensor **order) {
    nnx_tensor *shuffle, *key;
    nnx_status status = nnx_random_key(seed, &shuffle);
    if (status == NNX_OK) status = nnx_random_fold_in(shuffle, epoch, &key);
    if (status == NNX_OK) status = nnx_random_permutation(key, IRIS_FLOWERS, order);
    if (status == NNX_OK) status = nnx_tensor_release(key);
    return status == NNX_OK ? nnx_tensor_release(shuffle) : status;
}

#endif
