// The small model of the tests:
//
//   Model
//     bn: BatchNorm     mean: BatchStat [0, 0, 0]
//     layers: List      0: Linear  kernel: Param [0 .. 5] as (2, 3), bias: Param [1, 1, 1]
//                       1: Linear  kernel: the same Variable, bias: Param [2, 2, 2]
//     owner: the Model itself
//     rate: 0.5                                                                       4 leaves
#ifndef MODEL_HPP
#define MODEL_HPP

#include "check.hpp"

inline nnx::Tensor floats(nnx::shape extents, std::initializer_list<float> values) {
    return MUST(nnx::Tensor::of(extents, values));
}

inline nnx::Object linear(const nnx::Param &kernel, float bias) {
    nnx::Object node = MUST(nnx::Object::make("Linear"));
    MUST(node.set("kernel", kernel));
    MUST(node.set("bias", MUST(nnx::Param::make(floats({3}, {bias, bias, bias})))));
    return node;
}

inline nnx::Object small_model() {
    nnx::Object model = MUST(nnx::Object::make("Model"));
    nnx::Object bn = MUST(nnx::Object::make("BatchNorm"));
    nnx::List layers = MUST(nnx::List::make());
    const nnx::Param kernel = MUST(nnx::Param::make(floats({2, 3}, {0, 1, 2, 3, 4, 5})));
    MUST(bn.set("mean", MUST(nnx::BatchStat::make(floats({3}, {0, 0, 0})))));
    MUST(layers.append(linear(kernel, 1)));
    MUST(layers.append(linear(kernel, 2)));
    MUST(model.set("bn", bn));
    MUST(model.set("layers", layers));
    MUST(model.set("owner", model));
    MUST(model.set("rate", 0.5));
    return model;
}

inline float in_graph(const nnx::Node &node, std::string_view path, std::size_t i = 0) {
    return MUST(MUST(MUST(node.get<nnx::Variable>(path)).value()).data<float>())[i];
}

inline float in_state(const nnx::State &state, std::string_view path, std::size_t i = 0) {
    return MUST(MUST(state.get(path)).data<float>())[i];
}

inline bool same(const nnx::Node &node, std::string_view left, std::string_view right) {
    return MUST(MUST(node.get<nnx::Node>(left)).same(MUST(node.get<nnx::Node>(right))));
}

#endif
