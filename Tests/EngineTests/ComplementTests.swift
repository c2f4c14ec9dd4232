import Commerce
import Testing

/// What is offered beside an item.
@Suite("Complements")
struct ComplementTests {
    @Test("what goes with an item comes before another of its kind that is ordered with it as well")
    func complements() async throws {
        try await Scene.with { scene in
            let titles = ["Field kettle red", "Field kettle blue", "Gas cartridge", "Tent peg"]
            try await scene.items(titles.count) { number, item in
                item.title = LocalizedText(titles[number])
                if number < 2 { item.categories = [["Kitchen", "Kettles"]] }
            }
            for order in 0..<7 {
                let other = order < 4 ? "i1" : "i2"
                for item in ["i0", other] {
                    try await scene.send(.purchase, item, session: "s\(order)") {
                        $0.order = "o\(order)"
                    }
                }
            }
            let beside = scene.ids(.boughtTogether, items: ["i0"])
            #expect(Array(beside.prefix(2)) == ["i2", "i1"])
        }
    }
}
