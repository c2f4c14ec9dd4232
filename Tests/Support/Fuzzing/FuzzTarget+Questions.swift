import Commerce
import Engine
import JSON
import Primitives
import Service

extension FuzzTarget {
    static let questions = [question, suggest, address, body]

    static let question = FuzzTarget(
        "question",
        seeds: [
            #"{"query": "red lmap", "limit": 5, "facets": ["brand", "price"], "sort": "-price"}"#,
            #"{"query": "灯", "filter": {"price": {"gte": 1}}, "paging": true, "offset": 1}"#,
            #"{"placement": "similar", "item": "item-0", "user": "u1", "explain": true}"#,
            #"{"placement": "cart", "items": ["item-1", "item-2"], "exclude": ["item-3"]}"#,
            #"{"placement": "home", "user": "u1", "limit": 2, "paging": true, "locale": "zh"}"#,
            #"{"placement": "recent", "visitor": "v", "session": "s1", "fields": ["title"]}"#,
            #"{"query": "lamp", "facets": ["brand", "brand"], "fields": ["title", "title"]}"#,
            #"{"cursor": "c-0123456789abcdef"}"#,
        ],
        words: [
            "\"query\":", "\"placement\":", "trending", "also_bought", "\"filter\":", "\"facets\":",
            "\"fields\":", "\"limit\":100", "\"offset\":1000", "\"sort\":", "popularity",
            "\"exclude\":", "\"items\":", "item-0", "u1", "category", "title", "attributes",
        ]
    ) { bytes in
        guard let fields = (try? JSONParser.parse(bytes))?.object else { return }
        var reader = FieldReader(fields)
        guard let format = try? AnswerFormat(&reader) else { return }
        if let cursor = try? reader.id("cursor") {
            guard let answer = try? Shop.shared.engine.next(cursor) else { return }
            try check(answer, format)
        } else {
            var recommending = reader
            if let request = try? RecommendRequest(&recommending) {
                try check(Shop.shared.engine.recommend(request), format)
            }
            if let request = try? SearchRequest(&reader) {
                try check(Shop.shared.engine.search(request), format)
            }
        }
    }

    /// An answer is JSON, and its cursor leads to another.
    private static func check(_ answer: Answer, _ format: AnswerFormat) throws {
        let bytes = answer.json(format, microseconds: 1).bytes
        try require(
            (try? JSONParser.parse(bytes)) != nil,
            "the answer \(String(decoding: bytes, as: UTF8.self)) is no JSON")
        guard let cursor = answer.cursor else { return }
        let next = try require(try? Shop.shared.engine.next(cursor), "a fresh cursor is unknown")
        let ids = Set(answer.hits.map(\.id))
        try require(next.hits.allSatisfy { !ids.contains($0.id) }, "a page repeats the one before")
    }

    static let suggest = FuzzTarget(
        "suggest", seeds: ["la", "灯", "hoodei", "red lamp", "Ё", "straß"],
        words: ["lamp", "灯笼", "\u{301}", "\u{1F3FD}", "ß", " "]
    ) { bytes in
        let text = String(decoding: bytes.prefix(1000), as: UTF8.self)
        for suggestion in Shop.shared.engine.suggest(text, limit: 8) {
            try require(!suggestion.text.isEmpty, "an empty suggestion")
        }
        var request = SearchRequest(query: text)
        let found = Shop.shared.engine.search(request)
        guard let corrected = found.corrected else { return }
        request.query = corrected
        try require(
            Shop.shared.engine.search(request).corrected == nil, "a correction needs another")
    }

    static let address = FuzzTarget(
        "address",
        seeds: ["q=a%20b&limit=8", "after=0&limit=100", "q=%E7%81%AF+x&&=&a", "last=%31"],
        words: ["%", "%00", "%ff", "%zz", "&", "=", "+", "q=", "limit=", "99999999999999999999"]
    ) { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        if let decoded = percentDecoded(text.utf8) {
            let escaped = decoded.utf8.map { byte in
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined()
            try require(
                percentDecoded(escaped.utf8).map { Array($0.utf8) } == Array(decoded.utf8),
                "an escaped text is not read")
        }
        guard var reader = try? AddressReader(query: text) else { return }
        _ = try? reader.text("q", bytesMax: 1000)
        if let limit = try? reader.integer("limit", in: 1...100) {
            try require((1...100).contains(limit), "\(limit) was taken for a limit")
        }
        _ = try? reader.finish()
    }

    static let body = FuzzTarget(
        "body",
        seeds: [
            "{\"type\":\"view\",\"user\":\"u\",\"item\":\"i\"}\n{\"type\":\"click\"}\nnot json\n\n",
            #"[{"type": "view", "user": "u", "item": "i"}, 5, null]"#, "{}", "\r\n \t\n", "[]",
        ], words: ["\n", "\r\n", "{\"type\":\"view\"", "}\n{", "[", "],["]
    ) { bytes in
        let lines = bytes.split(separator: 10).count {
            !$0.allSatisfy { byte in byte == 32 || byte == 9 || byte == 13 }
        }
        for isLines in [true, false] {
            guard let records = try? Records(bytes, isLines: isLines, countMax: 100) else {
                try require(!isLines || lines > 100, "lines were refused as a whole")
                continue
            }
            if records.placeName == .line {
                try require(records.list.count == lines, "a line got lost")
            }
            for case .success(.object(let fields)) in records.list.map(\.content) {
                try read(fields)
            }
        }
    }
}
