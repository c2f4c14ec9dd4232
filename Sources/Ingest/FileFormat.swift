/// How the lines of a file are written.
package enum FileFormat: String, Sendable, CaseIterable {
    /// RFC 4180: commas, quotes, a header.
    case csv
    /// Tabs and a header; quotes have no meaning, as in IANA's text/tab-separated-values.
    case tsv
    /// One JSON object a line.
    case jsonLines = "jsonl"

    /// What the name says, with or without `.gz`; nil where it says nothing.
    init?(fileName: String) {
        var name = fileName.lowercased()
        if name.hasSuffix(".gz") { name.removeLast(3) }
        switch name.split(separator: ".").last {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "jsonl", "ndjson": self = .jsonLines
        default: return nil
        }
    }

    /// What the first line looks like.
    init(firstLine: some Collection<UInt8>) {
        if firstLine.first(where: { $0 != UInt8(ascii: " ") }) == UInt8(ascii: "{") {
            self = .jsonLines
        } else {
            self = firstLine.contains(UInt8(ascii: "\t")) ? .tsv : .csv
        }
    }

    var form: LineForm {
        switch self {
        case .csv: LineForm(separator: UInt8(ascii: ","), hasQuotes: true)
        case .tsv: LineForm(separator: UInt8(ascii: "\t"))
        case .jsonLines: LineForm()
        }
    }
}

/// What the line splitter has to know.
struct LineForm {
    /// Nil for lines that are one cell.
    var separator: UInt8?
    var hasQuotes = false
    /// Lines that are not UTF-8 are ISO 8859-1, not broken.
    var mayBeLatin1 = false

    /// Lines of cells have their names in the first line.
    var hasHeader: Bool { separator != nil }
}
