import Commerce
import Primitives
import Simulation
import Testing

@Suite struct RelevanceTests {
    let shop = Shop(seed: 7)

    @Test func whatIsWishedForBeatsEverythingElse() {
        let simulator = Simulator(shop: shop, shopperCount: 40, seed: 1)
        for shopper in simulator.shoppers {
            var least = 1.0
            var greatest = 0.0
            for item in shop.items.indices where shop.items[item].isAvailable {
                let relevance = shop.relevance(of: item, to: shopper)
                if shop.traits[item].kind == shopper.mission.wish.kind {
                    least = min(least, relevance)
                } else {
                    greatest = max(greatest, relevance)
                }
            }
            #expect(0 < greatest && greatest < least && least <= 1)
        }
    }

    @Test func complementsBeatStrangers() throws {
        let simulator = Simulator(shop: shop, shopperCount: 40, seed: 1)
        var complements: [Double] = []
        var strangers: [Double] = []
        for shopper in simulator.shoppers {
            let kind = try #require(shopper.mission.wish.kind)
            for item in shop.items.indices where shop.traits[item].leaf != shopper.mission.wish.leaf
            {
                let relevance = shop.relevance(of: item, to: shopper)
                if shop.complements(of: kind).contains(shop.traits[item].kind) {
                    complements.append(relevance)
                } else {
                    strangers.append(relevance)
                }
            }
        }
        #expect(mean(complements) > 1.5 * mean(strangers))
    }

    @Test func aQueryPrefersItsKindThenItsProperties() throws {
        let teapot = try #require(shop.traits.first { shop.name(ofKind: $0.kind).en == "teapot" })
        let wish = Wish(leaf: teapot.leaf, kind: teapot.kind, colour: teapot.colour)
        let query = Query(text: "", language: .en, wish: wish)
        for (item, truth) in shop.traits.enumerated() where shop.items[item].isAvailable {
            let expected =
                switch (truth.kind == teapot.kind, truth.colour == teapot.colour) {
                case (true, true): 1.0
                case (true, false): 0.6
                default: truth.leaf == teapot.leaf ? 0.1 : 0
                }
            #expect(shop.relevance(of: item, to: query) == expected)
        }
    }

    @Test func phrasesReadLikeQueries() throws {
        let teapot = try #require(shop.traits.first { shop.name(ofKind: $0.kind).en == "teapot" })
        var wish = Wish(leaf: teapot.leaf, kind: teapot.kind, colour: 3)
        wish.material = .ceramic
        #expect(shop.phrase(wish, in: .en) == "blue ceramic teapot")
        #expect(shop.phrase(wish, in: .zh) == "蓝色陶瓷茶壶")
    }

    @Test func unknownItemsAreIrrelevant() {
        let simulator = Simulator(shop: shop, shopperCount: 1, seed: 1)
        #expect(shop.relevance(of: "nothing", to: simulator.shoppers[0]) == 0)
        #expect(shop.relevance(of: "nothing", to: shop.queries(in: .en)[0]) == 0)
    }

    @Test func declaredAttributesTellALittleAboutTaste() {
        let shoppers = Simulator(shop: shop, shopperCount: 400, seed: 5).shoppers
        let leaf = shop.categories.firstIndex { $0.leaf.en == "Women's clothing" } ?? 0
        func liking(_ gender: String) -> Double {
            mean(
                shoppers.filter { $0.account?.gender == gender }.map { $0.taste.categories[leaf] })
        }
        #expect(liking("female") > liking("male") + 0.1)
    }
}

func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
