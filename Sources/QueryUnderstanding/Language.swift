/// The language of a query, as far as its letters and small words tell.
package enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case chinese = "zh"
    case japanese = "ja"
    case korean = "ko"
    case thai = "th"
    case russian = "ru"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case italian = "it"
    case dutch = "nl"
    case portuguese = "pt"
    case unknown = ""

    /// Words that stand in queries of one language and hardly in those of another.
    private static let words: [String: Language] = {
        let rows: [(Language, String)] = [
            (.english, "the for with and under below without of between cheap"),
            (.german, "für mit und ohne unter der das rot schwarz günstig zwischen"),
            (.french, "pour avec sans et les moins rouge noir pas cher entre"),
            (.spanish, "para con sin y los menos rojo barato entre"),
            (.italian, "per con senza meno rosso nero economico tra"),
            (.dutch, "voor met en zonder onder zwart goedkoop tussen"),
            (.portuguese, "com sem menos vermelho barato até"),
        ]
        var words: [String: Language?] = [:]
        for (language, row) in rows {
            for word in row.split(separator: " ").map(String.init) {
                // A word of two languages tells neither.
                words[word] = words[word] == nil ? language : .some(nil)
            }
        }
        return words.compactMapValues { $0 }
    }()

    /// That of a text: by its script, and within the Latin script by the words that tell.
    package init(of text: String) {
        var isHan = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x3041...0x30FE:
                self = .japanese
                return
            case 0xAC00...0xD7AF:
                self = .korean
                return
            case 0x0E01...0x0E5B:
                self = .thai
                return
            case 0x0400...0x04FF:
                self = .russian
                return
            case 0x3400...0x9FFF, 0x20000...0x3134F: isHan = true
            default: break
            }
        }
        var votes: [Language: Int] = [:]
        if !isHan {
            for word in text.lowercased().split(whereSeparator: { !$0.isLetter }) {
                if let language = Self.words[String(word)] { votes[language, default: 0] += 1 }
            }
        }
        let best = votes.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }
        self = isHan ? .chinese : best?.key ?? .unknown
    }
}
