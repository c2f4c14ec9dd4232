import Commerce
import Primitives

extension RecommendRequest {
    /// What decides the answer beside who asks and where, as slates keep it.
    var ask: Fields {
        var ask = Fields()
        if !items.isEmpty { ask["items"] = .array(items.map(Value.string)) }
        if !exclude.isEmpty { ask["exclude"] = .array(exclude.map(Value.string)) }
        if !candidates.isEmpty { ask["candidates"] = .array(candidates.map(Value.string)) }
        if !filter.isEmpty { ask["filter"] = .object(filter.fields) }
        if isHurried { ask["hurried"] = true }
        return ask
    }

    /// The request that a slate answered; nil where it answered none of these.
    init?(_ slate: Slate) {
        guard let placement = Placement(rawValue: slate.place) else { return nil }
        self.init(
            placement: placement,
            asker: Asker(user: slate.user, visitor: slate.visitor, session: slate.session))
        var reader = FieldReader(slate.ask)
        guard let items = try? reader.ids("items", countMax: .max) ?? [],
            let exclude = try? reader.ids("exclude", countMax: .max) ?? [],
            let candidates = try? reader.ids("candidates", countMax: .max) ?? [],
            let filter = try? reader.filter("filter") ?? Filter()
        else { return nil }
        self.items = items
        self.candidates = candidates
        self.exclude = exclude
        self.filter = filter
        isHurried = slate.ask["hurried"] == true
    }
}

extension SearchRequest {
    /// What decides the answer beside the query, who asks and where, as slates keep it.
    var ask: Fields {
        var ask = Fields()
        ask["locale"] = locale.map(Value.string)
        if !filter.isEmpty { ask["filter"] = .object(filter.fields) }
        switch order {
        case .relevance: break
        case .popularity: ask["order"] = "popularity"
        case .number(let field, let descending):
            ask["by"] = .string(field)
            ask["descending"] = .bool(descending)
        }
        if isGrouping { ask["group"] = true }
        if isTyping { ask["typing"] = true }
        return ask
    }

    /// The request that a slate answered; nil where it answered none of these.
    init?(_ slate: Slate) {
        guard slate.place == Rule.search else { return nil }
        self.init(
            query: slate.query ?? "",
            asker: Asker(user: slate.user, visitor: slate.visitor, session: slate.session))
        var reader = FieldReader(slate.ask)
        guard let filter = try? reader.filter("filter") ?? Filter() else { return nil }
        self.filter = filter
        locale = slate.ask["locale"]?.string
        isGrouping = slate.ask["group"] == true
        isTyping = slate.ask["typing"] == true
        if let field = slate.ask["by"]?.string {
            order = .number(field, descending: slate.ask["descending"] == true)
        } else if slate.ask["order"] == "popularity" {
            order = .popularity
        }
    }
}
