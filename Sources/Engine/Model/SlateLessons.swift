import Commerce
import Features
import Primitives
import Ranking
import Storage

/// What was shown to shoppers and what came of it: the answers that were recorded, each with the
/// features of its items as they stood when it was given, which a replay of the log makes again.
///
/// What came of an answer is what names its request. Where impressions name items, those are what
/// was shown; where they name the answer alone, all of it was. In a shop that tells of no impressions every
/// answer counts as seen; in others only those of which something is told.
struct SlateLessons {
    /// The latest answers that are read; a showing of each takes some 400 bytes.
    private static let answersMax = 10_000
    private static let showingsMax = 20
    private static let pageEvents = 10_000
    private static let ratingMin = 4.0

    /// One answer, the first of its pages.
    struct Lesson {
        var placement: Placement
        var owner: Int
        var items: [UInt32]
        /// Of each item, what the answer's order was by.
        var bases: [Float]
        var outcomes: [Set<RankingTask>]
        /// Its showings among the examples, position by position; nil of what was not seen.
        var rows: [Int?]
    }

    private(set) var lessons: [Lesson] = []
    private(set) var examples = TaskExamples(features: ShowingFeatures.names.count)

    /// What the log tells of an answer.
    private struct Told {
        var isSeen = false
        var shown: Set<String> = []
        var outcomes: [String: Set<RankingTask>] = [:]

        func isShown(_ item: String) -> Bool {
            isSeen && shown.isEmpty || shown.contains(item) || outcomes[item] != nil
        }
    }

    private var owners: [Subject: Int] = [:]

    /// - Parameter directory: Open for reading.
    /// - Throws: `StorageError`.
    init(_ directory: DataDirectory) throws {
        var slates: [Slate] = []
        try directory.slates.forEach(latest: Self.answersMax) { fields in
            guard let slate = Slate(fields), Placement(rawValue: slate.place) != nil,
                slate.firstPosition == 0, slate.entries.contains(where: { $0.base != nil })
            else { return }
            slates.append(slate)
        }
        slates.sort { ($0.offset, $0.request) < ($1.offset, $1.request) }
        guard let last = slates.last else { return }
        let told = try Self.told(directory.log, of: Set(slates.map(\.request)))
        var state = try Self.start(directory)
        var next = 0
        func teach(through offset: Int64) {
            while next < slates.count, slates[next].offset <= offset {
                if let told = told[slates[next].request] { add(slates[next], told, state) }
                next += 1
            }
        }
        teach(through: 0)
        try Self.forEach(in: directory.log, through: last.offset) { logged in
            teach(through: logged.offset - 1)
            state.apply(logged)
        }
        teach(through: last.offset)
    }

    private mutating func add(_ slate: Slate, _ told: Told, _ state: EngineState) {
        guard let placement = Placement(rawValue: slate.place), let subject = slate.subject else {
            return
        }
        let owner = owners[subject] ?? owners.count
        owners[subject] = owner
        let recommender = Recommender(state)
        let asker = Asker(user: slate.user, visitor: slate.visitor, session: slate.session)
        let vector = recommender.features(for: state.behaviour.history(of: asker))
        var lesson = Lesson(
            placement: placement, owner: owner, items: [], bases: [], outcomes: [], rows: [])
        for (position, entry) in slate.entries.prefix(Self.showingsMax).enumerated() {
            guard let base = entry.base, let number = state.behaviour.items.number(of: entry.item)
            else { continue }
            let outcomes = told.outcomes[entry.item] ?? []
            lesson.items.append(number)
            lesson.bases.append(base)
            lesson.outcomes.append(outcomes)
            lesson.rows.append(told.isShown(entry.item) ? examples.count : nil)
            guard told.isShown(entry.item) else { continue }
            let facts = recommender.facts(of: state.catalogue.learning(number))
            var row: [Float] = []
            ShowingFeatures.append(base: base, placement, facts, vector, to: &row)
            examples.add(row, position: position, outcomes: outcomes)
        }
        if lesson.rows.contains(where: { $0 != nil }) { lessons.append(lesson) }
    }

    // MARK: Read

    /// The catalogue of today, before the first event.
    private static func start(_ directory: DataDirectory) throws -> EngineState {
        var items: [Item] = []
        var users: [User] = []
        try directory.catalogue.forEachItem { items.append($0) }
        try directory.catalogue.forEachUser { users.append($0) }
        var state = EngineState(behaviour: Behaviour(bounds: Behaviour.Bounds()))
        state.fill(
            items: items, users: users, indexFiles: IndexFiles(folder: directory.indexFolder))
        return state
    }

    /// Answers of which the log tells something, or that were seen for all that can be told. Those of people
    /// who do not let the shop learn are left out.
    private static func told(
        _ log: some EventLog, of requests: Set<String>
    ) throws -> [String: Told] {
        var told: [String: Told] = [:]
        var refused: Set<String> = []
        var isToldOfImpressions = false
        try forEach(in: log, through: log.lastOffset) { logged in
            let event = logged.event
            guard logged.origin == .live, let request = event.request, requests.contains(request)
            else { return }
            guard event.consent?.learn ?? true else {
                refused.insert(request)
                return
            }
            if event.type == .impression {
                isToldOfImpressions = true
                if let item = event.item { told[request, default: Told()].shown.insert(item) }
            }
            if event.type != .search { told[request, default: Told()].isSeen = true }
            guard let item = event.item else { return }
            let outcomes = Self.outcomes(of: event)
            if !outcomes.isEmpty {
                told[request, default: Told()].outcomes[item, default: []].formUnion(outcomes)
            }
        }
        if !isToldOfImpressions {
            for request in requests { told[request, default: Told()].isSeen = true }
        }
        for request in refused { told[request] = nil }
        return told
    }

    /// Whoever buys has turned to it.
    private static func outcomes(of event: Event) -> Set<RankingTask> {
        switch event.type {
        case .view, .click: [.click]
        case .addToCart: [.click, .cart]
        case .purchase: [.click, .purchase]
        case .rating: event.value ?? 0 >= ratingMin ? [.rating] : []
        default: []
        }
    }

    private static func forEach(
        in log: some EventLog, through end: Int64, _ body: (LoggedEvent) -> Void
    ) throws {
        var next: Int64 = 1
        while next <= end {
            let page = try log.read(from: next, limit: pageEvents)
            for logged in page where logged.offset <= end { body(logged) }
            guard let last = page.last else { return }
            next = last.offset + 1
        }
    }
}
