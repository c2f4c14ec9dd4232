package import Commerce

extension Engine {
    /// A page of the catalogue in the order of the ids, with what its items lack.
    package struct CataloguePage: Sendable {
        package var count = 0
        /// Items by problem, of the whole catalogue.
        package var problems: [ItemProblem: Int] = [:]
        package var items: [(item: Item, problems: Set<ItemProblem>)] = []
        /// Whether items follow.
        package var hasMore = false
    }

    private struct Name: Hashable {
        var title: String
        var brand: String?
    }

    /// Looks at the whole catalogue: some ten milliseconds for 50,000 items, none of the query path.
    ///
    /// - Parameters:
    ///   - problem: Only items that have it; nil for all.
    ///   - after: Only items whose ids come after this one.
    ///   - limit: Items of the page at most.
    /// - Returns: The page, and what the whole catalogue lacks.
    package func browse(_ problem: ItemProblem?, after: String?, limit: Int) -> CataloguePage {
        let all = snapshot().state.catalogue.all
        var owners: [Name: String] = [:]
        var shared: Set<Name> = []
        for (_, item) in all {
            guard let name = Self.name(of: item) else { continue }
            if let owner = owners.updateValue(item.learningID, forKey: name),
                owner != item.learningID
            {
                shared.insert(name)
            }
        }
        var page = CataloguePage()
        for (_, item) in all {
            var problems = ItemProblem.of(item)
            if let name = Self.name(of: item), shared.contains(name) {
                problems.insert(.sameTitle)
            }
            page.count += 1
            for found in problems { page.problems[found, default: 0] += 1 }
            guard problem.map(problems.contains) ?? true, after.map({ item.id > $0 }) ?? true
            else { continue }
            page.items.append((item, problems))
        }
        page.items.sort { $0.item.id < $1.item.id }
        page.hasMore = page.items.count > limit
        page.items.removeLast(max(0, page.items.count - limit))
        return page
    }

    private static func name(of item: Item) -> Name? {
        item.title.all.first.map { Name(title: $0, brand: item.brand) }
    }
}
