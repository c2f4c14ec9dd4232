import Commerce
import Foundation
import GRDB
import Primitives
import Storage
import TestSupport
import Testing

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
            origin: mixed % 5 == 0 ? .imported : .live, region: mixed % 7 == 0 ? "GB" : nil,
            event: event(id, item: item))
    }

    /// An event that takes about this many bytes.
    static func large(_ id: String, bytes: Int, received: Timestamp = november) -> LoggedEvent {
        var logged = logged(id, received: received)
        logged.event.extra = ["filling": .string(String(repeating: "x", count: bytes))]
        return logged
    }

    static func slate(_ request: String, user: String? = nil) -> Slate {
        var slate = Slate(
            request: request, time: november, place: "home", entries: [], versions: Fields(),
            seed: 1, offset: 0)
        slate.user = user
        return slate
    }

    static func batch(_ ids: Range<Int>, received: Timestamp = november) -> [LoggedEvent] {
        ids.map { logged("e\($0)", received: received) }
    }
}

extension TemporaryDirectory {
    /// A log in this folder with its vault, which are opened anew with every call.
    func log(
        access: StorageAccess = .writing, walBytesMax: Int = SQLiteEventLog.walBytesMax
    ) throws -> SQLiteEventLog {
        try SQLiteEventLog(
            folder: path, vault: vault(access: access), access: access, walBytesMax: walBytesMax)
    }

    func vault(access: StorageAccess = .writing) throws -> SQLiteVault {
        try SQLiteVault(path: file("vault.sqlite"), access: access)
    }

    /// What a file holds.
    func bytes(_ name: String) throws -> [UInt8] { try FileSystem.read(file(name)) }

    /// Names in the folder, but for those of the vault.
    func names() throws -> [String] {
        try FileSystem.names(in: path).filter { !$0.hasPrefix("vault.sqlite") }
    }
}

extension TemporaryDirectory {
    /// Changes a bit in the sealed body of an event, in the bytes of a file of the log.
    func damageBody(of offset: Int64, in name: String) throws {
        let queue = try DatabaseQueue(path: file(name))
        let body = try queue.read { db in
            try Data.fetchOne(
                db, sql: "SELECT body FROM event WHERE offset = ?", arguments: [offset])
        }
        try queue.close()
        var bytes = try bytes(name)
        let sealed = [UInt8](try #require(body))
        let place = try #require(bytes.lastRange(of: sealed)).lowerBound
        bytes[place + 20] ^= 4
        write(bytes, to: name)
    }
}

extension SQLiteSlates {
    /// Stores slates while nobody is forgotten.
    func append(_ slates: Slate...) throws {
        let isStored = try append(slates, at: generation)
        #expect(isStored)
    }
}

extension SQLiteEventLog {
    /// Everything in the log.
    func everything() throws -> [LoggedEvent] { try read(from: 1, limit: .max) }

    func closeWithVault() throws {
        try close()
        try vault.close()
    }
}
