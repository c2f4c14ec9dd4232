import Primitives

/// What was done in sessions like this one: V-SKNN and VSTAN, nearest neighbours among sessions
/// (see `Settings` for the papers), on an index that takes each event as it comes.
///
/// The index follows from the sessions in the order in which they began, and from nothing else:
/// events of many sessions may come mixed. A session of one item is nobody's neighbour. A copy takes
/// constant time; an event after a copy copies a leaf of sessions, one posting and the paths to them.
///
/// Memory: 8 bytes a session and 4 for each of its events, with room to grow into; 12 bytes an item, and
/// 32 + 4 for each session of its posting. With the default bounds 16 MB for sessions of five events,
/// and 4 kB an item.
package struct SessionNeighbours: NextItemModel {
    /// A session of the past, and how like the asking one it is.
    package struct Neighbour: Hashable, Sendable {
        package var session: UInt32
        package var similarity: Double
    }

    package let settings: Settings
    /// The last `sessionsMax` sessions, each at its number modulo that.
    var sessions = PackedLists()
    /// How many different items each of them holds.
    var distinct = PersistentVector<UInt16>()
    /// Of each item the sessions that hold it, the latest last. One that holds nothing else says nothing
    /// of what goes with it, and is not there.
    var postings = PersistentVector<[UInt32]>()
    /// How many ever did, dropped ones included.
    var holders = PersistentVector<UInt32>()
    /// Sessions ever begun; they are numbered in that order.
    package internal(set) var begun = 0
    /// Weights by rank and by distance.
    let positions: [Double]
    let matches: [Double]
    let distances: [Double]
    let ages: DecayTable

    package init(_ settings: Settings = .vectorised) {
        self.settings = settings
        positions = (0..<settings.itemsMax).map(settings.position.weight)
        matches = (0..<settings.itemsMax).map(settings.match.weight)
        distances = (0..<settings.lengthMax).map(settings.distance.weight)
        ages = DecayTable(settings.age, to: settings.sessionsMax)
    }

    /// Bytes that it takes, counted from the sizes of what it holds.
    package var bytes: Int {
        let flat = sessions.heapBytes + distinct.heapBytes + holders.heapBytes
        return postings.reduce(flat + postings.heapBytes) { $0 + heapBytes(of: $1) }
    }

    // MARK: Learn

    /// Learns the next item of a session. The session is nil before its first item, and its number
    /// after; it changes where a session has become too long or was forgotten.
    package mutating func learn(_ item: UInt32, in session: inout UInt32?) {
        let number = continued(session) ?? begin()
        session = number
        let slot = slot(of: Int(number))
        let isNew = sessions.with(slot) { items in !items.indices.contains { items[$0] == item } }
        sessions.append(item, to: slot)
        guard isNew else { return }
        distinct[slot] += 1
        grow(toHold: item)
        holders[Int(item)] += 1
        guard distinct[slot] > 1 else { return }
        if distinct[slot] == 2 { post(number, sessions.with(slot, { $0[0] })) }
        post(number, item)
    }

    private mutating func post(_ session: UInt32, _ item: UInt32) {
        Self.post(session, &postings[Int(item)], max: settings.postingMax)
    }

    private mutating func grow(toHold item: UInt32) {
        postings.grow(toHold: item, with: [])
        holders.grow(toHold: item, with: 0)
    }

    package mutating func learn(sequence: [UInt32]) {
        var session: UInt32?
        for item in sequence { learn(item, in: &session) }
    }

    private func continued(_ session: UInt32?) -> UInt32? {
        guard let session, session >= firstKept,
            sessions.with(slot(of: Int(session)), { $0.count }) < settings.lengthMax
        else { return nil }
        return session
    }

    private mutating func begin() -> UInt32 {
        let number = begun
        begun += 1
        if number < settings.sessionsMax {
            sessions.append()
            distinct.append(0)
        } else {
            sessions.removeAll(from: slot(of: number))
            distinct[slot(of: number)] = 0
        }
        return UInt32(number)
    }

    /// In the order of the sessions' beginnings: nearly always at the end.
    ///
    /// Of the type: a method would hold a copy of all postings while one of them changes, and so have
    /// the paths to it copied.
    static func post(_ session: UInt32, _ posting: inout [UInt32], max: Int) {
        var place = posting.count
        while place > 0, posting[place - 1] > session { place -= 1 }
        posting.insert(session, at: place)
        if posting.count > max { posting.removeFirst() }
    }

    /// Where a session lies; a division is only paid for once the first have been overwritten.
    func slot(of session: Int) -> Int {
        session < settings.sessionsMax ? session : session % settings.sessionsMax
    }

    var firstKept: Int { max(0, begun - settings.sessionsMax) }
}
