public import HashTreeCollections

/// A persistent dictionary that forgets what was not touched for longest, so that its size is bound.
///
/// Two generations: writes go to the young one; when that is full it becomes the old one, and what
/// was not written since is dropped. Between `capacity / 2` and `capacity` entries are kept. Copies
/// share structure, and the content depends on the sequence of writes alone, so a replay of the log
/// gives the same map.
///
/// Public and inlinable, like `PersistentVector`, so that other rooms get specialised code.
@frozen
public struct GenerationalMap<Key: Hashable & Sendable, Element: Sendable>: Sendable {
    @usableFromInline var fresh: TreeDictionary<Key, Element>
    @usableFromInline var stale: TreeDictionary<Key, Element>
    /// Entries kept at most.
    public let capacity: Int

    /// An empty map.
    @inlinable
    public init(capacity: Int) {
        self.init(capacity: capacity, young: [:], old: [:])
    }

    /// Restores a map from its two generations.
    @inlinable
    public init(
        capacity: Int, young: TreeDictionary<Key, Element>, old: TreeDictionary<Key, Element>
    ) {
        self.capacity = capacity
        fresh = young
        stale = old
    }

    /// What was written since the generations last changed.
    @inlinable public var young: TreeDictionary<Key, Element> { fresh }

    /// What was written before.
    @inlinable public var old: TreeDictionary<Key, Element> { stale }

    /// Distinct keys kept.
    @inlinable public var count: Int { fresh.count + stale.count }

    /// The entry of `key`, if it is still kept. Reading does not keep it longer.
    @inlinable
    public subscript(key: Key) -> Element? {
        fresh[key] ?? stale[key]
    }

    /// Changes the entry of `key`, made by `initial` where there is none.
    @inlinable
    public mutating func update<Result>(
        _ key: Key, default initial: @autoclosure () -> Element,
        _ change: (inout Element) throws -> Result
    ) rethrows -> Result {
        if fresh[key] == nil {
            let moved = stale.removeValue(forKey: key) ?? initial()
            if fresh.count >= max(1, capacity / 2) {
                stale = fresh
                fresh = [:]
            }
            fresh[key] = moved
        }
        return try change(&fresh[key, default: initial()])
    }

    /// Forgets the entry of `key`.
    @inlinable
    public mutating func remove(_ key: Key) {
        fresh[key] = nil
        stale[key] = nil
    }
}
