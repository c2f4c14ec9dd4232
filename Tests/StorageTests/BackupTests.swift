import Commerce
import Primitives
import Storage
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Data directory")
struct BackupTests {
    private let scene = TemporaryDirectory()
    private var path: String { scene.file("shop") }
    private var vaultCopy: String { scene.file("martlet.vault") }

    private func item(_ id: String) throws -> Item { try Item(fields: ["title": "T"], id: id) }

    /// A directory with two months, items and an answer; closed.
    private func fill(_ path: String) throws {
        let directory = try DataDirectory(path: path)
        _ = try directory.log.append(Scene.batch(0..<3000))
        _ = try directory.log.append(Scene.batch(3000..<4000, received: Scene.december))
        try directory.catalogue.put([item("a"), item("b")])
        try directory.slates.append(Scene.slate("r"))
        try directory.close()
    }

    /// Every file below a folder but the lock, with its bytes.
    private func content(_ folder: String) throws -> [String: [UInt8]] {
        var content: [String: [UInt8]] = [:]
        for name in try FileSystem.names(in: folder) where name != "martlet.lock" {
            if name == "events" {
                for month in try FileSystem.names(in: "\(folder)/events") {
                    content["events/\(month)"] = try FileSystem.read("\(folder)/events/\(month)")
                }
            } else {
                content[name] = try FileSystem.read("\(folder)/\(name)")
            }
        }
        return content
    }

    // MARK: Backup

    @Test("a backup verifies, is restored as it was, and stays as it is")
    func roundTrip() throws {
        try fill(path)
        let original = try DataDirectory(path: path)
        try original.backup(to: scene.file("backup"), vault: vaultCopy)
        let before = try content(scene.file("backup"))
        #expect(
            before.keys.sorted()
                == [
                    "catalogue.sqlite", "events/2026-11.sqlite", "events/2026-12.sqlite",
                    "slates.sqlite",
                ])
        try DataDirectory.restore(from: scene.file("backup"), to: scene.file("new/shop"))
        #expect(try content(scene.file("backup")) == before)
        let restored = try DataDirectory(path: scene.file("new/shop"))
        #expect(try restored.problems().isEmpty)
        #expect(try restored.log.everything() == original.log.everything())
        #expect(try restored.slates.count() == 1)
        var items: [String] = []
        try restored.catalogue.forEachItem { items.append($0.id) }
        #expect(items == ["a", "b"])
        // It goes on where the original was.
        let more = [Scene.logged("e7"), Scene.logged("new", received: Scene.december)]
        #expect(try restored.log.append(more) == [.duplicate(offset: 8), .stored(offset: 4001)])
        try restored.close()
        try original.close()
    }

    @Test("a backup taken while the log grows is a prefix of the log")
    func whileWriting() async throws {
        let directory = try DataDirectory(path: path)
        _ = try directory.log.append(Scene.batch(0..<5000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for start in stride(from: 5000, to: 25_000, by: 100) {
                    let received = start < 15_000 ? Scene.november : Scene.december
                    let batch = Scene.batch(start..<start + 100, received: received)
                    _ = try directory.log.append(batch)
                }
            }
            for number in 0..<4 {
                try directory.backup(to: scene.file("backup\(number)"), vault: vaultCopy)
                try directory.checkpoint()
            }
            try await group.waitForAll()
        }
        let all = try directory.log.everything()
        #expect(all.count == 25_000)
        try directory.close()
        for number in 0..<4 {
            let copy = try DataDirectory(reading: scene.file("backup\(number)"))
            #expect(try copy.problems().isEmpty)
            let events = try copy.log.everything()
            #expect(events.count >= 5000 && events.count % 100 == 0)
            #expect(events == Array(all.prefix(events.count)))
            try copy.close()
        }
    }

    @Test("a reader beside the writer sees what is committed, and changes nothing")
    func reader() throws {
        let writer = try DataDirectory(path: path)
        _ = try writer.log.append(Scene.batch(0..<10))
        let reader = try DataDirectory(reading: path)
        #expect(try reader.log.everything() == writer.log.everything())
        _ = try writer.log.append(Scene.batch(10..<20))
        #expect(try reader.log.read(from: 11, limit: 100).map(\.offset) == Array(11...20))
        #expect(throws: StorageError.self) { try reader.log.append(Scene.batch(20..<21)) }
        #expect(throws: StorageError.self) { try reader.catalogue.put([item("a")]) }
        try reader.close()
        _ = try writer.log.append(Scene.batch(20..<30))
        #expect(try writer.log.everything().count == 30)
        #expect(try writer.problems().isEmpty)
        try writer.close()
    }

    @Test("backup and restore refuse a folder that holds anything, and leave nothing in it")
    func notEmpty() throws {
        try fill(path)
        let directory = try DataDirectory(path: path)
        try FileSystem.createFolder(scene.file("full"))
        scene.write("mine", to: "full/notes.txt")
        let error = #expect(throws: StorageError.self) {
            try directory.backup(to: scene.file("full"), vault: vaultCopy)
        }
        #expect(error?.code == .notEmpty)
        #expect(error?.file == scene.file("full"))
        try directory.close()
        let second = #expect(throws: StorageError.self) {
            try DataDirectory.restore(from: path, to: scene.file("full"))
        }
        #expect(second?.code == .notEmpty)
        #expect(try FileSystem.names(in: scene.file("full")) == ["notes.txt"])
        let third = #expect(throws: StorageError.self) {
            try DataDirectory.restore(from: scene.file("full"), to: scene.file("other"))
        }
        #expect(third?.code == .notFound)
        #expect(!FileSystem.exists(scene.file("other")))
    }

    @Test("a damaged backup is not restored")
    func damagedBackup() throws {
        try fill(path)
        try scene.damageBody(of: 1500, in: "shop/events/2026-11.sqlite")
        let error = #expect(throws: StorageError.self) {
            try DataDirectory.restore(from: path, to: scene.file("new"))
        }
        #expect(error?.code == .damaged)
        #expect(error?.file == path)
        #expect(!FileSystem.exists(scene.file("new")))
    }

    // MARK: Lock

    @Test("a directory has one holder, in this process and in others")
    func lock() throws {
        let first = try DataDirectory(path: path)
        let error = #expect(throws: StorageError.self) { try DataDirectory(path: path) }
        #expect(error?.code == .inUse)
        #expect(error?.file == path)
        #expect(!otherProcessCanLock())
        try first.close()
        #expect(otherProcessCanLock())
        try DataDirectory(path: path).close()
    }

    @Test("a directory that cannot be opened is not held")
    func lockAfterFailure() throws {
        try FileSystem.createFolder(path)
        scene.write("no database, but long enough to have a header", to: "shop/slates.sqlite")
        for _ in 0..<2 {
            let error = #expect(throws: StorageError.self) { try DataDirectory(path: path) }
            #expect(error?.code == .damaged)
        }
    }

    @Test("a folder that is no data directory is not read, and not made one")
    func notADirectory() throws {
        for name in ["none", "."] {
            let error = #expect(throws: StorageError.self) {
                try DataDirectory(reading: scene.file(name))
            }
            #expect(error?.code == .notFound)
        }
        #expect(try scene.names().isEmpty)
    }

    /// Asks the `flock` command, which is another process.
    private func otherProcessCanLock() -> Bool {
        var child = pid_t()
        let arguments = ["flock", "--nonblock", "\(path)/martlet.lock", "true"]
        let pointers = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe pointers.forEach { unsafe free($0) } }
        let spawned = unsafe posix_spawnp(&child, "flock", nil, nil, pointers, environ)
        guard spawned == 0 else {
            Issue.record("there is no flock command")
            return false
        }
        var status: Int32 = 0
        _ = unsafe waitpid(child, &status, 0)
        return status == 0
    }
}

extension [UInt8] {
    /// The last place where some bytes stand.
    func lastRange(of bytes: [UInt8]) -> Range<Int>? {
        guard count >= bytes.count else { return nil }
        for start in stride(from: count - bytes.count, through: 0, by: -1)
        where self[start] == bytes[0] && self[start..<start + bytes.count].elementsEqual(bytes) {
            return start..<start + bytes.count
        }
        return nil
    }
}
