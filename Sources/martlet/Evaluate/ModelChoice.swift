import ArgumentParser
import Companions
import Ranking
import SequenceModel

/// The models that can be evaluated, under the names of the command line.
enum ModelChoice: String, CaseIterable {
    case popular, markov, rules, vsknn, vstan, ease, content, transformer, blend

    /// What a blend is made of, and how the scores of each are to be read. What comes first orders
    /// what none of them proposes.
    static func sources(
        for protocol: EvaluationProtocol
    ) -> [(choice: ModelChoice, scale: ScoreScale)] {
        switch `protocol` {
        case .sequence:
            [(.transformer, .logits), (.ease, .weights), (.rules, .weights), (.vstan, .weights)]
        case .sessions:
            [(.transformer, .logits), (.vstan, .weights), (.rules, .weights)]
        }
    }

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// All that can be set, for the help.
    static var settingsText: String {
        allCases.compactMap { choice in
            let axes = choice.grid(for: DataExtent(protocol: .sequence)).axes.map {
                $0.note.isEmpty ? $0.name : "\($0.name) (\($0.note))"
            }
            return axes.isEmpty ? nil : "\(choice.rawValue): \(axes.joined(separator: ", "))."
        }.joined(separator: "\n")
    }

    /// What can be set, what is tried, and where the search begins.
    func grid(for data: DataExtent) -> SettingsGrid {
        switch self {
        case .popular, .markov: SettingsGrid(axes: [])
        case .content: SettingsGrid(axes: [.init("decay", start: 0.8, [0.5, 0.65, 0.8, 0.9, 1])])
        case .rules:
            SettingsGrid(axes: [
                .init("reach", start: 10, [1, 2, 3, 5, 10, 20]),
                .init("quadratic", start: 0, [0, 1]),
                .init("carry", start: 0.2, [0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]),
                .init("asked", start: 10, [2, 5, 10, 20]),
                .init("row", start: 1024, [256, 1024]),
            ])
        case .vsknn: Self.neighbourGrid([500, 2000, 0, 0, 0, 1, 0])
        case .vstan: Self.neighbourGrid([500, 2000, 2, 6, 2, 1, 100_000])
        case .transformer: Self.transformerGrid(for: data)
        case .blend: SettingsGrid(axes: [.init("depth", start: 100, [100])])
        case .ease:
            SettingsGrid(axes: [
                .init("regularisation", start: 100, [20, 50, 100, 200, 500, 1000]),
                .init("decay", start: 0.7, [0.5, 0.6, 0.7, 0.8, 0.9]),
            ])
        }
    }

    /// A model that has learnt nothing yet. `settings` has one value an axis of the grid.
    func model(_ settings: [Double], for evaluation: ModelEvaluation) throws -> any NextItemModel {
        let `protocol` = evaluation.protocol
        switch self {
        case .popular: return PopularityModel()
        case .markov: return Markov()
        case .rules:
            var chosen = SequentialRules.Settings()
            chosen.reach = Int(settings[0])
            chosen.decay = settings[1] == 0 ? .inverse : .quadratic
            chosen.repeats = `protocol` == .sessions
            chosen.carry = Float(settings[2])
            chosen.askedMax = Int(settings[3])
            chosen.rowMax = Int(settings[4])
            return SequentialRules(chosen)
        case .vsknn, .vstan:
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
        case .content:
            return ContentModel(features: evaluation.features, decay: settings[0])
        case .transformer: return try Self.transformer(settings, for: evaluation)
        case .blend:
            preconditionFailure("a blend is made of fitted models")
        }
    }

    private static func neighbourGrid(_ start: [Double]) -> SettingsGrid {
        let axes: [(name: String, values: [Double])] = [
            ("neighbours", [100, 200, 500, 1000]), ("sample", [1000, 2000, 5000]),
            ("position", [0, 0.8, 1.5, 2, 3]), ("match", [0, 1.5, 3, 6]),
            ("distance", [0, 1, 2, 4]), ("before", [0.25, 0.5, 1]),
            ("age", [0, 50_000, 100_000, 200_000]),
        ]
        return SettingsGrid(
            axes: zip(axes, start).map { .init($0.name, start: $1, $0.values) })
    }

    /// A number as an axis has it: a length, or 0 for the plain choice.
    private static func decay(_ length: Double, at0 plain: Decay) -> Decay {
        length > 0 ? .exponential(length: length) : plain
    }
}
