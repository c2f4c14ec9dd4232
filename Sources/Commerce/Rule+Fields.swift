package import Primitives

extension Rule {
    private static let nameBytesMax = 200
    private static let queriesMax = 200
    private static let queryBytesMax = 200
    private static let pinsMax = 100
    private static let synonymsMax = 1000
    private static let wordsMax = 20
    private static let redirectBytesMax = 2000

    /// Reads a rule as the API has it; what it does not know is refused, for a misspelt condition
    /// would make a rule act everywhere.
    ///
    /// - Parameters:
    ///   - fields: `name`, `enabled`, `priority`, `from`, `until`, `when`, `then`.
    ///   - outer: The id of the address, if it has one.
    /// - Throws: `InvalidField` for the first field that cannot be taken.
    package init(fields: Fields, id outer: String? = nil) throws(InvalidField) {
        var reader = FieldReader(fields)
        let inner = try reader.id("id")
        guard let id = outer ?? inner else { throw reader.missing("id", "is missing") }
        if let inner, inner != id {
            throw InvalidField(.malformed, "id", "\(clipped(inner)) is not the id of the address")
        }
        self.init(id: id)
        name = try reader.text("name", bytesMax: Self.nameBytesMax)
        isEnabled = try reader.flag("enabled") ?? true
        priority = try reader.integer("priority", in: -1000...1000) ?? 0
        from = try reader.time("from")
        until = try reader.time("until")
        if let from, let until, until <= from {
            throw InvalidField(.outOfRange, "until", "is not after from")
        }
        if var when = try reader.object("when") {
            condition = try Self.condition(&when)
            try Self.finish(when)
        }
        guard var then = try reader.object("then") else {
            throw reader.missing("then", "is missing: what the rule does")
        }
        action = try Self.action(&then)
        try Self.finish(then)
        try Self.finish(reader)
        guard !action.isEmpty else { throw reader.missing("then", "says nothing to do") }
        try checkPlaces()
        let isUnbound = condition == RuleCondition() && from == nil && until == nil
        guard action.synonyms.isEmpty || isUnbound else {
            throw InvalidField(
                .malformed, "then.synonyms", "hold for all searches; leave out when, from and until"
            )
        }
    }

    private static func finish(_ reader: FieldReader) throws(InvalidField) {
        guard let unknown = reader.rest.entries.first else { return }
        throw InvalidField(
            .unknownValue, reader.path(of: unknown.name), "is no field of a rule")
    }

    private static func condition(
        _ reader: inout FieldReader
    ) throws(InvalidField) -> RuleCondition {
        var condition = RuleCondition()
        condition.places = try places(&reader)
        condition.queries =
            try reader.texts("queries", countMax: queriesMax, bytesMax: queryBytesMax) ?? []
        if let match = try reader.choice("match", RuleCondition.Match.self) {
            condition.match = match
        }
        condition.category = try reader.text("category", bytesMax: queryBytesMax)
        condition.visitors = try reader.choice("visitors", RuleCondition.Visitors.self)
        for field in try reader.object("user")?.rest.entries ?? [] {
            let path = reader.path(of: "user.")
            var one = FieldReader([field.name: field.value], path: path)
            condition.user[field.name] = try one.ids(field.name, countMax: 100)
        }
        return condition
    }

    private static func places(_ reader: inout FieldReader) throws(InvalidField) -> [String] {
        let known = [search] + Placement.allCases.map(\.rawValue)
        let places = try reader.ids("places", countMax: known.count) ?? []
        for place in places where !known.contains(place) {
            throw InvalidField(
                .unknownValue, reader.path(of: "places"),
                "\(clipped(place)) is none of \(known.joined(separator: ", "))")
        }
        return places
    }

    /// What only searches have.
    private func checkPlaces() throws(InvalidField) {
        guard !condition.holds(at: Self.search) else { return }
        let search = [
            ("when.queries", !condition.queries.isEmpty), ("then.redirect", action.redirect != nil),
            ("then.query", action.query != nil),
        ]
        for (field, isSaid) in search where isSaid {
            throw InvalidField(.malformed, field, "is of searches, which are not among when.places")
        }
    }

    private static func action(_ reader: inout FieldReader) throws(InvalidField) -> RuleAction {
        var action = RuleAction()
        action.pins = try reader.ids("pin", countMax: pinsMax) ?? []
        action.boost = try lift("boost", factors: 1...100, usual: 2, &reader)
        action.bury = try lift("bury", factors: 0.001...1, usual: 0.2, &reader)
        action.hide = try reader.filter("hide")
        action.redirect = try reader.text("redirect", bytesMax: redirectBytesMax)
        if let redirect = action.redirect {
            // What a browser would run is no place to go to.
            guard
                redirect.hasPrefix("/") || redirect.hasPrefix("https://")
                    || redirect.hasPrefix("http://")
            else {
                throw InvalidField(
                    .malformed, reader.path(of: "redirect"),
                    "begins with none of /, http://, https://")
            }
        }
        action.query = try reader.text("query", bytesMax: queryBytesMax)
        for value in try reader.array("synonyms", countMax: synonymsMax) ?? [] {
            var one = FieldReader(["synonyms": value], path: reader.path(of: ""))
            guard var synonym = try one.object("synonyms") else { continue }
            action.synonyms.append(try Self.synonym(&synonym))
            try finish(synonym)
        }
        return action
    }

    /// `{"same": ["sofa", "couch"]}` or `{"word": "phone", "finds": ["smartphone"]}`
    private static func synonym(
        _ reader: inout FieldReader
    ) throws(InvalidField) -> RuleAction.Synonym {
        if let same = try reader.texts("same", countMax: wordsMax, bytesMax: queryBytesMax) {
            guard same.count > 1 else {
                throw InvalidField(.malformed, reader.path(of: "same"), "has less than two texts")
            }
            return .same(same)
        }
        guard let word = try reader.text("word", bytesMax: queryBytesMax),
            let finds = try reader.texts("finds", countMax: wordsMax, bytesMax: queryBytesMax)
        else { throw reader.missing("same", "is missing, or word and finds") }
        return .oneWay(word, finds)
    }

    /// `{"filter": {"brand": "Acme"}, "factor": 2}`
    private static func lift(
        _ name: String, factors: ClosedRange<Double>, usual: Double, _ reader: inout FieldReader
    ) throws(InvalidField) -> RuleAction.Lift? {
        guard var lift = try reader.object(name) else { return nil }
        guard let filter = try lift.filter("filter") else {
            throw lift.missing("filter", "is missing: which items")
        }
        let factor = try lift.number("factor", in: factors) ?? usual
        try finish(lift)
        return RuleAction.Lift(filter, factor: factor)
    }

    /// The rule as it is read.
    package var fields: Fields {
        var fields: Fields = ["id": .string(id)]
        fields["name"] = name.map(Value.string)
        fields["enabled"] = .bool(isEnabled)
        fields["priority"] = .int(Int64(priority))
        fields["from"] = from.map { .string($0.description) }
        fields["until"] = until.map { .string($0.description) }
        if condition != RuleCondition() { fields["when"] = .object(condition.fields) }
        fields["then"] = .object(action.fields)
        return fields
    }
}

extension RuleCondition {
    fileprivate var fields: Fields {
        var fields = Fields()
        if !places.isEmpty { fields["places"] = .array(places.map(Value.string)) }
        if !queries.isEmpty {
            fields["queries"] = .array(queries.map(Value.string))
            fields["match"] = .string(match.rawValue)
        }
        fields["category"] = category.map(Value.string)
        fields["visitors"] = visitors.map { .string($0.rawValue) }
        if !user.isEmpty {
            fields["user"] = .object(
                Fields(
                    user.sorted { $0.key < $1.key }.map {
                        Field(name: $0.key, value: .array($0.value.map(Value.string)))
                    }))
        }
        return fields
    }
}

extension RuleAction {
    /// What it does, by the names of its fields.
    package var deeds: [String] { fields.entries.map(\.name) }

    fileprivate var fields: Fields {
        var fields = Fields()
        if !pins.isEmpty { fields["pin"] = .array(pins.map(Value.string)) }
        for case (let name, let lift?) in [("boost", boost), ("bury", bury)] {
            fields[name] = ["filter": .object(lift.filter.fields), "factor": .double(lift.factor)]
        }
        fields["hide"] = hide.map { .object($0.fields) }
        fields["redirect"] = redirect.map(Value.string)
        fields["query"] = query.map(Value.string)
        if !synonyms.isEmpty { fields["synonyms"] = .array(synonyms.map(Self.value)) }
        return fields
    }

    private static func value(of synonym: Synonym) -> Value {
        switch synonym {
        case .same(let texts): ["same": .array(texts.map(Value.string))]
        case .oneWay(let word, let others):
            ["word": .string(word), "finds": .array(others.map(Value.string))]
        }
    }
}

extension FieldReader {
    /// Texts, none of them empty.
    fileprivate mutating func texts(
        _ name: String, countMax: Int, bytesMax: Int
    ) throws(InvalidField) -> [String]? {
        guard let values = try array(name, countMax: countMax) else { return nil }
        var texts: [String] = []
        for value in values {
            var one = FieldReader([name: value], path: path(of: ""))
            let text = trimmed(try one.text(name, bytesMax: bytesMax) ?? "")
            guard !text.isEmpty else { throw one.missing(name, "holds an empty text") }
            texts.append(text)
        }
        return texts
    }

    /// One of the words of a closed set.
    fileprivate mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(InvalidField) -> Choice? where Choice.RawValue == String {
        guard let word = try text(name, bytesMax: 40) else { return nil }
        guard let choice = Choice(rawValue: word) else {
            let words = type.allCases.map(\.rawValue).joined(separator: ", ")
            throw InvalidField(
                .unknownValue, path(of: name), "\(clipped(word)) is none of \(words)")
        }
        return choice
    }
}
