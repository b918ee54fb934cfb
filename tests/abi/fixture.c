#include "misuse.h"

/* DLPack's structs, as far as a producer's are looked into. */
struct DLManagedTensor {
    unsigned char tensor[48];
    void *manager_ctx;
    void (*deleter)(struct DLManagedTensor *self);
};

struct DLManagedTensorVersioned {
    uint32_t major, minor;
    void *manager_ctx;
    void (*deleter)(struct DLManagedTensorVersioned *self);
};

static void *good[HANDLE_TYPES], *stale[HANDLE_TYPES];

static void must(nnx_status status, const char *call) {
    if (status == NNX_OK) return;
    printf("FAILED: the fixture's %s: %s: %s\n", call, nnx_status_name(status), nnx_last_error_message());
    exit(1);
}

#define MUST(call) must(call, #call)

/* Makes a handle that was released. */
#define STALE(TYPE, type)                                                                                              \
    {                                                                                                                  \
        type *again = NULL;                                                                                            \
        MUST(type##_retain(good[TYPE], &again));                                                                       \
        stale[TYPE] = again;                                                                                           \
        MUST(type##_release(again));                                                                                   \
    }

/* Every handle type with its number. */
#define EACH_TYPE(X)                                                                                                   \
    X(NNX_BYTES, nnx_bytes)                                                                                            \
    X(NNX_ERROR, nnx_error)                                                                                            \
    X(NNX_TENSOR, nnx_tensor)                                                                                          \
    X(NNX_STATIC, nnx_static)                                                                                          \
    X(NNX_OPAQUE, nnx_opaque)                                                                                          \
    X(NNX_GRAPH, nnx_graph)                                                                                            \
    X(NNX_NODE, nnx_node)                                                                                              \
    X(NNX_FILTER, nnx_filter)                                                                                          \
    X(NNX_GRAPHDEF, nnx_graphdef)                                                                                      \
    X(NNX_STATE, nnx_state)                                                                                            \
    X(NNX_REPORT, nnx_report)                                                                                          \
    X(NNX_PROGRAM, nnx_program)                                                                                        \
    X(NNX_STEP, nnx_step)                                                                                              \
    X(NNX_JIT, nnx_jit)                                                                                                \
    X(NNX_RESULTS, nnx_results)                                                                                        \
    X(NNX_SESSION, nnx_session)                                                                                        \
    X(NNX_BUNDLE, nnx_bundle)

/* Traced as a step: gives nothing. */
static nnx_status trace_nothing(void *user_data, nnx_trace *trace) {
    (void)user_data, (void)trace;
    return NNX_OK;
}

/* An object with one Variable, and what there is beside it. */
void fixture_make(void) {
    nnx_bytes *bytes = NULL;
    nnx_error *error = NULL;
    nnx_tensor *tensor = NULL;
    nnx_static *value = NULL;
    nnx_opaque *opaque = NULL;
    nnx_graph *graph = NULL;
    nnx_node *node = NULL, *variable = NULL;
    nnx_filter *filter = NULL;
    nnx_graphdef *graphdef = NULL;
    nnx_state *state = NULL;
    nnx_report *report = NULL;
    nnx_program *program = NULL;
    nnx_step *step = NULL;
    nnx_jit *jit = NULL;
    nnx_results *results = NULL;
    nnx_session *session = NULL;
    nnx_bundle *bundle = NULL;
    MUST(nnx_bytes_new("text", 4, &bytes));
    if (nnx_bytes_new("text", 4, NULL) == NNX_OK) exit(1);
    MUST(nnx_error_take(&error));
    MUST(nnx_tensor_new(NNX_DTYPE_BOOL, NULL, 0, NULL, 0, &tensor));
    MUST(nnx_static_new_int(1, &value));
    MUST(nnx_opaque_new(NNX_STR("fixture"), NULL, 0, NULL, NULL, &opaque));
    MUST(nnx_graph_new(&graph));
    MUST(nnx_object_new(graph, NNX_STR("Fixture"), &node));
    MUST(nnx_variable_new(graph, NNX_STR("Param"), tensor, &variable));
    MUST(nnx_node_set_node(node, NNX_STR("kernel"), variable));
    MUST(nnx_node_release(variable));
    MUST(nnx_filter_of_type(NNX_STR("Param"), &filter));
    MUST(nnx_node_split(node, NULL, 0, &graphdef, &state));
    MUST(nnx_node_iter(node, &report));
    /* Named x, as every text of the tests is. */
    MUST(nnx_program_parse(NNX_STR("func.func @x(%0: tensor<i1>) -> tensor<i1> { return %0 : tensor<i1> }"), &program));
    MUST(nnx_jit_new(trace_nothing, NULL, NULL, NULL, &jit));
    MUST(nnx_jit_call(jit, NULL, 0, NULL, 0, NULL, 0, &results));
    const nnx_node *objects[1] = {node};
    MUST(nnx_jit_step(jit, objects, 1, NULL, 0, NULL, 0, &step));
    MUST(nnx_session_new(objects, 1, NULL, &session));
    MUST(nnx_bundle_of_objects(objects, 1, &bundle));
    good[NNX_BYTES] = bytes;
    good[NNX_ERROR] = error;
    good[NNX_TENSOR] = tensor;
    good[NNX_STATIC] = value;
    good[NNX_OPAQUE] = opaque;
    good[NNX_GRAPH] = graph;
    good[NNX_NODE] = node;
    good[NNX_FILTER] = filter;
    good[NNX_GRAPHDEF] = graphdef;
    good[NNX_STATE] = state;
    good[NNX_REPORT] = report;
    good[NNX_PROGRAM] = program;
    good[NNX_STEP] = step;
    good[NNX_JIT] = jit;
    good[NNX_RESULTS] = results;
    good[NNX_SESSION] = session;
    good[NNX_BUNDLE] = bundle;
    EACH_TYPE(STALE)
}

#define RELEASE(TYPE, type) MUST(type##_release(good[TYPE]));

void fixture_release(void) { EACH_TYPE(RELEASE) }

/* Keeps a trace and a value of it. */
static nnx_status keep(void **kept, nnx_trace *trace) {
    nnx_value *value = NULL;
    nnx_status status = nnx_trace_full(trace, NNX_DTYPE_F32, NULL, 0, 1.0, &value);
    kept[NNX_TRACE] = trace;
    kept[NNX_VALUE] = value;
    return status;
}

static nnx_status trace_stale(void *user_data, nnx_trace *trace) {
    (void)user_data;
    return keep(stale, trace);
}

static void (*traced_run)(void);

static nnx_status trace_run(void *user_data, nnx_trace *trace) {
    nnx_status status = keep(good, trace);
    (void)user_data;
    if (status == NNX_OK) traced_run();
    return status;
}

void fixture_trace(void (*run)(void)) {
    nnx_program *program = NULL;
    MUST(nnx_trace_program(trace_stale, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, 0, &program));
    MUST(nnx_program_release(program));
    traced_run = run;
    MUST(nnx_trace_program(trace_run, NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, 0, &program));
    MUST(nnx_program_release(program));
}

void *fixture_handle(enum handle_type type) { return good[type]; }

void *fixture_stale(enum handle_type type) { return stale[type]; }

struct DLManagedTensor *fixture_DLManagedTensor(void) {
    struct DLManagedTensor *managed = NULL;
    MUST(nnx_tensor_to_dlpack_legacy(good[NNX_TENSOR], NULL, &managed));
    return managed;
}

struct DLManagedTensorVersioned *fixture_DLManagedTensorVersioned(void) {
    struct DLManagedTensorVersioned *managed = NULL;
    MUST(nnx_tensor_to_dlpack(good[NNX_TENSOR], NULL, &managed));
    return managed;
}

void fixture_release_DLManagedTensor(struct DLManagedTensor *managed) { managed->deleter(managed); }

void fixture_release_DLManagedTensorVersioned(struct DLManagedTensorVersioned *managed) { managed->deleter(managed); }
