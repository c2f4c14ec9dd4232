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
        let count = letters.count - start
        guard count > 3 else { return }
        let isLong = count > 4
        func letter(_ place: Int) -> Unicode.Scalar {
            Unicode.Scalar(letters[letters.count - place])
        }
        switch (letter(4), letter(3), letter(2), letter(1)) {
        case (_, _, "i", "e") where isLong:
            letters.replaceSubrange((letters.count - 2)..., with: "y".utf8)
        case ("a", "i", "e", "s"), ("e", "i", "e", "s"): letters.removeLast()
        case (_, "i", "e", "s") where isLong:
            letters.replaceSubrange((letters.count - 3)..., with: "y".utf8)
        case ("s", "s", "e", "s"), (_, "x", "e", "s"), ("c", "h", "e", "s"), ("s", "h", "e", "s"):
            letters.removeLast(2)
        case (_, _, "u", "s"), (_, _, "s", "s"), (_, _, "i", "s"): return
        case (_, _, _, "s"): letters.removeLast()
        default: return
        }
    }
}
