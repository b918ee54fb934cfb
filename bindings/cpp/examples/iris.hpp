// The iris flowers (tests/data/iris) in batches.

#ifndef IRIS_HPP
#define IRIS_HPP

#include <nnx.hpp>

#include <utility>
#include <vector>

#include "../../c/examples/iris.h"

// `count` flowers, from the first on, of an order or without one as they stand in the file: float32[count, 4] and
// int32[count].
inline std::pair<nnx::Tensor, nnx::Tensor> iris_take(const struct iris &flowers, const nnx::Tensor *order, int first,
                                                     int count) {
    std::vector<float> features;
    std::vector<int32_t> species;
    for (int i = first; i < first + count; i++) {
        const int flower = order == nullptr ? i : order->data<int32_t>()[static_cast<std::size_t>(i)];
        const float *lengths = flowers.features + flower * IRIS_LENGTHS;
        features.insert(features.end(), lengths, lengths + IRIS_LENGTHS);
        species.push_back(flowers.species[flower]);
    }
    return {nnx::Tensor::of({count, IRIS_LENGTHS}, features), nnx::Tensor::of({count}, species)};
}

// The order of an epoch's flowers.
inline nnx::Tensor iris_shuffled(int64_t seed, uint32_t epoch) {
    return nnx::random::permutation(nnx::random::fold_in(nnx::random::key(seed), epoch), IRIS_FLOWERS);
}

#endif
