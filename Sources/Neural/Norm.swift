internal import CKernels

/// The norm of rows, with a gain and perhaps a bias for each column.
///
/// Layer norm (Ba, Kiros and Hinton, 2016): (x − mean) / √(variance + ε) · gain + bias. Root mean
/// square norm (Zhang and Sennrich, 2019): x / √(mean of x² + ε) · gain.
///
/// A forward pass leaves two numbers for each row in `moments`, a tensor of two columns: mean and
/// 1 / deviation. The backward pass reads them and the input. A NaN makes its whole row NaN.
package struct Norm {
    package enum Kind: Sendable {
        case layer
        case rootMeanSquare
    }

    /// One row.
    package let gain: Tensor
    /// One row; none in a root mean square norm.
    package let bias: Tensor?
    package let epsilon: Float

    /// With parameters that lie elsewhere, such as in one block with those of a whole model.
    package init(gain: Tensor, bias: Tensor?, epsilon: Float = 1e-5) {
        precondition(gain.rows == 1 && bias?.hasShape(of: gain) ?? true)
        self.gain = gain
        self.bias = bias
        self.epsilon = epsilon
    }

    /// Gain one, bias zero.
    package init(_ kind: Kind = .layer, columns: Int, epsilon: Float = 1e-5) {
        precondition(columns > 0)
        gain = Tensor(rows: 1, columns: columns)
        gain.fill(1)
        bias = kind == .layer ? Tensor(rows: 1, columns: columns) : nil
        self.epsilon = epsilon
    }

    private init(zerosLike norm: Norm) {
        gain = Tensor(rows: 1, columns: norm.gain.columns)
        bias = norm.bias.map { Tensor(rows: 1, columns: $0.columns) }
        epsilon = norm.epsilon
    }

    /// Zeros in place of the parameters: what a backward pass adds their gradients to.
    package func makeGradient() -> Norm { Norm(zerosLike: self) }

    /// Parameters, in a fixed order.
    package var parameters: [Tensor] { [gain] + (bias.map { [$0] } ?? []) }

    /// Normalises `input` into `output`, which may be `input` if no backward pass follows.
    package func forward(_ input: Tensor, into output: Tensor, moments: Tensor) {
        prepare(input, output, moments)
        unsafe ck_norm(
            input.floats.baseAddress, gain.floats.baseAddress, bias?.floats.baseAddress,
            output.floats.baseAddress, moments.floats.baseAddress, input.rows, input.columns,
            epsilon)
    }

    /// sum = input + dropout(addend), then output = norm(sum), in one pass. `sum` may be `input` or
    /// `addend`, and `output` may be `addend`; the backward pass reads the sum.
    package func forward(
        adding addend: Tensor, to input: Tensor, dropout: Dropout.Mask = .none, sum: Tensor,
        into output: Tensor, moments: Tensor
    ) {
        precondition(addend.hasShape(of: input) && sum.columns == input.columns)
        prepare(input, output, moments)
        sum.rows = input.rows
        var mask = dropout.kernel
        unsafe ck_norm_add(
            input.floats.baseAddress, addend.floats.baseAddress, &mask, gain.floats.baseAddress,
            bias?.floats.baseAddress, sum.floats.baseAddress, output.floats.baseAddress,
            moments.floats.baseAddress, input.rows, input.columns, epsilon)
    }

    /// output = gate ∘ norm(input), as in HSTU (Zhai et al., 2024).
    package func forward(
        _ input: Tensor, gate: Tensor, into output: Tensor, moments: Tensor
    ) {
        precondition(gate.hasShape(of: input))
        prepare(input, output, moments)
        unsafe ck_norm_gate(
            input.floats.baseAddress, gate.floats.baseAddress, gain.floats.baseAddress,
            bias?.floats.baseAddress, output.floats.baseAddress, moments.floats.baseAddress,
            input.rows, input.columns, epsilon)
    }

    private func prepare(_ input: Tensor, _ output: Tensor, _ moments: Tensor) {
        precondition(
            input.columns == gain.columns && output.columns == gain.columns
                && moments.columns == 2)
        output.rows = input.rows
        moments.rows = input.rows
    }
}
