/// Canonical decomposition (Unicode's NFD) without the nonspacing marks: what BERT calls stripping
/// accents. The standard library offers no decomposition.
enum MarkStripping {
    /// Appends what is left of a scalar: itself, its base, Korean letters, or nothing.
    static func append(_ scalar: Unicode.Scalar, to word: inout [Unicode.Scalar]) {
        if scalar.value < 0xC0 { return word.append(scalar) }
        if let syllable = HangulSyllable(scalar) {
            return word.append(contentsOf: syllable.letters)
        }
        if let base = bases[scalar] { return word.append(contentsOf: base) }
        if !BERTCharacters.isNonspacingMark(scalar) { word.append(scalar) }
    }

    private static let bases: [Unicode.Scalar: [Unicode.Scalar]] = {
        var bases: [Unicode.Scalar: [Unicode.Scalar]] = [:]
        for entry in CanonicalBases.letters.split(whereSeparator: \.isWhitespace) {
            let parts = entry.split(separator: ":", omittingEmptySubsequences: false)
            let base = parts[0].split(separator: "+").compactMap { scalar($0) }
            for run in parts[1].split(separator: ",") {
                let ends = run.split(separator: "-").compactMap { scalar($0)?.value }
                for code in ends[0]...ends[ends.count - 1] {
                    if let composed = Unicode.Scalar(code) { bases[composed] = base }
                }
            }
        }
        for line in CanonicalBases.ideographs.split(separator: "\n") {
            let parts = line.split(separator: ":")
            guard var code = scalar(parts[0])?.value else { continue }
            for ideograph in parts[1].unicodeScalars {
                if let other = Unicode.Scalar(code) { bases[other] = [ideograph] }
                code += 1
            }
        }
        return bases
    }()

    private static func scalar(_ hexadecimal: Substring) -> Unicode.Scalar? {
        UInt32(hexadecimal, radix: 16).flatMap(Unicode.Scalar.init)
    }
}

/// A Korean syllable, which decomposes by arithmetic (The Unicode Standard, section 3.12).
private struct HangulSyllable {
    private let index: UInt32

    init?(_ scalar: Unicode.Scalar) {
        guard (0xAC00..<0xD7A4).contains(scalar.value) else { return nil }
        index = scalar.value - 0xAC00
    }

    var letters: [Unicode.Scalar] {
        let codes = [0x1100 + index / 588, 0x1161 + index % 588 / 28, 0x11A7 + index % 28]
        return codes.prefix(index % 28 == 0 ? 2 : 3).compactMap(Unicode.Scalar.init)
    }
}
