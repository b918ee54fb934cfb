/* Sizes and offsets that callers were compiled with, and the table against the linked functions.
 * Generated from src/capi by `make generate`; do not edit. */
#include <stdio.h>

#include "nnx.h"

_Static_assert(sizeof(nnx_str) == 16, "size of nnx_str");
_Static_assert(offsetof(nnx_str, data) == 0,
               "offset of data in nnx_str");
_Static_assert(offsetof(nnx_str, size) == 8,
               "offset of size in nnx_str");
_Static_assert(sizeof(nnx_cuda_info) == 24, "size of nnx_cuda_info");
_Static_assert(offsetof(nnx_cuda_info, struct_size) == 0,
               "offset of struct_size in nnx_cuda_info");
_Static_assert(offsetof(nnx_cuda_info, present) == 8,
               "offset of present in nnx_cuda_info");
_Static_assert(offsetof(nnx_cuda_info, driver_version) == 12,
               "offset of driver_version in nnx_cuda_info");
_Static_assert(offsetof(nnx_cuda_info, device_count) == 16,
               "offset of device_count in nnx_cuda_info");
_Static_assert(offsetof(nnx_cuda_info, reserved) == 20,
               "offset of reserved in nnx_cuda_info");
_Static_assert(sizeof(nnx_dlpack_options) == 16, "size of nnx_dlpack_options");
_Static_assert(offsetof(nnx_dlpack_options, struct_size) == 0,
               "offset of struct_size in nnx_dlpack_options");
_Static_assert(offsetof(nnx_dlpack_options, copy) == 8,
               "offset of copy in nnx_dlpack_options");
_Static_assert(offsetof(nnx_dlpack_options, reserved) == 12,
               "offset of reserved in nnx_dlpack_options");
_Static_assert(offsetof(nnx_api, tensor_release) == 368, "order of the table");

static int failures = 0;

static void expect(int holds, const char *what) {
    if (!holds) {
        printf("FAILED: %s\n", what);
        failures++;
    }
}

int main(void) {
    uint32_t major = 9, minor = 9, patch = 9;
    const nnx_api *api = nnx_get_api(NNX_ABI_MAJOR, NNX_ABI_MINOR);
    if (!api) {
        printf("FAILED: nnx_get_api: %s\n", nnx_last_error_message());
        return 1;
    }
    expect(nnx_get_api(NNX_ABI_MAJOR + 1, 0) == NULL, "another major number is refused");
    expect(nnx_get_api(NNX_ABI_MAJOR, NNX_ABI_MINOR + 1) == NULL, "a newer minor number is refused");
    expect(nnx_version(&major, &minor, &patch) == NNX_OK, "nnx_version");
    expect(major == NNX_VERSION_MAJOR && minor == NNX_VERSION_MINOR && patch == NNX_VERSION_PATCH,
           "the header is of the library's version");
    expect(strcmp(nnx_version_string(), "0.1.0") == 0 && strcmp(api->version_text, "0.1.0") == 0,
           "the version is that of Cargo.toml");
    expect(api->abi_major == NNX_ABI_MAJOR && api->abi_minor == NNX_ABI_MINOR, "the table says its number");
    expect(api->struct_size == sizeof(nnx_api), "the table says its size");
    expect(api->status_name == nnx_status_name, "nnx_status_name");
    expect(api->last_error_message == nnx_last_error_message, "nnx_last_error_message");
    expect(api->error_take == nnx_error_take, "nnx_error_take");
    expect(api->error_code == nnx_error_code, "nnx_error_code");
    expect(api->error_message == nnx_error_message, "nnx_error_message");
    expect(api->error_path == nnx_error_path, "nnx_error_path");
    expect(api->error_retain == nnx_error_retain, "nnx_error_retain");
    expect(api->error_release == nnx_error_release, "nnx_error_release");
    expect(api->version_string == nnx_version_string, "nnx_version_string");
    expect(api->version == nnx_version, "nnx_version");
    expect(api->isa_name == nnx_isa_name, "nnx_isa_name");
    expect(api->cuda_probe == nnx_cuda_probe, "nnx_cuda_probe");
    expect(api->cuda_reason == nnx_cuda_reason, "nnx_cuda_reason");
    expect(api->cuda_device_name == nnx_cuda_device_name, "nnx_cuda_device_name");
    expect(api->bytes_new == nnx_bytes_new, "nnx_bytes_new");
    expect(api->bytes_data == nnx_bytes_data, "nnx_bytes_data");
    expect(api->bytes_retain == nnx_bytes_retain, "nnx_bytes_retain");
    expect(api->bytes_release == nnx_bytes_release, "nnx_bytes_release");
    expect(api->report_size == nnx_report_size, "nnx_report_size");
    expect(api->report_row == nnx_report_row, "nnx_report_row");
    expect(api->report_text == nnx_report_text, "nnx_report_text");
    expect(api->report_json == nnx_report_json, "nnx_report_json");
    expect(api->report_retain == nnx_report_retain, "nnx_report_retain");
    expect(api->report_release == nnx_report_release, "nnx_report_release");
    expect(api->dtype_name == nnx_dtype_name, "nnx_dtype_name");
    expect(api->dtype_size == nnx_dtype_size, "nnx_dtype_size");
    expect(api->dtype_from_name == nnx_dtype_from_name, "nnx_dtype_from_name");
    expect(api->tensor_new == nnx_tensor_new, "nnx_tensor_new");
    expect(api->tensor_from_memory == nnx_tensor_from_memory, "nnx_tensor_from_memory");
    expect(api->tensor_from_dlpack == nnx_tensor_from_dlpack, "nnx_tensor_from_dlpack");
    expect(api->tensor_from_dlpack_legacy == nnx_tensor_from_dlpack_legacy, "nnx_tensor_from_dlpack_legacy");
    expect(api->tensor_to_dlpack == nnx_tensor_to_dlpack, "nnx_tensor_to_dlpack");
    expect(api->tensor_to_dlpack_legacy == nnx_tensor_to_dlpack_legacy, "nnx_tensor_to_dlpack_legacy");
    expect(api->tensor_dtype == nnx_tensor_dtype, "nnx_tensor_dtype");
    expect(api->tensor_shape == nnx_tensor_shape, "nnx_tensor_shape");
    expect(api->tensor_element_count == nnx_tensor_element_count, "nnx_tensor_element_count");
    expect(api->tensor_nbytes == nnx_tensor_nbytes, "nnx_tensor_nbytes");
    expect(api->tensor_data == nnx_tensor_data, "nnx_tensor_data");
    expect(api->tensor_data_mut == nnx_tensor_data_mut, "nnx_tensor_data_mut");
    expect(api->tensor_is_unique == nnx_tensor_is_unique, "nnx_tensor_is_unique");
    expect(api->tensor_equal == nnx_tensor_equal, "nnx_tensor_equal");
    expect(api->tensor_text == nnx_tensor_text, "nnx_tensor_text");
    expect(api->tensor_retain == nnx_tensor_retain, "nnx_tensor_retain");
    expect(api->tensor_release == nnx_tensor_release, "nnx_tensor_release");
    printf("abi layout: 44 functions, %s\n", failures ? "FAILED" : "ok");
    return failures != 0;
}
