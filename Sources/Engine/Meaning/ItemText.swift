package import Commerce

/// What an item says, for encoders.
package struct ItemText: Hashable, Sendable {
    /// Bytes of the details at most: encoders read the beginning of a text alone.
    private static let detailBytesMax = 4000

    package let title: String
    /// Brand, categories, attributes and description.
    package let details: String

    package init(_ item: Item) {
        title = item.title.all.joined(separator: " ")
        var details = item.brand.map { [$0] } ?? []
        details += item.categories.map { $0.joined(separator: " ") }
        for (_, attribute) in item.attributes.sorted(by: { $0.key < $1.key }) {
            switch attribute {
            case .text(let text): details += text.all
            case .list(let list): details += list
            case .number, .flag: break
            }
        }
        details += item.description.all
        let text = details.joined(separator: " ")
        self.details = String(decoding: text.utf8.prefix(Self.detailBytesMax), as: UTF8.self)
    }

    /// Title and details in a line each; equal for items that have the same vector.
    package var joined: String { title + "\n" + details }
}
