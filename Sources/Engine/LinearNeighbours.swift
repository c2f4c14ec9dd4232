import Commerce
import Companions
import HashTreeCollections
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What goes with what over whole histories: EASE, fitted to what people did up to one event of the
/// log, and never changed after.
///
/// A fit depends on the log alone: people are taken in the order of their names, items are placed
/// as they come then, and one thread computes. Memory: 64 MB while it is fitted, then 0.5 kB for
/// each of 4,096 items at most.
struct LinearNeighbours: Sendable {
    private static let version: UInt8 = 1
    /// People whose histories are learnt: those seen last.
    private static let peopleMax = 100_000
    /// The last visits of each: what a history costs grows with its square.
    private static let visitsMax = 64
    /// After how long a visit weighs half, against the latest of all. Like λ, chosen on the orders
    /// of a real shop (`martlet evaluate baskets`).
    private static let halfLifeSeconds: Double = 60 * 86_400

    private static let settings: EASE.Settings = {
        var settings = EASE.Settings()
        settings.regularisation = 50
        settings.itemsMax = 4096
        settings.denseMax = 0
        settings.entriesMax = 64
        settings.threads = 1
        return settings
    }()

    /// The last event that it knows of.
    let offset: Int64
    private let model: EASE

    /// Fits to the histories of a state.
    init(fitting behaviour: Behaviour) throws {
        offset = behaviour.offset
        var model = EASE(Self.settings)
        let histories = Self.histories(of: behaviour)
        let latest = histories.compactMap { $0.visits.last?.time }.max()
        for (_, visits) in histories {
            model.learn(
                sequence: visits.map(\.item),
                weights: visits.map { visit in
                    let age = latest.map { $0 - visit.time } ?? 0
                    return Float(exp2(-age / Self.halfLifeSeconds))
                })
        }
        try model.fit()
        self.model = model
    }

    /// What people wanted and let others learn, by name; who wanted one thing teaches nothing.
    private static func histories(of behaviour: Behaviour) -> [(name: String, visits: [Visit])] {
        var latest = TopK<(name: String, visits: [Visit])>(peopleMax) { a, b in
            let (first, second) = (a.visits[0].time, b.visits[0].time)
            let (last, other) = (a.visits.last?.time ?? first, b.visits.last?.time ?? second)
            return last != other ? last > other : a.name < b.name
        }
        for generation in [behaviour.people.young, behaviour.people.old] {
            for (person, state) in generation {
                let visits = state.visits.suffix(visitsMax).filter {
                    $0.teaches && $0.action.interest > 0
                }
                guard let first = visits.first, visits.contains(where: { $0.item != first.item })
                else { continue }
                latest.push((Behaviour.name(of: person), visits))
            }
        }
        return latest.sorted().sorted { $0.name < $1.name }
    }

    /// The items that go with an item, and how well.
    func neighbours(of item: UInt32) -> [NeighbourRow.Neighbour] { model.neighbours(of: item) }

    /// Bytes that it takes.
    var bytes: Int { model.bytes }

    // MARK: Stored form

    func binary(_ items: ItemNumbers) -> [UInt8] {
        var writer = BinaryWriter()
        writer.write(byte: Self.version)
        writer.write(signed: offset)
        model.write(to: &writer, id: items.id)
        writer.write(fixed: stableHash(writer.bytes))
        return writer.bytes
    }

    /// - Throws: `BinaryError` where the file cannot be used.
    init(binary: [UInt8], _ items: ItemNumbers) throws(BinaryError) {
        guard binary.count > 8 else { throw .truncated }
        let content = binary.dropLast(8)
        var trailer = BinaryReader(binary[content.endIndex...])
        guard try trailer.fixed() == stableHash(content) else { throw .malformed }
        var reader = BinaryReader(content)
        let version = try reader.byte()
        guard version == Self.version else { throw .newer(version: version) }
        offset = try reader.signed()
        model = try EASE(Self.settings, from: &reader, number: items.number)
    }
}
