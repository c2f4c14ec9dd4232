import Commerce
import JSON
import Primitives
import Service
import Simulation

/// One click of one kind of shopper, and the answers that must reflect it.
struct Click {
    private let kind: BenchClick.Kind
    private let name: String
    private let item: String
    private let user: String?
    private let visitor: String?

    init(_ kind: BenchClick.Kind, _ number: Int, _ shop: Shop, seed: UInt64) {
        self.kind = kind
        name = "\(kind.rawValue)-\(number)"
        var rng = SeededRNG(seed: stableHash(name, seed: seed))
        let sold = shop.items.filter { $0.isAvailable && $0.parent == nil }
        item = kind == .newItem ? "new-\(number)" : rng.pick(sold).id
        switch kind {
        case .knownUser, .newItem:
            user = "u-bench-\(number % 20)"
            visitor = nil
        case .newUser:
            user = "u-\(name)"
            visitor = nil
        case .visitor:
            user = nil
            visitor = "v-\(name)"
        case .linkedVisitor:
            user = nil
            visitor = "v-\(name)"
        }
    }

    /// What the answers to a linked visitor and to the user behind it start from is one history.
    private var owner: String { "u-\(name)" }

    /// Whatever has to stand before the click: the new item, the link.
    func prepare(_ http: inout HTTPConnection) async throws {
        if kind == .newItem {
            let body: Value = [
                "title": .string("Bench novelty \(name)"), "category": "Novelties",
                "price": ["minor": 999, "currency": "GBP"],
            ]
            try check(try await http.put("/v1/items/\(item)", body.json))
        }
        if kind == .linkedVisitor, let visitor {
            var link = Event(id: "link-\(name)", type: .link)
            link.visitor = visitor
            link.user = owner
            try check(try await http.post("/v1/events", Value.object(link.fields).json))
        }
    }

    /// Time from the event's first byte to the last byte of an answer that shows the item clicked.
    func measure(_ http: inout HTTPConnection) async throws -> Duration {
        var event = Event(id: "click-\(name)", type: .view)
        event.user = user
        event.visitor = visitor
        event.session = "s-\(name)"
        event.item = item
        let body = Value.object(event.fields).json
        let clock = ContinuousClock()
        let start = clock.now
        try check(try await http.post("/v1/events", body))
        let reply = try await http.post("/v1/recommend", question(.recent))
        let duration = clock.now - start
        try check(reply)
        guard case .array(let items)? = try JSONParser.parse(reply.body).object?["items"],
            items.first?.object?["id"]?.string == item
        else {
            throw ServerProcessError("the answer to \(name) does not show \(item)")
        }
        return duration
    }

    /// What is asked after all clicks, to be compared with a state rebuilt from the log.
    var questions: [[UInt8]] { [question(.home), question(.recent), question(.similar)] }

    private func question(_ placement: Placement) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("placement", placement.rawValue)
            writer.field("limit", 20)
            // A linked visitor's click must show to the user behind it.
            if let user = kind == .linkedVisitor ? owner : user { writer.field("user", user) }
            if kind == .visitor, let visitor { writer.field("visitor", visitor) }
            if placement.needsItems { writer.field("item", item) }
        }
        return writer.bytes
    }

    private func check(_ reply: HTTPConnection.Reply) throws {
        guard reply.status == 200 else {
            throw ServerProcessError(
                "HTTP \(reply.status): \(String(decoding: reply.body, as: UTF8.self))")
        }
    }
}
