extension Segment {
    /// The documents in which words stand side by side in one text, ascending, each with the least
    /// that one of the words says about it.
    func documents(ofPhrase words: [String]) -> [(ordinal: UInt16, impact: UInt16)] {
        let ids = words.compactMap(terms.id)
        guard ids.count == words.count, let rarest = ids.min(by: { count(of: $0) < count(of: $1) })
        else { return [] }
        return postings.range(of: rarest).compactMap { posting in
            let ordinal = postings.ordinals[posting]
            var impact = postings.impacts[posting]
            for id in ids where id != rarest {
                guard let other = place(of: ordinal, in: id) else { return nil }
                impact = min(impact, postings.impacts[other])
            }
            guard ids.count == 1 || holds(ids, Int(ordinal)) else { return nil }
            return (ordinal, impact)
        }
    }

    private func count(of term: Int) -> Int { postings.range(of: term).count }

    /// Where a document stands in the list of a term.
    private func place(of ordinal: UInt16, in term: Int) -> Int? {
        let range = postings.range(of: term)
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if postings.ordinals[middle] < ordinal { low = middle + 1 } else { high = middle }
        }
        return low < range.upperBound && postings.ordinals[low] == ordinal ? low : nil
    }

    /// Whether a text of a document has these words in a row.
    private func holds(_ phrase: [Int], _ ordinal: Int) -> Bool {
        let words = forward(of: ordinal).terms.filter { $0 & Segment.asideFlag == 0 }
        guard words.count >= phrase.count else { return false }
        return (0...words.count - phrase.count).contains { start in
            phrase.indices.allSatisfy { place in
                let word = words[start + place]
                return Segment.id(word) == phrase[place]
                    && (place == 0 || word & Segment.startFlag == 0)
            }
        }
    }
}
