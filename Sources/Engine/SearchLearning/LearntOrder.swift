import Ranking
import Storage

/// The order that shoppers' clicks taught a search. Immutable, and shared by all snapshots.
final class LearntOrder: Sendable {
    /// What slates name it by.
    let version: String
    /// The encoder whose cosines it learnt with; nil where it knows words alone.
    let encoder: String?
    let signals: SearchSignals
    private let ranker: SearchRanker

    init(version: String, encoder: String?, _ signals: SearchSignals, _ ranker: SearchRanker) {
        self.version = version
        self.encoder = encoder
        self.signals = signals
        self.ranker = ranker
    }

    /// The places of what was found, best first; what is equal stays as it was.
    func order(_ query: String, _ found: [SearchSignals.Found]) -> [Int] {
        let scores = ranker.scores(of: signals.candidates(query, found))
        return scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    }

    // MARK: Stored

    func save(to registry: ModelRegistry) throws {
        try ranker.save(to: registry.path(named: "\(version).safetensors"))
        try FileSystem.replace(
            registry.path(named: "\(version).signals"), with: signals.binary)
    }

    /// - Throws: `StorageError`, `SafetensorsError` or `BinaryError` where a file is damaged, and
    ///   `EngineError` `unusable_model` where it is of another version.
    convenience init(version: String, encoder: String?, _ registry: ModelRegistry) throws {
        let path = registry.path(named: "\(version).safetensors")
        guard let ranker = try SearchRanker(checkpoint: path) else {
            throw EngineError(
                .unusableModel, "\(path): knows other features; run `martlet train`")
        }
        let bytes = try FileSystem.read(registry.path(named: "\(version).signals"))
        self.init(
            version: version, encoder: encoder, try SearchSignals(binary: bytes), ranker)
    }
}
