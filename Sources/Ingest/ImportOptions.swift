package import Commerce

/// What the lines of the files are.
package enum ImportSource: Hashable, Sendable {
    case items
    case events
    case recipe(Recipe)
}

/// A public data set that is understood without a mapping.
package enum Recipe: String, Sendable, CaseIterable {
    /// UCI Online Retail: invoice lines of a gift shop.
    case onlineRetail = "online-retail"
    /// MovieLens 1M, as published or in the order-only form of SASRec.
    case movielens
}

package struct ImportOptions: Sendable {
    package var source: ImportSource
    /// Paths; `-` is standard input.
    package var files: [String]
    /// Field to column: `title.zh` and `attributes.color` reach into fields, and a column written
    /// `=purchase` stands for that very text in every line.
    package var mapping: [String: String]
    package var schema: Schema
    package var rules: CleaningRules
    /// Where lines not taken go, as JSON Lines; appended to, and created only when there are any.
    package var quarantinePath: String
    /// Nil lets the name of each file decide, or else its first line.
    package var format: FileFormat?

    package init(
        source: ImportSource, files: [String], mapping: [String: String] = [:],
        schema: Schema = Schema(), rules: CleaningRules? = nil, quarantinePath: String,
        format: FileFormat? = nil
    ) {
        self.source = source
        self.files = files
        self.mapping = mapping
        self.schema = schema
        self.rules = rules ?? CleaningRules(for: source)
        self.quarantinePath = quarantinePath
        self.format = format
    }
}
