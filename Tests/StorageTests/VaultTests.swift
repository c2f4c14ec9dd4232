import Commerce
import Foundation
import GRDB
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Vault")
struct VaultTests {
    private let scene = TemporaryDirectory()
    private var path: String { scene.file("shop") }

    private func event(_ id: String, user: String) -> LoggedEvent {
        var logged = Scene.logged(id)
        logged.event.user = user
        return logged
    }

    private func forget(_ user: String, in directory: DataDirectory) throws -> Receipt {
        try directory.forget(
            .user(user), with: [],
            events: directory.log.events(of: [.user(user)], from: 1).count,
            id: "f-\(UInt64.random(in: 0 ... .max))", time: Scene.november)
    }

    /// The keys of a vault, by number.
    private func keys(_ path: String) throws -> [Int64: [UInt8]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { db in
            var keys: [Int64: [UInt8]] = [:]
            for row in try Row.fetchAll(db, sql: "SELECT number, hex(key) FROM subject") {
                let text: String = row[1]
                keys[row[0]] = stride(from: 0, to: text.utf8.count, by: 2).compactMap { place in
                    let start = text.index(text.startIndex, offsetBy: place)
                    return UInt8(text[start..<text.index(start, offsetBy: 2)], radix: 16)
                }
            }
            return keys
        }
    }

    @Test(
        "no byte of a destroyed key is left in the vault, its log or its copy", arguments: [1, 2])
    func bytes(seed: UInt64) throws {
        var rng = SeededRNG(seed: seed)
        let directory = try DataDirectory(path: path)
        var users = (0..<1500).map { "user \($0)" }
        users.shuffle(using: &rng)
        for (number, user) in users.enumerated() where number % 100 == 0 {
            let batch = users[number..<number + 100].map { event("e \($0) \(user)", user: $0) }
            _ = try directory.log.append(batch)
            try directory.checkpoint()
        }
        let before = try keys("\(path)/vault.sqlite")
        #expect(before.count == 1500)
        users.shuffle(using: &rng)
        for user in users.prefix(1000) {
            #expect(try forget(user, in: directory).events == 1)
        }
        let copy = scene.file("martlet.vault")
        try directory.vault.backup(to: copy)
        let after = try keys(copy)
        let destroyed = before.filter { after[$0.key]?.allSatisfy { $0 == 0 } == true }
        #expect(destroyed.count == 1000)
        #expect(after.count == 1500)
        let files =
            try FileSystem.names(in: path).filter { $0.hasPrefix("vault") }
            .map { try FileSystem.read("\(path)/\($0)") } + [FileSystem.read(copy)]
        for file in files {
            let held = Self.windows(of: file, startingLike: destroyed.values)
            #expect(held.isDisjoint(with: Set(destroyed.values)))
        }
        let living = before.filter { destroyed[$0.key] == nil }.values
        #expect(Set(living).isSubset(of: Self.windows(of: files[0], startingLike: living)))
        try directory.close()
    }

    /// Every stretch of 32 bytes that starts like one of the keys.
    private static func windows(
        of file: [UInt8], startingLike keys: some Collection<[UInt8]>
    ) -> Set<[UInt8]> {
        func start(_ bytes: ArraySlice<UInt8>) -> UInt32 {
            bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
        }
        let starts = Set(keys.map { start($0[...]) })
        guard file.count >= 32 else { return [] }
        var found: Set<[UInt8]> = []
        for place in 0...(file.count - 32) where starts.contains(start(file[place...])) {
            found.insert(Array(file[place..<place + 32]))
        }
        return found
    }

    @Test("a number never comes to mean somebody else, also with a vault older than the log")
    func numbers() throws {
        var directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("a", user: "anna"), event("b", user: "bert")])
        try directory.close()
        let old = try FileSystem.read("\(path)/vault.sqlite")
        directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("c", user: "cora")])
        try directory.close()
        try FileSystem.replace("\(path)/vault.sqlite", with: old)
        let reader = try DataDirectory(reading: path)
        #expect(try reader.problems().contains { $0.contains("lacks keys of events") })
        try reader.close()
        directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("d", user: "dora")])
        #expect(try directory.log.everything().map(\.event.id) == ["a", "b", "d"])
        #expect(try directory.log.forgottenCount() == 1)
        try directory.close()
    }

    @Test("a person who comes back has another key, and what they did before stays forgotten")
    func comingBack() throws {
        let directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("a", user: "anna"), event("b", user: "bert")])
        #expect(try forget("anna", in: directory).events == 1)
        _ = try directory.log.append([event("c", user: "anna")])
        #expect(try directory.log.everything().map(\.event.id) == ["b", "c"])
        #expect(try directory.log.events(of: [.user("anna")], from: 1).map(\.event.id) == ["c"])
        let again = try forget("anna", in: directory)
        #expect(again.events == 1 && again.subjects == 1)
        let nobody = try directory.forget(
            .user("anna"), with: [], events: 0, id: "f-2", time: Scene.november)
        #expect(nobody.events == 0 && nobody.subjects == 0 && nobody.person == again.person)
        #expect(try directory.problems().isEmpty)
        try directory.close()
    }

    @Test("more people than are kept in memory")
    func cache() throws {
        let directory = try DataDirectory(path: path)
        let count = 120_000
        for start in stride(from: 0, to: count, by: 20_000) {
            _ = try directory.log.append(
                (start..<start + 20_000).map { event("e\($0)", user: "u\($0)") })
        }
        _ = try directory.log.append((0..<10).map { event("again \($0)", user: "u\($0)") })
        for user in 0..<10 {
            let found = try directory.log.events(of: [.user("u\(user)")], from: 1)
            #expect(found.map(\.event.id) == ["e\(user)", "again \(user)"])
        }
        #expect(try directory.log.everything().count == count + 10)
        try directory.close()
    }

    // MARK: Whose vault

    @Test("a directory without its vault is not opened: a new one would forget everybody")
    func missing() throws {
        try DataDirectory(path: path).close()
        FileSystem.remove("\(path)/vault.sqlite")
        for open in [{ try DataDirectory(path: path) }, { try DataDirectory(reading: path) }] {
            let error = #expect(throws: StorageError.self) { try open() }
            #expect(error?.code == .notFound)
            #expect(error?.message.contains("without its keys") == true)
        }
        #expect(!FileSystem.exists("\(path)/vault.sqlite"))
    }

    @Test("the vault of another shop is refused, and never overwritten")
    func foreign() throws {
        let other = try DataDirectory(path: scene.file("other"))
        let copy = scene.file("martlet.vault")
        try other.backup(to: scene.file("other backup"), vault: copy)
        try other.close()
        let directory = try DataDirectory(path: path)
        let error = #expect(throws: StorageError.self) {
            try directory.backup(to: scene.file("backup"), vault: copy)
        }
        #expect(error?.code == .wrongVault)
        #expect(!FileSystem.exists(scene.file("backup")))
        try directory.backup(to: scene.file("backup"), vault: scene.file("mine.vault"))
        let second = #expect(throws: StorageError.self) {
            try DataDirectory.restore(from: scene.file("backup"), to: scene.file("new"))
        }
        #expect(second?.code == .wrongVault)
        scene.write("my diary", to: "diary.txt")
        #expect(throws: StorageError.self) {
            try directory.vault.backup(to: scene.file("diary.txt"))
        }
        #expect(scene.read("diary.txt") == "my diary")
        try directory.close()
    }

    @Test("a copy is not replaced by an older vault: who was forgotten would come back")
    func olderThanItsCopy() throws {
        let copy = scene.file("martlet.vault")
        var directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("a", user: "anna")])
        try directory.close()
        let old = try FileSystem.read("\(path)/vault.sqlite")
        directory = try DataDirectory(path: path)
        _ = try forget("anna", in: directory)
        try directory.vault.backup(to: copy)
        try directory.vault.backup(to: copy)
        try directory.close()
        try FileSystem.replace("\(path)/vault.sqlite", with: old)
        directory = try DataDirectory(path: path)
        let error = #expect(throws: StorageError.self) { try directory.vault.backup(to: copy) }
        #expect(error?.code == .wrongVault)
        try directory.close()
    }

    @Test("a receipt that was altered is found")
    func receipts() throws {
        let directory = try DataDirectory(path: path)
        _ = try directory.log.append([event("a", user: "anna")])
        let receipt = try forget("anna", in: directory)
        #expect(try directory.vault.receipts() == [receipt])
        #expect(receipt.person == directory.vault.digest(of: .user("anna")))
        #expect(receipt.person != directory.vault.digest(of: .visitor("anna")))
        #expect(try directory.problems().isEmpty)
        try directory.close()
        let queue = try DatabaseQueue(path: "\(path)/vault.sqlite")
        try queue.write { try $0.execute(sql: "UPDATE receipt SET events = 7") }
        try queue.close()
        let again = try DataDirectory(reading: path)
        #expect(try again.problems().count == 1)
        try again.close()
    }

    @Test("the vault is for its owner alone")
    func permissions() throws {
        let directory = try DataDirectory(path: path)
        let copy = scene.file("martlet.vault")
        try directory.vault.backup(to: copy)
        for file in ["\(path)/vault.sqlite", copy] {
            let attributes = try #require(Self.mode(of: file))
            #expect(attributes & 0o077 == 0, "\(file)")
        }
        try directory.close()
    }

    private static func mode(of file: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file))?[.posixPermissions] as? Int
    }
}
