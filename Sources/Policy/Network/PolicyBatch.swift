package import Neural

/// Slates side by side: one row a state, one row a candidate.
package struct PolicyBatch {
    /// [slates × state]
    package let states: Tensor
    /// [candidates of all slates × candidate]
    package let candidates: Tensor
    /// By slate, its rows in `candidates`.
    package private(set) var rows: [Range<Int>] = []

    /// - Parameters:
    ///   - shape: of the network that reads it.
    ///   - slatesMax: slates there is room for.
    ///   - candidatesMax: candidates of all slates together.
    package init(_ shape: PolicyShape, slatesMax: Int, candidatesMax: Int) {
        states = Tensor(rows: slatesMax, columns: shape.state)
        candidates = Tensor(rows: candidatesMax, columns: shape.candidate)
        clear()
    }

    package mutating func clear() {
        rows = []
        states.rows = 0
        candidates.rows = 0
    }

    /// Adds a slate; false where there is no room for it.
    ///
    /// - Parameters:
    ///   - state: as many floats as the network reads.
    ///   - features: those of all candidates, one after the other.
    /// - Returns: whether it was added.
    package mutating func append(state: [Float], features: [Float]) -> Bool {
        let count = features.count / candidates.columns
        precondition(state.count == states.columns && count * candidates.columns == features.count)
        let (slate, row) = (states.rows, candidates.rows)
        guard slate < states.rowsMax, row + count <= candidates.rowsMax else { return false }
        states.rows += 1
        candidates.rows += count
        for (place, value) in state.enumerated() {
            unsafe states.floats[slate * states.columns + place] = value
        }
        for (place, value) in features.enumerated() {
            unsafe candidates.floats[row * candidates.columns + place] = value
        }
        rows.append(row..<row + count)
        return true
    }
}
