import SequenceModel
import Storage

/// Settings are kept as text, a name and a number a line.
extension ModelSettings {
    /// In one line.
    package var text: String {
        Self.fields.map { "\($0.name) \(Self.plain(self[keyPath: $0.path]))" }
            .joined(separator: ", ")
    }

    /// What differs from another one, in one line.
    package func difference(from other: ModelSettings) -> String {
        let changed = Self.fields.filter { self[keyPath: $0.path] != other[keyPath: $0.path] }
        return changed.map { "\($0.name) \(Self.plain(self[keyPath: $0.path]))" }
            .joined(separator: ", ")
    }

    /// As `martlet evaluate` takes them, for so many items.
    package func arguments(items: Int) -> String {
        var settings = self
        if items <= Self.comparedMax { settings.negatives = 0 }
        return Self.fields.map {
            "--set transformer.\($0.name)=\(Self.plain(settings[keyPath: $0.path]))"
        }.joined(separator: " ")
    }

    /// - Throws: `EngineError` `unusable_model` with file and line; what a file leaves out is as in
    ///   the profile `small`.
    init(file path: String) throws {
        self.init(.small)
        let lines = String(decoding: try FileSystem.read(path), as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            let halves = line.split(separator: " ")
            guard halves.count == 2, let value = Double(halves[1]), (0...1e6).contains(value),
                let field = Self.fields.first(where: { $0.name == halves[0] })
            else {
                throw EngineError(
                    .unusableModel,
                    "\(path):\(index + 1): expected a name of "
                        + Self.fields.map(\.name).joined(separator: ", ") + " and a number")
            }
            self[keyPath: field.path] = value
        }
        if let problem = shape(items: 1, attributes: false).problem {
            throw EngineError(.unusableModel, "\(path): \(problem)")
        }
        guard batch >= 1, negatives >= 1, dropout < 1, rate > 0 else {
            throw EngineError(
                .unusableModel,
                "\(path): batch and negatives must be 1 or more, dropout below 1, rate above 0")
        }
    }

    func write(to path: String) throws {
        let lines = Self.fields.map { "\($0.name) \(Self.plain(self[keyPath: $0.path]))\n" }
        try FileSystem.replace(path, with: Array(lines.joined().utf8))
    }

    private static func plain(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? value.description
    }
}
