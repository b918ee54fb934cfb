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
    do {                                                                                                               \
        type *again = NULL;                                                                                            \
        MUST(type##_retain(good[TYPE], &again));                                                                       \
        stale[TYPE] = again;                                                                                           \
        MUST(type##_release(again));                                                                                   \
    } while (0)

void fixture_make(void) {
    nnx_bytes *bytes = NULL;
    nnx_error *error = NULL;
    nnx_tensor *tensor = NULL;
    MUST(nnx_bytes_new("text", 4, &bytes));
    if (nnx_bytes_new("text", 4, NULL) == NNX_OK) exit(1);
    MUST(nnx_error_take(&error));
    MUST(nnx_tensor_new(NNX_DTYPE_BOOL, NULL, 0, NULL, 0, &tensor));
    good[NNX_BYTES] = bytes;
    good[NNX_ERROR] = error;
    good[NNX_TENSOR] = tensor;
    STALE(NNX_BYTES, nnx_bytes);
    STALE(NNX_ERROR, nnx_error);
    STALE(NNX_TENSOR, nnx_tensor);
}

void fixture_release(void) {
    MUST(nnx_bytes_release(good[NNX_BYTES]));
    MUST(nnx_error_release(good[NNX_ERROR]));
    MUST(nnx_tensor_release(good[NNX_TENSOR]));
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
