// Integers wrap around. Bools are 0 and 1: their sum is `or`, their product is `and`.

namespace nnx {

// What integers are computed in: unsigned, and never promoted to int.
template <class T> struct wide_of { typedef unsigned type; };
template <> struct wide_of<long long> { typedef unsigned long long type; };
template <> struct wide_of<unsigned long long> { typedef unsigned long long type; };

template <class T> NNX_FUNCTION bool is_negative(T x) { return x < T(0); }

#define NNX_WIDE(x) (typename wide_of<T>::type)(x)
template <class T> NNX_FUNCTION T add(T x, T y) { return (T)(NNX_WIDE(x) + NNX_WIDE(y)); }
template <class T> NNX_FUNCTION T subtract(T x, T y) { return (T)(NNX_WIDE(x) - NNX_WIDE(y)); }
template <class T> NNX_FUNCTION T multiply(T x, T y) { return (T)(NNX_WIDE(x) * NNX_WIDE(y)); }
template <class T> NNX_FUNCTION T negate(T x) { return (T)(NNX_WIDE(0) - NNX_WIDE(x)); }
#undef NNX_WIDE

// All ones where there is no quotient. The one that does not fit wraps.
template <class T> NNX_FUNCTION T divide(T x, T y) {
    if (y == T(0)) return (T)~T(0);
    if (is_negative(T(~T(0))) && y == (T)~T(0)) return negate(x);
    return (T)(x / y);
}
template <class T> NNX_FUNCTION T remainder(T x, T y) {
    if (y == T(0)) return x;
    if (is_negative(T(~T(0))) && y == (T)~T(0)) return T(0);
    return (T)(x % y);
}

template <class T> NNX_FUNCTION T maximum(T x, T y) { return x > y ? x : y; }
template <class T> NNX_FUNCTION T minimum(T x, T y) { return x < y ? x : y; }
template <class T> NNX_FUNCTION T absolute(T x) { return is_negative(x) ? negate(x) : x; }
template <class T> NNX_FUNCTION T sign(T x) { return is_negative(x) ? (T)~T(0) : (T)(x != T(0)); }
template <class T> NNX_FUNCTION T multiply_add(T x, T y, T sum) { return add(multiply(x, y), sum); }
template <class T> NNX_FUNCTION T bit_and(T x, T y) { return (T)(x & y); }
template <class T> NNX_FUNCTION T bit_or(T x, T y) { return (T)(x | y); }
template <class T> NNX_FUNCTION T bit_xor(T x, T y) { return (T)(x ^ y); }
template <class T> NNX_FUNCTION T bit_not(T x) { return (T)~x; }

// A shift by as many bits as there are, or more, leaves none, or the sign.
template <class T> NNX_FUNCTION T shift_left(T x, T y) {
    typedef typename unsigned_of<T>::type U;
    return (U)y < 8 * sizeof(T) ? (T)((typename wide_of<T>::type)(U)x << (U)y) : T(0);
}
template <class T> NNX_FUNCTION T shift_right_logical(T x, T y) {
    typedef typename unsigned_of<T>::type U;
    return (U)y < 8 * sizeof(T) ? (T)((U)x >> (U)y) : T(0);
}
template <class T> NNX_FUNCTION T shift_right_arithmetic(T x, T y) {
    typedef typename unsigned_of<T>::type U;
    const U most = 8 * sizeof(T) - 1;
    const U by = (U)y < most ? (U)y : most;
    const U shifted = (U)((U)x >> by);
    const bool negative = (U)x >> most;
    return (T)(negative && by > 0 ? (U)(shifted | (U)((U)~(U)0 << (most + 1 - by))) : shifted);
}

template <class T> NNX_FUNCTION T power(T x, T y) {
    if (is_negative(y)) {
        const bool is_even = (y & T(1)) == T(0);
        if (x == T(1) || (x == (T)~T(0) && is_even)) return T(1);
        return x == (T)~T(0) ? x : T(0);
    }
    T product = T(1);
    for (T base = x; y > T(0); y = (T)(y / 2)) {
        if (y & T(1)) product = multiply(product, base);
        base = multiply(base, base);
    }
    return product;
}

template <class T> NNX_FUNCTION T population_count(T x) {
    unsigned count = 0;
    for (typename unsigned_of<T>::type left = (typename unsigned_of<T>::type)x; left; left &= left - 1) ++count;
    return (T)count;
}
template <class T> NNX_FUNCTION T count_leading_zeros(T x) {
    unsigned count = 8 * sizeof(T);
    for (typename unsigned_of<T>::type left = (typename unsigned_of<T>::type)x; left; left >>= 1) --count;
    return (T)count;
}

NNX_FUNCTION bool add(bool x, bool y) { return x || y; }
NNX_FUNCTION bool multiply(bool x, bool y) { return x && y; }
NNX_FUNCTION bool maximum(bool x, bool y) { return x || y; }
NNX_FUNCTION bool minimum(bool x, bool y) { return x && y; }
NNX_FUNCTION bool bit_and(bool x, bool y) { return x && y; }
NNX_FUNCTION bool bit_or(bool x, bool y) { return x || y; }
NNX_FUNCTION bool bit_xor(bool x, bool y) { return x != y; }
NNX_FUNCTION bool bit_not(bool x) { return !x; }
NNX_FUNCTION bool population_count(bool x) { return x; }
NNX_FUNCTION bool count_leading_zeros(bool x) { return !x; }

} // namespace nnx
