import Commerce

extension Columns {
    /// The documents of a segment that pass a filter, as `Filter.matches` has it.
    func documents(meeting filter: Filter, count: Int) -> Bits {
        var nodes = filter.conditions.map { Expression.Node.field($0.key, $0.value) }
        if let expression = filter.expression { nodes.append(expression.root) }
        var passing = documents(meeting: .all(nodes), count)
        for hidden in filter.without {
            passing.subtract(documents(meeting: hidden, count: count))
        }
        return passing
    }

    private func documents(meeting node: Expression.Node, _ count: Int) -> Bits {
        switch node {
        case .all(let nodes):
            var documents = nodes.first.map { self.documents(meeting: $0, count) }
            for node in nodes.dropFirst() {
                documents?.formIntersection(self.documents(meeting: node, count))
            }
            return documents ?? Bits(count, all: true)
        case .any(let nodes):
            var documents = Bits(count)
            for node in nodes { documents.formUnion(self.documents(meeting: node, count)) }
            return documents
        case .not(let node):
            var documents = Bits(count, all: true)
            documents.subtract(self.documents(meeting: node, count))
            return documents
        case .field(let field, let condition):
            var met = Bits(count)
            for keys in keys(meeting: condition, ColumnField(field)) {
                met.insert(documents(of: keys))
            }
            return met
        }
    }

    /// The keys that meet a condition, as stretches of keys side by side.
    private func keys(
        meeting condition: Filter.Condition, _ field: ColumnField
    ) -> [Range<Int>] {
        switch condition {
        case .anyOf(let texts) where field == .category: texts.compactMap { path($0, field) }
        case .anyOf(let texts):
            texts.flatMap { text in
                [ColumnKey.Kind.text, .otherText].map { kind in
                    keys(beginningWith: ColumnKey.text(field, kind, folded: text))
                }
            }
        case .range(let atLeast, let atMost):
            [numbers(field, atLeast: atLeast ?? -.infinity, atMost: atMost ?? .infinity)]
        case .flag(let flag):
            keys.index(of: ColumnKey.key(field, .flag(flag))).map { [$0..<$0 + 1] } ?? []
        }
    }

    /// A condition on a category names one level, or a path from the root.
    private func path(_ text: String, _ field: ColumnField) -> Range<Int>? {
        let levels = text.split(separator: ">").map { trimmed(String($0)) }
        guard let last = levels.last else { return nil }
        return keys(
            beginningWith: levels.count == 1
                ? ColumnKey.level(field, folded: last) : ColumnKey.path(field, folded: levels))
    }

    /// The keys of the numbers between two, both included.
    private func numbers(_ field: ColumnField, atLeast: Double, atMost: Double) -> Range<Int> {
        let first = ColumnKey.number(field, atLeast)
        // What follows the last number precedes the next.
        return keys.range(from: first, below: ColumnKey.number(field, atMost) + [0])
    }
}
