#include "blocks.h"

extern const ck_kernels ck_kernels_portable;
#if defined(__x86_64__)
extern const ck_kernels ck_kernels_avx2, ck_kernels_avx512;
#endif

const ck_kernels *ck_kernels_at(size_t index) {
    if (index == 0) return &ck_kernels_portable;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (index == 1 && __builtin_cpu_supports("x86-64-v3")) return &ck_kernels_avx2;
    if (index == 2 && __builtin_cpu_supports("x86-64-v4")) return &ck_kernels_avx512;
#endif
    return NULL;
}

static size_t whole_vectors(size_t count) { return (count + 15) / 16 * 16; }

size_t ck_attention_scratch(size_t longest, size_t size) {
    return 2 * whole_vectors(longest) * (whole_vectors(size) + CK_ATTENTION_BLOCK);
}

size_t ck_encoder_scratch(size_t longest, size_t size) {
    return whole_vectors(longest) * (whole_vectors(size) + CK_ATTENTION_BLOCK);
}

size_t ck_sampled_scratch(size_t negatives, size_t size) {
    return whole_vectors(negatives) * (size + 2 + CK_LOSS_BLOCK);
}

size_t ck_full_scratch(size_t rows, size_t size) {
    return CK_LOSS_ITEMS * (size + 1 + CK_LOSS_BLOCK) + 3 * rows;
}
