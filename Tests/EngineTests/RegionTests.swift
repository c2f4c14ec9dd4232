import Commerce
import Engine
import Primitives
import TestSupport
import Testing

/// What is popular where the shopper is.
struct RegionTests {
    /// Fifty orders of one item in a region, and sixty of another in another.
    private func fill(_ scene: Scene) async throws {
        try await scene.items(6)
        for number in 0..<110 {
            let (item, region) = number < 50 ? ("i1", "IE") : ("i2", "GB")
            try await scene.send(.purchase, item, user: "b\(number)", session: "s\(number)") {
                $0.extra["region"] = .string(region)
            }
        }
    }

    @Test("a newcomer is shown first what their region does, and anyone else what the shop does")
    func home() async throws {
        try await Scene.with { scene in
            try await fill(scene)
            try await scene.engine.put([
                User(fields: ["region": "IE"], id: "ada"),
                User(fields: ["region": "GB"], id: "bob"),
                User(fields: ["region": "XX"], id: "cy"), User(fields: [:], id: "dan"),
            ])
            for placement in [Placement.home, .trending] {
                #expect(scene.ids(placement, user: "ada").prefix(2) == ["i1", "i2"])
                for user in ["bob", "cy", "dan", "nobody"] {
                    #expect(scene.ids(placement, user: user).prefix(2) == ["i2", "i1"], "\(user)")
                }
            }
            // A visitor is where their events say, and where the user is whom they turned out to be.
            try await scene.send(.view, "i5", visitor: "v") { $0.extra["country"] = "IE" }
            #expect(scene.ids(.home, visitor: "v").first == "i1")
            #expect(scene.ids(.home, visitor: "w").first == "i2")
            try await scene.send(.link, user: "ada", visitor: "w")
            #expect(scene.ids(.home, visitor: "w").first == "i1")
        }
    }

    @Test("events count where the user had declared to be, and stay there when the user moves")
    func declared() async throws {
        let directory = TemporaryDirectory()
        var engine = try Engine(path: directory.path)
        try await engine.put([User(fields: ["region": "IE"], id: "u")])
        var event = Event(id: "e", type: .view)
        (event.user, event.item) = ("u", "i")
        #expect(try await engine.append([event]) == [.stored(offset: 1)])
        try await engine.put([User(fields: ["region": "GB"], id: "u")])
        // What the client sent is the same.
        #expect(try await engine.append([event]) == [.duplicate(offset: 1)])
        for _ in 0..<2 {
            #expect(try engine.events(from: 1, limit: 1).map(\.region) == ["IE"])
            try await engine.close()
            engine = try Engine(path: directory.path)
        }
        try await engine.close()
    }

    @Test("regions are bounded, whatever events say")
    func bound() async throws {
        try await Scene.with { scene in
            for number in 0..<500 {
                try await scene.send(.view, "i\(number % 5)", user: "u\(number)") {
                    $0.extra["region"] = .string("region \(number)")
                }
            }
            let memory = scene.engine.memory.first { $0.model == "regions" }
            let one = try #require(memory).bytes / 64
            #expect(one > 0 && one < 4096)
        }
    }
}
