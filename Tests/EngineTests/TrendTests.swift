import Commerce
import Engine
import Primitives
import Testing

@Suite("what rises and what falls")
struct TrendTests {
    @Test("an item rises or falls beside the traffic of the whole shop, not by itself")
    func trends() async throws {
        try await Scene.with(clock: ManualClock(1_700_000_000).clock) { scene in
            try await scene.items(4)
            #expect(scene.engine.trends(count: 5).risers.isEmpty)
            var number = 0
            func view(_ item: Int, _ times: Int, daysAgo: Int) async throws {
                for _ in 0..<times {
                    number += 1
                    try await scene.send(.view, "i\(item)", visitor: "v\(number)") {
                        $0.time = Timestamp(seconds: 1_700_000_000 - 86_400 * Double(daysAgo))
                    }
                }
            }
            // Twice the traffic of all before: what only doubles keeps its share.
            try await view(0, 20, daysAgo: 5)
            try await view(1, 10, daysAgo: 5)
            try await view(2, 20, daysAgo: 5)
            try await view(0, 40, daysAgo: 0)
            try await view(1, 58, daysAgo: 0)
            try await view(2, 2, daysAgo: 1)
            let (risers, fallers) = scene.engine.trends(count: 5)
            #expect(risers.map(\.item) == ["i1"] && fallers.map(\.item) == ["i2"])
            #expect(risers[0].recent == 58 && risers[0].expected == 20)
            #expect(fallers[0].recent == 2 && fallers[0].expected == 40)
        }
    }
}
