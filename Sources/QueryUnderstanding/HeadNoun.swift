import TextAnalysis

/// Which categories a query is about, rather than about things for them: in English and Chinese the
/// last noun says what is wanted, so `camera bag` is a bag, and 手机壳 a cover.
struct HeadNoun {
    private static let links: Set<String> = ["for", "with", "without", "für", "mit", "pour"]
    /// Words that end a noun's phrase.
    private static let prepositions: Set<String> = [
        "for", "with", "without", "by", "in", "on", "to", "from", "of", "between", "under", "over",
        "above", "below", "and", "or", "und", "für", "mit",
    ]
    /// What stands behind a noun in Chinese and is none.
    private static let endings = PriceWords.Phrases(
        """
        官方旗舰店,旗舰店,官网,官方,专卖店,正品,批发,推荐,品牌,新款,同款,包邮,多少钱,哪家,怎么样,\
        家用,商用,专用,进口,国产,即食,自粘,收纳,防尘,防水,防滑,加厚,套装,定制,求购,出售,转让,店,的,\
        怎样,怎么,和,与,或,还有,春季,夏季,秋季,冬季,春秋,夏,冬,带,可,小,大,长款,短款,礼盒,大全,图片,价格
        """)

    private let pieces: [Piece]
    private let readings: [Reading]
    private let taken: [Range<Int>]

    init(_ pieces: [Piece], _ readings: [Reading], taken: [Range<Int>]) {
        self.pieces = pieces
        self.readings = readings
        self.taken = taken + readings.map(\.pieces)
    }

    /// The readings without categories that only say more of another noun.
    func kept() -> [Reading] {
        readings.filter { reading in
            guard reading.slot.kind == .category else { return true }
            let last = reading.pieces.upperBound - 1
            return pieces[last].kind == .ideograph
                ? isLastOfRun(reading.pieces.upperBound) : isHead(reading)
        }
    }

    /// Whether nothing follows in a run of Chinese but what is known to be no noun.
    private func isLastOfRun(_ end: Int) -> Bool {
        guard end < pieces.count, pieces[end].kind == .ideograph, !pieces[end].isApart else {
            return true
        }
        if let next = readings.first(where: { $0.pieces.lowerBound == end }) {
            return next.slot.kind != .category
        }
        return taken.contains { $0.lowerBound == end }
            || Self.endings.match(pieces, at: end) != nil
    }

    /// Whether no noun follows in the phrase. One in the plural is a noun of its own, and what a name
    /// of several words is followed by is hardly ever one.
    private func isHead(_ reading: Reading) -> Bool {
        // What stands behind `for` or `with` is not what is wanted.
        guard !pieces[..<reading.pieces.lowerBound].contains(where: isLink) else {
            return false
        }
        let last = pieces[reading.pieces.upperBound - 1]
        let isPlural = last.kind == .word && last.text != last.key
        guard !isPlural else { return true }
        let isName = reading.pieces.count > 1
        for place in pieces.indices[reading.pieces.upperBound...] {
            let piece = pieces[place]
            if isPreposition(piece) || piece.text == "," { return true }
            if let other = readings.first(where: { $0.pieces.contains(place) }) {
                if other.slot.kind == .category { return false }
            } else if !isName, piece.kind == .word, !taken.contains(where: { $0.contains(place) }),
                !piece.isGlued
            {
                return false
            }
        }
        return true
    }

    private func isLink(_ piece: Piece) -> Bool {
        piece.kind == .word && Self.links.contains(piece.text)
    }

    private func isPreposition(_ piece: Piece) -> Bool {
        piece.kind == .word && Self.prepositions.contains(piece.text)
    }
}
