import Commerce
import Primitives

/// Where lines come from, so that a batch can still quarantine one of its events.
struct Origin {
    var line: Int
    /// End of the raw text in the batch's buffer.
    var end: Int
}

/// Collects what lines turned into, hands it over in batches and keeps the counts.
struct Intake: ~Copyable {
    private static let batchSize = 20_000

    private(set) var report: QualityReport
    private var file = FileReport(name: "")
    private var quarantine: Quarantine
    private var items: [Item] = []
    private var users: [User] = []
    private var events: [Event] = []
    private var origins: [Origin] = []
    private var raw: [UInt8] = []

    init(quarantinePath: String) {
        report = QualityReport(quarantinePath: quarantinePath)
        quarantine = Quarantine(path: quarantinePath)
    }

    mutating func begin(_ name: String) { file = FileReport(name: name) }

    mutating func countHeader() {
        file.lines += 1
        file.header += 1
    }

    mutating func countBlank() {
        file.lines += 1
        file.blank += 1
    }

    mutating func reject(
        _ rejection: Rejection, line: Int, raw: ArraySlice<UInt8>
    ) throws(ImportError) {
        file.lines += 1
        try setAside(rejection, line: line, raw: raw)
    }

    mutating func take(
        _ translation: Translation, line: Int, raw text: ArraySlice<UInt8>,
        into sink: inout some ImportSink
    ) throws {
        file.lines += 1
        switch translation {
        case .idPair: file.taken["id_pair", default: 0] += 1
        case .item(let item):
            file.taken["item", default: 0] += 1
            try take(item, into: &sink)
        case .user(let user):
            file.taken["user", default: 0] += 1
            try take(user, into: &sink)
        case .event(let event):
            events.append(event)
            raw.append(contentsOf: text)
            origins.append(Origin(line: line, end: raw.count))
            if events.count == Self.batchSize { try flushEvents(into: &sink) }
        }
    }

    /// Ends a file: hands over what is left of it, so that its counts are its own.
    mutating func end(
        error: ImportError?, seconds: Double, into sink: inout some ImportSink
    ) throws {
        try flush(into: &sink)
        file.error = error
        file.seconds = seconds
        report.files.append(file)
    }

    mutating func take(
        derived: (items: [Item], users: [User]), into sink: inout some ImportSink
    ) throws {
        report.derivedItems = derived.items.count
        report.derivedUsers = derived.users.count
        for item in derived.items { try take(item, into: &sink) }
        for user in derived.users { try take(user, into: &sink) }
        try flush(into: &sink)
    }

    consuming func finish(seconds: Double) -> QualityReport {
        report.seconds = seconds
        return report
    }

    // MARK: Batches

    private mutating func take(_ item: Item, into sink: inout some ImportSink) throws {
        report.catalogue.count(item)
        items.append(item)
        if items.count == Self.batchSize { try flushItems(into: &sink) }
    }

    private mutating func take(_ user: User, into sink: inout some ImportSink) throws {
        users.append(user)
        if users.count == Self.batchSize { try flushUsers(into: &sink) }
    }

    private mutating func flush(into sink: inout some ImportSink) throws {
        try flushItems(into: &sink)
        try flushUsers(into: &sink)
        try flushEvents(into: &sink)
        try quarantine.flush()
    }

    private mutating func flushItems(into sink: inout some ImportSink) throws {
        guard !items.isEmpty else { return }
        try sink.put(items)
        items.removeAll(keepingCapacity: true)
    }

    private mutating func flushUsers(into sink: inout some ImportSink) throws {
        guard !users.isEmpty else { return }
        try sink.put(users)
        users.removeAll(keepingCapacity: true)
    }

    private mutating func flushEvents(into sink: inout some ImportSink) throws {
        guard !events.isEmpty else { return }
        let counts = try sink.append(events)
        let conflicts = Set(counts.conflicts)
        for (index, event) in events.enumerated() {
            if conflicts.contains(index) {
                try setAsideConflict(event, at: index)
            } else {
                file.count(event)
            }
        }
        file.alreadyStored += counts.duplicates
        events.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
        raw.removeAll(keepingCapacity: true)
    }

    private mutating func setAsideConflict(_ event: Event, at index: Int) throws(ImportError) {
        let start = index == 0 ? 0 : origins[index - 1].end
        try setAside(
            Rejection(.conflict, "id", "the log holds another event with the id \(event.id)"),
            line: origins[index].line, raw: raw[start..<origins[index].end])
    }

    private mutating func setAside(
        _ rejection: Rejection, line: Int, raw: ArraySlice<UInt8>
    ) throws(ImportError) {
        file.quarantined[rejection.reason, default: 0] += 1
        try quarantine.add(rejection, file: file.name, line: line, raw: raw)
    }
}

extension FileReport {
    fileprivate mutating func count(_ event: Event) {
        taken[event.type.rawValue, default: 0] += 1
        if event.user == nil { anonymous += 1 }
        guard let time = event.time else { return }
        firstTime = min(firstTime ?? time, time)
        lastTime = max(lastTime ?? time, time)
    }
}

extension CatalogueGaps {
    fileprivate mutating func count(_ item: Item) {
        items += 1
        if item.title.isEmpty { withoutTitle += 1 }
        if item.price == nil { withoutPrice += 1 }
        if item.brand == nil { withoutBrand += 1 }
        if item.categories.isEmpty { withoutCategory += 1 }
    }
}
