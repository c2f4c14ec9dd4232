/// A model that says what comes next, in the form in which models are compared.
package protocol NextItemModel: Sendable {
    /// Learns from one session, or one person's history; oldest first.
    mutating func learn(sequence: [UInt32])

    /// Ends learning, for models that do not learn step by step. What was learnt after the last
    /// fit need not be in the answers.
    mutating func fit() throws

    /// Scores the items 0..<`scores.count` for a history, oldest first. 0 where the model knows
    /// nothing; more is better. What stood in `scores` before is lost.
    func score(_ history: [UInt32], into scores: inout [Float])
}

extension NextItemModel {
    package mutating func fit() {}
}

extension [Float] {
    mutating func clear() {
        for index in indices { self[index] = 0 }
    }

    /// Adds where there is such an item.
    mutating func add(_ value: Float, to item: UInt32) {
        if Int(item) < count { self[Int(item)] += value }
    }
}
