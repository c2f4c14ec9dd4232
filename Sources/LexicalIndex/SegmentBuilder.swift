import Commerce
import TextAnalysis

/// Gathers items for one segment.
struct SegmentBuilder {
    /// BM25's saturation: the frequency at which a term has said half of what it can.
    private static let saturation: Float = 0.7

    private var terms = TermTable()
    /// The terms of the text at hand.
    private var list = TermList()
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
            let start = forward.count
            var length = 0
            for text in field.texts(of: item) {
                length += add(text, purpose: field == .title ? text.purpose : nil)
            }
            let weight = field.weight(length: length)
            for term in forward[start...] {
                let id = Segment.id(term)
                if frequencies[id] == 0 { touched.append(UInt32(id)) }
                frequencies[id] +=
                    term & Segment.purposeFlag == 0 ? weight : weight * SearchField.purposeShare
            }
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

    /// Adds the terms of a text and returns how many are words. What follows the word `purpose` is
    /// marked.
    private mutating func add(_ text: SearchText, purpose: [UInt8]?) -> Int {
        list.read(text.text, text.stemmer)
        var words = 0
        var mark: UInt32 = 0
        for term in list.terms {
            let letters = list.letters[term.letters]
            let id = terms.id(of: letters) | mark
            if term.kind == .word {
                forward.append(words == 0 ? id | Segment.startFlag : id)
                words += 1
                if let purpose, words > 1, letters.elementsEqual(purpose) {
                    mark = Segment.purposeFlag
                }
            } else {
                forward.append(id | Segment.asideFlag)
            }
        }
        while frequencies.count < terms.count { frequencies.append(0) }
        return words
    }

    /// The segment of the items added.
    consuming func finish() -> Segment {
        let order = terms.ascending
        var places = [UInt32](repeating: 0, count: terms.count)
        for (place, id) in order.enumerated() { places[id] = UInt32(place) }
        var dictionary = TermDictionary()
        dictionary.reserve(terms.count)
        for id in order { dictionary.append(terms[id]) }

        var ends = [UInt32](repeating: 0, count: terms.count + 1)
        for posting in postings { ends[Int(places[Int(posting.term)]) + 1] += 1 }
        for place in order.indices { ends[place + 1] += ends[place] }
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
