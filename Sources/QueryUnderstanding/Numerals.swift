/// Numbers as queries write them: in digits, with `k` or 万, in English words, in Chinese numerals.
struct Numeral {
    var value: Double
    /// The piece after it.
    var end: Int
    /// Whether it holds digits; `one` and 一 are words first.
    var hasDigits: Bool

    private static let english: [String: Double] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    ]
    private static let digits: [String: Double] = [
        "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
        "八": 8, "九": 9,
    ]
    private static let tens: [String: Double] = [
        "十": 10, "百": 100, "千": 1000, "hundred": 100, "thousand": 1000, "grand": 1000,
    ]

    /// The number that begins at a piece; nil where none does.
    init?(_ pieces: [Piece], at start: Int) {
        guard start < pieces.count else { return nil }
        (value, end) = (pieces[start].number, start)
        hasDigits = pieces[start].kind == .number
        if hasDigits {
            end += 1
            scale(pieces)
        } else {
            readWords(pieces)
        }
        guard end > start, value > 0 else { return nil }
    }

    /// `5k`, `3千`, `2万`, `2 thousand`.
    private mutating func scale(_ pieces: [Piece]) {
        guard end < pieces.count else { return }
        let next = pieces[end]
        let factor: Double? =
            switch next.text {
            case "k" where next.isGlued: 1000
            case "万": 10_000
            default: next.isGlued ? nil : Self.tens[next.text]
            }
        guard let factor else { return }
        value *= factor
        end += 1
    }

    /// `two hundred fifty`, 三百五, 两万: the sum of what is multiplied by ten and its powers.
    private mutating func readWords(_ pieces: [Piece]) {
        var whole = 0.0
        var section = 0.0
        var digit: Double?
        var unit = 1.0
        while end < pieces.count, pieces[end].kind != .sign, pieces[end].kind != .number {
            let text = pieces[end].text
            if let value = Self.digits[text] {
                digit = value
            } else if let value = Self.english[text] {
                digit = (digit ?? 0) + value
            } else if let value = Self.tens[text] {
                section += (digit ?? 1) * value
                (digit, unit) = (nil, value)
            } else if text == "万", digit != nil || section > 0 {
                whole = (section + (digit ?? 0)) * 10_000
                (section, digit, unit) = (0, nil, 10_000)
            } else {
                break
            }
            end += 1
        }
        // 三百五 is 350.
        let last = digit.map { $0 < 10 && unit >= 100 ? $0 * unit / 10 : $0 }
        value = whole + section + (last ?? 0)
    }
}
