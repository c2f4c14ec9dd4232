/// One document of a term: how often the term stands in each field.
struct Posting: Hashable, Sendable {
    var document: UInt32
    /// Occurrences by field, in the order of `SearchField`, cut at 255.
    var frequencies: SIMD4<UInt8>
}

/// The documents of one term, by number. A sorted array in chunks, so that adding a document to a
/// shared list copies one chunk.
struct PostingList: Sendable {
    private static let chunkMax = 128

    private(set) var chunks: [[Posting]] = []
    private(set) var count = 0
    /// Where the term stands in the vocabulary.
    var place: Int?

    mutating func insert(_ posting: Posting) {
        count += 1
        let end = chunks.count - 1
        guard let last = chunks.last?.last, last.document >= posting.document else {
            // Documents mostly come by number: then chunks are filled one after another.
            if end >= 0, chunks[end].count < Self.chunkMax {
                chunks[end].append(posting)
            } else {
                chunks.append([posting])
            }
            return
        }
        let chunk = chunk(holding: posting.document) ?? end
        let place = Self.place(of: posting.document, in: chunks[chunk])
        chunks[chunk].insert(posting, at: place)
        if chunks[chunk].count > Self.chunkMax {
            let half = chunks[chunk].count / 2
            let upper = Array(chunks[chunk][half...])
            chunks[chunk].removeSubrange(half...)
            chunks.insert(upper, at: chunk + 1)
        }
    }

    mutating func remove(_ document: UInt32) {
        guard let chunk = chunk(holding: document) else { return }
        let place = Self.place(of: document, in: chunks[chunk])
        guard place < chunks[chunk].count, chunks[chunk][place].document == document else { return }
        chunks[chunk].remove(at: place)
        if chunks[chunk].isEmpty { chunks.remove(at: chunk) }
        count -= 1
    }

    /// The first chunk whose last document is not below `document`.
    private func chunk(holding document: UInt32) -> Int? {
        var low = 0
        var high = chunks.count
        while low < high {
            let middle = (low + high) / 2
            if let last = chunks[middle].last, last.document < document {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < chunks.count ? low : nil
    }

    /// The index of the first posting not below `document`.
    private static func place(of document: UInt32, in chunk: [Posting]) -> Int {
        var low = 0
        var high = chunk.count
        while low < high {
            let middle = (low + high) / 2
            if chunk[middle].document < document { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Reads a list front to back.
    struct Cursor {
        private let chunks: [[Posting]]
        private var chunk = 0
        private var index = 0

        init(_ list: PostingList) { chunks = list.chunks }

        /// The posting of `document`, which must not be below the one sought before; nil where there
        /// is none.
        mutating func seek(_ document: UInt32) -> Posting? {
            while chunk < chunks.count {
                guard let last = chunks[chunk].last, last.document >= document else {
                    chunk += 1
                    index = 0
                    continue
                }
                while chunks[chunk][index].document < document { index += 1 }
                let posting = chunks[chunk][index]
                return posting.document == document ? posting : nil
            }
            return nil
        }
    }
}
