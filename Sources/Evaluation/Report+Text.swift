extension Report {
    /// A table for a terminal: figures by model, settings, then a row a comparison.
    package var text: String {
        var blocks = [([title] + notes.map { "  " + $0 }).joined(separator: "\n")]
        blocks.append(Self.aligned(modelRows))
        if !settings.isEmpty { blocks.append(settings) }
        if !pairs.isEmpty { blocks.append(Self.aligned(pairRows)) }
        return blocks.joined(separator: "\n\n")
    }

    /// A row a figure, a column a model.
    private var modelRows: [[String]] {
        [["figure"] + models.map(\.name)]
            + keys.map { key in [key] + models.map { $0.figure(key)?.text ?? "" } }
    }

    private var settings: String {
        models.filter { !$0.settings.isEmpty }.map { "\($0.name): \($0.settings)" }
            .joined(separator: "\n")
    }

    private var pairRows: [[String]] {
        [["comparison", "figure", "difference", "ahead in"]]
            + pairs.flatMap { pair in
                pair.comparisons.map { comparison in
                    [
                        "\(pair.first) − \(pair.second)", comparison.name, comparison.text,
                        comparison.share,
                    ]
                }
            }
    }

    /// Columns as wide as their widest cell, two spaces apart, nothing at the end of a line.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in
            rows.map { $0[column].count }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (cell, width) in zip(row, widths) {
                line += cell + String(repeating: " ", count: width - cell.count + 2)
            }
            while line.last == " " { line.removeLast() }
            return line
        }.joined(separator: "\n")
    }
}

extension Report.Figure {
    var text: String {
        guard let interval else { return readable(value) }
        return readable(value)
            + " [\(readable(interval.low, like: value)), \(readable(interval.high, like: value))]"
    }
}

extension Comparison {
    var text: String {
        let low = signed(interval.low, like: difference)
        let high = signed(interval.high, like: difference)
        return "\(signed(difference, like: difference)) [\(low), \(high)]"
    }

    var share: String { fixed(100 * shareAbove, digits: 1) + " % of resamples" }
}
