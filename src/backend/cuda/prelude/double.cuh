// Functions of float that are computed in double: the formulas that run on the CPU (`backend/cpu/double.rs`).

namespace nnx {

// A double whose arithmetic is rounded after each operation.
struct precise {
    double value;
    NNX_FUNCTION precise(double x) : value(x) {}
};
NNX_FUNCTION precise operator+(precise x, precise y) { return precise(add(x.value, y.value)); }
NNX_FUNCTION precise operator-(precise x, precise y) { return precise(subtract(x.value, y.value)); }
NNX_FUNCTION precise operator*(precise x, precise y) { return precise(multiply(x.value, y.value)); }
NNX_FUNCTION precise operator/(precise x, precise y) { return precise(divide(x.value, y.value)); }

// The coefficient of the highest power first.
template <int N> NNX_FUNCTION precise polynomial(precise x, const double (&coefficients)[N]) {
    precise value = coefficients[0];
    for (int place = 1; place < N; ++place) value = value * x + coefficients[place];
    return value;
}

// Added to and taken from a number below 2^51, it leaves the nearest integer, whose bits are the low ones of the sum.
NNX_FUNCTION precise to_integer() { return precise(6755399441055744.0); }
NNX_FUNCTION unsigned long long low_bits(precise x) { return bits_as<unsigned long long>(x.value); }
NNX_FUNCTION double not_a_number() { return bits_as<double>(limits<double>::nan); }
NNX_FUNCTION double infinite() { return bits_as<double>(limits<double>::infinity); }

// (1 + r + r * r * tail) * power is e to the power of x.
struct reduced {
    precise tail, r, power;
    static NNX_FUNCTION reduced of(double x) {
        const double factorials[] = {1.0 / 362880.0, 1.0 / 40320.0, 1.0 / 5040.0, 1.0 / 720.0,
                                     1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5};
        const double high = x < 200.0 ? x : 200.0;
        const precise inside = high > -200.0 ? high : -200.0;
        const precise shifted = inside * 1.4426950408889634 + to_integer();
        const precise n = shifted - to_integer();
        const precise r = inside - n * 0.6931471803691238 - n * 1.9082149292705877e-10;
        const double power = bits_as<double>((low_bits(shifted) + 1023ull) << 52);
        return reduced{polynomial(r, factorials), r, precise(power)};
    }
};
NNX_FUNCTION double precise_exponential(double x) {
    const reduced e = reduced::of(x);
    return ((e.tail * (e.r * e.r) + e.r + 1.0) * e.power).value;
}
NNX_FUNCTION double precise_exponential_minus_one(double x) {
    const reduced e = reduced::of(x);
    const precise value = (e.tail * (e.r * e.r) + e.r) * e.power + (e.power - 1.0);
    return x == 0.0 || is_nan(x) ? x : value.value;
}

NNX_FUNCTION double precise_logarithm(double x) {
    const double odd[] = {2.0 / 13.0, 2.0 / 11.0, 2.0 / 9.0, 2.0 / 7.0, 2.0 / 5.0, 2.0 / 3.0, 2.0};
    const unsigned long long bits = bits_as<unsigned long long>(x);
    const unsigned long long biased = (bits - 0x3fe6a09e667f3bcdull + (1023ull << 52)) >> 52;
    const precise exponent = precise(bits_as<double>(biased | 0x4330000000000000ull)) - 4503599627371519.0;
    // Between the roots of 1/2 and 2.
    const precise mantissa = bits_as<double>(bits - ((biased - 1023ull) << 52));
    const precise s = (mantissa - 1.0) / (mantissa + 1.0);
    const precise value = exponent * 0.6931471805599453 + s * polynomial(s * s, odd);
    if (x < 0.0 || is_nan(x)) return not_a_number();
    return x == 0.0 ? -infinite() : x == infinite() ? x : value.value;
}
NNX_FUNCTION double precise_log_plus_one(double x) {
    const double sum = add(1.0, x), logarithm = precise_logarithm(sum);
    const precise value = precise(logarithm) + (precise(x) - (precise(sum) - 1.0)) / sum;
    return x == 0.0 ? x : x == -1.0 || x == infinite() ? logarithm : value.value;
}

NNX_FUNCTION double precise_power(double x, double y) {
    // From here on every float is even.
    const double even = 16777216.0, base = absolute(x), size = absolute(y);
    const double value = precise_exponential(multiply(y, precise_logarithm(base)));
    const precise shifted = precise(y) + to_integer();
    const bool is_integer = size >= even || (shifted - to_integer()).value == y;
    const bool is_odd = size < even && is_integer && (low_bits(shifted) & 1);
    if (y == 0.0 || x == 1.0 || (base == 1.0 && size == infinite())) return 1.0;
    if (is_nan(x) || is_nan(y) || (x < 0.0 && base != infinite() && !is_integer)) return not_a_number();
    return is_odd ? with_sign(value, x) : value;
}

NNX_FUNCTION double precise_cube_root(double x) {
    const double root = precise_exponential(divide(precise_logarithm(absolute(x)), 3.0));
    return x == 0.0 || is_nan(x) ? x : with_sign(root, x);
}
NNX_FUNCTION double precise_hyperbolic_cosine(double x) {
    const precise grown = precise_exponential(absolute(x));
    return is_nan(x) ? x : (precise(0.5) * (grown + precise(1.0) / grown)).value;
}
NNX_FUNCTION double precise_hyperbolic_sine(double x) {
    const precise grown = precise_exponential_minus_one(absolute(x));
    return with_sign((precise(0.5) * (grown + grown / (grown + 1.0))).value, x);
}

// The sine and the cosine of what is left of an angle without whole quarters of a turn, and those in the low bits.
struct turned {
    double sine, cosine;
    unsigned long long quarters;
    static NNX_FUNCTION turned of(double x) {
        const double of_sine[] = {-1.0 / 39916800.0, 1.0 / 362880.0, -1.0 / 5040.0, 1.0 / 120.0, -1.0 / 6.0, 1.0};
        const double of_cosine[] = {1.0 / 479001600.0, -1.0 / 3628800.0, 1.0 / 40320.0, -1.0 / 720.0,
                                    1.0 / 24.0, -0.5, 1.0};
        const precise shifted = precise(x) * 0.6366197723675814 + to_integer();
        const precise quarters = shifted - to_integer();
        const precise r = precise(x) - quarters * 1.5707963267341256 - quarters * 6.077100506506192e-11;
        const precise square = r * r;
        const precise sine = r * polynomial(square, of_sine), cosine = polynomial(square, of_cosine);
        return turned{sine.value, cosine.value, low_bits(shifted)};
    }
};
NNX_FUNCTION double precise_sine(double x) {
    const turned t = turned::of(x);
    const double value = t.quarters & 1 ? t.cosine : t.sine;
    return bits_as<double>(bits_as<unsigned long long>(value) ^ (t.quarters & 2) << 62);
}
NNX_FUNCTION double precise_cosine(double x) {
    const turned t = turned::of(x);
    const double value = t.quarters & 1 ? t.sine : t.cosine;
    return bits_as<double>(bits_as<unsigned long long>(value) ^ ((t.quarters + 1) & 2) << 62);
}
NNX_FUNCTION double precise_tangent(double x) {
    const turned t = turned::of(x);
    return t.quarters & 1 ? divide(negate(t.cosine), t.sine) : divide(t.sine, t.cosine);
}

// 1 - erf of a number that is not negative.
NNX_FUNCTION double precise_complement(double x) {
    const double coefficients[] = {
        1.3816609206764544e-05, 6.006625615066762e-05, -3.089273588481781e-05, -0.0003745915877335607,
        0.000647695524925005, 0.0016212689016796952, -0.009750623104309006, 0.02195735619433706,
        -0.023803954531282093, -0.010235363615399506, 0.09902075612711513, -0.23092733354096298,
        0.716004604707108};
    const precise inside = x < 10.5 ? x : 10.5;
    const precise scaled = polynomial((inside - 3.0) / (inside + 3.0), coefficients) / (precise(1.0) + inside);
    return (precise(precise_exponential((precise(negate(inside.value)) * inside).value)) * scaled).value;
}
NNX_FUNCTION double precise_error_function(double x) {
    const double coefficients[] = {
        1.058938064107502e-06, -1.3909340021874599e-05, 0.0001195656256820733, -0.0008542637997087229,
        0.005223783477189248, -0.026866133235095593, 0.11283791308604582, -0.3761263888963531,
        1.1283791670946768};
    const double size = absolute(x);
    const precise near = precise(x) * polynomial(precise(x) * x, coefficients);
    return size < 1.0 || is_nan(x) ? near.value : with_sign(subtract(1.0, precise_complement(size)), x);
}
NNX_FUNCTION double precise_error_complement(double x) {
    const double positive = precise_complement(absolute(x));
    return is_nan(x) ? x : x < 0.0 ? subtract(2.0, positive) : positive;
}
NNX_FUNCTION precise error_inverse_near(precise w) {
    const double coefficients[] = {
        -1.2570814414523687e-11, 5.688216479117087e-12, 1.0363882341451174e-09, -4.752745619151995e-09,
        -2.895896037948332e-08, 4.2698513895053384e-07, -1.3658217507589212e-06, -1.389214124592301e-05,
        0.00018673466051691629, -0.0007406910325430195, -0.006033671032285515, 0.24015817844735166,
        1.6536545626831027};
    return polynomial(w - 3.125, coefficients);
}
NNX_FUNCTION precise error_inverse_far(precise w) {
    const double coefficients[] = {
        6.629642463381322e-05, -4.001313714401794e-05, -0.00034251927283216946, 0.0009854921161847334,
        -0.0016945605266210381, 0.0024846661420403478, -0.003750190191619098, 0.005371422353067335,
        1.005258925522856, 3.0838856043090597};
    return polynomial(precise(square_root(w.value)) - 3.25, coefficients);
}
NNX_FUNCTION double precise_error_inverse(double x) {
    const precise size = absolute(x);
    const precise w = negate(precise_logarithm(((precise(1.0) - size) * (precise(1.0) + size)).value));
    const precise value = precise(x) * (w.value < 6.25 ? error_inverse_near(w) : error_inverse_far(w));
    return size.value == 1.0 ? with_sign(infinite(), x) : value.value;
}

#define NNX_PRECISE(name) NNX_FUNCTION float name(float x) { return (float)precise_##name((double)x); }
NNX_PRECISE(cube_root)
NNX_PRECISE(error_complement)
NNX_PRECISE(error_function)
NNX_PRECISE(error_inverse)
NNX_PRECISE(exponential_minus_one)
NNX_PRECISE(hyperbolic_cosine)
NNX_PRECISE(hyperbolic_sine)
NNX_PRECISE(log_plus_one)
#undef NNX_PRECISE
NNX_FUNCTION float power(float x, float y) { return (float)precise_power((double)x, (double)y); }

// Where an angle is large, a number of quarter turns and a quarter turn have no exact product.
#define NNX_OF_ANGLE(name)                                                                                     \
    NNX_FUNCTION float name(float x) {                                                                         \
        return (float)(absolute(x) >= 1e6f ? name((double)x) : precise_##name((double)x));                     \
    }
NNX_OF_ANGLE(cosine)
NNX_OF_ANGLE(sine)
NNX_OF_ANGLE(tangent)
#undef NNX_OF_ANGLE

} // namespace nnx
