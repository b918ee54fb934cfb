// A phase computes its items in any order, and all at once. A stage is phases whose items do not wait for each other.

namespace nnx {

#if defined(__CUDACC__)
// The first item of this thread among those of the whole grid, and how many threads there are.
NNX_FUNCTION unsigned long long first_item() { return (unsigned long long)blockIdx.x * blockDim.x + threadIdx.x; }
NNX_FUNCTION unsigned long long num_threads() { return (unsigned long long)gridDim.x * blockDim.x; }
#else
// What a host needs to run a phase: stage after stage, items in any order. The iterations of the loops around are counted
// modulo 2, each in a bit of `turns`.
struct phase {
    void (*run)(unsigned long long item, void *const *buffers, unsigned turns);
    unsigned long long items;
    unsigned stage;
};
#endif

} // namespace nnx
