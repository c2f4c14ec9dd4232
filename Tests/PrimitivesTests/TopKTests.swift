import Primitives
import Testing

@Suite("TopK")
struct TopKTests {
    @Test("keeps what sorting would keep", arguments: 1...20)
    func againstSort(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        for _ in 0..<50 {
            let capacity = random.index(below: 12)
            // Few distinct scores, so that ties are common; the second part breaks them.
            let elements = (0..<random.index(below: 200)).map {
                Scored(score: random.index(below: 20), id: $0)
            }
            var top = TopK<Scored>(capacity, isBetter: Scored.isBetter)
            for element in random.shuffled(elements) { top.push(element) }
            let expected = Array(elements.sorted(by: Scored.isBetter).prefix(capacity))
            #expect(top.count == expected.count)
            let isFull = capacity > 0 && expected.count == capacity
            #expect(top.threshold == (isFull ? expected.last : nil))
            #expect(top.sorted() == expected)
        }
    }

    @Test("a capacity of nothing keeps nothing")
    func empty() {
        var top = TopK<Int>(0, isBetter: >)
        top.push(3)
        #expect(top.count == 0)
        #expect(top.threshold == nil)
        #expect(top.sorted().isEmpty)
    }

    @Test("a capacity far above the input costs no memory up front")
    func large() {
        var top = TopK<Int>(.max, isBetter: >)
        for number in [3, 1, 2] { top.push(number) }
        #expect(top.sorted() == [3, 2, 1])
    }
}

private struct Scored: Equatable {
    var score: Int
    var id: Int

    static func isBetter(_ a: Scored, _ b: Scored) -> Bool {
        a.score != b.score ? a.score > b.score : a.id < b.id
    }
}

extension SeededRNG {
    fileprivate mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        elements.shuffled(using: &self)
    }
}
