/// Suggestions under their keys, in two sorted runs: a large one that is shared, and a small one for
/// what is new, merged into the large one when it is full. What is taken out of the large one is
/// only hidden until then.
struct SuggestionRuns: Sendable {
    typealias Entry = Completion.Entry
    typealias Suggestion = Completion.Suggestion

    /// Entries of the small run, and suggestions hidden: what one update moves at most.
    private static let recentMax = 1024

    private(set) var base: [Entry] = []
    private(set) var recent: [Entry] = []
    private var hidden: Set<Suggestion> = []

    func isOffered(_ suggestion: Suggestion) -> Bool {
        hidden.isEmpty || !hidden.contains(suggestion)
    }

    /// Adds the entries of a suggestion, unless it is there.
    mutating func insert(_ entries: [Entry]) {
        guard let first = entries.first, hidden.remove(first.suggestion) == nil,
            Self.index(of: first, in: base) == nil, Self.index(of: first, in: recent) == nil
        else { return }
        for entry in entries {
            recent.insert(entry, at: Self.lowerBound(in: recent) { $0.precedes(entry) })
        }
        if recent.count > Self.recentMax { merge() }
    }

    /// Adds the entries of many suggestions.
    mutating func insert(contentsOf entries: some Sequence<Entry>) {
        merge()
        recent = Self.sorted(Array(entries))
        merge()
    }

    /// The first bytes of the keys decide most comparisons, without a walk through the texts.
    private static func sorted(_ entries: [Entry]) -> [Entry] {
        let places = entries.enumerated().map { (start: Start($1.key), place: $0) }
        return places.sorted { a, b in
            a.start != b.start ? a.start < b.start : entries[a.place].precedes(entries[b.place])
        }.map { entries[$0.place] }
    }

    /// The first 32 bytes of a key, which order as the key does.
    private struct Start: Comparable {
        private var high: UInt128 = 0
        private var low: UInt128 = 0

        init(_ key: String) {
            for (place, byte) in key.utf8.prefix(32).enumerated() {
                let shifted = UInt128(byte) << UInt128(120 - 8 * (place % 16))
                if place < 16 { high |= shifted } else { low |= shifted }
            }
        }

        static func < (one: Start, other: Start) -> Bool {
            one.high != other.high ? one.high < other.high : one.low < other.low
        }
    }

    /// Takes out the entries of a suggestion.
    mutating func remove(_ entries: [Entry]) {
        guard let first = entries.first else { return }
        if Self.index(of: first, in: recent) != nil {
            for entry in entries {
                if let index = Self.index(of: entry, in: recent) { recent.remove(at: index) }
            }
        } else if Self.index(of: first, in: base) != nil {
            hidden.insert(first.suggestion)
            if hidden.count > Self.recentMax { merge() }
        }
    }

    /// Takes out all of one kind.
    mutating func removeAll(of kind: Completion.Kind) {
        merge()
        base.removeAll { $0.suggestion.kind == kind }
    }

    // MARK: Order

    /// The entries of a run whose keys begin with `prefix`.
    static func stretch(of prefix: String, in run: [Entry]) -> Range<Int> {
        let start = lowerBound(in: run) { $0.precedes(prefix) }
        let end = lowerBound(in: run) {
            $0.precedes(prefix) || $0.key.utf8.starts(with: prefix.utf8)
        }
        return start..<end
    }

    private static func index(of entry: Entry, in run: [Entry]) -> Int? {
        let index = lowerBound(in: run) { $0.precedes(entry) }
        return index < run.count && run[index].suggestion == entry.suggestion ? index : nil
    }

    /// The index of the first entry that does not precede what is looked for.
    private static func lowerBound(in run: [Entry], _ precedes: (Entry) -> Bool) -> Int {
        var low = 0
        var high = run.count
        while low < high {
            let middle = (low + high) / 2
            if precedes(run[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Makes one run of both, without what is hidden and without repetitions.
    private mutating func merge() {
        var merged: [Entry] = []
        merged.reserveCapacity(base.count + recent.count)
        var index = 0
        for entry in base where isOffered(entry.suggestion) {
            while index < recent.count, recent[index].precedes(entry) {
                merged.append(recent[index])
                index += 1
            }
            if index < recent.count, !entry.precedes(recent[index]) { index += 1 }
            merged.append(entry)
        }
        merged += recent[index...]
        base = merged
        recent = []
        hidden = []
    }
}
