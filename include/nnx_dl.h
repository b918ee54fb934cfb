/**
 * libnnx without linking to it: loaded by dlopen, under the same names.
 *
 * Generated from src/capi by `make generate`; do not edit.
 *
 * Include this in place of nnx.h; in one source file of the program define NNX_DL_IMPLEMENTATION first. Call
 * nnx_dl_open() once, before any other function and before there are threads; from then on every function of nnx.h is
 * reached through the table `nnx_dl`. On systems with an own libdl, link with -ldl.
 *
 *     #define NNX_DL_IMPLEMENTATION
 *     #include <nnx_dl.h>
 *
 *     char error[256];
 *     if (nnx_dl_open(NULL, error, sizeof error) != NNX_OK) return fail(error);
 *
 * NNX_DL_MIN_MINOR, defined before the include, is the least NNX_ABI_MINOR that the program can do with; without it,
 * that of this header. Functions above it are to be asked for with NNX_API_HAS(nnx_dl, slot).
 * NNX_DL_PREFIX, defined before the include, goes before the two names that the program itself then defines, so that
 * two parts of one program can each carry a loader.
 */
#ifndef NNX_DL_H
#define NNX_DL_H

#include "nnx.h"

#ifndef NNX_DL_MIN_MINOR
#define NNX_DL_MIN_MINOR NNX_ABI_MINOR
#endif

#ifdef NNX_DL_PREFIX
#define NNX_DL_JOIN_(prefix, name) prefix##name
#define NNX_DL_JOIN(prefix, name) NNX_DL_JOIN_(prefix, name)
#define nnx_dl NNX_DL_JOIN(NNX_DL_PREFIX, nnx_dl)
#define nnx_dl_open NNX_DL_JOIN(NNX_DL_PREFIX, nnx_dl_open)
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The functions; NULL until nnx_dl_open() was OK. */
extern const nnx_api *nnx_dl;

/**
 * Loads the library at `path`, or libnnx.so.0 from where the system looks for libraries when `path` is NULL. It stays
 * loaded. Answers NNX_OK, also when it was loaded before; NNX_STATUS_UNAVAILABLE when there is no such library; or
 * NNX_STATUS_VERSION_MISMATCH when it is too old or of another major version. The text of a failure goes to `error`,
 * which has `error_size` bytes and may be NULL. Nothing is printed.
 */
nnx_status nnx_dl_open(const char *path, char *error, size_t error_size);

#ifdef __cplusplus
}
#endif

#ifdef NNX_DL_IMPLEMENTATION

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

const nnx_api *nnx_dl = 0;

nnx_status nnx_dl_open(const char *path, char *error, size_t error_size) {
    const nnx_api *(*get_api)(uint32_t, uint32_t) = 0;
    const char *(*last_error_message)(void) = 0;
    const char *name = path ? path : "libnnx.so.0";
    const char *why;
    void *library, *symbol;
    if (error && error_size) error[0] = 0;
    if (nnx_dl) return NNX_STATUS_OK;
    library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        why = dlerror();
        if (error && error_size) (void)snprintf(error, error_size, "cannot load %s: %s", name, why ? why : "no reason");
        return NNX_STATUS_UNAVAILABLE;
    }
    symbol = dlsym(library, "nnx_get_api");
    if (symbol) memcpy(&get_api, &symbol, sizeof get_api);
    if (!get_api) {
        if (error && error_size) (void)snprintf(error, error_size, "%s is not libnnx: it has no nnx_get_api", name);
        (void)dlclose(library);
        return NNX_STATUS_UNAVAILABLE;
    }
    nnx_dl = get_api(NNX_ABI_MAJOR, NNX_DL_MIN_MINOR);
    if (!nnx_dl) {
        symbol = dlsym(library, "nnx_last_error_message");
        if (symbol) memcpy(&last_error_message, &symbol, sizeof last_error_message);
        why = last_error_message ? last_error_message() : "no reason";
        if (error && error_size) (void)snprintf(error, error_size, "%s does not fit: %s", name, why);
        (void)dlclose(library);
        return NNX_STATUS_VERSION_MISMATCH;
    }
    return NNX_STATUS_OK;
}

#ifdef __cplusplus
}
#endif

#endif /* NNX_DL_IMPLEMENTATION */

/* The same names as when linked. */
#define nnx_status_name nnx_dl->status_name
#define nnx_last_error_message nnx_dl->last_error_message
#define nnx_error_take nnx_dl->error_take
#define nnx_error_code nnx_dl->error_code
#define nnx_error_message nnx_dl->error_message
#define nnx_error_path nnx_dl->error_path
#define nnx_error_retain nnx_dl->error_retain
#define nnx_error_release nnx_dl->error_release
#define nnx_version_string nnx_dl->version_string
#define nnx_version nnx_dl->version
#define nnx_isa_name nnx_dl->isa_name
#define nnx_cuda_probe nnx_dl->cuda_probe
#define nnx_cuda_reason nnx_dl->cuda_reason
#define nnx_cuda_device_name nnx_dl->cuda_device_name
#define nnx_bytes_new nnx_dl->bytes_new
#define nnx_bytes_data nnx_dl->bytes_data
#define nnx_bytes_retain nnx_dl->bytes_retain
#define nnx_bytes_release nnx_dl->bytes_release
#define nnx_report_size nnx_dl->report_size
#define nnx_report_row nnx_dl->report_row
#define nnx_report_text nnx_dl->report_text
#define nnx_report_json nnx_dl->report_json
#define nnx_report_retain nnx_dl->report_retain
#define nnx_report_release nnx_dl->report_release
#define nnx_dtype_name nnx_dl->dtype_name
#define nnx_dtype_size nnx_dl->dtype_size
#define nnx_dtype_from_name nnx_dl->dtype_from_name
#define nnx_tensor_new nnx_dl->tensor_new
#define nnx_tensor_from_memory nnx_dl->tensor_from_memory
#define nnx_tensor_from_dlpack nnx_dl->tensor_from_dlpack
#define nnx_tensor_from_dlpack_legacy nnx_dl->tensor_from_dlpack_legacy
#define nnx_tensor_to_dlpack nnx_dl->tensor_to_dlpack
#define nnx_tensor_to_dlpack_legacy nnx_dl->tensor_to_dlpack_legacy
#define nnx_tensor_dtype nnx_dl->tensor_dtype
#define nnx_tensor_shape nnx_dl->tensor_shape
#define nnx_tensor_element_count nnx_dl->tensor_element_count
#define nnx_tensor_nbytes nnx_dl->tensor_nbytes
#define nnx_tensor_data nnx_dl->tensor_data
#define nnx_tensor_data_mut nnx_dl->tensor_data_mut
#define nnx_tensor_is_unique nnx_dl->tensor_is_unique
#define nnx_tensor_equal nnx_dl->tensor_equal
#define nnx_tensor_text nnx_dl->tensor_text
#define nnx_tensor_retain nnx_dl->tensor_retain
#define nnx_tensor_release nnx_dl->tensor_release
#define nnx_static_new_bool nnx_dl->static_new_bool
#define nnx_static_new_int nnx_dl->static_new_int
#define nnx_static_new_float nnx_dl->static_new_float
#define nnx_static_new_string nnx_dl->static_new_string
#define nnx_static_new_bytes nnx_dl->static_new_bytes
#define nnx_static_new_dtype nnx_dl->static_new_dtype
#define nnx_static_new_tuple nnx_dl->static_new_tuple
#define nnx_static_new_foreign nnx_dl->static_new_foreign
#define nnx_static_kind_of nnx_dl->static_kind_of
#define nnx_static_as_bool nnx_dl->static_as_bool
#define nnx_static_as_int nnx_dl->static_as_int
#define nnx_static_as_float nnx_dl->static_as_float
#define nnx_static_as_string nnx_dl->static_as_string
#define nnx_static_as_bytes nnx_dl->static_as_bytes
#define nnx_static_as_dtype nnx_dl->static_as_dtype
#define nnx_static_as_foreign nnx_dl->static_as_foreign
#define nnx_static_size nnx_dl->static_size
#define nnx_static_at nnx_dl->static_at
#define nnx_static_equal nnx_dl->static_equal
#define nnx_static_text nnx_dl->static_text
#define nnx_static_retain nnx_dl->static_retain
#define nnx_static_release nnx_dl->static_release
#define nnx_opaque_new nnx_dl->opaque_new
#define nnx_opaque_data nnx_dl->opaque_data
#define nnx_opaque_type_name nnx_dl->opaque_type_name
#define nnx_opaque_nbytes nnx_dl->opaque_nbytes
#define nnx_opaque_retain nnx_dl->opaque_retain
#define nnx_opaque_release nnx_dl->opaque_release
#define nnx_variable_type_register nnx_dl->variable_type_register
#define nnx_variable_type_parent nnx_dl->variable_type_parent
#define nnx_variable_type_is nnx_dl->variable_type_is
#define nnx_graph_new nnx_dl->graph_new
#define nnx_graph_node_count nnx_dl->graph_node_count
#define nnx_graph_collect nnx_dl->graph_collect
#define nnx_graph_same nnx_dl->graph_same
#define nnx_graph_retain nnx_dl->graph_retain
#define nnx_graph_release nnx_dl->graph_release
#define nnx_object_new nnx_dl->object_new
#define nnx_list_new nnx_dl->list_new
#define nnx_dict_new nnx_dl->dict_new
#define nnx_plain_list_new nnx_dl->plain_list_new
#define nnx_plain_dict_new nnx_dl->plain_dict_new
#define nnx_tuple_new nnx_dl->tuple_new
#define nnx_node_graph nnx_dl->node_graph
#define nnx_node_kind_of nnx_dl->node_kind_of
#define nnx_node_type_name nnx_dl->node_type_name
#define nnx_node_size nnx_dl->node_size
#define nnx_node_keys nnx_dl->node_keys
#define nnx_node_same nnx_dl->node_same
#define nnx_node_id nnx_dl->node_id
#define nnx_node_get_kind nnx_dl->node_get_kind
#define nnx_node_get_bool nnx_dl->node_get_bool
#define nnx_node_get_int nnx_dl->node_get_int
#define nnx_node_get_float nnx_dl->node_get_float
#define nnx_node_get_string nnx_dl->node_get_string
#define nnx_node_get_static nnx_dl->node_get_static
#define nnx_node_get_tensor nnx_dl->node_get_tensor
#define nnx_node_get_opaque nnx_dl->node_get_opaque
#define nnx_node_get_node nnx_dl->node_get_node
#define nnx_node_set_bool nnx_dl->node_set_bool
#define nnx_node_set_int nnx_dl->node_set_int
#define nnx_node_set_float nnx_dl->node_set_float
#define nnx_node_set_string nnx_dl->node_set_string
#define nnx_node_set_static nnx_dl->node_set_static
#define nnx_node_set_tensor nnx_dl->node_set_tensor
#define nnx_node_set_opaque nnx_dl->node_set_opaque
#define nnx_node_set_node nnx_dl->node_set_node
#define nnx_node_set_none nnx_dl->node_set_none
#define nnx_node_delete nnx_dl->node_delete
#define nnx_list_append nnx_dl->list_append
#define nnx_list_insert nnx_dl->list_insert
#define nnx_node_retain nnx_dl->node_retain
#define nnx_node_release nnx_dl->node_release
#define nnx_variable_new nnx_dl->variable_new
#define nnx_variable_new_opaque nnx_dl->variable_new_opaque
#define nnx_variable_get nnx_dl->variable_get
#define nnx_variable_get_opaque nnx_dl->variable_get_opaque
#define nnx_variable_set nnx_dl->variable_set
#define nnx_variable_set_opaque nnx_dl->variable_set_opaque
#define nnx_variable_write nnx_dl->variable_write
#define nnx_variable_metadata nnx_dl->variable_metadata
#define nnx_variable_set_metadata nnx_dl->variable_set_metadata
#define nnx_variable_delete_metadata nnx_dl->variable_delete_metadata
#define nnx_variable_metadata_names nnx_dl->variable_metadata_names
#define nnx_filter_of_type nnx_dl->filter_of_type
#define nnx_filter_object_type nnx_dl->filter_object_type
#define nnx_filter_path_contains nnx_dl->filter_path_contains
#define nnx_filter_path_in nnx_dl->filter_path_in
#define nnx_filter_with_tag nnx_dl->filter_with_tag
#define nnx_filter_any nnx_dl->filter_any
#define nnx_filter_all nnx_dl->filter_all
#define nnx_filter_not nnx_dl->filter_not
#define nnx_filter_everything nnx_dl->filter_everything
#define nnx_filter_nothing nnx_dl->filter_nothing
#define nnx_filter_rest nnx_dl->filter_rest
#define nnx_filter_callback nnx_dl->filter_callback
#define nnx_filter_text nnx_dl->filter_text
#define nnx_filter_retain nnx_dl->filter_retain
#define nnx_filter_release nnx_dl->filter_release
#define nnx_node_split nnx_dl->node_split
#define nnx_node_state nnx_dl->node_state
#define nnx_node_graphdef nnx_dl->node_graphdef
#define nnx_node_update nnx_dl->node_update
#define nnx_node_pop nnx_dl->node_pop
#define nnx_node_clone nnx_dl->node_clone
#define nnx_node_iter nnx_dl->node_iter
#define nnx_node_find_duplicates nnx_dl->node_find_duplicates
#define nnx_node_variables nnx_dl->node_variables
#define nnx_node_set_attributes nnx_dl->node_set_attributes
#define nnx_node_train nnx_dl->node_train
#define nnx_node_eval nnx_dl->node_eval
#define nnx_node_set_metadata nnx_dl->node_set_metadata
#define nnx_graphdef_merge nnx_dl->graphdef_merge
#define nnx_graphdef_num_leaves nnx_dl->graphdef_num_leaves
#define nnx_graphdef_num_nodes nnx_dl->graphdef_num_nodes
#define nnx_graphdef_num_attributes nnx_dl->graphdef_num_attributes
#define nnx_graphdef_leaves nnx_dl->graphdef_leaves
#define nnx_graphdef_hash nnx_dl->graphdef_hash
#define nnx_graphdef_equal nnx_dl->graphdef_equal
#define nnx_graphdef_same nnx_dl->graphdef_same
#define nnx_graphdef_retain nnx_dl->graphdef_retain
#define nnx_graphdef_release nnx_dl->graphdef_release
#define nnx_state_from_leaves nnx_dl->state_from_leaves
#define nnx_state_size nnx_dl->state_size
#define nnx_state_path nnx_dl->state_path
#define nnx_state_paths nnx_dl->state_paths
#define nnx_state_find nnx_dl->state_find
#define nnx_state_leaf_kind nnx_dl->state_leaf_kind
#define nnx_state_type nnx_dl->state_type
#define nnx_state_tensor nnx_dl->state_tensor
#define nnx_state_opaque nnx_dl->state_opaque
#define nnx_state_metadata nnx_dl->state_metadata
#define nnx_state_get nnx_dl->state_get
#define nnx_state_with nnx_dl->state_with
#define nnx_state_with_opaque nnx_dl->state_with_opaque
#define nnx_state_filter nnx_dl->state_filter
#define nnx_state_split nnx_dl->state_split
#define nnx_state_merge nnx_dl->state_merge
#define nnx_state_at nnx_dl->state_at
#define nnx_state_map nnx_dl->state_map
#define nnx_state_equal nnx_dl->state_equal
#define nnx_state_retain nnx_dl->state_retain
#define nnx_state_release nnx_dl->state_release
#define nnx_state_metadata_names nnx_dl->state_metadata_names
#define nnx_pycapsule_destroy nnx_dl->pycapsule_destroy
#define nnx_node_text nnx_dl->node_text
#define nnx_graphdef_text nnx_dl->graphdef_text
#define nnx_graphdef_parse nnx_dl->graphdef_parse
#define nnx_state_text nnx_dl->state_text
#define nnx_state_diff nnx_dl->state_diff
#define nnx_state_save nnx_dl->state_save
#define nnx_state_load nnx_dl->state_load
#define nnx_state_load_into nnx_dl->state_load_into
#define nnx_static_new_none nnx_dl->static_new_none
#define nnx_path_component nnx_dl->path_component
#define nnx_path_components nnx_dl->path_components
#define nnx_program_parse nnx_dl->program_parse
#define nnx_program_text nnx_dl->program_text
#define nnx_program_verify nnx_dl->program_verify
#define nnx_program_equal nnx_dl->program_equal
#define nnx_program_functions nnx_dl->program_functions
#define nnx_program_num_inputs nnx_dl->program_num_inputs
#define nnx_program_num_outputs nnx_dl->program_num_outputs
#define nnx_program_input nnx_dl->program_input
#define nnx_program_output nnx_dl->program_output
#define nnx_program_evaluate nnx_dl->program_evaluate
#define nnx_program_retain nnx_dl->program_retain
#define nnx_program_release nnx_dl->program_release
#define nnx_python_module nnx_dl->python_module
#define nnx_program_value_and_grad nnx_dl->program_value_and_grad
#define nnx_random_key nnx_dl->random_key
#define nnx_random_split nnx_dl->random_split
#define nnx_random_fold_in nnx_dl->random_fold_in
#define nnx_random_bits nnx_dl->random_bits
#define nnx_random_uniform nnx_dl->random_uniform
#define nnx_random_normal nnx_dl->random_normal
#define nnx_random_truncated_normal nnx_dl->random_truncated_normal
#define nnx_random_bernoulli nnx_dl->random_bernoulli
#define nnx_random_bernoulli_of nnx_dl->random_bernoulli_of
#define nnx_random_randint nnx_dl->random_randint
#define nnx_random_categorical nnx_dl->random_categorical
#define nnx_random_permutation nnx_dl->random_permutation
#define nnx_random_permutation_of nnx_dl->random_permutation_of
#define nnx_node_get_value nnx_dl->node_get_value
#define nnx_node_set_value nnx_dl->node_set_value
#define nnx_variable_new_traced nnx_dl->variable_new_traced
#define nnx_variable_get_value nnx_dl->variable_get_value
#define nnx_variable_read nnx_dl->variable_read
#define nnx_variable_set_traced nnx_dl->variable_set_traced
#define nnx_state_get_value nnx_dl->state_get_value
#define nnx_state_with_values nnx_dl->state_with_values
#define nnx_trace_current nnx_dl->trace_current
#define nnx_trace_num_objects nnx_dl->trace_num_objects
#define nnx_trace_object nnx_dl->trace_object
#define nnx_trace_num_states nnx_dl->trace_num_states
#define nnx_trace_state nnx_dl->trace_state
#define nnx_trace_num_inputs nnx_dl->trace_num_inputs
#define nnx_trace_input nnx_dl->trace_input
#define nnx_trace_output nnx_dl->trace_output
#define nnx_trace_output_state nnx_dl->trace_output_state
#define nnx_trace_constant nnx_dl->trace_constant
#define nnx_trace_scalar nnx_dl->trace_scalar
#define nnx_trace_full nnx_dl->trace_full
#define nnx_trace_iota nnx_dl->trace_iota
#define nnx_trace_program nnx_dl->trace_program
#define nnx_value_dtype nnx_dl->value_dtype
#define nnx_value_rank nnx_dl->value_rank
#define nnx_value_shape nnx_dl->value_shape
#define nnx_value_text nnx_dl->value_text
#define nnx_value_unary nnx_dl->value_unary
#define nnx_value_binary nnx_dl->value_binary
#define nnx_value_binary_tensor nnx_dl->value_binary_tensor
#define nnx_value_binary_scalar nnx_dl->value_binary_scalar
#define nnx_value_binary_int nnx_dl->value_binary_int
#define nnx_value_square nnx_dl->value_square
#define nnx_value_astype nnx_dl->value_astype
#define nnx_value_where nnx_dl->value_where
#define nnx_value_slice nnx_dl->value_slice
#define nnx_value_dynamic_slice nnx_dl->value_dynamic_slice
#define nnx_value_dynamic_update_slice nnx_dl->value_dynamic_update_slice
#define nnx_value_take nnx_dl->value_take
#define nnx_value_take_last nnx_dl->value_take_last
#define nnx_value_one_hot nnx_dl->value_one_hot
#define nnx_value_pad nnx_dl->value_pad
#define nnx_value_matmul nnx_dl->value_matmul
#define nnx_value_dot_general nnx_dl->value_dot_general
#define nnx_value_reduce nnx_dl->value_reduce
#define nnx_value_argmax nnx_dl->value_argmax
#define nnx_value_argmin nnx_dl->value_argmin
#define nnx_value_softmax nnx_dl->value_softmax
#define nnx_value_log_softmax nnx_dl->value_log_softmax
#define nnx_value_reshape nnx_dl->value_reshape
#define nnx_value_transpose nnx_dl->value_transpose
#define nnx_value_broadcast_to nnx_dl->value_broadcast_to
#define nnx_value_expand_dims nnx_dl->value_expand_dims
#define nnx_value_squeeze nnx_dl->value_squeeze
#define nnx_value_flip nnx_dl->value_flip
#define nnx_trace_concatenate nnx_dl->trace_concatenate
#define nnx_trace_stack nnx_dl->trace_stack
#define nnx_value_and_grad nnx_dl->value_and_grad
#define nnx_value_watch nnx_dl->value_watch
#define nnx_value_gradients nnx_dl->value_gradients
#define nnx_value_stop_gradient nnx_dl->value_stop_gradient
#define nnx_trace_cond nnx_dl->trace_cond
#define nnx_trace_while_loop nnx_dl->trace_while_loop
#define nnx_trace_scan nnx_dl->trace_scan
#define nnx_optim_sgd nnx_dl->optim_sgd
#define nnx_optim_adam nnx_dl->optim_adam
#define nnx_optim_adamw nnx_dl->optim_adamw
#define nnx_optim_chain nnx_dl->optim_chain
#define nnx_optim_identity nnx_dl->optim_identity
#define nnx_optim_scale_by_adam nnx_dl->optim_scale_by_adam
#define nnx_optim_trace nnx_dl->optim_trace
#define nnx_optim_add_decayed_weights nnx_dl->optim_add_decayed_weights
#define nnx_optim_scale nnx_dl->optim_scale
#define nnx_optim_scale_by_learning_rate nnx_dl->optim_scale_by_learning_rate
#define nnx_optim_scale_by_schedule nnx_dl->optim_scale_by_schedule
#define nnx_optim_clip nnx_dl->optim_clip
#define nnx_optim_clip_by_global_norm nnx_dl->optim_clip_by_global_norm
#define nnx_optim_constant_schedule nnx_dl->optim_constant_schedule
#define nnx_optim_polynomial_schedule nnx_dl->optim_polynomial_schedule
#define nnx_optim_exponential_decay nnx_dl->optim_exponential_decay
#define nnx_optim_cosine_decay_schedule nnx_dl->optim_cosine_decay_schedule
#define nnx_optim_warmup_cosine_decay_schedule nnx_dl->optim_warmup_cosine_decay_schedule
#define nnx_optim_join_schedules nnx_dl->optim_join_schedules
#define nnx_optimizer_new nnx_dl->optimizer_new
#define nnx_optimizer_init nnx_dl->optimizer_init
#define nnx_optimizer_update nnx_dl->optimizer_update
#define nnx_optimizer_update_model nnx_dl->optimizer_update_model
#define nnx_average_new nnx_dl->average_new
#define nnx_average_init nnx_dl->average_init
#define nnx_accuracy_new nnx_dl->accuracy_new
#define nnx_accuracy_init nnx_dl->accuracy_init
#define nnx_welford_new nnx_dl->welford_new
#define nnx_welford_init nnx_dl->welford_init
#define nnx_multi_metric_new nnx_dl->multi_metric_new
#define nnx_multi_metric_init nnx_dl->multi_metric_init
#define nnx_metric_update nnx_dl->metric_update
#define nnx_metric_update_tensors nnx_dl->metric_update_tensors
#define nnx_metric_compute nnx_dl->metric_compute
#define nnx_metric_reset nnx_dl->metric_reset
#define nnx_rngs_new nnx_dl->rngs_new
#define nnx_rngs_init nnx_dl->rngs_init
#define nnx_rngs_stream nnx_dl->rngs_stream
#define nnx_rngs_next_key nnx_dl->rngs_next_key
#define nnx_rngs_next_key_value nnx_dl->rngs_next_key_value
#define nnx_rngs_fork nnx_dl->rngs_fork
#define nnx_rngs_split nnx_dl->rngs_split
#define nnx_rng_stream_new nnx_dl->rng_stream_new
#define nnx_rng_stream_init nnx_dl->rng_stream_init
#define nnx_rng_stream_fork nnx_dl->rng_stream_fork
#define nnx_rng_stream_split nnx_dl->rng_stream_split
#define nnx_node_reseed nnx_dl->node_reseed
#define nnx_value_activation nnx_dl->value_activation
#define nnx_value_activation_with nnx_dl->value_activation_with
#define nnx_value_glu nnx_dl->value_glu
#define nnx_value_standardize nnx_dl->value_standardize
#define nnx_batch_norm_new nnx_dl->batch_norm_new
#define nnx_batch_norm_init nnx_dl->batch_norm_init
#define nnx_batch_norm_call nnx_dl->batch_norm_call
#define nnx_dropout_new nnx_dl->dropout_new
#define nnx_dropout_init nnx_dl->dropout_init
#define nnx_dropout_call nnx_dl->dropout_call
#define nnx_initializer_new nnx_dl->initializer_new
#define nnx_initializer_make nnx_dl->initializer_make
#define nnx_linear_new nnx_dl->linear_new
#define nnx_linear_init nnx_dl->linear_init
#define nnx_linear_call nnx_dl->linear_call
#define nnx_loss_squared_error nnx_dl->loss_squared_error
#define nnx_loss_l2 nnx_dl->loss_l2
#define nnx_loss_softmax_cross_entropy nnx_dl->loss_softmax_cross_entropy
#define nnx_loss_softmax_cross_entropy_with_integer_labels nnx_dl->loss_softmax_cross_entropy_with_integer_labels
#define nnx_loss_sigmoid_binary_cross_entropy nnx_dl->loss_sigmoid_binary_cross_entropy
#define nnx_trace_id nnx_dl->trace_id
#define nnx_results_step_id nnx_dl->results_step_id
#define nnx_results_num_tensors nnx_dl->results_num_tensors
#define nnx_results_tensor nnx_dl->results_tensor
#define nnx_results_num_states nnx_dl->results_num_states
#define nnx_results_state nnx_dl->results_state
#define nnx_results_retain nnx_dl->results_retain
#define nnx_results_release nnx_dl->results_release
#define nnx_step_from_program nnx_dl->step_from_program
#define nnx_step_id nnx_dl->step_id
#define nnx_step_program nnx_dl->step_program
#define nnx_step_graphdef nnx_dl->step_graphdef
#define nnx_step_out_graphdef nnx_dl->step_out_graphdef
#define nnx_step_run nnx_dl->step_run
#define nnx_step_retain nnx_dl->step_retain
#define nnx_step_release nnx_dl->step_release
#define nnx_jit_new nnx_dl->jit_new
#define nnx_jit_call nnx_dl->jit_call
#define nnx_jit_step nnx_dl->jit_step
#define nnx_jit_num_steps nnx_dl->jit_num_steps
#define nnx_jit_retain nnx_dl->jit_retain
#define nnx_jit_release nnx_dl->jit_release
#define nnx_session_new nnx_dl->session_new
#define nnx_session_from_states nnx_dl->session_from_states
#define nnx_session_run nnx_dl->session_run
#define nnx_session_run_many nnx_dl->session_run_many
#define nnx_session_evaluate nnx_dl->session_evaluate
#define nnx_session_graphdef nnx_dl->session_graphdef
#define nnx_session_state nnx_dl->session_state
#define nnx_session_set_state nnx_dl->session_set_state
#define nnx_session_read nnx_dl->session_read
#define nnx_session_write nnx_dl->session_write
#define nnx_session_update nnx_dl->session_update
#define nnx_session_bind_input nnx_dl->session_bind_input
#define nnx_session_bind_output nnx_dl->session_bind_output
#define nnx_session_size nnx_dl->session_size
#define nnx_session_layout nnx_dl->session_layout
#define nnx_session_use_memory nnx_dl->session_use_memory
#define nnx_session_report nnx_dl->session_report
#define nnx_session_retain nnx_dl->session_retain
#define nnx_session_release nnx_dl->session_release
#define nnx_optim_schedule_value nnx_dl->optim_schedule_value
#define nnx_random_split_value nnx_dl->random_split_value
#define nnx_random_fold_in_value nnx_dl->random_fold_in_value
#define nnx_random_bits_value nnx_dl->random_bits_value
#define nnx_random_uniform_value nnx_dl->random_uniform_value
#define nnx_random_normal_value nnx_dl->random_normal_value
#define nnx_random_truncated_normal_value nnx_dl->random_truncated_normal_value
#define nnx_random_bernoulli_value nnx_dl->random_bernoulli_value
#define nnx_random_bernoulli_of_value nnx_dl->random_bernoulli_of_value
#define nnx_random_randint_value nnx_dl->random_randint_value
#define nnx_random_categorical_value nnx_dl->random_categorical_value
#define nnx_random_permutation_value nnx_dl->random_permutation_value
#define nnx_random_permutation_of_value nnx_dl->random_permutation_of_value
#define nnx_bundle_of_objects nnx_dl->bundle_of_objects
#define nnx_bundle_new nnx_dl->bundle_new
#define nnx_bundle_add_step nnx_dl->bundle_add_step
#define nnx_bundle_add_jit nnx_dl->bundle_add_jit
#define nnx_bundle_set_metadata nnx_dl->bundle_set_metadata
#define nnx_bundle_save nnx_dl->bundle_save
#define nnx_bundle_open nnx_dl->bundle_open
#define nnx_bundle_graphdef nnx_dl->bundle_graphdef
#define nnx_bundle_state nnx_dl->bundle_state
#define nnx_bundle_programs nnx_dl->bundle_programs
#define nnx_bundle_metadata nnx_dl->bundle_metadata
#define nnx_bundle_program nnx_dl->bundle_program
#define nnx_bundle_step nnx_dl->bundle_step
#define nnx_bundle_jit nnx_dl->bundle_jit
#define nnx_bundle_text nnx_dl->bundle_text
#define nnx_bundle_load_into nnx_dl->bundle_load_into
#define nnx_bundle_fit nnx_dl->bundle_fit
#define nnx_bundle_retain nnx_dl->bundle_retain
#define nnx_bundle_release nnx_dl->bundle_release
#define nnx_step_plan nnx_dl->step_plan
#define nnx_step_report nnx_dl->step_report
#define nnx_step_source nnx_dl->step_source

#endif
