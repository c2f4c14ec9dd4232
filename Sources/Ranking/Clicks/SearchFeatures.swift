import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The features of candidates of one query, as a ranker reads them.
enum SearchFeatures {
    static let count = 12

    /// - Parameters:
    ///   - candidates: Of one query.
    ///   - mean: Of all signals: values count beside it.
    /// - Returns: A row a candidate.
    static func rows(_ candidates: [SearchCandidate], mean: Float) -> Tensor {
        let rows = Tensor(rows: candidates.count, columns: count)
        let lexical = ranks(candidates.map(\.lexical))
        let meaning = ranks(candidates.map(\.meaning))
        for (row, candidate) in candidates.enumerated() {
            rows[row, 0] = candidate.lexical
            rows[row, 1] = log(Float(1 + lexical[row]))
            rows[row, 2] = candidate.lexical > 0 ? 0 : 1
            rows[row, 3] = candidate.meaning
            rows[row, 4] = log(Float(1 + meaning[row]))
            for (place, signal) in [candidate.own, candidate.shared, candidate.item].enumerated() {
                let mean = max(mean, 1e-6)
                rows[row, 5 + 2 * place] = log(signal.value(beside: mean) / mean)
                rows[row, 6 + 2 * place] = log(1 + signal.looks)
            }
            rows[row, 11] = candidate.popularity.squareRoot()
        }
        return rows
    }

    /// Some of the rows.
    static func rows(_ table: Tensor, _ places: [Int]) -> Tensor {
        let part = Tensor(rows: places.count, columns: count)
        for (row, place) in places.enumerated() {
            for column in 0..<count { part[row, column] = table[place, column] }
        }
        return part
    }

    private static func ranks(_ scores: [Float]) -> [Int] {
        let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        var ranks = [Int](repeating: 0, count: scores.count)
        for (rank, place) in order.enumerated() { ranks[place] = rank }
        return ranks
    }
}
