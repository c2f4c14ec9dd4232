/// The pieces of a vocabulary as a trie of their bytes: the longest one that fits is one walk.
///
/// Bytes rather than strings, which would be equal to others that are spelt with other characters.
struct PieceTrie: Sendable {
    /// The node after a node and a byte.
    private var edges: [UInt64: Int32] = [:]
    /// The piece that ends at each node; −1 for none.
    private var pieces: [Int32] = [-1]
    /// Where pieces that go on with a word begin.
    private var continuation: Int32 = 0

    init(_ vocabulary: [String]) {
        edges.reserveCapacity(4 * vocabulary.count)
        for (number, piece) in vocabulary.enumerated() where !piece.isEmpty {
            pieces[Int(insert(piece.utf8))] = Int32(number)
        }
        continuation = insert("##".utf8)
    }

    private mutating func insert(_ bytes: String.UTF8View) -> Int32 {
        var node: Int32 = 0
        for byte in bytes {
            let edge = Self.edge(node, byte)
            if let next = edges[edge] {
                node = next
            } else {
                node = Int32(pieces.count)
                edges[edge] = node
                pieces.append(-1)
            }
        }
        return node
    }

    private static func edge(_ node: Int32, _ byte: UInt8) -> UInt64 {
        UInt64(node) << 8 | UInt64(byte)
    }

    /// Appends the pieces of a word; false, and nothing appended, if it has none.
    func appendPieces(of word: [UInt8], to tokens: inout [Int32]) -> Bool {
        let before = tokens.count
        var start = 0
        while start < word.count {
            var node = start == 0 ? 0 : continuation
            var (end, piece) = (start, Int32(-1))
            for index in start..<word.count {
                guard let next = edges[Self.edge(node, word[index])] else { break }
                node = next
                if pieces[Int(node)] >= 0 { (end, piece) = (index + 1, pieces[Int(node)]) }
            }
            guard piece >= 0 else {
                tokens.removeLast(tokens.count - before)
                return false
            }
            tokens.append(piece)
            start = end
        }
        return true
    }
}
