// Half-wide floats: each operation is that of float, rounded; what float has no formula for is that of double, rounded
// once.

namespace nnx {

// The bits of a float type, MANTISSA of them after the point, rounded to those of a narrower one, ties to even.
template <int MANTISSA, int BIAS, int TO_MANTISSA, int TO_BIAS, class U> NNX_FUNCTION unsigned short narrowed(U bits) {
    const int width = 8 * (int)sizeof(U), cut = MANTISSA - TO_MANTISSA;
    const int largest = (1 << (width - 1 - MANTISSA)) - 1;
    const unsigned sign = (unsigned)(bits >> (width - 1)) << 15;
    const unsigned infinity = (2u * TO_BIAS + 1u) << TO_MANTISSA;
    const int exponent = (int)(bits >> MANTISSA) & largest;
    const U fraction = bits & (((U)1 << MANTISSA) - 1);
    if (exponent == largest) {
        const unsigned quiet = 1u << (TO_MANTISSA - 1) | (unsigned)(fraction >> cut);
        return (unsigned short)(sign | infinity | (fraction ? quiet : 0u));
    }
    // A denormal number has the least exponent, and no leading one.
    const int to = (exponent ? exponent : 1) - BIAS + TO_BIAS;
    const U whole = exponent ? fraction | (U)1 << MANTISSA : fraction;
    if (to > 2 * TO_BIAS) return (unsigned short)(sign | infinity);
    const int lost = to > 0 ? cut : cut + 1 - to;
    if (lost > MANTISSA + 1) return (unsigned short)sign;
    const U kept = whole >> lost, rest = whole & (((U)1 << lost) - 1), tie = (U)1 << (lost - 1);
    const unsigned up = rest > tie || (rest == tie && (kept & 1)) ? 1u : 0u;
    // A leading one adds to the exponent, and so may the carry.
    const unsigned base = to > 0 ? (unsigned)(to - 1) << TO_MANTISSA : 0u;
    return (unsigned short)(sign | (base + (unsigned)kept + up));
}

NNX_FUNCTION void round_to(f16 &to, float x) { to.bits = narrowed<23, 127, 10, 15>(bits_as<unsigned>(x)); }
NNX_FUNCTION void round_to(f16 &to, double x) { to.bits = narrowed<52, 1023, 10, 15>(bits_as<unsigned long long>(x)); }
NNX_FUNCTION void round_to(bf16 &to, float x) { to.bits = narrowed<23, 127, 7, 127>(bits_as<unsigned>(x)); }
NNX_FUNCTION void round_to(bf16 &to, double x) { to.bits = narrowed<52, 1023, 7, 127>(bits_as<unsigned long long>(x)); }

NNX_FUNCTION float widened(bf16 x) { return bits_as<float>((unsigned)x.bits << 16); }
NNX_FUNCTION float widened(f16 x) {
    const unsigned sign = (unsigned)(x.bits >> 15) << 31, exponent = x.bits >> 10 & 31u, fraction = x.bits & 1023u;
    if (exponent == 31u) return bits_as<float>(sign | 0x7f800000u | fraction << 13 | (fraction ? 0x00400000u : 0u));
    // A denormal number is its fraction in units of 2^-24.
    if (exponent == 0u) return with_sign(multiply((float)fraction, 5.9604644775390625e-8f), bits_as<float>(sign));
    return bits_as<float>(sign | (exponent + 112u) << 23 | fraction << 13);
}

#define NNX_HALF_1(T, name)                                                                                    \
    NNX_FUNCTION T name(T x) { T to; round_to(to, name(widened(x))); return to; }
#define NNX_HALF_2(T, name)                                                                                    \
    NNX_FUNCTION T name(T x, T y) { T to; round_to(to, name(widened(x), widened(y))); return to; }
#define NNX_HALF_1_IN_DOUBLE(T, name)                                                                          \
    NNX_FUNCTION T name(T x) { T to; round_to(to, name((double)widened(x))); return to; }
#define NNX_HALF_2_IN_DOUBLE(T, name)                                                                          \
    NNX_FUNCTION T name(T x, T y) { T to; round_to(to, name((double)widened(x), (double)widened(y))); return to; }
#define NNX_HALF_COMPARISON(T, symbol)                                                                         \
    NNX_FUNCTION bool operator symbol(T x, T y) { return widened(x) symbol widened(y); }
#define NNX_HALF(T)                                                                                            \
    NNX_HALF_2(T, add) NNX_HALF_2(T, subtract) NNX_HALF_2(T, multiply) NNX_HALF_2(T, divide)                   \
    NNX_HALF_2(T, remainder) NNX_HALF_2(T, maximum) NNX_HALF_2(T, minimum)                                     \
    NNX_HALF_1(T, negate) NNX_HALF_1(T, absolute) NNX_HALF_1(T, sign)                                          \
    NNX_HALF_1(T, exponential) NNX_HALF_1(T, logarithm) NNX_HALF_1(T, hyperbolic_tangent)                      \
    NNX_HALF_1(T, logistic) NNX_HALF_1(T, square_root) NNX_HALF_1(T, reciprocal_square_root)                   \
    NNX_HALF_1(T, round_down) NNX_HALF_1(T, round_up) NNX_HALF_1(T, round_to_even)                             \
    NNX_HALF_1_IN_DOUBLE(T, cube_root) NNX_HALF_1_IN_DOUBLE(T, cosine)                                         \
    NNX_HALF_1_IN_DOUBLE(T, exponential_minus_one) NNX_HALF_1_IN_DOUBLE(T, log_plus_one)                       \
    NNX_HALF_1_IN_DOUBLE(T, round_away) NNX_HALF_1_IN_DOUBLE(T, sine) NNX_HALF_1_IN_DOUBLE(T, tangent)         \
    NNX_HALF_1_IN_DOUBLE(T, error_function) NNX_HALF_1_IN_DOUBLE(T, error_complement)                          \
    NNX_HALF_1_IN_DOUBLE(T, error_inverse) NNX_HALF_1_IN_DOUBLE(T, arc_cosine)                                 \
    NNX_HALF_1_IN_DOUBLE(T, arc_sine) NNX_HALF_1_IN_DOUBLE(T, arc_tangent)                                     \
    NNX_HALF_1_IN_DOUBLE(T, area_cosine) NNX_HALF_1_IN_DOUBLE(T, area_sine)                                    \
    NNX_HALF_1_IN_DOUBLE(T, area_tangent) NNX_HALF_1_IN_DOUBLE(T, hyperbolic_cosine)                           \
    NNX_HALF_1_IN_DOUBLE(T, hyperbolic_sine)                                                                   \
    NNX_HALF_1_IN_DOUBLE(T, log_gamma) NNX_HALF_1_IN_DOUBLE(T, digamma) NNX_HALF_1_IN_DOUBLE(T, bessel_i1e)    \
    NNX_HALF_2_IN_DOUBLE(T, zeta) NNX_HALF_2_IN_DOUBLE(T, polygamma)                                           \
    NNX_HALF_2_IN_DOUBLE(T, power) NNX_HALF_2_IN_DOUBLE(T, arc_tangent)                                        \
    NNX_HALF_COMPARISON(T, ==) NNX_HALF_COMPARISON(T, !=) NNX_HALF_COMPARISON(T, <)                            \
    NNX_HALF_COMPARISON(T, <=) NNX_HALF_COMPARISON(T, >) NNX_HALF_COMPARISON(T, >=)                            \
    NNX_FUNCTION bool is_finite(T x) { return is_finite(widened(x)); }

NNX_HALF(f16)
NNX_HALF(bf16)
#undef NNX_HALF
#undef NNX_HALF_1
#undef NNX_HALF_2
#undef NNX_HALF_1_IN_DOUBLE
#undef NNX_HALF_2_IN_DOUBLE
#undef NNX_HALF_COMPARISON

} // namespace nnx
