// The error function, its complement and its inverse, and the other functions that are computed in double.

namespace nnx {

// exp(-x^2), with what rounding takes from the square.
NNX_FUNCTION double exponential_of_square(double x) {
    const double square = multiply(x, x);
    return exp(-square) * exp(-multiply_add(x, x, -square));
}

// By the series whose terms all have one sign.
NNX_FUNCTION double error_series(double x) {
    double term = x, sum = x;
    for (double odd = 3.0; fabs(term) > 0.125 * 2.220446049250313e-16 * fabs(sum); odd += 2.0) {
        term *= 2.0 * x * x / odd;
        sum += term;
    }
    return 1.1283791670955126 * exponential_of_square(x) * sum;
}

// 1 - erf of a positive number by its continued fraction, from its end.
NNX_FUNCTION double error_fraction(double x) {
    if (x > 28.0) return 0.0;
    double tail = x;
    for (int k = 20 + (int)(240.0 / (x * x)); k > 0; --k) tail = x + 0.5 * (double)k / tail;
    return 0.5 * 1.1283791670955126 * exponential_of_square(x) / tail;
}

NNX_FUNCTION double error_function(double x) {
    if (is_nan(x)) return x;
    return fabs(x) < 2.0 ? error_series(x) : with_sign(1.0 - error_fraction(fabs(x)), x);
}

NNX_FUNCTION double error_complement(double x) {
    if (is_nan(x)) return x;
    if (fabs(x) < 0.75) return 1.0 - error_series(x);
    return x < 0.0 ? 2.0 - error_fraction(-x) : error_fraction(x);
}

NNX_FUNCTION double error_inverse(double x) {
    const double size = fabs(x);
    if (x == 0.0 || is_nan(x)) return x;
    if (size == 1.0) return with_sign(bits_as<double>(limits<double>::infinity), x);
    if (size > 1.0) return bits_as<double>(limits<double>::nan);
    // To about three digits: S. Winitzki, "A handy approximation for the error function and its inverse".
    double inverse = size / 1.1283791670955126;
    if (size >= 0.1) {
        const double logarithm = log(1.0 - size) + log1p(size);
        const double half = 2.0 / (3.141592653589793 * 0.147) + 0.5 * logarithm;
        inverse = sqrt(sqrt(half * half - logarithm / 0.147) - half);
    }
    // Halley's method triples the digits in each step.
    for (int time = 0; time < 3; ++time) {
        const double error =
            size < 0.5 ? error_function(inverse) - size : (1.0 - size) - error_complement(inverse);
        const double step = error / (1.1283791670955126 * exponential_of_square(inverse));
        inverse -= step / (1.0 + inverse * step);
    }
    return with_sign(inverse, x);
}

NNX_FUNCTION double arc_cosine(double x) { return acos(x); }
NNX_FUNCTION double arc_sine(double x) { return asin(x); }
NNX_FUNCTION double arc_tangent(double x) { return atan(x); }
NNX_FUNCTION double area_cosine(double x) { return acosh(x); }
NNX_FUNCTION double area_sine(double x) { return asinh(x); }
NNX_FUNCTION double area_tangent(double x) { return atanh(x); }
NNX_FUNCTION double hyperbolic_cosine(double x) { return cosh(x); }
NNX_FUNCTION double hyperbolic_sine(double x) { return sinh(x); }

#define NNX_IN_DOUBLE(name) NNX_FUNCTION float name(float x) { return (float)name((double)x); }
NNX_IN_DOUBLE(arc_cosine)
NNX_IN_DOUBLE(arc_sine)
NNX_IN_DOUBLE(arc_tangent)
NNX_IN_DOUBLE(area_cosine)
NNX_IN_DOUBLE(area_sine)
NNX_IN_DOUBLE(area_tangent)
#undef NNX_IN_DOUBLE

} // namespace nnx
