import ArgumentParser
import Companions

/// The models that foretell orders, under the names of the command line.
enum BasketChoice: String, CaseIterable, ExpressibleByArgument {
    case frequency, recency, popular, cosine, ease, rules, vsknn, vstan, blend, discovery

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Whether it is a weighted sum of others.
    var isBlend: Bool { self == .blend || self == .discovery }

    /// What a blend is made of; the first has the weight 1.
    static let parts: [BasketChoice] = [.ease, .recency, .popular, .cosine, .vstan]

    /// What can be set, what is tried, and where the search begins: the best on the month before.
    var grid: SettingsGrid {
        let days: [Double] = [0, 15, 30, 60, 90, 120, 180, 365]
        let whole = SettingsGrid.Axis("whole", start: 1, [0, 1])
        switch self {
        case .frequency: return SettingsGrid(axes: [])
        case .recency: return SettingsGrid(axes: [.init("days", start: 120, days)])
        case .popular: return SettingsGrid(axes: [.init("days", start: 15, days)])
        case .cosine:
            return SettingsGrid(axes: [
                .init("whole", start: 0, [0, 1]), .init("shrinkage", start: 10, [0, 3, 10, 30]),
                .init("reach", start: 20, [20, 100, 300]),
                .init("asked", start: 100, [20, 50, 100, 200]),
            ])
        case .ease:
            return SettingsGrid(axes: [
                .init("regularisation", start: 50, [20, 50, 100, 200, 400]),
                .init("learnt-days", start: 60, days), .init("asked-days", start: 60, days),
            ])
        case .rules:
            return SettingsGrid(axes: [
                whole, .init("reach", start: 50, [10, 20, 50, 100]),
                .init("asked", start: 100, [10, 20, 50, 100, 200]),
                .init("carry", start: 0.98, [0.8, 0.9, 0.95, 0.98, 1]),
            ])
        case .vsknn, .vstan:
            let isTimed = self == .vstan
            return SettingsGrid(axes: [
                whole, .init("asked", start: isTimed ? 50 : 100, [20, 50, 100, 200]),
                .init("neighbours", start: 1000, [500, 1000, 2000]),
                .init("position", start: 50, [0, 20, 50, 100]),
                .init("distance", start: 0, [0, 20, 50]),
                .init("age", start: isTimed ? 16_000 : 0, isTimed ? [4000, 16_000, 64_000] : [0]),
            ])
        case .blend: return Self.weights([1.5, 1, 0, 0.2])
        case .discovery: return Self.weights([0, 0.1, 0, 0])
        }
    }

    private static func weights(_ start: [Double]) -> SettingsGrid {
        SettingsGrid(
            axes: zip(parts.dropFirst(), start).map { part, weight in
                .init(part.rawValue, start: weight, [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.5, 2])
            })
    }

    /// A model that has learnt nothing yet; nil for a blend, which is made of others' scores.
    func model(_ settings: [Double]) -> (any BasketModel)? {
        switch self {
        case .frequency: OwnBaskets(halfLifeDays: 0)
        case .recency: OwnBaskets(halfLifeDays: settings[0])
        case .popular: PopularBaskets(halfLifeDays: settings[0])
        case .cosine: Self.cosine(settings)
        case .ease:
            LinearBaskets(
                model: Self.linear(settings), learning: Fading(halfLifeDays: settings[1]),
                asking: Fading(halfLifeDays: settings[2]))
        case .rules: Self.rules(settings)
        case .vsknn, .vstan: Self.neighbours(settings)
        case .blend, .discovery: nil
        }
    }

    private static func linear(_ settings: [Double]) -> EASE {
        var chosen = EASE.Settings()
        chosen.regularisation = Float(settings[0])
        return EASE(chosen)
    }

    private static func cosine(_ settings: [Double]) -> any BasketModel {
        var chosen = ItemCosine.Settings()
        chosen.rowMax = 1024
        chosen.shrinkage = Float(settings[1])
        chosen.reach = Int(settings[2])
        chosen.historyMax = Int(settings[3])
        chosen.decay = .exponential(length: settings[3])
        return SequenceBaskets(model: ItemCosine(chosen), wholeHistories: settings[0] == 1)
    }

    private static func rules(_ settings: [Double]) -> any BasketModel {
        var chosen = SequentialRules.Settings()
        chosen.repeats = true
        chosen.rowMax = 1024
        chosen.reach = Int(settings[1])
        chosen.askedMax = Int(settings[2])
        chosen.carry = Float(settings[3])
        return SequenceBaskets(model: SequentialRules(chosen), wholeHistories: settings[0] == 1)
    }

    private static func neighbours(_ settings: [Double]) -> any BasketModel {
        func decay(_ length: Double, at0 plain: Decay) -> Decay {
            length > 0 ? .exponential(length: length) : plain
        }
        var chosen = SessionNeighbours.Settings()
        chosen.itemsMax = Int(settings[1])
        chosen.neighboursMax = Int(settings[2])
        chosen.position = decay(settings[3], at0: .logarithmic)
        chosen.match = decay(settings[3], at0: .logarithmic)
        chosen.distance = decay(settings[4], at0: .logarithmic)
        chosen.age = decay(settings[5], at0: .none)
        chosen.sampleMax = 5000
        chosen.lengthMax = 4000
        return SequenceBaskets(
            model: SessionNeighbours(chosen), wholeHistories: settings[0] == 1)
    }
}
