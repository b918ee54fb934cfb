/* Prints what the library found of CUDA, for tests/abi/run to compare. */
#include <stdio.h>

#include "nnx.h"

int main(void) {
    nnx_cuda_info info = NNX_CUDA_INFO_INIT;
    int32_t index;
    if (nnx_cuda_probe(&info) != NNX_OK) return 1;
    printf("present=%d version=%d devices=%d reason=[%s]", info.present, info.driver_version, info.device_count, nnx_cuda_reason());
    for (index = 0; index < info.device_count; index++) {
        nnx_bytes *name = NULL;
        nnx_str view;
        if (nnx_cuda_device_name(index, &name) != NNX_OK || nnx_bytes_data(name, &view) != NNX_OK) return 1;
        printf(" [%s]", view.data);
        if (nnx_bytes_release(name) != NNX_OK) return 1;
    }
    {
        nnx_bytes *name = NULL;
        if (nnx_cuda_device_name(info.device_count, &name) != NNX_STATUS_NOT_FOUND || name) return 1;
        if (nnx_cuda_device_name(-1, &name) != NNX_STATUS_NOT_FOUND || name) return 1;
    }
    putchar('\n');
    return 0;
}
