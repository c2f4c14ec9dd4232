import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// The search index after a start is that of the catalogue, whatever lies in its files.
@Suite("The files of the search index")
struct IndexFilesTests {
    /// What may happen to the files between two starts.
    enum Mishap: String, CaseIterable {
        case none, cut, flipped, gone, foreign, older
    }

    private static func item(_ number: Int, _ word: String) -> Item {
        var item = Item(id: "i\(number)")
        item.title = LocalizedText("\(word) lamp \(number % 7)")
        item.brand = ["Acme", "Lumen", "Orient"][number % 3]
        item.attributes["size"] = .number(Double(number % 5))
        return item
    }

    private static func answer(_ engine: Engine) -> [[String]] {
        ["red lamp", "blue lamp 3", "lamp", "\"red lamp\"", "gren"].map { text in
            var request = SearchRequest(query: text)
            request.limit = 100
            request.facets = ["brand"]
            let answer = engine.search(request)
            return answer.hits.map { "\($0.id) \($0.score)" }
                + answer.facets.flatMap { $0.values.map { "\($0.value) \($0.count)" } }
        }
    }

    @Test("a start answers as before", arguments: Mishap.allCases)
    func start(_ mishap: Mishap) async throws {
        let directory = TemporaryDirectory()
        let folder = directory.path + "/index"
        var engine = try Engine(path: directory.path)
        try await engine.put((0..<60).map { Self.item($0, "red") })
        try await engine.close()
        let first = try Self.files(folder)
        #expect(!first.isEmpty)

        engine = try Engine(path: directory.path)
        try await engine.put((30..<90).map { Self.item($0, "blue") })
        try await engine.remove(items: ["i3", "i77"])
        let expected = Self.answer(engine)
        try await engine.close()
        let second = try Self.files(folder)

        for (name, bytes) in second {
            switch mishap {
            case .none: break
            case .cut:
                try FileSystem.replace(
                    "\(folder)/\(name)", with: Array(bytes.prefix(bytes.count / 2)))
            case .flipped:
                var flipped = bytes
                flipped[bytes.count / 3] ^= 4
                try FileSystem.replace("\(folder)/\(name)", with: flipped)
            case .gone, .older: FileSystem.remove("\(folder)/\(name)")
            case .foreign: try FileSystem.replace("\(folder)/\(name)", with: Array("hello".utf8))
            }
        }
        if mishap == .older {
            for (name, bytes) in first {
                try FileSystem.replace("\(folder)/\(name)", with: bytes)
            }
        }
        engine = try Engine(path: directory.path)
        #expect(Self.answer(engine) == expected)
        try await engine.close()
        // What was damaged is written anew, and what is not needed is gone.
        engine = try Engine(path: directory.path)
        #expect(Self.answer(engine) == expected)
        #expect(engine.statistics.itemsRestored == engine.statistics.items)
        try await engine.close()
    }

    private static func files(_ folder: String) throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileSystem.names(in: folder) {
            files[name] = try FileSystem.read("\(folder)/\(name)")
        }
        return files
    }
}
