import Arrangement
import Commerce
import Engine
import Primitives
import TestSupport
import Testing

/// What a shop wants of its placements: settings, rules, explanations.
@Suite("Placements")
struct PlacementTests {
    private func with(
        _ placement: Placement = .home, _ change: (inout PlacementSettings) -> Void = { _ in },
        _ body: (Scene) async throws -> Void
    ) async throws {
        let directory = TemporaryDirectory()
        var configuration = EngineConfiguration()
        var settings = PlacementSettings(placement)
        change(&settings)
        configuration.placements[placement] = settings
        let engine = try Engine(path: directory.path, configuration: configuration)
        try await body(Scene(engine: engine, folder: directory.path))
        try await engine.close()
    }

    /// Forty items of four categories; the first thirty were looked at, the first ones most.
    private func shop(_ scene: Scene) async throws {
        try await scene.items(40) { number, item in
            item.categories = [["Shop", "Aisle \(number % 4)"]]
            item.brand = "B\(number % 3)"
            item.price = Currency("EUR").map {
                Money(minor: Int64(100 * number + 100), currency: $0)
            }
            item.attributes["margin"] = .number(number == 20 ? 3 : 0)
        }
        for number in 0..<30 {
            for visitor in 0..<(40 - number) {
                try await scene.send(
                    .view, "i\(number)", visitor: "v\(visitor)", id: "e\(number)-\(visitor)")
            }
        }
    }

    private func answer(_ scene: Scene, _ placement: Placement = .home) -> Answer {
        var request = RecommendRequest(placement: placement, asker: Asker(user: "u"))
        request.isExplained = true
        if placement.needsItems { request.items = ["i0"] }
        return scene.engine.recommend(request)
    }

    @Test("the parts of a score add up to it, whatever acts", arguments: Placement.allCases)
    func parts(_ placement: Placement) async throws {
        try await with(placement) { settings in
            settings.arrangement.spread = 0.7
            settings.arrangement.diversity = 0.4
            settings.arrangement.newMin = 2
            settings.arrangement.seenFree = 0
            settings.arrangement.seenFactor = 0.5
            settings.preferences = [.init(field: "margin", weight: 0.3)]
        } _: { scene in
            try await shop(scene)
            try await scene.send(.purchase, "i1", user: "u") {
                $0.time = Timestamp(seconds: WallClock.system.now().seconds - 30 * 86_400)
            }
            for item in ["i1", "i2", "i0"] {
                try await scene.send(.view, item, user: "u", session: "s")
                try await scene.send(.impression, "i3", user: "u")
            }
            var rule = Rule(id: "r")
            rule.condition.places = [placement.rawValue]
            rule.action.boost = RuleAction.Lift(Filter(["brand": .anyOf(["b1"])]), factor: 3)
            try await scene.engine.put(rule)
            let answer = answer(scene, placement)
            #expect(!answer.hits.isEmpty)
            for hit in answer.hits {
                let explanation = try #require(hit.explanation)
                let sum = explanation.parts.reduce(0) { $0 + $1.value }
                #expect(abs(sum - hit.score) <= 1e-5 * max(1, abs(hit.score)), "\(hit)")
            }
            let names = Set(answer.hits.flatMap { $0.explanation?.parts.map(\.name.text) ?? [] })
            #expect(names.contains("rule:r"))
            if placement == .home {
                #expect(names.isSuperset(of: ["spread", "seen", "popularity", "sequences"]))
            }
        }
    }

    @Test("a rule acts where it says, and says what it costs")
    func rules() async throws {
        try await with { _ in
        } _: { scene in
            try await shop(scene)
            let plain = answer(scene).hits.map(\.id)
            var rule = Rule(id: "r")
            rule.condition.places = ["home"]
            rule.action.pins = ["i35"]
            rule.action.hide = Filter(["id": .anyOf([plain[0]])])
            var request = RecommendRequest(placement: .home, asker: Asker(user: "u"))
            let preview = scene.engine.preview(request, with: [rule])
            #expect(preview.before.hits.map(\.id) == plain)
            #expect(preview.after.hits.first?.id == "i35")
            let cost = try #require(preview.costs.first)
            #expect(cost.rule == "r" && cost.clicks < -0.1 && cost.clicks > -1)
            #expect(answer(scene).hits.map(\.id) == plain)

            try await scene.engine.put(rule)
            let ruled = answer(scene)
            #expect(
                ruled.hits.first?.id == "i35" && ruled.hits.first?.reasons.first?.kind == .pinned)
            #expect(ruled.hits.first?.explanation?.isForced == true)
            #expect(!ruled.hits.contains { $0.id == plain[0] })
            #expect(ruled.rules.map(\.id) == ["r"])
            #expect(try scene.engine.served(ruled.request)?.slate.versions["rules"] == "r")
            request.placement = .trending
            #expect(scene.engine.recommend(request).hits.contains { $0.id == plain[0] })
            #expect(scene.engine.search(SearchRequest(query: "")).rules.isEmpty)
        }
    }

    @Test("what was shown often in vain goes down, until it is looked at")
    func seen() async throws {
        try await with { settings in
            settings.arrangement.spread = 1
            settings.arrangement.seenFree = 2
            settings.arrangement.seenFactor = 0.1
        } _: { scene in
            try await shop(scene)
            let first = try #require(answer(scene).hits.first?.id)
            for _ in 0..<2 { try await scene.send(.impression, first, user: "u") }
            #expect(answer(scene).hits.first?.id == first)
            try await scene.send(.impression, first, visitor: "v", id: "linked")
            try await scene.send(.link, user: "u", visitor: "v")
            let later = answer(scene).hits
            #expect(later.first?.id != first)
            // Nobody else saw it.
            var request = RecommendRequest(placement: .home, asker: Asker(user: "other"))
            #expect(scene.engine.recommend(request).hits.first?.id == first)
            request.placement = .trending
            #expect(scene.engine.recommend(request).hits.first?.id == first)
        }
    }

    @Test("a shop without any event has its newest items, and one that may stay empty none")
    func empty() async throws {
        for scoreMin in [nil, Float(0.5)] {
            try await with {
                $0.scoreMin = scoreMin
            } _: { scene in
                try await scene.items(30) { number, item in
                    if number < 25 {
                        item.created = Timestamp(seconds: 1_700_000_000 + Double(number))
                    }
                    if number == 24 { item.stock = 0 }
                }
                let ids = scene.ids(.home, user: "u")
                #expect(ids == (scoreMin == nil ? (4..<24).reversed().map { "i\($0)" } : []))
                guard scoreMin == nil else { return }
                try await scene.engine.remove(items: ["i23"])
                #expect(scene.ids(.home).first == "i22")
                #expect(answer(scene).hits.first?.reasons.first?.kind == .new)
            }
        }
    }

    @Test("chance is exact, seeded and recorded")
    func chance() async throws {
        try await with {
            $0.arrangement.temperature = 1
        } _: { scene in
            try await shop(scene)
            var firsts: Set<String> = []
            for _ in 0..<30 {
                var request = RecommendRequest(placement: .home, asker: Asker(user: "u"))
                request.limit = 5
                request.paging = true
                let page = scene.engine.recommend(request)
                let slate = try #require(try scene.engine.served(page.request)?.slate)
                #expect(slate.temperature == 1 && slate.seed > 0)
                #expect(slate.entries.allSatisfy { $0.propensity > 0 && $0.propensity < 1 })
                let next = try scene.engine.next(#require(page.cursor))
                #expect(Set(next.hits.map(\.id)).isDisjoint(with: page.hits.map(\.id)))
                #expect(try scene.engine.served(next.request)?.slate.seed == slate.seed)
                firsts.insert(page.hits[0].id)
            }
            #expect(firsts.count > 3)
        }
    }

    @Test("a quota gives new items their places")
    func quota() async throws {
        try await with {
            $0.arrangement.newMin = 1
        } _: { scene in
            try await shop(scene)
            let places = answer(scene).hits.enumerated().filter {
                Int($1.id.dropFirst()).map { $0 >= 20 } ?? false
            }
            #expect(places.contains { $0.offset == 9 })
            #expect(
                places.first?.element.explanation?.features.contains { $0 == ("new", 1) } == true)
        }
    }
}
