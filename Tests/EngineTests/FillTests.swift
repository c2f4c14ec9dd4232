import Commerce
import Engine
import Primitives
import Testing

/// A list is as long as was asked for wherever the shop has what fills it.
struct FillTests {
    /// Items of twelve categories, more of them popular than leaders are kept.
    private func shop(_ scene: Scene) async throws {
        try await scene.items(1500) { number, item in
            item.categories = [["Shop", "Aisle \(number % 12)"]]
        }
        var events: [Event] = []
        for number in 0..<1500 {
            // Aisle 11 is visited least: none of it is among the leaders.
            for visit in 0..<(number % 12 == 11 ? 1 : 2 + number % 5) {
                var event = Event(id: "e\(number)-\(visit)", type: .view)
                event.item = "i\(number)"
                event.visitor = "v\(visit)"
                event.time = Timestamp(seconds: 1_700_000_000 + Double(number))
                events.append(event)
            }
        }
        _ = try await scene.engine.append(events)
    }

    @Test(arguments: [Placement.trending, .home, .cart, .similar, .boughtTogether])
    func aFilterDoesNotShortenAnAnswer(_ placement: Placement) async throws {
        try await Scene.with { scene in
            try await shop(scene)
            for category in ["Aisle 11", "Shop > Aisle 11", "Aisle 3"] {
                let ids = scene.ids(
                    placement, user: "new", items: placement.needsItems ? ["i5"] : [],
                    filter: Filter(["category": .anyOf([category.lowercased()])]))
                #expect(ids.count == 20)
                #expect(Set(ids).count == 20)
                let aisle = category.hasSuffix("11") ? 11 : 3
                #expect(ids.allSatisfy { Int($0.dropFirst()).map { $0 % 12 } == aisle })
            }
        }
    }

    @Test func whatRisesInACategoryIsExact() async throws {
        try await Scene.with { scene in
            try await shop(scene)
            let ids = scene.ids(.trending, filter: Filter(["category": .anyOf(["aisle 11"])]))
            // All were viewed once: the latest counts most.
            #expect(ids == (0..<20).map { "i\(1499 - 12 * $0)" })
        }
    }

    @Test func exclusionsAreFilledUpAndScoresFall() async throws {
        try await Scene.with { scene in
            try await shop(scene)
            try await scene.send(.view, "i1", user: "a", session: "s")
            try await scene.send(.view, "i2", user: "a", session: "s")
            var request = RecommendRequest(placement: .similar, asker: Asker(user: "u"))
            request.items = ["i1"]
            request.exclude = ["i2"]
            let hits = scene.engine.recommend(request).hits
            #expect(hits.count == 20)
            #expect(!hits.contains { $0.id == "i2" || $0.id == "i1" })
            #expect(zip(hits, hits.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }

    @Test func recentIsThePersonsOwn() async throws {
        try await Scene.with { scene in
            try await shop(scene)
            try await scene.send(.view, "i1", user: "a")
            #expect(scene.ids(.recent, user: "a") == ["i1"])
        }
    }

    @Test func visitsLikeThisOneAreAReason() async throws {
        try await Scene.with { scene in
            // Rules and cosine look ten items far; visits that hold i1 hold i9 long before it.
            for visit in 0..<4 {
                for item in ["i9"] + (10..<20).map({ "i\($0)" }) + ["i1", "i2"] {
                    try await scene.send(.view, item, session: "s\(visit)")
                }
            }
            // Beside an item that everyone looks at, four views are no reason.
            let views = (0..<200).map { visitor in
                var event = Event(id: "p\(visitor)", type: .view)
                event.item = "i5"
                event.visitor = "v\(visitor)"
                return event
            }
            _ = try await scene.engine.append(views)
            try await scene.send(.view, "i1", user: "u", session: "mine")
            var request = RecommendRequest(placement: .home, asker: Asker(user: "u"))
            request.limit = 30
            let hits = scene.engine.recommend(request).hits
            let kinds = Dictionary(
                uniqueKeysWithValues: hits.map { ($0.id, $0.reasons.first?.kind) })
            #expect(kinds["i2"] == .viewed)
            #expect(kinds["i9"] == .session)
        }
    }
}
