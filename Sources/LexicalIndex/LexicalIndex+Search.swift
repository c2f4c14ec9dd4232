extension LexicalIndex {
    /// A document that holds words of the query.
    package struct Match: Hashable, Sendable {
        package var document: UInt32
        package var score: Float

        package init(document: UInt32, score: Float) {
            self.document = document
            self.score = score
        }
    }

    /// What was found.
    package struct Found: Sendable {
        /// The best documents, best first, and all that tie with the last of them.
        package var matches: [Match] = []
        /// All documents that match; a lower bound where only the best were asked for.
        package var total = 0
    }

    /// Which documents answer.
    package enum Mode: Sendable {
        /// Those that hold any term.
        case any
        /// Those that hold every word that any item holds; where there is none, those that hold any
        /// term.
        case all
    }

    /// The best documents by BM25F; the first of them by a second look.
    ///
    /// - Parameters:
    ///   - query: What is looked for.
    ///   - count: How many documents are wanted; more come where scores tie. All where nil.
    ///   - mode: Which documents answer.
    ///   - refining: Whether the best get a second look.
    ///   - counting: Whether `total` is to be exact, which forbids passing over any list.
    /// - Returns: The documents, best first.
    package func search(
        _ query: Query, count: Int?, mode: Mode = .all, refining: Bool = true,
        counting: Bool = true
    ) -> Found {
        let lists = SlotLists(query, in: self)
        let wanted = count.map { refining ? max($0, Refinement.documentsMax) : $0 }
        let isExact = counting || count == nil
        var gathering = Gathering(count: wanted, hits: mode == .all, isExact: isExact)
        gathering.gather(lists, views)
        if mode == .all, gathering.hits < lists.words {
            gathering = Gathering(count: wanted, hits: false, isExact: isExact)
            gathering.gather(lists, views)
        }
        var best = gathering.best.map { place in
            (place: place, score: FixedPoint.score(place.sum))
        }
        best.sort { ($1.score, number($0.place)) < ($0.score, number($1.place)) }
        if refining {
            refine(&best, by: Refinement(query, weights: lists.weights))
        }
        let least = count.map { best.count > $0 && $0 > 0 ? best[$0 - 1].score : 0 } ?? 0
        return Found(
            matches: best.prefix { $0.score >= least }.map {
                Match(document: number($0.place), score: $0.score)
            }, total: gathering.total)
    }

    /// Gives the first documents a second look, and all that tie with the last of them, lest numbers
    /// decide.
    private func refine(
        _ best: inout [(place: Gathering.Place, score: Float)], by refinement: Refinement
    ) {
        let most = Refinement.documentsMax
        let last = best.count > most ? best[most - 1].score : 0
        let looked = best.indices.prefix { best[$0].score >= last }
        for (number, view) in views.enumerated() {
            var look: Refinement.Look?
            for index in looked where best[index].place.view == number {
                look = look ?? refinement.look(at: view.segment)
                let ordinal = Int(best[index].place.ordinal)
                best[index].score = look?.score(best[index].score, ordinal: ordinal) ?? 0
            }
        }
        best.sort { ($1.score, self.number($0.place)) < ($0.score, self.number($1.place)) }
    }

    private func number(_ place: Gathering.Place) -> UInt32 {
        views[place.view].segment.numbers[Int(place.ordinal)]
    }
}
