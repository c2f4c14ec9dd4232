import Engine
import JSON
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("several shops in one process")
struct TenantTests {
    /// What is known of one of two shops.
    private struct Side: Sendable {
        var name: String
        /// Stands in all data of the shop, and in nothing that a probe sends.
        var mark: String
        var keys: [AccessRole: String]
        /// Of its items, users, answers, and an open cursor.
        var ids: [String]
    }

    private static let events = 20

    /// Serves two shops that are full of their marks, and a third that cannot be opened.
    private static func serve(
        withKeys: Bool = true,
        _ body: @escaping @Sendable (Int, [Side], [Engine]) async throws -> Void
    ) async throws {
        let directory = TemporaryDirectory()
        var tenants: [Tenant] = []
        var sides: [Side] = []
        var engines: [Engine] = []
        for name in ["alpha", "bravo"] {
            let path = directory.file(name)
            engines.append(try Engine(path: path))
            let access = try SQLiteAccess(folder: path)
            var keys: [AccessRole: String] = [:]
            for role in AccessRole.allCases where withKeys {
                keys[role] =
                    try access.create(
                        role, label: "", expires: nil, at: WallClock.system.now()
                    ).text
            }
            tenants.append(
                try Tenant(name: name, engine: engines[engines.count - 1], access: access))
            sides.append(Side(name: name, mark: "only\(name)", keys: keys, ids: []))
        }
        let broken = try SQLiteAccess(folder: directory.file("broken"))
        tenants.append(Tenant(unavailable: "broken", access: broken))
        var options = MartletServer.Options()
        (options.port, options.stopsWithGuest) = (0, true)
        let (made, opened) = (sides, engines)
        try await MartletServer(shops: tenants, options: options).run { port in
            var filled = made
            for index in filled.indices { filled[index].ids = try await fill(port, made[index]) }
            try await body(port, filled, opened)
        }
    }

    /// Puts data in and gives the ids that it has there.
    private static func fill(_ port: Int, _ side: Side) async throws -> [String] {
        var ids = [side.name]
        try await HTTPConnection.with(host: "127.0.0.1", port: port, key: side.keys[.admin]) {
            http in
            let shop = "/shops/\(side.name)"
            for number in 0..<events {
                let (item, user) = ("i\(number)-\(side.name)", "u\(number)-\(side.name)")
                ids += [item, user]
                let fields: Value = [
                    "title": .string("\(side.mark) lamp \(number)"), "brand": .string(side.mark),
                    "attributes": ["colour": .string(side.mark)],
                ]
                #expect(
                    try await http.put("\(shop)/v1/items/\(item)", bytes(of: fields)).status == 200)
                let event: Value = [
                    "id": .string("e\(number)-\(side.name)"), "type": "view", "user": .string(user),
                    "item": .string(item), "note": .string(side.mark),
                ]
                #expect(try await http.post("\(shop)/v1/events", bytes(of: event)).status == 200)
            }
            let answer = try await http.post(
                "\(shop)/v1/recommend",
                bytes(of: ["placement": "home", "user": "u", "limit": 3, "paging": true]))
            let fields = try JSONParser.parse(answer.body).object
            ids.append(try #require(fields?["request"]?.string))
            ids.append(try #require(fields?["cursor"]?.string))
        }
        return ids
    }

    @Test("10,000 probes at random get nothing of another shop", arguments: [1, 2] as [UInt64])
    func probes(_ seed: UInt64) async throws {
        try await Self.serve { port, sides, engines in
            let before = engines.map { ($0.statistics.events, $0.statistics.items) }
            let counts = try await withThrowingTaskGroup { group in
                for part in 0..<50 {
                    group.addTask { try await Self.probes(port, sides, "\(seed)-\(part)") }
                }
                return try await group.reduce(into: [Int: Int]()) {
                    $0.merge($1, uniquingKeysWith: +)
                }
            }
            for (engine, was) in zip(engines, before) {
                #expect(engine.statistics.events == was.0 && engine.statistics.items == was.1)
            }
            // The probes get somewhere: into their own shop, to the gate, and past the routes.
            for status in [200, 401, 404] { #expect((counts[status] ?? 0) > 100, "\(counts)") }
        }
    }

    /// A hundred probes; how often each status was answered.
    private static func probes(
        _ port: Int, _ sides: [Side], _ name: String
    ) async throws -> [Int: Int] {
        var rng = SeededRNG(seed: stableHash(name))
        var counts: [Int: Int] = [:]
        for _ in 0..<100 { counts[try await probe(port, sides, &rng, name), default: 0] += 1 }
        return counts
    }

    /// One key of one side asks what it may never see. Twice 5,000 of these are asked.
    private static func probe(
        _ port: Int, _ sides: [Side], _ rng: inout SeededRNG, _ name: String
    ) async throws -> Int {
        let mine = rng.index(below: 2)
        let (own, other) = (sides[mine], sides[1 - mine])
        let key = own.keys[rng.pick(AccessRole.allCases)] ?? ""
        let id = rng.pick(other.ids)
        let (method, route, body) = question(id, &rng)
        let path = trick(own.name, other.name, &rng) + route
        let reply = try await HTTPConnection.with(host: "127.0.0.1", port: port, key: key) { http in
            try? await http.ask(method, path, bytes(of: body))
        }
        guard let reply else { return 0 }
        #expect(
            !reply.text.contains(other.mark), "\(name): \(method) \(path) \(body): \(reply.text)")
        let named = path.dropFirst("/shops/".count).prefix { $0 != "/" && $0 != "?" }
        if path.hasPrefix("/shops/"), named != own.name {
            // The pages are the same for every name.
            let isPage = reply.status == 200 && reply.text.hasPrefix("<!doctype html>")
            #expect(
                isPage || reply.status == 401 && reply.code == "key_unknown", "\(name): \(path)")
        }
        return reply.status
    }

    /// Something that exists in the other shop. Nothing here writes.
    private static func question(
        _ id: String, _ rng: inout SeededRNG
    ) -> (String, String, Value) {
        let text = Value.string(id)
        return switch rng.index(below: 13) {
        case 0: ("GET", "/v1/items/\(id)", [:])
        case 1: ("GET", "/v1/users/\(id)", [:])
        case 2: ("GET", "/v1/requests/\(id)", [:])
        case 3: ("GET", "/v1/events?limit=1000", [:])
        case 4: ("GET", "/v1/suggest?q=only", [:])
        case 5: ("GET", "/v1/stats", [:])
        case 6: ("GET", "/metrics", [:])
        case 7: ("POST", "/v1/recommend", ["cursor": text])
        case 8: ("POST", "/v1/search", ["cursor": text])
        case 9:
            ("POST", "/v1/recommend", ["placement": "similar", "item": text, "fields": ["title"]])
        case 10: ("POST", "/v1/recommend", ["placement": "recent", "user": text, "explain": true])
        case 11:
            ("POST", "/v1/search", ["query": "lamp", "facets": ["brand"], "fields": ["title"]])
        default: ("DELETE", "/v1/items/\(id)", [:])
        }
    }

    /// What stands before the route.
    private static func trick(_ own: String, _ other: String, _ rng: inout SeededRNG) -> String {
        let escaped = other.utf8.map { "%" + String($0, radix: 16) }.joined()
        return rng.pick([
            "", "/shops/\(own)", "/shops/\(other)", "//shops/\(other)", "/shops//\(other)",
            "/shops/\(own)/../\(other)", "/shops/\(own)/%2e%2e/\(other)",
            "/shops/\(own)/..%2f\(other)", "/shops/\(own)%2f..%2f\(other)", "/shops/\(escaped)",
            "/shops/\(other.uppercased())", "/shops/\(own)/shops/\(other)", "/shops/\(other)%00",
            "/shops/\(own);\(other)", "/shops/\(own)?shop=\(other)&x=", "/./shops/\(other)",
            "/%73hops/\(other)", "/shops/\(own)/v1/..", "/v1/../shops/\(other)", "/shops/\(other)/",
            "/shops/\(other)//", "/shops/\(own)//", "/shops", "/shops/\(other)%20", "/shops/.",
            "http://127.0.0.1/shops/\(other)", "/shops/\(own)\\..\\\(other)", "/shops/nobody",
        ])
    }

    @Test("a shop that is there and one that is not answer alike to those without its key")
    func unknownShop() async throws {
        try await Self.serve { port, sides, _ in
            for key in [nil, "x", sides[1].keys[.admin]] {
                try await HTTPConnection.with(host: "127.0.0.1", port: port, key: key) { http in
                    for route in ["/v1/stats", "/healthz", "/nowhere", "", "/", "/metrics"] {
                        let there = try await http.ask("GET", "/shops/alpha\(route)")
                        for name in ["nobody", "broken", "%61lpha", ""] {
                            let reply = try await http.ask("GET", "/shops/\(name)\(route)")
                            let isPage = route.isEmpty || route == "/"
                            #expect(reply.status == (isPage ? 200 : 401))
                            #expect(reply.status == there.status)
                            #expect(reply.text == there.text, "\(name)\(route)")
                        }
                    }
                }
            }
        }
    }

    @Test("a key finds its shop without the name; figures carry the name")
    func byKey() async throws {
        try await Self.serve { port, sides, _ in
            for side in sides {
                try await HTTPConnection.with(host: "127.0.0.1", port: port, key: side.keys[.admin])
                {
                    http in
                    let log = try await http.ask("GET", "/v1/events")
                    #expect(log.text.contains(side.mark))
                    let named = try await http.ask("GET", "/shops/\(side.name)/v1/events")
                    #expect(named.text == log.text)
                    let metrics = try await http.ask("GET", "/metrics").text
                    let samples = try Exposition.samples(metrics)
                    #expect(samples["martlet_items{shop=\"\(side.name)\"}"] == Double(Self.events))
                    #expect(samples.keys.allSatisfy { $0.contains("shop=\"\(side.name)\"") })
                }
            }
            try await HTTPConnection.with(host: "127.0.0.1", port: port) {
                (http: inout HTTPConnection) async throws in
                #expect(try await http.get("/healthz").status == 200)
                #expect(try await http.get("/readyz").status == 200)
                #expect(try await http.ask("GET", "/v1/stats").code == "key_missing")
            }
        }
    }

    @Test("without any key all are open, and one that cannot be opened says so")
    func open() async throws {
        try await Self.serve(withKeys: false) { port, sides, _ in
            try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
                for side in sides {
                    let log = try await http.ask("GET", "/shops/\(side.name)/v1/events")
                    #expect(log.text.contains(side.mark))
                    #expect(try await http.get("/shops/\(side.name)/").status == 200)
                }
                let broken = try await http.ask("POST", "/shops/broken/v1/recommend")
                #expect(broken.status == 503 && broken.code == "shop_unavailable")
                #expect(broken.headers("Retry-After") != nil)
                #expect(try await http.ask("GET", "/shops/nobody/v1/stats").status == 404)
                #expect(try await http.ask("GET", "/v1/stats").status == 404)
            }
        }
    }

    @Test("names stand in addresses and metrics as they are")
    func names() {
        for name in ["a", "shop-1", "my_shop.eu", String(repeating: "x", count: 64)] {
            #expect(Tenant.isName(name), "\(name)")
        }
        for name in [
            "", ".", "..", ".hidden", "a/b", "a b", "ä", "a\"", "a%",
            String(repeating: "x", count: 65),
        ] {
            #expect(!Tenant.isName(name), "\(name)")
        }
    }
}
