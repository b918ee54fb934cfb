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
_Static_assert(sizeof(nnx_foreign_callbacks) == 48, "size of nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, struct_size) == 0,
               "offset of struct_size in nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, equal) == 8,
               "offset of equal in nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, hash) == 16,
               "offset of hash in nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, describe) == 24,
               "offset of describe in nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, destroy) == 32,
               "offset of destroy in nnx_foreign_callbacks");
_Static_assert(offsetof(nnx_foreign_callbacks, user_data) == 40,
               "offset of user_data in nnx_foreign_callbacks");
_Static_assert(sizeof(nnx_update_options) == 16, "size of nnx_update_options");
_Static_assert(offsetof(nnx_update_options, struct_size) == 0,
               "offset of struct_size in nnx_update_options");
_Static_assert(offsetof(nnx_update_options, allow_shape_change) == 8,
               "offset of allow_shape_change in nnx_update_options");
_Static_assert(offsetof(nnx_update_options, allow_dtype_change) == 12,
               "offset of allow_dtype_change in nnx_update_options");
_Static_assert(sizeof(nnx_save_options) == 16, "size of nnx_save_options");
_Static_assert(offsetof(nnx_save_options, struct_size) == 0,
               "offset of struct_size in nnx_save_options");
_Static_assert(offsetof(nnx_save_options, no_sync) == 8,
               "offset of no_sync in nnx_save_options");
_Static_assert(offsetof(nnx_save_options, reserved) == 12,
               "offset of reserved in nnx_save_options");
_Static_assert(sizeof(nnx_load_options) == 48, "size of nnx_load_options");
_Static_assert(offsetof(nnx_load_options, struct_size) == 0,
               "offset of struct_size in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, rename_from) == 8,
               "offset of rename_from in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, rename_to) == 16,
               "offset of rename_to in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, num_renames) == 24,
               "offset of num_renames in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, partial) == 32,
               "offset of partial in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, allow_dtype_change) == 36,
               "offset of allow_dtype_change in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, copy) == 40,
               "offset of copy in nnx_load_options");
_Static_assert(offsetof(nnx_load_options, no_checksum) == 44,
               "offset of no_checksum in nnx_load_options");
_Static_assert(sizeof(nnx_evaluate_options) == 24, "size of nnx_evaluate_options");
_Static_assert(offsetof(nnx_evaluate_options, struct_size) == 0,
               "offset of struct_size in nnx_evaluate_options");
_Static_assert(offsetof(nnx_evaluate_options, flush_denormals) == 8,
               "offset of flush_denormals in nnx_evaluate_options");
_Static_assert(offsetof(nnx_evaluate_options, reserved) == 12,
               "offset of reserved in nnx_evaluate_options");
_Static_assert(offsetof(nnx_evaluate_options, budget) == 16,
               "offset of budget in nnx_evaluate_options");
_Static_assert(sizeof(nnx_sgd_options) == 32, "size of nnx_sgd_options");
_Static_assert(offsetof(nnx_sgd_options, struct_size) == 0,
               "offset of struct_size in nnx_sgd_options");
_Static_assert(offsetof(nnx_sgd_options, momentum) == 8,
               "offset of momentum in nnx_sgd_options");
_Static_assert(offsetof(nnx_sgd_options, schedule) == 16,
               "offset of schedule in nnx_sgd_options");
_Static_assert(offsetof(nnx_sgd_options, nesterov) == 24,
               "offset of nesterov in nnx_sgd_options");
_Static_assert(offsetof(nnx_sgd_options, reserved) == 28,
               "offset of reserved in nnx_sgd_options");
_Static_assert(sizeof(nnx_adam_options) == 64, "size of nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, struct_size) == 0,
               "offset of struct_size in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, b1) == 8,
               "offset of b1 in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, b2) == 16,
               "offset of b2 in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, eps) == 24,
               "offset of eps in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, eps_root) == 32,
               "offset of eps_root in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, weight_decay) == 40,
               "offset of weight_decay in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, schedule) == 48,
               "offset of schedule in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, nesterov) == 56,
               "offset of nesterov in nnx_adam_options");
_Static_assert(offsetof(nnx_adam_options, mu_dtype) == 60,
               "offset of mu_dtype in nnx_adam_options");
_Static_assert(sizeof(nnx_batch_norm_options) == 72, "size of nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, struct_size) == 0,
               "offset of struct_size in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, axis) == 8,
               "offset of axis in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, momentum) == 16,
               "offset of momentum in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, epsilon) == 24,
               "offset of epsilon in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, scale_init) == 32,
               "offset of scale_init in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, bias_init) == 40,
               "offset of bias_init in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, no_scale) == 48,
               "offset of no_scale in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, no_bias) == 52,
               "offset of no_bias in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, slow_variance) == 56,
               "offset of slow_variance in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, use_running_average) == 60,
               "offset of use_running_average in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, dtype) == 64,
               "offset of dtype in nnx_batch_norm_options");
_Static_assert(offsetof(nnx_batch_norm_options, param_dtype) == 68,
               "offset of param_dtype in nnx_batch_norm_options");
_Static_assert(sizeof(nnx_call_options) == 24, "size of nnx_call_options");
_Static_assert(offsetof(nnx_call_options, struct_size) == 0,
               "offset of struct_size in nnx_call_options");
_Static_assert(offsetof(nnx_call_options, mode) == 8,
               "offset of mode in nnx_call_options");
_Static_assert(offsetof(nnx_call_options, reserved) == 12,
               "offset of reserved in nnx_call_options");
_Static_assert(offsetof(nnx_call_options, rngs) == 16,
               "offset of rngs in nnx_call_options");
_Static_assert(sizeof(nnx_dropout_options) == 40, "size of nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, struct_size) == 0,
               "offset of struct_size in nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, broadcast_dims) == 8,
               "offset of broadcast_dims in nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, num_broadcast_dims) == 16,
               "offset of num_broadcast_dims in nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, rng_collection) == 24,
               "offset of rng_collection in nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, deterministic) == 32,
               "offset of deterministic in nnx_dropout_options");
_Static_assert(offsetof(nnx_dropout_options, reserved) == 36,
               "offset of reserved in nnx_dropout_options");
_Static_assert(sizeof(nnx_linear_options) == 40, "size of nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, struct_size) == 0,
               "offset of struct_size in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, kernel_init) == 8,
               "offset of kernel_init in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, bias_init) == 16,
               "offset of bias_init in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, no_bias) == 24,
               "offset of no_bias in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, dtype) == 28,
               "offset of dtype in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, param_dtype) == 32,
               "offset of param_dtype in nnx_linear_options");
_Static_assert(offsetof(nnx_linear_options, reserved) == 36,
               "offset of reserved in nnx_linear_options");
_Static_assert(sizeof(nnx_jit_options) == 32, "size of nnx_jit_options");
_Static_assert(offsetof(nnx_jit_options, struct_size) == 0,
               "offset of struct_size in nnx_jit_options");
_Static_assert(offsetof(nnx_jit_options, device) == 8,
               "offset of device in nnx_jit_options");
_Static_assert(offsetof(nnx_jit_options, check_finite) == 24,
               "offset of check_finite in nnx_jit_options");
_Static_assert(offsetof(nnx_jit_options, num_threads) == 28,
               "offset of num_threads in nnx_jit_options");
_Static_assert(sizeof(nnx_session_options) == 32, "size of nnx_session_options");
_Static_assert(offsetof(nnx_session_options, struct_size) == 0,
               "offset of struct_size in nnx_session_options");
_Static_assert(offsetof(nnx_session_options, device) == 8,
               "offset of device in nnx_session_options");
_Static_assert(offsetof(nnx_session_options, check_finite) == 24,
               "offset of check_finite in nnx_session_options");
_Static_assert(offsetof(nnx_session_options, num_threads) == 28,
               "offset of num_threads in nnx_session_options");
_Static_assert(sizeof(nnx_session_info) == 48, "size of nnx_session_info");
_Static_assert(offsetof(nnx_session_info, struct_size) == 0,
               "offset of struct_size in nnx_session_info");
_Static_assert(offsetof(nnx_session_info, steps) == 8,
               "offset of steps in nnx_session_info");
_Static_assert(offsetof(nnx_session_info, leaves) == 16,
               "offset of leaves in nnx_session_info");
_Static_assert(offsetof(nnx_session_info, nbytes) == 24,
               "offset of nbytes in nnx_session_info");
_Static_assert(offsetof(nnx_session_info, runs) == 32,
               "offset of runs in nnx_session_info");
_Static_assert(offsetof(nnx_session_info, nanoseconds) == 40,
               "offset of nanoseconds in nnx_session_info");
_Static_assert(offsetof(nnx_api, step_source) == 3480, "order of the table");

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
    expect(api->static_new_bool == nnx_static_new_bool, "nnx_static_new_bool");
    expect(api->static_new_int == nnx_static_new_int, "nnx_static_new_int");
    expect(api->static_new_float == nnx_static_new_float, "nnx_static_new_float");
    expect(api->static_new_string == nnx_static_new_string, "nnx_static_new_string");
    expect(api->static_new_bytes == nnx_static_new_bytes, "nnx_static_new_bytes");
    expect(api->static_new_dtype == nnx_static_new_dtype, "nnx_static_new_dtype");
    expect(api->static_new_tuple == nnx_static_new_tuple, "nnx_static_new_tuple");
    expect(api->static_new_foreign == nnx_static_new_foreign, "nnx_static_new_foreign");
    expect(api->static_kind_of == nnx_static_kind_of, "nnx_static_kind_of");
    expect(api->static_as_bool == nnx_static_as_bool, "nnx_static_as_bool");
    expect(api->static_as_int == nnx_static_as_int, "nnx_static_as_int");
    expect(api->static_as_float == nnx_static_as_float, "nnx_static_as_float");
    expect(api->static_as_string == nnx_static_as_string, "nnx_static_as_string");
    expect(api->static_as_bytes == nnx_static_as_bytes, "nnx_static_as_bytes");
    expect(api->static_as_dtype == nnx_static_as_dtype, "nnx_static_as_dtype");
    expect(api->static_as_foreign == nnx_static_as_foreign, "nnx_static_as_foreign");
    expect(api->static_size == nnx_static_size, "nnx_static_size");
    expect(api->static_at == nnx_static_at, "nnx_static_at");
    expect(api->static_equal == nnx_static_equal, "nnx_static_equal");
    expect(api->static_text == nnx_static_text, "nnx_static_text");
    expect(api->static_retain == nnx_static_retain, "nnx_static_retain");
    expect(api->static_release == nnx_static_release, "nnx_static_release");
    expect(api->opaque_new == nnx_opaque_new, "nnx_opaque_new");
    expect(api->opaque_data == nnx_opaque_data, "nnx_opaque_data");
    expect(api->opaque_type_name == nnx_opaque_type_name, "nnx_opaque_type_name");
    expect(api->opaque_nbytes == nnx_opaque_nbytes, "nnx_opaque_nbytes");
    expect(api->opaque_retain == nnx_opaque_retain, "nnx_opaque_retain");
    expect(api->opaque_release == nnx_opaque_release, "nnx_opaque_release");
    expect(api->variable_type_register == nnx_variable_type_register, "nnx_variable_type_register");
    expect(api->variable_type_parent == nnx_variable_type_parent, "nnx_variable_type_parent");
    expect(api->variable_type_is == nnx_variable_type_is, "nnx_variable_type_is");
    expect(api->graph_new == nnx_graph_new, "nnx_graph_new");
    expect(api->graph_node_count == nnx_graph_node_count, "nnx_graph_node_count");
    expect(api->graph_collect == nnx_graph_collect, "nnx_graph_collect");
    expect(api->graph_same == nnx_graph_same, "nnx_graph_same");
    expect(api->graph_retain == nnx_graph_retain, "nnx_graph_retain");
    expect(api->graph_release == nnx_graph_release, "nnx_graph_release");
    expect(api->object_new == nnx_object_new, "nnx_object_new");
    expect(api->list_new == nnx_list_new, "nnx_list_new");
    expect(api->dict_new == nnx_dict_new, "nnx_dict_new");
    expect(api->plain_list_new == nnx_plain_list_new, "nnx_plain_list_new");
    expect(api->plain_dict_new == nnx_plain_dict_new, "nnx_plain_dict_new");
    expect(api->tuple_new == nnx_tuple_new, "nnx_tuple_new");
    expect(api->node_graph == nnx_node_graph, "nnx_node_graph");
    expect(api->node_kind_of == nnx_node_kind_of, "nnx_node_kind_of");
    expect(api->node_type_name == nnx_node_type_name, "nnx_node_type_name");
    expect(api->node_size == nnx_node_size, "nnx_node_size");
    expect(api->node_keys == nnx_node_keys, "nnx_node_keys");
    expect(api->node_same == nnx_node_same, "nnx_node_same");
    expect(api->node_id == nnx_node_id, "nnx_node_id");
    expect(api->node_get_kind == nnx_node_get_kind, "nnx_node_get_kind");
    expect(api->node_get_bool == nnx_node_get_bool, "nnx_node_get_bool");
    expect(api->node_get_int == nnx_node_get_int, "nnx_node_get_int");
    expect(api->node_get_float == nnx_node_get_float, "nnx_node_get_float");
    expect(api->node_get_string == nnx_node_get_string, "nnx_node_get_string");
    expect(api->node_get_static == nnx_node_get_static, "nnx_node_get_static");
    expect(api->node_get_tensor == nnx_node_get_tensor, "nnx_node_get_tensor");
    expect(api->node_get_opaque == nnx_node_get_opaque, "nnx_node_get_opaque");
    expect(api->node_get_node == nnx_node_get_node, "nnx_node_get_node");
    expect(api->node_set_bool == nnx_node_set_bool, "nnx_node_set_bool");
    expect(api->node_set_int == nnx_node_set_int, "nnx_node_set_int");
    expect(api->node_set_float == nnx_node_set_float, "nnx_node_set_float");
    expect(api->node_set_string == nnx_node_set_string, "nnx_node_set_string");
    expect(api->node_set_static == nnx_node_set_static, "nnx_node_set_static");
    expect(api->node_set_tensor == nnx_node_set_tensor, "nnx_node_set_tensor");
    expect(api->node_set_opaque == nnx_node_set_opaque, "nnx_node_set_opaque");
    expect(api->node_set_node == nnx_node_set_node, "nnx_node_set_node");
    expect(api->node_set_none == nnx_node_set_none, "nnx_node_set_none");
    expect(api->node_delete == nnx_node_delete, "nnx_node_delete");
    expect(api->list_append == nnx_list_append, "nnx_list_append");
    expect(api->list_insert == nnx_list_insert, "nnx_list_insert");
    expect(api->node_retain == nnx_node_retain, "nnx_node_retain");
    expect(api->node_release == nnx_node_release, "nnx_node_release");
    expect(api->variable_new == nnx_variable_new, "nnx_variable_new");
    expect(api->variable_new_opaque == nnx_variable_new_opaque, "nnx_variable_new_opaque");
    expect(api->variable_get == nnx_variable_get, "nnx_variable_get");
    expect(api->variable_get_opaque == nnx_variable_get_opaque, "nnx_variable_get_opaque");
    expect(api->variable_set == nnx_variable_set, "nnx_variable_set");
    expect(api->variable_set_opaque == nnx_variable_set_opaque, "nnx_variable_set_opaque");
    expect(api->variable_write == nnx_variable_write, "nnx_variable_write");
    expect(api->variable_metadata == nnx_variable_metadata, "nnx_variable_metadata");
    expect(api->variable_set_metadata == nnx_variable_set_metadata, "nnx_variable_set_metadata");
    expect(api->variable_delete_metadata == nnx_variable_delete_metadata, "nnx_variable_delete_metadata");
    expect(api->variable_metadata_names == nnx_variable_metadata_names, "nnx_variable_metadata_names");
    expect(api->filter_of_type == nnx_filter_of_type, "nnx_filter_of_type");
    expect(api->filter_object_type == nnx_filter_object_type, "nnx_filter_object_type");
    expect(api->filter_path_contains == nnx_filter_path_contains, "nnx_filter_path_contains");
    expect(api->filter_path_in == nnx_filter_path_in, "nnx_filter_path_in");
    expect(api->filter_with_tag == nnx_filter_with_tag, "nnx_filter_with_tag");
    expect(api->filter_any == nnx_filter_any, "nnx_filter_any");
    expect(api->filter_all == nnx_filter_all, "nnx_filter_all");
    expect(api->filter_not == nnx_filter_not, "nnx_filter_not");
    expect(api->filter_everything == nnx_filter_everything, "nnx_filter_everything");
    expect(api->filter_nothing == nnx_filter_nothing, "nnx_filter_nothing");
    expect(api->filter_rest == nnx_filter_rest, "nnx_filter_rest");
    expect(api->filter_callback == nnx_filter_callback, "nnx_filter_callback");
    expect(api->filter_text == nnx_filter_text, "nnx_filter_text");
    expect(api->filter_retain == nnx_filter_retain, "nnx_filter_retain");
    expect(api->filter_release == nnx_filter_release, "nnx_filter_release");
    expect(api->node_split == nnx_node_split, "nnx_node_split");
    expect(api->node_state == nnx_node_state, "nnx_node_state");
    expect(api->node_graphdef == nnx_node_graphdef, "nnx_node_graphdef");
    expect(api->node_update == nnx_node_update, "nnx_node_update");
    expect(api->node_pop == nnx_node_pop, "nnx_node_pop");
    expect(api->node_clone == nnx_node_clone, "nnx_node_clone");
    expect(api->node_iter == nnx_node_iter, "nnx_node_iter");
    expect(api->node_find_duplicates == nnx_node_find_duplicates, "nnx_node_find_duplicates");
    expect(api->node_variables == nnx_node_variables, "nnx_node_variables");
    expect(api->node_set_attributes == nnx_node_set_attributes, "nnx_node_set_attributes");
    expect(api->node_train == nnx_node_train, "nnx_node_train");
    expect(api->node_eval == nnx_node_eval, "nnx_node_eval");
    expect(api->node_set_metadata == nnx_node_set_metadata, "nnx_node_set_metadata");
    expect(api->graphdef_merge == nnx_graphdef_merge, "nnx_graphdef_merge");
    expect(api->graphdef_num_leaves == nnx_graphdef_num_leaves, "nnx_graphdef_num_leaves");
    expect(api->graphdef_num_nodes == nnx_graphdef_num_nodes, "nnx_graphdef_num_nodes");
    expect(api->graphdef_num_attributes == nnx_graphdef_num_attributes, "nnx_graphdef_num_attributes");
    expect(api->graphdef_leaves == nnx_graphdef_leaves, "nnx_graphdef_leaves");
    expect(api->graphdef_hash == nnx_graphdef_hash, "nnx_graphdef_hash");
    expect(api->graphdef_equal == nnx_graphdef_equal, "nnx_graphdef_equal");
    expect(api->graphdef_same == nnx_graphdef_same, "nnx_graphdef_same");
    expect(api->graphdef_retain == nnx_graphdef_retain, "nnx_graphdef_retain");
    expect(api->graphdef_release == nnx_graphdef_release, "nnx_graphdef_release");
    expect(api->state_from_leaves == nnx_state_from_leaves, "nnx_state_from_leaves");
    expect(api->state_size == nnx_state_size, "nnx_state_size");
    expect(api->state_path == nnx_state_path, "nnx_state_path");
    expect(api->state_paths == nnx_state_paths, "nnx_state_paths");
    expect(api->state_find == nnx_state_find, "nnx_state_find");
    expect(api->state_leaf_kind == nnx_state_leaf_kind, "nnx_state_leaf_kind");
    expect(api->state_type == nnx_state_type, "nnx_state_type");
    expect(api->state_tensor == nnx_state_tensor, "nnx_state_tensor");
    expect(api->state_opaque == nnx_state_opaque, "nnx_state_opaque");
    expect(api->state_metadata == nnx_state_metadata, "nnx_state_metadata");
    expect(api->state_get == nnx_state_get, "nnx_state_get");
    expect(api->state_with == nnx_state_with, "nnx_state_with");
    expect(api->state_with_opaque == nnx_state_with_opaque, "nnx_state_with_opaque");
    expect(api->state_filter == nnx_state_filter, "nnx_state_filter");
    expect(api->state_split == nnx_state_split, "nnx_state_split");
    expect(api->state_merge == nnx_state_merge, "nnx_state_merge");
    expect(api->state_at == nnx_state_at, "nnx_state_at");
    expect(api->state_map == nnx_state_map, "nnx_state_map");
    expect(api->state_equal == nnx_state_equal, "nnx_state_equal");
    expect(api->state_retain == nnx_state_retain, "nnx_state_retain");
    expect(api->state_release == nnx_state_release, "nnx_state_release");
    expect(api->state_metadata_names == nnx_state_metadata_names, "nnx_state_metadata_names");
    expect(api->pycapsule_destroy == nnx_pycapsule_destroy, "nnx_pycapsule_destroy");
    expect(api->node_text == nnx_node_text, "nnx_node_text");
    expect(api->graphdef_text == nnx_graphdef_text, "nnx_graphdef_text");
    expect(api->graphdef_parse == nnx_graphdef_parse, "nnx_graphdef_parse");
    expect(api->state_text == nnx_state_text, "nnx_state_text");
    expect(api->state_diff == nnx_state_diff, "nnx_state_diff");
    expect(api->state_save == nnx_state_save, "nnx_state_save");
    expect(api->state_load == nnx_state_load, "nnx_state_load");
    expect(api->state_load_into == nnx_state_load_into, "nnx_state_load_into");
    expect(api->static_new_none == nnx_static_new_none, "nnx_static_new_none");
    expect(api->path_component == nnx_path_component, "nnx_path_component");
    expect(api->path_components == nnx_path_components, "nnx_path_components");
    expect(api->program_parse == nnx_program_parse, "nnx_program_parse");
    expect(api->program_text == nnx_program_text, "nnx_program_text");
    expect(api->program_verify == nnx_program_verify, "nnx_program_verify");
    expect(api->program_equal == nnx_program_equal, "nnx_program_equal");
    expect(api->program_functions == nnx_program_functions, "nnx_program_functions");
    expect(api->program_num_inputs == nnx_program_num_inputs, "nnx_program_num_inputs");
    expect(api->program_num_outputs == nnx_program_num_outputs, "nnx_program_num_outputs");
    expect(api->program_input == nnx_program_input, "nnx_program_input");
    expect(api->program_output == nnx_program_output, "nnx_program_output");
    expect(api->program_evaluate == nnx_program_evaluate, "nnx_program_evaluate");
    expect(api->program_retain == nnx_program_retain, "nnx_program_retain");
    expect(api->program_release == nnx_program_release, "nnx_program_release");
    expect(api->python_module == nnx_python_module, "nnx_python_module");
    expect(api->program_value_and_grad == nnx_program_value_and_grad, "nnx_program_value_and_grad");
    expect(api->random_key == nnx_random_key, "nnx_random_key");
    expect(api->random_split == nnx_random_split, "nnx_random_split");
    expect(api->random_fold_in == nnx_random_fold_in, "nnx_random_fold_in");
    expect(api->random_bits == nnx_random_bits, "nnx_random_bits");
    expect(api->random_uniform == nnx_random_uniform, "nnx_random_uniform");
    expect(api->random_normal == nnx_random_normal, "nnx_random_normal");
    expect(api->random_truncated_normal == nnx_random_truncated_normal, "nnx_random_truncated_normal");
    expect(api->random_bernoulli == nnx_random_bernoulli, "nnx_random_bernoulli");
    expect(api->random_bernoulli_of == nnx_random_bernoulli_of, "nnx_random_bernoulli_of");
    expect(api->random_randint == nnx_random_randint, "nnx_random_randint");
    expect(api->random_categorical == nnx_random_categorical, "nnx_random_categorical");
    expect(api->random_permutation == nnx_random_permutation, "nnx_random_permutation");
    expect(api->random_permutation_of == nnx_random_permutation_of, "nnx_random_permutation_of");
    expect(api->node_get_value == nnx_node_get_value, "nnx_node_get_value");
    expect(api->node_set_value == nnx_node_set_value, "nnx_node_set_value");
    expect(api->variable_new_traced == nnx_variable_new_traced, "nnx_variable_new_traced");
    expect(api->variable_get_value == nnx_variable_get_value, "nnx_variable_get_value");
    expect(api->variable_read == nnx_variable_read, "nnx_variable_read");
    expect(api->variable_set_traced == nnx_variable_set_traced, "nnx_variable_set_traced");
    expect(api->state_get_value == nnx_state_get_value, "nnx_state_get_value");
    expect(api->state_with_values == nnx_state_with_values, "nnx_state_with_values");
    expect(api->trace_current == nnx_trace_current, "nnx_trace_current");
    expect(api->trace_num_objects == nnx_trace_num_objects, "nnx_trace_num_objects");
    expect(api->trace_object == nnx_trace_object, "nnx_trace_object");
    expect(api->trace_num_states == nnx_trace_num_states, "nnx_trace_num_states");
    expect(api->trace_state == nnx_trace_state, "nnx_trace_state");
    expect(api->trace_num_inputs == nnx_trace_num_inputs, "nnx_trace_num_inputs");
    expect(api->trace_input == nnx_trace_input, "nnx_trace_input");
    expect(api->trace_output == nnx_trace_output, "nnx_trace_output");
    expect(api->trace_output_state == nnx_trace_output_state, "nnx_trace_output_state");
    expect(api->trace_constant == nnx_trace_constant, "nnx_trace_constant");
    expect(api->trace_scalar == nnx_trace_scalar, "nnx_trace_scalar");
    expect(api->trace_full == nnx_trace_full, "nnx_trace_full");
    expect(api->trace_iota == nnx_trace_iota, "nnx_trace_iota");
    expect(api->trace_program == nnx_trace_program, "nnx_trace_program");
    expect(api->value_dtype == nnx_value_dtype, "nnx_value_dtype");
    expect(api->value_rank == nnx_value_rank, "nnx_value_rank");
    expect(api->value_shape == nnx_value_shape, "nnx_value_shape");
    expect(api->value_text == nnx_value_text, "nnx_value_text");
    expect(api->value_unary == nnx_value_unary, "nnx_value_unary");
    expect(api->value_binary == nnx_value_binary, "nnx_value_binary");
    expect(api->value_binary_tensor == nnx_value_binary_tensor, "nnx_value_binary_tensor");
    expect(api->value_binary_scalar == nnx_value_binary_scalar, "nnx_value_binary_scalar");
    expect(api->value_binary_int == nnx_value_binary_int, "nnx_value_binary_int");
    expect(api->value_square == nnx_value_square, "nnx_value_square");
    expect(api->value_astype == nnx_value_astype, "nnx_value_astype");
    expect(api->value_where == nnx_value_where, "nnx_value_where");
    expect(api->value_slice == nnx_value_slice, "nnx_value_slice");
    expect(api->value_dynamic_slice == nnx_value_dynamic_slice, "nnx_value_dynamic_slice");
    expect(api->value_dynamic_update_slice == nnx_value_dynamic_update_slice, "nnx_value_dynamic_update_slice");
    expect(api->value_take == nnx_value_take, "nnx_value_take");
    expect(api->value_take_last == nnx_value_take_last, "nnx_value_take_last");
    expect(api->value_one_hot == nnx_value_one_hot, "nnx_value_one_hot");
    expect(api->value_pad == nnx_value_pad, "nnx_value_pad");
    expect(api->value_matmul == nnx_value_matmul, "nnx_value_matmul");
    expect(api->value_dot_general == nnx_value_dot_general, "nnx_value_dot_general");
    expect(api->value_reduce == nnx_value_reduce, "nnx_value_reduce");
    expect(api->value_argmax == nnx_value_argmax, "nnx_value_argmax");
    expect(api->value_argmin == nnx_value_argmin, "nnx_value_argmin");
    expect(api->value_softmax == nnx_value_softmax, "nnx_value_softmax");
    expect(api->value_log_softmax == nnx_value_log_softmax, "nnx_value_log_softmax");
    expect(api->value_reshape == nnx_value_reshape, "nnx_value_reshape");
    expect(api->value_transpose == nnx_value_transpose, "nnx_value_transpose");
    expect(api->value_broadcast_to == nnx_value_broadcast_to, "nnx_value_broadcast_to");
    expect(api->value_expand_dims == nnx_value_expand_dims, "nnx_value_expand_dims");
    expect(api->value_squeeze == nnx_value_squeeze, "nnx_value_squeeze");
    expect(api->value_flip == nnx_value_flip, "nnx_value_flip");
    expect(api->trace_concatenate == nnx_trace_concatenate, "nnx_trace_concatenate");
    expect(api->trace_stack == nnx_trace_stack, "nnx_trace_stack");
    expect(api->value_and_grad == nnx_value_and_grad, "nnx_value_and_grad");
    expect(api->value_watch == nnx_value_watch, "nnx_value_watch");
    expect(api->value_gradients == nnx_value_gradients, "nnx_value_gradients");
    expect(api->value_stop_gradient == nnx_value_stop_gradient, "nnx_value_stop_gradient");
    expect(api->trace_cond == nnx_trace_cond, "nnx_trace_cond");
    expect(api->trace_while_loop == nnx_trace_while_loop, "nnx_trace_while_loop");
    expect(api->trace_scan == nnx_trace_scan, "nnx_trace_scan");
    expect(api->optim_sgd == nnx_optim_sgd, "nnx_optim_sgd");
    expect(api->optim_adam == nnx_optim_adam, "nnx_optim_adam");
    expect(api->optim_adamw == nnx_optim_adamw, "nnx_optim_adamw");
    expect(api->optim_chain == nnx_optim_chain, "nnx_optim_chain");
    expect(api->optim_identity == nnx_optim_identity, "nnx_optim_identity");
    expect(api->optim_scale_by_adam == nnx_optim_scale_by_adam, "nnx_optim_scale_by_adam");
    expect(api->optim_trace == nnx_optim_trace, "nnx_optim_trace");
    expect(api->optim_add_decayed_weights == nnx_optim_add_decayed_weights, "nnx_optim_add_decayed_weights");
    expect(api->optim_scale == nnx_optim_scale, "nnx_optim_scale");
    expect(api->optim_scale_by_learning_rate == nnx_optim_scale_by_learning_rate, "nnx_optim_scale_by_learning_rate");
    expect(api->optim_scale_by_schedule == nnx_optim_scale_by_schedule, "nnx_optim_scale_by_schedule");
    expect(api->optim_clip == nnx_optim_clip, "nnx_optim_clip");
    expect(api->optim_clip_by_global_norm == nnx_optim_clip_by_global_norm, "nnx_optim_clip_by_global_norm");
    expect(api->optim_constant_schedule == nnx_optim_constant_schedule, "nnx_optim_constant_schedule");
    expect(api->optim_polynomial_schedule == nnx_optim_polynomial_schedule, "nnx_optim_polynomial_schedule");
    expect(api->optim_exponential_decay == nnx_optim_exponential_decay, "nnx_optim_exponential_decay");
    expect(api->optim_cosine_decay_schedule == nnx_optim_cosine_decay_schedule, "nnx_optim_cosine_decay_schedule");
    expect(api->optim_warmup_cosine_decay_schedule == nnx_optim_warmup_cosine_decay_schedule, "nnx_optim_warmup_cosine_decay_schedule");
    expect(api->optim_join_schedules == nnx_optim_join_schedules, "nnx_optim_join_schedules");
    expect(api->optimizer_new == nnx_optimizer_new, "nnx_optimizer_new");
    expect(api->optimizer_init == nnx_optimizer_init, "nnx_optimizer_init");
    expect(api->optimizer_update == nnx_optimizer_update, "nnx_optimizer_update");
    expect(api->optimizer_update_model == nnx_optimizer_update_model, "nnx_optimizer_update_model");
    expect(api->average_new == nnx_average_new, "nnx_average_new");
    expect(api->average_init == nnx_average_init, "nnx_average_init");
    expect(api->accuracy_new == nnx_accuracy_new, "nnx_accuracy_new");
    expect(api->accuracy_init == nnx_accuracy_init, "nnx_accuracy_init");
    expect(api->welford_new == nnx_welford_new, "nnx_welford_new");
    expect(api->welford_init == nnx_welford_init, "nnx_welford_init");
    expect(api->multi_metric_new == nnx_multi_metric_new, "nnx_multi_metric_new");
    expect(api->multi_metric_init == nnx_multi_metric_init, "nnx_multi_metric_init");
    expect(api->metric_update == nnx_metric_update, "nnx_metric_update");
    expect(api->metric_update_tensors == nnx_metric_update_tensors, "nnx_metric_update_tensors");
    expect(api->metric_compute == nnx_metric_compute, "nnx_metric_compute");
    expect(api->metric_reset == nnx_metric_reset, "nnx_metric_reset");
    expect(api->rngs_new == nnx_rngs_new, "nnx_rngs_new");
    expect(api->rngs_init == nnx_rngs_init, "nnx_rngs_init");
    expect(api->rngs_stream == nnx_rngs_stream, "nnx_rngs_stream");
    expect(api->rngs_next_key == nnx_rngs_next_key, "nnx_rngs_next_key");
    expect(api->rngs_next_key_value == nnx_rngs_next_key_value, "nnx_rngs_next_key_value");
    expect(api->rngs_fork == nnx_rngs_fork, "nnx_rngs_fork");
    expect(api->rngs_split == nnx_rngs_split, "nnx_rngs_split");
    expect(api->rng_stream_new == nnx_rng_stream_new, "nnx_rng_stream_new");
    expect(api->rng_stream_init == nnx_rng_stream_init, "nnx_rng_stream_init");
    expect(api->rng_stream_fork == nnx_rng_stream_fork, "nnx_rng_stream_fork");
    expect(api->rng_stream_split == nnx_rng_stream_split, "nnx_rng_stream_split");
    expect(api->node_reseed == nnx_node_reseed, "nnx_node_reseed");
    expect(api->value_activation == nnx_value_activation, "nnx_value_activation");
    expect(api->value_activation_with == nnx_value_activation_with, "nnx_value_activation_with");
    expect(api->value_glu == nnx_value_glu, "nnx_value_glu");
    expect(api->value_standardize == nnx_value_standardize, "nnx_value_standardize");
    expect(api->batch_norm_new == nnx_batch_norm_new, "nnx_batch_norm_new");
    expect(api->batch_norm_init == nnx_batch_norm_init, "nnx_batch_norm_init");
    expect(api->batch_norm_call == nnx_batch_norm_call, "nnx_batch_norm_call");
    expect(api->dropout_new == nnx_dropout_new, "nnx_dropout_new");
    expect(api->dropout_init == nnx_dropout_init, "nnx_dropout_init");
    expect(api->dropout_call == nnx_dropout_call, "nnx_dropout_call");
    expect(api->initializer_new == nnx_initializer_new, "nnx_initializer_new");
    expect(api->initializer_make == nnx_initializer_make, "nnx_initializer_make");
    expect(api->linear_new == nnx_linear_new, "nnx_linear_new");
    expect(api->linear_init == nnx_linear_init, "nnx_linear_init");
    expect(api->linear_call == nnx_linear_call, "nnx_linear_call");
    expect(api->loss_squared_error == nnx_loss_squared_error, "nnx_loss_squared_error");
    expect(api->loss_l2 == nnx_loss_l2, "nnx_loss_l2");
    expect(api->loss_softmax_cross_entropy == nnx_loss_softmax_cross_entropy, "nnx_loss_softmax_cross_entropy");
    expect(api->loss_softmax_cross_entropy_with_integer_labels == nnx_loss_softmax_cross_entropy_with_integer_labels, "nnx_loss_softmax_cross_entropy_with_integer_labels");
    expect(api->loss_sigmoid_binary_cross_entropy == nnx_loss_sigmoid_binary_cross_entropy, "nnx_loss_sigmoid_binary_cross_entropy");
    expect(api->trace_id == nnx_trace_id, "nnx_trace_id");
    expect(api->results_step_id == nnx_results_step_id, "nnx_results_step_id");
    expect(api->results_num_tensors == nnx_results_num_tensors, "nnx_results_num_tensors");
    expect(api->results_tensor == nnx_results_tensor, "nnx_results_tensor");
    expect(api->results_num_states == nnx_results_num_states, "nnx_results_num_states");
    expect(api->results_state == nnx_results_state, "nnx_results_state");
    expect(api->results_retain == nnx_results_retain, "nnx_results_retain");
    expect(api->results_release == nnx_results_release, "nnx_results_release");
    expect(api->step_from_program == nnx_step_from_program, "nnx_step_from_program");
    expect(api->step_id == nnx_step_id, "nnx_step_id");
    expect(api->step_program == nnx_step_program, "nnx_step_program");
    expect(api->step_graphdef == nnx_step_graphdef, "nnx_step_graphdef");
    expect(api->step_out_graphdef == nnx_step_out_graphdef, "nnx_step_out_graphdef");
    expect(api->step_run == nnx_step_run, "nnx_step_run");
    expect(api->step_retain == nnx_step_retain, "nnx_step_retain");
    expect(api->step_release == nnx_step_release, "nnx_step_release");
    expect(api->jit_new == nnx_jit_new, "nnx_jit_new");
    expect(api->jit_call == nnx_jit_call, "nnx_jit_call");
    expect(api->jit_step == nnx_jit_step, "nnx_jit_step");
    expect(api->jit_num_steps == nnx_jit_num_steps, "nnx_jit_num_steps");
    expect(api->jit_retain == nnx_jit_retain, "nnx_jit_retain");
    expect(api->jit_release == nnx_jit_release, "nnx_jit_release");
    expect(api->session_new == nnx_session_new, "nnx_session_new");
    expect(api->session_from_states == nnx_session_from_states, "nnx_session_from_states");
    expect(api->session_run == nnx_session_run, "nnx_session_run");
    expect(api->session_run_many == nnx_session_run_many, "nnx_session_run_many");
    expect(api->session_evaluate == nnx_session_evaluate, "nnx_session_evaluate");
    expect(api->session_graphdef == nnx_session_graphdef, "nnx_session_graphdef");
    expect(api->session_state == nnx_session_state, "nnx_session_state");
    expect(api->session_set_state == nnx_session_set_state, "nnx_session_set_state");
    expect(api->session_read == nnx_session_read, "nnx_session_read");
    expect(api->session_write == nnx_session_write, "nnx_session_write");
    expect(api->session_update == nnx_session_update, "nnx_session_update");
    expect(api->session_bind_input == nnx_session_bind_input, "nnx_session_bind_input");
    expect(api->session_bind_output == nnx_session_bind_output, "nnx_session_bind_output");
    expect(api->session_size == nnx_session_size, "nnx_session_size");
    expect(api->session_layout == nnx_session_layout, "nnx_session_layout");
    expect(api->session_use_memory == nnx_session_use_memory, "nnx_session_use_memory");
    expect(api->session_report == nnx_session_report, "nnx_session_report");
    expect(api->session_retain == nnx_session_retain, "nnx_session_retain");
    expect(api->session_release == nnx_session_release, "nnx_session_release");
    expect(api->optim_schedule_value == nnx_optim_schedule_value, "nnx_optim_schedule_value");
    expect(api->random_split_value == nnx_random_split_value, "nnx_random_split_value");
    expect(api->random_fold_in_value == nnx_random_fold_in_value, "nnx_random_fold_in_value");
    expect(api->random_bits_value == nnx_random_bits_value, "nnx_random_bits_value");
    expect(api->random_uniform_value == nnx_random_uniform_value, "nnx_random_uniform_value");
    expect(api->random_normal_value == nnx_random_normal_value, "nnx_random_normal_value");
    expect(api->random_truncated_normal_value == nnx_random_truncated_normal_value, "nnx_random_truncated_normal_value");
    expect(api->random_bernoulli_value == nnx_random_bernoulli_value, "nnx_random_bernoulli_value");
    expect(api->random_bernoulli_of_value == nnx_random_bernoulli_of_value, "nnx_random_bernoulli_of_value");
    expect(api->random_randint_value == nnx_random_randint_value, "nnx_random_randint_value");
    expect(api->random_categorical_value == nnx_random_categorical_value, "nnx_random_categorical_value");
    expect(api->random_permutation_value == nnx_random_permutation_value, "nnx_random_permutation_value");
    expect(api->random_permutation_of_value == nnx_random_permutation_of_value, "nnx_random_permutation_of_value");
    expect(api->bundle_of_objects == nnx_bundle_of_objects, "nnx_bundle_of_objects");
    expect(api->bundle_new == nnx_bundle_new, "nnx_bundle_new");
    expect(api->bundle_add_step == nnx_bundle_add_step, "nnx_bundle_add_step");
    expect(api->bundle_add_jit == nnx_bundle_add_jit, "nnx_bundle_add_jit");
    expect(api->bundle_set_metadata == nnx_bundle_set_metadata, "nnx_bundle_set_metadata");
    expect(api->bundle_save == nnx_bundle_save, "nnx_bundle_save");
    expect(api->bundle_open == nnx_bundle_open, "nnx_bundle_open");
    expect(api->bundle_graphdef == nnx_bundle_graphdef, "nnx_bundle_graphdef");
    expect(api->bundle_state == nnx_bundle_state, "nnx_bundle_state");
    expect(api->bundle_programs == nnx_bundle_programs, "nnx_bundle_programs");
    expect(api->bundle_metadata == nnx_bundle_metadata, "nnx_bundle_metadata");
    expect(api->bundle_program == nnx_bundle_program, "nnx_bundle_program");
    expect(api->bundle_step == nnx_bundle_step, "nnx_bundle_step");
    expect(api->bundle_jit == nnx_bundle_jit, "nnx_bundle_jit");
    expect(api->bundle_text == nnx_bundle_text, "nnx_bundle_text");
    expect(api->bundle_load_into == nnx_bundle_load_into, "nnx_bundle_load_into");
    expect(api->bundle_fit == nnx_bundle_fit, "nnx_bundle_fit");
    expect(api->bundle_retain == nnx_bundle_retain, "nnx_bundle_retain");
    expect(api->bundle_release == nnx_bundle_release, "nnx_bundle_release");
    expect(api->step_plan == nnx_step_plan, "nnx_step_plan");
    expect(api->step_report == nnx_step_report, "nnx_step_report");
    expect(api->step_source == nnx_step_source, "nnx_step_source");
    printf("abi layout: 433 functions, %s\n", failures ? "FAILED" : "ok");
    return failures != 0;
}
