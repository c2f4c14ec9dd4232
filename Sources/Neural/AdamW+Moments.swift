extension AdamW {
    /// What the optimiser remembers of each weight.
    @safe package final class Moments {
        /// What happens to a row that was not touched for some steps, when it is again.
        package enum IdleRows: Sendable {
            /// Its moments are those of its last step.
            case frozen
            /// Moments and weights first decay as often as a dense step would have let them, at the
            /// present learning rate. What momentum alone would have moved is left out.
            case decayed
        }

        package let first: Tensor
        package let second: Tensor
        /// The step that last touched each row, if idle rows decay.
        let lastSteps: UnsafeMutableBufferPointer<Int32>?

        /// Zeros for a tensor with all its rows in use.
        package init(of weights: Tensor, idleRows: IdleRows = .frozen) {
            first = Tensor(rows: weights.rows, columns: weights.columns)
            second = Tensor(rows: weights.rows, columns: weights.columns)
            guard idleRows == .decayed else {
                unsafe lastSteps = nil
                return
            }
            let steps = UnsafeMutableBufferPointer<Int32>.allocate(capacity: weights.rows)
            unsafe steps.initialize(repeating: 0)
            unsafe lastSteps = steps
        }

        deinit { unsafe lastSteps?.deallocate() }
    }
}
