import Primitives
import SequenceModel

/// Makes of events, oldest first, what the sequence model reads: the same for training and for
/// answers.
///
/// Events of one item in a row (a click, the view that it opens, the cart) are one, under the
/// strongest of their actions, at the time of the first.
struct SequenceBuilder {
    private(set) var sequence = EventSequence(items: [])
    private var last: Timestamp?

    /// - Parameters:
    ///   - item: The model's number of it.
    ///   - action: Its class, as `Visit.Action.modelClass` tells.
    ///   - time: When it happened.
    mutating func add(_ item: UInt32, _ action: UInt8, at time: Timestamp) {
        if sequence.items.last == item, let strongest = sequence.actions.last {
            sequence.actions[sequence.count - 1] = max(strongest, action)
            return
        }
        sequence.items.append(item)
        sequence.actions.append(action)
        sequence.gaps.append(last.map { EventSequence.gap(seconds: time - $0) } ?? 0)
        last = time
    }
}
