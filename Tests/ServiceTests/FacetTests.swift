import Primitives
import Service
import Testing

@Suite("facets, orders and variants over HTTP")
struct FacetTests {
    @Test("numbers are counted between bounds, categories with all above them")
    func facets() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search([
                "filter": ["category": "kitchen"],
                "facets": ["category", ["field": "price", "bounds": [7, 20]]],
            ])
            let facets = try #require(answer["facets"]?.object)
            #expect(
                facets["category"] == [
                    ["value": "Kitchen", "count": 4], ["value": "Kitchen > Cups", "count": 2],
                    ["value": "Kitchen > Kettles", "count": 2],
                ])
            #expect(
                facets["price"] == [
                    ["value": "..7", "to": 7.0, "count": 1],
                    ["value": "7..20", "from": 7.0, "to": 20.0, "count": 1],
                    ["value": "20..", "from": 20.0, "count": 2],
                ])
            let buckets = try await http.search(["facets": [["field": "price", "buckets": 3]]])
            var counts: [Double] = []
            if case .array(let stretches) = buckets["facets"]?.object?["price"] {
                counts = stretches.compactMap { $0.object?["count"]?.number }
            }
            #expect(counts.count == 3 && counts.reduce(0, +) == 11)
        }
    }

    @Test("of the variants of a product the best stands for all")
    func group() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let all = try await http.search(["query": "linen shirt"])
            #expect(all.int("total") == 2)
            let grouped = try await http.search(["query": "linen shirt", "group": true])
            #expect(grouped.ids == ["shirt-m"] && grouped.int("total") == 1)
            #expect(grouped.list("items").first?["variants"] == 1)
            let listed = try await http.search(["group": true, "sort": "-stock", "limit": 2])
            #expect(listed.int("total") == 10 && listed.ids.count == 2)
        }
    }

    @Test("what was found is marked, and the last word may go on")
    func highlight() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search([
                "query": "paper lant", "typing": true, "highlight": ["title", "brand"],
                "locale": "en",
            ])
            let first = try #require(answer.list("items").first)
            #expect(first["id"] == "lantern-2")
            #expect(
                first["highlights"] == ["title": "Red <mark>paper</mark> <mark>lantern</mark>"])
            let quoted = try await http.search(["query": "\"metal lantern\""])
            #expect(quoted.ids == ["lantern-1"])
        }
    }

    @Test("a filter that nothing meets gives nothing, whatever the words")
    func nothing() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search([
                "query": "lantern", "filter": ["brand": "nobody"], "facets": ["brand"],
                "sort": "attributes.weight",
            ])
            #expect(answer.int("total") == 0 && answer["facets"] == ["brand": []])
        }
    }
}
