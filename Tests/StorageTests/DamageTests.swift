import Commerce
import GRDB
import Primitives
import Storage
import TestSupport
import Testing

/// Files that something else than Martlet wrote to.
@Suite("Damage")
struct DamageTests {
    private let directory = TemporaryDirectory()
    private let name = "2026-11.sqlite"

    private func fill() throws {
        let log = try directory.log()
        _ = try log.append(Scene.batch(0..<2000))
        try log.closeWithVault()
    }

    @Test("a changed body is found, by its event, and the rest can be read")
    func body() throws {
        try fill()
        try directory.damageBody(of: 1235, in: name)
        let log = try directory.log()
        let problems = try log.problems()
        #expect(problems == ["\(directory.file(name)): event 1235 is damaged"])
        #expect(try log.read(from: 1, limit: 1000).count == 1000)
        try log.closeWithVault()
    }

    @Test("a body that cannot be read is an error that names the file and the event")
    func unreadable() throws {
        try fill()
        try change("UPDATE event SET body = x'01FFFF' WHERE offset = 7")
        let log = try directory.log()
        let error = #expect(throws: StorageError.self) { try log.everything() }
        #expect(error?.code == .damaged)
        #expect(error?.file == directory.file(name))
        #expect(error?.message.contains("event 7") == true)
        #expect(error?.shortDescription == "damaged")
        #expect(try log.problems() == ["\(directory.file(name)): event 7 is damaged"])
        try log.closeWithVault()
    }

    @Test(
        "a column of another type is damage, not a crash",
        arguments: [
            "body = NULL", "body = 5", "subject = 'x'", "subject = 0", "received = x'00'",
            "origin = 'live'",
            "parent = x'FF'", "id = x'FF00'",
        ])
    func types(assignment: String) throws {
        try fill()
        // The table as it is would not take such a value.
        try replaceInSchema("NOT NULL) STRICT", ") ")
        try replaceInSchema("NOT NULL", "DEFAULT 0")
        try change("UPDATE event SET \(assignment) WHERE offset = 7")
        try replaceInSchema("DEFAULT 0", "NOT NULL")
        try replaceInSchema(") ", "NOT NULL) STRICT")
        let log = try directory.log()
        _ = try? log.everything()
        _ = try? log.append(Scene.batch(0..<20))
        _ = try? log.events(of: "r1", limit: 1000)
        #expect(try !log.problems().isEmpty)
        try log.closeWithVault()
    }

    @Test(
        "a file cut short, or no database at all, is an error with file and code",
        arguments: [10, 100, 4096, 5000, 40_000, 120_000])
    func truncated(count: Int) throws {
        try fill()
        let bytes = try directory.bytes(name)
        #expect(bytes.count > count)
        directory.write(bytes[..<count], to: name)
        let error = #expect(throws: StorageError.self) {
            let log = try directory.log()
            if let problem = try log.problems().first {
                throw StorageError(.damaged, file: directory.file(name), problem)
            }
        }
        #expect(error?.code == .damaged)
        #expect(error?.file == directory.file(name))
    }

    @Test("random damage is found or harmless, and never a crash", arguments: 1...40)
    func random(seed: UInt64) throws {
        try fill()
        var random = SeededRNG(seed: seed)
        var bytes = try directory.bytes(name)
        for _ in 0..<(1 << random.index(below: 8)) {
            let place =
                random.chance(0.3)
                ? random.index(below: bytes.count) / 4096 * 4096 + random.index(below: 40)
                : random.index(below: bytes.count)
            bytes[min(place, bytes.count - 1)] = UInt8(truncatingIfNeeded: random.next())
        }
        directory.write(bytes, to: name)
        do {
            let log = try directory.log()
            let problems = try log.problems()
            if problems.isEmpty {
                // Only columns without a digest, and bytes that nothing uses, may differ unseen.
                #expect(try log.everything().map(\.event) == Scene.batch(0..<2000).map(\.event))
            }
            _ = try? log.everything()
            _ = try? log.events(of: "r1", limit: 10)
            _ = try? log.append(Scene.batch(1990..<2010))
            _ = try? log.checkpoint()
            try? log.closeWithVault()
        } catch let error as StorageError {
            #expect([.damaged, .newerFormat, .io].contains(error.code), "\(error)")
            #expect(error.file == directory.file(name))
        }
    }

    @Test("damage of the catalogue and the slates is found too")
    func stores() throws {
        let path = directory.file("catalogue.sqlite")
        let vault = try directory.vault()
        var catalogue = try SQLiteCatalogue(path: path, vault: vault)
        try catalogue.put([Item(fields: ["title": "T"], id: "a")])
        try catalogue.close()
        try change("UPDATE item SET body = x'01FF'", in: "catalogue.sqlite")
        catalogue = try SQLiteCatalogue(path: path, vault: vault)
        let error = #expect(throws: StorageError.self) { try catalogue.forEachItem { _ in } }
        #expect(error?.code == .damaged)
        #expect(try catalogue.problems().count == 1)
        try catalogue.close()

        let slates = try SQLiteSlates(path: directory.file("slates.sqlite"), vault: vault)
        try slates.append(Scene.slate("r"))
        try change("UPDATE slate SET body = x'09'", in: "slates.sqlite")
        #expect(throws: StorageError.self) { try slates.fields(of: "r") }
        #expect(try slates.problems().count == 1)
        try slates.close()
    }

    @Test(
        "files of the form before the first release are refused, with a code of their own",
        arguments: [
            ("catalogue.sqlite", "catalogue"), ("events/2026-11.sqlite", "events"),
            ("slates.sqlite", "slates"),
        ])
    func older(file: String, migration: String) throws {
        try DataDirectory(path: directory.path).close()
        FileSystem.remove(directory.file(file))
        let queue = try DatabaseQueue(path: directory.file(file))
        var migrator = DatabaseMigrator()
        migrator.registerMigration(migration) { try $0.execute(sql: "CREATE TABLE old (a)") }
        try migrator.migrate(queue)
        try queue.close()
        for hasVault in [true, false] {
            if !hasVault { FileSystem.remove(directory.file("vault.sqlite")) }
            guard hasVault || migration == "catalogue" else { continue }
            let error = #expect(throws: StorageError.self) {
                try DataDirectory(path: directory.path)
            }
            #expect(error?.code == .olderFormat, "\(String(describing: error))")
            #expect(error?.file == directory.file(file))
        }
    }

    @Test("a file of a newer format is refused, to write and to read")
    func newer() throws {
        try fill()
        try change("INSERT INTO grdb_migrations VALUES ('events that dream')")
        let before = try directory.bytes(name)
        for access in [StorageAccess.writing, .reading] {
            let error = #expect(throws: StorageError.self) {
                try directory.log(access: access)
            }
            #expect(error?.code == .newerFormat)
            #expect(error?.file == directory.file(name))
        }
        #expect(try directory.bytes(name) == before)
    }

    private func replaceInSchema(_ old: String, _ new: String) throws {
        try change(
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, '\(old)', '\(new)') WHERE name = 'event'
            """)
    }

    private func change(_ sql: String, in name: String? = nil) throws {
        let queue = try DatabaseQueue(path: directory.file(name ?? self.name))
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}
