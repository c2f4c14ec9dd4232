import Primitives

/// Reads the cells of a line as named values. Empty cells are absent fields.
struct ColumnReader {
    private let vocabulary: FieldVocabulary
    private var columns: [(index: Int, target: FieldTarget)] = []
    private var constants: [(value: Value, target: FieldTarget)] = []

    init(_ vocabulary: FieldVocabulary) {
        self.vocabulary = vocabulary
    }

    mutating func add(column index: Int, for target: FieldTarget) {
        columns.append((index, target))
    }

    mutating func add(constant text: String, for target: FieldTarget) {
        constants.append((vocabulary.value(of: text, for: target), target))
    }

    func fills(_ target: FieldTarget) -> Bool {
        columns.contains { $0.target.isSame(as: target) }
            || constants.contains { $0.target.isSame(as: target) }
    }

    func fills(_ field: String) -> Bool {
        columns.contains { $0.target.outer == field }
            || constants.contains { $0.target.outer == field }
    }

    func fields(of cells: Cells) -> Fields {
        var fields = Fields()
        fields.entries.reserveCapacity(columns.count + constants.count)
        for (value, target) in constants { fields.put(value, at: target) }
        for (index, target) in columns {
            guard let text = cells.text(index) else { continue }
            fields.put(vocabulary.value(of: text, for: target), at: target)
        }
        // A currency says nothing of an item without a price.
        if let price = fields["price"]?.object, price.entries.map(\.name) == ["currency"] {
            fields["price"] = nil
        }
        return fields
    }
}
