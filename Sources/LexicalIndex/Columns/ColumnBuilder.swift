import Commerce

/// Gathers the values of items for one segment.
struct ColumnBuilder {
    private var keys = TermTable()
    /// The key at hand.
    private var key: [UInt8] = []
    private var rows: [UInt32] = []
    private var rowEnds: [UInt32] = [0]

    mutating func add(_ item: Item) {
        item.forEachColumnValue { field, value in
            key.removeAll(keepingCapacity: true)
            ColumnKey.append(field, value, to: &key)
            rows.append(keys.id(of: key[...]))
        }
        rowEnds.append(UInt32(rows.count))
    }

    consuming func finish() -> Columns {
        let order = keys.ascending
        var places = [UInt32](repeating: 0, count: keys.count)
        var sorted = SortedKeys()
        sorted.reserve(keys.count)
        for (place, id) in order.enumerated() {
            sorted.append(keys[id])
            places[id] = UInt32(place)
        }
        return Columns(
            keys: sorted,
            rows: (0..<rowEnds.count - 1).lazy.map { [rows, rowEnds] document in
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
