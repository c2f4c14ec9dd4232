import Neural

/// Sequences one after another without padding: a token is an event, and its target the event that
/// came after it.
struct PackedBatch {
    /// The item of each token.
    var items: [Int32] = []
    /// The item that came next. Empty where nothing is learnt.
    var targets: [Int32] = []
    /// Of each target: its number among the events of the training set.
    var events: [Int] = []
    /// Of each token: its place in its sequence.
    var positions: [Int32] = []
    /// Of each token, where the model has them.
    var actions: [Int32] = []
    var gaps: [Int32] = []
    /// Where each sequence begins, and where the last one ends.
    var starts: [Int32] = [0]
    /// What the shopper of each sequence declared, where the model reads that.
    var attributes = EmbeddingBag()
    /// Of each token, whose it is.
    var owners: [Int32] = []

    var tokens: Int { items.count }
    var isEmpty: Bool { items.isEmpty }

    mutating func removeAll() {
        items.removeAll(keepingCapacity: true)
        targets.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        actions.removeAll(keepingCapacity: true)
        gaps.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        attributes.removeAll()
        owners.removeAll(keepingCapacity: true)
    }

    /// Appends a stretch of a training set as one sequence to be learnt; the model has so many
    /// buckets of attributes.
    mutating func append(_ span: Range<Int>, of set: TrainingSet, buckets: Int) {
        let inputs = span.dropLast()
        for index in inputs {
            items.append(Int32(set.items[index]))
            targets.append(Int32(set.items[index + 1]))
            events.append(index + 1)
            positions.append(Int32(index - span.lowerBound))
        }
        if !set.actions.isEmpty {
            for index in inputs { actions.append(Int32(set.actions[index])) }
        }
        if !set.gaps.isEmpty { for index in inputs { gaps.append(Int32(set.gaps[index])) } }
        close(set.attributes(at: span.lowerBound), buckets)
    }

    /// Appends a sequence to be read.
    mutating func append(_ sequence: EventSequence, buckets: Int) {
        items += sequence.items.map { Int32($0) }
        positions += (0..<Int32(sequence.count))
        actions += sequence.actions.map { Int32($0) }
        gaps += sequence.gaps.map { Int32($0) }
        close(sequence.attributes, buckets)
    }

    /// Ends a sequence, whose shopper declared this.
    private mutating func close(_ declared: Set<UInt64>, _ buckets: Int) {
        if buckets > 0 {
            owners += repeatElement(Int32(starts.count - 1), count: items.count - owners.count)
            attributes.append(equally: Self.buckets(of: declared, among: buckets))
        }
        starts.append(Int32(items.count))
    }

    /// A bucket for each attribute, in order.
    static func buckets(of attributes: Set<UInt64>, among buckets: Int) -> [Int32] {
        attributes.map { Int32(mixed($0, seed: 0) & UInt64(buckets - 1)) }.sorted()
    }
}
