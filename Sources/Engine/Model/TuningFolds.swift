import Primitives
import SequenceModel
import Storage

/// Stretches of time, the latest first: of each what was before it, to learn from, and what people
/// did last within it, to be asked for, with all that they had done until then.
package struct TuningFolds: Sendable {
    struct Fold: Sendable {
        var training: TrainingSet
        var validation: ModelValidation
    }

    /// Shares of the events at which the stretches of a log begin and end.
    private static let share = 0.1

    private(set) var all: [Fold] = []
    let itemCount: Int
    let isTimed: Bool
    let features: [Set<UInt64>]
    let knowsAttributes: Bool
    /// Says which data they are of.
    let name: String

    /// Stretches of a shop's log, each a tenth of its events.
    ///
    /// - Parameters:
    ///   - path: A data directory; a server may be using it.
    ///   - count: At most so many.
    /// - Throws: `StorageError`.
    package init(directory path: String, count: Int) throws {
        let data = try TrainingData(directory: path)
        itemCount = max(1, data.items.count)
        isTimed = true
        features = data.features
        knowsAttributes = data.knowsAttributes
        name = "log up to \(data.offset), \(data.description)"
        let times = data.times.joined().sorted()
        guard !times.isEmpty else { return }
        for index in 0..<count {
            func time(at share: Double) -> Timestamp {
                times[min(times.count - 1, max(0, Int(share * Double(times.count))))]
            }
            let (begin, end) = (1 - Double(index + 1) * Self.share, 1 - Double(index) * Self.share)
            guard begin > 0.3 else { break }
            add(data, from: time(at: begin), until: index == 0 ? nil : time(at: end))
        }
    }

    private mutating func add(_ data: TrainingData, from begin: Timestamp, until end: Timestamp?) {
        var training = TrainingSet()
        var questions: [(history: EventSequence, target: UInt32)] = []
        for (sequence, times) in zip(data.sequences, data.times) {
            let before = times.prefix { $0 < begin }.count
            training.append(sequence.prefix(before))
            let last = end.map { end in times.prefix { $0 < end }.count } ?? times.count
            guard last > max(before, 1) else { continue }
            questions.append((sequence.prefix(last - 1), sequence.items[last - 1]))
        }
        add(training, ModelValidation(questions))
    }

    /// The last but one event of each, those before that, and so on: the last is left to tests.
    /// Histories are masked, as in the published tables.
    ///
    /// - Parameters:
    ///   - sequences: What each did, oldest first.
    ///   - itemCount: Items are below it.
    ///   - count: At most so many.
    ///   - name: Says which data they are.
    package init(leavingOut sequences: [[UInt32]], itemCount: Int, count: Int, name: String) {
        self.itemCount = itemCount
        isTimed = false
        features = []
        knowsAttributes = false
        self.name = name
        for index in 0..<count {
            var training = TrainingSet()
            var questions: [(history: EventSequence, target: UInt32)] = []
            for sequence in sequences {
                let history = EventSequence(items: Array(sequence.dropLast(2 + index)))
                training.append(history)
                guard history.count > 1 else { continue }
                questions.append((history, sequence[history.count]))
            }
            add(training, ModelValidation(questions, masksHistory: true))
        }
    }

    private mutating func add(_ training: TrainingSet, _ validation: ModelValidation) {
        guard training.events > 0, !validation.isEmpty else { return }
        all.append(Fold(training: training, validation: validation))
    }
}
