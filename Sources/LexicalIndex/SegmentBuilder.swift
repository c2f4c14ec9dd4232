import Commerce
import TextAnalysis

/// Gathers items for one segment.
struct SegmentBuilder {
    /// BM25's saturation: the frequency at which a term has said half of what it can.
    private static let saturation: Float = 1.2

    private var ids: [String: UInt32] = [:]
    private var terms: [String] = []
    /// Postings in the order of the documents.
    private var postings: [(term: UInt32, ordinal: UInt16, impact: UInt16)] = []
    private var numbers: [UInt32] = []
    private var digests: [UInt64] = []
    private var forward: [UInt32] = []
    private var forwardEnds: [UInt32] = []
    private var titleEnds: [UInt32] = []
    /// Frequencies of the terms of the item at hand; zero for the others.
    private var frequencies: [Float] = []
    private var touched: [UInt32] = []
    private var columns = ColumnBuilder()

    var count: Int { numbers.count }
    var isFull: Bool { count == Segment.documentsMax }

    /// Adds an item; numbers must ascend.
    mutating func add(_ item: Item, as number: UInt32) {
        for field in SearchField.allCases {
            let parts = field.parts(of: item)
            let length = parts.joined().reduce(0) { $0 + ($1.kind == .word ? 1 : 0) }
            let weight = field.weight(length: length)
            for part in parts { add(part, weight) }
            if field == .title { titleEnds.append(UInt32(forward.count)) }
        }
        for id in touched {
            let frequency = frequencies[Int(id)]
            let impact = FixedPoint.impactMax * frequency / (Self.saturation + frequency)
            postings.append((id, UInt16(count), UInt16(max(1, impact.rounded()))))
            frequencies[Int(id)] = 0
        }
        touched.removeAll(keepingCapacity: true)
        columns.add(item)
        numbers.append(number)
        digests.append(item.indexDigest)
        forwardEnds.append(UInt32(forward.count))
    }

    private mutating func add(_ tokens: [Token], _ weight: Float) {
        var start = Segment.startFlag
        for token in tokens {
            let id = id(of: token.term)
            if frequencies[Int(id)] == 0 { touched.append(id) }
            frequencies[Int(id)] += weight
            let isWord = token.kind == .word
            forward.append(id | (isWord ? start : Segment.asideFlag))
            if isWord { start = 0 }
        }
    }

    private mutating func id(of term: String) -> UInt32 {
        if let id = ids[term] { return id }
        let id = UInt32(terms.count)
        ids[term] = id
        terms.append(term)
        frequencies.append(0)
        return id
    }

    /// The segment of the items added.
    consuming func finish() -> Segment {
        let order = terms.indices.sorted {
            terms[$0].utf8.lexicographicallyPrecedes(terms[$1].utf8)
        }
        var places = [UInt32](repeating: 0, count: terms.count)
        for (place, id) in order.enumerated() { places[id] = UInt32(place) }
        var dictionary = TermDictionary()
        dictionary.reserve(terms.count)
        for id in order { dictionary.append(terms[id].utf8) }

        var ends = [UInt32](repeating: 0, count: terms.count + 1)
        for posting in postings { ends[Int(places[Int(posting.term)]) + 1] += 1 }
        for place in terms.indices { ends[place + 1] += ends[place] }
        var next = ends
        var ordinals = [UInt16](repeating: 0, count: postings.count)
        var impacts = ordinals
        var maxima = [UInt16](repeating: 0, count: terms.count)
        for posting in postings {
            let place = Int(places[Int(posting.term)])
            ordinals[Int(next[place])] = posting.ordinal
            impacts[Int(next[place])] = posting.impact
            maxima[place] = max(maxima[place], posting.impact)
            next[place] += 1
        }
        for index in forward.indices {
            let id = forward[index]
            forward[index] = Segment.term(id, withID: places[Segment.id(id)])
        }
        return Segment(
            numbers: numbers, digests: digests, terms: dictionary,
            postings: Postings(ends: ends, ordinals: ordinals, impacts: impacts, maxima: maxima),
            columns: columns.finish(), forward: forward, forwardEnds: forwardEnds,
            titleEnds: titleEnds)
    }
}
