internal import CKernels

/// What a branch of a gated block lets through: branch ∘ logistic(gate), element by element (LiGR:
/// Borisyuk et al., "From features to transformers", 2025).
package enum Gate {
    /// - Parameters:
    ///   - gate: Before the logistic function; afterwards its value.
    ///   - bias: One row, added first.
    ///   - branch: Is multiplied by the gate.
    ///   - kept: Receives the branch as it was, for the backward pass.
    package static func forward(
        _ gate: Tensor, bias: Tensor, branch: Tensor, keeping kept: Tensor
    ) {
        precondition(gate.hasShape(of: branch) && kept.columns == branch.columns)
        precondition(bias.rows == 1 && bias.columns == gate.columns)
        kept.rows = branch.rows
        unsafe ck_gate(
            gate.floats.baseAddress, bias.floats.baseAddress, branch.floats.baseAddress,
            kept.floats.baseAddress, gate.rows, gate.columns)
    }

    /// From the gradient of the product, that of the branch and that of the gate's input.
    package static func backward(
        _ gradient: Tensor, kept: Tensor, gate: Tensor, branchGradient: Tensor,
        gateGradient: Tensor
    ) {
        precondition(gradient.hasShape(of: gate) && kept.hasShape(of: gate))
        precondition(gradient !== branchGradient && gradient !== gateGradient)
        precondition(
            branchGradient.columns == gate.columns && gateGradient.columns == gate.columns)
        branchGradient.rows = gate.rows
        gateGradient.rows = gate.rows
        unsafe ck_gate_backward(
            gradient.floats.baseAddress, kept.floats.baseAddress, gate.floats.baseAddress,
            branchGradient.floats.baseAddress, gateGradient.floats.baseAddress, gate.count)
    }
}
