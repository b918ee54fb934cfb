// Elementary functions. Those of float are the formulas that run on the CPU, with the polynomials of the Cephes library;
// those of double are the platform's.

namespace nnx {

// A float whose arithmetic is rounded after each operation, so that formulas can be read.
struct exact {
    float value;
    NNX_FUNCTION exact(float x) : value(x) {}
};
NNX_FUNCTION exact operator+(exact x, exact y) { return exact(add(x.value, y.value)); }
NNX_FUNCTION exact operator-(exact x, exact y) { return exact(subtract(x.value, y.value)); }
NNX_FUNCTION exact operator*(exact x, exact y) { return exact(multiply(x.value, y.value)); }
NNX_FUNCTION exact operator/(exact x, exact y) { return exact(divide(x.value, y.value)); }

// The exponent is between -126 and 127.
NNX_FUNCTION float power_of_two(int exponent) { return bits_as<float>((unsigned)(exponent + 127) << 23); }

NNX_FUNCTION float exponential(float x) {
    const float to_integer = 12582912.0f;
    const float high = x < 89.0f ? x : 89.0f;
    const exact inside = high > -104.0f ? high : -104.0f;
    const exact shifted = inside * 1.44269504088896340736f + to_integer;
    const exact n = shifted - to_integer;
    const int exponent = (int)(bits_as<unsigned>(shifted.value) - bits_as<unsigned>(to_integer));
    const exact r = inside - n * 0.693359375f - n * -2.1219444e-4f;
    exact tail = 1.9875691e-4f;
    tail = tail * r + 1.3981999e-3f;
    tail = tail * r + 8.333452e-3f;
    tail = tail * r + 4.1665796e-2f;
    tail = tail * r + 0.16666665f;
    tail = tail * r + 0.5f;
    const exact value = tail * (r * r) + r + 1.0f;
    // In two steps, as the power itself may be beyond what a number holds.
    const int half = exponent >> 1;
    const exact scaled = value * power_of_two(half) * power_of_two(exponent - half);
    return is_nan(x) ? x : scaled.value;
}

NNX_FUNCTION float logarithm(float x) {
    const unsigned bits = bits_as<unsigned>(x);
    // The mantissa between the square roots of 1/2 and 2, and its exponent.
    const int exponent = (int)(bits - 0x3f3504f3u) >> 23;
    const exact e = (float)exponent;
    const exact m = exact(bits_as<float>(bits - ((unsigned)exponent << 23))) - 1.0f;
    const exact square = m * m;
    exact tail = 7.0376836e-2f;
    tail = tail * m + -0.1151461f;
    tail = tail * m + 0.116769984f;
    tail = tail * m + -0.12420141f;
    tail = tail * m + 0.14249323f;
    tail = tail * m + -0.16668057f;
    tail = tail * m + 0.20000715f;
    tail = tail * m + -0.24999994f;
    tail = tail * m + 0.3333333f;
    const exact small = tail * m * square + e * -2.1219444e-4f - exact(0.5f) * square;
    const exact value = m + small + e * 0.693359375f;
    if (is_nan(x) || x < 0.0f) return bits_as<float>(limits<float>::nan);
    if (x == 0.0f) return bits_as<float>(0xff800000u);
    return bits == limits<float>::infinity ? x : value.value;
}

NNX_FUNCTION float hyperbolic_tangent(float x) {
    const exact magnitude = absolute(x);
    const exact z = exact(x) * x;
    exact tail = -5.7049887e-3f;
    tail = tail * z + 2.063909e-2f;
    tail = tail * z + -5.3739716e-2f;
    tail = tail * z + 0.13331442f;
    tail = tail * z + -0.3333328f;
    const exact near = tail * z * x + x;
    const exact far = exact(1.0f) - exact(2.0f) / (exact(exponential((magnitude + magnitude).value)) + 1.0f);
    return magnitude.value < 0.625f ? near.value : with_sign(far.value, x);
}

NNX_FUNCTION float logistic(float x) {
    const exact small = exponential(negate(absolute(x)));
    return (exact(x < 0.0f ? small.value : 1.0f) / (exact(1.0f) + small)).value;
}

NNX_FUNCTION double exponential(double x) { return exp(x); }
NNX_FUNCTION double logarithm(double x) { return log(x); }
NNX_FUNCTION double hyperbolic_tangent(double x) { return tanh(x); }
NNX_FUNCTION double logistic(double x) { return divide(1.0, add(1.0, exp(negate(x)))); }

NNX_FUNCTION double cube_root(double x) { return cbrt(x); }
NNX_FUNCTION double cosine(double x) { return cos(x); }
NNX_FUNCTION double exponential_minus_one(double x) { return expm1(x); }
NNX_FUNCTION double log_plus_one(double x) { return log1p(x); }
NNX_FUNCTION double round_away(double x) { return round(x); }
NNX_FUNCTION double sine(double x) { return sin(x); }
NNX_FUNCTION double tangent(double x) { return tan(x); }
NNX_FUNCTION double power(double x, double y) { return pow(x, y); }
NNX_FUNCTION double arc_tangent(double y, double x) { return atan2(y, x); }

NNX_FUNCTION float round_away(float x) { return (float)round((double)x); }
NNX_FUNCTION float arc_tangent(float y, float x) { return (float)atan2((double)y, (double)x); }

} // namespace nnx
