import Primitives
import Service
import Testing

@Suite("the merchandisers' rules, over HTTP")
struct RuleTests {
    /// A rule's action on `lamp`, what it makes of the page, and what it says it did.
    static let actions: [(then: Value, ids: [String], did: Value)] = [
        (["pin": ["cup-1", "nowhere", "shirt-s"]], ["cup-1", "lamp-1", "lamp-2"], ["pin"]),
        (["pin": ["lamp-2"]], ["lamp-2", "lamp-1"], ["pin"]),
        (["hide": ["brand": "Lumen"]], ["lamp-2"], ["hide"]),
        (["pin": ["lamp-2"], "hide": ["id": "lamp-2"]], ["lamp-1"], ["pin", "hide"]),
        (
            ["boost": ["filter": ["brand": "Orient"], "factor": 50]], ["lamp-2", "lamp-1"],
            ["boost"]
        ),
        (["bury": ["filter": ["id": "lamp-1"], "factor": 0.01]], ["lamp-2", "lamp-1"], ["bury"]),
        (["query": "steel kettle"], ["kettle-1"], ["query"]),
        (["redirect": "/sale"], ["lamp-1", "lamp-2"], ["redirect"]),
    ]

    @Test("what a rule does, on its query alone, and says", arguments: actions)
    func acts(_ then: Value, _ ids: [String], _ did: Value) async throws {
        try await Server.with { _, http in
            try await http.stock()
            let plain = try await http.search(["query": "lamp"])
            #expect(plain.ids == ["lamp-1", "lamp-2"])
            let rule: Value = ["when": ["queries": ["Lamps", "lamp"]], "then": then]
            let stored = try await http.call("PUT", "/v1/rules/r1", rule)
            #expect(stored.status == 200 && stored["id"] == "r1", "\(stored.value)")
            let ruled = try await http.search(["query": "LAMP", "explain": true])
            #expect(ruled.ids == ids, "\(ruled.value)")
            #expect(ruled["rules"] == [["id": "r1", "did": did]])
            #expect(ruled["redirect"] == then.object?["redirect"])
            #expect(try await http.search(["query": "lamp kettle"])["redirect"] == nil)
            let request = try #require(ruled["request"]?.string)
            let served = try await http.call("GET", "/v1/requests/\(request)")
            #expect(served["versions"]?.object?["rules"] == "r1")
            #expect(try await http.call("DELETE", "/v1/rules/r1").status == 200)
            #expect(try await http.search(["query": "lamp"]).ids == plain.ids)
            #expect(try await http.call("DELETE", "/v1/rules/r1").code == "not_found")
        }
    }

    @Test("what is hidden is counted nowhere")
    func hidden() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let question: Value = ["query": "lamp", "facets": ["brand"]]
            let plain = try await http.search(question)
            #expect(plain["total"] == 2)
            try await http.put("r1", ["then": ["hide": ["brand": "Lumen"]]])
            let ruled = try await http.search(question)
            #expect(ruled.ids == ["lamp-2"] && ruled["total"] == 1)
            let counted: Value = ["brand": [["value": "Orient", "count": 1]]]
            #expect(ruled["facets"] == counted)
        }
    }

    /// When a rule acts: its condition, and for which searches it does and does not.
    static let conditions: [(when: Value, does: [Value], not: [Value])] = [
        ([:], [["query": "lamp"], ["query": ""]], []),
        (
            ["queries": ["lamp"], "match": "contains"],
            [["query": "white lamp"], ["query": "Lamp!"]], [["query": "lampshade"]]
        ),
        (["queries": ["台灯"], "match": "contains"], [["query": "白色台灯"]], [["query": "台子"]]),
        (["category": "Lighting"], [["query": "lighting"]], [["query": "kettles"]]),
        (
            ["visitors": "new"], [["query": "lamp"], ["query": "lamp", "visitor": "nobody"]],
            [["query": "lamp", "user": "crowd"]]
        ),
        (["visitors": "returning"], [["query": "lamp", "user": "crowd"]], [["query": "lamp"]]),
        (
            ["user": ["age_band": ["18-24"]]], [["query": "lamp", "user": "young"]],
            [["query": "lamp"], ["query": "lamp", "user": "crowd"]]
        ),
    ]

    @Test("when a rule acts", arguments: conditions)
    func holds(_ when: Value, _ does: [Value], _ not: [Value]) async throws {
        try await Server.with { _, http in
            try await http.stock()
            _ = try await http.call("PUT", "/v1/users/young", ["age_band": "18-24"])
            let rule: Value = ["when": when, "then": ["redirect": "/here"]]
            #expect(try await http.call("PUT", "/v1/rules/r1", rule).status == 200)
            for request in does {
                #expect(try await http.search(request)["redirect"] == "/here", "\(request)")
            }
            for request in not {
                #expect(try await http.search(request)["redirect"] == nil, "\(request)")
            }
        }
    }

    @Test("a window of time, switched off, and priorities")
    func windows() async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.put(
                "over", ["until": "2020-01-01T00:00:00Z", "then": ["redirect": "/a"]])
            try await http.put(
                "later", ["from": "2090-01-01T00:00:00Z", "then": ["redirect": "/b"]])
            try await http.put("off", ["enabled": false, "then": ["redirect": "/c"]])
            #expect(try await http.search(["query": "lamp"])["redirect"] == nil)
            try await http.put("low", ["priority": 1, "then": ["redirect": "/low"]])
            try await http.put("high", ["priority": 2, "then": ["redirect": "/high"]])
            #expect(try await http.search(["query": "lamp"])["redirect"] == "/high")
            let all = try await http.call("GET", "/v1/rules").list("rules")
            #expect(all.map { $0["id"] } == ["high", "low", "later", "off", "over"])
            let one = try await http.call("GET", "/v1/rules/low")
            #expect(one["priority"] == 1)
            let page = try await http.call(
                "POST", "/v1/rules/preview",
                [
                    "query": "lamp", "time": "2091-01-01T00:00:00Z",
                    "rules": [
                        ["id": "high", "enabled": false, "then": ["redirect": "/x"]],
                        ["id": "pins", "then": ["pin": ["cup-1"]]],
                    ],
                ])
            let before = page["before"]?.object
            let after = page["after"]?.object
            #expect(before?["redirect"] == "/high" && after?["redirect"] == "/low")
            #expect(Self.ids(before) == ["lamp-1", "lamp-2"])
            #expect(Self.ids(after) == ["cup-1", "lamp-1", "lamp-2"])
            #expect(try await http.search(["query": "lamp"])["redirect"] == "/high")
        }
    }

    private static func ids(_ answer: Fields?) -> [String] {
        guard case .array(let items)? = answer?["items"] else { return [] }
        return items.compactMap { $0.object?["id"]?.string }
    }

    @Test("words that stand for others, both ways and one way")
    func synonyms() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let rule: Value = [
                "then": [
                    "synonyms": [
                        ["same": ["boiler", "kettle"]], ["word": "煮水器", "finds": ["水壶"]],
                    ]
                ]
            ]
            #expect(try await http.search(["query": "boiler"]).ids.isEmpty)
            #expect(try await http.call("PUT", "/v1/rules/words", rule).status == 200)
            #expect(
                Set(try await http.search(["query": "boiler"]).ids) == ["kettle-1", "kettle-2"])
            #expect(Set(try await http.search(["query": "煮水器"]).ids) == ["kettle-1", "kettle-2"])
            _ = try await http.call("DELETE", "/v1/rules/words")
            #expect(try await http.search(["query": "boiler"]).ids.isEmpty)
        }
    }

    static let wrong: [(rule: Value, field: String)] = [
        ([:], "then"), (["then": [:]], "then"), (["then": ["pin": []]], "then"),
        (["then": ["redirect": "javascript:alert(1)"]], "then.redirect"),
        (["then": ["pins": ["a"]]], "then.pins"),
        (["when": ["query": "a"], "then": [:]], "when.query"),
        (["when": ["match": "fuzzy"], "then": ["query": "a"]], "when.match"),
        (["then": ["boost": ["factor": 2]]], "then.boost.filter"),
        (["then": ["boost": ["filter": ["brand": "A"], "factor": 0.5]]], "then.boost.factor"),
        (["then": ["synonyms": [["same": ["a"]]]]], "then.synonyms.same"),
        (
            ["when": ["visitors": "new"], "then": ["synonyms": [["same": ["a", "b"]]]]],
            "then.synonyms"
        ),
        (
            [
                "from": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z",
                "then": ["query": "a"],
            ], "until"
        ),
    ]

    @Test("what is no rule is refused by its field", arguments: wrong)
    func isRefused(_ rule: Value, _ field: String) async throws {
        try await Server.with { _, http in
            let answer = try await http.call("PUT", "/v1/rules/r1", rule)
            #expect(answer.status == 400 && answer.field == field, "\(answer.value)")
            #expect(try await http.call("GET", "/v1/rules").list("rules").isEmpty)
        }
    }
}

extension HTTPConnection {
    fileprivate mutating func put(_ id: String, _ rule: Value) async throws {
        let answer = try await call("PUT", "/v1/rules/\(id)", rule)
        #expect(answer.status == 200, "\(answer.value)")
    }
}
