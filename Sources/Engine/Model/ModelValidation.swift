import Dispatch
import SequenceModel
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How well models foretell the last event of each person, which none of them learnt from: the
/// whole catalogue is ranked, and ties count against the model.
struct ModelValidation: Sendable {
    /// People that are asked at most.
    private static let queriesMax = 5000

    /// What came before, in the numbering of `items`.
    private var histories: [EventSequence] = []
    private var targets: [UInt32] = []
    private let items: [String]
    /// Whether what somebody had is no answer.
    private var masksHistory = false

    /// Figures of one model; those of each query are kept, for comparisons.
    struct Figures: Sendable {
        var gains: [Double] = []
        var hits = 0

        /// Mean of 1 / log2(rank + 1) within the first ten.
        var ndcg: Double { gains.reduce(0, +) / Double(max(1, gains.count)) }
        mutating func add(rank: Int) {
            gains.append(rank <= 10 ? 1 / log2(Double(rank) + 1) : 0)
            if rank <= 10 { hits += 1 }
        }

        var hitRate: Double { Double(hits) / Double(max(1, gains.count)) }
    }

    /// Takes people out of `data` evenly, and gives back what is left to learn from.
    static func split(_ data: TrainingData) -> (training: TrainingSet, validation: ModelValidation)
    {
        var training = TrainingSet()
        var validation = ModelValidation(items: data.items)
        let eligible = data.sequences.count { $0.count > 2 }
        let step = max(1, eligible / queriesMax)
        var seen = 0
        for sequence in data.sequences {
            guard sequence.count > 2 else {
                training.append(sequence)
                continue
            }
            // Nobody's last event is learnt: a later model may be asked for any of them.
            let history = sequence.prefix(sequence.count - 1)
            training.append(history)
            if seen % step == 0, let target = sequence.items.last {
                validation.histories.append(history)
                validation.targets.append(target)
            }
            seen += 1
        }
        return (training, validation)
    }

    private init(items: [String]) { self.items = items }

    /// Asks for given targets, at most `queriesMax` of them evenly.
    init(_ questions: [(history: EventSequence, target: UInt32)], masksHistory: Bool = false) {
        items = []
        self.masksHistory = masksHistory
        let step = max(1, questions.count / Self.queriesMax)
        for index in stride(from: 0, to: questions.count, by: step) {
            histories.append(questions[index].history)
            targets.append(questions[index].target)
        }
    }

    var isEmpty: Bool { targets.isEmpty }

    // MARK: Ask

    /// The figures of a model, which nobody writes meanwhile; `names` are its items, if they are
    /// numbered in another way than here.
    func figures(of model: Transformer, items names: [String]? = nil, threads: Int) -> Figures {
        let numbers = names.map { names in
            let known = Dictionary(
                names.enumerated().map { ($0.element, UInt32($0.offset)) },
                uniquingKeysWith: { first, _ in first })
            return items.map { known[$0] }
        }
        return figures(threads: threads, itemCount: model.shape.items) {
            ModelQuestions(SequenceReader(model), numbers, masksHistory)
        }
    }

    /// The figures of the most popular items, given how often each was had.
    func figures(ofPopularity counts: [Int]) -> Figures {
        let scores = counts.map(Float.init)
        var figures = Figures()
        for target in targets { figures.add(rank: Self.rank(of: target, in: scores)) }
        return figures
    }

    private func figures(
        threads: Int, itemCount: Int, _ questions: () -> ModelQuestions
    ) -> Figures {
        let share = (targets.count + threads - 1) / max(1, threads)
        let asked = (0..<threads).map { _ in questions() }
        let ranks = Mutex([Int](repeating: .max, count: targets.count))
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let start = min(targets.count, thread * share)
            let range = start..<min(targets.count, start + share)
            var scores = [Float](repeating: 0, count: itemCount)
            let found = range.map { index in
                asked[thread].ask(histories[index], target: targets[index], into: &scores)
                    .map { Self.rank(of: $0, in: scores) } ?? .max
            }
            ranks.withLock { $0.replaceSubrange(range, with: found) }
        }
        var figures = Figures()
        for rank in ranks.withLock({ $0 }) { figures.add(rank: rank) }
        return figures
    }

    /// From 1; whatever scores as much stands before it.
    private static func rank(of target: UInt32, in scores: [Float]) -> Int {
        let score = scores[Int(target)]
        guard !score.isNaN else { return .max }
        return scores.count { $0 >= score }
    }
}

/// One thread's way of asking a model. `@unchecked Sendable`: each thread has its own.
private final class ModelQuestions: @unchecked Sendable {
    private let reader: SequenceReader
    private let numbers: [UInt32?]?
    private let masksHistory: Bool

    init(_ reader: SequenceReader, _ numbers: [UInt32?]?, _ masksHistory: Bool) {
        self.reader = reader
        self.numbers = numbers
        self.masksHistory = masksHistory
    }

    /// Scores all items; returns the target's number there, nil where the model has no such item.
    func ask(
        _ history: EventSequence, target: UInt32, into scores: inout [Float]
    ) -> UInt32? {
        guard let numbers else {
            reader.score(history, into: &scores)
            if masksHistory {
                for item in history.items where item != target { scores[Int(item)] = -.infinity }
            }
            return target
        }
        guard let number = numbers[Int(target)] else { return nil }
        reader.score(history.renumbered { numbers[Int($0)] }, into: &scores)
        return number
    }
}
