package import Commerce
import LexicalIndex
import Primitives
import Storage

/// Makes answers again that were served, from the log up to the event that each knew of, with the models
/// that its slate names. Catalogue, rules and settings are those of today, for the log does not hold them;
/// what was forgotten since is gone. A server may be using the directory.
package struct SlateReplay {
    /// Scores may differ by this much, or by this share of them.
    private static let tolerance: Float = 1e-5

    package struct Outcome: Sendable {
        package var slate: Slate
        /// What would be served, in the same positions; what a recommended item's score is the sum of.
        package var items: [(id: String, score: Float, parts: [ScorePart])]
        /// Where both differ, and why as far as that can be told; empty where they agree.
        package var differences: [String]
    }

    private let directory: DataDirectory
    private let configuration: EngineConfiguration
    private let registry: ModelRegistry
    private let loader: Loader

    /// - Parameters:
    ///   - path: A data directory.
    ///   - configuration: The shop's settings.
    /// - Throws: `StorageError`.
    package init(
        directory path: String, configuration: EngineConfiguration = EngineConfiguration()
    ) throws {
        directory = try DataDirectory(reading: path)
        self.configuration = configuration
        registry = ModelRegistry(directory: path)
        loader = Loader(directory: directory, bounds: configuration.bounds)
    }

    /// Replays answers, walking once through the log.
    ///
    /// - Parameter requests: The ids of their requests.
    /// - Throws: `EngineError` `not_found` where one is not stored, `StorageError`, `SafetensorsError` or
    ///   `CheckpointError` where a model cannot be read.
    /// - Returns: One outcome each, in the order of the log.
    package func run(_ requests: [String]) throws -> [Outcome] {
        let slates = try requests.map(slate).sorted { $0.offset < $1.offset }
        var items: [Item] = []
        var users: [User] = []
        try directory.catalogue.forEachItem { items.append($0) }
        try directory.catalogue.forEachUser { users.append($0) }
        var behaviour = Behaviour(bounds: loader.bounds)
        // All get their numbers before the first event, so that one catalogue fits every state.
        for item in items {
            _ = behaviour.items.intern(item.id)
            if let parent = item.parent { _ = behaviour.items.intern(parent) }
        }
        var state = EngineState(behaviour: behaviour)
        state.fill(
            items: items, users: users, indexFiles: IndexFiles(folder: directory.indexFolder))
        try directory.catalogue.forEachRule { state.put($0) }

        var linear: [Int64: LinearNeighbours] = [:]
        var models: [String: (model: LiveModel, ids: [String])] = [:]
        let fits = Set(slates.compactMap(\.linear))
        var rest = slates[...]
        var outcomes: [Outcome] = []
        for offset in fits.union(slates.map(\.offset)).sorted() {
            _ = try loader.replay(into: &behaviour, through: offset)
            if fits.contains(offset) {
                linear[offset] = try LinearNeighbours(fitting: behaviour)
            }
            while let slate = rest.first, slate.offset == offset {
                rest.removeFirst()
                state.replace(behaviour)
                state.linear = slate.linear.flatMap { linear[$0] }
                state.use(try slate.model.map { try model($0, &models, state.catalogue) })
                outcomes.append(outcome(of: slate, state))
            }
        }
        try directory.close()
        return outcomes
    }

    private func slate(of request: String) throws -> Slate {
        guard let slate = try directory.slates.fields(of: request).flatMap(Slate.init) else {
            throw EngineError(
                .notFound,
                "no answer of the request \(clipped(request)) is stored; it may be some moments "
                    + "from being so, or who asked was forgotten")
        }
        return slate
    }

    private func model(
        _ version: String, _ models: inout [String: (model: LiveModel, ids: [String])],
        _ catalogue: CatalogueView
    ) throws -> PromotedModel {
        let read =
            try models[version]
            ?? LiveModel.read(
                version, from: registry, statesBytesMax: configuration.statesBytesMax)
        models[version] = read
        return PromotedModel(read.model, ids: read.ids, catalogue)
    }

    // MARK: One answer

    private func outcome(of slate: Slate, _ state: EngineState) -> Outcome {
        let items = items(of: slate, state).map { item, score, parts in
            (id: state.behaviour.items.id(of: item), score: score, parts: parts)
        }
        var differences: [String] = []
        for place in slate.entries.indices {
            let served = slate.entries[place]
            let now = place < items.count ? items[place] : nil
            guard now?.id != served.item || !Self.agree(now?.score ?? 0, served.score) else {
                continue
            }
            var line = "position \(slate.firstPosition + place): \(served.item) (\(served.score))"
            line += now.map { ", now \($0.id) (\($0.score))" } ?? ", now nothing"
            if state.item(served.item)?.isAvailable != true, state.catalogue.count > 0 {
                line += "; \(served.item) cannot be bought any more"
            }
            differences.append(line)
        }
        guard !differences.isEmpty else {
            return Outcome(slate: slate, items: items, differences: [])
        }
        for now in Engine.versions(of: state).entries {
            let served = slate.versions[now.name]
            guard served != now.value else { continue }
            differences.append(
                "\(now.name) was \(served?.string ?? "absent"), is \(now.value.string ?? "")")
        }
        differences.append(
            "the catalogue, rules and settings are those of today, and who was forgotten since is "
                + "not in the log")
        return Outcome(slate: slate, items: items, differences: differences)
    }

    /// What would be served to the request of a slate.
    private func items(
        of slate: Slate, _ state: EngineState
    ) -> [(UInt32, Float, [ScorePart])] {
        let end = slate.firstPosition + slate.entries.count
        if var request = RecommendRequest(slate) {
            request.isExplained = true
            var recommender = Recommender(
                state, configuration.settings(of: request.placement), at: slate.time)
            recommender.corrections = slate.corrections
            return recommender.recommend(request, count: end, seed: slate.seed).items
                .dropFirst(slate.firstPosition).map { ($0.item, $0.score, $0.parts) }
        }
        guard let request = SearchRequest(slate) else { return [] }
        return Searcher(state).answer(request, count: end, at: slate.time).found.hits
            .dropFirst(slate.firstPosition).map { ($0.document, $0.score, []) }
    }

    private static func agree(_ a: Float, _ b: Float) -> Bool {
        abs(a - b) <= tolerance * max(1, abs(a))
    }
}

extension Slate {
    /// The event up to which the linear neighbours had learnt.
    fileprivate var linear: Int64? { versions["linear"]?.string.flatMap { Int64($0) } }
    fileprivate var model: String? { versions["model"]?.string }

    /// What a policy multiplied the scores of the best of the draft by.
    fileprivate var corrections: [Float] {
        guard case .array(let factors)? = policy["factors"] else { return [] }
        return factors.map { Float($0.number ?? 1) }
    }
}
