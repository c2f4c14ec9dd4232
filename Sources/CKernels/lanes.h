// Vectors of CK_LANES floats, as the processor at hand has them. Included by tables_*.c only, after
// CK_LANES is set: everything here is static and compiled once for each kind of processor.

typedef float lanes __attribute__((vector_size(4 * CK_LANES)));
typedef uint32_t bits __attribute__((vector_size(4 * CK_LANES)));
typedef int32_t integers __attribute__((vector_size(4 * CK_LANES)));
typedef float lanes_anywhere
    __attribute__((vector_size(4 * CK_LANES), aligned(4), may_alias));
typedef int32_t integers_anywhere
    __attribute__((vector_size(4 * CK_LANES), aligned(4), may_alias));
typedef float four __attribute__((vector_size(16)));
typedef float four_anywhere __attribute__((vector_size(16), aligned(4), may_alias));

CK_INLINE lanes load(const float *from) { return *(const lanes_anywhere *)from; }
CK_INLINE void store(float *to, lanes value) { *(lanes_anywhere *)to = value; }
// Subtracting zero changes no number, so that nothing but the broadcast is left.
CK_INLINE lanes splat(float value) { return value - (lanes){}; }
CK_INLINE integers splat_integer(int32_t value) { return value - (integers){}; }

CK_INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }
CK_INLINE size_t most(size_t a, size_t b) { return a > b ? a : b; }
CK_INLINE size_t rounded_up(size_t count, size_t step) { return (count + step - 1) / step * step; }

// Lane by lane `a` where the comparison holds, `b` elsewhere.
CK_INLINE lanes choose(integers holds, lanes a, lanes b) {
    return (lanes)((holds & (integers)a) | (~holds & (integers)b));
}

CK_INLINE integers lane_numbers(void) {
#if CK_LANES == 4
    return (integers){0, 1, 2, 3};
#elif CK_LANES == 8
    return (integers){0, 1, 2, 3, 4, 5, 6, 7};
#else
    return (integers){0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#endif
}

CK_INLINE lanes larger(lanes a, lanes b) { return choose(a > b, a, b); }
CK_INLINE four larger_four(four a, four b) {
    typedef int32_t four_integers __attribute__((vector_size(16)));
    four_integers holds = a > b;
    return (four)((holds & (four_integers)a) | (~holds & (four_integers)b));
}

CK_INLINE float sum_of_four(four v) { return (v[0] + v[1]) + (v[2] + v[3]); }
CK_INLINE float largest_of_four(four v) {
    v = larger_four(v, __builtin_shufflevector(v, v, 2, 3, 0, 1));
    return v[0] > v[1] ? v[0] : v[1];
}

// A vector's quarter, half or whole as four lanes.
#if CK_LANES == 4
#define CK_FOLD(v, join) (v)
#elif CK_LANES == 8
#define CK_FOLD(v, join) \
    join(__builtin_shufflevector(v, v, 0, 1, 2, 3), __builtin_shufflevector(v, v, 4, 5, 6, 7))
#else
#define CK_FOLD(v, join)                                      \
    join(                                                     \
        join(                                                 \
            __builtin_shufflevector(v, v, 0, 1, 2, 3),        \
            __builtin_shufflevector(v, v, 4, 5, 6, 7)),       \
        join(                                                 \
            __builtin_shufflevector(v, v, 8, 9, 10, 11),      \
            __builtin_shufflevector(v, v, 12, 13, 14, 15)))
#endif
#define CK_PLUS(a, b) ((a) + (b))
CK_INLINE float sum_of(lanes v) { return sum_of_four(CK_FOLD(v, CK_PLUS)); }
CK_INLINE float largest_of(lanes v) { return largest_of_four(CK_FOLD(v, larger_four)); }

// e to the power of x <= 88, to 2e-7 of its value, and zero below -87.3: Cody and Waite's reduction to
// |r| <= ln 2 / 2, and the polynomial of Cephes.
CK_INLINE lanes exponential(lanes x) {
    const float shift = 0x1.8p23f;  // A sum with it keeps the integer in its lowest bits.
    lanes shifted = x * 0x1.715476p0f + shift;
    lanes whole = shifted - shift;
    lanes r = x - whole * 0.693359375f;
    r = r + whole * 2.12194440e-4f;
    lanes p = 1.9875691500e-4f * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    lanes power = (lanes)(((bits)shifted << 23) + 0x3F800000u);
    return choose(x < -87.3f, splat(0.0f), p * power);
}

CK_INLINE float product(const float *a, const float *b, size_t count) {
    lanes sum = splat(0.0f);
    size_t i = 0;
    for (; i + CK_LANES <= count; i += CK_LANES) sum = load(a + i) * load(b + i) + sum;
    float total = sum_of(sum);
    for (; i < count; i++) total += a[i] * b[i];
    return total;
}

CK_INLINE lanes magnitude(lanes x) { return (lanes)((bits)x & 0x7FFFFFFFu); }

// log(1 + u) for u in 0...1: twice the series of the inverse hyperbolic tangent.
CK_INLINE lanes log_one_plus(lanes u) {
    lanes z = u / (u + 2.0f);
    lanes square = z * z;
    lanes p = square * (1.0f / 15) + (1.0f / 13);
    p = p * square + (1.0f / 11);
    p = p * square + (1.0f / 9);
    p = p * square + (1.0f / 7);
    p = p * square + (1.0f / 5);
    p = p * square + (1.0f / 3);
    return 2.0f * (z + z * (square * p));
}

// The logistic function of x and log(1 + e to the power of x), from one exponential.
CK_INLINE lanes logistic(lanes x, lanes *softplus) {
    lanes e = exponential(-magnitude(x));
    *softplus = choose(x > 0.0f, x, splat(0.0f)) + log_one_plus(e);
    lanes large = 1.0f / (1.0f + e);
    return choose(x >= 0.0f, large, e * large);
}

static void exponentials(const float *from, float *to, size_t count) {
    size_t i = 0;
    for (; i + CK_LANES <= count; i += CK_LANES) store(to + i, exponential(load(from + i)));
    for (; i < count; i++) to[i] = exponential(splat(from[i]))[0];
}
