import Commerce
import Companions
import Features
import Primitives

extension Recommender {
    /// Says why an item has its place.
    func explanation(of scored: Scored, for asker: Asker) -> Explanation {
        let item = scored.learnt
        var features: [(name: String, value: Double)] = [
            ("popularity", popularity(of: item)),
            ("trending", behaviour.trending.share(of: item)),
            ("new", isNew(item) ? 1 : 0),
        ]
        if Int(item) < behaviour.counters.count {
            let counters = behaviour.counters[Int(item)]
            func sum(_ counts: DailyCounts) -> Double {
                counts.days.reduce(0) { $0 + Double($1.count) }
            }
            features += [
                ("views", sum(counters.views)), ("carts", sum(counters.carts)),
                ("purchases", sum(counters.purchases)), ("impressions", sum(counters.impressions)),
            ]
        }
        if let seen = behaviour.history(of: asker)?.seen[item] {
            features.append(("seen", Double(seen)))
        }
        let vector = self.features(for: behaviour.history(of: asker)).values(of: facts(of: item))
        features += zip(FeatureVector.names, vector).map { ($0, Double($1)) }
        return Explanation(
            parts: scored.parts, features: features, propensity: scored.propensity,
            isForced: scored.isForced)
    }
}
