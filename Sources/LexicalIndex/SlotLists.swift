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
                let terms = slot.alternatives.compactMap { alternative in
                    view.segment.terms.id(of: alternative.term).map { ($0, alternative.weight) }
                }
                guard let union = Self.union(terms, in: view) else { continue }
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

    /// The documents of any of some terms, each with the most that one of them says.
    private static func union(
        _ terms: [(id: Int, weight: Float)], in view: SegmentView
    ) -> Union? {
        let postings = view.segment.postings
        guard let first = terms.first else { return nil }
        if terms.count == 1, first.weight == 1 {
            let range = postings.range(of: first.id)
            return Union(
                ordinals: postings.ordinals[range], impacts: postings.impacts[range],
                impactMax: postings.maxima[first.id], documents: view.documents(of: first.id))
        }
        var impacts: [UInt16: UInt16] = [:]
        for (id, weight) in terms {
            for index in postings.range(of: id) {
                let impact = UInt16(max(1, (weight * Float(postings.impacts[index])).rounded()))
                let ordinal = postings.ordinals[index]
                impacts[ordinal] = max(impacts[ordinal] ?? 0, impact)
            }
        }
        let ordinals = impacts.keys.sorted()
        return Union(
            ordinals: ordinals[...], impacts: ordinals.map { impacts[$0] ?? 0 }[...],
            impactMax: impacts.values.max() ?? 0,
            documents: ordinals.count { view.isLive(Int($0)) })
    }
}
