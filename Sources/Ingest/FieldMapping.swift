import Primitives

/// Which column fills which field, as the caller said and as the names of the columns say.
struct FieldMapping {
    private struct Rule {
        var target: FieldTarget
        var column: String
        /// The text of a column written `=text`, which is the same in every line.
        var constant: String? { column.hasPrefix("=") ? String(column.dropFirst()) : nil }
    }

    private let rules: [Rule]

    init(_ mapping: [String: String]) throws(ImportError) {
        for (field, column) in mapping where field.isEmpty || column.isEmpty {
            throw ImportError(
                .badMapping, "mapping",
                "\"\(field)=\(column)\" lacks a side; write field=column, such as item=sku")
        }
        rules = mapping.sorted { $0.key < $1.key }.map {
            Rule(target: FieldTarget($0.key), column: $0.value)
        }
    }

    /// - Throws: `ImportError` where a column is missing, named twice or not named in the mapping.
    func columns(
        for header: [String], of file: String, in vocabulary: FieldVocabulary
    ) throws(ImportError) -> ColumnReader {
        var reader = ColumnReader(vocabulary)
        for (column, name) in header.enumerated()
        where !name.isEmpty && header[..<column].contains(name) {
            throw ImportError(.duplicateColumn, file, line: 1, "names the column \(name) twice")
        }
        for rule in rules {
            if let constant = rule.constant {
                reader.add(constant: constant, for: rule.target)
            } else if let column = header.firstIndex(of: rule.column) {
                reader.add(column: column, for: rule.target)
            } else {
                throw Self.missing("column \(rule.column)", header, file)
            }
        }
        for (column, name) in header.enumerated()
        where !rules.contains(where: { $0.column == name }) {
            reader.add(column: column, for: own(name.isEmpty ? "column_\(column + 1)" : name))
        }
        for field in vocabulary.required where !reader.fills(field) {
            throw Self.missing("column for the field \(field)", header, file)
        }
        return reader
    }

    /// The fields of a JSON object under their mapped names.
    func renamed(_ object: Fields, in vocabulary: FieldVocabulary) -> Fields {
        guard !rules.isEmpty else { return object }
        var fields = Fields()
        for field in object.entries where !rules.contains(where: { $0.column == field.name }) {
            fields.entries.append(Field(name: own(field.name).outer, value: field.value))
        }
        for rule in rules {
            if let constant = rule.constant {
                fields.put(vocabulary.value(of: constant, for: rule.target), at: rule.target)
            } else if let value = object[rule.column] {
                fields.put(value, at: rule.target)
            }
        }
        return fields
    }

    /// An unmapped column fills the field of its name, or is kept beside the one that is mapped.
    private func own(_ name: String) -> FieldTarget {
        let target = FieldTarget(name)
        return rules.contains { $0.target == target } ? FieldTarget("original_" + name) : target
    }

    private static func missing(
        _ what: String, _ header: [String], _ file: String
    ) -> ImportError {
        ImportError(
            .missingColumn, file, line: 1,
            "has no \(what); its columns are \(header.joined(separator: ", ")). "
                + "Map one with field=column")
    }
}

/// A field, or one within it such as `title.zh`.
struct FieldTarget: Hashable {
    var outer: String
    var inner: String?

    private static let nested: Set<String> = [
        "title", "description", "attributes", "price", "consent",
    ]

    init(_ path: String) {
        outer = path
        if let dot = path.firstIndex(of: "."), Self.nested.contains(String(path[..<dot])) {
            outer = String(path[..<dot])
            inner = String(path[path.index(after: dot)...])
        }
    }

    /// What the field itself is called among those within it.
    var plainName: String? {
        switch outer {
        case "title", "description": "default"
        case "price": "amount"
        default: nil
        }
    }

    var path: String { inner.map { "\(outer).\($0)" } ?? outer }
}

extension Fields {
    /// Sets the field, or one within it, keeping the others within it. A plain text beside texts
    /// by language becomes their default, a plain price beside its currency the amount.
    mutating func put(_ value: Value, at target: FieldTarget) {
        let standing = self[target.outer]
        var object = standing?.object
        if object == nil, target.inner != nil {
            object = Fields()
            if let name = target.plainName { object?[name] = standing }
        }
        if let inner = target.inner ?? target.plainName, var object {
            object[inner] = value
            self[target.outer] = .object(object)
        } else {
            self[target.outer] = value
        }
    }
}
