/// Finds, in a sorted run, the keys that begin with some letters but for one edit.
///
/// The run is walked like a trie: the keys that agree so far are a stretch of it, and the next letter
/// cuts the stretch by binary search. With one edit left each letter that comes is tried; with none,
/// the rest is looked up at once. So the cost grows with what is typed, not with the run.
struct NearPrefixes {
    private let run: [Completion.Entry]
    private let typed: [UInt8]
    private var found: [Range<Int>] = []

    init(_ run: [Completion.Entry], _ typed: [UInt8]) {
        self.run = run
        self.typed = typed
    }

    /// The stretches of the run, none twice.
    mutating func find() -> [Range<Int>] {
        let first = stretch(of: typed[..<1], at: 0, in: 0..<run.count)
        if !first.isEmpty { walk(first, depth: 1, place: 1) }
        return Set(found).sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Goes on from the keys that agree up to `depth` with what was typed up to `place`.
    private mutating func walk(_ keys: Range<Int>, depth: Int, place: Int) {
        guard place < typed.count else { return }
        // One letter too many.
        finish(keys, depth: depth, place: place + 1)
        var next = keys.lowerBound
        while next < keys.upperBound {
            guard let letter = letter(next, depth) else {
                next += 1
                continue
            }
            let children = stretch(of: [letter], at: depth, in: next..<keys.upperBound)
            // One missing, one wrong, two in each other's place.
            finish(children, depth: depth + 1, place: place)
            if letter == typed[place] {
                walk(children, depth: depth + 1, place: place + 1)
            } else {
                finish(children, depth: depth + 1, place: place + 1)
                if place + 1 < typed.count, letter == typed[place + 1] {
                    let swapped = stretch(of: typed[place..<place + 1], at: depth + 1, in: children)
                    finish(swapped, depth: depth + 2, place: place + 2)
                }
            }
            next = children.upperBound
        }
    }

    /// Takes the keys that go on as typed to the end.
    private mutating func finish(_ keys: Range<Int>, depth: Int, place: Int) {
        let stretch = stretch(of: typed[min(place, typed.count)...], at: depth, in: keys)
        if !stretch.isEmpty { found.append(stretch) }
    }

    private func letter(_ index: Int, _ depth: Int) -> UInt8? {
        run[index].key.utf8.dropFirst(depth).first
    }

    /// The keys of a stretch whose bytes from `depth` on begin with `letters`; those of a stretch
    /// agree before it.
    private func stretch(
        of letters: some Collection<UInt8>, at depth: Int, in keys: Range<Int>
    ) -> Range<Int> {
        guard !keys.isEmpty, !letters.isEmpty else { return keys }
        let start = partition(keys) { key in
            key.dropFirst(depth).lexicographicallyPrecedes(letters)
        }
        let end = partition(start..<keys.upperBound) { key in
            let rest = key.dropFirst(depth)
            return rest.starts(with: letters) || rest.lexicographicallyPrecedes(letters)
        }
        return start..<end
    }

    /// The first key of a stretch for which a condition, true of the keys before it, is not.
    private func partition(_ keys: Range<Int>, _ isBefore: (String.UTF8View) -> Bool) -> Int {
        var (low, high) = (keys.lowerBound, keys.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(run[middle].key.utf8) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
