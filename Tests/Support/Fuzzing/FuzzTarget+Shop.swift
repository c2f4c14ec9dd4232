import Commerce
import JSON
import LexicalIndex
import Primitives
import QueryUnderstanding

/// What merchandisers write, and what shoppers mean.
extension FuzzTarget {
    static let shop = [rule, intent, expression]

    static let rule = FuzzTarget(
        "rule",
        seeds: [
            #"{"id": "r", "when": {"queries": ["red lamp"]}, "then": {"pins": ["item-0"]}}"#,
            #"{"id": "r", "then": {"synonyms": [["lamp", "light"], ["灯", "台灯"]]}}"#,
            #"{"id": "r", "from": "2026-11-01T00:00:00Z", "until": "2026-12-01T00:00:00Z"}"#,
            #"{"id": "r", "priority": 3, "enabled": false, "when": {"category": "Home"}}"#,
        ],
        words: [
            "\"when\":", "\"then\":", "\"match\":", "\"user\":", "\"visitors\":", "\"redirect\":",
            "\"boost\":", "\"bury\":", "\"hide\":", "\"pins\":", "\"synonyms\":", "[]", "{}",
            "-1e9",
        ]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object,
            let rule = try? Rule(fields: fields)
        else { return }
        try require(!rule.action.isEmpty, "a rule that does nothing was taken")
        let again = try require(try? Rule(fields: rule.fields), "its own form is not taken")
        try require(again == rule, "\(rule) is written as \(again)")
    }

    private static let vocabulary: ShopVocabulary = {
        var vocabulary = ShopVocabulary()
        for item in Shop.items { vocabulary.insert(item) }
        return vocabulary
    }()

    private static let index: LexicalIndex = {
        var index = LexicalIndex()
        for (number, item) in Shop.items.enumerated() { index.insert(item, as: UInt32(number)) }
        return index
    }()

    /// The reader of intents: each slot is a stretch of the query, in order, with its text.
    static let intent = FuzzTarget(
        "intent",
        seeds: [
            "red lamp under 50", "acme hoodie size S new", "200元以下的台灯", "€5-20 lamp",
            "cheap watch from £3", "二百到三百块的灯笼", "lamp between 5 and 20 eur",
        ],
        words: [
            "under", "over", "between", "and", "€", "$", "元", "以下", "到", "-", "5", "１", "百", "万",
            "1e9", ".", ",", "acme", "灯", "cheap", "\u{301}", " ",
        ]
    ) { bytes in
        let text = String(decoding: bytes.prefix(4000), as: UTF8.self)
        let interpreter = QueryInterpreter(vocabulary, documents: index.documents)
        let understanding = interpreter.read(text)
        let all = Array(text.utf8)
        var start = 0
        for slot in understanding.slots {
            try require(
                slot.source.lowerBound >= start && slot.source.upperBound <= all.count,
                "\(slot) stands outside the query, or before the slot before it")
            try require(
                slot.text == String(decoding: all[slot.source], as: UTF8.self), "\(slot) misquotes")
            start = slot.source.lowerBound
        }
    }

    /// Conditions in words: what does not hold of an item holds the other way round.
    static let expression = FuzzTarget(
        "expression",
        seeds: [
            #"price < 50 and category under "Home" and not brand = "X""#,
            "in_stock or (price >= 5 and price != 7)", #"brand in ("a", "b", 3)"#, "not not true",
            "材质 = \"羊毛\"",
        ],
        words: [
            " and ", " or ", "not ", "(", ")", "=", "!=", "<=", ">=", " in ", " under ", "category",
            "price", "\"", "'", ",", "true", "-1e9", "in_stock",
        ]
    ) { bytes in
        let text = String(decoding: bytes.prefix(Expression.bytesMax - 8), as: UTF8.self)
        guard let expression = try? Expression(text, path: "where"),
            let opposite = try? Expression("not (\(text))", path: "where")
        else { return }
        for item in Shop.items.prefix(20) {
            try require(
                expression.matches(item) != opposite.matches(item),
                "\(text) and its opposite agree on \(item.id)")
        }
    }
}
