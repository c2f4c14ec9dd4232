import JSON

/// Durations of one kind of step.
struct Samples {
    private var microseconds: [Double] = []

    mutating func add(_ duration: Duration) { microseconds.append(duration / .microseconds(1)) }

    mutating func add(_ others: Samples) { microseconds += others.microseconds }

    var count: Int { microseconds.count }

    /// The value below which the share `quantile` lies; 0 where there is none.
    func microseconds(quantile: Double) -> Double {
        guard !microseconds.isEmpty else { return 0 }
        let sorted = microseconds.sorted()
        let rank = Int((Double(sorted.count) * quantile).rounded(.up)) - 1
        return sorted[min(max(rank, 0), sorted.count - 1)]
    }

    func milliseconds(quantile: Double) -> Double { microseconds(quantile: quantile) / 1000 }
}

/// Figures of a benchmark: a table for people, one line of JSON for programs.
struct Figures {
    private var rows: [(name: String, value: Double, note: String)] = []

    mutating func add(_ name: String, _ value: Double, _ note: String) {
        rows.append((name, value, note))
    }

    func print(asJSON: Bool) {
        if asJSON {
            var writer = JSONWriter()
            writer.object { writer in
                for row in rows { writer.field(row.name, row.value) }
            }
            Swift.print(String(decoding: writer.bytes, as: UTF8.self))
            return
        }
        let width = rows.map(\.name.count).max() ?? 0
        for row in rows {
            let rounded =
                abs(row.value) >= 100
                ? grouped(Int(row.value.rounded())) : "\((row.value * 1000).rounded() / 1000)"
            let name = row.name + String(repeating: " ", count: width - row.name.count)
            let value = String(repeating: " ", count: max(0, 10 - rounded.count)) + rounded
            Swift.print("\(name)  \(value)  \(row.note)")
        }
    }
}
