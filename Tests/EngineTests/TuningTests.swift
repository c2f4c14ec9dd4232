import Commerce
import Engine
import Primitives
import SequenceModel
import Simulation
import Storage
import TestSupport
import Testing

/// Settings that are chosen by what models foretell of a log.
@Suite("Tuning")
struct TuningTests {
    /// People who go round in a circle of thirty items, a step an hour, one after another.
    private static func shop(_ path: String) async throws {
        let engine = try Engine(path: path)
        var random = SeededRNG(seed: 3)
        for person in 0..<300 {
            let start = random.index(below: 30)
            let events = (0..<10).map { step in
                var event = Event(id: "e-\(person)-\(step)", type: .view)
                event.user = "u\(person)"
                event.item = "i\((start + step) % 30)"
                event.time = Timestamp(
                    seconds: 1_700_000_000 + Double(step * 3600) + Double(person * 60))
                return event
            }
            _ = try await engine.append(events, origin: .imported)
        }
        try await engine.close()
    }

    private static var options: ModelTuning.Options {
        var options = ModelTuning.Options()
        options.profile = .tiny
        options.candidates = 5
        options.passes = 2
        options.folds = 2
        return options
    }

    @Test("half of the settings go on with twice the passes; broken off, a run gives the same")
    func halving() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        try await Self.shop(path)
        let folds = try TuningFolds(directory: path, count: 2)
        let journal = directory.file("journal")
        var trials: [ModelTuning.Trial] = []
        let best = try ModelTuning(Self.options).run(folds, journal: journal) { trials.append($0) }
        #expect(trials.map(\.round) == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3])
        #expect(trials.map { Int($0.settings.passes) } == [2, 2, 2, 2, 2, 4, 4, 4, 8, 8, 16])
        #expect(trials.map(\.folds) == [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2])
        #expect(trials.last == best)
        #expect(Set(trials.prefix(5).map(\.settings)).count == 5)
        for round in 0..<3 {
            let before = trials.filter { $0.round == round }
            let after = Set(trials.filter { $0.round == round + 1 }.map(\.settings.without))
            let kept = before.filter { after.contains($0.settings.without) }.map(\.ndcg).min() ?? 0
            let gone = before.filter { !after.contains($0.settings.without) }.map(\.ndcg).max()
            #expect(kept >= gone ?? 0)
        }
        // By chance 0.15.
        #expect(best.ndcg > 0.4)

        // Half a journal is what a killed run leaves behind: what it holds is not tried again.
        let whole = String(decoding: try FileSystem.read(journal), as: UTF8.self)
        var lines = whole.split(separator: "\n").prefix(7).map { $0 + "\n" }
        lines[1] = lines[1].replacing(" \(trials[0].ndcg) ", with: " 0.875 ")
        try FileSystem.replace(journal, with: Array(lines.joined().utf8))
        var again: [ModelTuning.Trial] = []
        _ = try ModelTuning(Self.options).run(folds, journal: journal) { again.append($0) }
        #expect(again[0].ndcg == 0.875)
        #expect(again[1...4].map(\.ndcg) == trials[1...4].map(\.ndcg))
        // Another run's journal is none.
        var other = Self.options
        other.seed = 2
        var fresh: [ModelTuning.Trial] = []
        _ = try ModelTuning(other).run(folds, journal: journal) { fresh.append($0) }
        #expect(fresh[0].ndcg != 0.875)
    }

    @Test("what was chosen is what training takes where no profile is given")
    func chosen() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        try await Self.shop(path)
        let registry = ModelRegistry(directory: path)
        var settings = ModelSettings(.tiny)
        settings.width = 16
        settings.passes = 3
        try registry.choose(settings)
        var options = ModelTraining.Options()
        let tuned = try ModelTraining(directory: path, options: options).run { _ in }
        #expect(tuned.record.profile == "tuned")
        #expect(tuned.record.epochs == 3)
        let shape = try Transformer(checkpoint: registry.path(of: tuned.record.version)).shape
        #expect(shape.width == 16 && shape.blocks == 1)
        options.profile = .tiny
        options.epochsMax = 1
        let tiny = try ModelTraining(directory: path, options: options).run { _ in }
        #expect(tiny.record.profile == "tiny")

        try FileSystem.replace(path + "/models/settings", with: Array("width 16\nsize 3\n".utf8))
        options.profile = nil
        let error = #expect(throws: EngineError.self) {
            try ModelTraining(directory: path, options: options).run { _ in }
        }
        #expect("\(try #require(error))".contains("models/settings:2"))
    }

    @Test("a simulated shop is tuned, and too little history refused")
    func simulated() async throws {
        let directory = TemporaryDirectory()
        let path = directory.file("shop")
        let engine = try Engine(path: path)
        let folds = try TuningFolds(directory: path, count: 3)
        #expect(throws: EngineError.self) {
            try ModelTuning(Self.options).run(folds, journal: nil) { _ in }
        }
        let shop = Shop(seed: 5, itemCount: 200)
        let simulator = Simulator(shop: shop, shopperCount: 60, seed: 5)
        try await engine.put(shop.items)
        try await engine.put(simulator.users)
        let events = simulator.history(sessions: 400, before: Timestamp(seconds: 1_700_000_000))
        for start in stride(from: 0, to: events.count, by: 1000) {
            _ = try await engine.append(
                Array(events[start..<min(start + 1000, events.count)]), origin: .imported)
        }
        try await engine.close()
        var trials = 0
        let best = try ModelTuning(Self.options).run(
            TuningFolds(directory: path, count: 3), journal: nil
        ) { _ in trials += 1 }
        #expect(trials == 11)
        #expect(best.ndcg > 0 && best.ndcg <= 1)
    }
}

extension ModelSettings {
    /// But for the passes.
    fileprivate var without: ModelSettings {
        var settings = self
        settings.passes = 0
        return settings
    }
}
