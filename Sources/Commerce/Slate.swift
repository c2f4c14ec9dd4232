package import Primitives

/// An answer as it was served: enough to attribute feedback to it and to replay it.
package struct Slate: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var item: String
        package var score: Float
        /// The chance of this item at this position under the policy that chose it; 1 where
        /// nothing was sampled.
        package var propensity: Float
        /// What sources and blend gave it beside the best, 0...1; nil of what filled the page up.
        package var base: Float?

        package init(item: String, score: Float, propensity: Float = 1) {
            self.item = item
            self.score = score
            self.propensity = propensity
        }
    }

    /// The request id, which feedback names.
    package var request: String
    package var time: Timestamp
    /// A placement, or `search`.
    package var place: String
    package var user: String?
    package var visitor: String?
    package var session: String?
    package var query: String?
    /// What else was asked, as far as it decides the answer.
    package var ask = Fields()
    /// How far chance could stray from the order of the scores.
    package var temperature: Double = 0
    /// What a policy made of it, as far as the answer follows from that or a candidate was judged.
    package var policy = Fields()
    /// In the order shown; the position is the index plus `firstPosition`.
    package var entries: [Entry]
    package var firstPosition: Int
    /// Version of what answered, by name.
    package var versions: Fields
    package var seed: UInt64
    /// The last event of the log that the answer had seen.
    package var offset: Int64

    package init(
        request: String, time: Timestamp, place: String, entries: [Entry], versions: Fields,
        seed: UInt64, offset: Int64
    ) {
        self.request = request
        self.time = time
        self.place = place
        self.entries = entries
        self.versions = versions
        self.seed = seed
        self.offset = offset
        firstPosition = 0
    }

    package var fields: Fields {
        var fields: Fields = [
            "request": .string(request), "time": .string(time.description),
            "place": .string(place),
        ]
        fields["user"] = user.map(Value.string)
        fields["visitor"] = visitor.map(Value.string)
        fields["session"] = session.map(Value.string)
        fields["query"] = query.map(Value.string)
        if !ask.isEmpty { fields["ask"] = .object(ask) }
        if temperature > 0 { fields["temperature"] = .double(temperature) }
        if !policy.isEmpty { fields["policy"] = .object(policy) }
        fields["items"] = .array(
            entries.enumerated().map { index, entry in
                var fields: Fields = [
                    "id": .string(entry.item), "position": .int(Int64(firstPosition + index)),
                    "score": .double(Double(entry.score)),
                    "propensity": .double(Double(entry.propensity)),
                ]
                fields["base"] = entry.base.map { .double(Double($0)) }
                return .object(fields)
            })
        fields["versions"] = .object(versions)
        fields["seed"] = .int(Int64(bitPattern: seed))
        fields["offset"] = .int(offset)
        return fields
    }
}

extension Slate {
    /// Reads a stored slate; nil where the values are none.
    package init?(_ fields: Fields) {
        guard let request = fields["request"]?.string, let place = fields["place"]?.string,
            let time = fields["time"]?.string.flatMap({ Timestamp($0) }),
            case .array(let items)? = fields["items"],
            case .int(let seed)? = fields["seed"], case .int(let offset)? = fields["offset"]
        else { return nil }
        let entries = items.compactMap { item -> Entry? in
            guard let fields = item.object, let id = fields["id"]?.string else { return nil }
            var entry = Entry(
                item: id, score: Float(fields["score"]?.number ?? 0),
                propensity: Float(fields["propensity"]?.number ?? 1))
            entry.base = fields["base"]?.number.map { Float($0) }
            return entry
        }
        self.init(
            request: request, time: time, place: place, entries: entries,
            versions: fields["versions"]?.object ?? Fields(), seed: UInt64(bitPattern: seed),
            offset: offset)
        user = fields["user"]?.string
        visitor = fields["visitor"]?.string
        session = fields["session"]?.string
        query = fields["query"]?.string
        ask = fields["ask"]?.object ?? Fields()
        temperature = fields["temperature"]?.number ?? 0
        policy = fields["policy"]?.object ?? Fields()
        firstPosition = Int(items.first?.object?["position"]?.number ?? 0)
    }
}
