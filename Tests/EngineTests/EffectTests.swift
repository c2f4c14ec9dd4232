import Commerce
import Engine
import Primitives
import Testing

/// A click changes the very next answer, whoever clicks.
struct EffectTests {
    @Test func aViewIsRecentAtOnce() async throws {
        try await Scene.with { scene in
            try await scene.items(5)
            for (user, visitor) in [("u", nil), (nil, "v")] as [(String?, String?)] {
                try await scene.send(.view, "i3", user: user, visitor: visitor)
                #expect(scene.ids(.recent, user: user, visitor: visitor) == ["i3"])
                try await scene.send(.view, "i1", user: user, visitor: visitor)
                #expect(scene.ids(.recent, user: user, visitor: visitor) == ["i1", "i3"])
            }
        }
    }

    @Test func homeFollowsWhatOthersDidNext() async throws {
        try await Scene.with { scene in
            try await scene.items(30)
            for number in 0..<5 {
                try await scene.send(.view, "i7", user: "o\(number)", session: "s\(number)")
                try await scene.send(.view, "i9", user: "o\(number)", session: "s\(number)")
            }
            for number in 0..<9 { try await scene.send(.view, "i5", user: "p\(number)") }
            #expect(scene.ids(.home, user: "new").first == "i5")
            try await scene.send(.view, "i7", user: "new", session: "mine")
            #expect(scene.ids(.home, user: "new").first == "i9")
        }
    }

    @Test func anItemIsFoundAndRecommendedTheMomentItIsStored() async throws {
        try await Scene.with { scene in
            try await scene.items(3) { _, item in item.categories = [["Toys"]] }
            try await scene.send(.view, "i0", user: "u")
            try await scene.engine.put([
                {
                    var item = Item(id: "fresh")
                    item.title = "Wooden giraffe"
                    item.categories = [["Toys"]]
                    return item
                }()
            ])
            #expect(
                scene.engine.search(SearchRequest(query: "giraffe")).hits.map(\.id) == ["fresh"])
            #expect(scene.ids(.similar, items: ["i0"]).contains("fresh"))
            #expect(scene.engine.suggest("gir", limit: 5).map(\.text) == ["Wooden giraffe"])
            try await scene.engine.remove(items: ["fresh"])
            #expect(scene.engine.search(SearchRequest(query: "giraffe")).hits.isEmpty)
            #expect(!scene.ids(.similar, items: ["i0"]).contains("fresh"))
            #expect(scene.engine.suggest("gir", limit: 5).isEmpty)
        }
    }

    @Test func aLinkMergesHistoriesAndAnUnlinkTakesThemApart() async throws {
        try await Scene.with { scene in
            try await scene.items(6)
            try await scene.send(.view, "i1", visitor: "v")
            try await scene.send(.view, "i2", user: "u")
            try await scene.send(.link, user: "u", visitor: "v")
            #expect(Set(scene.ids(.recent, user: "u")) == ["i1", "i2"])
            #expect(Set(scene.ids(.recent, visitor: "v")) == ["i1", "i2"])
            try await scene.send(.view, "i3", visitor: "v")
            #expect(scene.ids(.recent, user: "u").first == "i3")
            try await scene.send(.unlink, user: "u", visitor: "v")
            #expect(scene.ids(.recent, user: "u") == ["i2"])
            #expect(scene.ids(.recent, visitor: "v") == ["i3", "i1"])
        }
    }

    @Test func aVisitorBelongsToOneUserAtATime() async throws {
        try await Scene.with { scene in
            try await scene.items(3)
            try await scene.send(.view, "i1", visitor: "v")
            try await scene.send(.link, user: "a", visitor: "v")
            try await scene.send(.link, user: "b", visitor: "v")
            #expect(scene.ids(.recent, user: "a").isEmpty)
            #expect(scene.ids(.recent, user: "b") == ["i1"])
        }
    }

    @Test func aLateEventIsNotTheNewest() async throws {
        try await Scene.with { scene in
            try await scene.items(3)
            try await scene.send(.view, "i1", user: "u")
            try await scene.send(.view, "i2", user: "u") {
                $0.time = Timestamp("2020-01-01T00:00:00Z")
            }
            #expect(scene.ids(.recent, user: "u") == ["i1", "i2"])
        }
    }

    @Test func boughtAndDismissedItemsDoNotComeBack() async throws {
        try await Scene.with { scene in
            try await scene.items(4)
            for number in 0..<4 { try await scene.send(.view, "i\(number)", user: "o\(number)") }
            try await scene.send(.purchase, "i0", user: "u")
            try await scene.send(.dismiss, "i1", user: "u")
            #expect(Set(scene.ids(.home, user: "u")) == ["i2", "i3"])
            #expect(Set(scene.ids(.home, user: "u", exclude: ["i2"])) == ["i3"])
        }
    }

    @Test func consentIsHonoured() async throws {
        try await Scene.with { scene in
            try await scene.items(4)
            try await scene.send(.view, "i1", user: "u") {
                $0.consent = Consent(personalise: false, learn: true)
            }
            #expect(scene.ids(.recent, user: "u").isEmpty)
            #expect(scene.ids(.trending) == ["i1"])
            try await scene.send(.view, "i2", user: "u") {
                $0.consent = Consent(personalise: true, learn: false)
            }
            #expect(scene.ids(.recent, user: "u") == ["i2"])
            #expect(scene.ids(.trending) == ["i1"])
        }
    }

    @Test func anEventMayNameAnItemBeforeItIsStored() async throws {
        try await Scene.with { scene in
            try await scene.items(2)
            try await scene.send(.view, "later", user: "u")
            #expect(scene.ids(.recent, user: "u").isEmpty)
            try await scene.engine.put([Item(id: "later")])
            #expect(scene.ids(.recent, user: "u") == ["later"])
        }
    }

    @Test func aShopWithoutCatalogueShowsBareIDs() async throws {
        try await Scene.with { scene in
            try await scene.send(.view, "x", user: "u", session: "s")
            try await scene.send(.view, "y", user: "u", session: "s")
            #expect(scene.ids(.trending).sorted() == ["x", "y"])
            #expect(scene.ids(.similar, items: ["x"]) == ["y"])
        }
    }
}
