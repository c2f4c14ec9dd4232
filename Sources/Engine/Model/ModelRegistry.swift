import Commerce
import Neural
import Primitives
import Ranking
import SequenceModel
import Storage

/// The trained models of a shop: a checkpoint each in `models/`, and the file `serving` that names
/// those promoted, latest last.
///
/// ```
/// models/m-20261121-101500.safetensors   weights, items, and what is known of the model
/// models/blend-m-20261121-101500.safetensors   how it joins the companions, where that was learnt
/// models/ranker-m-20261121-101500.safetensors   what is likely to come of showings
/// models/encoder                the shop's own encoder that answers, models/encoder-….safetensors
/// models/serving                         one name a line, the last promoted last
/// models/training.safetensors            a run that goes on, or was broken off
/// models/settings                        what was chosen by tuning, if anything
/// models/tuning                          the trials that it was chosen by
/// ```
package struct ModelRegistry: Sendable {
    private let folder: String

    /// Of a data directory; its folder for models is made when it is needed.
    package init(directory path: String) { folder = "\(path)/models" }

    package func path(of version: String) -> String { "\(folder)/\(version).safetensors" }

    func path(named name: String) -> String { "\(folder)/\(name)" }

    private func blendPath(of version: String) -> String {
        "\(folder)/blend-\(version).safetensors"
    }

    /// How a model joins the companions, by placement.
    ///
    /// - Throws: `SafetensorsError` where there is a file of it that is damaged.
    func blends(of version: String) throws -> [Placement: Blend] {
        let path = blendPath(of: version)
        guard FileSystem.exists(path) else { return [:] }
        let file = try SafetensorsFile(path: path)
        var blends: [Placement: Blend] = [:]
        for name in (file.header.metadata["placements"] ?? "").split(separator: " ") {
            guard let placement = Placement(rawValue: String(name)) else { continue }
            blends[placement] = try Blend(
                from: file, named: String(name), sources: BlendQuestion.sources)
        }
        return blends
    }

    func save(_ blends: [Placement: Blend], of version: String) throws {
        guard !blends.isEmpty else { return }
        let names = blends.keys.map(\.rawValue).sorted()
        var writer = SafetensorsWriter(metadata: ["placements": names.joined(separator: " ")])
        for (placement, blend) in blends { blend.add(to: &writer, as: placement.rawValue) }
        try writer.write(to: blendPath(of: version))
    }

    var trainingPath: String { "\(folder)/training.safetensors" }

    /// Where the trials of `martlet tune` are noted.
    package var tuningPath: String { "\(folder)/tuning" }

    private var settingsPath: String { "\(folder)/settings" }

    private var servingPath: String { "\(folder)/serving" }

    /// What is known of each model, oldest first. A file that cannot be read is left out here and
    /// named by `record(of:)`.
    package func records() throws -> [ModelRecord] {
        guard FileSystem.exists(folder) else { return [] }
        return try FileSystem.names(in: folder).compactMap { name in
            guard name.hasPrefix("m-"), name.hasSuffix(".safetensors") else { return nil }
            return try? record(of: String(name.dropLast(12)))
        }.sorted { ($0.created, $0.version) < ($1.created, $1.version) }
    }

    /// - Throws: `SafetensorsError` or `CheckpointError` where there is no such model or it is damaged.
    package func record(of version: String) throws -> ModelRecord {
        let file = try SafetensorsFile(path: path(of: version))
        return ModelRecord(version: version, metadata: file.header.metadata)
    }

    /// The model that was promoted last; nil where none was.
    package var serving: String? { promoted.last }

    /// All that were promoted, in that order.
    package var promoted: [String] { (try? listed()) ?? [] }

    /// The model that was promoted last; nil where none was.
    ///
    /// - Throws: `StorageError` where there is a list that cannot be read.
    package func current() throws -> String? { try listed().last }

    /// Has training take these settings where no profile is given.
    ///
    /// - Throws: `StorageError`.
    package func choose(_ settings: ModelSettings) throws {
        try makeFolder()
        try settings.write(to: settingsPath)
    }

    /// Nil where none were chosen.
    func chosen() throws -> ModelSettings? {
        FileSystem.exists(settingsPath) ? try ModelSettings(file: settingsPath) : nil
    }

    private func listed() throws -> [String] {
        guard FileSystem.exists(servingPath) else { return [] }
        return String(decoding: try FileSystem.read(servingPath), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// Makes a model the promoted one.
    ///
    /// - Throws: `EngineError` `not_found` where there is no such model.
    package func promote(_ version: String) throws {
        guard FileSystem.exists(path(of: version)) else {
            throw EngineError(
                .notFound, "there is no model \(version); `martlet models list` names all")
        }
        try write(listed().filter { $0 != version } + [version])
    }

    /// Goes back to the model that was promoted before.
    ///
    /// - Returns: Its version; nil where there is none.
    /// - Throws: `EngineError` `not_found` where no model is promoted.
    package func rollBack() throws -> String? {
        let names = try listed()
        guard !names.isEmpty else { throw EngineError(.notFound, "no model is promoted") }
        try write(names.dropLast())
        return names.dropLast().last
    }

    private func write(_ names: [String]) throws {
        let text = names.map { $0 + "\n" }.joined()
        try FileSystem.replace(servingPath, with: Array(text.utf8))
    }

    /// Lets one training at a time write here, and removes what killed ones left half written.
    ///
    /// - Throws: `StorageError` `in_use` where another process trains.
    /// - Returns: What is to be released in the end.
    func claim() throws -> DirectoryLock {
        try makeFolder()
        let lock = try DirectoryLock(folder: folder)
        for name in try FileSystem.names(in: folder) where name.hasSuffix(".safetensors.new") {
            FileSystem.remove(path(named: name))
        }
        return lock
    }

    func makeFolder() throws { try FileSystem.createFolder(folder) }
}
