internal import CKernels

/// A smooth step of each element, after a bias has been added.
///
/// The form for training leaves the slope at each element in place of the input: the backward pass
/// is then a product, and no exponential is computed twice. Absolute error of values and slopes:
/// below 5·10⁻⁷, of values beyond |x| = 16 that of their own rounding. NaN stays NaN.
package enum Activation: Hashable, Sendable {
    /// x / 2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))) (Hendrycks and Gimpel, 2016).
    case gelu
    /// x / (1 + e⁻ˣ).
    case silu

    /// `output` may be `input`.
    package func forward(_ input: Tensor, bias: Tensor? = nil, into output: Tensor) {
        prepare(input, bias, output)
        let bias = unsafe bias?.floats.baseAddress
        let (source, target) = unsafe (input.floats.baseAddress, output.floats.baseAddress)
        switch self {
        case .gelu: unsafe ck_gelu(source, bias, target, input.rows, input.columns)
        case .silu: unsafe ck_silu(source, bias, target, input.rows, input.columns)
        }
    }

    /// Leaves the slopes in `input`, for `backward`.
    package func forwardLeavingSlope(
        in input: Tensor, bias: Tensor? = nil, into output: Tensor
    ) {
        precondition(input !== output)
        prepare(input, bias, output)
        let bias = unsafe bias?.floats.baseAddress
        let (source, target) = unsafe (input.floats.baseAddress, output.floats.baseAddress)
        switch self {
        case .gelu: unsafe ck_gelu_slope(source, bias, target, input.rows, input.columns)
        case .silu: unsafe ck_silu_slope(source, bias, target, input.rows, input.columns)
        }
    }

    /// The gradient of the input, which may be stored in `gradient` or `slope`. That of the bias is
    /// added to `biasGradient`, one row.
    package static func backward(
        _ gradient: Tensor, slope: Tensor, into inputGradient: Tensor,
        biasGradient: Tensor? = nil
    ) {
        precondition(gradient.hasShape(of: slope) && inputGradient.columns == slope.columns)
        precondition(biasGradient.map { $0.rows == 1 && $0.columns == slope.columns } ?? true)
        inputGradient.rows = slope.rows
        unsafe ck_slope_backward(
            gradient.floats.baseAddress, slope.floats.baseAddress,
            inputGradient.floats.baseAddress, biasGradient?.floats.baseAddress, slope.rows,
            slope.columns)
    }

    private func prepare(_ input: Tensor, _ bias: Tensor?, _ output: Tensor) {
        precondition(input.columns == output.columns)
        precondition(bias.map { $0.rows == 1 && $0.columns == input.columns } ?? true)
        output.rows = input.rows
    }
}
