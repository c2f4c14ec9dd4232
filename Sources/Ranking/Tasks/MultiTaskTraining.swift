import Neural
import Primitives

/// Learns a `MultiTaskRanker` from showings in the order of time: most of them teach, the next ones say
/// when to end and bring the chances into line, the last ones judge.
package struct MultiTaskTraining {
    package struct Outcome: Sendable {
        package var ranker: MultiTaskRanker
        package var figures: [TaskFigures]
        /// By how much the log loss of all outcomes grows where a feature is dealt out at random
        /// (Breiman, "Random forests", 2001), by feature.
        package var importance: [Double]
    }

    /// Fewer showings with an outcome teach nothing of it.
    private static let labelsMin = 30
    private static let passesMax = 20
    private static let patience = 2
    /// Showings of a step.
    private static let batch = 256
    private static let learningRate: Float = 0.01
    private static let cooling: Float = 0.85
    private static let weightDecay: Float = 0.02
    /// Showings on which importance is measured.
    private static let askedMax = 4000

    private let examples: TaskExamples
    private let learntEnd: Int
    private let heldEnd: Int
    private let seed: UInt64

    /// - Parameters:
    ///   - examples: In the order of time.
    ///   - learntEnd: The first that does not teach.
    ///   - heldEnd: The first that judges.
    ///   - seed: Draws weights and order.
    package init(_ examples: TaskExamples, learntEnd: Int, heldEnd: Int, seed: UInt64) {
        precondition(learntEnd <= heldEnd && heldEnd <= examples.count)
        self.examples = examples
        self.learntEnd = learntEnd
        self.heldEnd = heldEnd
        self.seed = seed
    }

    /// Nil where too few showings were clicked.
    package func fit() -> Outcome? {
        let learnt = Set(
            RankingTask.allCases.filter { task in
                let labels = examples.labels[task.rawValue]
                return labels[..<learntEnd].count { $0 } >= Self.labelsMin
                    && labels[learntEnd..<heldEnd].contains(true)
            })
        guard learnt.contains(.click) else { return nil }
        let table = examples.table(0..<learntEnd)
        let standard = ListRanker.Standard(of: [table], features: examples.features)
        standard.apply(to: table)
        let held = examples.table(learntEnd..<heldEnd)
        standard.apply(to: held)
        let network = network(learning: table, held, learnt)
        let scales = scales(network, held)
        let ranker = MultiTaskRanker(
            standard: standard, network: network, scales: scales, learnt: learnt)
        return Outcome(
            ranker: ranker, figures: figures(of: ranker), importance: importance(in: ranker))
    }

    private func network(
        learning table: Tensor, _ held: Tensor, _ learnt: Set<RankingTask>
    ) -> TaskNetwork {
        var random = SeededRNG(seed: seed)
        let rates = RankingTask.allCases.map { task in
            let yes = Float(examples.labels[task.rawValue][..<learntEnd].count { $0 })
            return PlattScale.logit((yes + 1) / (Float(learntEnd) + 2))
        }
        let network = TaskNetwork(
            features: examples.features, rates: rates, seed: random.next())
        var optimiser = TaskNetwork.Optimiser(network, weightDecay: Self.weightDecay)
        var best = (network: TaskNetwork(copying: network), loss: loss(network, held, learnt))
        var order = Array(0..<learntEnd)
        var rate = Self.learningRate
        var passesWithoutGain = 0
        for _ in 0..<Self.passesMax {
            order.shuffle(using: &random)
            for start in stride(from: 0, to: order.count, by: Self.batch) {
                let rows = order[start..<min(start + Self.batch, order.count)]
                optimiser.step(
                    Self.gathered(rows, from: table),
                    positions: rows.map { examples.positions[$0] }, rate: rate
                ) { logits in
                    slopes(logits, rows, learnt)
                }
            }
            rate *= Self.cooling
            let loss = loss(network, held, learnt)
            if loss < best.loss {
                best = (TaskNetwork(copying: network), loss)
                passesWithoutGain = 0
            } else {
                passesWithoutGain += 1
                if passesWithoutGain == Self.patience { break }
            }
        }
        return best.network
    }

    private static func gathered(_ rows: ArraySlice<Int>, from table: Tensor) -> Tensor {
        let batch = Tensor(rows: rows.count, columns: table.columns)
        for (place, row) in rows.enumerated() {
            for column in 0..<table.columns { batch[place, column] = table[row, column] }
        }
        return batch
    }

    /// The gradient of the log loss by the logits: each chance, less what came.
    private func slopes(
        _ logits: Tensor, _ rows: ArraySlice<Int>, _ learnt: Set<RankingTask>
    ) {
        for (place, row) in rows.enumerated() {
            for task in RankingTask.allCases {
                let came: Float = examples.labels[task.rawValue][row] ? 1 : 0
                logits[place, task.rawValue] =
                    learnt.contains(task)
                    ? PlattScale().chance(of: logits[place, task.rawValue]) - came : 0
            }
        }
    }

    /// The sum of the tasks' log losses on what is held back, each showing in its place.
    private func loss(
        _ network: TaskNetwork, _ held: Tensor, _ learnt: Set<RankingTask>
    ) -> Double {
        let logits = network.logits(of: held)
        return learnt.reduce(0) { sum, task in
            let chances = (learntEnd..<heldEnd).map { row in
                PlattScale().chance(
                    of: logits[row - learntEnd, task.rawValue]
                        + network.logits(ofPlace: examples.positions[row])[task.rawValue])
            }
            let labels = Array(examples.labels[task.rawValue][learntEnd..<heldEnd])
            return sum + TaskFigures.logLoss(chances, labels)
        }
    }

    private func scales(_ network: TaskNetwork, _ held: Tensor) -> [PlattScale] {
        let logits = network.logits(of: held)
        return RankingTask.allCases.map { task in
            PlattScale(
                fitting: (learntEnd..<heldEnd).map { row in
                    logits[row - learntEnd, task.rawValue]
                        + network.logits(ofPlace: examples.positions[row])[task.rawValue]
                }, Array(examples.labels[task.rawValue][learntEnd..<heldEnd]))
        }
    }

    // MARK: Judge

    /// What was foretold of showings in their places, by task.
    private func foretold(
        _ ranker: MultiTaskRanker, _ table: Tensor, of rows: Range<Int>
    ) -> [[Float]] {
        ranker.standard.apply(to: table)
        let logits = ranker.network.logits(of: table)
        return RankingTask.allCases.map { task in
            rows.map { row in
                let place = ranker.network.logits(ofPlace: examples.positions[row])
                return ranker.scales[task.rawValue].chance(
                    of: logits[row - rows.lowerBound, task.rawValue] + place[task.rawValue])
            }
        }
    }

    private func figures(of ranker: MultiTaskRanker) -> [TaskFigures] {
        let rows = heldEnd..<examples.count
        let foretold = foretold(ranker, examples.table(rows), of: rows)
        return RankingTask.allCases.filter(ranker.learnt.contains).map { task in
            TaskFigures(
                task, foretold[task.rawValue], Array(examples.labels[task.rawValue][rows]))
        }
    }

    private func importance(in ranker: MultiTaskRanker) -> [Double] {
        let rows = heldEnd..<min(heldEnd + Self.askedMax, examples.count)
        func loss(_ table: Tensor) -> Double {
            let foretold = foretold(ranker, table, of: rows)
            return ranker.learnt.reduce(0) { sum, task in
                sum
                    + TaskFigures.logLoss(
                        foretold[task.rawValue], Array(examples.labels[task.rawValue][rows]))
            }
        }
        let whole = loss(examples.table(rows))
        var random = SeededRNG(seed: seed)
        return (0..<examples.features).map { feature in
            let table = examples.table(rows)
            let dealt = (0..<table.rows).shuffled(using: &random).map { table[$0, feature] }
            for (row, value) in dealt.enumerated() { table[row, feature] = value }
            return loss(table) - whole
        }
    }
}
