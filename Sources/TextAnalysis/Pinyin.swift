import CUnicode

/// How Chinese characters are typed in Latin letters: Hanyu Pinyin without tones, ü as `v`.
///
/// Each character has its most frequent reading, for all of the basic block, asked of ICU once.
package final class Pinyin: Sendable {
    package static let shared = Pinyin()

    private static let characters: ClosedRange<UInt32> = 0x4E00...0x9FFF
    /// By character, its syllable; empty where it has none.
    private let syllables: [String]

    private init() {
        let scalars = Self.characters.compactMap(Unicode.Scalar.init)
        let text: [UInt16] = scalars.flatMap { [UInt16($0.value), 10] as [UInt16] }
        let latin = unsafe [UInt16](unsafeUninitializedCapacity: 8 * text.count) { buffer, count in
            unsafe count = cu_pinyin(text, text.count, buffer.baseAddress, buffer.count)
        }
        let lines = latin.split(separator: 10, omittingEmptySubsequences: false)
        syllables = lines.count == scalars.count + 1 ? lines.dropLast().map(Self.plain) : []
    }

    /// Letters without tones; what is no letter by then was not transliterated.
    private static func plain(_ latin: ArraySlice<UInt16>) -> String {
        var syllable = ""
        for scalar in String(decoding: latin, as: UTF16.self).unicodeScalars {
            switch scalar.value {
            case 0x61...0x7A: syllable.unicodeScalars.append(scalar)
            // The two dots of ü.
            case 0x308 where syllable.last == "u": syllable = syllable.dropLast() + "v"
            case 0x300...0x36F: continue
            default: return ""
            }
        }
        return syllable
    }

    /// The syllable of a character; nil where it is none of Chinese.
    private func syllable(of scalar: Unicode.Scalar) -> String? {
        guard Self.characters.contains(scalar.value), !syllables.isEmpty else { return nil }
        let syllable = syllables[Int(scalar.value - Self.characters.lowerBound)]
        return syllable.isEmpty ? nil : syllable
    }

    /// How the words of a text from one of its Chinese words on are typed without blanks.
    ///
    /// - Parameters:
    ///   - text: A query or a name.
    ///   - startsMax: How many words it may begin with.
    /// - Returns: For each such start the whole in Pinyin, and in the first letters of the syllables;
    ///   none where the text has no Chinese.
    package func keys(of text: String, startsMax: Int) -> [(full: String, initials: String)] {
        let runs = Runs(text)
        let words = runs.all.flatMap { run in
            let text = runs.text(run)
            return run.script == .ideographic ? Segmenter.shared.words(of: text) : [text]
        }
        var keys: [(full: String, initials: String)] = []
        for start in words.indices where keys.count < startsMax {
            guard let first = words[start].unicodeScalars.first, syllable(of: first) != nil else {
                continue
            }
            var key = (full: "", initials: "")
            for scalar in words[start...].joined().unicodeScalars.prefix(Self.lengthMax) {
                let syllable = syllable(of: scalar) ?? String(scalar)
                key.full += syllable
                key.initials += syllable.prefix(1)
            }
            keys.append(key)
        }
        return keys
    }

    /// Characters of a key that are typed at most.
    private static let lengthMax = 24
}
