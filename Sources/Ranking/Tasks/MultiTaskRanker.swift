package import Neural

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How likely each outcome is for each of some rows of features, as if all stood in the first place.
package struct MultiTaskRanker: Sendable {
    let standard: ListRanker.Standard
    let network: TaskNetwork
    /// By task.
    let scales: [PlattScale]
    /// Outcomes that it has learnt; of others it says that they never happen.
    let learnt: Set<RankingTask>

    package var features: Int { standard.mean.count }

    /// - Parameter rows: Of as many features as it was trained on; they are changed.
    /// - Returns: A probability a row and task.
    package func chances(of rows: Tensor) -> Tensor {
        guard rows.rows > 0 else { return Tensor(rows: 0, columns: TaskNetwork.tasks) }
        standard.apply(to: rows)
        let logits = network.logits(of: rows)
        for row in 0..<rows.rows {
            for task in RankingTask.allCases {
                logits[row, task.rawValue] =
                    learnt.contains(task)
                    ? scales[task.rawValue].chance(of: logits[row, task.rawValue]) : 0
            }
        }
        return logits
    }

    /// Why one row has its chance of an outcome.
    ///
    /// - Parameters:
    ///   - values: The row.
    ///   - task: The outcome.
    /// - Returns: What the logit of the chance is the sum of: each feature's own part, what features
    ///   say together, and what holds for all; nil of an outcome that was not learnt.
    package func parts(
        of values: [Float], _ task: RankingTask
    ) -> (features: [Float], together: Float, base: Float)? {
        guard learnt.contains(task), values.count == features else { return nil }
        let row = Tensor(rows: 1, columns: values.count)
        row.array = values
        standard.apply(to: row)
        let (lines, shared, base) = network.parts(of: row, task)
        let scale = scales[task.rawValue]
        return (lines.map { $0 * scale.slope }, shared * scale.slope, scale.apply(to: base))
    }
}

/// In a safetensors file, beside others under names of their own.
extension MultiTaskRanker {
    package func add(to writer: inout SafetensorsWriter, as name: String) {
        func add(_ part: String, _ values: [Float]) {
            let row = Tensor(rows: 1, columns: values.count)
            row.array = values
            writer.add("\(name).\(part)", row)
        }
        add("mean", standard.mean)
        add("factor", standard.factor)
        add("slopes", scales.map(\.slope))
        add("offsets", scales.map(\.offset))
        add("learnt", RankingTask.allCases.map { learnt.contains($0) ? 1 : 0 })
        writer.add("\(name).network", network.block)
    }

    /// Reads a ranker; nil where it is one of other features or tasks.
    ///
    /// - Parameters:
    ///   - file: That holds it.
    ///   - name: Under which it was added.
    ///   - features: For which it must be.
    /// - Throws: `SafetensorsError` where it is not there or the file is damaged.
    package init?(
        from file: borrowing SafetensorsFile, named name: String, features: Int
    ) throws(SafetensorsError) {
        let mean = try file.tensor("\(name).mean").array
        let factor = try file.tensor("\(name).factor").array
        let slopes = try file.tensor("\(name).slopes").array
        let offsets = try file.tensor("\(name).offsets").array
        let flags = try file.tensor("\(name).learnt").array
        guard mean.count == features, factor.count == features,
            [slopes, offsets, flags].allSatisfy({ $0.count == TaskNetwork.tasks }),
            let network = TaskNetwork(
                features: features, block: try file.tensor("\(name).network"))
        else { return nil }
        standard = ListRanker.Standard(mean: mean, factor: factor)
        self.network = network
        scales = zip(slopes, offsets).map { PlattScale(slope: $0, offset: $1) }
        learnt = Set(RankingTask.allCases.filter { flags[$0.rawValue] > 0 })
    }
}
