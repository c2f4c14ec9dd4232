import TextAnalysis

/// A text of an item, and what its language says of its words.
struct SearchText {
    /// By language, what stands before that which a thing is for: a case for a phone is no phone.
    private static let purposes: [String: String] = [
        "da": "til", "de": "für", "en": "for", "es": "para", "fr": "pour", "it": "per", "nb": "til",
        "nl": "voor", "no": "til", "pt": "para", "sv": "för",
    ]
    /// As they are indexed.
    private static let foldedPurposes = purposes.mapValues {
        Array(Analyser.words($0).joined().utf8)
    }

    let text: String
    let stemmer: Stemmer
    /// The word before a purpose; that of English where the language is not stated.
    let purpose: [UInt8]?

    /// - Parameters:
    ///   - text: As it is written.
    ///   - locale: Its language, such as `de` or `zh-Hant`; empty where nobody knows.
    init(_ text: String, locale: String = "") {
        let language = String(locale.prefix { $0 != "-" })
        self.text = text
        stemmer = .of(locale: locale)
        purpose = Self.foldedPurposes[language.isEmpty ? "en" : language]
    }
}
