extension MatchSet {
    /// Documents of a segment up to which all are taken rather than looked for in order.
    private static let fewMax = 256

    /// A superset of the first `count` documents by the numbers of a field, and of all that tie with
    /// the last of them; documents without a number come last.
    ///
    /// - Parameters:
    ///   - count: How many documents are wanted.
    ///   - field: The field.
    ///   - descending: Whether the greatest number comes first.
    /// - Returns: For each part the places of documents.
    func first(_ count: Int, by field: String, descending: Bool) -> [[Int]] {
        let field = ColumnField(field)
        return parts.map { part in
            var found: [Int] = []
            guard part.count > max(count, Self.fewMax) else {
                part.documents.forEach { found.append($0) }
                return found
            }
            let columns = part.view.segment.columns
            var rest = part.documents
            let keys = columns.keys(of: field, .number)
            for place in 0..<keys.count where found.count < count {
                let key = descending ? keys.upperBound - 1 - place : keys.lowerBound + place
                for ordinal in columns.documents(of: key..<key + 1) where rest[Int(ordinal)] {
                    found.append(Int(ordinal))
                    rest[Int(ordinal)] = false
                }
            }
            if found.count < count { rest.forEach { found.append($0) } }
            return found
        }
    }
}
