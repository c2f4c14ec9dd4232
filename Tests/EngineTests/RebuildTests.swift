import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// Invariant 1: everything but the log and the catalogue can be thrown away.
struct RebuildTests {
    enum Restart: CaseIterable {
        /// The state is read from the snapshot.
        case withSnapshot
        /// The snapshot is gone: the log is replayed.
        case fromLog
        /// The snapshot is damaged: it must be noticed, and the log replayed.
        case damagedSnapshot
        /// The snapshot is older than the log: its tail is replayed.
        case staleSnapshot
    }

    @Test(arguments: Restart.allCases, [1, 2, 3] as [UInt64])
    func answersAreTheSameAfterRestart(_ restart: Restart, seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        var history = RandomHistory(seed: seed)
        let engine = try Engine(path: directory.path)
        try await engine.put(history.items())
        _ = try await engine.append(history.events(600))
        if restart == .staleSnapshot {
            try await engine.close()
            let again = try Engine(path: directory.path)
            let names = ["state.snapshot", "vault.sqlite"].map { directory.path + "/" + $0 }
            // The snapshot with the vault that has its key: nobody is new in what follows.
            let files = try names.map(FileSystem.read)
            _ = try await again.append(history.events(300))
            try await again.close()
            for (name, bytes) in zip(names, files) { try FileSystem.replace(name, with: bytes) }
        } else {
            try await engine.put(history.items())
            for event in history.events(100) { _ = try await engine.append([event]) }
            try await engine.close()
        }
        let reference = try Engine(path: directory.path)
        let before = history.answers(of: reference)
        try await reference.close()
        try prepare(restart, directory.path)
        let reopened = try Engine(path: directory.path)
        let after = history.answers(of: reopened)
        #expect(before == after, "seed \(seed)")
        #expect(before.contains { !$0.isEmpty })
        try await reopened.close()
    }

    /// What the live engine answers before it is ever closed equals what a rebuilt one answers.
    @Test(arguments: [11, 12, 13, 14] as [UInt64])
    func liveAnswersEqualRebuiltOnes(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        var history = RandomHistory(seed: seed)
        let engine = try Engine(path: directory.path)
        for round in 0..<5 {
            try await engine.put(history.items())
            for event in history.events(80) { _ = try await engine.append([event]) }
            // Some change alone and in another order: a rebuild must not see in which.
            try await engine.put(history.someItems())
            if round == 3 { try await engine.remove(items: ["i3", "i4"]) }
        }
        let live = history.answers(of: engine)
        try await engine.close()
        FileSystem.remove(directory.path + "/state.snapshot")
        let rebuilt = try Engine(path: directory.path)
        #expect(live == history.answers(of: rebuilt), "seed \(seed)")
        try await rebuilt.close()
    }

    private func prepare(_ restart: Restart, _ folder: String) throws {
        let path = folder + "/state.snapshot"
        switch restart {
        case .withSnapshot, .staleSnapshot: break
        case .fromLog: FileSystem.remove(path)
        case .damagedSnapshot:
            var bytes = try FileSystem.read(path)
            bytes[bytes.count / 2] ^= 0x40
            try FileSystem.replace(path, with: bytes)
        }
    }
}

/// Random items and events over a small world, so that they meet often.
struct RandomHistory {
    private var rng: SeededRNG
    private var count = 0

    init(seed: UInt64) { rng = SeededRNG(seed: seed) }

    /// The same ids each time, with other content: the second call replaces the first's.
    mutating func items() -> [Item] {
        (0..<40).map { number in
            var item = Item(id: "i\(number)")
            item.title = LocalizedText(
                "\(rng.pick(["red", "blue", "green"])) \(rng.pick(["cup", "hat"]))")
            item.brand = rng.pick(["Acme", "Bolt"])
            item.categories = [["Home", rng.pick(["Kitchen", "Hall"])]]
            item.parent = number % 5 > 1 ? "i\(number / 5 * 5)" : nil
            item.stock = rng.chance(number % 5 == 0 ? 0.6 : 0.1) ? 0 : 5
            item.price = Currency("EUR").map {
                Money(minor: Int64(100 + rng.index(below: 5000)), currency: $0)
            }
            return item
        }
    }

    /// Half of the items, in any order.
    mutating func someItems() -> [Item] {
        var all = items()
        all.shuffle(using: &rng)
        return Array(all.prefix(20))
    }

    mutating func events(_ count: Int) -> [Event] {
        (0..<count).map { _ in event() }
    }

    private mutating func event() -> Event {
        count += 1
        let type = rng.pick(
            [
                .view, .view, .view, .click, .addToCart, .purchase, .dismiss, .search, .link,
                .unlink,
                .rating, .impression, .return,
            ] as [EventType])
        var event = Event(id: "e\(count)", type: type)
        let person = rng.index(below: 6)
        if rng.chance(0.5) || type == .link || type == .unlink { event.user = "u\(person)" }
        if event.user == nil || type == .link || type == .unlink {
            event.visitor = "v\(rng.index(below: 6))"
        }
        if type != .search, type != .link, type != .unlink {
            event.item = "i\(rng.index(below: 45))"
        }
        if type == .search { event.query = rng.pick(["red cup", "blue hat", "cap"]) }
        if type == .rating { event.value = Double(1 + rng.index(below: 5)) }
        if rng.chance(0.6) { event.session = "s\(rng.index(below: 10))" }
        if person % 2 == 0 { event.extra["region"] = .string("r\(person)") }
        if type == .purchase { event.order = "o\(rng.index(below: 30))" }
        if rng.chance(0.1) {
            event.time = Timestamp(seconds: 1_700_000_000 + Double(rng.index(below: 500_000)))
        }
        if rng.chance(0.05) {
            event.consent = Consent(personalise: rng.chance(0.5), learn: rng.chance(0.5))
        }
        return event
    }

    /// Answers to many questions, scores and reasons included.
    func answers(of engine: Engine) -> [[String]] {
        var answers: [[String]] = []
        for placement in Placement.allCases {
            for number in 0..<6 {
                for asker in [Asker(user: "u\(number)"), Asker(visitor: "v\(number)")] {
                    var request = RecommendRequest(placement: placement, asker: asker)
                    if placement.needsItems { request.items = ["i\(number * 3)", "i\(number)"] }
                    answers.append(engine.recommend(request).hits.map(Self.text))
                }
            }
        }
        for query in ["red cup", "hat", "bleu hat", "acme"] {
            let answer = engine.search(SearchRequest(query: query, asker: Asker(user: "u1")))
            answers.append(answer.hits.map(Self.text) + ["\(answer.total ?? -1)"])
        }
        answers.append(engine.suggest("re", limit: 10).map(\.text))
        return answers
    }

    private static func text(_ hit: Answer.Hit) -> String {
        "\(hit.id) \(hit.score) \(hit.reasons.map { "\($0.kind) \($0.item ?? "")" })"
    }
}
