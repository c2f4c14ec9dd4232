package import Commerce
package import Primitives

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
    ) -> (before: Answer, after: Answer) {
        var state = snapshot().state
        let time = time ?? clock.now()
        let end = min(request.offset + request.limit, Self.depthMax)
        let before = page(request, state, from: request.offset, to: end, at: time)
        for rule in drafts { state.put(rule) }
        return (before, page(request, state, from: request.offset, to: end, at: time))
    }
}
