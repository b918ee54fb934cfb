/* Every exported function with each of its arguments wrong in turn: NULL, a handle that is stale, forged or of another
 * type, text that is none, an unknown enum value. The answer must be the right status with a text that names the
 * argument, outputs must be zeroed, and what was handed over must be let go exactly once.
 * Generated from src/capi by `make generate`; do not edit. */
#include "misuse.h"

static void test_nnx_status_name(void) {
    static const struct wrong wrongs[] = {{"status", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_status status = misuse_is(wrong, "status") ? 9999 : NNX_STATUS_OK;
        (void)nnx_status_name(status);
        (void)answer, (void)wrong;
    }
}

static void test_nnx_error_take(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_error *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_error **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_error_take(out);
        misuse_expect("nnx_error_take", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_take", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_error_release(out_place);
    }
}

static void test_nnx_error_code(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle(NNX_ERROR, wrong, "error");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_error_code(error, out);
        misuse_expect("nnx_error_code", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_code", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_message(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle(NNX_ERROR, wrong, "error");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_error_message(error, out);
        misuse_expect("nnx_error_message", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_message", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_path(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle(NNX_ERROR, wrong, "error");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_error_path(error, out);
        misuse_expect("nnx_error_path", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_path", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_retain(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle(NNX_ERROR, wrong, "error");
        nnx_error *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_error **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_error_retain(error, out);
        misuse_expect("nnx_error_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_error_release(out_place);
    }
}

static void test_nnx_error_release(void) {
    static const struct wrong wrongs[] = {{"error", MAY_BE_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_error *error = (nnx_error *)misuse_handle(NNX_ERROR, wrong, "error");
        answer = nnx_error_release(error);
        misuse_expect("nnx_error_release", wrong, answer);
    }
}

static void test_nnx_version(void) {
    static const struct wrong wrongs[] = {{"major", WRONG_NULL}, {"minor", WRONG_NULL}, {"patch", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        uint32_t major_place;
        memset(&major_place, 0xA5, sizeof major_place);
        uint32_t *major = misuse_is(wrong, "major") ? NULL : &major_place;
        uint32_t minor_place;
        memset(&minor_place, 0xA5, sizeof minor_place);
        uint32_t *minor = misuse_is(wrong, "minor") ? NULL : &minor_place;
        uint32_t patch_place;
        memset(&patch_place, 0xA5, sizeof patch_place);
        uint32_t *patch = misuse_is(wrong, "patch") ? NULL : &patch_place;
        answer = nnx_version(major, minor, patch);
        misuse_expect("nnx_version", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "major")) misuse_zeroed("nnx_version", wrong, "major", &major_place, sizeof major_place);
        if (answer != NNX_OK && !misuse_is(wrong, "minor")) misuse_zeroed("nnx_version", wrong, "minor", &minor_place, sizeof minor_place);
        if (answer != NNX_OK && !misuse_is(wrong, "patch")) misuse_zeroed("nnx_version", wrong, "patch", &patch_place, sizeof patch_place);
    }
}

static void test_nnx_cuda_probe(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_cuda_info out_place = NNX_CUDA_INFO_INIT;
        nnx_cuda_info *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_cuda_probe(out);
        misuse_expect("nnx_cuda_probe", wrong, answer);
    }
}

static void test_nnx_cuda_device_name(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        int32_t index = 0;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_cuda_device_name(index, out);
        misuse_expect("nnx_cuda_device_name", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_cuda_device_name", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_new(void) {
    static const struct wrong wrongs[] = {{"data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const void *data = misuse_is(wrong, "data") ? NULL : (const void *)misuse_memory;
        size_t size = 1;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bytes_new(data, size, out);
        misuse_expect("nnx_bytes_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_data(void) {
    static const struct wrong wrongs[] = {{"bytes", WRONG_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bytes *bytes = (const nnx_bytes *)misuse_handle(NNX_BYTES, wrong, "bytes");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bytes_data(bytes, out);
        misuse_expect("nnx_bytes_data", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_data", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_bytes_retain(void) {
    static const struct wrong wrongs[] = {{"bytes", WRONG_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bytes *bytes = (const nnx_bytes *)misuse_handle(NNX_BYTES, wrong, "bytes");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bytes_retain(bytes, out);
        misuse_expect("nnx_bytes_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_release(void) {
    static const struct wrong wrongs[] = {{"bytes", MAY_BE_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_bytes *bytes = (nnx_bytes *)misuse_handle(NNX_BYTES, wrong, "bytes");
        answer = nnx_bytes_release(bytes);
        misuse_expect("nnx_bytes_release", wrong, answer);
    }
}

static void test_nnx_report_size(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_report_size(report, out);
        misuse_expect("nnx_report_size", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_size", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_report_row(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out_path", WRONG_NULL}, {"out_code", WRONG_NULL}, {"out_text", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        size_t index = 0;
        nnx_str out_path_place;
        memset(&out_path_place, 0xA5, sizeof out_path_place);
        nnx_str *out_path = misuse_is(wrong, "out_path") ? NULL : &out_path_place;
        int32_t out_code_place;
        memset(&out_code_place, 0xA5, sizeof out_code_place);
        int32_t *out_code = misuse_is(wrong, "out_code") ? NULL : &out_code_place;
        nnx_str out_text_place;
        memset(&out_text_place, 0xA5, sizeof out_text_place);
        nnx_str *out_text = misuse_is(wrong, "out_text") ? NULL : &out_text_place;
        answer = nnx_report_row(report, index, out_path, out_code, out_text);
        misuse_expect("nnx_report_row", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_path")) misuse_zeroed("nnx_report_row", wrong, "out_path", &out_path_place, sizeof out_path_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_code")) misuse_zeroed("nnx_report_row", wrong, "out_code", &out_code_place, sizeof out_code_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_text")) misuse_zeroed("nnx_report_row", wrong, "out_text", &out_text_place, sizeof out_text_place);
    }
}

static void test_nnx_report_text(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_report_text(report, out);
        misuse_expect("nnx_report_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_text", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_report_json(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_report_json(report, out);
        misuse_expect("nnx_report_json", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_json", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_report_retain(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_report_retain(report, out);
        misuse_expect("nnx_report_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_report_release(void) {
    static const struct wrong wrongs[] = {{"report", MAY_BE_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_report *report = (nnx_report *)misuse_handle(NNX_REPORT, wrong, "report");
        answer = nnx_report_release(report);
        misuse_expect("nnx_report_release", wrong, answer);
    }
}

static void test_nnx_path_component(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str key = misuse_text(wrong, "key");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_path_component(key, out);
        misuse_expect("nnx_path_component", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_path_component", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_path_components(void) {
    static const struct wrong wrongs[] = {{"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str path = misuse_text(wrong, "path");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_path_components(path, out);
        misuse_expect("nnx_path_components", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_path_components", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_dtype_name(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        (void)nnx_dtype_name(dtype);
        (void)answer, (void)wrong;
    }
}

static void test_nnx_dtype_size(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        (void)nnx_dtype_size(dtype);
        (void)answer, (void)wrong;
    }
}

static void test_nnx_dtype_from_name(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_dtype_from_name(name, out);
        misuse_expect("nnx_dtype_from_name", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_dtype_from_name", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_new(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"data", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        const void *data = misuse_is(wrong, "data") ? NULL : (const void *)misuse_memory;
        size_t nbytes = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_new(dtype, shape, rank, data, nbytes, out);
        misuse_expect("nnx_tensor_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void nnx_tensor_from_memory_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_tensor_from_memory(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"data", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        int32_t read_only = 0;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_tensor_from_memory_destroy;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_from_memory(dtype, shape, rank, data, nbytes, read_only, user_data, destroy, out);
        misuse_expect("nnx_tensor_from_memory", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_memory", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
        misuse_destroyed_once("nnx_tensor_from_memory", wrong);
    }
}

static void test_nnx_tensor_from_dlpack(void) {
    static const struct wrong wrongs[] = {{"managed", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        struct DLManagedTensorVersioned *managed = misuse_is(wrong, "managed") ? NULL : fixture_DLManagedTensorVersioned();
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_from_dlpack(managed, out);
        misuse_expect("nnx_tensor_from_dlpack", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_dlpack", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_from_dlpack_legacy(void) {
    static const struct wrong wrongs[] = {{"managed", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        struct DLManagedTensor *managed = misuse_is(wrong, "managed") ? NULL : fixture_DLManagedTensor();
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_from_dlpack_legacy(managed, out);
        misuse_expect("nnx_tensor_from_dlpack_legacy", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_dlpack_legacy", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_to_dlpack(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_dlpack_options options_value = NNX_DLPACK_OPTIONS_INIT;
        const nnx_dlpack_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        struct DLManagedTensorVersioned *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        struct DLManagedTensorVersioned **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_to_dlpack(tensor, options, out);
        misuse_expect("nnx_tensor_to_dlpack", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_to_dlpack", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) fixture_release_DLManagedTensorVersioned(out_place);
    }
}

static void test_nnx_tensor_to_dlpack_legacy(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_dlpack_options options_value = NNX_DLPACK_OPTIONS_INIT;
        const nnx_dlpack_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        struct DLManagedTensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        struct DLManagedTensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_to_dlpack_legacy(tensor, options, out);
        misuse_expect("nnx_tensor_to_dlpack_legacy", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_to_dlpack_legacy", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) fixture_release_DLManagedTensor(out_place);
    }
}

static void test_nnx_tensor_dtype(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_dtype(tensor, out);
        misuse_expect("nnx_tensor_dtype", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_dtype", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_shape(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out_shape", WRONG_NULL}, {"out_rank", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        const int64_t *out_shape_place;
        memset(&out_shape_place, 0xA5, sizeof out_shape_place);
        const int64_t **out_shape = misuse_is(wrong, "out_shape") ? NULL : &out_shape_place;
        size_t out_rank_place;
        memset(&out_rank_place, 0xA5, sizeof out_rank_place);
        size_t *out_rank = misuse_is(wrong, "out_rank") ? NULL : &out_rank_place;
        answer = nnx_tensor_shape(tensor, out_shape, out_rank);
        misuse_expect("nnx_tensor_shape", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_shape")) misuse_zeroed("nnx_tensor_shape", wrong, "out_shape", &out_shape_place, sizeof out_shape_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_rank")) misuse_zeroed("nnx_tensor_shape", wrong, "out_rank", &out_rank_place, sizeof out_rank_place);
    }
}

static void test_nnx_tensor_element_count(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_element_count(tensor, out);
        misuse_expect("nnx_tensor_element_count", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_element_count", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_nbytes(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_nbytes(tensor, out);
        misuse_expect("nnx_tensor_nbytes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_nbytes", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_data(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}, {"out_nbytes", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        const void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        const void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        answer = nnx_tensor_data(tensor, out, out_nbytes);
        misuse_expect("nnx_tensor_data", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_data", wrong, "out", &out_place, sizeof out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_tensor_data", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
    }
}

static void test_nnx_tensor_data_mut(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}, {"out_nbytes", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_tensor *tensor = (nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        answer = nnx_tensor_data_mut(tensor, out, out_nbytes);
        misuse_expect("nnx_tensor_data_mut", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_data_mut", wrong, "out", &out_place, sizeof out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_tensor_data_mut", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
    }
}

static void test_nnx_tensor_is_unique(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_is_unique(tensor, out);
        misuse_expect("nnx_tensor_is_unique", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_is_unique", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *a = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "a");
        const nnx_tensor *b = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_equal(a, b, out);
        misuse_expect("nnx_tensor_equal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_text(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_text(tensor, out);
        misuse_expect("nnx_tensor_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_tensor_retain(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tensor_retain(tensor, out);
        misuse_expect("nnx_tensor_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_release(void) {
    static const struct wrong wrongs[] = {{"tensor", MAY_BE_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_tensor *tensor = (nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        answer = nnx_tensor_release(tensor);
        misuse_expect("nnx_tensor_release", wrong, answer);
    }
}

static void test_nnx_pycapsule_destroy(void) {
    static const struct wrong wrongs[] = {{"capsule", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        void *capsule = misuse_is(wrong, "capsule") ? NULL : (void *)misuse_memory;
        answer = nnx_pycapsule_destroy(capsule);
        misuse_expect("nnx_pycapsule_destroy", wrong, answer);
    }
}

static void test_nnx_python_module(void) {
    static const struct wrong wrongs[] = {{"python", WRONG_NULL}, {"out_module", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        void *python = misuse_is(wrong, "python") ? NULL : (void *)misuse_memory;
        void *out_module_place;
        memset(&out_module_place, 0xA5, sizeof out_module_place);
        void **out_module = misuse_is(wrong, "out_module") ? NULL : &out_module_place;
        answer = nnx_python_module(python, out_module);
        misuse_expect("nnx_python_module", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_module")) misuse_zeroed("nnx_python_module", wrong, "out_module", &out_module_place, sizeof out_module_place);
    }
}

static void test_nnx_static_new_bool(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        int32_t value = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_bool(value, out);
        misuse_expect("nnx_static_new_bool", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_bool", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_int(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        int64_t value = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_int(value, out);
        misuse_expect("nnx_static_new_int", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_int", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_float(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double value = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_float(value, out);
        misuse_expect("nnx_static_new_float", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_float", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_string(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str value = misuse_text(wrong, "value");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_string(value, out);
        misuse_expect("nnx_static_new_string", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_string", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_bytes(void) {
    static const struct wrong wrongs[] = {{"data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const void *data = misuse_is(wrong, "data") ? NULL : (const void *)misuse_memory;
        size_t size = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_bytes(data, size, out);
        misuse_expect("nnx_static_new_bytes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_bytes", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_dtype(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_dtype value = misuse_is(wrong, "value") ? 9999 : NNX_DTYPE_BOOL;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_dtype(value, out);
        misuse_expect("nnx_static_new_dtype", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_dtype", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_none(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_none(out);
        misuse_expect("nnx_static_new_none", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_none", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_tuple(void) {
    static const struct wrong wrongs[] = {{"items", WRONG_NULL}, {"items", WRONG_NULL_ELEMENT}, {"items", WRONG_STALE}, {"items", WRONG_TYPE}, {"items", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *items_items[1] = {(const nnx_static *)misuse_handle(NNX_STATIC, wrong, "items")};
        const nnx_static *const *items = misuse_is_null(wrong, "items") ? NULL : items_items;
        size_t count = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_tuple(items, count, out);
        misuse_expect("nnx_static_new_tuple", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_tuple", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_new_foreign(void) {
    static const struct wrong wrongs[] = {{"value", MAY_BE_NULL}, {"callbacks", WRONG_NULL}, {"callbacks", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        void *value = misuse_is(wrong, "value") ? NULL : (void *)misuse_memory;
        nnx_foreign_callbacks callbacks_value = NNX_FOREIGN_CALLBACKS_INIT;
        const nnx_foreign_callbacks *callbacks = misuse_is_null(wrong, "callbacks") ? NULL : &callbacks_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "callbacks")) callbacks_value.struct_size = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_new_foreign(value, callbacks, out);
        misuse_expect("nnx_static_new_foreign", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_new_foreign", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_kind_of(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        nnx_static_kind out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static_kind *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_kind_of(value, out);
        misuse_expect("nnx_static_kind_of", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_kind_of", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_bool(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_bool(value, out);
        misuse_expect("nnx_static_as_bool", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_bool", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_int(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        int64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_int(value, out);
        misuse_expect("nnx_static_as_int", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_int", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_float(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        double out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        double *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_float(value, out);
        misuse_expect("nnx_static_as_float", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_float", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_string(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_string(value, out);
        misuse_expect("nnx_static_as_string", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_string", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_bytes(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}, {"out_size", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        const void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        const void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t out_size_place;
        memset(&out_size_place, 0xA5, sizeof out_size_place);
        size_t *out_size = misuse_is(wrong, "out_size") ? NULL : &out_size_place;
        answer = nnx_static_as_bytes(value, out, out_size);
        misuse_expect("nnx_static_as_bytes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_bytes", wrong, "out", &out_place, sizeof out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_size")) misuse_zeroed("nnx_static_as_bytes", wrong, "out_size", &out_size_place, sizeof out_size_place);
    }
}

static void test_nnx_static_as_dtype(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_dtype(value, out);
        misuse_expect("nnx_static_as_dtype", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_dtype", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_as_foreign(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_as_foreign(value, out);
        misuse_expect("nnx_static_as_foreign", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_as_foreign", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_size(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_size(value, out);
        misuse_expect("nnx_static_size", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_size", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_at(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        size_t index = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_at(value, index, out);
        misuse_expect("nnx_static_at", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_at", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *a = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "a");
        const nnx_static *b = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_equal(a, b, out);
        misuse_expect("nnx_static_equal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_static_text(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_text(value, out);
        misuse_expect("nnx_static_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_static_retain(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_static_retain(value, out);
        misuse_expect("nnx_static_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_static_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_static_release(void) {
    static const struct wrong wrongs[] = {{"value", MAY_BE_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_static *value = (nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        answer = nnx_static_release(value);
        misuse_expect("nnx_static_release", wrong, answer);
    }
}

static void nnx_opaque_new_destroy(void *data, void *user_data) {
    (void)data; (void)user_data; misuse_destroyed++;
}

static void test_nnx_opaque_new(void) {
    static const struct wrong wrongs[] = {{"type_name", WRONG_NULL}, {"type_name", WRONG_UTF8}, {"data", MAY_BE_NULL}, {"user_data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str type_name = misuse_text(wrong, "type_name");
        void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *data, void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_opaque_new_destroy;
        nnx_opaque *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_opaque **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_opaque_new(type_name, data, nbytes, user_data, destroy, out);
        misuse_expect("nnx_opaque_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_opaque_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_opaque_release(out_place);
        misuse_destroyed_once("nnx_opaque_new", wrong);
    }
}

static void test_nnx_opaque_data(void) {
    static const struct wrong wrongs[] = {{"opaque", WRONG_NULL}, {"opaque", WRONG_STALE}, {"opaque", WRONG_TYPE}, {"opaque", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_opaque *opaque = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaque");
        void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_opaque_data(opaque, out);
        misuse_expect("nnx_opaque_data", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_opaque_data", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_opaque_type_name(void) {
    static const struct wrong wrongs[] = {{"opaque", WRONG_NULL}, {"opaque", WRONG_STALE}, {"opaque", WRONG_TYPE}, {"opaque", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_opaque *opaque = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaque");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_opaque_type_name(opaque, out);
        misuse_expect("nnx_opaque_type_name", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_opaque_type_name", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_opaque_nbytes(void) {
    static const struct wrong wrongs[] = {{"opaque", WRONG_NULL}, {"opaque", WRONG_STALE}, {"opaque", WRONG_TYPE}, {"opaque", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_opaque *opaque = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaque");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_opaque_nbytes(opaque, out);
        misuse_expect("nnx_opaque_nbytes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_opaque_nbytes", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_opaque_retain(void) {
    static const struct wrong wrongs[] = {{"opaque", WRONG_NULL}, {"opaque", WRONG_STALE}, {"opaque", WRONG_TYPE}, {"opaque", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_opaque *opaque = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaque");
        nnx_opaque *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_opaque **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_opaque_retain(opaque, out);
        misuse_expect("nnx_opaque_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_opaque_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_opaque_release(out_place);
    }
}

static void test_nnx_opaque_release(void) {
    static const struct wrong wrongs[] = {{"opaque", MAY_BE_NULL}, {"opaque", WRONG_STALE}, {"opaque", WRONG_TYPE}, {"opaque", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_opaque *opaque = (nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaque");
        answer = nnx_opaque_release(opaque);
        misuse_expect("nnx_opaque_release", wrong, answer);
    }
}

static void test_nnx_variable_type_register(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"parent", WRONG_NULL}, {"parent", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        nnx_str parent = misuse_text(wrong, "parent");
        answer = nnx_variable_type_register(name, parent);
        misuse_expect("nnx_variable_type_register", wrong, answer);
    }
}

static void test_nnx_variable_type_parent(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_type_parent(name, out);
        misuse_expect("nnx_variable_type_parent", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_type_parent", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_variable_type_is(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"ancestor", WRONG_NULL}, {"ancestor", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        nnx_str ancestor = misuse_text(wrong, "ancestor");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_type_is(name, ancestor, out);
        misuse_expect("nnx_variable_type_is", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_type_is", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graph_new(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graph **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graph_new(out);
        misuse_expect("nnx_graph_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graph_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graph_release(out_place);
    }
}

static void test_nnx_graph_node_count(void) {
    static const struct wrong wrongs[] = {{"graph", WRONG_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graph *graph = (const nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graph_node_count(graph, out);
        misuse_expect("nnx_graph_node_count", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graph_node_count", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graph_collect(void) {
    static const struct wrong wrongs[] = {{"graph", WRONG_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        answer = nnx_graph_collect(graph);
        misuse_expect("nnx_graph_collect", wrong, answer);
    }
}

static void test_nnx_graph_same(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graph *a = (const nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "a");
        const nnx_graph *b = (const nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graph_same(a, b, out);
        misuse_expect("nnx_graph_same", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graph_same", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graph_retain(void) {
    static const struct wrong wrongs[] = {{"graph", WRONG_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graph *graph = (const nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_graph *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graph **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graph_retain(graph, out);
        misuse_expect("nnx_graph_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graph_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graph_release(out_place);
    }
}

static void test_nnx_graph_release(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        answer = nnx_graph_release(graph);
        misuse_expect("nnx_graph_release", wrong, answer);
    }
}

static void test_nnx_object_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"type_name", WRONG_NULL}, {"type_name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_str type_name = misuse_text(wrong, "type_name");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_object_new(graph, type_name, out);
        misuse_expect("nnx_object_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_object_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_list_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_list_new(graph, out);
        misuse_expect("nnx_list_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_list_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_dict_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_dict_new(graph, out);
        misuse_expect("nnx_dict_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_dict_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_plain_list_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_plain_list_new(graph, out);
        misuse_expect("nnx_plain_list_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_plain_list_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_plain_dict_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_plain_dict_new(graph, out);
        misuse_expect("nnx_plain_dict_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_plain_dict_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_tuple_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_tuple_new(graph, out);
        misuse_expect("nnx_tuple_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tuple_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_node_graph(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_graph *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graph **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_graph(node, out);
        misuse_expect("nnx_node_graph", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_graph", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graph_release(out_place);
    }
}

static void test_nnx_node_kind_of(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node_kind out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node_kind *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_kind_of(node, out);
        misuse_expect("nnx_node_kind_of", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_kind_of", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_type_name(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_type_name(node, out);
        misuse_expect("nnx_node_type_name", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_type_name", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_size(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_size(node, out);
        misuse_expect("nnx_node_size", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_size", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_keys(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_keys(node, out);
        misuse_expect("nnx_node_keys", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_keys", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_node_same(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *a = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "a");
        const nnx_node *b = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_same(a, b, out);
        misuse_expect("nnx_node_same", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_same", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_id(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        uint64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        uint64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_id(node, out);
        misuse_expect("nnx_node_id", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_id", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_kind(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_attribute_kind out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_attribute_kind *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_kind(node, path, out);
        misuse_expect("nnx_node_get_kind", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_kind", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_bool(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_bool(node, path, out);
        misuse_expect("nnx_node_get_bool", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_bool", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_int(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        int64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_int(node, path, out);
        misuse_expect("nnx_node_get_int", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_int", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_float(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        double out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        double *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_float(node, path, out);
        misuse_expect("nnx_node_get_float", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_float", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_string(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_string(node, path, out);
        misuse_expect("nnx_node_get_string", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_string", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_node_get_static(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_static(node, path, out);
        misuse_expect("nnx_node_get_static", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_static", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_node_get_tensor(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_tensor(node, path, out);
        misuse_expect("nnx_node_get_tensor", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_tensor", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_node_get_opaque(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_opaque *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_opaque **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_opaque(node, path, out);
        misuse_expect("nnx_node_get_opaque", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_opaque", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_opaque_release(out_place);
    }
}

static void test_nnx_node_get_value(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_value(node, path, out);
        misuse_expect("nnx_node_get_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_node_get_node(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_get_node(node, path, out);
        misuse_expect("nnx_node_get_node", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_get_node", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_node_set_bool(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        int32_t value = 0;
        answer = nnx_node_set_bool(node, path, value);
        misuse_expect("nnx_node_set_bool", wrong, answer);
    }
}

static void test_nnx_node_set_int(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        int64_t value = 0;
        answer = nnx_node_set_int(node, path, value);
        misuse_expect("nnx_node_set_int", wrong, answer);
    }
}

static void test_nnx_node_set_float(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        double value = 0;
        answer = nnx_node_set_float(node, path, value);
        misuse_expect("nnx_node_set_float", wrong, answer);
    }
}

static void test_nnx_node_set_string(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        nnx_str value = misuse_text(wrong, "value");
        answer = nnx_node_set_string(node, path, value);
        misuse_expect("nnx_node_set_string", wrong, answer);
    }
}

static void test_nnx_node_set_static(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        answer = nnx_node_set_static(node, path, value);
        misuse_expect("nnx_node_set_static", wrong, answer);
    }
}

static void test_nnx_node_set_tensor(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_tensor *value = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "value");
        answer = nnx_node_set_tensor(node, path, value);
        misuse_expect("nnx_node_set_tensor", wrong, answer);
    }
}

static void test_nnx_node_set_opaque(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_opaque *value = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "value");
        answer = nnx_node_set_opaque(node, path, value);
        misuse_expect("nnx_node_set_opaque", wrong, answer);
    }
}

static void test_nnx_node_set_value(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        answer = nnx_node_set_value(node, path, value);
        misuse_expect("nnx_node_set_value", wrong, answer);
    }
}

static void test_nnx_node_set_node(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_node *value = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "value");
        answer = nnx_node_set_node(node, path, value);
        misuse_expect("nnx_node_set_node", wrong, answer);
    }
}

static void test_nnx_node_set_none(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        answer = nnx_node_set_none(node, path);
        misuse_expect("nnx_node_set_none", wrong, answer);
    }
}

static void test_nnx_node_delete(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str path = misuse_text(wrong, "path");
        answer = nnx_node_delete(node, path);
        misuse_expect("nnx_node_delete", wrong, answer);
    }
}

static void test_nnx_list_append(void) {
    static const struct wrong wrongs[] = {{"list", WRONG_NULL}, {"list", WRONG_STALE}, {"list", WRONG_TYPE}, {"list", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *list = (nnx_node *)misuse_handle(NNX_NODE, wrong, "list");
        const nnx_node *value = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "value");
        answer = nnx_list_append(list, value);
        misuse_expect("nnx_list_append", wrong, answer);
    }
}

static void test_nnx_list_insert(void) {
    static const struct wrong wrongs[] = {{"list", WRONG_NULL}, {"list", WRONG_STALE}, {"list", WRONG_TYPE}, {"list", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *list = (nnx_node *)misuse_handle(NNX_NODE, wrong, "list");
        int64_t index = 0;
        const nnx_node *value = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "value");
        answer = nnx_list_insert(list, index, value);
        misuse_expect("nnx_list_insert", wrong, answer);
    }
}

static void test_nnx_node_retain(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_retain(node, out);
        misuse_expect("nnx_node_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_node_release(void) {
    static const struct wrong wrongs[] = {{"node", MAY_BE_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        answer = nnx_node_release(node);
        misuse_expect("nnx_node_release", wrong, answer);
    }
}

static void test_nnx_variable_new(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"variable_type", WRONG_NULL}, {"variable_type", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_str variable_type = misuse_text(wrong, "variable_type");
        const nnx_tensor *value = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "value");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_new(graph, variable_type, value, out);
        misuse_expect("nnx_variable_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_variable_new_opaque(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"variable_type", WRONG_NULL}, {"variable_type", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_str variable_type = misuse_text(wrong, "variable_type");
        const nnx_opaque *value = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "value");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_new_opaque(graph, variable_type, value, out);
        misuse_expect("nnx_variable_new_opaque", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_new_opaque", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_variable_new_traced(void) {
    static const struct wrong wrongs[] = {{"graph", MAY_BE_NULL}, {"graph", WRONG_STALE}, {"graph", WRONG_TYPE}, {"graph", WRONG_FORGED}, {"variable_type", WRONG_NULL}, {"variable_type", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graph *graph = (nnx_graph *)misuse_handle(NNX_GRAPH, wrong, "graph");
        nnx_str variable_type = misuse_text(wrong, "variable_type");
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_new_traced(graph, variable_type, value, out);
        misuse_expect("nnx_variable_new_traced", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_new_traced", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_variable_get(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_get(variable, out);
        misuse_expect("nnx_variable_get", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_get", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_variable_get_opaque(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_opaque *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_opaque **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_get_opaque(variable, out);
        misuse_expect("nnx_variable_get_opaque", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_get_opaque", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_opaque_release(out_place);
    }
}

static void test_nnx_variable_set(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        const nnx_tensor *value = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "value");
        answer = nnx_variable_set(variable, value);
        misuse_expect("nnx_variable_set", wrong, answer);
    }
}

static void test_nnx_variable_set_opaque(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        const nnx_opaque *value = (const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "value");
        answer = nnx_variable_set_opaque(variable, value);
        misuse_expect("nnx_variable_set_opaque", wrong, answer);
    }
}

static void test_nnx_variable_get_value(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_get_value(variable, out);
        misuse_expect("nnx_variable_get_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_get_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_variable_read(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_read(trace, variable, out);
        misuse_expect("nnx_variable_read", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_read", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_variable_set_traced(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        answer = nnx_variable_set_traced(variable, value);
        misuse_expect("nnx_variable_set_traced", wrong, answer);
    }
}

static void test_nnx_variable_write(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"data", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        const void *data = misuse_is(wrong, "data") ? NULL : (const void *)misuse_memory;
        size_t nbytes = 1;
        answer = nnx_variable_write(variable, data, nbytes);
        misuse_expect("nnx_variable_write", wrong, answer);
    }
}

static void test_nnx_variable_metadata(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_str name = misuse_text(wrong, "name");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_metadata(variable, name, out);
        misuse_expect("nnx_variable_metadata", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_metadata", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_variable_set_metadata(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_str name = misuse_text(wrong, "name");
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        answer = nnx_variable_set_metadata(variable, name, value);
        misuse_expect("nnx_variable_set_metadata", wrong, answer);
    }
}

static void test_nnx_variable_delete_metadata(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *variable = (nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_str name = misuse_text(wrong, "name");
        answer = nnx_variable_delete_metadata(variable, name);
        misuse_expect("nnx_variable_delete_metadata", wrong, answer);
    }
}

static void test_nnx_variable_metadata_names(void) {
    static const struct wrong wrongs[] = {{"variable", WRONG_NULL}, {"variable", WRONG_STALE}, {"variable", WRONG_TYPE}, {"variable", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *variable = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "variable");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_variable_metadata_names(variable, out);
        misuse_expect("nnx_variable_metadata_names", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_variable_metadata_names", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_filter_of_type(void) {
    static const struct wrong wrongs[] = {{"variable_type", WRONG_NULL}, {"variable_type", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str variable_type = misuse_text(wrong, "variable_type");
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_of_type(variable_type, out);
        misuse_expect("nnx_filter_of_type", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_of_type", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_object_type(void) {
    static const struct wrong wrongs[] = {{"type_name", WRONG_NULL}, {"type_name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str type_name = misuse_text(wrong, "type_name");
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_object_type(type_name, out);
        misuse_expect("nnx_filter_object_type", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_object_type", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_path_contains(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str key = misuse_text(wrong, "key");
        int32_t exact = 0;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_path_contains(key, exact, out);
        misuse_expect("nnx_filter_path_contains", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_path_contains", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_path_in(void) {
    static const struct wrong wrongs[] = {{"paths", WRONG_NULL}, {"paths", WRONG_NULL_ELEMENT}, {"paths", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str paths_items[1] = {misuse_text(wrong, "paths")};
        const nnx_str *paths = misuse_is_null(wrong, "paths") ? NULL : paths_items;
        size_t count = 1;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_path_in(paths, count, out);
        misuse_expect("nnx_filter_path_in", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_path_in", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_with_tag(void) {
    static const struct wrong wrongs[] = {{"tag", WRONG_NULL}, {"tag", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str tag = misuse_text(wrong, "tag");
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_with_tag(tag, out);
        misuse_expect("nnx_filter_with_tag", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_with_tag", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_any(void) {
    static const struct wrong wrongs[] = {{"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_any(filters, count, out);
        misuse_expect("nnx_filter_any", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_any", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_all(void) {
    static const struct wrong wrongs[] = {{"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_all(filters, count, out);
        misuse_expect("nnx_filter_all", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_all", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_not(void) {
    static const struct wrong wrongs[] = {{"filter", WRONG_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_filter *filter = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_not(filter, out);
        misuse_expect("nnx_filter_not", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_not", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_everything(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_everything(out);
        misuse_expect("nnx_filter_everything", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_everything", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_nothing(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_nothing(out);
        misuse_expect("nnx_filter_nothing", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_nothing", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_rest(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_rest(out);
        misuse_expect("nnx_filter_rest", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_rest", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static nnx_status nnx_filter_callback_test(void *user_data, nnx_str path, nnx_str type_name, int32_t *out) {
    (void)user_data; (void)path; (void)type_name; (void)out; return 0;
}

static void nnx_filter_callback_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_filter_callback(void) {
    static const struct wrong wrongs[] = {{"test", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_status (*test)(void *user_data, nnx_str path, nnx_str type_name, int32_t *out) = misuse_is(wrong, "test") ? NULL : nnx_filter_callback_test;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_filter_callback_destroy;
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_callback(test, user_data, destroy, out);
        misuse_expect("nnx_filter_callback", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_callback", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
        misuse_destroyed_once("nnx_filter_callback", wrong);
    }
}

static void test_nnx_filter_text(void) {
    static const struct wrong wrongs[] = {{"filter", WRONG_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_filter *filter = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_text(filter, out);
        misuse_expect("nnx_filter_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_filter_retain(void) {
    static const struct wrong wrongs[] = {{"filter", WRONG_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_filter *filter = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        nnx_filter *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_filter **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_filter_retain(filter, out);
        misuse_expect("nnx_filter_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_filter_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_filter_release(out_place);
    }
}

static void test_nnx_filter_release(void) {
    static const struct wrong wrongs[] = {{"filter", MAY_BE_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_filter *filter = (nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        answer = nnx_filter_release(filter);
        misuse_expect("nnx_filter_release", wrong, answer);
    }
}

static void test_nnx_node_split(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out_graphdef", WRONG_NULL}, {"out_states", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_graphdef *out_graphdef_place;
        memset(&out_graphdef_place, 0xA5, sizeof out_graphdef_place);
        nnx_graphdef **out_graphdef = misuse_is(wrong, "out_graphdef") ? NULL : &out_graphdef_place;
        nnx_state *out_states_place;
        memset(&out_states_place, 0xA5, sizeof out_states_place);
        nnx_state **out_states = misuse_is(wrong, "out_states") ? NULL : &out_states_place;
        answer = nnx_node_split(node, filters, count, out_graphdef, out_states);
        misuse_expect("nnx_node_split", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_graphdef")) misuse_zeroed("nnx_node_split", wrong, "out_graphdef", &out_graphdef_place, sizeof out_graphdef_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_graphdef")) (void)nnx_graphdef_release(out_graphdef_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_states")) misuse_zeroed("nnx_node_split", wrong, "out_states", &out_states_place, sizeof out_states_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_states")) (void)nnx_state_release(out_states_place);
    }
}

static void test_nnx_node_state(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out_states", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_state *out_states_place;
        memset(&out_states_place, 0xA5, sizeof out_states_place);
        nnx_state **out_states = misuse_is(wrong, "out_states") ? NULL : &out_states_place;
        answer = nnx_node_state(node, filters, count, out_states);
        misuse_expect("nnx_node_state", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_states")) misuse_zeroed("nnx_node_state", wrong, "out_states", &out_states_place, sizeof out_states_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_states")) (void)nnx_state_release(out_states_place);
    }
}

static void test_nnx_node_graphdef(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_graphdef(node, out);
        misuse_expect("nnx_node_graphdef", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_graphdef", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_node_update(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t count = 1;
        nnx_update_options options_value = NNX_UPDATE_OPTIONS_INIT;
        const nnx_update_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_node_update(node, states, count, options);
        misuse_expect("nnx_node_update", wrong, answer);
    }
}

static void test_nnx_node_pop(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out_states", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_state *out_states_place;
        memset(&out_states_place, 0xA5, sizeof out_states_place);
        nnx_state **out_states = misuse_is(wrong, "out_states") ? NULL : &out_states_place;
        answer = nnx_node_pop(node, filters, count, out_states);
        misuse_expect("nnx_node_pop", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_states")) misuse_zeroed("nnx_node_pop", wrong, "out_states", &out_states_place, sizeof out_states_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_states")) (void)nnx_state_release(out_states_place);
    }
}

static void test_nnx_node_clone(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_clone(node, out);
        misuse_expect("nnx_node_clone", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_clone", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_node_iter(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_iter(node, out);
        misuse_expect("nnx_node_iter", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_iter", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_node_find_duplicates(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"only", MAY_BE_NULL}, {"only", WRONG_STALE}, {"only", WRONG_TYPE}, {"only", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *only = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "only");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_find_duplicates(node, only, out);
        misuse_expect("nnx_node_find_duplicates", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_find_duplicates", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_node_variables(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_variables(node, filters, count, out);
        misuse_expect("nnx_node_variables", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_variables", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_node_set_attributes(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filter", MAY_BE_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"values", WRONG_NULL}, {"values", WRONG_NULL_ELEMENT}, {"values", WRONG_STALE}, {"values", WRONG_TYPE}, {"values", WRONG_FORGED}, {"out_changed", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filter = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_static *values_items[1] = {(const nnx_static *)misuse_handle(NNX_STATIC, wrong, "values")};
        const nnx_static *const *values = misuse_is_null(wrong, "values") ? NULL : values_items;
        size_t count = 1;
        int32_t require_all = 0;
        size_t out_changed_place;
        memset(&out_changed_place, 0xA5, sizeof out_changed_place);
        size_t *out_changed = misuse_is(wrong, "out_changed") ? NULL : &out_changed_place;
        answer = nnx_node_set_attributes(node, filter, names, values, count, require_all, out_changed);
        misuse_expect("nnx_node_set_attributes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_changed")) misuse_zeroed("nnx_node_set_attributes", wrong, "out_changed", &out_changed_place, sizeof out_changed_place);
    }
}

static void test_nnx_node_train(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        answer = nnx_node_train(node);
        misuse_expect("nnx_node_train", wrong, answer);
    }
}

static void test_nnx_node_eval(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        answer = nnx_node_eval(node);
        misuse_expect("nnx_node_eval", wrong, answer);
    }
}

static void test_nnx_node_set_metadata(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"filter", MAY_BE_NULL}, {"filter", WRONG_STALE}, {"filter", WRONG_TYPE}, {"filter", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out_changed", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *filter = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filter");
        nnx_str name = misuse_text(wrong, "name");
        const nnx_static *value = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "value");
        size_t out_changed_place;
        memset(&out_changed_place, 0xA5, sizeof out_changed_place);
        size_t *out_changed = misuse_is(wrong, "out_changed") ? NULL : &out_changed_place;
        answer = nnx_node_set_metadata(node, filter, name, value, out_changed);
        misuse_expect("nnx_node_set_metadata", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_changed")) misuse_zeroed("nnx_node_set_metadata", wrong, "out_changed", &out_changed_place, sizeof out_changed_place);
    }
}

static void test_nnx_graphdef_merge(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t count = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_merge(graphdef, states, count, out);
        misuse_expect("nnx_graphdef_merge", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_merge", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_graphdef_num_leaves(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_num_leaves(graphdef, out);
        misuse_expect("nnx_graphdef_num_leaves", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_num_leaves", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_num_nodes(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_num_nodes(graphdef, out);
        misuse_expect("nnx_graphdef_num_nodes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_num_nodes", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_num_attributes(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_num_attributes(graphdef, out);
        misuse_expect("nnx_graphdef_num_attributes", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_num_attributes", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_leaves(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_leaves(graphdef, out);
        misuse_expect("nnx_graphdef_leaves", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_leaves", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_graphdef_hash(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        uint64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        uint64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_hash(graphdef, out);
        misuse_expect("nnx_graphdef_hash", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_hash", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *a = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "a");
        const nnx_graphdef *b = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_equal(a, b, out);
        misuse_expect("nnx_graphdef_equal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_same(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *a = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "a");
        const nnx_graphdef *b = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_same(a, b, out);
        misuse_expect("nnx_graphdef_same", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_same", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_graphdef_retain(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_retain(graphdef, out);
        misuse_expect("nnx_graphdef_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_graphdef_release(void) {
    static const struct wrong wrongs[] = {{"graphdef", MAY_BE_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_graphdef *graphdef = (nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        answer = nnx_graphdef_release(graphdef);
        misuse_expect("nnx_graphdef_release", wrong, answer);
    }
}

static void test_nnx_state_from_leaves(void) {
    static const struct wrong wrongs[] = {{"paths", WRONG_NULL}, {"paths", WRONG_NULL_ELEMENT}, {"paths", WRONG_UTF8}, {"types", WRONG_NULL}, {"types", WRONG_NULL_ELEMENT}, {"types", WRONG_UTF8}, {"tensors", WRONG_NULL}, {"tensors", WRONG_NULL_ELEMENT}, {"tensors", WRONG_STALE}, {"tensors", WRONG_TYPE}, {"tensors", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str paths_items[1] = {misuse_text(wrong, "paths")};
        const nnx_str *paths = misuse_is_null(wrong, "paths") ? NULL : paths_items;
        nnx_str types_items[1] = {misuse_text(wrong, "types")};
        const nnx_str *types = misuse_is_null(wrong, "types") ? NULL : types_items;
        const nnx_tensor *tensors_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensors")};
        const nnx_tensor *const *tensors = misuse_is_null(wrong, "tensors") ? NULL : tensors_items;
        size_t count = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_from_leaves(paths, types, tensors, count, out);
        misuse_expect("nnx_state_from_leaves", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_from_leaves", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_size(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_size(state, out);
        misuse_expect("nnx_state_size", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_size", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_path(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_path(state, index, out);
        misuse_expect("nnx_state_path", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_path", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_state_paths(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_paths(state, out);
        misuse_expect("nnx_state_paths", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_paths", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_state_find(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str path = misuse_text(wrong, "path");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_find(state, path, out);
        misuse_expect("nnx_state_find", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_find", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_leaf_kind(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_attribute_kind out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_attribute_kind *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_leaf_kind(state, index, out);
        misuse_expect("nnx_state_leaf_kind", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_leaf_kind", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_type(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_type(state, index, out);
        misuse_expect("nnx_state_type", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_type", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_get_value(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str path = misuse_text(wrong, "path");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_get_value(state, path, out);
        misuse_expect("nnx_state_get_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_get_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_tensor(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_tensor(state, index, out);
        misuse_expect("nnx_state_tensor", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_tensor", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_state_opaque(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_opaque *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_opaque **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_opaque(state, index, out);
        misuse_expect("nnx_state_opaque", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_opaque", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_opaque_release(out_place);
    }
}

static void test_nnx_state_metadata(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_str name = misuse_text(wrong, "name");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_metadata(state, index, name, out);
        misuse_expect("nnx_state_metadata", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_metadata", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_state_metadata_names(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        size_t index = 0;
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_metadata_names(state, index, out);
        misuse_expect("nnx_state_metadata_names", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_metadata_names", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_state_get(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str path = misuse_text(wrong, "path");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_get(state, path, out);
        misuse_expect("nnx_state_get", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_get", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_state_with(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"paths", WRONG_NULL}, {"paths", WRONG_NULL_ELEMENT}, {"paths", WRONG_UTF8}, {"tensors", WRONG_NULL}, {"tensors", WRONG_NULL_ELEMENT}, {"tensors", WRONG_STALE}, {"tensors", WRONG_TYPE}, {"tensors", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str paths_items[1] = {misuse_text(wrong, "paths")};
        const nnx_str *paths = misuse_is_null(wrong, "paths") ? NULL : paths_items;
        const nnx_tensor *tensors_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensors")};
        const nnx_tensor *const *tensors = misuse_is_null(wrong, "tensors") ? NULL : tensors_items;
        size_t count = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_with(state, paths, tensors, count, out);
        misuse_expect("nnx_state_with", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_with", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_with_values(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"paths", WRONG_NULL}, {"paths", WRONG_NULL_ELEMENT}, {"paths", WRONG_UTF8}, {"values", WRONG_NULL}, {"values", WRONG_NULL_ELEMENT}, {"values", WRONG_STALE}, {"values", WRONG_TYPE}, {"values", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str paths_items[1] = {misuse_text(wrong, "paths")};
        const nnx_str *paths = misuse_is_null(wrong, "paths") ? NULL : paths_items;
        const nnx_value *values_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "values")};
        const nnx_value *const *values = misuse_is_null(wrong, "values") ? NULL : values_items;
        size_t count = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_with_values(state, paths, values, count, out);
        misuse_expect("nnx_state_with_values", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_with_values", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_with_opaque(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"paths", WRONG_NULL}, {"paths", WRONG_NULL_ELEMENT}, {"paths", WRONG_UTF8}, {"opaques", WRONG_NULL}, {"opaques", WRONG_NULL_ELEMENT}, {"opaques", WRONG_STALE}, {"opaques", WRONG_TYPE}, {"opaques", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str paths_items[1] = {misuse_text(wrong, "paths")};
        const nnx_str *paths = misuse_is_null(wrong, "paths") ? NULL : paths_items;
        const nnx_opaque *opaques_items[1] = {(const nnx_opaque *)misuse_handle(NNX_OPAQUE, wrong, "opaques")};
        const nnx_opaque *const *opaques = misuse_is_null(wrong, "opaques") ? NULL : opaques_items;
        size_t count = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_with_opaque(state, paths, opaques, count, out);
        misuse_expect("nnx_state_with_opaque", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_with_opaque", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_filter(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out_states", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_state *out_states_place;
        memset(&out_states_place, 0xA5, sizeof out_states_place);
        nnx_state **out_states = misuse_is(wrong, "out_states") ? NULL : &out_states_place;
        answer = nnx_state_filter(state, filters, count, out_states);
        misuse_expect("nnx_state_filter", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_states")) misuse_zeroed("nnx_state_filter", wrong, "out_states", &out_states_place, sizeof out_states_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_states")) (void)nnx_state_release(out_states_place);
    }
}

static void test_nnx_state_split(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"filters", WRONG_NULL}, {"filters", WRONG_NULL_ELEMENT}, {"filters", WRONG_STALE}, {"filters", WRONG_TYPE}, {"filters", WRONG_FORGED}, {"out_states", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        const nnx_filter *filters_items[1] = {(const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "filters")};
        const nnx_filter *const *filters = misuse_is_null(wrong, "filters") ? NULL : filters_items;
        size_t count = 1;
        nnx_state *out_states_place;
        memset(&out_states_place, 0xA5, sizeof out_states_place);
        nnx_state **out_states = misuse_is(wrong, "out_states") ? NULL : &out_states_place;
        answer = nnx_state_split(state, filters, count, out_states);
        misuse_expect("nnx_state_split", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_states")) misuse_zeroed("nnx_state_split", wrong, "out_states", &out_states_place, sizeof out_states_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_states")) (void)nnx_state_release(out_states_place);
    }
}

static void test_nnx_state_merge(void) {
    static const struct wrong wrongs[] = {{"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t count = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_merge(states, count, out);
        misuse_expect("nnx_state_merge", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_merge", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_at(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"prefix", WRONG_NULL}, {"prefix", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_str prefix = misuse_text(wrong, "prefix");
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_at(state, prefix, out);
        misuse_expect("nnx_state_at", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_at", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static nnx_status nnx_state_map_function(void *user_data, nnx_str path, const nnx_tensor *value, nnx_tensor **out) {
    (void)user_data; (void)path; (void)value; (void)out; return 0;
}

static void nnx_state_map_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_state_map(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"function", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_status (*function)(void *user_data, nnx_str path, const nnx_tensor *value, nnx_tensor **out) = misuse_is(wrong, "function") ? NULL : nnx_state_map_function;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_state_map_destroy;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_map(state, function, user_data, destroy, out);
        misuse_expect("nnx_state_map", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_map", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
        misuse_destroyed_once("nnx_state_map", wrong);
    }
}

static void test_nnx_state_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *a = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "a");
        const nnx_state *b = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_equal(a, b, out);
        misuse_expect("nnx_state_equal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_state_retain(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_retain(state, out);
        misuse_expect("nnx_state_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_state_release(void) {
    static const struct wrong wrongs[] = {{"state", MAY_BE_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_state *state = (nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        answer = nnx_state_release(state);
        misuse_expect("nnx_state_release", wrong, answer);
    }
}

static void test_nnx_node_text(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"format", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_format format = misuse_is(wrong, "format") ? 9999 : NNX_FORMAT_TREE;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_node_text(node, format, out);
        misuse_expect("nnx_node_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_node_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_graphdef_text(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"format", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        nnx_format format = misuse_is(wrong, "format") ? 9999 : NNX_FORMAT_TREE;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_text(graphdef, format, out);
        misuse_expect("nnx_graphdef_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_graphdef_parse(void) {
    static const struct wrong wrongs[] = {{"text", WRONG_NULL}, {"text", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str text = misuse_text(wrong, "text");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_graphdef_parse(text, out);
        misuse_expect("nnx_graphdef_parse", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_graphdef_parse", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_state_text(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"format", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_format format = misuse_is(wrong, "format") ? 9999 : NNX_FORMAT_TREE;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_text(state, format, out);
        misuse_expect("nnx_state_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_step_plan(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"format", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_format format = misuse_is(wrong, "format") ? 9999 : NNX_FORMAT_TREE;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_plan(step, format, out);
        misuse_expect("nnx_step_plan", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_plan", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_step_report(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"format", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_format format = misuse_is(wrong, "format") ? 9999 : NNX_FORMAT_TREE;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_report(step, format, out);
        misuse_expect("nnx_step_report", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_report", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_step_source(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"device", WRONG_NULL}, {"device", WRONG_UTF8}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_str device = misuse_text(wrong, "device");
        nnx_str name = misuse_text(wrong, "name");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_source(step, device, name, out);
        misuse_expect("nnx_step_source", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_source", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_state_diff(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *a = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "a");
        const nnx_state *b = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "b");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_state_diff(a, b, out);
        misuse_expect("nnx_state_diff", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_diff", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_state_save(void) {
    static const struct wrong wrongs[] = {{"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"graphdef", MAY_BE_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"file", WRONG_NULL}, {"file", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        nnx_str file = misuse_text(wrong, "file");
        nnx_save_options options_value = NNX_SAVE_OPTIONS_INIT;
        const nnx_save_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_state_save(state, graphdef, file, options);
        misuse_expect("nnx_state_save", wrong, answer);
    }
}

static void test_nnx_state_load(void) {
    static const struct wrong wrongs[] = {{"file", WRONG_NULL}, {"file", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out_state", WRONG_NULL}, {"out_graphdef", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str file = misuse_text(wrong, "file");
        nnx_load_options options_value = NNX_LOAD_OPTIONS_INIT;
        const nnx_load_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_state *out_state_place;
        memset(&out_state_place, 0xA5, sizeof out_state_place);
        nnx_state **out_state = misuse_is(wrong, "out_state") ? NULL : &out_state_place;
        nnx_graphdef *out_graphdef_place;
        memset(&out_graphdef_place, 0xA5, sizeof out_graphdef_place);
        nnx_graphdef **out_graphdef = misuse_is(wrong, "out_graphdef") ? NULL : &out_graphdef_place;
        answer = nnx_state_load(file, options, out_state, out_graphdef);
        misuse_expect("nnx_state_load", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_state")) misuse_zeroed("nnx_state_load", wrong, "out_state", &out_state_place, sizeof out_state_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_state")) (void)nnx_state_release(out_state_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_graphdef")) misuse_zeroed("nnx_state_load", wrong, "out_graphdef", &out_graphdef_place, sizeof out_graphdef_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_graphdef")) (void)nnx_graphdef_release(out_graphdef_place);
    }
}

static void test_nnx_state_load_into(void) {
    static const struct wrong wrongs[] = {{"like", WRONG_NULL}, {"like", WRONG_STALE}, {"like", WRONG_TYPE}, {"like", WRONG_FORGED}, {"file", WRONG_NULL}, {"file", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}, {"out_report", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_state *like = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "like");
        nnx_str file = misuse_text(wrong, "file");
        nnx_load_options options_value = NNX_LOAD_OPTIONS_INIT;
        const nnx_load_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        nnx_report *out_report_place;
        memset(&out_report_place, 0xA5, sizeof out_report_place);
        nnx_report **out_report = misuse_is(wrong, "out_report") ? NULL : &out_report_place;
        answer = nnx_state_load_into(like, file, options, out, out_report);
        misuse_expect("nnx_state_load_into", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_state_load_into", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_report")) misuse_zeroed("nnx_state_load_into", wrong, "out_report", &out_report_place, sizeof out_report_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_report")) (void)nnx_report_release(out_report_place);
    }
}

static void test_nnx_program_parse(void) {
    static const struct wrong wrongs[] = {{"text", WRONG_NULL}, {"text", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str text = misuse_text(wrong, "text");
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_parse(text, out);
        misuse_expect("nnx_program_parse", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_parse", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
    }
}

static void test_nnx_program_text(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_text(program, out);
        misuse_expect("nnx_program_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_program_verify(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        answer = nnx_program_verify(program);
        misuse_expect("nnx_program_verify", wrong, answer);
    }
}

static void test_nnx_program_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *a = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "a");
        const nnx_program *b = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_equal(a, b, out);
        misuse_expect("nnx_program_equal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_program_functions(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_functions(program, out);
        misuse_expect("nnx_program_functions", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_functions", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_program_num_inputs(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_num_inputs(program, function, out);
        misuse_expect("nnx_program_num_inputs", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_num_inputs", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_program_num_outputs(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_num_outputs(program, function, out);
        misuse_expect("nnx_program_num_outputs", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_num_outputs", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_program_input(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"out_name", WRONG_NULL}, {"out_dtype", WRONG_NULL}, {"out_shape", WRONG_NULL}, {"out_rank", WRONG_NULL}, {"out_donated_to", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        size_t index = 0;
        nnx_str out_name_place;
        memset(&out_name_place, 0xA5, sizeof out_name_place);
        nnx_str *out_name = misuse_is(wrong, "out_name") ? NULL : &out_name_place;
        nnx_dtype out_dtype_place;
        memset(&out_dtype_place, 0xA5, sizeof out_dtype_place);
        nnx_dtype *out_dtype = misuse_is(wrong, "out_dtype") ? NULL : &out_dtype_place;
        const int64_t *out_shape_place;
        memset(&out_shape_place, 0xA5, sizeof out_shape_place);
        const int64_t **out_shape = misuse_is(wrong, "out_shape") ? NULL : &out_shape_place;
        size_t out_rank_place;
        memset(&out_rank_place, 0xA5, sizeof out_rank_place);
        size_t *out_rank = misuse_is(wrong, "out_rank") ? NULL : &out_rank_place;
        int64_t out_donated_to_place;
        memset(&out_donated_to_place, 0xA5, sizeof out_donated_to_place);
        int64_t *out_donated_to = misuse_is(wrong, "out_donated_to") ? NULL : &out_donated_to_place;
        answer = nnx_program_input(program, function, index, out_name, out_dtype, out_shape, out_rank, out_donated_to);
        misuse_expect("nnx_program_input", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_name")) misuse_zeroed("nnx_program_input", wrong, "out_name", &out_name_place, sizeof out_name_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_dtype")) misuse_zeroed("nnx_program_input", wrong, "out_dtype", &out_dtype_place, sizeof out_dtype_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_shape")) misuse_zeroed("nnx_program_input", wrong, "out_shape", &out_shape_place, sizeof out_shape_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_rank")) misuse_zeroed("nnx_program_input", wrong, "out_rank", &out_rank_place, sizeof out_rank_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_donated_to")) misuse_zeroed("nnx_program_input", wrong, "out_donated_to", &out_donated_to_place, sizeof out_donated_to_place);
    }
}

static void test_nnx_program_output(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"out_name", WRONG_NULL}, {"out_dtype", WRONG_NULL}, {"out_shape", WRONG_NULL}, {"out_rank", WRONG_NULL}, {"out_unchanged_from", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        size_t index = 0;
        nnx_str out_name_place;
        memset(&out_name_place, 0xA5, sizeof out_name_place);
        nnx_str *out_name = misuse_is(wrong, "out_name") ? NULL : &out_name_place;
        nnx_dtype out_dtype_place;
        memset(&out_dtype_place, 0xA5, sizeof out_dtype_place);
        nnx_dtype *out_dtype = misuse_is(wrong, "out_dtype") ? NULL : &out_dtype_place;
        const int64_t *out_shape_place;
        memset(&out_shape_place, 0xA5, sizeof out_shape_place);
        const int64_t **out_shape = misuse_is(wrong, "out_shape") ? NULL : &out_shape_place;
        size_t out_rank_place;
        memset(&out_rank_place, 0xA5, sizeof out_rank_place);
        size_t *out_rank = misuse_is(wrong, "out_rank") ? NULL : &out_rank_place;
        int64_t out_unchanged_from_place;
        memset(&out_unchanged_from_place, 0xA5, sizeof out_unchanged_from_place);
        int64_t *out_unchanged_from = misuse_is(wrong, "out_unchanged_from") ? NULL : &out_unchanged_from_place;
        answer = nnx_program_output(program, function, index, out_name, out_dtype, out_shape, out_rank, out_unchanged_from);
        misuse_expect("nnx_program_output", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_name")) misuse_zeroed("nnx_program_output", wrong, "out_name", &out_name_place, sizeof out_name_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_dtype")) misuse_zeroed("nnx_program_output", wrong, "out_dtype", &out_dtype_place, sizeof out_dtype_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_shape")) misuse_zeroed("nnx_program_output", wrong, "out_shape", &out_shape_place, sizeof out_shape_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_rank")) misuse_zeroed("nnx_program_output", wrong, "out_rank", &out_rank_place, sizeof out_rank_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_unchanged_from")) misuse_zeroed("nnx_program_output", wrong, "out_unchanged_from", &out_unchanged_from_place, sizeof out_unchanged_from_place);
    }
}

static void test_nnx_program_evaluate(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"outputs", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_evaluate_options options_value = NNX_EVALUATE_OPTIONS_INIT;
        const nnx_evaluate_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_tensor *outputs_place;
        memset(&outputs_place, 0xA5, sizeof outputs_place);
        nnx_tensor **outputs = misuse_is(wrong, "outputs") ? NULL : &outputs_place;
        size_t num_outputs = 1;
        answer = nnx_program_evaluate(program, function, inputs, num_inputs, options, outputs, num_outputs);
        misuse_expect("nnx_program_evaluate", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "outputs")) misuse_zeroed("nnx_program_evaluate", wrong, "outputs", &outputs_place, sizeof outputs_place);
        if (answer == NNX_OK && !misuse_is(wrong, "outputs")) (void)nnx_tensor_release(outputs_place);
    }
}

static void test_nnx_program_value_and_grad(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"function", WRONG_NULL}, {"function", WRONG_UTF8}, {"wrt", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_str function = misuse_text(wrong, "function");
        const size_t *wrt = misuse_is(wrong, "wrt") ? NULL : (const size_t *)misuse_memory;
        size_t num_wrt = 1;
        int32_t has_aux = 0;
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_value_and_grad(program, function, wrt, num_wrt, has_aux, out);
        misuse_expect("nnx_program_value_and_grad", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_value_and_grad", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
    }
}

static void test_nnx_program_retain(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_program_retain(program, out);
        misuse_expect("nnx_program_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_program_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
    }
}

static void test_nnx_program_release(void) {
    static const struct wrong wrongs[] = {{"program", MAY_BE_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_program *program = (nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        answer = nnx_program_release(program);
        misuse_expect("nnx_program_release", wrong, answer);
    }
}

static void test_nnx_random_key(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        int64_t seed = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_key(seed, out);
        misuse_expect("nnx_random_key", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_key", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_split(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"shape", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_split(key, shape, rank, out);
        misuse_expect("nnx_random_split", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_split", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_fold_in(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        uint32_t number = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_fold_in(key, number, out);
        misuse_expect("nnx_random_fold_in", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_fold_in", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_bits(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bits(key, dtype, shape, rank, out);
        misuse_expect("nnx_random_bits", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bits", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_uniform(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double minval = 0;
        double maxval = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_uniform(key, dtype, shape, rank, minval, maxval, out);
        misuse_expect("nnx_random_uniform", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_uniform", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_normal(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_normal(key, dtype, shape, rank, out);
        misuse_expect("nnx_random_normal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_normal", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_truncated_normal(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double lower = 0;
        double upper = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_truncated_normal(key, dtype, shape, rank, lower, upper, out);
        misuse_expect("nnx_random_truncated_normal", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_truncated_normal", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_bernoulli(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        double p = 0;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bernoulli(key, p, shape, rank, out);
        misuse_expect("nnx_random_bernoulli", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bernoulli", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_bernoulli_of(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"p", WRONG_NULL}, {"p", WRONG_STALE}, {"p", WRONG_TYPE}, {"p", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        const nnx_tensor *p = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "p");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bernoulli_of(key, p, shape, rank, out);
        misuse_expect("nnx_random_bernoulli_of", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bernoulli_of", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_randint(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        int64_t minval = 0;
        int64_t maxval = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_randint(key, dtype, shape, rank, minval, maxval, out);
        misuse_expect("nnx_random_randint", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_randint", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_categorical(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"logits", WRONG_NULL}, {"logits", WRONG_STALE}, {"logits", WRONG_TYPE}, {"logits", WRONG_FORGED}, {"prefix", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        const nnx_tensor *logits = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "logits");
        int64_t axis = 0;
        const int64_t *prefix = misuse_is(wrong, "prefix") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_categorical(key, logits, axis, prefix, rank, out);
        misuse_expect("nnx_random_categorical", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_categorical", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_permutation(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        int64_t count = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_permutation(key, count, out);
        misuse_expect("nnx_random_permutation", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_permutation", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_permutation_of(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"array", WRONG_NULL}, {"array", WRONG_STALE}, {"array", WRONG_TYPE}, {"array", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        const nnx_tensor *array = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "array");
        int64_t axis = 0;
        int32_t independent = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_permutation_of(key, array, axis, independent, out);
        misuse_expect("nnx_random_permutation_of", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_permutation_of", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_random_split_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_split_value(key, shape, rank, out);
        misuse_expect("nnx_random_split_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_split_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_fold_in_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"number", WRONG_NULL}, {"number", WRONG_STALE}, {"number", WRONG_TYPE}, {"number", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        const nnx_value *number = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "number");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_fold_in_value(key, number, out);
        misuse_expect("nnx_random_fold_in_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_fold_in_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_bits_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bits_value(key, dtype, shape, rank, out);
        misuse_expect("nnx_random_bits_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bits_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_uniform_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double minval = 0;
        double maxval = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_uniform_value(key, dtype, shape, rank, minval, maxval, out);
        misuse_expect("nnx_random_uniform_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_uniform_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_normal_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_normal_value(key, dtype, shape, rank, out);
        misuse_expect("nnx_random_normal_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_normal_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_truncated_normal_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double lower = 0;
        double upper = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_truncated_normal_value(key, dtype, shape, rank, lower, upper, out);
        misuse_expect("nnx_random_truncated_normal_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_truncated_normal_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_bernoulli_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        double p = 0;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bernoulli_value(key, p, shape, rank, out);
        misuse_expect("nnx_random_bernoulli_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bernoulli_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_bernoulli_of_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"p", WRONG_NULL}, {"p", WRONG_STALE}, {"p", WRONG_TYPE}, {"p", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        const nnx_value *p = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "p");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_bernoulli_of_value(key, p, shape, rank, out);
        misuse_expect("nnx_random_bernoulli_of_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_bernoulli_of_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_randint_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        int64_t minval = 0;
        int64_t maxval = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_randint_value(key, dtype, shape, rank, minval, maxval, out);
        misuse_expect("nnx_random_randint_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_randint_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_categorical_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"logits", WRONG_NULL}, {"logits", WRONG_STALE}, {"logits", WRONG_TYPE}, {"logits", WRONG_FORGED}, {"prefix", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        const nnx_value *logits = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "logits");
        int64_t axis = 0;
        const int64_t *prefix = misuse_is(wrong, "prefix") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_categorical_value(key, logits, axis, prefix, rank, out);
        misuse_expect("nnx_random_categorical_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_categorical_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_permutation_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        int64_t count = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_permutation_value(key, count, out);
        misuse_expect("nnx_random_permutation_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_permutation_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_random_permutation_of_value(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"array", WRONG_NULL}, {"array", WRONG_STALE}, {"array", WRONG_TYPE}, {"array", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *key = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "key");
        const nnx_value *array = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "array");
        int64_t axis = 0;
        int32_t independent = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_random_permutation_of_value(key, array, axis, independent, out);
        misuse_expect("nnx_random_permutation_of_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_random_permutation_of_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_rngs_new(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        int64_t seed = 0;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_new(seed, out);
        misuse_expect("nnx_rngs_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rngs_init(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"keys", MAY_BE_NULL}, {"keys", WRONG_NULL_ELEMENT}, {"keys", WRONG_STALE}, {"keys", WRONG_TYPE}, {"keys", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_tensor *keys_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "keys")};
        const nnx_tensor *const *keys = misuse_is_null(wrong, "keys") ? NULL : keys_items;
        size_t count = 1;
        answer = nnx_rngs_init(rngs, names, keys, count);
        misuse_expect("nnx_rngs_init", wrong, answer);
    }
}

static void test_nnx_rngs_stream(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *rngs = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        nnx_str name = misuse_text(wrong, "name");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_stream(rngs, name, out);
        misuse_expect("nnx_rngs_stream", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_stream", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rngs_next_key(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        nnx_str name = misuse_text(wrong, "name");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_next_key(rngs, name, out);
        misuse_expect("nnx_rngs_next_key", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_next_key", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_rngs_next_key_value(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        nnx_str name = misuse_text(wrong, "name");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_next_key_value(trace, rngs, name, out);
        misuse_expect("nnx_rngs_next_key_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_next_key_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_rngs_fork(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_fork(rngs, out);
        misuse_expect("nnx_rngs_fork", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_fork", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rngs_split(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"shape", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rngs_split(rngs, shape, rank, out);
        misuse_expect("nnx_rngs_split", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rngs_split", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rng_stream_new(void) {
    static const struct wrong wrongs[] = {{"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"tag", WRONG_NULL}, {"tag", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_str tag = misuse_text(wrong, "tag");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rng_stream_new(key, tag, out);
        misuse_expect("nnx_rng_stream_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rng_stream_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rng_stream_init(void) {
    static const struct wrong wrongs[] = {{"stream", WRONG_NULL}, {"stream", WRONG_STALE}, {"stream", WRONG_TYPE}, {"stream", WRONG_FORGED}, {"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"tag", WRONG_NULL}, {"tag", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *stream = (nnx_node *)misuse_handle(NNX_NODE, wrong, "stream");
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_str tag = misuse_text(wrong, "tag");
        answer = nnx_rng_stream_init(stream, key, tag);
        misuse_expect("nnx_rng_stream_init", wrong, answer);
    }
}

static void test_nnx_rng_stream_fork(void) {
    static const struct wrong wrongs[] = {{"stream", WRONG_NULL}, {"stream", WRONG_STALE}, {"stream", WRONG_TYPE}, {"stream", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *stream = (nnx_node *)misuse_handle(NNX_NODE, wrong, "stream");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rng_stream_fork(stream, out);
        misuse_expect("nnx_rng_stream_fork", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rng_stream_fork", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_rng_stream_split(void) {
    static const struct wrong wrongs[] = {{"stream", WRONG_NULL}, {"stream", WRONG_STALE}, {"stream", WRONG_TYPE}, {"stream", WRONG_FORGED}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *stream = (nnx_node *)misuse_handle(NNX_NODE, wrong, "stream");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_rng_stream_split(stream, shape, rank, out);
        misuse_expect("nnx_rng_stream_split", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_rng_stream_split", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_node_reseed(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"keys", MAY_BE_NULL}, {"keys", WRONG_NULL_ELEMENT}, {"keys", WRONG_STALE}, {"keys", WRONG_TYPE}, {"keys", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_tensor *keys_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "keys")};
        const nnx_tensor *const *keys = misuse_is_null(wrong, "keys") ? NULL : keys_items;
        size_t count = 1;
        answer = nnx_node_reseed(node, names, keys, count);
        misuse_expect("nnx_node_reseed", wrong, answer);
    }
}

static void test_nnx_trace_current(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_trace **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_current(out);
        misuse_expect("nnx_trace_current", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_current", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_id(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        uint64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        uint64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_id(trace, out);
        misuse_expect("nnx_trace_id", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_id", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_num_objects(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_num_objects(trace, out);
        misuse_expect("nnx_trace_num_objects", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_num_objects", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_object(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t index = 0;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_object(trace, index, out);
        misuse_expect("nnx_trace_object", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_object", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_trace_num_states(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_num_states(trace, out);
        misuse_expect("nnx_trace_num_states", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_num_states", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_state(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t index = 0;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_state(trace, index, out);
        misuse_expect("nnx_trace_state", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_state", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_trace_num_inputs(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_num_inputs(trace, out);
        misuse_expect("nnx_trace_num_inputs", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_num_inputs", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_input(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_trace *trace = (const nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        size_t index = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_input(trace, index, out);
        misuse_expect("nnx_trace_input", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_input", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_output(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        answer = nnx_trace_output(trace, value);
        misuse_expect("nnx_trace_output", wrong, answer);
    }
}

static void test_nnx_trace_output_state(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        answer = nnx_trace_output_state(trace, state);
        misuse_expect("nnx_trace_output_state", wrong, answer);
    }
}

static void test_nnx_trace_constant(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_constant(trace, tensor, out);
        misuse_expect("nnx_trace_constant", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_constant", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_scalar(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        double number = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_scalar(trace, dtype, number, out);
        misuse_expect("nnx_trace_scalar", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_scalar", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_full(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double number = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_full(trace, dtype, shape, rank, number, out);
        misuse_expect("nnx_trace_full", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_full", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_iota(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_iota(trace, dtype, shape, rank, axis, out);
        misuse_expect("nnx_trace_iota", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_iota", wrong, "out", &out_place, sizeof out_place);
    }
}

static nnx_status nnx_trace_program_function(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static void nnx_trace_program_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_trace_program(void) {
    static const struct wrong wrongs[] = {{"function", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"dtypes", WRONG_NULL}, {"ranks", WRONG_NULL}, {"dims", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_status (*function)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "function") ? NULL : nnx_trace_program_function;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_trace_program_destroy;
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t num_states = 1;
        const nnx_dtype *dtypes = misuse_is(wrong, "dtypes") ? NULL : (const nnx_dtype *)misuse_memory;
        const size_t *ranks = misuse_is(wrong, "ranks") ? NULL : (const size_t *)misuse_memory;
        const int64_t *dims = misuse_is(wrong, "dims") ? NULL : (const int64_t *)misuse_memory;
        size_t num_inputs = 1;
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_program(function, user_data, destroy, objects, num_objects, states, num_states, dtypes, ranks, dims, num_inputs, out);
        misuse_expect("nnx_trace_program", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_program", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
        misuse_destroyed_once("nnx_trace_program", wrong);
    }
}

static void test_nnx_value_dtype(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_dtype(value, out);
        misuse_expect("nnx_value_dtype", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_dtype", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_rank(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_rank(value, out);
        misuse_expect("nnx_value_rank", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_rank", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_shape(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t rank = 1;
        answer = nnx_value_shape(value, out, rank);
        misuse_expect("nnx_value_shape", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_shape", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_text(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_text(value, out);
        misuse_expect("nnx_value_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_value_unary(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_unary function = misuse_is(wrong, "function") ? 9999 : NNX_UNARY_ABS;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_unary(value, function, out);
        misuse_expect("nnx_value_unary", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_unary", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_binary(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"other", WRONG_NULL}, {"other", WRONG_STALE}, {"other", WRONG_TYPE}, {"other", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_binary function = misuse_is(wrong, "function") ? 9999 : NNX_BINARY_ADD;
        const nnx_value *other = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "other");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_binary(value, function, other, out);
        misuse_expect("nnx_value_binary", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_binary", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_binary_tensor(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"other", WRONG_NULL}, {"other", WRONG_STALE}, {"other", WRONG_TYPE}, {"other", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_binary function = misuse_is(wrong, "function") ? 9999 : NNX_BINARY_ADD;
        const nnx_tensor *other = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "other");
        int32_t reversed = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_binary_tensor(value, function, other, reversed, out);
        misuse_expect("nnx_value_binary_tensor", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_binary_tensor", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_binary_scalar(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_binary function = misuse_is(wrong, "function") ? 9999 : NNX_BINARY_ADD;
        double number = 0;
        int32_t reversed = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_binary_scalar(value, function, number, reversed, out);
        misuse_expect("nnx_value_binary_scalar", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_binary_scalar", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_binary_int(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_binary function = misuse_is(wrong, "function") ? 9999 : NNX_BINARY_ADD;
        int64_t number = 0;
        int32_t reversed = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_binary_int(value, function, number, reversed, out);
        misuse_expect("nnx_value_binary_int", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_binary_int", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_square(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_square(value, out);
        misuse_expect("nnx_value_square", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_square", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_astype(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_astype(value, dtype, out);
        misuse_expect("nnx_value_astype", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_astype", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_where(void) {
    static const struct wrong wrongs[] = {{"condition", WRONG_NULL}, {"condition", WRONG_STALE}, {"condition", WRONG_TYPE}, {"condition", WRONG_FORGED}, {"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *condition = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "condition");
        const nnx_value *a = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "a");
        const nnx_value *b = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "b");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_where(condition, a, b, out);
        misuse_expect("nnx_value_where", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_where", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_slice(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"start", WRONG_NULL}, {"limit", WRONG_NULL}, {"strides", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *start = misuse_is(wrong, "start") ? NULL : (const int64_t *)misuse_memory;
        const int64_t *limit = misuse_is(wrong, "limit") ? NULL : (const int64_t *)misuse_memory;
        const int64_t *strides = misuse_is(wrong, "strides") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_slice(value, start, limit, strides, rank, out);
        misuse_expect("nnx_value_slice", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_slice", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_dynamic_slice(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"starts", WRONG_NULL}, {"starts", WRONG_NULL_ELEMENT}, {"starts", WRONG_STALE}, {"starts", WRONG_TYPE}, {"starts", WRONG_FORGED}, {"sizes", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *starts_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "starts")};
        const nnx_value *const *starts = misuse_is_null(wrong, "starts") ? NULL : starts_items;
        const int64_t *sizes = misuse_is(wrong, "sizes") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_dynamic_slice(value, starts, sizes, rank, out);
        misuse_expect("nnx_value_dynamic_slice", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_dynamic_slice", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_dynamic_update_slice(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"update", WRONG_NULL}, {"update", WRONG_STALE}, {"update", WRONG_TYPE}, {"update", WRONG_FORGED}, {"starts", WRONG_NULL}, {"starts", WRONG_NULL_ELEMENT}, {"starts", WRONG_STALE}, {"starts", WRONG_TYPE}, {"starts", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *update = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "update");
        const nnx_value *starts_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "starts")};
        const nnx_value *const *starts = misuse_is_null(wrong, "starts") ? NULL : starts_items;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_dynamic_update_slice(value, update, starts, rank, out);
        misuse_expect("nnx_value_dynamic_update_slice", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_dynamic_update_slice", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_take(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"indices", WRONG_NULL}, {"indices", WRONG_STALE}, {"indices", WRONG_TYPE}, {"indices", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *indices = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "indices");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_take(value, indices, axis, out);
        misuse_expect("nnx_value_take", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_take", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_take_last(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"indices", WRONG_NULL}, {"indices", WRONG_STALE}, {"indices", WRONG_TYPE}, {"indices", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *indices = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "indices");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_take_last(value, indices, out);
        misuse_expect("nnx_value_take_last", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_take_last", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_one_hot(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t num_classes = 0;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_one_hot(value, num_classes, dtype, out);
        misuse_expect("nnx_value_one_hot", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_one_hot", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_pad(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"before", WRONG_NULL}, {"after", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *before = misuse_is(wrong, "before") ? NULL : (const int64_t *)misuse_memory;
        const int64_t *after = misuse_is(wrong, "after") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        double number = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_pad(value, before, after, rank, number, out);
        misuse_expect("nnx_value_pad", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_pad", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_matmul(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"other", WRONG_NULL}, {"other", WRONG_STALE}, {"other", WRONG_TYPE}, {"other", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *other = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "other");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_matmul(value, other, out);
        misuse_expect("nnx_value_matmul", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_matmul", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_dot_general(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"other", WRONG_NULL}, {"other", WRONG_STALE}, {"other", WRONG_TYPE}, {"other", WRONG_FORGED}, {"contracting", WRONG_NULL}, {"other_contracting", WRONG_NULL}, {"batching", WRONG_NULL}, {"other_batching", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *other = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "other");
        const int64_t *contracting = misuse_is(wrong, "contracting") ? NULL : (const int64_t *)misuse_memory;
        const int64_t *other_contracting = misuse_is(wrong, "other_contracting") ? NULL : (const int64_t *)misuse_memory;
        size_t num_contracting = 1;
        const int64_t *batching = misuse_is(wrong, "batching") ? NULL : (const int64_t *)misuse_memory;
        const int64_t *other_batching = misuse_is(wrong, "other_batching") ? NULL : (const int64_t *)misuse_memory;
        size_t num_batching = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_dot_general(value, other, contracting, other_contracting, num_contracting, batching, other_batching, num_batching, out);
        misuse_expect("nnx_value_dot_general", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_dot_general", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_reduce(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"function", WRONG_ENUM}, {"axes", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_reduce function = misuse_is(wrong, "function") ? 9999 : NNX_REDUCE_SUM;
        const int64_t *axes = misuse_is(wrong, "axes") ? NULL : (const int64_t *)misuse_memory;
        size_t num_axes = 1;
        int32_t keepdims = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_reduce(value, function, axes, num_axes, keepdims, out);
        misuse_expect("nnx_value_reduce", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_reduce", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_argmax(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_argmax(value, axis, out);
        misuse_expect("nnx_value_argmax", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_argmax", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_argmin(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_argmin(value, axis, out);
        misuse_expect("nnx_value_argmin", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_argmin", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_softmax(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_softmax(value, axis, out);
        misuse_expect("nnx_value_softmax", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_softmax", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_log_softmax(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_log_softmax(value, axis, out);
        misuse_expect("nnx_value_log_softmax", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_log_softmax", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_reshape(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"shape", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_reshape(value, shape, rank, out);
        misuse_expect("nnx_value_reshape", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_reshape", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_transpose(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"permutation", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *permutation = misuse_is(wrong, "permutation") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_transpose(value, permutation, rank, out);
        misuse_expect("nnx_value_transpose", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_transpose", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_broadcast_to(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"shape", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_broadcast_to(value, shape, rank, out);
        misuse_expect("nnx_value_broadcast_to", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_broadcast_to", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_expand_dims(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_expand_dims(value, axis, out);
        misuse_expect("nnx_value_expand_dims", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_expand_dims", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_squeeze(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"axes", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *axes = misuse_is(wrong, "axes") ? NULL : (const int64_t *)misuse_memory;
        size_t num_axes = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_squeeze(value, axes, num_axes, out);
        misuse_expect("nnx_value_squeeze", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_squeeze", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_flip(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"axes", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *axes = misuse_is(wrong, "axes") ? NULL : (const int64_t *)misuse_memory;
        size_t num_axes = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_flip(value, axes, num_axes, out);
        misuse_expect("nnx_value_flip", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_flip", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_concatenate(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"values", WRONG_NULL}, {"values", WRONG_NULL_ELEMENT}, {"values", WRONG_STALE}, {"values", WRONG_TYPE}, {"values", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_value *values_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "values")};
        const nnx_value *const *values = misuse_is_null(wrong, "values") ? NULL : values_items;
        size_t count = 1;
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_concatenate(trace, values, count, axis, out);
        misuse_expect("nnx_trace_concatenate", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_concatenate", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_trace_stack(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"values", WRONG_NULL}, {"values", WRONG_NULL_ELEMENT}, {"values", WRONG_STALE}, {"values", WRONG_TYPE}, {"values", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_value *values_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "values")};
        const nnx_value *const *values = misuse_is_null(wrong, "values") ? NULL : values_items;
        size_t count = 1;
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_stack(trace, values, count, axis, out);
        misuse_expect("nnx_trace_stack", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_stack", wrong, "out", &out_place, sizeof out_place);
    }
}

static nnx_status nnx_value_and_grad_loss_fn(void *user_data, nnx_trace *trace, nnx_value **loss) {
    (void)user_data; (void)trace; (void)loss; return 0;
}

static void nnx_value_and_grad_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_value_and_grad(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"wrt", MAY_BE_NULL}, {"wrt", WRONG_STALE}, {"wrt", WRONG_TYPE}, {"wrt", WRONG_FORGED}, {"loss_fn", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out_loss", WRONG_NULL}, {"out_grads", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_filter *wrt = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "wrt");
        nnx_status (*loss_fn)(void *user_data, nnx_trace *trace, nnx_value **loss) = misuse_is(wrong, "loss_fn") ? NULL : nnx_value_and_grad_loss_fn;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_value_and_grad_destroy;
        nnx_value *out_loss_place;
        memset(&out_loss_place, 0xA5, sizeof out_loss_place);
        nnx_value **out_loss = misuse_is(wrong, "out_loss") ? NULL : &out_loss_place;
        nnx_state *out_grads_place;
        memset(&out_grads_place, 0xA5, sizeof out_grads_place);
        nnx_state **out_grads = misuse_is(wrong, "out_grads") ? NULL : &out_grads_place;
        answer = nnx_value_and_grad(trace, node, wrt, loss_fn, user_data, destroy, out_loss, out_grads);
        misuse_expect("nnx_value_and_grad", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_loss")) misuse_zeroed("nnx_value_and_grad", wrong, "out_loss", &out_loss_place, sizeof out_loss_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_grads")) misuse_zeroed("nnx_value_and_grad", wrong, "out_grads", &out_grads_place, sizeof out_grads_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_grads")) (void)nnx_state_release(out_grads_place);
        misuse_destroyed_once("nnx_value_and_grad", wrong);
    }
}

static void test_nnx_value_watch(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_watch(value, out);
        misuse_expect("nnx_value_watch", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_watch", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_gradients(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"wrt", WRONG_NULL}, {"wrt", WRONG_NULL_ELEMENT}, {"wrt", WRONG_STALE}, {"wrt", WRONG_TYPE}, {"wrt", WRONG_FORGED}, {"out", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const nnx_value *wrt_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "wrt")};
        const nnx_value *const *wrt = misuse_is_null(wrong, "wrt") ? NULL : wrt_items;
        size_t count = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_gradients(value, wrt, count, out);
        misuse_expect("nnx_value_gradients", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_gradients", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_stop_gradient(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_stop_gradient(value, out);
        misuse_expect("nnx_value_stop_gradient", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_stop_gradient", wrong, "out", &out_place, sizeof out_place);
    }
}

static nnx_status nnx_trace_cond_on_true(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static nnx_status nnx_trace_cond_on_false(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static void nnx_trace_cond_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_trace_cond(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"predicate", WRONG_NULL}, {"predicate", WRONG_STALE}, {"predicate", WRONG_TYPE}, {"predicate", WRONG_FORGED}, {"on_true", WRONG_NULL}, {"on_false", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out", MAY_BE_NULL}, {"out_count", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        const nnx_value *predicate = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "predicate");
        nnx_status (*on_true)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "on_true") ? NULL : nnx_trace_cond_on_true;
        nnx_status (*on_false)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "on_false") ? NULL : nnx_trace_cond_on_false;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_trace_cond_destroy;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t capacity = 1;
        size_t out_count_place;
        memset(&out_count_place, 0xA5, sizeof out_count_place);
        size_t *out_count = misuse_is(wrong, "out_count") ? NULL : &out_count_place;
        answer = nnx_trace_cond(trace, predicate, on_true, on_false, user_data, destroy, out, capacity, out_count);
        misuse_expect("nnx_trace_cond", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_cond", wrong, "out", &out_place, sizeof out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_count")) misuse_zeroed("nnx_trace_cond", wrong, "out_count", &out_count_place, sizeof out_count_place);
        misuse_destroyed_once("nnx_trace_cond", wrong);
    }
}

static nnx_status nnx_trace_while_loop_condition(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static nnx_status nnx_trace_while_loop_body(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static void nnx_trace_while_loop_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_trace_while_loop(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"condition", WRONG_NULL}, {"body", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"init", WRONG_NULL}, {"init", WRONG_NULL_ELEMENT}, {"init", WRONG_STALE}, {"init", WRONG_TYPE}, {"init", WRONG_FORGED}, {"out", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        nnx_status (*condition)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "condition") ? NULL : nnx_trace_while_loop_condition;
        nnx_status (*body)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "body") ? NULL : nnx_trace_while_loop_body;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_trace_while_loop_destroy;
        const nnx_value *init_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "init")};
        const nnx_value *const *init = misuse_is_null(wrong, "init") ? NULL : init_items;
        size_t num_init = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_trace_while_loop(trace, condition, body, user_data, destroy, init, num_init, out);
        misuse_expect("nnx_trace_while_loop", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_while_loop", wrong, "out", &out_place, sizeof out_place);
        misuse_destroyed_once("nnx_trace_while_loop", wrong);
    }
}

static nnx_status nnx_trace_scan_body(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static void nnx_trace_scan_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_trace_scan(void) {
    static const struct wrong wrongs[] = {{"trace", WRONG_NULL}, {"trace", WRONG_STALE}, {"trace", WRONG_TYPE}, {"trace", WRONG_FORGED}, {"init", WRONG_NULL}, {"init", WRONG_NULL_ELEMENT}, {"init", WRONG_STALE}, {"init", WRONG_TYPE}, {"init", WRONG_FORGED}, {"xs", WRONG_NULL}, {"xs", WRONG_NULL_ELEMENT}, {"xs", WRONG_STALE}, {"xs", WRONG_TYPE}, {"xs", WRONG_FORGED}, {"body", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"out", MAY_BE_NULL}, {"out_count", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_trace *trace = (nnx_trace *)misuse_handle(NNX_TRACE, wrong, "trace");
        int64_t length = 0;
        const nnx_value *init_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "init")};
        const nnx_value *const *init = misuse_is_null(wrong, "init") ? NULL : init_items;
        size_t num_init = 1;
        const nnx_value *xs_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "xs")};
        const nnx_value *const *xs = misuse_is_null(wrong, "xs") ? NULL : xs_items;
        size_t num_xs = 1;
        nnx_status (*body)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "body") ? NULL : nnx_trace_scan_body;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_trace_scan_destroy;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t capacity = 1;
        size_t out_count_place;
        memset(&out_count_place, 0xA5, sizeof out_count_place);
        size_t *out_count = misuse_is(wrong, "out_count") ? NULL : &out_count_place;
        answer = nnx_trace_scan(trace, length, init, num_init, xs, num_xs, body, user_data, destroy, out, capacity, out_count);
        misuse_expect("nnx_trace_scan", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_trace_scan", wrong, "out", &out_place, sizeof out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_count")) misuse_zeroed("nnx_trace_scan", wrong, "out_count", &out_count_place, sizeof out_count_place);
        misuse_destroyed_once("nnx_trace_scan", wrong);
    }
}

static void test_nnx_optim_sgd(void) {
    static const struct wrong wrongs[] = {{"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double learning_rate = 0;
        nnx_sgd_options options_value = NNX_SGD_OPTIONS_INIT;
        const nnx_sgd_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_sgd(learning_rate, options, out);
        misuse_expect("nnx_optim_sgd", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_sgd", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_adam(void) {
    static const struct wrong wrongs[] = {{"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double learning_rate = 0;
        nnx_adam_options options_value = NNX_ADAM_OPTIONS_INIT;
        const nnx_adam_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_adam(learning_rate, options, out);
        misuse_expect("nnx_optim_adam", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_adam", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_adamw(void) {
    static const struct wrong wrongs[] = {{"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double learning_rate = 0;
        nnx_adam_options options_value = NNX_ADAM_OPTIONS_INIT;
        const nnx_adam_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_adamw(learning_rate, options, out);
        misuse_expect("nnx_optim_adamw", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_adamw", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_chain(void) {
    static const struct wrong wrongs[] = {{"transformations", WRONG_NULL}, {"transformations", WRONG_NULL_ELEMENT}, {"transformations", WRONG_STALE}, {"transformations", WRONG_TYPE}, {"transformations", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *transformations_items[1] = {(const nnx_static *)misuse_handle(NNX_STATIC, wrong, "transformations")};
        const nnx_static *const *transformations = misuse_is_null(wrong, "transformations") ? NULL : transformations_items;
        size_t count = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_chain(transformations, count, out);
        misuse_expect("nnx_optim_chain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_chain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_identity(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_identity(out);
        misuse_expect("nnx_optim_identity", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_identity", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_scale_by_adam(void) {
    static const struct wrong wrongs[] = {{"mu_dtype", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double b1 = 0;
        double b2 = 0;
        double eps = 0;
        double eps_root = 0;
        int32_t nesterov = 0;
        nnx_dtype mu_dtype = misuse_is(wrong, "mu_dtype") ? 9999 : NNX_DTYPE_BOOL;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_scale_by_adam(b1, b2, eps, eps_root, nesterov, mu_dtype, out);
        misuse_expect("nnx_optim_scale_by_adam", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_scale_by_adam", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_trace(void) {
    static const struct wrong wrongs[] = {{"accumulator_dtype", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double decay = 0;
        int32_t nesterov = 0;
        nnx_dtype accumulator_dtype = misuse_is(wrong, "accumulator_dtype") ? 9999 : NNX_DTYPE_BOOL;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_trace(decay, nesterov, accumulator_dtype, out);
        misuse_expect("nnx_optim_trace", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_trace", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_add_decayed_weights(void) {
    static const struct wrong wrongs[] = {{"schedule", MAY_BE_NULL}, {"schedule", WRONG_STALE}, {"schedule", WRONG_TYPE}, {"schedule", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double weight_decay = 0;
        const nnx_static *schedule = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "schedule");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_add_decayed_weights(weight_decay, schedule, out);
        misuse_expect("nnx_optim_add_decayed_weights", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_add_decayed_weights", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_scale(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double step_size = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_scale(step_size, out);
        misuse_expect("nnx_optim_scale", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_scale", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_scale_by_learning_rate(void) {
    static const struct wrong wrongs[] = {{"schedule", MAY_BE_NULL}, {"schedule", WRONG_STALE}, {"schedule", WRONG_TYPE}, {"schedule", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double learning_rate = 0;
        const nnx_static *schedule = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "schedule");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_scale_by_learning_rate(learning_rate, schedule, out);
        misuse_expect("nnx_optim_scale_by_learning_rate", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_scale_by_learning_rate", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_scale_by_schedule(void) {
    static const struct wrong wrongs[] = {{"schedule", WRONG_NULL}, {"schedule", WRONG_STALE}, {"schedule", WRONG_TYPE}, {"schedule", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *schedule = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "schedule");
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_scale_by_schedule(schedule, out);
        misuse_expect("nnx_optim_scale_by_schedule", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_scale_by_schedule", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_clip(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double max_delta = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_clip(max_delta, out);
        misuse_expect("nnx_optim_clip", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_clip", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_clip_by_global_norm(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double max_norm = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_clip_by_global_norm(max_norm, out);
        misuse_expect("nnx_optim_clip_by_global_norm", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_clip_by_global_norm", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_constant_schedule(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double value = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_constant_schedule(value, out);
        misuse_expect("nnx_optim_constant_schedule", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_constant_schedule", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_polynomial_schedule(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double init_value = 0;
        double end_value = 0;
        double power = 0;
        int64_t transition_steps = 0;
        int64_t transition_begin = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_polynomial_schedule(init_value, end_value, power, transition_steps, transition_begin, out);
        misuse_expect("nnx_optim_polynomial_schedule", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_polynomial_schedule", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_exponential_decay(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double init_value = 0;
        int64_t transition_steps = 0;
        double decay_rate = 0;
        int64_t transition_begin = 0;
        int32_t staircase = 0;
        double end_value = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_exponential_decay(init_value, transition_steps, decay_rate, transition_begin, staircase, end_value, out);
        misuse_expect("nnx_optim_exponential_decay", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_exponential_decay", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_cosine_decay_schedule(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double init_value = 0;
        int64_t decay_steps = 0;
        double alpha = 0;
        double exponent = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_cosine_decay_schedule(init_value, decay_steps, alpha, exponent, out);
        misuse_expect("nnx_optim_cosine_decay_schedule", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_cosine_decay_schedule", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_warmup_cosine_decay_schedule(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double init_value = 0;
        double peak_value = 0;
        int64_t warmup_steps = 0;
        int64_t decay_steps = 0;
        double end_value = 0;
        double exponent = 0;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_warmup_cosine_decay_schedule(init_value, peak_value, warmup_steps, decay_steps, end_value, exponent, out);
        misuse_expect("nnx_optim_warmup_cosine_decay_schedule", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_warmup_cosine_decay_schedule", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_join_schedules(void) {
    static const struct wrong wrongs[] = {{"schedules", WRONG_NULL}, {"schedules", WRONG_NULL_ELEMENT}, {"schedules", WRONG_STALE}, {"schedules", WRONG_TYPE}, {"schedules", WRONG_FORGED}, {"boundaries", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *schedules_items[1] = {(const nnx_static *)misuse_handle(NNX_STATIC, wrong, "schedules")};
        const nnx_static *const *schedules = misuse_is_null(wrong, "schedules") ? NULL : schedules_items;
        size_t count = 1;
        const int64_t *boundaries = misuse_is(wrong, "boundaries") ? NULL : (const int64_t *)misuse_memory;
        size_t num_boundaries = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_join_schedules(schedules, count, boundaries, num_boundaries, out);
        misuse_expect("nnx_optim_join_schedules", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_join_schedules", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_optim_schedule_value(void) {
    static const struct wrong wrongs[] = {{"schedule", WRONG_NULL}, {"schedule", WRONG_STALE}, {"schedule", WRONG_TYPE}, {"schedule", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *schedule = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "schedule");
        int64_t count = 0;
        double out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        double *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optim_schedule_value(schedule, count, out);
        misuse_expect("nnx_optim_schedule_value", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optim_schedule_value", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_optimizer_new(void) {
    static const struct wrong wrongs[] = {{"model", WRONG_NULL}, {"model", WRONG_STALE}, {"model", WRONG_TYPE}, {"model", WRONG_FORGED}, {"tx", WRONG_NULL}, {"tx", WRONG_STALE}, {"tx", WRONG_TYPE}, {"tx", WRONG_FORGED}, {"wrt", MAY_BE_NULL}, {"wrt", WRONG_STALE}, {"wrt", WRONG_TYPE}, {"wrt", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *model = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "model");
        const nnx_static *tx = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "tx");
        const nnx_filter *wrt = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "wrt");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_optimizer_new(model, tx, wrt, out);
        misuse_expect("nnx_optimizer_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_optimizer_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_optimizer_init(void) {
    static const struct wrong wrongs[] = {{"optimizer", WRONG_NULL}, {"optimizer", WRONG_STALE}, {"optimizer", WRONG_TYPE}, {"optimizer", WRONG_FORGED}, {"model", WRONG_NULL}, {"model", WRONG_STALE}, {"model", WRONG_TYPE}, {"model", WRONG_FORGED}, {"tx", WRONG_NULL}, {"tx", WRONG_STALE}, {"tx", WRONG_TYPE}, {"tx", WRONG_FORGED}, {"wrt", MAY_BE_NULL}, {"wrt", WRONG_STALE}, {"wrt", WRONG_TYPE}, {"wrt", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *optimizer = (nnx_node *)misuse_handle(NNX_NODE, wrong, "optimizer");
        const nnx_node *model = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "model");
        const nnx_static *tx = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "tx");
        const nnx_filter *wrt = (const nnx_filter *)misuse_handle(NNX_FILTER, wrong, "wrt");
        answer = nnx_optimizer_init(optimizer, model, tx, wrt);
        misuse_expect("nnx_optimizer_init", wrong, answer);
    }
}

static void test_nnx_optimizer_update(void) {
    static const struct wrong wrongs[] = {{"optimizer", WRONG_NULL}, {"optimizer", WRONG_STALE}, {"optimizer", WRONG_TYPE}, {"optimizer", WRONG_FORGED}, {"grads", WRONG_NULL}, {"grads", WRONG_STALE}, {"grads", WRONG_TYPE}, {"grads", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *optimizer = (nnx_node *)misuse_handle(NNX_NODE, wrong, "optimizer");
        const nnx_state *grads = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "grads");
        answer = nnx_optimizer_update(optimizer, grads);
        misuse_expect("nnx_optimizer_update", wrong, answer);
    }
}

static void test_nnx_optimizer_update_model(void) {
    static const struct wrong wrongs[] = {{"optimizer", WRONG_NULL}, {"optimizer", WRONG_STALE}, {"optimizer", WRONG_TYPE}, {"optimizer", WRONG_FORGED}, {"model", MAY_BE_NULL}, {"model", WRONG_STALE}, {"model", WRONG_TYPE}, {"model", WRONG_FORGED}, {"grads", WRONG_NULL}, {"grads", WRONG_STALE}, {"grads", WRONG_TYPE}, {"grads", WRONG_FORGED}, {"out_updates", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *optimizer = (nnx_node *)misuse_handle(NNX_NODE, wrong, "optimizer");
        nnx_node *model = (nnx_node *)misuse_handle(NNX_NODE, wrong, "model");
        const nnx_state *grads = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "grads");
        nnx_state *out_updates_place;
        memset(&out_updates_place, 0xA5, sizeof out_updates_place);
        nnx_state **out_updates = misuse_is(wrong, "out_updates") ? NULL : &out_updates_place;
        answer = nnx_optimizer_update_model(optimizer, model, grads, out_updates);
        misuse_expect("nnx_optimizer_update_model", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_updates")) misuse_zeroed("nnx_optimizer_update_model", wrong, "out_updates", &out_updates_place, sizeof out_updates_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_updates")) (void)nnx_state_release(out_updates_place);
    }
}

static void test_nnx_average_new(void) {
    static const struct wrong wrongs[] = {{"argname", WRONG_NULL}, {"argname", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str argname = misuse_text(wrong, "argname");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_average_new(argname, out);
        misuse_expect("nnx_average_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_average_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_average_init(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"argname", WRONG_NULL}, {"argname", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_str argname = misuse_text(wrong, "argname");
        answer = nnx_average_init(metric, argname);
        misuse_expect("nnx_average_init", wrong, answer);
    }
}

static void test_nnx_accuracy_new(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        double threshold = 0;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_accuracy_new(threshold, out);
        misuse_expect("nnx_accuracy_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_accuracy_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_accuracy_init(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        double threshold = 0;
        answer = nnx_accuracy_init(metric, threshold);
        misuse_expect("nnx_accuracy_init", wrong, answer);
    }
}

static void test_nnx_welford_new(void) {
    static const struct wrong wrongs[] = {{"argname", WRONG_NULL}, {"argname", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str argname = misuse_text(wrong, "argname");
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_welford_new(argname, out);
        misuse_expect("nnx_welford_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_welford_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_welford_init(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"argname", WRONG_NULL}, {"argname", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_str argname = misuse_text(wrong, "argname");
        answer = nnx_welford_init(metric, argname);
        misuse_expect("nnx_welford_init", wrong, answer);
    }
}

static void test_nnx_multi_metric_new(void) {
    static const struct wrong wrongs[] = {{"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"metrics", WRONG_NULL}, {"metrics", WRONG_NULL_ELEMENT}, {"metrics", WRONG_STALE}, {"metrics", WRONG_TYPE}, {"metrics", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_node *metrics_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "metrics")};
        const nnx_node *const *metrics = misuse_is_null(wrong, "metrics") ? NULL : metrics_items;
        size_t count = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_multi_metric_new(names, metrics, count, out);
        misuse_expect("nnx_multi_metric_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_multi_metric_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_multi_metric_init(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"metrics", WRONG_NULL}, {"metrics", WRONG_NULL_ELEMENT}, {"metrics", WRONG_STALE}, {"metrics", WRONG_TYPE}, {"metrics", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_node *metrics_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "metrics")};
        const nnx_node *const *metrics = misuse_is_null(wrong, "metrics") ? NULL : metrics_items;
        size_t count = 1;
        answer = nnx_multi_metric_init(metric, names, metrics, count);
        misuse_expect("nnx_multi_metric_init", wrong, answer);
    }
}

static void test_nnx_metric_update(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"values", WRONG_NULL}, {"values", WRONG_NULL_ELEMENT}, {"values", WRONG_STALE}, {"values", WRONG_TYPE}, {"values", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_value *values_items[1] = {(const nnx_value *)misuse_handle(NNX_VALUE, wrong, "values")};
        const nnx_value *const *values = misuse_is_null(wrong, "values") ? NULL : values_items;
        size_t count = 1;
        answer = nnx_metric_update(metric, names, values, count);
        misuse_expect("nnx_metric_update", wrong, answer);
    }
}

static void test_nnx_metric_update_tensors(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"names", WRONG_NULL}, {"names", WRONG_NULL_ELEMENT}, {"names", WRONG_UTF8}, {"tensors", WRONG_NULL}, {"tensors", WRONG_NULL_ELEMENT}, {"tensors", WRONG_STALE}, {"tensors", WRONG_TYPE}, {"tensors", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_str names_items[1] = {misuse_text(wrong, "names")};
        const nnx_str *names = misuse_is_null(wrong, "names") ? NULL : names_items;
        const nnx_tensor *tensors_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensors")};
        const nnx_tensor *const *tensors = misuse_is_null(wrong, "tensors") ? NULL : tensors_items;
        size_t count = 1;
        answer = nnx_metric_update_tensors(metric, names, tensors, count);
        misuse_expect("nnx_metric_update_tensors", wrong, answer);
    }
}

static void test_nnx_metric_compute(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *metric = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_metric_compute(metric, out);
        misuse_expect("nnx_metric_compute", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_metric_compute", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_metric_reset(void) {
    static const struct wrong wrongs[] = {{"metric", WRONG_NULL}, {"metric", WRONG_STALE}, {"metric", WRONG_TYPE}, {"metric", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *metric = (nnx_node *)misuse_handle(NNX_NODE, wrong, "metric");
        answer = nnx_metric_reset(metric);
        misuse_expect("nnx_metric_reset", wrong, answer);
    }
}

static void test_nnx_value_activation(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"activation", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_activation activation = misuse_is(wrong, "activation") ? 9999 : NNX_ACTIVATION_RELU;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_activation(value, activation, out);
        misuse_expect("nnx_value_activation", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_activation", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_activation_with(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"activation", WRONG_ENUM}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        nnx_activation activation = misuse_is(wrong, "activation") ? 9999 : NNX_ACTIVATION_RELU;
        double number = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_activation_with(value, activation, number, out);
        misuse_expect("nnx_value_activation_with", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_activation_with", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_glu(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_glu(value, axis, out);
        misuse_expect("nnx_value_glu", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_glu", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_value_standardize(void) {
    static const struct wrong wrongs[] = {{"value", WRONG_NULL}, {"value", WRONG_STALE}, {"value", WRONG_TYPE}, {"value", WRONG_FORGED}, {"axes", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *value = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "value");
        const int64_t *axes = misuse_is(wrong, "axes") ? NULL : (const int64_t *)misuse_memory;
        size_t num_axes = 1;
        double epsilon = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_value_standardize(value, axes, num_axes, epsilon, out);
        misuse_expect("nnx_value_standardize", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_value_standardize", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_batch_norm_new(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        int64_t num_features = 0;
        nnx_batch_norm_options options_value = NNX_BATCH_NORM_OPTIONS_INIT;
        const nnx_batch_norm_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_batch_norm_new(rngs, num_features, options, out);
        misuse_expect("nnx_batch_norm_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_batch_norm_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_batch_norm_init(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        int64_t num_features = 0;
        nnx_batch_norm_options options_value = NNX_BATCH_NORM_OPTIONS_INIT;
        const nnx_batch_norm_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_batch_norm_init(node, rngs, num_features, options);
        misuse_expect("nnx_batch_norm_init", wrong, answer);
    }
}

static void test_nnx_batch_norm_call(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"x", WRONG_NULL}, {"x", WRONG_STALE}, {"x", WRONG_TYPE}, {"x", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_value *x = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "x");
        nnx_call_options options_value = NNX_CALL_OPTIONS_INIT;
        const nnx_call_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_batch_norm_call(node, x, options, out);
        misuse_expect("nnx_batch_norm_call", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_batch_norm_call", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_dropout_new(void) {
    static const struct wrong wrongs[] = {{"rngs", MAY_BE_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        double rate = 0;
        nnx_dropout_options options_value = NNX_DROPOUT_OPTIONS_INIT;
        const nnx_dropout_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_dropout_new(rngs, rate, options, out);
        misuse_expect("nnx_dropout_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_dropout_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_dropout_init(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"rngs", MAY_BE_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        double rate = 0;
        nnx_dropout_options options_value = NNX_DROPOUT_OPTIONS_INIT;
        const nnx_dropout_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_dropout_init(node, rngs, rate, options);
        misuse_expect("nnx_dropout_init", wrong, answer);
    }
}

static void test_nnx_dropout_call(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"x", WRONG_NULL}, {"x", WRONG_STALE}, {"x", WRONG_TYPE}, {"x", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_value *x = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "x");
        nnx_call_options options_value = NNX_CALL_OPTIONS_INIT;
        const nnx_call_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_dropout_call(node, x, options, out);
        misuse_expect("nnx_dropout_call", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_dropout_call", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_initializer_new(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"numbers", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        const double *numbers = misuse_is(wrong, "numbers") ? NULL : (const double *)misuse_memory;
        size_t num_numbers = 1;
        nnx_static *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_static **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_initializer_new(name, numbers, num_numbers, out);
        misuse_expect("nnx_initializer_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_initializer_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_static_release(out_place);
    }
}

static void test_nnx_initializer_make(void) {
    static const struct wrong wrongs[] = {{"initializer", WRONG_NULL}, {"initializer", WRONG_STALE}, {"initializer", WRONG_TYPE}, {"initializer", WRONG_FORGED}, {"key", WRONG_NULL}, {"key", WRONG_STALE}, {"key", WRONG_TYPE}, {"key", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_static *initializer = (const nnx_static *)misuse_handle(NNX_STATIC, wrong, "initializer");
        const nnx_tensor *key = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "key");
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_initializer_make(initializer, key, dtype, shape, rank, out);
        misuse_expect("nnx_initializer_make", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_initializer_make", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_linear_new(void) {
    static const struct wrong wrongs[] = {{"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        int64_t in_features = 0;
        int64_t out_features = 0;
        nnx_linear_options options_value = NNX_LINEAR_OPTIONS_INIT;
        const nnx_linear_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_node *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_node **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_linear_new(rngs, in_features, out_features, options, out);
        misuse_expect("nnx_linear_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_linear_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_node_release(out_place);
    }
}

static void test_nnx_linear_init(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"rngs", WRONG_NULL}, {"rngs", WRONG_STALE}, {"rngs", WRONG_TYPE}, {"rngs", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_node *node = (nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        nnx_node *rngs = (nnx_node *)misuse_handle(NNX_NODE, wrong, "rngs");
        int64_t in_features = 0;
        int64_t out_features = 0;
        nnx_linear_options options_value = NNX_LINEAR_OPTIONS_INIT;
        const nnx_linear_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_linear_init(node, rngs, in_features, out_features, options);
        misuse_expect("nnx_linear_init", wrong, answer);
    }
}

static void test_nnx_linear_call(void) {
    static const struct wrong wrongs[] = {{"node", WRONG_NULL}, {"node", WRONG_STALE}, {"node", WRONG_TYPE}, {"node", WRONG_FORGED}, {"x", WRONG_NULL}, {"x", WRONG_STALE}, {"x", WRONG_TYPE}, {"x", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *node = (const nnx_node *)misuse_handle(NNX_NODE, wrong, "node");
        const nnx_value *x = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "x");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_linear_call(node, x, out);
        misuse_expect("nnx_linear_call", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_linear_call", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_loss_squared_error(void) {
    static const struct wrong wrongs[] = {{"predictions", WRONG_NULL}, {"predictions", WRONG_STALE}, {"predictions", WRONG_TYPE}, {"predictions", WRONG_FORGED}, {"targets", WRONG_NULL}, {"targets", WRONG_STALE}, {"targets", WRONG_TYPE}, {"targets", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *predictions = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "predictions");
        const nnx_value *targets = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "targets");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_loss_squared_error(predictions, targets, out);
        misuse_expect("nnx_loss_squared_error", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_loss_squared_error", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_loss_l2(void) {
    static const struct wrong wrongs[] = {{"predictions", WRONG_NULL}, {"predictions", WRONG_STALE}, {"predictions", WRONG_TYPE}, {"predictions", WRONG_FORGED}, {"targets", WRONG_NULL}, {"targets", WRONG_STALE}, {"targets", WRONG_TYPE}, {"targets", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *predictions = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "predictions");
        const nnx_value *targets = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "targets");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_loss_l2(predictions, targets, out);
        misuse_expect("nnx_loss_l2", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_loss_l2", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_loss_softmax_cross_entropy(void) {
    static const struct wrong wrongs[] = {{"logits", WRONG_NULL}, {"logits", WRONG_STALE}, {"logits", WRONG_TYPE}, {"logits", WRONG_FORGED}, {"labels", WRONG_NULL}, {"labels", WRONG_STALE}, {"labels", WRONG_TYPE}, {"labels", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *logits = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "logits");
        const nnx_value *labels = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "labels");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_loss_softmax_cross_entropy(logits, labels, axis, out);
        misuse_expect("nnx_loss_softmax_cross_entropy", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_loss_softmax_cross_entropy", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_loss_softmax_cross_entropy_with_integer_labels(void) {
    static const struct wrong wrongs[] = {{"logits", WRONG_NULL}, {"logits", WRONG_STALE}, {"logits", WRONG_TYPE}, {"logits", WRONG_FORGED}, {"labels", WRONG_NULL}, {"labels", WRONG_STALE}, {"labels", WRONG_TYPE}, {"labels", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *logits = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "logits");
        const nnx_value *labels = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "labels");
        int64_t axis = 0;
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_loss_softmax_cross_entropy_with_integer_labels(logits, labels, axis, out);
        misuse_expect("nnx_loss_softmax_cross_entropy_with_integer_labels", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_loss_softmax_cross_entropy_with_integer_labels", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_loss_sigmoid_binary_cross_entropy(void) {
    static const struct wrong wrongs[] = {{"logits", WRONG_NULL}, {"logits", WRONG_STALE}, {"logits", WRONG_TYPE}, {"logits", WRONG_FORGED}, {"labels", WRONG_NULL}, {"labels", WRONG_STALE}, {"labels", WRONG_TYPE}, {"labels", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_value *logits = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "logits");
        const nnx_value *labels = (const nnx_value *)misuse_handle(NNX_VALUE, wrong, "labels");
        nnx_value *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_value **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_loss_sigmoid_binary_cross_entropy(logits, labels, out);
        misuse_expect("nnx_loss_sigmoid_binary_cross_entropy", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_loss_sigmoid_binary_cross_entropy", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_results_step_id(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        uint64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        uint64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_step_id(results, out);
        misuse_expect("nnx_results_step_id", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_step_id", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_results_num_tensors(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_num_tensors(results, out);
        misuse_expect("nnx_results_num_tensors", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_num_tensors", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_results_tensor(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        size_t index = 0;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_tensor(results, index, out);
        misuse_expect("nnx_results_tensor", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_tensor", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_results_num_states(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_num_states(results, out);
        misuse_expect("nnx_results_num_states", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_num_states", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_results_state(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        size_t index = 0;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_state(results, index, out);
        misuse_expect("nnx_results_state", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_state", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_results_retain(void) {
    static const struct wrong wrongs[] = {{"results", WRONG_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_results *results = (const nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        nnx_results *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_results **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_results_retain(results, out);
        misuse_expect("nnx_results_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_results_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_results_release(out_place);
    }
}

static void test_nnx_results_release(void) {
    static const struct wrong wrongs[] = {{"results", MAY_BE_NULL}, {"results", WRONG_STALE}, {"results", WRONG_TYPE}, {"results", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_results *results = (nnx_results *)misuse_handle(NNX_RESULTS, wrong, "results");
        answer = nnx_results_release(results);
        misuse_expect("nnx_results_release", wrong, answer);
    }
}

static void test_nnx_step_from_program(void) {
    static const struct wrong wrongs[] = {{"program", WRONG_NULL}, {"program", WRONG_STALE}, {"program", WRONG_TYPE}, {"program", WRONG_FORGED}, {"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"changed", WRONG_NULL}, {"outputs", MAY_BE_NULL}, {"device", WRONG_NULL}, {"device", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_program *program = (const nnx_program *)misuse_handle(NNX_PROGRAM, wrong, "program");
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        const int64_t *changed = misuse_is(wrong, "changed") ? NULL : (const int64_t *)misuse_memory;
        size_t num_leaves = 1;
        const size_t *outputs = misuse_is(wrong, "outputs") ? NULL : (const size_t *)misuse_memory;
        size_t num_outputs = 1;
        nnx_str device = misuse_text(wrong, "device");
        nnx_step *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_step **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_from_program(program, graphdef, changed, num_leaves, outputs, num_outputs, device, out);
        misuse_expect("nnx_step_from_program", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_from_program", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_step_release(out_place);
    }
}

static void test_nnx_step_id(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        uint64_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        uint64_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_id(step, out);
        misuse_expect("nnx_step_id", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_id", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_step_program(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_program(step, out);
        misuse_expect("nnx_step_program", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_program", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
    }
}

static void test_nnx_step_graphdef(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_graphdef(step, out);
        misuse_expect("nnx_step_graphdef", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_graphdef", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_step_out_graphdef(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_out_graphdef(step, out);
        misuse_expect("nnx_step_out_graphdef", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_out_graphdef", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_step_run(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"leaves", MAY_BE_NULL}, {"leaves", WRONG_STALE}, {"leaves", WRONG_TYPE}, {"leaves", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out_leaves", WRONG_NULL}, {"out_results", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        const nnx_state *leaves = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "leaves");
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t num_states = 1;
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        int32_t check_finite = 0;
        nnx_state *out_leaves_place;
        memset(&out_leaves_place, 0xA5, sizeof out_leaves_place);
        nnx_state **out_leaves = misuse_is(wrong, "out_leaves") ? NULL : &out_leaves_place;
        nnx_results *out_results_place;
        memset(&out_results_place, 0xA5, sizeof out_results_place);
        nnx_results **out_results = misuse_is(wrong, "out_results") ? NULL : &out_results_place;
        answer = nnx_step_run(step, leaves, states, num_states, inputs, num_inputs, check_finite, out_leaves, out_results);
        misuse_expect("nnx_step_run", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_leaves")) misuse_zeroed("nnx_step_run", wrong, "out_leaves", &out_leaves_place, sizeof out_leaves_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_leaves")) (void)nnx_state_release(out_leaves_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_results")) misuse_zeroed("nnx_step_run", wrong, "out_results", &out_results_place, sizeof out_results_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_results")) (void)nnx_results_release(out_results_place);
    }
}

static void test_nnx_step_retain(void) {
    static const struct wrong wrongs[] = {{"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        nnx_step *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_step **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_step_retain(step, out);
        misuse_expect("nnx_step_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_step_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_step_release(out_place);
    }
}

static void test_nnx_step_release(void) {
    static const struct wrong wrongs[] = {{"step", MAY_BE_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_step *step = (nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        answer = nnx_step_release(step);
        misuse_expect("nnx_step_release", wrong, answer);
    }
}

static nnx_status nnx_jit_new_function(void *user_data, nnx_trace *trace) {
    (void)user_data; (void)trace; return 0;
}

static void nnx_jit_new_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_jit_new(void) {
    static const struct wrong wrongs[] = {{"function", WRONG_NULL}, {"user_data", MAY_BE_NULL}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_status (*function)(void *user_data, nnx_trace *trace) = misuse_is(wrong, "function") ? NULL : nnx_jit_new_function;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_jit_new_destroy;
        nnx_jit_options options_value = NNX_JIT_OPTIONS_INIT;
        const nnx_jit_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_jit *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_jit **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_jit_new(function, user_data, destroy, options, out);
        misuse_expect("nnx_jit_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_jit_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_jit_release(out_place);
        misuse_destroyed_once("nnx_jit_new", wrong);
    }
}

static void test_nnx_jit_call(void) {
    static const struct wrong wrongs[] = {{"jit", WRONG_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}, {"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"inputs", MAY_BE_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_jit *jit = (const nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t num_states = 1;
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_results *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_results **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_jit_call(jit, objects, num_objects, states, num_states, inputs, num_inputs, out);
        misuse_expect("nnx_jit_call", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_jit_call", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_results_release(out_place);
    }
}

static void test_nnx_jit_step(void) {
    static const struct wrong wrongs[] = {{"jit", WRONG_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}, {"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_jit *jit = (const nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t num_states = 1;
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_step *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_step **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_jit_step(jit, objects, num_objects, states, num_states, inputs, num_inputs, out);
        misuse_expect("nnx_jit_step", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_jit_step", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_step_release(out_place);
    }
}

static void test_nnx_jit_num_steps(void) {
    static const struct wrong wrongs[] = {{"jit", WRONG_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_jit *jit = (const nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_jit_num_steps(jit, out);
        misuse_expect("nnx_jit_num_steps", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_jit_num_steps", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_jit_retain(void) {
    static const struct wrong wrongs[] = {{"jit", WRONG_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_jit *jit = (const nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        nnx_jit *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_jit **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_jit_retain(jit, out);
        misuse_expect("nnx_jit_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_jit_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_jit_release(out_place);
    }
}

static void test_nnx_jit_release(void) {
    static const struct wrong wrongs[] = {{"jit", MAY_BE_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_jit *jit = (nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        answer = nnx_jit_release(jit);
        misuse_expect("nnx_jit_release", wrong, answer);
    }
}

static void test_nnx_session_new(void) {
    static const struct wrong wrongs[] = {{"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        nnx_session_options options_value = NNX_SESSION_OPTIONS_INIT;
        const nnx_session_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_session *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_session **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_new(objects, num_objects, options, out);
        misuse_expect("nnx_session_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_session_release(out_place);
    }
}

static void test_nnx_session_from_states(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"states", WRONG_NULL}, {"states", WRONG_NULL_ELEMENT}, {"states", WRONG_STALE}, {"states", WRONG_TYPE}, {"states", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        const nnx_state *states_items[1] = {(const nnx_state *)misuse_handle(NNX_STATE, wrong, "states")};
        const nnx_state *const *states = misuse_is_null(wrong, "states") ? NULL : states_items;
        size_t num_states = 1;
        nnx_session_options options_value = NNX_SESSION_OPTIONS_INIT;
        const nnx_session_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_session *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_session **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_from_states(graphdef, states, num_states, options, out);
        misuse_expect("nnx_session_from_states", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_from_states", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_session_release(out_place);
    }
}

static void test_nnx_session_run(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_results *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_results **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_run(session, step, inputs, num_inputs, out);
        misuse_expect("nnx_session_run", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_run", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_results_release(out_place);
    }
}

static void test_nnx_session_run_many(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        size_t count = 0;
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_results *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_results **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_run_many(session, step, count, inputs, num_inputs, out);
        misuse_expect("nnx_session_run_many", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_run_many", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_results_release(out_place);
    }
}

static void test_nnx_session_evaluate(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}, {"inputs", WRONG_NULL}, {"inputs", WRONG_NULL_ELEMENT}, {"inputs", WRONG_STALE}, {"inputs", WRONG_TYPE}, {"inputs", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        const nnx_tensor *inputs_items[1] = {(const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "inputs")};
        const nnx_tensor *const *inputs = misuse_is_null(wrong, "inputs") ? NULL : inputs_items;
        size_t num_inputs = 1;
        nnx_results *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_results **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_evaluate(session, step, inputs, num_inputs, out);
        misuse_expect("nnx_session_evaluate", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_evaluate", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_results_release(out_place);
    }
}

static void test_nnx_session_graphdef(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_graphdef(session, out);
        misuse_expect("nnx_session_graphdef", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_graphdef", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_session_state(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_state(session, out);
        misuse_expect("nnx_session_state", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_state", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_session_set_state(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        answer = nnx_session_set_state(session, state);
        misuse_expect("nnx_session_set_state", wrong, answer);
    }
}

static void test_nnx_session_read(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_str path = misuse_text(wrong, "path");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_read(session, path, out);
        misuse_expect("nnx_session_read", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_read", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_session_write(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"path", WRONG_NULL}, {"path", WRONG_UTF8}, {"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_str path = misuse_text(wrong, "path");
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle(NNX_TENSOR, wrong, "tensor");
        answer = nnx_session_write(session, path, tensor);
        misuse_expect("nnx_session_write", wrong, answer);
    }
}

static void test_nnx_session_update(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        answer = nnx_session_update(session, objects, num_objects);
        misuse_expect("nnx_session_update", wrong, answer);
    }
}

static void test_nnx_session_bind_input(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"data", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        size_t index = 0;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (const int64_t *)misuse_memory;
        size_t rank = 1;
        const void *data = misuse_is(wrong, "data") ? NULL : (const void *)misuse_memory;
        size_t nbytes = 1;
        answer = nnx_session_bind_input(session, index, dtype, shape, rank, data, nbytes);
        misuse_expect("nnx_session_bind_input", wrong, answer);
    }
}

static void test_nnx_session_bind_output(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"data", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        size_t index = 0;
        void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        answer = nnx_session_bind_output(session, index, data, nbytes);
        misuse_expect("nnx_session_bind_output", wrong, answer);
    }
}

static void test_nnx_session_size(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out_num_leaves", WRONG_NULL}, {"out_nbytes", WRONG_NULL}, {"out_alignment", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        size_t out_num_leaves_place;
        memset(&out_num_leaves_place, 0xA5, sizeof out_num_leaves_place);
        size_t *out_num_leaves = misuse_is(wrong, "out_num_leaves") ? NULL : &out_num_leaves_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        size_t out_alignment_place;
        memset(&out_alignment_place, 0xA5, sizeof out_alignment_place);
        size_t *out_alignment = misuse_is(wrong, "out_alignment") ? NULL : &out_alignment_place;
        answer = nnx_session_size(session, out_num_leaves, out_nbytes, out_alignment);
        misuse_expect("nnx_session_size", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_num_leaves")) misuse_zeroed("nnx_session_size", wrong, "out_num_leaves", &out_num_leaves_place, sizeof out_num_leaves_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_session_size", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_alignment")) misuse_zeroed("nnx_session_size", wrong, "out_alignment", &out_alignment_place, sizeof out_alignment_place);
    }
}

static void test_nnx_session_layout(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out_path", WRONG_NULL}, {"out_offset", WRONG_NULL}, {"out_nbytes", WRONG_NULL}, {"out_dtype", WRONG_NULL}, {"out_shape", WRONG_NULL}, {"out_rank", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        size_t index = 0;
        nnx_str out_path_place;
        memset(&out_path_place, 0xA5, sizeof out_path_place);
        nnx_str *out_path = misuse_is(wrong, "out_path") ? NULL : &out_path_place;
        size_t out_offset_place;
        memset(&out_offset_place, 0xA5, sizeof out_offset_place);
        size_t *out_offset = misuse_is(wrong, "out_offset") ? NULL : &out_offset_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        nnx_dtype out_dtype_place;
        memset(&out_dtype_place, 0xA5, sizeof out_dtype_place);
        nnx_dtype *out_dtype = misuse_is(wrong, "out_dtype") ? NULL : &out_dtype_place;
        const int64_t *out_shape_place;
        memset(&out_shape_place, 0xA5, sizeof out_shape_place);
        const int64_t **out_shape = misuse_is(wrong, "out_shape") ? NULL : &out_shape_place;
        size_t out_rank_place;
        memset(&out_rank_place, 0xA5, sizeof out_rank_place);
        size_t *out_rank = misuse_is(wrong, "out_rank") ? NULL : &out_rank_place;
        answer = nnx_session_layout(session, index, out_path, out_offset, out_nbytes, out_dtype, out_shape, out_rank);
        misuse_expect("nnx_session_layout", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_path")) misuse_zeroed("nnx_session_layout", wrong, "out_path", &out_path_place, sizeof out_path_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_offset")) misuse_zeroed("nnx_session_layout", wrong, "out_offset", &out_offset_place, sizeof out_offset_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_session_layout", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_dtype")) misuse_zeroed("nnx_session_layout", wrong, "out_dtype", &out_dtype_place, sizeof out_dtype_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_shape")) misuse_zeroed("nnx_session_layout", wrong, "out_shape", &out_shape_place, sizeof out_shape_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_rank")) misuse_zeroed("nnx_session_layout", wrong, "out_rank", &out_rank_place, sizeof out_rank_place);
    }
}

static void nnx_session_use_memory_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_session_use_memory(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"data", WRONG_NULL}, {"user_data", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)misuse_memory;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_session_use_memory_destroy;
        answer = nnx_session_use_memory(session, data, nbytes, user_data, destroy);
        misuse_expect("nnx_session_use_memory", wrong, answer);
        misuse_destroyed_once("nnx_session_use_memory", wrong);
    }
}

static void test_nnx_session_report(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_session_info out_place = NNX_SESSION_INFO_INIT;
        nnx_session_info *out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_report(session, out);
        misuse_expect("nnx_session_report", wrong, answer);
    }
}

static void test_nnx_session_retain(void) {
    static const struct wrong wrongs[] = {{"session", WRONG_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_session *session = (const nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        nnx_session *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_session **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_session_retain(session, out);
        misuse_expect("nnx_session_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_session_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_session_release(out_place);
    }
}

static void test_nnx_session_release(void) {
    static const struct wrong wrongs[] = {{"session", MAY_BE_NULL}, {"session", WRONG_STALE}, {"session", WRONG_TYPE}, {"session", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_session *session = (nnx_session *)misuse_handle(NNX_SESSION, wrong, "session");
        answer = nnx_session_release(session);
        misuse_expect("nnx_session_release", wrong, answer);
    }
}

static void test_nnx_bundle_of_objects(void) {
    static const struct wrong wrongs[] = {{"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        nnx_bundle *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bundle **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_of_objects(objects, num_objects, out);
        misuse_expect("nnx_bundle_of_objects", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_of_objects", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bundle_release(out_place);
    }
}

static void test_nnx_bundle_new(void) {
    static const struct wrong wrongs[] = {{"graphdef", WRONG_NULL}, {"graphdef", WRONG_STALE}, {"graphdef", WRONG_TYPE}, {"graphdef", WRONG_FORGED}, {"state", WRONG_NULL}, {"state", WRONG_STALE}, {"state", WRONG_TYPE}, {"state", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_graphdef *graphdef = (const nnx_graphdef *)misuse_handle(NNX_GRAPHDEF, wrong, "graphdef");
        const nnx_state *state = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "state");
        nnx_bundle *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bundle **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_new(graphdef, state, out);
        misuse_expect("nnx_bundle_new", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_new", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bundle_release(out_place);
    }
}

static void test_nnx_bundle_add_step(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"step", WRONG_NULL}, {"step", WRONG_STALE}, {"step", WRONG_TYPE}, {"step", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_bundle *bundle = (nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        const nnx_step *step = (const nnx_step *)misuse_handle(NNX_STEP, wrong, "step");
        answer = nnx_bundle_add_step(bundle, name, step);
        misuse_expect("nnx_bundle_add_step", wrong, answer);
    }
}

static void test_nnx_bundle_add_jit(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"jit", WRONG_NULL}, {"jit", WRONG_STALE}, {"jit", WRONG_TYPE}, {"jit", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_bundle *bundle = (nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        const nnx_jit *jit = (const nnx_jit *)misuse_handle(NNX_JIT, wrong, "jit");
        answer = nnx_bundle_add_jit(bundle, name, jit);
        misuse_expect("nnx_bundle_add_jit", wrong, answer);
    }
}

static void test_nnx_bundle_set_metadata(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"text", WRONG_NULL}, {"text", WRONG_UTF8}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_bundle *bundle = (nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        nnx_str text = misuse_text(wrong, "text");
        answer = nnx_bundle_set_metadata(bundle, name, text);
        misuse_expect("nnx_bundle_set_metadata", wrong, answer);
    }
}

static void test_nnx_bundle_save(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"file", WRONG_NULL}, {"file", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str file = misuse_text(wrong, "file");
        nnx_save_options options_value = NNX_SAVE_OPTIONS_INIT;
        const nnx_save_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        answer = nnx_bundle_save(bundle, file, options);
        misuse_expect("nnx_bundle_save", wrong, answer);
    }
}

static void test_nnx_bundle_open(void) {
    static const struct wrong wrongs[] = {{"file", WRONG_NULL}, {"file", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_str file = misuse_text(wrong, "file");
        nnx_load_options options_value = NNX_LOAD_OPTIONS_INIT;
        const nnx_load_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_bundle *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bundle **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_open(file, options, out);
        misuse_expect("nnx_bundle_open", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_open", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bundle_release(out_place);
    }
}

static void test_nnx_bundle_graphdef(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_graphdef *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_graphdef **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_graphdef(bundle, out);
        misuse_expect("nnx_bundle_graphdef", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_graphdef", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_graphdef_release(out_place);
    }
}

static void test_nnx_bundle_state(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_state(bundle, out);
        misuse_expect("nnx_bundle_state", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_state", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
    }
}

static void test_nnx_bundle_programs(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_programs(bundle, out);
        misuse_expect("nnx_bundle_programs", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_programs", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_bundle_metadata(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_metadata(bundle, out);
        misuse_expect("nnx_bundle_metadata", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_metadata", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_bundle_program(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        nnx_program *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_program **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_program(bundle, name, out);
        misuse_expect("nnx_bundle_program", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_program", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_program_release(out_place);
    }
}

static void test_nnx_bundle_step(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"device", WRONG_NULL}, {"device", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        nnx_str device = misuse_text(wrong, "device");
        nnx_step *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_step **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_step(bundle, name, device, out);
        misuse_expect("nnx_bundle_step", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_step", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_step_release(out_place);
    }
}

static void test_nnx_bundle_jit(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_str name = misuse_text(wrong, "name");
        nnx_jit_options options_value = NNX_JIT_OPTIONS_INIT;
        const nnx_jit_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_jit *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_jit **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_jit(bundle, name, options, out);
        misuse_expect("nnx_bundle_jit", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_jit", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_jit_release(out_place);
    }
}

static void test_nnx_bundle_text(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_text(bundle, out);
        misuse_expect("nnx_bundle_text", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_text", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bundle_load_into(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"objects", WRONG_NULL}, {"objects", WRONG_NULL_ELEMENT}, {"objects", WRONG_STALE}, {"objects", WRONG_TYPE}, {"objects", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out_report", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        const nnx_node *objects_items[1] = {(const nnx_node *)misuse_handle(NNX_NODE, wrong, "objects")};
        const nnx_node *const *objects = misuse_is_null(wrong, "objects") ? NULL : objects_items;
        size_t num_objects = 1;
        nnx_load_options options_value = NNX_LOAD_OPTIONS_INIT;
        const nnx_load_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_report *out_report_place;
        memset(&out_report_place, 0xA5, sizeof out_report_place);
        nnx_report **out_report = misuse_is(wrong, "out_report") ? NULL : &out_report_place;
        answer = nnx_bundle_load_into(bundle, objects, num_objects, options, out_report);
        misuse_expect("nnx_bundle_load_into", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out_report")) misuse_zeroed("nnx_bundle_load_into", wrong, "out_report", &out_report_place, sizeof out_report_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_report")) (void)nnx_report_release(out_report_place);
    }
}

static void test_nnx_bundle_fit(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"like", WRONG_NULL}, {"like", WRONG_STALE}, {"like", WRONG_TYPE}, {"like", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}, {"out_report", MAY_BE_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        const nnx_state *like = (const nnx_state *)misuse_handle(NNX_STATE, wrong, "like");
        nnx_load_options options_value = NNX_LOAD_OPTIONS_INIT;
        const nnx_load_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        nnx_state *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_state **out = misuse_is(wrong, "out") ? NULL : &out_place;
        nnx_report *out_report_place;
        memset(&out_report_place, 0xA5, sizeof out_report_place);
        nnx_report **out_report = misuse_is(wrong, "out_report") ? NULL : &out_report_place;
        answer = nnx_bundle_fit(bundle, like, options, out, out_report);
        misuse_expect("nnx_bundle_fit", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_fit", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_state_release(out_place);
        if (answer != NNX_OK && !misuse_is(wrong, "out_report")) misuse_zeroed("nnx_bundle_fit", wrong, "out_report", &out_report_place, sizeof out_report_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out_report")) (void)nnx_report_release(out_report_place);
    }
}

static void test_nnx_bundle_retain(void) {
    static const struct wrong wrongs[] = {{"bundle", WRONG_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        const nnx_bundle *bundle = (const nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        nnx_bundle *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bundle **out = misuse_is(wrong, "out") ? NULL : &out_place;
        answer = nnx_bundle_retain(bundle, out);
        misuse_expect("nnx_bundle_retain", wrong, answer);
        if (answer != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bundle_retain", wrong, "out", &out_place, sizeof out_place);
        if (answer == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bundle_release(out_place);
    }
}

static void test_nnx_bundle_release(void) {
    static const struct wrong wrongs[] = {{"bundle", MAY_BE_NULL}, {"bundle", WRONG_STALE}, {"bundle", WRONG_TYPE}, {"bundle", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        nnx_bundle *bundle = (nnx_bundle *)misuse_handle(NNX_BUNDLE, wrong, "bundle");
        answer = nnx_bundle_release(bundle);
        misuse_expect("nnx_bundle_release", wrong, answer);
    }
}

static void test_nnx_get_api(void) {
    static const struct wrong wrongs[] = {{"", GOOD}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status answer = NNX_OK;
        uint32_t major = 0;
        uint32_t min_minor = 0;
        (void)nnx_get_api(major, min_minor);
        (void)answer, (void)wrong;
    }
}

/* All of them, in a function that is being traced: a trace and its values live only there. */
static void test_all(void) {
    test_nnx_status_name();
    test_nnx_error_take();
    test_nnx_error_code();
    test_nnx_error_message();
    test_nnx_error_path();
    test_nnx_error_retain();
    test_nnx_error_release();
    test_nnx_version();
    test_nnx_cuda_probe();
    test_nnx_cuda_device_name();
    test_nnx_bytes_new();
    test_nnx_bytes_data();
    test_nnx_bytes_retain();
    test_nnx_bytes_release();
    test_nnx_report_size();
    test_nnx_report_row();
    test_nnx_report_text();
    test_nnx_report_json();
    test_nnx_report_retain();
    test_nnx_report_release();
    test_nnx_path_component();
    test_nnx_path_components();
    test_nnx_dtype_name();
    test_nnx_dtype_size();
    test_nnx_dtype_from_name();
    test_nnx_tensor_new();
    test_nnx_tensor_from_memory();
    test_nnx_tensor_from_dlpack();
    test_nnx_tensor_from_dlpack_legacy();
    test_nnx_tensor_to_dlpack();
    test_nnx_tensor_to_dlpack_legacy();
    test_nnx_tensor_dtype();
    test_nnx_tensor_shape();
    test_nnx_tensor_element_count();
    test_nnx_tensor_nbytes();
    test_nnx_tensor_data();
    test_nnx_tensor_data_mut();
    test_nnx_tensor_is_unique();
    test_nnx_tensor_equal();
    test_nnx_tensor_text();
    test_nnx_tensor_retain();
    test_nnx_tensor_release();
    test_nnx_pycapsule_destroy();
    test_nnx_python_module();
    test_nnx_static_new_bool();
    test_nnx_static_new_int();
    test_nnx_static_new_float();
    test_nnx_static_new_string();
    test_nnx_static_new_bytes();
    test_nnx_static_new_dtype();
    test_nnx_static_new_none();
    test_nnx_static_new_tuple();
    test_nnx_static_new_foreign();
    test_nnx_static_kind_of();
    test_nnx_static_as_bool();
    test_nnx_static_as_int();
    test_nnx_static_as_float();
    test_nnx_static_as_string();
    test_nnx_static_as_bytes();
    test_nnx_static_as_dtype();
    test_nnx_static_as_foreign();
    test_nnx_static_size();
    test_nnx_static_at();
    test_nnx_static_equal();
    test_nnx_static_text();
    test_nnx_static_retain();
    test_nnx_static_release();
    test_nnx_opaque_new();
    test_nnx_opaque_data();
    test_nnx_opaque_type_name();
    test_nnx_opaque_nbytes();
    test_nnx_opaque_retain();
    test_nnx_opaque_release();
    test_nnx_variable_type_register();
    test_nnx_variable_type_parent();
    test_nnx_variable_type_is();
    test_nnx_graph_new();
    test_nnx_graph_node_count();
    test_nnx_graph_collect();
    test_nnx_graph_same();
    test_nnx_graph_retain();
    test_nnx_graph_release();
    test_nnx_object_new();
    test_nnx_list_new();
    test_nnx_dict_new();
    test_nnx_plain_list_new();
    test_nnx_plain_dict_new();
    test_nnx_tuple_new();
    test_nnx_node_graph();
    test_nnx_node_kind_of();
    test_nnx_node_type_name();
    test_nnx_node_size();
    test_nnx_node_keys();
    test_nnx_node_same();
    test_nnx_node_id();
    test_nnx_node_get_kind();
    test_nnx_node_get_bool();
    test_nnx_node_get_int();
    test_nnx_node_get_float();
    test_nnx_node_get_string();
    test_nnx_node_get_static();
    test_nnx_node_get_tensor();
    test_nnx_node_get_opaque();
    test_nnx_node_get_value();
    test_nnx_node_get_node();
    test_nnx_node_set_bool();
    test_nnx_node_set_int();
    test_nnx_node_set_float();
    test_nnx_node_set_string();
    test_nnx_node_set_static();
    test_nnx_node_set_tensor();
    test_nnx_node_set_opaque();
    test_nnx_node_set_value();
    test_nnx_node_set_node();
    test_nnx_node_set_none();
    test_nnx_node_delete();
    test_nnx_list_append();
    test_nnx_list_insert();
    test_nnx_node_retain();
    test_nnx_node_release();
    test_nnx_variable_new();
    test_nnx_variable_new_opaque();
    test_nnx_variable_new_traced();
    test_nnx_variable_get();
    test_nnx_variable_get_opaque();
    test_nnx_variable_set();
    test_nnx_variable_set_opaque();
    test_nnx_variable_get_value();
    test_nnx_variable_read();
    test_nnx_variable_set_traced();
    test_nnx_variable_write();
    test_nnx_variable_metadata();
    test_nnx_variable_set_metadata();
    test_nnx_variable_delete_metadata();
    test_nnx_variable_metadata_names();
    test_nnx_filter_of_type();
    test_nnx_filter_object_type();
    test_nnx_filter_path_contains();
    test_nnx_filter_path_in();
    test_nnx_filter_with_tag();
    test_nnx_filter_any();
    test_nnx_filter_all();
    test_nnx_filter_not();
    test_nnx_filter_everything();
    test_nnx_filter_nothing();
    test_nnx_filter_rest();
    test_nnx_filter_callback();
    test_nnx_filter_text();
    test_nnx_filter_retain();
    test_nnx_filter_release();
    test_nnx_node_split();
    test_nnx_node_state();
    test_nnx_node_graphdef();
    test_nnx_node_update();
    test_nnx_node_pop();
    test_nnx_node_clone();
    test_nnx_node_iter();
    test_nnx_node_find_duplicates();
    test_nnx_node_variables();
    test_nnx_node_set_attributes();
    test_nnx_node_train();
    test_nnx_node_eval();
    test_nnx_node_set_metadata();
    test_nnx_graphdef_merge();
    test_nnx_graphdef_num_leaves();
    test_nnx_graphdef_num_nodes();
    test_nnx_graphdef_num_attributes();
    test_nnx_graphdef_leaves();
    test_nnx_graphdef_hash();
    test_nnx_graphdef_equal();
    test_nnx_graphdef_same();
    test_nnx_graphdef_retain();
    test_nnx_graphdef_release();
    test_nnx_state_from_leaves();
    test_nnx_state_size();
    test_nnx_state_path();
    test_nnx_state_paths();
    test_nnx_state_find();
    test_nnx_state_leaf_kind();
    test_nnx_state_type();
    test_nnx_state_get_value();
    test_nnx_state_tensor();
    test_nnx_state_opaque();
    test_nnx_state_metadata();
    test_nnx_state_metadata_names();
    test_nnx_state_get();
    test_nnx_state_with();
    test_nnx_state_with_values();
    test_nnx_state_with_opaque();
    test_nnx_state_filter();
    test_nnx_state_split();
    test_nnx_state_merge();
    test_nnx_state_at();
    test_nnx_state_map();
    test_nnx_state_equal();
    test_nnx_state_retain();
    test_nnx_state_release();
    test_nnx_node_text();
    test_nnx_graphdef_text();
    test_nnx_graphdef_parse();
    test_nnx_state_text();
    test_nnx_step_plan();
    test_nnx_step_report();
    test_nnx_step_source();
    test_nnx_state_diff();
    test_nnx_state_save();
    test_nnx_state_load();
    test_nnx_state_load_into();
    test_nnx_program_parse();
    test_nnx_program_text();
    test_nnx_program_verify();
    test_nnx_program_equal();
    test_nnx_program_functions();
    test_nnx_program_num_inputs();
    test_nnx_program_num_outputs();
    test_nnx_program_input();
    test_nnx_program_output();
    test_nnx_program_evaluate();
    test_nnx_program_value_and_grad();
    test_nnx_program_retain();
    test_nnx_program_release();
    test_nnx_random_key();
    test_nnx_random_split();
    test_nnx_random_fold_in();
    test_nnx_random_bits();
    test_nnx_random_uniform();
    test_nnx_random_normal();
    test_nnx_random_truncated_normal();
    test_nnx_random_bernoulli();
    test_nnx_random_bernoulli_of();
    test_nnx_random_randint();
    test_nnx_random_categorical();
    test_nnx_random_permutation();
    test_nnx_random_permutation_of();
    test_nnx_random_split_value();
    test_nnx_random_fold_in_value();
    test_nnx_random_bits_value();
    test_nnx_random_uniform_value();
    test_nnx_random_normal_value();
    test_nnx_random_truncated_normal_value();
    test_nnx_random_bernoulli_value();
    test_nnx_random_bernoulli_of_value();
    test_nnx_random_randint_value();
    test_nnx_random_categorical_value();
    test_nnx_random_permutation_value();
    test_nnx_random_permutation_of_value();
    test_nnx_rngs_new();
    test_nnx_rngs_init();
    test_nnx_rngs_stream();
    test_nnx_rngs_next_key();
    test_nnx_rngs_next_key_value();
    test_nnx_rngs_fork();
    test_nnx_rngs_split();
    test_nnx_rng_stream_new();
    test_nnx_rng_stream_init();
    test_nnx_rng_stream_fork();
    test_nnx_rng_stream_split();
    test_nnx_node_reseed();
    test_nnx_trace_current();
    test_nnx_trace_id();
    test_nnx_trace_num_objects();
    test_nnx_trace_object();
    test_nnx_trace_num_states();
    test_nnx_trace_state();
    test_nnx_trace_num_inputs();
    test_nnx_trace_input();
    test_nnx_trace_output();
    test_nnx_trace_output_state();
    test_nnx_trace_constant();
    test_nnx_trace_scalar();
    test_nnx_trace_full();
    test_nnx_trace_iota();
    test_nnx_trace_program();
    test_nnx_value_dtype();
    test_nnx_value_rank();
    test_nnx_value_shape();
    test_nnx_value_text();
    test_nnx_value_unary();
    test_nnx_value_binary();
    test_nnx_value_binary_tensor();
    test_nnx_value_binary_scalar();
    test_nnx_value_binary_int();
    test_nnx_value_square();
    test_nnx_value_astype();
    test_nnx_value_where();
    test_nnx_value_slice();
    test_nnx_value_dynamic_slice();
    test_nnx_value_dynamic_update_slice();
    test_nnx_value_take();
    test_nnx_value_take_last();
    test_nnx_value_one_hot();
    test_nnx_value_pad();
    test_nnx_value_matmul();
    test_nnx_value_dot_general();
    test_nnx_value_reduce();
    test_nnx_value_argmax();
    test_nnx_value_argmin();
    test_nnx_value_softmax();
    test_nnx_value_log_softmax();
    test_nnx_value_reshape();
    test_nnx_value_transpose();
    test_nnx_value_broadcast_to();
    test_nnx_value_expand_dims();
    test_nnx_value_squeeze();
    test_nnx_value_flip();
    test_nnx_trace_concatenate();
    test_nnx_trace_stack();
    test_nnx_value_and_grad();
    test_nnx_value_watch();
    test_nnx_value_gradients();
    test_nnx_value_stop_gradient();
    test_nnx_trace_cond();
    test_nnx_trace_while_loop();
    test_nnx_trace_scan();
    test_nnx_optim_sgd();
    test_nnx_optim_adam();
    test_nnx_optim_adamw();
    test_nnx_optim_chain();
    test_nnx_optim_identity();
    test_nnx_optim_scale_by_adam();
    test_nnx_optim_trace();
    test_nnx_optim_add_decayed_weights();
    test_nnx_optim_scale();
    test_nnx_optim_scale_by_learning_rate();
    test_nnx_optim_scale_by_schedule();
    test_nnx_optim_clip();
    test_nnx_optim_clip_by_global_norm();
    test_nnx_optim_constant_schedule();
    test_nnx_optim_polynomial_schedule();
    test_nnx_optim_exponential_decay();
    test_nnx_optim_cosine_decay_schedule();
    test_nnx_optim_warmup_cosine_decay_schedule();
    test_nnx_optim_join_schedules();
    test_nnx_optim_schedule_value();
    test_nnx_optimizer_new();
    test_nnx_optimizer_init();
    test_nnx_optimizer_update();
    test_nnx_optimizer_update_model();
    test_nnx_average_new();
    test_nnx_average_init();
    test_nnx_accuracy_new();
    test_nnx_accuracy_init();
    test_nnx_welford_new();
    test_nnx_welford_init();
    test_nnx_multi_metric_new();
    test_nnx_multi_metric_init();
    test_nnx_metric_update();
    test_nnx_metric_update_tensors();
    test_nnx_metric_compute();
    test_nnx_metric_reset();
    test_nnx_value_activation();
    test_nnx_value_activation_with();
    test_nnx_value_glu();
    test_nnx_value_standardize();
    test_nnx_batch_norm_new();
    test_nnx_batch_norm_init();
    test_nnx_batch_norm_call();
    test_nnx_dropout_new();
    test_nnx_dropout_init();
    test_nnx_dropout_call();
    test_nnx_initializer_new();
    test_nnx_initializer_make();
    test_nnx_linear_new();
    test_nnx_linear_init();
    test_nnx_linear_call();
    test_nnx_loss_squared_error();
    test_nnx_loss_l2();
    test_nnx_loss_softmax_cross_entropy();
    test_nnx_loss_softmax_cross_entropy_with_integer_labels();
    test_nnx_loss_sigmoid_binary_cross_entropy();
    test_nnx_results_step_id();
    test_nnx_results_num_tensors();
    test_nnx_results_tensor();
    test_nnx_results_num_states();
    test_nnx_results_state();
    test_nnx_results_retain();
    test_nnx_results_release();
    test_nnx_step_from_program();
    test_nnx_step_id();
    test_nnx_step_program();
    test_nnx_step_graphdef();
    test_nnx_step_out_graphdef();
    test_nnx_step_run();
    test_nnx_step_retain();
    test_nnx_step_release();
    test_nnx_jit_new();
    test_nnx_jit_call();
    test_nnx_jit_step();
    test_nnx_jit_num_steps();
    test_nnx_jit_retain();
    test_nnx_jit_release();
    test_nnx_session_new();
    test_nnx_session_from_states();
    test_nnx_session_run();
    test_nnx_session_run_many();
    test_nnx_session_evaluate();
    test_nnx_session_graphdef();
    test_nnx_session_state();
    test_nnx_session_set_state();
    test_nnx_session_read();
    test_nnx_session_write();
    test_nnx_session_update();
    test_nnx_session_bind_input();
    test_nnx_session_bind_output();
    test_nnx_session_size();
    test_nnx_session_layout();
    test_nnx_session_use_memory();
    test_nnx_session_report();
    test_nnx_session_retain();
    test_nnx_session_release();
    test_nnx_bundle_of_objects();
    test_nnx_bundle_new();
    test_nnx_bundle_add_step();
    test_nnx_bundle_add_jit();
    test_nnx_bundle_set_metadata();
    test_nnx_bundle_save();
    test_nnx_bundle_open();
    test_nnx_bundle_graphdef();
    test_nnx_bundle_state();
    test_nnx_bundle_programs();
    test_nnx_bundle_metadata();
    test_nnx_bundle_program();
    test_nnx_bundle_step();
    test_nnx_bundle_jit();
    test_nnx_bundle_text();
    test_nnx_bundle_load_into();
    test_nnx_bundle_fit();
    test_nnx_bundle_retain();
    test_nnx_bundle_release();
    test_nnx_get_api();
}

int main(void) {
    fixture_make();
    fixture_trace(test_all);
    fixture_release();
    return misuse_report(430);
}
