internal import CKernels

extension Tensor {
    /// x / 2 · (1 + erf(x / √2)) of each element, as BERT has it: off by at most 3·10⁻⁷ of |x|.
    package func applyExactGELU() {
        unsafe ck_gelu_exact(floats.baseAddress, floats.baseAddress, count)
    }
}
