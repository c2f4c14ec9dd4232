import Commerce
import Primitives

extension User {
    /// What they declared, as hashes: what the trained model adds to each of their events.
    var declared: Set<UInt64> {
        let fields = [
            ("age_band", ageBand), ("gender", gender), ("region", region), ("language", language),
        ]
        return Set(
            fields.compactMap { name, value in value.map { stableHash("\(name)\u{1F}\($0)") } })
    }
}
