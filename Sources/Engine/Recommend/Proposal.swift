import Primitives

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// An item that may be shown, and what each source makes of it before anything is ranked: for
/// measuring the sources.
package struct Proposal: Sendable {
    package var item: String
    package var parts: [ScorePart]
}

extension Engine {
    /// All that the sources propose for a request, the trained model where there is one among them.
    ///
    /// - Parameter request: What is asked.
    /// - Returns: In no particular order.
    package func proposals(for request: RecommendRequest) -> [Proposal] {
        let state = snapshot().state
        return Recommender(state, settings(of: request.placement), at: clock.now())
            .proposals(for: request)
    }
}

extension Recommender {
    fileprivate func proposals(for request: RecommendRequest) -> [Proposal] {
        var request = request
        request.isExplained = true
        let person = behaviour.history(of: request.asker)
        var (candidates, excluded) = gathered(request, person)
        let expected = expected(request, person, excluding: excluded)?.best ?? []
        for item in expected {
            candidates.add(item.item, exp(item.logit - expected[0].logit), .model, .model)
        }
        return candidates.all.compactMap { item, _ in
            guard !excluded.contains(item),
                let shown = state.catalogue.shown(item, request.filter)
            else { return nil }
            return Proposal(item: behaviour.items.id(of: shown), parts: candidates.parts(of: item))
        }
    }
}
