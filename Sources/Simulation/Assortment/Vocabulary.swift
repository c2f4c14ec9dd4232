/// Colours. Their place in `all` is their number in tastes and traits.
enum Palette {
    static let all: [Word] = [
        Word("white", "白色"), Word("black", "黑色"), Word("grey", "灰色"), Word("blue", "蓝色"),
        Word("navy", "藏青色"), Word("green", "绿色"), Word("sage", "灰绿色"), Word("red", "红色"),
        Word("pink", "粉色"), Word("yellow", "黄色"), Word("orange", "橙色"), Word("purple", "紫色"),
        Word("brown", "棕色"), Word("cream", "米色"),
    ]

    static let any = Array(all.indices)
    static let none: [Int] = []
    static let sober = [0, 1, 2, 4]
    static let earthy = [0, 2, 3, 5, 6, 7, 12, 13]
    static let bright = [3, 5, 7, 8, 9, 10, 11]
}

/// Styles, numbered like the colours.
enum Styles {
    static let all: [Word] = [
        Word("modern", "现代"), Word("classic", "经典"), Word("minimalist", "极简"),
        Word("rustic", "乡村"), Word("vintage", "复古"), Word("playful", "童趣"),
        Word("elegant", "优雅"), Word("practical", "实用"),
    ]
}

/// What things are made of.
extension Word {
    static let aluminium = Word("aluminium", "铝合金")
    static let bamboo = Word("bamboo", "竹制")
    static let beech = Word("beech", "榉木")
    static let brass = Word("brass", "黄铜")
    static let canvas = Word("canvas", "帆布")
    static let cashmere = Word("cashmere", "羊绒")
    static let castIron = Word("cast iron", "铸铁")
    package static let ceramic = Word("ceramic", "陶瓷")
    static let concrete = Word("concrete", "水泥")
    static let copper = Word("copper", "铜制")
    static let cork = Word("cork", "软木")
    static let cotton = Word("cotton", "纯棉")
    static let denim = Word("denim", "牛仔")
    static let down = Word("down", "羽绒")
    static let enamel = Word("enamel", "搪瓷")
    static let felt = Word("felt", "毛毡")
    static let fleece = Word("fleece", "抓绒")
    static let glass = Word("glass", "玻璃")
    static let jute = Word("jute", "黄麻")
    static let leather = Word("leather", "真皮")
    static let linen = Word("linen", "亚麻")
    static let nylon = Word("nylon", "尼龙")
    static let oak = Word("oak", "橡木")
    static let organicCotton = Word("organic cotton", "有机棉")
    static let paper = Word("paper", "纸质")
    static let plush = Word("plush", "毛绒")
    static let porcelain = Word("porcelain", "瓷质")
    static let rattan = Word("rattan", "藤编")
    static let rubber = Word("rubber", "橡胶")
    static let silicone = Word("silicone", "硅胶")
    static let silk = Word("silk", "真丝")
    static let slate = Word("slate", "石板")
    static let stainlessSteel = Word("stainless steel", "不锈钢")
    static let steel = Word("steel", "钢制")
    static let suede = Word("suede", "绒面皮")
    static let terracotta = Word("terracotta", "陶土")
    static let velvet = Word("velvet", "丝绒")
    static let walnut = Word("walnut", "胡桃木")
    static let wooden = Word("wooden", "木制")
    static let wool = Word("wool", "羊毛")

    /// Materials that are sold in their own colour.
    static let natural: Set<Word> = [
        .bamboo, .beech, .brass, .copper, .cork, .jute, .oak, .rattan, .slate, .stainlessSteel,
        .terracotta, .walnut,
    ]
}
