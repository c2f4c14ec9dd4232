import Foundation
import Neural
import Primitives
import Testing

@Suite("Sampled losses")
struct SampledLossTests {
    /// The loss in double precision, as the formula says it.
    struct Reference {
        var kind: SampledLoss.Kind
        var scale: Double
        var targetIDs: [Int32]
        var negativeIDs: [Int32]
        var targetCorrection: [Double]
        var negativeCorrection: [Double]
        var weights: [Double]

        func loss(
            _ hidden: DoubleMatrix, _ targets: DoubleMatrix, _ negatives: DoubleMatrix
        ) -> Double {
            (0..<hidden.rows).reduce(0) { sum, row in
                let own = scale * hidden.dot(row, targets, row) - targetCorrection[row]
                let others = negativeIDs.indices.filter { negativeIDs[$0] != targetIDs[row] }.map {
                    scale * hidden.dot(row, negatives, $0) - negativeCorrection[$0]
                }
                return sum + weights[row] * loss(own, others)
            }
        }

        private func loss(_ own: Double, _ others: [Double]) -> Double {
            switch kind {
            case .softmax:
                log(exp(own) + others.reduce(0) { $0 + exp($1) }) - own
            case .binary(let beta):
                others.reduce(Double(beta) * log1p(exp(-own))) { $0 + log1p(exp($1)) }
            }
        }

        /// The slopes of the loss along the logits: the target's, and one for each negative.
        private func slopes(_ own: Double, _ others: [Double?]) -> (Double, [Double]) {
            switch kind {
            case .softmax:
                let sum = others.reduce(exp(own)) { $0 + ($1.map(exp) ?? 0) }
                return (exp(own) / sum - 1, others.map { ($0.map(exp) ?? 0) / sum })
            case .binary(let beta):
                return (
                    -Double(beta) / (1 + exp(own)),
                    others.map { $0.map { 1 / (1 + exp(-$0)) } ?? 0 }
                )
            }
        }

        func gradients(
            _ hidden: DoubleMatrix, _ targets: DoubleMatrix, _ negatives: DoubleMatrix
        ) -> (hidden: DoubleMatrix, targets: DoubleMatrix, negatives: DoubleMatrix) {
            var result = (
                hidden: DoubleMatrix(rows: hidden.rows, columns: hidden.columns),
                targets: DoubleMatrix(rows: targets.rows, columns: hidden.columns),
                negatives: DoubleMatrix(rows: negatives.rows, columns: hidden.columns)
            )
            for row in 0..<hidden.rows {
                let own = scale * hidden.dot(row, targets, row) - targetCorrection[row]
                let others = negativeIDs.indices.map { index -> Double? in
                    negativeIDs[index] == targetIDs[row]
                        ? nil
                        : scale * hidden.dot(row, negatives, index) - negativeCorrection[index]
                }
                let (slope, slopes) = slopes(own, others)
                let factor = scale * weights[row]
                for j in 0..<hidden.columns {
                    result.hidden[row, j] = factor * slope * targets[row, j]
                    result.targets[row, j] = factor * slope * hidden[row, j]
                    for (index, slope) in slopes.enumerated() {
                        result.hidden[row, j] += factor * slope * negatives[index, j]
                        result.negatives[index, j] += factor * slope * hidden[row, j]
                    }
                }
            }
            return result
        }
    }

    struct Case {
        var reference: Reference
        var hidden: Tensor
        var candidates: SampledLoss.Candidates
        var weights: Tensor?

        init(_ seed: UInt64, _ random: inout SeededRNG) {
            let rows = random.index(below: 130)
            let negatives = seed % 7 == 0 ? 0 : random.index(below: 90)
            let size = [8, 16, 30, 64][random.index(below: 4)]
            // Few ids, so that targets are drawn as negatives, and negatives twice.
            let targetIDs = (0..<rows).map { _ in Int32(random.index(below: 40)) }
            let negativeIDs = (0..<negatives).map { _ in Int32(random.index(below: 40)) }
            hidden = .random(rows, size, scale: 0.5, &random)
            candidates = .init(
                targets: .random(rows, size, &random), targetIDs: targetIDs,
                negatives: .random(negatives, size, &random), negativeIDs: negativeIDs)
            if random.chance(0.5) {
                candidates.targetCorrection = .random(1, rows, &random)
                candidates.negativeCorrection = .random(1, negatives, &random)
            }
            if random.chance(0.5) { weights = .random(rows, 1, &random) }
            reference = Reference(
                kind: seed.isMultiple(of: 2)
                    ? .softmax : .binary(beta: seed.isMultiple(of: 3) ? 1 : 0.3),
                scale: random.chance(0.5) ? 1 : 0.7, targetIDs: targetIDs,
                negativeIDs: negativeIDs,
                targetCorrection: candidates.targetCorrection.map { DoubleMatrix($0).values }
                    ?? [Double](repeating: 0, count: rows),
                negativeCorrection: candidates.negativeCorrection.map { DoubleMatrix($0).values }
                    ?? [Double](repeating: 0, count: negatives),
                weights: weights.map { DoubleMatrix($0).values }
                    ?? [Double](repeating: 1, count: rows))
        }
    }

    @Test(
        "losses and gradients are those in double precision, and slopes",
        arguments: KernelTarget.available, 1...42)
    func evaluate(target: KernelTarget, seed: UInt64) {
        var random = SeededRNG(seed: seed)
        let sample = Case(seed, &random)
        let (rows, size) = (sample.hidden.rows, sample.hidden.columns)
        let negatives = sample.candidates.negatives.rows
        let comment = "\(target), seed \(seed): \(rows) rows, \(negatives) negatives of \(size)"
        let loss = SampledLoss(
            sample.reference.kind, negativesMax: negatives + random.index(below: 5), size: size,
            scale: Float(sample.reference.scale), on: target)
        let gradients = SampledLoss.Gradients(
            hidden: .room(rows, size), targets: .room(rows, size),
            negatives: .room(negatives, size))
        // Added to: what was there before is taken off again below.
        gradients.negatives.array = [Float](repeating: 2, count: negatives * size)
        let found = loss.evaluate(
            sample.hidden, against: sample.candidates, weights: sample.weights, gradientScale: 1,
            into: gradients)
        let point = DoubleMatrix(sample.hidden)
        let targets = DoubleMatrix(sample.candidates.targets)
        let others = DoubleMatrix(sample.candidates.negatives)
        let reference = sample.reference
        let expectedLoss = reference.loss(point, targets, others)
        #expect(abs(found - expectedLoss) <= 1e-5 * (1 + Double(rows * 20)), "\(comment)")
        #expect(gradients.negatives.roomIsUntouched, "\(comment)")
        gradients.negatives.array = gradients.negatives.array.map { $0 - 2 }
        let expected = reference.gradients(point, targets, others)
        expectClose(gradients.hidden, expected.hidden, tolerance: 3e-5, comment)
        expectClose(gradients.targets, expected.targets, tolerance: 3e-5, comment)
        expectClose(gradients.negatives, expected.negatives, tolerance: 3e-5, comment)
        #expect(gradients.hidden.roomIsUntouched && gradients.targets.roomIsUntouched)
        expectSlopes(
            gradients.hidden, of: { reference.loss($0, targets, others) }, at: point,
            tolerance: 1e-4, &random, comment + ", hidden")
        expectSlopes(
            gradients.targets, of: { reference.loss(point, $0, others) }, at: targets,
            tolerance: 1e-4, &random, comment + ", targets")
        expectSlopes(
            gradients.negatives, of: { reference.loss(point, targets, $0) }, at: others,
            tolerance: 1e-4, &random, comment + ", negatives")
        _ = loss.evaluate(
            sample.hidden, against: sample.candidates, weights: sample.weights,
            gradientScale: 0.25, into: gradients)
        var quarter = expected.hidden
        for index in quarter.values.indices { quarter.values[index] /= 4 }
        expectClose(gradients.hidden, quarter, tolerance: 3e-5, comment + ", scaled")
    }

    @Test(
        "what is not a number makes the loss not a number", arguments: KernelTarget.available, 0..<6
    )
    func notANumber(target: KernelTarget, place: Int) {
        for kind in [SampledLoss.Kind.softmax, .binary(beta: 0.5)] {
            var random = SeededRNG(seed: 8)
            let hidden = Tensor.random(20, 16, &random)
            let candidates = SampledLoss.Candidates(
                targets: .random(20, 16, &random), targetIDs: (0..<20).map { $0 },
                negatives: .random(30, 16, &random), negativeIDs: (20..<50).map { $0 })
            let bad: Float = place < 3 ? .nan : .infinity
            switch place % 3 {
            case 0: hidden[3, 4] = bad
            case 1: candidates.targets[3, 4] = bad
            default: candidates.negatives[3, 4] = bad
            }
            let loss = SampledLoss(kind, negativesMax: 30, size: 16, on: target)
            let value = loss.evaluate(
                hidden, against: candidates, gradientScale: 1,
                into: .init(
                    hidden: .room(20, 16), targets: .room(20, 16),
                    negatives: Tensor(rows: 30, columns: 16)))
            #expect(place < 3 ? value.isNaN : !value.isFinite, "\(target), \(kind), \(place)")
        }
    }

    @Test("logits far apart neither overflow nor lose the loss", arguments: KernelTarget.available)
    func greatLogits(target: KernelTarget) {
        for (kind, expected) in [(SampledLoss.Kind.softmax, 2000.0), (.binary(beta: 1), 3000.0)] {
            let hidden = Tensor(rows: 1, columns: 8)
            hidden[0, 0] = 100
            let (targets, negatives) = (Tensor(rows: 1, columns: 8), Tensor(rows: 2, columns: 8))
            targets[0, 0] = -10
            negatives[0, 0] = 10
            negatives[1, 0] = kind == .softmax ? -10 : 10
            let loss = SampledLoss(kind, negativesMax: 2, size: 8, on: target)
            let value = loss.evaluate(
                hidden,
                against: .init(
                    targets: targets, targetIDs: [0], negatives: negatives, negativeIDs: [1, 2]),
                gradientScale: 1,
                into: .init(
                    hidden: .room(1, 8), targets: .room(1, 8),
                    negatives: Tensor(rows: 2, columns: 8)))
            #expect(abs(value - expected) < 0.01, "\(target), \(kind)")
        }
    }

    @Test("beta is one without calibration and the sampling rate with all of it")
    func beta() {
        #expect(SampledLoss.beta(negatives: 256, items: 10_001, calibration: 0) == 1)
        let rate = SampledLoss.beta(negatives: 256, items: 10_001, calibration: 1)
        #expect(abs(rate - 0.0256) < 1e-6)
        let half = SampledLoss.beta(negatives: 256, items: 10_001, calibration: 0.5)
        #expect(abs(half - (1 + 0.0256) / 2) < 1e-6)
    }
}
