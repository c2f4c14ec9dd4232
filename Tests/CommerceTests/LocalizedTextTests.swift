import Commerce
import Primitives
import TestSupport
import Testing

@Suite("LocalizedText")
struct LocalizedTextTests {
    static let lamp = LocalizedText(["": "?", "de": "Lampe", "zh-Hant": "燈", "en": "lamp"])

    @Test(
        "the locale, its language, the unstated one",
        arguments: [
            ("zh-Hant", "燈"), ("de", "Lampe"), ("de-AT", "Lampe"), ("en-GB-oxendict", "lamp"),
            ("zh", "?"), ("zh-Hans", "?"), ("fr", "?"), ("", "?"), (nil, "?"),
        ] as [(String?, String)])
    func choice(locale: String?, text: String) {
        #expect(Self.lamp.text(for: locale) == text)
    }

    @Test("without an unstated one, English; without that, the first locale")
    func fallbacks() {
        #expect(LocalizedText(["de": "Lampe", "en": "lamp"]).text(for: "fr") == "lamp")
        #expect(LocalizedText(["fr": "lampe", "de": "Lampe"]).text(for: "es") == "Lampe")
        #expect(LocalizedText().text(for: "es") == nil)
        #expect(LocalizedText().text() == nil)
    }

    @Test("every text, in the order of the locales")
    func all() {
        #expect(Self.lamp.all == ["?", "Lampe", "lamp", "燈"])
        #expect(!Self.lamp.isEmpty)
        #expect(LocalizedText("").isEmpty)
        #expect(LocalizedText("a") == ["": "a"].mapped)
    }

    @Test(
        "locales that are taken",
        arguments: ["en", "zh-Hant", "pt-BR", "yue", "zh-Hans-CN", "de-1996", "default", "EN-us"])
    func locales(locale: String) throws {
        var reader = FieldReader(["title": .object([locale: "A"])])
        let text = try reader.localizedText("title", bytesMax: 10)
        #expect(text.byLocale == [locale == "default" ? "" : locale: "A"])
    }

    @Test(
        "locales that are not",
        arguments: ["e", "english", "en_GB", "en-", "-en", "en--GB", "en-GB-a-b-c", "é", "e n", ""])
    func refused(locale: String) {
        var reader = FieldReader(["title": .object([locale: "A"])])
        let error = #expect(throws: InvalidField.self) {
            try reader.localizedText("title", bytesMax: 10)
        }
        #expect(error?.code == .malformed)
        #expect(error?.field == "title.\(locale)")
    }

    @Test("value and back", arguments: 1...10)
    func roundTrip(seed: UInt64) throws {
        var random = SeededRNG(seed: seed)
        for _ in 0..<100 {
            let text = random.localizedText()
            var reader = FieldReader(["title": text.value])
            #expect(try reader.localizedText("title", bytesMax: 1000) == text)
        }
    }
}

extension [String: String] {
    fileprivate var mapped: LocalizedText { LocalizedText(self) }
}
