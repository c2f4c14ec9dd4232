package import Primitives

/// A person with an account, and what they declared of themselves.
package struct User: Hashable, Sendable {
    package var id: String
    /// Such as `25-34`.
    package var ageBand: String?
    package var gender: String?
    /// A country or a region of one, such as `GB`.
    package var region: String?
    /// BCP 47, such as `zh-Hans`.
    package var language: String?
    /// Fields that this version does not know, kept as they came.
    package var extra = Fields()

    static let regionBytesMax = 100

    package init(id: String) {
        self.id = id
    }

    /// - Throws: `InvalidField` for the first field that cannot be taken.
    package init(fields: Fields, id outer: String? = nil) throws(InvalidField) {
        var reader = FieldReader(fields)
        let inner = try reader.id("id")
        guard let id = outer ?? inner else { throw reader.missing("id", "is missing") }
        if let inner, inner != id {
            throw InvalidField(.malformed, "id", "\(clipped(inner)) is not the id of the address")
        }
        self.init(id: id)
        ageBand = try reader.text("age_band", bytesMax: 40)
        gender = try reader.text("gender", bytesMax: 40)
        region = try reader.text("region", bytesMax: Self.regionBytesMax)
        language = try reader.text("language", bytesMax: 40)
        extra = try reader.unknown()
    }

    package var fields: Fields {
        var fields: Fields = ["id": .string(id)]
        fields["age_band"] = ageBand.map(Value.string)
        fields["gender"] = gender.map(Value.string)
        fields["region"] = region.map(Value.string)
        fields["language"] = language.map(Value.string)
        fields.entries.append(contentsOf: extra.entries)
        return fields
    }
}
