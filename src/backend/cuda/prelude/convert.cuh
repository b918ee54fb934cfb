// The same number as another type: integers wrap, a number with a fraction loses it and saturates, a NaN is 0, anything
// but 0 is true.

namespace nnx {

// From an integer or a float to what the language converts as we do.
template <class To, class From> struct conversion {
    NNX_FUNCTION static To of(From x) { return (To)x; }
};

// From a float to an integer.
template <class To, class From> struct saturated {
    NNX_FUNCTION static To of(From x) {
        const bool is_signed = To(~To(0)) < To(0);
        const int bits = 8 * (int)sizeof(To) - (is_signed ? 1 : 0);
        const To largest = is_signed ? (To)(((unsigned long long)1 << bits) - 1) : (To)~To(0);
        // Twice half of it, as 2 to the power of 64 has no integer.
        const From end = From(2) * (From)((unsigned long long)1 << (bits - 1));
        if (!(x == x)) return To(0);
        if (x >= end) return largest;
        if (x <= (is_signed ? -end : From(0))) return is_signed ? (To)(-largest - 1) : To(0);
        return (To)x;
    }
};
#define NNX_TO_INTEGER(To)                                                                                     \
    template <> struct conversion<To, float> : saturated<To, float> {};                                        \
    template <> struct conversion<To, double> : saturated<To, double> {};
NNX_TO_INTEGER(signed char) NNX_TO_INTEGER(unsigned char) NNX_TO_INTEGER(short) NNX_TO_INTEGER(unsigned short)
NNX_TO_INTEGER(int) NNX_TO_INTEGER(unsigned) NNX_TO_INTEGER(long long) NNX_TO_INTEGER(unsigned long long)
#undef NNX_TO_INTEGER

template <class From> struct conversion<bool, From> {
    NNX_FUNCTION static bool of(From x) { return x != From(0); }
};

// A double that rounds to a narrower type as the integer itself does: what does not fit leaves an odd mantissa.
NNX_FUNCTION double odd(bool is_negative, unsigned long long magnitude) {
    const int length = 64 - (int)count_leading_zeros(magnitude), excess = length > 53 ? length - 53 : 0;
    unsigned long long kept = magnitude >> excess;
    if (kept << excess != magnitude) kept |= 1;
    const double value = (double)(kept << excess);
    return is_negative ? -value : value;
}
NNX_FUNCTION double exactly(long long x) {
    return odd(x < 0, x < 0 ? 0ull - (unsigned long long)x : (unsigned long long)x);
}
NNX_FUNCTION double exactly(unsigned long long x) { return odd(false, x); }

#define NNX_HALF(T)                                                                                            \
    template <class From> struct conversion<T, From> {                                                         \
        NNX_FUNCTION static T of(From x) { T to; round_to(to, (double)x); return to; }                           \
    };                                                                                                         \
    template <> struct conversion<T, long long> {                                                              \
        NNX_FUNCTION static T of(long long x) { T to; round_to(to, exactly(x)); return to; }                     \
    };                                                                                                         \
    template <> struct conversion<T, unsigned long long> {                                                     \
        NNX_FUNCTION static T of(unsigned long long x) { T to; round_to(to, exactly(x)); return to; }            \
    };                                                                                                         \
    template <class To> struct conversion<To, T> {                                                             \
        NNX_FUNCTION static To of(T x) { return conversion<To, float>::of(widened(x)); }                         \
    };                                                                                                         \
    template <> struct conversion<T, T> { NNX_FUNCTION static T of(T x) { return x; } };                         \
    template <> struct conversion<bool, T> { NNX_FUNCTION static bool of(T x) { return widened(x) != 0.0f; } };
NNX_HALF(f16)
NNX_HALF(bf16)
#undef NNX_HALF
template <> struct conversion<f16, bf16> { NNX_FUNCTION static f16 of(bf16 x) { f16 to; round_to(to, widened(x)); return to; } };
template <> struct conversion<bf16, f16> { NNX_FUNCTION static bf16 of(f16 x) { bf16 to; round_to(to, widened(x)); return to; } };
template <> struct conversion<f16, bool> { NNX_FUNCTION static f16 of(bool x) { f16 to; round_to(to, x ? 1.0f : 0.0f); return to; } };
template <> struct conversion<bf16, bool> { NNX_FUNCTION static bf16 of(bool x) { bf16 to; round_to(to, x ? 1.0f : 0.0f); return to; } };

template <class To, class From> NNX_FUNCTION To convert(From x) { return conversion<To, From>::of(x); }

} // namespace nnx
