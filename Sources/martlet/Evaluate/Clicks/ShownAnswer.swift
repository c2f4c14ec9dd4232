import Storage

/// An answer that somebody was shown, as files of sessions record it.
struct ShownAnswer {
    var query: String
    /// From the top.
    var shown: [(item: String, isOpened: Bool)] = []

    /// Reads `sess_id,query,rank,clicked_doc_id,clicked` from every `.csv.gz` file of a folder.
    ///
    /// Time is the order of lines; of several queries, the first sessions of all come first.
    ///
    /// - Throws: `SequenceFileError` or `StorageError`.
    static func all(in folder: String) throws -> [ShownAnswer] {
        var byQuery: [String: [ShownAnswer]] = [:]
        for name in try FileSystem.names(in: folder).sorted() where name.hasSuffix(".csv.gz") {
            let file = "\(folder)/\(name)"
            var session = ""
            try SequenceFile.forEachLine(of: file) { line, number in
                let cells = line.split(
                    separator: UInt8(ascii: ","), omittingEmptySubsequences: false
                )
                .map { String(decoding: $0, as: UTF8.self) }
                guard number > 1 else { return }
                guard cells.count == 5, ["True", "False"].contains(cells[4]) else {
                    throw SequenceFileError(
                        file, number, "expected sess_id,query,rank,clicked_doc_id,True or False")
                }
                if cells[0] != session {
                    session = cells[0]
                    byQuery[cells[1], default: []].append(ShownAnswer(query: cells[1]))
                }
                let last = byQuery[cells[1], default: []].count - 1
                guard last >= 0 else {
                    throw SequenceFileError(file, number, "has another query than its session")
                }
                byQuery[cells[1], default: []][last].shown.append((cells[3], cells[4] == "True"))
            }
        }
        let queries = byQuery.sorted { $0.key < $1.key }.map(\.value)
        return (0..<(queries.map(\.count).max() ?? 0)).flatMap { place in
            queries.compactMap { $0.indices.contains(place) ? $0[place] : nil }
        }
    }
}
