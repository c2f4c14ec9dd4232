import Commerce
import Neural
import Ranking
import Storage

extension ModelRegistry {
    private static let rankerName = "ranker"

    private func rankerPath(of version: String) -> String {
        path(named: "ranker-\(version).safetensors")
    }

    /// What was learnt beside a model of what comes of showings; nil where nothing was, or of other
    /// features than today's.
    ///
    /// - Throws: `SafetensorsError` where there is a file of it that is damaged.
    func ranker(of version: String) throws -> PlacedRanker? {
        let path = rankerPath(of: version)
        guard FileSystem.exists(path) else { return nil }
        let file = try SafetensorsFile(path: path)
        guard
            let ranker = try MultiTaskRanker(
                from: file, named: Self.rankerName, features: ShowingFeatures.names.count)
        else { return nil }
        let names = (file.header.metadata["placements"] ?? "").split(separator: " ")
        return PlacedRanker(
            ranker: ranker,
            placements: Set(names.compactMap { Placement(rawValue: String($0)) }))
    }

    func save(_ ranker: PlacedRanker, of version: String) throws {
        let names = ranker.placements.map(\.rawValue).sorted()
        var writer = SafetensorsWriter(metadata: ["placements": names.joined(separator: " ")])
        ranker.ranker.add(to: &writer, as: Self.rankerName)
        try writer.write(to: rankerPath(of: version))
    }
}
