import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// A shop with items that everybody turns to and nobody wants, and others that are put into the cart:
/// what shoppers turn to next says little of what that is worth.
@Suite("The order by what comes of showings")
struct RankerTests {
    private static let items = 24
    private static let people = 60

    private static func put(_ engine: Engine) async throws {
        try await engine.put(
            (0..<items).map { number in
                var item = Item(id: "i\(number)")
                item.brand = "b\(number % 4)"
                item.price = Currency("EUR").map {
                    Money(minor: Int64(1000 + 100 * number), currency: $0)
                }
                return item
            })
    }

    /// Answers are served and seen as a whole.
    private static func serve(
        _ engine: Engine, rounds: Int, clock: ManualClock, _ random: inout SeededRNG
    ) async throws {
        for round in 0..<rounds {
            var events: [Event] = []
            for person in 0..<people {
                clock.advance(10)
                var request = RecommendRequest(
                    placement: .home, asker: Asker(user: "u\(person)"))
                request.limit = 8
                let answer = engine.recommend(request)
                func tell(_ type: EventType, _ item: String?) {
                    var event = Event(id: "e-\(round)-\(person)-\(events.count)", type: type)
                    event.user = "u\(person)"
                    event.item = item
                    event.request = answer.request
                    events.append(event)
                }
                tell(.impression, nil)
                for hit in answer.hits {
                    let number = Int(hit.id.dropFirst()) ?? 0
                    let isWanted = number % 2 == 0
                    guard random.chance(isWanted ? 0.3 : 0.6) else { continue }
                    tell(.click, hit.id)
                    if isWanted { tell(.addToCart, hit.id) }
                }
            }
            _ = try await engine.append(events)
        }
    }

    private static func options() -> ModelTraining.Options {
        var options = ModelTraining.Options()
        options.profile = .tiny
        options.epochsMax = 2
        return options
    }

    private static func asked(_ person: Int) -> RecommendRequest {
        var request = RecommendRequest(placement: .home, asker: Asker(user: "u\(person)"))
        request.limit = 8
        request.isExplained = true
        return request
    }

    @Test("learnt, judged, served, explained so that it adds up, and made again")
    func whole() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        var random = SeededRNG(seed: 5)
        let engine = try Engine(path: directory.path, clock: clock.clock)
        try await Self.put(engine)
        try await Self.serve(engine, rounds: 14, clock: clock, &random)
        try await engine.close()

        let outcome = try ModelTraining(directory: directory.path, options: Self.options()).run {
            _ in
        }
        let text = outcome.record.ranker
        #expect(text.contains("click: AUC 0.") && text.contains("home: worth"), "\(text)")
        let stored = try ModelRegistry(directory: directory.path).record(
            of: outcome.record.version)
        #expect(stored.ranker == text)
        try ModelRegistry(directory: directory.path).promote(outcome.record.version)

        let again = try Engine(path: directory.path, clock: clock.clock)
        var requests: [String] = []
        for person in 0..<8 {
            let answer = again.recommend(Self.asked(person))
            requests.append(answer.request)
            #expect(answer.made?.ranker == "tasks", "\(text)")
            for hit in answer.hits {
                let explanation = try #require(hit.explanation)
                let sum = explanation.parts.reduce(0) { $0 + $1.value }
                #expect(abs(sum - hit.score) <= 1e-4 * max(1, hit.score))
                let click = try #require(explanation.outcomes.first)
                let part = explanation.parts.first { $0.name.text == "task:click" }?.value
                #expect(abs(click.chance * click.weight - (part ?? 0)) < 1e-4)
            }
        }
        try await again.close()
        let differences = try SlateReplay(directory: directory.path).run(requests)
            .flatMap(\.differences)
        #expect(differences.isEmpty, "\(differences)")

        FileSystem.remove(
            directory.path + "/models/ranker-\(outcome.record.version).safetensors")
        let without = try Engine(path: directory.path, clock: clock.clock)
        #expect(without.recommend(Self.asked(0)).made?.ranker != "tasks")
        try await without.close()
    }

    @Test("few answers teach nothing, and it is said how many are needed")
    func tooFew() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        var random = SeededRNG(seed: 6)
        let engine = try Engine(path: directory.path, clock: clock.clock)
        try await Self.put(engine)
        try await Self.serve(engine, rounds: 3, clock: clock, &random)
        try await engine.close()
        let outcome = try ModelTraining(directory: directory.path, options: Self.options()).run {
            _ in
        }
        #expect(outcome.record.ranker.contains("500 and 100 are needed"))
    }
}
