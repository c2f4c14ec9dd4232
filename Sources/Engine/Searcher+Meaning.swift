import Commerce
import LexicalIndex
import TextAnalysis

/// What a query means, beside its words.
struct Meant {
    let meanings: ItemMeanings
    /// Of the query as it was asked, whatever of it is given up.
    let vector: [Float]
}

/// Items that are near in meaning join those that hold the words, and nearness adds to the score.
extension Searcher {
    /// Items that are found for their meaning alone, at most.
    private static let nearMax = 100
    /// How near such an item is at least, beside the nearest.
    private static let nearShare: Float = 0.75
    /// A word with a digit that so few items hold is a model number or the like: whoever types it
    /// means these.
    private static let codeDocumentsMax = 20
    private static let codeBytesMin = 4

    /// Nil where words alone are to answer: there is no encoder, an order was asked for, the words are
    /// quoted, not yet complete, or name a model.
    func meant(by query: String, _ request: SearchRequest) -> Meant? {
        guard let meanings = state.meanings, request.order == .relevance, !request.isTyping,
            !query.contains("\""), !namesModel(query),
            let vector = meanings.encoder.vector(of: query)
        else { return nil }
        return Meant(meanings: meanings, vector: vector)
    }

    private func namesModel(_ query: String) -> Bool {
        Analyser.indexTerms(query).contains { term in
            term.utf8.count >= Self.codeBytesMin
                && term.utf8.contains { (0x30...0x39).contains($0) }
                && (1...Self.codeDocumentsMax).contains(state.catalogue.index.documents(of: term))
        }
    }

    /// Joins what is near in meaning with what words found.
    ///
    /// - Parameters:
    ///   - found: By words; the set of all of it is there.
    ///   - request: What was asked.
    ///   - meant: Its meaning.
    /// - Returns: The cosines of items, and which of them lack the words.
    func join(
        _ found: inout LexicalIndex.Found, _ request: SearchRequest, _ meant: Meant
    ) -> Nearness {
        let fusion = meant.meanings.encoder.fusion
        let near = near(request, meant)
        var nearness = Nearness()
        let documents = found.matches.map(\.document)
        nearness.cosines = meant.meanings.cosines(of: documents, to: meant.vector)
        let asked = Analyser.queryTerms(request.query)
        let best = found.matches.first?.score ?? 1
        for (place, document) in documents.enumerated() {
            let isExact = isExact(document, request.query, asked)
            let cosine = isExact ? 1 : max(0, nearness.cosines[document] ?? 0)
            found.matches[place].score += fusion.weight * cosine * best
        }
        let listed = Set(documents)
        let last = found.matches.last?.score ?? 0
        for item in near where !listed.contains(item.document) {
            nearness.cosines[item.document] = item.cosine
            let holdsWords = found.all.contains(item.document)
            if !holdsWords { nearness.alone.insert(item.document) }
            found.matches.append(
                LexicalIndex.Match(
                    document: item.document,
                    score: (holdsWords ? last : 0) + fusion.weight * item.cosine * best))
        }
        found.total += nearness.alone.count
        found.all = state.catalogue.index.set(found.all, with: nearness.alone)
        return nearness
    }

    /// Items that are near enough to be found without the words.
    private func near(_ request: SearchRequest, _ meant: Meant) -> [ItemMeanings.Near] {
        var chosen: ItemMeanings.Chosen?
        if !request.filter.isEmpty {
            var passing = meant.meanings.chosen
            state.catalogue.index.all(meeting: request.filter).forEach { passing.insert($0) }
            chosen = passing
        }
        let near = meant.meanings.nearest(Self.nearMax, to: meant.vector, among: chosen)
            .filter { near in
                // The tables follow the catalogue a moment later.
                state.catalogue.item(near.document).map(request.filter.matches) ?? false
            }
        let least = max(
            meant.meanings.encoder.fusion.nearMin, Self.nearShare * (near.first?.cosine ?? 0))
        return near.filter { $0.cosine >= least }
    }
}

/// How near in meaning the items of an answer are.
struct Nearness {
    var cosines: [UInt32: Float] = [:]
    /// Items that are found for their meaning alone.
    var alone: Set<UInt32> = []
}

extension Searcher.Answered {
    /// Why an item is among the hits.
    func reason(_ document: UInt32) -> Reason {
        let nearness = found.nearness
        var reason = Reason(nearness.alone.contains(document) ? .meaning : .words)
        if found.learnt.alone.contains(document) { reason = Reason(.chosen) }
        if pinned.contains(document) { reason = Reason(.pinned) }
        reason.nearness = nearness.cosines[document]
        reason.moved = found.learnt.moved[document]
        reason.attraction = found.learnt.attractions[document]
        return reason
    }
}
