import Commerce
import HashTreeCollections
package import Primitives
import Storage

/// Recommends to many, such as all who get a letter, from a data directory that a server may be using. What
/// it gives is what the server would answer now; nothing is recorded.
package struct BatchRecommender {
    private let state: EngineState
    private let configuration: EngineConfiguration
    private let time: Timestamp

    /// - Parameters:
    ///   - path: A data directory.
    ///   - configuration: The shop's settings.
    ///   - clock: Tells which rules act.
    /// - Throws: `StorageError`, `SafetensorsError` or `CheckpointError`.
    package init(
        directory path: String, configuration: EngineConfiguration = EngineConfiguration(),
        clock: WallClock = .system
    ) throws {
        let directory = try DataDirectory(reading: path)
        var state = try Loader(directory: directory, bounds: configuration.bounds).load().state
        try directory.close()
        let registry = ModelRegistry(directory: path)
        if let version = try registry.current() {
            let (model, ids) = try LiveModel.read(
                version, from: registry, statesBytesMax: configuration.statesBytesMax)
            state.use(PromotedModel(model, ids: ids, state.catalogue))
        }
        state.settle()
        self.state = state
        self.configuration = configuration
        time = clock.now()
    }

    /// Everybody who is known by a declaration or an event, by name.
    package var users: [String] {
        var users = Set(state.users.keys)
        for generation in [state.behaviour.people.young, state.behaviour.people.old] {
            for case .user(let id) in generation.keys { users.insert(id) }
        }
        return users.sorted()
    }

    /// What would be answered, best first.
    package func recommend(_ request: RecommendRequest) -> [(id: String, score: Float)] {
        let settings = configuration.placements[request.placement]
        return Recommender(state, settings, at: time)
            .recommend(request, count: request.limit, seed: stableHash(request.asker.user ?? ""))
            .items.map { (state.behaviour.items.id(of: $0.item), $0.score) }
    }
}
