/// How queries speak of prices.
enum PriceWords {
    /// Phrases of which any may stand at a place; the longest counts.
    struct Phrases {
        private var byStart: [String: [[String]]] = [:]

        /// Phrases with commas between them.
        init(_ text: String) {
            for phrase in text.split(separator: ",") {
                let words = Piece.all(of: String(phrase)).map(\.text)
                if let first = words.first { byStart[first, default: []].append(words) }
            }
            byStart = byStart.mapValues { $0.sorted { $0.count > $1.count } }
        }

        /// The piece after the phrase that stands at a place; nil where none does.
        func match(_ pieces: [Piece], at start: Int) -> Int? {
            guard start < pieces.count, let phrases = byStart[pieces[start].text] else {
                return nil
            }
            for phrase in phrases where start + phrase.count <= pieces.count {
                let end = start + phrase.count
                if zip(pieces[start..<end], phrase).allSatisfy({ $0.text == $1 }) { return end }
            }
            return nil
        }
    }

    // Before an amount.
    static let atMost = Phrases(
        """
        under,below,less than,lower than,cheaper than,no more than,not more than,at most,up to,\
        for under,for less than,priced under,<,<=,≤,≦,\
        不超过,不高于,不多于,低于,小于,少于,不到,最多,最高,预算,预算在,控制在
        """)
    static let atLeast = Phrases(
        """
        above,more than,at least,no less than,not less than,higher than,>,>=,≥,\
        高于,大于,超过,多于,不低于,不少于,至少,最低,最少
        """)
    static let around = Phrases("around,approximately,roughly,大约,大概,约")
    static let between = Phrases("between,in between,priced between,在,介于")
    // Before an amount, if it has a currency.
    static let perhapsAtMost = Phrases("max,max.,maximum,within,sub,budget,budget of")
    static let perhapsAtLeast = Phrases("over,min,min.,minimum,from,starting at,starting from")
    static let perhapsAround = Phrases("about,approx,approx.")
    static let to = Phrases("-,~,–,—,to,and,until,till,到,至,和")
    // Behind an amount.
    static let under = Phrases(
        "or less,or under,and under,or below,and below,max,maximum,tops,以下,以内,之内,之下,内,以里,封顶")
    static let over = Phrases("or more,and up,and above,or above,or over,and over,+,以上,起,起步,往上,之上")
    static let roughly = Phrases("左右,上下,or so")
    static let exactly = Phrases("的,秒杀,包邮")
    static let cheap = Phrases(
        """
        cheap,cheaper,cheapest,inexpensive,affordable,low price,low priced,low cost,lowest price,\
        best price,便宜,最便宜,便宜点,便宜一点,平价,实惠,廉价,低价,物美价廉
        """)

    /// What amounts count that are no prices, by their stems.
    static let counted: Set<String> = [
        "year", "yr", "month", "week", "day", "hour", "hr", "minute", "min", "people", "person",
        "player", "piece", "pc", "count", "ct", "set", "size", "percent", "degree", "calory",
        "calorie", "gallon", "gal", "quart", "qt", "pint", "cup", "mile", "mph", "page", "channel",
        "ch", "p", "fps", "nm", "thread", "puzzle", "ohm", "db", "cu", "sq", "mbp", "watt",
    ]
}
