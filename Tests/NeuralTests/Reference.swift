import Neural
import Primitives

/// What the tests of operators share: random tensors, and derivatives of naive formulas in doubles.
enum Reference {
    /// Shapes with tails of every kind, without rows, and of the sizes that kernels know.
    static func shape(_ random: inout SeededRNG, seed: UInt64) -> (rows: Int, columns: Int) {
        switch seed % 5 {
        case 0: (random.index(below: 4), 64)
        case 1: (1 + random.index(below: 2), 128)
        case 2: (0, 1 + random.index(below: 9))
        default: (1 + random.index(below: 5), 1 + random.index(below: 90))
        }
    }

    static func tensor(
        _ rows: Int, _ columns: Int, _ random: inout SeededRNG, scale: Double = 1
    ) -> Tensor {
        let tensor = Tensor(rows: rows, columns: columns)
        tensor.array = (0..<rows * columns).map { _ in Float(scale * random.normal()) }
        return tensor
    }

    /// The gradient of a function, by central differences.
    static func gradient(
        at point: [Double], of function: ([Double]) -> Double
    ) -> [Double] {
        var point = point
        return point.indices.map { index in
            let (value, step) = (point[index], 1e-5)
            point[index] = value + step
            let above = function(point)
            point[index] = value - step
            let below = function(point)
            point[index] = value
            return (above - below) / (2 * step)
        }
    }

    /// Σ a · b: the loss whose gradient is `b`.
    static func weighted(_ a: [Double], by b: [Float]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * Double($1.1) }
    }

    /// The largest difference, in units of the larger of 1 and the expected value.
    static func difference(_ found: [Float], _ expected: [Double]) -> Double {
        guard found.count == expected.count else { return .infinity }
        return zip(found, expected).reduce(0) {
            let difference = abs(Double($1.0) - $1.1) / max(1, abs($1.1))
            return difference.isNaN ? .infinity : max($0, difference)
        }
    }
}

extension Tensor {
    var doubles: [Double] { array.map(Double.init) }
}
