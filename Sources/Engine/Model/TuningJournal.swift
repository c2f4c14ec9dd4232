import Storage

/// The trials of one run, a line each behind a line that names the run.
struct TuningJournal {
    private let path: String?
    private var lines: [String]

    /// - Throws: `StorageError` where there is a file that cannot be read.
    init(_ path: String?, run: String) throws {
        self.path = path
        lines = [run]
        guard let path, FileSystem.exists(path) else { return }
        let known = String(decoding: try FileSystem.read(path), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        // Another run's trials say nothing about this one.
        if known.first == run { lines = known }
    }

    /// What was noted of these settings in this round, or what `make` finds, which is noted.
    mutating func trial(
        of settings: ModelSettings, _ round: Int, make: () throws -> ModelTuning.Trial
    ) throws -> ModelTuning.Trial {
        let key = "round \(round): \(settings.text): "
        if let line = lines.first(where: { $0.hasPrefix(key) }) {
            let numbers = line.dropFirst(key.count).split(separator: " ").compactMap { Double($0) }
            if numbers.count == 3 {
                return ModelTuning.Trial(
                    settings: settings, round: round, folds: Int(numbers[0]), ndcg: numbers[1],
                    seconds: numbers[2])
            }
        }
        let trial = try make()
        lines.append("\(key)\(trial.folds) \(trial.ndcg) \(trial.seconds)")
        if let path {
            try FileSystem.createFolder(FileSystem.parent(of: path))
            try FileSystem.replace(path, with: Array(lines.map { $0 + "\n" }.joined().utf8))
        }
        return trial
    }
}
