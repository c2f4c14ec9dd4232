import Commerce
import TextAnalysis

/// Finds what a query says of the price: bounds, ranges, or that it is to be low.
struct PriceReader {
    /// What was said, and by which pieces.
    struct Found {
        var pieces: Range<Int>
        var atLeast: Double?
        var atMost: Double?
        var isCheap = false
        var currency: Currency?
    }

    /// How far `around 100` reaches to either side.
    private static let tolerance = 0.2

    private let pieces: [Piece]
    /// The currencies of the shop's prices, most items first.
    private let currencies: [Currency]

    init(_ pieces: [Piece], currencies: [Currency]) {
        self.pieces = pieces
        self.currencies = currencies
    }

    /// What is said of the price, in order; nothing in a shop without prices.
    func read() -> [Found] {
        guard !currencies.isEmpty else { return [] }
        var found: [Found] = []
        var index = 0
        while index < pieces.count {
            if var next = bounds(at: index) ?? cheap(at: index) {
                let end = next.pieces.upperBound
                if end < pieces.count, pieces[end].text == "的" {
                    next.pieces = index..<(end + 1)
                }
                found.append(next)
                index = next.pieces.upperBound
            } else {
                index += 1
            }
        }
        return found
    }

    // MARK: Phrases

    private func cheap(at start: Int) -> Found? {
        PriceWords.cheap.match(pieces, at: start).map { Found(pieces: start..<$0, isCheap: true) }
    }

    private func bounds(at start: Int) -> Found? {
        guard pieces.canBegin(at: start) || pieces[start].kind == .sign else { return nil }
        if let found = bound(after: PriceWords.atMost, PriceWords.perhapsAtMost, start) {
            return Found(
                pieces: start..<found.end, atMost: found.high ?? found.low,
                currency: found.currency)
        }
        if let found = bound(after: PriceWords.atLeast, PriceWords.perhapsAtLeast, start) {
            return Found(
                pieces: start..<found.end, atLeast: found.low, atMost: found.high,
                currency: found.currency)
        }
        if let found = bound(after: PriceWords.around, PriceWords.perhapsAround, start) {
            return around(found.low, start..<found.end, found.currency)
        }
        if let end = PriceWords.between.match(pieces, at: start), let low = amount(at: end),
            let joint = PriceWords.to.match(pieces, at: low.end), let high = amount(at: joint),
            isPrice(low, high), let currency = currency(of: low, high)
        {
            return range(low, high, start..<high.end, currency)
        }
        return plain(at: start)
    }

    /// What begins with the amount itself: a range, or an amount with its bound behind it.
    private func plain(at start: Int) -> Found? {
        guard let low = amount(at: start) else { return nil }
        if let joint = PriceWords.to.match(pieces, at: low.end), let high = amount(at: joint) {
            let isMarked = low.codes != nil || high.codes != nil || isPlainRange(low, high, start)
            guard isMarked, isPrice(low, high), let currency = currency(of: low, high) else {
                return nil
            }
            let end = PriceWords.under.match(pieces, at: high.end) ?? high.end
            return range(low, high, start..<end, currency)
        }
        guard let currency = currency(of: low, low) else { return nil }
        if let end = PriceWords.under.match(pieces, at: low.end) {
            return Found(pieces: start..<end, atMost: low.value, currency: currency.known)
        }
        if let end = PriceWords.over.match(pieces, at: low.end) {
            return Found(pieces: start..<end, atLeast: low.value, currency: currency.known)
        }
        if let end = PriceWords.roughly.match(pieces, at: low.end) {
            return around(low.value, start..<end, currency.known)
        }
        guard low.codes != nil else { return nil }
        if low.isMore {
            return Found(
                pieces: start..<low.end, atLeast: low.value, atMost: low.value + low.step,
                currency: currency.known)
        }
        return PriceWords.exactly.match(pieces, at: low.end).map {
            Found(
                pieces: start..<$0, atLeast: low.value, atMost: low.value, currency: currency.known)
        }
    }

    /// An amount after a word that bounds it, or a range of them. Words that mean other things as
    /// well, as in `air max 90`, need a currency or a range.
    private func bound(
        after sure: PriceWords.Phrases, _ perhaps: PriceWords.Phrases, _ start: Int
    ) -> (low: Double, high: Double?, end: Int, currency: Currency?)? {
        let sureEnd = sure.match(pieces, at: start)
        guard let end = sureEnd ?? perhaps.match(pieces, at: start), let low = amount(at: end)
        else {
            return nil
        }
        if let joint = PriceWords.to.match(pieces, at: low.end), let high = amount(at: joint),
            high.value > low.value, isPrice(low, high), let currency = currency(of: low, high)
        {
            return (low.value, high.value, high.end, currency.known)
        }
        guard sureEnd != nil || low.codes != nil, isPrice(low, low),
            let currency = currency(of: low, low)
        else { return nil }
        let past = PriceWords.under.match(pieces, at: low.end) ?? low.end
        return (low.value, nil, past, currency.known)
    }

    private func around(_ value: Double, _ stretch: Range<Int>, _ currency: Currency?) -> Found {
        Found(
            pieces: stretch, atLeast: value * (1 - Self.tolerance),
            atMost: value * (1 + Self.tolerance), currency: currency)
    }

    private func range(
        _ low: Amount, _ high: Amount, _ stretch: Range<Int>, _ currency: Resolved
    ) -> Found? {
        // In `3-5k` both are thousands.
        let isScaled = high.value >= 1000 && low.value < 100 && high.isScaled && !low.isScaled
        let least = isScaled ? low.value * 1000 : low.value
        guard least <= high.value else { return nil }
        return Found(
            pieces: stretch, atLeast: least, atMost: high.value, currency: currency.known)
    }

    // MARK: Amounts

    private struct Amount {
        var value: Double
        var end: Int
        /// What the named currency can be; nil where none was named.
        var codes: [String]?
        /// Said to be somewhat more, as 300多.
        var isMore = false
        var isScaled: Bool
        /// The size of its first digit's place.
        var step: Double {
            var step = 1.0
            while step * 10 <= value { step *= 10 }
            return step
        }
    }

    /// A number with its currency before or after it, if it has one.
    private func amount(at start: Int) -> Amount? {
        let before = CurrencyWords.read(pieces, at: start)
        guard let number = Numeral(pieces, at: before?.end ?? start) else { return nil }
        var amount = Amount(
            value: number.value, end: number.end, codes: before?.codes,
            isScaled: number.hasDigits && number.value > pieces[before?.end ?? start].number)
        amount.isMore = readMore(&amount.end)
        if let after = CurrencyWords.read(pieces, at: amount.end) {
            amount.codes = amount.codes ?? after.codes
            amount.end = after.end
            amount.isMore = readMore(&amount.end) || amount.isMore
        }
        return amount
    }

    private func readMore(_ end: inout Int) -> Bool {
        guard end < pieces.count, ["多", "来"].contains(pieces[end].text) else { return false }
        end += 1
        return true
    }

    /// The shop's currency that is meant; `known` where the query named it.
    private struct Resolved {
        var known: Currency?
    }

    /// Nil where another currency was named than the shop has.
    private func currency(of low: Amount, _ high: Amount) -> Resolved? {
        guard let codes = low.codes ?? high.codes else { return Resolved() }
        return currencies.first { codes.contains($0.code) }.map { Resolved(known: $0) }
    }

    /// Whether amounts without a currency are prices: not with a unit behind them.
    private func isPrice(_ low: Amount, _ high: Amount) -> Bool {
        guard low.codes == nil, high.codes == nil, high.end < pieces.count else { return true }
        let next = pieces[high.end]
        switch next.kind {
        case .word:
            return !next.isGlued && Units.name(next.text) == nil
                && !PriceWords.counted.contains(next.key)
        case .ideograph: return next.isApart || ["的", "买"].contains(next.text)
        case .number: return next.isApart
        case .sign: return !["%", "\"", "°", "x", "*"].contains(next.text) || next.isApart
        }
    }

    /// Whether a range that names no currency is one of prices: at the end of the query, after a
    /// blank, of round numbers that are no years.
    private func isPlainRange(_ low: Amount, _ high: Amount, _ start: Int) -> Bool {
        let years = 1900.0...2100.0
        return start > 0 && pieces[start].isApart && high.end == pieces.count
            && low.value >= 10 && high.value > low.value && high.value <= 20 * low.value
            && low.value.truncatingRemainder(dividingBy: 10) == 0
            && high.value.truncatingRemainder(dividingBy: 10) == 0
            && !(years.contains(low.value) && years.contains(high.value))
    }
}
