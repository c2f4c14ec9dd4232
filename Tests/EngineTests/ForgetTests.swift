import Commerce
import Engine
import Primitives
import Storage
import TestSupport
import Testing

/// Who is forgotten has never been there, for every answer.
struct ForgetTests {
    /// The events of a history that stay when a user is forgotten.
    private func rest(of events: [Event], without user: String) -> [Event] {
        var owners: [String: String] = [:]
        for event in events {
            guard let visitor = event.visitor, let user = event.user else { continue }
            if event.type == .link { owners[visitor] = user }
            if event.type == .unlink { owners[visitor] = nil }
        }
        return events.filter { event in
            event.user.map { $0 != user } ?? (event.visitor.flatMap { owners[$0] } != user)
        }
    }

    @Test(
        "answers are those of a shop where the person never was, at once and after a restart",
        arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
    func answers(seed: UInt64) async throws {
        let (directory, other) = (TemporaryDirectory(), TemporaryDirectory())
        let clock = ManualClock()
        var history = RandomHistory(seed: seed)
        let items = history.items()
        let events = history.events(700)
        let rest = rest(of: events, without: "u2")
        #expect(rest.count < events.count)
        let reference = try Engine(path: other.path, clock: clock.clock)
        try await reference.put(items)
        _ = try await reference.append(rest)
        let expected = history.answers(of: reference)
        try await reference.close()

        var engine = try Engine(path: directory.path, clock: clock.clock)
        try await engine.put(items)
        _ = try await engine.append(Array(events.prefix(400)))
        if seed % 2 == 0 {
            // With a snapshot on disk that knows the person.
            try await engine.close()
            engine = try Engine(path: directory.path, clock: clock.clock)
        }
        _ = try await engine.append(Array(events.dropFirst(400)))
        #expect(history.answers(of: engine) != expected, "seed \(seed)")
        let receipt = try await engine.forget(.user("u2"))
        #expect(receipt.events == events.count - rest.count, "seed \(seed)")
        #expect(engine.profile(of: "u2") == nil)
        #expect(engine.isRebuilding)
        if seed < 5 { try await engine.rebuild() }
        if seed < 5 {
            #expect(!engine.isRebuilding)
            #expect(history.answers(of: engine) == expected, "seed \(seed)")
        }
        for _ in 0..<2 {
            try await engine.close()
            engine = try Engine(path: directory.path, clock: clock.clock)
            #expect(history.answers(of: engine) == expected, "seed \(seed)")
        }
        try await engine.close()
    }

    @Test("what is written while all is counted anew is not lost, and more people can be forgotten")
    func besideWriting() async throws {
        let directory = TemporaryDirectory()
        let clock = ManualClock()
        var history = RandomHistory(seed: 9)
        let engine = try Engine(path: directory.path, clock: clock.clock)
        try await engine.put(history.items())
        _ = try await engine.append(history.events(20_000))
        let later = (0..<100).map { _ in history.events(100) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for batch in later { _ = try await engine.append(batch) }
            }
            for user in 0..<4 {
                _ = try await engine.forget(.user("u\(user)"))
                group.addTask { try await engine.rebuild() }
            }
            _ = try await engine.forget(.visitor("v1"))
            try await group.waitForAll()
        }
        try await engine.rebuild()
        #expect(!engine.isRebuilding)
        #expect(engine.statistics.events == 30_000)
        try await engine.settle()
        let live = history.answers(of: engine)
        try await engine.close()
        FileSystem.remove(directory.path + "/state.snapshot")
        let again = try Engine(path: directory.path, clock: clock.clock)
        #expect(history.answers(of: again) == live)
        try await again.close()
    }

    @Test("the sessions before somebody signed in are theirs, and those of others are not")
    func sessions() async throws {
        try await Scene.with { scene in
            try await scene.items(8)
            try await scene.send(.view, "i1", session: "mine")
            try await scene.send(.view, "i2", visitor: "v", session: "mine")
            try await scene.send(.link, user: "u", visitor: "v")
            try await scene.send(.view, "i3", user: "u", session: "later")
            try await scene.send(.view, "i4", session: "later")
            try await scene.send(.view, "i5", session: "other")
            try await scene.send(.view, "i6", visitor: "w", session: "other")
            let receipt = try await scene.engine.forget(.user("u"))
            #expect(receipt.events == 5 && receipt.subjects == 4)
            #expect(receipt.visitors == 1 && receipt.sessions == 2)
            try await scene.engine.rebuild()
            #expect(Set(scene.ids(.trending)) == ["i5", "i6"])
            #expect(scene.ids(.recent, visitor: "w") == ["i6"])
            #expect(scene.ids(.recent, visitor: "v").isEmpty)
            let events = try scene.engine.events(from: 1, limit: 100)
            #expect(events.map(\.event.item) == ["i5", "i6"])
            #expect(try await scene.engine.forget(.session("other")).events == 1)
            #expect(try await scene.engine.forget(.visitor("w")).events == 1)
        }
    }

    @Test("a visitor who became somebody else is not forgotten with the one they were taken for")
    func relinked() async throws {
        try await Scene.with { scene in
            try await scene.items(3)
            try await scene.send(.view, "i1", visitor: "v")
            try await scene.send(.link, user: "a", visitor: "v")
            try await scene.send(.link, user: "b", visitor: "v")
            #expect(try await scene.engine.forget(.user("a")).visitors == 0)
            try await scene.engine.rebuild()
            #expect(scene.ids(.recent, user: "b") == ["i1"])
            #expect(try await scene.engine.forget(.user("b")).visitors == 1)
            #expect(scene.ids(.recent, visitor: "v").isEmpty)
        }
    }

    @Test("a query that only they asked is offered no more, one that others ask too is")
    func queries() async throws {
        try await Scene.with { scene in
            for _ in 0..<5 {
                try await scene.send(.search, user: "u") { $0.query = "red velvet slippers" }
                try await scene.send(.search, user: "w") { $0.query = "red hat" }
            }
            #expect(scene.engine.suggest("red", limit: 5).count == 2)
            _ = try await scene.engine.forget(.user("u"))
            try await scene.engine.rebuild()
            #expect(scene.engine.suggest("red", limit: 5).map(\.text) == ["red hat"])
        }
    }

    @Test("before all is counted anew, nothing shows what somebody alone may have taught")
    func atOnce() async throws {
        try await Scene.with { scene in
            try await scene.items(6)
            for (user, items) in [("u", ["i1", "i2"]), ("w", ["i2", "i3"]), ("x", ["i3", "i4"])] {
                for item in items {
                    try await scene.send(.purchase, item, user: user, session: "s\(user)")
                }
            }
            for _ in 0..<5 { try await scene.send(.search, user: "u") { $0.query = "item one" } }
            let shared: [Placement] = [.home, .trending, .similar, .boughtTogether, .cart]
            func shown() -> [String] {
                shared.flatMap { scene.ids($0, user: "z", items: $0.needsItems ? ["i3"] : []) }
            }
            #expect(Set(shown()).isSuperset(of: ["i1", "i2"]))
            #expect(scene.engine.suggest("item on", limit: 5).contains { $0.kind == "query" })
            _ = try await scene.engine.forget(.user("u"))
            #expect(scene.engine.isRebuilding)
            #expect(Set(shown()).isDisjoint(with: ["i1", "i2"]))
            #expect(Set(shown()).isSuperset(of: ["i3", "i4"]))
            #expect(!scene.engine.suggest("item on", limit: 5).contains { $0.kind == "query" })
            #expect(scene.ids(.recent, user: "w") == ["i3", "i2"], "their own history is theirs")
            try await scene.engine.rebuild()
            #expect(scene.ids(.trending, user: "z").prefix(3).contains("i2"))
            #expect(!scene.ids(.trending, user: "z").contains("i1"))
        }
    }

    @Test("what many others touched is shown on, while all is counted anew")
    func common() async throws {
        try await Scene.with { scene in
            try await scene.items(3)
            for other in 0..<20 {
                try await scene.send(.view, "i1", user: "o\(other)")
                if other > 0 { try await scene.send(.view, "i2", user: "o\(other)") }
            }
            for _ in 0..<30 { try await scene.send(.view, "i2", user: "u") }
            try await scene.send(.view, "i1", user: "u")
            _ = try await scene.engine.forget(.user("u"))
            #expect(scene.engine.isRebuilding)
            #expect(scene.ids(.trending, user: "z").contains("i1"))
            #expect(!scene.ids(.trending, user: "z").contains("i2"), "19 touches are others'")
        }
    }

    @Test("answers that were served are forgotten, stored or not, and so are open cursors")
    func slates() async throws {
        try await Scene.with { scene in
            try await scene.items(30)
            for number in 0..<30 { try await scene.send(.view, "i\(number)", user: "o") }
            try await scene.send(.view, "i1", user: "u")
            func ask(_ user: String) -> Answer {
                var request = RecommendRequest(placement: .home, asker: Asker(user: user))
                (request.limit, request.paging) = (5, true)
                return scene.engine.recommend(request)
            }
            let stored = ask("u")
            try await scene.engine.maintain()
            let waiting = ask("u")
            let others = ask("w")
            let receipt = try await scene.engine.forget(.user("u"))
            #expect(receipt.slates == 2)
            for answer in [stored, waiting] {
                #expect(try scene.engine.served(answer.request) == nil)
                #expect(throws: EngineError.self) { try scene.engine.next(answer.cursor ?? "") }
            }
            #expect(try scene.engine.served(others.request)?.slate.user == "w")
            let again = ask("w")
            #expect(try !scene.engine.next(again.cursor ?? "").hits.isEmpty)
            try await scene.engine.rebuild()
            #expect(throws: EngineError.self) { try scene.engine.next(again.cursor ?? "") }
        }
    }

    @Test("who is forgotten may come back, and what is sent again stays forgotten")
    func comingBack() async throws {
        try await Scene.with { scene in
            try await scene.items(3)
            try await scene.engine.put([User(fields: ["region": "GB"], id: "u")])
            #expect(try await scene.send(.view, "i1", user: "u", id: "e") == .stored(offset: 1))
            _ = try await scene.engine.forget(.user("u"))
            try await scene.engine.rebuild()
            for _ in 0..<2 {
                #expect(
                    try await scene.send(.view, "i1", user: "u", id: "e") == .duplicate(offset: 1))
                #expect(
                    try await scene.send(.view, "i2", user: "x", id: "e") == .duplicate(offset: 1))
            }
            #expect(scene.ids(.recent, user: "u").isEmpty)
            #expect(scene.engine.profile(of: "u") == nil)
            try await scene.send(.view, "i2", user: "u")
            #expect(scene.ids(.recent, user: "u") == ["i2"])
            #expect(scene.engine.profile(of: "u")?.user.region == nil)
        }
    }

    @Test("nobody known is forgotten without a rebuild, and the snapshot stays")
    func nobody() async throws {
        let directory = TemporaryDirectory()
        var engine = try Engine(path: directory.path)
        _ = try await engine.append([
            {
                var event = Event(id: "e", type: .view)
                (event.user, event.item) = ("u", "i")
                return event
            }()
        ])
        try await engine.close()
        engine = try Engine(path: directory.path)
        let receipt = try await engine.forget(.user("nobody"))
        #expect(receipt.subjects == 0 && receipt.events == 0 && !receipt.proof.isEmpty)
        #expect(!engine.isRebuilding)
        #expect(FileSystem.exists(directory.path + "/state.snapshot"))
        _ = try await engine.forget(.user("u"))
        #expect(!FileSystem.exists(directory.path + "/state.snapshot"))
        try await engine.close()
        // Nobody counted anew what it holds, so it was not saved.
        #expect(!FileSystem.exists(directory.path + "/state.snapshot"))
    }
}
