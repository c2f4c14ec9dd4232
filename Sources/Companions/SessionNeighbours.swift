import Primitives

/// What was done in sessions like this one: V-SKNN and VSTAN, nearest neighbours among sessions
/// (see `Settings` for the papers), on an index that takes each event as it comes.
///
/// The index follows from the sessions in the order in which they began, and from nothing else:
/// events of many sessions may come mixed. A copy takes constant time; an event after a copy
/// copies one session, one posting and the paths to them.
///
/// Memory: 24 bytes a session, and 32 + 4 for each of its events; 16 bytes an item, and 32 + 4 for
/// each session of its posting. With the default bounds 40 MB for sessions of five events, and
/// 4 kB an item.
package struct SessionNeighbours: NextItemModel {
    /// A session of the past, and how like the asking one it is.
    package struct Neighbour: Hashable, Sendable {
        package var session: UInt32
        package var similarity: Double
    }

    struct Session: Sendable {
        var items: [UInt32] = []
        var distinct = 0
    }

    struct Posting: Sendable {
        /// Sessions that hold the item, the latest last.
        var sessions: [UInt32] = []
        /// All that ever did, dropped ones included.
        var count = 0
    }

    package let settings: Settings
    /// The last `sessionsMax` sessions, each at its number modulo that.
    var sessions = PersistentVector<Session>()
    var postings = PersistentVector<Posting>()
    /// Sessions ever begun; they are numbered in that order.
    package internal(set) var begun = 0
    /// Weights by rank and by distance.
    private let positions: [Double]
    private let matches: [Double]
    private let distances: [Double]

    package init(_ settings: Settings = .vectorised) {
        self.settings = settings
        positions = (0..<settings.itemsMax).map(settings.position.weight)
        matches = (0..<settings.itemsMax).map(settings.match.weight)
        distances = (0..<settings.lengthMax).map(settings.distance.weight)
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int {
        let held = sessions.reduce(sessions.heapBytes) { $0 + heapBytes(of: $1.items) }
        return postings.reduce(held + postings.heapBytes) { $0 + heapBytes(of: $1.sessions) }
    }

    // MARK: Learn

    /// Learns the next item of a session. The session is nil before its first item, and its number
    /// after; it changes where a session has become too long or was forgotten.
    package mutating func learn(_ item: UInt32, in session: inout UInt32?) {
        let number = continued(session) ?? begin()
        session = number
        let slot = slot(of: Int(number))
        let isNew = !sessions[slot].items.contains(item)
        sessions[slot].items.append(item)
        guard isNew else { return }
        sessions[slot].distinct += 1
        postings.grow(toHold: item, with: Posting())
        postings[Int(item)].count += 1
        Self.post(number, &postings[Int(item)], max: settings.postingMax)
    }

    package mutating func learn(sequence: [UInt32]) {
        var session: UInt32?
        for item in sequence { learn(item, in: &session) }
    }

    private func continued(_ session: UInt32?) -> UInt32? {
        guard let session, session >= firstKept,
            sessions[slot(of: Int(session))].items.count < settings.lengthMax
        else { return nil }
        return session
    }

    private mutating func begin() -> UInt32 {
        let number = begun
        begun += 1
        if number < settings.sessionsMax {
            sessions.append(Session())
        } else {
            sessions[slot(of: number)] = Session()
        }
        return UInt32(number)
    }

    /// In the order of the sessions' beginnings: nearly always at the end.
    ///
    /// Of the type: a method would hold a copy of all postings while one of them changes, and so have
    /// the paths to it copied.
    static func post(_ session: UInt32, _ posting: inout Posting, max: Int) {
        var place = posting.sessions.count
        while place > 0, posting.sessions[place - 1] > session { place -= 1 }
        posting.sessions.insert(session, at: place)
        if posting.sessions.count > max { posting.sessions.removeFirst() }
    }

    /// Where a session lies; a division is only paid for once the first have been overwritten.
    private func slot(of session: Int) -> Int {
        session < settings.sessionsMax ? session : session % settings.sessionsMax
    }

    var firstKept: Int { max(0, begun - settings.sessionsMax) }

    // MARK: Ask

    /// Scores of the items that sessions like this one hold (oldest first); the items of the
    /// asking session are not left out. Empty where no session shares an item with it.
    package func candidates(after history: [UInt32]) -> ItemScores {
        let seeds = seeds(of: history)
        var result = ItemScores(expecting: 4 * settings.neighboursMax)
        for neighbour in neighbours(of: seeds) {
            let items = sessions[slot(of: Int(neighbour.session))].items
            guard let last = lastMatch(of: items, with: seeds) else { continue }
            let weight = neighbour.similarity * matches[last.rank]
            for (place, item) in items.enumerated() {
                let distance = place - last.place
                let side = distance < 0 ? settings.before : 1
                result.add(weight * side * distances[abs(distance)], to: item)
            }
        }
        result.rescore { item, score in
            score
                * settings.rarity.weight(sessions: begun, holding: postings[Int(item)].count)
        }
        return result
    }

    /// The sessions most like the asking one, most alike first; among equals, the latest.
    package func neighbours(after history: [UInt32]) -> [Neighbour] {
        neighbours(of: seeds(of: history))
    }

    package func score(_ history: [UInt32], into scores: inout [Float]) {
        scores.clear()
        let found = candidates(after: history)
        for (item, score) in zip(found.items, found.scores) { scores.add(Float(score), to: item) }
        guard found.items.isEmpty else { return }
        for item in 0..<min(scores.count, postings.count) {
            scores[item] = Float(postings[item].count)
        }
    }

    /// The distinct items to look up, latest first.
    private func seeds(of history: [UInt32]) -> [UInt32] {
        var seeds: [UInt32] = []
        for item in history.reversed() where !seeds.contains(item) {
            seeds.append(item)
            if seeds.count == settings.itemsMax { break }
        }
        return seeds
    }

    /// Cosine of the weighted asking session and the plain past ones, by merging the postings
    /// from their latest ends.
    private func neighbours(of seeds: [UInt32]) -> [Neighbour] {
        let lists = seeds.map {
            Int($0) < postings.count ? postings[Int($0)].sessions : []
        }
        var places = lists.map { $0.count - 1 }
        var heads = lists.map { $0.last.map(Int.init) ?? -1 }
        var nearest = TopK<Neighbour>(settings.neighboursMax) { a, b in
            a.similarity != b.similarity ? a.similarity > b.similarity : a.session > b.session
        }
        // By how many of these items a session holds: the least that its length can divide by.
        let roots = (0...seeds.count).map { Double($0 * seeds.count).squareRoot() }
        var threshold = -1.0
        // Of the last session weighed: none before it weighs more.
        var age = 1.0
        for _ in 0..<settings.sampleMax {
            var latest = -1
            for head in heads where head > latest { latest = head }
            guard latest >= firstKept else { break }
            var shared = 0.0
            var held = 0
            for list in heads.indices where heads[list] == latest {
                shared += positions[list]
                held += 1
                places[list] -= 1
                heads[list] = places[list] < 0 ? -1 : Int(lists[list][places[list]])
            }
            // Most fail here, and none of them need be fetched from afar.
            guard shared / roots[held] * age > threshold else { continue }
            let distinct = sessions[slot(of: latest)].distinct
            let likeness = shared / Double(distinct * seeds.count).squareRoot()
            guard likeness * age > threshold else { continue }
            age = settings.age.weight(begun - 1 - latest)
            let similarity = likeness * age
            // The merge runs from the latest: an equal that comes later loses.
            guard similarity > threshold else { continue }
            nearest.push(Neighbour(session: UInt32(latest), similarity: similarity))
            if let worst = nearest.threshold { threshold = worst.similarity }
        }
        return nearest.sorted()
    }

    /// Where a session last holds one of the items, and the item's rank among them.
    private func lastMatch(of items: [UInt32], with seeds: [UInt32]) -> (place: Int, rank: Int)? {
        for place in items.indices.reversed() {
            if let rank = seeds.firstIndex(of: items[place]) { return (place, rank) }
        }
        return nil
    }
}
