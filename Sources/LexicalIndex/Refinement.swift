/// A second look at the best documents: words that stand side by side, titles that say little else,
/// and words that look like those of the query.
///
/// It only ever adds to a score, so that what it does not look at stays below in order.
struct Refinement {
    /// Documents that get a second look.
    static let documentsMax = 50
    /// Terms of a document that are looked at.
    private static let termsMax = 256

    /// What the first look says times one more than these.
    private static let neighbourGain: Float = 0.15
    private static let titleGain: Float = 0.3
    /// What a word counts that only looks like one of the query, against the word itself.
    private static let likenessGain: Float = 0.2
    private static let likenessMin: Float = 0.45

    private let slots: [Wanted]
    private let pairs: [(String, String)]

    private struct Wanted {
        let alternatives: [String]
        let weight: Float
        /// Nil where only the term itself counts.
        let shape: WordShape?
    }

    /// `weights` are those of the slots.
    init(_ query: Query, weights: [Float]) {
        slots = zip(query.slots, weights).map { slot, weight in
            let isLong = slot.isWord && slot.term.utf8.count > 2 && slot.term.utf8.first ?? 0 < 128
            return Wanted(
                alternatives: slot.alternatives.map(\.term), weight: weight,
                shape: isLong ? WordShape(slot.term.utf8) : nil)
        }
        pairs = Array(zip(query.words, query.words.dropFirst()))
    }

    /// A look at the documents of one segment.
    func look(at segment: Segment) -> Look { Look(self, segment) }

    struct Look {
        private let query: Refinement
        private let segment: Segment
        /// Terms of the query with the slots that they stand for.
        private var terms: [(id: UInt32, slot: Int)] = []
        private var pairs: [(UInt32, UInt32)] = []

        fileprivate init(_ query: Refinement, _ segment: Segment) {
            self.query = query
            self.segment = segment
            for (slot, wanted) in query.slots.enumerated() {
                for term in wanted.alternatives {
                    if let id = segment.terms.id(of: term) { terms.append((UInt32(id), slot)) }
                }
            }
            for (first, second) in query.pairs {
                if let first = segment.terms.id(of: first),
                    let second = segment.terms.id(of: second)
                {
                    pairs.append((UInt32(first), UInt32(second)))
                }
            }
        }

        /// The score of a document that has `score` at first sight.
        func score(_ score: Float, ordinal: Int) -> Float {
            let (forward, titleEnd) = segment.forward(of: ordinal)
            let text = forward.prefix(Refinement.termsMax)
            var held: UInt64 = 0
            var (titleWords, titleHits) = (0, 0)
            for place in text.indices {
                let id = UInt32(Segment.id(text[place]))
                var isWanted = false
                for index in terms.indices where terms[index].id == id {
                    held |= 1 << UInt64(terms[index].slot)
                    isWanted = true
                }
                guard place < titleEnd, text[place] & Segment.asideFlag == 0 else { continue }
                titleWords += 1
                if isWanted { titleHits += 1 }
            }
            var likeness: Float = 0
            for slot in query.slots.indices where held >> UInt64(slot) & 1 == 0 {
                if let shape = query.slots[slot].shape {
                    likeness += query.slots[slot].weight * best(shape, among: text)
                }
            }
            let share = titleWords > 0 ? Float(titleHits) / Float(titleWords) : 0
            let title = text[..<min(titleEnd, text.endIndex)]
            let gain = Refinement.neighbourGain * neighbours(title) + Refinement.titleGain * share
            return (score + Refinement.likenessGain * likeness) * (1 + gain)
        }

        /// The share of the query's neighbours that are neighbours in the title.
        private func neighbours(_ title: ArraySlice<UInt32>) -> Float {
            guard !pairs.isEmpty else { return 0 }
            var held = 0
            for pair in pairs where Self.holds(title, pair) { held += 1 }
            return Float(held) / Float(query.pairs.count)
        }

        private static func holds(_ title: ArraySlice<UInt32>, _ pair: (UInt32, UInt32)) -> Bool {
            var last: UInt32?
            for term in title where term & Segment.asideFlag == 0 {
                let id = UInt32(Segment.id(term))
                if last == pair.0, id == pair.1 { return true }
                last = id
            }
            return false
        }

        /// How much the most similar of some terms looks like a word.
        private func best(_ shape: WordShape, among text: ArraySlice<UInt32>) -> Float {
            var best: Float = 0
            for term in text {
                let other = segment.terms.shapes[Segment.id(term)]
                best = max(best, shape.likeness(other))
            }
            return best >= Refinement.likenessMin ? best : 0
        }
    }
}
