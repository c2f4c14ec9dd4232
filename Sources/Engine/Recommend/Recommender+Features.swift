import Commerce
import Companions
import Features
import Primitives

/// What a ranker, or who asks for an explanation, is told of items and shoppers: see `FeatureVector`.
/// Time is that of the log, so that an answer that is made again has the same features.
extension Recommender {
    /// - Parameter person: Who asks; nil of somebody who says nothing of themselves.
    /// - Returns: What makes the features of each item.
    func features(for person: History?) -> FeatureVector {
        let steps = (person?.visits ?? []).suffix(ShopperFacts.stepsMax).map { visit in
            let record = state.catalogue.describing(visit.item)
            var step = ShopperFacts.Step(
                item: visit.item, kind: visit.action.counted, time: visit.time,
                interest: Float(visit.action.interest))
            step.logPrice = record?.logPrice
            step.brand = record?.brand
            step.category = record?.category
            return step
        }
        let shopper = ShopperFacts(
            recent: person?.recent ?? WindowCounts(), steps: Array(steps),
            inVain: person?.seen ?? [:],
            declared: person.map { state.declared(by: $0.owner) } ?? [])
        return FeatureVector(shopper, rates: behaviour.rates, time: behaviour.latest)
    }

    /// What is known of an item, as models learn it.
    func facts(of item: UInt32) -> ItemFacts {
        let counters =
            Int(item) < behaviour.counters.count ? behaviour.counters[Int(item)] : ItemCounters()
        guard let record = state.catalogue.describing(item) else {
            return ItemFacts(
                number: item, counters: counters,
                price: PriceLevel(logPrice: 0, isImputed: true))
        }
        var facts = ItemFacts(
            number: item, counters: counters,
            price: record.logPrice.map { PriceLevel(logPrice: $0, isImputed: false) }
                ?? state.catalogue.prices.level(of: record.item))
        facts.brand = record.brand
        facts.category = record.category
        facts.created = record.item.created
        return facts
    }
}

extension ItemRecord {
    fileprivate var category: UInt64? { shelf == 0 ? nil : UInt64(shelf) }
}
