import SequenceModel

extension History {
    /// What a model is to read of this history: at most `reach` events.
    ///
    /// Positions count from an anchor, so that one more event is one more token: the anchors lie
    /// half a window apart, counted in all visits there ever were, which late ones only add to. So
    /// what is read follows from the log, whatever of it is remembered, and with which model.
    ///
    /// - Parameters:
    ///   - shape: Of the model.
    ///   - declared: What its owner said of themselves.
    ///   - row: The model's number of an item; nil where it knows none.
    /// - Returns: The events in the model's numbering, without those that it cannot read.
    func sequence(
        for shape: ModelShape, declared: Set<UInt64>, row: (UInt32) -> UInt32?
    ) -> EventSequence {
        let window = min(shape.window, PersonState.visitsMax / 3 * 2)
        let stride = window / 2 + 1
        let anchor = max(0, earlier + visits.count - window) / stride * stride
        var builder = SequenceBuilder()
        for visit in visits.dropFirst(anchor - earlier) {
            guard let action = visit.action.modelClass, let row = row(visit.item) else { continue }
            builder.add(row, action, at: visit.time)
        }
        var sequence = builder.sequence
        if shape.attributes > 0 { sequence.attributes = declared }
        return sequence
    }
}
