import Foundation
import Neural
import Primitives
import Testing

@Suite("Elementwise losses")
struct ElementwiseLossTests {
    enum Kind: CaseIterable {
        case binary, squared
    }

    @Test(
        "losses are those in double precision, gradients their slopes",
        arguments: KernelTarget.available, 1...16)
    func evaluate(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let count = random.index(below: 60)
        let predictions = Tensor.random(count, 1, scale: 4, &random)
        let labels = Tensor(rows: count, columns: 1)
        labels.array = (0..<count).map { _ in Float(random.uniform()) }
        let weights = random.chance(0.5) ? Tensor.random(count, 1, &random) : nil
        for kind in Kind.allCases {
            let comment = "\(target), seed \(seed), \(kind), \(count)"
            let loss = { (point: DoubleMatrix) in
                (0..<count).reduce(0.0) { sum, row in
                    let (x, y) = (point[row, 0], Double(labels[row, 0]))
                    let value =
                        switch kind {
                        case .binary: y * log1p(exp(-x)) + (1 - y) * log1p(exp(x))
                        case .squared: (x - y) * (x - y)
                        }
                    return sum + (weights.map { Double($0[row, 0]) } ?? 1) * value
                }
            }
            let evaluate =
                switch kind {
                case .binary: ElementwiseLoss.binary
                case .squared: ElementwiseLoss.squared
                }
            let gradient = Tensor.room(count, 1)
            let found = evaluate(predictions, labels, weights, 1, gradient, target)
            #expect(abs(found - loss(DoubleMatrix(predictions))) < 1e-4, "\(comment)")
            expectSlopes(
                gradient, of: loss, at: DoubleMatrix(predictions), tolerance: 1e-5, &random,
                comment)
            _ = evaluate(predictions, labels, weights, 0.5, gradient, target)
            let double = Tensor(rows: count, columns: 1)
            double.array = gradient.array.map { 2 * $0 }
            expectSlopes(
                double, of: loss, at: DoubleMatrix(predictions), tolerance: 1e-5, &random, comment)
            #expect(gradient.roomIsUntouched)
            guard count > 0 else { continue }
            let broken = predictions.copy()
            broken[count - 1, 0] = .nan
            #expect(evaluate(broken, labels, weights, 1, gradient, target).isNaN, "\(comment)")
            #expect(gradient[count - 1, 0].isNaN)
        }
    }

    @Test("the logarithm is right to 3e-7 of its value", arguments: KernelTarget.available)
    func logarithm(target: KernelTarget) {
        let (logit, label) = (Tensor(rows: 1, columns: 1), Tensor(rows: 1, columns: 1))
        let gradient = Tensor.room(1, 1)
        for x in stride(from: Float(-20), through: 20, by: 0.037) {
            logit[0, 0] = x
            let loss = ElementwiseLoss.binary(
                logit, labels: label, gradientScale: 1, into: gradient, on: target)
            let expected = log1p(exp(Double(x)))
            #expect(abs(loss - expected) <= 3e-7 * expected, "\(target): \(x)")
            let chance = 1 / (1 + exp(-Double(x)))
            #expect(abs(Double(gradient[0, 0]) - chance) <= 4e-7 * chance, "\(target): \(x)")
        }
    }

    @Test("logits far out keep loss and slope", arguments: KernelTarget.available)
    func farOut(target: KernelTarget) {
        let logits = Tensor(rows: 1, columns: 4)
        logits.array = [500, -500, 500, -500]
        let labels = Tensor(rows: 1, columns: 4)
        labels.array = [0, 1, 1, 0]
        let gradient = Tensor.room(1, 4)
        let loss = ElementwiseLoss.binary(
            logits, labels: labels, gradientScale: 1, into: gradient, on: target)
        #expect(loss == 1000)
        #expect(gradient.array == [1, -1, 0, 0])
    }
}
