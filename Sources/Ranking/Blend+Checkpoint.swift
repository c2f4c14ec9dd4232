package import Neural

/// A blend in a safetensors file, beside others under names of their own.
extension Blend {
    /// Adds the blend to a file.
    ///
    /// - Parameters:
    ///   - writer: Of the file.
    ///   - name: Tells it from other blends there.
    package func add(to writer: inout SafetensorsWriter, as name: String) {
        for (part, values) in [("mean", standard.mean), ("factor", standard.factor)] {
            let row = Tensor(rows: 1, columns: values.count)
            row.array = values
            writer.add("\(name).\(part)", row)
        }
        for (number, network) in networks.enumerated() {
            writer.add("\(name).\(number)", network.block)
        }
    }

    /// Reads a blend; nil where it is one of something else.
    ///
    /// - Parameters:
    ///   - file: That holds it.
    ///   - name: Under which it was added.
    ///   - sources: Of candidates, for which it was trained.
    /// - Throws: `SafetensorsError` where it is not there or the file is damaged.
    package init?(
        from file: borrowing SafetensorsFile, named name: String, sources: Int
    ) throws(SafetensorsError) {
        features = CandidateFeatures(sources: sources)
        standard = Standard(
            mean: try file.tensor("\(name).mean").array,
            factor: try file.tensor("\(name).factor").array)
        guard standard.mean.count == features.count, standard.factor.count == features.count
        else { return nil }
        var networks: [BlendNetwork] = []
        while file.header.entries["\(name).\(networks.count)"] != nil {
            let block = try file.tensor("\(name).\(networks.count)")
            guard let network = BlendNetwork(features: features.count, block: block) else {
                return nil
            }
            networks.append(network)
        }
        guard !networks.isEmpty else { return nil }
        self.networks = networks
    }
}
