import Commerce
import JSON
import Primitives
import QueryUnderstanding

/// Queries with what a person read in them: `Tests/Support/Evaluation/intent.tsv`.
///
/// Lines of a source, a reference into it, and labels. The texts of some sources may not be passed on,
/// so that labels name stretches, in characters, of texts that are looked up in the data folder.
struct IntentLabels {
    struct Label {
        /// Readings of which each is right.
        var alternatives: Set<String>
        /// What may be read or not.
        var isOptional: Bool
    }

    struct Query {
        var source: String
        var text: String
        var labels: [Label]
        /// The half that only reports: every second line.
        var isForReport: Bool

        var isChinese: Bool { source.hasSuffix("-zh") }
    }

    private(set) var queries: [Query] = []
    /// Names that a shop is known to have, by field: lines whose source is `names-…`.
    private(set) var names: [(shop: String, field: String, names: [String])] = []

    init(_ file: String, data: String) throws {
        var texts: [String: [String: String]] = [:]
        try SequenceFile.forEachLine(of: file) { line, number in
            let parts = String(decoding: line, as: UTF8.self)
                .split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else {
                throw SequenceFileError(file, number, "expected a source, a reference and labels")
            }
            if parts[0].hasPrefix("#") { return }
            if parts[0].hasPrefix("names-") {
                names.append((parts[0], parts[1], parts[2].split(separator: ",").map(Self.trim)))
                return
            }
            if texts[parts[0]] == nil { texts[parts[0]] = try Self.texts(parts[0], data) }
            let isOwn = parts[0].hasPrefix("text-")
            guard let text = isOwn ? parts[1] : texts[parts[0]]?[parts[1]] else {
                throw SequenceFileError(file, number, "names no query of \(parts[0])")
            }
            queries.append(
                Query(
                    source: parts[0], text: text,
                    labels: parts[2].split(separator: " ").map { Self.label(String($0)) },
                    isForReport: queries.count % 2 == 1))
        }
    }

    private static func trim(_ text: Substring) -> String {
        text.split(separator: " ").joined(separator: " ")
    }

    private static func label(_ text: String) -> Label {
        let isOptional = text.hasPrefix("?")
        return Label(
            alternatives: Set(text.drop { $0 == "?" }.split(separator: "|").map(String.init)),
            isOptional: isOptional)
    }

    /// The queries of a source, by their references.
    private static func texts(_ source: String, _ data: String) throws -> [String: String] {
        var texts: [String: String] = [:]
        switch source {
        case "shop-queries-zh":
            for part in ["train", "dev"] {
                let file = "\(data)/zh-text/shop-queries/\(part).query.txt.gz"
                try SequenceFile.forEachLine(of: file) { line, _ in
                    let parts = line.split(separator: UInt8(ascii: "\t")).map {
                        String(decoding: $0, as: UTF8.self)
                    }
                    if parts.count == 2 { texts[parts[0]] = parts[1] }
                }
            }
        case "electronics", "fashion":
            for (place, suggestion) in try IntentShop.suggestions(source, data).enumerated() {
                texts[String(place)] = suggestion["query"]?.string
            }
        default: break
        }
        return texts
    }
}

extension Slot {
    /// The slot as a label names it.
    func label(in text: String) -> String {
        guard kind != .price else {
            if isCheap { return "price=low" }
            return "price=\(Self.amount(atLeast))..\(Self.amount(atMost))"
        }
        let characters = text.utf8.prefix(source.upperBound)
        let end = String(decoding: characters, as: UTF8.self).unicodeScalars.count
        let start = String(decoding: characters.prefix(source.lowerBound), as: UTF8.self)
            .unicodeScalars.count
        return "\(field)=\(start)-\(end)"
    }

    private static func amount(_ value: Double?) -> String {
        guard let value else { return "" }
        return Int(exactly: value).map(String.init) ?? String(value)
    }
}
