package import Primitives

/// The stored form: the sessions that are kept, and how many ever held each item. The postings
/// follow from the sessions, as each is the latest that hold its item.
extension SessionNeighbours {
    package func write(to writer: inout BinaryWriter) {
        writer.write(UInt64(begun))
        for number in firstKept..<begun {
            let items = sessions[number % settings.sessionsMax].items
            writer.write(UInt64(items.count))
            for item in items { writer.write(UInt64(item)) }
        }
        writer.write(UInt64(postings.count))
        for posting in postings { writer.write(UInt64(posting.count)) }
    }

    /// What `write` wrote, with the same settings: learns on as if it had never been stored.
    package init(
        _ settings: Settings, from reader: inout BinaryReader
    ) throws(BinaryError) {
        self.init(settings)
        let begun = try reader.number()
        guard begun <= UInt64(UInt32.max) else { throw .malformed }
        self.begun = Int(begun)
        var kept: [Session] = []
        for _ in firstKept..<self.begun { kept.append(try Self.session(&reader)) }
        // The slot of a session is its number modulo their count.
        for slot in kept.indices {
            let turn = firstKept % settings.sessionsMax
            sessions.append(kept[(slot - turn + kept.count) % kept.count])
        }
        for _ in 0..<(try reader.count()) {
            postings.append(Posting(count: Int(truncatingIfNeeded: try reader.number())))
        }
        for (offset, session) in kept.enumerated() {
            for item in Set(session.items) {
                guard Int(item) < postings.count else { throw .malformed }
                Self.post(
                    UInt32(firstKept + offset), &postings[Int(item)], max: settings.postingMax)
            }
        }
    }

    private static func session(_ reader: inout BinaryReader) throws(BinaryError) -> Session {
        var session = Session()
        let count = try reader.count()
        session.items.reserveCapacity(count)
        for _ in 0..<count {
            session.items.append(UInt32(truncatingIfNeeded: try reader.number()))
        }
        session.distinct = Set(session.items).count
        return session
    }
}
