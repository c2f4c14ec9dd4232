package import Commerce
import Primitives

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
        /// Whether none holds all words that any item holds, so that those with some of them answer.
        package var isPartial = false
        /// All documents that match, where they were asked for.
        package var all = MatchSet(parts: [])
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
    ///   - filter: What documents must meet to answer.
    ///   - count: How many documents are wanted; more come where scores tie. All where nil.
    ///   - mode: Which documents answer.
    ///   - refining: Whether the best get a second look.
    ///   - counting: Whether `total` is to be exact, which forbids passing over any list.
    ///   - collecting: Whether all matches are wanted, to be counted by what they are.
    /// - Returns: The documents, best first.
    package func search(
        _ query: Query, filter: Filter = Filter(), count: Int?, mode: Mode = .all,
        refining: Bool = true, counting: Bool = true, collecting: Bool = false
    ) -> Found {
        let wanted = count.map { refining ? max($0, Refinement.documentsMax) : $0 }
        let want = Gathering.Want(
            count: wanted, hits: mode == .all, isExact: counting || collecting || count == nil,
            set: collecting)
        let lists = SlotLists(query, in: self)
        let gathering = gather(lists, documents(meeting: filter, query.phrases), want)
        var best = gathering.best.map { place in
            (place: place, score: FixedPoint.score(place.sum))
        }
        best.sort { ($1.score, number($0.place)) < ($0.score, number($1.place)) }
        if refining {
            refine(&best, by: Refinement(query, weights: lists.weights), count: count)
        }
        let least = count.map { best.count > $0 && $0 > 0 ? best[$0 - 1].score : 0 } ?? 0
        return Found(
            matches: best.prefix { $0.score >= least }.map {
                Match(document: number($0.place), score: $0.score)
            }, total: gathering.total,
            isPartial: mode == .all && lists.words > 0 && gathering.hits == 0,
            all: collecting ? gathering.set(views) : MatchSet(parts: []))
    }

    private func gather(
        _ lists: SlotLists, _ allowed: [Bits?], _ want: Gathering.Want
    ) -> Gathering {
        var gathering = Gathering(want)
        gathering.gather(lists, views, allowed)
        guard want.hits, gathering.hits < lists.words else { return gathering }
        var want = want
        want.hits = false
        gathering = Gathering(want)
        gathering.gather(lists, views, allowed)
        return gathering
    }

    /// The documents of each view that may be shown; nil where all may.
    private func documents(meeting filter: Filter, _ phrases: [[String]] = []) -> [Bits?] {
        views.map { view in
            guard !filter.isEmpty || !phrases.isEmpty else { return view.live }
            let segment = view.segment
            var documents = segment.columns.documents(meeting: filter, count: segment.count)
            for phrase in phrases {
                var held = Bits(segment.count)
                for (ordinal, _) in segment.documents(ofPhrase: phrase) {
                    held[Int(ordinal)] = true
                }
                documents.formIntersection(held)
            }
            if let live = view.live { documents.formIntersection(live) }
            return documents
        }
    }

    // MARK: By number

    /// The first documents by a number of theirs.
    ///
    /// - Parameters:
    ///   - query: What is looked for; all documents where nil.
    ///   - filter: What documents must meet to answer.
    ///   - count: How many are wanted.
    ///   - field: The field of the number.
    ///   - descending: Whether the greatest comes first.
    /// - Returns: Among others the first `count` documents, and all that tie with the last of them,
    ///   in no order that means anything; and all documents that match.
    package func search(
        _ query: Query?, filter: Filter, count: Int, by field: String, descending: Bool
    ) -> Found {
        guard let query else {
            let all = all(meeting: filter)
            let first = all.first(count, by: field, descending: descending)
            let matches = zip(all.parts, first).flatMap { part, ordinals in
                ordinals.map { Match(document: part.view.segment.numbers[$0], score: 1) }
            }
            return Found(matches: matches, total: all.count, all: all)
        }
        let want = Gathering.Want(count: 0, hits: true, isExact: true, set: true)
        let allowed = documents(meeting: filter, query.phrases)
        let lists = SlotLists(query, in: self)
        let gathering = gather(lists, allowed, want)
        let all = gathering.set(views)
        let best = gathering.best
        var matches: [Match] = []
        for (part, ordinals) in zip(all.parts, all.first(count, by: field, descending: descending))
        {
            for ordinal in ordinals {
                let place = Self.place(of: part.place, ordinal, in: best)
                matches.append(
                    Match(document: number(best[place]), score: FixedPoint.score(best[place].sum)))
            }
        }
        return Found(
            matches: matches, total: gathering.total,
            isPartial: lists.words > 0 && gathering.hits == 0, all: all)
    }

    /// All documents that meet a filter, none before another.
    package func list(meeting filter: Filter) -> Found {
        let all = all(meeting: filter)
        var found = Found(total: all.count, all: all)
        all.forEach { found.matches.append(Match(document: $0, score: 1)) }
        return found
    }

    /// All documents that meet a filter.
    package func all(meeting filter: Filter) -> MatchSet {
        MatchSet(
            parts: zip(views, documents(meeting: filter)).enumerated().map { place, part in
                let (view, documents) = part
                return MatchSet.Part(
                    place: place, view: view,
                    documents: documents ?? Bits(view.segment.count, all: true))
            })
    }

    /// Where a document stands among places in their order.
    private static func place(of view: Int, _ ordinal: Int, in places: [Gathering.Place]) -> Int {
        var low = 0
        var high = places.count
        while low < high {
            let middle = (low + high) / 2
            let isBelow = (places[middle].view, Int(places[middle].ordinal)) < (view, ordinal)
            if isBelow { low = middle + 1 } else { high = middle }
        }
        return low
    }

    // MARK: Second look

    /// Gives the first documents a second look, and all that tie with the last of them, lest numbers
    /// decide. Where only `count` are wanted, it need not be closer than tells that a document is
    /// not among them.
    private func refine(
        _ best: inout [(place: Gathering.Place, score: Float)], by refinement: Refinement,
        count: Int?
    ) {
        let most = Refinement.documentsMax
        let last = best.count > most ? best[most - 1].score : 0
        var looks = [Refinement.Look?](repeating: nil, count: views.count)
        var leaders = TopK<Float>(min(count ?? .max, best.count), isBetter: >)
        for index in best.indices.prefix(while: { best[$0].score >= last }) {
            let place = best[index].place
            let look = looks[place.view] ?? refinement.look(at: views[place.view].segment)
            looks[place.view] = look
            best[index].score = look.score(
                best[index].score, ordinal: Int(place.ordinal), least: leaders.threshold ?? 0)
            leaders.push(best[index].score)
        }
        best.sort { ($1.score, self.number($0.place)) < ($0.score, self.number($1.place)) }
    }

    private func number(_ place: Gathering.Place) -> UInt32 {
        views[place.view].segment.numbers[Int(place.ordinal)]
    }
}
