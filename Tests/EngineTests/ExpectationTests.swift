import Commerce
import Engine
import Primitives
import SequenceModel
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the model brings into an answer against a reading of the whole log: naive, in floats, at
/// once.
struct ExpectationTests {
    /// Shoppers meet these; the model knows others too, of which nothing but the model can speak.
    private static let seen = (0..<12).map { "a\($0)" }
    private static let unseen = (0..<60).map { "m\($0)" }

    @Test(
        "late events, links, long histories, sessions: as if the whole log were read at once",
        arguments: [1, 2, 3, 4, 5] as [UInt64])
    func wholeHistory(seed: UInt64) async throws {
        let directory = TemporaryDirectory()
        let model = RandomModel(items: Self.seen + Self.unseen, seed: seed)
        try model.promote("m-1", in: directory.path)
        let engine = try Engine(path: directory.path)
        let scene = Scene(engine: engine, folder: directory.path)
        var random = SeededRNG(seed: seed)
        var compared = 0
        for step in 0..<400 {
            try await send(step, scene, &random)
            guard step % 5 == 0 else { continue }
            let log = try engine.events(from: 1, limit: 1000)
            for number in 0..<3 {
                compared += try compare(.user("u\(number)"), log, scene, model)
                compared += try compare(.visitor("v\(number)"), log, scene, model)
                compared += try compare(.session("s\(number)"), log, scene, model)
            }
        }
        #expect(compared > 300)
        try await engine.close()
    }

    @Test("more visits than are remembered, of a user and of a visitor who turns out to be them")
    func longHistory() async throws {
        let directory = TemporaryDirectory()
        let model = RandomModel(items: Self.seen + Self.unseen, seed: 7)
        try model.promote("m-1", in: directory.path)
        let engine = try Engine(path: directory.path)
        let scene = Scene(engine: engine, folder: directory.path)
        var random = SeededRNG(seed: 7)
        let events = (0..<900).map { step in
            var event = Event(id: "e\(step)", type: .view)
            event.user = step % 2 == 0 ? "u0" : nil
            event.visitor = step % 2 == 1 ? "v0" : nil
            event.item = random.pick(Self.seen)
            event.time = Timestamp(seconds: 1_600_000_000 + Double(step * 10))
            return event
        }
        _ = try await engine.append(events)
        for type in [EventType.link, .unlink, .link] {
            try await scene.send(type, user: "u0", visitor: "v0")
            let log = try engine.events(from: 1, limit: 1000)
            for who in [Subject.user("u0"), .visitor("v0")] {
                #expect(try compare(who, log, scene, model) > 5, "\(type) \(who)")
            }
            // One more each, so that the anchor moves on.
            try await scene.send(.view, "a1", visitor: "v0")
        }
        try await engine.close()
    }

    private func send(_ step: Int, _ scene: Scene, _ random: inout SeededRNG) async throws {
        let number = random.index(below: 3)
        // No two at one time: which is the earlier then is a matter of how it is read.
        let late = random.chance(0.2) ? random.index(below: 20_000) : 0
        let time = Timestamp(
            seconds: 1_600_000_000 + Double(step * 100 - late) + Double(step) / 1000)
        let kind = random.index(below: 20)
        if kind < 2 {
            try await scene.send(
                kind == 0 ? .link : .unlink, user: "u\(number)",
                visitor: "v\(random.index(below: 3))"
            ) { $0.time = time }
            return
        }
        let type = random.pick(
            [.view, .view, .view, .click, .addToCart, .purchase, .dismiss, .rating, .return]
                as [EventType])
        let item = random.chance(0.1) ? "unknown" : random.pick(Self.seen)
        let who = random.index(below: 3)
        try await scene.send(
            type, item, user: who == 0 ? "u\(number)" : nil, visitor: who == 1 ? "v\(number)" : nil,
            session: who == 2 ? "s\(number)" : nil
        ) {
            $0.time = time
            if type == .rating { $0.value = 4 }
        }
    }

    /// How many items of an answer the model alone speaks for, all of which were compared.
    private func compare(
        _ who: Subject, _ log: [LoggedEvent], _ scene: Scene, _ model: RandomModel
    ) throws -> Int {
        let sequence = sequence(of: who, log, model.items)
        guard sequence.count > 0 else { return 0 }
        var scores = [Float](repeating: 0, count: model.items.count)
        SequenceReader(model.model).score(sequence, into: &scores)
        var request = RecommendRequest(placement: .home)
        switch who {
        case .user(let id): request.asker.user = id
        case .visitor(let id): request.asker.visitor = id
        case .session(let id): request.asker.session = id
        }
        let hits = scene.engine.recommend(request).hits.filter { $0.id.hasPrefix("m") }
        guard let first = hits.first else { return 0 }
        #expect(hits.allSatisfy { $0.reasons.map(\.kind) == [.model] })
        let best = try #require(model.items.firstIndex(of: first.id))
        for hit in hits {
            let row = try #require(model.items.firstIndex(of: hit.id))
            let expected = exp(scores[row] - scores[best])
            #expect(abs(hit.score / first.score - expected) < 0.03, "\(who): \(hit.id)")
        }
        let unseen = scores.indices.filter { model.items[$0].hasPrefix("m") }
        #expect(scores[best] >= (unseen.map { scores[$0] }.max() ?? 0) - 0.03, "\(who)")
        return hits.count
    }

    /// The definition, over the whole log.
    private func sequence(of who: Subject, _ log: [LoggedEvent], _ items: [String]) -> EventSequence
    {
        var users: [String: String] = [:]
        for event in log.map(\.event) {
            guard let visitor = event.visitor else { continue }
            if event.type == .link { users[visitor] = event.user }
            if event.type == .unlink { users[visitor] = nil }
        }
        func owner(_ subject: Subject?) -> Subject? {
            guard case .visitor(let id) = subject, let user = users[id] else { return subject }
            return .user(user)
        }
        let classes: [EventType: UInt8] = [
            .view: 0, .click: 0, .rating: 1, .addToCart: 2, .purchase: 3,
        ]
        let own = log.filter { $0.event.item != nil && owner($0.event.subject) == owner(who) }
            .sorted { $0.time < $1.time }
        let stride = RandomModel.window / 2 + 1
        let anchor = max(0, own.count - RandomModel.window) / stride * stride
        var result = EventSequence(items: [])
        var last: Timestamp?
        for logged in own[anchor...] {
            guard let action = classes[logged.event.type],
                let row = logged.event.item.flatMap({ items.firstIndex(of: $0) })
            else { continue }
            if result.items.last == UInt32(row) {
                result.actions[result.count - 1] = max(result.actions[result.count - 1], action)
                continue
            }
            result.items.append(UInt32(row))
            result.actions.append(action)
            result.gaps.append(last.map { EventSequence.gap(seconds: logged.time - $0) } ?? 0)
            last = logged.time
        }
        return result
    }
}
