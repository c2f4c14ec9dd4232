import Commerce
import Engine
import Storage
import TestSupport
import Testing

/// Search by meaning with an encoder from a folder. Its weights are random: texts that are equal are
/// nearest, and that is all it knows.
struct MeaningTests {
    private static let encoder =
        #filePath.split(separator: "/").dropLast(2).reduce("") { "\($0)/\($1)" }
        + "/TextEncoderTests/Fixtures/bert"

    private static func with(
        _ folder: String, _ body: (Scene) async throws -> Void
    ) async throws {
        var configuration = EngineConfiguration()
        configuration.encoder = encoder
        let engine = try Engine(path: folder, configuration: configuration)
        try await body(Scene(engine: engine, folder: folder))
        try await engine.close()
    }

    private static let colours = ["red", "blue", "green"]

    private static func stock(_ scene: Scene) async throws {
        try await scene.items(30) { number, item in
            item.title = LocalizedText("lamp \(number) \(colours[number % 3])")
            item.brand = number % 2 == 0 ? "Even" : "Odd"
        }
        try await scene.engine.settle()
    }

    private static func search(
        _ scene: Scene, _ query: String, change: (inout SearchRequest) -> Void = { _ in }
    ) -> Answer {
        var request = SearchRequest(query: query)
        request.limit = 50
        request.facets = [Facet("brand")]
        change(&request)
        return scene.engine.search(request)
    }

    private static func count(_ answer: Answer) -> Int {
        answer.facets.first?.values.reduce(0) { $0 + $1.count } ?? 0
    }

    @Test("where no word is met meaning answers and says so, within the filter")
    func relaxation() async throws {
        let folder = TemporaryDirectory()
        try await Self.with(folder.path) { scene in
            try await Self.stock(scene)
            let encoded = try #require(scene.engine.statistics.encoded)
            #expect(encoded.items == 30 && encoded.all == 30)
            let answer = Self.search(scene, "sofa")
            #expect(answer.isByMeaning && !answer.hits.isEmpty)
            #expect(answer.hits.allSatisfy { $0.reasons.first?.kind == .meaning })
            #expect(answer.hits.allSatisfy { $0.reasons.first?.nearness ?? 0 > 0 })
            #expect(answer.total == answer.hits.count && Self.count(answer) == answer.hits.count)
            let even = Self.search(scene, "sofa") {
                $0.filter = Filter(["brand": .anyOf(["even"])])
            }
            #expect(!even.hits.isEmpty && even.hits.allSatisfy { $0.item?.brand == "Even" })
            #expect(even.total == even.hits.count && Self.count(even) == even.hits.count)
            for (query, order) in [
                ("\"sofa\"", SearchRequest.Order.relevance), ("sofa", .popularity),
            ] {
                let words = Self.search(scene, query) { $0.order = order }
                #expect(words.hits.isEmpty && !words.isByMeaning)
            }
        }
    }

    @Test("what has the words stands before what only means them, and pages fit together")
    func joined() async throws {
        let folder = TemporaryDirectory()
        try await Self.with(folder.path) { scene in
            try await Self.stock(scene)
            let answer = Self.search(scene, "red")
            let kinds = answer.hits.compactMap { $0.reasons.first?.kind }
            #expect(kinds.prefix(10).allSatisfy { $0 == .words } && !answer.isByMeaning)
            #expect(kinds.dropFirst(10).allSatisfy { $0 == .meaning })
            #expect(answer.total == answer.hits.count && Self.count(answer) == answer.hits.count)
            #expect(zip(answer.hits, answer.hits.dropFirst()).allSatisfy { $0.score >= $1.score })
            var pages: [String] = []
            for offset in stride(from: 0, to: answer.hits.count, by: 7) {
                pages += Self.search(scene, "red") { ($0.offset, $0.limit) = (offset, 7) }.hits
                    .map(\.id)
            }
            #expect(pages == answer.hits.map(\.id))
        }
    }

    @Test("a model number is met by what has it, and by nothing else")
    func modelNumber() async throws {
        let folder = TemporaryDirectory()
        try await Self.with(folder.path) { scene in
            try await Self.stock(scene)
            try await scene.items(1) { _, item in
                item.id = "phone"
                item.title = "telephone kx-tg9344t"
            }
            try await scene.engine.settle()
            #expect(Self.search(scene, "kx-tg9344t").hits.map(\.id) == ["phone"])
        }
    }

    @Test("vectors outlive a restart, and only what changed is encoded again")
    func incremental() async throws {
        let folder = TemporaryDirectory()
        let file = "\(folder.path)/meaning.vectors"
        var found: [String] = []
        try await Self.with(folder.path) { scene in
            try await Self.stock(scene)
            found = Self.search(scene, "sofa").hits.map(\.id)
        }
        let size = FileSystem.size(file)
        try await Self.with(folder.path) { scene in
            try await scene.engine.settle()
            #expect(FileSystem.size(file) == size)
            #expect(Self.search(scene, "sofa").hits.map(\.id) == found)
            try await scene.items(1) { _, item in item.title = "red blue" }
            try await scene.engine.settle()
            let record = (size - 32) / 30
            #expect(FileSystem.size(file) == size + record)
            try await scene.engine.remove(items: found)
            try await scene.engine.settle()
            #expect(Set(Self.search(scene, "sofa").hits.map(\.id)).isDisjoint(with: found))
        }
    }

    @Test("a damaged file of vectors is made anew")
    func damaged() async throws {
        let folder = TemporaryDirectory()
        let file = "\(folder.path)/meaning.vectors"
        var found: [String] = []
        try await Self.with(folder.path) { scene in
            try await Self.stock(scene)
            found = Self.search(scene, "sofa").hits.map(\.id)
        }
        let bytes = try FileSystem.read(file)
        try FileSystem.replace(file, with: bytes.enumerated().map { $0 % 100 == 90 ? ~$1 : $1 })
        try await Self.with(folder.path) { scene in
            try await scene.engine.settle()
            #expect(Self.search(scene, "sofa").hits.map(\.id) == found)
        }
    }

    @Test("a folder without an encoder is refused at the start")
    func refused() throws {
        let folder = TemporaryDirectory()
        var configuration = EngineConfiguration()
        configuration.encoder = folder.path
        #expect(throws: (any Error).self) {
            try Engine(path: folder.path, configuration: configuration)
        }
    }
}
