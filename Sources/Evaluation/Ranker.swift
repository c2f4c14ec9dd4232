/// Turns scores into places. Holds the scratch memory of one thread.
struct Ranker {
    private let itemCount: Int
    private let listLength: Int
    private let historyMax: Int
    private var scores: [Float]
    /// What the item at hand is to the query at hand; all 0 in between.
    private var roles: [UInt8]
    private static let target: UInt8 = 1
    private static let masked: UInt8 = 2

    init(itemCount: Int, listLength: Int, historyMax: Int) {
        self.itemCount = itemCount
        self.listLength = listLength
        self.historyMax = historyMax
        scores = [Float](repeating: 0, count: itemCount)
        roles = [UInt8](repeating: 0, count: itemCount)
    }

    /// Asks the model and ranks its answer.
    mutating func outcome(
        of query: Query, by scorer: inout some Scorer
    ) throws(EvaluationError) -> Outcome {
        try check(query)
        for index in scores.indices { scores[index] = 0 }
        scorer.score(Array(query.history.suffix(historyMax)), into: &scores)
        return try outcome(of: query)
    }

    /// Ranks scores that were made before: one an item.
    mutating func outcome(
        of query: Query, scored given: [Float]
    ) throws(EvaluationError) -> Outcome {
        try check(query)
        scores = given
        return try outcome(of: query)
    }

    private mutating func outcome(of query: Query) throws(EvaluationError) -> Outcome {
        try checkScores(query)
        for item in query.targets { roles[Int(item)] = Self.target }
        var maskedItems: [UInt32] = []
        if query.masksHistory {
            for item in query.history where roles[Int(item)] == 0 {
                roles[Int(item)] = Self.masked
                maskedItems.append(item)
            }
        }
        defer {
            for item in query.targets { roles[Int(item)] = 0 }
            for item in maskedItems { roles[Int(item)] = 0 }
        }
        return Outcome(
            ranks: ranks(of: query.targets, masked: maskedItems),
            candidates: itemCount - maskedItems.count,
            list: listLength > 0 ? list() : [])
    }

    /// Ties count against the model: before a target stand all targets with a higher score and
    /// all other items with a score as high or higher. Among targets of one score the order is
    /// free, as it changes no figure.
    private func ranks(of targets: [UInt32], masked: [UInt32]) -> [Int] {
        let sorted = targets.map { scores[Int($0)] }.sorted(by: >)
        var ranks: [Int] = []
        ranks.reserveCapacity(sorted.count)
        for (position, score) in sorted.enumerated() {
            var others = countAtLeast(score)
            for item in masked where scores[Int(item)] >= score { others -= 1 }
            for other in sorted where other >= score { others -= 1 }
            ranks.append(others + position + 1)
        }
        return ranks
    }

    private func countAtLeast(_ score: Float) -> Int {
        let scores = scores.span
        var count: Int32 = 0
        for index in scores.indices { count &+= scores[index] >= score ? 1 : 0 }
        return Int(count)
    }

    /// The first `listLength` items by score, then by number.
    private func list() -> [UInt32] {
        var best: [UInt32] = []
        best.reserveCapacity(listLength + 1)
        var threshold = -Float.infinity
        for index in 0..<itemCount {
            let score = scores[index]
            guard best.count < listLength || score > threshold, roles[index] != Self.masked
            else { continue }
            var place = best.count
            while place > 0, scores[Int(best[place - 1])] < score { place -= 1 }
            best.insert(UInt32(index), at: place)
            if best.count > listLength { best.removeLast() }
            if best.count == listLength { threshold = scores[Int(best[listLength - 1])] }
        }
        return best
    }

    // MARK: Checks

    private func check(_ query: Query) throws(EvaluationError) {
        guard !query.targets.isEmpty else {
            throw EvaluationError(.noTarget, query: query.name, "has no target")
        }
        for item in query.targets + query.history where Int(item) >= itemCount {
            throw EvaluationError(
                .unknownItem, query: query.name,
                "names item number \(item); there are \(itemCount) items")
        }
    }

    private func checkScores(_ query: Query) throws(EvaluationError) {
        guard scores.count == itemCount else {
            throw EvaluationError(
                .wrongScoreCount, query: query.name,
                "\(scores.count) scores came back, expected one for each of \(itemCount) items")
        }
        var sum: Int32 = 0
        for score in scores { sum &+= score.isNaN ? 1 : 0 }
        guard sum > 0, let item = scores.firstIndex(where: \.isNaN) else { return }
        throw EvaluationError(
            .scoreNotANumber, query: query.name,
            "the score of item number \(item) is not a number (\(sum) such scores)")
    }
}
