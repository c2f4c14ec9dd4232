import Commerce
import Engine
import Hummingbird
import Insights
import JSON
import Primitives

/// What the console shows of the business and of the catalogue. Administrators only: it tells what
/// people asked for.
struct ConsoleRoutes {
    /// Items of one page at most.
    private static let itemsMax = 200
    private static let quarantineBytesMax = 1 << 20
    private static let refusalsMax = 100
    private static let hour = 3600.0
    private static let cohortsMax = 12
    private static let trendsMax = 10

    let engine: Engine

    func add(to router: Router<ShopContext>) {
        router.get("/v1/insights") { request, _ in try insights(request) }
        router.get("/v1/catalogue") { request, _ in try catalogue(request) }
        router.get("/v1/quarantine") { _, _ in try quarantine() }
    }

    // MARK: Business

    private func insights(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let locale = try address.text("locale", bytesMax: 40)
        try address.finish()
        let insight = try engine.insight()
        let tally = insight.tally
        let span =
            (tally.to ?? Timestamp(microseconds: 0)) - (tally.from ?? Timestamp(microseconds: 0))
        // Few points for a morning, not too many for a year.
        let step = span < 72 * Self.hour ? Self.hour : 24 * Self.hour
        var writer = JSONWriter(reserving: 16_384)
        writer.object { writer in
            writer.field("complete", insight.isComplete)
            writer.field("first_offset", tally.offsets.first)
            writer.field("last_offset", tally.offsets.last)
            if let from = tally.from { writer.field("from", from.description) }
            if let to = tally.to { writer.field("to", to.description) }
            if let currency = tally.currency { writer.field("currency", currency.code) }
            writer.share("click_rate", tally.clickRate)
            writer.object("whole") { tally.whole.write(to: &$0) }
            writer.field("step_s", step)
            writer.array("periods") { writer in
                for period in tally.periods(seconds: step) {
                    writer.object { period.write(to: &$0) }
                }
            }
            writer.array("segments") { writer in
                for (segment, period) in tally.segments {
                    writer.object { writer in
                        writer.field("segment", segment.rawValue)
                        writer.object("period") { period.write(to: &$0) }
                    }
                }
            }
            let days = span < 21 * 24 * Self.hour ? 1 : 7
            writer.field("cohort_days", days)
            writer.array("cohorts") { writer in
                for cohort in tally.cohorts(days: days, count: Self.cohortsMax) {
                    writer.object { writer in
                        writer.field("start", cohort.start.description)
                        writer.array("active") { for count in cohort.active { $0.write(count) } }
                    }
                }
            }
            writer.array("week") { for count in tally.week { $0.write(count) } }
            writer.array("positions") { for count in tally.positions { $0.write(count) } }
            let trends = engine.trends(count: Self.trendsMax)
            for (name, trends) in [("risers", trends.risers), ("fallers", trends.fallers)] {
                writer.array(name) { writer in
                    for trend in trends { writer.object { trend.write(to: &$0, engine, locale) } }
                }
            }
            writer.array("queries") { writer in
                for (query, found) in insight.queries {
                    writer.object { writer in
                        writer.field("query", query.query)
                        writer.field("searches", query.searches)
                        writer.field("found", found)
                        writer.share("click_rate", query.clickRate)
                    }
                }
            }
        }
        return Response(json: writer)
    }

    // MARK: Catalogue

    private func catalogue(_ request: Request) throws -> Response {
        var address = try AddressReader(request)
        let problem = try problem(&address)
        let after = try address.text("after", bytesMax: 128)
        let limit = try address.integer("limit", in: 1...Self.itemsMax) ?? 50
        let locale = try address.text("locale", bytesMax: 40)
        try address.finish()
        let page = engine.browse(problem, after: after, limit: limit)
        var writer = JSONWriter(reserving: 256 * page.items.count)
        writer.object { writer in
            writer.field("items_total", page.count)
            writer.object("problems") { writer in
                for problem in ItemProblem.allCases {
                    writer.field(problem.rawValue, page.problems[problem] ?? 0)
                }
            }
            writer.array("items") { writer in
                for (item, problems) in page.items {
                    writer.object { writer in
                        item.write(to: &writer, Self.shown, locale)
                        writer.field("id", item.id)
                        writer.array("problems") { writer in
                            for problem in ItemProblem.allCases where problems.contains(problem) {
                                writer.write(problem.rawValue)
                            }
                        }
                    }
                }
            }
            if page.hasMore, let last = page.items.last { writer.field("next", last.item.id) }
        }
        return Response(json: writer)
    }

    private static let shown = [
        "title", "brand", "price", "image", "categories", "stock", "availability", "attributes",
    ]

    // MARK: Quarantine

    /// What import refused, but for the lines themselves: they may name people.
    private func quarantine() throws -> Response {
        let (lines, bytes) = try engine.quarantine(last: Self.quarantineBytesMax)
        let records = lines.compactMap { try? JSONParser.parse(Array($0)).object }
        var codes: [String: Int] = [:]
        for record in records { codes[record["code"]?.string ?? "unknown", default: 0] += 1 }
        var writer = JSONWriter(reserving: 8192)
        writer.object { writer in
            writer.field("lines", records.count)
            writer.field("complete", bytes <= Self.quarantineBytesMax)
            writer.object("codes") { writer in
                for (code, count) in codes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
                    writer.field(code, count)
                }
            }
            writer.array("newest") { writer in
                for record in records.suffix(Self.refusalsMax).reversed() {
                    writer.object { $0.fields(record, except: ["raw"]) }
                }
            }
        }
        return Response(json: writer)
    }

    private func problem(_ address: inout AddressReader) throws -> ItemProblem? {
        guard let name = try address.text("problem", bytesMax: 40) else { return nil }
        guard let problem = ItemProblem(rawValue: name) else {
            throw InvalidField(
                .unknownValue, "problem",
                "\(clipped(name)) is none of "
                    + ItemProblem.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return problem
    }
}

extension JSONWriter {
    fileprivate mutating func share(_ name: String, _ share: Share) {
        object(name) { writer in
            writer.field("value", share.value)
            writer.field("low", share.interval.lowerBound)
            writer.field("high", share.interval.upperBound)
            writer.field("count", share.count)
            writer.field("of", share.of)
        }
    }
}

extension Trend {
    fileprivate func write(
        to writer: inout JSONWriter, _ engine: Engine, _ locale: String?
    ) {
        writer.field("id", item)
        writer.field("recent", recent)
        writer.field("expected", expected)
        if let found = engine.item(item) {
            writer.object("item") {
                found.write(to: &$0, ["title", "image", "brand", "price"], locale)
            }
        }
    }
}

extension Period {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.field("start", start.description)
        writer.field("sessions", sessions)
        writer.field("viewed", viewed)
        writer.field("carted", carted)
        writer.field("bought", bought)
        writer.share("cart_rate", cartRate)
        writer.share("conversion", conversion)
        writer.object("revenue_per_session") { writer in
            writer.field("value", revenue.value)
            writer.field("low", revenue.interval.lowerBound)
            writer.field("high", revenue.interval.upperBound)
            writer.field("sum", revenue.sum)
        }
    }
}
