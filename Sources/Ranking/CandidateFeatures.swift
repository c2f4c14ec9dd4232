import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a blend sees of a candidate: what each source makes of it among the candidates, how often
/// it occurs, and whether the shopper had it.
package struct CandidateFeatures: Sendable {
    private static let ofSource = 5
    private static let ofItem = 6
    /// The logarithm of the least share that is told from none.
    private static let logShareMin: Float = -12

    let sources: Int

    package init(sources: Int) { self.sources = sources }

    var count: Int { Self.ofSource * sources + Self.ofItem }

    /// A row a candidate, a column a feature.
    ///
    /// - Parameters:
    ///   - list: Of as many sources as the features are made for.
    ///   - history: What the shopper had, oldest first.
    ///   - frequency: Of the candidates.
    /// - Returns: The table.
    func rows(
        of list: CandidateList, history: [UInt32], frequency: ItemFrequency
    ) -> Tensor {
        precondition(list.logits.count == sources)
        let rows = Tensor(rows: list.count, columns: count)
        for (source, logits) in list.logits.enumerated() {
            addSource(logits, at: Self.ofSource * source, to: rows)
        }
        addItems(list.items, history, frequency, to: rows)
        return rows
    }

    /// The source's scores as a distribution over the candidates: the logarithm of a candidate's
    /// share, the share, its rank, whether the source knows it at all, and the highest share, which
    /// says how sure the source is.
    private func addSource(_ logits: [Float], at place: Int, to rows: Tensor) {
        let highest = logits.max() ?? 0
        var sum: Float = 0
        if highest.isFinite { for logit in logits { sum += exp(logit - highest) } }
        let order = logits.indices.sorted { (logits[$0], $1) > (logits[$1], $0) }
        for (rank, candidate) in order.enumerated() {
            let isKnown = logits[candidate].isFinite
            let logShare =
                isKnown
                ? max(Self.logShareMin, logits[candidate] - highest - log(sum)) : Self.logShareMin
            rows[candidate, place] = logShare
            rows[candidate, place + 1] = exp(logShare)
            rows[candidate, place + 2] = log(Float(1 + (isKnown ? rank : logits.count)))
            rows[candidate, place + 3] = isKnown ? 0 : 1
            rows[candidate, place + 4] = sum > 0 ? 1 / sum : 0
        }
    }

    private func addItems(
        _ items: [UInt32], _ history: [UInt32], _ frequency: ItemFrequency, to rows: Tensor
    ) {
        var visits: [UInt32: (count: Float, last: Int)] = [:]
        for (position, item) in history.enumerated() {
            visits[item] = ((visits[item]?.count ?? 0) + 1, position)
        }
        let place = Self.ofSource * sources
        for (candidate, item) in items.enumerated() {
            rows[candidate, place] = frequency.all[Int(item)]
            rows[candidate, place + 1] = frequency.recent[Int(item)]
            rows[candidate, place + 2] = log(Float(1 + history.count))
            guard let visit = visits[item] else { continue }
            rows[candidate, place + 3] = 1
            rows[candidate, place + 4] = 1 / Float(history.count - visit.last)
            rows[candidate, place + 5] = log(visit.count)
        }
    }
}
