import ArgumentParser
import Companions

/// The models that can be evaluated, under the names of the command line.
enum ModelChoice: String, CaseIterable {
    case popular, markov, rules, vsknn, ease

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// What can be set, what is tried, and where the search begins.
    func grid(for protocol: EvaluationProtocol) -> SettingsGrid {
        switch self {
        case .popular, .markov: SettingsGrid(axes: [])
        case .rules:
            SettingsGrid(axes: [
                .init("reach", start: 10, [1, 2, 3, 5, 10, 20]),
                .init("quadratic", start: 0, [0, 1]),
            ])
        case .vsknn:
            SettingsGrid(axes: [
                .init("neighbours", start: 100, [100, 200, 500]),
                .init("sample", start: 2000, [1000, 2000, 5000]),
                .init("position", start: 0, [0, 0.8, 1.5, 3]),
                .init("match", start: 0, [0, 1.5, 3]),
                .init("distance", start: 0, [0, 1, 2]),
                .init("before", start: 1, [0.25, 0.5, 1]),
                .init("age", start: 0, [0, 50_000, 200_000]),
            ])
        case .ease:
            SettingsGrid(axes: [
                .init("regularisation", start: 100, [20, 50, 100, 200, 500, 1000]),
                .init("decay", start: 0.7, [0.5, 0.6, 0.7, 0.8, 0.9]),
            ])
        }
    }

    /// A model that has learnt nothing yet. `settings` has one value an axis of the grid.
    func model(_ settings: [Double], for protocol: EvaluationProtocol) -> any NextItemModel {
        switch self {
        case .popular: return PopularityModel()
        case .markov: return Markov()
        case .rules:
            var chosen = SequentialRules.Settings()
            chosen.reach = Int(settings[0])
            chosen.decay = settings[1] == 0 ? .inverse : .quadratic
            chosen.repeats = `protocol` == .sessions
            return SequentialRules(chosen)
        case .vsknn:
            var chosen = SessionNeighbours.Settings.vectorised
            chosen.neighboursMax = Int(settings[0])
            chosen.sampleMax = Int(settings[1])
            chosen.position = Self.decay(settings[2], at0: .inverse)
            chosen.match = Self.decay(settings[3], at0: .inverse)
            chosen.distance = Self.decay(settings[4], at0: .inverse)
            chosen.before = settings[5]
            chosen.age = Self.decay(settings[6], at0: .none)
            return SessionNeighbours(chosen)
        case .ease:
            var chosen = EASE.Settings()
            chosen.regularisation = Float(settings[0])
            chosen.decay = Float(settings[1])
            return EASE(chosen)
        }
    }

    /// A number as an axis has it: a length, or 0 for the plain choice.
    private static func decay(_ length: Double, at0 plain: Decay) -> Decay {
        length > 0 ? .exponential(length: length) : plain
    }
}
