package import Primitives

extension QualityReport {
    /// The report for a program.
    package var value: Value {
        [
            "total": total.value,
            "files": .array(files.map(\.value)),
            "catalogue": [
                "items": count(catalogue.items),
                "derived_items": count(derivedItems),
                "derived_users": count(derivedUsers),
                "without_title": count(catalogue.withoutTitle),
                "without_price": count(catalogue.withoutPrice),
                "without_brand": count(catalogue.withoutBrand),
                "without_category": count(catalogue.withoutCategory),
            ],
            "quarantine": total.quarantinedCount > 0 ? .string(quarantinePath) : .null,
        ]
    }
}

extension FileReport {
    fileprivate var value: Value {
        let byReason = quarantined.map { ($0.key.rawValue, $0.value) }
        return [
            "name": .string(name),
            "lines": count(lines),
            "header": count(header),
            "blank": count(blank),
            "taken": counts(taken.map { ($0.key, $0.value) }),
            "quarantined": counts(byReason),
            "anonymous": count(anonymous),
            "already_stored": count(alreadyStored),
            "first_time": firstTime.map { .string($0.description) } ?? .null,
            "last_time": lastTime.map { .string($0.description) } ?? .null,
            "seconds": .double(seconds),
            "lines_per_s": .double(linesPerSecond.rounded()),
            "error": error.map { .string($0.description) } ?? .null,
        ]
    }
}

private func count(_ number: Int) -> Value { .int(Int64(number)) }

private func counts(_ pairs: [(String, Int)]) -> Value {
    .object(
        Fields(pairs.sorted { $0.0 < $1.0 }.map { Field(name: $0.0, value: count($0.1)) }))
}
