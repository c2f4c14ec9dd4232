import Primitives

/// Which lines the invoices at hand had so far.
///
/// The lines of an invoice stand together, or nearly so: the one being read is at hand, and some
/// thousands before it can be come back to.
struct InvoiceMemory {
    private struct Invoice {
        var lines: Set<UInt64> = []
        var occurrences: [String: Int] = [:]
    }

    private var id = ""
    private var current = Invoice()
    private var earlier = GenerationalMap<String, Invoice>(capacity: 4096)

    /// How many lines of that product the invoice has with this one; nil for a line that it had.
    mutating func add(_ line: UInt64, of code: String, to invoice: String) -> Int? {
        if invoice != id { turn(to: invoice) }
        guard current.lines.insert(line).inserted else { return nil }
        current.occurrences[code, default: 0] += 1
        return current.occurrences[code]
    }

    private mutating func turn(to invoice: String) {
        let left = current
        earlier.update(id, default: left) { $0 = left }
        current = earlier[invoice] ?? Invoice()
        id = invoice
    }
}
