import Primitives

/// Where wishes come from.
extension Shop {
    /// A kind that the shop has, by demand and by the square of the liking of its category.
    func kind(for taste: Taste, _ rng: inout SeededRNG) -> Int {
        let weights = itemsOfKind.indices.map { kind in
            guard !itemsOfKind[kind].isEmpty else { return 0.0 }
            let leaf = assortment.kinds[kind].leaf
            let liking = 0.05 + taste.categories[leaf]
            return assortment.leaves[leaf].category.demand * liking * liking
        }
        return rng.index(weights: weights)
    }

    /// A wish that the shop can grant: some properties of the item liked best among a few.
    func wish(ofKind kind: Int, for taste: Taste, _ rng: inout SeededRNG) -> Wish {
        var wish = Wish(leaf: assortment.kinds[kind].leaf, kind: kind)
        let candidates = itemsOfKind[kind]
        guard !candidates.isEmpty else { return wish }
        var dream = traits[rng.pick(candidates)]
        for _ in 0..<4 {
            let other = traits[rng.pick(candidates)]
            if taste.liking(of: other) > taste.liking(of: dream) { dream = other }
        }
        if rng.chance(0.6) { wish.colour = dream.colour }
        if rng.chance(0.4) { wish.material = dream.material }
        if rng.chance(0.15) { wish.brand = dream.brand }
        return wish
    }

    /// What goes with a kind and is in the shop; nil where nothing does.
    func complement(of kind: Int, _ rng: inout SeededRNG) -> Int? {
        let sold = complements(of: kind).filter { !itemsOfKind[$0].isEmpty }
        return sold.isEmpty ? nil : rng.pick(sold)
    }

    /// Another kind of the same department.
    func neighbour(of kind: Int, _ rng: inout SeededRNG) -> Int {
        let department = assortment.department(of: kind)
        let kinds = itemsOfKind.indices.filter {
            assortment.department(of: $0) == department && !itemsOfKind[$0].isEmpty
        }
        return kinds.isEmpty ? kind : rng.pick(kinds)
    }

    /// The part of a wish that a shopper puts into words, as a query without slips.
    func query(for wish: Wish, in language: Language, _ rng: inout SeededRNG) -> Query {
        var said = Wish(leaf: wish.leaf, kind: rng.chance(0.07) ? nil : wish.kind)
        if said.kind != nil {
            if rng.chance(0.5) { said.colour = wish.colour }
            if rng.chance(0.5) { said.material = wish.material }
            if rng.chance(0.5) { said.brand = wish.brand }
        }
        return Query(text: phrase(said, in: language), language: language, wish: said)
    }
}
