/// Horizontal bars from 0 with whiskers, as SVG.
struct BarChart {
    struct Bar {
        var name: String
        var figure: Report.Figure
    }

    private static let nameWidth = 110.0
    private static let barsWidth = 260.0
    private static let numberWidth = 60.0
    private static let rowHeight = 26.0

    var label: String
    var bars: [Bar]

    var svg: String {
        let width = Self.nameWidth + Self.barsWidth + Self.numberWidth
        let height = Self.rowHeight * Double(bars.count)
        let largest = bars.map { max($0.figure.value, $0.figure.interval?.high ?? 0) }.max() ?? 0
        let unit = largest > 0 ? Self.barsWidth / largest : 0
        let rows = bars.enumerated().map { row($1, number: $0, unit: unit) }
        return """
            <svg role="img" aria-label="\(escaped(label))" width="\(coordinate(width))" \
            height="\(coordinate(height))" viewBox="0 0 \(coordinate(width)) \(coordinate(height))">
            \(rows.joined(separator: "\n"))
            </svg>
            """
    }

    private func row(_ bar: Bar, number: Int, unit: Double) -> String {
        let top = Self.rowHeight * Double(number)
        let middle = coordinate(top + Self.rowHeight / 2)
        let x = { (value: Double) in coordinate(Self.nameWidth + max(0, value) * unit) }
        var parts = [
            "<text x=\"0\" y=\"\(coordinate(top + 17))\">\(escaped(bar.name))</text>",
            "<rect x=\"\(coordinate(Self.nameWidth))\" y=\"\(coordinate(top + 4))\" "
                + "width=\"\(coordinate(max(0, bar.figure.value) * unit))\" "
                + "height=\"\(coordinate(Self.rowHeight - 8))\" fill=\"#7aa5d2\"/>",
        ]
        if let interval = bar.figure.interval {
            let low = x(interval.low)
            let high = x(interval.high)
            let cap = "\(coordinate(top + 8))V\(coordinate(top + 18))"
            parts.append(
                "<path d=\"M\(low) \(middle)H\(high)M\(low) \(cap)M\(high) \(cap)\" "
                    + "stroke=\"#1d2433\" fill=\"none\"/>")
        }
        let end = coordinate(Self.nameWidth + Self.barsWidth + 6)
        parts.append(
            "<text x=\"\(end)\" y=\"\(coordinate(top + 17))\">\(readable(bar.figure.value))</text>")
        return parts.joined()
    }

    private func coordinate(_ value: Double) -> String { fixed(value, digits: 1) }
}
