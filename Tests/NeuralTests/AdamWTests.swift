import Foundation
import Neural
import Primitives
import Testing

@Suite("AdamW")
struct AdamWTests {
    /// The paper's algorithm 2, weight by weight, in doubles.
    struct Naive {
        var weight: Double
        var first = 0.0
        var second = 0.0

        mutating func update(_ settings: AdamW, _ step: AdamW.Step, gradient: Double, decays: Bool)
        {
            let (b1, b2) = (Double(settings.beta1), Double(settings.beta2))
            let gradient = gradient * Double(step.gradientScale)
            let rate = Double(step.learningRate)
            if decays { weight -= rate * Double(settings.weightDecay) * weight }
            first = b1 * first + (1 - b1) * gradient
            second = b2 * second + (1 - b2) * gradient * gradient
            let m = first / (1 - pow(b1, Double(step.number)))
            let v = second / (1 - pow(b2, Double(step.number)))
            weight -= rate * m / (v.squareRoot() + Double(settings.epsilon))
        }
    }

    private static func settings(_ random: inout SeededRNG) -> AdamW {
        var settings = AdamW()
        settings.beta1 = Float(0.5 + random.uniform() / 2.1)
        settings.beta2 = Float(0.9 + random.uniform() / 11)
        settings.epsilon = 1e-6
        settings.weightDecay = Float(random.uniform())
        return settings
    }

    @Test("dense steps follow the algorithm and clear the gradient", arguments: 1...20)
    func dense(seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let settings = Self.settings(&random)
        let columns = [1, 17, 64, 1500][random.index(below: 4)]
        let weights = Reference.tensor(random.index(below: 3), columns, &random)
        let moments = AdamW.Moments(of: weights)
        let gradient = Tensor(rows: weights.rows, columns: columns)
        var naive = weights.doubles.map { Naive(weight: $0) }
        let decays = seed % 2 == 0
        for number in 1...6 {
            let step = AdamW.Step(
                number: number, learningRate: Float(random.uniform() / 10), gradientScale: 0.7)
            gradient.copy(Reference.tensor(weights.rows, columns, &random))
            for index in naive.indices {
                naive[index].update(
                    settings, step, gradient: gradient.doubles[index], decays: decays)
            }
            settings.update(
                weights, moments: moments, gradient: gradient, step: step, decays: decays)
            #expect(gradient.array.allSatisfy { $0 == 0 })
        }
        #expect(Reference.difference(weights.array, naive.map(\.weight)) < 1e-4, "seed \(seed)")
    }

    @Test(
        "sparse steps are dense ones on the touched rows, idle ones frozen or decayed",
        arguments: 1...20, [AdamW.Moments.IdleRows.frozen, .decayed])
    func sparse(seed: UInt64, idleRows: AdamW.Moments.IdleRows) {
        var random = SeededRNG(seed: seed)
        let settings = Self.settings(&random)
        let columns = seed % 2 == 0 ? 64 : 1 + random.index(below: 40)
        let weights = Reference.tensor(12, columns, &random)
        let moments = AdamW.Moments(of: weights, idleRows: idleRows)
        let sparse = SparseGradient(tableRows: 12, columns: columns)
        var naive = weights.doubles.map { Naive(weight: $0) }
        var last = [Int](repeating: 0, count: 12)
        for number in 1...7 {
            let step = AdamW.Step(number: number, learningRate: 0.02)
            let touched = (0..<12).filter { _ in random.chance(0.4) }.shuffled(using: &random)
            let gradient = Reference.tensor(touched.count, columns, &random)
            sparse.clear()
            sparse.add(gradient, at: touched.map(Int32.init))
            for (place, row) in touched.enumerated() {
                let idle = Double(number - 1 - last[row])
                last[row] = number
                for column in 0..<columns {
                    let index = row * columns + column
                    if idleRows == .decayed {
                        naive[index].first *= pow(Double(settings.beta1), idle)
                        naive[index].second *= pow(Double(settings.beta2), idle)
                        naive[index].weight *= pow(1 - 0.02 * Double(settings.weightDecay), idle)
                    }
                    naive[index].update(
                        settings, step, gradient: Double(gradient[place, column]), decays: true)
                }
            }
            // Two threads would share the rows like this.
            let half = touched.count / 2
            for places in [0..<half, half..<touched.count] {
                settings.update(
                    weights, moments: moments, gradient: sparse, places: places, step: step)
            }
        }
        #expect(Reference.difference(weights.array, naive.map(\.weight)) < 2e-4, "seed \(seed)")
    }

    @Test("the numbers of torch.optim.AdamW 2.15 after clip_grad_norm_")
    func torch() throws {
        let weights = Tensor(rows: 1, columns: 6)
        weights.array = [0.5, -1.25, 2, 0, 3.5, -0.75]
        let gradients: [[Float]] = [
            [0.1, -0.2, 0.3, 0, 1.5, -0.01], [0, 0.4, -0.3, 0.05, 1, 0.02],
            [1e-4, 0.1, 0.1, -0.7, -2, 0.5],
        ]
        let expected: [[Double]] = [
            [0.39500153, -1.13750076, 1.88000047, 0, 3.36500025, -0.64251542],
            [0.32372302, -1.17312860, 1.88217103, -0.07405687, 3.23161077, -0.68308973],
            [0.26814255, -1.20529914, 1.87068200, -0.01848819, 3.17249441, -0.74230540],
        ]
        var settings = AdamW()
        settings.beta2 = 0.98
        settings.epsilon = 1e-6
        settings.weightDecay = 0.1
        let (moments, gradient) = (AdamW.Moments(of: weights), Tensor(rows: 1, columns: 6))
        for (index, (values, wanted)) in zip(gradients, expected).enumerated() {
            gradient.array = values
            let scale = try #require(
                AdamW.gradientScale(sumOfSquares: gradient.sumOfSquares(), normMax: 1))
            settings.update(
                weights, moments: moments, gradient: gradient,
                step: .init(number: index + 1, learningRate: 0.1, gradientScale: scale))
            #expect(Reference.difference(weights.array, wanted) < 2e-6)
        }
    }

    /// There ε is added before the second moment is corrected: the last digits differ.
    @Test("the numbers of torch.optim.SparseAdam 2.15")
    func torchSparse() {
        let weights = Tensor(rows: 3, columns: 2)
        weights.array = [0.5, -1, 1, 2, -0.25, 0.75]
        let steps: [(rows: [Int32], gradient: [Float])] = [
            ([0, 2], [0.1, 0.2, -0.3, 0.4]), ([1], [0.5, -0.5]), ([2, 1], [0.2, 0.1, -0.1, 0.3]),
        ]
        var settings = AdamW()
        settings.beta2 = 0.98
        settings.epsilon = 1e-6
        settings.weightDecay = 0
        let moments = AdamW.Moments(of: weights)
        for (index, step) in steps.enumerated() {
            let sparse = SparseGradient(tableRows: 3, columns: 2)
            let gradient = Tensor(rows: step.rows.count, columns: 2)
            gradient.array = step.gradient
            sparse.add(gradient, at: step.rows)
            settings.update(
                weights, moments: moments, gradient: sparse,
                step: .init(number: index + 1, learningRate: 0.1))
        }
        let expected = [0.40000707, -1.09999645, 0.88208616, 2.09045625, -0.13763207, 0.57873511]
        #expect(Reference.difference(weights.array, expected) < 1e-5)
    }

    @Test("clipping keeps small gradients, bounds large ones and refuses broken ones")
    func clipping() throws {
        #expect(AdamW.gradientScale(sumOfSquares: 0.25, normMax: 1) == 1)
        let scale = try #require(AdamW.gradientScale(sumOfSquares: 400, normMax: 5))
        #expect(abs(scale - 0.25) < 1e-6)
        #expect(AdamW.gradientScale(sumOfSquares: .nan, normMax: 1) == nil)
        #expect(AdamW.gradientScale(sumOfSquares: .infinity, normMax: 1) == nil)
    }

    @Test("courses of the learning rate")
    func learningRate() {
        let constant = LearningRate(.constant, peak: 2, warmUpSteps: 3)
        #expect([1, 2, 3, 4, 900].map(constant.rate) == [0.5, 1, 1.5, 2, 2])
        let linear = LearningRate(.linear, peak: 1, floor: 0.2, warmUpSteps: 1, steps: 6)
        #expect(
            [1, 2, 4, 6, 7].map(linear.rate).map { ($0 * 1000).rounded() } == [
                500, 1000, 600, 200, 200,
            ])
        let cosine = LearningRate(.cosine, peak: 1, floor: 0.1, steps: 5)
        let expected: [Float] = [1, 0.8682, 0.55, 0.2318, 0.1, 0.1]
        for (step, rate) in expected.enumerated() {
            #expect(abs(cosine.rate(at: step + 1) - rate) < 1e-4)
        }
        #expect(LearningRate(.cosine, peak: 1).rate(at: 1) == 1)
    }
}
