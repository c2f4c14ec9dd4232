import Commerce
import Engine
import Primitives
import TestSupport
import Testing

/// A caller's own candidates, and answers for many at once.
@Suite("Rank and batch")
struct RankTests {
    private func shop(_ scene: Scene) async throws {
        try await scene.items(40) { number, item in
            item.categories = [["Aisle \(number % 4)"]]
            if number == 9 { item.stock = 0 }
            if number > 35 { item.parent = "p" }
        }
        var random = SeededRNG(seed: 1)
        for visit in 0..<200 {
            let first = random.index(below: 30)
            for step in 0..<3 {
                try await scene.send(
                    .view, "i\((first + step) % 30)", user: "u\(visit % 20)", session: "s\(visit)")
            }
        }
    }

    @Test("all that can be bought come back, in the order of the placement", arguments: [1, 2])
    func rank(seed: UInt64) async throws {
        try await Scene.with { scene in
            try await shop(scene)
            if seed == 2 {
                let ids = (0..<40).map { "i\($0)" }
                try RandomModel(items: ids, seed: seed).promote("m-1", in: scene.folder)
                try await scene.engine.settle()
            }
            var request = RecommendRequest(placement: .home, asker: Asker(user: "u3"))
            request.candidates = (0..<36).map { "i\($0)" } + ["i37", "i36", "unknown"]
            request.limit = 100
            request.isExplained = true
            let ranked = scene.engine.recommend(request).hits
            let expected = Set((0..<36).filter { $0 != 9 }.map { "i\($0)" } + ["i37"])
            #expect(Set(ranked.map(\.id)) == expected && ranked.count == expected.count)
            for hit in ranked {
                let sum = hit.explanation?.parts.reduce(0) { $0 + $1.value } ?? -1
                #expect(abs(sum - hit.score) < 1e-5)
            }
            // What the person just looked at is not left out of what the caller chose.
            let home = scene.ids(.home, user: "u3")
            #expect(expected.subtracting(home).isEmpty == false)
            request.candidates = ["i33", home[0]]
            #expect(scene.engine.recommend(request).hits.first?.id == home[0])
            request.exclude = [home[0]]
            #expect(scene.engine.recommend(request).hits.map(\.id) == ["i33"])
            request.candidates = ["unknown"]
            #expect(scene.engine.recommend(request).hits.isEmpty)
        }
    }

    @Test("a batch gives what the engine answers, beside it")
    func batch() async throws {
        try await Scene.with { scene in
            try await shop(scene)
            try await scene.engine.put([User(id: "silent")])
            let batch = try BatchRecommender(directory: scene.folder)
            #expect(batch.users == ((0..<20).map { "u\($0)" } + ["silent"]).sorted())
            for user in batch.users {
                var request = RecommendRequest(placement: .home, asker: Asker(user: user))
                request.limit = 7
                let answer = scene.engine.recommend(request).hits
                let items = batch.recommend(request)
                #expect(items.map(\.id) == answer.map(\.id))
                #expect(items.map(\.score) == answer.map(\.score))
            }
        }
    }
}
