package import Arrangement
package import Commerce
import Primitives
package import Ranking

/// What a shop wants of one placement.
package struct PlacementSettings: Hashable, Sendable {
    /// What the scores of items are multiplied by, for a number that they have.
    package struct Preference: Hashable, Sendable {
        /// `price`, or the name of an attribute such as `margin`.
        package var field: String
        /// A factor of e for each unit of the attribute, or for each e-fold price.
        package var weight: Float

        package init(field: String, weight: Float) {
            self.field = field
            self.weight = weight
        }
    }

    package var arrangement = ArrangementSettings()
    package var preferences: [Preference] = []
    /// What clicks, carts, purchases and money are worth beside each other.
    package var objective = RankingObjective()
    /// What scores less is not shown, and nothing fills the page up: it may be empty.
    package var scoreMin: Float?
    /// Milliseconds after which an answer whose candidates are gathered goes without the trained model.
    package var deadline: Int?

    /// What holds where nothing is set.
    package init(_ placement: Placement) {
        guard placement == .home else { return }
        arrangement.spread = 0.8
        arrangement.seenFree = 10
        arrangement.seenFactor = 0.9
    }
}

extension PlacementSettings {
    /// Whether the order of the scores is the page.
    var keepsOrder: Bool {
        arrangement.keepsOrder && arrangement.seenFactor == 1 && preferences.isEmpty
    }

    private static let preferencesMax = 10

    /// Reads the settings of a placement: `spread`, `diversity`, `category_max`, `brand_max`, `seller_max`,
    /// `new_min`, `seen_free`, `seen_factor`, `temperature`, `score_min`,
    /// `deadline_ms`, `prefer`, `objective`.
    ///
    /// - Parameters:
    ///   - reader: The fields; what is not said stays as it is.
    ///   - placement: Whose settings they are.
    /// - Throws: `InvalidField` for the first that cannot be taken.
    package init(
        _ reader: inout FieldReader, of placement: Placement
    ) throws(InvalidField) {
        self.init(placement)
        func factor(_ name: String, _ now: Float) throws(InvalidField) -> Float {
            Float(try reader.number(name, in: 0.01...1) ?? Double(now))
        }
        func count(_ name: String) throws(InvalidField) -> Int? {
            try reader.integer(name, in: 1...10)
        }
        arrangement.spread = try factor("spread", arrangement.spread)
        arrangement.diversity = Float(try reader.number("diversity", in: 0...1) ?? 0)
        arrangement.categoryMax = try count("category_max")
        arrangement.brandMax = try count("brand_max")
        arrangement.sellerMax = try count("seller_max")
        arrangement.newMin = try reader.integer("new_min", in: 0...10) ?? 0
        arrangement.seenFree =
            try reader.integer("seen_free", in: 0...255) ?? arrangement.seenFree
        arrangement.seenFactor = try factor("seen_factor", arrangement.seenFactor)
        arrangement.temperature = try reader.number("temperature", in: 0...10) ?? 0
        scoreMin = try reader.number("score_min", in: 0...1e6).map { Float($0) }
        deadline = try reader.integer("deadline_ms", in: 0...60_000)
        if var inner = try reader.object("objective") { objective = try RankingObjective(&inner) }
        if let prefer = try reader.object("prefer") {
            var inner = prefer
            guard prefer.rest.entries.count <= Self.preferencesMax else {
                throw InvalidField(
                    .tooLong, reader.path(of: "prefer"),
                    "has more than \(Self.preferencesMax) fields")
            }
            for field in prefer.rest.entries {
                let weight = try inner.number(field.name, in: -10...10) ?? 0
                preferences.append(Preference(field: field.name, weight: Float(weight)))
            }
        }
        guard let unknown = reader.rest.entries.first else { return }
        throw InvalidField(.unknownValue, reader.path(of: unknown.name), "is no setting")
    }
}
