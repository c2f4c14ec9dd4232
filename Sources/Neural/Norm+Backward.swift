internal import CKernels

/// Each takes the gradient of the output, and adds those of gain and bias to `parameters`.
extension Norm {
    /// The backward pass of a norm. `inputGradient` is added to if `accumulating`, else overwritten;
    /// it may be `gradient` in the second case.
    package func backward(
        _ gradient: Tensor, input: Tensor, moments: Tensor, into inputGradient: Tensor,
        accumulating: Bool = false, parameters: Norm
    ) {
        check(gradient, input, moments, parameters)
        precondition(inputGradient.columns == input.columns)
        precondition(!accumulating || inputGradient.rows == input.rows)
        inputGradient.rows = input.rows
        unsafe ck_norm_backward(
            gradient.floats.baseAddress, input.floats.baseAddress, moments.floats.baseAddress,
            gain.floats.baseAddress, inputGradient.floats.baseAddress, accumulating ? 1 : 0,
            parameters.gain.floats.baseAddress, parameters.bias?.floats.baseAddress, input.rows,
            input.columns)
    }

    /// The backward pass of a norm of a sum, with the mask of the forward pass.
    ///
    /// `sumGradient` holds the gradient that reached the sum on its other ways, and is added to:
    /// afterwards it is the gradient of the sum's input too. `addendGradient` receives that of the
    /// addend; without dropout it is `sumGradient`, and nothing is written there.
    package func backward(
        _ gradient: Tensor, sum: Tensor, moments: Tensor, addingTo sumGradient: Tensor,
        dropout: Dropout.Mask = .none, addendGradient: Tensor? = nil, parameters: Norm
    ) {
        check(gradient, sum, moments, parameters)
        precondition(sumGradient.hasShape(of: sum))
        precondition(
            dropout.isIdentity || addendGradient?.columns == sum.columns,
            "with dropout the addend has a gradient of its own")
        if !dropout.isIdentity { addendGradient?.rows = sum.rows }
        var mask = dropout.kernel
        unsafe ck_norm_add_backward(
            gradient.floats.baseAddress, sum.floats.baseAddress, moments.floats.baseAddress,
            gain.floats.baseAddress, &mask, sumGradient.floats.baseAddress,
            dropout.isIdentity ? nil : addendGradient?.floats.baseAddress,
            parameters.gain.floats.baseAddress, parameters.bias?.floats.baseAddress, sum.rows,
            sum.columns)
    }

    /// The backward pass of a gated norm; one of the two results may be `gradient` itself.
    package func backward(
        _ gradient: Tensor, input: Tensor, gate: Tensor, moments: Tensor,
        into inputGradient: Tensor, gateGradient: Tensor, parameters: Norm
    ) {
        check(gradient, input, moments, parameters)
        precondition(gate.hasShape(of: input) && inputGradient !== gateGradient)
        precondition(
            inputGradient.columns == input.columns && gateGradient.columns == input.columns)
        inputGradient.rows = input.rows
        gateGradient.rows = input.rows
        unsafe ck_norm_gate_backward(
            gradient.floats.baseAddress, input.floats.baseAddress, gate.floats.baseAddress,
            moments.floats.baseAddress, gain.floats.baseAddress, bias?.floats.baseAddress,
            inputGradient.floats.baseAddress, gateGradient.floats.baseAddress,
            parameters.gain.floats.baseAddress, parameters.bias?.floats.baseAddress, input.rows,
            input.columns)
    }

    private func check(_ gradient: Tensor, _ input: Tensor, _ moments: Tensor, _ other: Norm) {
        precondition(gradient.hasShape(of: input) && moments.rows == input.rows)
        precondition(input.columns == gain.columns && other.gain.columns == gain.columns)
        precondition((bias == nil) == (other.bias == nil), "the gradient is of another kind")
    }
}
