import Primitives
import Service
import Testing

@Suite("what queries say, over HTTP")
struct UnderstandingTests {
    static let queries: [(query: String, ids: [String], fields: [String])] = [
        ("lamp under 30", ["lamp-1"], ["price"]),
        ("30以下的台灯", ["lamp-1"], ["price"]),
        ("white lantern £3-£4", ["lantern-1", "gone"], ["colour", "price"]),
        ("kettle over £25", ["kettle-2"], ["category", "price"]),
        ("kettle under $25", ["kettle-1", "kettle-2"], ["category"]),
    ]

    @Test("a price filters, and the reading is explained", arguments: queries)
    func prices(_ query: String, _ ids: [String], _ fields: [String]) async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search(["query": .string(query), "explain": true])
            #expect(Set(answer.ids) == Set(ids), "\(answer.value)")
            #expect(Self.fields(answer["understood"]?.object?["slots"]) == fields)
            #expect(answer["relaxed"] == nil)
            let plain = try await http.search(["query": .string(query)])
            #expect(plain.ids == answer.ids && plain["understood"] == nil)
        }
    }

    @Test("a price that nothing meets is given up, and the answer says so")
    func relaxed() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search(["query": "cup under 1"])
            #expect(Set(answer.ids) == ["cup-1", "cup-2"])
            #expect(Self.fields(answer["relaxed"]) == ["price"])
            let filtered = try await http.search([
                "query": "kettle under 25", "filter": ["price": ["gte": 24]],
            ])
            #expect(filtered.ids == ["kettle-2"] && Self.fields(filtered["relaxed"]) == ["price"])
        }
    }

    @Test("a brand and a low price rank higher, and leave nothing out")
    func boosts() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let cheap = try await http.search(["query": "cheap kettle"])
            #expect(cheap.ids == ["kettle-1", "kettle-2"])
            let branded = try await http.search(["query": "orient lamp"])
            #expect(branded.ids.first == "lamp-2", "\(branded.value)")
        }
    }

    private static func fields(_ slots: Value?) -> [String] {
        guard case .array(let slots) = slots else { return [] }
        return slots.compactMap { $0.object?["field"]?.string }
    }
}
