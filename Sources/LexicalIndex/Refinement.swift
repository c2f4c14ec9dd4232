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

    /// What a score can become at most, given what of the query a document holds, if that is known.
    private func bound(_ score: Float, holding held: UInt64 = 0, gain: Float? = nil) -> Float {
        var likeness: Float = 0
        for slot in slots.indices where held >> UInt64(slot) & 1 == 0 && slots[slot].shape != nil {
            likeness += slots[slot].weight
        }
        return (score + Self.likenessGain * likeness)
            * (1 + (gain ?? Self.neighbourGain + Self.titleGain))
    }

    /// A look at the documents of one segment.
    func look(at segment: Segment) -> Look { Look(self, segment) }

    struct Look {
        private let query: Refinement
        private let segment: Segment
        /// Terms of the query with the slots that they stand for.
        private var terms: [(id: UInt32, slot: Int)] = []
        /// A bit for the lowest ten bits of each of these, which most terms of a text fail.
        private var marks = InlineArray<16, UInt64>(repeating: 0)
        private var pairs: [(UInt32, UInt32)] = []

        fileprivate init(_ query: Refinement, _ segment: Segment) {
            self.query = query
            self.segment = segment
            for (slot, wanted) in query.slots.enumerated() {
                for term in wanted.alternatives {
                    guard let id = segment.terms.id(of: term) else { continue }
                    terms.append((UInt32(id), slot))
                    marks[id / 64 % 16] |= 1 << UInt64(id % 64)
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

        /// The score of a document that has `score` at first sight; anything below `least` where it
        /// cannot reach that.
        func score(_ score: Float, ordinal: Int, least: Float) -> Float {
            guard query.bound(score) >= least else { return score }
            let forward = segment.forward
            let (range, titleEnd) = segment.forwardRange(of: ordinal)
            let text = forward.span.extracting(range.prefix(Refinement.termsMax))
            let (held, titleShare) = held(text, titleCount: titleEnd - range.lowerBound)
            let title = text.extracting(first: titleEnd - range.lowerBound)
            let gain =
                Refinement.neighbourGain * neighbours(title) + Refinement.titleGain * titleShare
            guard query.bound(score, holding: held, gain: gain) >= least else { return score }
            var likeness: Float = 0
            for slot in query.slots.indices where held >> UInt64(slot) & 1 == 0 {
                if let shape = query.slots[slot].shape {
                    likeness += query.slots[slot].weight * best(shape, among: text)
                }
            }
            return (score + Refinement.likenessGain * likeness) * (1 + gain)
        }

        /// The slots that a text holds, and their share of the title.
        private func held(
            _ text: Span<UInt32>, titleCount: Int
        ) -> (slots: UInt64, titleShare: Float) {
            var held: UInt64 = 0
            var (titleWords, titleHits) = (0, 0)
            for place in text.indices {
                let isTitle = place < titleCount && text[place] & Segment.asideFlag == 0
                if isTitle { titleWords += 1 }
                let id = Segment.id(text[place])
                guard marks[id / 64 % 16] >> UInt64(id % 64) & 1 == 1 else { continue }
                var isWanted = false
                for term in terms where term.id == UInt32(id) {
                    held |= 1 << UInt64(term.slot)
                    isWanted = true
                }
                if isTitle, isWanted { titleHits += 1 }
            }
            return (held, titleWords > 0 ? Float(titleHits) / Float(titleWords) : 0)
        }

        /// The share of the query's neighbours that are neighbours in the title.
        private func neighbours(_ title: Span<UInt32>) -> Float {
            guard !pairs.isEmpty else { return 0 }
            let held = pairs.count { Self.holds(title, $0) }
            return Float(held) / Float(query.pairs.count)
        }

        private static func holds(_ title: Span<UInt32>, _ pair: (UInt32, UInt32)) -> Bool {
            var last: UInt32?
            for place in title.indices where title[place] & Segment.asideFlag == 0 {
                let id = UInt32(Segment.id(title[place]))
                if last == pair.0, id == pair.1 { return true }
                last = id
            }
            return false
        }

        /// How much the most similar of some terms looks like a word.
        private func best(_ shape: WordShape, among text: Span<UInt32>) -> Float {
            let shapes = segment.terms.shapes
            var best: Float = 0
            for place in text.indices {
                let other = shapes[Segment.id(text[place])]
                best = max(best, shape.likeness(other))
            }
            return best >= Refinement.likenessMin ? best : 0
        }
    }
}
