import Dispatch
import Primitives
import Service
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Requests to a server, each connection a thread of its own that waits for its answers.
///
/// At a given rate, requests come as a Poisson process whatever the server does, and a request's
/// time counts from the moment at which it was to be sent: a server that stands still for a second
/// pays for all that would have come meanwhile (what wrk2 calls coordinated omission).
struct Load {
    enum Kind: Hashable {
        case health, recommend, search, event
    }

    let port: Int
    let shop: ServeShop
    /// How many of each come to one of the others.
    let mix: [Kind: Double]
    /// Requests a second of all kinds; nil: each connection asks as soon as it was answered.
    var perSecond: Double?
    var connections = 16
    var seconds: Double
    var seed: UInt64 = 1

    struct Outcome: Sendable {
        var samples: [Kind: Samples] = [:]
        /// Answers by status; 0 where a connection broke.
        var statuses: [Int: Int] = [:]
        var seconds = 0.0

        /// Good answers a second.
        func perSecond(_ kinds: Kind...) -> Double {
            Double(kinds.reduce(0) { $0 + (samples[$1]?.count ?? 0) }) / max(seconds, 1e-9)
        }

        /// The times of good answers of these kinds.
        func samples(_ kinds: Kind...) -> Samples {
            kinds.reduce(into: Samples()) { $0.add(samples[$1] ?? Samples()) }
        }

        /// Answers that are neither good nor ask to come back later.
        var failures: Int {
            statuses.reduce(0) { $0 + ([200, 429, 503].contains($1.key) ? 0 : $1.value) }
        }

        mutating func add(_ other: Outcome) {
            samples.merge(other.samples) { first, second in
                var all = first
                all.add(second)
                return all
            }
            statuses.merge(other.statuses, uniquingKeysWith: +)
        }
    }

    /// Runs to its end; blocks.
    func run() -> Outcome {
        let all = Mutex(Outcome())
        let group = DispatchGroup()
        let start = ContinuousClock.now
        for connection in 0..<connections {
            DispatchQueue(label: "load").async(group: group) {
                let own = drive(connection, from: start)
                all.withLock { $0.add(own) }
            }
        }
        group.wait()
        var outcome = all.withLock { $0 }
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

    private func drive(_ connection: Int, from start: ContinuousClock.Instant) -> Outcome {
        var random = SeededRNG(seed: seed &* 1_000_003 &+ UInt64(connection))
        var outcome = Outcome()
        var user = 0
        var due = start
        let end = start + .seconds(seconds)
        while due < end {
            do {
                var http = try LoadConnection(port: port)
                while due < end {
                    if let perSecond {
                        let gap = -log(1 - random.uniform()) * Double(connections) / perSecond
                        due += .seconds(gap)
                        Self.wait(until: due)
                    } else {
                        due = .now
                    }
                    let kind = kind(&random)
                    // An event is of who was answered last.
                    if kind != .event { user = random.index(below: shop.users) }
                    let status = try ask(kind, user, &random, &http)
                    outcome.statuses[status, default: 0] += 1
                    guard status == 200 else { continue }
                    outcome.samples[kind, default: Samples()].add(ContinuousClock.now - due)
                }
            } catch {
                outcome.statuses[0, default: 0] += 1
                if perSecond == nil { due = .now }
            }
        }
        return outcome
    }

    private static func wait(until due: ContinuousClock.Instant) {
        let rest = due - .now
        guard rest > .zero else { return }
        usleep(UInt32(rest / .microseconds(1)))
    }

    private func kind(_ random: inout SeededRNG) -> Kind {
        var rest = random.uniform() * mix.values.reduce(0, +)
        for kind in [Kind.recommend, .search, .event] {
            rest -= mix[kind] ?? 0
            if rest < 0 { return kind }
        }
        return .health
    }

    private func ask(
        _ kind: Kind, _ user: Int, _ random: inout SeededRNG, _ http: inout LoadConnection
    ) throws -> Int {
        let user = ServeShop.user(user)
        switch kind {
        case .health: return try http.send("GET", "/healthz")
        case .recommend:
            return try http.send(
                "POST", "/v1/recommend", #"{"placement":"home","user":"\#(user)","limit":20}"#)
        case .search:
            let query = random.pick(shop.queries)
            return try http.send(
                "POST", "/v1/search", #"{"query":"\#(query)","user":"\#(user)","limit":20}"#)
        case .event:
            let item = random.pick(shop.items)
            return try http.send(
                "POST", "/v1/events", #"{"type":"view","user":"\#(user)","item":"\#(item)"}"#)
        }
    }
}
