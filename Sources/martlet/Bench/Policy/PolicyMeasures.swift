/// Figures of several markets: means with intervals, beside what they are to reach.
struct PolicyMeasures {
    private struct Row {
        let name: String
        let bar: String
        var values: [Double] = []
    }

    private var rows: [Row] = []

    /// - Parameters:
    ///   - name: of the figure.
    ///   - value: of one market.
    ///   - bar: what it is to reach.
    mutating func add(_ name: String, _ value: Double, bar: String) {
        if !rows.contains(where: { $0.name == name }) { rows.append(Row(name: name, bar: bar)) }
        for place in rows.indices where rows[place].name == name {
            rows[place].values.append(value)
        }
    }

    /// Means, and half the width of their intervals of 95 % where there are several markets.
    var figures: Figures {
        var figures = Figures()
        for row in rows {
            let count = Double(row.values.count)
            let mean = row.values.reduce(0, +) / count
            figures.add(row.name, mean, "bar: \(row.bar)")
            guard count > 1 else { continue }
            let squares = row.values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let error = (squares / (count - 1) / count).squareRoot()
            let width = Self.quantile(row.values.count - 1) * error
            figures.add("\(row.name)_interval", width, "± at 95 %")
        }
        return figures
    }

    /// The 97.5 % quantile of Student's t, by the expansion of Fisher and Cornish (1960) about the
    /// normal one; within 2 % from three degrees on.
    private static func quantile(_ freedom: Int) -> Double {
        let z = 1.96
        let n = Double(freedom)
        let first = (z * z * z + z) / (4 * n)
        let second = (5 * z * z * z * z * z + 16 * z * z * z + 3 * z) / (96 * n * n)
        return z + first + second
    }
}
