import CHeap
import Companions
import Primitives
import Testing

/// What models say they take, against what the allocator has given out. Each case has a process
/// of its own, in which nothing else allocates.
@Suite("Memory of the models")
struct MemoryTests {
    /// How far off a model's own figure may be.
    private static let margin = 0.15

    /// Fails the process where a model's figure is off.
    private static func measure<Model>(
        _ empty: Model, _ bytes: (Model) -> Int, _ learn: (inout Model, inout SeededRNG) -> Void
    ) {
        var model = empty
        var random = SeededRNG(seed: 7)
        let before = heap_allocated_bytes()
        learn(&model, &random)
        let taken = Int(heap_allocated_bytes()) - Int(before)
        let said = bytes(model)
        let isNear = abs(Double(said - taken)) < margin * Double(taken)
        precondition(isNear && taken > 1_000_000, "\(Model.self) says \(said), takes \(taken)")
    }

    /// Sessions of two to nine of 3000 items, some in many of them.
    private static func sequence(_ random: inout SeededRNG) -> [UInt32] {
        (0..<2 + random.index(below: 8)).map { _ in
            UInt32(random.index(below: 1 + random.index(below: 3000)))
        }
    }

    @Test("popularity and regions")
    func popularity() async {
        await #expect(processExitsWith: .success) {
            Self.measure(RegionalPopularity(), \.bytes) { model, random in
                for _ in 0..<200_000 {
                    let item = UInt32(random.index(below: 100_000))
                    model.add(item, weight: 1, at: Timestamp(seconds: 1e9))
                }
            }
        }
    }

    @Test("rules")
    func rules() async {
        await #expect(processExitsWith: .success) {
            Self.measure(SequentialRules(), \.bytes) { model, random in
                for _ in 0..<20_000 { model.learn(sequence: Self.sequence(&random)) }
            }
        }
    }

    @Test("co-purchases")
    func together() async {
        await #expect(processExitsWith: .success) {
            Self.measure(CoPurchases(), \.bytes) { model, random in
                for _ in 0..<20_000 {
                    let order = Self.sequence(&random)
                    for (place, item) in order.enumerated() {
                        model.learn(item, with: Array(order[..<place]))
                    }
                }
            }
        }
    }

    @Test("session neighbours")
    func sessions() async {
        await #expect(processExitsWith: .success) {
            Self.measure(SessionNeighbours(.timeAware), \.bytes) { model, random in
                for _ in 0..<50_000 { model.learn(sequence: Self.sequence(&random)) }
            }
        }
    }

    @Test("Markov")
    func markov() async {
        await #expect(processExitsWith: .success) {
            Self.measure(Markov(), \.bytes) { model, random in
                for _ in 0..<20_000 { model.learn(sequence: Self.sequence(&random)) }
            }
        }
    }

    @Test("item cosine")
    func cosine() async {
        await #expect(processExitsWith: .success) {
            Self.measure(ItemCosine(), \.bytes) { model, random in
                for _ in 0..<20_000 { model.learn(sequence: Self.sequence(&random)) }
            }
        }
    }

    @Test("EASE")
    func linear() async {
        await #expect(processExitsWith: .success) {
            var settings = EASE.Settings()
            settings.denseMax = 0
            Self.measure(EASE(settings), \.bytes) { model, random in
                for _ in 0..<2000 { model.learn(sequence: Self.sequence(&random)) }
                try? model.fit()
            }
        }
    }

    @Test("content neighbours")
    func content() async {
        await #expect(processExitsWith: .success) {
            Self.measure(ContentNeighbours(), \.bytes) { model, random in
                for item in 0..<20_000 as Range<UInt32> {
                    let features = (0..<20).map { _ in
                        UInt64(random.index(below: 1 + random.index(below: 20_000)))
                            &* 0x9E37_79B9_7F4A_7C15
                    }
                    model.insert(item, features: Set(features))
                }
            }
        }
    }
}
