import Commerce
import Primitives
import Storage
import TestSupport

/// Moments and events that tests share.
enum Scene {
    static let november = Timestamp("2026-11-20T10:00:00Z")!
    static let december = Timestamp("2026-12-01T00:00:00Z")!
    static let january = Timestamp("2027-01-15T10:00:00Z")!

    /// An event whose content follows from its id.
    static func event(_ id: String, item: String? = nil) -> Event {
        let mixed = stableHash(id)
        var event = Event(id: id, type: .view)
        event.user = "u\(mixed % 50)"
        event.item = item ?? "i\(mixed % 1000)"
        event.time = november + Double(mixed % 1_000_000)
        if mixed % 3 == 0 { event.request = "r\(mixed % 20)" }
        event.extra = mixed % 4 == 0 ? ["colour": .string("c\(mixed % 9)")] : Fields()
        return event
    }

    static func logged(
        _ id: String, item: String? = nil, received: Timestamp = november
    ) -> LoggedEvent {
        let mixed = stableHash(id)
        return LoggedEvent(
            offset: 0, received: received, parent: mixed % 2 == 0 ? "p\(mixed % 7)" : nil,
            origin: mixed % 5 == 0 ? .imported : .live, event: event(id, item: item))
    }

    /// An event that takes about this many bytes.
    static func large(_ id: String, bytes: Int, received: Timestamp = november) -> LoggedEvent {
        var logged = logged(id, received: received)
        logged.event.extra = ["filling": .string(String(repeating: "x", count: bytes))]
        return logged
    }

    static func batch(_ ids: Range<Int>, received: Timestamp = november) -> [LoggedEvent] {
        ids.map { logged("e\($0)", received: received) }
    }
}

extension TemporaryDirectory {
    /// A log in this folder, which is opened anew with every call.
    func log(walBytesMax: Int = SQLiteEventLog.walBytesMax) throws -> SQLiteEventLog {
        try SQLiteEventLog(folder: path, walBytesMax: walBytesMax)
    }

    /// What a file holds.
    func bytes(_ name: String) throws -> [UInt8] { try FileSystem.read(file(name)) }

    func names() throws -> [String] { try FileSystem.names(in: path) }
}

extension SQLiteEventLog {
    /// Everything in the log.
    func everything() throws -> [LoggedEvent] { try read(from: 1, limit: .max) }
}
