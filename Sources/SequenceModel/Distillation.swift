import Dispatch
import Neural
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a larger model expects in the place of each event of a training set: its likeliest items.
/// A smaller one learns them beside what came (Hinton, Vinyals and Dean, "Distilling the knowledge in
/// a neural network", 2015; of the top alone: Tang and Wang, "Ranking distillation", 2018).
///
/// The teacher reads the set once, whatever the student's passes. Cross-entropy is linear in the
/// labels, so a share of them that goes from what came to what was expected adds a product to the
/// loss of what came, whichever that is:
///
///     share · h · (e of what came − Σ p · e of what was expected)
package final class Distillation: Sendable {
    /// Items kept for each event: 8 bytes each.
    private static let expectedItems = 16
    /// The share of the labels that is the teacher's.
    private static let share: Float = 0.5
    /// Tokens whose scores of all items are held at once.
    private static let scoredTokens = 32

    /// [events × expectedItems]
    private let items: [Int32]
    private let probabilities: [Float]

    /// - Parameters:
    ///   - teacher: Numbers the items as the set does.
    ///   - set: What the student is going to learn.
    ///   - threads: That share the set.
    package init(_ teacher: Transformer, on set: TrainingSet, threads: Int) {
        let readings = (0..<threads).map { _ in Reading(teacher) }
        let all = Mutex([([Int32], [Float])](repeating: ([], []), count: threads))
        DispatchQueue.concurrentPerform(iterations: threads) { index in
            let sequences = set.count * index / threads..<set.count * (index + 1) / threads
            readings[index].read(sequences, of: set)
            all.withLock { $0[index] = (readings[index].items, readings[index].probabilities) }
        }
        let parts = all.withLock { $0 }
        items = parts.flatMap(\.0)
        probabilities = parts.flatMap(\.1)
    }

    /// All that is expected in the place of these events.
    func items(of events: Range<Int>) -> ArraySlice<Int32> {
        items[events.lowerBound * Self.expectedItems..<events.upperBound * Self.expectedItems]
    }

    /// Appends what an event's labels change to: what came and what was expected in its place.
    func append(_ target: Int32, event: Int, to bag: inout EmbeddingBag) {
        let expected = event * Self.expectedItems..<(event + 1) * Self.expectedItems
        bag.append(
            [target] + items[expected],
            weights: [Self.share] + probabilities[expected].map { -Self.share * $0 })
    }

    /// One thread's way through the set. `@unchecked Sendable`: each thread has its own.
    private final class Reading: @unchecked Sendable {
        private(set) var items: [Int32] = []
        private(set) var probabilities: [Float] = []
        private let teacher: Transformer
        private let activations: Activations
        private var batch = PackedBatch()
        /// [width × items]
        private let turned: Tensor
        private let scores: Tensor

        init(_ teacher: Transformer) {
            self.teacher = teacher
            activations = Activations(teacher.shape, tokensMax: teacher.shape.reach)
            turned = Tensor(rows: teacher.shape.width, columns: teacher.shape.items)
            scores = Tensor(rows: Distillation.scoredTokens, columns: teacher.shape.items)
            Gemm.transpose(teacher.items, into: turned)
        }

        func read(_ sequences: Range<Int>, of set: TrainingSet) {
            for sequence in sequences {
                let (start, end) = (set.starts[sequence], set.starts[sequence + 1])
                // Nothing is expected in the place of the first.
                note([])
                for from in stride(from: start, to: end - 1, by: teacher.shape.reach) {
                    batch.removeAll()
                    let to = min(from + teacher.shape.reach, end - 1)
                    batch.append(from..<to + 1, of: set, buckets: teacher.shape.attributes)
                    teacher.encoder.forward(batch, activations)
                    noteAll()
                }
            }
        }

        /// Notes what is expected after each token of the batch.
        private func noteAll() {
            let hidden = activations.final
            for first in stride(from: 0, to: hidden.rows, by: Distillation.scoredTokens) {
                let count = min(Distillation.scoredTokens, hidden.rows - first)
                let part = Tensor(
                    part: hidden, from: first * hidden.columns, rows: count,
                    columns: hidden.columns)
                Gemm.multiply(part, turned, into: scores)
                for row in 0..<count { note(best(row)) }
            }
        }

        /// The best items of a row of scores, in falling order.
        private func best(_ row: Int) -> [(item: Int32, score: Float)] {
            var best: [(item: Int32, score: Float)] = []
            var worst = -Float.infinity
            for item in 0..<scores.columns {
                let score = scores[row, item]
                guard score > worst else { continue }
                let place = best.firstIndex { $0.score < score } ?? best.count
                best.insert((Int32(item), score), at: place)
                if best.count > Distillation.expectedItems { best.removeLast() }
                if best.count == Distillation.expectedItems { worst = best[best.count - 1].score }
            }
            return best
        }

        private func note(_ best: [(item: Int32, score: Float)]) {
            let highest = best.first?.score ?? 0
            let masses = best.map { exp($0.score - highest) }
            let total = masses.reduce(0, +)
            let missing = Distillation.expectedItems - best.count
            items += best.map(\.item) + [Int32](repeating: 0, count: missing)
            probabilities += masses.map { $0 / total } + [Float](repeating: 0, count: missing)
        }
    }
}
