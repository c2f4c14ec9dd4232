/// How a training went, pass by pass.
package struct LearningCurve: Hashable, Sendable {
    package struct Pass: Hashable, Sendable {
        package var number: Int
        /// Mean over the events learnt from, in nats.
        package var loss: Double
        /// On the validation part; nil of a pass after which nobody looked.
        package var ndcg: Double?

        package init(number: Int, loss: Double, ndcg: Double? = nil) {
            self.number = number
            self.loss = loss
            self.ndcg = ndcg
        }
    }

    /// Oldest first.
    package var passes: [Pass] = []

    package init() {}
}

/// In a checkpoint it is text: `number loss ndcg` a pass, `-` where nobody looked.
extension LearningCurve {
    var text: String {
        passes.map { pass in
            "\(pass.number) \(Float(pass.loss)) \(pass.ndcg.map { "\(Float($0))" } ?? "-")"
        }.joined(separator: ";")
    }

    /// What is no pass is left out: a curve is there to be looked at.
    init(text: String) {
        passes = text.split(separator: ";").compactMap { line in
            let words = line.split(separator: " ")
            guard words.count == 3, let number = Int(words[0]), let loss = Double(words[1]) else {
                return nil
            }
            return Pass(number: number, loss: loss, ndcg: Double(words[2]))
        }
    }
}
