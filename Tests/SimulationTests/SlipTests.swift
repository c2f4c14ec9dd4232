import Primitives
import Simulation
import Testing

@Suite struct SlipTests {
    @Test func aSlipIsOneEditInTheLongestWord() {
        var rng = SeededRNG(seed: 11)
        for _ in 0..<500 {
            let typed = Slip.make(in: "blue ceramic pot", &rng).split(separator: " ")
            #expect(typed.count == 3)
            #expect(typed[0] == "blue" && typed[2] == "pot")
            #expect(typed[1] != "ceramic")
            #expect(abs(typed[1].count - 7) <= 1)
        }
    }

    @Test(arguments: ["", "tv", "蓝色陶瓷茶壶", "  "])
    func whatHasNoLongWordStays(text: String) {
        var rng = SeededRNG(seed: 11)
        #expect(Slip.make(in: text, &rng) == text)
    }

    @Test func slipsComeAtTheShoppersRate() {
        let shop = Shop(seed: 7)
        var simulator = Simulator(shop: shop, shopperCount: 200, seed: 9)
        var expected = 0.0
        var slips = 0
        var searches = 0
        for _ in 0..<12_000 {
            let request = simulator.nextRequest()
            let shopper = simulator.shopper(of: request)
            if case .search(let query) = request.question, query.language == .en {
                searches += 1
                expected += shopper.typoRate
                if query.text != shop.phrase(query.wish, in: .en) { slips += 1 }
            }
            _ = simulator.react(to: request, answer: [], requestID: "r")
        }
        #expect(searches > 3000)
        #expect(abs(Double(slips) - expected) < 0.15 * expected)
    }
}
