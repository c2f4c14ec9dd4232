import Commerce
import Engine
import Primitives
import Service
import Testing

@Suite("search, suggestions and pages over HTTP")
struct SearchTests {
    static let queries: [(query: String, ids: Set<String>, corrected: String?)] = [
        ("lantern", ["lantern-1", "lantern-2", "gone"], nil),
        ("LANTERNS white", ["lantern-1", "gone"], nil),
        ("灯笼", ["lantern-1", "lantern-2", "gone"], nil),
        ("红色纸灯笼", ["lantern-2"], nil),
        ("水壶", ["kettle-1", "kettle-2"], nil),
        ("lantren", ["lantern-1", "lantern-2", "gone"], "lantern"),
        ("porcelan", ["cup-1"], "porcelain"),
        ("orient", ["lantern-2", "lamp-2", "cup-2"], nil),
        ("zzzzqqqq", [], nil),
    ]

    @Test("words in English and Chinese, and typing errors", arguments: queries)
    func words(_ query: String, _ ids: Set<String>, _ corrected: String?) async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search(["query": .string(query)])
            #expect(Set(answer.ids) == ids, "\(answer.value)")
            #expect(answer["corrected"]?.string == corrected)
            #expect(answer.int("total") == ids.count)
        }
    }

    @Test("no query lists the shop; sort orders it; facets count it")
    func list() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let all = try await http.search([
                "limit": 100, "facets": ["brand", "colour", "in_stock"],
            ])
            #expect(all.ids.count == Goods.items.count)
            let facets = try #require(all["facets"]?.object)
            #expect(
                facets["brand"] == [
                    ["value": "Acme", "count": 3], ["value": "Lumen", "count": 3],
                    ["value": "Orient", "count": 3],
                ])
            #expect(
                facets["colour"] == [
                    ["value": "white", "count": 3], ["value": "black", "count": 1],
                    ["value": "red", "count": 1],
                ])
            #expect(
                facets["in_stock"] == [
                    ["value": "true", "count": 9], ["value": "false", "count": 2],
                ])
            let cheap = try await http.search(["sort": "price", "limit": 3])
            #expect(cheap.ids == ["gone", "lantern-1", "lantern-2"] && cheap.int("total") == 11)
            let dear = try await http.search(["sort": "-price", "limit": 2])
            #expect(dear.ids == ["lamp-2", "shirt-m"])
            try await http.event(["type": "purchase", "user": "crowd", "item": "cup-2"])
            #expect(try await http.search(["sort": "popularity", "limit": 1]).ids == ["cup-2"])
            let third = try await http.search(["sort": "price", "offset": 2, "limit": 1])
            #expect(third.ids == ["lantern-2"])
        }
    }

    @Test("a person's last steps lean on the order")
    func personal() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let question: Value = ["query": "lamp", "user": "u"]
            let before = try await http.search(question).ids
            #expect(Set(before) == ["lamp-1", "lamp-2"])
            for _ in 0..<3 {
                for person in ["a", "b", "c"] {
                    try await http.click("cup-1", "user", person)
                    try await http.click(before[1], "user", person)
                }
            }
            try await http.click("cup-1", "user", "u")
            #expect(try await http.search(question).ids == before.reversed())
        }
    }

    @Test("texts come in the reader's language")
    func locale() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search(
                ["query": "desk lamp", "locale": "zh-Hans", "fields": ["title"], "explain": true])
            let item = try #require(answer.list("items").first)
            #expect(item["item"] == ["title": "台灯"])
            #expect(item["reasons"] == [["kind": "words", "text": "符合您的搜索"]])
            let details = try await http.call("GET", "/v1/items/lamp-1?locale=en")
            #expect(details["title"] == "Desk lamp")
            let whole = try await http.call("GET", "/v1/items/lamp-1")
            #expect(whole["title"] == ["en": "Desk lamp", "zh": "台灯"])
        }
    }

    @Test("suggestions finish titles, categories, brands and queries that others asked")
    func suggest() async throws {
        try await Server.with { _, http in
            try await http.stock()
            func texts(_ typed: String) async throws -> [[Value?]] {
                try await http.call("GET", "/v1/suggest?\(typed)").list("suggestions").map {
                    [$0["kind"], $0["text"], $0["item"]]
                }
            }
            #expect(try await texts("q=desk+la") == [["item", "Desk lamp", "lamp-1"]])
            #expect(try await texts("q=desk%20la&limit=1") == [["item", "Desk lamp", "lamp-1"]])
            #expect(try await texts("q=%E5%8F%B0").map { $0[1] } == ["台灯"])
            #expect(try await texts("q=lum") == [["brand", "Lumen", nil]])
            #expect(try await texts("q=ligh") == [["category", "Lighting", nil]])
            #expect(try await texts("q=") == [])
            for _ in 0..<3 {
                try await http.event(["type": "search", "user": "u", "query": "Gift ideas"])
            }
            #expect(try await texts("q=gif") == [["query", "gift ideas", nil]])
        }
    }

    // MARK: Pages

    @Test(
        "pages fit together and do not change while items and events come in",
        arguments: ["/v1/search", "/v1/recommend"])
    func pages(_ path: String) async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.click("lamp-1", "user", "u")
            var whole: Value = ["user": "u", "limit": 100]
            var paged: Value = ["user": "u", "limit": 2, "paging": true]
            if path == "/v1/recommend" {
                whole = ["user": "u", "limit": 100, "placement": "home"]
                paged = ["user": "u", "limit": 2, "paging": true, "placement": "home"]
            }
            let expected = try await http.call("POST", path, whole).ids
            var page = try await http.call("POST", path, paged)
            let offset = page.int("offset")
            var ids = page.ids
            var requests: Set<String> = [try #require(page["request"]?.string)]
            var number = 0
            while let cursor = page["cursor"] {
                number += 1
                let item: Value = ["title": "white lantern", "categories": ["Home", "Lighting"]]
                _ = try await http.call("PUT", "/v1/items/in-between-\(number)", item)
                try await http.event(["type": "purchase", "user": "u", "item": "lantern-1"])
                _ = try await http.call("DELETE", "/v1/items/cup-\(number)")
                page = try await http.call("POST", path, ["cursor": cursor])
                #expect(page.status == 200 && page.int("offset") == offset)
                ids += page.ids
                requests.insert(try #require(page["request"]?.string))
                #expect(page.ids.count == 2 || page["cursor"] == nil)
            }
            #expect(ids == expected && ids.count > 4)
            #expect(requests.count == number + 1)
            let fresh = try await http.call("POST", path, whole).ids
            #expect(fresh != expected)
        }
    }

    @Test("a cursor gives the same page again, and expires")
    func expiry() async throws {
        let clock = SteppedClock()
        try await Server.with(clock: clock.clock) { _, http in
            try await http.stock()
            let first = try await http.search(["limit": 2, "paging": true])
            let cursor = try #require(first["cursor"])
            let again = try await http.search(["cursor": cursor, "fields": ["title"]])
            #expect(try await http.search(["cursor": cursor]).ids == again.ids)
            clock.advance(121)
            let late = try await http.search(["cursor": cursor])
            #expect(late.status == 410 && late.code == "cursor_expired")
        }
    }

    @Test("pages end after 1000 items", arguments: ["/v1/search", "/v1/recommend"])
    func depth(_ path: String) async throws {
        try await Server.with { server, http in
            let items = (0..<1200).map { number in
                var item = Item(id: "i\(number)")
                item.categories = [["Things"]]
                return item
            }
            try await server.engine.put(items)
            let isSearch = path == "/v1/search"
            let question: Value =
                isSearch
                ? ["limit": 100, "paging": true]
                : ["placement": "similar", "item": "i7", "limit": 100, "paging": true]
            var page = try await http.call("POST", path, question)
            var ids = Set(page.ids)
            var pages = 1
            while let cursor = page["cursor"], pages < 20 {
                page = try await http.call("POST", path, ["cursor": cursor])
                #expect(page.ids.count == 100)
                ids.formUnion(page.ids)
                pages += 1
            }
            #expect(pages == 10 && ids.count == 1000)
        }
    }

    @Test("without paging there is no cursor")
    func noCursor() async throws {
        try await Server.with { _, http in
            try await http.stock()
            #expect(try await http.search(["limit": 2])["cursor"] == nil)
        }
    }
}
