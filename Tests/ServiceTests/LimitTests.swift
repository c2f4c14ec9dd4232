import Engine
import Primitives
import Service
import Storage
import TestSupport
import Testing

@Suite("limits")
struct LimitTests {
    @Test("a bucket gives exactly what it should", arguments: 0..<50)
    func exactness(_ seed: UInt64) {
        var rng = SeededRNG(seed: seed)
        var limit = RateLimit(perSecond: 1 + rng.index(below: 3000))
        limit.burst = 1 + rng.index(below: 100)
        var now = Timestamp(seconds: 1_790_000_000)
        var bucket = TokenBucket(limit, at: now)
        // The naive one, in millionths of a request: never more than the burst.
        var level = Int64(limit.burst) * 1_000_000
        for _ in 0..<2000 {
            let step = Int64(rng.index(below: rng.chance(0.1) ? 2_000_000 : 1000))
            now.microseconds += step
            for _ in 0..<step where level < Int64(limit.burst) * 1_000_000 {
                level = min(Int64(limit.burst) * 1_000_000, level + Int64(limit.perSecond))
            }
            let wait = bucket.take(limit, at: now)
            #expect((wait == nil) == (level >= 1_000_000), "seed \(seed)")
            if wait == nil { level -= 1_000_000 }
            guard let wait else { continue }
            // One microsecond before the wait is over there is none, after it there is.
            var early = bucket
            let over = now + (wait * 1e6).rounded(.up) * 1e-6
            #expect(early.take(limit, at: Timestamp(microseconds: over.microseconds - 2)) != nil)
            var late = bucket
            #expect(late.take(limit, at: over) == nil, "seed \(seed)")
        }
    }

    @Test("a clock that is set back gives nothing, and does not lock anyone out")
    func clockBack() {
        let limit = RateLimit(perSecond: 1)
        let now = Timestamp(seconds: 1_790_000_000)
        var bucket = TokenBucket(limit, at: now)
        #expect(bucket.take(limit, at: now) == nil)
        #expect(bucket.take(limit, at: now + -3600) == 1)
        #expect(bucket.take(limit, at: now + -3599) == nil)
    }

    @Test("the table of clients is bounded, and idle ones make room")
    func bounded() {
        var buckets = TokenBuckets<Int>(RateLimit(perSecond: 2), clientsMax: 100)
        var now = Timestamp(seconds: 1_790_000_000)
        for client in 0..<100 { #expect(buckets.take(client, at: now) == nil) }
        // The next two share a bucket of two, and the third finds it empty.
        #expect(buckets.take(200, at: now) == nil && buckets.take(201, at: now) == nil)
        #expect(buckets.take(202, at: now) != nil)
        #expect(buckets.take(5, at: now) == nil, "who is known keeps an own bucket")
        for client in 1000..<100_000 { _ = buckets.take(client, at: now) }
        #expect(buckets.count <= 101)
        now = now + 1
        #expect(buckets.take(300, at: now) == nil)
        #expect(buckets.count <= 2, "the idle are forgotten")
    }

    @Test("a client past its limit is told when to come back, and hinders nobody else")
    func client() async throws {
        try await Door.with({ $0.requestsPerClient = 5 }) { door in
            let key = door.keys[.query]
            for _ in 0..<5 {
                #expect(try await door.ask("GET", "/v1/suggest", key: key).status == 200)
            }
            let reply = try await door.ask("GET", "/v1/suggest", key: key)
            #expect(reply.status == 429 && reply.code == "rate_limited")
            #expect(reply.headers("Retry-After") == "1")
            #expect(try await door.ask("GET", "/v1/suggest", key: door.keys[.admin]).status == 200)
            #expect(try await door.ask("GET", "/healthz").status == 200)
            door.clock.advance(0.2)
            #expect(try await door.ask("GET", "/v1/suggest", key: key).status == 200)
            #expect(try await door.ask("GET", "/v1/suggest", key: key).status == 429)
            // Those who guess at keys are counted by address, apart from those who have one.
            for _ in 0..<5 {
                #expect(try await door.ask("GET", "/v1/stats", key: "x").status == 401)
            }
            #expect(try await door.ask("GET", "/v1/stats", key: "x").status == 429)
            #expect(try await door.ask("GET", "/v1/stats").status == 429)
            #expect(try await door.ask("GET", "/v1/stats", key: door.keys[.admin]).status == 200)
        }
    }

    @Test("an open server has no limit until it is given one")
    func open() async throws {
        try await Door.with(roles: []) { door in
            try await HTTPConnection.with(host: "127.0.0.1", port: door.port) {
                (http: inout HTTPConnection) async throws in
                for _ in 0..<3000 { #expect(try await http.get("/v1/suggest").status == 200) }
            }
        }
        try await Door.with(roles: [], { $0.requestsPerClient = 1 }) { (door: Door) async throws in
            #expect(try await door.ask("GET", "/v1/suggest").status == 200)
            #expect(try await door.ask("GET", "/v1/suggest").status == 429)
        }
    }

    @Test("a shop's own limit holds for all of its clients together")
    func shop() async throws {
        try await Door.with(limits: ShopLimits(requestsPerSecond: 3)) { door in
            for role in AccessRole.allCases {
                _ = try await door.ask("GET", "/openapi.json", key: door.keys[role])
            }
            let reply = try await door.ask("GET", "/openapi.json", key: door.keys[.admin])
            #expect(reply.status == 429 && reply.text.contains("shop"))
        }
    }

    private static func event(_ id: Int) -> [UInt8] {
        Array(#"{"id":"e\#(id)","type":"view","user":"u","item":"i"}"#.utf8)
    }

    @Test("a day's events are counted once each, until midnight in UTC")
    func quota() async throws {
        try await Door.with(roles: [], limits: ShopLimits(eventsPerDay: 3)) { door in
            try await HTTPConnection.with(host: "127.0.0.1", port: door.port) { http in
                for id in [1, 1, 1, 2, 2] {
                    #expect(try await http.post("/v1/events", Self.event(id)).status == 200)
                }
                let both = Array("[".utf8) + Self.event(3) + Array(",".utf8) + Self.event(4)
                let batch = try await http.ask("POST", "/v1/events", both + Array("]".utf8))
                #expect(batch.status == 429 && batch.code == "quota_exceeded")
                #expect(try await http.post("/v1/events", Self.event(3)).status == 200)
                let reply = try await http.ask("POST", "/v1/events", Self.event(4))
                #expect(reply.status == 429)
                let wait = try #require(Int(reply.headers("Retry-After") ?? ""))
                door.clock.advance(Double(wait) - 1)
                #expect(try await http.post("/v1/events", Self.event(4)).status == 429)
                door.clock.advance(1)
                #expect(try await http.post("/v1/events", Self.event(4)).status == 200)
                #expect(try await http.get("/v1/suggest").status == 200)
            }
            #expect(door.engine.statistics.events == 4)
        }
    }

    @Test("a restart does not begin a new day")
    func quotaAfterRestart() async throws {
        let directory = TemporaryDirectory()
        let clock = SteppedClock()
        func tenant() throws -> (Engine, Tenant) {
            let engine = try Engine(path: directory.file("shop"), clock: clock.clock)
            let limits = ShopLimits(eventsPerDay: 30)
            return (engine, try Tenant(engine: engine, limits: limits, clock: clock.clock))
        }
        var options = MartletServer.Options()
        (options.port, options.stopsWithGuest) = (0, true)
        // 20 events yesterday, 20 today, and then room for 10.
        for (day, ids) in [(0.0, 0..<20), (86_400.0, 20..<40), (0, 40..<51)] {
            clock.advance(day)
            let server = MartletServer(shop: try tenant().1, options: options, clock: clock.clock)
            try await server.run { port in
                try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
                    for id in ids {
                        let status = try await http.post("/v1/events", Self.event(id)).status
                        #expect(status == (id < 50 ? 200 : 429), "\(id)")
                    }
                }
            }
        }
    }

    static let slow = [
        "", "GET /healthz HT", "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nX: ",
        "POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n{",
        "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTTP/1.1\r\nX: ",
    ]

    @Test("a request that drips in is cut off", arguments: slow.indices)
    func slowLoris(_ index: Int) async throws {
        try await Door.with(roles: [], { $0.clientPatience = .seconds(2) }) { door in
            let socket = try RawSocket(port: door.port)
            defer { socket.end() }
            try socket.write(Self.slow[index])
            var isCut = false
            // Far longer than its patience, far shorter than the idle time of a connection.
            for _ in 0..<400 where !isCut {
                do { try socket.write("x") } catch { isCut = true }
                try await Task.sleep(for: .milliseconds(25))
            }
            #expect(isCut)
            // On a busy machine the server itself may take longer than its patience.
            var isUp = false
            for _ in 0..<50 where !isUp {
                isUp = (try? await door.ask("GET", "/healthz").status) == 200
            }
            #expect(isUp)
        }
    }

    @Test("an address has so many connections")
    func connections() async throws {
        try await Door.with(roles: [], { $0.connectionsPerAddress = 3 }) { door in
            let get = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
            func opens() async throws -> RawSocket? {
                let socket = try RawSocket(port: door.port)
                try? socket.write(get)
                let text = await socket.read { $0.contains("\"ok\"") }
                guard text.isEmpty else { return socket }
                socket.end()
                return nil
            }
            var held: [RawSocket] = []
            for _ in 0..<3 { held.append(try #require(try await opens())) }
            #expect(try await opens() == nil)
            held.removeLast().end()
            var again: RawSocket?
            for _ in 0..<200 where again == nil {
                again = try await opens()
                if again == nil { try await Task.sleep(for: .milliseconds(10)) }
            }
            #expect(again != nil)
            for socket in held + [again].compactMap({ $0 }) { socket.end() }
        }
    }
}
