public import HashTreeCollections

/// A persistent dictionary that forgets what was not touched for longest, so that its size is bound.
///
/// Two generations: writes go to the young one; when that is full it becomes the old one, and what
/// was not written since is dropped. Between `capacity / 2` and `capacity` entries are kept, fewer
/// where a generation weighs its half of `weightMax` before it has as many. Copies
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
    @usableFromInline let weightMax: Int
    @usableFromInline let weigh: @Sendable (Element) -> Int
    /// Of the young generation.
    @usableFromInline var freshWeight = 0

    /// An empty map.
    ///
    /// - Parameters:
    ///   - capacity: Entries kept at most.
    ///   - weightMax: What all entries may weigh, but for the one written last.
    ///   - weigh: The weight of an entry.
    @inlinable
    public init(
        capacity: Int, weightMax: Int = .max,
        weigh: @escaping @Sendable (Element) -> Int = { _ in 0 }
    ) {
        (self.capacity, self.weightMax, self.weigh) = (capacity, weightMax, weigh)
        fresh = [:]
        stale = [:]
    }

    /// Restores the entries of a map with the same bounds.
    @inlinable
    public mutating func restore(
        young: TreeDictionary<Key, Element>, old: TreeDictionary<Key, Element>
    ) {
        fresh = young
        stale = old
        freshWeight = young.reduce(0) { $0 + weigh($1.value) }
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
            if fresh.count >= max(1, capacity / 2) || freshWeight >= weightMax / 2 {
                stale = fresh
                fresh = [:]
                freshWeight = 0
            }
            freshWeight += weigh(moved)
            fresh[key] = moved
        }
        let weigh = weigh
        var growth = 0
        defer { freshWeight += growth }
        return try Self.change(&fresh[key, default: initial()], weigh, &growth, change)
    }

    @inlinable
    static func change<Result>(
        _ entry: inout Element, _ weigh: (Element) -> Int, _ growth: inout Int,
        _ change: (inout Element) throws -> Result
    ) rethrows -> Result {
        let before = weigh(entry)
        defer { growth = weigh(entry) - before }
        return try change(&entry)
    }

    /// Forgets the entry of `key`.
    @inlinable
    public mutating func remove(_ key: Key) {
        if let entry = fresh.removeValue(forKey: key) { freshWeight -= weigh(entry) }
        stale[key] = nil
    }
}
