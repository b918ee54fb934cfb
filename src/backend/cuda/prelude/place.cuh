// Places of elements that are computed.

namespace nnx {

// An index as a place; one that is too large for it is the largest.
template <class T> NNX_FUNCTION long long index_of(T x) { return (long long)x; }
NNX_FUNCTION long long index_of(unsigned long long x) {
    return x > 0x7fffffffffffffffull ? 0x7fffffffffffffffll : (long long)x;
}

NNX_FUNCTION long long clamped(long long x, long long last) { return x < 0 ? 0 : x > last ? last : x; }

NNX_FUNCTION bool is_within(long long x, long long extent) { return x >= 0 && x < extent; }

// A sum that stays outside where it is too large.
NNX_FUNCTION long long moved(long long start, long long by) {
    return start > 0x7fffffffffffffffll - by ? 0x7fffffffffffffffll : start + by;
}

// Which element stands at a place of a padded array with so many steps between neighbours; -1 for none.
NNX_FUNCTION long long unpadded(long long at, long long low, long long step, long long extent) {
    const long long place = at - low;
    return place >= 0 && place % step == 0 && place / step < extent ? place / step : -1;
}

// A number that orders elements totally: -NaN, -infinity, …, -0, 0, …, infinity, NaN.
NNX_FUNCTION int ordered(float x) {
    const int bits = bits_as<int>(x);
    return bits < 0 ? bits ^ 0x7fffffff : bits;
}
NNX_FUNCTION long long ordered(double x) {
    const long long bits = bits_as<long long>(x);
    return bits < 0 ? bits ^ 0x7fffffffffffffffll : bits;
}
NNX_FUNCTION int ordered(f16 x) { return x.bits & 0x8000 ? -(int)(x.bits & 0x7fff) - 1 : (int)x.bits; }
NNX_FUNCTION int ordered(bf16 x) { return x.bits & 0x8000 ? -(int)(x.bits & 0x7fff) - 1 : (int)x.bits; }
template <class T> NNX_FUNCTION T ordered(T x) { return x; }

} // namespace nnx
