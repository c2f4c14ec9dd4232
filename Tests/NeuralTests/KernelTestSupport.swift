import Neural
import Primitives
import Testing

/// A matrix of doubles: what kernels are compared with.
struct DoubleMatrix {
    var rows: Int
    var columns: Int
    var values: [Double]

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        values = [Double](repeating: 0, count: rows * columns)
    }

    init(_ tensor: Tensor) {
        rows = tensor.rows
        columns = tensor.columns
        values = tensor.array.map { Double($0) }
    }

    subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// The dot product of two rows.
    func dot(_ row: Int, _ other: DoubleMatrix, _ otherRow: Int) -> Double {
        (0..<columns).reduce(0) { $0 + self[row, $1] * other[otherRow, $1] }
    }

    /// The sum of entrywise products.
    func dot(_ other: DoubleMatrix) -> Double {
        zip(values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

extension Tensor {
    /// Normal numbers.
    static func random(
        _ rows: Int, _ columns: Int, scale: Double = 1, _ random: inout SeededRNG
    ) -> Tensor {
        let tensor = Tensor(rows: rows, columns: columns)
        tensor.array = (0..<rows * columns).map { _ in Float(scale * random.normal()) }
        return tensor
    }

    /// Room with one row more than is used, filled with a number that must not change there and
    /// must be overwritten elsewhere.
    static func room(_ rows: Int, _ columns: Int) -> Tensor {
        let tensor = Tensor(rows: rows + 1, columns: columns)
        tensor.fill(-77)
        tensor.rows = rows
        return tensor
    }

    /// Whether the row after those in use is as `room` made it.
    var roomIsUntouched: Bool {
        let used = rows
        defer { rows = used }
        rows = rowsMax
        return array[(used * columns)...].allSatisfy { $0 == -77 }
    }

    func copy() -> Tensor {
        let copy = Tensor(rows: rows, columns: columns)
        copy.array = array
        return copy
    }
}

/// Expects numbers to differ by no more than `tolerance`, relative to those above one.
func expectClose(
    _ found: Tensor, _ expected: DoubleMatrix, tolerance: Double, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(found.rows == expected.rows && found.columns == expected.columns, "\(comment)")
    guard found.count == expected.values.count else { return }
    var worst = 0.0
    var place = 0
    for (index, value) in found.array.enumerated() {
        let wanted = expected.values[index]
        let difference = abs(Double(value) - wanted) / max(1, abs(wanted))
        // Written so that what is not a number fails.
        if !(difference <= worst) {
            worst = difference.isNaN ? .infinity : difference
            place = index
        }
    }
    #expect(
        worst <= tolerance, "\(comment): off by \(worst) at \(place)",
        sourceLocation: sourceLocation)
}

/// The slope of `loss` along one entry, by central differences.
func slope(
    of loss: (DoubleMatrix) -> Double, at point: DoubleMatrix, entry: Int
) -> Double {
    let step = 1e-5
    var (above, below) = (point, point)
    above.values[entry] += step
    below.values[entry] -= step
    return (loss(above) - loss(below)) / (2 * step)
}

/// Expects a gradient to be the slope of `loss` along some of the entries.
func expectSlopes(
    _ gradient: Tensor, of loss: (DoubleMatrix) -> Double, at point: DoubleMatrix, count: Int = 12,
    tolerance: Double, _ random: inout SeededRNG, _ comment: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    guard !point.values.isEmpty else { return }
    for _ in 0..<count {
        let entry = random.index(below: point.values.count)
        let wanted = slope(of: loss, at: point, entry: entry)
        let found = Double(gradient.array[entry])
        #expect(
            abs(found - wanted) <= tolerance * max(1, abs(wanted)),
            "\(comment), entry \(entry): \(found), slope \(wanted)",
            sourceLocation: sourceLocation)
    }
}
