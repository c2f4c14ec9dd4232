import Engine
import Primitives
import Service
import Testing

@Suite("who waits, and who is sent away")
struct AdmissionTests {
    /// A server with a clock of its own: `working` answers at once, a millisecond each.
    private struct Counter {
        static let working = 4
        static let service = 0.001

        var line: AdmissionLine<Int>
        var now: ContinuousClock.Instant
        var arrivals: [Int: ContinuousClock.Instant] = [:]
        var ends: [(at: ContinuousClock.Instant, who: Int)] = []
        /// How long those waited whose turn came.
        var waits: [(at: ContinuousClock.Instant, seconds: Double)] = []
        var refused: [(at: ContinuousClock.Instant, who: Int)] = []

        init() {
            now = .now
            line = AdmissionLine(workingMax: Self.working, waitingMax: 1000, at: now)
        }

        /// Somebody comes every `gap` seconds for so long.
        mutating func run(seconds: Double, gap: Double, _ random: inout SeededRNG) {
            let end = now + .seconds(seconds)
            var due = now
            while due < end {
                finish(before: due)
                now = due
                arrivals[arrivals.count] = now
                switch line.arrive(arrivals.count - 1, at: now) {
                case .works: begin(arrivals.count - 1)
                case .waits: break
                case .refused: refused.append((now, arrivals.count - 1))
                }
                due += .seconds(gap * 2 * random.uniform())
            }
        }

        mutating func finish(before due: ContinuousClock.Instant) {
            while let next = ends.min(by: { $0.at < $1.at }), next.at <= due {
                ends.removeAll { $0.who == next.who }
                now = next.at
                let departure = line.leave(at: now)
                refused += departure.refused.map { (now, $0) }
                if let who = departure.next { begin(who) }
            }
        }

        private mutating func begin(_ who: Int) {
            waits.append((now, (now - arrivals[who, default: now]) / .seconds(1)))
            ends.append((now + .seconds(Self.service), who))
        }
    }

    @Test("twice what can be answered: all hands work, and who is answered is answered in time")
    func twice() {
        for seed in UInt64(0)..<20 {
            var random = SeededRNG(seed: seed)
            var counter = Counter()
            let start = counter.now
            let capacity = Double(Counter.working) / Counter.service
            counter.run(seconds: 2, gap: 1 / (2 * capacity), &random)
            #expect(Double(counter.waits.count) > 0.98 * 2 * capacity, "seed \(seed)")
            let settled = start + .seconds(0.3)
            for wait in counter.waits {
                let most = wait.at > settled ? 0.02 : 0.1
                #expect(wait.seconds <= most + 1e-9, "seed \(seed)")
            }
            // Half of it a moment later: nobody is sent away any more.
            counter.run(seconds: 0.2, gap: 2 / capacity, &random)
            let before = counter.refused.count
            counter.run(seconds: 1, gap: 2 / capacity, &random)
            #expect(counter.refused.count == before, "seed \(seed)")
            counter.finish(before: counter.now + .seconds(1))
            // Each has one fate, and nobody is left.
            let all = counter.waits.count + counter.refused.count
            #expect(all == counter.arrivals.count, "seed \(seed)")
            #expect(counter.line.waiting == 0 && counter.line.working == 0, "seed \(seed)")
        }
    }

    @Test("a burst that the next moment takes in waits, and nobody is sent away")
    func burst() {
        var random = SeededRNG(seed: 1)
        var counter = Counter()
        counter.run(seconds: 0.01, gap: 0.01 / 200, &random)
        counter.finish(before: counter.now + .seconds(1))
        #expect(counter.refused.isEmpty && counter.waits.count == counter.arrivals.count)
    }

    @Test("the line has an end")
    func end() {
        let now = ContinuousClock.now
        var line = AdmissionLine<Int>(workingMax: 1, waitingMax: 2, at: now)
        #expect((0..<4).map { line.arrive($0, at: now) } == [.works, .waits, .waits, .refused])
    }

    @Test("a crowd gets answers or is asked to come back, and health is told all the while")
    func crowd() async throws {
        try await Server.with { server, http in
            try await http.stock()
            let port = server.port
            let statuses = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await HTTPConnection.with(host: "127.0.0.1", port: port) { http in
                            var statuses: [Int] = []
                            for _ in 0..<20 {
                                let body = Array(#"{"query":"lamp"}"#.utf8)
                                statuses.append(try await http.post("/v1/search", body).status)
                            }
                            return statuses
                        }
                    }
                }
                for _ in 0..<20 { #expect(try await http.get("/healthz").status == 200) }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(statuses.count == 2000 && statuses.contains(200))
            #expect(statuses.allSatisfy { [200, 503].contains($0) })
            let text = String(decoding: try await http.get("/metrics").body, as: UTF8.self)
            let samples = try Exposition.samples(text)
            let answered = Double(statuses.count { $0 == 200 })
            for stage in ["wait", "read", "answer", "write"] {
                #expect(samples["martlet_stage_seconds_count{stage=\"\(stage)\"}"] == answered)
            }
        }
    }
}
