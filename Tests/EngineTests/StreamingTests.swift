import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// What streams in makes the state that the log makes: to the last bit, whatever restarts lie
/// between.
struct StreamingTests {
    /// A day of visits: mixed, some events late, some sent twice.
    private static func day(seed: UInt64, events count: Int) -> [Event] {
        var rng = SeededRNG(seed: seed)
        var events: [Event] = []
        for number in 0..<count {
            var event = Event(
                id: "e\(number)",
                type: rng.pick([.view, .view, .view, .click, .addToCart, .purchase, .rating]))
            let person = rng.index(below: 40)
            if rng.chance(0.6) { event.user = "u\(person)" } else { event.visitor = "v\(person)" }
            // Six hundred sessions in all, some forty of them open at once.
            if rng.chance(0.8) {
                event.session = "s\(number * 600 / count + rng.index(below: 40))"
            }
            event.item = "i\(rng.index(below: 1 + rng.index(below: 300)))"
            if event.type == .rating { event.value = 4 }
            if event.type == .purchase { event.order = "o\(rng.index(below: 300))" }
            let late = rng.chance(0.1) ? rng.uniform() * 20_000 : 0
            event.time = Timestamp(
                seconds: 1_700_000_000 + Double(number) * 86_400 / Double(count) - late)
            if rng.chance(0.03) { event.consent = Consent(personalise: true, learn: false) }
            events.append(event)
            if rng.chance(0.02) { events.append(rng.pick(events)) }
        }
        return events
    }

    /// There is no catalogue: then items have the same numbers whether they streamed or not, and
    /// whole states can be compared, counters, rules, session neighbours and all.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aDayWithARestartEqualsItsLog(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        var configuration = EngineConfiguration()
        configuration.fitEvents = 400
        let snapshot = directory.path + "/state.snapshot"
        let linear = directory.path + "/linear.snapshot"
        let events = Self.day(seed: seed, events: 3000)
        var rest = events[...]
        for share in [0.4, 0.3, 1] {
            let engine = try Engine(path: directory.path, configuration: configuration)
            let part = rest.prefix(Int(Double(events.count) * share))
            rest = rest.dropFirst(part.count)
            var batch: [Event] = []
            for (number, event) in part.enumerated() {
                batch.append(event)
                guard number % 7 == 0 || number == part.count - 1 else { continue }
                _ = try await engine.append(batch)
                batch = []
            }
            try await engine.close()
        }
        #expect(rest.isEmpty)
        let streamed = try FileSystem.read(snapshot)
        let fitted = try FileSystem.read(linear)
        FileSystem.remove(snapshot)
        FileSystem.remove(linear)
        let rebuilt = try Engine(path: directory.path, configuration: configuration)
        try await rebuilt.close()
        #expect(try FileSystem.read(snapshot) == streamed, "seed \(seed)")
        #expect(try FileSystem.read(linear) == fitted, "seed \(seed)")
    }

    /// The fitted neighbours are those of one event of the log, whoever fitted them and when.
    @Test(arguments: [false, true], [1, 2] as [UInt64])
    func linearNeighboursFollowFromTheLog(keepsSnapshot: Bool, seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        var configuration = EngineConfiguration()
        configuration.fitEvents = 100
        var history = RandomHistory(seed: seed)
        let engine = try Engine(path: directory.path, configuration: configuration)
        try await engine.put(history.items())
        for _ in 0..<8 { _ = try await engine.append(history.events(90)) }
        try await engine.settle()
        try await engine.put(history.someItems())
        let live = history.answers(of: engine)
        let request = engine.recommend(
            RecommendRequest(placement: .home, asker: Asker(user: "u1"))
        ).request
        let versions = try #require(try engine.served(request)).slate.versions
        #expect(versions["linear"]?.string.flatMap { Int64($0) } ?? 0 >= 700)
        try await engine.close()
        FileSystem.remove(directory.path + "/linear.snapshot")
        if !keepsSnapshot { FileSystem.remove(directory.path + "/state.snapshot") }
        let rebuilt = try Engine(path: directory.path, configuration: configuration)
        #expect(history.answers(of: rebuilt) == live, "seed \(seed)")
        try await rebuilt.close()
    }
}
