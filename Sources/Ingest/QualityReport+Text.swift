import Primitives

extension QualityReport {
    /// The report for a reader: one block a file, a total where there are several.
    package var text: String {
        var blocks = files.map(\.text)
        if files.count > 1 { blocks.append(total.text) }
        if let catalogue = catalogueText { blocks.append(catalogue) }
        if total.quarantinedCount > 0 { blocks.append("quarantine  \(quarantinePath)\n") }
        return blocks.joined(separator: "\n")
    }

    private var catalogueText: String? {
        guard catalogue.items > 0 || derivedUsers > 0 else { return nil }
        var rows = [("items", catalogue.items)]
        if derivedItems > 0 { rows.append(("  derived from events", derivedItems)) }
        rows.append(("  without title", catalogue.withoutTitle))
        rows.append(("  without price", catalogue.withoutPrice))
        rows.append(("  without brand", catalogue.withoutBrand))
        rows.append(("  without category", catalogue.withoutCategory))
        if derivedUsers > 0 { rows.append(("users derived", derivedUsers)) }
        return "catalogue\n" + table(rows)
    }
}

extension FileReport {
    fileprivate var text: String {
        var rows = [("lines", lines), ("  header", header), ("  blank", blank)]
        rows.append(("  taken", takenCount))
        rows += taken.sorted { $0.key < $1.key }.map { ("    " + $0.key, $0.value) }
        rows.append(("  quarantined", quarantinedCount))
        rows += quarantined.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { ("    " + $0.key.rawValue, $0.value) }
        rows.append(("of those taken, anonymous", anonymous))
        rows.append(("of those taken, already stored", alreadyStored))
        var text = name + "\n" + table(rows)
        if let firstTime, let lastTime { text += "  from \(firstTime) to \(lastTime)\n" }
        text += "  \(rounded(seconds)) s, \(grouped(Int(linesPerSecond))) lines/s\n"
        if !isBalanced { text += "  THE LINES DO NOT ADD UP\n" }
        if let error { text += "  ERROR \(error)\n" }
        return text
    }
}

private func table(_ rows: [(label: String, count: Int)]) -> String {
    let numbers = rows.map { grouped($0.count) }
    let labelWidth = rows.map(\.label.count).max() ?? 0
    let numberWidth = numbers.map(\.count).max() ?? 0
    return zip(rows, numbers).map { row, number in
        let gap = labelWidth - row.label.count + numberWidth - number.count + 2
        return "  \(row.label)\(String(repeating: " ", count: gap))\(number)\n"
    }.joined()
}

/// `1234567` as `1,234,567`.
private func grouped(_ number: Int) -> String {
    let digits = Array(String(number))
    return digits.indices.map { index in
        let isGroupStart = index > 0 && (digits.count - index) % 3 == 0
        return (isGroupStart ? "," : "") + String(digits[index])
    }.joined()
}

private func rounded(_ seconds: Double) -> String {
    String((seconds * 100).rounded() / 100)
}
