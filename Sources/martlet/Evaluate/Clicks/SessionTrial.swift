import Engine
import Evaluation
import Primitives
import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The engine's own search of a collection, before and after it learnt from sessions: of each query the
/// first half teaches; the other half's clicks and the judgments say what that is worth.
struct SessionTrial {
    /// Items that are put at once.
    private static let batch = 1000
    /// A place that is looked at less often does not count for more.
    private static let lookMin = 0.1

    private let collection: SearchCollection
    private let teaching: [ShownAnswer]
    private let later: [ShownAnswer]
    private let seed: UInt64

    /// - Parameters:
    ///   - collection: Items, and the queries that are asked.
    ///   - folder: Of files of sessions.
    ///   - seed: Draws the shop's own encoder.
    /// - Throws: `SequenceFileError` or `StorageError`.
    init(_ collection: SearchCollection, _ folder: String, seed: UInt64) throws {
        self.collection = collection
        self.seed = seed
        let sessions = try ShownAnswer.all(in: folder)
        teaching = Array(sessions[..<(sessions.count / 2)])
        later = Array(sessions[(sessions.count / 2)...])
    }

    /// What was measured, without the sessions and with them.
    func run() async throws -> Figures {
        let folder = FileSystem.temporaryFolder + "/" + randomID("martlet-search-")
        defer { FileSystem.removeFolder(folder) }
        let engine = try Engine(path: folder)
        for start in stride(from: 0, to: collection.items.count, by: Self.batch) {
            let end = min(start + Self.batch, collection.items.count)
            try await engine.put(Array(collection.items[start..<end]))
        }
        var figures = Figures()
        var taught = SearchLog()
        for session in teaching { taught.add(session.query, session.shown) }
        let looks = taught.looks
        for (name, log) in [("without_", SearchLog()), ("", taught)] {
            var options = SearchTraining.Options()
            options.seed = seed
            let outcome = try SearchTraining(directory: folder, options: options).run(on: log)
            try await engine.settle()
            let note =
                outcome.order.map { "\(grouped(outcome.answers)) sessions, \($0.version)" }
                ?? "no sessions"
            figures.add("\(name)NDCG@10", gain(engine), note)
            figures.add("\(name)later_clicks", clicked(engine, looks), "")
        }
        try await engine.close()
        return figures
    }

    private func found(_ query: String, _ engine: Engine) -> [String] {
        var request = SearchRequest(query: query)
        request.limit = 10
        return engine.search(request).hits.map(\.id)
    }

    private func gain(_ engine: Engine) -> Double {
        let gains = collection.queries.map { query in
            GradedRanking(
                shown: found(query.text, engine).map { query.grades[$0] ?? 0 },
                all: Array(query.grades.values)
            ).ndcg
        }
        return gains.reduce(0, +) / Double(gains.count)
    }

    /// The gain of later clicks on the queries that are asked.
    private func clicked(_ engine: Engine, _ looks: [Double]) -> Double {
        var places: [String: [String: Int]] = [:]
        for query in collection.queries {
            places[query.text] = Dictionary(
                uniqueKeysWithValues: found(query.text, engine).enumerated().map { ($1, $0) })
        }
        var (gained, clicks) = (0.0, 0.0)
        for session in later {
            guard let places = places[session.query] else { continue }
            for (shown, look) in zip(session.shown, looks) where shown.isOpened {
                let weight = 1 / max(look, Self.lookMin)
                clicks += weight
                gained += places[shown.item].map { weight / log2(Double($0 + 2)) } ?? 0
            }
        }
        return clicks > 0 ? gained / clicks : 0
    }
}
