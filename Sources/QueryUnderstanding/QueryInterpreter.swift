import Commerce

/// Reads what a query says of the items wanted, as far as the shop's catalogue supports it.
package struct QueryInterpreter {
    /// Bytes of a query that are read.
    private static let bytesMax = 1000

    private let vocabulary: ShopVocabulary
    private let documents: (String) -> Int

    /// - Parameters:
    ///   - vocabulary: What the shop calls things.
    ///   - documents: How many items hold a term of ``TextAnalysis``.
    package init(_ vocabulary: ShopVocabulary, documents: @escaping (String) -> Int) {
        self.vocabulary = vocabulary
        self.documents = documents
    }

    /// What a query says. Anything may be in it; what goes past the bounds is words.
    package func read(_ text: String) -> Understanding {
        let language = Language(of: String(text.prefix(Self.bytesMax)))
        let pieces = text.utf8.count <= Self.bytesMax ? Piece.all(of: text) : []
        guard !pieces.isEmpty else { return Understanding(language: language, words: text) }
        let prices = PriceReader(pieces, currencies: vocabulary.currencies).read()
        let taken = prices.map(\.pieces)
        let phrases = PhraseReader(pieces: pieces, vocabulary: vocabulary, documents: documents)
        let chosen = Reading.best(of: phrases.read(except: taken), count: pieces.count)
        let kept = HeadNoun(pieces, chosen, taken: taken).kept()
        let bytes = Array(text.utf8)
        var slots = kept.map(\.slot)
        var isBounded = false
        for price in prices {
            var slot = pieces.slot(.price, "price", price.pieces)
            slot.atLeast = price.atLeast
            slot.atMost = price.atMost
            slot.isCheap = price.isCheap
            slot.currency = price.currency
            // Two bounds that each say all of the price cannot both be meant.
            guard slot.role == .boost || !isBounded else { continue }
            isBounded = isBounded || slot.role == .filter
            slots.append(slot)
        }
        slots.sort { $0.source.lowerBound < $1.source.lowerBound }
        var others = Self.others(pieces, except: slots)
        for index in slots.indices {
            slots[index].text = String(decoding: bytes[slots[index].source], as: UTF8.self)
        }
        for index in others.indices {
            others[index].text = String(decoding: bytes[others[index].source], as: UTF8.self)
        }
        let said = slots.filter { $0.kind == .price }.map(\.source)
        return Understanding(
            language: language, slots: slots, others: others,
            words: Self.rest(of: bytes, without: said))
    }

    /// The words in no slot: what is written as one, and runs of Chinese.
    private static func others(_ pieces: [Piece], except slots: [Slot]) -> [Slot] {
        var others: [Slot] = []
        var isOpen = false
        for (place, piece) in pieces.enumerated() {
            let isSaid = slots.contains { $0.source.overlaps(piece.source) }
            guard !isSaid, piece.kind != .sign else {
                isOpen = false
                continue
            }
            let isRun =
                piece.kind == .ideograph && !piece.isApart && place > 0
                && pieces[place - 1].kind == .ideograph
            if isOpen, isRun || piece.isGlued {
                let start = others[others.count - 1].source.lowerBound
                others[others.count - 1].source = start..<piece.source.upperBound
            } else {
                others.append(pieces.slot(.word, "words", place..<(place + 1)))
                isOpen = true
            }
        }
        return others
    }

    /// The text without some stretches.
    private static func rest(of bytes: [UInt8], without stretches: [Range<Int>]) -> String {
        var rest: [UInt8] = []
        var start = 0
        for stretch in stretches {
            rest += bytes[start..<stretch.lowerBound]
            rest.append(UInt8(ascii: " "))
            start = stretch.upperBound
        }
        rest += bytes[start...]
        let text = String(decoding: rest, as: UTF8.self)
        return stretches.isEmpty ? text : text.split(separator: " ").joined(separator: " ")
    }
}
