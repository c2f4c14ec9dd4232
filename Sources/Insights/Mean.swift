/// The mean of amounts, with what chance leaves open.
package struct Mean: Hashable, Sendable {
    package private(set) var count = 0
    package private(set) var sum = 0.0
    private var squares = 0.0

    package init() {}

    package mutating func add(_ amount: Double) {
        count += 1
        sum += amount
        squares += amount * amount
    }

    /// 0 where nothing was added.
    package var value: Double { count > 0 ? sum / Double(count) : 0 }

    /// The 95 % interval by the central limit theorem; just the value where there are less than two.
    package var interval: ClosedRange<Double> {
        guard count > 1 else { return value...value }
        let n = Double(count)
        let variance = max(0, (squares - n * value * value) / (n - 1))
        let spread = 1.959964 * (variance / n).squareRoot()
        return (value - spread)...(value + spread)
    }
}
