import Neural
import Policy
import Primitives
import Testing

struct NetworkTests {
    private static func floats(_ count: Int, _ rng: inout SeededRNG) -> [Float] {
        (0..<count).map { _ in Float(rng.normal()) }
    }

    @Test func policyGradientsAgreeWithDifferences() {
        var rng = SeededRNG(seed: 2)
        let shape = PolicyShape(state: 5, candidate: 4, hidden: 6, rank: 3)
        let network = PolicyNetwork(shape, seed: 1, slatesMax: 3, candidatesMax: 20)
        for weight in network.weights {
            weight.array = Self.floats(weight.count, &rng).map { $0 / 2 }
        }
        var batch = PolicyBatch(shape, slatesMax: 3, candidatesMax: 20)
        for count in [3, 7, 1] {
            let isTaken = batch.append(
                state: Self.floats(5, &rng), features: Self.floats(4 * count, &rng))
            #expect(isTaken)
        }
        let gradient = Tensor(rows: 11, columns: 3)
        gradient.array = Self.floats(33, &rng)
        func value() -> Double {
            network.forward(batch)
            return zip(network.outputs.array, gradient.array).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            }
        }
        network.forward(batch)
        network.backward(gradient, batch)
        for (weight, slope) in zip(network.weights, network.gradients) {
            for row in 0..<weight.rows {
                let column = row % weight.columns
                let kept = weight[row, column]
                weight[row, column] = kept + 1e-2
                let up = value()
                weight[row, column] = kept - 1e-2
                let down = value()
                weight[row, column] = kept
                let expected = (up - down) / 2e-2
                let error = abs(Double(slope[row, column]) - expected)
                #expect(error < 0.02 * (1 + abs(expected)), "\(row) \(column)")
            }
        }
    }

    @Test func valueGradientsAgreeWithDifferences() {
        var rng = SeededRNG(seed: 6)
        let network = ValueNetwork(state: 4, hidden: 5, seed: 3, rowsMax: 8)
        let states = Tensor(rows: 8, columns: 4)
        states.array = Self.floats(32, &rng)
        let targets = (0..<8).map { _ in rng.normal() }
        func loss() -> Double {
            zip(network.values(of: states), targets).reduce(0) {
                $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
            } / 16
        }
        let said = network.learn(states, targets: targets)
        #expect(abs(said - loss()) < 1e-6)
        for (weight, slope) in zip(network.weights, network.gradients) {
            let kept = weight[0, 0]
            weight[0, 0] = kept + 1e-2
            let up = loss()
            weight[0, 0] = kept - 1e-2
            let down = loss()
            weight[0, 0] = kept
            #expect(abs(Double(slope[0, 0]) - (up - down) / 2e-2) < 5e-3)
        }
    }

    @Test func aGradientThatIsNoNumberLeavesTheWeights() {
        let shape = PolicyShape(state: 2, candidate: 2, hidden: 3, rank: 2)
        let network = PolicyNetwork(shape, seed: 1, slatesMax: 1, candidatesMax: 2)
        let before = network.weights.map(\.array)
        network.gradients[0].fill(.nan)
        #expect(!network.step(rate: 0.1))
        #expect(network.weights.map(\.array) == before)
        #expect(network.gradients.allSatisfy { $0.sumOfSquares() == 0 })
    }
}
