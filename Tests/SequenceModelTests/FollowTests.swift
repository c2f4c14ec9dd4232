import Neural
import Primitives
import SequenceModel
import Testing

/// A state that follows a changing history, against one that reads it anew.
struct FollowTests {
    @Test(
        "whatever was read before, the last bit follows from the history",
        arguments: [1, 2, 3] as [UInt64])
    func follows(seed: UInt64) {
        var shape = ModelShape(items: 30)
        (shape.width, shape.inner, shape.window, shape.actions, shape.gaps) = (16, 32, 12, 4, 5)
        shape.attributes = 8
        let model = Transformer(shape, seed: seed)
        let reader = IncrementalReader(model)
        let whole = SequenceReader(model)
        let state = ShopperState(shape)
        var random = SeededRNG(seed: seed)
        var history = EventSequence(items: [3], actions: [1], gaps: [0])
        var scores = [Float](repeating: 0, count: 30)
        for _ in 0..<300 {
            change(&history, reach: shape.reach, &random)
            reader.follow(history, state)
            let fresh = ShopperState(shape)
            reader.follow(history, fresh)
            #expect(state.hidden.array == fresh.hidden.array)
            #expect(state.events == history)
            whole.score(history, into: &scores)
            for item in 0..<30 {
                let score = (0..<16).reduce(Float(0)) {
                    $0 + state.hidden[0, $1] * model.items[item, $1]
                }
                #expect(abs(score - scores[item]) < 0.01)
            }
        }
    }

    /// One more event, fewer events, another kind of the last one, or something in between.
    private func change(_ history: inout EventSequence, reach: Int, _ random: inout SeededRNG) {
        let place = random.index(below: history.count)
        switch random.index(below: 7) {
        case 0: history = history.prefix(place + 1)
        case 1: history.actions[history.count - 1] = UInt8(random.index(below: 4))
        case 2: history.items[place] = UInt32(random.index(below: 30))
        case 3: history = history.suffix(place + 1)
        case 4: history.attributes = [UInt64(random.index(below: 1000))]
        default:
            guard history.count < reach else { return }
            history.items.append(UInt32(random.index(below: 30)))
            history.actions.append(UInt8(random.index(below: 4)))
            history.gaps.append(UInt8(random.index(below: 5)))
        }
    }
}
