extension Report {
    /// One page that needs nothing else: no script, no font, no picture from elsewhere.
    package var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(escaped(title))</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <h1>\(escaped(title))</h1>
        <ul>
        \(notes.map { "<li>\(escaped($0))</li>" }.joined(separator: "\n"))
        </ul>
        \(modelTable)
        <div class="charts">
        \(keys.filter(isDrawn).map(chart).joined(separator: "\n"))
        </div>
        \(pairs.isEmpty ? "" : pairTable)
        <p>Brackets and whiskers are 95 % intervals by bootstrap over users or sessions.</p>
        </body>
        </html>

        """
    }

    private static let style = """
        body { font: 15px/1.5 system-ui, sans-serif; color: #1d2433; max-width: 64rem;
          margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #dde2ea; }
        td small, figcaption small { color: #667085; white-space: nowrap; }
        .scroll { overflow-x: auto; }
        .charts { display: flex; flex-wrap: wrap; gap: 1rem 2rem; }
        figure { margin: 0; } figcaption { font-weight: 600; }
        svg text { font: 12px system-ui, sans-serif; fill: #1d2433; }
        """

    private var modelTable: String {
        let keys = keys
        let head = (["model"] + keys + ["settings"]).map { "<th>\(escaped($0))</th>" }.joined()
        let rows = models.map { model in
            let cells = keys.map { "<td>\(model.figure($0).map(Self.cell) ?? "")</td>" }.joined()
            let settings = "<td><small>\(escaped(model.settings))</small></td>"
            return "<tr><th>\(escaped(model.name))</th>\(cells)\(settings)</tr>"
        }
        return Self.table(head, rows)
    }

    private static func cell(_ figure: Figure) -> String {
        guard let interval = figure.interval else { return readable(figure.value) }
        let low = readable(interval.low, like: figure.value)
        let high = readable(interval.high, like: figure.value)
        return readable(figure.value) + " <small>[\(low), \(high)]</small>"
    }

    private var pairTable: String {
        let head = ["comparison", "figure", "difference", "ahead in"]
            .map { "<th>\($0)</th>" }.joined()
        let rows = pairs.flatMap { pair in
            pair.comparisons.map { comparison in
                let names = "\(escaped(pair.first)) − \(escaped(pair.second))"
                return "<tr><th>\(names)</th><td>\(escaped(comparison.name))</td>"
                    + "<td>\(escaped(comparison.text))</td><td>\(comparison.share)</td></tr>"
            }
        }
        return Self.table(head, rows)
    }

    private static func table(_ head: String, _ rows: [String]) -> String {
        """
        <div class="scroll"><table>
        <tr>\(head)</tr>
        \(rows.joined(separator: "\n"))
        </table></div>
        """
    }

    /// Figures with intervals are drawn; times stay in the table.
    private func isDrawn(_ key: String) -> Bool {
        models.contains { $0.figure(key)?.interval != nil }
    }

    private func chart(_ key: String) -> String {
        let bars = models.compactMap { model in
            model.figure(key).map { BarChart.Bar(name: model.name, figure: $0) }
        }
        return """
            <figure>
            <figcaption>\(escaped(key))</figcaption>
            \(BarChart(label: key, bars: bars).svg)
            </figure>
            """
    }
}

/// Text as HTML and SVG take it, in content and in quoted attributes.
func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        case "'": result += "&#39;"
        default: result.unicodeScalars.append(character)
        }
    }
    return result
}
