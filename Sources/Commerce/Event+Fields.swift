package import Primitives

extension Event {
    /// Reads an event from named values.
    ///
    /// - Parameters:
    ///   - fields: What came, by name.
    ///   - schema: What the shop declared.
    ///   - fallbackID: The id of an event that brings none; such an event is not idempotent.
    /// - Throws: `InvalidField` for the first field that cannot be taken.
    package init(
        fields: Fields, schema: Schema = Schema(), fallbackID: @autoclosure () -> String
    ) throws(InvalidField) {
        var reader = FieldReader(fields)
        guard let name = try reader.text("type", bytesMax: 64) else {
            throw reader.missing("type", "is missing")
        }
        guard let type = EventType(name: name, schema: schema) else {
            throw InvalidField(
                .unknownValue, "type",
                "\(clipped(name)) is no event type; declare your own under event_types")
        }
        self.init(id: try reader.id("id") ?? fallbackID(), type: type)
        time = try reader.time("time")
        user = try reader.id("user")
        visitor = try reader.id("visitor")
        session = try reader.id("session")
        item = try reader.id("item")
        request = try reader.id("request")
        position = try reader.integer("position", in: 0...100_000)
        order = try reader.id("order")
        quantity = try reader.integer("quantity", in: 1...1_000_000)
        price = try reader.money("price", default: schema.currency)
        value = try reader.number("value", in: -1e12...1e12)
        query = try reader.text("query", bytesMax: 2000)
        consent = try Self.consent(&reader)
        extra = try reader.unknown()
        try checkNeeds()
    }

    private static func consent(_ reader: inout FieldReader) throws(InvalidField) -> Consent? {
        guard var inner = try reader.object("consent") else { return nil }
        let consent = Consent(
            personalise: try inner.flag("personalise") ?? true,
            learn: try inner.flag("learn") ?? true)
        if let unknown = inner.rest.entries.first {
            throw InvalidField(
                .unknownValue, inner.path(of: unknown.name), "is neither personalise nor learn")
        }
        return consent
    }

    /// What a type cannot do without.
    private func checkNeeds() throws(InvalidField) {
        if type.needsItem, item == nil {
            throw InvalidField(.missing, "item", "a \(type) event needs one")
        }
        switch type {
        case .link, .unlink:
            guard user != nil else {
                throw InvalidField(.missing, "user", "a \(type) event needs one")
            }
            guard visitor != nil else {
                throw InvalidField(.missing, "visitor", "a \(type) event needs one")
            }
        case .search where query == nil:
            throw InvalidField(.missing, "query", "a search event needs one")
        case .rating where value == nil:
            throw InvalidField(.missing, "value", "a rating event needs the stars")
        case .impression where item == nil && request == nil:
            throw InvalidField(.missing, "request", "an impression needs a request or an item")
        // The answer that it names knows who asked.
        case .impression where request != nil: break
        default:
            guard person != nil || session != nil else {
                throw InvalidField(
                    .missing, "user", "an event needs a user, a visitor or a session")
            }
        }
    }

    /// The event as named values; reading them gives the event back.
    package var fields: Fields {
        var fields: Fields = ["id": .string(id), "type": .string(type.rawValue)]
        fields["time"] = time.map { .string($0.description) }
        fields["user"] = user.map(Value.string)
        fields["visitor"] = visitor.map(Value.string)
        fields["session"] = session.map(Value.string)
        fields["item"] = item.map(Value.string)
        fields["request"] = request.map(Value.string)
        fields["position"] = position.map { .int(Int64($0)) }
        fields["order"] = order.map(Value.string)
        fields["quantity"] = quantity.map { .int(Int64($0)) }
        fields["price"] = price?.value
        fields["value"] = value.map(Value.double)
        fields["query"] = query.map(Value.string)
        fields["consent"] = consent.map {
            ["personalise": .bool($0.personalise), "learn": .bool($0.learn)]
        }
        fields.entries.append(contentsOf: extra.entries)
        return fields
    }
}
