import Commerce
import Primitives
import Simulation
import Testing

@Suite struct ShopTests {
    static let shop = Shop(seed: 7)

    @Test func seedDecidesEverything() {
        let again = Shop(seed: 7)
        #expect(again.items == Self.shop.items)
        #expect(again.traits == Self.shop.traits)
        #expect(Shop(seed: 8).items != Self.shop.items)
    }

    @Test(arguments: [-3, 0, 1, 2, 50, 2000])
    func hasAsManyItemsAsAsked(count: Int) {
        let shop = Shop(seed: 3, itemCount: count)
        #expect(shop.items.count == max(1, count))
        #expect(shop.traits.count == shop.items.count)
    }

    @Test func itemsSurviveTheirFields() throws {
        for item in Self.shop.items {
            #expect(try Item(fields: item.fields) == item)
        }
    }

    @Test func idsAreUnique() {
        #expect(Set(Self.shop.items.map(\.id)).count == Self.shop.items.count)
        for (number, item) in Self.shop.items.enumerated() {
            #expect(Self.shop.number(of: item.id) == number)
        }
    }

    @Test func everyItemIsDescribedInBothLanguages() {
        for item in Self.shop.items {
            for text in [item.title, item.description] {
                #expect(text.byLocale["en"]?.isEmpty == false)
                #expect(text.byLocale["zh"]?.contains { !$0.isASCII } == true)
            }
            #expect(item.attributes["emoji"] != nil)
            #expect(item.categories.first?.count == 2)
            #expect(item.price.map { $0.minor >= 50 } == true)
            #expect(item.brand != nil && item.seller != nil && item.stock != nil)
        }
    }

    @Test func variantsShareAParentThatIsForSale() throws {
        let variants = Self.shop.items.enumerated().filter { $1.parent != nil }
        #expect(variants.count > 100)
        for (number, variant) in variants {
            let head = try #require(variant.parent.flatMap(Self.shop.number))
            let parent = Self.shop.items[head]
            #expect(parent.parent == nil)
            #expect(parent.brand == variant.brand && parent.categories == variant.categories)
            #expect(parent.title != variant.title)
            #expect(Self.shop.traits[head].kind == Self.shop.traits[number].kind)
        }
    }

    @Test func looksLikeAGeneralShop() {
        let departments = Set(Self.shop.items.compactMap { $0.categories.first?.first })
        let leaves = Set(Self.shop.items.compactMap { $0.categories.first?.last })
        #expect(departments.count == 12)
        #expect(leaves.count >= 30)
        let soldOut = Self.shop.items.count { !$0.isAvailable }
        #expect((50...250).contains(soldOut))
    }

    @Test func titlesRarelyRepeat() {
        let titles = Set(Self.shop.items.compactMap { $0.title.text(for: "en") })
        #expect(titles.count > Self.shop.items.count * 3 / 4)
    }

    @Test func everyNamedComplementExists() {
        let names = Set(Self.shop.traits.map { Self.shop.name(ofKind: $0.kind).en })
        for (kind, complements) in Complements.table {
            #expect(names.contains(kind), "\(kind)")
            for name in complements { #expect(names.contains(name), "\(name)") }
        }
    }

    @Test(arguments: Language.allCases)
    func queriesAreDistinctAndCanBeAnswered(language: Language) {
        let queries = Self.shop.queries(in: language)
        #expect(queries.count > 200)
        #expect(Set(queries.map(\.text)).count == queries.count)
        for query in queries {
            let best = Self.shop.items.indices.map { Self.shop.relevance(of: $0, to: query) }.max()
            #expect(best ?? 0 >= 0.15, "\(query.text)")
        }
    }
}
