import Commerce

/// Gathers the values of items for one segment.
struct ColumnBuilder {
    private struct Entry: Hashable {
        var field: ColumnField
        var value: ColumnValue
    }

    private var ids: [Entry: UInt32] = [:]
    private var keys: [[UInt8]] = []
    private var rows: [UInt32] = []
    private var rowEnds: [UInt32] = [0]

    mutating func add(_ item: Item) {
        var row: [UInt32] = []
        item.forEachColumnValue { field, value in
            row.append(id(of: Entry(field: field, value: value)))
        }
        rows += row
        rowEnds.append(UInt32(rows.count))
    }

    private mutating func id(of entry: Entry) -> UInt32 {
        if let id = ids[entry] { return id }
        let id = UInt32(keys.count)
        ids[entry] = id
        keys.append(ColumnKey.key(entry.field, entry.value))
        return id
    }

    consuming func finish() -> Columns {
        let order = keys.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        var places = [UInt32](repeating: 0, count: keys.count)
        var sorted = SortedKeys()
        sorted.reserve(keys.count)
        for (index, id) in order.enumerated() {
            // Texts that differ for Swift alone have one key.
            if index == 0 || keys[order[index - 1]] != keys[id] { sorted.append(keys[id]) }
            places[id] = UInt32(sorted.count - 1)
        }
        return Columns(
            keys: sorted,
            rows: (0..<rowEnds.count - 1).map { document in
                rows[Int(rowEnds[document])..<Int(rowEnds[document + 1])].map { places[Int($0)] }
            })
    }
}

extension Columns {
    /// Columns of documents by the keys of each, in any order and perhaps repeated.
    init(keys: SortedKeys, rows lists: some Collection<[UInt32]>) {
        self.init(keys: keys, ends: [], ordinals: [], rowEnds: [0], rows: [])
        for list in lists {
            var last: UInt32?
            for key in list.sorted() where key != last {
                rows.append(key)
                last = key
            }
            rowEnds.append(UInt32(rows.count))
        }
        ends = [UInt32](repeating: 0, count: keys.count + 1)
        for key in rows { ends[Int(key) + 1] += 1 }
        for key in 0..<keys.count { ends[key + 1] += ends[key] }
        var next = ends
        ordinals = [UInt16](repeating: 0, count: rows.count)
        for document in 0..<rowEnds.count - 1 {
            for key in rows[Int(rowEnds[document])..<Int(rowEnds[document + 1])] {
                ordinals[Int(next[Int(key)])] = UInt16(document)
                next[Int(key)] += 1
            }
        }
    }
}
