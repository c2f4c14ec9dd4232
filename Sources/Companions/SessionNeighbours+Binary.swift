package import Primitives

/// The stored form: the sessions that are kept, and how many ever held each item. The postings
/// follow from the sessions, as each is the latest that hold its item.
extension SessionNeighbours {
    package func write(to writer: inout BinaryWriter) {
        writer.write(UInt64(begun))
        for number in firstKept..<begun {
            sessions.with(number % settings.sessionsMax) { items in
                writer.write(UInt64(items.count))
                for place in items.indices { writer.write(UInt64(items[place])) }
            }
        }
        writer.write(UInt64(holders.count))
        for holding in holders { writer.write(UInt64(holding)) }
    }

    /// What `write` wrote, with the same settings: learns on as if it had never been stored.
    package init(
        _ settings: Settings, from reader: inout BinaryReader
    ) throws(BinaryError) {
        self.init(settings)
        let begun = try reader.number()
        guard begun <= UInt64(UInt32.max) else { throw .malformed }
        self.begun = Int(begun)
        var kept: [[UInt32]] = []
        for _ in firstKept..<self.begun { kept.append(try Self.items(of: &reader)) }
        // The slot of a session is its number modulo their count.
        for slot in kept.indices {
            let turn = firstKept % settings.sessionsMax
            let items = kept[(slot - turn + kept.count) % kept.count]
            sessions.append()
            for item in items { sessions.append(item, to: slot) }
            distinct.append(UInt16(clamping: Set(items).count))
        }
        for _ in 0..<(try reader.count()) {
            holders.append(UInt32(truncatingIfNeeded: try reader.number()))
            postings.append([])
        }
        for (offset, items) in kept.enumerated() {
            let held = Set(items)
            for item in held {
                guard Int(item) < postings.count else { throw .malformed }
                guard held.count > 1 else { continue }
                Self.post(
                    UInt32(firstKept + offset), &postings[Int(item)], max: settings.postingMax)
            }
        }
    }

    private static func items(of reader: inout BinaryReader) throws(BinaryError) -> [UInt32] {
        var items: [UInt32] = []
        let count = try reader.count()
        items.reserveCapacity(count)
        for _ in 0..<count { items.append(UInt32(truncatingIfNeeded: try reader.number())) }
        return items
    }
}
