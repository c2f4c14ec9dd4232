import TextAnalysis

/// Numbers with a unit behind them: `16gb`, `6 ft`, 55寸, `32"`.
enum Measures {
    /// Units that Chinese queries write, the longest first.
    private static let chinese = PriceWords.Phrases(
        """
        英寸,寸,厘米,毫米,公分,米,英尺,公里,公斤,千克,毫克,克,斤,毫升,升,匹,瓦,千瓦,伏,安,毫安,\
        码,平方,平方米,平米,粒,片,岁,周岁,个月,吨,尺,倍,万像素,赫兹
        """)
    private static let more: Set<String> = ["t", "ft", "mah", "th"]
    /// Units that are words as well, or letters of a model: only right behind their number.
    private static let gluedOnly: Set<String> = ["in", "x", "a", "m", "v", "l", "g", "w", "pack"]

    /// The measure at a piece: its end, and whether it is a clothing size.
    static func match(_ pieces: [Piece], at start: Int) -> (end: Int, isSize: Bool)? {
        guard pieces[start].kind == .number, !pieces[start].isGlued, start + 1 < pieces.count else {
            return nil
        }
        let next = pieces[start + 1]
        switch next.kind {
        case .ideograph:
            guard !next.isApart else { return nil }
            return chinese.match(pieces, at: start + 1).map { ($0, next.text == "码") }
        case .word:
            guard start + 2 == pieces.count || !pieces[start + 2].isGlued else { return nil }
            let isUnit = Units.name(next.text) != nil || next.isGlued && more.contains(next.text)
            guard isUnit, next.isGlued || !gluedOnly.contains(next.text) else { return nil }
            return (start + 2, false)
        case .sign:
            // `13" laptop`, `13-inch`.
            if ["\"", "″", "”"].contains(next.text) { return (start + 2, false) }
            guard next.text == "-", start + 2 < pieces.count,
                Units.name(pieces[start + 2].text) != nil, pieces.canEnd(at: start + 3)
            else { return nil }
            return (start + 3, false)
        case .number: return nil
        }
    }
}
