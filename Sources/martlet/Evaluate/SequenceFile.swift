import Evaluation
import Ingest
import Primitives

/// What the files hold in which published data sets of sequences come: numbers or words between
/// blanks, a line of them at a time.
enum SequenceFile {
    struct Interactions {
        /// One element a user, in the order of first sight.
        var users: [String]
        /// All events of each user, oldest first.
        var sequences: [[UInt32]]
        /// What the file calls each item.
        var items: [String]
        /// Users with too few events, who and whose items are left out.
        var dropped: Int

        var itemCount: Int { items.count }
        var events: Int { sequences.reduce(0) { $0 + $1.count } }
    }

    struct Sessions {
        var training: [[UInt32]]
        var test: [SessionSplit.Line]
        /// Items of both files.
        var itemCount: Int
    }

    /// Lines of `user item` or `user item item …`; lines of one user add up.
    static func interactions(
        _ path: String, eventsMin: Int = LeaveOneOut.eventsMin
    ) throws -> Interactions {
        var users = WordNumbers()
        var words = WordNumbers()
        var sequences: [[UInt32]] = []
        try forEachLine(of: path) { line, number in
            let parts = line.split(whereSeparator: isBlank)
            guard let user = parts.first, parts.count > 1 else {
                throw SequenceFileError(path, number, "expected a user and an item")
            }
            let place = Int(users.number(of: user))
            if place == sequences.count { sequences.append([]) }
            for item in parts.dropFirst() { sequences[place].append(words.number(of: item)) }
        }
        let kept = sequences.indices.filter { sequences[$0].count >= eventsMin }
        // Items are numbered anew, so that the catalogue is what the kept users had.
        var numbers = [UInt32?](repeating: nil, count: words.count)
        var items: [String] = []
        let renumbered = kept.map { user in
            sequences[user].map { item in
                if let number = numbers[Int(item)] { return number }
                defer { items.append(words.words[Int(item)]) }
                numbers[Int(item)] = UInt32(items.count)
                return UInt32(items.count)
            }
        }
        return Interactions(
            users: kept.map { users.words[$0] }, sequences: renumbered, items: items,
            dropped: sequences.count - kept.count)
    }

    /// Lines of `item term term …`: the hashes of each item's terms, in the order of `items`.
    static func content(_ path: String, of items: [String]) throws -> [Set<UInt64>] {
        let numbers = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, $0) })
        var features = [Set<UInt64>](repeating: [], count: items.count)
        try forEachLine(of: path) { line, _ in
            let parts = line.split(whereSeparator: isBlank)
            guard let number = numbers[String(decoding: parts[0], as: UTF8.self)] else { return }
            for term in parts.dropFirst() { features[number].insert(stableHash(term)) }
        }
        guard features.contains(where: { !$0.isEmpty }) else {
            throw SequenceFileError(path, nil, "names none of the items of the interactions")
        }
        return features
    }

    /// A session a line; then, where there is a test file, lines of a prefix, a tab and the next
    /// item.
    static func sessions(training: String, test: String? = nil) throws -> Sessions {
        var words = WordNumbers()
        var sessions: [[UInt32]] = []
        try forEachLine(of: training) { line, _ in
            sessions.append(line.split(whereSeparator: isBlank).map { words.number(of: $0) })
        }
        var lines: [SessionSplit.Line] = []
        guard let test else {
            return Sessions(training: sessions, test: [], itemCount: words.count)
        }
        try forEachLine(of: test) { line, number in
            let halves = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
            let next = halves.last?.split(whereSeparator: isBlank) ?? []
            guard halves.count == 2, next.count == 1 else {
                throw SequenceFileError(
                    test, number, "expected a prefix, a tab and one next item")
            }
            let prefix = halves[0].split(whereSeparator: isBlank)
            lines.append(
                SessionSplit.Line(
                    prefix: prefix.map { words.number(of: $0) }, next: words.number(of: next[0])))
        }
        return Sessions(training: sessions, test: lines, itemCount: words.count)
    }

    /// Calls `body` with every line that is not blank and its number.
    static func forEachLine(
        of path: String, _ body: (ArraySlice<UInt8>, Int) throws -> Void
    ) throws {
        var reader = try LineReader.open(path)
        while let status = reader.advance() {
            guard status != .tooLong else {
                throw SequenceFileError(
                    path, reader.number, "is longer than \(LineReader.lineBytesMax) bytes")
            }
            let line = reader.bytes[reader.range]
            if !line.allSatisfy(isBlank) { try body(line, reader.number) }
        }
        if let failure = reader.failure { throw failure }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }
}

/// Words and their numbers, in the order of first sight.
private struct WordNumbers {
    private(set) var words: [String] = []
    private var numbers: [String: UInt32] = [:]

    var count: Int { words.count }

    mutating func number(of bytes: ArraySlice<UInt8>) -> UInt32 {
        let word = String(decoding: bytes, as: UTF8.self)
        if let number = numbers[word] { return number }
        let number = UInt32(words.count)
        numbers[word] = number
        words.append(word)
        return number
    }
}

/// A file or a line of it that is not of the form expected.
struct SequenceFileError: Error, CustomStringConvertible {
    var file: String
    var line: Int?
    var message: String

    init(_ file: String, _ line: Int?, _ message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
