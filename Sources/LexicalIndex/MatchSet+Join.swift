extension MatchSet {
    package func contains(_ document: UInt32) -> Bool {
        parts.contains { part in
            part.view.ordinal(of: document).map { part.documents[$0] } ?? false
        }
    }
}

extension LexicalIndex {
    /// The documents of a set, and further ones that the index holds.
    package func set(_ set: MatchSet, with documents: some Sequence<UInt32>) -> MatchSet {
        var bits: [Bits?] = views.map { _ in nil }
        for part in set.parts { bits[part.place] = part.documents }
        for document in documents {
            guard let (place, ordinal) = location(of: document) else { continue }
            var held = bits[place] ?? Bits(views[place].segment.count)
            held[ordinal] = true
            bits[place] = held
        }
        return MatchSet(
            parts: bits.enumerated().compactMap { place, documents in
                documents.map { MatchSet.Part(place: place, view: views[place], documents: $0) }
            })
    }
}
