import Commerce
import Primitives
import Storage
import Synchronization
import TestSupport
import Testing

/// One writer, with readers and checkpoints beside it.
@Suite("Reading beside the writer")
struct ConcurrencyTests {
    private let directory = TemporaryDirectory()

    @Test("a stream of short reads sees every event once, in order, across a month")
    func stream() async throws {
        let log = try directory.log()
        let count = 20_000
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for start in stride(from: 0, to: count, by: 50) {
                    let received = start < count / 2 ? Scene.november : Scene.december
                    let batch = Scene.batch(start..<start + 50, received: received)
                    let outcomes = try log.append(batch)
                    #expect(outcomes.first == .stored(offset: Int64(start + 1)))
                    if start % 1000 == 0 { try log.checkpoint() }
                }
            }
            for limit in [7, 100, 5000] {
                group.addTask {
                    var next: Int64 = 1
                    while next <= count {
                        let page = try log.read(from: next, limit: limit)
                        #expect(page.count <= limit)
                        for logged in page {
                            guard logged.offset == next, logged.event.id == "e\(next - 1)" else {
                                Issue.record("\(logged.offset) came where \(next) was to come")
                                return
                            }
                            next += 1
                        }
                        if page.isEmpty { await Task.yield() }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(log.lastOffset == count)
        try log.closeWithVault()
    }

    private final class Progress: Sendable {
        let isDone = Atomic(false)
        /// Bytes of the write-ahead log.
        let highest = Mutex(0)
    }

    @Test("the write-ahead log stays within its bound while a slow reader reads")
    func walBound() async throws {
        let bytesMax = 8 << 20
        let log = try directory.log(walBytesMax: bytesMax)
        let (batches, batchEvents, eventBytes) = (160, 100, 8000)
        let progress = Progress()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { progress.isDone.store(true, ordering: .releasing) }
                for batch in 0..<batches {
                    let events = (0..<batchEvents).map {
                        Scene.large("\(batch)-\($0)", bytes: eventBytes)
                    }
                    _ = try log.append(events)
                    let bytes = log.walBytes
                    progress.highest.withLock { $0 = max($0, bytes) }
                }
            }
            group.addTask {
                while !progress.isDone.load(ordering: .acquiring) {
                    try log.checkpoint()
                    await Task.yield()
                }
            }
            group.addTask {
                var next: Int64 = 1
                while next <= batches * batchEvents {
                    let page = try log.read(from: next, limit: 300)
                    next = page.last.map { $0.offset + 1 } ?? next
                    await Task.yield()
                }
            }
            try await group.waitForAll()
        }
        let written = FileSystem.size(directory.file("2026-11.sqlite"))
        #expect(written + progress.highest.withLock(\.self) > 100 << 20)
        // A transaction more may stand above the bound, and some that met a reader at its work.
        #expect(progress.highest.withLock(\.self) < 4 * bytesMax)
        try log.closeWithVault()
        #expect(log.walBytes == 0)
    }

    @Test("a log that nobody checkpoints is emptied by its writer")
    func walWithoutCheckpoints() throws {
        let bytesMax = 1 << 20
        let log = try directory.log(walBytesMax: bytesMax)
        for batch in 0..<100 {
            _ = try log.append((0..<10).map { Scene.large("\(batch)-\($0)", bytes: 8000) })
            #expect(log.walBytes < bytesMax + 300_000)
        }
        #expect(try log.everything().count == 1000)
        try log.closeWithVault()
    }

    @Test("a reader in the middle of a walk does not hold the writer up")
    func heldReader() throws {
        let path = directory.file("catalogue.sqlite")
        let catalogue = try SQLiteCatalogue(path: path, vault: directory.vault())
        func item(_ id: Int) throws -> Item { try Item(fields: ["title": "T"], id: "\(id)") }
        try catalogue.put((0..<100).map(item))
        var seen = 0
        // Every write is durable before the next row is read; a writer that waited for this reader
        // would never return.
        try catalogue.forEachItem { _ in
            try catalogue.put([item(1000 + seen)])
            try catalogue.checkpoint()
            seen += 1
        }
        #expect(seen == 100)
        var count = 0
        try catalogue.forEachItem { _ in count += 1 }
        #expect(count == 200)
        #expect(try catalogue.problems().isEmpty)
        try catalogue.close()
    }

    @Test("checkpoints move what is committed, also of the month before")
    func checkpoints() throws {
        let log = try directory.log()
        _ = try log.append(Scene.batch(0..<1000))
        _ = try log.append(Scene.batch(1000..<2000, received: Scene.december))
        let files = ["2026-11.sqlite", "2026-12.sqlite"].map(directory.file)
        let before = files.map(FileSystem.size)
        try log.checkpoint()
        for (file, bytes) in zip(files, before) { #expect(FileSystem.size(file) > bytes) }
        // The next transaction starts the log again, rather than making it longer.
        let bytes = log.walBytes
        _ = try log.append([Scene.logged("more", received: Scene.december)])
        #expect(log.walBytes == bytes)
        try log.closeWithVault()
    }
}
