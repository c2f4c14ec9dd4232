import Primitives
import Service
import Testing

@Suite("queries that are counted, offered and relaxed")
struct QueryCareTests {
    @Test("how often queries are asked, and what comes of them")
    func counted() async throws {
        try await Server.with { _, http in
            try await http.stock()
            for number in 0..<6 {
                let session = Value.string("s\(number)")
                for query in ["Lamp", "chandelier", "cup"] {
                    try await http.event([
                        "type": "search", "query": .string(query), "session": session,
                    ])
                    guard query == "Lamp" else { continue }
                    try await http.event(["type": "view", "item": "lamp-1", "session": session])
                }
            }
            let all = try await http.call("GET", "/v1/queries").list("queries")
            #expect(all.map { $0["query"] } == ["Lamp", "chandelier", "cup"])
            #expect(all.map { $0["asked"] } == [6, 6, 6])
            #expect(all.map { $0["followed"] } == [6, 0, 0])
            #expect(all.map { $0["found"] } == [2, 0, 2])
            #expect(all.map { $0["trouble"] } == [nil, "nothing_found", "hardly_followed"])
            let nothing = try await http.call("GET", "/v1/queries?only=nothing_found&limit=5")
            #expect(nothing.list("queries").map { $0["query"] } == ["chandelier"])
            #expect(try await http.call("GET", "/v1/queries?only=x").code == "unknown_value")
        }
    }

    @Test("a part that nothing meets together with the rest is given up, and said")
    func relaxed() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let answer = try await http.search(["query": "porcelain kettle"])
            #expect(Set(answer.ids) == ["kettle-1", "kettle-2"], "\(answer.value)")
            #expect(answer.list("relaxed").map { $0["text"] } == ["porcelain"])
            let met = try await http.search(["query": "porcelain cup"])
            #expect(met.ids == ["cup-1"] && met["relaxed"] == nil)
        }
    }

    @Test("suggestions: own queries first, Pinyin, and one wrong letter")
    func suggestions() async throws {
        try await Server.with { _, http in
            try await http.stock()
            #expect(try await http.suggestions("q=taideng") == ["台灯"])
            #expect(try await http.suggestions("q=luo") == ["落地灯"])
            #expect(try await http.suggestions("q=ldd") == ["落地灯"])
            #expect(try await http.suggestions("q=porclain") == ["Porcelain cup"])
            #expect(try await http.suggestions("q=&user=u1").isEmpty)
            for query in ["Desk lamp cheap", "porcelain"] {
                try await http.event(["type": "search", "query": .string(query), "user": "u1"])
            }
            #expect(try await http.suggestions("q=&user=u1") == ["porcelain", "desk lamp cheap"])
            #expect(try await http.suggestions("q=por&user=u1").first == "porcelain")
            #expect(try await http.suggestions("q=por&user=u2") == ["Porcelain cup"])
            _ = try await http.call("DELETE", "/v1/users/u1")
            #expect(try await http.suggestions("q=&user=u1").isEmpty)
        }
    }
}

extension HTTPConnection {
    fileprivate mutating func suggestions(_ query: String) async throws -> [String] {
        try await call("GET", "/v1/suggest?\(query)").list("suggestions")
            .compactMap { $0["text"]?.string }
    }
}
