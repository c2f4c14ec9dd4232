/// A condition on items in words, such as `price < 50 and category under "Shoes" and not brand = "X"`.
///
/// ```
/// expression = term { ("and" | "or") term }          "and" binds closer than "or"
/// term       = "not" term | "(" expression ")" | condition
/// condition  = field ("=" | "!=") value | field ("<" | "<=" | ">" | ">=") number
///            | field "in" "(" value { "," value } ")" | "category" "under" text | field
/// value      = text in quotes | number | "true" | "false"
/// ```
///
/// Fields are those of a `Filter`; one alone asks for what is true of an item, as `in_stock` does. There
/// is nothing in it that repeats or calls, so it ends after as many steps as it has terms.
package struct Expression: Hashable, Sendable {
    package static let bytesMax = 2000
    static let termsMax = 100
    static let depthMax = 32

    package indirect enum Node: Hashable, Sendable {
        case all([Node])
        case any([Node])
        case not(Node)
        case field(String, Filter.Condition)
    }

    /// As it was written.
    package let source: String
    package let root: Node

    /// - Parameters:
    ///   - source: The text.
    ///   - path: The name of the field that holds it, for errors.
    /// - Throws: `InvalidField` that names the place and what could stand there.
    package init(_ source: String, path: String) throws(InvalidField) {
        guard source.utf8.count <= Self.bytesMax else {
            throw InvalidField(
                .tooLong, path, "has \(source.utf8.count) bytes, at most \(Self.bytesMax)")
        }
        self.source = source
        var parser = ExpressionParser(source, path: path)
        root = try parser.parse()
    }

    package func matches(_ item: Item) -> Bool { Self.holds(root, item) }

    private static func holds(_ node: Node, _ item: Item) -> Bool {
        switch node {
        case .all(let nodes): nodes.allSatisfy { holds($0, item) }
        case .any(let nodes): nodes.contains { holds($0, item) }
        case .not(let node): !holds(node, item)
        case .field(let name, let condition): Filter.meets(condition, item, field: name)
        }
    }
}
