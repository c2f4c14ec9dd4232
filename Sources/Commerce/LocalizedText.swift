package import Primitives

/// A text per locale. The key "" holds a text whose language nobody stated.
package struct LocalizedText: Hashable, Sendable, ExpressibleByStringLiteral {
    package var byLocale: [String: String]

    package init(_ byLocale: [String: String] = [:]) {
        self.byLocale = byLocale
    }

    package init(_ text: String) {
        byLocale = text.isEmpty ? [:] : ["": text]
    }

    package init(stringLiteral text: String) { self.init(text) }

    package var isEmpty: Bool { byLocale.isEmpty }

    /// The best text for a reader: the locale, its language, the unstated one, the first.
    package func text(for locale: String? = nil) -> String? {
        if let locale {
            if let exact = byLocale[locale] { return exact }
            if let language = byLocale[String(locale.prefix { $0 != "-" })] { return language }
        }
        return byLocale[""] ?? byLocale["en"] ?? byLocale.min { $0.key < $1.key }?.value
    }

    /// Every text, in the order of the locales.
    package var all: [String] {
        byLocale.sorted { $0.key < $1.key }.map(\.value)
    }

    package var value: Value {
        if byLocale.count == 1, let text = byLocale[""] { return .string(text) }
        return .object(
            Fields(
                byLocale.sorted { $0.key < $1.key }.map {
                    Field(name: $0.key.isEmpty ? "default" : $0.key, value: .string($0.value))
                }))
    }
}

extension FieldReader {
    /// A string, or an object of locale to string.
    package mutating func localizedText(
        _ name: String, bytesMax: Int
    ) throws(InvalidField) -> LocalizedText {
        guard let value = take(name) else { return LocalizedText() }
        guard case .object(let fields) = value else {
            var one = FieldReader([name: value], path: path(of: ""))
            guard let text = try one.text(name, bytesMax: bytesMax) else { return LocalizedText() }
            return LocalizedText(text)
        }
        var reader = FieldReader(fields, path: path(of: name) + ".")
        var texts: [String: String] = [:]
        for field in fields.entries {
            guard Self.isLocale(field.name) else {
                throw InvalidField(
                    .malformed, reader.path(of: field.name),
                    "is no locale; use BCP 47 such as en or zh-Hant, or default")
            }
            guard let text = try reader.text(field.name, bytesMax: bytesMax) else { continue }
            let locale = field.name == "default" ? "" : field.name
            // Nothing in no language is no text.
            if !text.isEmpty || !locale.isEmpty { texts[locale] = text }
        }
        return LocalizedText(texts)
    }

    private static func isLocale(_ text: String) -> Bool {
        if text == "default" { return true }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let language = parts.first, (2...3).contains(language.count), parts.count <= 4 else {
            return false
        }
        return parts.allSatisfy { part in
            (1...8).contains(part.count)
                && part.utf8.allSatisfy {
                    (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                }
        }
    }
}
