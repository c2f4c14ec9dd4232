import Commerce
import Primitives

/// UCI Online Retail: the invoice lines of a gift shop, as purchases and returns.
///
/// A line becomes an event when it states a sale or its cancellation: a product, a quantity of the
/// right sign, a price. Sessions and orders are invoices. The catalogue is what the sales imply.
struct OnlineRetail: LineTranslator {
    private enum Column: Int, CaseIterable {
        case invoice, code, description, quantity, time, price, customer, country

        var name: String {
            switch self {
            case .invoice: "InvoiceNo"
            case .code: "StockCode"
            case .description: "Description"
            case .quantity: "Quantity"
            case .time: "InvoiceDate"
            case .price: "UnitPrice"
            case .customer: "CustomerID"
            case .country: "Country"
            }
        }
    }

    private let mapping: [String: String]
    private var cleaning: EventCleaning
    private var indices: [Int] = []
    private var invoices = InvoiceMemory()
    private var catalogue = SoldCatalogue()
    private var lastTime: (text: [UInt8], time: Timestamp)?

    init(_ options: ImportOptions) {
        mapping = options.mapping
        cleaning = EventCleaning(options.rules)
    }

    func begin(_ file: String, _ format: FileFormat) throws(ImportError) -> LineForm {
        guard format != .jsonLines else {
            throw ImportError(.badHeader, file, "is JSON Lines; online-retail reads CSV and TSV")
        }
        return format.form
    }

    mutating func take(header: [String], of file: String) throws(ImportError) {
        indices = []
        for column in Column.allCases {
            let name = mapping[column.name] ?? column.name
            guard let index = header.firstIndex(of: name) else {
                throw ImportError(
                    missing: "column \(name)", among: header, of: file,
                    mapped: "\(column.name)=column")
            }
            indices.append(index)
        }
    }

    mutating func translate(_ cells: Cells) throws(Rejection) -> Translation {
        let invoice = try Self.idPart(needed(.invoice, cells), .invoice)
        let code = try Self.idPart(needed(.code, cells).uppercased(), .code)
        let description = try text(.description, cells, bytesMax: 2000)
        if invoice.utf8.first == UInt8(ascii: "A") {
            throw Rejection(.adjustment, "InvoiceNo", "\(invoice) adjusts the books")
        }
        if RetailCodes.isNoProduct(code) {
            throw Rejection(.nonProductCode, "StockCode", "\(code) is a charge, not a product")
        }
        let isReturn = invoice.utf8.first == UInt8(ascii: "C")
        let price = try price(cells)
        if price == 0, RetailCodes.isStockNote(description) {
            throw Rejection(
                .stockNote, "Description",
                "\(clipped(description ?? "")) without a price is a note on the stock")
        }
        var event = Event(id: "", type: isReturn ? .return : .purchase)
        event.quantity = try quantity(cells, isReturn: isReturn)
        event.price = try pounds(price)
        event.time = try time(cells)
        event.item = code
        event.session = invoice
        event.order = invoice
        event.user = try customer(cells)
        if event.user == nil { event.visitor = "invoice-" + invoice }
        event.id = try newID(invoice, code, cells)
        try cleaning.check(event)
        let country = try text(.country, cells, bytesMax: 100)
        catalogue.add(event, title: description, country: country)
        event.extra["region"] = country.flatMap(RetailCodes.region(of:)).map(Value.string)
        return .event(event)
    }

    consuming func derived() -> (items: [Item], users: [User]) {
        (catalogue.items, catalogue.users)
    }

    // MARK: Cells

    private func text(_ column: Column, _ cells: Cells) -> String? {
        cells.text(indices[column.rawValue])
    }

    private func text(
        _ column: Column, _ cells: Cells, bytesMax: Int
    ) throws(Rejection) -> String? {
        guard let text = text(column, cells) else { return nil }
        do { return try checkedText(text, column.name, bytesMax: bytesMax) } catch {
            throw Rejection(error)
        }
    }

    private func needed(_ column: Column, _ cells: Cells) throws(Rejection) -> String {
        guard let text = text(column, cells) else {
            throw Rejection(.missing, column.name, "is empty")
        }
        return text
    }

    /// Two of these and a count still make an id.
    private static func idPart(_ text: String, _ column: Column) throws(Rejection) -> String {
        do { return try checkedID(text, column.name, bytesMax: 50) } catch {
            throw Rejection(error)
        }
    }

    /// Pounds per unit.
    private func price(_ cells: Cells) throws(Rejection) -> Double {
        let text = try needed(.price, cells)
        guard let price = Double(text), price.isFinite else {
            throw Rejection(.malformed, Column.price.name, "\(clipped(text)) is no number")
        }
        guard price >= 0 else {
            throw Rejection(.negativePrice, Column.price.name, "\(text) is below zero")
        }
        return price
    }

    private func pounds(_ price: Double) throws(Rejection) -> Money {
        guard price > 0 else {
            throw Rejection(.zeroPrice, Column.price.name, "nothing was paid")
        }
        guard let currency = RetailCodes.pounds, let money = Money(major: price, currency: currency)
        else {
            throw Rejection(.outOfRange, Column.price.name, "\(price) is no amount in pence")
        }
        return money
    }

    /// Always positive: the event type says which way the goods went.
    private func quantity(_ cells: Cells, isReturn: Bool) throws(Rejection) -> Int {
        let text = try needed(.quantity, cells)
        guard let quantity = Int(text) else {
            throw Rejection(.malformed, Column.quantity.name, "\(clipped(text)) is no whole number")
        }
        guard quantity != 0 else {
            throw Rejection(.zeroQuantity, Column.quantity.name, "is zero")
        }
        guard isReturn == (quantity < 0) else {
            throw isReturn
                ? Rejection(.outOfRange, Column.quantity.name, "a cancellation of \(quantity)")
                : Rejection(
                    .negativeQuantity, Column.quantity.name,
                    "\(quantity) units without a cancellation: a correction of the stock")
        }
        return Int(clamping: quantity.magnitude)
    }

    /// Lines of one invoice share their time, so the last one read is kept.
    private mutating func time(_ cells: Cells) throws(Rejection) -> Timestamp {
        let range = cells.range(indices[Column.time.rawValue])
        if let lastTime, lastTime.text[...] == cells.bytes[range] { return lastTime.time }
        let text = try needed(.time, cells)
        guard let time = Timestamp(text) else {
            throw Rejection(
                .malformed, Column.time.name,
                "\(clipped(text)) is no time such as 2010-12-01 08:26:00")
        }
        lastTime = (Array(cells.bytes[range]), time)
        return time
    }

    /// `17850.0`, as spreadsheets write it, is customer 17850.
    private func customer(_ cells: Cells) throws(Rejection) -> String? {
        guard let text = text(.customer, cells) else { return nil }
        let id = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return try Self.idPart(id, .customer)
    }

    /// `InvoiceNo:StockCode:n`, where n counts the lines of that product in the invoice.
    private mutating func newID(
        _ invoice: String, _ code: String, _ cells: Cells
    ) throws(Rejection) -> String {
        let line = stableHash(cells.bytes)
        guard let occurrence = invoices.add(line, of: code, to: invoice) else {
            throw Rejection(.duplicate, "stands in the invoice already, just so")
        }
        return invoice + ":" + code + ":" + String(occurrence)
    }
}
