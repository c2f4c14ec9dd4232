import Commerce
import Companions
import Features
import HashTreeCollections
import Primitives

/// The snapshot of the projected state: a version, the state, and a checksum. It only saves time:
/// where it is missing, damaged or of another version, the log is replayed from its start.
extension Behaviour {
    /// Changed with every change of the layout or of what `apply` does.
    private static let version: UInt8 = 10

    var binary: [UInt8] {
        var writer = BinaryWriter(reserving: 1 << 20)
        writer.write(byte: Self.version)
        writer.write(bounds.numbers) { $0.write(UInt64($1)) }
        writer.write(signed: offset)
        writer.write(signed: appliedOffset)
        writer.write(signed: fitOffset)
        writer.write(items.ids) { $0.write($1) }
        writer.write(counters) { $0.write($1) }
        for sums in [
            rates.clicked.sums, rates.bought.sums, [rates.ratingSum, rates.ratingCount],
        ] { writer.write(sums) { $0.write($1) } }
        for model in [popularity, trending] { writer.write(model) }
        writer.write(regions, key: { $0.write($1) }) { writer, region in
            writer.write(region.week)
            writer.write(region.month)
            writer.write(UInt64(region.events))
        }
        writer.write(rules.rows) { $0.write($1) }
        writer.write(together.rows) { $0.write($1) }
        writer.write(alongside.rows) { $0.write($1) }
        writer.write(alongside.holders) { $0.write(UInt64($1)) }
        sessions.write(to: &writer)
        writer.write(signed: latest.microseconds)
        writer.write(replenishment.rows) { writer, row in
            writer.write(UInt64(row.firsts))
            writer.write(UInt64(row.repeats))
            writer.write(UInt64(row.logSum.bitPattern))
        }
        writer.write(people, key: { $0.write($1) }, element: { $0.write($1) })
        writer.write(anonymous, key: { $0.write($1) }, element: { $0.write($1) })
        writer.write(trails, key: { $0.write($1) }) { writer, trail in
            writer.write(trail.items) { $0.write(UInt64($1)) }
            writer.write(signed: trail.last.microseconds)
            writer.write(trail.session.map { UInt64($0) + 1 } ?? 0)
        }
        writer.write(orders, key: { $0.write($1) }) { writer, items in
            writer.write(items) { $0.write(UInt64($1)) }
        }
        writer.write(queries, key: { $0.write($1) }, element: { $0.write(UInt64($1)) })
        writer.write(fixed: stableHash(writer.bytes))
        return writer.bytes
    }

    /// A stored state, with the bounds that it was made with.
    ///
    /// - Parameters:
    ///   - binary: The snapshot.
    ///   - fitEvents: When the linear neighbours are fitted for the first time.
    /// - Throws: `BinaryError` where the snapshot cannot be used.
    init(binary: [UInt8], fitEvents: Int64 = Bounds().fitEvents) throws(BinaryError) {
        guard binary.count > 8 else { throw .truncated }
        let content = binary.dropLast(8)
        var trailer = BinaryReader(binary[content.endIndex...])
        guard try trailer.fixed() == stableHash(content) else { throw .malformed }
        var reader = BinaryReader(content)
        let version = try reader.byte()
        guard version == Self.version else { throw .newer(version: version) }
        var bounds = Bounds(
            numbers: try reader.array { reader throws(BinaryError) in
                Int(truncatingIfNeeded: try reader.number())
            })
        bounds.fitEvents = fitEvents
        self.init(bounds: bounds)
        offset = try reader.signed()
        appliedOffset = try reader.signed()
        fitOffset = try reader.signed()
        for id in try reader.array({ reader throws(BinaryError) in try reader.string() }) {
            _ = items.intern(id)
        }
        counters = PersistentVector(try reader.array(BinaryReader.counters))
        rates = try reader.rates()
        popularity = try reader.popularity(halfLife: popularity.halfLife)
        trending = try reader.popularity(halfLife: trending.halfLife)
        try reader.restore(&regions, key: BinaryReader.text, element: BinaryReader.region)
        rules.rows = PersistentVector(try reader.array(BinaryReader.row))
        together.rows = PersistentVector(try reader.array(BinaryReader.row))
        alongside.rows = PersistentVector(try reader.array(BinaryReader.row))
        alongside.holders = PersistentVector(
            try reader.array { reader throws(BinaryError) in Float(try reader.number()) })
        sessions = try SessionNeighbours(sessions.settings, from: &reader)
        latest = Timestamp(microseconds: try reader.signed())
        replenishment.rows = PersistentVector(
            try reader.array { reader throws(BinaryError) in
                Replenishment.Row(
                    firsts: try BinaryReader.number32(&reader),
                    repeats: try BinaryReader.number32(&reader),
                    logSum: Float(bitPattern: try BinaryReader.number32(&reader)))
            })
        try reader.restore(&people, key: BinaryReader.person, element: BinaryReader.personState)
        try reader.restore(&anonymous, key: BinaryReader.text, element: BinaryReader.personState)
        try reader.restore(&trails, key: BinaryReader.text, element: BinaryReader.trail)
        try reader.restore(&orders, key: BinaryReader.text, element: BinaryReader.numbers)
        try reader.restore(&queries, key: BinaryReader.text, element: BinaryReader.number32)
    }
}

// MARK: - Write

extension BinaryWriter {
    fileprivate mutating func write<Elements: Collection>(
        _ elements: Elements, _ each: (inout BinaryWriter, Elements.Element) -> Void
    ) {
        write(UInt64(elements.count))
        for element in elements { each(&self, element) }
    }

    fileprivate mutating func write<Element>(
        _ elements: PersistentVector<Element>, _ each: (inout BinaryWriter, Element) -> Void
    ) {
        write(UInt64(elements.count))
        for element in elements { each(&self, element) }
    }

    fileprivate mutating func write<Key, Element>(
        _ map: GenerationalMap<Key, Element>, key: (inout BinaryWriter, Key) -> Void,
        element: (inout BinaryWriter, Element) -> Void
    ) {
        for generation in [map.young, map.old] {
            write(generation) { writer, entry in
                key(&writer, entry.key)
                element(&writer, entry.value)
            }
        }
    }

    fileprivate mutating func write(_ counts: DailyCounts) {
        write(counts.days) { writer, day in
            writer.write(signed: Int64(day.number))
            writer.write(UInt64(day.count))
        }
    }

    fileprivate mutating func write(_ counters: ItemCounters) {
        write(counters.views)
        write(counters.carts)
        write(counters.purchases)
        write(counters.returns)
        write(counters.impressions)
        write(counters.ratingSum)
        write(UInt64(counters.ratingCount))
        write(counters.recent)
        for evidence in [counters.clicked, counters.bought] {
            write(UInt64(evidence.successes))
            write(UInt64(evidence.trials))
        }
    }

    fileprivate mutating func write(_ counts: WindowCounts) {
        write(signed: counts.time.microseconds)
        write(counts.values) { $0.write(UInt64($1.bitPattern)) }
    }

    fileprivate mutating func write(_ popularity: Popularity) {
        write(popularity.counts) { $0.write($1.logarithm) }
        write(popularity.leaders) { $0.write(UInt64($1)) }
    }

    fileprivate mutating func write(_ row: NeighbourRow) {
        write(Double(row.total))
        write(row.neighbours) { writer, neighbour in
            writer.write(UInt64(neighbour.item))
            writer.write(UInt64(neighbour.weight.bitPattern))
        }
    }

    fileprivate mutating func write(_ person: Person) {
        switch person {
        case .user(let id):
            write(byte: 0)
            write(id)
        case .visitor(let id):
            write(byte: 1)
            write(id)
        }
    }

    fileprivate mutating func write(_ state: PersonState) {
        write(state.visits) { writer, visit in
            writer.write(UInt64(visit.item))
            writer.write(byte: visit.action.rawValue)
            writer.write(byte: visit.teaches ? 1 : 0)
            writer.write(signed: visit.time.microseconds)
        }
        write(UInt64(state.earlier))
        write(state.dismissed) { $0.write(UInt64($1)) }
        write(state.seen) { writer, seen in
            writer.write(UInt64(seen.item))
            writer.write(UInt64(seen.times))
        }
        write(state.visitors) { $0.write($1) }
        write(state.user ?? "")
        write(state.region ?? "")
        write(state.asked) { $0.write($1) }
        write(state.recent)
    }
}

// MARK: - Read

extension PersistentVector {
    fileprivate init(_ elements: [Element]) {
        self.init()
        for element in elements { append(element) }
    }
}

extension BinaryReader {
    fileprivate mutating func array<Element>(
        _ each: (inout BinaryReader) throws(BinaryError) -> Element
    ) throws(BinaryError) -> [Element] {
        let count = try count()
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(try each(&self)) }
        return elements
    }

    fileprivate mutating func restore<Key: Hashable, Element>(
        _ map: inout GenerationalMap<Key, Element>,
        key: (inout BinaryReader) throws(BinaryError) -> Key,
        element: (inout BinaryReader) throws(BinaryError) -> Element
    ) throws(BinaryError) {
        var generations: [TreeDictionary<Key, Element>] = []
        for _ in 0..<2 {
            var generation: TreeDictionary<Key, Element> = [:]
            for _ in 0..<(try count()) {
                let key = try key(&self)
                generation[key] = try element(&self)
            }
            generations.append(generation)
        }
        map.restore(young: generations[0], old: generations[1])
    }

    fileprivate static func text(_ reader: inout BinaryReader) throws(BinaryError) -> String {
        try reader.string()
    }

    fileprivate static func number32(_ reader: inout BinaryReader) throws(BinaryError) -> UInt32 {
        UInt32(truncatingIfNeeded: try reader.number())
    }

    fileprivate static func numbers(_ reader: inout BinaryReader) throws(BinaryError) -> [UInt32] {
        try reader.array(number32)
    }

    fileprivate static func day(
        _ reader: inout BinaryReader
    ) throws(BinaryError) -> DailyCounts.Day {
        let number = Int32(truncatingIfNeeded: try reader.signed())
        return DailyCounts.Day(number: number, count: try number32(&reader))
    }

    fileprivate static func counters(
        _ reader: inout BinaryReader
    ) throws(BinaryError) -> ItemCounters {
        var counters = ItemCounters()
        counters.views = DailyCounts(days: try reader.array(day))
        counters.carts = DailyCounts(days: try reader.array(day))
        counters.purchases = DailyCounts(days: try reader.array(day))
        counters.returns = DailyCounts(days: try reader.array(day))
        counters.impressions = DailyCounts(days: try reader.array(day))
        counters.ratingSum = try reader.double()
        counters.ratingCount = Int(truncatingIfNeeded: try reader.number())
        counters.recent = try reader.windowCounts()
        counters.clicked = try reader.evidence()
        counters.bought = try reader.evidence()
        return counters
    }

    fileprivate mutating func windowCounts() throws(BinaryError) -> WindowCounts {
        let time = Timestamp(microseconds: try signed())
        let values = try array { reader throws(BinaryError) in
            Float(bitPattern: try Self.number32(&reader))
        }
        return WindowCounts(time: time, values: values)
    }

    fileprivate mutating func evidence() throws(BinaryError) -> ShareMoments.Evidence {
        let successes = try Self.number32(&self)
        return ShareMoments.Evidence(successes: successes, trials: try Self.number32(&self))
    }

    fileprivate mutating func rates() throws(BinaryError) -> ShopRates {
        func sums() throws(BinaryError) -> [Double] {
            try array { reader throws(BinaryError) in try reader.double() }
        }
        var rates = ShopRates()
        rates.clicked = ShareMoments(sums: try sums())
        rates.bought = ShareMoments(sums: try sums())
        let ratings = try sums()
        guard ratings.count == 2 else { throw .malformed }
        (rates.ratingSum, rates.ratingCount) = (ratings[0], ratings[1])
        return rates
    }

    fileprivate mutating func popularity(halfLife: Double) throws(BinaryError) -> Popularity {
        let counts = try array { reader throws(BinaryError) in
            DecayedCount(logarithm: try reader.double())
        }
        return Popularity(
            halfLife: halfLife, counts: PersistentVector(counts),
            leaders: try Self.numbers(&self))
    }

    fileprivate static func region(
        _ reader: inout BinaryReader
    ) throws(BinaryError) -> RegionalPopularity {
        let empty = RegionalPopularity()
        return RegionalPopularity(
            week: try reader.popularity(halfLife: empty.week.halfLife),
            month: try reader.popularity(halfLife: empty.month.halfLife),
            events: Int(clamping: try reader.number()))
    }

    fileprivate static func row(
        _ reader: inout BinaryReader
    ) throws(BinaryError) -> NeighbourRow {
        let total = Float(try reader.double())
        let neighbours = try reader.array { reader throws(BinaryError) in
            let item = try number32(&reader)
            return NeighbourRow.Neighbour(
                item: item, weight: Float(bitPattern: try number32(&reader)))
        }
        return NeighbourRow(neighbours: neighbours, total: total)
    }

    fileprivate static func person(_ reader: inout BinaryReader) throws(BinaryError) -> Person {
        try reader.byte() == 0 ? .user(try reader.string()) : .visitor(try reader.string())
    }

    fileprivate static func personState(
        _ reader: inout BinaryReader
    ) throws(BinaryError) -> PersonState {
        var state = PersonState()
        state.visits = try reader.array { reader throws(BinaryError) in
            let item = try number32(&reader)
            guard let action = Visit.Action(rawValue: try reader.byte()) else { throw .malformed }
            let teaches = try reader.byte() == 1
            return Visit(
                time: Timestamp(microseconds: try reader.signed()), item: item, action: action,
                teaches: teaches)
        }
        state.earlier = Int(truncatingIfNeeded: try reader.number())
        state.dismissed = try numbers(&reader)
        state.seen = try reader.array { reader throws(BinaryError) in
            PersonState.Seen(
                item: try number32(&reader), times: UInt16(clamping: try reader.number()))
        }
        state.visitors = try reader.array(text)
        let user = try reader.string()
        state.user = user.isEmpty ? nil : user
        let region = try reader.string()
        state.region = region.isEmpty ? nil : region
        state.asked = try reader.array(text)
        state.recent = try reader.windowCounts()
        return state
    }

    fileprivate static func trail(_ reader: inout BinaryReader) throws(BinaryError) -> TrailState {
        let items = try numbers(&reader)
        let last = Timestamp(microseconds: try reader.signed())
        let session = try reader.number()
        return TrailState(
            items: items, last: last,
            session: session == 0 ? nil : UInt32(truncatingIfNeeded: session - 1))
    }
}
