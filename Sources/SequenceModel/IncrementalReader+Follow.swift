extension IncrementalReader {
    /// Brings a state to a history, whatever it has read before: what both begin with stays, what
    /// else it read is forgotten, and the rest is read as if it came one event at a time.
    ///
    /// `state.hidden` then follows from the history alone, to the last bit. A history that begins
    /// elsewhere, as after a new anchor, is read from its start.
    ///
    /// - Parameters:
    ///   - history: At least one event and at most `ModelShape.reach`.
    ///   - state: Of this reader's model.
    package func follow(_ history: EventSequence, _ state: ShopperState) {
        precondition(history.count > 0)
        var common = state.events.sharedPrefix(with: history)
        if state.events.attributes != history.attributes {
            state.declare(history.attributes)
            common = 0
        }
        guard common < history.count || state.events.count > common else { return }
        // The last event is read again where those after it are forgotten: its view is not kept.
        common = min(common, history.count - 1)
        state.keep(first: common)
        for index in common..<history.count {
            state.note(
                item: history.items[index],
                action: history.actions.isEmpty ? 0 : history.actions[index],
                gap: history.gaps.isEmpty ? 0 : history.gaps[index])
        }
        step(state, from: common)
    }
}

extension EventSequence {
    /// How many events both begin with.
    fileprivate func sharedPrefix(with other: EventSequence) -> Int {
        var index = 0
        while index < min(count, other.count), items[index] == other.items[index],
            actions.isEmpty || other.actions.isEmpty || actions[index] == other.actions[index],
            gaps.isEmpty || other.gaps.isEmpty || gaps[index] == other.gaps[index]
        { index += 1 }
        return index
    }
}
