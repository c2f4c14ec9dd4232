import Commerce
import Engine
import Primitives

/// People whose last item is left out, in a data directory that knows all else that people did.
struct LeftOutPeople {
    struct Person {
        var user: String
        var had: Set<String>
        var next: String
    }

    /// The file has no times: a step takes a minute, so that a history is one visit, and all end as one.
    private static let stepSeconds: Double = 60
    private static let end = Timestamp(seconds: 1_700_000_000)
    private static let batch = 10_000

    private(set) var people: [Person] = []
    /// By item, what says what it is.
    private(set) var terms: [String: Set<String>] = [:]

    /// - Parameters:
    ///   - path: Of lines of `user item item …`, oldest first.
    ///   - content: Of lines of `item term term …`; the first term is the item's category.
    ///   - folder: A directory that is not there yet.
    /// - Throws: What keeps the files from being read or the directory from being written.
    init(_ path: String, content: String?, folder: String) throws {
        let data = try SequenceFile.interactions(path)
        let loader = try BulkLoader(path: folder)
        try loader.put(items(data.items, content))
        var events: [(time: Timestamp, user: Int, item: UInt32)] = []
        for (user, sequence) in data.sequences.enumerated() {
            guard let last = sequence.last else { continue }
            let known = sequence.dropLast()
            for (place, item) in known.enumerated() {
                let steps = Double(known.count - place)
                events.append((Self.end + -steps * Self.stepSeconds, user, item))
            }
            let had = Set(known.map { data.items[Int($0)] })
            people.append(
                Person(user: data.users[user], had: had, next: data.items[Int(last)]))
        }
        events.sort { ($0.time, $0.user) < ($1.time, $1.user) }
        var batch: [Event] = []
        for (number, logged) in events.enumerated() {
            var event = Event(id: "e\(number)", type: .view)
            event.user = data.users[logged.user]
            event.item = data.items[Int(logged.item)]
            event.time = logged.time
            batch.append(event)
            guard batch.count == Self.batch || number == events.count - 1 else { continue }
            _ = try loader.append(batch)
            batch = []
        }
        try loader.finish()
    }

    private mutating func items(_ names: [String], _ content: String?) throws -> [Item] {
        var said: [String: [String]] = [:]
        if let content {
            try SequenceFile.forEachLine(of: content) { line, _ in
                let words = String(decoding: line, as: UTF8.self).split(separator: " ")
                said[String(words[0])] = words.dropFirst().map(String.init)
            }
        }
        return names.map { name in
            var item = Item(id: name)
            if let words = said[name], let first = words.first {
                item.title = LocalizedText(words.joined(separator: " "))
                item.categories = [[first]]
                terms[name] = Set(words)
            }
            return item
        }
    }

    /// So many of the people, drawn by a seed; all where there are no more.
    func sample(_ count: Int, seed: UInt64) -> [Person] {
        guard count < people.count else { return people }
        var random = SeededRNG(seed: seed)
        var drawn = people
        drawn.shuffle(using: &random)
        return Array(drawn.prefix(count))
    }
}
