import Commerce
import Engine
import Primitives
import Storage
import TestSupport

/// An engine on a temporary directory, with short words for what tests do.
struct Scene {
    let engine: Engine
    let folder: String

    /// Opens an engine on a new directory, closes it after `body`, and removes the directory.
    static func with(
        clock: WallClock = .system, _ body: (Scene) async throws -> Void
    ) async throws {
        let directory = TemporaryDirectory()
        let engine = try Engine(path: directory.path, clock: clock)
        try await body(Scene(engine: engine, folder: directory.path))
        try await engine.close()
    }

    @discardableResult
    func send(
        _ type: EventType, _ item: String? = nil, user: String? = nil, visitor: String? = nil,
        session: String? = nil, id: String = randomID("e-"),
        change: (inout Event) -> Void = { _ in }
    ) async throws -> Appended {
        var event = Event(id: id, type: type)
        event.item = item
        event.user = user
        event.visitor = visitor
        event.session = session
        change(&event)
        return try await engine.append([event])[0]
    }

    func items(_ count: Int, change: (Int, inout Item) -> Void = { _, _ in }) async throws {
        let items = (0..<count).map { number in
            var item = Item(id: "i\(number)")
            item.title = LocalizedText("Item \(number)")
            change(number, &item)
            return item
        }
        try await engine.put(items)
    }

    func ids(
        _ placement: Placement, user: String? = nil, visitor: String? = nil,
        session: String? = nil, items: [String] = [], filter: Filter = Filter(),
        exclude: [String] = []
    ) -> [String] {
        var request = RecommendRequest(
            placement: placement, asker: Asker(user: user, visitor: visitor, session: session))
        request.items = items
        request.filter = filter
        request.exclude = exclude
        return engine.recommend(request).hits.map(\.id)
    }
}

/// A clock that stands until it is moved.
final class ManualClock: Sendable {
    private let seconds: MutexBox<Double>

    init(_ seconds: Double = 1_700_000_000) { self.seconds = MutexBox(seconds) }

    var clock: WallClock { WallClock { Timestamp(seconds: self.seconds.value) } }

    func advance(_ step: Double) { seconds.change { $0 += step } }
}
