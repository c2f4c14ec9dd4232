package import HashTreeCollections

/// A persistent dictionary that forgets what was not touched for longest, so that its size is bound.
///
/// Two generations: writes go to the young one; when that is full it becomes the old one, and what
/// was not written since is dropped. Between `capacity / 2` and `capacity` entries are kept. Copies
/// share structure, and the content depends on the sequence of writes alone, so a replay of the log
/// gives the same map.
package struct GenerationalMap<Key: Hashable & Sendable, Element: Sendable>: Sendable {
    package private(set) var young: TreeDictionary<Key, Element> = [:]
    package private(set) var old: TreeDictionary<Key, Element> = [:]
    package let capacity: Int

    package init(capacity: Int) {
        self.capacity = capacity
    }

    /// Restores a map from its two generations.
    package init(
        capacity: Int, young: TreeDictionary<Key, Element>, old: TreeDictionary<Key, Element>
    ) {
        self.capacity = capacity
        self.young = young
        self.old = old
    }

    package subscript(key: Key) -> Element? {
        young[key] ?? old[key]
    }

    /// Changes the entry of `key`, made by `initial` where there is none.
    package mutating func update<Result>(
        _ key: Key, default initial: @autoclosure () -> Element,
        _ change: (inout Element) throws -> Result
    ) rethrows -> Result {
        if young[key] == nil {
            let moved = old.removeValue(forKey: key) ?? initial()
            if young.count >= max(1, capacity / 2) {
                old = young
                young = [:]
            }
            young[key] = moved
        }
        return try change(&young[key, default: initial()])
    }

    package mutating func remove(_ key: Key) {
        young[key] = nil
        old[key] = nil
    }

    /// Distinct keys kept.
    package var count: Int { young.count + old.count }
}
