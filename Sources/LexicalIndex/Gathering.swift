import CKernels

/// Gathers the best documents, segment after segment.
struct Gathering {
    /// What is wanted of the documents that match.
    struct Want {
        /// How many of the best; all where nil.
        var count: Int?
        /// Whether documents that hold fewer words than others are no matches.
        var hits: Bool
        /// Whether all matches are to be counted.
        var isExact: Bool
        /// Whether the set of all matches is wanted.
        var set: Bool
    }

    /// A document by its place.
    struct Place {
        var view: Int
        var ordinal: UInt16
        var sum: UInt32
    }

    private let want: Want
    /// What a word adds to the sum of each of its documents, so that more words are a greater sum.
    private let hit: UInt32
    private let capacity: Int
    private var sums: [UInt32]
    private var heap: [UInt32]
    private var held = 0
    private var floor: UInt32 = 1
    private var ordinals: [UInt16]
    private var found: [UInt32]
    /// Bits of the matches in the view at hand.
    private var matches: [UInt64] = []
    private var places: [Place] = []
    /// The matches of each view, and the hits that made them matches.
    private var sets: [(view: Int, documents: Bits, hits: Int)] = []
    private(set) var total = 0

    init(_ want: Want) {
        self.want = want
        hit = want.hits ? 1 << FixedPoint.hitShift : 0
        capacity = max(0, want.count ?? 0)
        sums = [UInt32](repeating: 0, count: Int(CK_WINDOW))
        heap = [UInt32](repeating: 0, count: capacity)
        ordinals = [UInt16](repeating: 0, count: Int(CK_WINDOW))
        found = sums
    }

    /// How many words the matches hold, if hits are counted.
    var hits: Int { Int(floor >> FixedPoint.hitShift) }

    /// The documents among the best, and all that tie with the last, in the order of their places.
    var best: [Place] {
        let least = capacity > 0 && held == capacity ? max(floor, heap[0]) : floor
        return places.filter { $0.sum >= least }
    }

    /// All documents that match, if they were wanted.
    func set(_ views: [SegmentView]) -> MatchSet {
        MatchSet(
            parts: sets.lazy.filter { $0.hits == hits }.map { view, documents, _ in
                MatchSet.Part(place: view, view: views[view], documents: documents)
            })
    }

    /// Gathers the documents of all views that may be shown: by view, nil where all may.
    mutating func gather(_ lists: SlotLists, _ views: [SegmentView], _ allowed: [Bits?]) {
        for (place, view) in views.enumerated() where !lists.lists[place].isEmpty {
            gather(lists.lists[place], place: place, view, allowed[place])
        }
    }

    private mutating func gather(
        _ lists: [SlotLists.List], place: Int, _ view: SegmentView, _ allowed: Bits?
    ) {
        var postings = unsafe [ck_postings]()
        for list in lists {
            unsafe postings.append(
                ck_postings(
                    ordinals: list.ordinals.withUnsafeBufferPointer { $0.baseAddress },
                    impacts: list.impacts.withUnsafeBufferPointer { $0.baseAddress },
                    count: list.ordinals.count, weight: list.weight, hit: list.isWord ? hit : 0,
                    impact_max: UInt32(list.impactMax), next: 0))
        }
        unsafe postings.sort { unsafe $0.weight * $0.impact_max > $1.weight * $1.impact_max }
        if want.set { matches = Bits(view.segment.count).words }
        withExtendedLifetime((lists, view)) {
            for base in stride(from: 0, to: view.segment.count, by: Int(CK_WINDOW)) {
                let found = unsafe window(&postings, base, allowed)
                for index in 0..<found {
                    places.append(
                        Place(view: place, ordinal: ordinals[index], sum: self.found[index]))
                }
            }
        }
        if want.set { sets.append((place, Bits(words: matches), hits)) }
    }

    private mutating func window(
        _ postings: inout [ck_postings], _ base: Int, _ allowed: Bits?
    ) -> Int {
        var state = unsafe ck_gathering()
        unsafe (state.capacity, state.held, state.floor) = (capacity, held, floor)
        unsafe (state.matched, state.is_exact) = (total, want.isExact ? 1 : 0)
        let count = unsafe Self.gather(
            &postings, postings.count, allowed?.words, base, &state, isKeeping: want.set,
            sums: &sums, best: &heap, matches: &matches, ordinals: &ordinals, found: &found)
        unsafe (held, floor, total) = (state.held, state.floor, state.matched)
        return count
    }

    /// Gives the kernel its arrays, which stay where they are during the call. No matches are kept
    /// where none are wanted.
    private static func gather(
        _ postings: UnsafeMutablePointer<ck_postings>, _ count: Int, _ allowed: [UInt64]?,
        _ base: Int, _ state: inout ck_gathering, isKeeping: Bool,
        sums: UnsafeMutablePointer<UInt32>,
        best: UnsafeMutablePointer<UInt32>, matches: UnsafeMutablePointer<UInt64>,
        ordinals: UnsafeMutablePointer<UInt16>, found: UnsafeMutablePointer<UInt32>
    ) -> Int {
        unsafe (state.sums, state.best) = (sums, best)
        unsafe state.matches = isKeeping ? matches : nil
        unsafe (state.ordinals, state.found) = (ordinals, found)
        return unsafe ck_postings_gather(postings, count, allowed, UInt32(base), &state)
    }
}
