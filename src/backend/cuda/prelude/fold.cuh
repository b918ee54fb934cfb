// Operations that combine two elements, and the 32 lanes of a run combined pairwise.

namespace nnx {

#define NNX_COMBINE(Name, function)                                                                            \
    struct Name { template <class T> NNX_FUNCTION static T of(T x, T y) { return function(x, y); } };
NNX_COMBINE(Add, add)
NNX_COMBINE(Multiply, multiply)
NNX_COMBINE(Maximum, maximum)
NNX_COMBINE(Minimum, minimum)
NNX_COMBINE(And, bit_and)
NNX_COMBINE(Or, bit_or)
NNX_COMBINE(Xor, bit_xor)
#undef NNX_COMBINE

template <class Combine, int WIDTH> struct lanes {
    template <class T> NNX_FUNCTION static T of(const T *first) {
        return Combine::of(lanes<Combine, 2 * WIDTH>::of(first), lanes<Combine, 2 * WIDTH>::of(first + WIDTH));
    }
};
template <class Combine> struct lanes<Combine, 32> {
    template <class T> NNX_FUNCTION static T of(const T *first) { return *first; }
};

template <class Combine, class T> NNX_FUNCTION T pairwise(const T *first) { return lanes<Combine, 1>::of(first); }

} // namespace nnx
