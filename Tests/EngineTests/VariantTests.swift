import Commerce
import Engine
import Primitives
import Testing

/// Models learn on the parent; stock and price belong to the variant.
struct VariantTests {
    private func shirts(_ scene: Scene) async throws {
        try await scene.items(3)
        for (id, stock) in [("shirt-s", 0), ("shirt-m", 4), ("shirt-l", 2)] {
            var item = Item(id: id)
            item.parent = "shirt"
            item.stock = stock
            try await scene.engine.put([item])
        }
    }

    @Test func whatIsLearntOnOneVariantCountsForAll() async throws {
        try await Scene.with { scene in
            try await shirts(scene)
            try await scene.send(.view, "shirt-l", user: "a", session: "s")
            try await scene.send(.view, "i1", user: "a", session: "s")
            #expect(scene.ids(.similar, items: ["shirt-m"]).first == "i1")
        }
    }

    @Test func theShownVariantCanBeBought() async throws {
        try await Scene.with { scene in
            try await shirts(scene)
            try await scene.send(.view, "shirt-s", user: "a")
            // The first by id that can be bought.
            #expect(scene.ids(.trending) == ["shirt-l"])
            let medium = Filter(["id": .anyOf(["shirt-m"])])
            #expect(scene.ids(.trending, filter: medium) == ["shirt-m"])
        }
    }

    /// The parent is stamped on receipt: a catalogue that changes later does not change the past.
    @Test func theParentIsTheOneOfTheDay() async throws {
        try await Scene.with { scene in
            try await shirts(scene)
            try await scene.send(.view, "shirt-m", user: "a", id: "first")
            try await scene.engine.put([Item(id: "shirt-m")])
            try await scene.send(.view, "shirt-m", user: "a", id: "second")
            let parents = try scene.engine.events(from: 1, limit: 10).map(\.parent)
            #expect(parents == ["shirt", nil])
        }
    }
}
