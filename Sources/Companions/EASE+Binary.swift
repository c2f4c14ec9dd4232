import Neural
package import Primitives

/// The stored form of a fitted model whose rows are kept in part: items by id, as their numbers
/// may be others in the next process.
extension EASE {
    package func write(to writer: inout BinaryWriter, id: (UInt32) -> String) {
        guard case .sparse(let rows) = weights else {
            preconditionFailure("only rows kept in part are stored")
        }
        writer.write(UInt64(items.count))
        for (place, item) in items.enumerated() {
            writer.write(id(item))
            writer.write(UInt64(rows[place].count))
            for entry in rows[place] {
                writer.write(UInt64(entry.column))
                writer.write(UInt64(entry.value.bitPattern))
            }
        }
    }

    /// What `write` wrote, with the same settings; `number` gives the number of an id, and nil makes
    /// the model unreadable.
    ///
    /// - Throws: `BinaryError` where the bytes cannot be used.
    package init(
        _ settings: Settings, from reader: inout BinaryReader, number: (String) -> UInt32?
    ) throws(BinaryError) {
        var items: [UInt32] = []
        var rows = SparseRows()
        let count = try reader.count()
        for _ in 0..<count {
            guard let item = number(try reader.string()) else { throw .malformed }
            items.append(item)
            var row: [SparseRows.Entry] = []
            for _ in 0..<(try reader.count()) {
                let column = try reader.number()
                let bits = try reader.number()
                guard column < count, bits <= UInt64(UInt32.max) else { throw .malformed }
                row.append(.init(column: UInt32(column), value: Float(bitPattern: UInt32(bits))))
            }
            rows.append(row)
        }
        self.init(settings, items: items, rows: rows)
    }
}
