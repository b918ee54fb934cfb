#include "model.h"

static void a_failure_leaves_its_status_text_and_path(void) {
    nnx_node *model = small_model();
    nnx_tensor *none = NULL;
    nnx_error *error = NULL, *empty = NULL;
    nnx_str message = {NULL, 0}, path = {NULL, 0};
    int32_t code = 0;
    CHECK_STATUS(NNX_STATUS_NOT_FOUND, nnx_node_get_tensor(model, text("layers/0/nothing"), &none));
    MESSAGE_HAS("layers/0/nothing");
    OK(nnx_error_take(&error));
    CHECK(nnx_last_error_message()[0] == '\0');
    OK(nnx_error_take(&empty));
    CHECK(empty == NULL);
    OK(nnx_error_code(error, &code));
    CHECK(code == NNX_STATUS_NOT_FOUND);
    OK(nnx_error_message(error, &message));
    CHECK(message.size > 0 && message.data[message.size] == '\0');
    OK(nnx_error_path(error, &path));
    CHECK_TEXT("layers/0/nothing", path);
    OK(nnx_error_release(error));
    OK(nnx_node_release(model));
}

static void text_that_is_no_utf8_is_refused(void) {
    nnx_node *node = NULL;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_object_new(NULL, (nnx_str){"\xff\xfe", 2}, &node));
    CHECK(node == NULL);
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_object_new(NULL, (nnx_str){NULL, 4}, &node));
    node = object("Thing");
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_int(node, (nnx_str){"\xc3", 1}, 1));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_int(node, text("\"open"), 1));
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_node_set_int(node, text("a//b"), 1));
    OK(nnx_node_release(node));
}

static void a_success_keeps_the_last_text(void) {
    nnx_tensor *none = NULL, *tensor = NULL;
    const int64_t negative = -5;
    CHECK_STATUS(NNX_STATUS_INVALID_ARGUMENT, nnx_tensor_new(NNX_DTYPE_F32, &negative, 1, NULL, 0, &none));
    tensor = vector(1, 0);
    MESSAGE_HAS("-5");
    OK(nnx_tensor_release(tensor));
}

static void names_and_versions(void) {
    uint32_t major = 9, minor = 9, patch = 9;
    char printed[64];
    OK(nnx_version(&major, &minor, &patch));
    snprintf(printed, sizeof printed, "%u.%u.%u", (unsigned)major, (unsigned)minor, (unsigned)patch);
    CHECK(strcmp(printed, nnx_version_string()) == 0);
    CHECK(strcmp(nnx_status_name(NNX_STATUS_DATA_LOSS), "DATA_LOSS") == 0);
    CHECK(strcmp(nnx_status_name(5000), "CALLBACK") == 0);
    CHECK(strlen(nnx_isa_name()) > 0);
    CHECK(nnx_get_api(major, minor) != NULL);
    CHECK(nnx_get_api(major + 1, 0) == NULL);
    CHECK(nnx_get_api(major, minor + 1) == NULL);
}

static void devices_are_there_or_the_reason_is(void) {
    nnx_cuda_info info = NNX_CUDA_INFO_INIT;
    nnx_bytes *name = NULL;
    OK(nnx_cuda_probe(&info));
    CHECK((info.device_count > 0) == (nnx_cuda_reason()[0] == '\0'));
    CHECK(nnx_cuda_device_name(100000, &name) != NNX_OK);
    CHECK(name == NULL);
}

int main(void) {
    a_failure_leaves_its_status_text_and_path();
    text_that_is_no_utf8_is_refused();
    a_success_keeps_the_last_text();
    names_and_versions();
    devices_are_there_or_the_reason_is();
    return finish();
}
