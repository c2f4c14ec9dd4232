internal import CKernels

/// Cross-entropy of the softmax over all items, in blocks of rows and items.
///
/// Logits are computed twice, once for their sums and once for the gradients, so that memory grows
/// with rows and items but not with their product. The object holds scratch: each thread has its
/// own.
package final class FullSoftmax {
    package let rowsMax, size: Int
    /// Multiplies the products: one over the temperature.
    package let scale: Float
    private let scratch: Tensor
    private let target: KernelTarget

    package init(rowsMax: Int, size: Int, scale: Float = 1, on target: KernelTarget = .best) {
        precondition(rowsMax >= 0 && size > 0)
        self.rowsMax = rowsMax
        self.size = size
        self.scale = scale
        scratch = Tensor(rows: 1, columns: ck_full_scratch(rowsMax, size))
        self.target = target
    }

    /// The weighted sum of the rows' losses, and with `gradients` those of it times `gradientScale`.
    ///
    /// If any input is not a number, nor is the loss.
    ///
    /// - Parameters:
    ///   - hidden: a row of `size` for each target.
    ///   - items: the embeddings of all items.
    ///   - targetIDs: each row's target, a row of `items`.
    ///   - bias: added to the items' logits; nil: zeros.
    ///   - weights: one for each row; nil: ones.
    ///   - gradientScale: usually one over the number of rows of the whole step.
    ///   - gradients: that of hidden states is written, that of items added to.
    /// - Returns: the sum, not multiplied by `gradientScale`.
    package func evaluate(
        _ hidden: Tensor, items: Tensor, targetIDs: [Int32], bias: Tensor? = nil,
        weights: Tensor? = nil, gradientScale: Float = 1,
        into gradients: (hidden: Tensor, items: Tensor)? = nil
    ) -> Double {
        let rows = hidden.rows
        precondition(rows <= rowsMax && targetIDs.count == rows, "rows differ")
        precondition(hidden.columns == size && items.columns == size, "shapes differ")
        precondition(bias?.count ?? items.rows == items.rows && weights?.count ?? rows == rows)
        precondition(targetIDs.allSatisfy { $0 >= 0 && $0 < items.rows }, "no such item")
        if let gradients {
            precondition(gradients.hidden.columns == size && gradients.items.columns == size)
            precondition(gradients.items.rows == items.rows, "rows differ")
            gradients.hidden.rows = rows
        }
        return unsafe targetIDs.withUnsafeBufferPointer { targetIDs in
            var call = unsafe ck_full(
                rows: rows, items: items.rows, size: size, hidden: hidden.start,
                items_table: items.start, target_ids: targetIDs.baseAddress, bias: bias?.start,
                weights: weights?.start, scale: scale, gradient_scale: gradientScale,
                hidden_gradient: gradients?.hidden.floats.baseAddress,
                items_gradient: gradients?.items.floats.baseAddress,
                scratch: scratch.floats.baseAddress)
            return unsafe target.kernels.full(&call)
        }
    }
}
