import CPowerCut
import Commerce
import Engine
import Synchronization
import TestSupport
import Testing

/// In a process of its own: there is one such disk in each.
@Suite("A disk that stands still")
struct StillDiskTests {
    private final class Flag: Sendable {
        let value = Atomic(false)
    }

    @Test("holds up what is to be durable, and no answer", .timeLimit(.minutes(2)))
    func answers() async {
        await #expect(processExitsWith: .success) {
            let directory = TemporaryDirectory()
            precondition(unsafe powercut_start(directory.path, false))
            let engine = try Engine(path: directory.file("shop"))
            func event(_ id: String) -> Event {
                var event = Event(id: id, type: .view)
                (event.user, event.item) = ("u", "i-\(id)")
                return event
            }
            _ = try await engine.append([event("1"), event("2")])
            powercut_hold(true)
            let isStored = Flag()
            let last = event("3")
            let storing = Task {
                _ = try await engine.append([last])
                isStored.value.store(true, ordering: .releasing)
            }
            var request = RecommendRequest(placement: .home)
            request.asker = Asker(user: "u")
            for _ in 0..<100 {
                _ = engine.recommend(request)
                precondition(engine.item("none") == nil)
            }
            precondition(!isStored.value.load(ordering: .acquiring))
            powercut_hold(false)
            try await storing.value
            precondition(engine.statistics.events == 3)
            try await engine.close()
        }
    }
}
