import Commerce
import Primitives

/// Makes products and their variants, with the truth about them.
struct ItemMaker {
    let assortment: Assortment
    private(set) var items: [Item] = []
    private(set) var traits: [Traits] = []
    private var rng: SeededRNG
    private var titles: Set<String> = []
    private let currency = Currency("GBP")
    private static let sellers = [
        "martlet", "martlet", "martlet", "northgate-traders", "blue-door", "yangtze-house",
        "harbour-goods", "little-market",
    ]

    /// Draws of another design where the title is taken; then two products share it.
    private static let redrawsMax = 6

    init(assortment: Assortment, seed: UInt64) {
        self.assortment = assortment
        rng = SeededRNG(seed: seed)
    }

    /// Makes `count` items: each kind once, as far as they go, then kinds by demand.
    mutating func make(_ count: Int) {
        let demands = assortment.kinds.map { assortment.leaves[$0.leaf].category.demand }
        var once = Array(assortment.kinds.indices)
        once.shuffle(using: &rng)
        items.reserveCapacity(count)
        traits.reserveCapacity(count)
        while items.count < count {
            let kind = once.popLast() ?? rng.index(weights: demands)
            addProduct(kind, room: count - items.count)
        }
    }

    /// Adds one product of a kind, and its variants as far as there is room.
    ///
    /// The first of a family is the parent of the others, so that every parent is itself for sale.
    private mutating func addProduct(_ kind: Int, room: Int) {
        var design = drawDesign(kind)
        for _ in 0..<Self.redrawsMax where titles.contains(design.title.en) {
            design = drawDesign(kind)
        }
        let truth = drawTraits(kind, design)
        let head = "p-\(1001 + items.count)"
        add(head, nil, design, truth)
        guard room > 1, rng.chance(0.22) else { return }
        for (number, variant) in variants(of: design).prefix(room - 1).enumerated() {
            var changed = truth
            changed.colour = variant.colour
            add("\(head)-\(number + 2)", head, variant, changed)
        }
    }

    private mutating func drawDesign(_ kind: Int) -> Design {
        let department = assortment.department(of: kind)
        let category = assortment.category(of: kind)
        let product = assortment.kinds[kind].kind
        let brand = rng.pick(Array(assortment.brandsOfDepartment[department]))
        let material = product.qualifiers.isEmpty ? nil : rng.pick(product.qualifiers)
        let isPlain = !product.isColoured || material.map(Word.natural.contains) == true
        let colours = isPlain ? [] : category.colours
        return Design(
            department: assortment.departments[department].name, category: category,
            product: product, brand: assortment.brands[brand].name, brandNumber: brand,
            colours: colours, colour: colours.isEmpty ? nil : rng.pick(colours),
            material: material, style: rng.index(below: Styles.all.count),
            size: product.sizes.isEmpty ? nil : rng.pick(product.sizes),
            work: category.isBooks ? BookTitle.draw(&rng) : nil,
            author: category.isBooks ? BookTitle.author(&rng) : nil,
            points: drawPoints(category))
    }

    private mutating func drawPoints(_ category: Category) -> [Word] {
        let first = rng.index(below: category.points.count)
        let step = 1 + rng.index(below: category.points.count - 1)
        return [category.points[first], category.points[(first + step) % category.points.count]]
    }

    /// Dear brands are a little better and a good deal dearer; the rest is chance.
    private mutating func drawTraits(_ kind: Int, _ design: Design) -> Traits {
        let tier = assortment.brands[design.brandNumber].tier.rawValue
        let quality = (0.5 + 0.2 * (tier - 0.5) + 0.18 * rng.normal()).clamped
        let fame = rng.uniform()
        return Traits(
            kind: kind, leaf: assortment.kinds[kind].leaf,
            department: assortment.department(of: kind), brand: design.brandNumber,
            colour: design.colour, material: design.material, style: design.style,
            priceLevel: 1.6 * (tier - 0.5) + 0.7 * rng.normal(), quality: quality,
            popularity: 0.3 * quality + 0.7 * fame * fame * fame)
    }

    /// The same product in other sizes where size is what people choose, else in other colours.
    private mutating func variants(of design: Design) -> [Design] {
        let sizes = design.product.sizes.filter { $0 != design.size }
        let colours = design.colours.filter { $0 != design.colour }
        let count = 1 + rng.index(below: 4)
        if !sizes.isEmpty, colours.isEmpty || rng.chance(0.5) {
            return sizes.prefix(count).map { size in
                var variant = design
                variant.size = size
                return variant
            }
        }
        return colours.shuffled(using: &rng).prefix(count).map { colour in
            var variant = design
            variant.colour = colour
            return variant
        }
    }

    private mutating func add(
        _ id: String, _ parent: String?, _ design: Design, _ truth: Traits
    ) {
        var item = Item(id: id)
        item.parent = parent
        item.title = design.title.localized
        item.description = design.text.localized
        item.brand = design.brand
        item.categories = [[design.department.en, design.category.name.en]]
        item.attributes = design.attributes
        item.price = currency.map { Money(minor: pence(design, truth), currency: $0) }
        item.stock = rng.chance(0.06) ? 0 : 1 + rng.index(below: 60)
        item.seller = parent == nil ? rng.pick(Self.sellers) : items.last?.seller
        items.append(item)
        titles.insert(design.title.en)
        traits.append(truth)
    }

    /// Log-normal around the middle price of the kind, with the endings that shops like.
    private func pence(_ design: Design, _ truth: Traits) -> Int64 {
        let factor = Real.exponential(design.category.spread * truth.priceLevel)
        let raw = Double(design.product.pence) * factor * (design.size?.priceFactor ?? 1)
        if raw < 10_00 { return max(50, Int64((raw / 5).rounded()) * 5) }
        if raw < 100_00 { return Int64((raw / 50).rounded()) * 50 - 1 }
        return Int64((raw / 100).rounded()) * 100
    }
}
