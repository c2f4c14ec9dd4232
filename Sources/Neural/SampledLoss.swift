internal import CKernels

/// A loss of hidden states against their targets and one set of negatives that all rows share.
///
/// The logit of a candidate is `scale · hidden · embedding - correction`. A negative that is a
/// row's own target takes no part in that row. The object holds scratch: each thread has its own.
package final class SampledLoss {
    package enum Kind: Hashable, Sendable {
        /// Cross-entropy of the softmax over the target and the negatives.
        case softmax
        /// Binary cross-entropy of the target and of each negative, the target's probability raised
        /// to the power of beta: 1 is the plain one, `SampledLoss.beta` that of gSASRec.
        case binary(beta: Float)
    }

    /// What the hidden states are scored against.
    package struct Candidates {
        /// The embedding of each row's target.
        package var targets: Tensor
        package var targetIDs: [Int32]
        /// The embeddings of the negatives.
        package var negatives: Tensor
        package var negativeIDs: [Int32]
        /// What is subtracted from each target's logit: the logarithm of how likely it was to be
        /// drawn as a negative (log Q; Bengio and Senécal 2008).
        package var targetCorrection: Tensor?
        package var negativeCorrection: Tensor?

        package init(
            targets: Tensor, targetIDs: [Int32], negatives: Tensor, negativeIDs: [Int32],
            targetCorrection: Tensor? = nil, negativeCorrection: Tensor? = nil
        ) {
            self.targets = targets
            self.targetIDs = targetIDs
            self.negatives = negatives
            self.negativeIDs = negativeIDs
            self.targetCorrection = targetCorrection
            self.negativeCorrection = negativeCorrection
        }
    }

    /// Where gradients go: those of hidden states and targets are written, those of negatives are
    /// added to.
    package struct Gradients {
        package var hidden, targets, negatives: Tensor

        package init(hidden: Tensor, targets: Tensor, negatives: Tensor) {
            self.hidden = hidden
            self.targets = targets
            self.negatives = negatives
        }
    }

    package let kind: Kind
    package let negativesMax, size: Int
    /// Multiplies the products: one over the temperature.
    package let scale: Float
    private let scratch: Tensor
    private let target: KernelTarget

    package init(
        _ kind: Kind, negativesMax: Int, size: Int, scale: Float = 1,
        on target: KernelTarget = .best
    ) {
        precondition(negativesMax >= 0 && size > 0)
        self.kind = kind
        self.negativesMax = negativesMax
        self.size = size
        self.scale = scale
        scratch = Tensor(rows: 1, columns: ck_sampled_scratch(negativesMax, size))
        self.target = target
    }

    /// The exponent that undoes the overconfidence of sampled negatives: gSASRec (Petrov and
    /// Macdonald 2023), with `calibration` t from 0, no correction, to 1, full.
    package static func beta(negatives: Int, items: Int, calibration: Double) -> Float {
        let rate = Double(negatives) / Double(max(1, items - 1))
        return Float(rate * (calibration * (1 - 1 / rate) + 1 / rate))
    }

    /// The weighted sum of the rows' losses, and the gradients of it times `gradientScale`.
    ///
    /// If any input is not a number, nor is the loss.
    ///
    /// - Parameters:
    ///   - hidden: a row of `size` for each target.
    ///   - candidates: what the rows are scored against.
    ///   - weights: one for each row; nil: ones.
    ///   - gradientScale: usually one over the number of rows of the whole step.
    ///   - gradients: where the gradients go.
    /// - Returns: the sum, not multiplied by `gradientScale`.
    package func evaluate(
        _ hidden: Tensor, against candidates: Candidates, weights: Tensor? = nil,
        gradientScale: Float, into gradients: Gradients
    ) -> Double {
        check(hidden, candidates, weights, gradients)
        return unsafe candidates.targetIDs.withUnsafeBufferPointer { targetIDs in
            unsafe candidates.negativeIDs.withUnsafeBufferPointer { negativeIDs in
                var call = unsafe ck_sampled()
                unsafe call.kind = kind == .softmax ? CK_SOFTMAX : CK_BINARY
                if case .binary(let beta) = kind { unsafe call.beta = beta }
                unsafe call.rows = hidden.rows
                unsafe call.negatives = negativeIDs.count
                unsafe call.size = size
                unsafe call.hidden = hidden.start
                unsafe call.target = candidates.targets.start
                unsafe call.negative = candidates.negatives.start
                unsafe call.target_ids = targetIDs.baseAddress
                unsafe call.negative_ids = negativeIDs.baseAddress
                unsafe call.target_correction = candidates.targetCorrection?.start
                unsafe call.negative_correction = candidates.negativeCorrection?.start
                unsafe call.weights = weights?.start
                unsafe call.scale = scale
                unsafe call.gradient_scale = gradientScale
                unsafe call.hidden_gradient = gradients.hidden.floats.baseAddress
                unsafe call.target_gradient = gradients.targets.floats.baseAddress
                unsafe call.negative_gradient = gradients.negatives.floats.baseAddress
                unsafe call.scratch = scratch.floats.baseAddress
                return unsafe target.kernels.sampled(&call)
            }
        }
    }

    private func check(
        _ hidden: Tensor, _ candidates: Candidates, _ weights: Tensor?, _ gradients: Gradients
    ) {
        let rows = hidden.rows
        let negatives = candidates.negatives.rows
        precondition(negatives <= negativesMax, "more negatives than room")
        precondition(candidates.targetIDs.count == rows && candidates.targets.rows == rows)
        precondition(candidates.negativeIDs.count == negatives)
        precondition(gradients.negatives.rows == negatives, "rows differ")
        precondition(weights?.count ?? rows == rows)
        precondition(candidates.targetCorrection?.count ?? rows == rows)
        precondition(candidates.negativeCorrection?.count ?? negatives == negatives)
        for tensor in [
            hidden, candidates.targets, candidates.negatives, gradients.hidden, gradients.targets,
            gradients.negatives,
        ] { precondition(tensor.columns == size, "shapes differ") }
        gradients.hidden.rows = rows
        gradients.targets.rows = rows
    }
}
