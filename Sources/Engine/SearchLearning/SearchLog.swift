import Commerce
import Ranking
import Storage
import TextAnalysis

/// What shoppers were shown for their queries, and what of it they turned to.
package struct SearchLog: Sendable {
    /// The latest answers that are read.
    private static let answersMax = 200_000
    private static let pageEvents = 10_000
    /// People who must have asked a query before it is learnt from: what one person types is theirs.
    private static let peopleMin = 3

    /// As they are compared; by number.
    private(set) var queries: [String] = []
    /// By number.
    private(set) var items: [String] = []
    /// First pages, in the order of time.
    private(set) var sessions: [SearchSession] = []

    package init() {}

    /// Reads the answers of a shop and what came of them, as far as people consent to learning.
    ///
    /// - Parameter directory: Open for reading.
    /// - Throws: `StorageError`.
    init(_ directory: DataDirectory) throws {
        let opened = try Self.opened(directory.log)
        var slates: [Slate] = []
        try directory.slates.forEach(latest: Self.answersMax) { fields in
            guard let slate = Slate(fields), slate.place == "search", slate.firstPosition == 0,
                !slate.entries.isEmpty, slate.query != nil
            else { return }
            slates.append(slate)
        }
        var people: [String: Set<Subject>] = [:]
        for slate in slates {
            guard let query = slate.query.map(Self.form), let subject = slate.subject else {
                continue
            }
            people[query, default: []].insert(subject)
        }
        for slate in slates.reversed() {
            guard let query = slate.query.map(Self.form),
                people[query, default: []].count >= Self.peopleMin
            else { continue }
            let turned = opened[slate.request] ?? []
            add(query, slate.entries.map { ($0.item, turned.contains($0.item)) })
        }
    }

    private var queryNumbers: [String: UInt32] = [:]
    private var itemNumbers: [String: UInt32] = [:]

    /// Adds an answer, which is later than those before.
    ///
    /// - Parameters:
    ///   - query: As it was typed.
    ///   - shown: From the top, and whether each was opened.
    package mutating func add(_ query: String, _ shown: [(item: String, isOpened: Bool)]) {
        let query = Self.number(Self.form(query), &queryNumbers, &queries)
        let items = shown.map { Self.number($0.item, &itemNumbers, &self.items) }
        sessions.append(
            SearchSession(query: query, items: items, clicked: shown.map(\.isOpened)))
    }

    /// How likely each place of an answer is looked at.
    package var looks: [Double] { PositionModel(sessions).looks }

    private static func number(
        _ name: String, _ numbers: inout [String: UInt32], _ names: inout [String]
    ) -> UInt32 {
        if let number = numbers[name] { return number }
        let number = UInt32(names.count)
        numbers[name] = number
        names.append(name)
        return number
    }

    /// A query as it is compared with others: its folded words.
    static func form(_ query: String) -> String {
        Analyser.words(query).joined(separator: " ")
    }

    /// The items that were turned to, by the answer that showed them.
    private static func opened(_ log: some EventLog) throws -> [String: Set<String>] {
        var opened: [String: Set<String>] = [:]
        var offset: Int64 = 0
        while true {
            let page = try log.read(from: offset + 1, limit: pageEvents)
            for logged in page {
                let event = logged.event
                guard let request = event.request, let item = event.item,
                    Visit.Action(event.type)?.modelClass != nil, event.consent?.learn ?? true
                else { continue }
                opened[request, default: []].insert(item)
            }
            guard let last = page.last, page.count == pageEvents else { return opened }
            offset = last.offset
        }
    }
}
