/// The postings of a query's slots in each segment, under the weights that all segments give them.
struct SlotLists {
    struct List {
        var ordinals: ArraySlice<UInt16>
        var impacts: ArraySlice<UInt16>
        var weight: UInt32
        var isWord: Bool
        var impactMax: UInt16
    }

    /// By view.
    private(set) var lists: [[List]]
    /// Words of the query that a document holds.
    private(set) var words = 0
    /// Of each slot.
    private(set) var weights: [Float] = []

    init(_ query: Query, in index: LexicalIndex) {
        lists = Array(repeating: [], count: index.views.count)
        for slot in query.slots {
            var documents = 0
            var parts: [(place: Int, union: Union)] = []
            for (place, view) in index.views.enumerated() {
                guard let union = Self.union(slot, in: view) else { continue }
                documents += union.documents
                parts.append((place, union))
            }
            weights.append(slot.weight * index.inverseFrequency(of: documents))
            guard documents > 0, let weight = weights.last.map(FixedPoint.weight) else { continue }
            if slot.isWord { words += 1 }
            for part in parts {
                lists[part.place].append(
                    List(
                        ordinals: part.union.ordinals, impacts: part.union.impacts, weight: weight,
                        isWord: slot.isWord, impactMax: part.union.impactMax))
            }
        }
    }

    private struct Union {
        var ordinals: ArraySlice<UInt16>
        var impacts: ArraySlice<UInt16>
        var impactMax: UInt16
        /// How many of the documents are held.
        var documents: Int
    }

    /// The documents of anything that stands for a slot, each with the most that it says.
    private static func union(_ slot: Query.Slot, in view: SegmentView) -> Union? {
        let segment = view.segment
        let postings = segment.postings
        let terms = slot.alternatives.compactMap { alternative in
            segment.terms.id(of: alternative.term).map { (id: $0, weight: alternative.weight) }
        }
        if terms.count == 1, let only = terms.first, only.weight == 1, slot.phrases.isEmpty {
            let range = postings.range(of: only.id)
            return Union(
                ordinals: postings.ordinals[range], impacts: postings.impacts[range],
                impactMax: postings.maxima[only.id], documents: view.documents(of: only.id))
        }
        guard !terms.isEmpty || !slot.phrases.isEmpty else { return nil }
        var impacts = [UInt16](repeating: 0, count: segment.count)
        var documents = Bits(segment.count)
        func say(_ ordinal: UInt16, _ impact: UInt16, _ weight: Float) {
            let said = UInt16(max(1, (weight * Float(impact)).rounded()))
            impacts[Int(ordinal)] = max(impacts[Int(ordinal)], said)
            documents[Int(ordinal)] = true
        }
        for (id, weight) in terms {
            for index in postings.range(of: id) {
                say(postings.ordinals[index], postings.impacts[index], weight)
            }
        }
        for (words, weight) in slot.phrases {
            for (ordinal, impact) in segment.documents(ofPhrase: words) {
                say(ordinal, impact, weight)
            }
        }
        var union = Union(ordinals: [], impacts: [], impactMax: 0, documents: 0)
        documents.forEach { ordinal in
            union.ordinals.append(UInt16(ordinal))
            union.impacts.append(impacts[ordinal])
            union.impactMax = max(union.impactMax, impacts[ordinal])
            if view.isLive(ordinal) { union.documents += 1 }
        }
        return union.ordinals.isEmpty ? nil : union
    }
}
