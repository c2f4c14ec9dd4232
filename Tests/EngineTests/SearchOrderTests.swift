import Commerce
import Engine
import Primitives
import TestSupport
import Testing

/// One query, several people: what they did lately orders the page, within a bound.
struct SearchOrderTests {
    private static let lamps = 30

    /// Lamps that words tell apart a little, by the length of their titles.
    private static func shop(_ scene: Scene) async throws {
        try await scene.items(lamps) { number, item in
            let words = (0..<number).map { "w\($0)" }.joined(separator: " ")
            item.title = LocalizedText("Lamp \(words)")
            item.stock = 5
        }
        // Whoever looked at a bulb went on to one of these.
        for (bulb, lamp) in [("blue", "i9"), ("red", "i14")] {
            for visit in 0..<6 {
                let session = "\(bulb)\(visit)"
                try await scene.send(.view, bulb, session: session)
                try await scene.send(.view, lamp, session: session)
            }
        }
        // As popular as the others, so that words decide between them.
        for visit in 0..<6 { try await scene.send(.view, "i8", session: "alone\(visit)") }
        try await scene.send(.view, "blue", user: "anna")
        try await scene.send(.view, "red", user: "boris")
    }

    private static func found(_ scene: Scene, _ user: String?, _ query: String = "lamp") -> [String]
    {
        var request = SearchRequest(query: query, asker: Asker(user: user))
        request.limit = 25
        return scene.engine.search(request).hits.map(\.id)
    }

    @Test("two people, one query, two orders, in which nothing moves by five places")
    func orders() async throws {
        try await Scene.with { scene in
            try await Self.shop(scene)
            let nobody = Self.found(scene, nil)
            let (anna, boris) = (Self.found(scene, "anna"), Self.found(scene, "boris"))
            #expect(anna != boris && anna != nobody && boris != nobody)
            for (order, lamp) in [(anna, "i9"), (boris, "i14")] {
                let (before, after) = (nobody.firstIndex(of: lamp), order.firstIndex(of: lamp))
                #expect(try #require(after) < #require(before))
                for (rank, item) in nobody.enumerated() {
                    guard let moved = order.firstIndex(of: item) else { continue }
                    #expect(abs(moved - rank) < 5, "\(item): \(rank) to \(moved)")
                }
            }
        }
    }

    @Test("what says exactly what was asked for stays first")
    func exact() async throws {
        try await Scene.with { scene in
            try await Self.shop(scene)
            // Six of them between them, and one that is asked for by its whole title.
            let query = "lamp w0 w1 w2 w3 w4 w5 w6 w7"
            let nobody = Self.found(scene, nil, query)
            #expect(nobody.first == "i8" && nobody[1] == "i9")
            #expect(Self.found(scene, "anna", query).first == "i8")
        }
    }

    @Test("scores fall down a personal page, and pages fit together")
    func pages() async throws {
        try await Scene.with { scene in
            try await Self.shop(scene)
            var request = SearchRequest(query: "lamp", asker: Asker(user: "anna"))
            request.limit = 30
            let whole = scene.engine.search(request).hits
            #expect(zip(whole, whole.dropFirst()).allSatisfy { $0.score >= $1.score })
            var pages: [String] = []
            request.limit = 7
            for offset in stride(from: 0, to: 30, by: 7) {
                request.offset = offset
                pages += scene.engine.search(request).hits.map(\.id)
            }
            #expect(pages == whole.map(\.id))
        }
    }
}
