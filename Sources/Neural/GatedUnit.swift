internal import CKernels

/// SwiGLU (Shazeer, "GLU variants improve transformer", 2020): rows [a | b] become silu(a) ∘ b.
///
/// As with `Activation`, the form for training leaves the slopes in place of the input.
package enum GatedUnit {
    /// `input` has twice as many columns as `output`; `bias`, one row as wide, is added first.
    package static func forward(_ input: Tensor, bias: Tensor? = nil, into output: Tensor) {
        prepare(input, bias, output)
        unsafe ck_swiglu(
            input.floats.baseAddress, bias?.floats.baseAddress, output.floats.baseAddress,
            input.rows, output.columns)
    }

    /// Leaves [b · slope of silu(a) | silu(a)] in `input`, for `backward`.
    package static func forwardLeavingSlope(
        in input: Tensor, bias: Tensor? = nil, into output: Tensor
    ) {
        prepare(input, bias, output)
        unsafe ck_swiglu_slope(
            input.floats.baseAddress, bias?.floats.baseAddress, output.floats.baseAddress,
            input.rows, output.columns)
    }

    /// The gradient of the input, which may be stored in `slope`. That of the bias is added to
    /// `biasGradient`, one row.
    package static func backward(
        _ gradient: Tensor, slope: Tensor, into inputGradient: Tensor,
        biasGradient: Tensor? = nil
    ) {
        precondition(slope.columns == 2 * gradient.columns && slope.rows == gradient.rows)
        precondition(inputGradient.columns == slope.columns)
        precondition(biasGradient.map { $0.rows == 1 && $0.columns == slope.columns } ?? true)
        inputGradient.rows = slope.rows
        unsafe ck_swiglu_backward(
            gradient.floats.baseAddress, slope.floats.baseAddress,
            inputGradient.floats.baseAddress, biasGradient?.floats.baseAddress, gradient.rows,
            gradient.columns)
    }

    private static func prepare(_ input: Tensor, _ bias: Tensor?, _ output: Tensor) {
        precondition(input.columns == 2 * output.columns)
        precondition(bias.map { $0.rows == 1 && $0.columns == input.columns } ?? true)
        output.rows = input.rows
    }
}
