package import Neural

/// A run that was broken off can be taken up again: weights, their average, moments, the best weights
/// so far, and how far it was. As each pass draws its own random numbers, it then goes on to the last
/// bit as if nothing had happened.
extension Trainer {
    private static let format = "martlet.training"

    /// - Parameters:
    ///   - path: Of a safetensors file; what stood there stays if writing fails.
    ///   - run: Says which run it is: settings and data. It is asked for again when the run is
    ///     taken up.
    ///   - best: The best weights so far.
    ///   - note: What is known of them.
    /// - Throws: `SafetensorsError`.
    package func save(
        to path: String, run: String, best: Transformer, _ note: String
    ) throws(SafetensorsError) {
        var writer = SafetensorsWriter(metadata: [
            "format": Self.format, "run": run, "steps": "\(steps)", "epochs": "\(epochs)",
            "note": note,
        ])
        for (name, tensor) in parts(best) { writer.add(name, tensor) }
        try writer.write(to: path)
    }

    /// Takes a run up where it was saved.
    ///
    /// - Returns: The note; nil, and nothing changed, where the file is of another run.
    /// - Throws: `SafetensorsError` where the file is damaged.
    package func resume(
        from path: String, run: String, best: Transformer
    ) throws(SafetensorsError) -> String? {
        let file = try SafetensorsFile(path: path)
        let metadata = file.header.metadata
        guard metadata["format"] == Self.format, metadata["run"] == run,
            let steps = metadata["steps"].flatMap(Int.init),
            let epochs = metadata["epochs"].flatMap(Int.init), steps >= 0, epochs >= 0
        else { return nil }
        for (name, tensor) in parts(best) where try file.entry(name).count != tensor.count {
            return nil
        }
        for (name, tensor) in parts(best) { try file.read(name, into: tensor) }
        goOn(steps: steps, epochs: epochs)
        return metadata["note"] ?? ""
    }

    private func parts(_ best: Transformer) -> [(String, Tensor)] {
        let content: [(String, Tensor?)] = [
            ("content.parts", content?.parts), ("content.first", content?.moments.first),
            ("content.second", content?.moments.second),
            ("content.average", content?.averageParts),
            ("content.projection", model.content?.projection),
            ("average.projection", average.content?.projection),
            ("best.projection", best.content?.projection),
        ]
        return [
            ("weights", model.weights.all), ("items", model.items),
            ("weights.first", moments.first), ("weights.second", moments.second),
            ("items.first", itemMoments.first), ("items.second", itemMoments.second),
            ("average.weights", average.weights.all), ("average.items", average.items),
            ("best.weights", best.weights.all), ("best.items", best.items),
        ] + content.compactMap { name, tensor in tensor.map { (name, $0) } }
    }
}
