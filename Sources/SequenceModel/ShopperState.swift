package import Neural

/// Where one shopper stands with one model: what was read of them, and what came of it.
package final class ShopperState {
    /// The events since the anchor, at most `ModelShape.reach`.
    package private(set) var events = EventSequence(items: [])
    /// The model's view of what comes next: a row of `width` floats. Zeros before the first event.
    package let hidden: Tensor
    let cache: KeyValueCache

    package init(_ shape: ModelShape) {
        hidden = Tensor(rows: 1, columns: shape.width)
        cache = KeyValueCache(width: shape.width, blocks: shape.blocks)
    }

    /// Bytes held, but for the objects themselves.
    package var bytes: Int { cache.bytes + 4 * hidden.count + 4 * events.items.capacity }

    /// Appends an event to the list.
    func note(item: UInt32, action: UInt8, gap: UInt8) {
        events.items.append(item)
        events.actions.append(action)
        events.gaps.append(gap)
    }

    func declare(_ attributes: Set<UInt64>) { events.attributes = attributes }

    /// Forgets all but the first events.
    func keep(first count: Int) {
        let surplus = events.count - count
        events.items.removeLast(surplus)
        events.actions.removeLast(surplus)
        events.gaps.removeLast(surplus)
        cache.keep(first: count)
    }

    /// Forgets all but the latest events, and everything that was computed.
    func anchor(keeping count: Int) {
        events = events.suffix(count)
        cache.removeAll()
    }
}
