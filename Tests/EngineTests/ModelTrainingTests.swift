import Commerce
import Engine
import Primitives
import SequenceModel
import Storage
import TestSupport
import Testing

/// A shop whose shoppers go through its items in a circle: what comes next is known, and popularity
/// cannot say it.
@Suite("Training on a log")
struct ModelTrainingTests {
    private static let items = 40

    /// Every fourth item is mostly bought, where people buy at all.
    private static func shop(_ path: String, buys: Bool = false) async throws {
        let engine = try Engine(path: path)
        var random = SeededRNG(seed: 7)
        for person in 0..<300 {
            let start = random.index(below: items)
            let events = (0..<8).map { step in
                let item = (start + step) % items
                let isBought = buys && item % 4 == 0 && random.chance(0.8)
                var event = Event(id: "e-\(person)-\(step)", type: isBought ? .purchase : .view)
                event.user = "u\(person)"
                event.item = "i\(item)"
                event.time = Timestamp(microseconds: Int64(1_700_000_000 + step * 60) * 1_000_000)
                return event
            }
            _ = try await engine.append(events, origin: .imported)
        }
        try await engine.close()
    }

    private static func options(epochs: Int) -> ModelTraining.Options {
        var options = ModelTraining.Options()
        options.profile = .tiny
        options.epochsMax = epochs
        options.patience = 100
        return options
    }

    @Test("a model that finds the pattern is promoted; broken off, it goes on to the same weights")
    func trains() async throws {
        let directory = TemporaryDirectory()
        let (whole, broken) = (directory.file("whole"), directory.file("broken"))
        try await Self.shop(whole)
        try await Self.shop(broken)
        let outcome = try ModelTraining(directory: whole, options: Self.options(epochs: 12)).run {
            _ in
        }
        #expect(outcome.isPromoted)
        #expect(outcome.record.incumbent == "popular")
        #expect(outcome.record.ndcg > 0.5)
        #expect(outcome.record.people == 300 && outcome.record.items == Self.items)
        let curve = outcome.record.curve.passes
        #expect(curve.map(\.number) == Array(1...outcome.record.epochs))
        #expect(curve[curve.count - 1].loss < curve[0].loss)
        #expect(curve.compactMap(\.ndcg).max() == outcome.record.ndcg)

        // The training file after five passes is what a killed run leaves behind.
        let training = broken + "/models/training.safetensors"
        let kept = directory.file("kept")
        _ = try ModelTraining(directory: broken, options: Self.options(epochs: 12)).run {
            progress in
            guard case .epoch(let epoch, _, _, _) = progress, epoch == 6 else { return }
            try? FileSystem.replace(kept, with: FileSystem.read(training))
        }
        let registry = ModelRegistry(directory: broken)
        let first = try #require(try registry.records().first).version
        let expected = try FileSystem.read(registry.path(of: first)).suffix(10_000)
        FileSystem.remove(registry.path(of: first))
        try FileSystem.replace(training, with: FileSystem.read(kept))
        var resumed = 0
        let again = try ModelTraining(directory: broken, options: Self.options(epochs: 12)).run {
            if case .resumed(let epochs) = $0 { resumed = epochs }
        }
        #expect(resumed == 5)
        let path = registry.path(of: again.record.version)
        #expect(try FileSystem.read(path).suffix(10_000) == expected)
    }

    @Test("heads are learnt for what the log has, and stand in the checkpoint")
    func heads() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        try await Self.shop(path, buys: true)
        let outcome = try ModelTraining(directory: path, options: Self.options(epochs: 2)).run {
            _ in
        }
        let registry = ModelRegistry(directory: path)
        let stored = try registry.record(of: outcome.record.version)
        #expect(stored.heads == outcome.record.heads)
        #expect(stored.heads.hasPrefix("purchase: AUC 0.9"), "\(stored.heads)")
        #expect(stored.calibration.map(\.head) == ["purchase"])
        let parts = stored.calibration[0].parts
        #expect(parts.count == 10 && parts.map(\.foretold) == parts.map(\.foretold).sorted())
        #expect(parts[9].observed > 0.5 && parts[0].observed < 0.1, "\(parts)")
        let model = try Transformer(checkpoint: registry.path(of: outcome.record.version))
        #expect(model.heads.map(\.name) == ["purchase"])
    }

    @Test("model and companions are rehearsed, and answer so, also where all is read anew")
    func rehearsal() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        try await Self.shop(path)
        let outcome = try ModelTraining(directory: path, options: Self.options(epochs: 6)).run {
            _ in
        }
        #expect(outcome.record.blend.hasPrefix("home: NDCG@10"), "\(outcome.record.blend)")
        let registry = ModelRegistry(directory: path)
        #expect(try registry.record(of: outcome.record.version).blend == outcome.record.blend)
        let answers = try await Self.answers(path)
        FileSystem.remove(path + "/state.snapshot")
        #expect(try await Self.answers(path) == answers)
        let blends = path + "/models/blend-\(outcome.record.version).safetensors"
        #expect(FileSystem.exists(blends), "\(outcome.record.blend)")
        FileSystem.remove(blends)
        #expect(try await Self.answers(path) != answers)
    }

    /// What the home pages of some people show, and the scores.
    private static func answers(_ path: String) async throws -> [[String]] {
        let engine = try Engine(path: path)
        let answers = (0..<20).map { person in
            let asker = Asker(user: "u\(person)")
            return engine.recommend(RecommendRequest(placement: .home, asker: asker)).hits.map {
                "\($0.id) \($0.score)"
            }
        }
        try await engine.close()
        return answers
    }

    @Test("promotion can be taken back; a log that says nothing is refused")
    func registry() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        try await Self.shop(path)
        let registry = ModelRegistry(directory: path)
        #expect(registry.serving == nil)
        let first = try ModelTraining(directory: path, options: Self.options(epochs: 4)).run { _ in
        }
        #expect(registry.serving == first.record.version)
        #expect(throws: EngineError.self) { try registry.promote("m-none") }
        #expect(try registry.rollBack() == nil)
        #expect(registry.serving == nil)
        #expect(throws: EngineError.self) { try registry.rollBack() }
        try registry.promote(first.record.version)
        #expect(registry.serving == first.record.version)

        let empty = directory.file("empty")
        try await Engine(path: empty).close()
        #expect(throws: EngineError.self) {
            try ModelTraining(directory: empty, options: Self.options(epochs: 1)).run { _ in }
        }
    }

    @Test("a click, its view and the cart are one event; sessions that name nobody teach too")
    func events() async throws {
        let directory = TemporaryDirectory()
        let engine = try Engine(path: directory.path)
        for session in 0..<10 {
            var events: [Event] = []
            for (step, type) in [EventType.click, .view, .addToCart, .view, .dismiss].enumerated() {
                var event = Event(id: "e-\(session)-\(step)", type: type)
                event.session = "s\(session)"
                event.item = step < 3 ? "a" : "b"
                event.time = Timestamp(seconds: 1_700_000_000 + Double(step))
                events.append(event)
            }
            var last = events[0]
            last.id = "e-\(session)-last"
            last.time = Timestamp(seconds: 1_700_000_100)
            _ = try await engine.append(events + [last])
        }
        try await engine.close()
        let outcome = try ModelTraining(directory: directory.path, options: Self.options(epochs: 1))
            .run { _ in }
        #expect(outcome.record.people == 10 && outcome.record.items == 2)
        // a (in the cart), b, a: the dismissal says nothing.
        #expect(outcome.record.events == 30)
    }
}
