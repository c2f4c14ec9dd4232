import Companions
import Primitives

/// Items that may be shown, by number: what speaks for each, and what speaks loudest.
struct Candidates {
    struct Evidence {
        var score: Float
        /// The largest single contribution, and where it came from.
        var strongest: Float
        var kind: Reason.Kind
        var source: UInt32?

        fileprivate mutating func add(_ score: Float, _ kind: Reason.Kind, _ source: UInt32?) {
            self.score += score
            guard score > strongest else { return }
            (strongest, self.kind, self.source) = (score, kind, source)
        }
    }

    /// As many as a long history brings, so that nothing grows while they come.
    private static let expected = 4000

    private var places = ItemPlaces(expecting: Self.expected)
    private var evidence: [Evidence] = []
    /// What the model gave items, by their places, for what is likely to come of them.
    private var chances: [Int: Reason.Chance] = [:]
    /// What each source gave each item; nil where nobody will ask.
    private var parts: [[Float]]?

    /// - Parameter isExplained: Whether `parts(of:)` will be asked for.
    init(isExplained: Bool = false) {
        parts = isExplained ? [] : nil
        evidence.reserveCapacity(Self.expected)
    }

    /// In the order in which the items came.
    var all: Zip2Sequence<[UInt32], [Evidence]> { zip(places.items, evidence) }

    /// Their items, by place.
    var items: [UInt32] { places.items }

    /// Of an item by its place in `all`.
    func evidence(at place: Int) -> Evidence { evidence[place] }

    func chance(at place: Int) -> Reason.Chance? { chances.isEmpty ? nil : chances[place] }

    func contains(_ item: UInt32) -> Bool { places.contains(item) }

    /// The places of the best that pass, best first.
    ///
    /// - Parameters:
    ///   - count: At most so many.
    ///   - least: What scores lower is left out.
    ///   - isFirst: Of two items that score the same, whether the first comes first.
    ///   - passes: Whether an item may be among them: asked of no more than need be.
    /// - Returns: Places in `all`.
    func best(
        _ count: Int, from least: Float, isFirst: (UInt32, UInt32) -> Bool,
        where passes: (UInt32) -> Bool
    ) -> [Int] {
        let items = places.items
        var looked = count + count / 2
        while true {
            var scores = evidence.map(\.score)
            let isAll = looked >= scores.count
            let bound = isAll || looked == 0 ? least : max(least, scores.select(largest: looked))
            var found = evidence.indices.filter { evidence[$0].score >= bound && passes(items[$0]) }
            guard isAll || bound == least || found.count >= count else {
                looked *= 4
                continue
            }
            found.sort {
                evidence[$0].score != evidence[$1].score
                    ? evidence[$0].score > evidence[$1].score : isFirst(items[$0], items[$1])
            }
            return Array(found.prefix(count))
        }
    }

    /// What an item's score is the sum of.
    func parts(of item: UInt32) -> [ScorePart] {
        guard let parts, let place = places.known(item) else { return [] }
        return zip(Source.allCases, parts[place]).compactMap { source, value in
            value == 0 ? nil : ScorePart(.source(source), value)
        }
    }

    private mutating func note(_ value: Float, _ source: Source, at place: Int) {
        guard parts != nil else { return }
        while parts?.count ?? 0 <= place {
            parts?.append(Array(repeating: 0, count: Source.allCases.count))
        }
        parts?[place][source.rawValue] += value
    }

    mutating func add(
        _ item: UInt32, _ score: Float, _ by: Source, _ kind: Reason.Kind,
        from source: UInt32? = nil, chance: Reason.Chance? = nil
    ) {
        let place = places.place(of: item)
        note(score, by, at: place)
        if let chance { chances[place] = chance }
        guard place < evidence.count else {
            evidence.append(Evidence(score: score, strongest: score, kind: kind, source: source))
            return
        }
        evidence[place].add(score, kind, source)
    }

    /// Drops all but some items.
    mutating func keep(_ items: some Collection<UInt32>) {
        let wanted = Set(items)
        let old = self
        places = ItemPlaces()
        evidence = []
        chances = [:]
        if parts != nil { parts = [] }
        for (place, item) in old.places.items.enumerated() where wanted.contains(item) {
            let kept = places.place(of: item)
            if let chance = old.chances[place] { chances[kept] = chance }
            evidence.append(old.evidence[place])
            if let kept = old.parts?[place] { parts?.append(kept) }
        }
    }

    /// Multiplies all that was added until now.
    mutating func scale(by factor: Float) {
        for place in evidence.indices {
            evidence[place].score *= factor
            evidence[place].strongest *= factor
        }
        for place in parts?.indices ?? 0..<0 {
            for source in Source.allCases { parts?[place][source.rawValue] *= factor }
        }
    }

    /// Nil of an item that is not there.
    func score(of item: UInt32) -> Float? { places.known(item).map { evidence[$0].score } }

    /// Gives items new scores above 0, and puts all others below them in the order that they have.
    ///
    /// - Parameter scored: Each with what speaks for it where that is another than before.
    mutating func lead(_ scored: [(item: UInt32, score: Float, kind: Reason.Kind?)]) {
        var isLeading = [Bool](repeating: false, count: evidence.count)
        for (item, _, _) in scored { places.known(item).map { isLeading[$0] = true } }
        var most: Float = 0
        for (evidence, isLeading) in zip(evidence, isLeading) where !isLeading {
            most = max(most, evidence.score)
        }
        if most > 0, let lowest = scored.map(\.score).min() { scale(by: lowest / most / 2) }
        for (item, score, kind) in scored {
            let place = places.place(of: item)
            if place == evidence.count {
                evidence.append(Evidence(score: score, strongest: score, kind: kind ?? .model))
            }
            evidence[place].score = score
            evidence[place].strongest = score
            if parts.map({ place < $0.count }) == true {
                parts?[place] = Array(repeating: 0, count: Source.allCases.count)
            }
            note(score, .blend, at: place)
            guard let kind else { continue }
            evidence[place].kind = kind
            evidence[place].source = nil
        }
    }

    /// Adds what says nothing of its own to a shopper: a reason that is there already stays.
    mutating func lift(_ item: UInt32, _ score: Float, _ source: Source, _ kind: Reason.Kind) {
        let place = places.place(of: item)
        note(score, source, at: place)
        if place < evidence.count {
            evidence[place].score += score
        } else {
            evidence.append(Evidence(score: score, strongest: score, kind: kind))
        }
    }
}
