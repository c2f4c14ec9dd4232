package import Primitives

extension Report {
    /// One object. With one model its figures are keys of the object itself; with several, each
    /// is an object in `models`. `comparisons` says how models differ.
    package var value: Value {
        let comparisons = Value.array(pairs.flatMap(Self.values))
        guard models.count == 1 else {
            return .object([
                "models": .array(models.map { .object(Self.fields($0)) }),
                "comparisons": comparisons,
            ])
        }
        var fields = Self.fields(models[0])
        if !pairs.isEmpty { fields["comparisons"] = comparisons }
        return .object(fields)
    }

    private static func fields(_ model: Model) -> Fields {
        var fields: Fields = ["model": .string(model.name)]
        if !model.settings.isEmpty { fields["settings"] = .string(model.settings) }
        for figure in model.figures { fields[figure.key] = .double(figure.value) }
        let intervals = model.figures.compactMap { figure in
            figure.interval.map { Field(name: figure.key, value: value($0)) }
        }
        if !intervals.isEmpty { fields["intervals"] = .object(Fields(intervals)) }
        return fields
    }

    private static func values(_ pair: Pair) -> [Value] {
        pair.comparisons.map { comparison in
            .object([
                "first": .string(pair.first), "second": .string(pair.second),
                "figure": .string(comparison.name), "difference": .double(comparison.difference),
                "interval": value(comparison.interval),
                "share_above": .double(comparison.shareAbove),
            ])
        }
    }

    private static func value(_ interval: Interval) -> Value {
        .array([.double(interval.low), .double(interval.high)])
    }
}
