// What one core can do at most: prints GFLOP/s of f32 multiply-adds that wait for nothing.
//
//   c_peak [SECONDS]
//
// Built for the machine it runs on.

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#ifdef __AVX512F__
enum { LANES = 16 };
#else
enum { LANES = 8 };
#endif
enum { CHAINS = 16 };

typedef float vector __attribute__((vector_size(LANES * sizeof(float))));

// What the process worked, in seconds.
static double now(void) { return (double)clock() / CLOCKS_PER_SEC; }

int main(int argc, char **argv) {
    const double seconds = argc > 1 ? atof(argv[1]) : 0.2, began = now();
    vector sums[CHAINS] = {{0}};
    const vector factor = (vector){0} + 0.999f, term = (vector){0} + 1e-3f;
    double multiply_adds = 0;
    do {
        for (int i = 0; i < 100000; i++) {
#pragma GCC unroll 16
            for (int chain = 0; chain < CHAINS; chain++) sums[chain] = sums[chain] * factor + term;
        }
        multiply_adds += 100000.0 * CHAINS * LANES;
    } while (now() - began < seconds);
    const double rate = 2 * multiply_adds / (now() - began) * 1e-9;
    float all = 0;
    for (int chain = 0; chain < CHAINS; chain++) all += sums[chain][0];
    printf("%.1f\n", all > 0 ? rate : 0);
    return 0;
}
