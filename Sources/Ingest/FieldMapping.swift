import Primitives

/// Which column fills which field, as the caller said and as the names of the columns say.
struct FieldMapping {
    private struct Rule {
        var target: FieldTarget
        var column: String
        /// The text of a column written `=text`, which is the same in every line.
        var constant: String? { column.hasPrefix("=") ? String(column.dropFirst()) : nil }
    }

    /// Columns of a file at most.
    private static let columnsMax = 1000

    private let rules: [Rule]

    init(
        _ mapping: [String: String], in vocabulary: FieldVocabulary
    ) throws(ImportError) {
        var rules: [Rule] = []
        for (field, column) in mapping.sorted(by: { $0.key < $1.key }) {
            guard !field.isEmpty, !column.isEmpty else {
                throw ImportError(
                    .badMapping, "mapping",
                    "\"\(field)=\(column)\" lacks a side; write field=column, such as item=sku")
            }
            let target = FieldTarget(vocabulary.aliases[field] ?? field)
            if let other = rules.first(where: { $0.target.isSame(as: target) }) {
                throw ImportError(
                    .badMapping, "mapping",
                    "\(other.column) and \(column) both fill \(target.path); map one of them")
            }
            rules.append(Rule(target: target, column: column))
        }
        self.rules = rules
    }

    /// - Throws: `ImportError` where a column is missing, named twice or not named in the mapping.
    func columns(
        for header: [String], of file: String, in vocabulary: FieldVocabulary
    ) throws(ImportError) -> ColumnReader {
        guard header.count <= Self.columnsMax else {
            throw ImportError(
                .badHeader, file, line: 1,
                "has \(header.count) columns, at most \(Self.columnsMax); is the separator right?")
        }
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
            var target = FieldTarget(name.isEmpty ? "column_\(column + 1)" : name)
            if reader.fills(target) { target = aside(target, beside: header) }
            reader.add(column: column, for: target)
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
            let name =
                rules.contains { $0.target.replaces(field) }
                ? aside(FieldTarget(outer: field.name), beside: object.entries.map(\.name)).outer
                : field.name
            fields.entries.append(Field(name: name, value: field.value))
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

    /// An unmapped column whose field another one fills is kept beside it, under a name of its own.
    private func aside(_ target: FieldTarget, beside names: [String]) -> FieldTarget {
        var name = "original_" + target.path
        while names.contains(name) || rules.contains(where: { $0.target.outer == name }) {
            name = "original_" + name
        }
        return FieldTarget(outer: name)
    }

    private static func missing(
        _ what: String, _ header: [String], _ file: String
    ) -> ImportError {
        ImportError(missing: what, among: header, of: file, mapped: "field=column")
    }
}

/// A field, or one within it such as `title.zh`.
struct FieldTarget: Hashable {
    var outer: String
    var inner: String?

    private static let nested: Set<String> = [
        "title", "description", "attributes", "price", "consent",
    ]

    init(outer: String) { self.outer = outer }

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

    /// Whether filling this would lose what the field holds.
    func replaces(_ field: Field) -> Bool {
        guard outer == field.name else { return false }
        guard let inner else { return true }
        if let object = field.value.object { return object[inner] != nil }
        return plainName == nil || plainName == inner
    }

    /// Whether both are one field: a plain title is the default one.
    func isSame(as other: FieldTarget) -> Bool {
        outer == other.outer && (inner ?? plainName) == (other.inner ?? other.plainName)
    }
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
