// The two programs of Flax's page on performance: a step over objects, and the same over their State.
// page_train.c and page_train.py are the same programs and print the same.

#include <nnx.hpp>

#include <cstdio>
#include <tuple>

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

nnx::Value train(Model &model, nnx::Optimizer &optimizer, nnx::MultiMetric &metrics, const nnx::Value &x,
                 const nnx::Value &y) {
    auto [loss, grads] = nnx::value_and_grad([&](Model &m) { return mean(square(m(x) - y)); }, model);
    optimizer.update(grads); // in-place updates
    metrics.update({{"loss", loss}});
    return loss;
}

static void print(const char *name, const nnx::Tensor &loss) {
    std::printf("%s %.9g\n", name, static_cast<double>(loss.item<float>()));
}

int main() {
    const nnx::Tensor x = nnx::Tensor::of({32, 2}, std::vector<float>(32 * 2, 1.0F));
    const nnx::Tensor y = nnx::Tensor::zeros(nnx::dtype::float32, {32, 3});
    {
        nnx::Rngs rngs(0);
        Model model(2, 64, 3, rngs);                            // eager initialization
        nnx::Optimizer optimizer(model, nnx::optim::adam(1e-3)); // reference sharing
        nnx::MultiMetric metrics({{"loss", nnx::metrics::Average("loss")}});
        auto train_step = nnx::jit(train);
        for (int i = 0; i < 10; i++)
            print("adam", train_step(model, optimizer, metrics, x, y));
    }
    nnx::Rngs rngs(0);
    Model model(2, 64, 3, rngs);                              // eager initialization
    nnx::Optimizer optimizer(model, nnx::optim::adamw(1e-3)); // reference sharing
    nnx::MultiMetric metrics({{"loss", nnx::metrics::Average("loss")}});
    // split before training loop
    auto [graphdef, state] = nnx::split(std::tie(model, optimizer, metrics));
    auto train_step = nnx::jit([&, &graphdef = graphdef](nnx::State before, nnx::Value a, nnx::Value b) {
        // merge at the beginning of the function
        auto [m, opt, means] = nnx::merge<Model, nnx::Optimizer, nnx::MultiMetric>(graphdef, before);
        nnx::Value loss = train(m, opt, means, a, b);
        // split at the end of the function
        auto [same, after] = nnx::split(std::tie(m, opt, means));
        return std::pair(std::move(after), loss);
    });
    for (int i = 0; i < 10; i++) {
        nnx::Tensor loss;
        std::tie(state, loss) = train_step(state, x, y);
        print("adamw", loss);
    }
    nnx::update(std::tie(model, optimizer, metrics), state); // update objects after training
    return 0;
}
