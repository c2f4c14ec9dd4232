import Commerce
import Ingest
import Primitives

/// What one customer bought in one order.
struct Basket {
    /// The order's number.
    var name: String
    /// The place of the customer in the order of first sight.
    var customer: Int
    var time: Timestamp
    /// Distinct, in the order of the lines.
    var items: [UInt32]
}

/// The orders of known customers, oldest first.
struct Baskets {
    private(set) var all: [Basket] = []
    private(set) var items: [String] = []
    private(set) var customers = 0
    /// Lines read, and those of them that state a purchase of a known customer.
    private(set) var lines = 0
    private(set) var linesTaken = 0
    /// Lines of known customers that came back.
    private(set) var linesReturned = 0

    /// Reads the files of Online Retail, cleaned as an import cleans them.
    init(_ files: [String], quarantine: String) throws {
        var sink = BasketSink()
        let options = ImportOptions(
            source: .recipe(.onlineRetail), files: files, quarantinePath: quarantine)
        var line = ProgressLine()
        let report = try Importer(options).run(into: &sink) { progress in
            lines = progress.lines
            line.show(
                share: progress.bytesTotal.map { Double(progress.bytesRead) / Double($0) },
                text: "\(grouped(progress.lines)) lines", count: progress.lines)
        }
        line.end()
        if let error = report.files.compactMap(\.error).first { throw error }
        linesTaken = sink.lines
        linesReturned = sink.returned
        items = sink.items
        customers = sink.customers
        all = sink.baskets.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    /// The orders before a moment: one list a customer, oldest first, in the order of first sight.
    func histories(before moment: Timestamp) -> [[Basket]] {
        var places: [Int: Int] = [:]
        var result: [[Basket]] = []
        for basket in all.prefix(while: { $0.time < moment }) {
            if let place = places[basket.customer] {
                result[place].append(basket)
            } else {
                places[basket.customer] = result.count
                result.append([basket])
            }
        }
        return result
    }

    /// The orders in a span of customers who had ordered before, each with those earlier orders.
    func questions(in span: Range<Timestamp>) -> [BasketQuestion] {
        var earlier: [Int: [Basket]] = [:]
        var questions: [BasketQuestion] = []
        for basket in all.prefix(while: { $0.time < span.upperBound }) {
            if basket.time >= span.lowerBound, let history = earlier[basket.customer] {
                questions.append(BasketQuestion(basket: basket, earlier: history))
            }
            earlier[basket.customer, default: []].append(basket)
        }
        return questions
    }
}

/// What will this customer buy now, knowing their earlier orders?
struct BasketQuestion {
    var basket: Basket
    /// Oldest first; at least one.
    var earlier: [Basket]
}

/// Gathers the purchases of known customers by order.
private struct BasketSink: ImportSink {
    var baskets: [Basket] = []
    var items: [String] = []
    var lines = 0
    var returned = 0
    var customers: Int { customerNumbers.count }
    private var customerNumbers: [String: Int] = [:]
    private var itemNumbers: [String: UInt32] = [:]
    private var places: [String: Int] = [:]

    mutating func put(_ items: [Item]) {}
    mutating func put(_ users: [User]) {}

    mutating func append(_ events: [Event]) -> AppendCounts {
        returned += events.count { $0.type == .return && $0.user != nil }
        for event in events where event.type == .purchase {
            guard let user = event.user, let order = event.order, let code = event.item,
                let time = event.time
            else { continue }
            lines += 1
            let item = number(of: code)
            if let place = places[order] {
                if !baskets[place].items.contains(item) { baskets[place].items.append(item) }
            } else {
                places[order] = baskets.count
                let customer = customerNumbers[user] ?? customerNumbers.count
                customerNumbers[user] = customer
                baskets.append(
                    Basket(name: order, customer: customer, time: time, items: [item]))
            }
        }
        return AppendCounts(stored: events.count)
    }

    private mutating func number(of code: String) -> UInt32 {
        if let number = itemNumbers[code] { return number }
        let number = UInt32(items.count)
        itemNumbers[code] = number
        items.append(code)
        return number
    }
}
