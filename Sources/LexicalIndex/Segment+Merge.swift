extension Segment {
    /// One segment of the documents that two views hold, which have no number in common.
    static func merged(_ left: SegmentView, _ right: SegmentView) -> Segment {
        var merger = SegmentMerger(left, right)
        merger.mergeTerms()
        return merger.finish()
    }
}

private struct SegmentMerger {
    private struct Part {
        let view: SegmentView
        /// The new places of documents and terms; -1 for what is left out.
        var ordinals: [Int32]
        var terms: [Int32]
        var next = 0

        init(_ view: SegmentView) {
            self.view = view
            ordinals = [Int32](repeating: -1, count: view.segment.count)
            terms = [Int32](repeating: -1, count: view.segment.terms.count)
        }

        /// Passes over documents that went.
        mutating func skip() {
            while next < view.segment.count, !view.isLive(next) { next += 1 }
        }
    }

    private var parts: [Part]
    private var numbers: [UInt32] = []
    /// Where each new document comes from.
    private var origins: [(part: Int, ordinal: Int)] = []
    private var dictionary = TermDictionary()
    private var postings = Postings(ends: [0], ordinals: [], impacts: [], maxima: [])

    init(_ left: SegmentView, _ right: SegmentView) {
        parts = [Part(left), Part(right)]
        while true {
            for part in parts.indices { parts[part].skip() }
            let open = parts.indices.filter { parts[$0].next < parts[$0].view.segment.count }
            guard let part = open.min(by: { number(of: $0) < number(of: $1) }) else { break }
            parts[part].ordinals[parts[part].next] = Int32(numbers.count)
            origins.append((part, parts[part].next))
            numbers.append(number(of: part))
            parts[part].next += 1
        }
    }

    private func number(of part: Int) -> UInt32 {
        parts[part].view.segment.numbers[parts[part].next]
    }

    mutating func mergeTerms() {
        let (left, right) = (parts[0].view.segment, parts[1].view.segment)
        postings.ordinals.reserveCapacity(
            left.postings.ordinals.count + right.postings.ordinals.count)
        postings.impacts.reserveCapacity(
            left.postings.ordinals.count + right.postings.ordinals.count)
        SortedKeys.forEachUnion(left.terms.keys, right.terms.keys) { append($0, $1) }
    }

    /// Appends a term under its numbers in either part, if a document is left that holds it.
    private mutating func append(_ left: Int?, _ right: Int?) {
        let start = postings.ordinals.count
        if let left { appendPostings(of: left, part: 0) }
        let middle = postings.ordinals.count
        if let right { appendPostings(of: right, part: 1) }
        let end = postings.ordinals.count
        guard end > start else { return }
        if start < middle, middle < end, postings.ordinals[middle] < postings.ordinals[middle - 1] {
            sortPostings(start..<end)
        }
        postings.ends.append(UInt32(end))
        postings.maxima.append(postings.impacts[start...].max() ?? 0)
        if let left {
            parts[0].terms[left] = Int32(dictionary.count)
            if let right { parts[1].terms[right] = Int32(dictionary.count) }
            dictionary.append(parts[0].view.segment.terms.term(left))
        } else if let right {
            parts[1].terms[right] = Int32(dictionary.count)
            dictionary.append(parts[1].view.segment.terms.term(right))
        }
    }

    private mutating func appendPostings(of term: Int, part: Int) {
        let old = parts[part].view.segment.postings
        for index in old.range(of: term) {
            let ordinal = parts[part].ordinals[Int(old.ordinals[index])]
            guard ordinal >= 0 else { continue }
            postings.ordinals.append(UInt16(ordinal))
            postings.impacts.append(old.impacts[index])
        }
    }

    private mutating func sortPostings(_ range: Range<Int>) {
        let sorted = range.map { (postings.ordinals[$0], postings.impacts[$0]) }
            .sorted { $0.0 < $1.0 }
        for (index, posting) in zip(range, sorted) {
            (postings.ordinals[index], postings.impacts[index]) = posting
        }
    }

    consuming func finish() -> Segment {
        var forward: [UInt32] = []
        var forwardEnds: [UInt32] = []
        var titleEnds: [UInt32] = []
        for (part, ordinal) in origins {
            let (terms, titleEnd) = parts[part].view.segment.forward(of: ordinal)
            titleEnds.append(UInt32(forward.count + titleEnd - terms.startIndex))
            for term in terms {
                let place = parts[part].terms[Segment.id(term)]
                forward.append(Segment.term(term, withID: UInt32(place)))
            }
            forwardEnds.append(UInt32(forward.count))
        }
        return Segment(
            numbers: numbers,
            digests: origins.map { parts[$0.part].view.segment.digests[$0.ordinal] },
            terms: dictionary, postings: postings,
            columns: Columns.merged(parts.map(\.view.segment.columns), origins),
            forward: forward, forwardEnds: forwardEnds, titleEnds: titleEnds)
    }
}
