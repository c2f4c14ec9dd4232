import CKernels

/// Gathers the best documents, segment after segment.
struct Gathering {
    /// A document by its place.
    struct Place {
        var view: Int
        var ordinal: UInt16
        var sum: UInt32
    }

    private let isExact: Bool
    /// What a word adds to the sum of each of its documents, so that more words are a greater sum.
    private let hit: UInt32
    private let capacity: Int
    private var sums: [UInt32]
    private var heap: [UInt32]
    private var held = 0
    private var floor: UInt32 = 1
    private var ordinals: [UInt16]
    private var found: [UInt32]
    private var places: [Place] = []
    private(set) var total = 0

    /// - Parameters:
    ///   - count: How many of the best are wanted; all where nil.
    ///   - hits: Whether documents that hold fewer words than others are no matches.
    ///   - isExact: Whether all matches are to be counted.
    init(count: Int?, hits: Bool, isExact: Bool) {
        self.isExact = isExact
        hit = hits ? 1 << FixedPoint.hitShift : 0
        capacity = max(0, count ?? 0)
        sums = [UInt32](repeating: 0, count: Int(CK_WINDOW))
        heap = [UInt32](repeating: 0, count: capacity)
        ordinals = [UInt16](repeating: 0, count: Int(CK_WINDOW))
        found = sums
    }

    /// How many words the matches hold, if hits are counted.
    var hits: Int { Int(floor >> FixedPoint.hitShift) }

    /// The documents among the best, and all that tie with the last.
    var best: [Place] {
        let least = capacity > 0 && held == capacity ? max(floor, heap[0]) : floor
        return places.filter { $0.sum >= least }
    }

    mutating func gather(_ lists: SlotLists, _ views: [SegmentView]) {
        for (place, view) in views.enumerated() where !lists.lists[place].isEmpty {
            gather(lists.lists[place], place: place, view)
        }
    }

    private mutating func gather(_ lists: [SlotLists.List], place: Int, _ view: SegmentView) {
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
        withExtendedLifetime((lists, view)) {
            for base in stride(from: 0, to: view.segment.count, by: Int(CK_WINDOW)) {
                let found = unsafe window(&postings, base, view)
                for index in 0..<found {
                    places.append(
                        Place(view: place, ordinal: ordinals[index], sum: self.found[index]))
                }
            }
        }
    }

    private mutating func window(
        _ postings: inout [ck_postings], _ base: Int, _ view: SegmentView
    ) -> Int {
        var (held, floor, total) = (held, floor, total)
        defer { (self.held, self.floor, self.total) = (held, floor, total) }
        let capacity = capacity
        return unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe heap.withUnsafeMutableBufferPointer { heap in
                unsafe ordinals.withUnsafeMutableBufferPointer { ordinals in
                    unsafe found.withUnsafeMutableBufferPointer { found in
                        var state = unsafe ck_gathering(
                            sums: sums.baseAddress, best: heap.baseAddress, capacity: capacity,
                            held: held, floor: floor, matched: total, is_exact: isExact ? 1 : 0,
                            ordinals: ordinals.baseAddress, found: found.baseAddress)
                        let count = unsafe ck_postings_gather(
                            &postings, postings.count, view.live?.words, UInt32(base), &state)
                        unsafe (held, floor, total) = (state.held, state.floor, state.matched)
                        return count
                    }
                }
            }
        }
    }
}
