#ifndef MARTLET_CKERNELS_TABLE_H
#define MARTLET_CKERNELS_TABLE_H

#include "CKernelsAttention.h"
#include "CKernelsEncoder.h"
#include "CKernelsGemm.h"
#include "CKernelsLosses.h"

/// The heavy kernels, made for one kind of processor: their tiles fill its registers.
///
/// Losses are sums over rows. What is not a number in any input makes the loss not a number.
typedef struct {
    const char *name;
    void (*gemm)(const ck_gemm *);
    void (*transpose)(const ck_transpose *);
    /// `sums[column] (+)= Σ over rows`: a bias's gradient.
    void (*sum_rows)(const float *from, size_t rows, size_t columns, float *sums, int accumulate);
    /// e to the power of each; at most 88 counts.
    void (*exponential)(const float *from, float *to, size_t count);
    void (*attention_forward)(const ck_attention *);
    void (*attention_backward)(const ck_attention *);
    void (*attention_decode)(const ck_attention_decode *);
    double (*sampled)(const ck_sampled *);
    double (*full)(const ck_full *);
    /// Of logits.
    double (*binary)(const ck_elementwise *);
    double (*squared)(const ck_elementwise *);
    void (*project)(const ck_projection *);
    void (*encoder_attention)(const ck_encoder_attention *);
} ck_kernels;

/// The tables by rising demands on the processor: portable, AVX2 with FMA, AVX-512. NULL where the
/// processor has not what it takes, and past the last.
const ck_kernels *ck_kernels_at(size_t index);

#endif
