package import Commerce
package import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The merchandisers' rules, and what they would do.
extension Engine {
    /// All rules, of the highest priority first.
    package var rules: [Rule] { snapshot().state.rules.rules }

    /// Stores a rule; when this returns it is durable and acts on every later search.
    ///
    /// - Throws: `InvalidField` where the shop has as many as can be, `EngineError`, or
    ///   `StorageError`.
    package func put(_ rule: Rule) async throws {
        let known = snapshot().state.rules
        guard known[rule.id] != nil || known.rules.count < Rulebook.rulesMax else {
            throw InvalidField(
                .outOfRange, "id", "the shop has \(Rulebook.rulesMax) rules; remove some first")
        }
        _ = try await submit(.rule(rule), weight: 1)
    }

    /// Removes a rule; false where there was none.
    package func remove(rule id: String) async throws -> Bool {
        guard snapshot().state.rules[id] != nil else { return false }
        _ = try await submit(.ruleRemoval(id), weight: 1)
        return true
    }

    /// The page of a search as it is, and as it would be with some rules more or otherwise. Nothing
    /// of it is recorded.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - drafts: Rules in place of those of the same id, or beside them.
    ///   - time: When; now where nil.
    /// - Returns: Both pages.
    package func preview(
        _ request: SearchRequest, with drafts: [Rule], at time: Timestamp? = nil
    ) -> RulePreview {
        var state = snapshot().state
        let time = time ?? clock.now()
        let end = min(request.offset + request.limit, Self.depthMax)
        let before = page(request, state, from: request.offset, to: end, at: time)
        for rule in drafts { state.put(rule) }
        return RulePreview(
            before: before, after: page(request, state, from: request.offset, to: end, at: time))
    }

    /// The same of a placement, with what each rule that acts costs.
    ///
    /// - Parameters:
    ///   - request: What is asked.
    ///   - drafts: Rules in place of those of the same id, or beside them.
    ///   - time: When; now where nil.
    /// - Returns: Both pages, and the costs.
    package func preview(
        _ request: RecommendRequest, with drafts: [Rule], at time: Timestamp? = nil
    ) -> RulePreview {
        var state = snapshot().state
        let time = time ?? clock.now()
        func page(_ state: EngineState) -> Answer {
            self.page(request, state, from: 0, to: request.limit, seed: 0, at: time).answer
        }
        let before = page(state)
        for rule in drafts { state.put(rule) }
        var preview = RulePreview(before: before, after: page(state))
        // As good as each item is where no rule has a say.
        let acting = preview.after.rules
        var free = state
        for rule in acting { free.remove(rule: rule.id) }
        let scored = Recommender(free, settings(of: request.placement), at: time)
            .recommend(request, count: Recommender.arrangedMax).items
        let worth = Dictionary(
            scored.map { (state.behaviour.items.id(of: $0.item), Double($0.relevance)) },
            uniquingKeysWith: max)
        func clicks(_ page: Answer) -> Double {
            page.hits.enumerated().reduce(0) { sum, hit in
                sum + (worth[hit.element.id] ?? 0) / log2(Double(hit.offset + 2))
            }
        }
        let clicked = clicks(preview.after)
        for rule in acting {
            var without = state
            without.remove(rule: rule.id)
            let most = clicks(page(without))
            preview.costs.append(
                RulePreview.Cost(rule: rule.id, clicks: most > 0 ? clicked / most - 1 : 0))
        }
        return preview
    }
}
