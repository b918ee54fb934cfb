// Trains the model of Flax's page on performance to tell iris flowers apart; train_iris.c and train_iris.py are the same.
//
//   train_iris IRIS.csv [BUNDLE.nnx]
//
// Prints a line for each epoch, the same in all three languages, and on the error stream the time of the first step,
// in which the function is traced and compiled, and that of each later one.

#include <nnx.hpp>

#include <chrono>
#include <cstdio>

#include "iris.hpp"

struct Model : nnx::Module {
    nnx::Linear linear;
    nnx::BatchNorm bn;
    nnx::Dropout dropout;
    nnx::Linear linear_out;
    NNX_ATTRIBUTES(Model, linear, bn, dropout, linear_out)

    Model(int din, int dmid, int dout, nnx::Rngs &rngs)
        : linear(din, dmid, rngs), bn(dmid, rngs), dropout(0.2, rngs), linear_out(dmid, dout, rngs) {
        attach();
    }

    nnx::Value operator()(const nnx::Value &x) { return linear_out(nnx::relu(dropout(bn(linear(x))))); }
};

static double number(const nnx::Tensor &tensor) { return static_cast<double>(tensor.item<float>()); }

int main(int argc, char **argv) {
    const struct iris flowers = iris_read(argc > 1 ? argv[1] : "");
    const int epochs = 100, batch = 30, steps = IRIS_FLOWERS / batch;

    nnx::Rngs rngs(0);
    Model model(4, 64, 3, rngs);
    nnx::Optimizer optimizer(model, nnx::optim::adam(3e-3));
    nnx::MultiMetric metrics({{"loss", nnx::metrics::Average("loss")}, {"accuracy", nnx::metrics::Accuracy()}});

    auto train_step = nnx::jit([](Model &m, nnx::Optimizer &opt, nnx::MultiMetric &means, nnx::Value x, nnx::Value y) {
        auto loss_fn = [&](Model &) {
            nnx::Value logits = m(x);
            return std::pair(mean(nnx::optim::softmax_cross_entropy_with_integer_labels(logits, y)), logits);
        };
        auto [found, grads] = nnx::value_and_grad(loss_fn, m);
        auto &[loss, logits] = found;
        opt.update(grads);
        means.update({{"loss", loss}, {"logits", logits}, {"labels", y}});
        return loss;
    });
    auto evaluate = nnx::jit([](Model &m, nnx::metrics::Accuracy &accuracy, nnx::Value x, nnx::Value y) {
        accuracy.update({{"logits", m(x)}, {"labels", y}});
    });

    const auto began = std::chrono::steady_clock::now();
    auto first = began;
    for (int epoch = 0; epoch < epochs; epoch++) {
        const nnx::Tensor order = iris_shuffled(1, static_cast<uint32_t>(epoch));
        for (int step = 0; step < steps; step++) {
            const auto [x, y] = iris_take(flowers, &order, step * batch, batch);
            train_step(model, optimizer, metrics, x, y);
            if (epoch == 0 && step == 0) first = std::chrono::steady_clock::now();
        }
        std::printf("epoch %3d  loss %.9g  accuracy %.9g\n", epoch + 1, number(metrics.compute("loss")),
                    number(metrics.compute("accuracy")));
        metrics.reset();
    }
    const std::chrono::duration<double, std::milli> traced = first - began;
    const std::chrono::duration<double, std::micro> later = std::chrono::steady_clock::now() - first;
    std::fprintf(stderr, "C++: %.1f ms for the first step, %.0f µs for each later one\n", traced.count(),
                 later.count() / (epochs * steps - 1));

    model.eval();
    nnx::metrics::Accuracy accuracy;
    const auto [x, y] = iris_take(flowers, nullptr, 0, IRIS_FLOWERS);
    evaluate(model, accuracy, x, y);
    std::printf("accuracy on all %d flowers: %.9g\n", IRIS_FLOWERS, number(accuracy.compute()));
    if (argc > 2) {
        nnx::Bundle bundle = nnx::Bundle::of(model, optimizer, metrics);
        bundle.add_jit("train", train_step);
        bundle.save(argv[2]);
    }
}
