// The page's training step from C++: prints the microseconds that it worked for a step, measured for so many seconds.
//
//   cpp_step [SECONDS]

#define main page_main
#include "../bindings/cpp/examples/page_train.cpp"
#undef main

#include <cstdlib>
#include <ctime>

int main(int argc, char **argv) {
    const double seconds = argc > 1 ? std::atof(argv[1]) : 1;
    const nnx::Tensor x = nnx::Tensor::of({32, 2}, std::vector<float>(32 * 2, 1.0F));
    const nnx::Tensor y = nnx::Tensor::zeros(nnx::dtype::float32, {32, 3});
    nnx::Rngs rngs(0);
    Model model(2, 64, 3, rngs);
    nnx::Optimizer optimizer(model, nnx::optim::adam(1e-3));
    nnx::MultiMetric metrics({{"loss", nnx::metrics::Average("loss")}});
    auto step = nnx::jit(train);
    step(model, optimizer, metrics, x, y);  // traces
    const std::clock_t began = std::clock();
    const auto worked = [&] { return static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC; };
    long count = 0;
    while (count == 0 || worked() < seconds) {
        // A look at the clock takes a microsecond.
        for (int i = 0; i < 100; i++) step(model, optimizer, metrics, x, y);
        count += 100;
    }
    std::printf("%.3f\n", 1e6 * worked() / static_cast<double>(count));
}
