import Primitives

/// The sequences a model learns from, one after another in flat arrays.
package struct TrainingSet: Sendable {
    /// Which part of a sequence that is longer than a span an epoch sees.
    package enum Crop: String, Sendable, CaseIterable {
        /// The end of it.
        case latest
        /// All of it, cut at places that differ from epoch to epoch.
        case whole
    }

    private(set) var items: [UInt32] = []
    private(set) var actions: [UInt8] = []
    private(set) var gaps: [UInt8] = []
    /// Where each sequence begins, and where the last one ends.
    private(set) var starts = [0]
    /// What the shopper of each sequence declared.
    private var attributes: [Set<UInt64>] = []

    package init() {}

    package var count: Int { starts.count - 1 }

    /// Events of all sequences.
    package var events: Int { items.count }

    /// Sequences of fewer than two events teach nothing and are left out.
    package mutating func append(_ sequence: EventSequence) {
        guard sequence.count > 1 else { return }
        items += sequence.items
        actions += sequence.actions
        gaps += sequence.gaps
        starts.append(items.count)
        attributes.append(sequence.attributes)
    }

    /// What the shopper of an event declared.
    func attributes(at event: Int) -> Set<UInt64> {
        var (low, high) = (0, count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= event { low = middle } else { high = middle }
        }
        return attributes[low]
    }

    /// The stretches of events of one epoch, in random order: each is learnt as one sequence of at
    /// most `tokens` tokens, every event but the first being a target.
    func spans(tokens: Int, crop: Crop, _ random: inout SeededRNG) -> [Range<Int>] {
        var spans: [Range<Int>] = []
        spans.reserveCapacity(count)
        for index in 0..<count {
            let (start, end) = (starts[index], starts[index + 1])
            guard end - start > tokens + 1 else {
                spans.append(start..<end)
                continue
            }
            switch crop {
            case .latest: spans.append(end - tokens - 1..<end)
            case .whole:
                // Neighbouring spans share one event: target of the one, first token of the next.
                var from = start
                var to = start + 1 + random.index(below: tokens)
                while from < end - 1 {
                    spans.append(from..<min(to + 1, end))
                    (from, to) = (to, to + tokens)
                }
            }
        }
        spans.shuffle(using: &random)
        return spans
    }
}
