// Matrix products by register tiles. Included by tables_*.c only, after lanes.h.

// One product's share of a tile: see ck_gemm.
typedef struct {
    size_t inner;
    const float *a;
    ptrdiff_t a_row, a_column;
    const float *b;
    ptrdiff_t b_row;
    float *c;
    ptrdiff_t c_row;
    const float *bias;
    int accumulate;
} tile_work;

#define CK_UNROLL _Pragma("clang loop unroll(full)")

// `rows` rows by `vectors` vectors of C, held in registers while the inner dimension passes by. Both
// counts are constants where this is inlined.
CK_INLINE void tile(const size_t rows, const size_t vectors, const tile_work *work) {
    lanes sums[CK_TILE_ROWS][CK_TILE_VECTORS];
    CK_UNROLL for (size_t i = 0; i < rows; i++) {
        CK_UNROLL for (size_t v = 0; v < vectors; v++) sums[i][v] = splat(0.0f);
    }
    const ptrdiff_t a_row = work->a_row, a_column = work->a_column, b_row = work->b_row;
    const float *a = work->a, *b = work->b;
    for (size_t k = work->inner; k > 0; k--) {
        lanes line[CK_TILE_VECTORS];
        CK_UNROLL for (size_t v = 0; v < vectors; v++) line[v] = load(b + v * CK_LANES);
        CK_UNROLL for (size_t i = 0; i < rows; i++) {
            lanes factor = splat(a[(ptrdiff_t)i * a_row]);
            CK_UNROLL for (size_t v = 0; v < vectors; v++) {
                sums[i][v] = factor * line[v] + sums[i][v];
            }
        }
        a += a_column;
        b += b_row;
    }
    const float *added = work->accumulate ? work->c : work->bias;
    const ptrdiff_t added_row = work->accumulate ? work->c_row : 0;
    if (added) {
        CK_UNROLL for (size_t i = 0; i < rows; i++) {
            CK_UNROLL for (size_t v = 0; v < vectors; v++) {
                sums[i][v] += load(added + (ptrdiff_t)i * added_row + v * CK_LANES);
            }
        }
    }
    CK_UNROLL for (size_t i = 0; i < rows; i++) {
        CK_UNROLL for (size_t v = 0; v < vectors; v++) {
            store(work->c + (ptrdiff_t)i * work->c_row + v * CK_LANES, sums[i][v]);
        }
    }
}

#define CK_TILE(rows, vectors) \
    static void tile_##rows##_##vectors(const tile_work *work) { tile(rows, vectors, work); }
#define CK_TILES_4(v) CK_TILE(1, v) CK_TILE(2, v) CK_TILE(3, v) CK_TILE(4, v)
#define CK_TILES_6(v) CK_TILES_4(v) CK_TILE(5, v) CK_TILE(6, v)
#define CK_TILES_8(v) CK_TILES_6(v) CK_TILE(7, v) CK_TILE(8, v)
#define CK_TILES_12(v) \
    CK_TILES_8(v) CK_TILE(9, v) CK_TILE(10, v) CK_TILE(11, v) CK_TILE(12, v)
#define CK_NAMES_4(v) NULL, tile_1_##v, tile_2_##v, tile_3_##v, tile_4_##v
#define CK_NAMES_6(v) CK_NAMES_4(v), tile_5_##v, tile_6_##v
#define CK_NAMES_8(v) CK_NAMES_6(v), tile_7_##v, tile_8_##v
#define CK_NAMES_12(v) CK_NAMES_8(v), tile_9_##v, tile_10_##v, tile_11_##v, tile_12_##v

// The tallest tile of each width: what the registers hold besides a line of B and a factor.
typedef void (*tile_function)(const tile_work *);
#if CK_TILE_VECTORS == 4
CK_TILES_12(1)
CK_TILES_12(2)
CK_TILES_8(3)
CK_TILES_6(4)
static const tile_function tiles[5][13] = {
    {NULL}, {CK_NAMES_12(1)}, {CK_NAMES_12(2)}, {CK_NAMES_8(3)}, {CK_NAMES_6(4)}};
static const size_t tile_heights[5] = {0, 12, 12, 8, 6};
#elif CK_TILE_ROWS == 12
CK_TILES_12(1)
CK_TILES_6(2)
static const tile_function tiles[3][13] = {{NULL}, {CK_NAMES_12(1)}, {CK_NAMES_6(2)}};
static const size_t tile_heights[3] = {0, 12, 6};
#else
CK_TILES_8(1)
CK_TILES_4(2)
static const tile_function tiles[3][13] = {{NULL}, {CK_NAMES_8(1)}, {CK_NAMES_4(2)}};
static const size_t tile_heights[3] = {0, 8, 4};
#endif

// All rows of `vectors` vectors of C.
static void tile_column(tile_work work, size_t rows, size_t vectors) {
    const size_t height = tile_heights[vectors];
    while (rows > 0) {
        // Two tiles of middling height rather than a full one and a rest too low to be worth it.
        size_t taken = rows <= height ? rows : rows < 2 * height ? (rows + 1) / 2 : height;
        tiles[vectors][taken](&work);
        work.a += (ptrdiff_t)taken * work.a_row;
        work.c += (ptrdiff_t)taken * work.c_row;
        rows -= taken;
    }
}

// Columns fewer than a vector: B is padded with zeros, C goes by way of a buffer.
static void tile_rest(tile_work work, size_t rows, size_t columns) {
    enum { block = 256 };
    float line[block * CK_LANES] __attribute__((aligned(64)));
    float staged[CK_TILE_ROWS * CK_LANES] __attribute__((aligned(64)));
    if (work.inner > block) {
        tile_work first = work;
        first.inner = block;
        tile_rest(first, rows, columns);
        work.a += block * work.a_column;
        work.b += block * work.b_row;
        work.inner -= block;
        work.accumulate = 1;
        tile_rest(work, rows, columns);
        return;
    }
    for (size_t k = 0; k < work.inner; k++) {
        for (size_t j = 0; j < CK_LANES; j++) {
            line[k * CK_LANES + j] = j < columns ? work.b[(ptrdiff_t)k * work.b_row + j] : 0;
        }
    }
    const float *added = work.accumulate ? work.c : work.bias;
    const ptrdiff_t added_row = work.accumulate ? work.c_row : 0;
    for (size_t i = 0; i < rows;) {
        size_t taken = least(rows - i, tile_heights[1]);
        tile_work part = {
            work.inner, work.a + (ptrdiff_t)i * work.a_row, work.a_row, work.a_column,
            line, CK_LANES, staged, CK_LANES, NULL, 0};
        tiles[1][taken](&part);
        for (size_t r = 0; r < taken; r++) {
            float *c = work.c + (ptrdiff_t)(i + r) * work.c_row;
            for (size_t j = 0; j < columns; j++) {
                float start = added ? added[(ptrdiff_t)(i + r) * added_row + j] : 0;
                c[j] = start + staged[r * CK_LANES + j];
            }
        }
        i += taken;
    }
}

static void gemm_block(tile_work work, size_t rows, size_t columns) {
    size_t vectors = columns / CK_LANES;
    const size_t rest = columns % CK_LANES;
    while (vectors > 0) {
        // Five vectors are three and two, not four and a thin one.
        size_t taken = least(vectors, CK_TILE_VECTORS);
        if (vectors == CK_TILE_VECTORS + 1) taken = (vectors + 1) / 2;
        tile_column(work, rows, taken);
        work.b += taken * CK_LANES;
        work.c += taken * CK_LANES;
        if (work.bias) work.bias += taken * CK_LANES;
        vectors -= taken;
    }
    if (rest) tile_rest(work, rows, rest);
}

// In blocks of the inner dimension: the lines of B that one sweep over the rows of C uses then stay
// in the nearer caches.
static void gemm(const ck_gemm *g) {
    tile_work work = {g->inner, g->a, g->a_row, g->a_column, g->b, g->b_row,
        g->c, g->c_row, g->bias, g->accumulate};
    size_t left = g->inner;
    do {
        work.inner = least(left, CK_INNER_BLOCK);
        gemm_block(work, g->rows, g->columns);
        work.a += (ptrdiff_t)work.inner * g->a_column;
        work.b += (ptrdiff_t)work.inner * g->b_row;
        work.accumulate = 1;
        left -= work.inner;
    } while (left > 0);
}

CK_INLINE void transpose_four(
    const float *from, ptrdiff_t from_row, float *to, ptrdiff_t to_row, float scale
) {
    four a = *(const four_anywhere *)from;
    four b = *(const four_anywhere *)(from + from_row);
    four c = *(const four_anywhere *)(from + 2 * from_row);
    four d = *(const four_anywhere *)(from + 3 * from_row);
    four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5) * scale;
    four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5) * scale;
    four ab_high = __builtin_shufflevector(a, b, 2, 6, 3, 7) * scale;
    four cd_high = __builtin_shufflevector(c, d, 2, 6, 3, 7) * scale;
    *(four_anywhere *)to = __builtin_shufflevector(ab, cd, 0, 1, 4, 5);
    *(four_anywhere *)(to + to_row) = __builtin_shufflevector(ab, cd, 2, 3, 6, 7);
    *(four_anywhere *)(to + 2 * to_row) = __builtin_shufflevector(ab_high, cd_high, 0, 1, 4, 5);
    *(four_anywhere *)(to + 3 * to_row) = __builtin_shufflevector(ab_high, cd_high, 2, 3, 6, 7);
}

static void transpose(const ck_transpose *t) {
    const size_t rows = t->rows / 4 * 4, columns = t->columns / 4 * 4;
    for (size_t i = 0; i < rows; i += 4) {
        for (size_t j = 0; j < columns; j += 4) {
            transpose_four(
                t->from + (ptrdiff_t)i * t->from_row + j, t->from_row,
                t->to + (ptrdiff_t)j * t->to_row + i, t->to_row, t->scale);
        }
    }
    for (size_t i = 0; i < t->rows; i++) {
        for (size_t j = i < rows ? columns : 0; j < t->columns; j++) {
            t->to[(ptrdiff_t)j * t->to_row + i] = t->scale * t->from[(ptrdiff_t)i * t->from_row + j];
        }
    }
}

static void sum_rows(
    const float *from, size_t rows, size_t columns, float *sums, int accumulate
) {
    size_t j = 0;
    for (; j + 4 * CK_LANES <= columns; j += 4 * CK_LANES) {
        lanes total[4];
        CK_UNROLL for (size_t v = 0; v < 4; v++) {
            total[v] = accumulate ? load(sums + j + v * CK_LANES) : splat(0.0f);
        }
        for (size_t i = 0; i < rows; i++) {
            CK_UNROLL for (size_t v = 0; v < 4; v++) {
                total[v] += load(from + i * columns + j + v * CK_LANES);
            }
        }
        CK_UNROLL for (size_t v = 0; v < 4; v++) store(sums + j + v * CK_LANES, total[v]);
    }
    if (!accumulate) for (size_t k = j; k < columns; k++) sums[k] = 0;
    for (size_t i = 0; i < rows; i++) {
        for (size_t k = j; k < columns; k++) sums[k] += from[i * columns + k];
    }
}
