import Primitives
import Ranking
import Storage

/// The order that shoppers' clicks taught a search: of a network where it was learnt from many queries, else
/// the fixed one of `AttractionOrder`. Immutable, and shared by all snapshots.
final class LearntOrder: Sendable {
    /// Versions of a network, and those of the fixed order, which have no file of weights.
    private static let prefix = "search-"
    private static let fixedPrefix = "clicks-"

    /// What slates name it by.
    let version: String
    /// The encoder whose cosines it learnt with; nil where it knows words alone.
    let encoder: String?
    let signals: SearchSignals
    private let ranker: SearchRanker?

    init(version: String, encoder: String?, _ signals: SearchSignals, _ ranker: SearchRanker?) {
        self.version = version
        self.encoder = encoder
        self.signals = signals
        self.ranker = ranker
    }

    /// What a new one is called.
    static func version(isLearnt: Bool, at time: Timestamp) -> String {
        timedID(isLearnt ? prefix : fixedPrefix, at: time)
    }

    /// Whether it can order answers that this encoder had a part in.
    func suits(_ encoder: String?) -> Bool { ranker == nil || self.encoder == encoder }

    /// The places of what was found, best first; what is equal stays as it was.
    ///
    /// - Parameters:
    ///   - found: In the order that knows no clicks, and last what is remembered.
    ///   - evidence: Of the query.
    /// - Returns: Each place once.
    func order(
        _ found: [SearchSignals.Found], _ evidence: SearchSignals.Evidence
    ) -> [Int] {
        let candidates = signals.candidates(found, evidence)
        let scores =
            ranker?.scores(of: candidates)
            ?? AttractionOrder.scores(of: candidates, mean: signals.mean)
        return scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    }

    // MARK: Stored

    func save(to registry: ModelRegistry) throws {
        try ranker?.save(to: registry.path(named: "\(version).safetensors"))
        try FileSystem.replace(
            registry.path(named: "\(version).signals"), with: signals.binary)
    }

    /// - Throws: `StorageError`, `SafetensorsError` or `BinaryError` where a file is damaged, and
    ///   `EngineError` `unusable_model` where it is of another version.
    convenience init(version: String, encoder: String?, _ registry: ModelRegistry) throws {
        var ranker: SearchRanker?
        if !version.hasPrefix(Self.fixedPrefix) {
            let path = registry.path(named: "\(version).safetensors")
            ranker = try SearchRanker(checkpoint: path)
            guard ranker != nil else {
                throw EngineError(
                    .unusableModel, "\(path): knows other features; run `martlet train`")
            }
        }
        let bytes = try FileSystem.read(registry.path(named: "\(version).signals"))
        self.init(
            version: version, encoder: encoder, try SearchSignals(binary: bytes), ranker)
    }
}
