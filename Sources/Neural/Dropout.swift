internal import CKernels

/// Sets a share of all elements to zero while a model learns, and scales the others up (Srivastava
/// et al., 2014).
///
/// Nothing is stored: whether an element is dropped is a function of seed, step, layer, row and
/// column, so the backward pass finds the mask of the forward pass again, and neither the number of
/// threads nor the cut into batches changes it.
package struct Dropout: Hashable, Sendable {
    /// The mask of one layer in one step, for consecutive rows.
    @safe package struct Mask: Sendable {
        let kernel: ck_dropout

        /// Drops nothing.
        package static let none = Mask(
            kernel: ck_dropout(key: 0, first_row: 0, threshold: 0, scale: 1))

        /// Whether nothing is dropped.
        package var isIdentity: Bool { kernel.threshold == 0 }
    }

    /// The share of elements that is dropped: a multiple of 2⁻¹⁶ in `0..<1`.
    package var rate: Float { Float(threshold) / 65536 }
    private let threshold: UInt32
    private let seed: UInt64

    /// Rounds the rate, which must lie in `0..<1`, to 2⁻¹⁶.
    package init(rate: Float, seed: UInt64) {
        precondition(rate >= 0 && rate < 1)
        threshold = min(65535, UInt32((rate * 65536).rounded()))
        self.seed = seed
    }

    /// The mask for a tensor whose first row is number `firstRow` among all rows of the step.
    package func mask(step: Int, layer: Int, firstRow: Int = 0) -> Mask {
        var key = Self.mix(seed)
        key = Self.mix(key ^ UInt64(truncatingIfNeeded: step))
        key = Self.mix(key ^ UInt64(truncatingIfNeeded: layer))
        return Mask(
            kernel: ck_dropout(
                key: key, first_row: UInt64(firstRow), threshold: threshold,
                scale: 65536 / Float(65536 - threshold)))
    }

    /// The finaliser of SplitMix64.
    private static func mix(_ word: UInt64) -> UInt64 {
        var z = word &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Dropout.Mask {
    /// Drops elements of `input`; `output` may be `input`. The backward pass is the same, on the
    /// gradient.
    package func apply(to input: Tensor, into output: Tensor) {
        precondition(input.columns == output.columns)
        guard !isIdentity else { return output.copy(input) }
        output.rows = input.rows
        var mask = kernel
        unsafe ck_drop(
            input.floats.baseAddress, &mask, output.floats.baseAddress, input.rows, input.columns)
    }

    /// sum = input + dropout(addend); `sum` may be either. Its backward pass leaves the gradient of
    /// `input` as it is, and applies the mask to it for that of the addend.
    package func add(_ addend: Tensor, to input: Tensor, into sum: Tensor) {
        precondition(addend.hasShape(of: input) && sum.columns == input.columns)
        sum.rows = input.rows
        guard !isIdentity else {
            return unsafe ck_add(
                input.floats.baseAddress, addend.floats.baseAddress, sum.floats.baseAddress,
                input.count)
        }
        var mask = kernel
        unsafe ck_drop_add(
            input.floats.baseAddress, addend.floats.baseAddress, &mask, sum.floats.baseAddress,
            input.rows, input.columns)
    }
}
