// Runs the phases of a plan on the host: stage after stage, in the order of the plan, the items of all phases of a stage in
// one shuffled order. What should have waited for something finds the bytes from before.

#include <stdlib.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace {

// Denormal numbers are zeros while it lives, as in the plans of the CPU.
struct flush_to_zero {
#if defined(__SSE2__)
    unsigned before = _mm_getcsr();
    flush_to_zero() { _mm_setcsr(0x1f80u | 0x8000u | 0x0040u); }
    ~flush_to_zero() { _mm_setcsr(before); }
#elif defined(__aarch64__)
    unsigned long before;
    flush_to_zero() {
        unsigned long flush = 1ul << 24;
        asm volatile("mrs %0, fpcr" : "=r"(before));
        asm volatile("msr fpcr, %0" : : "r"(flush));
    }
    ~flush_to_zero() { asm volatile("msr fpcr, %0" : : "r"(before)); }
#endif
};

struct task {
    const nnx::phase *phase;
    unsigned long long item;
};

// Runs stages; `is_complete` is whether there was memory for the tasks of each.
struct shuffled {
    const nnx::phase *phases;
    unsigned long long seed;
    bool is_complete;

    void operator()(void *const *buffers, unsigned stage, unsigned turns) {
        const nnx::phase *begin = phases;
        while (begin->run && begin->stage != stage) ++begin;
        const nnx::phase *end = begin;
        unsigned long long count = 0;
        for (; end->run && end->stage == stage; ++end) count += end->items;
        task *tasks = (task *)malloc((size_t)count * sizeof(task));
        if (!tasks) {
            is_complete = false;
            return;
        }
        unsigned long long place = 0;
        for (const nnx::phase *phase = begin; phase != end; ++phase)
            for (unsigned long long item = 0; item < phase->items; ++item) tasks[place++] = task{phase, item};
        for (unsigned long long left = count; left > 1; --left) {
            seed = seed * 6364136223846793005ull + 1442695040888963407ull;
            const unsigned long long other = (seed >> 33) % left;
            const task last = tasks[left - 1];
            tasks[left - 1] = tasks[other];
            tasks[other] = last;
        }
        for (place = 0; place < count; ++place) tasks[place].phase->run(tasks[place].item, buffers, turns);
        free(tasks);
    }
};

} // namespace
