import Primitives
import VectorIndex

/// A promoted model within a state: whose item each of its rows is, and which of them can be shown.
struct ModelItems: Sendable {
    let model: LiveModel
    /// The item of each row.
    private let numbers: [UInt32]
    /// The row of each item; -1 where the model does not know it.
    private var rows: [Int32]
    /// Rows of which something can be shown to somebody without a filter.
    private(set) var shown: ItemSet

    /// - Parameters:
    ///   - model: One that was read.
    ///   - ids: Its items, by row.
    ///   - items: Gets numbers for those that it does not know.
    init(_ model: LiveModel, ids: [String], _ items: inout ItemNumbers) {
        self.model = model
        numbers = ids.map { items.intern($0) }
        rows = [Int32](repeating: -1, count: items.ids.count)
        for (row, number) in numbers.enumerated() { rows[Int(number)] = Int32(row) }
        shown = ItemSet(count: numbers.count)
    }

    var count: Int { numbers.count }

    /// Nil of an item that the model does not know: its own items all got numbers when it came.
    func row(of number: UInt32) -> Int? {
        guard Int(number) < rows.count, rows[Int(number)] >= 0 else { return nil }
        return Int(rows[Int(number)])
    }

    func number(of row: Int) -> UInt32 { numbers[row] }

    /// Looks all items up.
    mutating func update(_ catalogue: CatalogueView) {
        for number in numbers { update(number, catalogue) }
    }

    /// Looks an item up that has changed, or whose variant has.
    mutating func update(_ number: UInt32, _ catalogue: CatalogueView) {
        guard let row = row(of: number) else { return }
        if catalogue.shown(number) == nil { shown.remove(row) } else { shown.insert(row) }
    }
}
