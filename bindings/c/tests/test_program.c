#include "check.h"

static const char step[] =
    "module @step {\n"
    "  func.func public @main(%arg0: tensor<2xf32> {jax.arg_info = \"x\", tf.aliasing_output = 1 : i32},\n"
    "                         %arg1: tensor<i32>) -> (tensor<i32> {jax.result_info = \"count\"}, tensor<2xf32>) {\n"
    "    %0 = stablehlo.add %arg0, %arg0 : tensor<2xf32>\n"
    "    return %arg1, %0 : tensor<i32>, tensor<2xf32>\n"
    "  }\n"
    "  func.func private @twice(%arg0: tensor<f32>) -> tensor<f32> {\n"
    "    %0 = stablehlo.add %arg0, %arg0 : tensor<f32>\n"
    "    return %0 : tensor<f32>\n"
    "  }\n"
    "}\n";

static const nnx_str entry = {NULL, 0};

static nnx_program *parsed(const char *source) {
    nnx_program *program = NULL;
    OK(nnx_program_parse(nnx_str_of(source), &program));
    return program;
}

static nnx_tensor *tensor_of(nnx_dtype dtype, const int64_t *shape, size_t rank, const void *data, size_t nbytes) {
    nnx_tensor *tensor = NULL;
    OK(nnx_tensor_new(dtype, shape, rank, data, nbytes, &tensor));
    return tensor;
}

static nnx_tensor *pair(float first, float second) {
    const float values[] = {first, second};
    const int64_t two = 2;
    return tensor_of(NNX_DTYPE_F32, &two, 1, values, sizeof values);
}

static void what_is_printed_is_read_back(void) {
    nnx_program *program = parsed(step), *again = NULL, *other = parsed("func.func @f() { return }"), *same = NULL;
    nnx_bytes *bytes = NULL;
    nnx_str printed = {NULL, 0};
    int32_t equal = 0;
    OK(nnx_program_verify(program));
    OK(nnx_program_text(program, &bytes));
    OK(nnx_bytes_data(bytes, &printed));
    OK(nnx_program_parse(printed, &again));
    OK(nnx_program_equal(program, again, &equal));
    CHECK(equal == 1);
    OK(nnx_program_equal(program, other, &equal));
    CHECK(equal == 0);
    OK(nnx_program_retain(program, &same));
    OK(nnx_program_release(program));
    OK(nnx_program_equal(same, again, &equal));
    CHECK(equal == 1);
    OK(nnx_bytes_release(bytes));
    OK(nnx_program_release(again));
    OK(nnx_program_release(other));
    OK(nnx_program_release(same));
}

static void the_signature(void) {
    nnx_program *program = parsed(step);
    nnx_report *functions = NULL;
    nnx_str name = {NULL, 0}, about = {NULL, 0};
    nnx_dtype dtype = 0;
    const int64_t *shape = NULL;
    size_t rank = 0, count = 0;
    int64_t related = 0;
    int32_t public = 0;
    OK(nnx_program_num_inputs(program, entry, &count));
    CHECK(count == 2);
    OK(nnx_program_num_outputs(program, NNX_STR("twice"), &count));
    CHECK(count == 1);
    OK(nnx_program_input(program, entry, 0, &name, &dtype, &shape, &rank, &related));
    CHECK_TEXT("x", name);
    CHECK(dtype == NNX_DTYPE_F32 && rank == 1 && shape[0] == 2 && related == 1);
    OK(nnx_program_input(program, entry, 1, &name, &dtype, &shape, &rank, &related));
    CHECK_TEXT("", name);
    CHECK(dtype == NNX_DTYPE_I32 && rank == 0 && related == -1);
    OK(nnx_program_output(program, entry, 0, &name, &dtype, &shape, &rank, &related));
    CHECK_TEXT("count", name);
    CHECK(dtype == NNX_DTYPE_I32 && rank == 0 && related == 1);
    OK(nnx_program_output(program, NNX_STR("main"), 1, &name, &dtype, &shape, &rank, &related));
    CHECK(dtype == NNX_DTYPE_F32 && rank == 1 && related == -1);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_program_input(program, entry, 2, &name, &dtype, &shape, &rank, &related));
    MESSAGE_HAS("`index` is 2, but @main has 2 inputs");
    CHECK(shape == NULL);
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_program_num_inputs(program, NNX_STR("third"), &count));
    MESSAGE_HAS("@third");
    OK(nnx_program_functions(program, &functions));
    OK(nnx_report_row(functions, 1, &name, &public, &about));
    CHECK_TEXT("twice", name);
    CHECK_TEXT("(tensor<f32>) -> tensor<f32>", about);
    CHECK(public == 0);
    OK(nnx_report_release(functions));
    OK(nnx_program_release(program));
}

static void an_evaluation(void) {
    const int32_t seven = 7;
    nnx_program *program = parsed(step);
    nnx_tensor *x = pair(1, -2), *count = tensor_of(NNX_DTYPE_I32, NULL, 0, &seven, sizeof seven);
    nnx_tensor *wanted = pair(2, -4);
    const nnx_tensor *inputs[] = {x, count};
    nnx_tensor *outputs[2] = {NULL, NULL};
    int32_t same = 0;
    OK(nnx_program_evaluate(program, entry, inputs, 2, NULL, outputs, 2));
    OK(nnx_tensor_equal(outputs[0], count, &same));
    CHECK(same == 1);
    OK(nnx_tensor_equal(outputs[1], wanted, &same));
    CHECK(same == 1);
    OK(nnx_tensor_release(outputs[0]));
    OK(nnx_tensor_release(outputs[1]));
    OK(nnx_tensor_release(wanted));
    OK(nnx_tensor_release(count));
    OK(nnx_tensor_release(x));
    OK(nnx_program_release(program));
}

static void denormals_and_budget(void) {
    const float smallest = 1e-45F;
    nnx_evaluate_options options = NNX_EVALUATE_OPTIONS_INIT;
    nnx_program *program = parsed(step);
    nnx_tensor *x = tensor_of(NNX_DTYPE_F32, NULL, 0, &smallest, sizeof smallest), *output = NULL;
    const nnx_tensor *inputs[] = {x};
    for (options.flush_denormals = 0; options.flush_denormals < 2; options.flush_denormals++) {
        const void *data = NULL;
        size_t nbytes = 0;
        float value = -1;
        OK(nnx_program_evaluate(program, NNX_STR("twice"), inputs, 1, &options, &output, 1));
        OK(nnx_tensor_data(output, &data, &nbytes));
        memcpy(&value, data, sizeof value);
        CHECK((value == 0) == options.flush_denormals);
        OK(nnx_tensor_release(output));
    }
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_program_evaluate(program, NNX_STR("twice"), inputs, 1, &options, &output, 1));
    MESSAGE_HAS("`options.flush_denormals` is 2; it must be 0 or 1");
    options.flush_denormals = 0;
    options.budget = 1;
    CHECK_STATUS(NNX_STATUS_RESOURCE_EXHAUSTED,
                 nnx_program_evaluate(program, NNX_STR("twice"), inputs, 1, &options, &output, 1));
    MESSAGE_HAS("budget");
    CHECK(output == NULL);
    OK(nnx_tensor_release(x));
    OK(nnx_program_release(program));
}

static void arguments_that_do_not_fit_are_named(void) {
    const int64_t one = 1;
    nnx_program *program = parsed(step);
    nnx_tensor *x = pair(1, 2), *wide = tensor_of(NNX_DTYPE_I64, NULL, 0, &one, sizeof one);
    const nnx_tensor *inputs[] = {x, wide}, *swapped[] = {wide, x};
    nnx_tensor *outputs[3] = {x, x, x};
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_evaluate(program, entry, inputs, 1, NULL, outputs, 2));
    MESSAGE_HAS("@main takes 2 inputs, 1 were given");
    CHECK(outputs[0] == NULL && outputs[1] == NULL && outputs[2] == x);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_evaluate(program, entry, inputs, 2, NULL, outputs, 2));
    MESSAGE_HAS("input 1 must be tensor<i32>, it is tensor<i64>");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_evaluate(program, entry, swapped, 2, NULL, outputs, 2));
    MESSAGE_HAS("input 0 must be tensor<2xf32>, it is tensor<i64>");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_evaluate(program, entry, inputs, 2, NULL, outputs, 3));
    MESSAGE_HAS("`num_outputs` is 3, but @main has 2 outputs");
    OK(nnx_tensor_release(x));
    OK(nnx_tensor_release(wide));
    OK(nnx_program_release(program));
}

static void bad_text_is_shown(void) {
    nnx_program *program = NULL;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT,
                 nnx_program_parse(NNX_STR("func.func @main(%a: tensor<f32>) -> tensor<f32> {\n"
                                           "  return %b : tensor<f32>\n"
                                           "}\n"),
                                   &program));
    MESSAGE_HAS("line 2, column 10: ");
    MESSAGE_HAS("\n    return %b : tensor<f32>\n           ^");
    CHECK(program == NULL);
    CHECK_STATUS(NNX_STATUS_UNIMPLEMENTED,
                 nnx_program_parse(NNX_STR("func.func @main(%a: tensor<f32>) -> tensor<f32> {\n"
                                           "  %0 = stablehlo.adds %a, %a : tensor<f32>\n"
                                           "  return %0 : tensor<f32>\n"
                                           "}\n"),
                                   &program));
    MESSAGE_HAS("line 2");
    MESSAGE_HAS("`stablehlo.adds`");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_parse(NNX_STR(""), NULL));
    MESSAGE_HAS("`out`");
}

static void a_gradient(void) {
    nnx_program *program = parsed("func.func @main(%w: tensor<2xf32>, %i: tensor<i32>) -> tensor<f32> {\n"
                                  "  %z = stablehlo.constant dense<0.0> : tensor<f32>\n"
                                  "  %0 = stablehlo.multiply %w, %w : tensor<2xf32>\n"
                                  "  %1 = stablehlo.reduce(%0 init: %z) applies stablehlo.add across dimensions = [0] :\n"
                                  "    (tensor<2xf32>, tensor<f32>) -> tensor<f32>\n"
                                  "  return %1 : tensor<f32>\n"
                                  "}\n"),
                *gradient = NULL;
    const int32_t seven = 7;
    const size_t first = 0, integer = 1, twice[] = {0, 0};
    nnx_tensor *inputs[] = {pair(1, -2), tensor_of(NNX_DTYPE_I32, NULL, 0, &seven, sizeof seven)}, *outputs[2];
    nnx_tensor *wanted = pair(2, -4);
    int32_t equal = 0;
    OK(nnx_program_value_and_grad(program, entry, &first, 1, 0, &gradient));
    OK(nnx_program_evaluate(gradient, entry, (const nnx_tensor *const *)inputs, 2, NULL, outputs, 2));
    OK(nnx_tensor_equal(outputs[1], wanted, &equal));
    CHECK(equal == 1);
    OK(nnx_program_release(gradient));
    OK(nnx_program_value_and_grad(program, entry, NULL, 0, 0, &gradient));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_value_and_grad(program, entry, &integer, 1, 0, &gradient));
    MESSAGE_HAS("argument 1 of @main is tensor<i32>");
    CHECK(gradient == NULL);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_value_and_grad(program, entry, twice, 2, 0, &gradient));
    MESSAGE_HAS("`wrt` has 0 twice");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_program_value_and_grad(program, entry, &first, 1, 2, &gradient));
    MESSAGE_HAS("`has_aux`");
    OK(nnx_tensor_release(outputs[0]));
    OK(nnx_tensor_release(outputs[1]));
    OK(nnx_tensor_release(inputs[0]));
    OK(nnx_tensor_release(inputs[1]));
    OK(nnx_tensor_release(wanted));
    OK(nnx_program_release(program));
}

int main(void) {
    what_is_printed_is_read_back();
    the_signature();
    an_evaluation();
    denormals_and_budget();
    arguments_that_do_not_fit_are_named();
    a_gradient();
    bad_text_is_shown();
    return finish();
}
