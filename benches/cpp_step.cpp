// The page's training step from C++: prints the microseconds of a step, measured for so many seconds.
//
//   cpp_step [SECONDS]

#define main page_main
#include "../bindings/cpp/examples/page_train.cpp"
#undef main

#include <chrono>
#include <cstdlib>

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
    const auto began = std::chrono::steady_clock::now();
    const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(); };
    long count = 0;
    while (count == 0 || passed() < seconds) {
        step(model, optimizer, metrics, x, y);
        count++;
    }
    std::printf("%.3f\n", 1e6 * passed() / static_cast<double>(count));
}
