import TextAnalysis

/// Marks in a text what a query found there.
package struct Highlighter {
    /// Bytes of a text that are shown, and of those before the first mark.
    private static let bytesMax = 300
    private static let leadBytes = 60

    private let terms: Set<String>
    private let stemmer: Stemmer

    /// - Parameters:
    ///   - query: What was looked for.
    ///   - locale: The language of the texts; empty where nobody knows.
    package init(_ query: Query, locale: String = "") {
        var terms: Set<String> = []
        for slot in query.slots where slot.isWord || slot.term.unicodeScalars.count > 1 {
            terms.formUnion(slot.alternatives.lazy.map(\.term))
            terms.formUnion(slot.phrases.lazy.flatMap(\.words))
        }
        self.terms = terms
        stemmer = .of(locale: locale)
    }

    /// The text as HTML with `<mark>` around the words found, all else escaped; of a long text the
    /// stretch around the first of them. Nil where there is none.
    package func html(_ text: String) -> String? {
        let tokens = Analyser.tokens(text, stemmer)
        let marked = Self.joined(
            tokens.lazy.filter { terms.contains($0.term) }
                .map { Self.extended($0.source, in: text) }
                .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) })
        guard let first = marked.first else { return nil }
        let bytes = Array(text.utf8)
        let shown = Self.excerpt(of: bytes, around: first, tokens)
        var html: [UInt8] = shown.lowerBound > 0 ? Array("…".utf8) : []
        var end = shown.lowerBound
        for mark in marked where mark.upperBound <= shown.upperBound {
            Self.escape(bytes[end..<mark.lowerBound], to: &html)
            html += "<mark>".utf8
            Self.escape(bytes[mark], to: &html)
            html += "</mark>".utf8
            end = mark.upperBound
        }
        Self.escape(bytes[end..<shown.upperBound], to: &html)
        if shown.upperBound < bytes.count { html += "…".utf8 }
        return String(decoding: html, as: UTF8.self)
    }

    /// A word ends behind what combines with its last letter.
    private static func extended(_ word: Range<Int>, in text: String) -> Range<Int> {
        let scalars = text.unicodeScalars
        var index = text.utf8.index(text.startIndex, offsetBy: word.upperBound)
        while index < text.endIndex, scalars[index].properties.isGraphemeExtend {
            index = scalars.index(after: index)
        }
        return word.lowerBound..<text.utf8.distance(from: text.startIndex, to: index)
    }

    /// Stretches that meet become one.
    private static func joined(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var joined: [Range<Int>] = []
        for range in ranges {
            if let last = joined.last, range.lowerBound <= last.upperBound {
                joined[joined.count - 1] =
                    last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        return joined
    }

    /// A stretch that begins and ends where words do.
    private static func excerpt(
        of bytes: [UInt8], around mark: Range<Int>, _ tokens: [Token]
    ) -> Range<Int> {
        guard bytes.count > bytesMax else { return 0..<bytes.count }
        let earliest = mark.lowerBound - leadBytes
        let start =
            earliest <= 0
            ? 0 : tokens.first { $0.source.lowerBound >= earliest }?.source.lowerBound ?? 0
        let latest = max(start + bytesMax, mark.upperBound)
        let end = tokens.last { $0.source.upperBound <= latest }?.source.upperBound
        let isWhole = latest >= bytes.count
        return min(
            start, mark.lowerBound)..<(isWhole ? bytes.count : max(end ?? 0, mark.upperBound))
    }

    private static func escape(_ bytes: ArraySlice<UInt8>, to html: inout [UInt8]) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): html += "&amp;".utf8
            case UInt8(ascii: "<"): html += "&lt;".utf8
            case UInt8(ascii: ">"): html += "&gt;".utf8
            case UInt8(ascii: "\""): html += "&quot;".utf8
            case UInt8(ascii: "'"): html += "&#39;".utf8
            default: html.append(byte)
            }
        }
    }
}
