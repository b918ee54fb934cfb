/* Every exported function with each of its arguments wrong in turn: NULL, a handle that is stale, forged or of another
 * type, text that is none, an unknown enum value. The answer must be the right status with a text that names the
 * argument, outputs must be zeroed, and what was handed over must be let go exactly once.
 * Generated from src/capi by `make generate`; do not edit. */
#include "misuse.h"

static void test_nnx_status_name(void) {
    static const struct wrong wrongs[] = {{"status", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_status status = misuse_is(wrong, "status") ? 9999 : NNX_STATUS_OK;
        (void)nnx_status_name(status);
        (void)status;
    }
}

static void test_nnx_error_take(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_error *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_error **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_error_take(out);
        misuse_expect("nnx_error_take", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_take", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_error_release(out_place);
    }
}

static void test_nnx_error_code(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle_shared(NNX_ERROR, wrong, "error");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_error_code(error, out);
        misuse_expect("nnx_error_code", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_code", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_message(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle_shared(NNX_ERROR, wrong, "error");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_error_message(error, out);
        misuse_expect("nnx_error_message", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_message", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_path(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle_shared(NNX_ERROR, wrong, "error");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_error_path(error, out);
        misuse_expect("nnx_error_path", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_path", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_error_retain(void) {
    static const struct wrong wrongs[] = {{"error", WRONG_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_error *error = (const nnx_error *)misuse_handle_shared(NNX_ERROR, wrong, "error");
        nnx_error *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_error **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_error_retain(error, out);
        misuse_expect("nnx_error_retain", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_error_retain", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_error_release(out_place);
    }
}

static void test_nnx_error_release(void) {
    static const struct wrong wrongs[] = {{"error", MAY_BE_NULL}, {"error", WRONG_STALE}, {"error", WRONG_TYPE}, {"error", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_error *error = (nnx_error *)misuse_handle_fresh(NNX_ERROR, wrong, "error");
        status = nnx_error_release(error);
        misuse_expect("nnx_error_release", wrong, status);
    }
}

static void test_nnx_version(void) {
    static const struct wrong wrongs[] = {{"major", WRONG_NULL}, {"minor", WRONG_NULL}, {"patch", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        uint32_t major_place;
        memset(&major_place, 0xA5, sizeof major_place);
        uint32_t *major = misuse_is(wrong, "major") ? NULL : &major_place;
        uint32_t minor_place;
        memset(&minor_place, 0xA5, sizeof minor_place);
        uint32_t *minor = misuse_is(wrong, "minor") ? NULL : &minor_place;
        uint32_t patch_place;
        memset(&patch_place, 0xA5, sizeof patch_place);
        uint32_t *patch = misuse_is(wrong, "patch") ? NULL : &patch_place;
        status = nnx_version(major, minor, patch);
        misuse_expect("nnx_version", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "major")) misuse_zeroed("nnx_version", wrong, "major", &major_place, sizeof major_place);
        if (status != NNX_OK && !misuse_is(wrong, "minor")) misuse_zeroed("nnx_version", wrong, "minor", &minor_place, sizeof minor_place);
        if (status != NNX_OK && !misuse_is(wrong, "patch")) misuse_zeroed("nnx_version", wrong, "patch", &patch_place, sizeof patch_place);
    }
}

static void test_nnx_cuda_probe(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_cuda_info out_place = NNX_CUDA_INFO_INIT;
        nnx_cuda_info *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_cuda_probe(out);
        misuse_expect("nnx_cuda_probe", wrong, status);
    }
}

static void test_nnx_cuda_device_name(void) {
    static const struct wrong wrongs[] = {{"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        int32_t index = 0;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_cuda_device_name(index, out);
        misuse_expect("nnx_cuda_device_name", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_cuda_device_name", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_new(void) {
    static const struct wrong wrongs[] = {{"data", MAY_BE_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t size = 1;
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_bytes_new(data, size, out);
        misuse_expect("nnx_bytes_new", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_new", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_data(void) {
    static const struct wrong wrongs[] = {{"bytes", WRONG_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_bytes *bytes = (const nnx_bytes *)misuse_handle_shared(NNX_BYTES, wrong, "bytes");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_bytes_data(bytes, out);
        misuse_expect("nnx_bytes_data", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_data", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_bytes_retain(void) {
    static const struct wrong wrongs[] = {{"bytes", WRONG_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_bytes *bytes = (const nnx_bytes *)misuse_handle_shared(NNX_BYTES, wrong, "bytes");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_bytes_retain(bytes, out);
        misuse_expect("nnx_bytes_retain", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_bytes_retain", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_bytes_release(void) {
    static const struct wrong wrongs[] = {{"bytes", MAY_BE_NULL}, {"bytes", WRONG_STALE}, {"bytes", WRONG_TYPE}, {"bytes", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_bytes *bytes = (nnx_bytes *)misuse_handle_fresh(NNX_BYTES, wrong, "bytes");
        status = nnx_bytes_release(bytes);
        misuse_expect("nnx_bytes_release", wrong, status);
    }
}

static void test_nnx_report_size(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle_shared(NNX_REPORT, wrong, "report");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_report_size(report, out);
        misuse_expect("nnx_report_size", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_size", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_report_row(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out_path", WRONG_NULL}, {"out_code", WRONG_NULL}, {"out_text", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle_shared(NNX_REPORT, wrong, "report");
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
        status = nnx_report_row(report, index, out_path, out_code, out_text);
        misuse_expect("nnx_report_row", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out_path")) misuse_zeroed("nnx_report_row", wrong, "out_path", &out_path_place, sizeof out_path_place);
        if (status != NNX_OK && !misuse_is(wrong, "out_code")) misuse_zeroed("nnx_report_row", wrong, "out_code", &out_code_place, sizeof out_code_place);
        if (status != NNX_OK && !misuse_is(wrong, "out_text")) misuse_zeroed("nnx_report_row", wrong, "out_text", &out_text_place, sizeof out_text_place);
    }
}

static void test_nnx_report_text(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle_shared(NNX_REPORT, wrong, "report");
        nnx_str out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_str *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_report_text(report, out);
        misuse_expect("nnx_report_text", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_text", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_report_json(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle_shared(NNX_REPORT, wrong, "report");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_report_json(report, out);
        misuse_expect("nnx_report_json", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_json", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_report_retain(void) {
    static const struct wrong wrongs[] = {{"report", WRONG_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_report *report = (const nnx_report *)misuse_handle_shared(NNX_REPORT, wrong, "report");
        nnx_report *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_report **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_report_retain(report, out);
        misuse_expect("nnx_report_retain", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_report_retain", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_report_release(out_place);
    }
}

static void test_nnx_report_release(void) {
    static const struct wrong wrongs[] = {{"report", MAY_BE_NULL}, {"report", WRONG_STALE}, {"report", WRONG_TYPE}, {"report", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_report *report = (nnx_report *)misuse_handle_fresh(NNX_REPORT, wrong, "report");
        status = nnx_report_release(report);
        misuse_expect("nnx_report_release", wrong, status);
    }
}

static void test_nnx_dtype_name(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        (void)nnx_dtype_name(dtype);
        (void)status;
    }
}

static void test_nnx_dtype_size(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        (void)nnx_dtype_size(dtype);
        (void)status;
    }
}

static void test_nnx_dtype_from_name(void) {
    static const struct wrong wrongs[] = {{"name", WRONG_NULL}, {"name", WRONG_UTF8}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_str name = misuse_text(wrong, "name");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_dtype_from_name(name, out);
        misuse_expect("nnx_dtype_from_name", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_dtype_from_name", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_new(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"data", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (void *)misuse_memory;
        size_t rank = 1;
        const void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_new(dtype, shape, rank, data, nbytes, out);
        misuse_expect("nnx_tensor_new", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_new", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void nnx_tensor_from_memory_destroy(void *user_data) {
    (void)user_data; misuse_destroyed++;
}

static void test_nnx_tensor_from_memory(void) {
    static const struct wrong wrongs[] = {{"dtype", WRONG_ENUM}, {"shape", WRONG_NULL}, {"data", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_dtype dtype = misuse_is(wrong, "dtype") ? 9999 : NNX_DTYPE_BOOL;
        const int64_t *shape = misuse_is(wrong, "shape") ? NULL : (void *)misuse_memory;
        size_t rank = 1;
        void *data = misuse_is(wrong, "data") ? NULL : (void *)misuse_memory;
        size_t nbytes = 1;
        int32_t read_only = 0;
        void *user_data = misuse_is(wrong, "user_data") ? NULL : (void *)&misuse_destroyed;
        misuse_destroyed = 0;
        void (*destroy)(void *user_data) = misuse_is(wrong, "destroy") ? NULL : nnx_tensor_from_memory_destroy;
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_from_memory(dtype, shape, rank, data, nbytes, read_only, user_data, destroy, out);
        misuse_expect("nnx_tensor_from_memory", wrong, status);
        misuse_destroyed_once("nnx_tensor_from_memory", wrong);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_memory", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_from_dlpack(void) {
    static const struct wrong wrongs[] = {{"managed", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        struct DLManagedTensorVersioned *managed = misuse_is(wrong, "managed") ? NULL : fixture_DLManagedTensorVersioned();
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_from_dlpack(managed, out);
        misuse_expect("nnx_tensor_from_dlpack", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_dlpack", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_from_dlpack_legacy(void) {
    static const struct wrong wrongs[] = {{"managed", WRONG_NULL}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        struct DLManagedTensor *managed = misuse_is(wrong, "managed") ? NULL : fixture_DLManagedTensor();
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_from_dlpack_legacy(managed, out);
        misuse_expect("nnx_tensor_from_dlpack_legacy", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_from_dlpack_legacy", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_to_dlpack(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        nnx_dlpack_options options_value = NNX_DLPACK_OPTIONS_INIT;
        const nnx_dlpack_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        struct DLManagedTensorVersioned *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        struct DLManagedTensorVersioned **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_to_dlpack(tensor, options, out);
        misuse_expect("nnx_tensor_to_dlpack", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_to_dlpack", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_to_dlpack_legacy(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"options", MAY_BE_NULL}, {"options", WRONG_SIZE}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        nnx_dlpack_options options_value = NNX_DLPACK_OPTIONS_INIT;
        const nnx_dlpack_options *options = misuse_is_null(wrong, "options") ? NULL : &options_value;
        if (wrong->kind == WRONG_SIZE && misuse_is(wrong, "options")) options_value.struct_size = 1;
        struct DLManagedTensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        struct DLManagedTensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_to_dlpack_legacy(tensor, options, out);
        misuse_expect("nnx_tensor_to_dlpack_legacy", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_to_dlpack_legacy", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_dtype(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        nnx_dtype out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_dtype *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_dtype(tensor, out);
        misuse_expect("nnx_tensor_dtype", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_dtype", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_shape(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out_shape", WRONG_NULL}, {"out_rank", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        const int64_t *out_shape_place;
        memset(&out_shape_place, 0xA5, sizeof out_shape_place);
        const int64_t **out_shape = misuse_is(wrong, "out_shape") ? NULL : &out_shape_place;
        size_t out_rank_place;
        memset(&out_rank_place, 0xA5, sizeof out_rank_place);
        size_t *out_rank = misuse_is(wrong, "out_rank") ? NULL : &out_rank_place;
        status = nnx_tensor_shape(tensor, out_shape, out_rank);
        misuse_expect("nnx_tensor_shape", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out_shape")) misuse_zeroed("nnx_tensor_shape", wrong, "out_shape", &out_shape_place, sizeof out_shape_place);
        if (status != NNX_OK && !misuse_is(wrong, "out_rank")) misuse_zeroed("nnx_tensor_shape", wrong, "out_rank", &out_rank_place, sizeof out_rank_place);
    }
}

static void test_nnx_tensor_element_count(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_element_count(tensor, out);
        misuse_expect("nnx_tensor_element_count", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_element_count", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_nbytes(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        size_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        size_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_nbytes(tensor, out);
        misuse_expect("nnx_tensor_nbytes", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_nbytes", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_data(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}, {"out_nbytes", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        const void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        const void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        status = nnx_tensor_data(tensor, out, out_nbytes);
        misuse_expect("nnx_tensor_data", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_data", wrong, "out", &out_place, sizeof out_place);
        if (status != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_tensor_data", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
    }
}

static void test_nnx_tensor_data_mut(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}, {"out_nbytes", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_tensor *tensor = (nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        void *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        void **out = misuse_is(wrong, "out") ? NULL : &out_place;
        size_t out_nbytes_place;
        memset(&out_nbytes_place, 0xA5, sizeof out_nbytes_place);
        size_t *out_nbytes = misuse_is(wrong, "out_nbytes") ? NULL : &out_nbytes_place;
        status = nnx_tensor_data_mut(tensor, out, out_nbytes);
        misuse_expect("nnx_tensor_data_mut", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_data_mut", wrong, "out", &out_place, sizeof out_place);
        if (status != NNX_OK && !misuse_is(wrong, "out_nbytes")) misuse_zeroed("nnx_tensor_data_mut", wrong, "out_nbytes", &out_nbytes_place, sizeof out_nbytes_place);
    }
}

static void test_nnx_tensor_is_unique(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_is_unique(tensor, out);
        misuse_expect("nnx_tensor_is_unique", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_is_unique", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_equal(void) {
    static const struct wrong wrongs[] = {{"a", WRONG_NULL}, {"a", WRONG_STALE}, {"a", WRONG_TYPE}, {"a", WRONG_FORGED}, {"b", WRONG_NULL}, {"b", WRONG_STALE}, {"b", WRONG_TYPE}, {"b", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *a = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "a");
        const nnx_tensor *b = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "b");
        int32_t out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        int32_t *out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_equal(a, b, out);
        misuse_expect("nnx_tensor_equal", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_equal", wrong, "out", &out_place, sizeof out_place);
    }
}

static void test_nnx_tensor_text(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        nnx_bytes *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_bytes **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_text(tensor, out);
        misuse_expect("nnx_tensor_text", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_text", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_bytes_release(out_place);
    }
}

static void test_nnx_tensor_retain(void) {
    static const struct wrong wrongs[] = {{"tensor", WRONG_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}, {"out", WRONG_NULL}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        const nnx_tensor *tensor = (const nnx_tensor *)misuse_handle_shared(NNX_TENSOR, wrong, "tensor");
        nnx_tensor *out_place;
        memset(&out_place, 0xA5, sizeof out_place);
        nnx_tensor **out = misuse_is(wrong, "out") ? NULL : &out_place;
        status = nnx_tensor_retain(tensor, out);
        misuse_expect("nnx_tensor_retain", wrong, status);
        if (status != NNX_OK && !misuse_is(wrong, "out")) misuse_zeroed("nnx_tensor_retain", wrong, "out", &out_place, sizeof out_place);
        if (status == NNX_OK && !misuse_is(wrong, "out")) (void)nnx_tensor_release(out_place);
    }
}

static void test_nnx_tensor_release(void) {
    static const struct wrong wrongs[] = {{"tensor", MAY_BE_NULL}, {"tensor", WRONG_STALE}, {"tensor", WRONG_TYPE}, {"tensor", WRONG_FORGED}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        nnx_tensor *tensor = (nnx_tensor *)misuse_handle_fresh(NNX_TENSOR, wrong, "tensor");
        status = nnx_tensor_release(tensor);
        misuse_expect("nnx_tensor_release", wrong, status);
    }
}

static void test_nnx_get_api(void) {
    static const struct wrong wrongs[] = {{"", GOOD}};
    for (size_t at = 0; at < sizeof wrongs / sizeof *wrongs; at++) {
        const struct wrong *wrong = &wrongs[at];
        nnx_status status = NNX_OK;
        uint32_t major = 0;
        uint32_t min_minor = 0;
        (void)nnx_get_api(major, min_minor);
        (void)status;
    }
}

int main(void) {
    fixture_make();
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
    test_nnx_get_api();
    fixture_release();
    return misuse_report(41);
}
