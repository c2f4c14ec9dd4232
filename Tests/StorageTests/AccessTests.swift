import Primitives
import Storage
import TestSupport
import Testing

@Suite("keys and the audit log")
struct AccessTests {
    private let now = Scene.november

    @Test("a key is known by its token alone, and the file does not hold the token")
    func token() throws {
        let directory = TemporaryDirectory()
        let access = try SQLiteAccess(folder: directory.path)
        #expect(try access.book().isEmpty)
        let token = try access.create(.query, label: "app", expires: nil, at: now)
        let book = try access.book()
        #expect(book.key(for: token.text, at: now)?.role == .query)
        #expect(book.key(for: token.text, at: now)?.id == token.id)
        let parts = token.text.split(separator: "_")
        #expect(parts.count == 3 && parts[0] == "mk" && parts[1] == token.id)
        // 5 bits a digit.
        #expect(parts[2].count * 5 >= 160)
        try access.close()
        let bytes = try directory.bytes("access.sqlite")
        #expect(String(decoding: bytes, as: UTF8.self).contains(token.id))
        #expect(!String(decoding: bytes, as: UTF8.self).contains(parts[2]))
    }

    @Test("nothing that is nearly a token opens anything", arguments: 0..<20)
    func wrongTokens(_ seed: UInt64) throws {
        let access = try SQLiteAccess(folder: TemporaryDirectory().path)
        let token = try access.create(.admin, label: "", expires: nil, at: now).text
        let other = try access.create(.admin, label: "", expires: nil, at: now)
        let book = try access.book()
        var rng = SeededRNG(seed: seed)
        var letters = Array(token)
        let place = rng.index(below: letters.count)
        letters[place] = letters[place] == "x" ? "y" : "x"
        let secret = token.split(separator: "_")[2]
        let wrong = [
            String(letters), token + "x", String(token.dropLast()), token.uppercased(), "",
            "mk_\(other.id)_\(secret)", "mk__\(secret)", "mk_\(secret)", " \(token)",
            token + String(repeating: "_", count: 1000), rng.text(upTo: 200),
        ]
        for text in wrong { #expect(book.key(for: text, at: now) == nil, "seed \(seed): \(text)") }
        #expect(book.key(for: token, at: now) != nil)
    }

    /// The least of many times that both took in turn: a busy machine only ever adds to them. Half as
    /// much again is far from noise, and less than leaving out the hash would save.
    @Test("an unknown id takes as long to refuse as a wrong secret")
    func sameWork() throws {
        let access = try SQLiteAccess(folder: TemporaryDirectory().path)
        let token = try access.create(.admin, label: "", expires: nil, at: now).text
        let book = try access.book()
        let secret = String(repeating: "0", count: 40)
        let wrong = [try #require(AccessToken.id(in: token)), "00000000"].map {
            "mk_\($0)_\(secret)"
        }
        var least = [Duration](repeating: .seconds(1), count: 2)
        let clock = ContinuousClock()
        for _ in 0..<20_000 {
            for (kind, text) in wrong.enumerated() {
                let start = clock.now
                let key = book.key(for: text, at: now)
                least[kind] = min(least[kind], clock.now - start)
                if key != nil { Issue.record("\(text) opens") }
            }
        }
        let ratio = least[0] / least[1]
        #expect((1 / 1.5...1.5).contains(ratio), "wrong secret \(least[0]), unknown id \(least[1])")
    }

    @Test("a key ends when it expires, and when it is revoked")
    func life() throws {
        let access = try SQLiteAccess(folder: TemporaryDirectory().path)
        let short = try access.create(.ingest, label: "", expires: now + 10, at: now)
        let long = try access.create(.ingest, label: "", expires: nil, at: now)
        var book = try access.book()
        #expect(book.key(for: short.text, at: now + 9.999) != nil)
        #expect(book.key(for: short.text, at: now + 10) == nil)
        try access.revoke(long.id, at: now + 1)
        try access.revoke(long.id, at: now + 2)
        book = try access.book()
        #expect(book.key(for: long.text, at: now) == nil)
        #expect(!book.isEmpty, "a shop whose last key is revoked is not open again")
        #expect(!book.hasUsableKey(at: now + 10))
        #expect(try access.keys().map(\.revoked).compactMap { $0 } == [now + 1])
        #expect(throws: StorageError.self) { try access.revoke("nobody", at: now) }
    }

    @Test("another process sees a change by the version")
    func version() throws {
        let directory = TemporaryDirectory()
        let server = try SQLiteAccess(folder: directory.path)
        let command = try SQLiteAccess(folder: directory.path)
        let before = try server.version()
        #expect(try server.version() == before)
        let token = try command.create(.query, label: "", expires: nil, at: now)
        #expect(try server.version() != before)
        #expect(try server.book().key(for: token.text, at: now) != nil)
    }

    @Test("acts are kept in order, cannot be changed, and name nobody")
    func audit() throws {
        let directory = TemporaryDirectory()
        let access = try SQLiteAccess(folder: directory.path)
        let token = try access.create(.admin, label: "", expires: nil, at: now)
        try access.append(
            AuditRecord(
                time: now + 1, actor: token.id, act: .userForgotten,
                object: access.digest(of: "ada@example.org")))
        try access.noteConfiguration(Array("{}".utf8), at: now + 2)
        try access.noteConfiguration(Array("{}".utf8), at: now + 3)
        try access.noteConfiguration(Array("{ }".utf8), at: now + 4)
        try access.revoke(token.id, at: now + 5)
        let records = try access.audit(last: 100)
        #expect(
            records.map(\.act) == [
                .keyCreated, .userForgotten, .configurationChanged, .configurationChanged,
                .keyRevoked,
            ])
        #expect(records.map(\.time.seconds) == [0, 1, 2, 4, 5].map { now.seconds + $0 })
        #expect(try access.audit(last: 2).map(\.act) == [.configurationChanged, .keyRevoked])
        #expect(records[1].object == access.digest(of: "ada@example.org"))
        #expect(records[1].object != access.digest(of: "bob@example.org"))
        #expect(records[1].actor == token.id && records[1].outcome == "done")
        try access.close()
        let bytes = try directory.bytes("access.sqlite")
        #expect(!String(decoding: bytes, as: UTF8.self).contains("ada@"))
    }

    @Test("keys and acts are backed up and checked with the shop")
    func backup() throws {
        let scene = TemporaryDirectory()
        let directory = try DataDirectory(path: scene.file("shop"))
        let access = try SQLiteAccess(folder: scene.file("shop"))
        let token = try access.create(.admin, label: "", expires: nil, at: now)
        try directory.backup(to: scene.file("copy"), vault: scene.file("copy.vault"))
        #expect(try directory.problems() == [])
        try directory.close()
        try DataDirectory.restore(
            from: scene.file("copy"), vault: scene.file("copy.vault"), to: scene.file("new"))
        let restored = try SQLiteAccess(folder: scene.file("new"))
        #expect(try restored.book().key(for: token.text, at: now) != nil)
        #expect(try restored.audit(last: 9).count == 1)
        try restored.close()
        scene.write(
            "no database at all, but long enough to be taken for one", to: "new/access.sqlite")
        let reader = try DataDirectory(reading: scene.file("new"))
        #expect(try reader.problems().count == 1)
    }
}
