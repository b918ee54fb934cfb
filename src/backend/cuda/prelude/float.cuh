// Arithmetic of float and double, each operation rounded once, to nearest. No compiler makes one operation of two.

namespace nnx {

#if defined(__CUDACC__)
NNX_FUNCTION float add(float x, float y) { return __fadd_rn(x, y); }
NNX_FUNCTION float subtract(float x, float y) { return __fsub_rn(x, y); }
NNX_FUNCTION float multiply(float x, float y) { return __fmul_rn(x, y); }
NNX_FUNCTION float divide(float x, float y) { return __fdiv_rn(x, y); }
NNX_FUNCTION float multiply_add(float x, float y, float sum) { return __fmaf_rn(x, y, sum); }
NNX_FUNCTION float square_root(float x) { return __fsqrt_rn(x); }
NNX_FUNCTION double add(double x, double y) { return __dadd_rn(x, y); }
NNX_FUNCTION double subtract(double x, double y) { return __dsub_rn(x, y); }
NNX_FUNCTION double multiply(double x, double y) { return __dmul_rn(x, y); }
NNX_FUNCTION double divide(double x, double y) { return __ddiv_rn(x, y); }
NNX_FUNCTION double multiply_add(double x, double y, double sum) { return __fma_rn(x, y, sum); }
NNX_FUNCTION double square_root(double x) { return __dsqrt_rn(x); }
#else
NNX_FUNCTION float add(float x, float y) { return x + y; }
NNX_FUNCTION float subtract(float x, float y) { return x - y; }
NNX_FUNCTION float multiply(float x, float y) { return x * y; }
NNX_FUNCTION float divide(float x, float y) { return x / y; }
#if defined(NNX_TWO_ROUNDINGS)
// As the x86-64 baseline has it, which cannot multiply and add at once.
NNX_FUNCTION float multiply_add(float x, float y, float sum) { return x * y + sum; }
#else
NNX_FUNCTION float multiply_add(float x, float y, float sum) { return fmaf(x, y, sum); }
#endif
NNX_FUNCTION float square_root(float x) { return sqrtf(x); }
NNX_FUNCTION double add(double x, double y) { return x + y; }
NNX_FUNCTION double subtract(double x, double y) { return x - y; }
NNX_FUNCTION double multiply(double x, double y) { return x * y; }
NNX_FUNCTION double divide(double x, double y) { return x / y; }
NNX_FUNCTION double multiply_add(double x, double y, double sum) { return fma(x, y, sum); }
NNX_FUNCTION double square_root(double x) { return sqrt(x); }
#endif

template <class T> struct limits {};
template <> struct limits<float> {
    static const unsigned nan = 0x7fc00000u, infinity = 0x7f800000u, smallest = 0x00800000u, magnitude = 0x7fffffffu;
};
template <> struct limits<double> {
    static const unsigned long long nan = 0x7ff8000000000000ull, infinity = 0x7ff0000000000000ull,
                                    smallest = 0x0010000000000000ull, magnitude = 0x7fffffffffffffffull;
};

#define NNX_FLOAT(T, U)                                                                                        \
    NNX_FUNCTION bool is_nan(T x) { return (bits_as<U>(x) & limits<T>::magnitude) > limits<T>::infinity; }     \
    NNX_FUNCTION bool is_finite(T x) { return (bits_as<U>(x) & limits<T>::magnitude) < limits<T>::infinity; }  \
    NNX_FUNCTION T absolute(T x) { return bits_as<T>((U)(bits_as<U>(x) & limits<T>::magnitude)); }             \
    NNX_FUNCTION T negate(T x) { return bits_as<T>((U)(bits_as<U>(x) ^ ~limits<T>::magnitude)); }              \
    NNX_FUNCTION T with_sign(T x, T of) {                                                                      \
        const U sign = bits_as<U>(of) & ~limits<T>::magnitude;                                                 \
        return bits_as<T>((U)((bits_as<U>(x) & limits<T>::magnitude) | sign));                                 \
    }                                                                                                          \
    /* Zero in place of a denormal number. */                                                                  \
    NNX_FUNCTION T flushed(T x) {                                                                              \
        return (bits_as<U>(x) & limits<T>::magnitude) < limits<T>::smallest ? with_sign(T(0), x) : x;          \
    }                                                                                                          \
    /* A NaN is larger and smaller than any number, and 0 larger than -0. */                                   \
    NNX_FUNCTION T maximum(T x, T y) {                                                                         \
        const T larger = x == y ? bits_as<T>((U)(bits_as<U>(x) & bits_as<U>(y))) : x > y ? x : y;              \
        return is_nan(x) || is_nan(y) ? bits_as<T>((U)limits<T>::nan) : larger;                                \
    }                                                                                                          \
    NNX_FUNCTION T minimum(T x, T y) {                                                                         \
        const T smaller = x == y ? bits_as<T>((U)(bits_as<U>(x) | bits_as<U>(y))) : x < y ? x : y;             \
        return is_nan(x) || is_nan(y) ? bits_as<T>((U)limits<T>::nan) : smaller;                               \
    }                                                                                                          \
    NNX_FUNCTION T sign(T x) { return is_nan(x) || x == T(0) ? flushed(x) : with_sign(T(1), x); }              \
    NNX_FUNCTION T reciprocal_square_root(T x) { return divide(T(1), square_root(x)); }

NNX_FLOAT(float, unsigned)
NNX_FLOAT(double, unsigned long long)
#undef NNX_FLOAT

NNX_FUNCTION float remainder(float x, float y) { return fmodf(x, y); }
NNX_FUNCTION double remainder(double x, double y) { return fmod(x, y); }
NNX_FUNCTION float round_down(float x) { return floorf(flushed(x)); }
NNX_FUNCTION double round_down(double x) { return floor(flushed(x)); }
NNX_FUNCTION float round_up(float x) { return ceilf(flushed(x)); }
NNX_FUNCTION double round_up(double x) { return ceil(flushed(x)); }
NNX_FUNCTION float round_to_even(float x) { return rintf(x); }
NNX_FUNCTION double round_to_even(double x) { return rint(x); }

} // namespace nnx
