// The forward pass of encoders that are only read: products with mapped weights, and attention in both
// directions. Included by tables_*.c only, after gemm.h.

// What the registers hold: CK_PROJECT_ROWS rows of x by four rows of weights.
#if CK_LANES == 16
#define CK_PROJECT_ROWS 6
#elif CK_LANES == 8
#define CK_PROJECT_ROWS 2
#else
#define CK_PROJECT_ROWS 2
#endif
// Rows of x that stay in the second cache while all weights pass by: a multiple of the above.
#define CK_PROJECT_BLOCK 96

// The sums of four vectors, side by side.
CK_INLINE four sums_of(lanes a, lanes b, lanes c, lanes d) {
    four x = CK_FOLD(a, CK_PLUS), y = CK_FOLD(b, CK_PLUS);
    four z = CK_FOLD(c, CK_PLUS), w = CK_FOLD(d, CK_PLUS);
    four xy = __builtin_shufflevector(x, y, 0, 4, 1, 5) + __builtin_shufflevector(x, y, 2, 6, 3, 7);
    four zw = __builtin_shufflevector(z, w, 0, 4, 1, 5) + __builtin_shufflevector(z, w, 2, 6, 3, 7);
    return __builtin_shufflevector(xy, zw, 0, 1, 4, 5) + __builtin_shufflevector(xy, zw, 2, 3, 6, 7);
}

// `rows` rows of x, a constant where this is inlined, by four rows of weights.
CK_INLINE void project_tile(
    const size_t rows, const ck_projection *p, size_t row, size_t column
) {
    lanes sums[CK_PROJECT_ROWS][4];
    CK_UNROLL for (size_t i = 0; i < rows; i++) {
        CK_UNROLL for (size_t j = 0; j < 4; j++) sums[i][j] = splat(0.0f);
    }
    const float *x = p->x + (ptrdiff_t)row * p->x_row, *w = p->weights + column * p->inner;
    const size_t whole = p->inner / CK_LANES * CK_LANES;
    for (size_t k = 0; k < whole; k += CK_LANES) {
        lanes line[4];
        CK_UNROLL for (size_t j = 0; j < 4; j++) line[j] = load(w + j * p->inner + k);
        CK_UNROLL for (size_t i = 0; i < rows; i++) {
            lanes factor = load(x + (ptrdiff_t)i * p->x_row + k);
            CK_UNROLL for (size_t j = 0; j < 4; j++) sums[i][j] = factor * line[j] + sums[i][j];
        }
    }
    CK_UNROLL for (size_t i = 0; i < rows; i++) {
        four total = sums_of(sums[i][0], sums[i][1], sums[i][2], sums[i][3]);
        const float *from = x + (ptrdiff_t)i * p->x_row;
        for (size_t k = whole; k < p->inner; k++) {
            CK_UNROLL for (size_t j = 0; j < 4; j++) total[j] += from[k] * w[j * p->inner + k];
        }
        if (p->bias) total += *(const four_anywhere *)(p->bias + column);
        *(four_anywhere *)(p->y + (ptrdiff_t)(row + i) * p->y_row + column) = total;
    }
}

static void project_rows(const ck_projection *p, size_t row, size_t count, size_t column) {
    switch (count) {
    case 1: project_tile(1, p, row, column); break;
    case 2: project_tile(2, p, row, column); break;
#if CK_PROJECT_ROWS > 2
    case 3: project_tile(3, p, row, column); break;
    case 4: project_tile(4, p, row, column); break;
    case 5: project_tile(5, p, row, column); break;
    case 6: project_tile(6, p, row, column); break;
#endif
    }
}

static void project(const ck_projection *p) {
    const size_t columns = p->columns / 4 * 4;
    for (size_t first = 0; first < p->rows; first += CK_PROJECT_BLOCK) {
        const size_t end = least(p->rows, first + CK_PROJECT_BLOCK);
        for (size_t column = 0; column < columns; column += 4) {
            for (size_t row = first; row < end; row += CK_PROJECT_ROWS) {
                project_rows(p, row, least(CK_PROJECT_ROWS, end - row), column);
            }
        }
    }
    for (size_t row = 0; row < p->rows; row++) {
        const float *x = p->x + (ptrdiff_t)row * p->x_row;
        for (size_t column = columns; column < p->columns; column++) {
            p->y[(ptrdiff_t)row * p->y_row + (ptrdiff_t)column] =
                product(x, p->weights + column * p->inner, p->inner)
                + (p->bias ? p->bias[column] : 0);
        }
    }
}

// Scores to shares that sum to one; what lies behind `count` in the last vector becomes zero.
static void share_out(float *scores, size_t count) {
    const lanes none = splat(-__builtin_inff());
    lanes highest = none;
    for (size_t j = 0; j < count; j += CK_LANES) {
        lanes value = choose(lane_numbers() < (int32_t)(count - j), load(scores + j), none);
        store(scores + j, value);
        highest = larger(highest, value);
    }
    const lanes top = splat(largest_of(highest));
    lanes sum = splat(0.0f);
    for (size_t j = 0; j < count; j += CK_LANES) {
        lanes power = exponential(load(scores + j) - top);
        store(scores + j, power);
        sum += power;
    }
    const lanes share = splat(1 / sum_of(sum));
    for (size_t j = 0; j < count; j += CK_LANES) store(scores + j, load(scores + j) * share);
}

static void attend_head(
    const ck_encoder_attention *call, size_t first, size_t count, size_t head
) {
    const size_t size = call->size, wide = call->heads * size;
    const ptrdiff_t qkv_row = (ptrdiff_t)(3 * wide);
    const size_t width = rounded_up(count, CK_LANES);
    const float *queries = call->qkv + first * 3 * wide + head * size;
    const float *keys = queries + wide, *values = keys + wide;
    float *turned = call->scratch, *scores = turned + size * rounded_up(width, 16);
    const float scale = 1 / __builtin_sqrtf((float)size);
    transpose(&(ck_transpose){count, size, keys, qkv_row, turned, (ptrdiff_t)width, scale});
    for (size_t j = 0; j < size; j++) {
        for (size_t i = count; i < width; i++) turned[j * width + i] = 0;
    }
    for (size_t start = 0; start < count; start += CK_ATTENTION_BLOCK) {
        const size_t rows = least(CK_ATTENTION_BLOCK, count - start);
        gemm(&(ck_gemm){
            rows, width, size, queries + (ptrdiff_t)start * qkv_row, qkv_row, 1, turned,
            (ptrdiff_t)width, scores, (ptrdiff_t)width, NULL, 0});
        for (size_t i = 0; i < rows; i++) share_out(scores + i * width, count);
        gemm(&(ck_gemm){
            rows, size, count, scores, (ptrdiff_t)width, 1, values, qkv_row,
            call->out + (first + start) * wide + head * size, (ptrdiff_t)wide, NULL, 0});
    }
}

static void encoder_attention(const ck_encoder_attention *call) {
    for (size_t s = 0; s < call->sequences; s++) {
        const size_t first = (size_t)call->offsets[s], end = (size_t)call->offsets[s + 1];
        for (size_t head = 0; head < call->heads; head++) {
            attend_head(call, first, end - first, head);
        }
    }
}
