// What every kernel file needs.
#ifndef MARTLET_KERNEL_H
#define MARTLET_KERNEL_H

#include <stddef.h>
#include <stdint.h>

// One function compiled for several processors, chosen when the program is loaded (IFUNC).
// Only "arch=x86-64-v3" brings fused multiply-add; "avx2" alone does not.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif

// First in a function's body: sums may be taken in any order, so that they become vectors.
#define CK_FAST _Pragma("clang fp reassociate(on) contract(fast)")

#define CK_INLINE static inline __attribute__((always_inline))

#endif
