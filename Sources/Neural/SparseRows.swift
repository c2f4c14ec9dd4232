/// A matrix of which few entries differ from zero, row after row (compressed sparse rows).
package struct SparseRows: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var column: UInt32
        package var value: Float

        package init(column: UInt32, value: Float) {
            self.column = column
            self.value = value
        }
    }

    /// Row after row.
    package private(set) var entries: [Entry] = []
    /// Where each row begins, and where the last one ends.
    package private(set) var offsets = [0]

    package init() {}

    package var count: Int { offsets.count - 1 }

    package subscript(row: Int) -> ArraySlice<Entry> {
        entries[offsets[row]..<offsets[row + 1]]
    }

    package mutating func append(_ row: some Sequence<Entry>) {
        entries.append(contentsOf: row)
        offsets.append(entries.count)
    }

    package mutating func reserveCapacity(rows: Int, entries count: Int) {
        offsets.reserveCapacity(rows + 1)
        entries.reserveCapacity(count)
    }

    /// Columns as rows; entries of a row stand in the order of their rows here.
    package func transposed(columns: Int) -> SparseRows {
        var result = SparseRows()
        var places = [Int](repeating: 0, count: columns + 1)
        for entry in entries { places[Int(entry.column) + 1] += 1 }
        for column in 0..<columns { places[column + 1] += places[column] }
        result.offsets = places
        result.entries = [Entry](repeating: Entry(column: 0, value: 0), count: entries.count)
        for row in 0..<count {
            for entry in self[row] {
                let place = places[Int(entry.column)]
                places[Int(entry.column)] += 1
                result.entries[place] = Entry(column: UInt32(row), value: entry.value)
            }
        }
        return result
    }
}
