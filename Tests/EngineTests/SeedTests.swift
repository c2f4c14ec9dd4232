import Commerce
import Primitives
import Testing

/// What of a history a home page starts from.
@Suite("Seeds")
struct SeedTests {
    @Test("an order counts as one step, however many lines it has", arguments: [3, 12, 40])
    func longOrder(lines: Int) async throws {
        try await Scene.with { scene in
            // What goes with the lamp has nothing to do with what the long order holds.
            for visit in 0..<5 {
                for item in ["lamp", "bulb"] {
                    try await scene.send(.view, item, session: "s\(visit)")
                }
            }
            let time = Timestamp(seconds: 1_700_000_000)
            func buy(_ item: String, _ order: String, after seconds: Double) async throws {
                try await scene.send(.purchase, item, user: "ada") { event in
                    event.order = order
                    event.time = time + seconds
                }
            }
            try await buy("lamp", "first", after: 0)
            for line in 0..<lines { try await buy("line\(line)", "second", after: 86_400) }
            #expect(scene.ids(.home, user: "ada").first == "bulb")
        }
    }
}
