/// So many of so many, with what chance leaves open.
package struct Share: Hashable, Sendable {
    package var count: Int
    package var of: Int

    package init(_ count: Int, of whole: Int) {
        self.count = count
        of = whole
    }

    /// 0 where there is nothing to share in.
    package var value: Double { of > 0 ? Double(count) / Double(of) : 0 }

    /// Wilson's 95 % interval, within 0...1: unlike the normal one it holds for few cases and for
    /// shares near 0 (Wilson 1927, Agresti and Coull 1998).
    package var interval: ClosedRange<Double> {
        guard of > 0 else { return 0...1 }
        let (n, z) = (Double(of), 1.959964)
        let middle = (value + z * z / (2 * n)) / (1 + z * z / n)
        let spread =
            z / (1 + z * z / n) * (value * (1 - value) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, middle - spread)...min(1, middle + spread)
    }
}
