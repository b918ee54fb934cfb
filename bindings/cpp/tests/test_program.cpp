#include "check.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

static constexpr std::string_view step = R"(module @step {
  func.func public @main(%arg0: tensor<2xf32> {jax.arg_info = "x", tf.aliasing_output = 1 : i32}, %arg1: tensor<i32>) -> (tensor<i32> {jax.result_info = "count"}, tensor<2xf32>) {
    %0 = stablehlo.add %arg0, %arg0 : tensor<2xf32>
    return %arg1, %0 : tensor<i32>, tensor<2xf32>
  }
  func.func private @twice(%arg0: tensor<f32>) -> tensor<f32> {
    %0 = stablehlo.add %arg0, %arg0 : tensor<f32>
    return %0 : tensor<f32>
  }
}
)";

static void what_is_printed_is_read_back() {
    const nnx::Program program = MUST(nnx::Program::parse(step));
    MUST(program.verify());
    const nnx::Program again = MUST(nnx::Program::parse(MUST(program.text())));
    CHECK(MUST(program.equal(again)));
    CHECK(!MUST(program.equal(MUST(nnx::Program::parse("func.func @f() { return }")))));
    const nnx::Program shared = MUST(program.share());
    CHECK(MUST(shared.equal(program)));
}

static void the_signature() {
    const nnx::Program program = MUST(nnx::Program::parse(step));
    CHECK(MUST(program.num_inputs()) == 2 && MUST(program.num_outputs()) == 2);
    CHECK(MUST(program.num_inputs("twice")) == 1 && MUST(program.num_outputs("twice")) == 1);
    const nnx::Program::Input x = MUST(program.input(0));
    CHECK(x.name == "x" && x.dtype == nnx::dtype::float32 && x.donated_to == 1U);
    CHECK(x.shape.size() == 1 && x.shape[0] == 2);
    CHECK(!MUST(program.input(1)).donated_to && MUST(program.input(1)).shape.size() == 0);
    const nnx::Program::Output count = MUST(program.output(0, "main"));
    CHECK(count.name == "count" && count.dtype == nnx::dtype::int32 && count.unchanged_from == 1U);
    CHECK(!MUST(program.output(1)).unchanged_from);
    const nnx::error none = FAILURE(program.output(2));
    CHECK(none.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(none.what(), "@main has 2 outputs"));
    CHECK(FAILURE(program.num_inputs("third")).status() == NNX_STATUS_NOT_FOUND);
    const nnx::Report functions = MUST(program.functions());
    CHECK(MUST(functions.size()) == 2);
    CHECK(MUST(functions.row(1)).path == "twice" && MUST(functions.row(1)).code == 0);
    CHECK(MUST(functions.row(1)).text == "(tensor<f32>) -> tensor<f32>");
}

// Nothing in them is lent: the program may go.
static void the_signature_of_a_temporary() {
    const auto x = MUST(MUST(nnx::Program::parse(step)).input(0));
    const auto count = MUST(MUST(nnx::Program::parse(step)).output(0));
    static_assert(std::is_same_v<decltype(x.name), std::string> && std::is_same_v<decltype(count.name), std::string>);
    static_assert(std::is_same_v<decltype(x.shape), std::vector<int64_t>>);
    static_assert(std::is_same_v<decltype(count.shape), std::vector<int64_t>>);
    CHECK(x.name == "x" && x.shape == std::vector<int64_t>{2});
    CHECK(count.name == "count" && count.shape.empty());
}

static void an_evaluation() {
    const nnx::Program program = MUST(nnx::Program::parse(step));
    std::vector<nnx::Tensor> inputs;
    inputs.push_back(MUST(nnx::Tensor::of<float>({2}, {1, -2})));
    inputs.push_back(MUST(nnx::Tensor::scalar(int32_t{7})));
    const nnx::Tensor wanted = MUST(nnx::Tensor::of<float>({2}, {2, -4}));
    for (const auto &outputs : {MUST(program.evaluate(inputs[0], inputs[1])), MUST(program.evaluate_all(inputs))}) {
        CHECK(outputs.size() == 2);
        CHECK(MUST(outputs[0].equal(inputs[1])));
        CHECK(MUST(outputs[1].equal(wanted)));
    }
}

static void options_of_an_evaluation() {
    const nnx::Program program = MUST(nnx::Program::parse(step));
    const nnx::Tensor smallest = MUST(nnx::Tensor::scalar(1e-45F));
    nnx::EvaluateOptions options;
    options.function = "twice";
    const auto twice = [&] {
        const auto outputs = MUST(program.evaluate_with(options, smallest));
        return MUST(outputs[0].data<float>())[0];
    };
    CHECK(twice() > 0);
    options.flush_denormals = true;
    CHECK(twice() == 0);
    options.budget = 1;
    CHECK(FAILURE(program.evaluate_with(options, smallest)).status() == NNX_STATUS_RESOURCE_EXHAUSTED);
}

static void inputs_that_do_not_fit_are_named() {
    const nnx::Program program = MUST(nnx::Program::parse(step));
    const nnx::Tensor x = MUST(nnx::Tensor::of<float>({2}, {1, 2}));
    const nnx::Tensor wide = MUST(nnx::Tensor::scalar(int64_t{1}));
    const nnx::error few = FAILURE(program.evaluate(x));
    CHECK(few.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(few.what(), "@main takes 2 inputs, 1 were given"));
    CHECK(test::has(FAILURE(program.evaluate(x, wide)).what(), "input 1 must be tensor<i32>, it is tensor<i64>"));
    CHECK(test::has(FAILURE(program.evaluate(wide, x)).what(), "input 0 must be tensor<2xf32>, it is tensor<i64>"));
}

static void a_gradient() {
    const nnx::Program program = MUST(nnx::Program::parse(R"(
        func.func @main(%w: tensor<f32>, %x: tensor<f32>) -> (tensor<f32>, tensor<f32>) {
          %0 = stablehlo.multiply %w, %x : tensor<f32>
          %1 = stablehlo.maximum %0, %x : tensor<f32>
          return %1, %0 : tensor<f32>, tensor<f32>
        })"));
    const nnx::Program gradient = MUST(program.value_and_grad({1, 0}, true));
    const auto found = MUST(gradient.evaluate(MUST(nnx::Tensor::scalar(3.0F)), MUST(nnx::Tensor::scalar(2.0F))));
    CHECK(found.size() == 4);
    const float expected[] = {6, 6, 3, 2};
    for (std::size_t i = 0; i < found.size(); i++) CHECK(MUST(found[i].data<float>())[0] == expected[i]);
    const nnx::error more = FAILURE(program.value_and_grad());
    CHECK(more.status() == NNX_STATUS_INVALID_ARGUMENT && test::has(more.what(), "`has_aux`"));
    CHECK(test::has(FAILURE(program.value_and_grad({2}, true)).what(), "`wrt` has 2, but @main takes 2 arguments"));
    CHECK(FAILURE(program.value_and_grad({0}, true, "other")).status() == NNX_STATUS_NOT_FOUND);
}

static void bad_text_is_shown() {
    const nnx::error unknown_value = FAILURE(nnx::Program::parse("func.func @main() -> tensor<f32> {\n"
                                                                 "  return %b : tensor<f32>\n"
                                                                 "}\n"));
    CHECK(unknown_value.status() == NNX_STATUS_INVALID_ARGUMENT);
    CHECK(test::has(unknown_value.what(), "line 2, column 10: "));
    CHECK(test::has(unknown_value.what(), "\n    return %b : tensor<f32>\n           ^"));
    const nnx::error unknown_op = FAILURE(nnx::Program::parse("func.func @main(%a: tensor<f32>) {\n"
                                                              "  %0 = stablehlo.adds %a, %a : tensor<f32>\n"
                                                              "  return\n"
                                                              "}\n"));
    CHECK(unknown_op.status() == NNX_STATUS_UNIMPLEMENTED && test::has(unknown_op.what(), "`stablehlo.adds`"));
}

TEST_MAIN(the_signature_of_a_temporary(), what_is_printed_is_read_back(), the_signature(), an_evaluation(), options_of_an_evaluation(),
          inputs_that_do_not_fit_are_named(), a_gradient(), bad_text_is_shown())
