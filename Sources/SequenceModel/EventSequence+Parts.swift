extension EventSequence {
    /// The latest events.
    package func suffix(_ count: Int) -> EventSequence {
        var result = EventSequence(
            items: Array(items.suffix(count)), actions: Array(actions.suffix(count)),
            gaps: Array(gaps.suffix(count)))
        result.attributes = attributes
        return result
    }

    /// The first events.
    package func prefix(_ count: Int) -> EventSequence {
        var result = EventSequence(
            items: Array(items.prefix(count)), actions: Array(actions.prefix(count)),
            gaps: Array(gaps.prefix(count)))
        result.attributes = attributes
        return result
    }

    /// The same events under other numbers; those of items without one are left out.
    package func renumbered(_ number: (UInt32) -> UInt32?) -> EventSequence {
        var result = EventSequence(items: [])
        result.attributes = attributes
        for index in items.indices {
            guard let item = number(items[index]) else { continue }
            result.items.append(item)
            if !actions.isEmpty { result.actions.append(actions[index]) }
            if !gaps.isEmpty { result.gaps.append(gaps[index]) }
        }
        return result
    }
}
