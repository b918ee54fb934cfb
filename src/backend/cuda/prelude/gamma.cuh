// The gamma function's logarithm, the derivatives of that, the zeta function they are made of, and a Bessel function. All
// are computed in double.

namespace nnx {

// The Bernoulli number of index 2 k.
NNX_FUNCTION double bernoulli(int k) {
    const double numbers[12] = {
        0.16666666666666666, -0.03333333333333333, 0.023809523809523808, -0.03333333333333333,
        0.07575757575757576, -0.2531135531135531, 1.1666666666666667, -7.092156862745098,
        54.971177944862156, -529.1242424242424, 6192.123188405797, -86580.25311355312};
    return numbers[k - 1];
}

// The sum of (q + n)^-x over n = 0, 1, …: the first terms, and the rest by the formula of Euler and Maclaurin.
NNX_FUNCTION double zeta_of_positive(double x, double q) {
    double sum = 0.0, at = q;
    while (at < (x > 16.0 ? x : 16.0)) {
        const double term = pow(at, -x);
        sum += term;
        if (term <= 0.125 * 2.220446049250313e-16 * sum && at > 1.0) return sum;
        at += 1.0;
    }
    const double first = pow(at, -x);
    double rest = pow(at, 1.0 - x) / (x - 1.0) + 0.5 * first;
    double factor = x * first / (2.0 * at);
    for (int k = 1; k <= 12; ++k) {
        rest += bernoulli(k) * factor;
        const double twice = 2.0 * (double)k;
        factor *= (x + twice - 1.0) / (twice + 1.0) / at * ((x + twice) / (twice + 2.0) / at);
    }
    return sum + rest;
}

// The Hurwitz zeta function.
NNX_FUNCTION double zeta(double x, double q) {
    const double infinity = bits_as<double>(limits<double>::infinity), nan = bits_as<double>(limits<double>::nan);
    if (x == 1.0) return infinity;
    if (is_nan(x) || is_nan(q) || x < 1.0) return nan;
    if (q > 0.0) return zeta_of_positive(x, q);
    if (q == floor(q)) return infinity;
    if (x != floor(x)) return nan;
    // The terms below 0 are, but for their sign, those of the sum from 1 - fraction on that stand before 1 - q.
    const double fraction = q - floor(q);
    const double below = zeta_of_positive(x, 1.0 - fraction) - zeta_of_positive(x, 1.0 - q);
    return (fmod(x, 2.0) == 0.0 ? 1.0 : -1.0) * below + zeta_of_positive(x, fraction);
}

// log_gamma of 2 + e, where e is in [-1/2, 1/2], by its Taylor series.
NNX_FUNCTION double log_gamma_near_two(double e) {
    // zeta(k) - 1, from k = 2 on.
    const double zeta_less_one[30] = {
        0.6449340668482264, 0.20205690315959426, 0.08232323371113821, 0.03692775514336994,
        0.017343061984449137, 0.008349277381922827, 0.004077356197944341, 0.0020083928260822143,
        0.0009945751278180853, 0.0004941886041194646, 0.00024608655330804827, 0.00012271334757848917,
        6.124813505870481e-05, 3.0588236307020486e-05, 1.5282259408651868e-05, 7.63719763789976e-06,
        3.81729326499984e-06, 1.9082127165539385e-06, 9.53962033872796e-07, 4.769329867878064e-07,
        2.3845050272773295e-07, 1.1921992596531106e-07, 5.960818905125948e-08, 2.980350351465228e-08,
        1.490155482836504e-08, 7.45071178983543e-09, 3.725334024788457e-09, 1.8626597235130496e-09,
        9.313274324196682e-10, 4.656629065033784e-10};
    double sum = 0.0;
    for (int k = 29; k >= 0; --k) sum = zeta_less_one[k] / ((double)k + 2.0) - e * sum;
    return e * (1.0 - 0.5772156649015329) + e * e * sum;
}

// Of -1/2 and more.
NNX_FUNCTION double log_gamma_of_right(double x) {
    if (x < 0.5) return log_gamma_near_two(x) - log1p(x) - log(fabs(x));
    if (x < 1.5) return log_gamma_near_two(x - 1.0) - log1p(x - 1.0);
    if (x < 16.0) {
        double product = 1.0, rest = x;
        while (rest >= 2.5) {
            rest -= 1.0;
            product *= rest;
        }
        return log_gamma_near_two(rest - 2.0) + log(product);
    }
    // Stirling's series.
    double power = 1.0 / x, sum = 0.0;
    for (int k = 1; k <= 12; ++k) {
        const double twice = 2.0 * (double)k;
        sum += bernoulli(k) / (twice * (twice - 1.0)) * power;
        power /= x * x;
    }
    return (x - 0.5) * (log(x) - 1.0) + (0.5 * log(6.283185307179586) - 0.5) + sum;
}

NNX_FUNCTION double log_gamma(double x) {
    const double infinity = bits_as<double>(limits<double>::infinity);
    if (fabs(x) == infinity || (x <= 0.0 && x == floor(x))) return infinity;
    if (!(x <= -0.5)) return log_gamma_of_right(x);
    // sin(pi x), without what rounding pi x would lose. Its sign does not matter.
    const double sine = sin(3.141592653589793 * (x - round(x)));
    return log(3.141592653589793 / fabs(sine)) - log_gamma_of_right(1.0 - x);
}

NNX_FUNCTION double digamma_of_positive(double x) {
    double before = 0.0;
    while (x < 16.0) {
        before += 1.0 / x;
        x += 1.0;
    }
    double power = 1.0 / (x * x), sum = 0.0;
    for (int k = 1; k <= 12; ++k) {
        sum += bernoulli(k) / (2.0 * (double)k) * power;
        power /= x * x;
    }
    return log(x) - 0.5 / x - sum - before;
}

NNX_FUNCTION double digamma(double x) {
    if (x == -bits_as<double>(limits<double>::infinity) || (x <= 0.0 && x == floor(x))) {
        return bits_as<double>(limits<double>::nan);
    }
    if (!(x < 0.0)) return digamma_of_positive(x);
    return digamma_of_positive(1.0 - x) - 3.141592653589793 / tan(3.141592653589793 * (x - round(x)));
}

NNX_FUNCTION double polygamma(double order, double x) {
    if (order == 0.0) return digamma(x);
    if (is_nan(order) || order < 0.0 || order != floor(order)) return bits_as<double>(limits<double>::nan);
    // 171! is larger than any double.
    double factorial = order > 170.0 ? bits_as<double>(limits<double>::infinity) : 1.0;
    if (order <= 170.0) {
        for (int k = 1; k <= (int)order; ++k) factorial *= (double)k;
    }
    return (fmod(order, 2.0) == 0.0 ? -1.0 : 1.0) * factorial * zeta(order + 1.0, x);
}

// The modified Bessel function of the first kind and order 1, times exp(-|x|): by its power series, and by its expansion
// for large x.
NNX_FUNCTION double bessel_i1e(double x) {
    const double size = fabs(x);
    if (size <= 30.0) {
        const double quarter = 0.25 * size * size;
        double term = 0.5 * size, sum = term;
        for (double k = 1.0; term > 2.220446049250313e-16 * 0.125 * sum; k += 1.0) {
            term *= quarter / (k * (k + 1.0));
            sum += term;
        }
        return with_sign(sum * exp(-size), x);
    }
    double term = 1.0, sum = 1.0;
    for (int time = 1; time <= 30; ++time) {
        const double k = (double)time;
        term *= ((2.0 * k - 1.0) * (2.0 * k - 1.0) - 4.0) / (8.0 * k * size);
        sum += term;
    }
    return with_sign(sum / sqrt(6.283185307179586 * size), x);
}

#define NNX_IN_DOUBLE(name) NNX_FUNCTION float name(float x) { return (float)name((double)x); }
NNX_IN_DOUBLE(log_gamma)
NNX_IN_DOUBLE(digamma)
NNX_IN_DOUBLE(bessel_i1e)
#undef NNX_IN_DOUBLE
NNX_FUNCTION float zeta(float x, float q) { return (float)zeta((double)x, (double)q); }
NNX_FUNCTION float polygamma(float order, float x) { return (float)polygamma((double)order, (double)x); }

} // namespace nnx
