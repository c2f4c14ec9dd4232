import Arrangement
import Commerce
import Features
import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// From scores to a page.
extension Recommender {
    /// Items that are arranged; the same for every page of an answer.
    static let arrangedMax = 200
    /// New items beside them, where there is a quota.
    private static let newMax = 50
    /// Whoever has been touched or shown so often has had a chance.
    private static let newTouches = 20
    private static let newImpressions = 200

    /// The best that may be shown.
    ///
    /// - Parameters:
    ///   - candidates: Scored.
    ///   - filter: What must hold of what is shown.
    ///   - own: The caller's own candidates: what is shown of each learnt item.
    ///   - excluded: Learnt items that are not shown.
    ///   - settings: Of the placement.
    ///   - count: Items at most, new ones for a quota not counted.
    /// - Returns: Those that are arranged, and those that keep the order of their scores after them.
    func best(
        _ candidates: Candidates, _ filter: Filter, own: [UInt32: UInt32]?,
        excluding excluded: Set<UInt32>, _ settings: PlacementSettings, count: Int
    ) -> (draft: [Scored], rest: [Scored]) {
        func isFirst(_ a: UInt32, _ b: UInt32) -> Bool { id(a) < id(b) }
        func shown(_ item: UInt32) -> UInt32? {
            guard !excluded.contains(item) else { return nil }
            return own == nil ? state.catalogue.shown(item, filter) : own?[item]
        }
        let least = settings.scoreMin ?? -.infinity
        let best = candidates.best(count, from: least, isFirst: isFirst) { shown($0) != nil }
        let head = best.prefix(Self.arrangedMax)
        var new: [Int] = []
        if settings.arrangement.newMin > 0 {
            let taken = Set(head)
            new = candidates.best(Self.newMax, from: least, isFirst: isFirst) {
                isNew($0) && shown($0) != nil
            }.filter { !taken.contains($0) }
        }
        let drafted = Set(best.count > head.count ? new : [])
        let rest = best.dropFirst(head.count).filter { !drafted.contains($0) }
        let items = candidates.items
        let highest = best.first.map {
            max(candidates.evidence(at: $0).score, .leastNormalMagnitude)
        }
        func scored(_ place: Int) -> Scored? {
            let learnt = items[place]
            guard let shown = shown(learnt) else { return nil }
            let evidence = candidates.evidence(at: place)
            var scored = Scored(
                item: shown, learnt: learnt, score: evidence.score, evidence: evidence,
                chance: candidates.chance(at: place), parts: candidates.parts(of: learnt),
                relevance: evidence.score)
            scored.base = max(0, evidence.score / (highest ?? 1))
            return scored
        }
        return ((head + new).compactMap(scored), rest.compactMap(scored))
    }

    /// Whether hardly anybody has had a chance to see it.
    func isNew(_ item: UInt32) -> Bool {
        guard Int(item) < behaviour.counters.count else { return true }
        let counters = behaviour.counters[Int(item)]
        return counters.touches < Self.newTouches
            && counters.impressions.days.reduce(0) { $0 + Int($1.count) } < Self.newImpressions
    }

    // MARK: Weigh

    /// Multiplies in what bears on each item alone: rules, preferences, how often it was shown in vain.
    func weigh(
        _ draft: inout [Scored], _ rules: [Rule], _ settings: PlacementSettings, _ person: History?
    ) {
        let lifts = rules.flatMap { rule in
            [rule.action.boost, rule.action.bury].compactMap { $0 }.map { (rule.id, $0) }
        }
        let prices = settings.preferences.isEmpty ? 0 : meanLogPrice(of: draft)
        let arrangement = settings.arrangement
        let seen = arrangement.seenFactor < 1 ? person?.seen ?? [:] : [:]
        guard !lifts.isEmpty || !settings.preferences.isEmpty || !seen.isEmpty else { return }
        for index in draft.indices {
            let item = state.catalogue.item(draft[index].item)
            for (id, lift) in lifts where item.map(lift.filter.matches) ?? false {
                draft[index].multiply(by: Float(lift.factor), .rule(id))
            }
            for wish in settings.preferences {
                let value = item.flatMap { number(wish.field, of: $0, meanLogPrice: prices) } ?? 0
                let power = min(max(wish.weight * value, -3), 3)
                draft[index].multiply(by: exp(power), .preference(wish.field))
            }
            let times = (seen[draft[index].learnt] ?? 0) - arrangement.seenFree
            if times > 0 {
                draft[index].multiply(by: pow(arrangement.seenFactor, Float(times)), .seen)
            }
        }
    }

    /// A price counts by its logarithm beside that of the other candidates.
    private func number(_ field: String, of item: Item, meanLogPrice: Double) -> Float? {
        if field == "price" {
            return item.price.flatMap { $0.minor > 0 ? Float(log($0.major) - meanLogPrice) : nil }
        }
        guard case .number(let number)? = item.attributes[field] else { return nil }
        return Float(number)
    }

    private func meanLogPrice(of draft: [Scored]) -> Double {
        let logs = draft.compactMap { scored in
            state.catalogue.item(scored.item)?.price.flatMap { $0.minor > 0 ? log($0.major) : nil }
        }
        return logs.isEmpty ? 0 : logs.reduce(0, +) / Double(logs.count)
    }

    // MARK: Arrange

    /// Puts the draft into its order on the page.
    func arranged(
        _ draft: [Scored], pins: [Int], count: Int, _ settings: PlacementSettings, seed: UInt64
    ) -> [Scored] {
        let wanted = settings.arrangement
        var rng = SeededRNG(seed: seed)
        return Arrangement.arrange(
            draft.map { entry(of: $0, wanted) }, pinned: pins, count: count, wanted, &rng
        ).map { choice in
            var scored = draft[choice.place]
            scored.add(choice.spread, .spread)
            scored.add(choice.diversity, .diversity)
            scored.score = choice.score
            scored.propensity = choice.propensity
            scored.isForced = choice.isForced
            return scored
        }
    }

    func entry(of scored: Scored, _ wanted: ArrangementSettings) -> ArrangementEntry {
        var entry = ArrangementEntry(score: scored.score)
        guard !wanted.keepsOrder else { return entry }
        if wanted.newMin > 0 { entry.isNew = isNew(scored.learnt) }
        guard wanted.diversity > 0 || wanted.brandMax != nil || wanted.sellerMax != nil,
            let item = state.catalogue.item(scored.item)
        else {
            let shelf = state.catalogue.shelf(of: scored.item)
            if shelf != 0 { entry.category = [UInt64(shelf)] }
            return entry
        }
        var path = ""
        entry.category = (item.categories.first ?? []).map { level in
            path += "\u{1F}\(level)"
            return stableHash(path)
        }
        if wanted.diversity > 0 || wanted.brandMax != nil {
            entry.brand = item.brand.map { stableHash($0) }
        }
        if wanted.sellerMax != nil { entry.seller = item.seller.map { stableHash($0) } }
        if wanted.diversity > 0 { entry.vector = state.model?.direction(of: scored.learnt) ?? [] }
        return entry
    }
}

extension Recommender.Scored {
    /// Multiplies the score, and notes what that added or took.
    mutating func multiply(by factor: Float, _ name: ScorePart.Name) {
        add(score * (factor - 1), name)
        score *= factor
    }

    /// Notes a part of the score.
    fileprivate mutating func add(_ value: Float, _ name: ScorePart.Name) {
        if value != 0, !parts.isEmpty { parts.append(ScorePart(name, value)) }
    }
}
