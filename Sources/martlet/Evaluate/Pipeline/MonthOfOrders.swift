import Commerce
import Engine
import Ingest
import Primitives

/// A shop's history up to a month in a data directory, and the orders of the month, oldest first.
struct MonthOfOrders {
    /// Of each order of a known customer, its lines.
    private(set) var all: [[Event]] = []
    /// What each known customer had bought before.
    private var bought: [String: Set<String>] = [:]
    /// By item, the words of its title.
    private(set) var terms: [String: Set<String>] = [:]

    /// - Parameters:
    ///   - files: Those of Online Retail, cleaned as an import cleans them.
    ///   - span: The month; what comes after it is left out.
    ///   - folder: A directory that is not there yet.
    /// - Throws: What keeps the files from being read or the directory from being written.
    init(_ files: [String], in span: Range<Timestamp>, folder: String) throws {
        let loader = try BulkLoader(path: folder)
        var sink = Sink(loader: loader, span: span)
        let options = ImportOptions(
            source: .recipe(.onlineRetail), files: files,
            quarantinePath: "\(folder)/quarantine.jsonl")
        let report = try Importer(options).run(into: &sink) { _ in }
        try sink.loader.finish()
        if let error = report.files.compactMap(\.error).first { throw error }
        bought = sink.bought
        terms = sink.terms
        all = sink.orders.values.sorted { a, b in
            let (first, second) = (Self.time(of: a), Self.time(of: b))
            return first != second ? first < second : a[0].id < b[0].id
        }
    }

    /// Goes through the orders with who makes them and what they had bought before.
    func forEach(
        _ body: (_ order: [Event], _ user: String, _ had: Set<String>) async throws -> Void
    ) async rethrows {
        var bought = bought
        for order in all {
            guard let user = order.first?.user else { continue }
            let had = bought[user] ?? []
            try await body(order, user, had)
            bought[user] = had.union(order.compactMap(\.item))
        }
    }

    private static func time(of order: [Event]) -> Timestamp {
        order[0].time ?? Timestamp(microseconds: 0)
    }

    /// Keeps the month apart.
    private struct Sink: ImportSink {
        var loader: BulkLoader
        let span: Range<Timestamp>
        var orders: [String: [Event]] = [:]
        var bought: [String: Set<String>] = [:]
        var terms: [String: Set<String>] = [:]

        init(loader: BulkLoader, span: Range<Timestamp>) {
            self.loader = loader
            self.span = span
        }

        mutating func put(_ items: [Item]) throws {
            for item in items {
                let words = item.title.text()?.lowercased().split(separator: " ") ?? []
                terms[item.id] = Set(words.map(String.init))
            }
            try loader.put(items)
        }
        mutating func put(_ users: [User]) throws { try loader.put(users) }

        mutating func append(_ events: [Event]) throws -> AppendCounts {
            var early: [Event] = []
            for event in events {
                guard let time = event.time, time < span.upperBound else { continue }
                let isEarly = time < span.lowerBound
                if isEarly { early.append(event) }
                guard event.type == .purchase, let user = event.user, let item = event.item else {
                    continue
                }
                if isEarly {
                    bought[user, default: []].insert(item)
                } else if let order = event.order {
                    orders[order, default: []].append(event)
                }
            }
            return early.isEmpty ? AppendCounts(stored: 0) : try loader.append(early)
        }
    }
}
