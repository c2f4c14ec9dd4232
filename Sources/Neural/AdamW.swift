internal import CKernels

/// AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019), with the order of
/// operations of PyTorch.
///
/// A gradient that is not finite makes the weights that it touches not finite: measure it with
/// `gradientScale` first, which is nil then, and leave the step out.
package struct AdamW: Hashable, Sendable {
    package var beta1: Float = 0.9
    package var beta2: Float = 0.999
    package var epsilon: Float = 1e-8
    /// The share of a weight that decays in a step, over the learning rate.
    package var weightDecay: Float = 0.01

    package init() {}

    /// Where a step stands.
    package struct Step: Hashable, Sendable {
        /// From 1.
        package var number: Int
        package var learningRate: Float
        /// Factor of all gradients.
        package var gradientScale: Float

        package init(number: Int, learningRate: Float, gradientScale: Float = 1) {
            precondition(number > 0)
            self.number = number
            self.learningRate = learningRate
            self.gradientScale = gradientScale
        }
    }

    /// Steps all weights and clears the gradient, in one pass. Weights of norms and biases usually
    /// do not decay.
    package func update(
        _ weights: Tensor, moments: Moments, gradient: Tensor, step: Step, decays: Bool = true
    ) {
        precondition(weights.hasShape(of: moments.first) && weights.hasShape(of: gradient))
        var kernel = kernel(step, decays: decays)
        unsafe ck_adamw(
            weights.floats.baseAddress, moments.first.floats.baseAddress,
            moments.second.floats.baseAddress, gradient.floats.baseAddress, weights.count,
            &kernel)
    }

    /// Steps the touched rows alone; the gradient is left as it is.
    ///
    /// Rows that are not touched keep weights and moments, unlike in a dense step, where they would
    /// go on moving by their momentum: PyTorch's SparseAdam does the same. `Moments` says what
    /// happens to a row that comes back.
    /// Threads may share the work by `places` of `gradient.rows`; nil means all.
    package func update(
        _ weights: Tensor, moments: Moments, gradient: SparseGradient,
        places: Range<Int>? = nil, step: Step, decays: Bool = true
    ) {
        precondition(weights.hasShape(of: moments.first) && weights.columns == gradient.columns)
        precondition(weights.rows == gradient.tableRows)
        let places = places ?? 0..<gradient.rows.count
        precondition(places.upperBound <= gradient.rows.count)
        var kernel = kernel(step, decays: decays)
        unsafe gradient.rows.withUnsafeBufferPointer { rows in
            guard let first = rows.baseAddress,
                let values = unsafe gradient.values.floats.baseAddress
            else { return }
            unsafe ck_adamw_rows(
                weights.floats.baseAddress, moments.first.floats.baseAddress,
                moments.second.floats.baseAddress,
                values + places.lowerBound * gradient.columns, first + places.lowerBound,
                moments.lastSteps?.baseAddress, places.count, gradient.columns, &kernel)
        }
    }

    /// The factor that brings the norm of all gradients, dense and sparse, down to `normMax`; nil if
    /// it is not finite.
    package static func gradientScale(sumOfSquares: Double, normMax: Float) -> Float? {
        guard sumOfSquares.isFinite else { return nil }
        return Float(min(1, Double(normMax) / (sumOfSquares.squareRoot() + 1e-6)))
    }

    private func kernel(_ step: Step, decays: Bool) -> ck_adamw_step {
        let correction1 = 1 - power(Double(beta1), step.number)
        let correction2 = 1 - power(Double(beta2), step.number)
        return ck_adamw_step(
            rate: Float(Double(step.learningRate) / correction1),
            shrink: decays ? 1 - step.learningRate * weightDecay : 1, beta1: beta1, beta2: beta2,
            epsilon: epsilon, correction: Float(1 / correction2.squareRoot()),
            gradient_scale: step.gradientScale, number: Int32(clamping: step.number))
    }

    private func power(_ base: Double, _ exponent: Int) -> Double {
        var (result, square, rest) = (1.0, base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}
