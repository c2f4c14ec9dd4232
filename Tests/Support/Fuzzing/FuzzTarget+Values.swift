import Commerce
import JSON
import Primitives
import TextAnalysis

extension FuzzTarget {
    static let values = [json, time, money, event, item, user, filter, text]

    private static let euro = Schema(customEventTypes: ["wishlist"], currency: Currency("EUR"))

    static let json = FuzzTarget(
        "json",
        seeds: [
            #"{"a": [1, -2.5e3, true, false, null, "\u00e9\ud83d\ude00\n"], "b": {"c": {}}}"#,
            "[[[[]]]]", "9223372036854775807", "-0.0", "1e-400", #""\\\"\/""#,
            "{" + (0..<20).map { "\"n\($0)\":\($0)" }.joined(separator: ",") + "}",
        ],
        words: [
            "true", "false", "null", "\\u", "\\ud83d", "1e999", "-9223372036854775809", "{\"",
            "\":", "\"a\":", "[[[[[[[[", "]]", "e+", "0.1", "\\u0000", "\u{301}",
        ]
    ) { bytes in
        guard let value = try? JSONParser.parse(bytes) else { return }
        let text = value.json
        let again = try require(
            try? JSONParser.parse(text), "\(String(decoding: text, as: UTF8.self)) is not read")
        try require(again == value, "a value changes by writing and reading it")
        try require(again.json == text, "a text changes by reading and writing it")
        var writer = BinaryWriter()
        writer.write(value)
        var reader = BinaryReader(writer.bytes)
        try require((try? reader.value()) == value, "a value changes by storing it")
    }

    static let time = FuzzTarget(
        "time",
        seeds: [
            "2026-11-20T10:00:00Z", "2010-12-01 08:26:00", "2026-11-20", "9999-12-31T23:59:60Z",
            "0001-01-01T00:00:00.123456789-23:59", "2024-02-29T00:00+0530", "1e14", "-1",
            "1790000000",
        ], words: ["T", "Z", "+14:00", "-00:00", "0000", "9999", ".000001", "1e300", "NaN"]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if let time = Timestamp(text) {
            try require(Timestamp(time.description) == time, "\(time) is not read")
            let date = time.date
            try require(
                Timestamp(year: date.year, month: date.month, day: date.day) != nil
                    || !(1...9999).contains(date.year), "\(date) is no day")
        }
        let number = (try? JSONParser.parse(bytes)) ?? .string(text)
        var reader = FieldReader(["time": number])
        if let time = try? reader.time("time") {
            try require(Timestamp(time.description) == time, "\(time) is not read")
        }
    }

    static let money = FuzzTarget(
        "money",
        seeds: [
            "2.95", #"{"minor": 295, "currency": "GBP"}"#, "1e12", "999999999999.99", "0.005",
            #"{"amount": 2.955, "currency": "KWD"}"#, "-0.0", #"{"amount": 3, "currency": "JPY"}"#,
        ],
        words: ["minor", "amount", "currency", "EUR", "CLF", "1e15", "1e308", "9007199254740993"]
    ) { bytes in
        guard let value = try? JSONParser.parse(bytes) else { return }
        var reader = FieldReader(["price": value])
        if let money = try? reader.money("price", default: euro.currency) {
            try require((0...1_000_000_000_000_000).contains(money.minor), "\(money) is too large")
            reader = FieldReader(["price": money.value])
            try require(
                (try? reader.money("price", default: nil)) == money, "\(money) is not read")
        }
        for code in ["EUR", "JPY", "KWD", "CLF"] {
            guard let currency = Currency(code), let number = value.number,
                let money = Money(major: number, currency: currency), abs(money.minor) < 1 << 50
            else { continue }
            try require(
                Money(major: money.major, currency: currency) == money, "\(money) is not read")
        }
    }

    // MARK: Records

    static let event = FuzzTarget(
        "event",
        seeds: [
            #"{"id": "e1", "type": "purchase", "time": "2026-11-20T10:00:00.5Z", "user": "u", "#
                + #""item": "i", "order": "o", "quantity": 2, "price": 2.95, "currency": "EUR"}"#,
            #"{"type": "impression", "request": "r-1", "position": 3, "x": {"deep": [1, null]}}"#,
            #"{"type": "link", "user": 7, "visitor": "v", "consent": {"learn": false}}"#,
            #"{"type": "search", "query": "灯", "session": "s"}"#,
            #"{"type": "rating", "user": "u", "item": "i", "value": 4.5, "time": 1790000000}"#,
            #"{"type": "wishlist", "user": "é", "item": "i", "time": 1790000000000}"#,
        ],
        words: [
            "\"type\":", "view", "unlink", "dwell", "\"consent\":", "personalise", "e\u{301}",
            "\"value\":1e12", "\"position\":100000", "\"id\":", "null", "1e300", "-1",
        ]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object else { return }
        try read(fields)
    }

    /// An event that is taken comes back from its fields, its JSON and its stored form.
    static func read(_ fields: Fields) throws {
        guard let event = try? Event(fields: fields, schema: euro, fallbackID: "new") else {
            return
        }
        try require(!event.id.isEmpty && event.id.utf8.count <= 128, "a bad id was taken")
        try require((try? Event(binary: event.binary)) == event, "an event changes by storing it")
        let text = Value.object(event.fields).json
        let parsed = try require(
            (try? JSONParser.parse(text))?.object,
            "\(String(decoding: text, as: UTF8.self)) is not read")
        let again = try? Event(fields: parsed, schema: euro, fallbackID: "")
        try require(again?.binary == event.binary, "an event changes by writing and reading it")
    }

    static let item = FuzzTarget(
        "item",
        seeds: [
            #"{"id": "i", "title": {"en": "Lamp", "zh-Hant": "燈"}, "price": {"minor": 295, "#
                + #""currency": "GBP"}, "categories": ["Home > Light", "Gifts"], "stock": 3, "#
                + #""attributes": {"color": "red", "sizes": ["S", "M"], "new": true, "w": 2.5}}"#,
            #"{"id": 5, "parent": "p", "category": [["a", "b"], ["c"]], "brand": "", "gtin": 1}"#,
            #"{"id": "y", "title": {"default": "", "en": "x"}, "attributes": {"a": {"default": ""}}}"#,
            #"{"id": "x", "title": "t", "availability": "in_stock", "image": "/a.png"}"#,
        ],
        words: [
            "\"title\":", "\"default\":", "\"attributes\":", "\"categories\":", " > ", "\"\"",
            "\"category\":", "null", "\"description\":", "{\"en\":", "e\u{301}", "[]", "{}",
        ]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object,
            let item = try? Item(fields: fields, schema: euro)
        else { return }
        try check(item)
    }

    /// An item that was taken comes back from its JSON and its stored form.
    static func check(_ item: Item) throws {
        try require(!item.id.isEmpty && item.id.utf8.count <= 128, "a bad id was taken")
        let stored = try require(
            try? Stored.decode(Stored.encode(item.fields)), "a stored item is not read")
        try require((try? Item(fields: stored)) == item, "an item changes by storing it")
        let text = Value.object(item.fields).json
        let parsed = try require(
            (try? JSONParser.parse(text))?.object,
            "\(String(decoding: text, as: UTF8.self)) is not read")
        try require((try? Item(fields: parsed)) == item, "an item changes by writing it")
    }

    static let user = FuzzTarget(
        "user",
        seeds: [
            #"{"id": "u", "age_band": "25-34", "gender": "f", "region": "GB", "language": "en"}"#,
            #"{"id": 12, "tier": "gold", "region": null}"#,
        ], words: ["\"id\":", "\"region\":", "null", "\"\"", "e\u{301}"]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object,
            let user = try? User(fields: fields)
        else { return }
        try check(user)
    }

    static func check(_ user: User) throws {
        let stored = try require(
            try? Stored.decode(Stored.encode(user.fields)), "a stored user is not read")
        try require((try? User(fields: stored)) == user, "a user changes by storing it")
    }

    // MARK: Filters and text

    private static let goods: [Item] = Shop.items

    static let filter = FuzzTarget(
        "filter",
        seeds: [
            #"{"brand": "Acme", "color": ["red", "blue"], "price": {"gte": 5, "lte": 20}}"#,
            #"{"category": "Home > Light", "in_stock": true, "stock": 3, "attributes.w": {}}"#,
        ],
        words: [
            "\"price\":", "\"gte\":", "\"lte\":", ">", "\"category\":", "\"attributes.", "true",
            "1e15", "-1e15", "\u{301}", "[]",
        ]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object,
            let filter = try? Filter(fields)
        else { return }
        let matches = goods.map(filter.matches)
        let again = try? Filter(fields)
        try require(again == filter && goods.map(filter.matches) == matches, "a filter wavers")
    }

    static let text = FuzzTarget(
        "text",
        seeds: [
            "Blue hoodies, boxes & watches", "白色の灯 日本語", "İstanbul straße ﬁ Ａ１ ёлка",
            "a\u{301}\u{323}",
            "don't soft\u{AD}hyphen \u{200D}", "한국어 가방", "٣٤ ½ Ⅷ",
        ], words: ["ies", "sses", "İ", "ß", "ﬃ", "灯", "\u{345}", "\u{1F1E6}", "\u{200B}", "ŉ"]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let terms = Analyser.indexTerms(text)
        try require(!terms.contains(""), "an empty term")
        for term in Analyser.queryTerms(text) where !terms.contains(term) {
            throw Finding(description: "the query term \(term) of a text is none of its own terms")
        }
        try require(!Analyser.words(text).contains(""), "an empty word")
    }
}
