import Neural
import Policy
import Primitives
import Storage

/// The policies of a shop:
///
/// ```
/// policies/p-3.safetensors   weights, and what is known of the version
/// policies/live.safetensors  what learns, as it was a minute ago or when the process ended
/// policies/serving           versions that were promoted, the last one last
/// policies/candidate         what is judged, and whether it answers some people
/// policies/decisions         a line for each decision, with its evidence
/// ```
///
/// The latest fifty versions are kept, and those in `serving`; of decisions a thousand.
struct PolicyRegistry: Sendable {
    static let live = "live"
    /// Of the files: the second keeps the tilt.
    private static let format = 2
    private static let versionsMax = 50
    private static let servingMax = 20
    private static let decisionsMax = 1000

    private let folder: String

    init(directory path: String) { folder = "\(path)/policies" }

    private func path(of version: String) -> String { "\(folder)/\(version).safetensors" }
    private var servingPath: String { "\(folder)/serving" }
    private var candidatePath: String { "\(folder)/candidate" }
    private var decisionsPath: String { "\(folder)/decisions" }

    // MARK: Versions

    /// What is known of each, newest first; what cannot be read is left out.
    func versions() throws -> [PolicyVersion] {
        try names().compactMap { name in
            guard let file = try? SafetensorsFile(path: path(of: name)) else { return nil }
            return PolicyVersion(version: name, metadata: file.header.metadata)
        }
    }

    /// Newest first.
    private func names() throws -> [String] {
        guard FileSystem.exists(folder) else { return [] }
        return try FileSystem.names(in: folder).compactMap { file in
            guard file.hasPrefix("p-"), file.hasSuffix(".safetensors") else { return nil }
            return String(file.dropLast(12))
        }.sorted { Self.number(of: $0) > Self.number(of: $1) }
    }

    private static func number(of version: String) -> Int { Int(version.dropFirst(2)) ?? 0 }

    /// A name that no version had.
    func newName() throws -> String {
        "p-\((try names().first.map(Self.number) ?? 0) + 1)"
    }

    func save(_ weights: PolicyWeights, as version: PolicyVersion) throws {
        try FileSystem.createFolder(folder)
        var writer = SafetensorsWriter(
            metadata: version.metadata.merging(["format": "\(Self.format)"]) { $1 })
        func add(_ name: String, _ floats: [Float]) {
            let row = Tensor(rows: 1, columns: floats.count)
            row.array = floats
            writer.add(name, row, shape: [floats.count])
        }
        for (place, array) in weights.network.enumerated() { add("w\(place)", array) }
        add("looks", weights.looks.map(Float.init))
        add("tilt.means", weights.tilt.means)
        add("tilt.variances", weights.tilt.variances)
        try writer.write(to: path(of: version.version))
        guard version.version != Self.live else { return }
        let kept = Set(try serving())
        for name in try names().dropFirst(Self.versionsMax) where !kept.contains(name) {
            FileSystem.remove(path(of: name))
        }
    }

    /// Reads what was saved as a version.
    ///
    /// - Parameters:
    ///   - version: Its name.
    ///   - like: Weights of the same shape; what files of the first format do not hold stays as it is.
    /// - Returns: Nil where there is no such version.
    /// - Throws: `SafetensorsError` where the file is damaged, of another shape, or of a newer version.
    func read(_ version: String, like: PolicyWeights) throws -> PolicyWeights? {
        guard FileSystem.exists(path(of: version)) else { return nil }
        let file = try SafetensorsFile(path: path(of: version))
        let format = file.header.metadata["format"].flatMap(Int.init) ?? 1
        guard 1...Self.format ~= format else {
            throw SafetensorsError(
                .badHeader, file: file.path,
                "is of format \(format), but this version reads formats up to \(Self.format)")
        }
        var weights = like
        for place in weights.network.indices {
            weights.network[place] = try row("w\(place)", weights.network[place].count, of: file)
        }
        weights.looks = try row("looks", like.looks.count, of: file).map(Double.init)
        guard format > 1 else { return weights }
        let count = like.tilt.means.count
        weights.tilt.restore(
            means: try row("tilt.means", count, of: file),
            variances: try row("tilt.variances", count, of: file),
            time: PolicyVersion(version: version, metadata: file.header.metadata).created.seconds
                / 86_400)
        return weights
    }

    private func row(
        _ name: String, _ count: Int, of file: borrowing SafetensorsFile
    ) throws(SafetensorsError) -> [Float] {
        let floats = try file.tensor(name).array
        guard floats.count == count else {
            throw SafetensorsError(
                .wrongShape, file: file.path, tensor: name,
                "has \(floats.count) numbers, but \(count) are wanted")
        }
        return floats
    }

    // MARK: What serves

    /// Versions that were promoted, the last one last; empty where the ranker stands alone.
    func serving() throws -> [String] { try lines(servingPath) }

    func promote(_ version: String) throws {
        try write((serving() + [version]).suffix(Self.servingMax), to: servingPath)
    }

    /// Takes back the last promotion, or all of them.
    func rollBack(all: Bool = false) throws {
        try write(all ? [] : serving().dropLast(), to: servingPath)
    }

    /// What was judged when the process ended; nil where nothing was.
    func candidate() throws -> (version: String, isCanary: Bool)? {
        let parts = try lines(candidatePath).first?.split(separator: " ") ?? []
        return parts.first.map { (String($0), parts.last == "canary") }
    }

    func keep(candidate version: String?, isCanary: Bool) throws {
        try write(version.map { [isCanary ? "\($0) canary" : $0] } ?? [], to: candidatePath)
    }

    // MARK: Decisions

    /// Newest first.
    func verdicts(last count: Int) throws -> [PolicyVerdict] {
        try lines(decisionsPath).suffix(count).reversed().compactMap { PolicyVerdict(line: $0) }
    }

    func note(_ verdict: PolicyVerdict) throws {
        try write(
            (lines(decisionsPath) + [verdict.line]).suffix(Self.decisionsMax), to: decisionsPath)
    }

    private func lines(_ path: String) throws -> [String] {
        guard FileSystem.exists(path) else { return [] }
        return String(decoding: try FileSystem.read(path), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    private func write(_ lines: some Sequence<String>, to path: String) throws {
        try FileSystem.createFolder(folder)
        let text = lines.map { $0 + "\n" }.joined()
        try FileSystem.replace(path, with: Array(text.utf8))
    }
}
