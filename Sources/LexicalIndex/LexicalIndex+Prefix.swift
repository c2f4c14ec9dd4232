/// Words that begin with what was typed so far.
extension LexicalIndex {
    /// Letters from which on a word is finished.
    private static let prefixLettersMin = 2
    private static let finishedMax = 50

    /// The most frequent words that begin with some letters and are more than these.
    func words(beginningWith start: String) -> [String] {
        guard start.unicodeScalars.count >= Self.prefixLettersMin else { return [] }
        let bytes = Array(start.utf8)
        var documents: [String: Int] = [:]
        for view in views {
            let keys = view.segment.terms.keys
            // No byte of UTF-8 follows 0xFF.
            for id in keys.range(from: bytes + [0], below: bytes + [0xFF]) {
                let count = view.documents(of: id)
                if count > 0 { documents[view.segment.terms.text(id), default: 0] += count }
            }
        }
        let words = documents.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return words.prefix(Self.finishedMax).map(\.key)
    }
}
