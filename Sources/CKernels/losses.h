// Losses over sampled candidates and over all items. Included by tables_*.c only, after gemm.h.

// The logits of one row after masking, and what comes of it: the loss, the negatives' slopes in
// place of their logits, and the target's slope.
typedef struct {
    double loss;
    float slope;
} candidate_result;

// Hides negatives that are the target. Returns the largest that is left.
CK_INLINE float mask(float *logits, size_t count, const int32_t *ids, int32_t target) {
    lanes high = splat(-__builtin_inff());
    const integers wanted = splat_integer(target);
    for (size_t j = 0; j < count; j += CK_LANES) {
        integers same = *(const integers_anywhere *)(ids + j) == wanted;
        lanes seen = choose(same, splat(-__builtin_inff()), load(logits + j));
        store(logits + j, seen);
        high = larger(seen, high);
    }
    return largest_of(high);
}

CK_INLINE candidate_result soften_candidates(
    float *logits, size_t count, float target, float high, float scale
) {
    high = target > high ? target : high;
    lanes total = splat(0.0f);
    for (size_t j = 0; j < count; j += CK_LANES) {
        lanes chance = exponential(load(logits + j) - high);
        store(logits + j, chance);
        total += chance;
    }
    const float own = expf(target - high), sum = sum_of(total) + own, factor = scale / sum;
    for (size_t j = 0; j < count; j += CK_LANES) store(logits + j, load(logits + j) * factor);
    return (candidate_result){(double)(logf(sum) + high - target), own * factor - scale};
}

// gSASRec (Petrov and Macdonald 2023): minus the logarithms of σ(target)^β and of 1 - σ(negative).
CK_INLINE candidate_result judge_candidates(
    float *logits, size_t count, float target, float beta, float scale
) {
    lanes total = splat(0.0f), loss;
    for (size_t j = 0; j < count; j += CK_LANES) {
        lanes chance = logistic(load(logits + j), &loss);
        store(logits + j, chance * scale);
        total += loss;
    }
    const float missed = logistic(splat(-target), &loss)[0];
    return (candidate_result){(double)(sum_of(total) + beta * loss[0]), -beta * missed * scale};
}

typedef struct {
    size_t width;
    float *turned, *bias, *logits;
    int32_t *ids;
} sampled_scratch;

static sampled_scratch prepare_sampled(const ck_sampled *call) {
    sampled_scratch s = {.width = rounded_up(call->negatives, 16)};
    s.turned = call->scratch;
    s.bias = s.turned + call->size * s.width;
    s.logits = s.bias + s.width;
    s.ids = (int32_t *)(s.logits + CK_LOSS_BLOCK * s.width);
    transpose(&(ck_transpose){
        call->negatives, call->size, call->negative, (ptrdiff_t)call->size, s.turned,
        (ptrdiff_t)s.width, call->scale});
    for (size_t j = 0; j < s.width; j++) {
        const int real = j < call->negatives;
        // Behind the last negative, logits are minus infinity: they add nothing anywhere.
        s.bias[j] = !real ? -__builtin_inff()
            : call->negative_correction ? -call->negative_correction[j] : 0;
        s.ids[j] = real ? call->negative_ids[j] : 0;
        if (!real) for (size_t k = 0; k < call->size; k++) s.turned[k * s.width + j] = 0;
    }
    return s;
}

// The loss of one row; its slopes for the negatives replace its logits, and what the target's
// slope gives is written to the gradients.
static double sampled_row(
    const ck_sampled *call, const sampled_scratch *s, size_t row, float *logits, float *slope
) {
    const size_t size = call->size;
    const float weight = call->weights ? call->weights[row] : 1;
    const float scale = weight * call->gradient_scale * call->scale;
    const float *hidden = call->hidden + row * size;
    float target = call->scale * product(hidden, call->target + row * size, size);
    if (call->target_correction) target -= call->target_correction[row];
    const float high = mask(logits, s->width, s->ids, call->target_ids[row]);
    const candidate_result result = call->kind == CK_SOFTMAX
        ? soften_candidates(logits, s->width, target, high, scale)
        : judge_candidates(logits, s->width, target, call->beta, scale);
    *slope = result.slope;
    return (double)weight * result.loss;
}

static double sampled(const ck_sampled *call) {
    const size_t size = call->size;
    const sampled_scratch s = prepare_sampled(call);
    const ptrdiff_t width = (ptrdiff_t)s.width, wide = (ptrdiff_t)size;
    double loss = 0;
    for (size_t first = 0; first < call->rows; first += CK_LOSS_BLOCK) {
        const size_t rows = least(CK_LOSS_BLOCK, call->rows - first);
        const float *hidden = call->hidden + first * size;
        float *hidden_gradient = call->hidden_gradient + first * size;
        float slopes[CK_LOSS_BLOCK];
        gemm(&(ck_gemm){
            rows, s.width, size, hidden, wide, 1, s.turned, width, s.logits, width, s.bias, 0});
        for (size_t i = 0; i < rows; i++) {
            loss += sampled_row(call, &s, first + i, s.logits + i * s.width, slopes + i);
        }
        gemm(&(ck_gemm){
            rows, size, call->negatives, s.logits, width, 1, call->negative, wide, hidden_gradient,
            wide, NULL, 0});
        gemm(&(ck_gemm){
            call->negatives, size, rows, s.logits, 1, width, hidden, wide, call->negative_gradient,
            wide, NULL, 1});
        for (size_t i = 0; i < rows; i++) {
            const float *target = call->target + (first + i) * size;
            float *target_gradient = call->target_gradient + (first + i) * size;
            for (size_t j = 0; j < size; j++) {
                hidden_gradient[i * size + j] += slopes[i] * target[j];
                target_gradient[j] = slopes[i] * hidden[i * size + j];
            }
        }
    }
    return loss;
}

// All items, block by block. The first pass keeps for each row the largest logit so far and the sum
// of exponentials (Milakov and Gimelshein 2018); the second computes logits once more.
typedef struct {
    float *turned, *bias, *logits, *largest, *sums, *targets;
} full_scratch;

// Logits of a few rows against a block of items; behind the last item they are minus infinity.
static void item_logits(
    const ck_full *call, const full_scratch *s, size_t row, size_t rows, size_t width
) {
    gemm(&(ck_gemm){
        rows, width, call->size, call->hidden + row * call->size, (ptrdiff_t)call->size, 1,
        s->turned, CK_LOSS_ITEMS, s->logits, CK_LOSS_ITEMS, s->bias, 0});
}

// Turns a block of items round. Returns its count rounded up to whole vectors.
static size_t prepare_items(const ck_full *call, const full_scratch *s, size_t first, size_t count) {
    const size_t width = rounded_up(count, 16);
    transpose(&(ck_transpose){
        count, call->size, call->items_table + first * call->size, (ptrdiff_t)call->size, s->turned,
        CK_LOSS_ITEMS, call->scale});
    for (size_t j = 0; j < count; j++) s->bias[j] = call->bias ? call->bias[first + j] : 0;
    for (size_t j = count; j < width; j++) {
        s->bias[j] = -__builtin_inff();
        for (size_t k = 0; k < call->size; k++) s->turned[k * CK_LOSS_ITEMS + j] = 0;
    }
    return width;
}

static void gather_sums(
    const ck_full *call, const full_scratch *s, size_t row, const float *logits, size_t width,
    size_t first
) {
    lanes high = load(logits);
    for (size_t j = CK_LANES; j < width; j += CK_LANES) high = larger(load(logits + j), high);
    const float before = s->largest[row], here = largest_of(high);
    const float now = here > before ? here : before;
    lanes total = splat(0.0f);
    for (size_t j = 0; j < width; j += CK_LANES) total += exponential(load(logits + j) - now);
    const float kept = first == 0 ? 0 : s->sums[row] * expf(before - now);
    s->sums[row] = kept + sum_of(total);
    s->largest[row] = now;
    const size_t target = (size_t)call->target_ids[row];
    if (target >= first && target < first + width) s->targets[row] = logits[target - first];
}

static void item_slopes(
    const ck_full *call, const full_scratch *s, size_t row, float *logits, size_t width,
    size_t first
) {
    const float weight = call->weights ? call->weights[row] : 1;
    const float scale = weight * call->gradient_scale * call->scale;
    const float shift = s->largest[row], factor = scale / s->sums[row];
    for (size_t j = 0; j < width; j += CK_LANES) {
        store(logits + j, exponential(load(logits + j) - shift) * factor);
    }
    const size_t target = (size_t)call->target_ids[row];
    if (target >= first && target < first + width) logits[target - first] -= scale;
}

static void full_backward(const ck_full *call, const full_scratch *s, size_t first, size_t count) {
    const size_t size = call->size, width = prepare_items(call, s, first, count);
    const ptrdiff_t wide = (ptrdiff_t)size;
    for (size_t row = 0; row < call->rows; row += CK_LOSS_BLOCK) {
        const size_t rows = least(CK_LOSS_BLOCK, call->rows - row);
        item_logits(call, s, row, rows, width);
        for (size_t i = 0; i < rows; i++) {
            item_slopes(call, s, row + i, s->logits + i * CK_LOSS_ITEMS, width, first);
        }
        gemm(&(ck_gemm){
            rows, size, count, s->logits, CK_LOSS_ITEMS, 1, call->items_table + first * size, wide,
            call->hidden_gradient + row * size, wide, NULL, first > 0});
        gemm(&(ck_gemm){
            count, size, rows, s->logits, 1, CK_LOSS_ITEMS, call->hidden + row * size, wide,
            call->items_gradient + first * size, wide, NULL, 1});
    }
}

static double full(const ck_full *call) {
    full_scratch s;
    s.turned = call->scratch;
    s.bias = s.turned + call->size * CK_LOSS_ITEMS;
    s.logits = s.bias + CK_LOSS_ITEMS;
    s.largest = s.logits + CK_LOSS_BLOCK * CK_LOSS_ITEMS;
    s.sums = s.largest + call->rows;
    s.targets = s.sums + call->rows;
    for (size_t i = 0; i < call->rows; i++) s.largest[i] = -__builtin_inff();
    for (size_t first = 0; first < call->items; first += CK_LOSS_ITEMS) {
        const size_t width = prepare_items(call, &s, first, least(CK_LOSS_ITEMS, call->items - first));
        for (size_t row = 0; row < call->rows; row += CK_LOSS_BLOCK) {
            const size_t rows = least(CK_LOSS_BLOCK, call->rows - row);
            item_logits(call, &s, row, rows, width);
            for (size_t i = 0; i < rows; i++) {
                gather_sums(call, &s, row + i, s.logits + i * CK_LOSS_ITEMS, width, first);
            }
        }
    }
    double loss = 0;
    for (size_t i = 0; i < call->rows; i++) {
        const float weight = call->weights ? call->weights[i] : 1;
        loss += (double)(weight * (logf(s.sums[i]) + s.largest[i] - s.targets[i]));
    }
    if (!call->hidden_gradient) return loss;
    for (size_t first = 0; first < call->items; first += CK_LOSS_ITEMS) {
        full_backward(call, &s, first, least(CK_LOSS_ITEMS, call->items - first));
    }
    return loss;
}

static double binary(const ck_elementwise *call) {
    double loss = 0;
    for (size_t i = 0; i < call->count; i++) {
        lanes softplus;
        const float x = call->predictions[i], y = call->labels[i];
        const float weight = call->weights ? call->weights[i] : 1;
        const float chance = logistic(splat(x), &softplus)[0];
        loss += (double)weight * ((double)softplus[0] - (double)x * (double)y);
        call->gradient[i] = weight * call->gradient_scale * (chance - y);
    }
    return loss;
}

static double squared(const ck_elementwise *call) {
    double loss = 0;
    for (size_t i = 0; i < call->count; i++) {
        const float difference = call->predictions[i] - call->labels[i];
        const float weight = call->weights ? call->weights[i] : 1;
        loss += (double)weight * (double)difference * (double)difference;
        call->gradient[i] = 2 * weight * call->gradient_scale * difference;
    }
    return loss;
}
