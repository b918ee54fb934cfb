// Elements, and what is known of their types. All of this compiles with NVRTC, nvcc and, for the host, any C++17
// compiler.

#if defined(__CUDACC__)
#define NNX_FUNCTION __device__ __forceinline__
#else
#include <math.h>
#include <string.h>
#define NNX_FUNCTION inline
#endif

namespace nnx {

// Half-wide floats: their bits. They are computed with in float, and rounded after each operation.
struct f16 { unsigned short bits; };
struct bf16 { unsigned short bits; };

// The unsigned integer as wide as an element.
template <class T> struct unsigned_of {};
template <> struct unsigned_of<signed char> { typedef unsigned char type; };
template <> struct unsigned_of<unsigned char> { typedef unsigned char type; };
template <> struct unsigned_of<short> { typedef unsigned short type; };
template <> struct unsigned_of<unsigned short> { typedef unsigned short type; };
template <> struct unsigned_of<int> { typedef unsigned type; };
template <> struct unsigned_of<unsigned> { typedef unsigned type; };
template <> struct unsigned_of<long long> { typedef unsigned long long type; };
template <> struct unsigned_of<unsigned long long> { typedef unsigned long long type; };
template <> struct unsigned_of<float> { typedef unsigned type; };
template <> struct unsigned_of<double> { typedef unsigned long long type; };

// The same bits as another type of the same size.
template <class To, class From> NNX_FUNCTION To bits_as(From value) {
    static_assert(sizeof(To) == sizeof(From), "bits_as is between types of one size");
    To result;
    memcpy(&result, &value, sizeof(To));
    return result;
}

} // namespace nnx
