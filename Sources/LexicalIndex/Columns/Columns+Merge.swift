extension Columns {
    /// The columns of some documents of two segments.
    ///
    /// - Parameters:
    ///   - parts: The columns of both.
    ///   - origins: Where each document comes from, in order.
    /// - Returns: Columns without values that no document has.
    static func merged(_ parts: [Columns], _ origins: [(part: Int, ordinal: Int)]) -> Columns {
        var isHeld = parts.map { [Bool](repeating: false, count: $0.keys.count) }
        for (part, ordinal) in origins {
            for key in parts[part].row(ordinal) { isHeld[part][Int(key)] = true }
        }
        var keys = SortedKeys()
        var places = parts.map { [UInt32](repeating: 0, count: $0.keys.count) }
        SortedKeys.forEachUnion(parts[0].keys, parts[1].keys) { left, right in
            let held = [left, right].enumerated().compactMap { part, key in
                key.flatMap { isHeld[part][$0] ? (part: part, key: $0) : nil }
            }
            guard let first = held.first else { return }
            for (part, key) in held { places[part][key] = UInt32(keys.count) }
            keys.append(parts[first.part].keys[first.key])
        }
        return Columns(
            keys: keys,
            rows: origins.lazy.map { part, ordinal in
                parts[part].row(ordinal).map { places[part][Int($0)] }
            })
    }

    /// The keys of a document.
    func row(_ ordinal: Int) -> ArraySlice<UInt32> {
        rows[Int(rowEnds[ordinal])..<Int(rowEnds[ordinal + 1])]
    }
}
