import Commerce
import Engine
import Primitives
import Service
import Testing

@Suite("wrong input")
struct WrongInputTests {
    @Test("is refused, says why, and changes nothing", arguments: WrongInput.all)
    func refused(_ input: WrongInput) async throws {
        try await Server.with { server, http in
            let answer = try await http.call(input.method, input.path, input.body)
            #expect(answer.status == input.status, "\(answer.value)")
            #expect(answer.code == input.code, "\(answer.value)")
            #expect(answer.field == input.field, "\(answer.value)")
            let message = try #require(answer["error"]?.object?["message"]?.string)
            #expect(!message.hasPrefix(":") && message.utf8.count > 5 && message.utf8.count < 400)
            let statistics = server.engine.statistics
            #expect(statistics.events == 0 && statistics.items == 0)
            #expect(try await http.call("GET", "/healthz").status == 200)
        }
    }

    @Test("unknown fields of an event are kept; those of the log's names are not shown")
    func unknownFields() async throws {
        try await Server.with { _, http in
            let event: Value = [
                "id": "e", "type": "view", "user": "u", "item": "i", "channel": "app",
                "utm": ["source": "mail", "deep": [1, 2.5, true]], "offset": 99, "parent": "p",
            ]
            #expect(try await http.event(event).status == 200)
            let read = try #require(try await http.log().first)
            #expect(read["channel"] == "app")
            #expect(read["utm"] == ["source": "mail", "deep": [1, 2.5, true]])
            #expect(read["offset"] == 1 && read["parent"] == nil)
            #expect(try await http.event(event).int("duplicates") == 1)
        }
    }

    @Test("unknown fields of items and users are kept; those of the answer's names are not shown")
    func unknownFieldsOfItems() async throws {
        try await Server.with { _, http in
            _ = try await http.call("PUT", "/v1/items/i", ["gtin": "5012", "available": "soon"])
            let item = try await http.call("GET", "/v1/items/i")
            #expect(item["gtin"] == "5012" && item["available"] == true)
            _ = try await http.call("PUT", "/v1/users/u", ["tier": "gold", "recent": 7])
            let user = try await http.call("GET", "/v1/users/u")
            #expect(user["tier"] == "gold" && user["recent"] == [])
        }
    }

    @Test("the same id with the same body is a duplicate, with another body a conflict")
    func idempotency() async throws {
        try await Server.with { _, http in
            let event: Value = ["id": "e", "type": "view", "user": "u", "item": "i"]
            let first = try await http.event(event)
            #expect(first.int("accepted") == 1 && first["id"] == "e")
            let second = try await http.event(event)
            #expect(second.int("accepted") == 0 && second.int("duplicates") == 1)
            #expect(second.int("offset") == first.int("offset"))
            let third = try await http.event(
                ["id": "e", "type": "view", "user": "u", "item": "other"])
            #expect(third.status == 409 && third.code == "id_conflict" && third.field == "id")
            #expect(try await http.log().count == 1)
        }
    }

    @Test("the good lines of a batch are stored, the bad ones listed")
    func mixedLines() async throws {
        try await Server.with { _, http in
            let answer = try await http.lines(
                "/v1/events",
                """
                {"id": "1", "type": "view", "user": "u", "item": "i"}
                not json

                {"id": "2", "type": "view", "user": "u"}
                {"id": "3", "type": "view", "user": "u", "item": "j"}
                {"id": "1", "type": "view", "user": "u", "item": "k"}
                {"id": "1", "type": "view", "user": "u", "item": "i"}
                """)
            #expect(answer.status == 200)
            #expect(answer.int("accepted") == 2 && answer.int("duplicates") == 1)
            #expect(answer.int("rejected") == 3 && answer.int("offset") == 2)
            let errors = answer.list("errors")
            #expect(errors.map { $0["line"] } == [2, 4, 6])
            #expect(errors.map { $0["code"] } == ["invalid_json", "missing", "id_conflict"])
            #expect(errors.map { $0["field"] } == [nil, "item", "id"])
            #expect(try await http.log().map { $0["item"] } == ["i", "j"])
        }
    }

    @Test("the elements of an array are named by their index, and an all-bad batch is an error")
    func arrays() async throws {
        try await Server.with { server, http in
            let good: Value = ["type": "view", "user": "u", "item": "i"]
            let mixed = try await http.call("POST", "/v1/events", [good, 5, good])
            #expect(mixed.int("accepted") == 2)
            #expect(mixed.list("errors").map { $0["index"] } == [1])
            let bad = try await http.call("POST", "/v1/events", [["type": "view"], "x"])
            #expect(bad.status == 400 && bad.code == "all_rejected" && bad.int("rejected") == 2)
            #expect(bad.list("errors").map { $0["code"] } == ["missing", "wrong_type"])
            let items = try await http.call("POST", "/v1/items:batch", [["id": "a"], ["id": ""]])
            #expect(items.int("accepted") == 1)
            #expect(items.list("errors").map { $0["index"] } == [1])
            #expect(server.engine.statistics.items == 1)
            #expect(try await http.call("POST", "/v1/events", .array([])).status == 200)
        }
    }

    @Test("too many records and too many bytes are refused, and the connection goes on")
    func tooLarge() async throws {
        try await Server.with { server, http in
            let event: Value = ["type": "view", "user": "u", "item": "i"]
            let many = Value.array(Array(repeating: event, count: 10_001))
            let events = try await http.call("POST", "/v1/events", many)
            #expect(events.status == 413 && events.code == "batch_too_large")
            let items = try await http.lines(
                "/v1/items:batch", String(repeating: "{}\n", count: 5001))
            #expect(items.status == 413 && items.code == "batch_too_large")
            let blank = [UInt8](repeating: 32, count: (1 << 20) + 1)
            let question = try await http.call("POST", "/v1/recommend", blank)
            #expect(question.status == 413 && question.code == "body_too_large")
            let bulk = [UInt8](repeating: 32, count: (16 << 20) + 1)
            let lines = try await http.call("POST", "/v1/events", bulk)
            #expect(lines.status == 413 && lines.code == "body_too_large")
            #expect(try await http.call("GET", "/healthz").status == 200)
            #expect(server.engine.statistics.events == 0)
        }
    }

    @Test("an item that the catalogue lacks is accepted, and recommended once it is there")
    func unknownItem() async throws {
        try await Server.with { _, http in
            try await http.stock()
            for person in ["a", "b", "c"] {
                try await http.click("lamp-1", "user", person)
                try await http.click("comes-later", "user", person)
            }
            try await http.click("lamp-1", "user", "u")
            #expect(try await !http.home("u").contains("comes-later"))
            _ = try await http.call("PUT", "/v1/items/comes-later", ["title": "Night light"])
            #expect(try await http.home("u").first == "comes-later")
        }
    }

    @Test("a late event is accepted, but not as the newest thing")
    func lateEvent() async throws {
        try await Server.with { _, http in
            try await http.stock()
            try await http.click("lamp-1", "user", "u")
            let late: Value = [
                "type": "view", "user": "u", "item": "cup-1", "time": "2020-01-01T00:00:00Z",
            ]
            #expect(try await http.event(late).status == 200)
            let recent = try await http.recommend(["placement": "recent", "user": "u"])
            #expect(recent.ids == ["lamp-1", "cup-1"])
        }
    }

    @Test("an event from the future counts as of its receipt")
    func earlyEvent() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let early: Value = [
                "type": "view", "user": "u", "item": "cup-1", "time": "2099-01-01T00:00:00Z",
            ]
            #expect(try await http.event(early).status == 200)
            #expect(try await http.log().last?["time"] == "2099-01-01T00:00:00Z")
            for _ in 0..<3 { try await http.click("lamp-1", "user", "w") }
            let home = try await http.recommend(["placement": "trending", "user": "w"])
            #expect(home.ids.contains("lamp-1"))
            #expect(home.list("items").allSatisfy { ($0["score"]?.number ?? 0) > 0.01 })
        }
    }

    @Test("an impression that names a request needs nobody")
    func impression() async throws {
        try await Server.with { _, http in
            try await http.stock()
            let shown = try await http.recommend(["placement": "trending"])
            let request = try #require(shown["request"])
            #expect(try await http.event(["type": "impression", "request": request]).status == 200)
        }
    }

    @Test("a declared type is taken, and the shop's currency is meant where none is given")
    func schema() async throws {
        let schema = Schema(customEventTypes: ["wishlist"], currency: Currency("EUR"))
        try await Server.with(EngineConfiguration(schema: schema)) { _, http in
            let event: Value = ["type": "wishlist", "user": "u", "item": "i", "price": 2.5]
            #expect(try await http.event(event).status == 200)
            #expect(try await http.log()[0]["price"] == ["minor": 250, "currency": "EUR"])
            let profile = try await http.call("GET", "/v1/users/u")
            #expect(profile.list("recent")[0]["action"] == "custom")
        }
    }

    @Test(
        "ids in addresses are percent-decoded", arguments: ["a b", "a/b", "白", "50%", "a+b", "?#"])
    func escapes(_ id: String) async throws {
        try await Server.with { server, http in
            let escaped = id.utf8.map { byte in
                let digits = String(byte, radix: 16)
                return "%" + (digits.utf8.count < 2 ? "0" : "") + digits
            }.joined()
            _ = try await http.call("PUT", "/v1/items/\(escaped)", ["brand": "x"])
            #expect(server.engine.item(id) != nil)
            #expect(try await http.call("GET", "/v1/items/\(escaped)")["id"] == .string(id))
            #expect(try await http.call("DELETE", "/v1/items/\(escaped)").status == 200)
            #expect(server.engine.item(id) == nil)
        }
    }
}
