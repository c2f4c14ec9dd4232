// Causal attention over packed sequences (Vaswani et al. 2017), its gradients from recomputed
// probabilities (Dao et al. 2022). Included by tables_*.c only, after gemm.h.

// Queries that are scored together: whole tiles of every height in use.
#define CK_QUERIES 12

// One head of one sequence; its scratch.
typedef struct {
    const ck_attention *call;
    size_t rows, width;
    // Floats between neighbouring rows of qkv and of out.
    ptrdiff_t qkv_row, out_row;
    const float *query, *key, *value, *out_gradient;
    float *out, *log_sum_exp;
    // Keys and values turned round, `width` floats a row: zeros behind the last key.
    float *keys, *values;
    // Blocks of probabilities and of their gradients.
    float *chances, *slopes;
} head_work;

static void turn(const head_work *head, const float *from, float *to, float scale) {
    const size_t size = head->call->size;
    transpose(&(ck_transpose){
        head->rows, size, from, head->qkv_row, to, (ptrdiff_t)head->width, scale});
    for (size_t j = 0; j < size; j++) {
        for (size_t i = head->rows; i < head->width; i++) to[j * head->width + i] = 0;
    }
}

static head_work head_at(const ck_attention *call, size_t sequence, size_t index) {
    const size_t size = call->size, wide = call->heads * size;
    const size_t first = (size_t)call->offsets[sequence];
    head_work head = {.call = call, .rows = (size_t)call->offsets[sequence + 1] - first};
    head.width = rounded_up(head.rows, CK_LANES);
    head.qkv_row = (ptrdiff_t)(3 * wide);
    head.out_row = (ptrdiff_t)wide;
    head.query = call->qkv + first * 3 * wide + index * size;
    head.key = head.query + wide;
    head.value = head.key + wide;
    head.out = call->out + first * wide + index * size;
    head.log_sum_exp = call->log_sum_exp + first * call->heads + index;
    if (call->out_gradient) head.out_gradient = call->out_gradient + first * wide + index * size;
    const size_t turned = rounded_up(head.width * size, 16);
    head.keys = call->scratch;
    head.values = head.keys + turned;
    head.chances = head.values + turned;
    head.slopes = head.chances + CK_ATTENTION_BLOCK * head.width;
    return head;
}

// The first key that a query sees.
CK_INLINE size_t first_key(const head_work *head, size_t query) {
    const size_t window = head->call->window;
    return window && query >= window ? query - window + 1 : 0;
}

// Scores of `count` queries from `query` on against the keys from `start` up to the last query's own,
// rounded up to whole vectors; `against` is turned round.
CK_INLINE void score(
    const head_work *head, const float *rows, ptrdiff_t row, const float *against, size_t query,
    size_t count, size_t start, float *scores
) {
    const size_t end = rounded_up(query + count, CK_LANES);
    tile_work work = {
        head->call->size, rows + (ptrdiff_t)query * row, row, 1, against + start,
        (ptrdiff_t)head->width, scores + start, (ptrdiff_t)head->width, NULL, 0};
    gemm_block(work, count, least(end, head->width) - start);
}

// Puts minus infinity in place of the scores of keys that a query must not see, from `start` up to
// `end`: whole vectors, so that the next load finds them in one piece.
CK_INLINE void hide(const head_work *head, float *row, size_t query, size_t start, size_t end) {
    const lanes none = splat(-__builtin_inff());
    const size_t first = first_key(head, query);
    for (size_t j = start; j < first; j += CK_LANES) {
        store(row + j, choose(lane_numbers() < (int32_t)(first - j), none, load(row + j)));
    }
    for (size_t j = query / CK_LANES * CK_LANES; j < end; j += CK_LANES) {
        const int32_t last = (int32_t)query - (int32_t)j;
        store(row + j, choose(lane_numbers() > last, none, load(row + j)));
    }
}

// Turns rows of scores into e to the power of score minus the row's largest. The largest are found
// first, for all rows, so that no row's exponentials wait for the end of its own search.
CK_INLINE void soften(
    const head_work *head, float *scores, size_t query, size_t count, size_t start, size_t end,
    float *largest, float *sums
) {
    for (size_t i = 0; i < count; i++) {
        float *row = scores + i * head->width;
        hide(head, row, query + i, start, end);
        lanes high = load(row + start);
        for (size_t j = start + CK_LANES; j < end; j += CK_LANES) {
            high = larger(load(row + j), high);
        }
        largest[i] = largest_of(high);
    }
    for (size_t i = 0; i < count; i++) {
        float *row = scores + i * head->width;
        const lanes high = splat(largest[i]);
        lanes total = splat(0.0f);
        for (size_t j = start; j < end; j += CK_LANES) {
            lanes chance = exponential(load(row + j) - high);
            store(row + j, chance);
            total += chance;
        }
        sums[i] = sum_of(total);
    }
}

static void attend(const head_work *head, size_t query, size_t count) {
    const ck_attention *call = head->call;
    const size_t start = first_key(head, query) / CK_LANES * CK_LANES;
    const size_t end = least(rounded_up(query + count, CK_LANES), head->width);
    float *scores = head->chances;
    float largest[CK_QUERIES], sums[CK_QUERIES];
    score(head, head->query, head->qkv_row, head->keys, query, count, start, scores);
    soften(head, scores, query, count, start, end, largest, sums);
    float *out = head->out + (ptrdiff_t)query * head->out_row;
    tile_work work = {
        query + count - start, scores + start, (ptrdiff_t)head->width, 1,
        head->value + (ptrdiff_t)start * head->qkv_row, head->qkv_row, out, head->out_row, NULL, 0};
    gemm_block(work, count, call->size);
    for (size_t i = 0; i < count; i++) {
        float *row = out + (ptrdiff_t)i * head->out_row;
        const float scale = 1 / sums[i];
        for (size_t j = 0; j < call->size; j++) row[j] *= scale;
        head->log_sum_exp[(query + i) * call->heads] = largest[i] + logf(sums[i]);
    }
}

static void attention_forward(const ck_attention *call) {
    const float scale = 1 / sqrtf((float)call->size);
    for (size_t s = 0; s < call->sequences; s++) {
        for (size_t h = 0; h < call->heads; h++) {
            head_work head = head_at(call, s, h);
            turn(&head, head.key, head.keys, scale);
            for (size_t query = 0; query < head.rows; query += CK_QUERIES) {
                attend(&head, query, least(CK_QUERIES, head.rows - query));
            }
        }
    }
}

// Probabilities of a few queries and the gradients of their scores, zero where no key is seen.
static void slope(const head_work *head, size_t query, size_t count, size_t block) {
    const ck_attention *call = head->call;
    const size_t size = call->size;
    const float scale = 1 / sqrtf((float)size);
    const size_t start = first_key(head, block) / CK_LANES * CK_LANES;
    const size_t end = least(rounded_up(query + count, CK_LANES), head->width);
    float *chances = head->chances + (query - block) * head->width;
    float *gradients = head->slopes + (query - block) * head->width;
    score(head, head->query, head->qkv_row, head->keys, query, count, start, chances);
    score(head, head->out_gradient, head->out_row, head->values, query, count, start, gradients);
    for (size_t i = 0; i < count; i++) {
        float *row = chances + i * head->width, *gradient = gradients + i * head->width;
        hide(head, row, query + i, start, end);
        const lanes common = splat(product(
            head->out + (ptrdiff_t)(query + i) * head->out_row,
            head->out_gradient + (ptrdiff_t)(query + i) * head->out_row, size));
        const lanes log_sum_exp = splat(head->log_sum_exp[(query + i) * call->heads]);
        for (size_t j = start; j < end; j += CK_LANES) {
            lanes chance = exponential(load(row + j) - log_sum_exp);
            store(row + j, chance);
            store(gradient + j, chance * (load(gradient + j) - common) * scale);
        }
    }
}

// Adds to the gradients of keys (or values) what one block of queries gives: the transposed block
// times the queries (or times the gradients of their outputs). `block` lies in CK_ATTENTION_BLOCK rows from
// `query` on; each holds numbers up to the end of its own CK_QUERIES queries only.
static void give(
    const head_work *head, const float *block, const float *from, ptrdiff_t from_row, float *to,
    size_t query, size_t count
) {
    const size_t end = query + count;
    for (size_t key = first_key(head, query); key < end;) {
        const size_t keys = least(CK_QUERIES - key % CK_QUERIES, end - key);
        // Queries before a key see nothing of it. A key after `query` begins CK_QUERIES queries.
        const size_t low = most(query, key);
        tile_work work = {
            end - low, block + (low - query) * head->width + key, 1, (ptrdiff_t)head->width,
            from + (ptrdiff_t)low * from_row, from_row, to + (ptrdiff_t)key * head->qkv_row,
            head->qkv_row, NULL, 1};
        gemm_block(work, keys, head->call->size);
        key += keys;
    }
}

static void attend_back(const head_work *head, float *gradient) {
    const size_t size = head->call->size, wide = head->call->heads * size;
    float *key_gradient = gradient + wide, *value_gradient = key_gradient + wide;
    for (size_t i = 0; i < head->rows; i++) {
        memset(key_gradient + (ptrdiff_t)i * head->qkv_row, 0, size * sizeof(float));
        memset(value_gradient + (ptrdiff_t)i * head->qkv_row, 0, size * sizeof(float));
    }
    for (size_t block = 0; block < head->rows; block += CK_ATTENTION_BLOCK) {
        const size_t end = least(block + CK_ATTENTION_BLOCK, head->rows);
        const size_t start = first_key(head, block) / CK_LANES * CK_LANES;
        for (size_t query = block; query < end; query += CK_QUERIES) {
            const size_t count = least(CK_QUERIES, end - query);
            slope(head, query, count, block);
            tile_work work = {
                query + count - start, head->slopes + (query - block) * head->width + start,
                (ptrdiff_t)head->width, 1, head->key + (ptrdiff_t)start * head->qkv_row,
                head->qkv_row, gradient + (ptrdiff_t)query * head->qkv_row, head->qkv_row, NULL, 0};
            gemm_block(work, count, size);
        }
        give(head, head->slopes, head->query, head->qkv_row, key_gradient, block, end - block);
        give(
            head, head->chances, head->out_gradient, head->out_row, value_gradient, block,
            end - block);
    }
}

static void attention_backward(const ck_attention *call) {
    const float scale = 1 / sqrtf((float)call->size);
    const size_t wide = call->heads * call->size;
    for (size_t s = 0; s < call->sequences; s++) {
        for (size_t h = 0; h < call->heads; h++) {
            head_work head = head_at(call, s, h);
            turn(&head, head.key, head.keys, scale);
            turn(&head, head.value, head.values, 1);
            attend_back(
                &head, call->qkv_gradient + (size_t)call->offsets[s] * 3 * wide + h * call->size);
        }
    }
}

// One head's answer by running softmax over chunks of rows (Milakov and Gimelshein 2018).
static void decode_head(const ck_attention_decode *call, size_t offset) {
    enum { chunk = 64 };
    const size_t size = call->size;
    const float *query = call->query + offset, scale = 1 / sqrtf((float)size);
    float *out = call->out + offset;
    float scores[chunk] __attribute__((aligned(64)));
    float largest = -__builtin_inff(), sum = 0;
    for (size_t j = 0; j < size; j++) out[j] = 0;
    for (size_t start = 0; start < call->rows; start += chunk) {
        const size_t count = least(chunk, call->rows - start);
        float high = largest;
        for (size_t i = 0; i < count; i++) {
            const float *key = call->keys + (ptrdiff_t)(start + i) * call->row + offset;
            scores[i] = product(query, key, size) * scale;
            high = scores[i] > high ? scores[i] : high;
        }
        for (size_t i = count; i < chunk; i++) scores[i] = -__builtin_inff();
        lanes total = splat(0.0f);
        for (size_t i = 0; i < chunk; i += CK_LANES) {
            lanes chance = exponential(load(scores + i) - high);
            store(scores + i, chance);
            total += chance;
        }
        const float kept = start == 0 ? 0 : expf(largest - high);
        sum = sum * kept + sum_of(total);
        largest = high;
        const float *values = call->values + (ptrdiff_t)start * call->row + offset;
        for (size_t j = 0; j < size; j++) out[j] *= kept;
        tile_work work = {count, scores, 0, 1, values, call->row, out, 0, NULL, 1};
        gemm_block(work, 1, size);
    }
    for (size_t j = 0; j < size; j++) out[j] /= sum;
}

// Without rows there is nothing to see: the answer is zero.
static void attention_decode(const ck_attention_decode *call) {
    for (size_t h = 0; h < call->heads; h++) decode_head(call, h * call->size);
    if (call->rows == 0) memset(call->out, 0, call->heads * call->size * sizeof(float));
}
