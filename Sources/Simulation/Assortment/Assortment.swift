/// Everything that the shop could sell, numbered: what tastes, wishes and traits refer to.
struct Assortment: Sendable {
    /// A leaf category with its place in the tree.
    struct Leaf: Sendable {
        let department: Int
        let category: Category
        let kinds: Range<Int>
    }

    /// A kind of product with its place in the tree.
    struct Placed: Sendable {
        let leaf: Int
        let kind: ProductKind
        /// Kinds that are bought with it.
        var complements: [Int] = []
    }

    private(set) var departments: [Department] = []
    private(set) var leaves: [Leaf] = []
    private(set) var kinds: [Placed] = []
    private(set) var brands: [Brand] = []
    /// By department, the numbers of its brands.
    private(set) var brandsOfDepartment: [Range<Int>] = []

    static let standard = Assortment(
        [
            .home, .kitchen, .garden, .electronics, .fashion, .toys, .beauty, .sports, .books,
            .office, .pets, .food,
        ],
        complements: Complements.table)

    init(_ departments: [Department], complements: [String: [String]]) {
        self.departments = departments
        for (number, department) in departments.enumerated() {
            let firstBrand = brands.count
            brands += department.brands
            brandsOfDepartment.append(firstBrand..<brands.count)
            for category in department.categories {
                let firstKind = kinds.count
                kinds += category.kinds.map { Placed(leaf: leaves.count, kind: $0) }
                leaves.append(
                    Leaf(department: number, category: category, kinds: firstKind..<kinds.count))
            }
        }
        let byName = Dictionary(
            kinds.enumerated().map { ($1.kind.name.en, $0) },
            uniquingKeysWith: { first, _ in first })
        for index in kinds.indices {
            let names = complements[kinds[index].kind.name.en] ?? []
            kinds[index].complements = names.compactMap { byName[$0] }
        }
    }

    func category(of kind: Int) -> Category { leaves[kinds[kind].leaf].category }
    func department(of kind: Int) -> Int { leaves[kinds[kind].leaf].department }
}
