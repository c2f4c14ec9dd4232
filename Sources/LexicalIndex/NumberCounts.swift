import Commerce

/// How often numbers occur.
struct NumberCounts {
    /// Ascending.
    private let numbers: [(number: Double, count: Int)]

    /// - Parameter numbers: Each once, ascending.
    init(_ numbers: [(number: Double, count: Int)]) { self.numbers = numbers }

    /// The stretches between bounds that ascend.
    func counts(between bounds: [Double]) -> [Facet.Count] {
        var counts = [Int](repeating: 0, count: bounds.count + 1)
        var place = 0
        for (number, count) in numbers {
            while place < bounds.count, bounds[place] <= number { place += 1 }
            counts[place] += count
        }
        return counts.enumerated().map { place, count in
            let from = place > 0 ? bounds[place - 1] : nil
            let to = place < bounds.count ? bounds[place] : nil
            return Facet.Count(
                value: "\(from.map(Self.text) ?? "")..\(to.map(Self.text) ?? "")", count: count,
                from: from, to: to)
        }
    }

    /// Bounds with two digits that leave about as many occurrences between each two.
    func bounds(buckets: Int) -> [Double] {
        let total = numbers.reduce(0) { $0 + $1.count }
        var bounds: [Double] = []
        var seen = 0
        for (number, count) in numbers {
            let isNext = seen * buckets >= total * (bounds.count + 1)
            let bound = Self.rounded(number)
            if isNext, bound > bounds.last ?? -.infinity, bounds.count + 1 < buckets {
                bounds.append(bound)
            }
            seen += count
        }
        return bounds
    }

    /// The nearest number of two digits.
    private static func rounded(_ number: Double) -> Double {
        guard number != 0, number.isFinite else { return number }
        var (unit, scale) = (1.0, 1.0)
        while abs(number) / unit >= 100 { unit *= 10 }
        while abs(number) * scale < 10, scale < 1000 { scale *= 10 }
        return (number / unit * scale).rounded() * unit / scale
    }

    private static func text(_ number: Double) -> String {
        Int64(exactly: number)?.description ?? number.description
    }
}
