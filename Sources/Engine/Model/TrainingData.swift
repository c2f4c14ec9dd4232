import Commerce
import Primitives
import SequenceModel
import Storage

/// A shop's log as the sequence model reads it: what each person did, oldest first, or each session
/// that names nobody.
///
/// Events of a visitor who turned out to be a user belong to the user. Nothing is learnt from events
/// without consent to it, nor from those that say "not this".
struct TrainingData: Sendable {
    /// The id of each item, by number: the most frequent first.
    var items: [String] = []
    /// What the catalogue says of each item, as hashes; nothing where it describes none of them.
    var features: [Set<UInt64>] = []
    var sequences: [EventSequence] = []
    /// Whose each sequence is.
    var people: [Subject] = []
    /// When each event of each sequence happened.
    var times: [[Timestamp]] = []
    /// How many of their last events hold all that is newer than was asked for.
    var fresh: [Int] = []
    /// The last offset that was read.
    private(set) var offset: Int64 = 0
    private(set) var first: Timestamp?
    private(set) var last: Timestamp?

    /// Items of a model at most; rarer ones are left out.
    private static let itemsMax = 1_000_000
    private static let pageEvents = 10_000
    /// The latest events of a person that are kept.
    private static let eventsMax = 2000

    var events: Int { sequences.reduce(0) { $0 + $1.count } }

    /// Reads the log of a data directory, also while a server uses it.
    ///
    /// - Parameters:
    ///   - path: The directory.
    ///   - known: Events past this offset are fresh.
    /// - Throws: `StorageError`.
    init(directory path: String, after known: Int64 = 0) throws {
        let reading = try DataDirectory(reading: path)
        do {
            try self.init(log: reading.log, catalogue: reading.catalogue, after: known)
            try reading.close()
        } catch {
            try? reading.close()
            throw error
        }
    }

    /// Reads a log up to an offset, or the whole, and what the catalogue says of its items and users.
    ///
    /// - Parameters:
    ///   - log: What people did.
    ///   - catalogue: Describes items and users.
    ///   - known: Events past this offset are fresh.
    ///   - end: The last offset that is read.
    /// - Throws: `StorageError`.
    init(
        log: some EventLog, catalogue: some Catalogue, after known: Int64,
        through end: Int64 = .max
    ) throws {
        var people = People(known: known)
        while offset < end {
            let page = try log.read(from: offset + 1, limit: Self.pageEvents)
            for logged in page.prefix(while: { $0.offset <= end }) {
                offset = logged.offset
                people.take(logged)
            }
            guard page.count == Self.pageEvents, page[page.count - 1].offset < end else { break }
        }
        let numbers = number(people.counts)
        for (person, history) in people.histories() {
            guard let (sequence, times, fresh) = sequence(history, numbers) else { continue }
            sequences.append(sequence)
            self.times.append(times)
            self.fresh.append(fresh)
            self.people.append(person)
            first = min(first ?? history[0].time, history[0].time)
            last = max(last ?? history[0].time, history[history.count - 1].time)
        }
        try describe(from: catalogue)
    }

    /// The model's number of each item of the log.
    private mutating func number(_ counts: [(id: String, count: Int)]) -> [Int32] {
        let order = counts.indices.sorted {
            (counts[$1].count, counts[$0].id) < (counts[$0].count, counts[$1].id)
        }
        var numbers = [Int32](repeating: -1, count: counts.count)
        for (rank, index) in order.prefix(Self.itemsMax).enumerated() {
            numbers[index] = Int32(rank)
            items.append(counts[index].id)
        }
        return numbers
    }

    private func sequence(
        _ history: [Step], _ numbers: [Int32]
    ) -> (sequence: EventSequence, times: [Timestamp], fresh: Int)? {
        var builder = SequenceBuilder()
        var times: [Timestamp] = []
        var firstFresh: Int?
        for step in history.suffix(Self.eventsMax) {
            let number = numbers[Int(step.item)]
            guard number >= 0 else { continue }
            builder.add(UInt32(number), step.action, at: step.time)
            if builder.sequence.count > times.count { times.append(step.time) }
            if step.isFresh { firstFresh = firstFresh ?? builder.sequence.count - 1 }
        }
        let count = builder.sequence.count
        return count < 2 ? nil : (builder.sequence, times, count - (firstFresh ?? count))
    }

    /// One thing a person did, as far as the model cares.
    struct Step: Sendable {
        var item: UInt32
        var action: UInt8
        var time: Timestamp
        var isFresh: Bool
    }

    /// What a visit to an item may come to: its class, and all that say so. Looking is what all of
    /// them begin with.
    static let heads: [(name: String, kind: UInt8, actions: Set<UInt8>)] = [
        ("rating", 1, [1]), ("cart", 2, [2, 3]), ("purchase", 3, [3]),
    ]
}

/// Whose step each is, while a log is read.
private struct People {
    let known: Int64
    private var numbers: [String: UInt32] = [:]
    private(set) var counts: [(id: String, count: Int)] = []
    private var places: [Subject: Int] = [:]
    private var steps: [[TrainingData.Step]] = []
    /// The user that a visitor turned out to be.
    private var users: [String: String] = [:]
    private var order: [Subject] = []

    init(known: Int64) { self.known = known }

    mutating func take(_ logged: LoggedEvent) {
        let event = logged.event
        if event.type == .link, let visitor = event.visitor { users[visitor] = event.user }
        if event.type == .unlink, let visitor = event.visitor { users[visitor] = nil }
        guard event.consent?.learn ?? true, let subject = event.subject,
            let action = Visit.Action(event.type)?.modelClass, let id = logged.learningItem
        else { return }
        let item = numbers[id] ?? UInt32(counts.count)
        if Int(item) == counts.count {
            numbers[id] = item
            counts.append((id, 0))
        }
        counts[Int(item)].count += 1
        let place = places[subject] ?? steps.count
        if place == steps.count {
            places[subject] = place
            steps.append([])
            order.append(subject)
        }
        steps[place].append(
            .init(
                item: item, action: action, time: logged.time, isFresh: logged.offset > known))
    }

    /// The steps of each person, by time; those of linked visitors with their user's.
    func histories() -> [(person: Subject, steps: [TrainingData.Step])] {
        var merged: [Subject: [TrainingData.Step]] = [:]
        var people: [Subject] = []
        for (subject, steps) in zip(order, steps) {
            var owner = subject
            if case .visitor(let id) = subject, let user = users[id] { owner = .user(user) }
            if merged[owner] == nil { people.append(owner) }
            merged[owner, default: []] += steps
        }
        return people.map { person in
            let steps = merged[person, default: []].enumerated()
                .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            return (person, steps.map(\.element))
        }
    }
}
