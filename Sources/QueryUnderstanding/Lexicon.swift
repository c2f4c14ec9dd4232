import TextAnalysis

/// Words that say the same of items in every shop: colours, sizes, materials, for whom, in what
/// condition; in English and in Chinese.
struct Lexicon {
    /// A property with every word for it.
    struct Group {
        var field: String
        var words: [Word]
    }

    struct Word {
        var text: String
        /// What the shop's vocabulary would hold it under.
        var key: String
        /// What an item holds that holds the word.
        var terms: [String]

        init(_ text: String) {
            self.text = text
            key = [Piece].key(of: text)
            terms = Analyser.queryTerms(text)
        }
    }

    static let shared = Lexicon()

    /// Fields whose words name no attribute of the catalogue's own.
    static let condition = "condition"

    private(set) var groups: [Group] = []
    /// Groups by the folded text of a word without blanks. Not by stems: glasses are no glass.
    private(set) var places: [String: Int] = [:]

    private init() {
        for (field, rows) in [
            ("color", Self.colours), ("size", Self.sizes), ("material", Self.materials),
            ("audience", Self.audiences), (Self.condition, Self.conditions),
        ] {
            for row in rows.split(separator: "\n") {
                add(field, row.split(separator: ",").map { String($0) })
            }
        }
        // Light and dark of each plain colour.
        for group in groups where group.field == "color" {
            guard let english = group.words.first?.text, Self.plain.contains(english) else {
                continue
            }
            let chinese = group.words.map(\.text).filter { $0.hasSuffix("色") }
            add("color", ["light \(english)", "pale \(english)"] + chinese.map { "浅\($0)" })
            add("color", ["dark \(english)", "deep \(english)"] + chinese.map { "深\($0)" })
        }
    }

    private static let plain: Set<String> = [
        "red", "pink", "orange", "yellow", "green", "blue", "purple", "brown", "grey",
    ]

    private mutating func add(_ field: String, _ words: [String]) {
        for word in words {
            let text = Piece.all(of: word).map(\.text).joined()
            if places[text] == nil { places[text] = groups.count }
        }
        groups.append(Group(field: field, words: words.map { Word($0) }))
    }

    private static let colours = """
        black,黑色,黑,纯黑色,纯黑,哑光黑
        white,白色,白,纯白色,纯白
        red,红色,红,大红色,大红,正红色,中国红
        pink,粉色,粉,粉红色,粉红,嫩粉色
        rose,玫红色,玫红,玫瑰红,hot pink,fuchsia
        burgundy,酒红色,酒红,枣红色,枣红,wine red,maroon
        orange,橙色,橘色,橘红色,橙
        yellow,黄色,黄,明黄色
        green,绿色,绿
        olive,军绿色,军绿,army green,橄榄绿
        blue,蓝色,蓝,宝蓝色,宝蓝,royal blue
        navy,藏青色,藏青,藏蓝色,藏蓝,navy blue
        sky blue,天蓝色,天蓝,湖蓝色
        turquoise,teal,青色,aqua,cyan
        purple,紫色,紫,violet
        lilac,浅紫,lavender
        brown,棕色,褐色,咖啡色,棕
        tan,驼色,camel,suntan,焦糖色,caramel
        beige,米色,米白色,米白,杏色,cream,ivory,米黄色
        khaki,卡其色,卡其
        grey,gray,灰色,灰
        gold,golden,金色,金,香槟色,champagne
        rose gold,玫瑰金,玫瑰金色
        silver,银色,银,银白色
        clear,transparent,透明,透明色
        multi,multicolor,multicolour,multicolored,multicoloured,colorful,colourful,彩色,多色,七彩,花色
        """
    private static let sizes = """
        xs,extra small,加小码,特小号
        small,小号,小码,s码,小型
        medium,中号,中码,m码,mid size,midsize,中型,mid sized
        large,大号,l码,大型
        xl,extra large,加大码,加大号,特大号,加大,xl码
        xxl,2xl,xxl码,2xl码
        xxxl,3xl,xxxl码,3xl码
        4xl,4xl码
        plus size,大码,加肥加大,plus sized
        petite
        one size,均码,one size fits all
        full size,full sized
        queen size
        king size
        twin size
        """
    private static let materials = """
        cotton,纯棉,全棉,棉质,棉,100% cotton
        leather,真皮,皮革,牛皮,纯皮,头层牛皮,皮质,genuine leather,皮
        faux leather,pu皮,仿皮,pu leather,vegan leather
        suede,麂皮,翻皮
        wool,羊毛,纯羊毛,woolen,woollen
        cashmere,羊绒,山羊绒
        lambswool,羊羔毛,羊羔绒
        silk,真丝,丝绸,桑蚕丝,蚕丝
        linen,亚麻,棉麻
        denim,牛仔布
        polyester,聚酯,涤纶,聚酯纤维
        nylon,尼龙,锦纶
        velvet,天鹅绒,丝绒
        fleece,抓绒,摇粒绒
        canvas,帆布
        wood,wooden,实木,木质,木制,原木,solid wood
        bamboo,竹制,竹子
        rattan,藤编
        stainless steel,不锈钢,304不锈钢
        steel,钢制,碳钢,carbon steel
        alloy,合金,合金钢
        aluminum,aluminium,铝合金,铝
        iron,cast iron,铸铁,铁艺
        copper,brass,纯铜,黄铜,紫铜,全铜
        titanium,钛,纯钛
        glass,玻璃,钢化玻璃,tempered glass
        ceramic,陶瓷,porcelain
        plastic,塑料,食品级塑料
        acrylic,亚克力
        silicone,硅胶
        rubber,橡胶
        marble,大理石
        carbon fiber,碳纤维,carbon fibre
        sterling silver,纯银,925银,足银
        """
    private static let audiences = """
        women,woman,womens,ladies,lady,女士,女式,女款,女性,女生,女
        men,man,mens,gentlemen,男士,男式,男款,男性,男生,男
        kids,kid,children,child,childrens,儿童,小孩,孩子,小朋友
        boys,boy,男童,男孩
        girls,girl,女童,女孩
        baby,infant,toddler,newborn,婴儿,宝宝,婴幼儿,新生儿,幼儿
        adult,adults,成人,大人
        teens,teen,teenagers,青少年
        seniors,老人,中老年,老年人
        students,student,学生
        unisex,男女通用,情侣款
        """
    private static let conditions = """
        used,second hand,secondhand,2nd hand,pre owned,preowned,pre loved,二手,旧货
        refurbished,refurb,rfrb,renewed,reconditioned,翻新,官翻
        new in box,brand new,new with tags,全新,全新正品
        """
}
