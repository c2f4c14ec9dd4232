import CStemmer
import Synchronization

/// Takes the endings off words.
///
/// English loses plurals alone, by Harman's S stemmer ("How effective is suffixing?", JASIS 1991),
/// which almost never joins words of different meaning; the others have Snowball's stemmers (M. F.
/// Porter, "Snowball: A language for stemming algorithms", 2001).
package final class Stemmer: Sendable {
    /// Languages by their code in locales, and Snowball's name for them; none for English.
    private static let names: [String: String] = [
        "da": "danish", "de": "german", "es": "spanish", "fi": "finnish", "fr": "french",
        "hu": "hungarian", "it": "italian", "nb": "norwegian", "nl": "dutch", "no": "norwegian",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    ]
    private static let all: [String: Stemmer] = names.mapValues { Stemmer(snowball: $0) }
    /// English, and what every word is found under whatever its language.
    package static let common = Stemmer(snowball: nil)

    /// The stemmer for a locale; the common one where the language is unknown or not stated.
    package static func of(locale: String) -> Stemmer {
        all[String(locale.prefix { $0 != "-" })] ?? common
    }

    /// Snowball keeps the last result, so that one word is stemmed at a time.
    private let snowball: Mutex<Handle?>

    private init(snowball name: String?) {
        snowball = Mutex(name.flatMap { Handle($0) })
    }

    /// The stem of a folded word.
    package func stem(_ word: String) -> String {
        if let stem = snowball.withLock({ $0?.stem(word) }) { return stem }
        var letters = Array(word.utf8)
        Self.singularise(&letters, from: 0)
        return String(decoding: letters, as: UTF8.self)
    }

    /// A stemmer of the library.
    @safe private struct Handle: @unchecked Sendable {
        private let stemmer: OpaquePointer

        init?(_ name: String) {
            guard let opened = unsafe sb_stemmer_new(name, nil) else { return nil }
            unsafe stemmer = opened
        }

        func stem(_ word: String) -> String {
            var word = word
            return word.withUTF8 { bytes in
                guard
                    let stem = unsafe sb_stemmer_stem(
                        stemmer, bytes.baseAddress, Int32(bytes.count))
                else { return unsafe String(decoding: bytes, as: UTF8.self) }
                let length = unsafe Int(sb_stemmer_length(stemmer))
                return unsafe String(
                    decoding: UnsafeBufferPointer(start: stem, count: length), as: UTF8.self)
            }
        }
    }

    /// Makes the common stem of the folded word that is the last of some letters.
    ///
    /// Beyond Harman's rules, `boxes` and `watches` lose both letters, and words in -ie go with
    /// those in -y, so that `hoodie` finds `hoodies`.
    static func singularise(_ letters: inout [UInt8], from start: Int) {
        let word = letters[start...]
        guard word.count > 3, word.last == UInt8(ascii: "s") || word.last == UInt8(ascii: "e")
        else { return }
        let isLong = word.count > 4
        if isLong, ends(word, "ie") {
            letters.replaceSubrange((word.endIndex - 2)..., with: "y".utf8)
        } else if word.last == UInt8(ascii: "e") {
            return
        } else if isLong, ends(word, "ies"), !ends(word, "eies"), !ends(word, "aies") {
            letters.replaceSubrange((word.endIndex - 3)..., with: "y".utf8)
        } else if ["sses", "xes", "ches", "shes"].contains(where: { ends(word, $0) }) {
            letters.removeLast(2)
        } else if !["us", "ss", "is"].contains(where: { ends(word, $0) }) {
            letters.removeLast()
        }
    }

    private static func ends(_ word: ArraySlice<UInt8>, _ suffix: String) -> Bool {
        word.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
    }
}
