import Primitives
import Service
import Testing

@Suite("what a shop sees of the engine over HTTP")
struct BehaviourTests {
    // MARK: The very next answer

    @Test(
        "a click of a known user, a visitor or a session changes the very next answer",
        arguments: ["user", "visitor", "session"])
    func click(by person: String) async throws {
        try await Server.with { _, http in
            try await http.stock()
            let question: Value = [
                "placement": "home", person: "someone", "explain": true, "locale": "en",
                "fields": ["title"],
            ]
            let before = try await http.recommend(question)
            // What nobody touched yet fills the page.
            #expect(Set(before.ids.prefix(Goods.kitchen.count)) == Set(Goods.kitchen))
            let click = try await http.click("lamp-1", person, "someone")
            let after = try await http.recommend(question)
            #expect(after.int("offset") == click.int("offset"))
            let first = try #require(after.list("items").first)
            #expect(Goods.lights.contains(try #require(first["id"]?.string)))
            guard case .array(let reasons)? = first["reasons"] else {
                Issue.record("no reasons")
                return
            }
            #expect(reasons[0].object?["kind"] == "viewed")
            #expect(reasons[0].object?["item"] == "lamp-1")
            #expect(reasons[0].object?["text"] == "because you looked at Desk lamp")
            #expect(!after.ids.contains("lamp-1"))
        }
    }

    @Test("a linked visitor's clicks are the user's; unlinking takes that back")
    func link() async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.click("lamp-1", "visitor", "v")
            try await http.event(["type": "view", "user": "u", "item": "cup-1"])
            let apart = try await http.home("u")
            #expect(!Goods.lights.contains(apart[0]))
            try await http.event(["type": "link", "user": "u", "visitor": "v"])
            let linked = try await http.home("u")
            #expect(linked != apart && linked.contains { Goods.lights.contains($0) })
            let visitor = try await http.recommend(["placement": "home", "visitor": "v"]).ids
            #expect(visitor == linked)
            let profile = try await http.call("GET", "/v1/users/u")
            #expect(profile["visitors"] == ["v"])
            #expect(profile.list("recent").map { $0["item"] } == ["cup-1", "lamp-1"])
            try await http.event(["type": "unlink", "user": "u", "visitor": "v"])
            #expect(try await http.home("u") == apart)
            #expect(try await http.call("GET", "/v1/users/u")["visitors"] == [])
        }
    }

    @Test("a brand-new item is recommended by its kind, a brand-new user by their first click")
    func brandNew() async throws {
        try await Server.with { _, http in
            try await http.stock()
            #expect(try await http.call("GET", "/v1/users/new").status == 404)
            let item: Value = [
                "title": "Night light", "categories": ["Home", "Lighting"],
                "price": ["minor": 2400, "currency": "GBP"], "brand": "Lumen",
            ]
            _ = try await http.call("PUT", "/v1/items/night", item)
            try await http.click("lamp-1", "user", "new")
            #expect(try await http.home("new").prefix(3).contains("night"))
            let similar = try await http.recommend(["placement": "similar", "item": "night"])
            #expect(similar.ids.contains("lamp-1"))
            let profile = try await http.call("GET", "/v1/users/new")
            #expect(profile.list("recent").map { $0["action"] } == ["click"])
        }
    }

    @Test("what was dismissed or bought does not come back")
    func goneForGood() async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.click("lamp-1", "user", "u")
            #expect(try await Set(http.home("u")).isSuperset(of: ["lamp-2", "cup-1"]))
            try await http.event(["type": "dismiss", "user": "u", "item": "lamp-2"])
            try await http.event(["type": "purchase", "user": "u", "item": "cup-1"])
            let home = try await http.home("u")
            #expect(!home.contains("lamp-2") && !home.contains("cup-1") && !home.isEmpty)
            let similar = try await http.recommend(
                ["placement": "similar", "item": "lamp-1", "user": "u"])
            #expect(!similar.ids.contains("lamp-2") && !similar.ids.isEmpty)
            #expect(try await http.home("other").contains("cup-1"))
        }
    }

    @Test("nobody's answer and nobody's model learns without consent")
    func consent() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let before = try await http.home("u")
            try await http.event([
                "type": "view", "user": "u", "item": "lamp-1",
                "consent": ["personalise": false, "learn": false],
            ])
            #expect(try await http.home("u") == before)
            #expect(try await http.call("GET", "/v1/users/u").status == 404)
            let week = try await http.call("GET", "/v1/items/lamp-1")["last_7_days"]
            #expect(week?.object?["views"] == 0)
        }
    }

    // MARK: Conditions

    @Test("excluded items stay out, also by one of their variants")
    func exclude() async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.click("shirt-m", "user", "crowd")
            let all = try await http.recommend(["placement": "home", "user": "u"]).ids
            #expect(all.contains("shirt-m"))
            let some = try await http.recommend(
                ["placement": "home", "user": "u", "exclude": ["cup-1", "shirt-s", "unknown"]])
            #expect(Set(some.ids) == Set(all).subtracting(["cup-1", "shirt-m"]))
        }
    }

    static let filters: [(filter: Value, ids: [String])] = [
        (["brand": "lumen"], ["gone", "lamp-1", "lantern-1"]),
        (["brand": ["Orient", "nobody"]], ["cup-2", "lamp-2", "lantern-2"]),
        (["category": "Lighting"], ["gone", "lamp-1", "lamp-2", "lantern-1", "lantern-2"]),
        (["category": "Kitchen > Cups"], ["cup-1", "cup-2"]),
        (["category": "Cups > Kitchen"], []),
        (["price": ["gte": 20, "lte": 30]], ["kettle-1", "kettle-2", "lamp-1"]),
        (["price": 25], ["lamp-1"]),
        (["colour": "white"], ["gone", "lamp-1", "lantern-1"]),
        (["attributes.colour": "black"], ["lamp-2"]),
        (["in_stock": false], ["gone", "shirt-s"]),
        (["in_stock": true, "category": "Clothes"], ["shirt-m"]),
        (["brand": "Lumen", "colour": "white", "price": ["lte": 4]], ["gone", "lantern-1"]),
        (["no-such-attribute": "x"], []),
        (["parent": "shirt"], ["shirt-m", "shirt-s"]),
        (["where": "colour = \"white\" and not price > 4"], ["gone", "lantern-1"]),
        (
            "category under \"Kitchen > Cups\" or brand = 'orient'",
            ["cup-1", "cup-2", "lamp-2", "lantern-2"]
        ),
    ]

    @Test("filters hold for search and recommendations", arguments: filters)
    func filter(_ filter: Value, _ ids: [String]) async throws {
        try await Server.with { _, http in
            try await http.stock()
            let found = try await http.search(["filter": filter, "limit": 100])
            #expect(found.ids.sorted() == ids && found.int("total") == ids.count)
            for item in ["lamp-1", "shirt-m", "gone"] { try await http.click(item, "user", "u") }
            let home = try await http.recommend(
                ["placement": "home", "user": "w", "filter": filter])
            #expect(Set(home.ids).isSubset(of: ids))
        }
    }

    @Test(
        "what cannot be bought is found last, and never recommended",
        arguments: ["home", "similar", "bought_together", "cart", "trending", "recent"])
    func outOfStock(_ placement: String) async throws {
        try await Server.with { _, http in
            try await http.stock()
            for _ in 0..<5 {
                try await http.click("lantern-1", "user", "u")
                try await http.click("gone", "user", "u")
            }
            let question: Value = [
                "placement": .string(placement), "user": "u", "items": ["lantern-1"],
            ]
            #expect(try await !http.recommend(question).ids.contains("gone"))
            #expect(try await http.search(["query": "lantern"]).ids.last == "gone")
        }
    }

    @Test("a product with many variants is no better for that")
    func manyVariants() async throws {
        try await Server.with { _, http in
            try await http.stock()
            for number in 0..<8 {
                let item: Value = [
                    "parent": "chandelier", "categories": ["Home", "Lighting"],
                    "price": ["minor": 900_000, "currency": "GBP"],
                ]
                _ = try await http.call("PUT", "/v1/items/chandelier-\(number)", item)
            }
            try await http.click("lamp-1", "user", "u")
            let home = try await http.home("u")
            let place = try #require(home.firstIndex { $0.hasPrefix("chandelier") })
            #expect(place > (try #require(home.firstIndex(of: "lamp-2"))))
            #expect(home.count { $0.hasPrefix("chandelier") } == 1)
        }
    }

    @Test("stock and price are the variant's, behaviour is the parent's")
    func variants() async throws {
        try await Server.with { _, http in
            try await http.stock()
            for person in ["a", "b"] {
                try await http.click("lamp-2", "user", person)
                try await http.click("shirt-s", "user", person)
            }
            #expect(try await http.log().last?["parent"] == "shirt")
            try await http.click("lamp-2", "user", "u")
            let home = try await http.recommend(
                ["placement": "home", "user": "u", "fields": ["price", "parent"]])
            let first = try #require(home.list("items").first)
            #expect(first["id"] == "shirt-m")
            #expect(first["item"]?.object?["price"] == ["minor": 4200, "currency": "GBP"])
            let week = try await http.call("GET", "/v1/items/shirt-m")["last_7_days"]
            #expect(week?.object?["views"] == 2)
            let cheap = try await http.recommend(
                ["placement": "home", "user": "u", "filter": ["price": ["lte": 41]]])
            #expect(!cheap.ids.contains { $0.hasPrefix("shirt") })
            let restock: Value = [
                "parent": "shirt", "stock": 2, "price": ["minor": 4000, "currency": "GBP"],
            ]
            _ = try await http.call("PUT", "/v1/items/shirt-s", restock)
            let then = try await http.recommend(
                ["placement": "home", "user": "u", "filter": ["price": ["lte": 41]]])
            #expect(then.ids.contains("shirt-s"))
        }
    }
}
