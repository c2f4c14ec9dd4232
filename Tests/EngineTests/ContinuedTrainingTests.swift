import Commerce
import Engine
import Primitives
import SequenceModel
import TestSupport
import Testing

/// The promoted model goes on with what happened since it was trained.
@Suite("Training that goes on")
struct ContinuedTrainingTests {
    /// People who go round in a circle of `items`, a step a minute.
    private static func append(
        _ people: Range<Int>, round items: Range<Int>, from time: Double, to engine: Engine
    ) async throws {
        var random = SeededRNG(seed: UInt64(people.lowerBound))
        for person in people {
            let start = random.index(below: items.count)
            let events = (0..<8).map { step in
                var event = Event(id: "e-\(time)-\(person)-\(step)", type: .view)
                event.user = "u\(person)"
                event.item = "i\(items.lowerBound + (start + step) % items.count)"
                event.time = Timestamp(seconds: time + Double(step * 60))
                return event
            }
            _ = try await engine.append(events, origin: .imported)
        }
    }

    private static func train(
        _ path: String, goesOn: Bool = false
    ) throws -> ModelTraining.Outcome {
        var options = ModelTraining.Options()
        options.profile = .tiny
        options.epochsMax = 12
        options.patience = 100
        options.goesOn = goesOn
        return try ModelTraining(directory: path, options: options).run { _ in }
    }

    @Test("new items and new ways are learnt, the old ones kept, and the versions say so")
    func goesOn() async throws {
        let directory = TemporaryDirectory()
        let path = directory.path
        let engine = try Engine(path: path)
        #expect(throws: EngineError.self) { try Self.train(path, goesOn: true) }
        try await Self.append(0..<300, round: 0..<40, from: 1_700_000_000, to: engine)
        let first = try Self.train(path)
        #expect(first.isPromoted && first.record.parent == nil)
        #expect(throws: EngineError.self) { try Self.train(path, goesOn: true) }

        try await Self.append(1000..<1200, round: 100..<110, from: 1_700_100_000, to: engine)
        let second = try Self.train(path, goesOn: true)
        #expect(second.isPromoted)
        #expect(second.record.parent == first.record.version)
        #expect(second.record.incumbent == first.record.version)
        #expect(second.record.items == 50)
        #expect(second.record.offset > first.record.offset)
        let incumbent = try #require(second.record.incumbentNDCG)
        #expect(second.record.ndcg > incumbent, "\(second.record)")
        let registry = ModelRegistry(directory: path)
        #expect(try registry.record(of: second.record.version) == second.record)

        // Rows that there were stay where they were, and what was known is known.
        let (model, items) = try Transformer.read(registry.path(of: second.record.version))
        let old = try Transformer.read(registry.path(of: first.record.version)).items
        #expect(Array(items.prefix(40)) == old)
        let reader = SequenceReader(model)
        var scores = [Float](repeating: 0, count: 50)
        var found = 0
        for start in 0..<30 {
            let history = (start..<start + 4).map { number in
                UInt32(items.firstIndex(of: "i\(number)") ?? 0)
            }
            reader.score(
                EventSequence(
                    items: history, actions: [0, 0, 0, 0],
                    gaps: [0] + (0..<3).map { _ in EventSequence.gap(seconds: 60) }),
                into: &scores)
            let target = items.firstIndex(of: "i\(start + 4)") ?? 0
            if scores.count(where: { $0 >= scores[target] }) <= 10 { found += 1 }
        }
        #expect(found > 25, "\(found) of 30 steps of the first circle")

        // The server of the directory takes it over, and knows what is new.
        try await engine.settle()
        #expect(engine.statistics.model == second.record.version)
        let scene = Scene(engine: engine, folder: path)
        for item in 100..<104 {
            try await scene.send(.view, "i\(item)", user: "new")
        }
        #expect(scene.ids(.home, user: "new").contains("i104"))
        try await engine.close()
    }
}
