import TextAnalysis

/// Finds what phrases of a query can mean: in every shop, and in this one.
struct PhraseReader {
    /// Pieces of a phrase at most.
    private static let lengthMax = 12
    /// Names that a reading stands for at most; those of most items.
    private static let valuesMax = 20
    /// How many of the items whose titles hold a brand's name must be of that brand: `Island` is a
    /// label, and mostly an island.
    private static let brandShareMin = 0.1

    /// What many a name ends in and no kind of thing is: `cleaning products` are no `products`.
    private static let vague: Set<String> = [
        "product", "item", "good", "thing", "supply", "range", "part", "set", "kit", "type",
        "equipment", "technology", "machine", "system", "component", "material", "solution",
    ]

    let pieces: [Piece]
    let vocabulary: ShopVocabulary
    /// How many items hold a term.
    let documents: (String) -> Int

    /// Everything that can be meant, but where a price was read.
    func read(except taken: [Range<Int>]) -> [Reading] {
        var readings: [Reading] = []
        for start in pieces.indices {
            guard !taken.contains(where: { $0.contains(start) }) else { continue }
            let next = taken.map(\.lowerBound).filter { $0 > start }.min() ?? pieces.count
            if let measure = Measures.match(pieces, at: start), measure.end <= next,
                let reading = read(measure, from: start)
            {
                readings.append(reading)
            }
            guard pieces.canBegin(at: start) else { continue }
            readings += phrases(from: start, to: min(next, start + Self.lengthMax))
        }
        return readings
    }

    private func phrases(from start: Int, to limit: Int) -> [Reading] {
        var readings: [Reading] = []
        var key = ""
        var text = ""
        for place in start..<limit {
            let piece = pieces[place]
            if piece.kind == .sign {
                if piece.isJoint { continue } else { break }
            }
            // Blanks part words of Chinese.
            let isBreak = piece.isApart && piece.kind == .ideograph
            if place > start, isBreak, pieces[place - 1].kind == .ideograph { break }
            key += piece.key
            text += piece.text
            guard pieces.canEnd(at: place + 1) else { continue }
            let stretch = start..<(place + 1)
            if let reading = general(text, stretch) { readings.append(reading) }
            if let reading = own(key, stretch) { readings.append(reading) }
        }
        return readings
    }

    // MARK: In every shop

    private func read(_ measure: (end: Int, isSize: Bool), from start: Int) -> Reading? {
        let stretch = start..<measure.end
        let text = pieces[stretch].map(\.text).joined()
        guard holds(Analyser.queryTerms(text)) || holds(pieces[stretch].map(\.key)) else {
            return nil
        }
        // An attribute of the shop's own says it better.
        let slot = slot(.attribute, measure.isSize ? "size" : "measure", stretch)
        return Reading(pieces: stretch, slot: slot, weight: weight(stretch) + 0.2)
    }

    private func general(_ text: String, _ stretch: Range<Int>) -> Reading? {
        guard let place = Lexicon.shared.places[text] else { return nil }
        let group = Lexicon.shared.groups[place]
        guard
            stretch.count > 1 || pieces[stretch.lowerBound].kind != .ideograph
                || standsAlone(stretch.lowerBound, group.field)
        else { return nil }
        let isCondition = group.field == Lexicon.condition
        var slot = slot(isCondition ? .condition : .attribute, group.field, stretch)
        let own = group.words.flatMap { vocabulary.senses(of: $0.key) }.filter {
            ![ShopVocabulary.brand, ShopVocabulary.category].contains($0.name.field)
        }
        guard !own.isEmpty || group.words.contains(where: { holds($0.terms) }) else { return nil }
        if let first = own.first, !isCondition { slot.field = first.name.field }
        slot.values = own.map(\.name.text)
        return Reading(pieces: stretch, slot: slot, weight: weight(stretch) + 0.3)
    }

    /// Whether a single character is a word here: alone between blanks, or, if it tells for whom,
    /// at an end of its run.
    private func standsAlone(_ place: Int, _ field: String) -> Bool {
        func isIdeograph(_ place: Int) -> Bool {
            pieces.indices.contains(place) && pieces[place].kind == .ideograph
        }
        let isFirst = !isIdeograph(place - 1) || pieces[place].isApart
        let isLast = !isIdeograph(place + 1) || pieces[place + 1].isApart
        return isFirst && isLast || field == "audience" && (isFirst || isLast)
    }

    // MARK: In this shop

    private func own(_ key: String, _ stretch: Range<Int>) -> Reading? {
        let senses = vocabulary.senses(of: key)
        guard !senses.isEmpty else { return nil }
        let isLetter =
            stretch.count == 1 && pieces[stretch.lowerBound].text.unicodeScalars.count == 1
        let brands = senses.filter { $0.name.field == ShopVocabulary.brand }
        let categories = senses.filter { $0.name.field == ShopVocabulary.category }
        let attributes = senses.filter {
            ![ShopVocabulary.brand, ShopVocabulary.category].contains($0.name.field)
        }
        if !brands.isEmpty, !isLetter, isBrand(brands, beside: categories) {
            return reading(.brand, brands, stretch, prior: 0.2)
        }
        if !attributes.isEmpty, !isLetter {
            let field = attributes.max { count($0) < count($1) }?.name.field
            return reading(
                .attribute, attributes.filter { $0.name.field == field }, stretch, prior: 0.3)
        }
        let whole = categories.filter(\.isWhole)
        let isKind = !whole.isEmpty || !Self.vague.contains(pieces[stretch.lowerBound].key)
        guard !categories.isEmpty, isKind, !isLetter || isWord(stretch.lowerBound) && !whole.isEmpty
        else {
            return nil
        }
        return reading(.category, whole.isEmpty ? categories : whole, stretch, prior: 0.1)
    }

    private func reading(
        _ kind: Slot.Kind, _ senses: [ShopVocabulary.Sense], _ stretch: Range<Int>, prior: Double
    ) -> Reading {
        let most = senses.sorted { (count($1), $0.name.text) < (count($0), $1.name.text) }
        var slot = slot(kind, senses[0].name.field, stretch)
        slot.values = most.prefix(Self.valuesMax).map(\.name.text)
        return Reading(pieces: stretch, slot: slot, weight: weight(stretch) + prior)
    }

    private func count(_ sense: ShopVocabulary.Sense) -> Int { vocabulary.count(of: sense.name) }

    private func isBrand(
        _ brands: [ShopVocabulary.Sense], beside categories: [ShopVocabulary.Sense]
    ) -> Bool {
        let items = brands.reduce(0) { $0 + count($1) }
        let kinds = categories.filter(\.isWhole).reduce(0) { $0 + count($1) }
        let holding = documents(ofAll: Analyser.queryTerms(brands[0].name.text))
        return 2 * items >= kinds && Double(items) >= Self.brandShareMin * Double(holding)
    }

    /// Whether a character of Chinese stands at both ends of its run.
    private func isWord(_ place: Int) -> Bool {
        pieces[place].kind == .ideograph && standsAlone(place, "")
    }

    // MARK: Support

    private func slot(_ kind: Slot.Kind, _ field: String, _ stretch: Range<Int>) -> Slot {
        pieces.slot(kind, field, stretch)
    }

    /// Characters count one, words and numbers two; long phrases more than their parts.
    private func weight(_ stretch: Range<Int>) -> Double {
        let length = pieces[stretch].reduce(0.0) { sum, piece in
            sum + (piece.kind == .ideograph ? 1 : piece.kind == .sign ? 0 : 2)
        }
        return length * length.squareRoot()
    }

    private func holds(_ terms: [String]) -> Bool { documents(ofAll: terms) > 0 }

    /// How many items hold the rarest of some terms.
    private func documents(ofAll terms: [String]) -> Int { terms.map(documents).min() ?? 0 }
}

extension [Piece] {
    /// A slot over a stretch, without its values.
    func slot(_ kind: Slot.Kind, _ field: String, _ stretch: Range<Int>) -> Slot {
        let source =
            self[stretch.lowerBound].source
            .lowerBound..<self[stretch.upperBound - 1].source.upperBound
        return Slot(kind: kind, field: field, text: "", source: source)
    }
}
