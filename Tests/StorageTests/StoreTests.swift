import Commerce
import Primitives
import Storage
import TestSupport
import Testing

@Suite("Catalogue and slates")
struct StoreTests {
    private let directory = TemporaryDirectory()

    private func item(_ id: String, _ more: Fields = Fields()) throws -> Item {
        var fields: Fields = ["id": .string(id), "title": .string("Title of \(id)")]
        fields.entries += more.entries
        return try Item(fields: fields, id: id)
    }

    private func items(_ catalogue: SQLiteCatalogue) throws -> [Item] {
        var items: [Item] = []
        try catalogue.forEachItem { items.append($0) }
        return items
    }

    @Test("items come back in the order of first storing, with fields nobody knows")
    func items() throws {
        var catalogue = try SQLiteCatalogue(
            path: directory.file("catalogue.sqlite"), vault: directory.vault())
        let unknown: Fields = ["glow": 0.25, "nested": ["deep": [1, "two", .null, true]]]
        var given = [try item("b", unknown), try item("a"), try item("灯 é")]
        try catalogue.put(given)
        given[0] = try item("b", ["price": ["amount": 12.5, "currency": "EUR"]])
        try catalogue.put([given[0], try item("c")])
        given.append(try item("c"))
        #expect(try items(catalogue) == given)
        try catalogue.remove(items: ["a", "not there"])
        given.remove(at: 1)
        try catalogue.close()
        catalogue = try SQLiteCatalogue(
            path: directory.file("catalogue.sqlite"), vault: directory.vault())
        #expect(try items(catalogue) == given)
        #expect(given.contains { $0.extra == unknown } == false)
        // Stored again, it is the last.
        try catalogue.put([try item("a", unknown)])
        #expect(try items(catalogue).last?.extra == unknown)
        #expect(try catalogue.problems().isEmpty)
        try catalogue.close()
    }

    @Test("users come back, with fields nobody knows")
    func users() throws {
        let catalogue = try SQLiteCatalogue(
            path: directory.file("catalogue.sqlite"), vault: directory.vault())
        let ids = ["u2", "u1", "é"]
        let users = try ids.map { try User(fields: ["shoe": .string($0)], id: $0) }
        try catalogue.put(users)
        try catalogue.put([users[0]])
        var found: [User] = []
        try catalogue.forEachUser { found.append($0) }
        #expect(found.sorted { $0.id < $1.id } == users.sorted { $0.id < $1.id })
        try catalogue.close()
    }

    @Test("an error of the caller ends the walk and is passed on")
    func callerErrors() throws {
        struct Enough: Error {}
        let catalogue = try SQLiteCatalogue(
            path: directory.file("catalogue.sqlite"), vault: directory.vault())
        try catalogue.put([try item("a"), try item("b")])
        var seen = 0
        #expect(throws: Enough.self) {
            try catalogue.forEachItem { _ in
                seen += 1
                throw Enough()
            }
        }
        #expect(seen == 1)
        try catalogue.close()
    }

    @Test("a slate comes back by its request; of two with one request the first stays")
    func slates() throws {
        var slates = try SQLiteSlates(
            path: directory.file("slates.sqlite"), vault: directory.vault())
        var slate = Slate(
            request: "r", time: Scene.november, place: "home",
            entries: [
                .init(item: "a", score: 0.1, propensity: 0.25), .init(item: "b", score: -3),
            ],
            versions: ["model": "m7", "later": ["unknown": [1, 2]]], seed: .max - 3, offset: 77)
        slate.user = "u"
        slate.query = "lamp"
        slate.firstPosition = 10
        var other = slate
        other.place = "elsewhere"
        try slates.append(slate, other)
        try slates.append(other)
        try slates.close()
        slates = try SQLiteSlates(
            path: directory.file("slates.sqlite"), vault: directory.vault())
        #expect(try slates.fields(of: "r").flatMap(Slate.init) == slate)
        #expect(try slates.fields(of: "r") == slate.fields)
        #expect(try slates.fields(of: "none") == nil)
        #expect(try slates.count() == 1)
        #expect(try slates.problems().isEmpty)
        try slates.close()
    }

    // MARK: Files

    @Test("a replaced file is the old one or the new one, whoever looks when")
    func replace() async throws {
        let path = directory.file("state.snapshot")
        func content(_ number: Int) -> [UInt8] {
            [UInt8](repeating: UInt8(number % 251), count: 1 + number % 7 * 100_000)
        }
        try FileSystem.replace(path, with: content(0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1..<60 { try FileSystem.replace(path, with: content(number)) }
            }
            group.addTask {
                for _ in 0..<300 {
                    let bytes = try FileSystem.read(path)
                    #expect(!bytes.isEmpty && bytes.allSatisfy { $0 == bytes[0] })
                }
            }
            try await group.waitForAll()
        }
        #expect(try FileSystem.read(path) == content(59))
        #expect(try directory.names() == ["state.snapshot"])
    }

    @Test("what cannot be replaced stays as it was, and nothing is left beside it")
    func replaceFails() throws {
        // A folder that is not empty cannot be replaced by a file.
        try FileSystem.createFolder(directory.file("a/b/c"))
        let error = #expect(throws: StorageError.self) {
            try FileSystem.replace(directory.file("a"), with: [1])
        }
        #expect(error?.code == .io)
        #expect(error?.file == directory.file("a"))
        #expect(try directory.names() == ["a"])
        #expect(try FileSystem.names(in: directory.file("a")) == ["b"])
    }

    @Test("reading what is not there says so")
    func notThere() {
        let path = directory.file("none")
        #expect(throws: StorageError.self) { try FileSystem.read(path) }
        #expect(throws: StorageError.self) { try FileSystem.names(in: path) }
        #expect(FileSystem.size(path) == 0)
        #expect(!FileSystem.exists(path))
    }
}
