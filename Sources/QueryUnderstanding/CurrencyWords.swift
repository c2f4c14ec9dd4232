import Commerce

/// How queries name currencies.
enum CurrencyWords {
    private static let dollars = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN"]
    private static let yuan = ["CNY", "HKD", "TWD", "SGD"]

    /// Codes that a sign or a word can stand for, the likeliest first. Chinese words by their
    /// characters.
    private static let rows: [(words: String, codes: [String])] = [
        ("$ dollar dollars buck bucks", dollars), ("usd us$ 美元 美金 美刀", ["USD"]),
        ("€ eur euro euros 欧元", ["EUR"]), ("£ gbp quid 英镑", ["GBP"]),
        ("pound pounds", ["GBP"]), ("¥", ["CNY", "JPY"]),
        ("元 块 块钱 圆 元钱", yuan), ("cny rmb yuan 人民币 元人民币", ["CNY"]),
        ("hkd 港币 港元", ["HKD"]), ("twd ntd 台币", ["TWD"]), ("jpy yen 日元 円", ["JPY"]),
        ("krw won ₩", ["KRW"]), ("inr rupees rs ₹", ["INR"]), ("chf francs", ["CHF"]),
        ("sek nok dkk kr kronor", ["SEK", "NOK", "DKK"]), ("pln zł", ["PLN"]),
        ("cad", ["CAD"]), ("aud", ["AUD"]),
    ]

    private static let names: [(pieces: [String], codes: [String])] = rows.flatMap { row in
        row.words.split(separator: " ").map { name in
            (Piece.all(of: String(name)).map(\.text), row.codes)
        }
    }.sorted { $0.0.count > $1.0.count }

    private static let starts = Set(names.compactMap(\.pieces.first))

    /// The currency named at a piece, and the piece after its name.
    static func read(_ pieces: [Piece], at start: Int) -> (codes: [String], end: Int)? {
        guard start < pieces.count, starts.contains(pieces[start].text) else { return nil }
        for (name, codes) in names where start + name.count <= pieces.count {
            if zip(pieces[start...], name).allSatisfy({ $0.text == $1 }) {
                return (codes, start + name.count)
            }
        }
        return nil
    }
}
