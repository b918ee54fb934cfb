/* Linked or loaded, against an installed libnnx: its version is that of the header, and it does something. */
#ifdef LOADED
#define NNX_DL_IMPLEMENTATION
#include <nnx_dl.h>
#else
#include <nnx.h>
#endif

#include <stdio.h>

int main(int count, char **arguments) {
    nnx_tensor *tensor = NULL;
    nnx_bytes *text = NULL;
    nnx_str view;
    uint32_t major = 9, minor = 9, patch = 9;
    const float values[2] = {1, 2};
    const int64_t shape[1] = {2};
#ifdef LOADED
    char error[256];
    if (nnx_dl_open(count > 1 ? arguments[1] : NULL, error, sizeof error) != NNX_OK) {
        printf("%s\n", error);
        return 1;
    }
#else
    (void)count, (void)arguments;
#endif
    if (nnx_version(&major, &minor, &patch) != NNX_OK) return 2;
    if (major != NNX_VERSION_MAJOR || minor != NNX_VERSION_MINOR || patch != NNX_VERSION_PATCH) return 3;
    if (nnx_tensor_new(NNX_DTYPE_F32, shape, 1, values, sizeof values, &tensor) != NNX_OK) return 4;
    if (nnx_tensor_text(tensor, &text) != NNX_OK || nnx_bytes_data(text, &view) != NNX_OK || !view.size) return 5;
    if (nnx_bytes_release(text) != NNX_OK || nnx_tensor_release(tensor) != NNX_OK) return 6;
    return 0;
}
