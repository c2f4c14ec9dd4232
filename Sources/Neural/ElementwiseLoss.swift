internal import CKernels

/// Losses of predictions, each against its own label.
///
/// Both return the weighted sum of losses and write the gradient of it times `gradientScale`. If
/// any input is not a number, nor is the loss.
package enum ElementwiseLoss {
    /// Binary cross-entropy of logits against labels in 0...1.
    package static func binary(
        _ logits: Tensor, labels: Tensor, weights: Tensor? = nil, gradientScale: Float,
        into gradient: Tensor, on target: KernelTarget = .best
    ) -> Double {
        var call = unsafe call(logits, labels, weights, gradientScale, gradient)
        return unsafe target.kernels.binary(&call)
    }

    /// The squared difference, not halved.
    package static func squared(
        _ predictions: Tensor, labels: Tensor, weights: Tensor? = nil, gradientScale: Float,
        into gradient: Tensor, on target: KernelTarget = .best
    ) -> Double {
        var call = unsafe call(predictions, labels, weights, gradientScale, gradient)
        return unsafe target.kernels.squared(&call)
    }

    private static func call(
        _ predictions: Tensor, _ labels: Tensor, _ weights: Tensor?, _ gradientScale: Float,
        _ gradient: Tensor
    ) -> ck_elementwise {
        gradient.rows = predictions.rows
        precondition(labels.count == predictions.count && gradient.count == predictions.count)
        precondition(weights?.count ?? predictions.count == predictions.count)
        return unsafe ck_elementwise(
            count: predictions.count, predictions: predictions.start, labels: labels.start,
            weights: weights?.start, gradient_scale: gradientScale,
            gradient: gradient.floats.baseAddress)
    }
}
