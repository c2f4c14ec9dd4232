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
        snowball.withLock { $0?.stem(word) } ?? Self.singular(word)
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

    /// Beyond Harman's rules, `boxes` and `watches` lose both letters, and words in -ie go with
    /// those in -y, so that `hoodie` finds `hoodies`.
    private static func singular(_ word: String) -> String {
        let letters = word.utf8
        guard letters.count > 3 else { return word }
        let isLong = letters.count > 4
        if isLong, ends(letters, "ie") { return word.dropLast(2) + "y" }
        guard letters.last == UInt8(ascii: "s") else { return word }
        if isLong, ends(letters, "ies"), !ends(letters, "eies"), !ends(letters, "aies") {
            return word.dropLast(3) + "y"
        }
        if ["sses", "xes", "ches", "shes"].contains(where: { ends(letters, $0) }) {
            return String(word.dropLast(2))
        }
        if ["us", "ss", "is"].contains(where: { ends(letters, $0) }) { return word }
        return String(word.dropLast())
    }

    private static func ends(_ word: String.UTF8View, _ suffix: StaticString) -> Bool {
        word.suffix(suffix.utf8CodeUnitCount).elementsEqual(Array(suffix.description.utf8))
    }
}
