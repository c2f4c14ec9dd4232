package import Commerce

/// A language that the shop speaks.
package enum Language: String, Hashable, Sendable, CaseIterable {
    case en
    case zh

    /// BCP 47, as a browser would send it.
    package var locale: String {
        switch self {
        case .en: "en-GB"
        case .zh: "zh-Hans"
        }
    }
}

/// A word or a sentence in both languages of the shop.
package struct Word: Hashable, Sendable {
    package let en: String
    package let zh: String

    init(_ en: String, _ zh: String) {
        self.en = en
        self.zh = zh
    }

    package subscript(language: Language) -> String {
        switch language {
        case .en: en
        case .zh: zh
        }
    }

    package var localized: LocalizedText {
        LocalizedText([Language.en.rawValue: en, Language.zh.rawValue: zh])
    }
}
